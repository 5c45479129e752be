"""What answers about a history rest on: the nodes and readings that a case about it then tries."""

from datetime import date
from pathlib import Path

import pytest

import sgpolicy
from sgpolicy.covering.slicing import rested_in
from sgpolicy.evaluating.procedure.asking import Asked
from sgpolicy.evaluating.procedure.grounds import grounds
from sgpolicy.holidays import published_holidays
from sgpolicy.model.question import (
    AboutDuty,
    AboutEvent,
    AboutLife,
    AboutNext,
    AboutNode,
    AboutTitle,
)


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


@pytest.fixture(scope="module")
def asked(policy, repo):
    """`asked(day)`: the seven years as of a day."""
    file = Path(repo) / "policies/shaoguan-2022-188/histories/七年.yaml"
    history = policy.read_history(file)
    table = published_holidays()
    return lambda day: Asked(policy.procedure, history, date.fromisoformat(day), {}, table)


def nodes(asked, question):
    """The ids of the nodes that count, those referred to included."""
    answer = asked.answer(question)
    return {
        rested.node.id
        for ground in grounds(asked, question, answer)
        for rested in rested_in(ground)
        if rested.node is not None
    }


def test_an_act_that_is_as_the_text_says_rests_on_all_it_must_satisfy(asked):
    found = nodes(asked("2023-07-01"), AboutEvent("application", 1))
    assert {"within_call", "may_apply", "may_apply_after_revocation"} <= found
    assert {"notice_ended_clear", "objections_settled"} <= nodes(
        asked("2023-07-01"), AboutEvent("public_notice", 1)
    )


def test_what_the_record_says_of_open_conditions_does_not_try_them(asked):
    assert "certification" not in nodes(asked("2023-07-01"), AboutEvent("expert_review", 1))


def test_a_duty_rests_on_its_condition(asked):
    found = nodes(asked("2025-03-01"), AboutDuty("annual_report", 2025))
    assert {"title_held", "title_validity", "title_not_lost", "first_report_come"} <= found
    assert "title_held" in nodes(asked("2025-03-01"), AboutDuty("improve_ability", None))
    assert nodes(asked("2023-07-01"), AboutDuty("annual_report", 2023)) == {"title_held"}


def test_a_title_rests_on_what_it_takes_to_keep_it(asked):
    for question in (AboutTitle("grant_title", None), AboutTitle("grant_title", 1), AboutLife()):
        assert "title_not_lost" in nodes(asked("2025-03-01"), question)
    assert nodes(asked("2026-07-01"), AboutTitle("grant_title", 1)) == set()  # its period is over


def test_what_may_come_next_rests_on_its_ground_or_on_what_bars_it(asked):
    assert "revocable" in nodes(asked("2025-03-01"), AboutNext("revoke_title"))
    barred = nodes(asked("2025-03-01"), AboutNext("application"))
    assert {"within_call", "may_apply"} <= barred
    assert "in_force_at_application" not in barred


def test_a_node_rests_on_itself(asked):
    found = nodes(asked("2025-03-01"), AboutNode("title_held"))
    assert {"title_held", "title_validity", "title_not_lost"} <= found


def test_what_does_not_exist_rests_on_nothing(asked):
    assert nodes(asked("2025-03-01"), AboutEvent("confirmation", 2)) == set()
    assert nodes(asked("2023-03-05"), AboutLife()) == set()
