"""Each way of changing a rule, on a policy of one rule: what the mutant says, and what it decides."""

from datetime import date

import pytest

from sgpolicy.model.core import (
    Actors,
    All,
    AsOf,
    AtLeast,
    Branch,
    CalendarYear,
    Column,
    Compare,
    DateConstant,
    DayBefore,
    Elapsed,
    Later,
    Member,
    Not,
    Period,
    Pick,
    Preceding,
    Ratio,
    SetCompare,
    Stretch,
    Sum,
    Tally,
    Truth,
    Within,
)
from sgpolicy.model.outcome import Outcome
from sgpolicy.mutating.records import Operator

MET, NOT_MET, EXEMPT = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("operator", "met_before"), [("ge", True), ("le", True), ("gt", False), ("lt", False)]
)
def test_strictness_is_turned_round(tiny, operator, met_before):
    tiny.node("rule", Compare(operator, tiny.ref("count"), tiny.number(6)))
    before, after = tiny.outcomes("rule/body/strict", {"count": 6})
    assert (before is MET, after is MET) == (met_before, not met_before)


@pytest.mark.parametrize(("ident", "value"), [("up", 6), ("down", 5)])
def test_a_bound_moves_by_one_step(tiny, ident, value):
    tiny.node("rule", Compare("ge", tiny.ref("count"), tiny.number(6, written="6家")))
    before, after = tiny.outcomes(f"rule/body.right/{ident}", {"count": value})
    assert before is not after


def test_the_step_is_one_of_the_unit_as_written(tiny):
    money, share = tiny.facts["money"].type, tiny.facts["share"].type
    tiny.node("a", Compare("ge", tiny.ref("money"), tiny.number(1_000_000, money, "100万元")))
    tiny.node("b", Compare("ge", tiny.ref("share"), tiny.number("0.8", share, "80%")))
    found = tiny.mutants()
    assert (found["a/body.right/up"].before, found["a/body.right/up"].after) == (
        "100万元",
        "101万元",
    )
    assert found["b/body.right/down"].after == "79%"
    assert found["b/body.right/down"].sentence == "把第七条第（三）项「〔b〕」的 80% 改为 79%"


def test_and_becomes_or_and_or_becomes_and(tiny):
    operands = (tiny.ref("yes1"), tiny.ref("yes2"))
    half = {"yes1": True, "yes2": False}
    tiny.node("rule", All(operands))
    assert tiny.outcomes("rule/body/and-or", half) == (NOT_MET, MET)
    tiny.node("rule", AtLeast(1, operands))
    assert tiny.outcomes("rule/body/and-or", half) == (MET, NOT_MET)


def test_an_operand_is_dropped(tiny):
    tiny.node("rule", All((tiny.ref("yes1"), tiny.ref("yes2"))))
    assert tiny.outcomes("rule/body.1/drop", {"yes1": True, "yes2": False}) == (NOT_MET, MET)
    tiny.node("rule", AtLeast(1, (tiny.ref("yes1"), tiny.ref("yes2"))))
    assert tiny.outcomes("rule/body.1/drop", {"yes1": False, "yes2": True}) == (MET, NOT_MET)


def test_at_least_one_becomes_at_least_two(tiny):
    three = tuple(tiny.ref(key) for key in ("yes1", "yes2", "yes3"))
    facts = {"yes1": True, "yes2": False, "yes3": False}
    tiny.node("rule", AtLeast(1, three))
    assert tiny.outcomes("rule/body/more", facts) == (MET, NOT_MET)
    tiny.node("rule", AtLeast(2, three))
    assert tiny.outcomes("rule/body/fewer", facts) == (NOT_MET, MET)


def test_an_exception_is_dropped_or_always_applies(tiny):
    tiny.node("rule", Branch(tiny.ref("yes1"), tiny.ref("yes2"), tiny.ref("yes3")))
    facts = {"yes1": True, "yes2": True, "yes3": False}
    assert tiny.outcomes("rule/body/no-exception", facts) == (MET, NOT_MET)
    facts["yes1"] = False
    assert tiny.outcomes("rule/body/always-exception", facts) == (NOT_MET, MET)
    assert tiny.mutants()["rule/body/no-exception"].after == ""


def test_two_readings_change_places(tiny):
    branches = (("wide", tiny.ref("yes1")), ("narrow", tiny.ref("yes2")))
    tiny.node("rule", Pick("how", branches, tiny.facts["yes1"].type))
    facts = {"yes1": True, "yes2": False}
    assert tiny.outcomes("rule/body.wide-narrow/swap", facts) == (MET, NOT_MET)
    narrow = tiny.outcomes("rule/body.wide-narrow/swap", facts, readings={"how": "narrow"})
    assert narrow == (NOT_MET, MET)


