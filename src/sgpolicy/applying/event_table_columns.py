"""The columns of a table of events: what each is, or everything that is wrong with them.

They are called as in a history, by name or id: the platform (名称), the common columns of events (事件, 日期,
由, …), the own columns of every kind, 记载截至, and the facts of the platform. A name that both an event and
a fact have is the event's; 事项.归口 is always the fact, 经历.单位 always the event's. 记载截至.发文确认 is the
day for one kind. Where a fact is asked by reading or by year, 资产总额.申请日 and 年服务企业数.2025 give one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from sgpolicy.applying.blanks import is_blank
from sgpolicy.applying.event_columns import DATED, KIND, MATERIAL
from sgpolicy.applying.histories import COMPLETE, EVENTS, FACTS, NAME, SECTIONS
from sgpolicy.applying.intake import by_names
from sgpolicy.applying.judgements import Part
from sgpolicy.applying.names import OTHERS, Names
from sgpolicy.applying.nearest import did_you_mean
from sgpolicy.applying.problems import shown
from sgpolicy.applying.values import read_year
from sgpolicy.model.core import Fact
from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from sgpolicy.applying.building import Path
    from sgpolicy.model.core import Core, EventKind
    from sgpolicy.model.declared import Declared

_OFFERS = 200
_SECTION_OF: Final[Mapping[str, Part]] = by_names(SECTIONS)
_REQUIRED: Final[Mapping[Part, tuple[str, str]]] = {
    NAME: ("每行写明是哪个平台", "names the platform of each row"),
    KIND: ("每件写明是哪一类事", "names the kind of each event"),
    DATED: ("每件写明办理的那一天", "gives the day of each event"),
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something that is wrong with a table of events as a table.

    Attributes:
        row: The row's number in the file; None where the column itself is at fault.
        column: The column's number from 1; None where there is no such column.
        message, message_en: What is wrong and what to do.
        header: The column's name, as written.
    """

    row: int | None
    column: int | None
    message: str
    message_en: str
    header: str = ""

    def text(self, lang: str = "zh") -> str:
        """One line: place and message, in "zh" or "en"."""
        said = (
            (self.row, "第 {} 行", "row {}"),
            (self.column, "第 {} 列", "column {}"),
            (shown(self.header), "「{}」", "“{}”"),
        )
        if lang == "en":
            place = ", ".join(en.format(one) for one, _, en in said if one)
            return f"{place}: {self.message_en}" if place else self.message_en
        place = "".join(zh.format(one) for one, zh, _ in said if one)
        return f"{place}：{self.message}" if place else self.message


@dataclass(frozen=True, slots=True)
class EventColumns:
    """The columns of a table, recognised. Positions are from 0.

    Attributes:
        header: The columns' names.
        name: Where the platform's name stands. `kind`: where the kind of event does.
        own: The columns that state something of the platform itself: position, and path in a history.
        by_kind: The columns of events and what the events of a kind call them, by its name and id.
        of_no_kind: The same for events whose kind is not known.
    """

    header: tuple[str, ...]
    name: int
    kind: int
    own: tuple[tuple[int, Path], ...]
    by_kind: Mapping[str, tuple[tuple[int, str], ...]]
    of_no_kind: tuple[tuple[int, str], ...]


def event_columns_of(
    core: Core, header: Iterable[str | None], *, names: Names | None = None
) -> tuple[EventColumns | None, tuple[RowProblem, ...]]:
    """Recognise the columns of a table of events; None with everything that is wrong with them.

    Args:
        core: The policy.
        header: The columns' names; a column without a name must not have cells.
        names: The policy's names, for those who read much under it.
    """
    return _Recogniser(core, names or Names(core), header).columns()


class _UnusableError(Exception):
    """A column that cannot be used, with Chinese and English words; it never leaves this module."""


