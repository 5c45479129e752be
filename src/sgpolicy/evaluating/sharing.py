"""From shared items to a policy's facts, and back as far as that is certain.

The formulas are evaluated like any policy's. Where a formula is open only because an item is not stated,
it is tried with every value the item can still have: what comes out the same each time is certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from math import prod

from sgpolicy.evaluating.compiling import prepare, subexpressions
from sgpolicy.evaluating.running import Prepared, Run
from sgpolicy.model.application import Application, Value
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import Core, Fact, FactRef, Node
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.sharing import Carried, Correspondence, SharedData, SharingRule
from sgpolicy.model.trace import Range
from sgpolicy.records import dataclass

_MOST_TRIED = 4096
_NOWHERE = Citation(Clause("notice"), ())


@dataclass(frozen=True, slots=True)
class PreparedSharing:
    """A policy's correspondence made ready.

    Attributes:
        rules: Fact id → its rules, each with its node's id.
        items: Fact id → the items its rules mention, in the vocabulary's order.
        assumed: Ids of items that are only assumed: no fact tells about them.
    """

    prepared: Prepared
    rules: Mapping[str, tuple[tuple[str, SharingRule], ...]]
    items: Mapping[str, tuple[Fact, ...]]
    assumed: frozenset[str]


def prepare_sharing(
    vocabulary: Core, correspondence: Correspondence, assumed: frozenset[str] = frozenset()
) -> PreparedSharing:
    """Make a correspondence ready to evaluate."""
    nodes: dict[str, Node] = {}
    rules: dict[str, tuple[tuple[str, SharingRule], ...]] = {}
    items: dict[str, tuple[Fact, ...]] = {}
    for i, rule in enumerate(correspondence.rules):
        key = f"rule_{i}"
        nodes[key] = Node(key, key, "definition", _NOWHERE, rule.formula)
        rules[rule.fact] = (*rules.get(rule.fact, ()), (key, rule))
    for fact, own in rules.items():
        named = {
            expr.fact
            for _, rule in own
            for expr in subexpressions(rule.formula)
            if isinstance(expr, FactRef)
        }
        items[fact] = tuple(item for key, item in vocabulary.facts.items() if key in named)
    core = Core(
        vocabulary.policy,
        vocabulary.title,
        vocabulary.issuer,
        vocabulary.document_number,
        vocabulary.language,
        vocabulary.facts,
        {},
        {},
        {},
        {},
        nodes,
        (),
        "",
    )
    return PreparedSharing(prepare(core), rules, items, assumed)


def carry(sharing: PreparedSharing, data: SharedData, on: date) -> tuple[Carried, ...]:
    """The policy's facts that follow from what is known, in the order of its table."""
    found = []
    for fact, rules in sharing.rules.items():
        value = _certain(sharing, fact, data, on)
        if value is None:
            continue
        items = tuple(item.id for item in sharing.items[fact])
        reason = next((rule.reason for _, rule in rules if rule.value == value), rules[0][1].reason)
        found.append(Carried(fact, value, items, reason))
    return tuple(found)


Told = Sequence[tuple[PreparedSharing, Mapping[str, Value]]]
"""Policies with what their own facts are stated to be."""


