"""How to qualify: the smallest changes that would make the outcome 符合."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sgpolicy.advice.goals import Aim, Every, Formula, Some, Test
from sgpolicy.advice.moves import Moves, Slot
from sgpolicy.advice.proposals import remedy_of, smallest_within, subject_of
from sgpolicy.advice.situations import Situation
from sgpolicy.advice.ways import Changes, Search
from sgpolicy.advising.searching import SearchEndedError
from sgpolicy.explaining.deciding import mention
from sgpolicy.model.advice import Obstacle, RemediesReport, Remedy, Way
from sgpolicy.model.core import Ref
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Trace
from sgpolicy.records import replace

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.advice import RenderedRemedies

_MOST_STATES = 2_000
_MOST_REMEDIES = 5


class Remedies:
    """The smallest changes that would make an outcome 符合.

    Each was evaluated: with all its changes the outcome is 符合, and nothing stated contradicts anything
    else stated; without any of them, or with one of them a step smaller, it is not so.

    Example:
        >>> import sgpolicy
        >>> from datetime import date
        >>> from pathlib import Path
        >>> policy = sgpolicy.load("shaoguan-2022-188")
        >>> file = Path("policies/shaoguan-2022-188/applications/不符合-差一家.yaml")
        >>> (remedy,) = policy.evaluate(file, on=date(2026, 11, 22)).remedies().remedies
        >>> (change,) = remedy.changes
        >>> change.subject.name, change.amount.low, change.where[0].node.citation.clause.label
        ('年服务中小微企业数', Fraction(1, 1), '第七条第（二）项')
    """

    def __init__(self, situation: Situation, trace: Trace) -> None:
        self._trace = trace
        self._moves = Moves(situation)
        self._search = Search(self._moves)

    def __repr__(self) -> str:
        return f"Remedies({self._trace.outcome.zh}, {len(self.remedies)})"

    def __str__(self) -> str:
        return str(self.explain())

    @property
    def is_declared(self) -> bool:
        """Whether the policy says what an applicant can change."""
        return bool(self._trace.core.changeable)

    @property
    def is_exhaustive(self) -> bool:
        """Whether none are lighter; False where the search was not carried through."""
        return self._found[1]

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """Those that weigh least, the smallest first; () where there are none, and for 符合."""
        return tuple(remedy_of(self._moves, changes) for changes in self._found[0])

    @cached_property
    def by_time(self) -> Remedy | None:
        """The earliest day from which time alone makes it so; None if it does not."""
        if self._trace.outcome is Outcome.MET:
            return None
        search = Search(self._moves, self._is_day)
        found, _ = lightest(search, (), 1)
        return remedy_of(self._moves, found[0]) if found else None

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Where some of several parts suffice and too few do: the nearest remedy by way of each."""
        if self._trace.outcome is Outcome.MET or not self.is_declared:
            return ()
        return tuple(
            self._way(aim, part) for aim, part in _ways(self._search.formula(), self._trace)
        )

    @cached_property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Where there is no remedy: the rules, findings and scopes that stand in the way."""
        if self._found[0] or self._trace.outcome is Outcome.MET:
            return ()
        return self._standing(self._search.formula())

    @property
    def report(self) -> RemediesReport:
        """All of it as one record."""
        core, trace = self._trace.core, self._trace
        return RemediesReport(
            core.title,
            core.document_number,
            trace.on,
            trace.outcome,
            self.is_declared,
            self.is_exhaustive,
            self.remedies,
            self.by_time,
            self.ways,
            self.obstacles,
        )

    def explain(self, lang: Language = "zh") -> RenderedRemedies:
        """In words: `str()`, `.to_markdown()`, `.to_json()`."""
        from sgpolicy.rendering.advice import RenderedRemedies

        return RenderedRemedies(self.report, lang)

    # ── finding them ──────────────────────────────────────────────────────────────────────

    @cached_property
    def _found(self) -> tuple[tuple[Changes, ...], bool]:
        if self._trace.outcome is Outcome.MET:
            return (), True
        return lightest(self._search, (), _MOST_REMEDIES)

    def _is_day(self, slot: Slot) -> bool:
        declared = self._moves.declared(slot)
        return declared is not None and declared.direction == "later"

    def _way(self, aim: Aim, part: Formula) -> Way:
        if not isinstance(aim.expr, Ref):
            raise TypeError(aim)
        node = mention(aim.expr.node, self._trace)
        found, _ = lightest(self._search, (aim,), 1)
        if found:
            return Way(node, remedy_of(self._moves, found[0]), ())
        return Way(node, None, self._standing(part))

    # ── what stands in the way ────────────────────────────────────────────────────────────

    def _standing(self, formula: Formula) -> tuple[Obstacle, ...]:
        """The tests that no change makes hold; where each could be, all that do not hold together."""
        stuck = [test for test in tests_of(formula) if not self._can_be(test)]
        tests = [t for t in _necessary(formula) if t in stuck] or stuck or [*tests_of(formula)]
        found: dict[str, Obstacle] = {}
        for test in tests:
            rests = tuple(subject_of(self._moves, slot) for slot in self._search.rests_on(test))
            known = found.get(test.node)
            if known is not None:
                rests = tuple(dict.fromkeys((*known.rests_on, *rests)))
                found[test.node] = replace(known, rests_on=rests)
            else:
                found[test.node] = Obstacle(mention(test.node, self._trace), rests)
        order = {key: place for place, key in enumerate(self._trace.core.nodes)}
        return tuple(sorted(found.values(), key=lambda one: _by_law(one, order)))

    def _can_be(self, test: Test) -> bool:
        return bool(self._search.options(test))


def lightest(search: Search, aims: Sequence[Aim], most: int) -> tuple[tuple[Changes, ...], bool]:
    """The lightest changes, none of which holds another; and whether none are lighter for certain.

    Args:
        search: Says what can be changed and what is to become so.
        aims: What else must become so.
        most: How many to find.
    """
    found: list[Changes] = []
    least: int | None = None
    is_all = True
    try:
        for changes in search.found(_MOST_STATES, aims):
            if least is not None and search.weight(changes) > least:
                break
            small = smallest_within(search.moves, changes, search.is_reached)
            weight = search.weight(small)
            least = weight if least is None else min(least, weight)
            if small not in found:
                found.append(small)
            if len(found) >= most:
                break
    except SearchEndedError:
        is_all = False
    is_all = is_all and (search.cut is None or (least is not None and search.cut >= least))
    kept: list[Changes] = []
    for one in sorted(found, key=search.size):
        if search.weight(one) == least and not any(search.is_within(k, one) for k in kept):
            kept.append(one)
    return tuple(kept), is_all


def _by_law(obstacle: Obstacle, order: dict[str, int]) -> tuple[object, int]:
    return obstacle.node.citation.clause, order[obstacle.node.id]


def tests_of(formula: Formula) -> Iterator[Test]:
    """Every test that has to become so, whichever way is taken."""
    match formula:
        case Test():
            yield formula
        case Every(parts=parts):
            for part in parts:
                yield from tests_of(part)
        case Some(parts=ways):
            for _, part in ways:
                yield from tests_of(part)


def _necessary(formula: Formula) -> Iterator[Test]:
    """The tests that have to hold whichever way is taken."""
    match formula:
        case Test():
            yield formula
        case Every(parts=parts):
            for part in parts:
                yield from _necessary(part)
        case Some():
            return


def _ways(formula: Formula, trace: Trace) -> Iterator[tuple[Aim, Formula]]:
    """The parts of which some suffice, where they are clauses of their own, at the top."""
    for part in formula.parts if isinstance(formula, Every) else (formula,):
        if isinstance(part, Some):
            nodes = [aim.expr.node for aim, _ in part.parts if isinstance(aim.expr, Ref)]
            is_of_clauses = all(trace.core.nodes[key].kind == "clause" for key in nodes)
            if len(nodes) == len(part.parts) and is_of_clauses and len(nodes) > 1:
                yield from part.parts
