"""Several judgements of one standard, counted as one under the policy's 合议.

A member whose judgement is not made yet may still find either way: a panel is decided as soon as no such
judgement can change what it comes to, and it is decided on that day. So what comes of a panel does not
depend on the day of the evaluation, and every engine may see it as one judgement of that day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import assert_never, cast

from sgpolicy.model.application import FindingRecord, Panel, Seat
from sgpolicy.model.core import Actors, Core, Expr
from sgpolicy.model.voting import Method, Sitting


def sit(panel: Panel, allowed: Collection[str], method: Method) -> Sitting:
    """What a panel comes to, counted by those of its members who may judge."""
    seats = tuple(one for one in panel.seats if one.by in allowed)
    excluded = tuple(one for one in panel.seats if one.by not in allowed)
    days = sorted({one.judged.on for one in seats if one.judged is not None})
    for day in days:
        met = counted(seats, method, day)
        if met is not None:
            return Sitting(method, seats, excluded, _decided(seats, day, met=met))
    return Sitting(method, seats, excluded, None)


def counted(seats: Sequence[Seat], method: Method, on: date) -> bool | None:
    """Whether the members find the standard met by a day, whatever those find who have not judged by then."""
    if method == "chair":
        seats = [one for one in seats if one.is_chair]
    made = [one.judged.met for one in seats if one.judged is not None and one.judged.on <= on]
    yes, no, all_ = made.count(True), made.count(False), len(seats)
    match method:
        case "majority":
            return True if 2 * yes > all_ else False if 2 * no >= all_ > 0 else None
        case "unanimous" | "chair":
            return True if yes == all_ > 0 else False if no else None
        case _:
            assert_never(method)


def _decided(seats: Sequence[Seat], day: date, *, met: bool) -> FindingRecord:
    made = [one.judged for one in seats if one.judged is not None and one.judged.on <= day]
    evidence = "；".join(dict.fromkeys(one.evidence for one in made))
    return FindingRecord(met, made[0].by, day, evidence)


def sitting(
    core: Core, finding: str, panel: Panel, allowed: Collection[str], readings: Mapping[str, str]
) -> Sitting:
    """The same under a policy's own 合议.

    Raises:
        ValueError: If the policy does not say how several judgements are counted; an application read by
            `applying` holds no panel then.
    """
    if core.voting is None:
        message = f"{core.policy} does not say how several judgements of {finding} are counted"
        raise ValueError(message)
    return sit(panel, allowed, core.voting.method(readings))


def as_judged(
    core: Core,
    findings: Mapping[str, FindingRecord | Panel],
    readings: Mapping[str, str],
) -> Mapping[str, FindingRecord] | None:
    """Every panel as the one judgement it came to; None where who may judge depends on what is stated.

    An open panel has none; one of whose members nobody may judge stands as the first of their judgements, which
    no engine counts and every explanation names.
    """
    is_plain = not findings or core.voting is None  # without 合议 there is no panel
    if is_plain or not any(type(one) is Panel for one in findings.values()):
        return cast("Mapping[str, FindingRecord]", findings)
    found: dict[str, FindingRecord] = {}
    for key, given in findings.items():
        if type(given) is Panel:
            allowed = may_judge(core, core.findings[key].assessors, readings)
            if allowed is None:
                return None
            record = standing(sitting(core, key, given, allowed, readings))
            if record is not None:
                found[key] = record
        else:
            found[key] = cast("FindingRecord", given)
    return found


def standing(sat: Sitting) -> FindingRecord | None:
    """What a panel came to, or else a judgement by one who may not judge where nobody who may sits on it."""
    if sat.decided is not None or sat.seats:
        return sat.decided
    return next((one.judged for one in sat.excluded if one.judged is not None), None)


def may_judge(core: Core, who: Expr, readings: Mapping[str, str]) -> tuple[str, ...] | None:
    """The ids of those who may judge under some readings; None where that depends on what is stated."""
    found = core.through(who, readings)
    return found.actors if isinstance(found, Actors) else None
