"""The search for the least changes that make an outcome 符合."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from sgpolicy.advice.goals import Aim, Every, Formula, Goals, Some, Test, every
from sgpolicy.advice.moves import Change, Moves, Slot, size_of
from sgpolicy.advice.situations import Cell
from sgpolicy.advising.searching import cheapest_first
from sgpolicy.evaluating.interpreter import conclusion
from sgpolicy.evaluating.running import Run
from sgpolicy.model.core import Consistency
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass, field, replace

AimKey = tuple[str, int, str]
Changes = frozenset[Change]


_MOST_AGAIN = 4


@dataclass(frozen=True, slots=True)
class State:
    """Changes made so far, and the ways chosen where some of several suffice.

    Attributes:
        again: How often something changed was changed again on the way here.
    """

    changes: Changes
    ways: frozenset[AimKey]
    again: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class _Seen:
    run: Run
    formula: Formula
    broken: tuple[tuple[Consistency, Fraction], ...]


Broken = tuple[Consistency, Fraction]


class Search:
    """Searches from one situation; what it found out is kept between searches.

    Attributes:
        moves: What can be changed.
        cut: What ways cost at the least that were given up, since one change called for another without
            end; None where there were none.
    """

    def __init__(
        self,
        moves: Moves,
        allowed: Callable[[Slot], bool] = lambda _: True,
        node: str | None = None,
    ) -> None:
        """Begin.

        Args:
            moves: What can be changed.
            allowed: Which of it this search may change.
            node: The node that is to be met; None for the whole decision.
        """
        self.moves = moves
        self._node = node
        self._allowed = allowed
        self.cut: int | None = None
        self._goals = Goals(moves.start.prepared.core)
        self._aims: dict[AimKey, Aim] = {}
        self._known: dict[State, _Seen] = {}
        self._reached: dict[Changes, bool] = {}

    def found(self, most: int, first: Sequence[Aim] = ()) -> Iterator[Changes]:
        """Sets of changes that reach the goal, the lightest first; some may come again or be too many.

        Args:
            most: How many states may be looked at.
            first: What else must become so.

        Raises:
            SearchEndedError: After so many.
        """
        start = State(frozenset(), frozenset(self.key(aim) for aim in first))
        for state in cheapest_first(start, self._cost, self._expected, self._following, most):
            yield state.changes

    def formula(self, changes: Changes = frozenset()) -> Formula:
        """What has to become so for 符合 after some changes."""
        return self._seen(State(changes, frozenset())).formula

    def options(self, test: Test) -> tuple[tuple[Change, ...], ...]:
        """The least changes that make a test come out as wanted, as things are."""
        start = State(frozenset(), frozenset())
        return self._options_of(test, start, self._seen(start).run)

    def is_reached(self, changes: Changes) -> bool:
        """Whether some changes, without contradiction, make it 符合."""
        known = self._reached.get(changes)
        if known is None:
            run = self.moves.made(changes).run()
            whole = conclusion(run) if self._node is None else run.node(self._node).outcome
            known = whole is Outcome.MET
            known = known and not any(self.moves.contradictions(dict(changes), run))
            self._reached[changes] = known
        return known

    def key(self, aim: Aim) -> AimKey:
        """A name for an aim."""
        found = (aim.goal, id(aim.expr), aim.node)
        self._aims[found] = aim
        return found

    def weight(self, changes: Changes) -> int:
        """What some changes count together."""
        return sum(self.moves.weight(slot) for slot, _ in changes)

    def is_within(self, one: Changes, other: Changes) -> bool:
        """Whether some changes are of the same things as others, and none of them is larger."""
        smaller, larger = dict(one), dict(other)
        if smaller.keys() != larger.keys():
            return False
        return all(
            self.size(frozenset({(slot, value)})) <= self.size(frozenset({(slot, larger[slot])}))
            for slot, value in smaller.items()
            if value != larger[slot]
        ) and not any(
            isinstance(value, str | frozenset) and value != larger[slot]
            for slot, value in smaller.items()
        )

    def slots(self, test: Test) -> tuple[Slot, ...]:
        """What a test rests on that this search may change, as things are."""
        run = self._seen(State(frozenset(), frozenset())).run
        return tuple(s for s in self.moves.slots(test.expr, run) if self._allowed(s))

    def rests_on(self, test: Test) -> tuple[Slot, ...]:
        """Everything that a test rests on, as things are."""
        return self.moves.rests_on(test.expr, self._seen(State(frozenset(), frozenset())).run)

    # ── states ────────────────────────────────────────────────────────────────────────────

    def _seen(self, state: State) -> _Seen:
        found = self._known.get(state)
        if found is None:
            run = self.moves.made(state.changes).run()
            aims = [self._aims[key] for key in sorted(state.ways)]
            goals, node = self._goals, self._node
            whole = goals.eligible(run) if node is None else goals.met(run, node)
            formula = every([whole, goals.aims(run, aims)])
            broken = tuple(self.moves.contradictions(dict(state.changes), run))
            found = self._known[state] = _Seen(run, formula, broken)
        return found

    def _cost(self, state: State) -> tuple[int, int, Fraction] | None:
        """What reaching the goal counts at the least; of equal ones, first where least is left to do."""
        seen = self._seen(state)
        left = self._least([*_parts(seen.formula), *seen.broken], state, seen.run)
        if left is None:
            return None
        return self.weight(state.changes) + left[0], left[0], self.size(state.changes)

    def _expected(
        self, price: tuple[int, int, Fraction], before: State, after: State
    ) -> tuple[int, int, Fraction]:
        """The same for a state that follows, without looking at it."""
        weight, left, _ = price
        added = self.weight(after.changes) - self.weight(before.changes)
        return (
            max(weight, self.weight(after.changes)),
            max(left - max(added, 0), 0),
            self.size(after.changes),
        )

    def size(self, changes: Changes) -> Fraction:
        """How large some changes are together, for choosing between those of the same weight."""
        moves, total = self.moves, Fraction(0)
        for slot, value in changes:
            kind = moves.start.fact(slot).type.kind if isinstance(slot, Cell) else "truth"
            total += size_of(moves.original(slot), value, kind)
        return total

    def _least(
        self, parts: Sequence[Formula | Broken], state: State, run: Run
    ) -> tuple[int, frozenset[Slot]] | None:
        """What fulfilling all of some parts counts at the least, and what may be changed for it."""
        every_one = []
        for part in parts:
            found = self._least_of(part, state, run)
            if found is None:
                return None
            every_one.append(found)
        total, taken, all_slots = 0, frozenset[Slot](), frozenset[Slot]()
        for weight, slots in sorted(every_one, key=lambda one: (-one[0], len(one[1]))):
            all_slots |= slots
            if taken.isdisjoint(slots):
                total += weight
                taken |= slots
        return total, all_slots

    def _least_of(
        self, part: Formula | Broken, state: State, run: Run
    ) -> tuple[int, frozenset[Slot]] | None:
        if isinstance(part, Every):
            return self._least(part.parts, state, run)
        if isinstance(part, Some):
            found = [
                one for _, way in part.parts if (one := self._least_of(way, state, run)) is not None
            ]
            if not found:
                return None
            slots = frozenset[Slot]().union(*(slots for _, slots in found))
            return min(weight for weight, _ in found), slots
        slots = frozenset(slot for slot in self._slots_of(part, run) if self._allowed(slot))
        options = self._options_of(part, state, run)
        if options:
            return min(self._added(option, state) for option in options), slots
        if len(slots) > 2:  # more than two changes together were not looked for
            self._cut(self.weight(state.changes))
        return None

    def _added(self, option: tuple[Change, ...], state: State) -> int:
        """What changes count beyond those made."""
        changed = {slot for slot, _ in state.changes}
        return sum(self.moves.weight(slot) for slot, _ in option if slot not in changed)

    def _options_of(
        self, part: Test | Broken, state: State, run: Run
    ) -> tuple[tuple[Change, ...], ...]:
        changes = dict(state.changes)
        if isinstance(part, Test):
            options = self.moves.options(changes, part, run)
        else:
            options = tuple(self.moves.mended(run, *part))
        return tuple(one for one in options if all(self._allowed(slot) for slot, _ in one))

    def _cut(self, weight: int) -> None:
        self.cut = weight if self.cut is None else min(self.cut, weight)

    def _following(self, state: State) -> list[State] | None:
        seen = self._seen(state)
        parts: list[Formula | Broken] = [*_parts(seen.formula), *seen.broken]
        if not parts:
            return None
        ways = [one for one in parts if isinstance(one, Some)]
        direct = [one for one in parts if not isinstance(one, Some | Every)]
        if direct:
            every_one = [self._options_of(one, state, seen.run) for one in direct]
            fewest = min(range(len(direct)), key=lambda place: len(every_one[place]))
            return [*self._changed(state, every_one[fewest])]
        for one in ways:
            keys = [self.key(aim) for aim, _ in one.parts]
            if state.ways.isdisjoint(keys):
                return [self._by_way(state, key) for key in keys]
        (first_way, *_) = ways
        fresh = [k for aim, _ in first_way.parts if (k := self.key(aim)) not in state.ways]
        return [self._by_way(state, key) for key in fresh]

    def _by_way(self, state: State, key: AimKey) -> State:
        return replace(state, ways=state.ways | {key})

    def _changed(self, state: State, options: Iterable[tuple[Change, ...]]) -> Iterator[State]:
        changes = dict(state.changes)
        for option in options:
            again = state.again + sum(slot in changes for slot, _ in option)
            one = State(frozenset({**changes, **dict(option)}.items()), state.ways, again)
            if again <= _MOST_AGAIN:
                yield one
                continue
            price = self._cost(one)
            if price is not None:
                self._cut(price[0])

    def _slots_of(self, part: Test | Broken, run: Run) -> tuple[Slot, ...]:
        if isinstance(part, Test):
            return self.moves.slots(part.expr, run)
        return self.moves.support(part[0], run)


def _parts(formula: Formula) -> tuple[Formula, ...]:
    return formula.parts if isinstance(formula, Every) else (formula,)
