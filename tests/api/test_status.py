"""`policy.status` and `policy.calendar`: what a program may rely on."""

import dataclasses
import json
from datetime import date, datetime
from pathlib import Path

import pytest

import sgpolicy

POLICY = "shaoguan-2022-188"
HISTORIES = Path(__file__).resolve().parents[2] / "policies" / POLICY / "histories"
ON = date(2025, 3, 1)
REST = sgpolicy.HolidayTable("休假日表", "0", {})


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load(POLICY)


@pytest.fixture(scope="module")
def path():
    return HISTORIES / "一轮.yaml"


def test_a_history_comes_as_a_file_text_mapping_model_or_record(policy, path):
    record = policy.read_history(path)
    plain = {
        "name": record.name,
        "complete_until": "2026-12-31",
        "facts": {"managed_by": "县区归口"},
        "events": [
            {
                "event": e.kind,
                "date": e.date.isoformat(),
                "by": e.by,
                "result": e.result,
                "verdict": {True: "met", False: "not met", None: None}[e.verdict],
                "number": e.number,
                "unit": e.unit,
                "evidence": e.evidence,
                **{k: v.isoformat() for k, v in e.cells.items() if v is not None},
            }
            for e in record.events
        ],
    }
    model = policy.history_model(**plain)
    forms = [
        path,
        path.read_bytes(),
        path.read_text("utf-8"),
        plain,
        json.dumps(plain),
        model,
        record,
    ]
    accounts = {
        policy.status(form, on=ON, holidays=REST).explain("audit").to_json() for form in forms
    }
    assert len(accounts) == 1


def test_a_status_tells_title_duties_steps_and_applying(policy, path):
    status = policy.status(path, on=ON, holidays=REST)
    assert status.outcome is sgpolicy.Outcome.MET
    assert status.title.first == date(2024, 6, 24)
    assert status.title.last == date(2027, 6, 24)
    assert [(d.name, d.year, d.state) for d in status.duties if d.year == 2025] == [
        ("报送运营情况", 2025, "overdue"),
        ("报送工作情况", 2025, "overdue"),
    ]
    assert [step.name for step in status.steps] == ["择优推荐"]
    assert status.applying.from_day == date(2027, 1, 1)
    assert status.stage.name == "发文确认"
    assert all(event.citation for event in status.events)


def test_every_line_of_the_account_is_cited(policy, path):
    status = policy.status(path, on=ON, holidays=REST)
    for record in (*status.titles, *status.duties, *status.steps, status.applying.step):
        assert record.citation.clause.label.startswith("第")


def test_records_are_frozen(policy, path):
    status = policy.status(path, on=ON, holidays=REST)
    for record in (status.account, status.title, status.duties[0], status.events[0]):
        with pytest.raises(dataclasses.FrozenInstanceError):
            record.outcome = None


def test_the_answer_names_the_days_of_rest_and_their_version(policy, path):
    status = policy.status(path, on=ON)
    published = sgpolicy.published_holidays()
    assert f"{published.name} {published.version}" in str(status.explain("letter"))
    assert status.account.header.holidays == f"{published.name} {published.version}"


def test_readings_by_name_id_or_number(policy, path):
    lasts = {
        policy.status(path, on=ON, readings={key: value}, holidays=REST).title.last
        for key, value in (
            ("K-16", "公示届满日"),
            ("起算口径", "notice_end"),
            ("validity_from", "公示届满日"),
        )
    }
    assert lasts == {date(2027, 6, 13)}
    with pytest.raises(sgpolicy.UnknownReadingError):
        policy.status(path, on=ON, readings={"K-16": "某日"})


@pytest.mark.parametrize("on", ["2025-03-01", datetime(2025, 3, 1), None])  # noqa: DTZ001
def test_a_day_is_a_date(policy, path, on):
    with pytest.raises(TypeError):
        policy.status(path, on=on)


def test_a_broken_history_raises_with_every_problem(policy):
    with pytest.raises(sgpolicy.HistoryError) as error:
        policy.status({"经历": [{"事件": "某事"}, {"日期": "2025-02-30"}]}, on=ON)
    assert len(error.value.problems) >= 3
    assert isinstance(error.value, sgpolicy.ApplicationError)


def test_what_happens_later_has_not_happened_yet(policy, path):
    before = policy.status(path, on=date(2024, 6, 23), holidays=REST)
    assert before.outcome is sgpolicy.Outcome.NOT_MET
    assert before.titles == ()


def test_a_calendar_of_several_platforms(policy, path):
    calendar = policy.calendar(
        2025, histories=[path, HISTORIES / "七年.yaml"], on=ON, holidays=REST
    )
    reports = [entry for entry in calendar.entries if entry.key == "annual_report"]
    assert {(entry.platform, entry.state) for entry in reports} == {
        ("韶关市武江××创业服务有限公司", "overdue"),
        ("韶关市浈江××企业服务中心", "done_late"),
    }
    with pytest.raises(ValueError, match="9999"):
        policy.calendar(9999)


def test_a_status_can_be_shared_between_threads(policy, path):
    from concurrent.futures import ThreadPoolExecutor

    history = policy.read_history(path)
    with ThreadPoolExecutor(4) as pool:
        told = set(
            pool.map(
                lambda _: policy.status(history, on=ON, holidays=REST).explain("audit").to_json(),
                range(8),
            )
        )
    assert len(told) == 1
