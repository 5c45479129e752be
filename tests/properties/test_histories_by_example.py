"""What the properties of histories have found, each at its smallest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from properties.histories import (
    FAR,
    Life,
    choices,
    history,
    told,
)

from sgpolicy import Outcome

DAY = timedelta(1)


def default_life():
    return Life(date(2023, 2, 27), {key: ids[0] for key, ids in choices().items()})


def test_a_title_that_an_unrecorded_one_may_follow_is_held_or_followed():
    """One of the two is held all the while (decision 0010, no. 4)."""
    life = default_life()
    life.whole_round(pace=0, length=1, is_municipal=False, objections=())
    life.day = date(2026, 1, 5)  # 「在有效期满当年可再次申报」
    life.whole_round(pace=0, length=1, is_municipal=False, objections=())
    complete = {"": FAR, "confirmation": date(2025, 12, 31)}
    known = told(history(life.events[:-1], complete, life.managed_by), life.day, life.readings)
    whole = life.chronicle()
    (title,) = known.titles
    assert (title.state, title.outcome) == ("held_or_followed", Outcome.MISSING_FACTS)
    assert [title.state for title in whole.titles] == ["followed", "held"]
    assert known.outcome is whole.outcome is Outcome.MET


@pytest.mark.parametrize("is_confirmed_before", [False, True])
def test_a_notice_reopened_after_it_passed(is_confirmed_before):
    """K-16 公示届满日 counts from the last notice before the confirmation, be it open still."""
    life = default_life()
    life.readings["validity_from"] = "notice_end"
    life.whole_round(pace=0, length=1, is_municipal=False, objections=())
    confirmation = life.events.pop()
    closing = {"closing_date": life.day + timedelta(30)}
    again = replace(confirmation, kind="notice_opening", by="", cells=closing)
    life.events += [confirmation, again] if is_confirmed_before else [again, confirmation]
    (title,) = life.chronicle().titles
    assert title.first == (date(2023, 3, 1) if is_confirmed_before else date(2023, 4, 1))
    assert title.state == ("held" if is_confirmed_before else "not_yet")
    (then,) = life.chronicle(life.day + timedelta(40)).titles
    assert (then.first, then.state) == (title.first, "held")


# What the properties have found, each at its smallest.


def recorded(life, complete, *left_out):
    """What the engine makes of a life on whose record some events are missing."""
    kept = [event for event in life.events if event not in left_out]
    return told(history(kept, {"": FAR, **complete}, life.managed_by), life.day, life.readings)


def recognised():
    life = default_life()
    life.whole_round(pace=0, length=1, is_municipal=False, objections=())
    return life


def test_a_late_report_is_not_known_to_be_the_first():
    life = recognised()
    life.day = date(2024, 1, 20)
    life.report("model_platform", "", None)
    in_time = life.events[-1]
    life.day = date(2024, 3, 20)
    life.report("model_platform", "", None)
    for left_out, state in (([], "done"), ([in_time], "unrecorded")):
        known = recorded(life, {"annual_report": date(2023, 12, 31)}, *left_out)
        assert (
            next(d for d in known.duties if (d.duty, d.year) == ("annual_report", 2024)).state
            == state
        )


def test_a_verification_is_not_known_to_be_the_first():
    life = recognised()
    life.readings["revocation_reading"] = "verified_within"
    life.day = date(2024, 6, 1)
    life.verify(30)
    in_time = life.events[-1]
    life.day = date(2027, 1, 10)  # after the title's last day
    life.verify(900)
    life.revoke("city_bureau")
    assert life.chronicle().events[-1].outcome is Outcome.MET
    known = recorded(life, {"verified_misconduct": date(2023, 12, 31)}, in_time)
    assert known.events[-1].outcome is Outcome.MISSING_FACTS


@pytest.mark.parametrize("verdict", [True, False, None])
def test_a_step_after_an_open_confirmation_is_open(verdict):
    """The review may have been flawed: then the confirmation is void, and another may follow."""
    life = default_life()
    life.whole_round(pace=0, length=1, is_municipal=False, objections=())
    at = next(i for i, event in enumerate(life.events) if event.kind == "expert_review")
    life.events[at] = replace(life.events[at], verdict=verdict)
    life.review("city_bureau", is_positive=True, verdict=True)
    ends = {True: Outcome.NOT_MET, False: Outcome.MET, None: Outcome.MISSING_FACTS}
    assert life.chronicle().events[-1].outcome is ends[verdict]


def test_a_step_after_an_open_application_is_open():
    """Its call may be unrecorded; if there was none, the round under way goes on."""
    life = default_life()
    life.call("city_bureau", 0, 30)
    life.apply("applicant")
    life.recommend("county_recommendation", "county_department", "", is_positive=True)
    life.day = date(2024, 1, 30)
    life.call("city_bureau", 0, 30)
    call = life.events[-1]
    life.apply("applicant")
    life.review("expert", is_positive=True, verdict=True)
    ends = {"yearly_call": date(2023, 12, 31)}
    assert life.chronicle().events[-1].outcome is Outcome.NOT_MET
    assert recorded(life, {}, call).events[-1].outcome is Outcome.MET
    assert recorded(life, ends, call).events[-1].outcome is Outcome.MISSING_FACTS


def test_any_number_of_objections_may_be_unrecorded():
    life = default_life()
    life.whole_round(pace=0, length=1, is_municipal=False, objections=("raised",) * 3)
    at = next(i for i, event in enumerate(life.events) if event.kind == "public_notice")
    settled = {"settlement": "异议不成立"}
    again = [
        replace(life.events[at - 1], kind="objection_settled", cells=settled, number=f"处理{n}")
        for n in range(2)
    ]
    life.events[at:at] = again
    raised = [event for event in life.events if event.kind == "objection"]
    closing = next(e for e in life.chronicle().events if e.event.kind == "public_notice")
    assert closing.outcome is Outcome.NOT_MET
    known = recorded(life, {"objection": date(2022, 12, 31)}, *raised)
    assert (
        next(e for e in known.events if e.event.kind == "public_notice").outcome is not Outcome.MET
    )


@pytest.mark.parametrize("duty", ["annual_report", "department_report"])
def test_a_platform_recognised_again_in_january_owes_its_reports(duty):
    """It was one all of last year, and is one still."""
    life = recognised()
    life.day = date(2026, 1, 5)
    life.whole_round(pace=0, length=1, is_municipal=False, objections=())
    life.day = date(2026, 3, 10)
    owed = {(d.duty, d.year): d.state for d in life.chronicle().duties}
    assert owed[duty, 2026] == "overdue"
