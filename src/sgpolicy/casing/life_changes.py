"""The 改动 cell of a case about a history: what differs from the base, as written, to typed changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, assert_never

from sgpolicy.casing.changes import (
    EMPTY,
    NOTHING,
    POINT,
    pairs,
    place_of,
    plain,
    read_change,
    subject,
)
from sgpolicy.casing.records import (
    CompletenessChange,
    EventAddition,
    EventChange,
    EventRemoval,
    LifeChange,
    Piece,
    Problems,
    Spot,
    StatedChange,
)
from sgpolicy.casing.vocabulary import Vocabulary, by_either, meant, read_day
from sgpolicy.model.core import EventKind, LedgerColumn
from sgpolicy.model.types import DATE, TRUTH, Type
from sgpolicy.records import dataclass, field

COMPLETE: Final = ("记载截至", "complete_until")
FACTS: Final = ("事项", "facts")
EVENTS: Final = ("经历", "events")
KIND: Final = ("事件", "event")
REST: Final = ("其余", "others")
ADDED: Final = ("增加", "add")
_TEXT = Type("text")
DATED: Final = LedgerColumn("date", "日期", DATE)
BY: Final = LedgerColumn("by", "由", _TEXT)
RESULT: Final = LedgerColumn("result", "结果", _TEXT)
COLUMNS: Final = (
    DATED,
    BY,
    LedgerColumn("towards", "向", _TEXT),
    LedgerColumn("delegated", "委托", TRUTH),
    LedgerColumn("unit", "单位", _TEXT),
    LedgerColumn("number", "文号", _TEXT),
    RESULT,
    LedgerColumn("verdict", "核对", _TEXT),
    LedgerColumn("due_year", "应于年度", _TEXT),
    LedgerColumn("evidence", "依据", _TEXT),
    LedgerColumn("note", "备注", _TEXT),
    LedgerColumn("material", "材料", _TEXT),
)
"""The columns that every kind of event has beside its own."""

_NUMBERED = re.compile(
    r"(?P<name>[^\[【［]+)[\[【［]\s*第?\s*(?P<first>\d{1,6})\s*"
    r"(?:[-–—~～至到]\s*(?P<last>\d{1,6})\s*)?[次件]?\s*[\]】］]"
)


def numbered(written: str) -> tuple[str, int, int] | None:
    """`名称[2]`, `名称[1-3]`: the name, the first number and the last; None for anything else.

    Example:
        >>> numbered("发文确认[2]"), numbered("发文确认")
        (('发文确认', 2, 2), None)
    """
    match = _NUMBERED.fullmatch(written.strip())
    if match is None:
        return None
    return match["name"].strip(), int(match["first"]), int(match["last"] or match["first"])


def columns_of(kind: EventKind) -> tuple[LedgerColumn, ...]:
    """The columns that an event of this kind may state; its own go before the common ones."""
    own = {name for column in kind.columns for name in (column.id, column.name)}
    return (*kind.columns, *(c for c in COLUMNS if not own & {c.id, c.name}))


def read_life_changes(
    written: str,
    line: int,
    names: Vocabulary,
    problems: Problems,
    pieces: Sequence[Piece] = (),
) -> tuple[LifeChange, ...]:
    """The changes of one cell and of `pieces`, in order; each place at most once."""
    given = [Piece(*pair, Spot(line, problems.cell)) for pair in pairs(written, line, problems)]
    reader = _Reader(names)
    found: dict[str, LifeChange] = {}
    for piece in (*given, *pieces):
        here = problems.within(piece.spot.cell)
        change = reader.change(piece.left, piece.right, piece.spot.line, here)
        if change is None:
            continue
        key = _place(change)
        if key in found:
            here.report(piece.spot.line, f"“{piece.left}”改了两次")
        found[key] = change
    return tuple(found.values())


def life_subject(change: LifeChange) -> str:
    """The Chinese name of what a change is about."""
    match change:
        case CompletenessChange():
            return COMPLETE[0]
        case StatedChange(change=inner):
            return subject(inner)
        case EventChange() | EventRemoval() | EventAddition():
            return change.kind.name
        case _:
            assert_never(change)


def _place(change: LifeChange) -> str:
    match change:
        case CompletenessChange(kind=kind, is_rest=is_rest):
            return f"{COMPLETE[0]}.{kind.id if kind else is_rest}"
        case StatedChange(change=inner):
            return f"{FACTS[0]}.{place_of(inner)}"
        case EventRemoval():
            return f"{change.kind.id}[{change.first}-{change.last}]"
        case EventAddition():
            return f"{ADDED[0]}.{change.kind.id}[{change.number}]"
        case EventChange():
            lead = f"{ADDED[0]}." if change.is_added else ""
            return f"{lead}{change.kind.id}[{change.first}-{change.last}].{change.column.id}"
        case _:
            assert_never(change)


@dataclass(slots=True)
class _Reader:
    """Reads the changes of one case.

    Attributes:
        added: How many events of a kind it has added.
        refused: The kinds of which one could not be added: what is said of it is not looked at.
    """

    names: Vocabulary
    added: Counter[str] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)

    def change(self, left: str, right: str, line: int, problems: Problems) -> LifeChange | None:
        head, *parts = [part.strip() for part in POINT.split(left)]
        value = None if plain(right) in NOTHING else right
        if head in COMPLETE:
            return self._complete(parts, right, line, problems)
        if head in FACTS:
            if not parts:
                problems.report(line, "平台的事项逐项改，如“事项.归口=市直归口”")
                return None
            rest = POINT.split(left, maxsplit=1)[1].strip()
            inner = read_change(rest, right, line, self.names, problems)
            return None if inner is None else StatedChange(inner)
        if head in ADDED:
            return self._added(parts, value, line, problems)
        place = numbered(head)
        name, first, last = place or (head, 1, 1)
        kind = self._kind(name, line, problems)
        if kind is None:
            return None
        if not 1 <= first <= last:
            problems.report(line, f"次数从 1 数起，由小到大，不能写“{head}”")
            return None
        if not parts:
            if value is None:
                return EventRemoval(kind, first, last)
            parts = [DATED.name]
        return self._column(kind, (first, last), parts, right, line, problems)

    def _kind(self, name: str, line: int, problems: Problems) -> EventKind | None:
        kind = self.names.events.get(name)
        if kind is None:
            hint = meant(name, [*self.names.events, COMPLETE[0], FACTS[0], ADDED[0]])
            if name in self.names.facts or name in self.names.ledgers:
                hint = f"；平台的事项写成“{FACTS[0]}.{name}”"
            elif name in self.names.acts:
                hint = "；它不是经历中登记的事"
            problems.report(line, f"没有事件“{name}”{hint}")
        return kind

    def _complete(
        self, parts: list[str], right: str, line: int, problems: Problems
    ) -> CompletenessChange | None:
        value = None if plain(right) in NOTHING else right
        if len(parts) > 1:
            problems.report(line, f"“{COMPLETE[0]}.{'.'.join(parts)}”中的点多了")
            return None
        if value is not None and read_day(value) is None:
            problems.report(line, _no_day(COMPLETE[0], value) + "；没有写明截至哪一日的写“（缺）”")
            return None
        if not parts or parts[0] in REST:
            return CompletenessChange(None, bool(parts), value)
        kind = self._kind(parts[0], line, problems)
        return None if kind is None else CompletenessChange(kind, is_rest=False, value=value)

    def _added(
        self, parts: list[str], value: str | None, line: int, problems: Problems
    ) -> EventAddition | EventChange | None:
        if not parts:
            problems.report(line, f"“{ADDED[0]}”后面写事件，如“{ADDED[0]}.撤销称号=2025-06-30”")
            return None
        kind = self._kind(parts[0], line, problems)
        if kind is None:
            return None
        lead = f"{ADDED[0]}.{kind.name}"
        number = self.added[kind.id]
        if len(parts) > 1:
            if kind.id in self.refused:
                return None
            if not number:
                problems.report(line, f"先写“{lead}=日期”，再写它的“{'.'.join(parts[1:])}”")
                return None
            written = "（缺）" if value is None else value
            place = (number, number)
            return self._column(kind, place, parts[1:], written, line, problems, is_added=True)
        if value is None or read_day(value) is None:
            problems.report(line, _no_day(lead, value or "（缺）"))
            self.refused.add(kind.id)
            return None
        self.added[kind.id] += 1
        return EventAddition(kind, number + 1, value)

    def _column(
        self,
        kind: EventKind,
        place: tuple[int, int],
        parts: list[str],
        right: str,
        line: int,
        problems: Problems,
        *,
        is_added: bool = False,
    ) -> EventChange | None:
        known = columns_of(kind)
        if len(parts) > 1:
            problems.report(line, f"“{kind.name}.{'.'.join(parts)}”中的点多了")
            return None
        column = by_either(known).get(parts[0])
        if column is None:
            if parts[0] in KIND:
                message = f"“{kind.name}”不能改成别的事；去掉它，再写“{ADDED[0]}.…”"
            else:
                listed = [c.name for c in known]
                hint = meant(parts[0], listed) or f"；有：{'、'.join(listed)}"
                message = f"事件“{kind.name}”没有“{parts[0]}”这一栏{hint}"
            problems.report(line, message)
            return None
        bare = plain(right)
        value: str | list[str] | None = None if bare in NOTHING else right
        if bare in EMPTY:
            if column.type.kind != "set":
                problems.report(
                    line, f"“{column.name}”不是多选，不能写“{right}”；没有记载的写“（缺）”"
                )
                return None
            value = []
        if column is DATED:
            if value is None:
                problems.report(line, f"事件不能没有日期；没有这件事的，写“{kind.name}=（缺）”")
                return None
            if read_day(right) is None:
                problems.report(line, _no_day(f"{kind.name}.{DATED.name}", right))
                return None
        return EventChange(kind, *place, column, value, is_added)


def _no_day(what: str, written: str) -> str:
    return f"“{what}={written}”的等号后面不是日期；应写成 2026-11-22"
