"""What an outcome rests on, and so what a case tries, on a policy of a few rules."""

from datetime import date
from fractions import Fraction

import pytest

from sgpolicy.covering.slicing import rested_on
from sgpolicy.covering.trying import exercised
from sgpolicy.evaluating.interpreter import evaluate
from sgpolicy.model.application import Application
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import (
    All,
    AtLeast,
    Branch,
    Compare,
    Constant,
    Core,
    Fact,
    FactRef,
    Interpretation,
    Node,
    Pick,
    Reading,
    Ref,
)
from sgpolicy.model.exercise import CaseName
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.types import TRUTH, Type

ON = date(2026, 11, 22)
PEOPLE = Type("count", "人")
CITATION = Citation(Clause("article", 1), ("专职人员不少于6人",))


def fact(key, type_):
    return Fact(key, key, type_, "", "")


def at_least(bound):
    constant = Constant(Fraction(bound), PEOPLE, f"{bound}人")
    return Compare("ge", FactRef("staff", PEOPLE), constant, f"不少于 {bound}人")


def node(key, body, kind="rule", guard=None):
    return Node(key, key, kind, CITATION, body, guard)


@pytest.fixture(scope="module")
def core():
    interpretation = Interpretation(
        "counting",
        "counting",
        "K-1",
        CITATION,
        "",
        (Reading("strict", "从严", ""), Reading("loose", "从宽", "")),
        "strict",
        ("eligibility",),
    )
    picked = Pick("counting", (("strict", at_least(6)), ("loose", at_least(3))), TRUTH)
    small = Branch(FactRef("small", TRUTH), at_least(2), picked, CITATION)
    nodes = [
        node("staff_rule", small),
        node("open_rule", FactRef("open", TRUTH)),
        node("either", AtLeast(1, (Ref("staff_rule", TRUTH), Ref("open_rule", TRUTH)))),
        node("root", All((Ref("either", TRUTH), Ref("open_rule", TRUTH))), "combination"),
    ]
    facts = [fact("staff", PEOPLE), fact("small", TRUTH), fact("open", TRUTH)]
    return Core(
        "p",
        "",
        "",
        "",
        "1",
        {f.id: f for f in facts},
        {},
        {},
        {},
        {"counting": interpretation},
        {n.id: n for n in nodes},
        (),
        "root",
    )


def trace(core, readings=None, **facts):
    return evaluate(core, Application(facts), ON, readings or {})


def names(core, target="", **facts):
    return {rested.node.id for rested in rested_on(trace(core, **facts), target)}


def test_a_conjunction_that_fails_rests_on_what_fails(core):
    assert names(core, staff=9, small=False, open=False) == {"root", "open_rule"}


def test_a_disjunction_that_holds_rests_on_what_holds(core):
    assert names(core, "either", staff=9, small=False, open=False) == {"either", "staff_rule"}


def test_an_open_outcome_rests_on_what_is_open(core):
    assert names(core, staff=9, small=False) == {"root", "open_rule"}


def tried(core, *cases):
    named = [(CaseName(f"c{at}", "f", at, target), t) for at, (target, t) in enumerate(cases)]
    exercise = exercised(core, named, [CITATION.clause])
    return {
        (item.id, part.kind, part.under, part.bound, point.kind): point
        for item in exercise.items
        for part in item.parts
        for point in part.points
    }


STRICT = (("counting", "从严"),)


def test_a_bound_is_tried_at_one_step_below_and_above(core):
    points = tried(
        core,
        *(("staff_rule", trace(core, staff=n, small=False)) for n in (6, 4, 9)),
    )
    below, at, above = (
        points["staff_rule", "bound", STRICT, Fraction(6), kind]
        for kind in ("below", "at", "above")
    )
    assert at.cases == (0,)
    assert above.cases == (2,)
    assert above.nearest == 3
    assert not below.is_tried
    assert below.nearest == -2
    assert tried(core, ("staff_rule", trace(core, staff=5, small=False)))[
        "staff_rule", "bound", STRICT, Fraction(6), "below"
    ].is_tried


def test_a_bound_is_not_tried_by_a_case_that_does_not_rest_on_it(core):
    points = tried(core, ("open_rule", trace(core, staff=6, small=False, open=True)))
    assert not points["staff_rule", "bound", STRICT, Fraction(6), "at"].is_tried
    assert not points["staff_rule", "outcome", (), None, "met"].is_tried
    assert points["open_rule", "outcome", (), None, "met"].is_tried


def test_an_exception_is_taken_or_not(core):
    points = tried(core, ("staff_rule", trace(core, staff=2, small=True)))
    assert points["staff_rule", "exception", (), None, "taken"].is_tried
    assert not points["staff_rule", "exception", (), None, "not_taken"].is_tried
    assert points["staff_rule", "bound", (), Fraction(2), "at"].is_tried


def test_a_reading_is_taken_where_the_case_rests_on_it(core):
    loose = trace(core, {"counting": "loose"}, staff=3, small=False)
    points = tried(core, ("staff_rule", loose), ("open_rule", trace(core, open=True)))
    taken = {
        point.label: point.cases for (_, kind, *_), point in points.items() if kind == "reading"
    }
    assert points["staff_rule", "bound", (("counting", "从宽"),), Fraction(3), "at"].cases == (0,)
    assert taken == {"从宽": (0,)}  # the key has no label, so the last reading stands for both


def test_outcomes_are_counted_open_or_decided(core):
    assert trace(core).outcome is Outcome.MISSING_FACTS
    points = tried(core, ("", trace(core)))
    assert points["root", "outcome", (), None, "open"].is_tried
    assert not points["root", "outcome", (), None, "met"].is_tried
