"""A row of a register: what a platform's status says, in the few values that a register shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sgpolicy.evaluating.generated.runtime import outcome_of
from sgpolicy.explaining.accounting import called, period_citation
from sgpolicy.model.chronicle import DutyState, TitleState
from sgpolicy.model.outcome import Outcome

if TYPE_CHECKING:
    from sgpolicy.brief_status import BriefStatus
    from sgpolicy.evaluating.lives.codes import DutyCode, StepCode
    from sgpolicy.model.citation import Clause
    from sgpolicy.model.core import Core


class RegisteredDuty(NamedTuple):
    """A duty in one year, as of the register's day.

    Attributes:
        name: Its name.
        year: In which it falls due; None for a duty without a day.
        due: Its day, moved past days of rest; None for a duty without one.
        clause: Where the law lays it down.
    """

    name: str
    year: int | None
    due: date | None
    clause: Clause


class RegisteredStep(NamedTuple):
    """A step or power that may or must come next.

    Attributes:
        name: Its name.
        clause: Where the law provides for it.
    """

    name: str
    clause: Clause


class RegisterRow(NamedTuple):
    """How one platform stands on the register's day.

    What the records do not tell stands apart from what is not so: `unknown` beside `overdue`, `doubtful` beside
    `flawed`.

    Attributes:
        name: The platform's.
        outcome: Whether a title is held, see `BriefStatus.outcome`.
        title: What the title held is called, or else the one held last; None where none was granted.
        state: How it stands, see `model.chronicle.TitleState`; None without a title.
        since, until: Its first and last day; None while unknown.
        ended_on: The first day on which it is held no longer, if before `until`.
        period: The clause that sets how long it is held; None without a title.
        overdue: Duties whose day is past, and that were not done.
        late: Duties done late.
        unknown: Duties of which the records do not tell whether they were done, or whether they bind.
        coming: The duties due next: those of the earliest day still to come.
        flawed: The positions, from 0, of the events that were not as the text says.
        doubtful: Those of events that cannot be judged.
        steps: What may or must come next, in the order of the law; also where it is not known whether a rule bars it.
        may_apply: Whether a new round may begin on the day; None for a policy without a procedure.
        is_interpreted: See `BriefStatus.is_interpreted`.
    """

    name: str
    outcome: Outcome
    title: str | None
    state: TitleState | None
    since: date | None
    until: date | None
    ended_on: date | None
    period: Clause | None
    overdue: tuple[RegisteredDuty, ...]
    late: tuple[RegisteredDuty, ...]
    unknown: tuple[RegisteredDuty, ...]
    coming: tuple[RegisteredDuty, ...]
    flawed: tuple[int, ...]
    doubtful: tuple[int, ...]
    steps: tuple[RegisteredStep, ...]
    may_apply: Outcome | None
    is_interpreted: bool


_NOT_MET, _MET, _NOT_APPLICABLE = 0, 7, 8
_AS_IT_SHOULD = (_MET, _NOT_APPLICABLE)
_SETTLED: frozenset[DutyState] = frozenset({"done", "not_bound", "standing"})
_NO_TITLE = (None, None, None, None, None, None)
_KEPT = 1 << 14

_Duties = tuple[
    tuple[RegisteredDuty, ...],
    tuple[RegisteredDuty, ...],
    tuple[RegisteredDuty, ...],
    tuple[RegisteredDuty, ...],
]
"""Those overdue, those done late, those of which it is not known, and those due next."""


class RowMaker:
    """Makes the rows of a register; what many platforms have alike is worded once."""

    def __init__(self, core: Core) -> None:
        """Under which policy."""
        provisions = core.provisions
        self._known = {key: (one.name, one.citation.clause) for key, one in provisions.items()}
        self._titles = {
            key: (called(one), period_citation(one, core).clause) for key, one in provisions.items()
        }
        self._duties = lru_cache(_KEPT)(self._told)
        self._steps = lru_cache(_KEPT)(self._named)

    def row(self, found: BriefStatus) -> RegisterRow:
        """The row that a status comes to."""
        outcome, at, _, events, titles, duties, steps, begins = found.codes
        if at is None:
            title, state, since, until, ended, period = _NO_TITLE
        else:
            key, _, since, until, ended, state, _ = titles[at]
            title, period = self._titles[key]
        wrong = [(at, code) for at, (_, code) in enumerate(events) if code not in _AS_IT_SHOULD]
        return RegisterRow(
            found.history.name,
            outcome_of(outcome),
            title,
            state,
            since,
            until,
            ended,
            period,
            *self._duties(tuple([one for one in duties if one[5] not in _SETTLED])),
            tuple([at for at, code in wrong if code == _NOT_MET]),
            tuple([at for at, code in wrong if code != _NOT_MET]),
            self._steps(steps),
            None if begins is None else outcome_of(begins),
            found.is_interpreted,
        )

    def _named(self, steps: Iterable[StepCode]) -> tuple[RegisteredStep, ...]:
        return tuple(RegisteredStep(*self._known[key]) for key, code in steps if code != _NOT_MET)

    def _told(self, codes: Iterable[DutyCode]) -> _Duties:
        overdue: list[RegisteredDuty] = []
        late: list[RegisteredDuty] = []
        unknown: list[RegisteredDuty] = []
        coming: list[RegisteredDuty] = []
        for key, year, _, due, _, state, _, _ in codes:
            name, clause = self._known[key]
            one = RegisteredDuty(name, year, due, clause)
            if state == "overdue":
                overdue.append(one)
            elif state == "done_late":
                late.append(one)
            elif state != "due":
                unknown.append(one)
            elif not coming or due == coming[0].due:
                coming.append(one)
        return tuple(overdue), tuple(late), tuple(unknown), tuple(coming)
