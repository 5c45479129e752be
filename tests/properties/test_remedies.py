"""What is proposed to a refused applicant makes it eligible, and nothing less of it does."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from sgpolicy import Outcome
from sgpolicy.evaluating.interpreter import evaluate_prepared
from sgpolicy.model.explanation import Members, Quantity

from .applicants import policy
from .refused import ON, refused, sound

STEP = {
    "count": 1,
    "money": Fraction(1, 100),
    "area": Fraction(1, 100),
    "share": Fraction(1, 10000),
}


def outcome(application, on):
    prepared = policy().prepared
    return evaluate_prepared(prepared, application, on, {}, exact=False).outcome


def plain(value):
    """A proposed value as it would be stated."""
    match value:
        case Quantity(low=low):
            return int(low) if low.denominator == 1 else low
        case Members(names=names):
            return frozenset(names)
        case _:
            return value


def changed(application, changes):
    """The application with some changes made, by hand; and the day of the evaluation."""
    facts, findings, on = dict(application.facts), dict(application.findings), ON
    for subject, value in changes:
        if subject.kind == "finding":
            findings[subject.id] = replace(findings[subject.id], met=value)
        elif subject.year is not None:
            facts[subject.id] = {**facts.get(subject.id, {}), subject.year: value}
        else:
            facts[subject.id] = value
            if isinstance(value, date):
                on = max(on, value)
    return replace(application, facts=facts, findings=findings), on


def contradicts(application, changes):
    """Whether a relation that the policy declares is broken by what was changed, read from its own words."""
    core = policy().core
    ids = {fact.name: fact.id for fact in core.facts.values()}
    touched = {subject.id for subject, _ in changes}
    for relation in core.consistent:
        left, word, right = _split(relation.written)
        sides = []
        keys = set()
        for text in (left, right):
            total = 0
            for sign, name in _terms(text):
                if name == "上年服务企业数":
                    key = "enterprises_served_by_year"
                    year = application.facts["application_date"].year - 1
                    value = application.facts[key].get(year)
                else:
                    key = ids[name]
                    value = application.facts.get(key)
                keys.add(key)
                total = None if value is None or total is None else total + sign * value
            sides.append(total)
        if not keys & touched or None in sides:
            continue
        if (word == "不多于" and sides[0] > sides[1]) or (word == "等于" and sides[0] != sides[1]):
            return True
    return False


def _split(written):
    for word in ("不多于", "等于"):
        left, found, right = written.partition(f" {word} ")
        if found:
            return left, word, right
    raise AssertionError(written)


def _terms(text):
    words = text.split()
    yield 1, words[0]
    for word, name in zip(words[1::2], words[2::2], strict=True):
        yield (1 if word == "加" else -1), name


def does(application, changes):
    after, on = changed(application, changes)
    return outcome(after, on) is Outcome.MET and not contradicts(after, changes)


def check(application):
    """Every bar, for one applicant; how many remedies there were, None if it was not refused."""
    decision = policy().evaluate(application, on=ON)
    if decision.outcome is not Outcome.NOT_MET:
        return None
    report = decision.remedies()
    remedies = [*report.remedies, *(way.remedy for way in report.ways if way.remedy is not None)]
    remedies += [] if report.by_time is None else [report.by_time]
    for remedy in remedies:
        changes = [(one.subject, plain(one.after)) for one in remedy.changes]
        assert does(application, changes)
        assert changed(application, changes)[1] == remedy.on
        for size in range(len(changes)):
            for some in itertools.combinations(changes, size):
                assert not does(application, list(some)), (changes, some)
        for place, one in enumerate(remedy.changes):
            for less in _smaller(one):
                others = [*changes[:place], (one.subject, less), *changes[place + 1 :]]
                assert not does(application, others), (changes, less)
        assert all(one.where or one.keeps for one in remedy.changes)
    assert bool(report.remedies) != bool(report.obstacles)
    return len(report.remedies)


def _smaller(change):
    """The value one step nearer to what it was."""
    before, after = plain(change.before), plain(change.after)
    if isinstance(after, frozenset):
        yield from (after ^ {name} for name in after ^ (before or frozenset()))
    elif isinstance(after, date):
        if before is None or after - timedelta(days=1) > before:
            yield after - timedelta(days=1)
    elif isinstance(change.after, Quantity):
        step = STEP.get(change.after.kind, 1)
        if before is None or after - step > before:
            yield after - step


def test_the_sound_applicant_is_eligible_and_contradicts_nothing():
    assert outcome(sound(), ON) is Outcome.MET
    everything = [(type("S", (), {"id": key})(), None) for key in sound().facts]
    assert not contradicts(sound(), everything)


@pytest.mark.parametrize("block", range(2))
def test_proposals_to_refused_applicants(block):
    found = [check(refused(seed)) for seed in range(block * 50, block * 50 + 50)]
    assert sum(one is not None for one in found) >= 25
    assert sum(bool(one) for one in found) >= 15


@pytest.mark.long
@pytest.mark.parametrize("block", range(30))
def test_proposals_to_two_thousand_refused_applicants(block):
    """At least 2,000 are refused, of the 3,000 that the blocks draw."""
    found = [check(refused(seed)) for seed in range(1000 + block * 100, 1100 + block * 100)]
    assert sum(one is not None for one in found) >= 67


def test_time_alone():
    """Two years after registration: 2024-12-20 is in the same year, so nothing else is asked anew."""
    facts = {**sound().facts, "registration_date": date(2024, 12, 20)}
    decision = policy().evaluate(replace(sound(), facts=facts), on=ON)
    by_time = decision.remedies().by_time
    (change,) = by_time.changes
    assert (change.subject.name, change.after) == ("申请日期", date(2026, 12, 20))
    assert change.where[0].node.name == "注册年限"


def test_over_the_new_year_the_new_year_s_count_is_asked_for():
    facts = {**sound().facts, "registration_date": date(2025, 3, 2)}
    report = policy().evaluate(replace(sound(), facts=facts), on=ON).remedies()
    assert report.by_time is None
    (remedy,) = report.remedies
    told = {(one.subject.name, one.subject.year): plain(one.after) for one in remedy.changes}
    assert told[("申请日期", None)] == date(2027, 3, 2)
    assert told[("年服务企业数", 2026)] == told[("服务企业总数", None)] == 65


def test_a_part_takes_its_whole_along():
    """Four of five: with degrees for all five it is five of five, and a sixth person is needed besides."""
    facts = {**sound().facts, "full_time_staff": 5, "full_time_degree_or_title": 5}
    facts |= {"full_time_degree": 5, "full_time_title": 0, "full_time_degree_and_title": 0}
    report = policy().evaluate(replace(sound(), facts=facts), on=ON).remedies()
    (remedy,) = report.remedies
    assert [(one.subject.name, plain(one.after)) for one in remedy.changes] == [("专职从业人数", 6)]


def test_none_within_the_law_names_what_stands_in_the_way():
    facts = {**sound().facts, "is_legal_person": False, "has_development_plan": False}
    report = policy().evaluate(replace(sound(), facts=facts), on=ON).remedies()
    assert report.remedies == ()
    assert report.is_exhaustive
    (obstacle,) = report.obstacles
    assert obstacle.node.citation.clause.label == "第七条第（一）项"
    assert "没有办法" in str(report)


def test_each_function_has_its_nearest_remedy():
    facts = {**sound().facts, "applied_functions": frozenset({"信息服务"})}
    facts |= {"offline_enterprises": 59, "centre_origin": "其他机构"}
    facts |= {"technical_activities": None, "has_training_licence": False}
    facts = {key: value for key, value in facts.items() if value is not None}
    report = policy().evaluate(replace(sound(), facts=facts), on=ON).remedies()
    ways = {way.node.title: way.remedy for way in report.ways}
    assert list(ways) == ["信息服务", "技术服务", "创业服务", "培训服务", "融资服务", "综合服务"]
    assert ways["综合服务"] is None
    assert [one.subject.name for one in ways["创业服务"].changes] == ["申报功能"]
    assert {one.subject.name for one in ways["技术服务"].changes} == {
        "申报功能",
        "技术服务活动次数",
    }
