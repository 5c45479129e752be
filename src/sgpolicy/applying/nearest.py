"""A sentence that offers the declared name a mistyped one most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

from sgpolicy.source.nearest import nearest


def did_you_mean(given: str, names: Iterable[str]) -> tuple[str, str]:
    """The offer in Chinese and English, whatever the case of the letters; empty where none is close.

    Example:
        >>> did_you_mean("资产总而", ["资产总额", "注册日期"])[0]
        '是不是「资产总额」？'
    """
    folded = {name.casefold(): name for name in reversed(tuple(names))}
    found = nearest(given.strip().casefold(), folded)
    if found is None:
        return "", ""
    return f"是不是「{folded[found]}」？", f" Did you mean “{folded[found]}”?"
