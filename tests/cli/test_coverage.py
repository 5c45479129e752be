"""`sgpolicy coverage`: what the shipped cases exercise, as text, JSON and a page."""

import html
import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

import sgpolicy
from sgpolicy.case_coverage import coverage
from sgpolicy.cli.exits import Exit
from sgpolicy.source.text import cells

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def shipped():
    return coverage("shaoguan-2022-188")


@pytest.fixture(scope="module")
def page(shipped, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "coverage.html"
    path.write_text(shipped.to_html(), "utf-8")
    return path


@pytest.fixture
def small(repo, tmp_path):
    """The shipped policy with the cases of one clause, so that much is not tried."""
    folder = tmp_path / "policy"
    shipped = repo / "policies/shaoguan-2022-188"
    shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("cases"))
    (folder / "cases").mkdir()
    (folder / "cases" / "7.md").write_text(
        "# 样例\n\n基础：../applications/符合-六项功能.yaml\n\n评估日：2026-11-22\n\n"
        "| 样例 | 改动 | 读法 | 对象 | 期望 | 依据 |\n|---|---|---|---|---|---|\n"
        "| 小 <b> | 办公场所面积=140平方米 |  | 场所面积 | 不符合 | 第七条第（三）项 |\n"
        "| 大 | 办公场所面积=200平方米 |  | 场所面积 | 符合 | 第七条第（三）项 |\n"
        "| 错 | 办公场所面积=150平方米 |  | 场所面积 | 不符合 | 第七条第（三）项 |\n",
        "utf-8",
    )
    return folder


def test_the_shipped_cases_try_every_outcome_and_reading(shipped):
    report = json.loads(shipped.to_json())
    assert report["schema"] == "sgpolicy.coverage/1"
    assert report["cases_failed"] == 0
    assert 0 < report["tried"] <= report["points"]
    parts = [(i, p) for i in report["items"] for p in i["parts"]]
    for kind in ("outcome", "reading", "exception"):
        open_points = [
            (item["name"], point)
            for item, part in parts
            for point in part["points"]
            if part["kind"] == kind and not point["tried"]
        ]
        assert not open_points


def test_gaps_are_told_by_rule_and_bound(run, small):
    done = run("coverage", str(small))
    assert done.code == Exit.OK
    text = done.out.replace("\n  ", "")
    assert (
        "第七条第（三）项 规则“场所面积”：办公场所面积 不少于 150 平方米：没有样例恰在 150 平方米"
        in text
    )
    assert "“场所面积”：没有样例得到“未决”" in text
    assert "另有 1 个样例与期望不符，不计在内" in text.replace("\n", "")
    assert max(cells(line) for line in done.out.splitlines()) <= 80


def test_the_nearest_value_below_is_told(run, small):
    items = json.loads(run("coverage", str(small), "--format", "json").out)["items"]
    (size,) = [item for item in items if item["name"] == "场所面积"]
    (bound,) = [part for part in size["parts"] if part["kind"] == "bound"]
    assert bound["bound"] == "150"
    assert [(p["kind"], p["tried"], p["nearest"]) for p in bound["points"]] == [
        ("below", True, "-10"),
        ("at", False, None),
        ("above", True, "50"),
    ]


def test_fail_under_decides_the_exit_code(run, small):
    assert run("coverage", str(small), "--fail-under", "0").code == Exit.OK
    done = run("coverage", str(small), "--fail-under", "99.5")
    assert done.code == Exit.NO
    assert "低于要求的 99.5%" in done.err


def test_the_report_goes_to_a_file_on_request(run, small, tmp_path):
    path = tmp_path / "页面.html"
    done = run("coverage", str(small), "--format", "html", "--output", str(path))
    assert (done.code, done.out) == (Exit.OK, "")
    text = path.read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert "小 &lt;b&gt;" in text
    assert "小 <b>" not in text
    assert run("coverage", str(small), "--output", str(tmp_path / "没有" / "x")).code == (
        Exit.NO_INPUT
    )


def test_a_folder_without_cases_is_told(run, small):
    shutil.rmtree(small / "cases")
    done = run("coverage", str(small))
    assert done.code == Exit.NO_INPUT
    assert "没有找到样例" in done.err


