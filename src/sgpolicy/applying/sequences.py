"""The events of a history as a sequence: in the order of time, and nothing recorded twice.

A round begins with each first step (a step that comes after none, and after which others come). Within
a round nobody takes the same step with the same result again; another round may repeat it. Duties,
powers and occurrences may repeat, but no event may stand there twice with all its columns the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sgpolicy.applying.events import shown_kind
from sgpolicy.model.application import Application
from sgpolicy.model.history import Event
from sgpolicy.records import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sgpolicy.applying.events import Entry
    from sgpolicy.applying.intake import Intake
    from sgpolicy.model.core import Core

_ALL_THE_SAME = ("各栏都相同", "agree in every column")
_SAME_STEP = (
    "是同一轮里的同一步，办理人和结果都相同",
    "are the same step in the same round, with the same actor and result",
)


def first_steps(core: Core) -> frozenset[str]:
    """Ids of the steps with which a round begins: after none, and others come directly after it."""
    steps = [p for p in core.provisions.values() if p.kind == "step"]
    followed = {prior for step in steps for prior, _ in step.after}
    return frozenset(step.id for step in steps if not step.after and step.id in followed)


def granting_steps(core: Core) -> frozenset[str]:
    """Ids of the steps by which a title is granted."""
    return frozenset(
        p.begins_with[0] for p in core.provisions.values() if p.begins_with is not None
    )


def report_order(entries: Sequence[Entry], intake: Intake) -> None:
    """Note every event whose date is earlier than that of the dated event before it."""
    before: Entry | None = None
    for entry in entries:
        if entry.date is None:
            continue
        if before is not None and before.date is not None and entry.date < before.date:
            name = shown_kind(before)
            intake.report(
                "SG748",
                entry.date.isoformat(),
                entry.dated,
                date=entry.date.isoformat(),
                number=str(before.number),
                event=(name, f" “{name[1:-1]}”" if name else ""),
                previous=before.date.isoformat(),
            )
        before = entry


def report_repeated(core: Core, entries: Sequence[Entry], intake: Intake) -> None:
    """Note every event that is recorded twice, with the first record of it."""
    firsts = first_steps(core)
    same = _identical(entries)
    # Where the order is wrong too, a step counts as repeated only if it is so in either order.
    in_order = _retaken(core, _by_date(entries), firsts)
    again = {n: first for n, first in _retaken(core, entries, firsts).items() if n in in_order}
    begin = [kind.name for kind in core.events.values() if kind.provision in firsts]
    round_ = ("", "")
    if begin:
        names = "、".join(f"「{name}」" for name in begin)
        round_ = (f"，或者补记其间新一轮的{names}", f", or record what began a new round: {names}")
    by_number = {entry.number: entry for entry in entries}
    for number in sorted({*same, *again}):
        entry, first = by_number[number], by_number[same.get(number) or again[number]]
        intake.report(
            "SG749",
            entry.kind.name if entry.kind else "",
            entry.spot,
            date=str(entry.date),
            number=str(first.number),
            previous=str(first.date),
            same=_ALL_THE_SAME if number in same else _SAME_STEP,
            between=("", "") if number in same else round_,
        )


def _identical(entries: Iterable[Entry]) -> dict[int, int]:
    """The events that agree with an earlier one in everything: number → number of the first."""
    alike: dict[object, list[Entry]] = {}
    for entry in entries:
        if (event := entry.event) is not None:
            alike.setdefault((event.kind, event.date, event.by, event.result), []).append(entry)
    seen: dict[object, int] = {}
    found: dict[int, int] = {}
    for some in alike.values():
        if len(some) == 1:
            continue  # as nearly all: the rest of it need not be looked at
        for entry in some:
            first = seen.setdefault(_hashable(entry.event), entry.number)
            if first != entry.number:
                found[entry.number] = first
    return found


def _retaken(core: Core, entries: Iterable[Entry], firsts: frozenset[str]) -> dict[int, int]:
    """The steps taken again within a round: number → number of the first time.

    A title is granted once in a round, and no step is taken twice on one day; a notice may be given again,
    and a second visit made. An event of unknown kind may begin a round.
    """
    granting = granting_steps(core)
    seen: dict[tuple[str, str, str, date | None], int] = {}
    found: dict[int, int] = {}
    for entry in entries:
        if entry.kind is None or entry.kind.provision in firsts:
            seen.clear()
            continue
        provision = core.provisions.get(entry.kind.provision)
        if entry.event is None or provision is None or provision.kind != "step":
            continue
        day = None if entry.kind.provision in granting else entry.event.date
        act = (entry.event.kind, entry.event.result, entry.event.by, day)
        first = seen.setdefault(act, entry.number)
        if first != entry.number:
            found[entry.number] = first
    return found


def _by_date(entries: Iterable[Entry]) -> list[Entry]:
    """In the order of time; an event without a date stays behind the one it follows."""
    last = date.min
    dated: list[tuple[date, Entry]] = []
    for entry in entries:
        last = entry.date or last
        dated.append((last, entry))
    return [entry for _, entry in sorted(dated, key=lambda pair: pair[0])]


def _hashable(value: object) -> object:
    """A key that is the same for the same event, whatever its position."""
    match value:
        case Event() | Application():
            return tuple(
                _hashable(getattr(value, each.name))
                for each in fields(value)
                if each.name != "position"
            )
        case Mapping():
            return frozenset((key, _hashable(inner)) for key, inner in value.items())
        case list() | tuple():
            return tuple(map(_hashable, value))
        case _:
            return value
