"""What `sgpolicy check` prints for people, editors, code hosts and CI; and what `--fix` changes."""

import json
import re

import pytest

from sgpolicy.cli.exits import Exit
from sgpolicy.cli.findings import coloured, full, plain
from sgpolicy.source.text import cells

SLIP = ("  资产总额 不低于 100万元；", "  资产总颔 不低于 100万元；")
NUMBER = ("  专职从业人数 不少于 6人。", "  专职从业人数 不少于 7人。")


@pytest.fixture
def folder(repo, tmp_path):
    """A copy of the shipped policy's rule files."""
    place = tmp_path / "办法 一"
    place.mkdir()
    for file in (repo / "policies/shaoguan-2022-188").iterdir():
        if file.is_file():
            (place / file.name).write_bytes(file.read_bytes())
    return place


def edit(folder, *changes, name="03-conditions.md"):
    text = (folder / name).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / name).write_text(text, "utf-8")


def test_sarif_has_what_the_standard_requires(run, folder, monkeypatch):
    edit(folder, SLIP, NUMBER)
    monkeypatch.chdir(folder.parent)
    done = run("check", folder, "--format", "sarif")
    assert done.code == Exit.NO
    log = json.loads(done.out)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (sarif,) = log["runs"]
    assert sarif["columnKind"] == "unicodeCodePoints"
    driver = sarif["tool"]["driver"]
    assert driver["name"] == "sgpolicy"
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
    assert [r["ruleId"] for r in sarif["results"]] == ["SG301", "SG505"]
    for result in sarif["results"]:
        assert result["level"] in {"none", "note", "warning", "error"}
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[!-~]+", place["artifactLocation"]["uri"])
        assert place["artifactLocation"]["uri"].endswith("%20%E4%B8%80/03-conditions.md")
        region = place["region"]
        assert all(isinstance(n, int) and n >= 1 for n in region.values())
        assert (region["startLine"], region["startColumn"]) <= (
            region["endLine"],
            region["endColumn"],
        )
    (fix,) = sarif["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"]["text"] == "资产总额"
    assert replacement["deletedRegion"] == region_of(sarif["results"][0])
    assert "fixes" not in sarif["results"][1]


def region_of(result):
    return result["locations"][0]["physicalLocation"]["region"]


def test_sarif_of_a_clean_policy_has_no_results(run):
    log = json.loads(run("check", "--format", "sarif").out)
    assert log["runs"][0]["results"] == []


def test_github_annotations_are_one_escaped_line_each(run, folder, monkeypatch):
    edit(folder, SLIP, NUMBER)
    monkeypatch.chdir(folder)
    done = run("check", ".", "--format", "github")
    lines = done.out.splitlines()
    assert done.code == Exit.NO
    assert len(lines) == 2
    for line in lines:
        properties, message = re.fullmatch(r"::error ([^\n]*?)::([^\n]*)", line).groups()
        pairs = dict(pair.split("=") for pair in properties.split(","))
        assert pairs["file"] == "03-conditions.md"
        assert pairs["line"] == pairs["endLine"]
        assert int(pairs["col"]) < int(pairs["endColumn"])
        assert pairs["title"].startswith("SG")
        assert "%0A" in message


def test_github_escapes_what_would_end_a_property():
    from sgpolicy.cli.exchange import annotation
    from sgpolicy.diagnostics.records import Diagnostic

    found = Diagnostic("SG101", None, None, (("name", "100%:\r\n甲"),), "a.md")
    line = annotation(found, {}, "办法,一:/a%.md", "zh")
    assert line.startswith("::error file=办法%2C一%3A/a%25.md,title=SG101::")
    assert "100%25:%0D%0A甲" in line
    assert "\n" not in line


def test_colour_on_a_terminal_only(run, folder, monkeypatch):
    edit(folder, NUMBER)
    assert "\x1b" not in run("check", folder).out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    from sgpolicy.cli.findings import paint_for

    class Terminal:
        def isatty(self):
            return True

    assert paint_for(Terminal(), {"TERM": "xterm"}) is coloured
    assert paint_for(Terminal(), {"NO_COLOR": "1"}) is plain
    assert paint_for(Terminal(), {"TERM": "dumb"}) is plain


