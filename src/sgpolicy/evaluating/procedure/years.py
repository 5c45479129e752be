"""The duties of one year: of the law alone, or of a history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sgpolicy.evaluating.procedure.chronicling import chronicle, concerning, judged_until
from sgpolicy.evaluating.procedure.duties import in_year
from sgpolicy.evaluating.procedure.preparing import PreparedProcedure
from sgpolicy.model.chronicle import Chronicle, DutyTrace
from sgpolicy.model.core import Deadline
from sgpolicy.model.history import History
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class YearOfLife:
    """A history in one year: how it stands, and the duties that bind it in that year."""

    found: Chronicle
    duties: tuple[DutyTrace, ...]


def year_of_law(
    procedure: PreparedProcedure, year: int, readings: Mapping[str, str], table: HolidayTable
) -> tuple[DutyTrace, ...]:
    """Every yearly duty of a policy in one year, whomever it may bind."""
    first = date(year, 1, 1)
    in_force = {**procedure.prepared.defaults, **readings}
    views = judged_until(procedure, History(), first, in_force)
    return tuple(
        in_year(views, replace(act, when=None), year, table, first)
        for act in procedure.provisions.values()
        if act.provision.kind == "duty" and _is_yearly(act.provision.deadline)
    )


def _is_yearly(deadline: Deadline | None) -> bool:
    return deadline is not None and deadline.every_year


def year_of_life(
    procedure: PreparedProcedure,
    history: History,
    year: int,
    on: date,
    readings: Mapping[str, str],
    table: HolidayTable,
) -> YearOfLife:
    """A history's duties in one year, as of a day."""
    found = chronicle(procedure, history, on, readings, table)
    views = judged_until(procedure, history, on, found.readings)
    concerned = concerning(procedure, views, on)
    duties = (
        in_year(views, act, year, table, on)
        for key, act in procedure.provisions.items()
        if key in concerned and _is_yearly(act.provision.deadline)
    )
    return YearOfLife(found, tuple(duty for duty in duties if duty.state != "not_bound"))
