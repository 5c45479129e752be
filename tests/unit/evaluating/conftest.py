"""A miniature policy, put together in a test, and evaluated."""

from datetime import date
from fractions import Fraction

import pytest

from sgpolicy.evaluating.interpreter import evaluate
from sgpolicy.model.application import Application, FindingRecord
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import (
    Actors,
    Constant,
    Core,
    Fact,
    FactRef,
    Finding,
    Interpretation,
    Judged,
    Ledger,
    LedgerColumn,
    Node,
    Reading,
    Ref,
)
from sgpolicy.model.types import DATE, SHARE, TRUTH, Type

CITATION = Citation(Clause("article", 7, item=1), ())
TODAY = date(2026, 11, 22)
COUNT, MONEY, TEXT = Type("count", "家"), Type("money", "元"), Type("text")


class Miniature:
    """A policy under construction. Its methods yield expressions to build others from."""

    count_type, money_type, share_type, text_type = COUNT, MONEY, SHARE, TEXT
    today = TODAY

    def __init__(self):
        self.facts, self.ledgers, self.findings = {}, {}, {}
        self.interpretations, self.nodes, self.scopes = {}, {}, []

    def fact(self, key, kind, computed=None, split=None):
        self.facts[key] = Fact(key, key, kind, "", "", split, computed)
        return FactRef(key, kind)

    def truth(self, key, computed=None):
        return self.fact(key, TRUTH, computed)

    def count(self, key, computed=None, split=None):
        return self.fact(key, COUNT, computed, split)

    def day(self, key):
        return self.fact(key, DATE)

    def members(self, key, *names):
        return self.fact(key, Type("set", members=names, domain=key))

    def choice(self, key, *names):
        return self.fact(key, Type("choice", members=names, domain=key))

    def series(self, key, computed=None):
        return self.fact(key, Type("series", "家"), computed)

    def ledger(self, key, **columns):
        described = tuple(LedgerColumn(one, f"〈{one}〉", kind) for one, kind in columns.items())
        self.ledgers[key] = Ledger(key, key, "", described)

    def node(self, key, body, kind="rule", guard=None):
        self.nodes[key] = Node(key, key, kind, CITATION, body, guard)
        return Ref(key, body.type)

    def finding(self, key, assessors=None, guard=None):
        by = assessors or Actors(("expert",))
        self.findings[key] = Finding(key, key, CITATION, "", "", by)
        return self.node(key, Judged(key), "finding", guard)

    def scope(self, key, body):
        self.scopes.append(key)
        return self.node(key, body, "scope")

    def interpretation(self, key, *readings):
        self.interpretations[key] = Interpretation(
            key,
            key,
            "K-0",
            CITATION,
            "",
            tuple(Reading(r, r, "") for r in readings),
            readings[0],
            (),
        )

    def core(self, body):
        nodes = {**self.nodes, "root": Node("root", "root", "combination", CITATION, body)}
        return Core(
            "p", "", "", "", "", self.facts, self.ledgers, {}, self.findings, self.interpretations,
            nodes, tuple(self.scopes), "root",
        )  # fmt: skip

    def evaluate(self, body, facts=None, *, ledgers=None, findings=None, on=TODAY, readings=None):
        """The trace of a decision whose root is `body`; findings as key → met."""
        records = {
            key: met if isinstance(met, FindingRecord) else self.record(met)
            for key, met in (findings or {}).items()
        }
        application = Application(facts or {}, ledgers or {}, records)
        return evaluate(self.core(body), application, on, readings or {})

    def outcome(self, body, facts=None, **more):
        return self.evaluate(body, facts, **more).outcome

    @staticmethod
    def record(met, by="expert", on=date(2026, 1, 5)):
        return FindingRecord(met, by, on, "")

    @staticmethod
    def number(value, kind=COUNT):
        return Constant(Fraction(value), kind)


@pytest.fixture
def mini():
    """An empty miniature policy."""
    return Miniature()


@pytest.fixture(scope="session")
def miniature():
    """The class of miniature policies, for tests that build many."""
    return Miniature
