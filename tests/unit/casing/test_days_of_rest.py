"""休假日：2026年止 — cases say themselves up to which year the days of rest are known."""

import pytest

from sgpolicy import cases, mutation
from sgpolicy.cases.running import known_holidays
from sgpolicy.holidays import published_holidays

HEAD = "经历：../histories/七年.yaml\n评估日：2025-03-01\n{}\n"
TABLE = """
| 样例 | 改动 | 对象 | 期望 | 依据 |
|---|---|---|---|---|
"""
LATE = "| {} | 报送运营情况[2].日期=2025-02-05 | 报送运营情况.2025 | {} | 第十四条 |\n"


@pytest.fixture
def run(folder):
    """`run(text, name=…)`: the results of a case file."""

    def call(text, name="试.md"):
        (folder / "cases" / name).write_text(text, "utf-8")
        return cases.run(folder)

    return call


def told(found):
    return [problem.text() for problem in found.value.problems]


def test_the_last_day_is_moved_only_where_the_year_is_known(run):
    """31 January to 4 February 2025 were the Spring Festival's."""
    rows = (
        TABLE
        + LATE.format("都已公布", "按期履行")
        + "\n## 二\n\n休假日：2024年止\n"
        + TABLE
        + LATE.format("还没有公布", "逾期履行")
        + "\n### 三\n\n**休假日**：2025\n"
        + TABLE
        + LATE.format("公布了", "按期履行")
    )
    results = run(HEAD.format("") + rows)
    assert [r.message for r in results] == ["", "", ""]
    assert [r.case.rest_until for r in results] == [None, 2024, 2025]


@pytest.mark.parametrize(
    "written", ["2024年止", "2024", "2024 年底止", "２０２４年止", "2024年为止"]
)
def test_written_forms(run, written):
    (result,) = run(HEAD.format(f"休假日：{written}") + TABLE + LATE.format("甲", "逾期履行"))
    assert result.passed
    assert result.case.rest_until == 2024


@pytest.mark.parametrize("written", ["明年", "2024-01-01", "24年止", "20245年止", "2024年止。"])
def test_no_year_is_a_mistake(run, written):
    with pytest.raises(cases.CaseFileError) as found:
        run(HEAD.format(f"休假日：{written}") + TABLE + LATE.format("甲", "逾期履行"))
    assert told(found) == [f"cases/试.md:7：休假日“{written}”不是年份；应写成 2026年止"]


def test_nothing_written_is_a_mistake(run):
    with pytest.raises(cases.CaseFileError) as found:
        run(HEAD.format("休假日：") + TABLE + LATE.format("甲", "逾期履行"))
    assert told(found) == ["cases/试.md:3：“休假日：”后面没有内容"]


def test_yaml(run):
    frame = "经历: ../histories/七年.yaml\n评估日: 2025-03-01\n休假日: 2024年止\n样例:\n"
    row = "  - {{样例: {}, 改动: '报送运营情况[2].日期=2025-02-05', 对象: 报送运营情况.2025, 期望: {}{}}}\n"
    results = run(
        frame + row.format("甲", "逾期履行", "") + row.format("乙", "按期履行", ", 休假日: 2025"),
        "试.yaml",
    )
    assert [(r.message, r.case.rest_until) for r in results] == [("", 2024), ("", 2025)]
    with pytest.raises(cases.CaseFileError) as found:
        run(frame + row.format("甲", "逾期履行", ", 休假日: 以后"), "试.yaml")
    assert told(found) == ["cases/试.yaml:5：休假日“以后”不是年份；应写成 2026年止"]


def test_excel(folder, workbook):
    workbook(
        ["经历", "../histories/七年.yaml"],
        ["评估日", "2025-03-01"],
        ["休假日：2024年止"],
        ["样例", "报送运营情况[2].日期", "休假日", "对象", "期望"],
        ["甲", "2025-02-05", None, "报送运营情况.2025", "逾期履行"],
        ["乙", "2025-02-05", 2025, "报送运营情况.2025", "按期履行"],
    )
    results = cases.run(folder)
    assert [(r.message, r.case.rest_until) for r in results] == [("", 2024), ("", 2025)]


def test_applications_take_no_notice(run):
    (result,) = run(
        "基础：../applications/符合-六项功能.yaml\n评估日：2026-11-22\n休假日：2026年止\n"
        + TABLE
        + "| 甲 | | 资产规模 | 符合 | 第七条第（一）项 |\n"
    )
    assert result.passed


def test_years_after_it_are_as_if_not_published():
    table = known_holidays(2026)
    assert max(table.rest) == 2026
    assert (table.name, table.version) == (published_holidays().name, published_holidays().version)
    assert known_holidays(None) is published_holidays()


def test_mutants_are_tried_under_the_same_days(run, folder):
    """The case fails with the days of 2025, and nothing may be compared with a case that fails."""
    run(HEAD.format("休假日：2024年止") + TABLE + LATE.format("甲", "逾期履行"))
    (folder / "等价变异.md").unlink()
    report = mutation.run(folder, clause="第十四条", suggest=False)
    assert "annual_report/moved/negate" not in report.killers
    assert report.killers
