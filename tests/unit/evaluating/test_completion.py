"""Open decisions, against every way of supplying what is missing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sgpolicy.evaluating.interpreter import evaluate_prepared, prepare
from sgpolicy.model.application import Application, FindingRecord
from sgpolicy.model.core import (
    All,
    AtLeast,
    AtYear,
    Branch,
    CalendarYear,
    Column,
    Compare,
    DateConstant,
    Elapsed,
    Member,
    Not,
    Period,
    Preceding,
    Ratio,
    SetCompare,
    Size,
    Stretch,
    Sum,
    Tally,
    Truth,
    Within,
)
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.types import DATE, SHARE

MET, NOT_MET, NOT_APPLICABLE = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE
MISSING, AWAITING = Outcome.MISSING_FACTS, Outcome.AWAITING_FINDINGS


def ids(trace):
    return [item.id for item in trace.pending]


# ── the case that asks for it: 50万元 for those who apply for 综合 alone ────────────────────


@pytest.fixture
def eligibility(mini):
    """第七条's asset rule with its exception, and three functions of 第八条."""
    functions = mini.members("functions", "信息", "技术", "综合")
    assets = mini.fact("assets", mini.money_type)
    only = mini.node("only", SetCompare("equals", functions, ("综合",)), "definition")
    low, high = (
        Compare("ge", assets, mini.number(n, mini.money_type)) for n in (500_000, 1_000_000)
    )
    asset_rule = mini.node("asset_rule", Branch(only, low, high))
    parts = [
        mini.node(
            f"art8.{name}",
            All((mini.truth(f"{name}_fact"), mini.finding(f"{name}_finding"))),
            "clause",
            SetCompare("contains", functions, (name,)),
        )
        for name in functions.type.members
    ]
    return All((asset_rule, AtLeast(1, tuple(parts))))


def test_no_way_to_meet_it(mini, eligibility):
    trace = mini.evaluate(eligibility, {"assets": 700_000, "综合_fact": False})
    assert (trace.outcome, trace.pending) == (NOT_MET, ())


def test_only_what_can_still_matter(mini, eligibility):
    trace = mini.evaluate(eligibility, {"assets": 600_000})
    assert trace.outcome is MISSING
    assert ids(trace) == ["functions", "综合_fact", "综合_finding"]
    assert trace.pending[0].nodes == ("asset_rule",)
    assert trace.pending[2].kind == "finding"


def test_too_little_for_everyone(mini, eligibility):
    assert mini.evaluate(eligibility, {"assets": 400_000}).outcome is NOT_MET


def test_nothing_stated(mini, eligibility):
    assert len(ids(mini.evaluate(eligibility))) == 2 + 3 + 3


def test_only_findings_left(mini, eligibility):
    facts = {"assets": 600_000, "functions": frozenset({"综合"}), "综合_fact": True}
    trace = mini.evaluate(eligibility, facts)
    assert (trace.outcome, ids(trace)) == (AWAITING, ["综合_finding"])


# ── one unknown in several places ─────────────────────────────────────────────────────────


def test_one_or_the_other(mini):
    t, other = mini.truth("t"), mini.truth("other")
    assert mini.outcome(AtLeast(1, (t, Not(t)))) is MET
    assert mini.outcome(All((t, Not(t), other))) is NOT_MET
    assert ids(mini.evaluate(AtLeast(1, (All((t, other)), All((Not(t), other)))))) == ["other"]


def test_bounds_of_one_number_that_leave_no_room(mini):
    n = mini.count("n")
    rule = All((Compare("gt", n, mini.number(5)), Compare("lt", n, mini.number(6))))
    assert mini.outcome(rule) is NOT_MET
    money = mini.fact("m", mini.money_type)
    rule = All(
        (
            Compare("gt", money, mini.number(5, mini.money_type)),
            Compare("lt", money, mini.number(6, mini.money_type)),
        )
    )
    assert mini.outcome(rule) is MISSING


