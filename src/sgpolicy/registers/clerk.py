"""Histories as they were found → lines of a register; in whichever process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sgpolicy.errors import HistoryError
from sgpolicy.records import dataclass
from sgpolicy.registers.rows import RowMaker
from sgpolicy.registers.wording import Act, cells_of

if TYPE_CHECKING:
    from datetime import date

    from sgpolicy.compiled import CompiledPolicy
    from sgpolicy.model.history import Event, History
    from sgpolicy.model.holidays import HolidayTable
    from sgpolicy.model.outcome import Outcome
    from sgpolicy.registers.sources import Entry
    from sgpolicy.registers.wording import Cell, Form


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a history is not in the register.

    Attributes:
        where: The place in the history, by its own names; "" for the whole.
        line: Of the file; None where it has none.
        message: What is wrong and what to do.
    """

    where: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """What became of an entry.

    Attributes:
        place: Where it stands.
        name: The platform's.
        done: See `Entry.done`.
        outcome: Whether a title is held; None where there is trouble.
        is_overdue: Whether a duty is.
        cells: See `wording.cells_of`.
        troubles: Why there are none.
    """

    place: str
    name: str
    done: float
    outcome: Outcome | None = None
    is_overdue: bool = False
    cells: tuple[Cell | None, ...] = ()
    troubles: tuple[Trouble, ...] = ()


class Clerk:
    """Reads histories and words how they stand as of a day; it can be handed to other processes."""

    def __init__(
        self,
        compiled: CompiledPolicy,
        on: date,
        holidays: HolidayTable | None,
        form: Form,
    ) -> None:
        """Under which policy and readings, as of which day, by which days of rest, written how."""
        self._known = compiled, on, holidays, form
        self._maker = RowMaker(compiled.policy.core)

    def __reduce__(self) -> tuple[object, ...]:
        return Clerk, self._known

    def __call__(self, entries: Sequence[Entry]) -> list[Line]:
        """What becomes of some entries."""
        compiled, on, holidays, form = self._known
        read = [self._read(entry) for entry in entries]
        histories = [one for one in read if not isinstance(one, Line)]
        found = compiled.statuses(histories, on=on, holidays=holidays)
        rows = map(self._maker.row, found)
        lines = []
        for entry, one in zip(entries, read, strict=True):
            if isinstance(one, Line):
                lines.append(one)
                continue
            row = next(rows)
            acts = {at: self._act(one.events[at]) for at in (*row.flawed, *row.doubtful)}
            cells = cells_of(row, acts, entry.place, form)
            lines.append(
                Line(entry.place, row.name, entry.done, row.outcome, bool(row.overdue), cells)
            )
        return lines

    def _act(self, event: Event) -> Act:
        core = self._known[0].policy.core
        kind = core.events[event.kind]
        provision = core.provisions.get(kind.provision)
        clause = None if provision is None else provision.citation.clause
        return Act(kind.name, event.date, clause)

    def _read(self, entry: Entry) -> History | Line:
        lang = self._known[3].lang
        if entry.trouble:
            troubles = [Trouble("", None, entry.trouble)]
        else:
            try:
                return self._known[0].policy.read_history(entry.given)
            except HistoryError as error:
                troubles = [Trouble(one.path, one.line, one.text(lang)) for one in error.problems]
            except OSError as error:
                troubles = [Trouble("", None, error.strerror or str(error))]
        return Line(entry.place, "", entry.done, troubles=tuple(troubles))
