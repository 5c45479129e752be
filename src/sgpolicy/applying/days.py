"""Dates as applicants write them: 2022-10-20, 2022/10/20, 2022.10.20, 2022年10月20日."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from sgpolicy.applying.forms import form, noun
from sgpolicy.applying.problems import refuse
from sgpolicy.model.types import DATE
from sgpolicy.operators.periods import month_end
from sgpolicy.source.numerals import half_width, read_chinese

_WRITTEN = re.compile(
    r"(?P<year>[0-9]{4})\s*(?:(?P<mark>[-/.])\s*(?P<month>[0-9]{1,2})\s*(?P=mark)\s*(?P<day>[0-9]{1,2})"
    r"|年\s*(?P<month2>[0-9]{1,2})\s*月\s*(?P<day2>[0-9]{1,2})\s*[日号])"
    r"(?P<time>[T\s]*[0-9]{1,2}:[0-9:.Z+ -]*)?"
)
_NUMERALS = re.compile(
    r"(?P<year>[零〇○一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[一二三四五六七八九十]{1,3})[日号]"
)
_DIGITS = {"零": "0", "〇": "0", "○": "0"} | {
    c: str(i) for i, c in enumerate("一二三四五六七八九", 1)
}
_WIDE = str.maketrans("－／：　", "-/: ")
_LONGEST = 60
_FORM = form(DATE)


def read_date(given: object) -> date:
    """A day.

    Raises:
        RefusedError: It is no date, no such day exists, or it carries a time of day.
    """
    match given:
        case datetime():
            raise refuse("SG713", given, form=_FORM)
        case date():
            return given
        case str() if len(given.strip()) <= _LONGEST:
            return _read(given)
        case str() | int() | float() if not isinstance(given, bool):
            raise refuse("SG706", given, wanted=noun(DATE), form=_FORM)
        case _:
            raise refuse("SG705", given, wanted=noun(DATE), form=_FORM)


@lru_cache(4096)  # what is recorded of many happened on the same few days
def _read(given: str) -> date:
    text = half_width(given.strip()).translate(_WIDE)
    if match := _WRITTEN.fullmatch(text):
        if match["time"]:
            raise refuse("SG713", given, form=_FORM)
        year, month, day = match["year"], match["month"] or match["month2"], match["day"]
        return _day(int(year), int(month), int(day or match["day2"]), given)
    if match := _NUMERALS.fullmatch(text):
        month_, day_ = read_chinese(match["month"]), read_chinese(match["day"])
        if month_ is not None and day_ is not None:
            return _day(
                int("".join(_DIGITS[c] for c in match["year"])), int(month_), int(day_), given
            )
    raise refuse("SG706", given, wanted=noun(DATE), form=_FORM)


def _day(year: int, month: int, day: int, given: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if year == 0:
            reason = ("没有公元 0 年", "there is no year 0")
        elif not 1 <= month <= 12:
            reason = (f"没有 {month} 月", f"there is no month {month}")
        else:
            last = month_end(year, month).day
            reason = (f"{year}年{month}月只有 {last} 天", f"{year}-{month:02} has {last} days")
        raise refuse("SG712", given, reason=reason, form=_FORM) from None