def test_numbers_tied_by_a_share(mini):
    part, whole = mini.count("part"), mini.count("whole")
    half = Compare("ge", Ratio(part, whole, SHARE), mini.number(Fraction(1, 2), SHARE))
    small, many = Compare("le", part, mini.number(3)), Compare("ge", whole, mini.number(7))
    assert mini.outcome(All((half, small, many))) is NOT_MET
    trace = mini.evaluate(All((half, small, Compare("ge", whole, mini.number(6)))))
    assert (trace.outcome, set(ids(trace))) == (MISSING, {"part", "whole"})


def test_days_tied_by_a_period(mini):
    start, end = mini.day("start"), mini.day("end")
    old = Elapsed(start, end, Period(2, "年"), inclusive=True)
    late = Compare("ge", start, DateConstant(date(2022, 1, 1)))
    by_2023 = Compare("le", end, DateConstant(date(2023, 12, 31)))
    assert mini.outcome(All((old, late, by_2023))) is NOT_MET
    by_2024 = Compare("le", end, DateConstant(date(2024, 1, 1)))
    assert set(ids(mini.evaluate(All((old, late, by_2024))))) == {"start", "end"}


def test_a_day_ties_the_scope_to_a_ledger(mini):
    """The year that the ledger covers lies outside the law's time."""
    mini.ledger("rows", day=DATE)
    applied = mini.day("applied")
    force = Stretch(DateConstant(date(2022, 10, 20)), DateConstant(date(2027, 10, 20)))
    mini.scope("force", Within(applied, force))
    served = Within(Column("rows", "day", DATE), CalendarYear(applied, 1))
    rule = Compare("ge", Tally("rows", served, "rows", None, mini.count_type), mini.number(1))
    old = {"rows": ({"day": date(2020, 5, 1)},)}
    trace = mini.evaluate(rule, ledgers=old)
    assert (trace.outcome, ids(trace)) == (MISSING, ["applied"])
    assert mini.evaluate(Not(rule), ledgers=old).outcome is MISSING
    other = mini.truth("other")
    trace = mini.evaluate(All((rule, other)), ledgers=old)
    assert ids(trace) == ["applied"]
    trace = mini.evaluate(All((rule, other)), ledgers={"rows": ({"day": date(2025, 5, 1)},)})
    assert ids(trace) == ["applied", "other"]


def test_a_rolling_year_over_a_ledger(mini):
    mini.ledger("rows", day=DATE)
    applied = mini.day("applied")
    served = Within(Column("rows", "day", DATE), Preceding(applied, Period(12, "月")))
    tally = Tally("rows", served, "rows", None, mini.count_type)
    rows = {"rows": tuple({"day": day} for day in (date(2025, 1, 1), date(2026, 1, 1)))}
    assert mini.outcome(Compare("ge", tally, mini.number(3)), ledgers=rows) is NOT_MET
    assert mini.outcome(Compare("ge", tally, mini.number(2)), ledgers=rows) is NOT_MET
    rows = {"rows": tuple({"day": day} for day in (date(2025, 1, 1), date(2025, 12, 31)))}
    assert mini.outcome(Compare("ge", tally, mini.number(2)), ledgers=rows) is MISSING


def test_a_series_tied_to_itself(mini):
    series = mini.series("by_year")
    year = [AtYear(series, CalendarYear(mini.day("d"), b), mini.count_type) for b in (1, 2)]
    up, down = Compare("gt", *year), Compare("lt", *year)
    assert mini.outcome(All((up, down))) is NOT_MET
    assert ids(mini.evaluate(up)) == ["by_year"]
    trace = mini.evaluate(up, {"by_year": {2025: 7}})
    assert set(ids(trace)) == {"by_year", "d"}


def test_stating_what_a_ledger_leaves_blank(mini):
    mini.ledger("rows", name=mini.text_type)
    served = mini.count("served", Tally("rows", None, "distinct", "name", mini.count_type))
    ledgers = {"rows": ({"name": "甲"}, {"name": None}, {"name": None})}
    some, all_ = (Compare("ge", served, mini.number(n)) for n in (2, 3))
    trace = mini.evaluate(AtLeast(1, (some, all_)), ledgers=ledgers)
    assert [(item.id, item.cause) for item in trace.pending] == [("served", "blank")]
    assert mini.outcome(All((Not(some), all_)), ledgers=ledgers) is NOT_MET