def test_what_stands_in_a_reading_is_consulted_under_it_only(tiny):
    branches = (("wide", tiny.ref("yes1")), ("narrow", tiny.ref("yes2")))
    tiny.node("rule", Pick("how", branches, tiny.facts["yes1"].type))
    mutant = tiny.mutants()["rule/body.branches.narrow/negate"]
    assert mutant.picks == (("how", "narrow"),)


def test_readings_that_say_the_same_are_not_exchanged(tiny):
    same = tiny.ref("yes1")
    tiny.node("rule", Pick("how", (("wide", same), ("narrow", same)), same.type))
    assert not [m for m in tiny.mutants().values() if m.operator is Operator.SWAP]


def test_a_member_is_dropped(tiny):
    tiny.node("rule", Member(tiny.ref("choice"), ("甲", "乙")))
    assert tiny.outcomes("rule/body.乙/member", {"choice": "乙"}) == (MET, NOT_MET)
    tiny.node("rule", SetCompare("touches", tiny.ref("set"), ("甲", "乙")))
    facts = {"set": frozenset({"甲"})}
    assert tiny.outcomes("rule/body.甲/member", facts) == (MET, NOT_MET)


def test_a_lone_member_is_not_dropped(tiny):
    tiny.node("rule", Member(tiny.ref("choice"), ("甲",)))
    assert not [m for m in tiny.mutants().values() if m.operator is Operator.MEMBER]


def test_an_actor_is_dropped(tiny):
    tiny.node("who", Actors(("expert", "bureau")), kind="definition")
    assert tiny.mutants()["who/body.bureau/member"].node.body.actors == ("expert",)


def test_yes_and_no_change_places(tiny):
    facts = {"yes1": True, "choice": "甲", "set": frozenset({"甲"}), "start": date(2026, 1, 1)}
    year = CalendarYear(AsOf(), 0)
    for body in (
        tiny.ref("yes1"),
        Truth(value=True),
        Member(tiny.ref("choice"), ("甲",)),
        SetCompare("contains", tiny.ref("set"), ("甲",)),
        Within(tiny.ref("start"), year),
    ):
        tiny.node("rule", body)
        assert tiny.outcomes("rule/body/negate", facts) == (MET, NOT_MET)
    tiny.node("rule", Not(tiny.ref("yes1")))
    assert tiny.outcomes("rule/body/negate", facts) == (NOT_MET, MET)


def test_a_guard_is_dropped_or_turned_round(tiny):
    tiny.node("rule", tiny.ref("yes1"), guard=tiny.ref("yes2"))
    facts = {"yes1": True, "yes2": False}
    assert tiny.outcomes("rule/guard/no-guard", facts) == (EXEMPT, MET)
    assert tiny.outcomes("rule/guard/negate", facts) == (EXEMPT, MET)


def test_a_scope_is_dropped(tiny):
    tiny.node("scope", tiny.ref("yes1"), kind="scope")
    tiny.node("rule", tiny.ref("yes2"))
    tiny.scopes = ("scope",)
    facts = {"yes1": False, "yes2": True}
    assert tiny.outcomes("scope/scope/no-scope", facts) == (EXEMPT, MET)


def test_a_year_is_shifted(tiny):
    tiny.node("rule", Within(tiny.ref("start"), CalendarYear(AsOf(), 1)))
    assert tiny.outcomes("rule/body.stretch.+1/year", {"start": date(2024, 5, 1)}) == (NOT_MET, MET)
    assert tiny.outcomes("rule/body.stretch.-1/year", {"start": date(2025, 5, 1)}) == (MET, NOT_MET)
    assert tiny.mutants()["rule/body.stretch.+1/year"].after == "前年度"


def test_an_elapsed_time_is_changed(tiny):
    tiny.node(
        "rule", Elapsed(tiny.ref("start"), AsOf(), Period(2, "年"), inclusive=True), guard=None
    )
    day = {"start": date(2024, 11, 22)}
    assert tiny.outcomes("rule/body/strict", day) == (MET, NOT_MET)
    assert tiny.outcomes("rule/body/up", day) == (MET, NOT_MET)
    assert tiny.outcomes("rule/body/down", {"start": date(2025, 11, 22)}) == (NOT_MET, MET)


