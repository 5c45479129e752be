"""Types in readers' words."""

from __future__ import annotations

from sgpolicy.model.types import Type

_KINDS = {
    "truth": "是否",
    "count": "计数",
    "money": "金额",
    "share": "百分比",
    "area": "面积",
    "date": "日期",
    "span": "期间",
    "choice": "单选",
    "set": "多选",
    "series": "逐年计数",
    "actors": "主体",
    "text": "文本",
}


def kind_word(type_: Type) -> str:
    """The type's kind."""
    return _KINDS[type_.kind]


def describe(type_: Type) -> str:
    """The type's kind, and its unit where that tells it apart."""
    if type_.kind in ("count", "series") and type_.unit:
        return f"{_KINDS[type_.kind]}（{type_.unit}）"
    return _KINDS[type_.kind]
