"""Exact numbers as people read them: 46 家, 99.5 万元, 6/13（≈46.15%）. Never a float."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, assert_never

from sgpolicy.model.explanation import Days, Members, Quantity, Series
from sgpolicy.rendering.words import UNITS_EN, word

if TYPE_CHECKING:
    from fractions import Fraction

    from sgpolicy.model.core import Period
    from sgpolicy.model.explanation import Datum, Language

_MONEY = {"亿元": (10**8, 4), "万元": (10**4, 2)}
_SPACES = re.compile(r"\s+")
_CJK = r"[\u3400-\u9fff]"


def shown(datum: Datum, lang: Language) -> str:
    """Any value."""
    match datum:
        case None:
            return word("missing", lang)
        case bool():
            return word("yes" if datum else "no", lang)
        case Quantity():
            return quantity(datum, lang)
        case str():
            return datum
        case date():
            return day(datum, lang)
        case Days():
            return word("days", lang, day(datum.first, lang), day(datum.last, lang))
        case Members():
            return members(datum.names, lang)
        case Series():
            counts = (
                word("year count", lang, year, f"{count}{_unit(datum.unit, lang)}")
                for year, count in datum.counts
            )
            return word("list", lang).join(counts)
        case _:
            assert_never(datum)


_NO_END = -(10**29)
"""Below it is no number of the application: what is taken off is not known."""


def members(names: tuple[str, ...], lang: Language) -> str:
    """Choices side by side; an item of a catalogue (信息服务目录/政策) without its catalogue."""
    return word("list", lang).join(n.rpartition("/")[2] for n in names) or word("none", lang)


def quantity(amount: Quantity, lang: Language) -> str:
    """A number with its unit, or both ends of what it may be."""
    if amount.high is None:
        if amount.low <= 0:
            return word("unknown", lang)
        return word("at least", lang, _number(amount.low, amount, lang))
    if amount.low == amount.high:
        return _number(amount.low, amount, lang)
    if amount.low < _NO_END:
        return word("at most", lang, _number(amount.high, amount, lang))
    low = _number(amount.low, amount, lang)
    high = _number(amount.high, amount, lang)
    number, space, unit = low.rpartition(" ")
    if space and high.endswith(f" {unit}"):
        low = number
    return word("range", lang, low, high)


def day(value: date, lang: Language) -> str:
    """2026年11月22日; in English 2026-11-22."""
    if lang == "en":
        return value.isoformat()
    return f"{value.year}年{value.month}月{value.day}日"


def period(length: Period, lang: Language) -> str:
    """2 年, 6 个月, 30 日."""
    if lang == "en":
        return f"{length.amount}{_unit(length.unit, lang, is_one=length.amount == 1)}"
    return f"{length.amount} {'个月' if length.unit == '月' else length.unit}"


def percent(share: Fraction) -> str:
    """An exact percentage, or a fraction with its rounded-down percentage.

    Rounding down never lifts a share over its bound.
    """
    exact = decimal(share * 100, 4)
    if exact is not None:
        return f"{exact}%"
    return f"{share.numerator}/{share.denominator}（≈{_truncated(share * 100)}%）"


def points(share: Fraction, lang: Language) -> str:
    """A distance between percentages, in percentage points."""
    exact = decimal(share * 100, 4)
    if exact is not None:
        return word("points", lang, exact)
    return word("points", lang, _truncated(share * 100))


def decimal(number: Fraction, places: int, *, grouped: bool = False) -> str | None:
    """The exact decimal, if it has at most that many places.

    Example:
        >>> from fractions import Fraction
        >>> decimal(Fraction(7, 2), 2), decimal(Fraction(1, 3), 4)
        ('3.5', None)
    """
    scaled = number * 10**places
    if scaled.denominator != 1:
        return None
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(abs(scaled.numerator), 10**places)
    digits = f"{rest:0{places}d}".rstrip("0") if places else ""
    head = f"{whole:,}" if grouped else str(whole)
    return sign + head + (f".{digits}" if digits else "")


def typeset(written: str) -> str:
    """A rule's words with even spacing: 不少于 6人 → 不少于 6 人; 50家 以上 → 50 家以上."""
    text = _SPACES.sub(" ", written.strip())
    text = re.sub(rf"({_CJK}) ({_CJK})", r"\1\2", text)
    text = re.sub(rf"({_CJK})(\d)", r"\1 \2", text)
    return re.sub(rf"([\d%])({_CJK})", r"\1 \2", text)


def _number(number: Fraction, amount: Quantity, lang: Language) -> str:
    if amount.kind == "share":
        return percent(number)
    if amount.kind == "money":
        return _money(number, amount.unit, lang)
    unit = "平方米" if amount.kind == "area" else amount.unit
    return _plain(number) + _unit(unit, lang, is_one=number == 1)


def _money(number: Fraction, unit: str | None, lang: Language) -> str:
    if lang == "en":
        return f"{decimal(number, 2, grouped=True) or _plain(number)} yuan"
    wanted = (unit,) if unit == "元" else tuple(_MONEY) if unit != "万元" else ("万元",)
    for name in wanted:
        if name not in _MONEY:
            continue
        size, places = _MONEY[name]
        text = decimal(number / size, places, grouped=True)
        if text is not None and (name == unit or abs(number) >= size):
            return f"{text} {name}"
    return f"{decimal(number, 2, grouped=True) or _plain(number)} 元"


def _plain(number: Fraction) -> str:
    exact = decimal(number, 6)
    if exact is not None:
        return exact
    return f"{number.numerator}/{number.denominator}（≈{_truncated(number)}）"


def _truncated(number: Fraction) -> str:
    """Two decimals, more where they would all be zero; rounded towards zero."""
    places = 2
    while abs(number) * 10**places < 1 and number != 0:
        places += 1
    scaled = abs(number.numerator) * 10**places // number.denominator
    whole, rest = divmod(scaled, 10**places)
    return f"{'-' if number < 0 else ''}{whole}.{rest:0{places}d}"


def _unit(unit: str | None, lang: Language, *, is_one: bool = False) -> str:
    if not unit:
        return ""
    if lang == "zh" or unit not in UNITS_EN:
        return f" {unit}"
    one, several = UNITS_EN[unit]
    return f" {one if is_one else several}"
