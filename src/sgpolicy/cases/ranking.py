"""Two applicants beside each other in a ranking, as a case asks it."""

from __future__ import annotations

from sgpolicy.casing.records import RankCase
from sgpolicy.casing.records import Standing as Beside
from sgpolicy.decision import Decision
from sgpolicy.evaluating.interpreter import evaluate_prepared
from sgpolicy.evaluating.running import Prepared
from sgpolicy.model.application import Application
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass
from sgpolicy.standings import Standings, ranking_of

ONE, OTHER = "甲", "乙"
"""The applicant that the case is about, and the other."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Both applicants, ranked.

    Attributes:
        beside: How the first stands beside the other.
    """

    standings: Standings
    beside: Beside


def ranked(prepared: Prepared, case: RankCase, one: Application, other: Application) -> Pair:
    """Rank two applications under a policy as a case asks it."""
    readings = {**prepared.defaults, **dict(case.readings)}
    decisions = {
        label: Decision(
            prepared, evaluate_prepared(prepared, data, case.day, readings, exact=False)
        )
        for label, data in ((ONE, one), (OTHER, other))
    }
    standings = Standings(prepared, ranking_of(prepared.core, case.target), decisions, None)
    return Pair(standings, _beside(standings))


def _beside(standings: Standings) -> Beside:
    one, other = standings[ONE], standings[OTHER]
    if one.ranked is Outcome.NOT_MET:
        return "out"
    if one.ranked is not Outcome.MET or one.place is None:
        return "open"
    if other.best is None or one.place < other.best:
        return "ahead"
    if other.ranked is not Outcome.MET or other.place is None:
        return "open"
    return "level" if one.place == other.place else "behind"
