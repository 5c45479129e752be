"""Tables of a policy that stand beside its rules: their rows, those that cannot be read reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sgpolicy.model.document import Cell, Table
from sgpolicy.source.text import Span


def complete_rows(
    table: Table, wanted: Sequence[str], bad: Callable[[Span, str], None]
) -> Iterator[dict[str, Cell]]:
    """The rows that have all cells and say something in those that are wanted, their cells by column.

    Args:
        table: The table.
        wanted: The columns that may not be blank.
        bad: Takes the place and the problem of a row that cannot be read.
    """
    for row in table.rows:
        if len(row) != len(table.header):
            bad(row[0].span, f"这一行有 {len(row)} 格，表头有 {len(table.header)} 格")
            continue
        cells = dict(zip(table.header, row, strict=True))
        blank = [name for name in wanted if not cells[name].text]
        if blank:
            bad(row[0].span, f"“{row[0].text}”一行没有写{'、'.join(blank)}")
            continue
        yield cells
