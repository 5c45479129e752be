"""Excel case files: made here with openpyxl, as staff make them, and every cell that cannot be read."""

from datetime import date, datetime, time
from fractions import Fraction

import openpyxl
import pytest

from sgpolicy import cases
from sgpolicy.model.outcome import Outcome

BASE = ["基础：../applications/符合-六项功能.yaml"]
DAY = ["评估日", date(2026, 11, 22)]
HEAD = ["样例", "对象", "期望", "依据"]
RULE = ["资产规模", "符合", "第七条第（一）项"]


def stated(result, name, reading=None):
    fact = result.decision.trace.core.facts
    (key,) = [fact.id for fact in fact.values() if fact.name == name]
    facts = result.decision.trace.application.facts
    return facts.get((key, reading) if reading else key)


def mistakes(folder):
    with pytest.raises(cases.CaseFileError) as caught:
        cases.run(folder)
    return [problem.text() for problem in caught.value.problems]


def test_one_row_a_case_columns_by_name(folder, workbook):
    workbook(
        ["某市认定办法样例表"],
        BASE,
        DAY,
        ["序号", "期望", "样例", "资产总额（万元）", "申报功能", "对象", "依据", "备注"],
        [1, "符合", "刚好", 50, "综合服务", "资产规模", "第七条第（一）项", "界限"],
        [2, "不符合", "差一步", "49.9999", "综合服务", "资产规模", None, None],
        [3, "待补材料", "没有填", None, "综合服务", "资产规模", None, None],
        ["注：金额以万元计"],
        change=lambda sheet: sheet.merge_cells("A1:H1"),
    )
    exact, short, missing = cases.run(folder)
    assert [r.passed for r in (exact, short, missing)] == [True, True, True]
    assert exact.place == "cases/试.xlsx:样例!B5"
    assert (exact.line, exact.case.cell) == (5, "样例!B5")
    assert exact.case.written == "资产总额=50万元；申报功能=综合服务"
    assert stated(short, "资产总额", "last_year_end") == 499_999
    assert stated(missing, "资产总额", "last_year_end") is None


@pytest.mark.parametrize(
    ("header", "value", "form", "expected"),
    [
        ("资产总额", "80万元", None, 800_000),
        ("资产总额", 800_000, None, 800_000),
        ("total_assets", "0.8亿元", None, 80_000_000),
        ("资产总额\n（单位：万元）", 80.5, None, 805_000),
        ("资产总额(亿元)*", "1.2", None, 120_000_000),
        ("资产总额（万元）", "5元", None, 5),
        ("资产总额", 80, '0"万元"', 800_000),
        ("用户满意度", 0.85, "0%", Fraction(17, 20)),
        ("用户满意度", 0.857, "0.00%", Fraction(857, 1000)),
        ("用户满意度（%）", 85, None, Fraction(17, 20)),
        ("用户满意度（％）", "92.5", None, Fraction(37, 40)),
        ("用户满意度", "百分之九十", None, Fraction(9, 10)),
        ("注册登记日期", date(2019, 3, 5), None, date(2019, 3, 5)),
        ("注册登记日期", datetime(2019, 3, 5), None, date(2019, 3, 5)),  # noqa: DTZ001
        ("注册登记日期", "2019年3月5日", None, date(2019, 3, 5)),
        ("注册登记日期", "2019/3/5", None, date(2019, 3, 5)),
        ("注册登记日期", "2019.03.05", None, date(2019, 3, 5)),
        ("申报通知文号", "123456789012345678", None, "123456789012345678"),
        ("申报通知文号", 20260001, None, "20260001"),
        ("申报通知文号", 42, "000000", "000042"),
        ("独立法人资格", True, None, True),
        ("独立法人资格", "否", None, False),
        ("办公场所面积（㎡）", 180, None, 180),
        ("专职从业人数（人）", 8, None, 8),
        ("资产总额（申请日，万元）", 80, None, 800_000),
        ("资产总额.申请日（万元）", 80, None, 800_000),
    ],
)
def test_values_as_excel_keeps_them(folder, workbook, header, value, form, expected):
    def shape(sheet):
        if form:
            sheet["E4"].number_format = form

    workbook(BASE, DAY, [*HEAD, header], ["甲", "结论", "符合", None, value], change=shape)
    (result,) = cases.run(folder)
    assert expected in result.decision.trace.application.facts.values()
    name = header.partition("（")[0].partition("(")[0].strip().partition(".")[0]
    if name != "total_assets":
        reading = {"资产总额": "last_year_end", "办公场所面积": "last_year_end"}.get(name)
        reading = "last_year_end" if name == "专职从业人数" else reading
        reading = "application" if "申请日" in header else reading
        assert stated(result, name, reading) == expected


