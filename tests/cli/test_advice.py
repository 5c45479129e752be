"""Questions to a decision on the command line."""

import json

import pytest

from sgpolicy.cli.exits import Exit

ON = ("--on", "2026-11-22", "--lang", "zh")


@pytest.fixture
def application(repo):
    folder = repo / "policies/shaoguan-2022-188/applications"
    return lambda name: folder / f"{name}.yaml"


@pytest.mark.parametrize(
    ("command", "name", "code"),
    [
        ("remedies", "不符合-差一家", Exit.OK),
        ("remedies", "不适用-不在韶关", Exit.NO),
        ("sufficient", "不符合-差一家", Exit.OK),
        ("sufficient", "待补材料", Exit.OPEN),
        ("sensitivity", "不符合-差一家", Exit.NO),
        ("sensitivity", "符合-资产50万元例外", Exit.OK),
        ("why", "不符合-差一家", Exit.OK),
        ("what-if", "不符合-差一家", Exit.NO),
    ],
)
def test_each_question_in_each_form(run, application, command, name, code):
    for form in ("text", "markdown", "json"):
        done = run(command, application(name), *ON, "--format", form)
        assert (done.code, done.err) == (code, "")
        assert done.out.strip()
    assert json.loads(done.out)["schema"].startswith("sgpolicy.")


def test_english_on_request(run, application):
    done = run("remedies", application("不符合-差一家"), "--on", "2026-11-22", "--lang", "en")
    assert "How to qualify" in done.out


def test_what_if_the_exit_code_is_the_supposed_outcome(run, application):
    done = run("what-if", application("不符合-差一家"), "年服务中小微企业数＝50家", *ON)
    assert done.code == Exit.OK
    done = run("what-if", application("不符合-差一家"), "年服务中小微企业数=", *ON)
    assert done.code == Exit.OPEN


def test_why_not_names_a_clause(run, application):
    done = run("why", application("不符合-差一家"), "第七条第（二）项", "--not", *ON)
    assert "达到 50 家" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("why", "第九十条"), Exit.USAGE, "没有“第九十条”"),
        (("what-if", "用户满意度"), Exit.USAGE, "事项=值"),
        (("what-if", "用户满意度=195%"), Exit.DATA, "最多是 100%"),
        (("what-if", "--if-reading", "K-5=随便"), Exit.USAGE, "随便"),
    ],
)
def test_mistakes_are_said(run, application, arguments, code, said):
    command, *rest = arguments
    done = run(command, application("不符合-差一家"), *rest, *ON)
    assert done.code == code
    assert said in done.err
