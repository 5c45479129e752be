"""Statuses without reasons say what statuses with reasons say."""

import ast
import re
from dataclasses import replace
from datetime import date, timedelta
from types import GeneratorType

import pytest

import sgpolicy
from sgpolicy import Outcome
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.lives.engine import generate_program
from sgpolicy.evaluating.lives.telling import codes_of
from sgpolicy.evaluating.lives.writing import UnsupportedError
from sgpolicy.evaluating.procedure.preparing import prepare_procedure
from sgpolicy.model.application import Application, FindingRecord

DAY = timedelta(1)
SHAOGUAN = "shaoguan-2022-188"
NONE = sgpolicy.HolidayTable("没有公布", "1", {})
MOVING = sgpolicy.HolidayTable(
    "休假日", "1", {2025: frozenset({date(2025, 1, 31), date(2025, 2, 1)})}
)


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load(SHAOGUAN)


@pytest.fixture(scope="module")
def seven_years(policy, repo):
    return policy.read_history(repo / "policies" / SHAOGUAN / "histories" / "七年.yaml")


def recorded(policy, *events, **more):
    return policy.read_history(
        {"名称": "某平台", "记载截至": "2030-12-31", "经历": [*events], **more}
    )


@pytest.mark.parametrize("name", sgpolicy.shipped())
def test_the_shipped_histories(repo, name):
    law = sgpolicy.load(name)
    compiled = law.compiled()
    for path in sorted((repo / "policies" / name / "histories").glob("*.yaml")):
        history = law.read_history(path)
        for on in sorted({event.date + n * DAY for event in history.events for n in (-1, 0)}):
            brief, full = compiled.status(history, on=on), law.status(history, on=on)
            assert not brief.is_interpreted
            assert brief.outcome is full.outcome
            assert [one.outcome for one in full.chronicle.events] == [*brief.events]
            assert [(t.name, t.since, t.until, t.state) for t in brief.titles] == [
                (law.core.provisions[t.power].name, t.first, t.last, t.state)
                for t in full.chronicle.titles
            ]
            assert {(d.id, d.year, d.due, d.state) for d in brief.duties} == {
                (d.duty, d.year, d.due, d.state)
                for d in full.chronicle.duties
                if d.state != "not_bound"
            }
            assert [(s.id, s.outcome) for s in brief.steps] == [
                (s.provision, s.outcome) for s in full.chronicle.steps
            ]
            beginning = full.chronicle.beginning
            assert brief.may_apply is (beginning.step.outcome if beginning else None)


def test_a_title_day_by_day(policy, seven_years):
    """第十六条: three years from the document, then the second title, until it is revoked."""
    compiled = policy.compiled()
    states = {
        on: [(t.state, t.ended_on) for t in compiled.status(seven_years, on=on).titles]
        for on in (date(2023, 6, 19), date(2023, 6, 20), date(2026, 6, 15), date(2028, 4, 7))
    }
    assert states == {
        date(2023, 6, 19): [],
        date(2023, 6, 20): [("held", None)],
        date(2026, 6, 15): [("followed", date(2026, 6, 15)), ("held", None)],
        date(2028, 4, 7): [("followed", date(2026, 6, 15)), ("lost", date(2028, 4, 7))],
    }


def test_the_title_at_hand(policy, seven_years):
    compiled = policy.compiled()
    held = compiled.status(seven_years, on=date(2024, 1, 1)).title
    assert (held.name, held.since, held.until) == (
        "授予称号",
        date(2023, 6, 20),
        date(2026, 6, 20),
    )
    assert compiled.status(seven_years, on=date(2023, 1, 1)).title is None
    lost = compiled.status(seven_years, on=date(2028, 4, 7))
    assert (lost.title.state, lost.outcome) == ("lost", Outcome.NOT_MET)


def test_duties_have_names_years_and_days(policy, seven_years):
    found = policy.compiled().status(seven_years, on=date(2025, 3, 1))
    late = [d for d in found.duties if d.state == "done_late"]
    assert [(d.name, d.year, d.nominal) for d in late] == [
        ("报送运营情况", 2025, date(2025, 1, 31))
    ]
    assert late[0].outcome is Outcome.NOT_MET
    assert seven_years.events[late[0].done_by].date == date(2025, 2, 18)


@pytest.mark.parametrize(
    ("table", "days", "state"),
    [(NONE, 0, "done"), (NONE, 1, "done_late"), (MOVING, 2, "done"), (MOVING, 3, "done_late")],
)
def test_a_report_on_the_last_day_and_the_day_after(policy, seven_years, table, days, state):
    """第十四条「每年1月底前」; K-17: a last day that is a day of rest moves (民法典 第二百零三条)."""
    day = date(2025, 1, 31) + days * DAY
    is_it = [e.kind == "annual_report" and e.date.year == 2025 for e in seven_years.events]
    events = [
        replace(e, date=day) if is_own else e
        for e, is_own in zip(seven_years.events, is_it, strict=True)
    ]
    history = replace(seven_years, events=tuple(events))
    on = date(2025, 6, 1)
    found = policy.compiled().status(history, on=on, holidays=table)
    assert [d.state for d in found.duties if (d.id, d.year) == ("annual_report", 2025)] == [state]
    assert found.codes == codes_of(policy.status(history, on=on, holidays=table).chronicle)


def test_readings_and_holidays(policy, seven_years):
    on = date(2026, 1, 15)
    for readings in ({}, {"K-16": "公示届满日"}):
        for table in (NONE, sgpolicy.published_holidays()):
            brief = policy.compiled(readings).status(seven_years, on=on, holidays=table)
            full = policy.status(seven_years, on=on, readings=readings, holidays=table)
            assert brief.title.until == full.title.last
            assert [d.due for d in brief.duties] == [
                d.due for d in full.chronicle.duties if d.state != "not_bound"
            ]
            assert brief.status().chronicle == full.chronicle


