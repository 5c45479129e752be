"""What could not be read or decided of a file, with its place and the reason, in a file beside the output."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sgpolicy.records import dataclass
from sgpolicy.tables.files import Whole

APPLICATIONS = "申请"
"""What the file of applications is called where there are ledgers too."""


@dataclass(frozen=True, slots=True, order=True)
class Rejected:
    """Why a row is left out.

    Attributes:
        application: The row of the application that it is about, in its file; 0 where it is about none.
        place: 0 for the applications' file, from 1 on for the ledgers'.
        row: In that file.
        column: Where it stands; "" for the whole row.
        reason: What is wrong.
    """

    application: int
    place: int
    row: int
    column: str
    reason: str


def misshapen(cells: int, width: int) -> str:
    """The reason for a row that has not as many cells as the header."""
    return f"这一行有 {cells} 格，表头有 {width} 列"


class Beside:
    """Lines about what is left out, in a file beside an output: written only if there are any, whole or not at all."""

    def __init__(self, target: Path, header: Sequence[str]) -> None:
        """Beside that output, with such a header."""
        self.path = target.with_name(f"{target.stem}.退回.csv")
        self._header = header
        self._whole: Whole | None = None
        self._file: Any = None
        self._writer: Any = None

    def write(self, lines: Iterable[Sequence[str | int]]) -> None:
        """Write some more lines."""
        if self._whole is None:
            self._whole = Whole(self.path)
            self._file = self._whole.path.open("w", newline="", encoding="utf-8-sig")
            self._writer = csv.writer(self._file)
            self._writer.writerow(self._header)
        self._writer.writerows(lines)

    def keep(self) -> Path | None:
        """Put them under their name; an older file of that name would no longer be true."""
        if self._whole is None:
            self.path.unlink(missing_ok=True)
            return None
        self._file.close()
        self._whole.keep()
        return self.path

    def drop(self) -> None:
        """Leave nothing behind that was not kept."""
        if self._whole is not None:
            self._file.close()
            self._whole.__exit__()


class Rejects:
    """The rows that are left out, written beside the output once there is one.

    Attributes:
        tables: The ledgers' names; where there are any, a column says of which file a row is.
        rows: How many applications.
        of_ledgers: How many rows of each ledger.
    """

    def __init__(self, target: Path, tables: tuple[str, ...] = ()) -> None:
        """Of an output, with such ledgers."""
        self.tables = tables
        self.rows = 0
        self.of_ledgers: dict[str, int] = {}
        self._file = Beside(target, [*(["表"] if tables else []), "行", "列", "原因"])

    @property
    def path(self) -> Path:
        """Where they go: 结果.csv → 结果.退回.csv."""
        return self._file.path

    def note(self, lines: Iterable[Rejected]) -> None:
        """Note some rows: every row of one file in one call, or in none."""
        told = sorted(lines)
        if not told:
            return
        self.rows += len({one.row for one in told if not one.place})
        for place, _ in {(one.place, one.row) for one in told if one.place}:
            name = self.tables[place - 1]
            self.of_ledgers[name] = self.of_ledgers.get(name, 0) + 1
        names = (APPLICATIONS, *self.tables)
        self._file.write(
            [*([names[one.place]] if self.tables else []), one.row, one.column, one.reason]
            for one in told
        )

    def keep(self) -> Path | None:
        """See `Beside.keep`."""
        return self._file.keep()

    def drop(self) -> None:
        """See `Beside.drop`."""
        self._file.drop()
