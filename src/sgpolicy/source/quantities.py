"""Quantities: a number with its unit, as laws and rules write them."""

from __future__ import annotations

import re
from fractions import Fraction

from sgpolicy.records import dataclass
from sgpolicy.source.numerals import half_width, read_number

MONEY = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
PERIODS = {
    "年": "年",
    "周年": "年",
    "周岁": "年",
    "岁": "年",
    "个月": "月",
    "月": "月",
    "日": "日",
    "天": "日",
}
AREAS = ("平方米", "㎡")
CLASSIFIERS = (
    "人次",
    "家次",
    "家",
    "户",
    "次",
    "人",
    "项",
    "台",
    "件",
    "个",
    "种",
    "名",
    "届",
    "场",
    "套",
    "笔",
    "宗",
    "小时",
    "分",
)
UNITS = tuple(
    sorted((*MONEY, *PERIODS, *AREAS, *CLASSIFIERS, "%", "百分点"), key=len, reverse=True)
)
_NUMBER = r"[0-9][0-9,]{0,39}(?:\.[0-9]{1,20})?|[零〇一二两三四五六七八九十百千]{1,24}"
_PATTERN = re.compile(
    rf"百分之(?P<percent>[零〇一二两三四五六七八九十百点]+|[0-9]+(?:\.[0-9]+)?)"
    rf"|(?P<number>{_NUMBER})\s*(?P<scale>[万亿])?\s*(?P<unit>{'|'.join(UNITS)})(?!度)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in base units: 元 for money, 1 for 100%, 平方米 for areas; otherwise as counted.

    Attributes:
        value: Exact.
        unit: 元, "%", 平方米, 年, 月, 日, or a classifier such as 家; "" for a bare number.
        text: As written.
        start, end: Where it stands in the text it was found in.
    """

    value: Fraction
    unit: str
    text: str
    start: int = 0
    end: int = 0


def base_unit(number: Fraction, unit: str) -> tuple[Fraction, str]:
    """A number and its unit brought to the base unit.

    Example:
        >>> base_unit(Fraction(100), "万元")
        (Fraction(1000000, 1), '元')
    """
    if unit in MONEY:
        return number * MONEY[unit], "元"
    if unit == "%":
        return number / 100, "%"
    if unit in AREAS:
        return number, "平方米"
    return number, PERIODS.get(unit, unit)


def _is_ordinal(text: str, match: re.Match[str]) -> bool:
    """Whether it points rather than counts: 第二次, 上一年, 同一企业, 前一日; 三分之一, 十分."""
    before = text[match.start() - 1 : match.start()]
    if before == "第":
        return True
    if match["unit"] == "分" and (match["number"][0] not in "0123456789" or _is_part(text, match)):
        return True
    return match["number"] == "一" and (
        before in {"上", "同", "某", "任", "意"} or (before == "前" and match["unit"] == "日")
    )


def _is_part(text: str, match: re.Match[str]) -> bool:
    """Whether 分 begins another word: 3分之一, 5分钟."""
    return text[match.end() : match.end() + 1] in {"之", "钟"}


def find_quantities(text: str) -> list[Quantity]:
    """Every number with a unit in a stretch of law, in order.

    Numerals without a unit (一定的, 一经) are words, not numbers; 上一年度 counts nothing.

    Example:
        >>> [(str(q.value), q.unit) for q in find_quantities("近两年增长百分之十，50 家以上")]
        [('2', '年'), ('1/10', '%'), ('50', '家')]
    """
    text = half_width(text)
    found = []
    for match in _PATTERN.finditer(text):
        if match["percent"]:
            number = read_number(match["percent"])
            unit = "%"
        else:
            number, unit = read_number(match["number"]), match["unit"]
            if number is not None and match["scale"]:
                number *= 10_000 if match["scale"] == "万" else 100_000_000
        if number is None or _is_ordinal(text, match):
            continue
        value, unit = base_unit(number, unit)
        found.append(Quantity(value, unit, match[0], match.start(), match.end()))
    return found
