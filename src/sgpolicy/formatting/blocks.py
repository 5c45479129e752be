"""A block's declarations and comments → its lines, in the author's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sgpolicy.formatting.laying import lines_of
from sgpolicy.formatting.pieces import Piece, settled
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A declaration, or a comment between declarations.

    Attributes:
        content: A declaration's pieces, or text that stays as it is.
        is_set_off: Whether the author left a blank line before it.
    """

    content: Sequence[Piece] | str
    is_set_off: bool


def block_text(entries: Iterable[Entry], margin: str = "") -> str:
    """The block's text; one blank line where the author left any, `margin` before every line."""
    lines: list[str] = []
    for entry in entries:
        if entry.is_set_off and lines:
            lines.append("")
        if isinstance(entry.content, str):
            lines += entry.content.split("\n")
            continue
        for line in lines_of(settled(entry.content)):
            lines += [margin + text for text in line.printed()]
    return "".join(f"{line}\n" for line in lines)