@pytest.mark.parametrize(
    ("header", "value", "form", "message"),
    [
        ("用户满意度", 0.85, None, "看不出是 0.85% 还是 85%"),
        ("资产总额", "很多", None, "读不出金额"),
        ("资产总额", "/", None, "「/」"),
        ("资产总额", date(2026, 3, 5), None, "这一格是日期 2026-03-05，应为金额"),
        ("资产总额", 0.5, "0%", "百分比格式"),
        ("资产总额", 800000, '0!.0,"万元"', "缩小了显示"),
        ("资产总额（万元）", 80, '0"亿元"', "显示的单位是“亿元”，表头写的是“万元”"),
        ("注册登记日期", 43529, None, "看来是 2019-03-05"),
        ("注册登记日期", "2026-02-31", None, "不存在"),
        ("注册登记日期", datetime(2019, 3, 5, 9, 30), None, "2019-03-05 09:30"),  # noqa: DTZ001
        ("注册登记日期", time(9, 30), None, "时刻"),
        ("申报通知文号", 123456789012345678, None, "只保留 15 位"),
        ("资产总额", "#REF!", None, "错误值"),
        ("资产总额", "=1+1", None, "没有计算结果"),
        ("独立法人资格", 1, None, "独立法人资格"),
        ("申报功能", "综合服务、咨询服务", None, "咨询服务"),
    ],
)
def test_a_cell_that_cannot_be_read_is_an_error_there(
    folder, workbook, header, value, form, message
):
    def shape(sheet):
        if form:
            sheet["E4"].number_format = form

    workbook(BASE, DAY, [*HEAD, header], ["甲", "结论", "符合", None, value], change=shape)
    (text,) = mistakes(folder)
    assert text.startswith("cases/试.xlsx:样例!E4：")
    assert message in text


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("资产总颔", "是不是“资产总额”"),
        ("资产总额（美元）", "没有读法“美元”"),
        ("用户满意度（家）", "“家”不是它的单位"),
        ("年服务企业数", "“年服务企业数.2025”"),
        ("评定.经营规矩", "是不是“经营规范”"),
        ("资产总额.昨天", "没有读法“昨天”"),
    ],
)
def test_a_header_that_means_nothing_is_an_error_there(folder, workbook, header, message):
    workbook(BASE, DAY, [*HEAD, header], ["甲", "结论", "符合", None, 1], ["乙"])
    (text,) = mistakes(folder)
    assert text.startswith("cases/试.xlsx:样例!E3：")
    assert message in text


def test_all_mistakes_at_once(folder, workbook):
    workbook(
        BASE,
        DAY,
        [*HEAD, "资产总额", "用户满意度"],
        ["甲", "结论", "好", None, "很多", 0.5],
        ["甲", "没有的规则", "符合", "随便", None, "90%"],
        ["丙", "结论", "符合", None, "#N/A", "=B1"],
    )
    found = mistakes(folder)
    places = [text.split("：")[0].partition("!")[2] for text in found]
    assert sorted(places) == ["A5", "B5", "C4", "D5", "E6", "F6"]


def test_values_are_read_once_the_rows_are_right(folder, workbook):
    workbook(
        BASE,
        DAY,
        [*HEAD, "资产总额", "用户满意度"],
        ["甲", "结论", "符合", None, "很多", 0.5],
        ["乙", "结论", "符合", None, None, "120%"],
    )
    found = mistakes(folder)
    assert [text.split("：")[0].partition("!")[2] for text in found] == ["E4", "F4", "F5"]


def test_two_columns_of_one_thing(folder, workbook):
    workbook(BASE, DAY, [*HEAD, "资产总额", "资产总额（万元）"], ["甲", "结论", "符合", None, 1, 2])
    assert "与 样例!E3 是同一列" in mistakes(folder)[0]