def test_days_and_lengths_are_moved(tiny):
    for bound, ident, day in (
        (DateConstant(date(2026, 1, 5)), "body.right/up", date(2026, 1, 5)),
        (Later(AsOf(), Period(1, "年")), "body.right/up", date(2027, 11, 22)),
        (
            Later(DateConstant(date(2026, 1, 5)), Period(2, "月")),
            "body.right.day/up",
            date(2026, 3, 5),
        ),
        (DayBefore(AsOf()), "body.right/edge", date(2026, 11, 21)),
    ):
        tiny.node("rule", Compare("ge", tiny.ref("start"), bound))
        assert tiny.outcomes(f"rule/{ident}", {"start": day}) == (MET, NOT_MET)
    tiny.node("rule", Within(tiny.ref("start"), Preceding(AsOf(), Period(12, "月"))))
    assert tiny.outcomes("rule/body.stretch/down", {"start": date(2025, 11, 22)}) == (MET, NOT_MET)


def test_the_ends_of_a_stretch_are_moved_by_a_day(tiny):
    stretch = Stretch(DateConstant(date(2026, 1, 1)), DateConstant(date(2026, 1, 31)))
    tiny.node("rule", Within(tiny.ref("start"), stretch))
    for part, day in (("first", 1), ("last", 31)):
        ident = f"rule/body.stretch.{part}/edge"
        assert tiny.outcomes(ident, {"start": date(2026, 1, day)}) == (MET, NOT_MET)


def test_plus_and_minus_change_places(tiny):
    growth = Sum(((1, tiny.ref("count")), (-1, tiny.ref("other"))), tiny.facts["count"].type)
    tiny.node("rule", Compare("ge", growth, tiny.number(5)))
    assert tiny.outcomes("rule/body.left.1/sign", {"count": 6, "other": 3}) == (NOT_MET, MET)


def test_what_stands_in_a_share_is_reached(tiny):
    share = Ratio(tiny.ref("count"), tiny.ref("other"), tiny.facts["share"].type)
    half = tiny.number("0.5", tiny.facts["share"].type)
    tiny.node("rule", Compare("ge", share, half))
    assert tiny.outcomes("rule/body/strict", {"count": 1, "other": 2}) == (MET, NOT_MET)


def ledger(tiny, where, measure="distinct", column="code"):
    tiny.computed("count", Tally("book", where, measure, column, tiny.facts["count"].type))
    tiny.node("rule", Compare("ge", tiny.ref("count"), tiny.number(2)))


def rows(*entries):
    return {"book": tuple({"code": code, "good": good, "day": None} for code, good in entries)}


def test_a_ledger_formula_counts_rows_instead_of_different_ones(tiny):
    ledger(tiny, Column("book", "good", tiny.facts["yes1"].type))
    twice = rows(("a", True), ("a", True))
    assert tiny.outcomes("count/computed/measure", ledgers=twice) == (NOT_MET, MET)


def test_a_ledger_formula_loses_its_condition(tiny):
    ledger(tiny, Column("book", "good", tiny.facts["yes1"].type))
    one_bad = rows(("a", True), ("b", False))
    assert tiny.outcomes("count/computed/drop", ledgers=one_bad) == (NOT_MET, MET)
    assert tiny.outcomes("count/computed.where/negate", ledgers=rows(("a", True), ("b", True))) == (
        MET,
        NOT_MET,
    )


def test_the_latest_and_the_earliest_event_change_places(tiny):
    for measure, words in (("latest", ("最近", "最早")), ("earliest", ("最早", "最近"))):
        tiny.computed("start", Tally("book", None, measure, "day", tiny.facts["start"].type))
        tiny.node("rule", Within(tiny.ref("start"), CalendarYear(AsOf(), 0)))
        mutant = tiny.mutants()["start/computed/order"]
        assert (mutant.before, mutant.after) == (f"{words[0]} 台账", f"{words[1]} 台账")
        days = (date(2025, 1, 1), date(2026, 1, 1))
        ledgers = {"book": tuple({"code": "", "good": True, "day": day} for day in days)}
        outcomes = (MET, NOT_MET) if measure == "latest" else (NOT_MET, MET)
        assert tiny.outcomes("start/computed/order", ledgers=ledgers) == outcomes


def test_every_operator_is_tried_here():
    """Between them the tests above, and those of provisions and rankings, make mutants of every operator."""
    assert {operator.value for operator in Operator} == {
        "strict", "up", "down", "and-or", "drop", "no-exception", "always-exception", "swap",
        "more", "fewer", "member", "negate", "no-guard", "no-scope", "year", "edge", "measure",
        "sign", "order", "result", "no-prior", "no-requirement", "no-ground",
            "reverse", "sequence",
    }  # fmt: skip
    assert all(operator.zh for operator in Operator)
