"""What could not be read or decided of a file, with its place and the reason, in a file beside the output."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sgpolicy.records import dataclass, field
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


@dataclass(slots=True)
class Rejects:
    """The rows that are left out, written beside the output once there is one.

    Attributes:
        target: The output.
        tables: The ledgers' names; where there are any, a column says of which file a row is.
        rows: How many applications.
        of_ledgers: How many rows of each ledger.
    """

    target: Path
    tables: tuple[str, ...] = ()
    rows: int = 0
    of_ledgers: dict[str, int] = field(default_factory=dict)
    _whole: Whole | None = None
    _file: Any = None
    _writer: Any = None

    @property
    def path(self) -> Path:
        """Where they go: 结果.csv → 结果.退回.csv."""
        return self.target.with_name(f"{self.target.stem}.退回.csv")

    def note(self, lines: Iterable[Rejected]) -> None:
        """Note some rows: every row of one file in one call, or in none."""
        told = sorted(lines)
        if not told:
            return
        self.rows += len({one.row for one in told if not one.place})
        for place, _ in {(one.place, one.row) for one in told if one.place}:
            name = self.tables[place - 1]
            self.of_ledgers[name] = self.of_ledgers.get(name, 0) + 1
        if self._whole is None:
            self._whole = Whole(self.path)
            self._file = self._whole.path.open("w", newline="", encoding="utf-8-sig")
            self._writer = csv.writer(self._file)
            self._writer.writerow([*(["表"] if self.tables else []), "行", "列", "原因"])
        names = (APPLICATIONS, *self.tables)
        for one in told:
            table = [names[one.place]] if self.tables else []
            self._writer.writerow([*table, one.row, one.column, one.reason])

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
