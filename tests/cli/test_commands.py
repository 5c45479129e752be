"""What each command prints and exits with."""

import json
import os
import subprocess
import sys

import pytest

from sgpolicy.cli.exits import Exit

ON = ("--on", "2026-11-22")
CODES = {"met": 0, "not_met": 1, "missing_facts": 3, "awaiting_findings": 3, "not_applicable": 4}


def shipped(root):
    return sorted((root / "policies/shaoguan-2022-188/applications").glob("*.yaml"))


def pytest_generate_tests(metafunc):
    if "application" in metafunc.fixturenames:
        files = shipped(metafunc.config.rootpath)
        metafunc.parametrize("application", files, ids=[file.stem for file in files])


def test_every_shipped_application_gets_a_letter(run, application):
    letter = run("evaluate", application, *ON)
    document = run("evaluate", application, *ON, "--format", "json")
    assert letter.code == document.code
    assert letter.code in {Exit.OK, Exit.NO, Exit.OPEN, Exit.NOT_APPLICABLE}
    assert letter.out.strip()
    assert letter.err == ""
    json.loads(document.out)


def test_the_three_lengths_grow(run, repo):
    application = max(shipped(repo), key=lambda path: path.stat().st_size)
    sizes = [
        len(run("evaluate", application, *ON, "--length", length).out)
        for length in ("line", "letter", "audit")
    ]
    assert sizes == sorted(sizes)
    assert run("evaluate", application, *ON, "--length", "line").out.count("\n") == 1


def test_today_is_said_on_standard_error(run, repo):
    done = run("evaluate", shipped(repo)[0], "--format", "json")
    assert "评估日未写明" in done.err
    json.loads(done.out)


def test_markdown(run, repo):
    assert "#" in run("evaluate", shipped(repo)[0], *ON, "--format", "markdown").out


def test_results_are_chinese_unless_asked(run, repo, monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    chinese = run("evaluate", shipped(repo)[0], *ON, "--length", "line")
    english = run("evaluate", shipped(repo)[0], *ON, "--length", "line", "--lang", "en")
    assert "符合" in chinese.out or "待" in chinese.out or "不适用" in chinese.out
    assert chinese.out != english.out


def test_extra_keys_are_refused_unless_ignored(run, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("联系人: 张三\n", "utf-8")
    assert run("evaluate", path, *ON).code == Exit.DATA
    assert run("evaluate", path, *ON, "--ignore-unknown").code == Exit.OPEN


def test_readings_are_known_by_name_id_and_number(run, repo):
    application = shipped(repo)[0]
    outputs = {
        run("evaluate", application, *ON, "--reading", text).out
        for text in ("学历和职称=兼备", "degree_and_title=both", "K-5＝兼备")
    }
    assert len(outputs) == 1


def test_check_finds_nothing_in_the_shipped_policy(run):
    done = run("check")
    assert done.code == Exit.OK
    assert "没有发现问题" in done.out
    assert "第十九条" in done.out
    assert run("check", "--format", "concise").out == ""
    document = json.loads(run("check", "--format", "json").out)
    assert document["diagnostics"] == []


@pytest.fixture
def broken(repo, tmp_path):
    """The shipped policy with one number changed."""
    for file in (repo / "policies/shaoguan-2022-188").iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    page = tmp_path / "03-conditions.md"
    text = page.read_text("utf-8")
    assert "资产总额 不低于 100万元" in text
    page.write_text(text.replace("资产总额 不低于 100万元", "资产总额 不低于 200万元"), "utf-8")
    return tmp_path


def test_check_underlines_what_is_wrong(run, broken):
    done = run("check", broken)
    assert done.code == Exit.NO
    lines = done.out.splitlines()
    at = next(i for i, line in enumerate(lines) if "^" in line)
    from sgpolicy.source.text import cells

    start = cells(lines[at][: lines[at].index("^")])
    shown = ""
    for char in lines[at - 1]:
        if cells(shown) == start:
            break
        shown += char
    rest = lines[at - 1][len(shown) :]
    assert rest.startswith("200万元") or "200" in rest[:20]
    assert "第七条" in done.out
    assert "改法" in done.out


def test_check_in_other_forms(run, broken):
    concise = run("check", broken, "--format", "concise")
    assert concise.code == Exit.NO
    assert concise.out.startswith("03-conditions.md:")
    document = json.loads(run("check", broken, "--format", "json").out)
    first = document["diagnostics"][0]
    assert {"code", "title", "help", "file", "line", "column", "clause"} <= set(first)


def test_a_broken_policy_decides_nothing(run, broken, repo):
    done = run("evaluate", shipped(repo)[0], *ON, "--policy", broken)
    assert (done.code, done.out) == (Exit.DATA, "")
    assert "sgpolicy check" in done.err


def test_cases_of_the_shipped_policy_agree(run):
    done = run("test")
    assert done.code == Exit.OK, done.out
    assert "0 个不符" in done.out


@pytest.mark.parametrize("clause", ["第七条第（一）项", "第七条（一）", "7(1)", "第7条第1项"])
def test_show_a_clause(run, clause):
    done = run("show", clause)
    assert done.code == Exit.OK
    for text in ("第七条第（一）项", "资产总额不低于100万元", "资产规模", "total_assets", "口径"):
        assert text in done.out


@pytest.mark.parametrize(
    "clause", ["第一条", "第七条", "第十六条", "第十九条", "印发通知", "第三章"]
)
def test_show_any_clause(run, clause):
    assert run("show", clause).code == Exit.OK


def test_template_is_an_application_with_nothing_stated(run, tmp_path):
    form = run("template")
    assert form.code == Exit.OK
    assert "资产总额" in form.out
    path = tmp_path / "表.yaml"
    path.write_text(form.out, "utf-8")
    assert run("evaluate", path, *ON).code == Exit.OPEN


def test_schema_is_a_json_schema(run):
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(json.loads(run("schema").out))


def test_policies(run):
    assert run("policies").out.startswith("shaoguan-2022-188  ")


def start(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "sgpolicy", *arguments], capture_output=True, check=False, **options
    )


def test_utf8_whatever_the_locale(repo):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(repo / "src"),
        "LC_ALL": "POSIX",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
    }
    done = start("show", "7(1)", env=environment)
    assert done.returncode == 0
    assert "第七条第（一）项" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away(repo):
    environment = {**os.environ, "PYTHONPATH": str(repo / "src")}
    code = f'"{sys.executable}" -m sgpolicy template | head -n 1; exit "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", code],
        capture_output=True,
        check=False,
        env=environment,
    )
    assert done.stderr == b""
    assert done.returncode in {Exit.OK, Exit.BROKEN_PIPE}


def test_interrupted(run, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("sgpolicy.cli.entry._dispatch", interrupt)
    done = run("policies")
    assert (done.code, done.out) == (Exit.INTERRUPTED, "")


def test_a_mistake_of_the_program_is_not_a_no(run, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("sgpolicy.cli.entry._dispatch", fail)
    done = run("policies")
    assert done.code == Exit.INTERNAL
    assert "程序内部错误" in done.err