class _Recogniser:
    """Finds what each column is; what is wrong is noted."""

    def __init__(self, core: Core, names: Names, header: Iterable[str | None]) -> None:
        self.core = core
        self.names = names
        self.header = tuple("" if is_blank(name) else (name or "").strip() for name in header)
        self.problems: list[RowProblem] = []
        self.cells = names.cells(None)
        self._offers = _OFFERS

    def columns(self) -> tuple[EventColumns | None, tuple[RowProblem, ...]]:
        """The columns, or everything that is wrong with them."""
        events: dict[int, str] = {}
        own: dict[int, Path] = {}
        for at, header in enumerate(self.header):
            if not header:
                continue
            try:
                path = self._path(header.replace("．", "."))
            except _UnusableError as error:
                self._report(at, *error.args)
                continue
            if path[0] == EVENTS.name:
                events[at] = str(path[1])
            else:
                own[at] = path
        called = {kind.id: self._called(events, kind) for kind in self.core.events.values()}
        self._report_twice([events, *called.values()], own)
        found: dict[object, int] = {self.cells[name]: at for at, name in events.items()}
        found.update((NAME, at) for at, path in own.items() if path[0] == NAME.name)
        for part, (zh, en) in _REQUIRED.items():
            if part not in found:
                said = f"no column “{part.name}” ({part.id}), which {en}."
                self._report(None, f"缺「{part.name}」这一列：{zh}。", said)
        if self.problems:
            return None, tuple(self.problems)
        del own[found[NAME]]
        by_kind = {text: tuple(called[kind.id].items()) for text, kind in self.names.kinds.items()}
        others, of_platform = tuple(events.items()), tuple(own.items())
        return EventColumns(self.header, found[NAME], found[KIND], of_platform, by_kind, others), ()

    def _called(self, events: Mapping[int, str], kind: EventKind) -> dict[int, str]:
        """What the events of a kind call the columns: by the name wherever that is plain."""
        cells = self.names.cells(kind)
        return {
            at: _key(cells[name], cells) if name in cells else name for at, name in events.items()
        }

    def _report_twice(self, called: Iterable[Mapping[int, str]], own: Mapping[int, Path]) -> None:
        """Note the columns that say what an earlier one says, be it in events of one kind only."""
        told: dict[int, int] = {}
        for names in called:
            taken: dict[str, int] = {}
            for at, name in names.items():
                if taken.setdefault(name, at) != at:
                    told.setdefault(at, taken[name])
        first: dict[Path, int] = {}
        for at, path in own.items():
            if first.setdefault(path, at) != at:
                told[at] = first[path]
        for at, same in sorted(told.items()):
            name, number = self.header[same], same + 1
            zh = f"与第 {number} 列「{name}」说的是同一项，请只留一列。"
            self._report(at, zh, f"it says the same as column {number}, “{name}”; keep one.")

    def _path(self, header: str) -> Path:
        """Where in a history the column's cells belong; of an event's, the section and what it is called.

        Raises:
            _UnusableError: Nowhere, or they cannot stand in a table.
        """
        stated = self.names.stated
        if header in (NAME.name, NAME.id):
            return (NAME.name,)
        if header in (COMPLETE.name, COMPLETE.id):
            return (COMPLETE.name, OTHERS.name)
        if header in self.cells:
            return self._event(header)
        if header in stated:
            return self._fact(header, "")
        stem, _, rest = (text.strip() for text in header.partition("."))
        section = _SECTION_OF.get(stem) if rest else None
        if section is COMPLETE:
            return self._complete(rest)
        if section is EVENTS:
            return self._event(rest)
        if section is FACTS:
            stem, _, rest = (text.strip() for text in rest.partition("."))
        if stem in stated:
            return self._fact(stem, rest)
        if section is FACTS:
            raise self._unknown(stem, stated, "事项", "fact")
        names = (NAME.name, NAME.id, COMPLETE.name, COMPLETE.id, *self.cells, *stated)
        raise self._unknown(header, names, "栏目，也没有这样的事项", "column or fact")

    def _event(self, name: str) -> Path:
        if name not in self.cells:
            raise self._unknown(name, self.cells, "栏目", "column of events")
        if self.cells[name] is MATERIAL:
            raise _not_in_tables(MATERIAL)
        return (EVENTS.name, name)

    def _complete(self, name: str) -> Path:
        named = self.names.complete.get(name)
        if named is None:
            raise self._unknown(name, self.names.complete, "事件", "kind of event")
        return (COMPLETE.name, _key(named, self.names.complete))

    def _fact(self, name: str, part: str) -> Path:
        """A fact, or the part of it for one reading or year."""
        named = self.names.stated[name]
        if not isinstance(named, Fact):
            raise _not_in_tables(named)
        path = (FACTS.name, _key(named, self.names.stated))
        if named.type.kind == "series":
            year = read_year(part)
            if year is None:
                zh = f"逐年的数一年一列，请把列名写成「{named.name}.2025」这样。"
                raise _UnusableError(zh, f"one column a year, named as “{named.name}.2025”.")
            return (*path, str(year))
        if named.split is None:
            if not part:
                return path
            zh = f"「{named.name}」不分读法，列名里请去掉「.{shown(part)}」。"
            en = f"“{named.name}” is not asked by reading; drop “.{shown(part)}” from the name."
            raise _UnusableError(zh, en)
        item = self.core.interpretations[named.split]
        reading = item.reading(part or item.default)
        if reading is None:
            known = "、".join(one.name for one in item.readings)
            zh = f"口径「{item.name}」没有读法「{shown(part)}」，点后请写其中之一：{known}。"
            en = f"“{item.name}” has no reading “{shown(part)}”; after the point write one of: {known}."
            raise _UnusableError(zh, en)
        return (*path, reading.name)

    def _unknown(self, given: str, names: Iterable[str], zh: str, en: str) -> _UnusableError:
        self._offers -= 1  # comparing takes time: only the first few hundred
        near, near_en = did_you_mean(given, names) if self._offers >= 0 else ("", "")
        zh = f"没有叫「{shown(given)}」的{zh}。{near}请改成正确的列名；无关的列请去掉。"
        en = f"there is no {en} called “{shown(given)}”.{near_en} Correct the name, or drop the column."
        return _UnusableError(zh, en)

    def _report(self, at: int | None, zh: str, en: str) -> None:
        column, header = (None, "") if at is None else (at + 1, self.header[at])
        self.problems.append(RowProblem(None, column, zh, en, header))


def _not_in_tables(named: Declared) -> _UnusableError:
    """What no cell can hold: material, ledgers, findings."""
    zh = f"表格里写不了「{named.name}」。请去掉这一列；要附上它的平台，请单独写一份经历（YAML 文件）。"
    en = f"a table cannot bring “{named.name}”. Drop the column; who needs it takes a YAML file of its own."
    return _UnusableError(zh, en)


def _key(named: Declared, among: Mapping[str, Declared]) -> str:
    """What data calls it: by its name, unless that is another's."""
    return named.name if among.get(named.name) is named else named.id
