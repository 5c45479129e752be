"""Whatever a user hands in: a clear message, the documented exit code, no traceback, no hang."""

import os
import time

import pytest

from sgpolicy.cli.exits import Exit

ON = ("--on", "2026-11-22")
SECONDS = 20  # a hang, not a speed: the slowest of these takes a second or two


@pytest.fixture
def write(tmp_path):
    def call(data, name="申报材料.yaml"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return call


@pytest.fixture(autouse=True)
def hang():
    begin = time.monotonic()
    yield
    assert time.monotonic() - begin < SECONDS


def test_a_missing_file(run, tmp_path):
    done = run("evaluate", tmp_path / "没有.yaml", *ON)
    assert (done.code, done.out) == (Exit.NO_INPUT, "")
    assert "找不到文件" in done.err
    assert "sgpolicy template" in done.err


def test_a_folder(run, tmp_path):
    done = run("evaluate", tmp_path, *ON)
    assert done.code == Exit.NO_INPUT
    assert "是文件夹" in done.err


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_file_that_may_not_be_read(run, write, monkeypatch):
    path = write("资产总额: 120万元\n")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.open", refuse)
    done = run("evaluate", path, *ON)
    assert done.code == Exit.NO_INPUT
    assert "没有权限" in done.err


def test_a_name_no_file_can_have(run):
    assert run("evaluate", "a\0b", *ON).code == Exit.NO_INPUT
    assert run("evaluate", "甲" * 5000, *ON).code == Exit.NO_INPUT


def test_a_file_in_another_encoding(run, write):
    done = run(
        "evaluate", write("资产总额: 120万元\n办公场所面积: 150平方米\n".encode("gb18030")), *ON
    )
    assert done.code == Exit.DATA
    assert "不是 UTF-8" in done.err
    assert "GB18030" in done.err
    assert "另存为" in done.err


def test_a_byte_order_mark_is_no_mistake(run, write):
    done = run("evaluate", write(b"\xef\xbb\xbf" + "资产总额: 120万元\n".encode()), *ON)
    assert done.code in {Exit.OPEN, Exit.NO}


def test_an_empty_file_is_no_application(run, write):
    done = run("evaluate", write(""), *ON)
    assert done.code == Exit.DATA
    assert "sgpolicy template" in done.err


def test_an_application_that_states_nothing_is_open(run, write):
    done = run("evaluate", write("{}"), *ON)
    assert done.code == Exit.OPEN
    assert "待补材料" in done.out


def test_standard_input(run):
    done = run("evaluate", "-", *ON, "--length", "line", stdin="资产总额: 90万元\n".encode())
    assert done.code in {Exit.OPEN, Exit.NO}
    assert done.out.strip()


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("资产总额: 很多", "资产总额"),
        ("资产总额: -5万元", "资产总额"),
        ("资产总额: 0x64", "资产总额"),
        ("用户满意度: 101%", "用户满意度"),
        ("用户满意度: 0.85", "用户满意度"),
        ("用户满意度: 85", "用户满意度"),
        ("年服务中小微企业数: -1", "年服务中小微企业数"),
        ("年服务中小微企业数: 3.5", "年服务中小微企业数"),
        ("注册登记日期: 2020-02-31", "注册登记日期"),
        ("注册登记日期: 2020年2月31日", "注册登记日期"),
        ("独立法人资格: /", "独立法人资格"),
        ("独立法人资格: 无", "独立法人资格"),
        ("申报功能: [飞行服务]", "申报功能"),
        ("资产总颔: 100万元", "资产总额"),
        ("资产总额: 1万元\n资产总额: 2万元", "资产总额"),
        ("资产总额: [", ""),
        ("- 1\n- 2", ""),
        ("资产总额: !!python/object/apply:os.system ['true']", ""),
        ("a: &a [*a]", ""),
    ],
)
def test_a_value_that_cannot_be(run, write, line, hint):
    done = run("evaluate", write(line + "\n"), *ON)
    assert (done.code, done.out) == (Exit.DATA, "")
    assert hint in done.err


