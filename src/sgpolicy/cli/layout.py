"""Laying out text that mixes Chinese and Latin: widths are terminal cells, never `len()`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sgpolicy.source.text import cells


def pad(text: str, width: int) -> str:
    """`text` with spaces to its right until it takes `width` cells.

    Example:
        >>> pad("条", 4) + "|"
        '条  |'
    """
    return text + " " * (width - cells(text))


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: int = 0) -> list[str]:
    """Lines of a table whose columns are as wide as their widest cell.

    Args:
        header: The columns' titles.
        rows: The cells' texts, row by row.
        right: How many of the last columns are set flush right.
    """
    body = [list(header), *[list(row) for row in rows]]
    widths = [max(cells(row[i]) for row in body) for i in range(len(header))]
    first_right = len(header) - right
    lines = []
    for row in body:
        laid = [
            " " * (widths[i] - cells(cell)) + cell if i >= first_right else pad(cell, widths[i])
            for i, cell in enumerate(row)
        ]
        lines.append("  ".join(laid).rstrip())
    lines.insert(1, "─" * (sum(widths) + 2 * (len(widths) - 1)))
    return lines
