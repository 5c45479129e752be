"""What shortens the work on an open decision changes nothing in what comes of it."""

from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.evaluating.completion import complete, completed_outcome
from sgpolicy.evaluating.diagrams import FALSE, TRUE, TooLarge
from sgpolicy.evaluating.interpreter import conclusion
from sgpolicy.evaluating.residual import residual
from sgpolicy.evaluating.running import Run
from sgpolicy.evaluating.solving import Solution
from sgpolicy.evaluating.trying import Trial
from sgpolicy.evaluating.witnessing import Witnesses

from .any_application import Applications
from .small_policies import applications, policies

ON = date(2026, 11, 22)
NAME = "shaoguan-2022-188"
HEALTH = [HealthCheck.filter_too_much, HealthCheck.too_slow]


@cache
def shipped():
    return Applications(sgpolicy.load(NAME).core)


@st.composite
def open_runs(draw, *, is_small):
    """An evaluation that leaves the decision open, and what it came to."""
    if is_small:
        ready, application = draw(policies()), draw(applications())
    else:
        ready, application = sgpolicy.load(NAME).prepared, draw(shipped().draw)
    readings = {
        key: draw(st.sampled_from(one.readings)).id
        for key, one in ready.core.interpretations.items()
    }
    run = Run(ready, application, ON, readings)
    outcome = conclusion(run)
    assume(not outcome.is_decided)
    for key in ready.nodes:
        run.node(key)
    return run, outcome


def solved(run, *, is_rough=False):
    """The open part, its questions and its solution, with nothing taken over from another."""
    left, trial = residual(run), Trial(run, 30_000)
    questions = [trial.question(expr) for expr in left.atoms]
    try:
        return left, questions, Solution(trial, left, questions, is_rough=is_rough)
    except TooLarge:
        assume(condition=False)
        raise


@pytest.mark.parametrize("is_small", [True, False])
@given(st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=HEALTH)
def test_what_has_a_witness_matters(is_small, data):
    run, _ = data.draw(open_runs(is_small=is_small))
    left, questions, solution = solved(run)
    try:
        witnesses = Witnesses(Trial(run, 0), left, questions)
    except TooLarge:
        return
    assert {one for one in witnesses.unknowns if witnesses.matters(one)} <= solution.matters


@pytest.mark.parametrize("is_small", [True, False])
@given(st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=HEALTH)
def test_a_rough_solution_leaves_out_nothing(is_small, data):
    run, _ = data.draw(open_runs(is_small=is_small))
    rough, exact = solved(run, is_rough=True)[2], solved(run)[2]
    assert exact.matters <= rough.matters
    for roughly, exactly in ((rough.met, exact.met), (rough.exempt, exact.exempt)):
        assert roughly not in (TRUE, FALSE) or roughly == exactly


@pytest.mark.parametrize("is_small", [True, False])
@given(st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=HEALTH)
def test_pending_is_what_the_solution_asks_for(is_small, data):
    run, outcome = data.draw(open_runs(is_small=is_small))
    solution = solved(run)[2]
    found, pending = complete(run, outcome)
    kinds = {"finding": "finding", "fact": "fact", "ledger": "fact"}
    wanted = {(kinds[sort], key, reading) for sort, key, reading, _ in solution.matters}
    assert {(item.kind, item.id, item.reading) for item in pending} == wanted
    assert found.is_decided is not bool(wanted)
    again = Run(run.prepared, run.application, run.on, run.readings)
    assert completed_outcome(again, conclusion(again)) is found
