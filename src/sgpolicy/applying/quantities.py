"""Numbers with units as applicants write them: 120万元, 60 家, 85%, 180㎡. Exact, in base units."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sgpolicy.applying.forms import GROWTH_RATE, form, noun
from sgpolicy.applying.problems import RefusedError, refuse
from sgpolicy.source.numerals import half_width, read_number

if TYPE_CHECKING:
    from sgpolicy.model.types import Type

LIMIT: Final = 10**18
"""A number's numerator and denominator in lowest terms are at most this."""

_LONGEST = 60
_SHORT = 16
"""Fewer digits than this are under the limit."""
_MINUS = "-−－﹣负"
_SCALES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_MONEY = {head + tail: scale for head, scale in _SCALES.items() for tail in ("", "元", "元整")}
_MONEY = {unit: scale for unit, scale in _MONEY.items() if unit != "千"}
_AREA = frozenset({"平方米", "平米", "㎡", "m²", "m2", "平方公尺"})
_AMOUNT = re.compile(
    r"(?P<number>[0-9]+\s*/\s*[0-9]+|[0-9][0-9,.]*|[零〇一二两三四五六七八九十百千万亿]+)"
    r"\s*(?P<unit>.*)",
    re.DOTALL,
)
_PARTS = re.compile(r"(?P<of>百|千)分之(?P<number>.+)", re.DOTALL)
_COLLOQUIAL = re.compile(r"[百千万亿][一二两三四五六七八九](?=$|[万亿])")
_CURRENCY = re.compile(r"^(人民币|￥|¥|RMB)\s*", re.IGNORECASE)


def exact(number: Fraction) -> int | Fraction:
    """A whole number as int, any other as it is."""
    return number.numerator if number.denominator == 1 else number


def read_money(given: object, type_: Type) -> int | Fraction:
    """An amount in 元. A bare number is in 元.

    Raises:
        RefusedError: It is no amount, negative, a float, or too long.
    """
    number, unit = _split(given, type_, prefix=_CURRENCY)
    if unit not in _MONEY:
        raise refuse(
            "SG707",
            given,
            unit=("元、万元、亿元", "元, 万元, 亿元"),
            other=unit[:20],
            form=form(type_),
        )
    return exact(_bounded(number * _MONEY[unit], given, type_))


def read_area(given: object, type_: Type) -> int | Fraction:
    """An area in 平方米. A bare number is in 平方米.

    Raises:
        RefusedError: It is no area, negative, in another unit, a float, or too long.
    """
    number, unit = _split(given, type_)
    if unit and unit.lower() not in _AREA:
        raise refuse("SG707", given, unit="平方米", other=unit[:20], form=form(type_))
    return exact(_bounded(number, given, type_))


def read_count(given: object, type_: Type) -> int:
    """A whole number in the type's own unit, or bare.

    Raises:
        RefusedError: It is no number, negative, not whole, in another unit, a float, or too long.
    """
    if isinstance(given, str):  # as nearly all are written: digits, then the unit or nothing
        digits = given.removesuffix(type_.unit or "")
        if len(digits) < _SHORT and digits.isascii() and digits.isdigit():
            return int(digits)
    number, unit = _split(given, type_)
    if unit[:1] in {"万", "亿"}:
        number, unit = number * _SCALES[unit[0]], unit[1:].lstrip()
    if unit and unit != type_.unit:
        own = type_.unit or ("个（不写单位）", "a bare number")
        raise refuse("SG707", given, unit=own, other=unit[:20], form=form(type_))
    if number.denominator != 1:
        raise refuse("SG709", given, form=form(type_))
    return _bounded(number, given, type_).numerator


def read_share(given: object, type_: Type) -> int | Fraction:
    """A share, 1 for 100%: `85%`, `百分之八十五`, or the exact ratio `1/3` (a Fraction in Python).

    At most 100% and not negative, except where the type's unit is 增长率, a rate of growth. A bare
    0 is zero either way; any other bare number is refused: 85 and 0.85 cannot be told apart.

    Raises:
        RefusedError: It is no percentage, or out of range.
    """
    number = given if isinstance(given, Fraction) else _percent(given, type_)
    if type_.unit != GROWTH_RATE:
        if number < 0:
            raise refuse("SG708", given, form=form(type_))
        if number > 1:
            raise refuse("SG711", given, form=form(type_))
    return exact(_bounded(number, given, type_))


