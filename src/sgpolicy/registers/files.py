"""A register written to a file, whole or not at all; what could not be read stands in a file beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sgpolicy.holidays import published_holidays
from sgpolicy.records import dataclass
from sgpolicy.registers.clerk import Clerk
from sgpolicy.registers.sharing import in_processes, start_method
from sgpolicy.registers.sources import entries_of
from sgpolicy.registers.wording import Form, day_headings, headings, held, said
from sgpolicy.rendering.papers.problems import PaperError
from sgpolicy.tables.columns import FrameError, FrameProblem
from sgpolicy.tables.files import CsvTarget, ParquetTarget, Whole, day_type, spare
from sgpolicy.tables.rejects import Beside

if TYPE_CHECKING:
    from sgpolicy.compiled import CompiledPolicy
    from sgpolicy.model.explanation import Language
    from sgpolicy.model.holidays import HolidayTable
    from sgpolicy.registers.clerk import Line
    from sgpolicy.registers.sources import Entry
    from sgpolicy.registers.wording import Cell

_PIECE = 100
"""Histories that a process takes at once: reading and reckoning some, even from YAML, takes a second at most."""

_TARGETS = (".csv", ".parquet", ".xlsx")


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """What became of the histories.

    Attributes:
        platforms: How many are in the register.
        outcomes: How many hold a title, do not, or it is not known: by 有, 没有, 不能断定, 不适用.
        overdue: How many have a duty overdue.
        rejected: How many histories could not be read.
        same_names: How many are called as an earlier one; they are in the register.
        target: The register.
        rejects: Where those stand that could not be read, or share a name; None where there are none.
    """

    platforms: int
    outcomes: Mapping[str, int]
    overdue: int
    rejected: int
    same_names: int
    target: Path
    rejects: Path | None


def register_file(
    compiled: CompiledPolicy,
    source: Path,
    target: Path,
    *,
    on: date,
    holidays: HolidayTable | None,
    processes: int,
    lang: Language,
    progress: Callable[[float], None],
) -> RegisterReport:
    """Write a register; see `CompiledPolicy.register_file`."""
    table = holidays if holidays is not None else published_holidays()
    aside = Beside(target, said("aside", lang))
    spare(source, (target, aside.path))
    with ExitStack() as stack:
        output = stack.enter_context(Whole(target))
        writer = _writer(compiled, target, output.path, on, table, lang)
        stack.callback(writer.close)
        entries = entries_of(compiled.policy, source, lang)
        stack.callback(aside.drop)
        clerk = Clerk(compiled, on, table, Form(lang, _between(target, lang)))
        clerk([])  # what it needs is made once, before other processes begin
        outcomes: Counter[str] = Counter()
        overdue = rejected = 0
        places: dict[str, str] = {}
        same = 0
        found = in_processes(clerk, _pieces(entries), processes, start_method())
        for lines in stack.enter_context(closing(found)):
            kept = [line for line in lines if line.outcome is not None]
            writer.write([line.cells for line in kept])
            outcomes.update(held(line.outcome, "zh") for line in kept if line.outcome is not None)
            overdue += sum(line.is_overdue for line in kept)
            rejected += len(lines) - len(kept)
            told = [*_told(lines)]
            for line in kept:
                first = places.setdefault(line.name, line.place)
                if line.name and first != line.place:
                    same += 1
                    told.append(
                        (line.place, "", "", said("same", lang)[0].format(first, line.name))
                    )
            if told:
                aside.write(told)
            progress(lines[-1].done)
        writer.close()
        left = aside.keep()
        output.keep()
    return RegisterReport(outcomes.total(), dict(outcomes), overdue, rejected, same, target, left)


def _between(target: Path, lang: Language) -> str:
    """What stands between several things in one cell: a line's end where cells have lines."""
    if target.suffix.lower() == ".xlsx":
        return "\n"
    return ", " if lang == "en" else "、"


def _pieces(entries: Iterator[Entry]) -> Iterator[Sequence[Entry]]:
    while some := [*islice(entries, _PIECE)]:
        yield some


