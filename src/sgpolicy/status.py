"""A platform's status: its title, what it owes, what may come next, and why."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sgpolicy.evaluating.procedure.alternatives import other_lives
from sgpolicy.evaluating.procedure.preparing import PreparedProcedure
from sgpolicy.explaining import account
from sgpolicy.model.account import (
    Account,
    BeginningAccount,
    DutyAccount,
    EventAccount,
    NextAccount,
    TitleAccount,
)
from sgpolicy.model.chronicle import Chronicle
from sgpolicy.model.explanation import Language, Length
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import replace
from sgpolicy.rendering.status import RenderedAccount

if TYPE_CHECKING:
    from sgpolicy.rendering.timeline import Timeline


class Status:
    """What a history comes to under a policy as of a day.

    Example:
        >>> import sgpolicy
        >>> from datetime import date
        >>> policy = sgpolicy.load("shaoguan-2022-188")
        >>> history = {"名称": "某平台", "记载截至": "2026-12-31", "经历": []}
        >>> policy.status(history, on=date(2026, 11, 24)).outcome.zh
        '不符合'
    """

    def __init__(self, procedure: PreparedProcedure, chronicle: Chronicle) -> None:
        self._procedure = procedure
        self._chronicle = chronicle

    def __repr__(self) -> str:
        return f"Status({self._chronicle.core.policy}, {self.outcome.zh}, {self.on.isoformat()})"

    @property
    def outcome(self) -> Outcome:
        """Whether a title is held on the day; open where the records do not tell."""
        return self._chronicle.outcome

    @property
    def on(self) -> date:
        """The day asked about."""
        return self._chronicle.on

    @property
    def chronicle(self) -> Chronicle:
        """Everything the engine found, for tools."""
        return self._chronicle

    @property
    def readings(self) -> dict[str, str]:
        """Each interpretation's reading in force, by their names."""
        core = self._chronicle.core
        named = {}
        for key, chosen in self._chronicle.readings.items():
            item = core.interpretations[key]
            reading = item.reading(chosen)
            named[item.name] = reading.name if reading else chosen
        return named

    @cached_property
    def account(self) -> Account:
        """Everything there is to say, before any wording."""
        return account(self._chronicle, "audit")

    @property
    def title(self) -> TitleAccount | None:
        """The title held, or else the one held last; None where none was granted."""
        return self.account.title

    @property
    def titles(self) -> tuple[TitleAccount, ...]:
        """Every title granted, in the order of time."""
        return self.account.titles

    @property
    def stage(self) -> EventAccount | None:
        """How far the last round has come; None before the first."""
        return self.account.stage

    @property
    def events(self) -> tuple[EventAccount, ...]:
        """Every event until the day, and whether it was as the text says."""
        return self.account.events

    @property
    def duties(self) -> tuple[DutyAccount, ...]:
        """The duties that bind, by the day they fall due; those without a day last."""
        return self.account.duties

    @property
    def steps(self) -> tuple[NextAccount, ...]:
        """What may or must come next, and what a rule bars."""
        return self.account.steps

    @property
    def applying(self) -> BeginningAccount | None:
        """Whether the platform may apply, and from when."""
        return self.account.beginning

    def explain(self, length: Length = "letter", lang: Language = "zh") -> RenderedAccount:
        """Say how the platform stands, and why.

        Args:
            length: "line" is one sentence; "letter" what the platform would be told; "audit" every
                event, title and duty with its clause.
            lang: The language of labels and frame; the law is quoted in its own.

        Returns:
            An account with `str()`, `.to_markdown()` and `.to_json()`.
        """
        found = self._chronicle if length == "line" else self._compared
        return RenderedAccount(account(found, length, lang))

    def next(self, lang: Language = "zh") -> RenderedAccount:
        """Say only what may or must be done now, by whom, on which clause."""
        return RenderedAccount(account(self._chronicle, "letter", lang), is_next_only=True)

    def timeline(self, lang: Language = "zh") -> Timeline:
        """The platform's life drawn to scale: `.to_text()`, `.to_markdown()`, `.to_svg()`."""
        from sgpolicy.rendering.timeline import Timeline

        return Timeline(account(self._chronicle, "audit", lang))

    @cached_property
    def _compared(self) -> Chronicle:
        """With what other readings would change."""
        others = other_lives(self._procedure, self._chronicle)
        return replace(self._chronicle, alternatives=others)
