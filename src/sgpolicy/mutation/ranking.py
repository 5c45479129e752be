"""Whether a case about a ranking notices a mutant."""

from __future__ import annotations

from collections.abc import Sequence

from sgpolicy.cases.ranking import ranked
from sgpolicy.casing.records import RankCase
from sgpolicy.evaluating.running import Prepared
from sgpolicy.model.application import Application
from sgpolicy.mutating.records import Mutant
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class TriedPair:
    """A case with both applications it is about."""

    case: RankCase
    one: Application
    other: Application

    def fails(self, prepared: Prepared) -> bool:
        """Whether it comes out otherwise than it expects."""
        found = ranked(prepared, self.case, self.one, self.other)
        clause = found.standings.ranking.citation.clause
        is_cited = all(one == clause for one in self.case.clauses)
        return found.beside != self.case.standing or not is_cited


@dataclass(frozen=True, slots=True)
class Pairs:
    """A policy's cases about rankings, ready to be tried on mutants of it."""

    cases: Sequence[TriedPair]

    def failing(self, prepared: Prepared) -> list[RankCase]:
        """Those that differ from the policy as it is."""
        return [one.case for one in self.cases if one.fails(prepared)]

    def killer(self, mutant: Mutant, prepared: Prepared) -> RankCase | None:
        """The first case that notices a changed ranking; other mutants are left to other cases."""
        if mutant.ranking is None:
            return None
        readings = dict(mutant.picks)
        for one in self.cases:
            chosen = {**prepared.defaults, **dict(one.case.readings)}
            is_read = all(chosen[key] == reading for key, reading in readings.items())
            if one.case.target == mutant.ranking.id and is_read and one.fails(prepared):
                return one.case
        return None
