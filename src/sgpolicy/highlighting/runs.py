"""A run made of words only, cut into them in the shortest way."""

from __future__ import annotations

import re

from sgpolicy.highlighting.classes import CLASSES
from sgpolicy.highlighting.rules import CHINESE_NUMBER, CHINESE_SHARE, CHINESE_UNIT, Kind

_LONGEST = max(map(len, CLASSES))
_QUANTITY = re.compile(f"({CHINESE_SHARE})|({CHINESE_NUMBER})({CHINESE_UNIT})")

Piece = tuple[tuple[Kind, str], ...]


def cut(run: str) -> Piece:
    """The words of a run, each with its kind.

    Example:
        >>> cut("每满三年")
        (('arithmetic', '每满'), ('number', '三'), ('unit', '年'))

    Raises:
        ValueError: The run is not made of words only.
    """
    best: list[tuple[int, Piece] | None] = [None] * len(run) + [(0, ())]
    for start in range(len(run) - 1, -1, -1):
        for piece in _pieces(run, start):
            rest = best[start + sum(len(text) for _, text in piece)]
            if rest is None:
                continue
            found = best[start]
            if found is None or rest[0] + 1 < found[0]:
                best[start] = (rest[0] + 1, piece + rest[1])
    if best[0] is None:
        raise ValueError(run)
    return best[0][1]


def _pieces(run: str, start: int) -> list[Piece]:
    """What may stand at `start`, longest first."""
    pieces: list[Piece] = []
    for length in range(min(_LONGEST, len(run) - start), 0, -1):
        word = run[start : start + length]
        if word in CLASSES:
            pieces.append(((CLASSES[word], word),))
    quantity = _QUANTITY.match(run, start)
    if quantity is not None:
        share, number, unit = quantity.groups()
        pieces.append((("number", share),) if share else (("number", number), ("unit", unit)))
    return pieces
