"""A history as long as one may be is judged in seconds, whatever it is full of."""

from datetime import date, timedelta
from time import perf_counter

import pytest

import sgpolicy
from sgpolicy.applying.histories import EVENT_LIMIT

ON = date(2026, 1, 1)
REST = sgpolicy.HolidayTable("休假日表", "0", {})
KINDS = {
    "提出申报": {"由": "申报单位"},
    "撤销称号": {"由": "市工信局"},
    "定期检查": {"由": "县级工信部门"},
    "违法查实": {"行为日期": "2024-01-01"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_history(kind):
    policy = sgpolicy.load("shaoguan-2022-188")
    first = date(2023, 1, 1)
    events = [
        {"事件": kind, "日期": (first + timedelta(days=i)).isoformat(), **KINDS[kind]}
        for i in range(EVENT_LIMIT)
    ]
    history = {"记载截至": "2030-12-31", "经历": events}
    begin = perf_counter()
    status = policy.status(history, on=ON, holidays=REST)
    status.timeline().to_svg()
    assert status.outcome is sgpolicy.Outcome.NOT_MET
    assert perf_counter() - begin < 60  # about 2 s


@pytest.mark.parametrize("on", [date.min, date(2, 1, 1), date(9998, 12, 31), date.max])
def test_the_ends_of_the_calendar(on):
    policy = sgpolicy.load("shaoguan-2022-188")
    events = [
        {"事件": "报送运营情况", "日期": "0001-01-01", "由": "示范平台"},
        {"事件": "报送运营情况", "日期": "9999-12-31", "由": "示范平台"},
    ]
    status = policy.status({"经历": events}, on=on, holidays=REST)
    assert status.outcome is sgpolicy.Outcome.MISSING_FACTS
    assert str(status.explain("audit"))
    assert status.timeline().to_svg()