def _told(lines: Sequence[Line]) -> Iterator[Sequence[str | int]]:
    for line in lines:
        for one in line.troubles:
            yield line.place, one.where, one.line or "", one.message


class _Writer(Protocol):
    def write(self, rows: Sequence[Sequence[Cell | None]]) -> None:
        """Some more rows."""

    def close(self) -> None:
        """Write what is left."""


def _writer(
    compiled: CompiledPolicy,
    target: Path,
    path: Path,
    on: date,
    holidays: HolidayTable,
    lang: Language,
) -> _Writer:
    """What writes a file of the target's kind.

    Raises:
        FrameError: There is no such kind, or what writes it is not installed.
    """
    kind = target.suffix.lower()
    names = headings(lang)
    if kind == ".csv":
        return _Columns(CsvTarget(path, names, {}), names)
    if kind == ".parquet":
        return _Columns(
            ParquetTarget(path, names, dict.fromkeys(day_headings(lang), day_type())), names
        )
    if kind == ".xlsx":
        return _Workbook(path, names, _facts(compiled, on, holidays, lang), lang)
    known = "、".join(_TARGETS)
    zh, en = f"“{target.name}”的格式不认识；可用 {known}。", f"“{target.name}” is none of {known}."
    raise FrameError([FrameProblem("", None, zh, en)])


class _Columns:
    """Writes rows to a file that takes columns; what says nothing is no text."""

    def __init__(self, target: CsvTarget | ParquetTarget, names: Sequence[str]) -> None:
        self._target, self._names = target, names

    def write(self, rows: Sequence[Sequence[Cell | None]]) -> None:
        columns = [[cell or None for cell in column] for column in zip(*rows, strict=True)]
        if columns:
            self._target.write(dict(zip(self._names, columns, strict=True)), len(rows))

    def close(self) -> None:
        self._target.close()


class _Workbook:
    """Writes an Excel workbook, when all rows are there: the register, and what it was reckoned by."""

    def __init__(
        self, path: Path, names: tuple[str, ...], facts: tuple[tuple[str, str], ...], lang: Language
    ) -> None:
        self._path, self._names, self._facts, self._lang = path, names, facts, lang
        self._rows: list[tuple[Cell, ...]] = []
        self._is_open = True
        self._content(())  # whether it can be written shows before anything is reckoned

    def write(self, rows: Sequence[Sequence[Cell | None]]) -> None:
        self._rows += [tuple("" if cell is None else cell for cell in row) for row in rows]

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            self._path.write_bytes(self._content(tuple(self._rows)))

    def _content(self, rows: tuple[tuple[Cell, ...], ...]) -> bytes:
        from sgpolicy.rendering.papers.round_tables import Sheet
        from sgpolicy.rendering.papers.workbook_file import sheets_file

        register, notes, *heads = said("sheets", self._lang)
        sheets = (
            Sheet(register, self._names, rows),
            Sheet(notes, (heads[0], heads[1]), self._facts),
        )
        try:
            return sheets_file(f"{register} {self._facts[0][1]}", sheets, "B2")
        except PaperError as error:
            raise FrameError([FrameProblem("", None, error.chinese, error.english)]) from None


def _facts(
    compiled: CompiledPolicy, on: date, holidays: HolidayTable, lang: Language
) -> tuple[tuple[str, str], ...]:
    """What a register was reckoned by."""
    policy = compiled.policy
    names = said("facts", lang)
    readings = []
    for key, chosen in compiled.readings.items():
        item = policy.core.interpretations[key]
        reading = item.reading(chosen)
        number = f"{item.number} " if item.number else ""
        readings.append((f"{names[3]} {number}{item.name}", reading.name if reading else chosen))
    return (
        (names[0], f"《{policy.title}》（{policy.document_number}）"),
        (names[1], on.isoformat()),
        (names[2], f"{holidays.name} {holidays.version}"),
        *readings,
    )