def test_what_stands_under_no_heading_is_not_passed_over(folder, workbook):
    workbook(BASE, DAY, HEAD, ["甲", "结论", "符合", None, "80万元"])
    (text,) = mistakes(folder)
    assert text.startswith("cases/试.xlsx:样例!E4：这一列没有表头")


def test_headings_over_headings(folder, workbook):
    def shape(sheet):
        for letter in "ABC":
            sheet.merge_cells(f"{letter}3:{letter}4")
        sheet.merge_cells("D3:E3")
        sheet.merge_cells("F3:G3")

    workbook(
        BASE,
        DAY,
        ["样例", "对象", "期望", "资产总额（万元）", None, "其中：", None],
        [None, None, None, "上年末", "申请日", "用户满意度", "年服务企业数（2025年）"],
        ["甲", "资产规模", "符合", 120, 130, "90%", 77],
        change=shape,
    )
    (result,) = cases.run(folder)
    assert stated(result, "资产总额", "last_year_end") == 1_200_000
    assert stated(result, "资产总额", "application") == 1_300_000
    assert stated(result, "用户满意度") == Fraction(9, 10)
    assert stated(result, "年服务企业数")[2025] == 77
    assert result.passed


def test_several_outcomes_in_a_row(folder, workbook):
    workbook(
        BASE,
        DAY,
        ["样例", "资产总额", "期望（资产规模）", "期望：第七条", "期望"],
        ["少", "1元", "不符合", "不符合", "不符合"],
        ["够", "1亿元", "符合", None, "符合"],
    )
    results = cases.run(folder)
    assert [r.name for r in results] == [
        "少 · 资产规模",
        "少 · 第七条",
        "少 · 结论",
        "够 · 资产规模",
        "够 · 结论",
    ]
    assert all(r.passed for r in results)
    assert [r.case.cell for r in results][:2] == ["样例!C4", "样例!D4"]


def test_changes_findings_ledgers_and_readings_in_columns(folder, workbook):
    workbook(
        ["样例", "基础", "评估日", "改动", "读法", "经营规范", "服务台账", "期望", "对象"],
        [
            "甲",
            "../applications/不符合-差一家.yaml",
            "2026年11月22日",
            "资产总额=1元",
            "K-5=兼备",
            "不符合",
            "前 3 行",
            "不符合",
            "经营规范",
        ],
    )
    (result,) = cases.run(folder)
    assert result.passed
    assert len(result.decision.trace.application.ledgers["service_ledger"]) == 3
    assert dict(result.case.readings) == {"degree_and_title": "both"}
    assert result.case.day == date(2026, 11, 22)


def test_from_nothing(folder, workbook):
    workbook(
        ["基础：（无）"],
        DAY,
        ["期望", "资产总额（万元）", "申请日期", "独立法人资格"],
        ["不符合", 1, "2026-11-10", "否"],
    )
    (result,) = cases.run(folder)
    assert (result.name, result.target) == ("样例 第 4 行", "结论")
    assert set(result.decision.trace.application.facts) == {
        ("total_assets", "last_year_end"),
        "application_date",
        "is_legal_person",
    }


def test_no_base_and_no_day_are_said(folder, workbook):
    workbook(["样例", "期望"], ["甲", "符合"])
    found = mistakes(folder)
    assert any("基础：（无）" in text for text in found)
    assert any("评估日" in text for text in found)


def test_merged_cells_of_several_rows_count_in_each(folder, workbook):
    workbook(
        BASE,
        DAY,
        [*HEAD, "资产总额"],
        ["甲", *RULE, "1亿元"],
        ["乙", None, "不符合", None, "1元"],
        change=lambda sheet: sheet.merge_cells("B4:B5"),
    )
    assert [(r.target, r.passed) for r in cases.run(folder)] == [("资产规模", True)] * 2


def test_merged_cells_of_several_columns_are_refused(folder, workbook):
    workbook(
        BASE,
        DAY,
        [*HEAD, "资产总额", "用户满意度"],
        ["甲", *RULE, "90%", None],
        change=lambda sheet: sheet.merge_cells("E4:F4"),
    )
    assert "合并的单元格跨了几列" in mistakes(folder)[0]


def test_other_sheets_are_for_people(folder, workbook):
    def more(sheet):
        notes = sheet.parent.create_sheet("说明")
        notes.append(["怎样填写", "看第一张表"])

    workbook(BASE, DAY, HEAD, ["甲", *RULE], change=more)
    assert len(cases.run(folder)) == 1


