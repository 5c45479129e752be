"""Data to a history: what is read, and every problem at its place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pydantic
import pytest

from sgpolicy.applying.histories import read_history, read_history_text
from sgpolicy.model.application import Application
from sgpolicy.model.core import Actor
from sgpolicy.model.history import Event, History

from .procedure import APPLY, CALL, CORE, FULL


def codes(*events: object) -> list[str]:
    return [problem.code for problem in read_history(CORE, {"经历": list(events)}).problems]


def only(*events: object):
    (problem,) = read_history(CORE, {"经历": list(events)}).problems
    return problem


# ── what is read ──────────────────────────────────────────────────────────────────────────


def test_a_history() -> None:
    read = read_history_text(CORE, FULL)
    assert read.problems == ()
    assert read.is_valid
    history = read.history
    assert (history.name, history.complete_until) == (
        "浈江××企业服务中心",
        {"": date(2029, 12, 31)},
    )
    assert history.facts == Application({"legal": True})
    call, apply, review, visit, report, violation = history.events
    assert call == Event(
        "call",
        date(2023, 3, 1),
        by="city_office",
        cells={"number": "韶工信函〔2023〕20号", "opens": None, "closes": date(2023, 4, 15)},
    )
    assert (apply.date, apply.by) == (date(2023, 4, 1), "applicant")
    assert apply.material == Application({"revenue": 800000})
    assert (review.result, review.verdict, review.evidence) == ("列入候选", True, "纪要")
    assert (visit.by, visit.is_delegated, visit.note) == ("county_office", True, "雨天")
    assert (report.towards, report.due_year, report.unit) == ("county_office", 2024, "甲")
    assert (report.number, call.number) == ("甲〔2024〕1号", "")
    assert (violation.by, violation.result, violation.note) == ("", "", "")
    assert violation.cells["fine"] == 10000
    assert violation.cells["items"] == frozenset({"信息服务目录/政策"})
    assert [event.position for event in history.events] == [0, 1, 2, 3, 4, 5]


def test_a_kind_s_own_column_is_read_in_place_of_the_common_one() -> None:
    (event,) = read_history(
        CORE, {"经历": [{**CALL, "事件": "现场考察", "单位": "甲局"}]}
    ).history.events
    assert (event.unit, event.cells) == ("", {"body": "甲局"})
    assert codes({**CALL, "事件": "现场考察", "unit": "甲局"}) == ["SG702"]


def test_blanks_are_not_recorded() -> None:
    blank = dict.fromkeys(
        ["结果", "向", "委托", "核对", "材料", "应于年度", "单位", "备注", "文号"]
    )
    plain, blanks = (
        read_history(CORE, {"经历": [event]}) for event in (CALL, {**CALL, **blank, "依据": " "})
    )
    assert plain == blanks
    assert plain.is_valid


def test_blank_entries_of_the_list_are_passed_over() -> None:
    read = read_history(CORE, {"events": [None, dict.fromkeys(CALL), {}, " ", CALL]})
    assert read.is_valid
    assert [event.position for event in read.history.events] == [0]


@pytest.mark.parametrize("events", [None, "", []])
def test_a_history_in_which_nothing_happened(events: object) -> None:
    read = read_history(CORE, {"经历": events})
    assert (read.history, read.problems) == (History(), ())


def test_records_that_are_complete_until_different_days() -> None:
    data = {
        "经历": [],
        "complete_until": {"报送情况": "2024-12-31", "call": "", "others": "2023-01-01"},
    }
    read = read_history(CORE, data)
    assert read.is_valid
    assert read.history.complete_until == {"report": date(2024, 12, 31), "": date(2023, 1, 1)}
    assert read.history.is_complete("report", date(2024, 6, 1))
    assert not read.history.is_complete("call", date(2024, 6, 1))


def test_actors_go_by_name_by_key_and_by_official_name() -> None:
    alias = Actor("alias", "某局", "市工信局")  # an official name that is another's name
    core = replace(CORE, actors={"alias": alias, **CORE.actors})
    for name in ("市工信局", " city_office", "韶关市工业和信息化局"):
        (event,) = read_history(core, {"经历": [{**CALL, "由": name}]}).history.events
        assert event.by == "city_office"


@pytest.mark.parametrize(("given_", "value"), [("是", True), (False, False), ("no", False)])
def test_delegation_takes_every_form_of_yes_and_no(given_: object, value: object) -> None:
    (event,) = read_history(CORE, {"经历": [{**CALL, "委托": given_}]}).history.events
    assert event.is_delegated is value


def test_events_after_the_day_until_which_records_are_complete_are_fine() -> None:
    assert read_history(CORE, {"记载截至": "2020-01-01", "经历": [CALL]}).is_valid


def test_an_instance_of_a_model_is_read_as_the_mapping_that_it_dumps() -> None:
    record = pydantic.create_model(
        "Record", event=(str, ...), date=(str, ...), by=(str, ...), note=(str, "")
    )
    model = pydantic.create_model("Model", events=(list[record], ...))
    instance = model(events=[{"event": "call", "date": "2023-03-01", "by": "市工信局"}])
    assert read_history(CORE, instance) == read_history(CORE, {"经历": [CALL]})


# ── material in files ─────────────────────────────────────────────────────────────────────


def test_a_file_of_material_is_read_once() -> None:
    asked: list[str] = []

    def materials(name: str) -> bytes:
        asked.append(name)
        return "营业收入: 80万元".encode()

    events = [
        {**APPLY, "材料": "甲.yaml"},
        {**APPLY, "日期": "2024-04-01", "material": " 甲.yaml "},
    ]
    read = read_history(CORE, {"经历": events}, materials=materials)
    assert read.is_valid
    assert [event.material for event in read.history.events] == [
        Application({"revenue": 800000})
    ] * 2
    assert asked == ["甲.yaml"]


def test_what_is_wrong_in_a_file_of_material_says_where() -> None:
    text = f"经历:\n  - {json.dumps({**APPLY, '材料': '甲.yaml'}, ensure_ascii=False)}\n"
    content = "独立法人: 是\n营业收入: 很多\n营业收人: 1\n".encode()
    first, second = read_history_text(CORE, text, materials=lambda _: content).problems
    assert [first.code, second.code] == ["SG706", "SG702"]
    assert first.path == "经历[1].材料.营业收入"
    assert "经历第 1 件「提出申报」的「材料」（文件「甲.yaml」第 2 行）" in first.message
    assert "event 1 “提出申报” (file “甲.yaml”, line 2)" in first.message_en
    assert first.line == 2
    assert first.column == text.splitlines()[1].index('"甲.yaml"') + 1


def _raise(name: str) -> bytes:
    raise FileNotFoundError(name)


@pytest.mark.parametrize(
    ("materials", "reason"),
    [(None, "不能引用别的文件"), (lambda _: None, "读不到"), (_raise, "读不到")],
)
def test_files_of_material_that_are_not_at_hand(materials: object, reason: str) -> None:
    data = {"经历": [{**APPLY, "材料": "甲.yaml"}]}
    (problem,) = read_history(CORE, data, materials=materials).problems  # type: ignore[arg-type]
    assert (problem.code, problem.path) == ("SG750", "经历[1].材料")
    assert reason in problem.message


def test_problems_in_material_and_facts_keep_their_places() -> None:
    text = """\
