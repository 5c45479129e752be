"""A sufficient reason forces the outcome, and no smaller one does; what is open is asked best first."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import sgpolicy
from sgpolicy import Outcome
from sgpolicy.advice.situations import Situation
from sgpolicy.advice.sufficient import Sufficient
from sgpolicy.advising.sufficing import irreducible, smallest
from sgpolicy.evaluating.interpreter import evaluate_prepared
from sgpolicy.model.application import Application

from .applicants import ON as DAY
from .applicants import applicants, candidates, cells, eligible, policy
from .small_policies import ON, VALUES, applications, policies, record


def sufficient(prepared, application, on):
    readings = dict(prepared.defaults)
    trace = evaluate_prepared(prepared, application, on, readings)
    return Sufficient(Situation(prepared, application, on, readings), trace), trace.outcome


def outcome(prepared, application, on):
    return evaluate_prepared(prepared, application, on, dict(prepared.defaults)).outcome


def pieces(application):
    return [
        *(("facts", key) for key in application.facts),
        *(("findings", key) for key in application.findings),
    ]


def only(application, some):
    """The application with some of its pieces."""
    return Application(
        {key: value for key, value in application.facts.items() if ("facts", key) in some},
        {},
        {key: value for key, value in application.findings.items() if ("findings", key) in some},
    )


@given(policies(), applications(), st.integers())
def test_whatever_the_rest_it_is_the_outcome(prepared, application, seed):
    found, expected = sufficient(prepared, application, ON)
    if not expected.is_decided:
        assert found.grounds == ()
        return
    chosen = random.Random(seed)  # noqa: S311 - no secret hangs on it
    alone = found.application
    assert outcome(prepared, alone, ON) is expected
    for _ in range(40):
        facts = {key: chosen.choice(list(values)) for key, values in VALUES.items()}
        judged = {key: record(met=chosen.random() < 0.5) for key in ("finding_0", "finding_1")}
        completed = Application({**facts, **alone.facts}, {}, {**judged, **alone.findings})
        assert outcome(prepared, completed, ON) is expected


@settings(max_examples=20)
@given(policies(), applications())
def test_no_smaller_set_of_data_forces_it(prepared, application):
    found, expected = sufficient(prepared, application, ON)
    if not expected.is_decided:
        return
    assert found.is_smallest
    assert found.is_irreducible
    size = len(pieces(found.application))
    for fewer in range(size):
        if fewer > 4:  # all of the smaller ones are many; those just smaller are tested below
            break
        for some in itertools.combinations(pieces(application), fewer):
            assert outcome(prepared, only(application, some), ON) is not expected
    for one in pieces(found.application):
        rest = set(pieces(found.application)) - {one}
        assert outcome(prepared, only(application, rest), ON) is not expected


@settings(max_examples=8)
@given(applicants(most_missing=6))
def test_reasons_under_the_shipped_policy(application):
    found, expected = sufficient(policy().prepared, application, DAY)
    if not expected.is_decided:
        return
    alone = found.application
    assert outcome(policy().prepared, alone, DAY) is expected
    if found.is_irreducible:
        for one in pieces(alone):
            rest = set(pieces(alone)) - {one}
            assert outcome(policy().prepared, only(alone, rest), DAY) is not expected


@settings(max_examples=8)
@given(applicants(most_missing=6), st.integers())
def test_a_reason_holds_whatever_else_an_applicant_states(application, seed):
    found, expected = sufficient(policy().prepared, application, DAY)
    if not expected.is_decided:
        return
    chosen = random.Random(seed)  # noqa: S311
    alone, core = found.application, policy().core
    for _ in range(10):
        facts = dict(eligible().facts)
        for fact in core.facts.values():
            options = candidates(fact)
            if options and chosen.random() < 0.3:
                facts |= dict.fromkeys(cells(fact), chosen.choice(options))
        findings = {
            key: replace(one, met=chosen.random() < 0.7) for key, one in eligible().findings.items()
        }
        completed = Application({**facts, **alone.facts}, {}, {**findings, **alone.findings})
        assert outcome(policy().prepared, completed, DAY) is expected


@given(policies(), applications())
def test_an_answer_said_to_settle_it_does(prepared, application):
    found, expected = sufficient(prepared, application, ON)
    if expected.is_decided:
        assert found.deciders == ()
        return
    ids = [decider.subject.id for decider in found.deciders]
    trace = evaluate_prepared(prepared, application, ON, dict(prepared.defaults))
    assert sorted(ids) == sorted(item.id for item in trace.pending)
    for decider in found.deciders:
        for answer, settled in decider.settles:
            for value in _values(answer):
                answered = _answered(application, decider.subject, value)
                assert outcome(prepared, answered, ON) is settled


def _values(answer):
    low = getattr(answer, "low", None)
    if low is not None:
        high = low + 3 if answer.high is None else answer.high
        return range(int(low), int(high) + 1)
    return [frozenset(answer.names)] if hasattr(answer, "names") else [answer]


def _answered(application, subject, value):
    if subject.kind == "finding":
        findings = {**application.findings, subject.id: record(met=value)}
        return replace(application, findings=findings)
    key = ("staff", "one") if subject.id == "staff" else subject.id
    return replace(application, facts={**application.facts, key: value})


def test_what_alone_can_settle_it_comes_first():
    decision = policy().evaluate({}, on=DAY)
    deciders = decision.sufficient().deciders
    settling = [bool(decider.settles) for decider in deciders]
    assert settling == sorted(settling, reverse=True)
    first = {decider.subject.name: decider for decider in deciders}
    outcomes = {settled for _, settled in first["韶关注册"].settles}
    assert outcomes == {Outcome.NOT_APPLICABLE}


@given(st.sets(st.frozensets(st.integers(0, 6), min_size=1), min_size=1, max_size=5))
def test_the_smallest_set_is_smallest(enough):
    """Against all subsets; being enough means holding one of some sets."""

    def is_enough(some):
        return any(one <= some for one in enough)

    found = smallest(range(7), is_enough, 10_000)
    assert is_enough(set(found))
    assert len(found) == min(map(len, enough))
    least = irreducible(range(7), is_enough)
    assert not any(is_enough(set(least) - {one}) for one in least)


def test_the_reason_of_a_refusal_names_its_clause():
    file = policy().read_application(
        {"韶关注册": "是", "申请日期": "2026-11-10", "用户满意度": "79%", "专职从业人数": "9人"}
    )
    found = sgpolicy.load("shaoguan-2022-188").evaluate(file, on=DAY).sufficient()
    names = {ground.subject.name: ground for ground in found.grounds}
    assert set(names) == {"韶关注册", "申请日期", "用户满意度"}
    (place,) = names["用户满意度"].where
    assert place.citation.clause.label == "第七条第（二）项"
    assert "用户满意度" in str(found)
