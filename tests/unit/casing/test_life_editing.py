"""Changes applied to a history's plain data: the base stays as it is, its events stay in order."""

from sgpolicy.casing.life_editing import edited_history
from sgpolicy.casing.records import Problems

BASE = {
    "名称": "某平台",
    "complete_until": "2030-12-31",
    "facts": {"归口": "县区归口"},
    "经历": [
        {"事件": "名单公示", "日期": "2023-06-12", "由": "市工信局"},
        {"event": "confirmation", "date": "2023年6月20日", "by": "city_bureau"},
        {"事件": "报送运营情况", "日期": "2024-01-22", "由": "示范平台"},
        {"事件": "违法查实", "日期": "2024-05-06"},
        {"事件": "报送运营情况", "日期": "2025-02-18", "由": "示范平台"},
        "不是一件事",
        {"事件": "没有这种事", "日期": "2025-03-01"},
    ],
}


def change(core, life, written, base=BASE, readings=""):
    (case,), mistakes = life(f"甲 | {written} | {readings} | 结论 | 符合 | 第十六条")
    assert mistakes == []
    problems = Problems("cases/试.md")
    before = repr(base)
    data = edited_history(base, case, core, problems)
    assert repr(base) == before
    return data, [problem.message for problem in problems.found]


def events(core, life, written, key="经历", **more):
    data, problems = change(core, life, written, **more)
    assert problems == []
    return data[key]


def test_nothing_changed(core, life):
    data, _ = change(core, life, "")
    assert data == BASE


def test_events_are_removed_by_their_number_in_the_base(core, life):
    kinds = [
        event["日期"]
        for event in events(core, life, "报送运营情况[2]=（缺）")
        if isinstance(event, dict) and event.get("事件") == "报送运营情况"
    ]
    assert kinds == ["2024-01-22"]
    left = events(core, life, "报送运营情况=（缺）；报送运营情况[2].文号=甲")
    assert left[3] == {"事件": "报送运营情况", "日期": "2025-02-18", "由": "示范平台", "文号": "甲"}
    assert len(events(core, life, "报送运营情况[1-2]=（缺）；发文确认=（缺）")) == 4


def test_columns_are_written_under_the_name_that_stands_there(core, life):
    confirmed = events(
        core, life, "发文确认.由=示范平台；发文确认.文号=甲号；发文确认.依据=（缺）"
    )[1]
    assert confirmed == {
        "event": "confirmation",
        "date": "2023年6月20日",
        "by": "示范平台",
        "文号": "甲号",
        "依据": None,
    }
    both = events(core, life, "报送运营情况[1-2].向=市直部门")
    assert [event["向"] for event in (both[2], both[4])] == ["市直部门"] * 2


def test_a_changed_day_does_not_break_the_order(core, life):
    moved = events(core, life, "发文确认=2024-01-22")
    days = [e.get("日期") or e["date"] for e in moved if isinstance(e, dict)]
    assert days == sorted(days)
    assert moved[1]["event"] == "confirmation"  # of one day, as they stood in the base
    earlier = events(core, life, "报送运营情况[2]=2023-01-05")
    assert earlier[0]["日期"] == "2023-01-05"


def test_events_are_added_with_what_the_law_says(core, life):
    added = events(core, life, "增加.撤销称号=2024-01-22")
    assert added[3] == {"事件": "撤销称号", "日期": "2024-01-22", "由": "市工信局"}
    (review,) = events(
        core, life, "增加.专家评审=2023-05-06；增加.专家评审.核对=符合", base={"经历": []}
    )
    assert review == {
        "事件": "专家评审",
        "日期": "2023-05-06",
        "由": "市工信局",
        "结果": "列入候选名单",
        "核对": "符合",
    }
    (occurrence,) = events(
        core, life, "增加.违法查实=2023-05-06", base={"events": []}, key="events"
    )
    assert occurrence == {"事件": "违法查实", "日期": "2023-05-06"}


def test_who_acts_by_default_depends_on_the_reading(core, life):
    added = "增加.市直推荐=2023-05-06"
    for readings, actor in (("", "市直部门"), ("市直口径=单位自报", "市直单位")):
        (event,) = events(core, life, added, base={"经历": []}, readings=readings)
        assert event["由"] == actor


def test_added_events_are_changed_each_by_itself(core, life):
    first, second = events(
        core,
        life,
        "增加.违法查实=2025-06-06；增加.违法查实.行为日期=2025-03-03；"
        "增加.违法查实=2025-05-06；增加.违法查实.行为日期=2023-03-03；增加.违法查实.日期=2025-07-07",
        base={"经历": []},
    )
    assert (first["日期"], first["行为日期"]) == ("2025-06-06", "2025-03-03")
    assert (second["日期"], second["行为日期"]) == ("2025-07-07", "2023-03-03")


def test_completeness(core, life):
    assert change(core, life, "记载截至=2025-01-31")[0]["complete_until"] == "2025-01-31"
    assert change(core, life, "记载截至=（缺）")[0]["complete_until"] is None
    one = change(core, life, "记载截至.撤销称号=2025-01-31")[0]["complete_until"]
    assert one == {"其余": "2030-12-31", "撤销称号": "2025-01-31"}
    base = BASE | {"complete_until": {"others": "2030-12-31", "revoke_title": "2029-12-31"}}
    both = "记载截至.撤销称号=2025-01-31；记载截至.其余=（缺）"
    assert change(core, life, both, base=base)[0]["complete_until"] == {
        "others": None,
        "revoke_title": "2025-01-31",
    }


def test_what_is_stated_of_the_platform(core, life):
    data, _ = change(core, life, "事项.归口=市直归口；事项.资产总额.申请日=5万元")
    assert data["facts"] == {"归口": "市直归口", "资产总额": {"申请日": "5万元"}}
    data, _ = change(core, life, "事项.归口=（缺）", base={"经历": []})
    assert data["事项"] == {"归口": None}


def test_what_does_not_fit_the_base_is_told(core, life):
    for written, message in [
        ("发文确认[2]=（缺）", "“发文确认”在 ../histories/某.yaml 中只有 1 次，没有第 2 次"),
        ("报送运营情况[1-3].由=示范平台", "只有 2 次，没有第 3 次"),
        (
            "撤销称号.由=市工信局",
            "“撤销称号”在 ../histories/某.yaml 中没有；要加一次，写“增加.撤销称号=日期”",
        ),
        ("发文确认=（缺）；发文确认.由=示范平台", "第 1 次“发文确认”已经去掉，不能再改"),
        ("事项.服务台账=前 3 行", "只有 0 行"),
    ]:
        _, problems = change(core, life, written)
        assert len(problems) == 1
        assert message in problems[0]


def test_a_base_that_is_no_history_is_left_to_the_reader(core, life):
    for events_ in ("没有", {"发文确认": "2023-06-20"}):
        data, _ = change(core, life, "记载截至=2025-01-31", base={"经历": events_})
        assert data["经历"] == events_
