"""The nearest of some names to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import islice

_LONGEST = 64
_MOST = 1000


def nearest(text: str, names: Iterable[str]) -> str | None:
    """The name most like `text`, or None if none is close.

    Example:
        >>> nearest("资产总颔", ["资产总额", "办公面积"])
        '资产总额'
    """
    if not text or len(text) > _LONGEST:
        return None
    shared = set(text)
    close_in_length = (n for n in names if abs(len(n) - len(text)) <= max(2, len(text) // 2))
    candidates = list(islice((n for n in close_in_length if shared.intersection(n)), _MOST))
    close = difflib.get_close_matches(text, candidates, n=1, cutoff=0.5)
    return close[0] if close else None
