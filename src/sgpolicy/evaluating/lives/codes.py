"""How a platform stands, as plain tuples of numbers and days."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sgpolicy.model.chronicle import DutyState, TitleState

TitleCode = tuple[str, int, date | None, date | None, date | None, TitleState, int]
"""The power, the position of the granting event, first and last day, the day it ended on, state, outcome."""

DutyCode = tuple[str, int | None, date | None, date | None, bool, DutyState, int, int | None]
"""The duty, year, the day in the text, the day moved past rest, whether the year's holidays are
unpublished, state, outcome, and the position of the event that did it."""

DutyHead = tuple[str, int | None, date | None, date | None, bool]
"""The first five of these, which are the same however a duty stands."""

StepCode = tuple[str, int]
"""A step or power that may come next, and how far it may."""


class Codes(NamedTuple):
    """How a platform stands: see `model.chronicle` for what each says.

    Attributes:
        outcome: Whether a title is held. `title`: which of `titles` is, or was last; None for none.
        stage: The position of the last step of the last round.
        events: Each event's round and outcome.
        begins: Whether a new round may begin on the day; None where there is no procedure.
    """

    outcome: int
    title: int | None
    stage: int | None
    events: tuple[tuple[int, int], ...]
    titles: tuple[TitleCode, ...]
    duties: tuple[DutyCode, ...]
    steps: tuple[StepCode, ...]
    begins: int | None
