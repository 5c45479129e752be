"""Blank cells, which state nothing, and stand-ins for them, which leave open what is meant."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sgpolicy.applying.problems import Words, refuse
from sgpolicy.source.numerals import half_width

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
STAND_INS: Final = frozenset(
    {
        "/",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "−",
        "－",
        "／",
        "*",
        "**",
        "无",
        "没有",
        "暂无",
        "不详",
        "未知",
        "不清楚",
        "不适用",
        "空",
        "待定",
        "待补",
        "暂缺",
        "缺",
        "略",
        "n/a",
        "na",
        "#n/a",
        "nan",
        "none",
        "null",
        "nil",
        "tbd",
        "unknown",
        "?",
        "？",
        "无数据",
        "同上",
        "〃",
    }
)
"""What people write where there is nothing to say, in lower case."""

LEAVE_BLANK: Final = ("也请留空", "leave it blank too")
"""How to state that there is none of what has no zero."""


def is_blank(given: object) -> bool:
    """Whether nothing is stated: None, or text of nothing but white space."""
    if given is None:
        return True
    if not isinstance(given, str):
        return False
    if given and not (given[0].isspace() or given[0] in _INVISIBLE):
        return False  # as nearly all text: the rest need not be looked at
    return not given.translate(_DROP).strip()


_DROP = dict.fromkeys(map(ord, _INVISIBLE))


def refuse_stand_in(given: object, form: Words, none: Words = LEAVE_BLANK) -> None:
    """Refuse 「无」, 「/」 and their like; `none` says how to state that there is none.

    Raises:
        RefusedError: It is one (SG704).
    """
    if is_stand_in(given):
        raise refuse("SG704", given, form=form, none=none)


def is_stand_in(given: object) -> bool:
    """Whether it is 「无」, 「/」 or their like."""
    return isinstance(given, str) and len(given) <= 16 and _stands_in(given)


@lru_cache(4096)  # what applications say is often the same: a size, a day, yes
def _stands_in(text: str) -> bool:
    return half_width(text.translate(_DROP).strip()).casefold() in STAND_INS
