"""Numbers as results and the order by them: what is told of the unknown holds for every completion."""

import tempfile
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from points_policy import write

import sgpolicy
from sgpolicy.evaluating.amounts import times
from sgpolicy.evaluating.ranges import between
from sgpolicy.model.core import Period
from sgpolicy.operators.periods import corresponding_day, periods_between

ON = date(2026, 6, 1)
FACTS = {
    "办证日期": st.dates(date(2000, 2, 28), ON),
    "社保险种年数": st.integers(0, 40),
    "学历": st.sampled_from(["其他", "专科", "本科"]),
    "志愿时长": st.integers(0, 400),
    "不良记录": st.integers(0, 4),
}


@cache
def policy():
    with tempfile.TemporaryDirectory() as folder:
        return sgpolicy.load(write(Path(folder)))


@st.composite
def patents(draw):
    rows = draw(st.lists(st.tuples(st.booleans(), st.integers(1, 5)), max_size=4))
    return [{"专利号": str(n), "有效": v, "发明人数": p} for n, (v, p) in enumerate(rows)]


@st.composite
def whole(draw):
    return {name: draw(values) for name, values in FACTS.items()} | {"专利台账": draw(patents())}


@st.composite
def gapped(draw):
    """An application, and the same with some of it not stated."""
    full = draw(whole())
    left_out = draw(st.sets(st.sampled_from([*FACTS, "专利台账"])))
    part = {name: value for name, value in full.items() if name not in left_out}
    if "专利台账" in part:
        blank = draw(st.sets(st.sampled_from(["有效", "发明人数"])))
        part["专利台账"] = [
            {name: value for name, value in row.items() if name not in blank}
            for row in part["专利台账"]
        ]
    return full, part


def by_hand(given_):
    """The total, in plain Python."""
    issued, years = given_["办证日期"], 0
    while corresponding_day(issued, Period(years + 1, "年")) <= ON:
        years += 1
    rows = [Fraction(20, row["发明人数"]) for row in given_["专利台账"] if row["有效"]]
    return (
        8 * years
        + 2 * given_["社保险种年数"]
        + {"本科": 30, "专科": 20, "其他": 0}[given_["学历"]]
        + min(given_["志愿时长"] // 50 * 2, 10)
        + min(sum(rows), 40)
        - 10 * given_["不良记录"]
    )


@given(whole())
def test_the_total_is_the_one_worked_out_by_hand(given_):
    decision = policy().evaluate(given_, on=ON)
    assert decision.amounts["总积分"].value == by_hand(given_)
    assert (decision.outcome is sgpolicy.Outcome.MET) == (by_hand(given_) >= 60)


@given(gapped())
def test_every_completion_lies_between_the_ends(both):
    known, found = (policy().evaluate(one, on=ON) for one in both)
    for name, amount in known.amounts.items():
        ends = found.amounts[name]
        assert ends.low <= amount.value
        assert ends.high is None or amount.value <= ends.high
    if found.outcome.is_decided:
        assert found.outcome is known.outcome


@given(st.lists(gapped(), min_size=1, max_size=5))
def test_every_completion_of_all_gives_places_within_the_ends(applicants):
    full = {str(n): one for n, (one, _) in enumerate(applicants)}
    part = {str(n): one for n, (_, one) in enumerate(applicants)}
    known, found = policy().rank(full, on=ON), policy().rank(part, on=ON)
    for label, one in known.items():
        assert one.best == one.worst
        ends = found[label]
        if one.place is not None:
            assert ends.best <= one.place <= ends.worst
        elif ends.best is not None:
            assert not ends.decision.outcome.is_decided


@given(whole(), whole())
def test_places_follow_the_keys_in_turn(one, other):
    standings = policy().rank({"甲": one, "乙": other}, on=ON)
    first, second = standings["甲"], standings["乙"]
    if first.place is None or second.place is None:
        return
    keys = [
        (d.amounts["居住分"].value + d.amounts["就业分"].value, given_["志愿时长"])
        for d, given_ in ((first.decision, one), (second.decision, other))
    ]
    assert (first.place < second.place) == (keys[0] > keys[1])
    assert (first.place == second.place) == (keys[0] == keys[1])


@given(st.dates(date(1950, 1, 1), ON), st.integers(0, 20_000), st.sampled_from("年月日"))
def test_whole_periods_are_those_whose_corresponding_day_has_come(first, days, unit):
    last, length = first + timedelta(days), Period(3, unit)
    full = periods_between(first, last, length, is_rounded_up=False)
    begun = periods_between(first, last, length, is_rounded_up=True)
    arrival = corresponding_day(first, Period(3 * full, unit))
    following = corresponding_day(first, Period(3 * (full + 1), unit))
    assert arrival <= last < following or (full == 0 and last < following)
    assert begun == full + (arrival < last)


ENDS = st.tuples(st.integers(-5, 5), st.integers(0, 6) | st.none())


@given(ENDS, ENDS, st.integers(0, 6), st.integers(0, 6))
def test_every_product_lies_between_the_ends(left, right, first, second):
    """Whatever the two numbers are; without an upper end they may be any number above the lower one."""
    ranges = [between(low, None if width is None else low + width) for low, width in (left, right)]
    one, other = (
        low + (offset if width is None else min(offset, width))
        for (low, width), offset in ((left, first), (right, second))
    )
    found = times(*ranges)
    assert found.low <= one * other
    assert found.high is None or one * other <= found.high
