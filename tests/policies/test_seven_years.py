"""Seven years of one platform, from its first application to its revocation, at twelve days."""

from datetime import date
from pathlib import Path

import pytest

import sgpolicy

POLICY = "shaoguan-2022-188"
GOLDEN = Path(__file__).parent / "golden"
DAYS = {
    "2023-03-10": "申报期间内，还没有申报",
    "2023-04-15": "申报截止的次日，已经申报",
    "2023-06-12": "公示通过的当天",
    "2023-06-20": "发文确认的当天",
    "2024-02-01": "第一次报送以后",
    "2025-02-06": "第二次报送，顺延以后仍然逾期",
    "2026-01-01": "期满当年的第一天",
    "2026-06-14": "再次认定的前一天",
    "2026-06-15": "再次认定的当天",
    "2027-11-06": "收到线索的次日",
    "2028-03-10": "查实的当天",
    "2028-04-07": "撤销的当天",
}


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load(POLICY)


@pytest.fixture(scope="module")
def history(policy):
    root = Path(__file__).resolve().parents[2]
    return policy.read_history(root / "policies" / POLICY / "histories" / "七年.yaml")


@pytest.fixture(scope="module")
def holidays():
    """The days of rest as they were published until 2026: later ones would change what is told."""
    published = sgpolicy.published_holidays()
    rest = {year: days for year, days in published.rest.items() if year <= 2026}
    return sgpolicy.HolidayTable("休假日表", "2026", rest)


@pytest.fixture(scope="module")
def statuses(policy, history, holidays):
    return {
        day: policy.status(history, on=date.fromisoformat(day), holidays=holidays) for day in DAYS
    }


def golden(name, text, pytestconfig):
    path = GOLDEN / name
    if pytestconfig.getoption("--accept"):
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


def test_status_at_twelve_days(statuses, pytestconfig):
    assert len(statuses) == 12
    told = [
        f"# {day} {what}\n\n{statuses[day].explain('line')}\n\n{statuses[day].next()}\n"
        for day, what in DAYS.items()
    ]
    golden("七年.txt", "\n".join(told), pytestconfig)


def test_the_letter_and_the_audit_after_the_revocation(statuses, pytestconfig):
    last = statuses["2028-04-07"]
    golden("七年-说明书.txt", f"{last.explain('letter')}\n", pytestconfig)
    golden("七年-逐项核对.txt", f"{last.explain('audit')}\n", pytestconfig)
    golden("七年-说明书.en.txt", f"{last.explain('letter', lang='en')}\n", pytestconfig)


def test_the_timeline(statuses, pytestconfig):
    drawn = statuses["2028-04-07"].timeline()
    golden("七年-时间轴.txt", drawn.to_text(), pytestconfig)
    golden("七年-时间轴.svg", drawn.to_svg(), pytestconfig)


def test_whether_a_title_is_held_on_each_day(statuses):
    held = {day: status.outcome.zh for day, status in statuses.items()}
    assert held == dict.fromkeys(DAYS, "符合") | {
        "2023-03-10": "不符合",
        "2023-04-15": "不符合",
        "2023-06-12": "不符合",
        "2028-04-07": "不符合",
    }


def test_what_comes_next_on_each_day(statuses):
    coming = {
        day: [step.name for step in status.steps if step.outcome is sgpolicy.Outcome.MET]
        for day, status in statuses.items()
    }
    assert coming["2023-04-15"] == ["县级推荐", "市直推荐"]
    assert coming["2023-06-12"] == ["发文确认"]
    assert coming["2026-06-14"] == ["发文确认", "择优推荐"]
    assert coming["2027-11-06"] == ["择优推荐"]
    assert coming["2028-03-10"] == ["择优推荐", "撤销称号"]
    assert coming["2028-04-07"] == []


def test_from_when_it_may_apply(statuses):
    first = {day: status.applying.from_day for day, status in statuses.items()}
    assert first["2023-03-10"] == date(2023, 3, 10)
    assert first["2024-02-01"] == date(2026, 1, 1)
    assert first["2026-06-15"] is None  # 2029 lies after the law's own last day


@pytest.mark.parametrize("day", DAYS)
def test_later_events_do_not_matter(policy, history, statuses, holidays, day):
    """What is recorded after a day changes nothing about it."""
    on = date.fromisoformat(day)
    cut = [event for event in history.events if event.date <= on]
    shorter = sgpolicy.History(
        history.name, history.facts, tuple(cut), dict(history.complete_until)
    )
    again = policy.status(shorter, on=on, holidays=holidays)
    assert again.explain("audit").to_json() == statuses[day].explain("audit").to_json()
