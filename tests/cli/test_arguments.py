"""Help and usage errors, in both languages."""

import re

import pytest

from sgpolicy.cli.arguments import build_parser
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.parser import COMMANDS
from sgpolicy.cli.wording import keys, language
from sgpolicy.source.text import cells

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese_and_fits_the_terminal(run, command):
    done = run(*command.split(), "--help")
    assert done.code == Exit.OK
    assert done.out.startswith("用法： sgpolicy")
    assert "选项：" in done.out
    assert not re.search(r"\b(usage|options|positional|show this)\b", done.out)
    assert max(cells(line) for line in done.out.splitlines()) <= 80


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_english_on_request(run, command):
    done = run(*command.split(), "--help", "--lang", "en")
    assert done.code == Exit.OK
    examples = re.sub(r"2026年11月22日|学历\s*和职称=兼备|第七条第（一）项|第八条", "", done.out)
    assert not HAN.search(examples)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_exit_codes_in_order(run, command):
    text = run(command, "--help").out
    codes = [
        int(code) for code in re.findall(r"^  (\d+) ", text.partition("退出码")[2], re.MULTILINE)
    ]
    assert codes == sorted(codes)
    assert {0, 2, 65, 66, 70, 130} <= set(codes) <= {code.value for code in Exit}


def test_exit_codes_of_help_and_docs_agree(repo):
    page = (repo / "docs/reference/command.md").read_text("utf-8")
    decision = (repo / "docs/decisions/0007-exit-codes.md").read_text("utf-8")
    for text in (page, decision):
        assert {int(c) for c in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == set(Exit)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "缺少参数 COMMAND"),
        (["evaluate"], "缺少参数 FILE"),
        (["evaluatte", "x"], "没有 evaluatte 这个命令"),
        (["evaluate", "x", "--length", "long"], "--length 不能是 long"),
        (["evaluate", "x", "--on"], "--on 后面须写一个值"),
        (["evaluate", "x", "--on", "2026-02-31"], "“2026-02-31”不是有效的日期"),
        (["evaluate", "x", "--on", "2026年2月31日"], "不是有效的日期"),
        (["evaluate", "x", "--on", "昨天"], "不是有效的日期"),
        (["evaluate", "x", "--on", "99999-01-01"], "不是有效的日期"),
        (["evaluate", "x", "--onn", "2026-01-01"], "无法识别的参数 --onn"),
        (["evaluate", "x", "--ignore-unknown=1"], "--ignore-unknown 后面不带值"),
        (["policies", "y"], "无法识别的参数 y"),
        (["show"], "缺少参数 CLAUSE"),
    ],
)
def test_usage_errors_are_said_in_chinese(run, arguments, message):
    done = run(*arguments)
    assert done.code == Exit.USAGE
    assert done.out == ""
    assert message in done.err
    assert "--help" in done.err


def test_usage_errors_are_said_in_english(run):
    done = run("--lang", "en", "evaluate")
    assert (done.code, done.out) == (Exit.USAGE, "")
    assert "the following arguments are required: FILE" in done.err
    assert not HAN.search(done.err)


@pytest.mark.parametrize(
    "text", ["2026-11-22", "2026/11/22", "2026年11月22日", " 2026-11-22 ", "2026-1-2"]
)
def test_days_as_people_write_them(text):
    options = build_parser("zh").parse_args(["evaluate", "x", "--on", text])
    assert options.on.year == 2026


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, ("zh", False)),
        ([], {"LANG": "C"}, ("zh", False)),
        ([], {"LANG": "C.UTF-8"}, ("zh", False)),
        ([], {"LANG": "zh_CN.UTF-8"}, ("zh", False)),
        ([], {"LANG": "en_US.UTF-8"}, ("en", False)),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN"}, ("zh", False)),
        ([], {"LANG": "de_DE.UTF-8"}, ("en", False)),
        (["--lang", "zh"], {"LANG": "en_US.UTF-8"}, ("zh", True)),
        (["show", "x", "--lang=en"], {}, ("en", True)),
        (["show", "--", "--lang=en"], {}, ("zh", False)),
    ],
)
def test_language(arguments, environment, expected):
    assert language(arguments, environment) == expected


def test_every_message_has_both_languages_and_the_same_values():
    braces = re.compile(r"\{(\w+)\}")
    for key, (chinese, english) in keys().items():
        assert set(braces.findall(chinese)) == set(braces.findall(english)), key
        assert chinese
        assert english


def test_version(run):
    done = run("--version")
    assert done.code == Exit.OK
    assert re.fullmatch(r"sgpolicy \d+\S+\n", done.out)
