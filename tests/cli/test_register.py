"""`sgpolicy register`."""

from pathlib import Path

import pytest

ON = ("--on", "2026-06-01")
HISTORIES = Path("policies/shaoguan-2022-188/histories")


@pytest.fixture
def folder(tmp_path):
    """A folder with one platform's seven years."""
    made = tmp_path / "经历"
    made.mkdir()
    (made / "七年.yaml").write_bytes((HISTORIES / "七年.yaml").read_bytes())
    return made


def test_a_register(run, folder, tmp_path):
    target = tmp_path / "名录.csv"
    found = run("register", folder, target, "--on", "2025-02-27")
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines() == ["1 家：有称号 1。", f"名录在 {target}。"]
    assert target.read_text("utf-8-sig").startswith("名称,有无称号,称号,状态,自,至,")
    later = run("register", folder, target, "--on", "2028-06-01", "--lang", "en")
    assert later.out.splitlines() == [
        "1 platform(s); hold none: 1.",
        "With duties overdue: 1.",
        f"The register is in {target}.",
    ]
    assert target.read_text("utf-8-sig").startswith("Name,Title held,Title,State,From,Until,")


def test_histories_that_cannot_be_read(run, folder, tmp_path):
    (folder / "坏.yaml").write_text("经历: 没有", "utf-8")
    (folder / "同.yaml").write_bytes((folder / "七年.yaml").read_bytes())
    found = run("register", folder, tmp_path / "名录.csv", *ON)
    rejects = tmp_path / "名录.退回.csv"
    assert found.code == 1
    assert f"另有 1 家的经历读不出，见 {rejects}。" in found.out
    assert f"有 1 家与前面的名称相同（或者只差写法），请核对，见 {rejects}。" in found.out


def test_sources_that_cannot_be_used(run, folder, tmp_path):
    target = tmp_path / "名录.csv"
    (tmp_path / "经历.csv").write_text("名称,日期\n甲,2026-01-01\n", "utf-8")
    found = run("register", tmp_path / "经历.csv", target, *ON)
    assert found.code == 65
    assert "有 1 处须更正，没有编名录" in found.err
    assert "缺「事件」这一列" in found.err
    assert not target.exists()
    assert run("register", tmp_path / "没有.csv", target, *ON).code == 66
    assert run("register", folder, tmp_path / "没有" / "名录.csv", *ON).code == 66
    assert run("register", folder, tmp_path / "名录.doc", *ON).code == 65


def test_an_empty_register(run, tmp_path):
    (tmp_path / "经历.jsonl").write_text("\n", "utf-8")
    found = run("register", tmp_path / "经历.jsonl", tmp_path / "名录.csv", *ON)
    assert found.code == 0
    assert found.out.splitlines()[0] == "名录是空的：没有一家的经历可以列入。"
    assert (tmp_path / "名录.csv").read_text("utf-8-sig").startswith("名称,")


def test_usage(run, folder, tmp_path):
    target = tmp_path / "名录.csv"
    assert run("register", folder).code == 2
    for number in ("0", "两", "1.5"):
        assert "不是 1 以上的整数" in run("register", folder, target, "--processes", number).err
    found = run("register", folder, target)
    assert "状况日未写明" in found.err
    assert run("register", folder, target, *ON, "--reading", "起算口径=没有").code == 2


def test_the_policy_in_whose_folder_the_histories_lie(run, tmp_path):
    folder = "policies/guangzhou-2019-6/histories"
    found = run("register", folder, tmp_path / "名录.csv", *ON)
    assert found.out.startswith("3 家：有称号 3。")
    assert "见习基地" in (tmp_path / "名录.csv").read_text("utf-8-sig")


def test_a_process_that_is_ended(run, folder, tmp_path, monkeypatch):
    from concurrent.futures.process import BrokenProcessPool

    def broken(*_args):
        raise BrokenProcessPool

    monkeypatch.setattr("sgpolicy.registers.files.in_processes", broken)
    found = run("register", folder, tmp_path / "名录.csv", *ON)
    assert found.code == 70
    assert "内存不够" in found.err
    assert not (tmp_path / "名录.csv").exists()
