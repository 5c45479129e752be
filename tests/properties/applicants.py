"""Generated applicants of the shipped policy: an eligible one, with some facts changed or left out."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

import sgpolicy
from sgpolicy.model.application import Application, FindingRecord, Value
from sgpolicy.model.core import Compare, Constant, Core, Expr, Fact, FactRef
from sgpolicy.source.text import Span

ON = date(2026, 11, 22)
APPLIED = date(2026, 11, 10)
Cell = str | tuple[str, str]


@cache
def policy() -> sgpolicy.Policy:
    return sgpolicy.load("shaoguan-2022-188")


def subexpressions(expr: object) -> Iterator[Expr]:
    """Everything inside a Core expression, itself included."""
    waiting = [expr]
    while waiting:
        at = waiting.pop()
        if isinstance(at, tuple):
            waiting.extend(at)
        elif dataclasses.is_dataclass(at) and not isinstance(at, Span):
            if isinstance(at, Expr):
                yield at
            names = (f.name for f in dataclasses.fields(at))
            waiting.extend(getattr(at, n) for n in names if n not in {"type", "span"})


def expressions(core: Core) -> Iterator[Expr]:
    for node in core.nodes.values():
        yield from subexpressions((node.guard, node.body))


@cache
def thresholds() -> dict[str, tuple[Fraction, ...]]:
    """The constants that each fact is compared with directly."""
    found: dict[str, set[Fraction]] = {}
    for expr in expressions(policy().core):
        if isinstance(expr, Compare) and isinstance(expr.right, Constant):
            for part in subexpressions(expr.left):
                if isinstance(part, FactRef):
                    found.setdefault(part.fact, set()).add(expr.right.value)
    return {k: tuple(sorted(v)) for k, v in found.items()}


@cache
def only_lower_bounds() -> frozenset[str]:
    """Facts that stand only as the left side of ≥ or > a constant: no share, no series, no sum."""
    core = policy().core
    plain: set[str] = set()
    counted: dict[str, int] = {}
    bounded: dict[str, int] = {}
    for expr in expressions(core):
        if isinstance(expr, FactRef):
            counted[expr.fact] = counted.get(expr.fact, 0) + 1
        match expr:
            case Compare("ge" | "gt", FactRef(key), Constant()):
                bounded[key] = bounded.get(key, 0) + 1
    for key, count in counted.items():
        if bounded.get(key) == count and core.facts[key].type.is_numeric:
            plain.add(key)
    return frozenset(plain)


def step(fact: Fact) -> Fraction | int:
    return {"money": Fraction(1, 100), "share": Fraction(1, 1000)}.get(fact.type.kind, 1)


def candidates(fact: Fact) -> list[Value]:
    """Values of a fact that can make a difference: at its bounds and one step around them."""
    match fact.type.kind:
        case "truth":
            return [True, False]
        case "count" | "money" | "share" | "area":
            # Large enough for any part of the whole that the eligible applicant states.
            values: list[Value] = [0, 1, 7, Fraction(9, 10), 2000, 20_000_000_000]
            for bound in thresholds().get(fact.id, ()):
                values += [bound - step(fact), bound, bound + step(fact), bound * 3]
            limit = 1 if fact.type.kind == "share" else None
            kept = [v for v in values if v >= 0 and (limit is None or v <= limit)]
            return kept if fact.type.kind != "count" else sorted({int(v) for v in kept})
        case "date":
            days = (date(2022, 10, 19), date(2022, 10, 20), date(2024, 2, 29), APPLIED, ON)
            return [*days, date(2024, 11, 10), date(2024, 11, 11), date(2019, 3, 1)]
        case "choice":
            return list(fact.type.members)
        case "set":
            members = fact.type.members
            single = [frozenset({member}) for member in members[:12]]
            return [frozenset(), frozenset(members), *single, frozenset(members[2:4])]
        case "series":
            years = range(2017, 2027)  # every year that some day above may ask for
            rising, level, falling = (1, 0, -1)
            return [{y: 500 + d * (y - 2017) for y in years} for d in (rising, level, falling)]
        case _:
            return []


def cells(fact: Fact) -> list[Cell]:
    """The cells a fact is stated in: one, or one for each reading that splits it."""
    if fact.split is None:
        return [fact.id]
    return [(fact.id, r.id) for r in policy().core.interpretations[fact.split].readings]


@cache
def eligible() -> Application:
    """An applicant that meets every rule, with everything stated and judged, and no ledger."""
    core = policy().core
    facts: dict[Cell, Value] = {}
    for fact in core.facts.values():
        for cell in cells(fact):
            match fact.type.kind:
                case "truth":
                    facts[cell] = True
                case "count":
                    facts[cell] = 2000
                case "money":
                    facts[cell] = 20_000_000_000
                case "share":
                    facts[cell] = Fraction(9, 10)
                case "area":
                    facts[cell] = 500
                case "choice":
                    facts[cell] = fact.type.members[0]
                case "set":
                    facts[cell] = frozenset(fact.type.members)
                case "series":
                    facts[cell] = {year: year - 1950 for year in range(2017, 2027)}
                case "date":
                    facts[cell] = date(2019, 3, 1)
                case _:
                    pass
    facts["application_date"] = APPLIED
    facts["previously_recognised"] = False
    record = FindingRecord(met=True, by="expert", on=date(2026, 11, 15), evidence="评审意见")
    return Application(facts, {}, dict.fromkeys(core.findings, record))


@st.composite
def applicants(draw: st.DrawFn, *, most_missing: int = 12) -> Application:
    """An eligible applicant with up to a dozen facts or findings changed or left out."""
    core = policy().core
    base = eligible()
    facts, findings = dict(base.facts), dict(base.findings)
    functions = core.facts["applied_functions"].type.members
    chosen = draw(st.sets(st.sampled_from(functions), min_size=1, max_size=3))
    facts["applied_functions"] = frozenset(chosen)
    keys = sorted(k for k, f in core.facts.items() if f.type.kind != "text" and f.clauses)
    for key in draw(st.lists(st.sampled_from(keys), max_size=most_missing, unique=True)):
        fact = core.facts[key]
        value = draw(st.sampled_from([None, None, *candidates(fact)]))
        for cell in cells(fact):
            if value is None:
                facts.pop(cell, None)
            else:
                facts[cell] = value
    for key in draw(st.lists(st.sampled_from(sorted(findings)), max_size=4, unique=True)):
        if draw(st.booleans()):
            del findings[key]
        else:
            findings[key] = dataclasses.replace(findings[key], met=False)
    return Application(facts, {}, findings)


def stated(application: Application, cell: Cell, value: Value) -> Application:
    """The application with one more fact stated."""
    return dataclasses.replace(application, facts={**application.facts, cell: value})


def judged(application: Application, finding: str, *, met: bool) -> Application:
    """The application with one more finding made."""
    record = FindingRecord(met=met, by="expert", on=date(2026, 11, 15), evidence="评审意见")
    return dataclasses.replace(application, findings={**application.findings, finding: record})


def completions(
    application: Application, decision: sgpolicy.Decision
) -> Iterator[tuple[tuple[int, ...], Application]]:
    """Ways to state everything that is pending, each with the numbers of the choices made."""
    items = [(item, choices_of(item)) for item in decision.pending]
    for numbers in itertools.product(*(range(len(c)) for _, c in items)):
        completed = application
        for (item, choices), number in zip(items, numbers, strict=True):
            value = choices[number]
            if item.kind == "finding":
                completed = judged(completed, item.key, met=bool(value))
            else:
                completed = stated(completed, cell_of(item), value)
        yield numbers, completed


def cell_of(item: sgpolicy.Pending) -> Cell:
    fact = policy().core.facts[item.key]
    if fact.split is None:
        return item.key
    reading = policy().core.interpretations[fact.split].reading(item.reading)
    assert reading is not None
    return (item.key, reading.id)


def choices_of(item: sgpolicy.Pending) -> list[Value]:
    if item.kind == "finding":
        return [True, False]
    return candidates(policy().core.facts[item.key])
