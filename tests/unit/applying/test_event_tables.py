"""A table of the events of many platforms: sorted by platform, and every problem at its place."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.applying.event_table_columns import event_columns_of
from sgpolicy.applying.event_tables import read_event_table
from sgpolicy.applying.histories import read_history
from sgpolicy.applying.names import Names

from .procedure import CORE as SMALL

POLICY = sgpolicy.load("shaoguan-2022-188")
CORE = POLICY.core
NAMES = Names(CORE)
FOLDER = Path(__file__).parents[3] / "policies" / "shaoguan-2022-188" / "histories"
SHIPPED = sorted(path.stem for path in FOLDER.glob("*.yaml"))
BASE = ["名称", "事件", "日期"]


def table(header, *rows, core=CORE):
    """Read a table whose first row stands in row 2 of the file, under the header."""
    return read_event_table(core, header, enumerate(rows, 2))


def document(header, *rows, core=CORE):
    """The data of the one platform of a table."""
    (platform,) = table(header, *rows, core=core).platforms
    assert platform.problems == ()
    return platform.document.data


def column_problem(*more, core=CORE):
    """The one thing that is wrong with a header: the required columns and some more."""
    found, (problem,) = event_columns_of(core, [*BASE, *more])
    assert found is None
    assert problem.row is None
    return problem


# ── shipped histories as a table ──────────────────────────────────────────────────────────


@cache
def shipped(stem: str):
    """The history as read from its file, and its rows: the name, the day, column → cell."""
    data = yaml.load((FOLDER / f"{stem}.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
    name = f"{stem}中心"  # several files are of one platform
    own = {f"事项.{key}": cell for key, cell in data.get("事项", {}).items()}
    until = data["记载截至"]
    given = until if isinstance(until, dict) else {"其余": until}
    own |= {f"记载截至.{key}": cell for key, cell in given.items()}
    rows = [{"名称": name, **own}]
    for event in data["经历"]:
        cells = {key: "、".join(c) if isinstance(c, list) else c for key, c in event.items()}
        rows.append({"名称": name, **cells})
    read = read_history(CORE, {**data, "名称": name}, names=NAMES)
    assert read.is_valid
    return read.history, rows


def as_table(rows):
    header = [*dict.fromkeys(name for row in rows for name in row)]
    return table(header, *([row.get(name) for name in header] for row in rows))


def histories(read):
    assert (read.columns, read.rows) == ((), ())
    found = {}
    for platform in read.platforms:
        result = read_history(CORE, platform.document, names=NAMES)
        assert result.problems == ()
        found[platform.name] = result.history
    return found


def test_shipped_histories_in_one_table_in_the_order_of_time() -> None:
    rows = [row for stem in SHIPPED for row in shipped(stem)[1]]
    rows.sort(key=lambda row: row.get("日期", ""))
    read = as_table(rows)
    assert read.is_valid
    assert histories(read) == {shipped(stem)[0].name: shipped(stem)[0] for stem in SHIPPED}
    for platform in read.platforms:
        names = [rows[number - 2]["名称"] for number in platform.rows]
        assert {*names} == {platform.name}
    assert sum(len(platform.rows) for platform in read.platforms) == len(rows)


@given(st.data())
def test_rows_may_be_mixed_in_any_way(data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(SHIPPED), min_size=1, max_size=4, unique=True))
    turns = data.draw(st.permutations([s for s in some for _ in shipped(s)[1]]))
    left = {stem: iter(shipped(stem)[1]) for stem in some}
    read = as_table([next(left[stem]) for stem in turns])
    assert histories(read) == {shipped(stem)[0].name: shipped(stem)[0] for stem in some}
    assert [one.name for one in read.platforms] == [f"{s}中心" for s in dict.fromkeys(turns)]


def test_columns_go_by_id_too() -> None:
    by_id = ["name", "event", "date", "by", "result", "closing_date", "complete_until"]
    by_name = ["名称", "事件", "日期", "由", "结果", "截止日期", "记载截至"]
    row = [
        "甲",
        "notice_opening",
        "2023-06-05",
        "city_bureau",
        "开始公示",
        "2023-06-11",
        "2024-01-01",
    ]
    assert document(by_id, row) == document(by_name, row)
    (platform,) = table(by_id, row).platforms
    assert read_history(CORE, platform.document).is_valid


# ── what goes where ───────────────────────────────────────────────────────────────────────


def test_a_platform_s_document() -> None:
    header = [*BASE, "检查内容", "归口", "记载截至", "记载截至.发文确认", ""]
    data = document(
        header,
        [
            " 甲 ",
            "定期检查",
            "2024-05-14",
            "服务质量、服务收费情况",
            " 县区归口",
            "2024-12-31",
            " ",
        ],
        ["甲", "违法线索", "2024-06-01", None, "县区归口", None, "2025-01-01"],
    )
    assert data == {
        "名称": "甲",
        "记载截至": {"其余": "2024-12-31", "发文确认": "2025-01-01"},
        "事项": {"归口": "县区归口"},
        "经历": [
            {"事件": "定期检查", "日期": "2024-05-14", "检查内容": "服务质量、服务收费情况"},
            {"事件": "违法线索", "日期": "2024-06-01"},
        ],
    }


def test_a_list_in_a_cell_is_read() -> None:
    header = [*BASE, "由", "检查内容"]
    row = ["甲", "定期检查", "2024-05-14", "市工信局", "服务质量、服务收费情况"]
    inspected = frozenset({"服务质量", "服务收费情况"})
    late = ["甲", "定期检查", "2024-05-13", "市工信局", "服务质量、服务收费情况"]
    for rows in ([row], [row, late]):  # at once, and with care, since the order is wrong
        (platform,) = table(header, *rows).platforms
        events = read_history(CORE, platform.document).history.events
        assert events[0].cells == {"inspected": inspected}


@pytest.mark.parametrize(
    "header", ["记载截至", "complete_until", "记载截至.其余", "记载截至.others"]
)
def test_a_day_for_all_kinds(header: str) -> None:
    data = document([*BASE, header], ["甲", None, None, "2024-12-31"])
    assert data == {"名称": "甲", "记载截至": "2024-12-31", "经历": []}


def test_a_day_for_a_kind_by_its_id() -> None:
    data = document([*BASE, "complete_until．confirmation"], ["甲", "", "", "2024-12-31"])
    assert data["记载截至"] == {"发文确认": "2024-12-31"}


@pytest.mark.parametrize("header", ["归口", "managed_by", "事项.归口", "facts.managed_by"])
def test_a_fact(header: str) -> None:
    assert document([*BASE, header], ["甲", None, None, "县区归口"])["事项"] == {"归口": "县区归口"}


def test_a_fact_by_reading_and_by_year() -> None:
    header = [*BASE, "资产总额", "total_assets.申请日", "年服务企业数.2024", "年服务企业数.2025年"]
    (platform,) = table(header, ["甲", None, None, "120万元", "130万元", "60", "70"]).platforms
    facts = read_history(CORE, platform.document).history.facts.facts
    assert facts == {
        ("total_assets", "last_year_end"): 1_200_000,
        ("total_assets", "application"): 1_300_000,
        "enterprises_served_by_year": {2024: 60, 2025: 70},
    }


def test_an_event_s_column_wins_over_a_fact_of_the_same_name() -> None:
    row = ["甲", "违法查实", "2024-01-01", "股权", "租赁"]
    data = document([*BASE, "kinds", "facts.kinds"], row, core=SMALL)
    assert data["经历"][0]["种类"] == "股权"
    assert data["事项"] == {"融资种类": "租赁"}
    assert column_problem("种类", "kinds", core=SMALL).column == 5
    assert column_problem("融资种类", "facts.kinds", core=SMALL).column == 5


def test_a_kind_s_own_column_stands_for_the_common_one() -> None:
    header = [*BASE, "单位"]
    rows = ["甲", "现场考察", "2024-01-01", "甲局"], ["甲", "报送情况", "2024-01-02", "乙局"]
    (platform,) = table(header, *rows, core=SMALL).platforms
    assert [event["单位"] for event in platform.document.data["经历"]] == ["甲局", "乙局"]
    assert column_problem("单位", "body", core=SMALL).column == 5
    data = document([*BASE, "unit", "经历.备注"], [*rows[0], "雨天"], core=SMALL)
    assert data["经历"][0] == {
        "事件": "现场考察",
        "日期": "2024-01-01",
        "unit": "甲局",  # the reader says that this kind has no such column
        "备注": "雨天",
    }


def test_rows_that_state_nothing_of_an_event_are_no_events() -> None:
    header = [*BASE, "归口"]
    read = table(header, [None, " ", "", None], ["甲"], ["乙", None, None, "县区归口"], [])
    assert read.is_valid
    assert [(one.name, one.rows) for one in read.platforms] == [("甲", (3,)), ("乙", (4,))]
    assert [one.document.data["经历"] for one in read.platforms] == [[], []]


def test_columns_without_name_or_cells_are_passed_over() -> None:
    row = ["甲", "违法线索", "2024-06-01", " ", None, "", "\u200b"]
    assert table([*BASE, "", None], row).is_valid
    assert table(BASE).platforms == ()


# ── columns that are wrong ────────────────────────────────────────────────────────────────


def test_everything_that_is_wrong_with_the_columns_is_told_at_once() -> None:
    header = ["名称", "日起", "日期", "", "材料", "date", "记载截至.发文确人", "事项.归品"]
    read = table(header, ["甲"] * 9, ["乙"] * 9)
    assert read.platforms == read.rows == ()
    assert not read.is_valid
    assert (
        "\n".join(problem.text() for problem in read.columns)
        == """\
