"""The published days of rest, moving past them, and a user's own table."""

import subprocess
import sys
from datetime import date, datetime, timedelta
from importlib.metadata import version

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.errors import SgpolicyError
from sgpolicy.holidays import HolidayTableError, published_holidays, read_holidays
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.operators.periods import moved_past_rest

TABLE = published_holidays()
FIRST, LAST = min(TABLE.rest), max(TABLE.rest)
DAYS = st.dates(date(FIRST, 1, 1), date(LAST, 12, 31))
NOTICE_2026 = {
    "放假": [
        *(f"2026-01-0{n}" for n in (1, 2, 3)),
        *(f"2026-02-{n}" for n in range(15, 24)),
        *(f"2026-04-0{n}" for n in (4, 5, 6)),
        *(f"2026-05-0{n}" for n in range(1, 6)),
        *(f"2026-06-{n}" for n in (19, 20, 21)),
        *(f"2026-09-{n}" for n in (25, 26, 27)),
        *(f"2026-10-0{n}" for n in range(1, 8)),
    ],
    "上班": ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
}
"""《国务院办公厅关于2026年部分节假日安排的通知》."""


def on(text):
    return date.fromisoformat(text)


def own(rest, **changes):
    return {"名称": "放假通知", "版本": "1", "休息日": rest, **changes}


# ── the published table ──


@pytest.mark.parametrize(
    "day",
    ["2025-01-26", "2025-02-08", "2025-10-11", *NOTICE_2026["上班"]],
)
def test_make_up_workdays_are_no_rest(day):
    assert on(day).weekday() > 4
    assert not TABLE.is_rest(on(day))


@pytest.mark.parametrize(
    "day",
    ["2026-01-31", "2026-02-01", "2025-10-08", *NOTICE_2026["放假"]],
)
def test_holidays_and_weekends_are_rest(day):
    assert TABLE.is_rest(on(day))


@pytest.mark.parametrize("day", ["2026-02-02", "2026-09-30", "2026-10-08", "2025-12-31"])
def test_other_days_are_no_rest(day):
    assert not TABLE.is_rest(on(day))


def test_coverage_is_that_of_the_package():
    assert list(TABLE.rest) == list(range(FIRST, LAST + 1))
    assert FIRST == 2004
    assert LAST >= 2026
    for year in (FIRST, LAST):
        chinese_calendar.is_workday(date(year, 6, 1))
    for year in (FIRST - 1, LAST + 1):
        assert not TABLE.covers(year)
        with pytest.raises(NotImplementedError):
            chinese_calendar.is_workday(date(year, 6, 1))


def test_every_day_is_as_the_package_says():
    day = date(FIRST, 1, 1)
    while day.year <= LAST:
        assert TABLE.is_rest(day) is not chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
    assert all(one.year == year for year, days in TABLE.rest.items() for one in days)


def test_the_table_names_its_version():
    assert (TABLE.name, TABLE.version) == ("chinesecalendar", version("chinesecalendar"))
    assert published_holidays() is TABLE


def test_importing_brings_no_holidays():
    code = "import sys, sgpolicy, sgpolicy.holidays; print('chinese_calendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# ── moving ──


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        ("2026-01-31", "2026-02-02"),
        ("2026-02-28", "2026-02-28"),  # a Saturday that is worked
        ("2025-01-31", "2025-02-05"),  # in the Spring Festival
        ("2025-01-26", "2025-01-26"),
        ("2026-10-01", "2026-10-08"),
        ("2023-12-31", "2024-01-02"),  # into the next year
    ],
)
def test_days_move_past_rest(day, moved):
    assert moved_past_rest(on(day), TABLE) == on(moved)


def test_nobody_knows_beyond_the_table():
    assert moved_past_rest(date(LAST + 1, 1, 31), TABLE) is None
    ends = HolidayTable("t", "1", {2022: TABLE.rest[2022]})
    assert moved_past_rest(on("2022-12-31"), ends) is None  # needs 2023


@given(DAYS)
def test_a_moved_day_is_the_first_that_is_worked(day):
    moved = moved_past_rest(day, TABLE)
    if moved is None:
        assert all(TABLE.is_rest(d) for d in between(day, date(LAST + 1, 1, 1)))
        return
    assert moved >= day
    assert not TABLE.is_rest(moved)
    assert all(TABLE.is_rest(d) for d in between(day, moved))


def between(first, end):
    return [first + timedelta(days=n) for n in range((end - first).days)]


# ── a user's own table ──


def test_a_notice_gives_the_published_year():
    table = read_holidays(own({2026: NOTICE_2026}))
    assert table.rest == {2026: TABLE.rest[2026]}
    assert (table.name, table.version) == ("放假通知", "1")
    assert not table.covers(2025)


