"""Periods run to the corresponding day, or the month's last (民法典 第二百零二条)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.model.core import Period
from sgpolicy.operators.periods import calendar_year, corresponding_day, has_elapsed


@pytest.mark.parametrize(
    ("day", "length", "arrival"),
    [
        (date(2020, 10, 20), Period(2, "年"), date(2022, 10, 20)),
        (date(2020, 2, 29), Period(2, "年"), date(2022, 2, 28)),
        (date(2020, 2, 29), Period(4, "年"), date(2024, 2, 29)),
        (date(2023, 1, 31), Period(1, "月"), date(2023, 2, 28)),
        (date(2023, 11, 30), Period(14, "月"), date(2025, 1, 30)),
        (date(2023, 12, 31), Period(1, "日"), date(2024, 1, 1)),
        (date(9999, 12, 1), Period(1, "月"), date.max),
        (date(9999, 12, 31), Period(1, "日"), date.max),
    ],
)
def test_the_corresponding_day(day, length, arrival):
    assert corresponding_day(day, length) == arrival


@pytest.mark.parametrize(
    ("day", "length", "departure"),
    [
        (date(2024, 2, 29), Period(12, "月"), date(2023, 2, 28)),
        (date(2024, 3, 31), Period(1, "月"), date(2024, 2, 29)),
        (date(1, 1, 5), Period(1, "年"), date.min),
        (date(1, 1, 5), Period(9, "日"), date.min),
    ],
)
def test_the_corresponding_day_earlier(day, length, departure):
    assert corresponding_day(day, length, backwards=True) == departure


def test_full_on_the_day_itself_or_on_the_next():
    start, two_years = date(2020, 10, 20), Period(2, "年")
    assert has_elapsed(start, date(2022, 10, 20), two_years, inclusive=True)
    assert not has_elapsed(start, date(2022, 10, 19), two_years, inclusive=True)
    assert not has_elapsed(start, date(2022, 10, 20), two_years, inclusive=False)
    assert has_elapsed(start, date(2022, 10, 21), two_years, inclusive=False)


def test_calendar_years_stay_within_the_calendar():
    assert calendar_year(date(2026, 5, 1), 1) == (date(2025, 1, 1), date(2025, 12, 31))
    assert calendar_year(date(3, 5, 1), 9)[0] == date.min


periods = st.builds(Period, st.integers(0, 30_000), st.sampled_from(["年", "月", "日"]))


@given(st.dates(), periods, st.booleans())
def test_no_period_leaves_the_calendar(day, length, backwards):
    arrival = corresponding_day(day, length, backwards=backwards)
    assert arrival <= day if backwards else arrival >= day


@given(st.dates(), st.dates(), periods)
def test_later_starts_arrive_no_earlier(one, other, length):
    first, second = sorted((one, other))
    assert corresponding_day(first, length) <= corresponding_day(second, length)
