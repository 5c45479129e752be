"""A table of the events of many platforms, a row for each event, to a document for each platform.

What cells mean is left to `read_history`; the documents know in which row and column of the file each value
stands. Nothing here raises on data, and nothing is read before the columns are right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from sgpolicy.applying.blanks import is_blank, is_stand_in
from sgpolicy.applying.documents import Document
from sgpolicy.applying.event_columns import KIND
from sgpolicy.applying.event_table_columns import EventColumns, RowProblem, event_columns_of
from sgpolicy.applying.histories import COMPLETE, EVENTS, NAME
from sgpolicy.applying.names import OTHERS, Names
from sgpolicy.applying.problems import shown
from sgpolicy.records import dataclass, field

if TYPE_CHECKING:
    from sgpolicy.applying.building import Path
    from sgpolicy.applying.problems import Place
    from sgpolicy.model.core import Core

Row = tuple[int, Sequence[str | None]]
"""The row's number in the file, and its cells; None or blank where nothing is stated."""

_TOLD = 3


@dataclass(frozen=True, slots=True)
class PlatformEvents:
    """What a table says of one platform.

    Attributes:
        name: The platform's name.
        rows: The numbers of its rows in the file.
        document: For `read_history`; None where `problems` say what is wrong.
        problems: Where its rows contradict each other.
    """

    name: str
    rows: tuple[int, ...]
    document: Document | None
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class EventTable:
    """A table of events as read.

    Attributes:
        platforms: In the order in which they first appear; none where `columns` are wrong.
        columns: What is wrong with the columns, in their order.
        rows: The rows that belong to no platform: whose history lacks them, nobody can know.
    """

    platforms: tuple[PlatformEvents, ...] = ()
    columns: tuple[RowProblem, ...] = ()
    rows: tuple[RowProblem, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether every row went into the document of a platform."""
        return not (self.columns or self.rows or any(one.problems for one in self.platforms))


def read_event_table(
    core: Core, header: Iterable[str | None], rows: Iterable[Row], *, names: Names | None = None
) -> EventTable:
    """Sort the rows of a table by platform; never raises on data.

    Rows of one platform need not stand together; its events keep their order. A row that names a platform
    and states nothing of an event only says something of the platform. Rows without any cell are passed over.

    Args:
        core: The policy.
        header: The columns' names, see `event_columns_of`.
        rows: Each with its number in the file. Read once.
        names: The policy's names, for those who read much under it.

    Example:
        With the header 名称, 事件, 日期 and the row `(2, ["甲中心", "违法线索", "2024-05-06"])`,
        `table.platforms[0].document.data` is
        `{"名称": "甲中心", "经历": [{"事件": "违法线索", "日期": "2024-05-06"}]}`.
    """
    header = [*header]
    columns, problems = event_columns_of(core, header, names=names)
    nameless: dict[int, RowProblem] = {}
    watched = _watched(rows, header, nameless)
    if columns is not None:
        table = _sorted(columns, watched)
        if not nameless:
            return table
    for _ in watched:
        pass  # so that all that is wrong with columns is told at once
    found = sorted((*problems, *nameless.values()), key=lambda one: one.column or math.inf)
    return EventTable(columns=tuple(found))


def _watched(
    rows: Iterable[Row], header: Sequence[str | None], nameless: dict[int, RowProblem]
) -> Iterator[Row]:
    """The rows; the first cell of each column without a name is noted by the column's position."""
    width = len(header)
    blank = [at for at, name in enumerate(header) if is_blank(name)]
    for row in rows:
        number, cells = row
        if blank or len(cells) > width:
            for at in chain(blank, range(width, len(cells))):
                if at < len(cells) and at not in nameless and not is_blank(cells[at]):
                    given = shown((cells[at] or "").strip())
                    zh = f"没有列名，第 {number} 行却写着「{given}」；请在表头写上列名，或者清空这一列。"
                    en = f"it has no name, and row {number} says “{given}”; name the column, or empty it."
                    nameless[at] = RowProblem(None, at + 1, zh, en)
        yield row


@dataclass(slots=True)
class _Gathered:
    """The rows of one platform; what each column says of it, and in which row first."""

    rows: list[int] = field(default_factory=list)
    events: list[dict[str, str]] = field(default_factory=list)
    event_rows: list[int] = field(default_factory=list)
    stated: dict[int, dict[str, int]] = field(default_factory=dict)


def _sorted(columns: EventColumns, rows: Iterable[Row]) -> EventTable:
    """The rows by platform."""
    found: dict[str, _Gathered] = {}
    lost: list[RowProblem] = []
    width, named_at, kind_at = len(columns.header), columns.name, columns.kind
    by_kind, of_no_kind = columns.by_kind, columns.of_no_kind
    own = tuple(at for at, _ in columns.own)
    for number, given in rows:
        cells = given if len(given) >= width else (*given, *(None,) * (width - len(given)))
        name = (cells[named_at] or "").strip()
        called = by_kind.get((cells[kind_at] or "").strip(), of_no_kind)
        event = {
            key: cell.strip() for at, key in called if (cell := cells[at]) and not is_blank(cell)
        }
        stated = [(at, cell.strip()) for at in own if (cell := cells[at]) and not is_blank(cell)]
        gathered = found.get(name)
        if gathered is None:
            if is_blank(name) or is_stand_in(name):
                if event or stated or not is_blank(name):
                    lost.append(_nobodys(columns, number, name))
                continue
            gathered = found[name] = _Gathered()
        gathered.rows.append(number)
        if event:
            gathered.events.append(event)
            gathered.event_rows.append(number)
        for at, cell in stated:
            gathered.stated.setdefault(at, {}).setdefault(cell, number)
    platforms = (_platform(columns, name, gathered) for name, gathered in found.items())
    return EventTable(tuple(platforms), (), tuple(lost))


def _nobodys(columns: EventColumns, row: int, name: str) -> RowProblem:
    """A row of which nobody knows whose it is."""
    zh, en = "没有写平台的名称", "the platform's name is missing"
    if not is_blank(name):
        zh, en = f"「{shown(name)}」不是平台的名称", f"“{shown(name)}” is no platform's name"
    zh = f"{zh}，不知道这一行记的是谁。请逐行写全；合并的单元格请先取消合并。"
    en = f"{en}: nobody knows whose row it is. Write it in every row; split merged cells first."
    return RowProblem(row, columns.name + 1, zh, en, columns.header[columns.name])


def _platform(columns: EventColumns, name: str, found: _Gathered) -> PlatformEvents:
    rows = tuple(found.rows)
    problems = tuple(
        _contradiction(columns, at, said) for at, said in found.stated.items() if len(said) > 1
    )
    if problems:
        return PlatformEvents(name, rows, None, problems)
    data: dict[str, Any] = {NAME.name: name}
    places: dict[Path, Place] = {}
    for at, path in columns.own:
        for cell, row in found.stated.get(at, {}).items():
            within = data
            for step in path[:-1]:
                within = within.setdefault(str(step), {})
            within[str(path[-1])] = cell
            for length in range(1, len(path) + 1):
                places.setdefault(path[:length], (row, at + 1))
    if [*data.get(COMPLETE.name, ())] == [OTHERS.name]:
        data[COMPLETE.name] = data[COMPLETE.name][OTHERS.name]
    data[EVENTS.name] = found.events
    whole = _Places(columns, rows[0], found.events, found.event_rows, places)
    return PlatformEvents(name, rows, Document(data, whole))


def _contradiction(columns: EventColumns, at: int, said: Mapping[str, int]) -> RowProblem:
    some = [*said.items()][:_TOLD]
    more, more_en = ("等", " and more") if len(said) > _TOLD else ("", "")
    zh = "，".join(f"第 {row} 行写的是「{shown(cell)}」" for cell, row in some)
    en = ", ".join(f"row {row} says “{shown(cell)}”" for cell, row in some)
    zh = f"同一个平台写了不同的内容：{zh}{more}。请只留对的一个，其余各行改成相同的或者留空。"
    en = f"one platform has different values: {en}{more_en}. Keep the right one; leave the others blank."
    return RowProblem(some[1][1], at + 1, zh, en, columns.header[at])


@dataclass(frozen=True, slots=True)
class _Places(Mapping["Path", "Place"]):
    """Row and column of each value of a platform; worked out when asked for, since most never are.

    Attributes:
        columns: The table's columns. `row`: the platform's first row.
        events, rows: Its events, and the row of each.
        stated: Where what is said of the platform itself stands.
    """

    columns: EventColumns
    row: int
    events: Sequence[Mapping[str, str]]
    rows: Sequence[int]
    stated: Mapping[Path, Place]

    def __getitem__(self, path: Path) -> Place:
        columns, rows = self.columns, self.rows
        match path:
            case () | (NAME.name,):
                return self.row, columns.name + 1
            case (EVENTS.name,) if rows:
                return rows[0], columns.kind + 1
            case (EVENTS.name, int(number)) if 0 <= number < len(rows):
                return rows[number], columns.kind + 1
            case (EVENTS.name, int(number), str(key)) if 0 <= number < len(rows):
                event = self.events[number]
                called = columns.by_kind.get(event.get(KIND.name, ""), columns.of_no_kind)
                place = {name: (rows[number], at + 1) for at, name in called if name in event}
                return place[key]
            case _:
                return self.stated[path]

    def __iter__(self) -> Iterator[Path]:
        yield from ((), (NAME.name,), *self.stated)
        yield from [(EVENTS.name,)] * bool(self.rows)
        for number, event in enumerate(self.events):
            yield (EVENTS.name, number)
            yield from ((EVENTS.name, number, key) for key in event)

    def __len__(self) -> int:
        return sum(1 for _ in self)