class Visible(HTMLParser):
    """The law's text in the page, without the details that belong to phrases."""

    VOID = frozenset({"meta", "link", "br"})

    def __init__(self):
        super().__init__()
        self.open, self.texts, self.ids, self.links = [], [], [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in self.VOID:
            self.open.append(attributes.get("class") or "")
            if (attributes.get("class") or "") == "text":
                self.texts.append("")
        if "id" in attributes:
            self.ids.append(attributes["id"])
        self.links += [attributes[name] for name in ("href", "src") if name in attributes]

    def handle_endtag(self, _tag):
        self.open.pop()

    def handle_data(self, data):
        if "text" in self.open and "tip" not in self.open:
            self.texts[-1] += data


def test_the_page_holds_the_text_of_every_clause_and_nothing_from_elsewhere(page):
    text = page.read_text("utf-8")
    parser = Visible()
    parser.feed(text)
    assert not parser.open
    shown = "\n".join(parser.texts)
    policy = sgpolicy.load("shaoguan-2022-188")
    for clause, written in policy.compilation.document.clauses.items():
        for part, _ in written.parts:
            assert part in shown, clause.label
    assert len(parser.ids) == len(set(parser.ids))
    assert all(
        link == "data:," or (link[0] == "#" and link[1:] in parser.ids) for link in parser.links
    )
    assert "<script" not in text
    assert not re.search(r"url\(|@import|https?:", text)


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here to open the page with")
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_the_page_without_complaint(page, tmp_path, width):
    """The frame has the width; a script of the test's own reports what the browser laid out."""
    probe = (
        "<script>addEventListener('load', () => { const root = document.documentElement;"
        "const q = document.querySelectorAll('main .q'); q[20].focus();"
        "const tip = getComputedStyle(q[20].nextElementSibling).display;"
        "const box = q[20].nextElementSibling.getBoundingClientRect();"
        "document.title = JSON.stringify({wide: root.scrollWidth, phrases: q.length, tip,"
        "left: box.left, right: box.right}); parent.document.body.dataset.found = document.title;"
        "})</script></body>"
    )
    framed = tmp_path / "framed.html"
    framed.write_text(page.read_text("utf-8").replace("</body>", probe), "utf-8")
    outer = tmp_path / "outer.html"
    outer.write_text(
        f"<body><iframe src='framed.html' style='width:{width}px;height:900px;border:0'></iframe>",
        "utf-8",
    )
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
        " --disable-background-networking --disable-component-update --disable-sync"
        " --allow-file-access-from-files --enable-logging=stderr --virtual-time-budget=3000"
        f" --user-data-dir={tmp_path / 'profile'} --window-size=1400,1000 --dump-dom"
    )
    done = subprocess.run(
        [CHROMIUM, *flags.split(), outer.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert "CONSOLE" not in done.stderr
    found = json.loads(html.unescape(re.search(r'data-found="([^"]*)"', done.stdout)[1]))
    assert found["wide"] <= width
    assert found["phrases"] > 100
    assert found["tip"] == "block"
    assert found["left"] >= 0
    assert found["right"] <= width


LIFE = """经历：../histories/七年.yaml

评估日：2025-03-01

| 样例 | 改动 | 读法 | 对象 | 期望 | 依据 |
|---|---|---|---|---|---|
| 通过 | | 公示口径=期毕即可 | 名单公示 | 符合 | 第十一条第（三）项 |
| 末日 | 名单公示=2023-06-11 | | 名单公示 | 不符合 | 第十一条第（三）项 |
| 逾期 | | | 报送运营情况.2025 | 逾期履行 | 第十四条 |
| 有效 | | | 称号有效 | 符合 | 第十六条 |
| 授予 | | 届满口径=对应前日 | 授予称号 | 符合 | 第十六条 |
| 不成立 | 发文确认.由=示范平台 | | 授予称号 | 不符合 | 第十一条第（三）项 |
| 可以 | | | 能否.择优推荐 | 符合 | 第十三条 |
"""


@pytest.fixture
def lives(small):
    (small / "cases" / "7.md").unlink()
    (small / "cases" / "30.md").write_text(LIFE, "utf-8")
    return {item["id"]: item for item in json.loads(coverage(small).to_json())["items"]}


def tried(item, kind):
    """What is tried of the parts of a kind, each point with the numbers of its cases."""
    return {
        point["label"] or point["kind"]: point["cases"]
        for part in item["parts"]
        for point in part["points"]
        if part["kind"] == kind and point["tried"]
    }


def test_cases_about_histories_count(lives):
    assert tried(lives["notice_ended_clear"], "outcome") == {"met": [0], "not_met": [1]}
    assert tried(lives["title_held"], "outcome")["met"] == [3, 2, 6]
    assert tried(lives["first_report_come"], "outcome") == {"met": [2]}
    assert tried(lives["title_not_lost"], "outcome")["met"] == [2, 3, 4, 6]


def test_bounds_are_tried_by_what_a_history_comes_to(lives):
    (bound,) = [p for p in lives["notice_ended_clear"]["parts"] if p["subject"] == "评估日"]
    at = {point["kind"]: point["tried"] for point in bound["points"]}
    assert at == {"below": False, "at": True, "above": True}


def test_interpretations_that_bear_on_lives_are_listed(lives):
    assert tried(lives["notice_passed"], "reading") == {"期毕即可": [0]}
    assert tried(lives["moved_deadline"], "reading") == {"顺延": [2]}
    assert tried(lives["validity_end"], "reading") == {"对应日": [2, 3, 6], "对应前日": [4]}
    assert tried(lives["report_addressee"], "reading") == {"主管部门": [2]}
    assert tried(lives["zone_committees"], "reading") == {}
