"""What each kind of condition comes to, known and unknown."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.evaluating.chain import NEGATED, all_of, at_least, branch, negation, outcome_of
from sgpolicy.evaluating.ranges import between, compared, quotient
from sgpolicy.model.core import (
    All,
    AsOf,
    AtLeast,
    Branch,
    CalendarYear,
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
    Size,
    Stretch,
    Sum,
    Truth,
    Within,
)
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range
from sgpolicy.model.types import SHARE

MET, NOT_MET, NOT_APPLICABLE = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE
MISSING, AWAITING = Outcome.MISSING_FACTS, Outcome.AWAITING_FINDINGS


# ── numbers ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        ("ge", NOT_MET, MET, MET),
        ("gt", NOT_MET, NOT_MET, MET),
        ("le", MET, MET, NOT_MET),
        ("lt", MET, NOT_MET, NOT_MET),
        ("eq", NOT_MET, MET, NOT_MET),
        ("ne", MET, NOT_MET, MET),
    ],
)
def test_a_bound(mini, operator, below, at, above):
    rule = Compare(operator, mini.count("n"), mini.number(50))
    assert [mini.outcome(rule, {"n": n}) for n in (49, 50, 51)] == [below, at, above]
    assert mini.outcome(rule) is MISSING


def test_an_unstated_count_is_not_negative(mini):
    n = mini.count("n")
    assert mini.outcome(Compare("ge", n, mini.number(0))) is MET
    assert mini.outcome(Compare("lt", n, mini.number(0))) is NOT_MET


def test_sums_with_something_taken_away(mini):
    rest = Sum(((1, mini.count("all")), (-1, mini.count("some"))), mini.count_type)
    rule = Compare("ge", rest, mini.number(-1))
    assert mini.outcome(rule, {"all": 3, "some": 4}) is MET
    assert mini.outcome(rule, {"all": 3, "some": 5}) is NOT_MET
    assert mini.outcome(rule, {"all": 3}) is MISSING
    assert mini.outcome(rule, {"some": 1}) is MET


def test_a_share_is_exact(mini):
    share = Ratio(mini.count("part"), mini.count("whole"), SHARE)
    rule = Compare("ge", share, mini.number(Fraction(1, 3), SHARE))
    assert mini.outcome(rule, {"part": 1, "whole": 3}) is MET
    assert mini.outcome(rule, {"part": 33333, "whole": 100000}) is NOT_MET
    assert mini.outcome(rule, {"part": 1}) is MISSING
    assert mini.outcome(rule, {"whole": 3}) is MISSING


@pytest.mark.parametrize("operator", ["ge", "gt", "le", "lt", "eq", "ne"])
def test_a_share_of_nothing_meets_no_bound(mini, operator):
    share = Ratio(mini.count("part"), mini.count("whole"), SHARE)
    definition = mini.node("share", share, "definition")
    rule = mini.node("rule", Compare(operator, definition, mini.number(0, SHARE)))
    trace = mini.evaluate(rule, {"part": 0, "whole": 0})
    assert trace.outcome is NOT_MET
    assert trace.nodes["rule"].body.note == "empty_whole"
    assert mini.outcome(rule, {"whole": 0}) is NOT_MET


def test_a_whole_that_may_be_nothing_leaves_a_share_open(mini):
    share = Ratio(mini.count("part"), mini.count("whole"), SHARE)
    rule = Compare("le", share, mini.number(2, SHARE))
    trace = mini.evaluate(rule, {"part": 0})
    assert trace.outcome is MISSING
    assert [item.id for item in trace.pending] == ["whole"]


def test_how_many_members(mini):
    rule = Compare("ge", Size(mini.members("kinds", "甲", "乙"), mini.count_type), mini.number(1))
    assert mini.outcome(rule, {"kinds": frozenset({"乙"})}) is MET
    assert mini.outcome(rule, {"kinds": frozenset()}) is NOT_MET
    assert mini.outcome(rule) is MISSING
    too_many = Compare(
        "ge", Size(mini.members("kinds", "甲", "乙"), mini.count_type), mini.number(3)
    )
    assert mini.outcome(too_many) is NOT_MET


numbers = st.integers(-4, 4)
ranges = st.tuples(numbers, numbers).map(lambda ends: (min(ends), max(ends)))


@given(st.sampled_from(["ge", "gt", "le", "lt", "eq", "ne"]), ranges, ranges)
def test_ranges_compare_as_their_numbers_do(operator, left, right):
    holds = {
        compared(operator, between(a, a), between(b, b))
        for a in range(left[0], left[1] + 1)
        for b in range(right[0], right[1] + 1)
    }
    outcome = compared(operator, between(*left), between(*right))
    assert outcome is (holds.pop() if len(holds) == 1 else MISSING)


@given(ranges, ranges)
def test_a_quotient_holds_every_share(part, whole):
    found = quotient(between(*part), between(*whole))
    for a in range(part[0], part[1] + 1):
        for b in range(whole[0], whole[1] + 1):
            if b:
                share = Fraction(a, b)
                assert found is not None
                assert found.low <= share
                assert found.high is None or share <= found.high


# ── days ──────────────────────────────────────────────────────────────────────────────────


def test_a_period_that_has_run(mini):
    registered = mini.day("registered")
    rule = Elapsed(registered, AsOf(), Period(2, "年"), inclusive=True)
    assert mini.outcome(rule, {"registered": date(2024, 11, 22)}) is MET
    assert mini.outcome(rule, {"registered": date(2024, 11, 23)}) is NOT_MET
    assert mini.outcome(rule) is MISSING


def test_days_compare(mini):
    day = mini.day("day")
    until = DayBefore(Later(DateConstant(date(2022, 10, 20)), Period(5, "年")))
    rule = Compare("le", day, until)
    assert mini.outcome(rule, {"day": date(2027, 10, 19)}) is MET
    assert mini.outcome(rule, {"day": date(2027, 10, 20)}) is NOT_MET
    assert mini.outcome(rule) is MISSING


@pytest.mark.parametrize(
    ("stretch", "inside", "outside"),
    [
        (CalendarYear(AsOf(), 1), date(2025, 12, 31), date(2026, 1, 1)),
        (Preceding(AsOf(), Period(12, "月")), date(2025, 11, 22), date(2026, 11, 22)),
        (Stretch(DateConstant(date(2026, 1, 1)), AsOf()), date(2026, 11, 22), date(2026, 11, 23)),
    ],
)
def test_a_day_within_a_stretch(mini, stretch, inside, outside):
    rule = Within(mini.day("day"), stretch)
    assert mini.outcome(rule, {"day": inside}) is MET
    assert mini.outcome(rule, {"day": outside}) is NOT_MET
    assert mini.outcome(rule) is MISSING


# ── choices, sets and truths ──────────────────────────────────────────────────────────────


def test_a_choice_among_some(mini):
    rule = Member(mini.choice("kind", "甲", "乙", "丙"), ("甲", "乙"))
    assert mini.outcome(rule, {"kind": "乙"}) is MET
    assert mini.outcome(rule, {"kind": "丙"}) is NOT_MET
    assert mini.outcome(rule) is MISSING


def test_sets(mini):
    kinds = mini.members("kinds", "甲", "乙", "丙")
    stated = {"kinds": frozenset({"甲", "乙"})}
    assert mini.outcome(SetCompare("contains", kinds, ("甲",)), stated) is MET
    assert mini.outcome(SetCompare("contains", kinds, ("甲", "丙")), stated) is NOT_MET
    assert mini.outcome(SetCompare("equals", kinds, ("乙", "甲")), stated) is MET
    assert mini.outcome(SetCompare("equals", kinds, ("甲",)), stated) is NOT_MET
    assert mini.outcome(SetCompare("touches", kinds, ("甲", "丙")), stated) is MET
    assert mini.outcome(SetCompare("touches", kinds, ("丙",)), stated) is NOT_MET
    assert mini.outcome(SetCompare("touches", kinds, ("丙",))) is MISSING


def test_no_is_not_unstated(mini):
    truth = mini.truth("truth")
    assert mini.outcome(truth, {"truth": False}) is NOT_MET
    assert mini.outcome(Not(truth), {"truth": False}) is MET
    assert mini.outcome(Not(truth)) is MISSING


# ── findings ──────────────────────────────────────────────────────────────────────────────


def test_a_finding_waits_for_its_assessor(mini):
    finding = mini.finding("good")
    assert mini.outcome(finding) is AWAITING
    assert mini.outcome(finding, findings={"good": True}) is MET
    assert mini.outcome(finding, findings={"good": False}) is NOT_MET


def test_only_assessors_judge(mini):
    finding = mini.finding("good")
    record = mini.record(met=True, by="applicant")
    trace = mini.evaluate(finding, findings={"good": record})
    assert trace.outcome is AWAITING
    assert trace.nodes["good"].refused == record
    assert trace.nodes["good"].finding is None
    assert [(item.id, item.cause) for item in trace.pending] == [("good", "refused")]


def test_a_judgement_of_tomorrow_is_not_made_yet(mini):
    finding = mini.finding("good")
    record = mini.record(met=True, on=date(2026, 11, 23))
    trace = mini.evaluate(finding, findings={"good": record})
    assert trace.outcome is AWAITING
    assert trace.nodes["good"].refused is None


# ── combinations ──────────────────────────────────────────────────────────────────────────

places = st.integers(0, 3)
grades = st.tuples(places, places)


@given(st.lists(places, min_size=1, max_size=5))
def test_all_is_the_least_and_any_the_greatest(found):
    plain = [(3, place) for place in found]
    assert all_of(plain) == (3, min(found))
    assert at_least(1, plain) == (3, max(found))


@given(st.lists(st.one_of(st.just((0, 0)), places.map(lambda p: (3, p))), max_size=5))
def test_what_does_not_apply_drops_out(found):
    applicable = [grade for grade in found if grade[0]]
    if applicable:
        assert all_of(found) == all_of(applicable)
    assert outcome_of(all_of(found)) is (
        outcome_of(all_of(applicable)) if applicable or not found else NOT_APPLICABLE
    )
    for number in (1, 2):
        assert at_least(number, found) == at_least(number, applicable)


@given(grades)
def test_not_twice_is_nothing(grade):
    assert negation(negation(grade)) == grade
    assert NEGATED[1] == 1


def consistent(place):
    """The decided places that an open place may turn into."""
    return (place,) if place in (0, 3) else (0, 3)


def completions(grade):
    for applies in consistent(grade[0]):
        for holds in consistent(grade[1]):
            yield (applies, holds) if applies else (0, 0)


@given(st.lists(grades, min_size=1, max_size=3), st.integers(1, 3))
def test_the_chain_is_sound(found, number):
    """Whatever is decided while parts are open stays so, however they turn out."""
    ways = (all_of, lambda parts: at_least(number, parts), lambda parts: branch(*(parts * 3)[:3]))
    for combine in ways:
        outcome = outcome_of(combine(found))
        if outcome.is_decided:
            for completed in product(*(list(completions(grade)) for grade in found)):
                assert outcome_of(combine(list(completed))) is outcome


def guarded(mini, guard, body):
    return mini.node("part", mini.truth(body), guard=mini.truth(guard))


@pytest.mark.parametrize(
    ("guard", "body", "part", "every", "some"),
    [
        (True, True, MET, MET, MET),
        (True, False, NOT_MET, NOT_MET, NOT_MET),
        (False, None, NOT_APPLICABLE, MET, NOT_MET),
        (None, True, MISSING, MET, MISSING),
        (None, False, MISSING, MISSING, NOT_MET),
        (None, None, MISSING, MISSING, MISSING),
    ],
)
def test_a_part_that_may_not_apply(mini, guard, body, part, every, some):
    ref = guarded(mini, "guard", "body")
    facts = {key: value for key, value in (("guard", guard), ("body", body)) if value is not None}
    trace = mini.evaluate(All((ref, Truth(value=True))), facts)
    assert trace.nodes["part"].outcome is part
    assert trace.outcome is every
    assert mini.outcome(AtLeast(1, (ref, Truth(value=False))), facts) is some
    assert (trace.nodes["part"].body is None) == (guard is False)


def test_nothing_applicable(mini):
    ref = guarded(mini, "guard", "body")
    assert mini.outcome(All((ref,)), {"guard": False}) is NOT_APPLICABLE
    assert mini.outcome(AtLeast(1, (ref,)), {"guard": False}) is NOT_MET
    assert mini.outcome(Not(ref), {"guard": False}) is NOT_APPLICABLE
    assert mini.outcome(All(())) is MET


def test_an_exception(mini):
    rule = Branch(mini.truth("special"), mini.truth("then"), mini.truth("otherwise"))
    assert mini.outcome(rule, {"special": True, "then": True}) is MET
    assert mini.outcome(rule, {"special": False, "then": True, "otherwise": False}) is NOT_MET
    assert mini.outcome(rule, {"then": True, "otherwise": True}) is MET
    assert mini.outcome(rule, {"then": False, "otherwise": False}) is NOT_MET
    assert mini.outcome(rule, {"then": True, "otherwise": False}) is MISSING


def test_a_branch_between_numbers_spans_both_while_open(mini):
    bound = Branch(mini.truth("special"), mini.number(60), mini.number(50), type=mini.count_type)
    rule = Compare("ge", mini.count("n"), bound)
    assert mini.outcome(rule, {"n": 60}) is MET
    assert mini.outcome(rule, {"n": 49}) is NOT_MET
    assert mini.outcome(rule, {"n": 55}) is MISSING
    assert mini.outcome(rule, {"n": 55, "special": True}) is NOT_MET


# ── readings and scopes ───────────────────────────────────────────────────────────────────


def test_a_reading_chooses_the_branch(mini):
    mini.interpretation("day", "full", "next")
    mini.interpretation("unused", "one", "two")
    rule = Pick(
        "day", (("full", Truth(value=True)), ("next", mini.truth("t"))), Truth(value=True).type
    )
    trace = mini.evaluate(rule)
    assert (trace.outcome, trace.relied_on) == (MET, ("day",))
    assert trace.readings == {"day": "full", "unused": "one"}
    assert mini.outcome(rule, readings={"day": "next"}) is MISSING
    with pytest.raises(KeyError):
        mini.outcome(rule, readings={"day": "never"})


def test_only_what_leads_to_the_decision_is_relied_on(mini):
    for key in ("a", "b", "c"):
        mini.interpretation(key, "one", "two")
    pick = {
        key: Pick(
            key, (("one", Truth(value=True)), ("two", Truth(value=False))), Truth(value=True).type
        )
        for key in ("a", "b", "c")
    }
    mini.node("aside", pick["b"])
    rule = Branch(Truth(value=False), pick["c"], pick["a"])
    assert mini.evaluate(rule).relied_on == ("a",)


def test_outside_the_scope_nothing_applies(mini):
    mini.scope("here", mini.truth("here"))
    rule = mini.truth("t")
    assert mini.outcome(rule, {"here": False, "t": True}) is NOT_APPLICABLE
    assert mini.outcome(rule, {"here": True, "t": True}) is MET
    trace = mini.evaluate(rule, {"t": True})
    assert (trace.outcome, [item.id for item in trace.pending]) == (MISSING, ["here"])


def test_every_node_is_traced(mini):
    mini.node("aside", mini.truth("t"))
    value = mini.node("value", mini.count("n"), "definition")
    trace = mini.evaluate(Compare("ge", value, mini.number(1)), {"n": 2})
    assert set(trace.nodes) == {"aside", "value", "root"}
    assert trace.nodes["aside"].outcome is MISSING
    assert trace.nodes["value"].value.value == Range(2, 2)
    assert trace.nodes["value"].outcome is None