第 2 列「日起」：没有叫「日起」的栏目，也没有这样的事项。是不是「日期」？请改成正确的列名；无关的列请去掉。
第 4 列：没有列名，第 2 行却写着「甲」；请在表头写上列名，或者清空这一列。
第 5 列「材料」：表格里写不了「材料」。请去掉这一列；要附上它的平台，请单独写一份经历（YAML 文件）。
第 6 列「date」：与第 3 列「日期」说的是同一项，请只留一列。
第 7 列「记载截至.发文确人」：没有叫「发文确人」的事件。是不是「发文确认」？请改成正确的列名；无关的列请去掉。
第 8 列「事项.归品」：没有叫「归品」的事项。是不是「归口」？请改成正确的列名；无关的列请去掉。
第 9 列：没有列名，第 2 行却写着「甲」；请在表头写上列名，或者清空这一列。
缺「事件」这一列：每件写明是哪一类事。"""
    )
    assert (
        "\n".join(problem.text("en") for problem in read.columns[:4])
        == """\
column 2, “日起”: there is no column or fact called “日起”. Did you mean “日期”? Correct the name, or drop the column.
column 4: it has no name, and row 2 says “甲”; name the column, or empty it.
column 5, “材料”: a table cannot bring “材料”. Drop the column; who needs it takes a YAML file of its own.
column 6, “date”: it says the same as column 3, “日期”; keep one."""
    )


def test_cells_without_a_column_alone() -> None:
    read = table(
        BASE, ["甲", "违法线索", "2024-06-01"], ["甲", "违法线索", "2024-06-02", None, "x"]
    )
    (problem,) = read.columns
    assert (problem.column, read.platforms) == (5, ())
    assert "第 3 行却写着「x」" in problem.message


def test_required_columns_are_missed() -> None:
    found, problems = event_columns_of(CORE, [])
    assert found is None
    assert [problem.text("en") for problem in problems] == [
        "no column “名称” (name), which names the platform of each row.",
        "no column “事件” (event), which names the kind of each event.",
        "no column “日期” (date), which gives the day of each event.",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("由", "由"),
        ("由", "by"),
        ("由", "经历.由"),
        ("截止日期", "closing_date"),
        ("归口", "facts.managed_by"),
        ("记载截至", "complete_until.其余"),
        ("记载截至.发文确认", "记载截至.confirmation"),
        ("资产总额", "total_assets.上年末"),  # a plain value is the default reading's
        ("年服务企业数.2025", "enterprises_served_by_year.2025年"),
    ],
)
def test_a_column_twice(first: str, second: str) -> None:
    problem = column_problem(first, second)
    assert (problem.column, problem.header) == (5, second)
    assert f"第 4 列「{first}」" in problem.message


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("评定", "表格里写不了「评定」"),
        ("服务台账", "表格里写不了「服务台账」"),
        ("经历.材料", "表格里写不了「材料」"),
        ("经历.由谁", "没有叫「由谁」的栏目"),
        ("年服务企业数", "「年服务企业数.2025」"),
        ("年服务企业数.去年", "「年服务企业数.2025」"),
        ("归口.申请日", "请去掉「.申请日」"),
        ("资产总额.昨天", "其中之一：上年末、申请日"),
        ("甲\n乙", "没有叫「甲\\n乙」的栏目"),
    ],
)
def test_a_column_that_cannot_be_used(header: str, message: str) -> None:
    problem = column_problem(header)
    assert (problem.column, problem.header) == (4, header)
    assert message in problem.message


# ── rows that are wrong ───────────────────────────────────────────────────────────────────


def test_a_row_that_is_nobody_s() -> None:
    read = table(BASE, ["甲"], ["", "违法线索", "2024-06-01"], ["〃", None, None])
    assert not read.is_valid
    assert [(one.row, one.column) for one in read.rows] == [(3, 1), (4, 1)]
    assert (
        "\n".join(one.text() for one in read.rows)
        == """\
