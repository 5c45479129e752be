"""What must hold for every history of a platform under the shipped policy.

`properties.histories` draws the histories; what is expected of them is written from the articles, here and
in `properties.by_hand`, which reads the law event by event.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from properties.by_hand import reckoned, years_later
from properties.histories import (
    FAR,
    MOVES,
    beginnings,
    gaps,
    history,
    lives,
    policy,
    told,
)

from sgpolicy import Outcome
from sgpolicy.model.holidays import HolidayTable

DAY = timedelta(1)
QUICK = settings(max_examples=12, stateful_step_count=12)
LONG = settings(max_examples=300, stateful_step_count=40, suppress_health_check=list(HealthCheck))
OUTCOMES = {True: Outcome.MET, False: Outcome.NOT_MET, "": Outcome.NOT_APPLICABLE}
WAY = (  # 第十条、第十一条: what lies between an application and its confirmation, in this order
    {("application", "")},
    {(kind, "予以推荐") for kind in ("county_recommendation", "municipal_recommendation")},
    {("expert_review", "列入候选名单")},
    {("site_visit", "")},
    {("final_list", "列入示范平台名单")},
    {("notice_opening", "")},
    {("public_notice", "公示通过")},
    {("confirmation", "")},
)


def granted(found):
    """The titles that certainly were granted."""
    return [t for t in found.titles if found.events[t.granted_by].outcome is Outcome.MET]


def held_days(title):
    """The first and the last day on which a title is held; the last before the first for none."""
    if title.ended_on is None:
        return title.first, title.last
    return title.first, min(title.last, title.ended_on - DAY)


# ── 1: 第十一条「公示通过后发文公布确认」 ──


def check_what_comes_before_a_title(life, found):
    for title in found.titles:
        if title.state in ("void", "open"):
            continue
        until = life.events[: title.granted_by + 1]
        lawful = [one.outcome is not Outcome.NOT_MET for one in found.events]
        begins = max(i for i, e in enumerate(until) if e.kind == "application" and lawful[i])
        left = list(WAY)
        closing = None
        for event in until[begins:]:
            if event.kind == "notice_opening":
                closing = event.cells["closing_date"]
            is_next = bool(left) and (event.kind, event.result) in left[0]
            is_early = (
                event.kind == "public_notice" and closing is not None and event.date <= closing
            )
            if is_next and not is_early:
                left.pop(0)
        assert not left, f"confirmed without {left[0]}"


# ── 2: 第十三条, one title ──


def check_one_title_at_a_time(found):
    assert sum(title.state == "held" for title in found.titles) <= 1
    days = sorted(held_days(title) for title in granted(found))
    days = [(first, last) for first, last in days if first <= last]
    for (_, last), (first, _) in pairwise(days):
        assert last < first


# ── 3: 第十六条「一经查实，予以撤销」 ──


def losses(life, found):
    """Each title's position with the day on which it was lost by a revocation or a verification."""
    holders = [title for title in found.titles if title.state != "void"]
    for at, title in enumerate(holders):
        until = holders[at + 1].granted_by if at + 1 < len(holders) else len(life.events)
        for n in range(title.granted_by + 1, until):
            event, outcome = life.events[n], found.events[n].outcome
            if event.kind == "revoke_title" and outcome is Outcome.MET:
                yield title.granted_by, event.date
            is_enough = life.readings["revocation_reading"] == "automatic"
            if is_enough and event.kind == "verified_misconduct" and title in granted(found):
                full = years_later(title.first, 3)
                if life.readings["validity_end"] == "day_before":
                    full -= DAY
                if title.first <= event.cells["conduct_date"] <= full:
                    yield title.granted_by, event.date


def check_lost_is_lost(life, found):
    states = {title.granted_by: title for title in found.titles}
    for position, day in losses(life, found):
        title = states[position]
        assert title.state not in ("held", "open"), (title.state, day)
        assert title.ended_on is None or title.ended_on <= day
        assert title.ended_on is not None or title.last < day


def check_lost_stays_lost(life, found, later):
    """Nothing happens any more, and time goes by."""
    lost = {position for position, _ in losses(life, found)}
    then = told(life.history(), later, life.readings)
    assert not [t for t in then.titles if t.granted_by in lost and t.state in ("held", "open")]


# ── 4: 第十六条「有效期三年」 ──


def expected_period(life, title):
    """K-16, K-32, K-28, K-18."""
    before = life.events[: title.granted_by]
    first = life.events[title.granted_by].date
    if life.readings["validity_from"] == "notice_end":
        first = [e for e in before if e.kind == "notice_opening"][-1].cells["closing_date"]
    last = (
        date(first.year + 3, 2, 28)
        if (first.month, first.day) == (2, 29)
        else first.replace(year=first.year + 3)
    )
    if life.readings["validity_end"] == "day_before":
        last -= DAY
    if life.readings["title_beyond_law"] == "ends_too":
        is_later = life.readings["law_end"] == "corresponding_day"
        last = min(last, date(2027, 10, 20 if is_later else 19))
    return first, last


