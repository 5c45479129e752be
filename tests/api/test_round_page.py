"""A round as a page: counted right, drawn to scale, and shown by a real browser."""

import re
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from browsing import CHROMIUM, Browser

import sgpolicy
from sgpolicy.rendering.decisions.safety import visible

ON = date(2026, 11, 22)
HOSTILE = "甲<script>alert(1)</script>\u202e" + "长" * 10_000


@pytest.fixture(scope="module")
def decisions(repo):
    policy = sgpolicy.load("shaoguan-2022-188")
    folder = repo / "policies" / policy.id / "applications"
    return {path.stem: policy.evaluate(path, on=ON) for path in sorted(folder.glob("*.yaml"))}


def rows(page):
    for row in re.findall("<tr>(.*?)</tr>", page, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        yield [re.sub("<[^>]*>", "", re.sub("<svg.*?</svg>", "", cell)) for cell in cells], row


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_clause_is_counted_as_the_decisions_have_it(decisions, lang):
    page = sgpolicy.round_page(decisions, lang)
    counted = {cells[0]: cells[2:] for cells, _ in rows(page) if len(cells) == 7}
    some = next(iter(decisions.values()))
    for name, result in some.clauses.items():
        counts = Counter(one.clauses[name].outcome.name for one in decisions.values())
        order = ("MET", "NOT_MET", "MISSING_FACTS", "AWAITING_FINDINGS", "NOT_APPLICABLE")
        clause = result.citation.clause
        label = clause.label_en if lang == "en" else clause.label
        assert counted[label] == [str(counts[key]) if counts[key] else "–" for key in order]


def test_bars_are_as_long_as_their_shares_and_fill_the_whole(decisions):
    for bar in re.findall("<svg.*?</svg>", sgpolicy.round_page(decisions), re.DOTALL):
        boxes = re.findall(
            r'<title>\S+ (\d+)</title><rect x="([\d.]+)%" y="0" width="([\d.]+)%"', bar
        )
        total = sum(int(count) for count, _, _ in boxes)
        assert total == len(decisions)
        end = Fraction(0)
        for count, start, width in boxes:
            assert abs(Fraction(start) - end) <= Fraction(1, 50)
            assert abs(Fraction(width) - Fraction(100 * int(count), total)) <= Fraction(1, 100)
            end = Fraction(start) + Fraction(width)
        assert abs(end - 100) <= Fraction(1, 50)


def test_everybody_is_there_with_the_reason(decisions):
    page = sgpolicy.round_page(decisions)
    told = {cells[0]: cells for cells, _ in rows(page) if len(cells) == 4}
    for label, decision in decisions.items():
        assert told[label][2].endswith(decision.outcome.zh)
    assert "还差 1 家" in told["不符合-差一家"][3]


def test_one_policy_at_a_time(decisions):
    other = sgpolicy.load("guangzhou-2019-6").evaluate({}, on=ON)
    with pytest.raises(ValueError, match="同一部办法"):
        sgpolicy.round_page({**decisions, "别的": other})
    with pytest.raises(ValueError, match="没有可以汇总的结论"):
        sgpolicy.round_page({})


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here to open the page with")
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_browser_shows_it_without_complaint(decisions, tmp_path, width, lang):
    labelled = dict(decisions)
    labelled[HOSTILE] = next(iter(decisions.values()))
    path = tmp_path / "round.html"
    path.write_text(sgpolicy.round_page(labelled, lang), "utf-8")
    with Browser(tmp_path / "profile") as browser:
        page = browser.open(path.as_uri(), width)
        assert page.value("document.documentElement.scrollWidth") <= width
        assert visible(HOSTILE) in page.value("document.body.textContent")
        assert page.value("document.querySelectorAll('script').length") == 0
        assert page.complaints == []
        assert len(page.requests) == 1
        assert page.pdf().startswith(b"%PDF")
