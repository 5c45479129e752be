"""Facts stated, computed from ledgers, or both ways."""

from datetime import date

import pytest

from sgpolicy.evaluating.interpreter import other_outcomes, prepare
from sgpolicy.model.application import Application
from sgpolicy.model.core import (
    All,
    AsOf,
    AtYear,
    CalendarYear,
    Column,
    Compare,
    Pick,
    Ratio,
    Tally,
    ThatYear,
    Within,
)
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Alternative, Range
from sgpolicy.model.types import DATE, SHARE

MET, NOT_MET, MISSING = Outcome.MET, Outcome.NOT_MET, Outcome.MISSING_FACTS


@pytest.fixture
def served(mini):
    """A count that the ledger of served enterprises yields: those with a visit in 2025."""
    mini.ledger("visits", enterprise=mini.text_type, day=DATE)
    last_year = Within(Column("visits", "day", DATE), CalendarYear(AsOf(), 1))
    tally = Tally("visits", last_year, "distinct", "enterprise", mini.count_type)
    return mini.count("served", tally)


def visits(*rows):
    return {"visits": tuple({"enterprise": who, "day": day} for who, day in rows)}


IN_2025, IN_2024 = date(2025, 5, 1), date(2024, 5, 1)


def value_of(trace):
    return trace.nodes["root"].body.values[0]


def test_stated_only(mini, served):
    trace = mini.evaluate(Compare("ge", served, mini.number(2)), {"served": 2})
    assert trace.outcome is MET
    assert value_of(trace).source == "stated"


def test_computed_only(mini, served):
    ledgers = visits(("甲", IN_2025), ("甲", IN_2025), ("乙", IN_2025), ("丙", IN_2024))
    trace = mini.evaluate(Compare("ge", served, mini.number(2)), ledgers=ledgers)
    assert trace.outcome is MET
    reading = value_of(trace)
    assert (reading.source, reading.value, reading.rows) == ("ledger", Range(2, 2), 3)
    assert (reading.open_rows, reading.blank) == ((), ())


def test_an_empty_ledger_counts_nothing_and_a_missing_one_leaves_open(mini, served):
    rule = Compare("ge", served, mini.number(1))
    assert mini.outcome(rule, ledgers={"visits": ()}) is NOT_MET
    trace = mini.evaluate(rule)
    assert trace.outcome is MISSING
    assert [(item.id, item.cause) for item in trace.pending] == [("served", "missing")]


def test_both_ways_alike(mini, served):
    trace = mini.evaluate(
        Compare("ge", served, mini.number(1)), {"served": 1}, ledgers=visits(("甲", IN_2025))
    )
    assert value_of(trace).source == "both"
    assert trace.differences == ()


def test_blank_cells_make_an_interval(mini, served):
    ledgers = visits(("甲", IN_2025), (None, IN_2025), ("丙", None), ("丁", IN_2024))
    trace = mini.evaluate(Compare("ge", served, mini.number(2)), ledgers=ledgers)
    reading = value_of(trace)
    assert (reading.value, reading.open_rows) == (Range(1, 3), (2, 3))
    assert set(reading.blank) == {"〈day〉", "〈enterprise〉"}
    assert [(item.id, item.cause) for item in trace.pending] == [("served", "blank")]
    assert mini.outcome(Compare("ge", served, mini.number(1)), ledgers=ledgers) is MET
    assert mini.outcome(Compare("ge", served, mini.number(4)), ledgers=ledgers) is NOT_MET


def test_a_statement_within_the_interval_stands(mini, served):
    ledgers = visits(("甲", IN_2025), ("丙", None))
    trace = mini.evaluate(Compare("ge", served, mini.number(2)), {"served": 2}, ledgers=ledgers)
    assert (trace.outcome, value_of(trace).source, trace.differences) == (MET, "both", ())


def test_a_difference_spans_both_and_is_reported(mini, served):
    ledgers = visits(("甲", IN_2025), ("乙", IN_2025))
    facts = {"served": 5}
    trace = mini.evaluate(Compare("ge", served, mini.number(4)), facts, ledgers=ledgers)
    assert trace.outcome is MISSING
    assert value_of(trace).value == Range(2, 5)
    (difference,) = trace.differences
    assert (difference.stated, difference.computed) == (Range(5, 5), Range(2, 2))
    assert [(item.id, item.cause) for item in trace.pending] == [("served", "conflict")]
    for bound, outcome in ((2, MET), (6, NOT_MET)):
        rule = Compare("ge", served, mini.number(bound))
        again = mini.evaluate(rule, facts, ledgers=ledgers)
        assert (again.outcome, len(again.differences)) == (outcome, 1)


def test_a_difference_nobody_asked_about_is_reported_too(mini, served):
    trace = mini.evaluate(mini.truth("t"), {"served": 5, "t": True}, ledgers=visits())
    assert [reading.expr for reading in trace.differences] == [served]


def test_a_share_computed_of_nothing(mini):
    mini.ledger("visits", enterprise=mini.text_type)
    rows = Tally("visits", None, "rows", None, mini.count_type)
    share = mini.fact("share", SHARE, Ratio(rows, rows, SHARE))
    rule = mini.node("rule", Compare("ge", share, mini.number(0, SHARE)))
    trace = mini.evaluate(rule, ledgers={"visits": ()})
    assert trace.outcome is NOT_MET
    assert trace.nodes["rule"].body.note == "empty_whole"


