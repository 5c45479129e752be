"""Counts and sums over rows with blanks, against every way of filling the blanks in."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.model.core import (
    All,
    AsOf,
    AtLeast,
    CalendarYear,
    Column,
    Compare,
    Elapsed,
    Member,
    Not,
    Period,
    Pick,
    SetCompare,
    Tally,
    Truth,
    Within,
)
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range
from sgpolicy.model.types import DATE, TRUTH, Type

KIND = Type("choice", members=("小", "大"), domain="kind")
NAMES = ("甲", "乙")
DAYS = (date(2024, 7, 1), date(2025, 7, 1))
AMOUNTS = (0, 3)


def kind_is(*members):
    return Member(Column("rows", "kind", KIND), members)


IN_2025 = Within(Column("rows", "day", DATE), CalendarYear(AsOf(), 1))


def tally_of(mini, where, measure, column=None):
    mini.ledger("rows", name=mini.text_type, kind=KIND, day=DATE, amount=mini.count_type)
    return Tally("rows", where, measure, column, mini.count_type)


def value(mini, tally, rows):
    rule = Compare("ge", tally, mini.number(0))
    return mini.evaluate(rule, ledgers={"rows": tuple(rows)}).nodes["root"].body.values[0]


def filled(rows, news):
    """Every way to fill the blanks in; `news` are values no row has."""
    pools = {"name": (*NAMES, *news), "kind": KIND.members, "day": DAYS, "amount": AMOUNTS}
    cells = [(n, key) for n, row in enumerate(rows) for key in row if row[key] is None]
    for values in product(*(pools[key] for _, key in cells)):
        copy = [dict(row) for row in rows]
        for (n, key), one in zip(cells, values, strict=True):
            copy[n][key] = one
        yield copy


rows_with_blanks = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from([*NAMES, None]),
            "kind": st.sampled_from([*KIND.members, None]),
            "day": st.sampled_from([*DAYS, None]),
        }
    ),
    max_size=3,
)
conditions = st.sampled_from(
    [
        None,
        kind_is("小"),
        IN_2025,
        All((kind_is("小"), IN_2025)),
        AtLeast(1, (kind_is("大"), IN_2025)),
    ]
)


def matching(rows, where):
    tests = {
        None: lambda _: True,
        kind_is("小"): lambda row: row["kind"] == "小",
        IN_2025: lambda row: row["day"].year == 2025,
        All((kind_is("小"), IN_2025)): lambda row: row["kind"] == "小" and row["day"].year == 2025,
        AtLeast(1, (kind_is("大"), IN_2025)): lambda row: (
            row["kind"] == "大" or row["day"].year == 2025
        ),
    }
    return [row for row in rows if tests[where](row)]


@given(rows_with_blanks, conditions)
def test_counts_of_rows_are_exact_intervals(miniature, rows, where):
    mini = miniature()
    found = value(mini, tally_of(mini, where, "rows"), rows)
    counts = {len(matching(one, where)) for one in filled(rows, ())}
    assert found.value == Range(min(counts), max(counts))
    assert bool(found.open_rows) == (len(counts) > 1)


@given(rows_with_blanks, conditions)
def test_counts_of_different_ones_are_exact_intervals(miniature, rows, where):
    mini = miniature()
    found = value(mini, tally_of(mini, where, "distinct", "name"), rows)
    counts = {
        len({row["name"] for row in matching(one, where)})
        for one in filled(rows, ("丙", "丁", "戊"))
    }
    assert found.value == Range(min(counts), max(counts))


@given(
    st.lists(
        st.fixed_dictionaries(
            {"kind": st.sampled_from([*KIND.members, None]), "amount": st.sampled_from([0, 3, 5])}
        ),
        max_size=5,
    )
)
def test_sums_are_exact_intervals(miniature, rows):
    mini = miniature()
    found = value(mini, tally_of(mini, kind_is("小"), "sum", "amount"), rows)
    sums = {sum(row["amount"] for row in one if row["kind"] == "小") for one in filled(rows, ())}
    assert found.value == Range(min(sums), max(sums))


def test_a_blank_amount_has_no_upper_end(mini):
    rows = [{"amount": 3}, {"amount": None}]
    found = value(mini, tally_of(mini, None, "sum", "amount"), rows)
    assert (found.value, found.open_rows, found.blank) == (Range(3, None), (2,), ("〈amount〉",))
    assert found.rows == 2


def test_only_blanks_that_were_consulted_count(mini):
    rows = [{"kind": "小", "day": None}, {"kind": "大", "day": DAYS[1]}]
    found = value(mini, tally_of(mini, kind_is("小"), "rows"), rows)
    assert (found.value, found.open_rows, found.blank) == (Range(1, 1), (), ())


def test_an_unstated_day_leaves_rows_open_without_a_blank(mini):
    stretch = CalendarYear(mini.day("applied"), 1)
    tally = tally_of(mini, Within(Column("rows", "day", DATE), stretch), "rows")
    found = value(mini, tally, [{"day": DAYS[0]}, {"day": DAYS[1]}])
    assert (found.value, found.open_rows, found.blank) == (Range(0, 2), (1, 2), ())


def test_conditions_on_rows(mini):
    tags = Type("set", members=("a", "b"), domain="tags")
    mini.ledger("rows", tags=tags, paid=TRUTH, founded=DATE, day=DATE, n=mini.count_type)
    where = {
        "set": SetCompare("touches", Column("rows", "tags", tags), ("a",)),
        "truth": Column("rows", "paid", TRUTH),
        "not": Not(Column("rows", "paid", TRUTH)),
        "number": Compare("ge", Column("rows", "n", mini.count_type), mini.number(5)),
        "age": Elapsed(
            Column("rows", "founded", DATE),
            Column("rows", "day", DATE),
            Period(3, "年"),
            inclusive=True,
        ),
        "fact": All((mini.truth("t"), Column("rows", "paid", TRUTH))),
        "constant": Truth(value=False),
    }
    row = {
        "tags": frozenset("ab"), "paid": True, "n": 5,
        "founded": date(2022, 1, 1), "day": date(2025, 1, 1),
    }  # fmt: skip
    expected = {"set": 1, "truth": 1, "not": 0, "number": 1, "age": 1, "fact": 1, "constant": 0}
    for key, condition in where.items():
        tally = Tally("rows", condition, "rows", None, mini.count_type)
        rule = Compare("eq", tally, mini.number(expected[key]))
        assert mini.outcome(rule, {"t": True}, ledgers={"rows": (row,)}) is Outcome.MET, key
        blank = dict.fromkeys(row)
        outcome = mini.outcome(rule, {"t": True}, ledgers={"rows": (blank,)})
        assert outcome is (Outcome.MET if key == "constant" else Outcome.MISSING_FACTS), key


@pytest.mark.parametrize(("reading", "number"), [("small", 1), ("any", 2)])
def test_a_reading_inside_a_condition_on_rows(mini, reading, number):
    mini.interpretation("who", "small", "any")
    where = Pick("who", (("small", kind_is("小")), ("any", Truth(value=True))), TRUTH)
    rule = Compare("eq", tally_of(mini, where, "rows"), mini.number(number))
    rows = ({"kind": "小"}, {"kind": "大"})
    trace = mini.evaluate(rule, ledgers={"rows": rows}, readings={"who": reading})
    assert (trace.outcome, trace.relied_on) == (Outcome.MET, ("who",))
