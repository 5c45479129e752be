"""The declared name that a mistyped one most likely meant."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 64


def nearest(given: str, names: Iterable[str]) -> str | None:
    """The name closest to `given`, or None where nothing is close.

    Text of more than 64 characters is close to nothing, which bounds the cost.

    Example:
        >>> nearest("资产总而", ["资产总额", "注册日期"])
        '资产总额'
    """
    given = given.strip()
    if not given or len(given) > _LONGEST:
        return None
    return _closest(given.casefold(), tuple(names))


@lru_cache(maxsize=4096)
def _closest(given: str, names: tuple[str, ...]) -> str | None:
    folded = {name.casefold(): name for name in reversed(names)}
    found = get_close_matches(given, list(folded), n=1, cutoff=0.5)
    return folded[found[0]] if found else None


def did_you_mean(given: str, names: Iterable[str]) -> tuple[str, str]:
    """A sentence offering the closest name, in Chinese and English; empty where none is."""
    found = nearest(given, names)
    return (f"是不是「{found}」？", f" Did you mean “{found}”?") if found else ("", "")
