"""Witnesses: two ways to supply the missing that differ in one thing, and in what the decision comes to.

One such pair shows that its unknown matters. Where a pair is found for every unknown there is nothing left
to solve, since pending are then all of them; and where only the outcome is wanted one pair can be enough.
A pair that is not found shows nothing.

The values come from those that `candidates` begins with, so that a solution would have met them too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from typing import Any

from sgpolicy.evaluating.candidates import Domains, first_values
from sgpolicy.evaluating.chain import OUTCOMES
from sgpolicy.evaluating.gates import TRUE, Gate, descending
from sgpolicy.evaluating.residual import Residual
from sgpolicy.evaluating.running import Unknown
from sgpolicy.evaluating.trying import Question, Trial

_MOST_COMBINATIONS = 150
"""How many ways to suppose the unknowns of one condition are tried."""
_MOST_PAIRS = 8
"""How many pairs of values between which a condition turns are tried in the decision."""


class Witnesses:
    """Looks for pairs of completions of an open decision."""

    def __init__(self, trial: Trial, left: Residual, questions: Sequence[Question]) -> None:
        """Begin with a completion that meets as many of the open conditions as it easily can.

        Raises:
            TooLarge: If an unknown is of a kind that has no values to try.
        """
        self._trial = trial
        self._questions = questions
        self._tops = (left.met, left.exempt)
        self._above = [_parents(top) for top in self._tops]
        self._values: Domains = first_values(trial, questions)
        self._where: dict[Unknown, list[int]] = {}
        self._point: dict[Unknown, Any] = {}
        for index, question in enumerate(questions):
            for unknown in question.variables:
                self._where.setdefault(unknown, []).append(index)
        met = dict.fromkeys(range(len(questions)), True)
        self._found: dict[Unknown, bool] = {}
        self._point = {name: values[0] for name, values in self._values.items()}
        given: dict[Unknown, Any] = {}
        for index in met:
            given |= self._met(index, given, met, self._point)
            self._point |= given
        self._held = [self._holds(index, self._point) for index in range(len(questions))]

    @property
    def unknowns(self) -> Iterable[Unknown]:
        """Everything that the open conditions rest on."""
        return self._where.keys()

    def are_complete(self, unknowns: Collection[Unknown] | None = None) -> bool:
        """Whether all of some unknowns, of all if not given, were found to matter."""
        wanted = self._where if unknowns is None else unknowns
        return bool(wanted) and all(self.matters(unknown) for unknown in wanted)

    def matters(self, unknown: Unknown) -> bool:
        """Whether a pair was found that differs in this unknown only."""
        known = self._found.get(unknown)
        if known is None:
            known = self._found[unknown] = self._looked_for(unknown)
        return known

    def _looked_for(self, unknown: Unknown) -> bool:
        return any(
            self._shows(wanted, fixed, unknown, pair)
            for index in self._where[unknown]
            for wanted, needed in self._open_ways(index)
            for fixed, pair in islice(self._turned(index, unknown, wanted, needed), _MOST_PAIRS)
        )

    # ── one condition ─────────────────────────────────────────────────────────────────────

    def _holds(self, index: int, point: Mapping[Unknown, Any]) -> bool | None:
        """Whether a condition holds at a completion."""
        outcome = self._trial.look_at(self._questions[index], point).outcome
        return True if outcome is OUTCOMES[3] else False if outcome is OUTCOMES[0] else None

    def _met(
        self,
        index: int,
        given: Mapping[Unknown, Any],
        wanted: Mapping[int, bool],
        point: Mapping[Unknown, Any],
    ) -> dict[Unknown, Any]:
        """Values for the unknowns of a condition that are not `given`, with which it comes out as wanted.

        Of several those that leave most of the others as wanted; the first there are where none were found.
        """
        question = self._questions[index]
        free = [name for name in question.variables if name not in given]
        fixed = {name: given[name] for name in question.variables if name in given}
        others = {other for name in free for other in self._where[name]} & wanted.keys() - {index}
        outcome = OUTCOMES[3] if wanted[index] else OUTCOMES[0]
        best, most = {name: self._values[name][0] for name in free}, -1
        for values in self._combinations(free):
            found = dict(zip(free, values, strict=True))
            if self._trial.look(question, fixed | found).outcome is not outcome:
                continue
            supposed = {**point, **found}
            kept = len(others)
            for other in others:
                if self._holds(other, supposed) is not wanted[other]:
                    kept -= 1
                    if kept <= most:
                        break  # no better than what there is
            if kept > most:
                best, most = found, kept
            if kept == len(others):
                break
        return best

    def _turned(
        self,
        index: int,
        unknown: Unknown,
        wanted: Mapping[int, bool],
        needed: Collection[int],
    ) -> Iterator[tuple[dict[Unknown, Any], tuple[Any, Any]]]:
        """Values for the other unknowns of a condition, and two of this one between which it turns.

        Those others leave it possible that what else must hold does.
        """
        question = self._questions[index]
        others = [name for name in question.variables if name != unknown]
        near = {other for name in question.variables for other in self._where[name]} & wanted.keys()
        beside = [
            one
            for one in near
            if unknown in self._questions[one].variables
            and self._questions[one].variables.keys() <= question.variables.keys()
        ]
        above = [
            one for one in near if one in needed and unknown not in self._questions[one].variables
        ]
        here = tuple([self._point[name] for name in others])
        for values in chain((here,), self._combinations(others)):
            fixed = dict(zip(others, values, strict=True))
            if any(self._fails(other, fixed) for other in above):
                continue
            met: dict[bool | None, Any] = {}
            fitting: dict[bool | None, Any] = {}
            for value in self._values[unknown]:
                supposed = {**fixed, unknown: value}
                held = self._holds(index, supposed)
                met.setdefault(held, value)
                if held not in fitting and all(
                    self._holds(other, supposed) is wanted[other] for other in beside
                ):
                    fitting[held] = value
                if True in fitting and False in fitting:
                    break
            met |= fitting
            if True in met and False in met:
                yield fixed, (met[True], met[False])

    def _fails(self, index: int, fixed: Mapping[Unknown, Any]) -> bool:
        """Whether a condition cannot hold any more where some of its unknowns are fixed."""
        question = self._questions[index]
        assumed = {name: fixed[name] for name in question.variables if name in fixed}
        return self._trial.look(question, assumed).outcome is OUTCOMES[0]

    def _combinations(self, names: Sequence[Unknown]) -> Iterator[tuple[Any, ...]]:
        return islice(product(*(self._values[name] for name in names)), _MOST_COMBINATIONS)

    # ── the decision ──────────────────────────────────────────────────────────────────────

    def _open_ways(self, index: int) -> Iterator[tuple[dict[int, bool], set[int]]]:
        """What the other conditions had best be for this one to decide, and which must hold, for each top."""
        for above in self._above:
            gate = next((one for one in above if one.kind == "atom" and one.number == index), None)
            if gate is None:
                continue
            path = [gate]
            while above[path[-1]] is not None:
                path.append(above[path[-1]])  # type: ignore[arg-type]
            wanted: dict[int, bool] = {index: True}
            needed: set[int] = set()
            for gate, under in zip(path[:0:-1], path[-2::-1], strict=True):
                others = [part for part in gate.parts if part is not under]
                held = gate.number - 1 if gate.kind == "least" else len(others)
                for place, part in enumerate(others):
                    _want(part, wanted, met=gate.kind != "any" and place < held)
                    if gate.kind == "all":
                        _need(part, needed)
            del wanted[index]
            yield wanted, needed

    def _shows(
        self,
        wanted: Mapping[int, bool],
        fixed: Mapping[Unknown, Any],
        unknown: Unknown,
        pair: tuple[Any, Any],
    ) -> bool:
        """Whether the decision turns with the unknown where the other conditions are as wanted."""
        kept = {**fixed, unknown: pair[0]}
        point = {**self._point, **kept}
        for index, met in (*wanted.items(), *wanted.items()):  # twice: one may undo another
            if self._at(index, point, kept) is not met:
                changed = self._met(index, kept, wanted, point)
                kept |= changed
                point |= changed
        before = self._decision(point, kept)
        after = self._decision({**point, unknown: pair[1]}, kept)
        return None not in (before, after) and before != after

    def _at(
        self, index: int, point: Mapping[Unknown, Any], changed: Mapping[Unknown, Any]
    ) -> bool | None:
        if changed.keys().isdisjoint(self._questions[index].variables):
            return self._held[index]
        return self._holds(index, point)

    def _decision(
        self, point: Mapping[Unknown, Any], changed: Mapping[Unknown, Any]
    ) -> tuple[bool, ...] | None:
        """Whether the decision is 符合, and whether the text does not apply, at a completion."""
        met = list(self._held)
        for index in {index for name in changed for index in self._where[name]}:
            met[index] = self._holds(index, point)
        if None in met:
            return None
        known: dict[Gate, bool] = {}
        return tuple([_value(top, met, known) for top in self._tops])


def _parents(top: Gate) -> dict[Gate, Gate | None]:
    """Every gate under `top` with one that it stands in."""
    found: dict[Gate, Gate | None] = {top: None}
    for gate in descending(top):
        for part in gate.parts:
            found.setdefault(part, gate)
    return found


def _want(gate: Gate, wanted: dict[int, bool], *, met: bool) -> None:
    """Note what the conditions under a gate would have to be for it to be met or not."""
    if gate.kind == "atom":
        wanted.setdefault(gate.number, met)
    for part in gate.parts:
        _want(part, wanted, met=met is not (gate.kind == "not"))


def _need(gate: Gate, needed: set[int]) -> None:
    """Note the conditions without which a gate cannot be met."""
    if gate.kind == "atom":
        needed.add(gate.number)
    elif gate.kind == "all":
        for part in gate.parts:
            _need(part, needed)


def _value(gate: Gate, met: Sequence[bool | None], known: dict[Gate, bool]) -> bool:
    """What a gate comes to."""
    found = known.get(gate)
    if found is None:
        match gate.kind:
            case "constant":
                found = gate is TRUE
            case "atom":
                found = bool(met[gate.number])
            case "not":
                found = not _value(gate.parts[0], met, known)
            case _:
                held = sum(_value(part, met, known) for part in gate.parts)
                needed = {"all": len(gate.parts), "any": 1}.get(gate.kind, gate.number)
                found = held >= needed
        known[gate] = found
    return found
