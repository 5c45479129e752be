"""Blank cells, which state nothing, and stand-ins for them, which leave open what is meant."""

from __future__ import annotations

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
    return isinstance(given, str) and not given.translate(_DROP).strip()


_DROP = dict.fromkeys(map(ord, _INVISIBLE))


def refuse_stand_in(given: object, form: Words, none: Words = LEAVE_BLANK) -> None:
    """Refuse 「无」, 「/」 and their like; `none` says how to state that there is none.

    Raises:
        RefusedError: It is one (SG704).
    """
    if isinstance(given, str) and len(given) <= 16:
        text = half_width(given.translate(_DROP).strip()).casefold()
        if text in STAND_INS:
            raise refuse("SG704", given, form=form, none=none)
