"""`sgpolicy test`: failures beside their explanation, JUnit XML, progress, exit codes."""

import io
import shutil
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from sgpolicy.cli.exits import Exit
from sgpolicy.cli.progress import progress

HEAD = """基础：../applications/符合-六项功能.yaml
评估日：2026-11-22

| 样例 | 改动 | 读法 | 对象 | 期望 | 依据 |
|---|---|---|---|---|---|
"""
RIGHT = "| 对 | 资产总额=1元 | | 资产规模 | 不符合 | 第七条第（一）项 |\n"
WRONG = "| 错 | 资产总额=99万元 | K-5=兼备 | 资产规模 | 符合 | 第七条第（一）项 |\n"
WHOLE = "| 整份 | 资产总额=99万元 | | 结论 | 符合 | 第七条第（一）项 |\n"
CITED = "| 依据错 | 资产总额=99万元 | | 结论 | 不符合 | 第二条 |\n"


@pytest.fixture
def folder(repo, tmp_path):
    target = tmp_path / "办法"
    shutil.copytree(repo / "policies/shaoguan-2022-188", target)
    for file in (target / "cases").glob("*"):
        file.unlink()
    return target


def write(folder, *rows, name="试.md"):
    (folder / "cases" / name).write_text(HEAD + "".join(rows), "utf-8")


def test_a_failing_case_about_a_rule_shows_the_audit_of_that_rule(run, folder):
    write(folder, RIGHT, WRONG)
    done = run("test", folder)
    assert done.code == Exit.NO
    assert done.err == ""
    lines = done.out.splitlines()
    assert lines[0] == "不符  cases/试.md:7  错"
    for text in (
        "期望：资产规模 符合（依据第七条第（一）项）",
        "得到：资产规模 不符合",
        "改动：资产总额=99万元",
        "读法：学历和职称=兼备",
        "基础：../applications/符合-六项功能.yaml，评估日 2026-11-22",
        "要求不低于 100万元",
        "还差 1 万元",
    ):
        assert text.replace(" ", "") in done.out.replace(" ", ""), text
    assert "办公场所面积" not in done.out
    assert lines[-1] == "样例 2 个：1 个相符，1 个不符。"


def test_a_failing_case_about_the_whole_shows_the_letter(run, folder):
    write(folder, WHOLE, CITED)
    done = run("test", folder)
    assert done.out.count("申报条件核对意见") == 2
    assert "得到：结论 不符合（依据第七条第（一）项）" in done.out


def test_in_english(run, folder):
    write(folder, WRONG)
    done = run("test", folder, "--lang", "en")
    assert "expected: 资产规模 met" in done.out.lower()
    assert "1 cases" in done.out


def test_verbose_lists_all(run, folder):
    write(folder, RIGHT)
    done = run("test", folder, "--verbose")
    assert (done.code, done.out.splitlines()[0]) == (Exit.OK, "相符  cases/试.md:6  对")


def test_exit_codes_without_an_answer(run, folder, tmp_path):
    assert run("test", folder).code == Exit.NO_INPUT
    assert run("test", tmp_path / "没有").code == Exit.NO_INPUT
    write(folder, RIGHT.replace("资产规模", "资产规摸"))
    done = run("test", folder)
    assert done.code == Exit.DATA
    assert "cases/试.md:6" in done.err


def test_junit(run, folder, tmp_path):
    write(folder, RIGHT, WRONG, CITED.replace("依据错", "依据<错>&"))
    write(folder, RIGHT, name="又.md")
    book = openpyxl.Workbook()
    for row in (
        ["基础：../applications/符合-六项功能.yaml"],
        ["评估日：2026-11-22"],
        ["样例", "期望", "资产总额"],
        ["表", "符合", "1元"],
    ):
        book.active.append(row)
    book.save(folder / "cases/表.xlsx")
    path = tmp_path / "junit.xml"
    done = run("test", folder, "--junit", path)
    assert done.code == Exit.NO
    root = ET.parse(path).getroot()  # noqa: S314 - our own
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "5", "3")
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["cases/又.md", "cases/表.xlsx", "cases/试.md"]
    suite = suites["cases/试.md"]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "2", "0")
    assert [case.get("name") for case in suite] == ["对", "错", "依据<错>&"]
    assert len(suite[0]) == 0
    failure = suite[1].find("failure")
    assert failure.get("message").startswith("cases/试.md:7：资产规模 期望符合")
    assert "100万元" in failure.text.replace(" ", "")
    assert (suite[1].get("file"), suite[1].get("line")) == ("cases/试.md", "7")
    assert all(float(case.get("time")) >= 0 for case in root.iter("testcase"))
    (sheet,) = suites["cases/表.xlsx"]
    assert sheet.find("failure").get("message").startswith("cases/表.xlsx:Sheet!B4：")
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".tmp"] == []


