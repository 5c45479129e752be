"""`sgpolicy new`: what it writes, what it says, and what it never touches."""

import pytest

from sgpolicy.cli.exits import Exit

LAW = "第一条 企业须有：（一)资产总额不低于\n100万元；（二）职工20人以上。\n- 1 -\n第二条 甲。\n"


@pytest.fixture
def law(tmp_path):
    path = tmp_path / "办法.txt"
    path.write_text(LAW, "utf-8")
    return path


def test_it_writes_a_folder_and_says_what_it_mended(run, law, tmp_path):
    done = run("new", str(law), "--output", str(tmp_path / "某办法"))
    assert done.code == Exit.OK
    assert "第1行：「（一)」→「（一）」" in done.out
    assert "第3行：「- 1 -」是页码，没有放入 source.txt" in done.out
    assert "没有认出名称、文号、发文机关、印发日期，请在 policy.yaml 中填写。" in done.out
    assert (tmp_path / "某办法" / "01-正文.md").is_file()
    checked = run("check", str(tmp_path / "某办法"), "--format", "concise")
    assert checked.code == Exit.NO
    assert {line.split()[1] for line in checked.out.splitlines()} == {"SG503", "SG512", "SG513"}


def test_it_speaks_english(run, law, tmp_path):
    done = run("new", str(law), "--output", str(tmp_path / "law"), "--lang", "en")
    assert "line 1: 「（一)」 → 「（一）」" in done.out
    assert "not recognised, to be filled in in policy.yaml: title, document number" in done.out


def test_two_runs_write_the_same_bytes(run, law, tmp_path):
    for place in ("a", "b"):
        assert run("new", str(law), "--output", str(tmp_path / place / "law")).code == Exit.OK
    first, second = ((tmp_path / p / "law") for p in ("a", "b"))
    assert [f.name for f in sorted(first.iterdir())] == [f.name for f in sorted(second.iterdir())]
    for file in first.iterdir():
        assert file.read_bytes() == (second / file.name).read_bytes()


@pytest.mark.parametrize("kind", ["folder", "empty folder", "file", "link"])
def test_it_never_writes_over_anything(run, law, tmp_path, kind):
    place = tmp_path / "there"
    if kind == "file":
        place.write_text("旧", "utf-8")
    elif kind == "link":
        place.symlink_to(tmp_path / "nowhere")
    else:
        place.mkdir()
        if kind == "folder":
            (place / "policy.yaml").write_text("旧", "utf-8")
    done = run("new", str(law), "--output", str(place))
    assert done.code == Exit.USAGE
    assert "已经有了，没有写任何文件" in done.err
    if kind == "folder":
        assert [f.name for f in place.iterdir()] == ["policy.yaml"]
        assert (place / "policy.yaml").read_text("utf-8") == "旧"


@pytest.mark.parametrize(
    ("data", "says", "code"),
    [
        (b"", "没有文字", Exit.DATA),
        (b"---\n", "没有文字", Exit.DATA),
        (b"\x00\x01\x02", "不是文本文件", Exit.DATA),
        (b"\xff\xff\xff\xff", "不是认得的文字编码", Exit.DATA),
        (b"\xd0\xcf\x11\xe0rest", "Word 97—2003", Exit.DATA),
        (b"PK\x03\x04rest", "不是完好的 Word 文件", Exit.DATA),
        ("第一条 甲。".encode() * 50_000, "过大", Exit.DATA),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(run, tmp_path, data, says, code):
    path = tmp_path / "原文"
    path.write_bytes(data)
    done = run("new", str(path), "--output", str(tmp_path / "out"))
    assert done.code == code
    assert says in done.err
    assert len(done.err.strip().splitlines()) == 2
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_read_or_written_is_said(run, law, tmp_path):
    assert run("new", str(tmp_path / "none")).code == Exit.NO_INPUT
    assert run("new", str(tmp_path)).code == Exit.NO_INPUT
    assert run("new", "甲\x00").code == Exit.NO_INPUT
    done = run("new", str(law), "--output", str(law / "inside"))
    assert done.code == Exit.NO_INPUT
    assert "写不了" in done.err
