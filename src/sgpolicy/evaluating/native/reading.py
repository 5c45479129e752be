"""What a function reads of typed facts and findings, as the columns that steps are made for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from sgpolicy.evaluating.columnar.program import LARGEST, Held, Layout
from sgpolicy.evaluating.panels import may_judge
from sgpolicy.model.core import Core
from sgpolicy.model.types import Kind
from sgpolicy.records import dataclass

Reads = Literal["truth", "number", "day", "choice", "set", "year", "finding", "on"]
_READS: Mapping[Kind, Reads] = {
    "truth": "truth",
    "count": "number",
    "money": "number",
    "share": "number",
    "area": "number",
    "date": "day",
    "choice": "choice",
    "set": "set",
}
_PARTS: Mapping[Kind, int] = {"money": 100, "area": 100, "share": 10_000}
"""Into how many parts 1 is divided, so that numbers are whole; what is finer than that is left to Python."""
_YEARS_BACK, _YEARS_ON = 6, 2
ON = "on"
"""The column of the day as of which."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a column's value comes from.

    Attributes:
        reads: As what.
        key: The id of the fact or finding; "" of the day as of which.
        held: How the column holds it.
        members: Of a choice or set. `assessors`: of a finding. `year`: of a yearly series.
    """

    reads: Reads
    key: str
    held: Held
    members: tuple[str, ...] = ()
    assessors: frozenset[str] = frozenset()
    year: int = 0


@dataclass(frozen=True, slots=True)
class Sources:
    """All that can be read.

    Attributes:
        by_column: Where each column's value comes from, by its name.
        layout: The columns as steps are made for them.
        facts: The ids of all facts, in the order of the policy.
        unread: Ids of findings that are left to Python where there is one: who may judge depends on facts.
    """

    by_column: Mapping[str, Source]
    layout: Layout
    facts: tuple[str, ...]
    unread: tuple[str, ...]


def sources(core: Core, readings: Mapping[str, str], about: date) -> Sources:
    """What can be read of an application under a policy.

    Args:
        core: The policy.
        readings: Interpretation id → reading id, for all.
        about: A day near those as of which will be decided: yearly series are read for the years around it.
            One that has other years is left to Python.
    """
    found: dict[str, Source] = {ON: Source("on", "", Held(ON, has_gaps=False))}
    facts: dict[str, Held] = {}
    series: dict[str, dict[int, Held]] = {}
    findings: dict[str, Held] = {}
    unread: list[str] = []
    for fact in core.facts.values():
        key, kind, name = fact.id, fact.type.kind, f"fact {fact.id}"
        if kind == "series":
            series[key] = {}
            for year in range(about.year - _YEARS_BACK, about.year + _YEARS_ON):
                column = f"{name} {year}"
                held = series[key][year] = Held(column, most=LARGEST)
                found[column] = Source("year", key, held, year=year)
        elif kind in _READS:
            parts = _PARTS.get(kind, 1)
            is_of_whole = kind == "share" and fact.type.unit is None
            least = -LARGEST if kind == "share" and not is_of_whole else 0
            held = facts[key] = Held(
                name, Fraction(1, parts), least, parts if is_of_whole else LARGEST
            )
            found[name] = Source(_READS[kind], key, held, fact.type.members)
    for key, finding in core.findings.items():
        who = may_judge(core, finding.assessors, readings)
        if who is None:
            unread.append(key)
        else:
            held = findings[key] = Held(f"finding {key}")
            found[held.column] = Source("finding", key, held, assessors=frozenset(who))
    layout = Layout(facts, series, findings, as_of=found[ON].held)
    return Sources(found, layout, tuple(fact.id for fact in core.facts.values()), tuple(unread))