def test_formulas_with_results(folder, workbook):
    workbook(BASE, DAY, [*HEAD, "资产总额"], ["甲", "资产规模", "不符合", None, "=1+1"])
    path = folder / "cases/试.xlsx"
    _cache(path, "<v></v>", "<v>2</v>")
    (result,) = cases.run(folder)
    assert stated(result, "资产总额", "last_year_end") == 2


def _cache(path, old, new):
    """Give the workbook's only formula a result, as Excel does when it saves."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    text = parts[sheet].decode("utf-8")
    text = text.replace("<v />", old).replace("<v/>", old)
    assert old in text
    parts[sheet] = text.replace(old, new).encode("utf-8")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not a workbook", "不是 Excel 工作簿"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"old", "另存为不加密的 .xlsx"),
        (b"", "不是 Excel 工作簿"),
    ],
)
def test_files_that_are_no_workbooks(folder, content, message):
    (folder / "cases/试.xlsx").write_bytes(content)
    (text,) = mistakes(folder)
    assert message in text


def test_a_workbook_without_a_case_table(folder, workbook):
    workbook(["名称", "数量"], ["甲", 1])
    assert "表头须有“期望”一列" in mistakes(folder)[0]


def test_a_sheet_that_is_far_too_long(folder, workbook):
    def stretch(sheet):
        sheet["A900000"] = "甲"

    workbook(BASE, DAY, HEAD, change=stretch)
    assert "超过 5000 行" in mistakes(folder)[0]


def test_without_openpyxl(folder, workbook, monkeypatch):
    import sys

    workbook(BASE, DAY, HEAD, ["甲", *RULE])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (text,) = mistakes(folder)
    assert "pip install 'sgpolicy[excel]'" in text


def test_what_excel_leaves_beside_an_open_file_is_no_case_file(folder, workbook):
    workbook(BASE, DAY, HEAD, ["甲", *RULE])
    (folder / "cases/~$试.xlsx").write_bytes(b"\0")
    assert len(cases.run(folder)) == 1


def test_a_workbook_says_the_same_as_a_table(folder, workbook):
    """The same case in Markdown, YAML and Excel comes to the same."""
    workbook(BASE, DAY, [*HEAD, "改动"], ["甲", *RULE, "资产总额=100万元；申报功能=技术服务"])
    (folder / "cases/试.md").write_text(
        "基础：../applications/符合-六项功能.yaml\n评估日：2026-11-22\n\n"
        "| 样例 | 改动 | 对象 | 期望 | 依据 |\n|---|---|---|---|---|\n"
        "| 甲 | 资产总额=100万元；申报功能=技术服务 | 资产规模 | 符合 | 第七条第（一）项 |\n",
        "utf-8",
    )
    (folder / "cases/试.yaml").write_text(
        "- {样例: 甲, 基础: ../applications/符合-六项功能.yaml, 评估日: 2026-11-22, 对象: 资产规模,\n"
        "   改动: {资产总额: 100万元, 申报功能: [技术服务]}, 期望: 符合, 依据: 第七条第（一）项}\n",
        "utf-8",
    )
    results = cases.run(folder)
    assert [r.file.rpartition(".")[2] for r in results] == ["md", "xlsx", "yaml"]
    assert len({(r.actual, r.case.written, r.case.clauses, r.passed) for r in results}) == 1
    assert results[0].expected is Outcome.MET
    assert openpyxl.load_workbook(folder / "cases/试.xlsx")


def test_the_table_in_the_guide_runs(folder, repo, workbook):
    """The guide shows a sheet as a table; typed into Excel as it stands, it runs."""
    lines = (repo / "docs/guides/写样例.md").read_text("utf-8").splitlines()
    rows = [line.strip("|").split("|")[1:] for line in lines if line.startswith("| **")]
    typed = [[_typed(cell.strip()) for cell in row] for row in rows]

    workbook(*typed, change=lambda sheet: sheet.merge_cells("A1:E1"))
    results = cases.run(folder)
    assert [r.name for r in results] == ["正好", "差一步", "没有填报"]
    assert all(r.passed for r in results)


def _typed(text):
    """What Excel keeps of what is typed into a cell."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text
