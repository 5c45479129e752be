"""Which days nobody need work on: those published, and a user's own table.

The only module that imports `chinese_calendar`, and only when the published days are asked for. Neither
the clock nor the network is consulted: what the installed table does not cover is not published yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final

from sgpolicy.errors import SgpolicyError
from sgpolicy.model.holidays import HolidayTable

PACKAGE: Final = "chinesecalendar"
"""The distribution that the published days come from."""

_NAME, _VERSION, _REST = ("名称", "name"), ("版本", "version"), ("休息日", "rest")
_OFF, _WORK = ("放假", "holidays"), ("上班", "workdays")
_SECTIONS = (_NAME, _VERSION, _REST)
_YEAR = re.compile(r"([0-9]{4})\s*(?:年|年度)?")
_MADE_UP = 20
"""More days of weekends than have ever been made workdays in a year: at most 12 so far."""
_WEEKDAYS = "一二三四五六日"


class HolidayTableError(SgpolicyError, ValueError):
    """A table of days of rest has mistakes.

    Attributes:
        problems: All of them, in Chinese, in the order of the data.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@cache
def published_holidays() -> HolidayTable:
    """The days of rest that the State Council has published, as the installed package has them.

    The years covered are those for which the package has the National Day, the year's last holiday: an
    arrangement is published for a whole year at once.

    Example:
        >>> table = published_holidays()
        >>> table.is_rest(date(2026, 1, 31)), table.is_rest(date(2026, 2, 28))  # both Saturdays
        (True, False)
    """
    from importlib.metadata import version

    import chinese_calendar

    off = frozenset(chinese_calendar.holidays)
    work = frozenset(chinese_calendar.workdays)
    years = sorted(day.year for day in off if (day.month, day.day) == (10, 1))
    return HolidayTable(PACKAGE, version(PACKAGE), {year: _rest(year, off, work) for year in years})


def read_holidays(data: object) -> HolidayTable:
    """A user's own table, from plain data as read from YAML or JSON.

    A year is either as the State Council announces it, the holidays and the weekends' days worked
    instead (weekends are added), or the list of all its days of rest, weekends among them. Days may be
    written as in an application. The table stands alone: years that it lacks are not published.

    Args:
        data: `名称`, `版本` and `休息日` (or `name`, `version`, `rest`); in the last, year by year,
            `放假` and `上班` (`holidays`, `workdays`), or a list of days.

    Raises:
        HolidayTableError: With everything that is wrong.

    Example:
        >>> table = read_holidays({"名称": "放假通知", "版本": "第1版", "休息日": {
        ...     2026: {"放假": ["2026-01-01", "2026-01-02"], "上班": ["2026-01-04"]}}})
        >>> table.is_rest(date(2026, 1, 3)), table.is_rest(date(2026, 1, 4)), table.covers(2027)
        (True, False, False)
    """
    return _Reading().table(data)


def _rest(year: int, off: frozenset[date], work: frozenset[date]) -> frozenset[date]:
    """A year's days of rest: weekends less the days worked instead, and the holidays."""
    return frozenset(_weekends(year)) - work | {day for day in off if day.year == year}