def test_colour_changes_nothing_but_colour(folder):
    import sgpolicy

    edit(folder, NUMBER)
    report = sgpolicy.check(folder)
    (found,) = report.diagnostics
    bare = full(found, report.files, "zh")
    painted = full(found, report.files, "zh", coloured)
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == bare
    line, mark = next(
        (a, b) for a, b in zip(bare.splitlines(), bare.splitlines()[1:], strict=False) if "^" in b
    )
    assert cells(mark[: mark.index("^")]) == cells(line[: line.index("7人")])
    assert mark.count("^") == cells("7人")


def test_fix_mends_slips_and_leaves_what_needs_judgement(run, folder):
    edit(folder, SLIP, NUMBER)
    done = run("check", folder, "--fix")
    assert done.code == Exit.NO
    assert "「资产总颔」改为「资产总额」" in done.out
    assert "SG505" in done.out
    text = (folder / "03-conditions.md").read_text("utf-8")
    assert SLIP[0] in text
    assert NUMBER[1] in text
    assert sorted(p.name for p in folder.iterdir() if p.name.startswith(".")) == []


def test_diff_shows_and_writes_nothing(run, folder):
    edit(folder, SLIP)
    before = (folder / "03-conditions.md").read_bytes()
    done = run("check", folder, "--diff")
    assert done.code == Exit.NO
    assert f"-{SLIP[1]}" in done.out.splitlines()
    assert f"+{SLIP[0]}" in done.out.splitlines()
    assert (folder / "03-conditions.md").read_bytes() == before


def test_fix_keeps_line_ends_and_the_byte_order_mark(run, folder):
    path = folder / "03-conditions.md"
    shipped = path.read_text("utf-8")
    edit(folder, SLIP)
    text = path.read_text("utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert run("check", folder, "--fix").code == Exit.OK
    assert path.read_bytes() == b"\xef\xbb\xbf" + shipped.replace("\n", "\r\n").encode()


def test_fix_of_the_prose_comes_before_the_quotes(run, folder):
    path = folder / "03-conditions.md"
    shipped = path.read_text("utf-8")
    edit(
        folder,
        ("具有良好的发展前景和可", "具有良好的发展前影和可"),
        ("「经营规范」", "「经营规犯」"),
    )
    assert run("check", folder, "--fix").code == Exit.OK
    assert path.read_text("utf-8") == shipped


def test_a_fix_that_leaves_something_new_wrong_is_not_made(run, folder):
    """Two wrongs: the quote says 200 where the law says 100, and so does the rule."""
    edit(
        folder,
        (
            "「资产总额不低于100万元」：\n  资产总额 不低于 100万元；",
            "「资产总额不低于200万元」：\n  资产总额 不低于 200万元；",
        ),
    )
    before = (folder / "03-conditions.md").read_bytes()
    done = run("check", folder, "--fix")
    assert "没有可以自动改正的问题" in done.out
    assert (folder / "03-conditions.md").read_bytes() == before


def test_a_file_that_is_a_link_elsewhere_is_left_alone(run, folder, tmp_path):
    edit(folder, SLIP)
    outside = tmp_path / "外面.md"
    (folder / "03-conditions.md").rename(outside)
    (folder / "03-conditions.md").symlink_to(outside)
    before = outside.read_bytes()
    done = run("check", folder, "--fix")
    assert done.code == Exit.DATA
    assert outside.read_bytes() == before


def test_describe(run):
    one = run("describe", "sg505")
    assert one.code == Exit.OK
    for word in ("SG505", "检查什么", "为什么不好", "反例", "改法", "101万元"):
        assert word in one.out
    assert run("describe", "505").out == one.out
    listed = run("describe").out
    assert "SG101" in listed
    assert "SG737" in listed
    assert run("describe", "SG999").code == Exit.USAGE
    assert "Remedy" in run("describe", "SG505", "--lang", "en").out