事项:
  独立法人: 大概
  服务台账: [{日期: 2024-02-30}]
经历:
  - 事件: 提出申报
    日期: 2023-04-01
    由: 申报单位
    材料:
      资产总额: {上年末: 80万, 年初: 1}
      用户满意度: 0.8
"""
    found = [(p.code, p.path, p.line, p.column) for p in read_history_text(CORE, text).problems]
    assert found == [
        ("SG706", "事项.独立法人", 2, 9),
        ("SG712", "事项.服务台账[1].日期", 3, 15),
        ("SG718", "经历[1].材料.资产总额.年初", 9, 28),
        ("SG710", "经历[1].材料.用户满意度", 10, 14),
    ]


# ── what is wrong ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "data",
    [None, "", 3, [], [CALL], "经历", object(), {}, {"营业收入": "80万元"}, {"名称": "甲"},
     {"经历": 3}, {"经历": {"事件": "年度申报"}}, {"经历": CALL}, {1: 2}],
)  # fmt: skip
def test_what_is_no_history(data: object) -> None:
    assert [p.code for p in read_history(CORE, data).problems] == ["SG740"]


def test_a_misspelt_section_is_said_once() -> None:
    (problem,) = read_history(CORE, {"经厉": [CALL]}).problems
    assert (problem.code, problem.given) == ("SG702", "经厉")
    assert "「经历」" in problem.message


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("2023年3月1日年度申报", ["SG741"]),
        (["年度申报", "2023-03-01"], ["SG741"]),
        (True, ["SG741"]),
        ({**CALL, "事件": ""}, ["SG742"]),
        ({"备注": "甲"}, ["SG742", "SG744"]),
        ({**CALL, "事件": "年度中报"}, ["SG743"]),
        ({**CALL, "事件": ["年度申报"]}, ["SG705"]),
        ({**CALL, "事件": "无"}, ["SG704"]),
        ({**CALL, "event": "call"}, ["SG703"]),
        ({**CALL, "日期": None}, ["SG744"]),
        ({**CALL, "日期": "0000-01-01"}, ["SG712"]),
        ({**CALL, "日期": "2023-02-30"}, ["SG712"]),
        ({**CALL, "日期": "2023-03-01 09:00"}, ["SG713"]),
        ({**CALL, "日期": "三月"}, ["SG706"]),
        ({**CALL, "日期": {}}, ["SG705"]),
        ({**CALL, "由": " "}, ["SG745"]),
        ({**CALL, "事件": "撤销称号", "由": None}, ["SG745"]),
        ({**CALL, "事件": "违法查实", "由": None}, []),
        ({**CALL, "由": "市工局"}, ["SG721"]),
        ({**CALL, "由": 3, "向": "张三"}, ["SG721", "SG721"]),
        ({**CALL, "结果": "列入候选"}, ["SG746"]),
        ({**CALL, "事件": "专家评审", "结果": "列入侯选"}, ["SG746"]),
        ({**CALL, "事件": "专家评审", "结果": {}}, ["SG705"]),
        ({**CALL, "事件": "专家评审", "结果": "/"}, ["SG704"]),
        ({**CALL, "应于年度": "去年"}, ["SG747"]),
        ({**CALL, "应于年度": 23}, ["SG747"]),
        ({**CALL, "应于年度": True}, ["SG747"]),
        ({**CALL, "核对": "好"}, ["SG706"]),
        ({**CALL, "核对": True}, ["SG706"]),
        ({**CALL, "委托": "也许"}, ["SG706"]),
        ({**CALL, "备注": []}, ["SG705"]),
        ({**CALL, "备注": "无"}, ["SG704"]),
        ({**CALL, "材料": 3}, ["SG705"]),
        ({**CALL, "材料": "无"}, ["SG704"]),
        ({**CALL, "罚款": "1元"}, ["SG702"]),
        ({**CALL, 3: "甲", None: "乙"}, ["SG702", "SG702"]),
        ({**CALL, "截止日期": "2023-04-31"}, ["SG712"]),
        ({"事件": "甲", "由": "乙", "罚款": -1, "丙": 1}, ["SG743", "SG721", "SG702", "SG744"]),
    ],
)  # fmt: skip
def test_events_that_cannot_be_read(event: object, expected: list[str]) -> None:
    read = read_history(CORE, {"经历": [event]})
    assert [problem.code for problem in read.problems] == expected
    assert len(read.history.events) == (0 if expected else 1)
    assert all(problem.path.startswith("经历[1]") for problem in read.problems)


@pytest.mark.parametrize(
    ("key", "given_", "offer"),
    [("事件", "年度中报", "年度申报"), ("由", "市工信居", "市工信局"), ("文好", "1", "文号")],
)
def test_misspelt_names_offer_the_nearest(key: str, given_: str, offer: str) -> None:
    problem = only({**CALL, key: given_})
    assert f"「{offer}」" in problem.message
    assert f"“{offer}”" in problem.message_en


def test_what_may_be_said_is_listed() -> None:
    assert "专家评审、现场考察" in only({**CALL, "事件": "乙"}).remedy
    assert "评审专家" in only({**CALL, "由": "张三"}).remedy
    result = only({**CALL, "事件": "专家评审", "结果": "通过"})
    assert "列入候选、不列入候选" in result.remedy
    assert "留空" in only({**CALL, "结果": "通过"}).remedy


def test_the_sections_beside_the_events() -> None:
    data = {
        "名称": ["甲"], "记载截至": {"专家评申": "2024-01-01", "其余": "2024-02-30"}, "事项": "很多",
        "经历": [], "其他": 1,
    }  # fmt: skip
    found = [(p.code, p.path) for p in read_history(CORE, data).problems]
    assert found == [
        ("SG705", "名称"),
        ("SG702", "记载截至.专家评申"),
        ("SG712", "记载截至.其余"),
        ("SG705", "事项"),
        ("SG702", "其他"),
    ]
    assert [p.code for p in read_history(CORE, {"记载截至": "以后", "经历": "无"}).problems] == [
        "SG706",
        "SG704",
    ]


def test_every_problem_comes_at_once_with_its_line() -> None:
    text = """\
经历:
  - 年度申报
  - {事件: 提出申报, 由: 申报单位}
  - {事件: 专家评审, 日期: 2023-05-20, 由: 张三, 结果: 好}
  - {事件: 发文确认, 日期: 2023-05-01, 由: 市工信局}
  - {事件: 发文确认, 日期: 2023-06-01, 由: 市工信局, 甲: 乙}
  - {事件: 发文确认, 日期: 2023-07-01, 由: 市工信局}
"""
    found = [(p.code, p.line, p.column) for p in read_history_text(CORE, text).problems]
    assert found == [
        ("SG741", 2, 5), ("SG744", 3, 5), ("SG721", 4, 35), ("SG746", 4, 43), ("SG748", 5, 20),
        ("SG702", 6, 44), ("SG749", 7, 5),
    ]  # fmt: skip


def test_problems_of_the_text_come_too() -> None:
    found = read_history_text(CORE, "名称: 甲\n名称: 乙\n经历: 3\n").problems
    assert [p.code for p in found] == ["SG733", "SG740"]
    assert [p.code for p in read_history_text(CORE, "经历: [\n").problems] == ["SG736"]
    assert [p.code for p in read_history_text(CORE, "经历".encode("gb18030")).problems] == ["SG732"]
