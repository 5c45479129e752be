"""The nearest of some names to a mistyped one."""

from __future__ import annotations

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
    shared, size, most = set(text), len(text), max(2, len(text) // 2)
    shortest, longest = size - most, size + most
    close_in_length = (n for n in names if shortest <= len(n) <= longest)
    candidates = list(islice((n for n in close_in_length if not shared.isdisjoint(n)), _MOST))
    import difflib  # only for what is mistyped

    close = difflib.get_close_matches(text, candidates, n=1, cutoff=0.5)
    return close[0] if close else None


def only_near(text: str, names: Iterable[str], *, shortest: int = 3) -> str | None:
    """The one name that `text` must be a slip for: a character or two away, and no other is.

    One character may differ, be missing or be too many; in texts of more than four characters, two.
    Texts shorter than `shortest` are too short to be sure of.

    Example:
        >>> only_near("资产总颔", ["资产总额", "办公面积"])
        '资产总额'
        >>> only_near("甲方数", ["甲方额", "乙方数"]) is None
        True
    """
    if not shortest <= len(text) <= _LONGEST:
        return None
    most = 1 if len(text) <= 4 else 2
    letters = set(text)
    alike = (name for name in names if len(letters.difference(name)) <= most)
    near = {name for name in alike if name != text and _is_within(text, name, most)}
    return near.pop() if len(near) == 1 else None


def _is_within(left: str, right: str, most: int) -> bool:
    """Whether at most `most` insertions, deletions and replacements lie between two texts."""
    if abs(len(left) - len(right)) > most:
        return False
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1] <= most