def test_too_many_ways_to_try(mini):
    """Beyond the limit the chain's answer stands, with everything on the way pending."""
    kinds = mini.members("kinds", *(f"k{n}" for n in range(14)))
    rule = All(tuple(SetCompare("contains", kinds, (name,)) for name in kinds.type.members))
    trace = mini.evaluate(rule)
    assert (trace.outcome, ids(trace)) == (MISSING, ["kinds"])


# ── against every completion ──────────────────────────────────────────────────────────────

DAYS = [
    date(2019, 1, 1), date(2021, 2, 28), date(2021, 3, 1), date(2021, 3, 2),
    date(2022, 2, 28), date(2022, 3, 1), date(2022, 3, 2), date(2024, 1, 1),
]  # fmt: skip
SETS = [frozenset(chosen) for chosen in ("", "a", "b", "c", "ab", "ac", "bc", "abc")]
NUMBERS = list(range(9))
POOLS = {
    "t0": [True, False], "t1": [True, False], "n0": NUMBERS, "n1": NUMBERS,
    "s": SETS, "c": ["x", "y", "z"], "d0": DAYS, "d1": DAYS,
    "f0": [True, False], "f1": [True, False],
}  # fmt: skip


def universe(mini):
    """A few facts and findings, and conditions over them."""
    n0, n1, d0, d1 = mini.count("n0"), mini.count("n1"), mini.day("d0"), mini.day("d1")
    s, c = mini.members("s", "a", "b", "c"), mini.choice("c", "x", "y", "z")
    march = [DateConstant(date(year, 3, 1)) for year in (2021, 2022)]
    return [
        mini.truth("t0"),
        mini.truth("t1"),
        mini.finding("f0"),
        mini.finding("f1"),
        *(Compare(op, n0, mini.number(k)) for op, k in (("ge", 2), ("lt", 1), ("eq", 3))),
        Compare("le", n1, mini.number(3)),
        Compare("ge", Ratio(n0, n1, SHARE), mini.number(Fraction(1, 2), SHARE)),
        Compare("lt", Ratio(n1, n0, SHARE), mini.number(1, SHARE)),
        Compare("gt", Sum(((1, n0), (-1, n1)), mini.count_type), mini.number(1)),
        SetCompare("equals", s, ("a",)),
        SetCompare("contains", s, ("b",)),
        SetCompare("touches", s, ("b", "c")),
        Compare("ge", Size(s, mini.count_type), mini.number(2)),
        Member(c, ("x",)),
        Member(c, ("x", "y")),
        Compare("ge", d0, march[0]),
        Compare("lt", d0, march[1]),
        Within(d1, Stretch(*march)),
        Elapsed(d0, d1, Period(1, "年"), inclusive=True),
        Truth(value=True),
    ]


@st.composite
def decisions(draw, miniature):
    """A random decision over the universe: guards, references, exceptions and a scope included."""
    mini = miniature()
    pool = universe(mini)
    for place in range(draw(st.integers(2, 6))):
        parts = tuple(draw(st.lists(st.sampled_from(pool), min_size=2, max_size=4)))
        shape = draw(st.sampled_from(["all", "any", "least", "not", "branch", "node", "guarded"]))
        match shape:
            case "all":
                made = All(parts)
            case "any":
                made = AtLeast(1, parts)
            case "least":
                made = AtLeast(2, parts)
            case "not":
                made = Not(parts[0])
            case "branch":
                made = Branch(parts[0], parts[1], parts[-1])
            case "node":
                made = mini.node(f"node{place}", parts[0])
            case _:
                made = mini.node(f"node{place}", parts[0], "clause", guard=parts[1])
        pool.extend([made] * 4)
    if draw(st.booleans()):
        mini.scope("scope", draw(st.sampled_from(pool[:22])))
    return mini.core(made)


def completed(facts, findings, on):
    records = {key: FindingRecord(met, "expert", on, "") for key, met in findings.items()}
    return Application(facts, {}, records)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_exact_outcomes_and_pending(miniature, data):
    check_any(miniature, data, 900)


