"""To which round of the procedure an event belongs.

A round begins with a first step and ends with the step that grants a title. A first step that the law does
not allow takes nothing from the round under way; it belongs to none, whose number is 0. A step after a
round's end belongs to one whose beginning is not recorded.
"""

from __future__ import annotations

from collections.abc import Sequence

from sgpolicy.evaluating.procedure.preparing import PreparedProcedure
from sgpolicy.model.chronicle import EventTrace
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import replace


def last_round(done: Sequence[EventTrace]) -> int:
    """The number of the round begun last; 0 for none."""
    return next((one.round for one in reversed(done) if one.round), 0)


def round_of(procedure: PreparedProcedure, done: Sequence[EventTrace], kind: str) -> int:
    """To which round an event of a kind belongs if it comes after those done."""
    last = last_round(done)
    if kind in procedure.first_steps:
        return last + 1
    act = procedure.provision_of(kind)
    if last and act is not None and act.provision.kind == "step":
        return last + (not is_under_way(procedure, done))
    return last


def is_under_way(procedure: PreparedProcedure, done: Sequence[EventTrace]) -> bool:
    """Whether the round begun last is not at its end."""
    last = last_round(done)
    for one in reversed(done):
        if one.round and one.round != last:
            break
        if one.round and one.outcome is not Outcome.NOT_MET and _grants(procedure, one):
            return False
    return last > 0


def is_in_doubt(procedure: PreparedProcedure, done: Sequence[EventTrace]) -> bool:
    """Whether it is open to which round a step after those done belongs.

    So it is after a grant of which it is open whether it ended the round, and after a first step of which
    it is open whether it began another while one was under way.
    """
    may_have_begun = False
    for one in reversed(done):
        is_first = one.event.kind in procedure.first_steps
        if one.outcome is Outcome.NOT_MET or not (is_first or _grants(procedure, one)):
            continue
        if one.outcome.is_decided and not (is_first and may_have_begun):
            return False
        if may_have_begun or not is_first:
            return True
        may_have_begun = True
    return False


def placed(
    procedure: PreparedProcedure, done: Sequence[EventTrace], found: EventTrace
) -> EventTrace:
    """The event in its round: in none if it is a first step that cannot end the one under way."""
    if (
        found.outcome is Outcome.NOT_MET
        and found.event.kind in procedure.first_steps
        and is_under_way(procedure, done)
    ):
        return replace(found, round=0)
    return found


def _grants(procedure: PreparedProcedure, one: EventTrace) -> bool:
    results = procedure.core.events[one.event.kind].results
    result = one.event.result or (results[0] if len(results) == 1 else "")
    return (one.event.kind, result) in procedure.granting