def test_junit_of_files_with_mistakes(run, folder, tmp_path):
    write(folder, RIGHT.replace("资产规模", "\x0c没有"), RIGHT.replace("不符合", "好"))
    path = tmp_path / "junit.xml"
    assert run("test", folder, "--junit", path).code == Exit.DATA
    root = ET.parse(path).getroot()  # noqa: S314 - our own
    assert root.get("errors") == root.get("tests") != "0"


def test_junit_that_cannot_be_written(run, folder, tmp_path):
    write(folder, RIGHT)
    for place in (tmp_path, tmp_path / "没有/结果.xml", tmp_path / ("长" * 300)):
        done = run("test", folder, "--junit", place)
        assert (done.code, done.out) == (Exit.USAGE, "")
        assert "写不进" in done.err


def test_an_old_result_stays_if_nothing_can_be_said(run, tmp_path):
    path = tmp_path / "junit.xml"
    path.write_text("旧", "utf-8")
    assert run("test", tmp_path / "没有", "--junit", path).code == Exit.NO_INPUT
    assert path.read_text("utf-8") == "旧"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_on_a_terminal_only():
    terminal, plain = Terminal(), io.StringIO()
    for stream in (terminal, plain):
        with progress(stream, 4) as shown:
            for number in range(4):
                shown.step(failed=number == 1)
    assert plain.getvalue() == ""
    assert "100%" in terminal.getvalue()
    assert "1 ✗" in terminal.getvalue()
    assert terminal.getvalue().endswith(" \r")


def test_progress_goes_away_when_interrupted():
    terminal = Terminal()

    def interrupted():
        with progress(terminal, 2) as shown:
            shown.step()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert terminal.getvalue().endswith(" \r")


LIFE = """经历：../histories/七年.yaml
评估日：2025-03-01

| 样例 | 改动 | 读法 | 对象 | 期望 | 依据 |
|---|---|---|---|---|---|
| 对 | | | 报送运营情况.2025 | 逾期履行 | 第十四条 |
| 错 | 报送运营情况[2]=2025-02-05 | 顺延口径=不顺延 | 报送运营情况.2025 | 按期履行 | 第十四条 |
| 依据错 | | | 发文确认 | 符合 | 第十二条 |
"""


@pytest.fixture
def lives(repo, folder):
    histories = repo / "policies/shaoguan-2022-188/histories"
    shutil.copytree(histories, folder / "histories", dirs_exist_ok=True)
    for file in (folder / "cases").iterdir():
        file.unlink()
    (folder / "cases/一生.md").write_text(LIFE, "utf-8")
    return folder


def test_cases_about_histories(run, lives, tmp_path):
    path = tmp_path / "junit.xml"
    done = run("test", lives, "--junit", path)
    assert done.code == Exit.NO
    assert done.out.startswith(
        "不符  cases/一生.md:7  错\n"
        "      期望：报送运营情况.2025 按期履行（依据第十四条）\n"
        "      得到：报送运营情况.2025 逾期履行\n"
        "      改动：报送运营情况[2]=2025-02-05\n"
        "      读法：顺延口径=不顺延\n"
        "      经历：../histories/七年.yaml，评估日 2025-03-01\n"
        "      说明：\n"
    )
    assert "得到：发文确认 符合（依据第十一条第（三）项）" in done.out
    assert done.out.endswith("样例 3 个：1 个相符，2 个不符。\n")
    (suite,) = ET.parse(path).getroot()  # noqa: S314 - our own
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    failure = suite[1].find("failure")
    assert failure.get("message").startswith("cases/一生.md:7：报送运营情况.2025 期望按期履行")
    assert "经历：../histories/七年.yaml" in failure.text


def test_cases_about_histories_in_english(run, lives):
    out = run("test", lives, "--lang", "en").out
    assert "expected: 报送运营情况.2025 done in time" in out
    assert "got: 报送运营情况.2025 done late" in out
    assert "history: ../histories/七年.yaml, as of 2025-03-01" in out
