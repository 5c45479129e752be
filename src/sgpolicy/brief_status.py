"""How platforms stand, many at a time and without reasons: what `Status` says, in microseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from sgpolicy.evaluating.generated.runtime import outcome_of
from sgpolicy.evaluating.lives.agenda import Calendar
from sgpolicy.evaluating.lives.codes import Codes
from sgpolicy.evaluating.lives.engine import generate_program
from sgpolicy.evaluating.lives.program import Program
from sgpolicy.evaluating.lives.reckoning import reckon
from sgpolicy.evaluating.lives.runtime import BeyondError
from sgpolicy.evaluating.lives.telling import codes_of
from sgpolicy.evaluating.lives.writing import UnsupportedError
from sgpolicy.model.chronicle import DutyState, TitleState
from sgpolicy.model.history import History
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from sgpolicy.compiled import CompiledPolicy
    from sgpolicy.status import Status


@dataclass(frozen=True, slots=True)
class BriefTitle:
    """A title that an event granted, as of the day.

    Attributes:
        id, name: Of the power that grants it.
        granted_by: The position of the granting event.
        since, until: Its first and last day; None while unknown.
        ended_on: The first day on which it is held no longer, if before `until`.
        state: Whether it is held, and if not why, see `model.chronicle.TitleState`.
        outcome: 符合 where it is held on the day.
    """

    id: str
    name: str
    granted_by: int
    since: date | None
    until: date | None
    ended_on: date | None
    state: TitleState
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class BriefDuty:
    """A duty in one year, or one without a day.

    Attributes:
        id, name: Its own.
        year: In which it falls due; None for a duty without a day.
        nominal, due: The day in the text, and the day moved past days of rest.
        is_unpublished: Whether the year's holidays are not known, so that nothing could be moved.
        state: Due, done, overdue and so on, see `model.chronicle.DutyState`.
        outcome: 符合 where it was done in time.
        done_by: The position of the event that did it; None for none.
    """

    id: str
    name: str
    year: int | None
    nominal: date | None
    due: date | None
    is_unpublished: bool
    state: DutyState
    outcome: Outcome
    done_by: int | None


@dataclass(frozen=True, slots=True)
class BriefStep:
    """A step or power that may come next: `outcome` is 符合 where it may, 不符合 where a rule bars it."""

    id: str
    name: str
    outcome: Outcome


class BriefStatus:
    """How a platform stands on a day, without reasons; `status()` gives them.

    Attributes:
        history: What is recorded. `on`: the day.
        codes: Everything as numbers and days, see `Codes`.
        is_interpreted: Whether the interpreter had to say, since the history asks for something that only
            it does.

    Example:
        >>> from datetime import date
        >>> import sgpolicy
        >>> compiled = sgpolicy.load("shaoguan-2022-188").compiled()
        >>> history = {"名称": "某平台", "记载截至": "2026-12-31", "经历": []}
        >>> found = compiled.status(history, on=date(2026, 11, 24))
        >>> found.outcome.zh, found.titles, found.status().outcome.zh
        ('不符合', (), '不符合')
    """

    __slots__ = ("_many", "codes", "history", "is_interpreted", "on")

    def __init__(
        self,
        many: ManyStatuses,
        history: History,
        on: date,
        codes: Codes,
        is_interpreted: bool,  # noqa: FBT001 - made by the hundred thousand
    ) -> None:
        self._many = many
        self.history = history
        self.on = on
        self.codes = codes
        self.is_interpreted = is_interpreted

    def __repr__(self) -> str:
        return f"BriefStatus({self.history.name!r}, {self.outcome.zh}, {self.on.isoformat()})"

    @property
    def outcome(self) -> Outcome:
        """Whether a title is held on the day; open where the records do not tell."""
        return outcome_of(self.codes.outcome)

    @property
    def title(self) -> BriefTitle | None:
        """The title held, or else the one held last; None where none was granted."""
        at = self.codes.title
        return None if at is None else self.titles[at]

    @property
    def titles(self) -> tuple[BriefTitle, ...]:
        """Every title granted, in the order of time."""
        name = self._many.name
        return tuple(
            BriefTitle(key, name(key), by, since, until, ended, state, outcome_of(code))
            for key, by, since, until, ended, state, code in self.codes.titles
        )

    @property
    def duties(self) -> tuple[BriefDuty, ...]:
        """The duties that bind or may, by the day they fall due; those without a day last."""
        name = self._many.name
        return tuple(
            BriefDuty(key, name(key), year, nominal, due, is_unknown, state, outcome_of(code), by)
            for key, year, nominal, due, is_unknown, state, code, by in self.codes.duties
            if code != _NOT_APPLICABLE
        )

    @property
    def steps(self) -> tuple[BriefStep, ...]:
        """The steps and powers that may or must come next, and those that a rule bars."""
        return tuple(
            BriefStep(key, self._many.name(key), outcome_of(code)) for key, code in self.codes.steps
        )

    @property
    def events(self) -> tuple[Outcome, ...]:
        """Of each event until the day, whether it was as the text says; 不适用 for occurrences."""
        return tuple(outcome_of(code) for _, code in self.codes.events)

    @property
    def may_apply(self) -> Outcome | None:
        """Whether a new round may begin on the day; None for a policy without a procedure."""
        code = self.codes.begins
        return None if code is None else outcome_of(code)

    def status(self) -> Status:
        """The same with reasons, and from which day on a new round may begin."""
        return self._many.explained(self.history, self.on)


class ManyStatuses:
    """Says how histories stand under one policy, its readings and one table of holidays.

    Attributes:
        program: The procedure as generated functions; None where only the interpreter will do.
    """

    def __init__(
        self, compiled: CompiledPolicy, holidays: HolidayTable, program: Program | None = None
    ) -> None:
        """The program is made unless it is given."""
        self._compiled = compiled
        self._holidays = holidays
        self.program = program
        if program is None:
            made = compiled.generated
            with suppress(UnsupportedError):
                self.program = generate_program(
                    compiled.policy.procedure, made.readings, made.stated
                )
        self._calendar = None if self.program is None else Calendar(self.program, holidays)

    def of(self, histories: Iterable[History], on: date) -> Iterator[BriefStatus]:
        """How each history stands."""
        program, calendar = self.program, self._calendar
        for history in histories:
            if program is not None and calendar is not None:
                try:
                    codes = reckon(program, history, on, calendar)
                except BeyondError:
                    codes = None
                if codes is not None:
                    yield BriefStatus(self, history, on, codes, False)  # noqa: FBT003
                    continue
            found = self.explained(history, on).chronicle
            yield BriefStatus(self, history, on, codes_of(found), True)  # noqa: FBT003

    def explained(self, history: History, on: date) -> Status:
        """How one stands, with reasons."""
        compiled = self._compiled
        return compiled.policy.status(
            history, on=on, readings=compiled.readings, holidays=self._holidays
        )

    def name(self, key: str) -> str:
        """A provision's name."""
        return self._compiled.policy.core.provisions[key].name


_NOT_APPLICABLE = 8
