"""What a register is written to: CSV, Parquet, or an Excel workbook that also says what it was reckoned by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from sgpolicy.registers.wording import day_headings, headings, said
from sgpolicy.rendering.papers.problems import PaperError
from sgpolicy.tables.columns import FrameError, FrameProblem
from sgpolicy.tables.files import CsvTarget, ParquetTarget, day_type

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sgpolicy.compiled import CompiledPolicy
    from sgpolicy.model.explanation import Language
    from sgpolicy.model.holidays import HolidayTable
    from sgpolicy.registers.wording import Cell

_KINDS: Final = (".csv", ".parquet", ".xlsx")


class Writer(Protocol):
    """Writes the rows of a register."""

    def write(self, rows: Sequence[Sequence[Cell | None]]) -> None:
        """Some more rows."""

    def close(self) -> None:
        """Write what is left."""


def between(target: Path, lang: Language) -> str:
    """What stands between several things in one cell: a line's end where cells have lines."""
    if target.suffix.lower() == ".xlsx":
        return "\n"
    return ", " if lang == "en" else "、"


def writer_of(
    compiled: CompiledPolicy,
    target: Path,
    path: Path,
    on: date,
    holidays: HolidayTable,
    lang: Language,
) -> Writer:
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
    known = "、".join(_KINDS)
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
