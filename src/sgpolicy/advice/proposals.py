"""Changes made as small as they can be, and told: what, by how much, through which clause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

from sgpolicy.advice.moves import Change, Moves, Slot, Standard
from sgpolicy.advice.situations import Cell, shifts
from sgpolicy.advice.values import STEPS, stepped, steps_between
from sgpolicy.advice.ways import Changes
from sgpolicy.explaining.values import datum
from sgpolicy.model.advice import ProposedChange, Remedy, Shift, Subject
from sgpolicy.model.explanation import Datum, Quantity
from sgpolicy.model.outcome import Outcome

_MOST_FOR_ALL_SUBSETS = 10
IsReached = Callable[[Changes], bool]


def smallest_within(moves: Moves, changes: Changes, is_reached: IsReached) -> Changes:
    """Changes of which none can be left out or made smaller, within those given."""
    before: Changes | None = None
    while before != changes:
        before = changes
        changes = _without_needless(changes, is_reached)
        for one in _in_order(moves, changes):
            changes = _smaller(moves, changes, one, is_reached)
    return changes


def _without_needless(changes: Changes, is_reached: IsReached) -> Changes:
    """The smallest part of the changes that reaches the goal; of very many, without single ones."""
    every = sorted(changes, key=str)
    if len(every) <= _MOST_FOR_ALL_SUBSETS:
        for size in range(len(every)):
            for some in combinations(every, size):
                if is_reached(frozenset(some)):
                    return frozenset(some)
        return changes
    for one in every:
        if is_reached(changes - {one}):
            changes -= {one}
    return changes


def _smaller(moves: Moves, changes: Changes, one: Change, is_reached: IsReached) -> Changes:
    """The changes with one of them as small as it can be, the others as they are."""
    slot, value = one
    if isinstance(slot, Standard):
        return changes
    original, rest = moves.original(slot), changes - {one}

    def does(other: Any) -> bool:  # noqa: ANN401
        return moves.permits(slot, other) and is_reached(rest | {(slot, other)})

    if isinstance(value, frozenset):
        base = original or frozenset()
        for member in sorted(value ^ base):
            if does(value ^ {member}):
                return _smaller(
                    moves, rest | {(slot, value ^ {member})}, (slot, value ^ {member}), is_reached
                )
        return changes
    if isinstance(value, bool | str):
        return changes
    kind = moves.start.fact(slot).type.kind
    start = original
    if start is None:
        start = moves.start.on if isinstance(value, date) else 0
    steps = steps_between(kind, value, start)
    return rest | {(slot, _least(kind, value, steps, does))}


def _least(kind: str, value: Any, steps: int, does: Callable[[Any], bool]) -> Any:  # noqa: ANN401
    """Of the values on the way back, the last from which one step less does not do."""
    sign = 1 if steps > 0 else -1
    if steps == 0 or not does(stepped(kind, value, sign)):
        return value
    low, high = 1, abs(steps)  # `low` steps back it does; whether `high` back is not known
    while high - low > 1:
        middle = (low + high) // 2
        if does(stepped(kind, value, sign * middle)):
            low = middle
        else:
            high = middle
    return stepped(kind, value, sign * low)


def _in_order(moves: Moves, changes: Changes) -> list[Change]:
    """The changes in the order of the policy's own table."""
    order = {key: place for place, key in enumerate(moves.start.prepared.core.changeable)}
    return sorted(changes, key=lambda one: (order.get(_id(one[0]), 0), str(one[0])))


def remedy_of(moves: Moves, changes: Changes) -> Remedy:
    """The changes as a record."""
    after = moves.made(changes)
    proposed = tuple(_told(moves, changes, one) for one in _in_order(moves, changes))
    weight = sum(moves.weight(slot) for slot, _ in changes)
    return Remedy(proposed, weight, after.on)


def _told(moves: Moves, changes: Changes, one: Change) -> ProposedChange:
    slot, value = one
    with_all, without = moves.made(changes), moves.made(changes - {one})
    declared = moves.declared(slot)
    original = moves.original(slot)
    where = _helped(shifts(without.trace(exact=False), with_all.trace(exact=False)))
    amount: Quantity | None = None
    taken_up: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    before: Datum = original
    shown: Datum = value
    if isinstance(slot, Cell):
        kind = moves.start.fact(slot).type
        before, shown = datum(original, kind), datum(value, kind)
        if isinstance(value, frozenset):
            base = original or frozenset()
            order = {name: place for place, name in enumerate(kind.members)}
            taken_up = tuple(sorted(value - base, key=order.__getitem__))
            dropped = tuple(sorted(base - value, key=order.__getitem__))
        elif kind.kind in STEPS and original is not None:
            gap = abs(Fraction(value) - original)
            named = "count" if kind.kind == "series" else kind.kind
            amount = Quantity(gap, gap, named, kind.unit)
    note = "" if declared is None else declared.note
    broken = moves.contradictions(dict(changes - {one}), without.run())
    keeps = tuple((relation.written, relation.reason) for relation, _ in broken)
    return ProposedChange(
        subject_of(moves, slot), before, shown, amount, taken_up, dropped, note, where, keeps
    )


def _helped(found: tuple[Shift, ...]) -> tuple[Shift, ...]:
    """Of what a change makes otherwise, what it helps."""
    good = (Outcome.MET, Outcome.NOT_APPLICABLE)
    helped = tuple(s for s in found if s.node.outcome not in good and s.after in good)
    return helped or found


def subject_of(moves: Moves, slot: Slot) -> Subject:
    """What a slot is called."""
    if isinstance(slot, Standard):
        return Subject("finding", slot.id, moves.start.prepared.core.findings[slot.id].name)
    return moves.start.subject(slot)


def _id(slot: Slot) -> str:
    return slot.id if isinstance(slot, Standard) else slot.fact
