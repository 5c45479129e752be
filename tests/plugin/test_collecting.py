"""The pytest plugin in a project of somebody's own."""

import shutil
import subprocess
import sys
from importlib.metadata import entry_points

import openpyxl
import pytest

pytest_plugins = ["pytester"]

HEAD = """基础：材料.yaml
评估日：2026-11-22

| 样例 | 改动 | 对象 | 期望 | 依据 |
|---|---|---|---|---|
"""
RIGHT = "| 够 | 资产总额=100万元 | 资产规模 | 符合 | 第七条第（一）项 |\n"
WRONG = "| 不够 | 资产总额=99万元；申报功能=技术服务 | 资产规模 | 符合 | 第七条第（一）项 |\n"


@pytest.fixture
def project(pytester, repo):
    """A project with an application; the plugin is given by name where it is not installed."""
    applications = repo / "policies/shaoguan-2022-188/applications"
    shutil.copy(applications / "符合-六项功能.yaml", pytester.path / "材料.yaml")
    pytester.syspathinsert(repo / "src")
    if not any(point.name == "sgpolicy" for point in entry_points(group="pytest11")):
        pytester.plugins = ["sgpolicy.pytest_plugin"]
    return pytester


def write(project, name, *rows):
    path = project.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + "".join(rows), "utf-8")


def run(project, *arguments):
    extra = [word for plugin in project.plugins for word in ("-p", plugin)]
    project.plugins = []
    return project.runpytest("-p", "no:randomly", *extra, *arguments)


def test_case_files_are_collected_by_their_names(project):
    write(project, "甲.cases.md", RIGHT, WRONG)
    write(project, "说明.md", WRONG)
    (project.path / "乙.cases.yaml").write_text(
        "- {样例: 乙, 基础: 材料.yaml, 评估日: 2026-11-22, 对象: 结论, 期望: 符合}\n", "utf-8"
    )
    book = openpyxl.Workbook()
    for row in (
        ["基础：材料.yaml"],
        ["评估日：2026-11-22"],
        ["样例", "期望（资产规模）", "资产总额（万元）"],
        ["丙", "符合", 100],
    ):
        book.active.append(row)
    book.save(project.path / "丙.cases.xlsx")
    done = run(project, "-v")
    done.assert_outcomes(passed=3, failed=1)
    done.stdout.fnmatch_lines(["*甲.cases.md::够 PASSED*"])


def test_a_failure_shows_the_explanation_and_no_traceback(project):
    write(project, "甲.cases.md", WRONG)
    done = run(project)
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(
        [
            "甲.cases.md:6：资产规模 期望符合，得到不符合",
            "期望：资产规模 符合*",
            "得到：资产规模 不符合",
            "改动：资产总额=99万元*",
            "说明：",
            "*还差 1 万元*",
        ]
    )
    done.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_names_and_policy_by_settings(project, repo):
    shutil.copytree(repo / "policies/shaoguan-2022-188", project.path / "办法")
    project.makepyprojecttoml(
        "[tool.pytest.ini_options]\nsgpolicy_cases = '样例/*.xlsx 样例/*.md'\nsgpolicy_policy = '办法'\n"
    )
    write(project, "样例/甲.md", RIGHT.replace("够", "又"))
    write(project, "乙.cases.md", WRONG)
    (project.path / "样例/甲.md").write_text(
        (project.path / "样例/甲.md").read_text("utf-8").replace("材料.yaml", "../材料.yaml"),
        "utf-8",
    )
    run(project).assert_outcomes(passed=1)


def test_one_case_can_be_chosen(project):
    write(project, "甲.cases.md", RIGHT, WRONG)
    run(project, "甲.cases.md::够").assert_outcomes(passed=1)
    write(project, "乙.cases.md", RIGHT, WRONG)


def test_mistakes_in_a_file_are_told_without_a_traceback(project):
    write(project, "甲.cases.md", RIGHT.replace("资产规模", "资产规摸"))
    done = run(project)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["甲.cases.md:6：没有规则、评定、组合、计算或者条款*"])
    done.stdout.no_fnmatch_line("*Traceback*")


def test_an_unknown_policy_is_told(project):
    project.makeini("[pytest]\nsgpolicy_policy = 没有的办法\n")
    write(project, "甲.cases.md", RIGHT)
    done = run(project)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["没有办法*随库提供的有*"])


def test_a_base_outside_the_project_is_not_read(project):
    write(project, "甲.cases.md", RIGHT)
    text = (project.path / "甲.cases.md").read_text("utf-8").replace("材料.yaml", "../../某.yaml")
    (project.path / "甲.cases.md").write_text(text, "utf-8")
    done = run(project)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*不在*文件夹里*"])


def test_unused_it_brings_nothing_in(repo):
    code = (
        f"import sys; sys.path.insert(0, {str(repo / 'src')!r})\n"
        "import pytest; before = set(sys.modules)\n"
        "import sgpolicy.pytest_plugin\n"
        "print('\\n'.join(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    brought = {name.partition(".")[0] for name in done.stdout.split()}
    assert not brought & {"lark", "pydantic", "yaml", "openpyxl"}
    own = {name for name in done.stdout.split() if name.startswith("sgpolicy")}
    assert not {name for name in own if name.startswith(("sgpolicy.cases", "sgpolicy.policy"))}


def test_the_projects_own_case_files_are_left_to_its_own_test(repo, pytestconfig):
    names = [path.name for path in (repo / "policies").rglob("*") if ".cases." in path.name]
    assert names == []
    assert pytestconfig.getini("testpaths") == ["src", "tests"]


LIFE = """经历：七年.yaml
评估日：2025-03-01

| 样例 | 改动 | 对象 | 期望 | 依据 |
|---|---|---|---|---|
| 迟报 | | 报送运营情况.2025 | 逾期履行 | 第十四条 |
| 不对 | 发文确认.由=示范平台 | 授予称号 | 符合 | 第十六条 |
"""


def test_cases_about_histories(project, repo):
    histories = repo / "policies/shaoguan-2022-188/histories"
    shutil.copy(histories / "七年.yaml", project.path / "七年.yaml")
    (project.path / "一生.cases.md").write_text(LIFE, "utf-8")
    done = run(project)
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(
        [
            "一生.cases.md:7：授予称号 期望符合，得到不符合",
            "经历：七年.yaml，评估日 2025-03-01",
            "*由示范平台办理，依第十一条第（三）项有权办理的是市工信局。",
        ]
    )