def test_all_mistakes_come_out_together(run, write):
    text = "资产总额: 很多\n用户满意度: 101%\n注册登记日期: 2020-02-31\n"
    done = run("evaluate", write(text), *ON)
    assert done.code == Exit.DATA
    for name in ("资产总额", "用户满意度", "注册登记日期"):
        assert name in done.err


def test_json_is_read_too(run, write):
    done = run("evaluate", write('{"total_assets": "90万元"}', "a.json"), *ON, "--length", "line")
    assert done.code in {Exit.OPEN, Exit.NO}


@pytest.mark.parametrize(
    "data", [b"\x00" * 10_000_000, b"\xff\xfe" * 5_000_000, "废" * 3_400_000, "a: b\n" * 2_000_000]
)
def test_ten_megabytes_of_garbage(run, write, data):
    assert run("evaluate", write(data), *ON).code == Exit.DATA


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "{" * 10_000,
        '{"a":' * 10_000 + "1" + "}" * 10_000,
        "- " * 10_000,
    ],
)
@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_ten_thousand_levels(run, write, text, name):
    assert run("evaluate", write(text, name), *ON).code == Exit.DATA


def test_a_billion_laughs(run, write):
    bomb = "a0: &a0 [甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲]\n"
    for i in range(1, 12):
        bomb += f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n"
    assert run("evaluate", write(bomb), *ON).code == Exit.DATA


def test_an_unknown_policy(run, write):
    done = run("evaluate", write(""), *ON, "--policy", "shaoguan-2022-189")
    assert done.code == Exit.NO_INPUT
    assert "shaoguan-2022-188" in done.err


@pytest.mark.parametrize("command", ["check", "test"])
def test_a_policy_folder_that_is_not_there(run, tmp_path, command):
    assert run(command, tmp_path / "没有").code == Exit.NO_INPUT


def test_an_empty_policy_folder(run, tmp_path):
    assert run("check", tmp_path).code in {Exit.NO, Exit.NO_INPUT}


@pytest.mark.parametrize(
    "rule",
    [
        "规则 甲 a 「" + "条" * 3000 + "」：" + "资产总额不低于一百万元" * 270 + "。",
        "规则 甲 a 「资产总额」：" + "（" * 10_000 + "是" + "）" * 10_000 + "。",
        "规则 甲 a 「资产总额」：" + "非 " * 10_000 + "是。",
        "规则\x00",
        "“" * 10_000,
    ],
)
def test_a_policy_of_garbage_is_reported(run, tmp_path, repo, rule):
    """A stranger's policy folder can be checked without fear."""
    source = repo / "policies/shaoguan-2022-188"
    for file in source.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    page = tmp_path / "03-conditions.md"
    page.write_text(page.read_text("utf-8") + f"\n```sgp\n{rule}\n```\n", "utf-8")
    done = run("check", tmp_path, "--format", "concise")
    assert done.code == Exit.NO
    assert "03-conditions.md:" in done.out


@pytest.mark.parametrize(
    ("reading", "message"),
    [
        ("学历和职称", "应写成 口径=读法"),
        ("=兼备", "应写成 口径=读法"),
        ("学历与职称=兼备", "学历和职称"),
        ("学历和职称=兼具", "兼备"),
    ],
)
def test_a_reading_that_is_not_there(run, write, reading, message):
    done = run("evaluate", write("{}"), *ON, "--reading", reading)
    assert (done.code, done.out) == (Exit.USAGE, "")
    assert message in done.err


def test_two_readings_of_one_interpretation(run, write):
    done = run(
        "evaluate", write("{}"), *ON, "--reading", "学历和职称=兼备", "--reading", "学历和职称=其一"
    )
    assert done.code == Exit.USAGE
    assert "只留一种" in done.err


@pytest.mark.parametrize("clause", ["第二十条", "第七条第（九）项", "第八章"])
def test_a_clause_that_is_not_there(run, clause):
    done = run("show", clause)
    assert (done.code, done.out) == (Exit.USAGE, "")
    assert "办法中没有" in done.err


@pytest.mark.parametrize("text", ["七", "", "资产总额", "第条", "第" * 3000, "art7"])
def test_what_is_not_a_citation(run, text):
    done = run("show", text)
    assert (done.code, done.out) == (Exit.USAGE, "")
