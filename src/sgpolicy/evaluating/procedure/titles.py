"""Titles: what a step grants, for which days, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sgpolicy.evaluating.procedure.acts import least
from sgpolicy.evaluating.procedure.views import Views
from sgpolicy.evaluating.running import Run
from sgpolicy.model.chronicle import EventTrace, TitleState, TitleTrace
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class _Following:
    """The title that comes after one.

    Attributes:
        stop: After how many events it is the latest one granted; all of them, where there is none.
        granted: The event that grants it. `first`: its first day.
    """

    stop: int
    granted: EventTrace | None
    first: date | None

    @property
    def day(self) -> date | None:
        """From when it takes the earlier one's place."""
        return None if self.granted is None else self.first or self.granted.event.date

    @property
    def is_sure(self) -> bool:
        """Whether it certainly does, and from that day on."""
        is_good = self.granted is None or self.granted.outcome is Outcome.MET
        return is_good and (self.granted is None or self.first is not None)


def titles(views: Views, on: date) -> list[TitleTrace]:
    """Every title granted until a day, in the order of time, as of that day.

    A later title of the same kind follows the earlier one from its own first day on, so that a platform
    never holds two of them on one day.
    """
    found: list[TitleTrace] = []
    for power in views.procedure.titles:
        granting = [i for i, one in enumerate(views.done) if _grants(views, power, one)]
        periods = {i: _period(views, power, i) for i in granting}
        for index in granting:
            later = [
                i for i in granting if i > index and views.done[i].outcome is not Outcome.NOT_MET
            ]
            following = _Following(
                later[0] if later else len(views.done),
                views.done[later[0]] if later else None,
                periods[later[0]][0] if later else None,
            )
            found.append(_title(views, power, index, periods[index], following, on))
    return sorted(found, key=lambda title: title.granted_by)


def _grants(views: Views, power: str, one: EventTrace) -> bool:
    step, result = views.procedure.core.provisions[power].begins_with or ("", "")
    kind = views.procedure.core.events[one.event.kind]
    actual = one.event.result or (kind.results[0] if len(kind.results) == 1 else "")
    return one.event.kind == step and (not result or not actual or actual == result)


def _period(views: Views, power: str, index: int) -> tuple[date | None, date | None]:
    """The days that the text gives a title, as of the day on which it was granted."""
    lasts = views.procedure.provisions[power].lasts
    granted = views.done[index]
    # The grant is taken as good: whether it is, is asked of the event itself.
    run = views.run(granted.event.date, index, granted.event, round_=granted.round)
    value = None if lasts is None else lasts(run).value
    views.rely(run)
    return value if isinstance(value, tuple) else (None, None)


def _title(
    views: Views,
    power: str,
    index: int,
    period: tuple[date | None, date | None],
    following: _Following,
    on: date,
) -> TitleTrace:
    """One title as of a day."""
    granted = views.done[index]
    first, last = period
    nodes = tuple(node for node, _ in views.procedure.core.provisions[power].requires)
    run, kept = _kept(views, nodes, on, following.stop)
    base = TitleTrace(
        power,
        granted.event.position,
        first,
        last,
        None,
        "open",
        Outcome.MISSING_FACTS,
        views.trace(run, kept),
        nodes,
    )
    if granted.outcome is Outcome.NOT_MET:
        return replace(base, state="void", outcome=Outcome.NOT_MET)
    lost_on, lost_run = _lost(views, nodes, index, following.stop, on)
    follower, is_sure = following.day, following.is_sure
    if first is None or last is None:
        return replace(base, outcome=least([Outcome.MISSING_FACTS, granted.outcome]))
    ended = min((day for day in (lost_on, follower if is_sure else None) if day), default=None)
    if ended is not None and ended > last:
        ended = None
    if ended is not None and ended == lost_on and lost_run is not None:
        base = replace(base, trace=views.trace(lost_run, Outcome.NOT_MET))
    state, outcome = _as_of(on, first, last, ended, lost_on, kept)
    if state == "held" and follower is not None and not is_sure and follower <= on:
        state, outcome = "open", Outcome.MISSING_FACTS
    elif state == "held" and not views.is_complete(granted.event.kind, on):
        state, outcome = "held_or_followed", Outcome.MISSING_FACTS
    if granted.outcome is not Outcome.MET and state in ("held", "held_or_followed", "not_yet"):
        state, outcome = "open", least([outcome, granted.outcome])
    return replace(base, ended_on=ended, state=state, outcome=outcome)


def _as_of(
    on: date, first: date, last: date, ended: date | None, lost_on: date | None, kept: Outcome
) -> tuple[TitleState, Outcome]:
    if on < first:
        return "not_yet", Outcome.NOT_MET
    if ended is not None and ended <= on:
        return ("lost" if ended == lost_on else "followed"), Outcome.NOT_MET
    if on > last:
        return "expired", Outcome.NOT_MET
    if kept is Outcome.MET:
        return "held", Outcome.MET
    if kept is Outcome.NOT_MET:
        return "lost", Outcome.NOT_MET
    return "open", kept


def _kept(views: Views, nodes: Sequence[str], on: date, stop: int) -> tuple[Run, Outcome]:
    """Whether what it takes to keep the title holds, after the first `stop` events."""
    run = views.run(on, stop)
    outcomes = [run.node(node).outcome or Outcome.NOT_APPLICABLE for node in nodes]
    kept = least([o for o in outcomes if o is not Outcome.NOT_APPLICABLE])
    views.rely(run)
    return run, kept


def _lost(
    views: Views, nodes: Sequence[str], index: int, stop: int, on: date
) -> tuple[date | None, Run | None]:
    """The first day on which it is certain that the title is not kept, and what was found then."""
    if not nodes:
        return None, None
    for number in range(index, stop):
        day = views.done[number].event.date
        if day > on:
            break
        run, kept = _kept(views, nodes, day, number + 1)
        if kept is Outcome.NOT_MET:
            return day, run
    return None, None
