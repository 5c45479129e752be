"""`sgpolicy fmt` rewrites rule blocks and nothing else, inside one folder, whole files or none."""

import json
import shutil
from pathlib import Path

import pytest
from spec.folders import GOOD, write

from sgpolicy.cli.exits import Exit

UNTIDY = GOOD["law.md"].replace(
    "规则 甲则 has_a 「有甲」：甲。", "规则 甲则 has_a ”有甲“:\n甲 // 注\n"
)
TIDY = GOOD["law.md"].replace("」：甲。", "」：\n  甲。 // 注")


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path, {**GOOD, "law.md": UNTIDY})


def law(folder):
    return (folder / "law.md").read_bytes().decode()


def test_it_rewrites_a_folder_once(run, folder):
    done = run("fmt", folder)
    assert done.code == Exit.OK
    assert "law.md" in done.out
    assert law(folder) == TIDY
    assert run("fmt", folder).code == Exit.OK
    assert law(folder) == TIDY
    assert {path.name for path in folder.iterdir()} == set(GOOD)


def test_check_and_diff_write_nothing(run, folder):
    checked, shown = run("fmt", folder, "--check"), run("fmt", folder, "--diff")
    assert checked.code == shown.code == Exit.NO
    assert "law.md" in checked.out
    assert "+  甲。 // 注" in shown.out
    assert law(folder) == UNTIDY
    run("fmt", folder)
    assert run("fmt", folder, "--check").code == Exit.OK
    assert run("fmt", folder, "--diff").out == ""


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_byte_order_mark_stay(run, folder, end):
    data = b"\xef\xbb\xbf" + UNTIDY.replace("\n", end).encode()
    (folder / "law.md").write_bytes(data)
    assert run("fmt", folder).code == Exit.OK
    assert (folder / "law.md").read_bytes() == b"\xef\xbb\xbf" + TIDY.replace("\n", end).encode()


def test_a_mistake_stays_and_is_reported(run, folder):
    text = UNTIDY.replace("```sgp\n", "```sgp\n规则 乙则 has_b :  甲  且且\n\n\n")
    (folder / "law.md").write_text(text, "utf-8")
    done = run("fmt", folder)
    assert done.code == Exit.DATA
    assert "SG" in done.err
    assert "规则 乙则 has_b :  甲  且且\n\n规则 甲则 has_a 「有甲」：\n" in law(folder)


def test_what_may_not_be_written_is_said(run, folder, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "replace", refuse)
    done = run("fmt", folder)
    assert done.code == Exit.NO_INPUT
    assert "没有权限" in done.err
    assert law(folder) == UNTIDY
    assert {path.name for path in folder.iterdir()} == set(GOOD)


def test_a_link_out_of_the_folder_is_not_followed(run, folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("elsewhere") / "law.md"
    shutil.move(folder / "law.md", outside)
    (folder / "law.md").symlink_to(outside)
    assert run("fmt", folder).code == Exit.NO_INPUT
    assert outside.read_bytes().decode() == UNTIDY


def test_the_shipped_policy_is_not_rewritten(run):
    assert run("fmt").code == Exit.USAGE
    assert run("fmt", "shaoguan-2022-188").code == Exit.USAGE
    assert run("fmt", "某办法").code == Exit.NO_INPUT


def test_fingerprints(run, folder):
    before = json.loads(run("fingerprint", folder, "--format", "json").out)
    run("fmt", folder)
    assert json.loads(run("fingerprint", folder, "--format", "json").out) == before
    only = run("fingerprint", folder, "--clause", "第一条")
    assert only.code == Exit.OK
    assert before["clauses"][-1]["sha256"][:16] in only.out
    assert run("fingerprint", folder, "--clause", "第九条").code == Exit.USAGE
    assert run("fingerprint", folder, "--clause", "某条").code == Exit.USAGE


def test_the_shipped_policy_is_in_the_canonical_form(run, repo):
    assert run("fmt", "--check", str(repo / "policies" / "shaoguan-2022-188")).code == Exit.OK