def recognise(
    told: Told, on: date, known: SharedData | None = None
) -> tuple[SharedData, tuple[tuple[int, str], ...]]:
    """What policies' own facts tell about shared items.

    Args:
        told: Each policy with its facts.
        on: The day as of which.
        known: What is known of the items already.

    Returns:
        What is known then, and where the facts cannot all be true: the first that does not fit, as the
        position in `told` and the fact's id.
    """
    known = known if known is not None else SharedData()
    facts, possible = dict(known.facts), dict(known.possible)
    at = [
        (i, sharing, key, stated[key])
        for i, (sharing, stated) in enumerate(told)
        for key in sharing.rules
        if key in stated and not any(item.id in sharing.assumed for item in sharing.items[key])
    ]
    for i, sharing, key, value in at:
        item = _same_as(sharing.rules[key][0][1])
        if item is not None and facts.setdefault(item, value) != value:
            return known, ((i, key),)
    before: dict[str, frozenset[Value]] | None = None
    while before != possible:
        before = dict(possible)
        for i, sharing, key, value in at:
            worlds = _worlds(sharing, key, SharedData(facts, possible))
            if worlds is None:
                continue
            fitting = [w for w in worlds if _value(sharing, key, w, on) in (None, value)]
            if not fitting:
                return known, ((i, key),)
            possible |= _left(sharing.items[key], facts, fitting)
    facts |= {key: next(iter(values)) for key, values in possible.items() if len(values) == 1}
    return SharedData(facts, {k: v for k, v in possible.items() if k not in facts}), ()


def _same_as(rule: SharingRule) -> str | None:
    """The item that a fact simply is, if so."""
    if rule.value is None and isinstance(rule.formula, FactRef):
        return rule.formula.fact
    return None


def _left(
    items: tuple[Fact, ...], facts: Mapping[str, Value], worlds: list[dict[str, Value]]
) -> dict[str, frozenset[Value]]:
    """What each open item can still be, where that is less than everything."""
    found = {}
    for item in items:
        if item.id not in facts and _is_finite(item):
            left = frozenset(world[item.id] for world in worlds)
            if len(left) < len(_members(item)):
                found[item.id] = left
    return found


def _certain(sharing: PreparedSharing, fact: str, data: SharedData, on: date) -> Value | None:
    value = _value(sharing, fact, data.facts, on)
    if value is not None or not any(item.id in data.possible for item in sharing.items[fact]):
        return value
    worlds = _worlds(sharing, fact, data)
    if worlds is None:
        return None
    first = _value(sharing, fact, next(worlds), on)
    if first is None or any(_value(sharing, fact, world, on) != first for world in worlds):
        return None
    return first


def _worlds(
    sharing: PreparedSharing, fact: str, data: SharedData
) -> Iterator[dict[str, Value]] | None:
    """Every way to fill in what is not known of the items a fact rests on; None for too many."""
    open_items = [
        item for item in sharing.items[fact] if item.id not in data.facts and _is_finite(item)
    ]
    left = [sorted(data.possible.get(i.id, _members(i)), key=str) for i in open_items]
    if prod(len(values) for values in left) > _MOST_TRIED:
        return None
    keys = [item.id for item in open_items]
    return ({**data.facts, **dict(zip(keys, values, strict=True))} for values in product(*left))


def _is_finite(item: Fact) -> bool:
    return item.type.kind in ("truth", "choice")


def _members(item: Fact) -> frozenset[Value]:
    return frozenset((True, False)) if item.type.kind == "truth" else frozenset(item.type.members)


def _value(
    sharing: PreparedSharing, fact: str, facts: Mapping[str, Value], on: date
) -> Value | None:
    """The value of a fact as far as the items stated give it."""
    stated: dict[str | tuple[str, str], Value] = dict(facts.items())
    run = Run(sharing.prepared, Application(stated), on, {})
    rules = sharing.rules[fact]
    if rules[0][1].value is None:
        return _of_formula(run, rules[0][0])
    outcomes = {rule.value: run.node(key).outcome for key, rule in rules}
    holding = [value for value, outcome in outcomes.items() if outcome is Outcome.MET]
    if len(holding) != 1 or any(o not in (Outcome.MET, Outcome.NOT_MET) for o in outcomes.values()):
        return None
    return holding[0]


def _of_formula(run: Run, node: str) -> Value | None:
    trace = run.node(node)
    if trace.outcome is not None:
        return trace.outcome is Outcome.MET if trace.outcome.is_decided else None
    value = None if trace.value is None else trace.value.value
    if isinstance(value, Range):
        return value.low if value.is_known else None
    return None if isinstance(value, tuple) else value
