"""Numbers as Chinese texts write them: 三, 十二, 二百五十, 百分之六十, 1,200, 0.8."""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = "零〇一二两三四五六七八九"
_VALUES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_VALUES |= {"七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_ARABIC = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?|[0-9]+(\.[0-9]+)?")
_LONGEST = 64
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")


def half_width(text: str) -> str:
    """Full-width digits, point, comma and percent sign as their half-width forms."""
    return text.translate(_FULL_WIDTH)


def read_arabic(text: str) -> Fraction | None:
    """An Arabic number with optional thousands commas and decimals; None if it is not one.

    Example:
        >>> read_arabic("1,200.50")
        Fraction(2401, 2)
    """
    text = half_width(text.strip())
    if len(text) > _LONGEST or not _ARABIC.fullmatch(text):
        return None
    # a whole number at once: what a fraction makes of text, it makes by a long pattern
    return Fraction(int(text)) if text.isdigit() else Fraction(text.replace(",", ""))


def read_chinese(text: str) -> Fraction | None:
    """A whole number in Chinese numerals; None if it is not a well-formed one.

    Example:
        >>> read_chinese("二百五十"), read_chinese("一亿二千万"), read_chinese("百万十")
        (Fraction(250, 1), Fraction(120000000, 1), None)
    """
    if not text or len(text) > _LONGEST or not CHINESE.fullmatch(text):
        return None
    total = section = 0
    digit: int | None = None
    place_limit, group_limit = 10_000, 10**9
    for char in text:
        if char in _VALUES:
            if digit is not None and digit != 0:
                return None
            digit = _VALUES[char]
        elif char in _PLACES:
            place = _PLACES[char]
            if place >= place_limit or (digit is None and not (place == 10 and section == 0)):
                return None
            section += (1 if digit is None else digit) * place
            digit, place_limit = None, place
        else:
            group = _GROUPS[char]
            section += digit or 0
            if group >= group_limit or section == 0:
                return None
            total += section * group
            section, digit, place_limit, group_limit = 0, None, 10_000, group
    return Fraction(total + section + (digit or 0))


def read_number(text: str) -> Fraction | None:
    """An Arabic or Chinese number; None if it is neither."""
    number = read_arabic(text)
    return read_chinese(text.strip()) if number is None else number