def _percent(given: object, type_: Type) -> Fraction:
    text = _text(given, type_)
    sign, text = _sign(text)
    if parts := _PARTS.fullmatch(text):
        number = _number(parts["number"].strip(), type_, given)
        return sign * number / (100 if parts["of"] == "百" else 1000)
    number, unit = _amount(text, type_, given)
    if unit in {"%", "﹪"}:
        return sign * number / 100
    if unit == "‰":
        return sign * number / 1000
    if unit:
        raise refuse("SG707", given, unit="%", other=unit[:20], form=form(type_))
    if "/" in text or number == 0:
        return sign * number
    low, high = _plain(number), _plain(number * 100)
    raise refuse("SG710", given, low=f"{low}%", high=f"{high}%", form=form(type_))


def _plain(number: Fraction) -> str:
    return str(exact(number)) if number.denominator == 1 else f"{float(number):.6g}"


def _split(
    given: object, type_: Type, prefix: re.Pattern[str] | None = None
) -> tuple[Fraction, str]:
    """A number that is not negative, and the unit behind it."""
    if isinstance(given, Fraction):
        sign, number, unit = 1, given, ""
    else:
        text = _text(given, type_)
        text = prefix.sub("", text) if prefix else text
        sign, text = _sign(text)
        number, unit = _amount(prefix.sub("", text) if prefix else text, type_, given)
    if sign * number < 0:
        raise refuse("SG708", given, form=form(type_))
    return number, unit


def _text(given: object, type_: Type) -> str:
    """The number as half-width text, whatever it came as."""
    match given:
        case bool():
            raise _shape(given, type_)
        case int() if abs(given) > LIMIT:
            raise refuse("SG715", given, form=form(type_))
        case int():
            return str(given)
        case float():
            raise refuse("SG714", given, form=form(type_))
        case Decimal() if not given.is_finite():
            raise _unreadable(given, type_)
        case Decimal() if (
            abs(given.adjusted()) > _LONGEST or len(given.as_tuple().digits) > _LONGEST
        ):
            raise refuse("SG715", given, form=form(type_))
        case Decimal():
            return f"{given:f}"
        case str():
            text = half_width(given.strip())
            if len(text) > _LONGEST:
                code = "SG715" if text.lstrip(_MINUS)[:1].isdigit() else "SG706"
                raise refuse(code, given, form=form(type_), wanted=noun(type_))
            return text
        case date():
            raise _unreadable(given, type_)
        case _:
            raise _shape(given, type_)


def _sign(text: str) -> tuple[int, str]:
    if text[:1] and text[0] in _MINUS:
        return -1, text[1:].lstrip()
    return 1, text


def _amount(text: str, type_: Type, given: object) -> tuple[Fraction, str]:
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise _unreadable(given, type_)
    return _number(match["number"], type_, given), "".join(match["unit"].split())


def _number(text: str, type_: Type, given: object) -> Fraction:
    if "/" in text:
        part, _, whole = text.partition("/")
        if whole.strip().isdecimal() and part.strip().isdecimal() and int(whole):
            return Fraction(int(part), int(whole))
        raise _unreadable(given, type_)
    is_colloquial = not text.isascii() and _COLLOQUIAL.search(text)
    number = None if is_colloquial else read_number(text)
    if number is None:
        raise _unreadable(given, type_)
    return number


def _bounded(number: Fraction, given: object, type_: Type) -> Fraction:
    if abs(number.numerator) > LIMIT or number.denominator > LIMIT:
        raise refuse("SG715", given, form=form(type_))
    return number


def _unreadable(given: object, type_: Type) -> RefusedError:
    return refuse("SG706", given, wanted=noun(type_), form=form(type_))


def _shape(given: object, type_: Type) -> RefusedError:
    return refuse("SG705", given, wanted=noun(type_), form=form(type_))