def check_periods(life, found):
    for title in granted(found):
        assert (title.first, title.last) == expected_period(life, title)
        assert title.ended_on is None or title.ended_on <= title.last


def known_to_end(life, title, titles):
    """The day from which on it shows that a title is cut short, if it is.

    Under K-16 公示届满日 a following title begins before it is confirmed: until then the earlier one stands.
    """
    if title.ended_on is None:
        return date.max
    of_day = [e.kind for e in life.events if e.date == title.ended_on]
    if "revoke_title" in of_day or "verified_misconduct" in of_day:
        return title.ended_on
    return min(life.events[t.granted_by].date for t in titles if t.granted_by > title.granted_by)


def check_held_within_its_days(life, found):
    """On the first day and on the last, not the day before nor the day after; less what cut it short."""
    titles = granted(found)
    for title in titles:
        since = life.events[title.granted_by].date  # before that nobody knows of it
        until = min(title.last, known_to_end(life, title, titles) - DAY)
        for day in {
            title.first - DAY,
            title.first,
            until,
            until + DAY,
            title.last,
            title.last + DAY,
        }:
            if day >= since:
                then = told(life.history(), day, life.readings)
                state = next(t.state for t in then.titles if t.granted_by == title.granted_by)
                assert (state == "held") == (title.first <= day <= until), (day, state, title)


# ── 5: the past does not depend on the future ──


def check_the_past(life, day):
    """As of a day, what happened later makes no difference, whatever it was."""
    past = history([e for e in life.events if e.date <= day], life.complete, life.managed_by)
    here, there = told(life.history(), day, life.readings), told(past, day, life.readings)
    assert replace(here, history=past) == there


def check_verdicts_stay(before, found):
    """An event's verdict is what it was when the event was the last."""
    known = len(before.events)
    assert found.events[:known] == before.events


# ── 8, and every verdict and title as by hand ──


def check_outcomes(found):
    ones = (*found.events, *found.titles, *found.duties, *found.steps, found.beginning.step, found)
    assert all(one.outcome in set(Outcome) for one in ones)


def check_by_hand(life, found):
    law = reckoned(life)
    for one, verdict in zip(found.events, law.verdicts, strict=True):
        if verdict is None:
            assert not one.outcome.is_decided, one
        else:
            assert one.outcome is OUTCOMES[verdict], (one, verdict)
    if None not in [law.verdicts[i] for i in law.of("confirmation")]:
        here = [(t.granted_by, t.first, t.last, t.ended_on) for t in granted(found)]
        assert here == [(t.at, t.first, t.last, t.ended) for t in law.terms()]


def check_duties_by_hand(life, found):
    """第十四条, 第十五条: who owes a report in which year, and whether it was made."""
    law = reckoned(life, found.on)
    for duty in found.duties:
        if duty.duty not in ("annual_report", "department_report"):
            continue
        until = reckoned(life, min(found.on, month_ends(duty)))
        bounds = [*until.of("confirmation"), *until.of("revoke_title")]
        is_owed = until.is_owed(duty.duty, duty.year)
        if is_owed is None or None in [until.verdicts[i] for i in bounds]:
            continue
        state = law.stands(duty.duty, duty.year, found.on) if is_owed else "not_bound"
        assert duty.state == state, (duty, state)


class Histories(RuleBasedStateMachine):
    """A life in which anything may be done at any time; `MOVES` are its rules."""

    @initialize(life=beginnings())
    def begin(self, life):
        self.life, self.before = life, life.chronicle()
        self.found = self.before

    def make(self, name, given):
        self.before = self.found
        self.life.move(name, given)
        self.found = self.life.chronicle()

    @invariant()
    def what_holds(self):
        check_what_comes_before_a_title(self.life, self.found)
        check_one_title_at_a_time(self.found)
        check_lost_is_lost(self.life, self.found)
        check_periods(self.life, self.found)
        check_verdicts_stay(self.before, self.found)
        check_outcomes(self.found)
        check_by_hand(self.life, self.found)

    def teardown(self):
        if not hasattr(self, "life"):
            return
        assert self.life.chronicle() == self.found
        check_duties_by_hand(self.life, self.found)
        check_held_within_its_days(self.life, self.found)
        for days in (1, 400):
            check_lost_stays_lost(self.life, self.found, self.life.day + timedelta(days))
        for event in self.life.events[::7]:
            check_the_past(self.life, event.date)


def _rule(name):
    def move(self, **given):
        self.make(name, given)

    return rule(**MOVES[name])(move)


for _name in MOVES:
    setattr(Histories, _name, _rule(_name))
for _name in ("next_step", "whole_round"):  # so that it gets somewhere
    setattr(Histories, f"{_name}_too", _rule(_name))


def test_histories_as_they_grow():
    run_state_machine_as_test(Histories, settings=QUICK)


@pytest.mark.long
def test_histories_as_they_grow_for_long():
    run_state_machine_as_test(Histories, settings=LONG)


# ── 6: what is decided on an incomplete record holds whatever else happened ──


