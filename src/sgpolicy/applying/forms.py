"""How a value of each type is written, in words: for messages, the form and the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sgpolicy.model.types import Type

GROWTH_RATE = "增长率"
_LISTED = 12


def noun(type_: Type) -> tuple[str, str]:
    """What a value of the type is called, in Chinese and English."""
    return _NOUNS[type_.kind]


_NOUNS = {
    "truth": ("是或否", "yes or no"),
    "count": ("数量", "a count"),
    "money": ("金额", "an amount of money"),
    "share": ("百分比", "a percentage"),
    "area": ("面积", "an area"),
    "date": ("日期", "a date"),
    "choice": ("一个选项", "one of the choices"),
    "set": ("若干选项", "a list of choices"),
    "series": ("逐年的数量", "a count for each year"),
    "text": ("文字", "text"),
}


def form(type_: Type) -> tuple[str, str]:
    """How a value of the type is written, in Chinese and English, with examples."""
    unit = type_.unit or ""
    match type_.kind:
        case "truth":
            return "是 或 否", "是 or 否 (true or false)"
        case "count":
            return f"60{unit} 或 60", f"60{unit} or 60"
        case "money":
            return (
                "120万元、0.8亿元、1,200,000元，或 1200000（只写数字时以元计）",
                "120万元, 0.8亿元, 1,200,000元 or 1200000 (a bare number is in yuan)",
            )
        case "share" if unit == GROWTH_RATE:
            return "12%、-3.5% 或 百分之十二", "12%, -3.5% or 百分之十二"
        case "share":
            return "85% 或 百分之八十五", "85% or 百分之八十五"
        case "area":
            return "180平方米、180㎡ 或 180", "180平方米, 180㎡ or 180 (square metres)"
        case "date":
            return "2022-10-20 或 2022年10月20日", "2022-10-20 or 2022年10月20日"
        case "choice":
            return members(type_, "填其中一个：", "one of: ")
        case "set":
            return members(type_, "填其中若干个，以顿号分隔或写成列表：", "any of, as a list: ")
        case "series":
            return f"每年一行，如 2024: 52{unit}", f"a line per year, as 2024: 52{unit}"
        case _:
            return "文字", "text"


def members(type_: Type, zh: str = "", en: str = "") -> tuple[str, str]:
    """The members after a lead-in, in Chinese and English; long lists are cut."""
    some = type_.members[:_LISTED]
    more = len(type_.members) - len(some)
    return (
        zh + "、".join(some) + (f"等 {len(type_.members)} 项" if more else ""),
        en + ", ".join(some) + (f" and {more} more" if more else ""),
    )


def none(type_: Type) -> tuple[str, str]:
    """How to state that there is none of it, in Chinese and English."""
    match type_.kind:
        case "truth":
            return "请填“否”", "say 否"
        case "count" | "money" | "area":
            return "请填 0", "give 0"
        case "share":
            return "请填 0%", "give 0%"
        case "set":
            return "请填 []（空的列表）", "give [], an empty list"
        case "series":
            return "请在该年填 0", "give 0 for the year"
        case _:
            return "也请留空", "leave it blank too"
