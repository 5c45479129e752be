"""Decisions and places → the table of a ranking, before any wording."""

from __future__ import annotations

from collections.abc import Sequence

from sgpolicy.explaining.assembling import explain
from sgpolicy.explaining.operands import within
from sgpolicy.explaining.values import stated_value, value_of
from sgpolicy.model.core import Core, Expr, FactRef, Ranking, Ref
from sgpolicy.model.explanation import Explanation, Language
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.standing import StandingRow, StandingTable
from sgpolicy.model.trace import Range, Reading, Trace
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Ranked:
    """One applicant, decided and placed."""

    label: str
    trace: Trace
    keys: tuple[Reading, ...]
    best: int | None
    worst: int | None
    selected: Outcome


def standing_table(
    ranking: Ranking, ranked: Sequence[Ranked], quota: int | None, lang: Language
) -> tuple[StandingTable, tuple[Explanation, ...]]:
    """The table, and each row's decision explained in one line.

    Raises:
        ValueError: If nobody is to be ranked.
    """
    if not ranked:
        message = "nobody to rank"
        raise ValueError(message)
    core = ranked[0].trace.core
    known = [one.best for one in ranked if one.best is not None and one.best == one.worst]
    in_order = sorted(ranked, key=lambda one: (one.best is None, one.best or 0, one.worst or 0))
    rows = tuple(
        StandingRow(
            label=one.label,
            best=one.best,
            worst=one.worst,
            is_level=one.best == one.worst and known.count(one.best or 0) > 1,
            outcome=one.trace.outcome,
            selected=one.selected,
            keys=tuple(value_of(key, one.trace) for key in one.keys),
            missing=() if one.best is None else _missing(one),
            why="",
        )
        for one in in_order
    )
    lines = tuple(explain(one.trace, "line", lang) for one in in_order)
    columns = tuple((_name(key, core), order == "high") for order, key in ranking.keys)
    header = lines[0].header
    table = StandingTable(
        lang, header, ranking.name, ranking.citation, header.on, quota, columns, rows
    )
    return table, lines


def _missing(one: Ranked) -> tuple[str, ...]:
    """What was not stated among all that the keys rest on."""
    core, readings = one.trace.core, one.trace.readings
    found: dict[str, None] = {}
    for key in one.keys:
        if isinstance(key.value, Range) and key.value.is_known:
            continue
        for expr in within((key.expr,), core, readings):
            if isinstance(expr, FactRef) and stated_value(expr.fact, one.trace) is None:
                fact = core.facts[expr.fact]
                if fact.computed is None or not one.trace.application.ledgers:
                    found[fact.name] = None
    return tuple(found)


def _name(key: Expr, core: Core) -> str:
    match key:
        case FactRef(fact=fact):
            return core.facts[fact].name
        case Ref(node=node):
            return core.nodes[node].name
        case _:
            return ""