第 3 行第 1 列「名称」：没有写平台的名称，不知道这一行记的是谁。请逐行写全；合并的单元格请先取消合并。
第 4 行第 1 列「名称」：「〃」不是平台的名称，不知道这一行记的是谁。请逐行写全；合并的单元格请先取消合并。"""
    )
    assert read.rows[0].text("en") == (
        "row 3, column 1, “名称”: the platform's name is missing: nobody knows whose row it is. "
        "Write it in every row; split merged cells first."
    )
    assert [one.name for one in read.platforms] == ["甲"]


def test_what_is_said_of_a_platform_must_not_differ() -> None:
    header = [*BASE, "归口", "记载截至"]
    rows = [
        ["甲", None, None, "县区归口 "],
        ["乙", None, None, "市直归口"],
        ["甲", "", "", "市直归口"],
    ]
    read = table(header, *rows)
    assert not read.is_valid
    wrong, right = read.platforms
    assert (right.name, right.problems) == ("乙", ())
    assert (wrong.name, wrong.rows, wrong.document) == ("甲", (2, 4), None)
    (problem,) = wrong.problems
    assert problem.text() == (
        "第 4 行第 4 列「归口」：同一个平台写了不同的内容：第 2 行写的是「县区归口」，"
        "第 4 行写的是「市直归口」。请只留对的一个，其余各行改成相同的或者留空。"
    )
    assert problem.text("en").startswith(
        "row 4, column 4, “归口”: one platform has different values: "
    )
    many = table(header, *(["甲", None, None, None, f"2024-01-0{n}"] for n in range(1, 6)))
    assert "第 4 行写的是「2024-01-03」等。" in many.platforms[0].problems[0].message


# ── places ────────────────────────────────────────────────────────────────────────────────


def test_problems_of_a_history_stand_at_the_row_and_column_of_the_table() -> None:
    header = [
        "日期",
        "归口",
        "事件",
        "name",
        "由",
        "closing_date",
        "记载截至",
        "记载截至.发文确认",
        "资产总额.申请日",
    ]
    rows = [
        ["2024-01-01", None, "年度申报", "甲", "市工信局", "2024-13-01"],  # 2: no such day
        ["2024-01-01", None, "年度申报", "乙", "市工信局"],
        [None, None, "年度申报", "甲", "市工信局"],  # 4: no day
        ["2024-02-01", "县区", "年度申抱", "甲", "市工信局"],  # 5: no such fact; no such kind
        ["2024-02-02", None, None, "甲", "市工信局"],  # 6: no kind
        ["2024-01-31", None, "择优推荐", "甲", "某局", None, "某天"],  # 7: order; actor; day
        ["2024-02-03", None, "择优推荐", "甲", "市工信局", "2024-03-01"],  # 8: no such column
        [None, None, None, "甲", None, None, None, "昨天", "很多"],  # 9
    ]
    wrong, right = table(header, *rows).platforms
    assert read_history(CORE, right.document).is_valid
    problems = read_history(CORE, wrong.document).problems
    assert [(one.line, one.column, one.code) for one in problems] == [
        (2, 6, "SG712"),
        (4, 3, "SG744"),
        (5, 2, "SG716"),
        (5, 3, "SG743"),
        (6, 3, "SG742"),
        (7, 1, "SG748"),
        (7, 5, "SG721"),
        (7, 7, "SG706"),
        (8, 6, "SG702"),
        (9, 8, "SG706"),
        (9, 9, "SG706"),
    ]


def test_places_are_a_mapping() -> None:
    header = [*BASE, "归口"]
    (platform,) = table(
        header, ["甲", "违法线索", "2024-06-01"], ["甲", None, "", "县区归口"]
    ).platforms
    places = platform.document.places
    assert dict(places) == {
        (): (2, 1),
        ("名称",): (2, 1),
        ("事项",): (3, 4),
        ("事项", "归口"): (3, 4),
        ("经历",): (2, 2),
        ("经历", 0): (2, 2),
        ("经历", 0, "事件"): (2, 2),
        ("经历", 0, "日期"): (2, 3),
    }
    assert len(places) == 8
    absent = [("经历", 1), ("经历", -1), ("经历", 0, "归口"), ("经历", 0, "日期", 1), ("x",)]
    assert not [path for path in absent if path in places]


def test_too_many_events_are_told_where_they_begin() -> None:
    rows = [["甲", "违法线索", "2024-06-01"]] * 1001
    (platform,) = table(BASE, *rows).platforms
    (problem,) = read_history(CORE, platform.document).problems
    assert (problem.code, problem.line, problem.column) == ("SG751", 2, 2)