@pytest.mark.long
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_exact_outcomes_and_pending_of_many(miniature, data):
    check_any(miniature, data, 3000)


def check_any(miniature, data, most):
    """Draw a decision and an application with gaps; compare with every way to fill them.

    Stated numbers and days lie within those that are tried, so that what they call for does too.
    """
    inner = {"n": NUMBERS[:4], "d": DAYS[1:-1]}
    core = data.draw(decisions(miniature))
    known = {
        key: data.draw(st.sampled_from(inner.get(key[0], pool)))
        for key, pool in POOLS.items()
        if data.draw(st.booleans())
    }
    check(core, known, miniature.today, most)


def check(core, known, today, most):
    prepared = prepare(core)

    def decide(values, *, exact):
        facts = {key: value for key, value in values.items() if not key.startswith("f")}
        findings = {key: value for key, value in values.items() if key.startswith("f")}
        application = completed(facts, findings, today)
        return evaluate_prepared(prepared, application, today, {}, exact=exact)

    trace = decide(known, exact=True)
    kleene = decide(known, exact=False)
    if kleene.outcome.is_decided:
        assert (trace.outcome, trace.pending) == (kleene.outcome, ())
        return
    expressions = repr(core.nodes)
    unknown = [key for key in POOLS if key not in known and f"'{key}'" in expressions]
    size = 1
    for key in unknown:
        size *= len(POOLS[key])
    assume(size <= most)
    table = {
        values: decide({**known, **dict(zip(unknown, values, strict=True))}, exact=False).outcome
        for values in product(*(POOLS[key] for key in unknown))
    }
    assert all(outcome.is_decided for outcome in table.values())
    mattering = {
        key
        for place, key in enumerate(unknown)
        if any(
            table[values] is not table[(*values[:place], other, *values[place + 1 :])]
            for values in table
            for other in POOLS[key]
        )
    }
    if len(set(table.values())) == 1:
        assert trace.outcome is next(iter(table.values()))
    else:
        assert not trace.outcome.is_decided
    assert {item.id for item in trace.pending} == mattering
    if mattering and all(key.startswith("f") for key in mattering):
        assert trace.outcome is AWAITING
    supplied = [key for key in unknown if key in mattering]
    for values in list(product(*(POOLS[key] for key in supplied)))[:50]:
        stated = {**known, **dict(zip(supplied, values, strict=True))}
        assert decide(stated, exact=True).outcome.is_decided


# ── size, and sharing between threads ─────────────────────────────────────────────────────


def test_many_unknowns_stay_exact(mini):
    """A hundred conditions that one day and one set tie together, and one that cannot be met."""
    functions, day = mini.members("functions", *"abcdef"), mini.day("applied")
    mini.scope("force", Compare("ge", day, DateConstant(date(2022, 10, 20))))
    old = Elapsed(mini.day("registered"), day, Period(2, "年"), inclusive=True)
    basic = [old, *(Compare("ge", mini.count(f"n{k}"), mini.number(k + 1)) for k in range(50))]
    parts = [
        mini.node(
            f"part_{name}",
            All(tuple(mini.truth(f"{name}{k}") for k in range(8))),
            "clause",
            SetCompare("contains", functions, (name,)),
        )
        for name in functions.type.members
    ]
    rule = All((All(tuple(basic)), AtLeast(1, tuple(parts))))
    assert len(ids(mini.evaluate(rule))) == 3 + 50 + 48
    trace = mini.evaluate(rule, {f"{name}0": False for name in "abcde"})
    assert len(ids(trace)) == 3 + 50 + 8
    assert (
        mini.outcome(rule, {"applied": mini.today, **{f"{n}0": False for n in "abcdef"}}) is NOT_MET
    )


def test_threads_share_a_prepared_policy(mini, eligibility):
    prepared = prepare(mini.core(eligibility))

    def run(assets):
        application = Application({"assets": assets * 100_000})
        return evaluate_prepared(prepared, application, mini.today, {}).outcome

    amounts = list(range(10)) * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run, amounts)) == [run(amount) for amount in amounts]
