"""Several judgements counted as one."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties.any_application import panels

from sgpolicy.evaluating.panels import counted, sit
from sgpolicy.model.application import FindingRecord, Panel, Seat

FIRST, SECOND, THIRD = (date(2026, 11, day) for day in (17, 18, 19))
METHODS = ("majority", "unanimous", "chair")


def seat(person, *, met, on=FIRST, by="expert", is_chair=False):
    judged = None if met is None else FindingRecord(met, by, on, f"{person}的意见", "", person)
    return Seat(by, person, is_chair, judged)


def panel(votes):
    """甲 chairs: "+" found it met, "-" not, "?" has not judged."""
    met = {"+": True, "-": False, "?": None}
    seats = zip("甲乙丙丁", votes, strict=False)
    return Panel(tuple(seat(who, met=met[vote], is_chair=who == "甲") for who, vote in seats))


@pytest.mark.parametrize(
    ("votes", "majority", "unanimous", "chair"),
    [
        ("+", True, True, True),
        ("-", False, False, False),
        ("?", None, None, None),
        ("+?", None, None, True),
        ("-?", False, False, False),
        ("+-", False, False, True),
        ("++?", True, None, True),
        ("+-?", None, False, True),
        ("?--", False, False, None),
        ("?++", True, None, None),
        ("++--", False, False, True),
        ("-+++", True, False, False),
        ("++??", None, None, True),
        ("--??", False, False, False),
    ],
)
def test_what_a_panel_comes_to(votes, majority, unanimous, chair):
    for method, wanted in zip(METHODS, (majority, unanimous, chair), strict=True):
        decided = sit(panel(votes), {"expert"}, method).decided
        assert (decided and decided.met) is wanted, method


def test_without_a_chair_nothing_is_decided_by_the_chair():
    given = Panel((seat("甲", met=True), seat("乙", met=True)))
    assert sit(given, {"expert"}, "chair").decided is None


def test_it_is_decided_on_the_first_day_on_which_no_vote_can_change_it():
    given = Panel(
        (seat("甲", met=True), seat("乙", met=True, on=SECOND), seat("丙", met=False, on=THIRD))
    )
    decided = sit(given, {"expert"}, "majority").decided
    assert (decided.on, decided.met) == (SECOND, True)
    assert decided.evidence == "甲的意见；乙的意见"


def test_who_may_not_judge_is_not_counted():
    given = Panel((seat("甲", met=True), seat("乙", met=False, by="neighbour")))
    sat = sit(given, {"expert"}, "majority")
    assert sat.decided.met
    assert [one.person for one in sat.excluded] == ["乙"]
    assert sit(given, {"nobody"}, "majority").decided is None


ANY = panels(st.sampled_from(["expert", "county"]), st.sampled_from([FIRST, SECOND, THIRD]))


@given(ANY, st.sampled_from(METHODS))
def test_what_is_decided_holds_however_the_others_judge(given, method):
    """On every day the count is what all completions agree on, and open where they do not."""
    for day in (FIRST - timedelta(1), FIRST, SECOND, THIRD):
        made = [one.judged is not None and one.judged.on <= day for one in given.seats]
        found = set()
        for votes in product((True, False), repeat=made.count(False)):
            left = iter(votes)
            seats = [
                one if is_made else seat(one.person, met=next(left), on=day, is_chair=one.is_chair)
                for one, is_made in zip(given.seats, made, strict=True)
            ]
            found.add(counted(seats, method, THIRD))
        agreed = found.pop() if len(found) == 1 else None
        assert counted(given.seats, method, day) is agreed


@given(ANY, st.sampled_from(METHODS))
def test_once_decided_it_stays_so(given, method):
    seen = [counted(given.seats, method, day) for day in (FIRST, SECOND, THIRD)]
    for earlier, later in pairwise(seen):
        assert earlier is None or earlier is later