def _weekends(year: int) -> Iterator[date]:
    """Every Saturday and Sunday of a year."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    for weekday in (6, 0):  # as ordinals modulo 7 have Saturday and Sunday
        for ordinal in range(first + (weekday - first) % 7, last + 1, 7):
            yield date.fromordinal(ordinal)


class _Reading:
    """One reading; mistakes are collected until its end."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def table(self, data: object) -> HolidayTable:
        """The whole table."""
        if not isinstance(data, Mapping):
            raise HolidayTableError(["节假日表须写明名称、版本、休息日三项；请按这三项填写。"])
        sections = self.sections(data, _SECTIONS, "")
        name = self.text(sections.get(_NAME), _NAME)
        version = self.text(sections.get(_VERSION), _VERSION)
        rest = self.years(sections.get(_REST))
        if self.problems:
            raise HolidayTableError(self.problems)
        return HolidayTable(name, version, rest)

    def sections(
        self, data: Mapping[object, object], known: Sequence[tuple[str, str]], where: str
    ) -> dict[tuple[str, str], object]:
        """What stands under each known name, in Chinese or English."""
        found: dict[tuple[str, str], object] = {}
        for key, value in data.items():
            section = next((names for names in known if key in names), None)
            if section is None:
                names = "、".join(names[0] for names in known)
                self.problems.append(f"{where}“{_shown(key)}”不是节假日表的项目；可填：{names}。")
            elif section in found:
                self.problems.append(f"{where}“{section[0]}”写了两次；请只留一处。")
            else:
                found[section] = value
        return found

    def text(self, given: object, names: tuple[str, str]) -> str:
        """A name or a version: text, or a whole number."""
        if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 10**9:
            return str(given)
        if isinstance(given, str) and given.strip():
            return given.strip()
        if given is None or isinstance(given, str):
            self.problems.append(f"没有填“{names[0]}”；请填写。")
        else:
            self.problems.append(f"“{names[0]}”填的“{_shown(given)}”不是文字；请用引号括起来填写。")
        return ""

    def years(self, given: object) -> dict[int, frozenset[date]]:
        """Year → its days of rest."""
        if not isinstance(given, Mapping) or not given:
            self.problems.append("“休息日”须按年填写；请在每个年份下列出放假和上班的日期。")
            return {}
        found: dict[int, frozenset[date]] = {}
        for key, value in given.items():
            year = _year(key)
            if year is None:
                self.problems.append(
                    f"“休息日”中的“{_shown(key)}”不是年份；请写成四位数字，例如 2026。"
                )
            elif year in found:
                self.problems.append(f"“休息日”中 {year} 年写了两次；请只留一处。")
            else:
                found[year] = self.year(value, year)
        return found

    def year(self, given: object, year: int) -> frozenset[date]:
        """One year, announced or listed."""
        where = f"{year} 年"
        if not isinstance(given, Mapping):
            return self.listed(given, year, where)
        sections = self.sections(given, (_OFF, _WORK), where)
        if sections.get(_OFF) is None:
            self.problems.append(f"{where}没有填“放假”；请列出放假的日期。")
        off = self.days(sections.get(_OFF) or (), year, f"{where}“放假”")
        work = self.days(sections.get(_WORK) or (), year, f"{where}“上班”")
        for day in sorted(off & work):
            self.problems.append(f"{where}“放假”和“上班”都列了 {day}；请只留一处。")
        for day in sorted(day for day in work if day.weekday() < 5):
            self.problems.append(
                f"{where}“上班”列的 {day} 是周{_WEEKDAYS[day.weekday()]}，不是周末；"
                "请只列调休上班的周六、周日。"
            )
        return _rest(year, off, work)

    def listed(self, given: object, year: int, where: str) -> frozenset[date]:
        """All days of rest of a year, one by one."""
        before = len(self.problems)
        days = self.days(given, year, where)
        if len(self.problems) == before:
            missing = sum(day not in days for day in _weekends(year))
            if missing > _MADE_UP:
                self.problems.append(
                    f"{where}只列了 {len(days)} 天，有 {missing} 天周末不在内；"
                    "请列全（含周末），或者分“放假”和“上班”填写，周末由程序补上。"
                )
        return days

    def days(self, given: object, year: int, where: str) -> frozenset[date]:
        """A list of days, all in the year."""
        from sgpolicy.applying.days import read_date
        from sgpolicy.applying.problems import RefusedError, describe

        if isinstance(given, str | bytes) or not isinstance(given, Sequence):
            self.problems.append(f"{where}须是日期的列表；请逐日列出。")
            return frozenset()
        found: set[date] = set()
        for number, item in enumerate(given, 1):
            place = f"{where}第 {number} 项"
            try:
                day = read_date(item)
            except RefusedError as error:
                self.problems += [
                    describe(trouble, where=place).text() for trouble in error.troubles
                ]
                continue
            if day.year != year:
                self.problems.append(f"{place} {day} 不在这一年；请改正，或者移到所在的年份。")
            elif day in found:
                self.problems.append(f"{place} {day} 重复；请删去一处。")
            found.add(day)
        return frozenset(found)


def _year(given: object) -> int | None:
    if isinstance(given, str) and (match := _YEAR.fullmatch(given.strip())):
        given = int(match[1])
    if isinstance(given, bool) or not isinstance(given, int):
        return None
    return given if 1000 <= given <= 9999 else None


def _shown(given: object) -> str:
    from sgpolicy.applying.problems import shown

    return shown(given)