def test_every_form_of_the_same_table():
    listed = [day.isoformat() for day in sorted(TABLE.rest[2026])]
    english = {"holidays": NOTICE_2026["放假"], "workdays": NOTICE_2026["上班"]}
    dated = {key: [on(day) for day in days] for key, days in NOTICE_2026.items()}
    written = {
        key: [f"{on(d).year}年{on(d).month}月{on(d).day}日" for d in days]
        for key, days in NOTICE_2026.items()
    }
    for year in (listed, english, dated, written):
        for key in (2026, "2026", "2026年"):
            assert read_holidays(own({key: year})).rest == {2026: TABLE.rest[2026]}
    assert read_holidays({"name": "n", "version": 7, "rest": {2026: listed}}).version == "7"


@given(st.integers(FIRST, LAST))
def test_any_year_reads_back(year):
    days = [day.isoformat() for day in sorted(TABLE.rest[year])]
    assert read_holidays(own({year: days})).rest == {year: TABLE.rest[year]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "名称、版本、休息日"),
        ([], "名称、版本、休息日"),
        (own({}), "“休息日”须按年填写"),
        (own(["2026-01-01"]), "“休息日”须按年填写"),
        (own({2026: NOTICE_2026}, 名称=" "), "没有填“名称”"),
        (own({2026: NOTICE_2026}, 版本=1.1), "“版本”填的“1.1”不是文字"),
        (own({2026: NOTICE_2026}, version="2"), "“版本”写了两次"),
        (own({2026: NOTICE_2026}, 备注="无"), "“备注”不是节假日表的项目；可填：名称、版本、休息日"),
        (own({"明年": NOTICE_2026}), "“明年”不是年份"),
        (own({True: NOTICE_2026}), "“True”不是年份"),
        (own({10**5000: NOTICE_2026}), "不是年份"),
        (own({2026: NOTICE_2026, "2026": NOTICE_2026}), "2026 年写了两次"),
        (own({2026: "2026-01-01"}), "2026 年须是日期的列表"),
        (own({2026: None}), "2026 年须是日期的列表"),
        (own({2026: {}}), "2026 年没有填“放假”"),
        (own({2026: {"放假": None}}), "2026 年没有填“放假”"),
        (own({2026: {"放假": [], "补班": []}}), "“补班”不是节假日表的项目；可填：放假、上班"),
        (own({2026: ["2026-01-01"]}), "2026 年只列了 1 天，有 104 天周末不在内"),
        (own({2026: {"放假": ["2026-02-30"]}}), "2026 年“放假”第 1 项填的「2026-02-30」不存在"),
        (own({2026: {"放假": ["元旦"]}}), "2026 年“放假”第 1 项填的「元旦」读不出日期"),
        (own({2026: {"放假": [datetime(2026, 1, 1, 8)]}}), "带有时刻"),  # noqa: DTZ001
        (own({2026: {"放假": [20260101]}}), "读不出日期"),
        (own({2026: {"放假": ["2025-12-31"]}}), "2025-12-31 不在这一年"),
        (own({2026: {"放假": ["2026-01-01"] * 2}}), "第 2 项 2026-01-01 重复"),
        (own({2026: {"放假": ["2026-01-03"], "上班": ["2026-01-03"]}}), "都列了 2026-01-03"),
        (own({2026: {"放假": [], "上班": ["2026-01-05"]}}), "2026-01-05 是周一，不是周末"),
    ],
)
def test_one_mistake_is_told_once(data, said):
    with pytest.raises(HolidayTableError) as caught:
        read_holidays(data)
    (problem,) = caught.value.problems
    assert said in problem
    assert problem.endswith("。")
    assert problem == str(caught.value)


def test_every_mistake_at_once():
    data = {
        "版本": 1.1,
        "备注": "x\x1b[31m",
        "休息日": {
            "明年": [],
            2026: {"放假": ["2026-02-30", "2025-12-31"], "上班": ["2026-01-05"]},
        },
    }
    with pytest.raises(HolidayTableError) as caught:
        read_holidays(data)
    assert len(caught.value.problems) == 7
    assert "\x1b" not in str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, SgpolicyError)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text() | st.integers() | st.sampled_from(["放假", "上班"]), inner, max_size=4
        )
    ),
)


@given(
    PLAIN
    | st.dictionaries(
        st.sampled_from(["名称", "version", "rest"]),
        PLAIN | st.dictionaries(st.integers(999, 2030), PLAIN, max_size=3),
        max_size=3,
    )
)
def test_any_data_is_read_or_refused(data):
    try:
        table = read_holidays(data)
    except HolidayTableError as error:
        assert error.problems  # noqa: PT017
    else:
        assert all(day.year == year for year, days in table.rest.items() for day in days)
