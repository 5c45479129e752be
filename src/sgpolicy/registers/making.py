"""Histories → rows of a register, by one process or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from sgpolicy.registers.rows import RegisterRow, RowMaker
from sgpolicy.registers.sharing import in_processes, start_method

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sgpolicy.compiled import CompiledPolicy
    from sgpolicy.given import GivenHistory
    from sgpolicy.model.holidays import HolidayTable

_PIECE = 500
"""Histories that a process takes at once: some tens of milliseconds."""


class Reckoner:
    """Says how histories stand as of a day, as rows; it can be handed to other processes."""

    def __init__(
        self,
        compiled: CompiledPolicy,
        on: date,
        holidays: HolidayTable | None,
        given: Sequence[GivenHistory] = (),
    ) -> None:
        """What it reckons by.

        Args:
            compiled: Under which policy and readings.
            on: The day.
            holidays: The days of rest; the published ones if None.
            given: Histories of which pieces may be named by their places.
        """
        self._known = compiled, on, holidays, given
        self._maker = RowMaker(compiled.policy.core)

    def __reduce__(self) -> tuple[object, ...]:
        return Reckoner, self._known

    def rows(self, histories: Iterable[GivenHistory]) -> list[RegisterRow]:
        """A row for each.

        Raises:
            HistoryError: With every problem of the first history that has any.
        """
        compiled, on, holidays, _ = self._known
        return [*map(self._maker.row, compiled.statuses(histories, on=on, holidays=holidays))]

    def __call__(self, piece: slice | Sequence[GivenHistory]) -> list[RegisterRow]:
        """The rows of some histories, or of those at some places."""
        return self.rows(self._known[3][piece] if isinstance(piece, slice) else piece)


def rows_of(
    compiled: CompiledPolicy,
    histories: Sequence[GivenHistory],
    on: date,
    holidays: HolidayTable | None,
    processes: int,
) -> Iterator[RegisterRow]:
    """See `CompiledPolicy.register`."""
    start = start_method()
    pieces = (slice(at, at + _PIECE) for at in range(0, len(histories), _PIECE))
    if processes < 2 or start == "fork":  # they have the histories themselves
        reckoner = Reckoner(compiled, on, holidays, histories)
        reckoner.rows(())  # what it needs is made once, before other processes begin
        found = in_processes(reckoner, pieces, processes, start)
    else:
        handed = (histories[piece] for piece in pieces)
        found = in_processes(Reckoner(compiled, on, holidays), handed, processes, start)
    return chain.from_iterable(found)