def test_many_are_told_one_by_one(policy, seven_years):
    asked = []

    def histories():
        for number in range(3):
            asked.append(number)
            yield seven_years

    found = policy.compiled().statuses(histories(), on=date(2024, 1, 1))
    assert isinstance(found, GeneratorType)
    assert not asked
    assert next(found).outcome is Outcome.MET
    assert asked == [0]
    assert len([*found]) == 2


def test_text_mappings_and_files_are_read(policy, repo):
    compiled = policy.compiled()
    path = repo / "policies" / SHAOGUAN / "histories" / "一轮.yaml"
    ways = [path, path.read_bytes(), path.read_text("utf-8"), policy.read_history(path)]
    on = ways[-1].events[-1].date
    found = [one.outcome for one in compiled.statuses(ways, on=on)]
    assert found == [Outcome.MET] * 4
    with pytest.raises(sgpolicy.HistoryError):
        compiled.status({"经历": [{"事件": "没有这样的事"}]}, on=date(2024, 1, 1))
    with pytest.raises(TypeError):
        compiled.status(path, on="2024-01-01")


def test_an_open_decision_is_left_to_the_interpreter(policy, seven_years):
    """Without a verdict on record, what the review decided is told exactly, if it can be."""
    compiled, on = policy.compiled(), date(2024, 1, 1)
    events = [replace(e, verdict=None) for e in seven_years.events]
    unsaid = replace(seven_years, events=tuple(events))
    brief, full = compiled.status(unsaid, on=on), policy.status(unsaid, on=on)
    assert brief.is_interpreted
    assert brief.outcome is full.outcome
    assert not full.outcome.is_decided
    assert [*brief.events] == [one.outcome for one in full.chronicle.events]


def test_what_decides_first_is_enough(policy):
    """A review without a recommendation is not as the text says, whatever it decided on."""
    review = {"事件": "专家评审", "日期": "2023-05-16", "由": "市工信局", "结果": "列入候选名单"}
    found = policy.compiled().status(recorded(policy, review), on=date(2024, 1, 1))
    assert not found.is_interpreted
    assert [*found.events] == [Outcome.NOT_MET]


def test_ledgers_are_left_to_the_interpreter(policy):
    history = sgpolicy.History("某平台", Application({}, {"service_ledger": ()}))
    assert policy.compiled().status(history, on=date(2024, 1, 1)).is_interpreted


def test_an_application_at_hand_is_decided(policy, repo):
    """With everything stated and found, the functions decide on it as the interpreter does."""
    path = next((repo / "policies" / SHAOGUAN / "applications").glob("符合*.yaml"))
    application = policy.read_application(path)
    application = Application(application.facts, {}, application.findings)
    found = {
        key: FindingRecord(met=True, by="expert", on=date(2023, 5, 1), evidence="评审意见")
        for key in policy.core.findings
    }
    review = sgpolicy.Event(
        "expert_review",
        date(2023, 5, 16),
        "city_bureau",
        "列入候选名单",
        material=Application(application.facts, {}, found),
    )
    history = sgpolicy.History("某平台", events=(review,), complete_until={"": date(2030, 1, 1)})
    brief = policy.compiled().status(history, on=date(2024, 1, 1))
    full = policy.status(history, on=date(2024, 1, 1))
    assert [*brief.events] == [one.outcome for one in full.chronicle.events]


def test_what_has_been_kept_does_not_matter(policy, seven_years):
    """Platforms with the same past share answers; asked again, in any order, they are the same."""
    compiled = policy.compiled()
    days = [date(2024, 1, 1), date(2028, 5, 1), date(2026, 6, 20), date(2024, 1, 1)]
    first = [compiled.status(seven_years, on=on).codes for on in days]
    again = [compiled.status(seven_years, on=on).codes for on in reversed(days)]
    compiled.program.pasts.clear()
    alone = [compiled.status(seven_years, on=on).codes for on in days]
    assert first == [*reversed(again)] == alone


def test_it_says_what_it_is(policy, seven_years):
    found = policy.compiled().status(seven_years, on=date(2024, 1, 1))
    assert repr(found) == "BriefStatus('韶关市浈江××企业服务中心', 符合, 2024-01-01)"


def test_a_policy_that_cannot_be_generated_is_interpreted(policy, seven_years, monkeypatch):
    def refuse(*_):
        raise UnsupportedError

    monkeypatch.setattr("sgpolicy.brief_status.generate_program", refuse)
    compiled = sgpolicy.CompiledPolicy(policy, policy.chosen_readings({}))
    found = compiled.status(seven_years, on=date(2024, 1, 1))
    assert compiled.program is None
    assert found.is_interpreted
    assert found.codes == codes_of(policy.status(seven_years, on=date(2024, 1, 1)).chronicle)


def test_a_step_that_begins_a_round_and_grants_a_title_is_unsupported(policy):
    grant = policy.core.provisions["grant_title"]
    changed = replace(grant, begins_with=("application", "提出申报"))
    core = replace(policy.core, provisions={**policy.core.provisions, grant.id: changed})
    with pytest.raises(UnsupportedError):
        generate_program(prepare_procedure(prepare(core)), {}, lambda one: one.facts)


@pytest.mark.parametrize("name", sgpolicy.shipped())
def test_no_word_of_a_policy_becomes_code(name):
    """Ids and names stand in quotes or remarks: functions are called by number."""
    tree = ast.parse(sgpolicy.load(name).compiled().program.source)
    names = [one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    assert names
    assert all(re.fullmatch(r"[a-z]+_?\d+(_any)?", one) for one in names)
