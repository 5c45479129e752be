"""Data to an application: names, readings, ledgers, findings, and every problem at once."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.applying.documents import read_document
from sgpolicy.applying.judgements import actor_called
from sgpolicy.applying.problems import CATALOGUE, Problem
from sgpolicy.applying.reading import read_application, read_text
from sgpolicy.model.application import Application, FindingRecord, Panel, Seat
from sgpolicy.model.core import Core
from sgpolicy.records import replace

FINDING = {"结论": "符合", "评定人": "评审专家", "日期": "2026-11-20", "依据": "审计报告"}


def codes(core: Core, data: object) -> list[str]:
    return [problem.code for problem in read_application(core, data).problems]


def test_chinese_names_and_ascii_keys_are_the_same(core: Core) -> None:
    by_name = read_application(core, {"营业收入": "120万元", " 用户满意度 ": "85%"})
    by_key = read_application(core, {"revenue": 1200000, "satisfaction": "百分之八十五"})
    assert by_name == by_key
    assert by_name.is_valid
    assert by_name.application.facts == {"revenue": 1200000, "satisfaction": Fraction(17, 20)}


def test_both_names_for_one_fact_are_refused(core: Core) -> None:
    (problem,) = read_application(core, {"营业收入": "1元", "revenue": "1元"}).problems
    assert (problem.code, problem.fact, problem.path) == ("SG703", "营业收入", "revenue")


def test_blank_is_not_stated_and_zero_is(core: Core) -> None:
    data = {"营业收入": "", "专职人数": None, "办公面积": 0, "融资种类": []}
    assert read_application(core, data).application.facts == {"area": 0, "kinds": frozenset()}


def test_a_plain_value_is_for_the_default_reading(core: Core) -> None:
    facts = read_application(
        core, {"资产总额": "1万元", "年服务企业数": {"2024": 3}}
    ).application.facts
    assert facts == {("total_assets", "year_end"): 10000, ("served", "calendar"): {2024: 3}}


def test_values_by_reading(core: Core) -> None:
    data = {
        "资产总额": {"上年末": "1万元", "on_day": "2万元"},
        "served": {"前十二个月": {"2024": "3家"}, "自然年": None},
    }
    facts = read_application(core, data).application.facts
    assert facts == {
        ("total_assets", "year_end"): 10000,
        ("total_assets", "on_day"): 20000,
        ("served", "rolling"): {2024: 3},
    }


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"资产总额": {"年初": 1}}, ["SG718"]),
        ({"资产总额": {"上年末": 1, "year_end": 1}}, ["SG703"]),
        ({"年服务企业数": {"前12个月": {"2024": 1}}}, ["SG718"]),
        ({"年服务企业数": {"2024": 1, "去年": 2}}, ["SG722"]),
        ({"营业收入": {"上年末": 1}}, ["SG705"]),
    ],
)
def test_readings_that_do_not_exist(core: Core, data: object, expected: list[str]) -> None:
    assert codes(core, data) == expected


def test_unknown_names_offer_the_nearest(core: Core) -> None:
    (problem,) = read_application(core, {"营业收人": "1元"}).problems
    assert problem.code == "SG702"
    assert "营业收入" in problem.message
    assert "营业收入" in problem.message_en


def test_unknown_names_may_be_ignored_everywhere(core: Core) -> None:
    data = {
        "甲": 1,
        "服务台账": [{"企业代码": "a", "乙": 1}],
        "评定": {"丙": 1, "经营规范": {**FINDING, "丁": 1}},
        "营业收入": "3元",
    }
    assert len(codes(core, data)) == 4
    result = read_application(core, data, ignore_unknown=True)
    assert result.is_valid
    assert result.application.facts == {"revenue": 3}


@pytest.mark.parametrize("data", [None, "", [], 3, "资产总额：3", object(), [{"a": 1}], int])
def test_what_is_no_mapping(core: Core, data: object) -> None:
    assert codes(core, data) == ["SG701"]


@pytest.mark.parametrize("name", ["申请.yaml", "a/b.JSON", " x.yml "])
def test_the_name_of_a_file_in_place_of_its_text_is_told(core: Core, name: str) -> None:
    (problem,) = read_text(core, name).problems
    assert problem.code == "SG701"
    assert all("pathlib.Path" in problem.text(lang) for lang in ("zh", "en"))


def test_a_ledger(core: Core) -> None:
    rows = [
        {"企业代码": "91A", "日期": "2024年3月1日", "visits": "12人次", "收费": "0.5万元"},
        {"code": "91A", "学历": "无", "公益": "否"},
        {"企业代码": "91A", "日期": "2024-03-01", "参加人次": 12, "fee": 5000},
        {"企业代码": " "},
        None,
    ]
    read = read_application(core, {"服务台账": rows})
    assert read.is_valid
    first, second, third = read.application.ledgers["service_ledger"]
    assert first == third
    assert first["day"] == date(2024, 3, 1)
    assert (second["level"], second["free"], second["visits"]) == ("无", False, None)


@pytest.mark.parametrize(
    ("ledger", "expected"),
    [(None, {}), ("", {}), ([], {"service_ledger": ()}), ([{}, {"日期": ""}], {})],
)
def test_a_ledger_not_given_is_not_an_empty_one(
    core: Core, ledger: object, expected: object
) -> None:
    read = read_application(core, {"服务台账": ledger})
    assert read.is_valid
    assert read.application.ledgers == expected


def test_problems_in_a_ledger_have_their_row(core: Core) -> None:
    rows = [{"日期": "2024-01-01"}, {"日期": "2024-02-30"}, "x", {"参加人次": -1}]
    problems = read_application(core, {"service_ledger": rows}).problems
    assert [(p.code, p.path) for p in problems] == [
        ("SG712", "service_ledger[2].日期"),
        ("SG705", "service_ledger[3]"),
        ("SG708", "service_ledger[4].参加人次"),
    ]
    assert "第 2 行" in problems[0].message


@pytest.mark.parametrize(("ledger", "code"), [("无", "SG704"), ("很多", "SG705"), ({}, "SG705")])
def test_a_ledger_of_the_wrong_shape(core: Core, ledger: object, code: str) -> None:
    assert codes(core, {"服务台账": ledger}) == [code]


def test_findings(core: Core) -> None:
    data = {
        "评定": {
            "经营规范": FINDING,
            "stable": {
                "result": "not met", "by": "韶关市工业和信息化局", "on": "2026-11-20",
                "evidence": "花名册", "note": "流动大",
            },
        }
    }  # fmt: skip
    read = read_application(core, data)
    assert read.is_valid
    day = date(2026, 11, 20)
    assert read.application.findings == {
        "sound": FindingRecord(met=True, by="experts", on=day, evidence="审计报告"),
        "stable": FindingRecord(
            met=False, by="city_office", on=day, evidence="花名册", note="流动大"
        ),
    }
    assert read == read_application(core, {"findings": data["评定"]})


def test_a_panel(core: Core) -> None:
    """A line for each member; of one who has not judged yet only who it is."""
    record = {**FINDING, "姓名": "甲", "职务": "组长", "说明": "账目清楚", "标准": "经营规范。"}
    waiting = {"by": "experts", "person": "乙", "日期": "", "结论": None}
    (panel,) = read_application(
        core, {"评定": {"经营规范": [record, waiting]}}
    ).application.findings.values()
    judged = FindingRecord(
        met=True, by="experts", on=date(2026, 11, 20), evidence="审计报告", note="账目清楚",
        person="甲", role="组长",
    )  # fmt: skip
    seats = (Seat("experts", "甲", is_chair=True, judged=judged), Seat("experts", "乙"))
    assert panel == Panel(seats)


A, B = ({**FINDING, "姓名": name} for name in "甲乙")


@pytest.mark.parametrize(
    ("panel", "expected"),
    [
        ([A, A], ["SG726"]),
        ([A, {**B, "姓名": " 甲 "}], ["SG726"]),
        ([A, {**B, "姓名": "甲", "结论": "同意"}], ["SG706", "SG726"]),
        ([{**A, "职务": "组长"}, {**B, "职务": "组长"}], ["SG727"]),
        ([A, FINDING], ["SG720"]),
        ([A, {"评定人": "评审专家", "姓名": "乙", "结论": "符合"}], ["SG720"]),
        ([A, {"姓名": "乙"}], ["SG720"]),
        ([A, {**B, "职务": "顾问"}], ["SG706"]),
        ([A, {**B, "评定人": "县级"}], ["SG721"]),
        ([A, "符合"], ["SG719"]),
        ([A, {**B, "结论": "同意"}, {**B, "姓名": "丙", "标准": "经营良好"}], ["SG706", "SG728"]),
    ],
)
def test_panels_that_do_not_count(core: Core, panel: object, expected: list[str]) -> None:
    """All problems at once, each with the row."""
    read = read_application(core, {"评定": {"经营规范": panel}})
    assert [problem.code for problem in read.problems] == expected
    assert not read.application.findings


def test_several_judgements_need_a_policy_that_counts_them(core: Core) -> None:
    without = replace(core, voting=None)
    assert codes(without, {"评定": {"经营规范": [A, B]}}) == ["SG725"]
    read = read_application(without, {"评定": {"经营规范": [A]}})
    assert read.application.findings["sound"].person == "甲"  # type: ignore[union-attr]


def test_who_may_not_judge_under_any_reading_is_refused(core: Core) -> None:
    county = {**FINDING, "评定人": "县级工信部门"}
    assert codes(core, {"评定": {"经营规范": county}}) == []
    (problem,) = read_application(core, {"评定": {"队伍稳定": county}}).problems
    assert (problem.code, problem.path) == ("SG724", "评定.队伍稳定.评定人")
    assert "评审专家、市工信局" in problem.remedy


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("符合", ["SG719"]),
        (True, ["SG719"]),
        ("无", ["SG704"]),
        (FINDING | {"日期": ""}, ["SG720"]),
        ({"说明": "尚未评定"}, ["SG720"]),
        (FINDING | {"结论": "好"}, ["SG706"]),
        (FINDING | {"结论": True}, ["SG706"]),
        (FINDING | {"评定人": "张三"}, ["SG721"]),
        (FINDING | {"日期": "2026-02-30"}, ["SG712"]),
        (FINDING | {"依据": "无"}, ["SG704"]),
        (FINDING | {"on": "2026-11-20"}, ["SG703"]),
        (dict.fromkeys(FINDING), []),
        (None, []),
    ],
)
def test_findings_that_do_not_count(core: Core, record: object, expected: list[str]) -> None:
    read = read_application(core, {"评定": {"经营规范": record}})
    assert [problem.code for problem in read.problems] == expected
    assert not read.application.findings


def test_places_come_with_text(core: Core) -> None:
    text = "营业收入: -5\n服务台账:\n  - 日期: 2024-02-30\n融资种类: [股权, 甲]\n"
    found = [(p.code, p.line, p.column) for p in read_text(core, text).problems]
    assert found == [("SG708", 1, 7), ("SG712", 3, 9), ("SG716", 4, 12)]


def test_problems_of_the_text_and_of_the_data_come_together(core: Core) -> None:
    problems = read_text(core, "营业收入: -5\n营业收入: 3\n甲: 1\n").problems
    assert [p.code for p in problems] == ["SG708", "SG733", "SG702"]


def test_json_text(core: Core) -> None:
    read = read_text(core, '{"营业收入": 0.1, "专职人数": null, "独立法人": true}', "json")
    assert read.application.facts == {"revenue": Fraction(1, 10), "legal": True}


def test_three_thousand_characters_are_quick_and_shown_short(core: Core) -> None:
    start = perf_counter()
    (problem,) = read_application(core, {"资" * 3000: "产" * 3000}).problems
    assert len(problem.given) <= 80
    many = {f"甲{i}": i for i in range(20_000)}
    assert len(read_application(core, many).problems) == 20_000
    assert perf_counter() - start < 20


def test_every_kind_is_worded_in_both_languages() -> None:
    assert list(CATALOGUE) == sorted(CATALOGUE)
    assert len({kind.slug for kind in CATALOGUE.values()}) == len(CATALOGUE)
    for kind in CATALOGUE.values():
        assert kind.code.startswith("SG7")
        assert all((kind.title, kind.title_en, kind.message, kind.message_en, kind.remedy))


def _complete(problem: Problem) -> bool:
    words = (problem.message, problem.message_en, problem.remedy, problem.remedy_en)
    return all(words) and problem.code in CATALOGUE


_KEYS = st.sampled_from(
    ["营业收入", "revenue", "资产总额", "服务台账", "评定", "经营规范", "日期", "结论", "上年末", "2024",
     "年服务企业数", "服务项目", "信息服务目录", "评定人", "findings", "注册日期", "用户满意度", "{where}"]
)  # fmt: skip
_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates()
    | st.decimals() | st.sampled_from(["无", "/", "符合", "85%", "-3", "12:30", "2022-02-31", "技术"])
)  # fmt: skip
_DATA = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(_KEYS | st.text(max_size=4) | st.integers(), inner, max_size=5)
    ),
)


@given(data=st.dictionaries(_KEYS, _DATA) | _DATA)
def test_no_data_makes_reading_fail(core: Core, data: object) -> None:
    assert all(_complete(problem) for problem in read_application(core, data).problems)


@given(text=st.text() | st.lists(st.sampled_from(
    ["营业收入", "评定", "服务台账", ": ", "\n", "  ", "- ", "无", "3", "{", "}", "[", "]", ", ", '"', "日期"]
)).map("".join))  # fmt: skip
def test_no_text_makes_reading_fail(core: Core, text: str) -> None:
    for form in ("yaml", "json"):
        result = read_text(core, text, form)  # type: ignore[arg-type]
        assert all(_complete(problem) for problem in result.problems)
        if result.is_valid:
            assert read_document(text, form).is_readable  # type: ignore[arg-type]


def test_what_cannot_be_read_leaves_no_trace_in_the_application(core: Core) -> None:
    assert read_application(core, {"营业收入": "甲"}).application == Application()


def test_an_actor_goes_by_its_name_before_anothers_official_name() -> None:
    """The law calls applicants 「示范平台」 too: that is still the name of the platforms."""
    policy = sgpolicy.load("shaoguan-2022-188")
    assert actor_called(policy.core, "示范平台") == "model_platform"
