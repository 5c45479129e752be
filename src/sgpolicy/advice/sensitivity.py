"""How firm a decision is: what other readings, and other quantities, would make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from sgpolicy.advice.margins import margins_of
from sgpolicy.advice.readings import OverReadings
from sgpolicy.advice.situations import Situation, shifts
from sgpolicy.advising.diagrams import TooManyReadingsError, least_changes
from sgpolicy.model.advice import Flip, Margin, ReadingChange, SensitivityReport
from sgpolicy.model.jointly import JointEffect, Jointly, ReadingTaken
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Trace
from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.advice import RenderedSensitivity

_MOST_FLIPS = 24
_OPEN = (Outcome.MISSING_FACTS, Outcome.AWAITING_FINDINGS)


class Sensitivity:
    """How firm a decision is.

    Example:
        >>> import sgpolicy
        >>> from datetime import date
        >>> from pathlib import Path
        >>> policy = sgpolicy.load("shaoguan-2022-188")
        >>> file = Path("policies/shaoguan-2022-188/applications/符合-综合服务中心.yaml")
        >>> found = policy.evaluate(file, on=date(2026, 11, 22)).sensitivity()
        >>> [(change.name, change.after) for flip in found.flips for change in flip.changes]
        [('年度口径', '滚动年'), ('公益口径', '单独'), ('服务量口径', '收入'), ('学历和职称', '兼备')]
    """

    def __init__(self, situation: Situation, trace: Trace) -> None:
        self._situation = situation
        self._trace = trace

    def __repr__(self) -> str:
        return f"Sensitivity({self._trace.outcome.zh}, firm={self.is_firm})"

    def __str__(self) -> str:
        return str(self.explain())

    @property
    def is_firm(self) -> bool:
        """Whether no combination of readings decides otherwise."""
        return not self.flips

    @property
    def is_exhaustive(self) -> bool:
        """Whether every combination of readings was taken into account."""
        return self._readings.is_exhaustive

    @property
    def matters(self) -> tuple[str, ...]:
        """The names of the interpretations on which the outcome can depend, however the others are read."""
        interpretations = self._trace.core.interpretations
        return tuple(interpretations[key].name for key in self._readings.matters)

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """Of the combinations of their readings, how many come to which outcome."""
        return self._readings.counts

    @property
    def flips(self) -> tuple[Flip, ...]:
        """The least changes of readings under which it is decided otherwise, the smallest first."""
        return self._readings.flips

    @property
    def opens(self) -> tuple[Flip, ...]:
        """The least changes of readings under which it stays open, since data for them is missing."""
        return self._readings.opens

    @property
    def jointly(self) -> Jointly:
        """What is left to tell beside each reading changed alone: what several at a time would decide."""
        together = [flip for flip in self.flips if len(flip.changes) > 1]
        return Jointly(
            tuple(
                JointEffect(
                    tuple(
                        ReadingTaken(one.interpretation, one.number, one.name, one.after)
                        for one in flip.changes
                    ),
                    flip.outcome,
                )
                for flip in together
            ),
            self.is_exhaustive,
        )

    @cached_property
    def margins(self) -> tuple[Margin, ...]:
        """How far each quantity is from where the outcome would change, all else alike; nearest first."""
        return margins_of(self._situation, self._trace)

    @property
    def report(self) -> SensitivityReport:
        """All of it as one record."""
        core, found = self._trace.core, self._readings
        named = (core.interpretations[key] for key in found.matters)
        return SensitivityReport(
            core.title,
            core.document_number,
            self._trace.on,
            self._trace.outcome,
            found.is_exhaustive,
            tuple((one.number, one.name) for one in named),
            sum(found.counts.values()),
            tuple(found.counts.items()),
            found.flips,
            found.opens,
            self.margins,
        )

    def explain(self, lang: Language = "zh") -> RenderedSensitivity:
        """In words: `str()`, `.to_markdown()`, `.to_json()`."""
        from sgpolicy.rendering.advice import RenderedSensitivity

        return RenderedSensitivity(self.report, lang)

    @cached_property
    def _readings(self) -> _Found:
        try:
            over = OverReadings(self._situation)
            return _Searched(self._situation, self._trace, over).found()
        except TooManyReadingsError:
            return _one_by_one(self._situation, self._trace)


@dataclass(frozen=True, slots=True)
class _Found:
    is_exhaustive: bool
    matters: tuple[str, ...]
    counts: dict[Outcome, int]
    flips: tuple[Flip, ...]
    opens: tuple[Flip, ...]


class _Searched:
    def __init__(self, situation: Situation, trace: Trace, over: OverReadings) -> None:
        self._situation = situation
        self._trace = trace
        self._over = over

    def found(self) -> _Found:
        over, core = self._over, self._trace.core
        asked = over.made.asked(over.outcome)
        widths = [width if level in asked else 1 for level, width in enumerate(over.widths)]
        sets, is_all = least_changes(over.made, over.outcome, over.base, _MOST_FLIPS)
        changes = {
            outcome: [dict(over.reading(*one) for one in sorted(found)) for found in every]
            for outcome, every in sets.items()
        }
        flips, opens = _told(self._situation, self._trace, changes)
        order = [key for key in core.interpretations if key in {over.order[a] for a in asked}]
        counts = over.made.counts(over.outcome, widths)
        return _Found(is_all, tuple(order), _in_order(counts), flips, opens)


def _one_by_one(situation: Situation, trace: Trace) -> _Found:
    """Where too many readings hang together: one interpretation changed at a time."""
    changes: dict[Outcome, list[dict[str, str]]] = {}
    matters: dict[str, None] = {}
    counts: dict[Outcome, int] = {trace.outcome: 1}
    for key in trace.relied_on:
        for other in trace.core.interpretations[key].readings:
            if other.id == trace.readings[key]:
                continue
            outcome = situation.under({key: other.id}).outcome
            counts[outcome] = counts.get(outcome, 0) + 1
            if outcome is not trace.outcome:
                matters[key] = None
                changes.setdefault(outcome, []).append({key: other.id})
    flips, opens = _told(situation, trace, changes)
    return _Found(
        is_exhaustive=False,
        matters=tuple(matters),
        counts=_in_order(counts),
        flips=flips,
        opens=opens,
    )


def _told(
    situation: Situation, trace: Trace, changes: Mapping[Outcome, Iterable[dict[str, str]]]
) -> tuple[tuple[Flip, ...], tuple[Flip, ...]]:
    """The changes as records: those that decide otherwise, and those that leave open what was decided."""
    flips: list[Flip] = []
    opens: list[Flip] = []
    for outcome, every in changes.items():
        if outcome is trace.outcome:
            continue
        for chosen in every:
            if not chosen or (outcome in _OPEN and not trace.outcome.is_decided):
                continue
            after = situation.under(chosen).trace(exact=False)
            flip = Flip(tuple(reading_changes(trace, chosen)), outcome, shifts(trace, after))
            (opens if outcome in _OPEN else flips).append(flip)
    return _smallest_first(flips), _smallest_first(opens)


def reading_changes(trace: Trace, chosen: Mapping[str, str]) -> Iterator[ReadingChange]:
    """Other readings in names, in the order of the inventory."""
    for key, item in trace.core.interpretations.items():
        if key in chosen:
            before, after = item.reading(trace.readings[key]), item.reading(chosen[key])
            if before is None or after is None:
                raise AssertionError(key)
            yield ReadingChange(
                key, item.number, item.name, item.citation, before.name, after.name, after.id
            )


def _smallest_first(flips: Iterable[Flip]) -> tuple[Flip, ...]:
    return tuple(sorted(flips, key=lambda flip: (len(flip.changes), flip.outcome.value)))


def _in_order(counts: Mapping[Outcome, int]) -> dict[Outcome, int]:
    return {outcome: counts[outcome] for outcome in Outcome if outcome in counts}
