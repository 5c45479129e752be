"""How wide a table's columns are on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.source.text import cells

if TYPE_CHECKING:
    from sgpolicy.rendering.decisions.blocks import Table

PAGE = 156
"""How wide the text of a page is, in millimetres (GB/T 9704)."""


def column_widths(block: Table) -> tuple[int, ...]:
    """The columns' widths in millimetres, which fill the page: the last one has what the others do not need."""
    needed = [
        max(
            cells(row[at]) + (0 if at else depth)
            for row, depth in zip((block.header, *block.rows), (0, *block.depths), strict=True)
        )
        for at in range(len(block.header) - 1)
    ]
    widths = [min(-(-19 * one // 10) + 5, 40) for one in needed]
    return (*widths, max(PAGE - sum(widths), 30))
