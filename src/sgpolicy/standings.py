"""Ranking those who apply at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from sgpolicy.evaluating.ranking import Placed, Ranker, within_quota
from sgpolicy.evaluating.running import Run
from sgpolicy.model.core import Core, Ranking, Ref
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass, replace

if TYPE_CHECKING:
    from sgpolicy.decision import Decision, Language
    from sgpolicy.evaluating.ranking import Contender
    from sgpolicy.evaluating.running import Prepared
    from sgpolicy.rendering.standing import RenderedStanding


@dataclass(frozen=True, slots=True)
class Standing:
    """One applicant's place.

    Attributes:
        label: What the applicant is called.
        decision: Its own decision, with its reasons.
        best, worst: The best and the worst place it can have, from 1; None where it is not ranked.
        selected: Whether that is within the quota: 符合, 不符合 or open; 不适用 without a quota or a place.
        ranked: Whether it is ranked at all: 符合, 不符合 or open.
    """

    label: str
    decision: Decision
    best: int | None
    worst: int | None
    selected: Outcome
    ranked: Outcome

    @property
    def place(self) -> int | None:
        """Its place; None while it is open, and where it is not ranked."""
        return self.best if self.best == self.worst else None


def ranking_of(core: Core, name: str | None) -> Ranking:
    """The policy's ranking of that name or id, or the only one it has.

    Raises:
        KeyError: If there is none of that name, or not just one.
    """
    known = core.rankings
    if name is not None:
        return {key: one for one in known.values() for key in (one.id, one.name)}[name]
    if len(known) != 1:
        message = f"{core.policy} has {len(known)} rankings"
        raise KeyError(message)
    return next(iter(known.values()))


class Standings(Mapping[str, Standing]):
    """Applicants by label, in the order of their places; those not ranked are at the end.

    Attributes:
        ranking: The policy's ranking.
        quota: How many places there are; None where none was given.
    """

    def __init__(
        self,
        prepared: Prepared,
        ranking: Ranking,
        decisions: Mapping[str, Decision],
        quota: int | None,
    ) -> None:
        """Place everybody who was decided."""
        self.ranking = ranking
        self.quota = quota
        self._prepared = prepared
        ranker = Ranker(prepared, ranking)
        self._contenders = {
            label: self._contender(ranker, decision) for label, decision in decisions.items()
        }
        places = ranker.places([*self._contenders.values()])
        made = [
            self._standing(label, decision, place)
            for (label, decision), place in zip(decisions.items(), places, strict=True)
        ]
        made.sort(key=lambda one: (one.best is None, one.best or 0, one.worst or 0))
        self._standings = {one.label: one for one in made}

    def __getitem__(self, label: str) -> Standing:
        """The applicant of that label."""
        return self._standings[label]

    def __iter__(self) -> Iterator[str]:
        """The labels in order."""
        return iter(self._standings)

    def __len__(self) -> int:
        """How many were to be ranked."""
        return len(self._standings)

    @cached_property
    def selected(self) -> tuple[str, ...]:
        """Who certainly has one of the places; those level with the last of them have one, too."""
        return tuple(label for label, one in self.items() if one.selected is Outcome.MET)

    def explain(self, lang: Language = "zh") -> RenderedStanding:
        """The ranking as a table with, where somebody has no place, the reason."""
        from sgpolicy.explaining.standing import Ranked, standing_table
        from sgpolicy.rendering.decisions.line import line
        from sgpolicy.rendering.standing import RenderedStanding

        ranked = [
            Ranked(
                label,
                one.decision.trace,
                self._contenders[label].keys,
                one.best,
                one.worst,
                one.selected,
            )
            for label, one in self.items()
        ]
        table, lines = standing_table(self.ranking, ranked, self.quota, lang)
        rows = tuple(
            replace(row, why=line(told)) if row.best is None or not row.outcome.is_decided else row
            for row, told in zip(table.rows, lines, strict=True)
        )
        return RenderedStanding(replace(table, rows=rows))

    def _contender(self, ranker: Ranker, decision: Decision) -> Contender:
        """What an applicant brings; whether the decision itself is met is known exactly."""
        trace = decision.trace
        run = Run(self._prepared, trace.application, trace.on, trace.readings)
        found = ranker.contender(run)
        when = self.ranking.when
        is_whole = isinstance(when, Ref) and when.node == trace.core.root
        if is_whole or trace.outcome is Outcome.NOT_APPLICABLE:
            outcome = trace.outcome
            is_out = outcome is Outcome.NOT_APPLICABLE
            return replace(found, is_in=Outcome.NOT_MET if is_out else outcome)
        return found

    def _standing(self, label: str, decision: Decision, place: Placed | None) -> Standing:
        is_in = self._contenders[label].is_in
        selected = within_quota(place, is_in, self.quota)
        best, worst = (None, None) if place is None else (place.best, place.worst)
        return Standing(label, decision, best, worst, selected, is_in)
