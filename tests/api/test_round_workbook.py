"""A round as a workbook: what Excel and LibreOffice find in it is what the decisions say."""

import csv
import io
import re
import shutil
import subprocess
import sys
from datetime import date
from zipfile import ZipFile

import openpyxl
import pytest

import sgpolicy
from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.papers.problems import PaperError

ON = date(2026, 11, 22)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
HOSTILE = {
    "=1+1": "=cmd|'/c calc'!A1",
    "+甲": "+1",
    "-乙": "-1",
    "@丙": "@SUM(A1)",
    "丁": "\t=1+1\x1b[31m\u202e",
    "戊": "长" * 40_000,
    "007": "１２３",
}


@pytest.fixture(scope="module")
def decisions(repo):
    policy = sgpolicy.load("shaoguan-2022-188")
    folder = repo / "policies" / "shaoguan-2022-188" / "applications"
    return {path.stem: policy.evaluate(path, on=ON) for path in sorted(folder.glob("*.yaml"))}


@pytest.fixture(scope="module")
def workbook(decisions):
    return opened(sgpolicy.round_workbook(decisions))


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def table(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_everybody_is_there_with_the_outcome_and_what_it_rests_on(decisions, workbook):
    rows = table(workbook["名单"])
    assert [row["名称"] for row in rows] == [*decisions]
    for row, decision in zip(rows, decisions.values(), strict=True):
        explained = decision.explain("audit").explanation
        assert row["结论"] == decision.outcome.zh
        assert row["评估日"].date() == ON
        assert row["申请单位"] == explained.header.applicant
        assert (row["需补充的材料"] or "").count("\n") + bool(row["需补充的材料"]) == len(
            explained.missing
        )
        assert row["摘要"] + "\n" == decision.explain("line").to_text().partition(" ")[2]
        for place in (row["所依据或者待定的条款"] or "").split("、"):
            assert place in str(decision.explain("audit"))


def test_shortfalls_are_told_with_their_clause(workbook):
    rows = {row["名称"]: row for row in table(workbook["名单"])}
    assert rows["不符合-差一家"]["差额"] == "第七条第（二）项 年服务家数：还差 1 家"
    assert rows["不符合-差一家"]["影响结论的口径"] == "K-23 家数口径"
    assert rows["符合-六项功能"]["差额"] is None


def test_every_test_not_met_has_a_row(workbook):
    rows = table(workbook["不符合之处"])
    one = next(row for row in rows if row["名称"] == "不符合-差一家")
    assert one["原文"] == "「年服务中小微企业50家以上」"
    assert one["核对情况"].startswith("年服务中小微企业数 49 家（据服务台账核算）")
    assert {row["名称"] for row in rows} == {
        row["名称"] for row in table(workbook["名单"]) if row["结论"] in ("不符合", "不适用")
    }


def test_outcomes_are_counted(decisions, workbook):
    sheet = workbook["汇总"]
    found = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    for outcome in Outcome:
        expected = sum(1 for one in decisions.values() if one.outcome is outcome)
        assert found[outcome.zh] == expected
    assert found["份数"] is not None
    assert sum(found[outcome.zh] for outcome in Outcome) == len(decisions)


def test_the_outcomes_of_every_clause_are_counted(decisions, workbook):
    counted = {row["条款"]: row for row in table(workbook["条款"])}
    for name, row in counted.items():
        for outcome in Outcome:
            expected = sum(
                1
                for one in decisions.values()
                if name in one.clauses and one.clauses[name].outcome is outcome
            )
            assert row[outcome.zh] == expected, (name, outcome)
    assert counted["第七条第（二）项"]["不符合"] >= 1


def test_readings_are_listed_with_what_they_decide(decisions, workbook):
    rows = {row["编号"]: row for row in table(workbook["口径"])}
    decisive = sum(
        1 for one in decisions.values() for item in one.decisive_readings if item.number == "K-23"
    )
    assert rows["K-23"]["所取读法"] == "不重复"
    assert rows["K-23"]["影响结论的份数"] == decisive > 0


def test_sheets_can_be_worked_with(workbook):
    for name in ("名单", "不符合之处", "条款", "口径"):
        sheet = workbook[name]
        assert sheet.freeze_panes[1:] == "2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        for column in sheet.iter_cols(max_row=1):
            letter = column[0].column_letter
            assert 8 <= sheet.column_dimensions[letter].width <= 36


def test_charts_are_excels_own_over_the_cells_they_show(decisions, workbook):
    """The charts' own files name the cells; each chart has a series for each of the outcomes, or one."""
    rows = workbook["条款"].max_row
    packed = ZipFile(io.BytesIO(sgpolicy.round_workbook(decisions)))
    charts = [packed.read(n).decode() for n in packed.namelist() if n.startswith("xl/charts/chart")]
    assert len(charts) == 2
    clauses = next(one for one in charts if "条款" in one)
    values = [f"'条款'!${letter}$2:${letter}${rows}" for letter in "BCDEF"]
    assert re.findall(r"<(?:c:)?val>.*?<(?:c:)?f>(.*?)</", clauses, re.DOTALL) == values
    labels = re.findall(r"<(?:c:)?cat>.*?<(?:c:)?f>(.*?)</", clauses, re.DOTALL)
    assert labels == [f"'条款'!$A$2:$A${rows}"] * len(Outcome)


@pytest.fixture(scope="module")
def hostile():
    policy = sgpolicy.load("shaoguan-2022-188")
    facts = {"韶关注册": True, "申请日期": "2026-11-10", "资产总额": "1万元"}
    return sgpolicy.round_workbook(
        {
            label: policy.evaluate({**facts, "单位名称": name}, on=ON)
            for label, name in HOSTILE.items()
        }
    )


def test_nothing_that_is_stated_becomes_a_formula(hostile):
    workbook = opened(hostile)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (
                    isinstance(cell.value, str) and cell.value.startswith(tuple("=+-@"))
                ) or (cell.quotePrefix)
    assert b"<f>" not in b"".join(
        ZipFile(io.BytesIO(hostile)).read(name)
        for name in ZipFile(io.BytesIO(hostile)).namelist()
        if name.startswith("xl/worksheets/")
    )
    rows = table(workbook["名单"])
    assert [row["名称"] for row in rows] == [*HOSTILE]
    assert rows[0]["申请单位"] == HOSTILE["=1+1"]
    assert len(rows[5]["申请单位"]) < 32_767


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed (.ci/run installs it)")
def test_libreoffice_finds_text_where_text_was_written(hostile, tmp_path):
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(hostile)
    profile = (tmp_path / "profile").as_uri()
    # Every sheet as comma-separated values, in UTF-8, as shown (token 12: sheet, -1 for all).
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [OFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form]
    done = subprocess.run(
        [*command, "--outdir", str(tmp_path), str(path)], capture_output=True, check=False
    )
    written = tmp_path / "汇总-名单.csv"
    assert written.exists(), done.stderr.decode()
    rows = list(csv.reader(io.StringIO(written.read_text("utf-8"))))
    assert [row[0] for row in rows[1:]] == [*HOSTILE]
    assert [row[1] for row in rows[1:5]] == [HOSTILE[label] for label in [*HOSTILE][:4]]
    assert rows[7][:2] == ["007", "１２３"]


def test_scores_are_numbers_where_they_are_known(repo):
    policy = sgpolicy.load("guangzhou-2025-8")
    folder = repo / "policies" / "guangzhou-2025-8" / "applications"
    decisions = {one.stem: policy.evaluate(one, on=ON) for one in sorted(folder.glob("*.yaml"))}
    rows = {row["名称"]: row for row in table(opened(sgpolicy.round_workbook(decisions))["名单"])}
    assert rows["不符合-差两分"]["总积分（分）"] == 148
    assert rows["待补材料-没有填报每年申报"]["总积分（分）"] == "148 至 152 分"


def test_in_english_the_frame_is_english(decisions):
    workbook = opened(sgpolicy.round_workbook(decisions, "en"))
    assert workbook.sheetnames == [
        "Overview",
        "Applications",
        "Tests not met",
        "Clauses",
        "Readings",
    ]
    frame = [cell.value for sheet in workbook for cell in sheet[1] if cell.value]
    assert not [text for text in frame if re.search(r"[\u4e00-\u9fff]", text)]


def test_of_nothing_and_of_different_policies_there_is_no_round(decisions):
    other = sgpolicy.load("guangzhou-2025-8").evaluate({}, on=ON)
    for given in ({}, {**decisions, "另一部": other}):
        with pytest.raises(PaperError) as raised:
            sgpolicy.round_workbook(given)
        assert raised.value.text("zh") != raised.value.text("en")


def test_without_openpyxl_it_says_what_to_install():
    code = (
        "import sys; sys.modules['openpyxl'] = None\n"
        "import sgpolicy, datetime\n"
        "policy = sgpolicy.load('shaoguan-2022-188')\n"
        "one = policy.evaluate({}, on=datetime.date(2026, 11, 22))\n"
        "try: sgpolicy.round_workbook({'甲': one})\n"
        "except sgpolicy.PaperError as error: print(error, error.text('en'))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=True
    )
    assert done.stdout.decode().count("pip install 'sgpolicy[excel]'") == 2
