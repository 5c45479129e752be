"""Pieces of a sentence in lines: a piece that does not fit any more begins a line rather than being broken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.source.text import cells
from sgpolicy.source.wrapping import wrapped

_DATE = re.compile(r"(?:\d{4}-)?\d\d-\d\d")
_ASIDE = re.compile(r"(?=（(?![一二三四五六七八九十]+）)| \()")


def joined(pieces: Sequence[str], between: str) -> tuple[str, ...]:
    """Each piece but the last with what comes between them.

    Example:
        >>> joined(["甲", "乙"], "，")
        ('甲，', '乙')
    """
    return tuple(piece + between for piece in pieces[:-1]) + tuple(pieces[-1:])


def filled(pieces: Sequence[str], width: int) -> list[str]:
    """Pieces in lines of at most `width` cells; what is too long is broken, first before its asides.

    Example:
        >>> filled(["报送运营情况，", "迟 9 天（期限 02-05）"], 24)
        ['报送运营情况，', '迟 9 天（期限 02-05）']
    """
    lines = [""]
    for piece in map(visible, pieces):
        if cells((lines[-1] + piece).rstrip()) <= width:
            lines[-1] += piece
        elif cells(piece.rstrip()) <= width:
            lines.append(piece.lstrip())
        elif len(parts := [part for part in _ASIDE.split(piece) if part]) > 1:
            lines += filled([lines.pop(), *parts], width)
        else:
            lines += _unbroken(lines.pop() + piece, width)
            lines[-1] += " " * (len(piece) - len(piece.rstrip()))
    return [line.rstrip() for line in lines[:-1]] + lines[-1:]


def _unbroken(text: str, width: int) -> list[str]:
    """`text` in lines, its dates whole where they fit: words of letters for as long as it is wrapped."""
    masked = _DATE.sub(lambda match: "x" * len(match.group()), text)
    chars = iter("".join(text.split()))
    return [
        "".join(char if char.isspace() else next(chars) for char in line)
        for line in wrapped(masked, width)
    ]
