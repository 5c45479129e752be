"""The open part of a decision as one canonical function of what is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any, assert_never

from sgpolicy.evaluating.candidates import Domains, domains, rough_values
from sgpolicy.evaluating.chain import OUTCOMES
from sgpolicy.evaluating.diagrams import FALSE, TRUE, Diagrams, TooLarge
from sgpolicy.evaluating.gates import Dominators, Gate, clustered, unknowns_under
from sgpolicy.evaluating.residual import Residual
from sgpolicy.evaluating.running import Unknown
from sgpolicy.evaluating.trying import Question, Trial, figures_in
from sgpolicy.evaluating.turning import ends
from sgpolicy.model.core import AtYear, Branch, Compare, Elapsed, FactRef, Judged, Sum, Tally

_MOST_NODES = 40_000
_MOST_PRIVATE = 2_000
_SLOTS = 64


class Solution:
    """An open decision, solved.

    Attributes:
        exempt: Whether the text does not apply: `diagrams.TRUE`, `diagrams.FALSE`, or another
            number where that is open.
        met: Whether the decision is 符合, likewise.
        matters: The unknowns that can change the one or the other.
    """

    def __init__(
        self, trial: Trial, left: Residual, questions: Sequence[Question], *, is_rough: bool = False
    ) -> None:
        """Solve.

        Args:
            trial: What tries the conditions.
            left: What is open.
            questions: Its conditions.
            is_rough: Whether numbers are left as open as they are: a condition that they leave open is
                taken to come out either way. What does not matter then, does not matter; what is decided
                then, is.

        Raises:
            TooLarge: If that takes too many tries, or too large a diagram.
        """
        self._trial = trial
        self._questions = questions
        self._domains: Domains = (rough_values if is_rough else domains)(trial, questions)
        self._is_rough = is_rough
        self._diagrams = Diagrams(_MOST_NODES)
        self._meaning: dict[int, frozenset[Unknown]] = {}
        self._private: dict[int, dict[frozenset[Unknown], int]] = {}
        self._turning: dict[tuple[int, Unknown], bool] = {}
        self._solved: dict[Gate, int] = {}
        self._shared = self._occurring_twice()
        names = list(self._domains)
        numbers = {name: number for number, name in enumerate(names)}
        shared = {
            index: frozenset(numbers[name] for name in question.variables if name in self._shared)
            for index, question in enumerate(questions)
        }
        top = clustered(left.gates, left.gates.pair(left.exempt, left.met), shared)
        layout = _Layout(top, shared)
        self._slots = layout.slots
        self._modules = layout.modules
        self._levels = {names[number]: level for number, level in layout.levels.items()}
        self._meaning |= {level: frozenset((name,)) for name, level in self._levels.items()}
        self._atoms = {index: self._atom(index) for index in layout.slots}
        self._merge_values()
        self.exempt, self.met = (self._solve(part) for part in top.parts)
        asked = self._diagrams.asked(self.exempt, self.met)
        self.matters = frozenset().union(*(self._meaning[level] for level in asked))

    def _occurring_twice(self) -> frozenset[Unknown]:
        once: set[Unknown] = set()
        twice: set[Unknown] = set()
        for question in self._questions:
            for unknown, variable in question.variables.items():
                if self._is_rough and variable.bounds is not None:
                    continue
                (twice if unknown in once else once).add(unknown)
        return frozenset(twice)

    # ── conditions ────────────────────────────────────────────────────────────────────────

    def _atom(self, index: int) -> int:
        """The diagram of a condition."""
        question = self._questions[index]
        if isinstance(question.expr, FactRef | Judged) and not self._shared.intersection(
            question.variables
        ):
            return self._free(index, frozenset(question.variables))
        shared = sorted(
            (name for name in question.variables if name in self._shared),
            key=self._levels.__getitem__,
        )
        return self._explored(index, shared, {})

    def _explored(self, index: int, shared: list[Unknown], assumed: dict[Unknown, Any]) -> int:
        decided = self._tried(index, assumed)
        if decided is not None:
            return decided
        if not shared:
            return self._among_private(index, assumed)
        first, rest = shared[0], shared[1:]
        is_last_day = self._is_last_day(index, first, assumed)
        known: dict[object, int] = {}
        branches = []
        is_all = self._shared.issuperset(self._questions[index].variables)
        if not rest and is_all and self._turns_once(index, first):
            return self._bisected(index, first, assumed)
        for value in self._domains[first]:
            supposed = {**assumed, first: value}
            if not is_last_day:
                branches.append(self._explored(index, rest, supposed))
                continue
            seen = figures_in(self._trial.step(self._questions[index], supposed))
            if seen not in known:
                known[seen] = self._explored(index, rest, supposed)
            branches.append(known[seen])
        return self._diagrams.node(self._levels[first], branches)

    def _turns_once(self, index: int, name: Unknown) -> bool:
        """Whether a bound is met on one side of some value of a number or day, and not on the other.

        So it is, all else being fixed, for a number that occurs once and is never taken away, and for either end
        of a time that must have passed.
        """
        known = self._turning.get((index, name))
        if known is None:
            known = self._turning[index, name] = self._found_turning(index, name)
        return known

    def _found_turning(self, index: int, name: Unknown) -> bool:
        question = self._questions[index]
        expr = question.expr
        is_number = question.variables[name].bounds is not None
        if not isinstance(expr, Elapsed) and not (is_number and isinstance(expr, Compare)):
            return False
        basis = list(self._trial.unknowns.basis(expr))
        own = [one for one in basis if isinstance(one, FactRef) and one.fact == name[1]]
        if len(own) != 1:
            return False
        if isinstance(expr, Elapsed):
            return own[0] in (expr.start, expr.end)
        twisting = (Branch, Sum, Tally, AtYear)
        return expr.operator not in ("eq", "ne") and not any(
            isinstance(one, twisting) for one in basis
        )

    def _telling(self, name: Unknown) -> set[int]:
        """The places of the values between which all others come out alike, if those do; the least stands apart."""
        values = self._domains[name]
        greatest = len(values) - (2 if values[-1] is None else 1)
        return {0, min(1, greatest), greatest, len(values) - 1}

    def _bisected(self, index: int, name: Unknown, assumed: dict[Unknown, Any]) -> int:
        """The diagram of a bound over the last of its numbers; the least value stands apart."""
        values = self._domains[name]
        branches: list[int] = [0] * len(values)

        def place(first: int, last: int) -> None:
            if branches[first] == branches[last]:
                branches[first : last + 1] = [branches[first]] * (last - first + 1)
            elif last - first > 1:
                middle = (first + last) // 2
                branches[middle] = self._explored(index, [], {**assumed, name: values[middle]})
                place(first, middle)
                place(middle, last)

        greatest = len(values) - (2 if values[-1] is None else 1)
        for end in self._telling(name):
            branches[end] = self._explored(index, [], {**assumed, name: values[end]})
        if greatest > 1:
            place(1, greatest)
        return self._diagrams.node(self._levels[name], branches)

    def _is_last_day(self, index: int, name: Unknown, assumed: Mapping[Unknown, Any]) -> bool:
        """Whether a comparison of numbers depends on no other day that is still open.

        Two days that yield the same numbers are then the same to it.
        """
        question = self._questions[index]
        if not isinstance(question.expr, Compare) or not question.expr.left.type.is_numeric:
            return False
        others = [key for key in question.variables if key != name and key not in assumed]
        return (
            question.variables[name].type.kind == "date"
            and all(question.variables[key].bounds is not None for key in others)
            and not any(
                isinstance(one, Branch) for one in self._trial.unknowns.basis(question.expr)
            )
        )

    def _tried(self, index: int, assumed: Mapping[Unknown, Any]) -> int | None:
        outcome = self._trial.step(self._questions[index], assumed).outcome
        if outcome is OUTCOMES[3]:
            return TRUE
        return FALSE if outcome is OUTCOMES[0] else None

    def _among_private(self, index: int, assumed: dict[Unknown, Any]) -> int:
        """A condition whose shared unknowns are fixed: constant, or free through private ones."""
        private = [name for name in self._questions[index].variables if name not in self._shared]
        variables = self._questions[index].variables
        if self._is_rough and any(variables[name].bounds is not None for name in private):
            return self._free(index, frozenset(self._felt(index, private, assumed)))
        if prod(len(self._domains[name]) for name in private) > _MOST_PRIVATE:
            return self._free(index, frozenset(private))
        if len(private) == 1:
            return self._through_one(index, private[0], assumed)
        local = Diagrams(_MOST_NODES)

        def explored(place: int, supposed: dict[Unknown, Any]) -> int:
            decided = self._tried(index, supposed)
            if decided is not None:
                return decided
            if place == len(private):
                raise TooLarge
            name = private[place]
            values = self._domains[name]
            branches = [explored(place + 1, {**supposed, name: value}) for value in values]
            return local.node(place, branches)

        node = explored(0, assumed)
        if node in (TRUE, FALSE):
            return node
        return self._free(index, frozenset(private[place] for place in local.asked(node)))

    def _felt(
        self, index: int, private: Sequence[Unknown], assumed: Mapping[Unknown, Any]
    ) -> Iterator[Unknown]:
        """Of the private unknowns of a condition all but numbers that are known where the others are fixed."""
        question = self._questions[index]
        is_branched = any(
            isinstance(one, Branch) for one in self._trial.unknowns.basis(question.expr)
        )
        for name in private:
            least_and_most = ends(question.variables[name])
            seen = {
                figures_in(self._trial.step(question, {**assumed, name: value}))
                for value in least_and_most
            }
            if is_branched or len(seen) != 1:
                yield name

    def _through_one(self, index: int, name: Unknown, assumed: dict[Unknown, Any]) -> int:
        """A condition that one private unknown decides: constant, or free through it."""
        values = self._domains[name]
        if self._turns_once(index, name):
            values = tuple(values[place] for place in sorted(self._telling(name)))
        seen = set()
        for value in (*values[:1], *values[:0:-1]):
            decided = self._tried(index, {**assumed, name: value})
            if decided is None:
                raise TooLarge
            seen.add(decided)
            if len(seen) == 2:
                return self._free(index, frozenset((name,)))
        return seen.pop()

    def _free(self, index: int, through: frozenset[Unknown]) -> int:
        """A yes-or-no of its own, which stands for some private unknowns of a condition."""
        known = self._private.setdefault(index, {})
        level = known.setdefault(through, self._slots[index] + len(known))
        self._meaning[level] = through
        return self._diagrams.node(level, (FALSE, TRUE))

    def _merge_values(self) -> None:
        """Keep one of the values of a shared unknown that no condition tells apart."""
        kept: dict[int, list[int]] = {}
        for name, level in self._levels.items():
            atoms = [
                atom
                for index, atom in self._atoms.items()
                if name in self._questions[index].variables
            ]
            classes: dict[tuple[int, ...], int] = {}
            for value in range(len(self._domains[name])):
                memo: dict[int, int] = {}
                seen = tuple(self._diagrams.fixed(atom, level, value, memo) for atom in atoms)
                classes.setdefault(seen, value)
            kept[level] = list(classes.values())
        memo = {}
        self._atoms = {index: self._kept(atom, kept, memo) for index, atom in self._atoms.items()}

    def _kept(self, node: int, kept: Mapping[int, list[int]], memo: dict[int, int]) -> int:
        if node in (TRUE, FALSE):
            return node
        found = memo.get(node)
        if found is None:
            level, branches = self._diagrams.level(node), self._diagrams.branches(node)
            if level in kept:
                branches = tuple(branches[value] for value in kept[level])
            rest = [self._kept(branch, kept, memo) for branch in branches]
            found = memo[node] = self._diagrams.node(level, rest)
        return found

    # ── gates ─────────────────────────────────────────────────────────────────────────────

    def _solve(self, gate: Gate) -> int:
        found = self._solved.get(gate)
        if found is None:
            found = self._combined(gate)
            level = self._modules.get(gate)
            if level is not None and found not in (TRUE, FALSE):
                asked = self._diagrams.asked(found)
                self._meaning[level] = frozenset().union(*(self._meaning[one] for one in asked))
                found = self._diagrams.node(level, (FALSE, TRUE))
            self._solved[gate] = found
        return found

    def _combined(self, gate: Gate) -> int:
        diagrams = self._diagrams
        match gate.kind:
            case "constant":
                return TRUE if gate.number else FALSE
            case "atom":
                return self._atoms[gate.number]
            case "not":
                return diagrams.negated(self._solve(gate.parts[0]))
            case "all" | "any":
                parts = [self._solve(part) for part in gate.parts]
                parts.sort(key=diagrams.level, reverse=True)
                joined = diagrams.both if gate.kind == "all" else diagrams.either
                found = parts[0]
                for part in parts[1:]:
                    found = joined(part, found)
                return found
            case "least":
                return diagrams.at_least(gate.number, [self._solve(part) for part in gate.parts])
            case "pair":
                raise AssertionError(gate)
            case _:
                assert_never(gate.kind)


class _Layout:
    """The order in which a decision's diagram asks, and the parts that stand by themselves.

    An unknown is asked for where it is at home, before everything under that gate; parts that share
    much come before parts that share nothing.
    """

    def __init__(self, top: Gate, shared: Mapping[int, frozenset[int]]) -> None:
        self.levels: dict[int, int] = {}
        self.slots: dict[int, int] = {}
        self.modules: dict[Gate, int] = {}
        dominators = Dominators(top)
        under = unknowns_under(dominators.order, shared)
        at_home: dict[Gate, list[int]] = {}
        home = dominators.homes(shared)
        for unknown, gate in home.items():
            at_home.setdefault(gate, []).append(unknown)
        above: dict[Gate, Gate] = {}
        for gate in reversed(dominators.order):
            places = [above[part] for part in gate.parts if part in above]
            if gate.kind == "atom":
                places = [gate, *(home[unknown] for unknown in shared[gate.number])]
            if places:
                above[gate] = dominators.nearest(places)
        level = 0
        seen: set[Gate] = set()

        def visit(gate: Gate) -> None:
            nonlocal level
            if gate in seen:
                return
            seen.add(gate)
            for unknown in at_home.get(gate, ()):
                self.levels[unknown] = level
                level += 1
            if gate.kind == "atom":
                self.slots[gate.number] = level
                level += _SLOTS
            for part in sorted(gate.parts, key=lambda part: -len(under[part])):
                visit(part)
            is_inner = gate.kind in ("all", "any", "least", "not") and gate in above
            if is_inner and dominators.dominates(gate, above[gate]):
                self.modules[gate] = level
                level += 1

        visit(top)
