"""A tiny policy, and what each operator makes of an expression in it."""

from datetime import date
from fractions import Fraction

import pytest

from sgpolicy.evaluating.compiling import prepare_again
from sgpolicy.evaluating.interpreter import evaluate_prepared, prepare
from sgpolicy.model.application import Application
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import (
    Actor,
    Constant,
    Core,
    Fact,
    FactRef,
    Interpretation,
    Ledger,
    LedgerColumn,
    Node,
    Reading,
    Ref,
)
from sgpolicy.model.types import DATE, TRUTH, Type
from sgpolicy.mutating.making import mutants

CITATION = Citation(Clause("article", 7, item=3), ())
COUNT, MONEY, SHARE = Type("count", "家"), Type("money", "万元"), Type("share")
KINDS = Type("choice", members=("甲", "乙", "丙"), domain="kind")
SETS = Type("set", members=("甲", "乙", "丙"), domain="set")


class Tiny:
    """Facts 一 to 四 (yes or no), a number, money, a share, days, a choice, a set, a ledger."""

    def __init__(self):
        kinds = {
            **dict.fromkeys(("yes1", "yes2", "yes3", "yes4"), TRUTH),
            "count": COUNT,
            "other": COUNT,
            "money": MONEY,
            "share": SHARE,
            "start": DATE,
            "end": DATE,
            "choice": KINDS,
            "set": SETS,
        }
        self.facts = {key: Fact(key, f"〈{key}〉", kind, "", "") for key, kind in kinds.items()}
        self.ledgers = {
            "book": Ledger(
                "book",
                "台账",
                "",
                (
                    LedgerColumn("code", "代码", Type("text")),
                    LedgerColumn("good", "合格", TRUTH),
                    LedgerColumn("day", "日期", DATE),
                ),
            )
        }
        readings = (Reading("wide", "从宽", ""), Reading("narrow", "从严", ""))
        self.interpretations = {
            "how": Interpretation("how", "口径", "K-1", CITATION, "", readings, "wide", ())
        }
        self.nodes = {}
        self.scopes = ()

    def ref(self, key):
        return FactRef(key, self.facts[key].type)

    def number(self, value, kind=COUNT, written=""):
        return Constant(Fraction(value), kind, written)

    def node(self, key, body, guard=None, kind="rule"):
        self.nodes[key] = Node(key, f"〔{key}〕", kind, CITATION, body, guard)
        return Ref(key, body.type)

    def computed(self, key, expr):
        old = self.facts[key]
        self.facts[key] = Fact(key, old.name, old.type, "", "", None, expr)

    def core(self):
        actors = {key: Actor(key, key, key) for key in ("expert", "bureau")}
        nodes = self.nodes
        root = next(reversed(nodes))
        return Core(
            "p", "", "", "", "", self.facts, self.ledgers, actors, {}, self.interpretations, nodes,
            self.scopes, root,
        )  # fmt: skip

    def mutants(self):
        return {mutant.id: mutant for mutant in mutants(self.core())}

    def outcomes(self, ident, facts=None, *, ledgers=None, on=date(2026, 11, 22), readings=None):
        """The outcome of the original and of a mutant."""
        core = self.core()
        prepared = prepare(core)
        mutant = self.mutants()[ident]
        application = Application(facts or {}, ledgers or {}, {})
        found = []
        for ready in (prepared, prepare_again(prepared, mutant.core(core))):
            trace = evaluate_prepared(ready, application, on, readings or {}, exact=False)
            found.append(trace.outcome)
        return tuple(found)


@pytest.fixture
def tiny():
    return Tiny()