def test_a_truth_the_ledger_tells(mini):
    mini.ledger("visits", enterprise=mini.text_type)
    rows = Tally("visits", None, "rows", None, mini.count_type)
    active = mini.truth("active", Compare("ge", rows, mini.number(1)))
    assert mini.outcome(active, ledgers={"visits": ({"enterprise": "甲"},)}) is MET
    assert mini.outcome(active, ledgers={"visits": ()}) is NOT_MET
    assert mini.outcome(active, {"active": True}, ledgers={"visits": ()}) is MET
    assert mini.outcome(active) is MISSING


def test_a_rule_over_a_ledger_that_was_not_given(mini):
    mini.ledger("visits", enterprise=mini.text_type)
    rows = Tally("visits", None, "rows", None, mini.count_type)
    trace = mini.evaluate(Compare("ge", rows, mini.number(1)))
    assert [(item.id, item.cause) for item in trace.pending] == [("visits", "missing")]


# ── facts split by a reading ──────────────────────────────────────────────────────────────


def test_a_split_fact_is_asked_for_under_the_reading_in_force(mini):
    mini.interpretation("unit", "persons", "visits")
    rule = Compare("ge", mini.count("n", split="unit"), mini.number(5))
    facts = {("n", "persons"): 4, ("n", "visits"): 9}
    trace = mini.evaluate(rule, facts)
    assert (trace.outcome, trace.relied_on) == (NOT_MET, ("unit",))
    assert mini.outcome(rule, facts, readings={"unit": "visits"}) is MET
    trace = mini.evaluate(rule, {("n", "persons"): 4}, readings={"unit": "visits"})
    assert [(item.id, item.reading) for item in trace.pending] == [("n", "visits")]


def test_what_computing_a_fact_consults_is_relied_on(mini):
    mini.interpretation("unit", "distinct", "visits")
    mini.ledger("visits", enterprise=mini.text_type)
    branches = (
        ("distinct", Tally("visits", None, "distinct", "enterprise", mini.count_type)),
        ("visits", Tally("visits", None, "rows", None, mini.count_type)),
    )
    n = mini.count("n", Pick("unit", branches, mini.count_type))
    rule = Compare("ge", n, mini.number(2))
    ledgers = {"visits": ({"enterprise": "甲"}, {"enterprise": "甲"})}
    trace = mini.evaluate(rule, ledgers=ledgers)
    assert (trace.outcome, trace.relied_on) == (NOT_MET, ("unit",))
    assert mini.outcome(rule, ledgers=ledgers, readings={"unit": "visits"}) is MET
    assert mini.evaluate(rule, {"n": 2}).relied_on == ()


# ── yearly series ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def growth(mini):
    """Last year above the year before, of a series that the ledger of visits can yield."""
    mini.ledger("visits", enterprise=mini.text_type, day=DATE)
    that_year = Within(Column("visits", "day", DATE), ThatYear())
    series = mini.series("by_year", Tally("visits", that_year, "rows", None, mini.count_type))
    years = [AtYear(series, CalendarYear(mini.day("applied"), b), mini.count_type) for b in (1, 2)]
    return Compare("gt", *years)


def test_a_stated_series(mini, growth):
    facts = {"applied": date(2026, 3, 1), "by_year": {2025: 60, 2024: 50}}
    assert mini.outcome(growth, facts) is MET
    assert mini.outcome(growth, {**facts, "applied": date(2025, 3, 1)}) is MISSING
    assert mini.outcome(growth, {**facts, "by_year": {2025: 50, 2024: 50}}) is NOT_MET


def test_a_computed_series(mini, growth):
    ledgers = visits(("甲", IN_2025), ("乙", IN_2025), ("甲", IN_2024))
    facts = {"applied": date(2026, 3, 1)}
    assert mini.outcome(growth, facts, ledgers=ledgers) is MET
    trace = mini.evaluate(growth, {**facts, "by_year": {2025: 2, 2024: 3}}, ledgers=ledgers)
    assert trace.outcome is MISSING
    assert [(item.id, item.cause) for item in trace.pending] == [("by_year", "conflict")]
    assert [reading.expr.stretch.first.value.year for reading in trace.differences] == [2024]


def test_a_series_in_a_year_that_is_open(mini, growth):
    facts = {"by_year": {year: year for year in range(1890, 2210)}}
    trace = mini.evaluate(growth, facts)
    assert "applied" in [item.id for item in trace.pending]


# ── which readings matter ─────────────────────────────────────────────────────────────────


def test_other_outcomes(mini):

    mini.interpretation("strict", "no", "yes")
    mini.interpretation("idle", "no", "yes")
    bound = Pick("strict", (("no", mini.number(5)), ("yes", mini.number(9))), mini.count_type)
    idle = Pick("idle", (("no", mini.number(1)), ("yes", mini.number(2))), mini.count_type)
    n = mini.count("n")
    core = mini.core(All((Compare("ge", n, bound), Compare("ge", n, idle))))
    for policy in (core, prepare(core)):
        application = Application({"n": 7})
        changed = Alternative("strict", "yes", Outcome.NOT_MET)
        assert other_outcomes(policy, application, mini.today, {}) == (changed,)
        assert other_outcomes(policy, Application({"n": 9}), mini.today, {}) == ()