def decided(found):
    """What a chronicle has decided, by what it is about."""
    number = {one.event.position: one.event.number for one in found.events}
    yield "holds", found.outcome
    for one in found.events:
        yield ("event", one.event.number), one.outcome
    for title in found.titles:
        yield ("title", number[title.granted_by]), title.outcome
    for duty in found.duties:
        yield ("duty", duty.duty, duty.year), duty.outcome
    for step in found.steps:
        yield ("step", step.provision), step.outcome
    yield "begins", found.beginning.step.outcome


def contradictions(known, whole):
    """What one chronicle has decided and another, of the same life, decides otherwise.

    A step that may come next on the record may have been done already: then it is not among the next.
    A record that goes further may leave more open than one that does not know of a thing at all; one
    that is complete may not.
    """
    there = dict(decided(whole))
    is_whole = whole.history.complete_until == {"": FAR}
    for about, outcome in decided(known):
        other = there.get(about, outcome)
        is_otherwise = other is not outcome and (is_whole or other.is_decided)
        if outcome.is_decided and is_otherwise:
            yield about, outcome, other


@given(gaps(), st.data())
def test_what_is_decided_holds_for_every_completion(gap, data):
    check_completions(gap, data)


@pytest.mark.long
@given(gaps(), st.data())
@settings(max_examples=1000)
def test_what_is_decided_holds_for_every_completion_for_long(gap, data):
    check_completions(gap, data)


def check_completions(gap, data):
    life = gap.life
    days = {life.day, *(event.date for event in gap.happened.events)}
    day = (
        data.draw(st.sampled_from(sorted(days))) + data.draw(st.sampled_from((0, 0, 1, 400))) * DAY
    )
    known = told(gap.recorded, day, life.readings)
    for whole in (gap.happened, replace(gap.happened, complete_until={"": FAR})):
        assert not list(contradictions(known, told(whole, day, life.readings)))


# ── 7: what a reading can only do one way ──


@given(lives())
def test_ending_with_the_law_never_lengthens_a_title(life):
    ways = [
        told(life.history(), life.day, {**life.readings, "title_beyond_law": way})
        for way in ("keeps", "ends_too")
    ]
    keeps, ends_too = ({t.granted_by: t for t in granted(found)} for found in ways)
    for position in keeps.keys() & ends_too.keys():
        longer, shorter = keeps[position], ends_too[position]
        assert shorter.first == longer.first
        assert shorter.last <= longer.last


def month_ends(duty):
    """第十四条「每年1月底前」, 第十五条「每年2月底前」."""
    if duty.duty == "annual_report":
        return date(duty.year, 1, 31)
    return date(duty.year, 3, 1) - DAY


def holiday_tables():
    """Weekends, and whatever else is a day of rest around the ends of the months."""
    days = [date(year, 1, 20) + timedelta(n) for year in range(2022, 2036) for n in range(60)]
    weekends = {day for day in days if day.weekday() >= 5}
    years = st.sets(st.sampled_from(range(2022, 2036)))
    return st.builds(
        lambda extra, years: HolidayTable(
            "t", "1", {y: frozenset(d for d in weekends ^ extra if d.year == y) for y in years}
        ),
        st.sets(st.sampled_from(days), max_size=40),
        years,
    )


@given(lives(), holiday_tables())
def test_moving_never_makes_a_due_day_earlier(life, table):
    ways = [
        told(life.history(), life.day, {**life.readings, "moved_deadline": way}, table)
        for way in ("moved", "never_moved")
    ]
    due = [{(d.duty, d.year): d for d in found.duties if d.due is not None} for found in ways]
    assert due[0].keys() == due[1].keys()
    for key, moved in due[0].items():
        stays = due[1][key]
        if moved.duty in ("annual_report", "department_report"):
            assert stays.due == stays.nominal == moved.nominal == month_ends(moved)
        assert moved.due >= stays.due
        assert moved.is_unpublished or moved.due.year in table.rest or moved.duty == "yearly_call"
        if stays.state == "done":  # in time without moving is in time with it
            assert moved.state == "done"


@given(lives())
def test_a_notice_that_need_only_be_over_is_passed_more_often(life):
    """K-37 期毕即可: the first event that comes out otherwise is a notice that has then passed."""
    ways = [
        told(life.history(), life.day, {**life.readings, "notice_passed": way}).events
        for way in ("no_open_objection", "period_ended")
    ]
    otherwise = [pair for pair in zip(*ways, strict=True) if pair[0].outcome is not pair[1].outcome]
    for strict, mild in otherwise[:1]:
        assert (mild.event.kind, mild.event.result) == ("public_notice", "公示通过")
        assert strict.outcome is Outcome.NOT_MET


# ── by example ──


@given(lives())
def test_the_same_history_comes_to_the_same(life):
    found = life.chronicle()
    check_outcomes(found)
    assert life.chronicle() == found


@given(lives())
@settings(max_examples=5)  # with what other readings would change: slower
def test_a_status_says_what_the_chronicle_found(life):
    found = life.chronicle()
    assert (
        policy().status(life.history(), on=life.day, readings=life.readings).outcome
        is found.outcome
    )
