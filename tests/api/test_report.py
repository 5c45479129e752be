"""The auditor's page: the whole law beside what was found, opened in a real browser."""

import base64
import re
import shutil
import subprocess
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from browsing import CHROMIUM, Browser

import sgpolicy
from sgpolicy.records import replace
from sgpolicy.rendering.decisions.audit import entry_items
from sgpolicy.rendering.decisions.safety import visible

ON = date(2026, 11, 22)
HOSTILE = "甲</h1><script>alert(1)</script>\u202e乙\"'&<img src=x onerror=alert(2)>" + "长" * 10_000
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here to open the page with")


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


@pytest.fixture(scope="module")
def decided(policy, repo):
    """A decision of an example, by a part of its file's name."""

    def decide(name, **changes):
        folder = repo / "policies" / policy.id / "applications"
        (path,) = folder.glob(f"*{name}*.yaml")
        application = policy.read_application(path)
        return policy.evaluate(replace(application, facts={**application.facts, **changes}), on=ON)

    return decide


@pytest.fixture(scope="module")
def refused(decided):
    return decided("差一家")


class Elements(HTMLParser):
    """What stands in a page: elements with their attributes and texts."""

    VOID = frozenset({"meta", "link", "br", "input", "rect", "circle", "line"})

    def __init__(self, page):
        super().__init__()
        self.found, self.open = [], []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "text": "", **dict(attrs)}
        self.found.append(element)
        if tag not in self.VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def of(self, tag, kind=None):
        return [
            one
            for one in self.found
            if one["tag"] == tag and (kind is None or kind in (one.get("class") or "").split())
        ]

    def by_id(self, key):
        (one,) = [one for one in self.found if one.get("id") == key]
        return one


@pytest.fixture(scope="module")
def elements(refused):
    return Elements(refused.report().to_html())


@pytest.mark.parametrize("name", sgpolicy.shipped())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_law_stands_there_to_the_letter(name, lang):
    policy = sgpolicy.load(name)
    page = Elements(policy.evaluate({}, on=ON).report(lang).to_html())
    shown = "\n".join(one["text"] for one in page.found if "text" in (one.get("class") or ""))
    for clause, written in policy.compilation.document.clauses.items():
        for part, _ in written.parts:
            assert part in shown, clause.label


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_leads_somewhere_in_the_page_and_nothing_comes_from_elsewhere(refused, lang):
    text = refused.report(lang).to_html()
    page = Elements(text)
    ids = [one["id"] for one in page.found if "id" in one]
    assert len(ids) == len(set(ids))
    links = [one["href"] for one in page.found if "href" in one]
    assert len(links) > 100
    assert all(link[0] == "#" and link[1:] in ids for link in links)
    assert not [one for one in page.found if "src" in one or "style" in one]
    assert not re.search(r"url\(|@import|https?:", text)


def test_nothing_runs_but_the_style_and_script_that_the_page_was_made_with(elements):
    (rule,) = [one["content"] for one in elements.of("meta") if "http-equiv" in one]
    for kind in ("style", "script"):
        (one,) = elements.of(kind)
        digest = base64.b64encode(sha256(one["text"].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in rule
    assert rule.startswith("default-src 'none'; ")
    assert "unsafe" not in rule


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["差一家", "待评定", "六项功能", "不适用", "再次55"])
def test_a_card_says_what_the_audit_says(decided, name, lang):
    report = decided(name).report(lang)
    page = Elements(report.to_html())
    readings = {reading.id: reading for reading in report.explanation.readings}
    for place in report.explanation.places:
        for entry in place.entries:
            card = page.by_id(f"n-{entry.mention.id}")["text"]
            if entry.mention.outcome is not None and entry.mention.kind != "clause":
                assert entry.mention.outcome.label(lang) in card
            for item in [*entry_items(entry, lang, readings)][1:]:
                for line in item.text:
                    assert visible(line) in card


def test_a_phrase_shows_the_outcome_of_its_rule_by_colour_line_and_sign(elements):
    phrases = {one["text"].strip(): one for one in elements.of("a", "q")}
    failed, passed = phrases["50 家以上"], phrases["具有独立法人资格"]
    assert failed["class"] == "q not_met"
    assert failed["data-s"] == "✗"
    assert failed["title"].endswith("年服务家数：不符合")
    assert passed["class"] == "q met"
    assert passed["data-s"] == "✓"
    style = elements.of("style")[0]["text"]
    kinds = ("not_met", "missing_facts", "awaiting_findings")
    lines = {
        re.search(rf"\.q\.{kind} \{{ text-decoration-style: (\w+)", style)[1] for kind in kinds
    }
    assert lines == {"double", "dashed", "dotted"}


def test_words_under_a_clause_that_does_not_apply_do_not_look_open(elements):
    card = elements.by_id("n-information_events")
    assert "idle" in card["class"]
    leading = [one for one in elements.of("a", "q") if one["href"].endswith(card["id"])]
    assert {one["class"] for one in leading} == {"q not_applicable"}


@pytest.mark.parametrize("name", ["差一家", "待评定", "六项功能", "不适用", "再次55"])
def test_what_is_said_not_to_bear_on_the_outcome_does_not(policy, decided, name):
    """Whatever such a finding or definition comes to, the decision stays: shown by leaving findings out."""
    decision = decided(name)
    page = Elements(decision.report().to_html())
    idle = {one["id"].removeprefix("n-") for one in page.of("details", "idle")}
    nodes = policy.core.nodes
    findings = [key for key in idle if nodes[key].kind == "finding"]
    assert findings
    application = decision.trace.application
    kept = {key: one for key, one in application.findings.items() if key not in findings}
    without = policy.evaluate(replace(application, findings=kept), on=ON)
    assert without.outcome is decision.outcome
    assert {one.name for one in without.pending} == {one.name for one in decision.pending}


@pytest.mark.parametrize("name", ["年限基准日", "比例分母", "统计期间"])
def test_a_definition_that_a_value_goes_through_bears_on_the_outcome(policy, elements, name):
    (key,) = [node.id for node in policy.core.nodes.values() if node.name == name]
    assert "idle" not in elements.by_id(f"n-{key}")["class"]


def test_margins_are_exact_and_drawn_to_scale(elements):
    rows = [one["text"] for one in elements.of("tr")]
    (served,) = [row for row in rows if "年服务家数" in row]
    for part in ("49 家（据服务台账核算）", "50 家以上", "还差 1 家"):
        assert part in served
    assert "高出 36.5 万元" in next(row for row in rows if "资产规模" in row)
    dots = [one["cx"] for one in elements.of("circle")]
    assert "49.00%" in dots  # 49/50 of the way to the bound, which stands in the middle


def test_what_is_not_known_has_no_dot(decided):
    page = Elements(decided("待补材料").report().to_html())
    (row,) = [
        one for one in page.of("tr") if "用户满意度" in one["text"] or "用户满意" in one["text"]
    ]
    assert "未申报" in row["text"]
    tracks = [one for one in page.of("svg") if one["aria-label"].startswith("未申报")]
    assert tracks
    assert len(page.of("circle")) + len(tracks) == len(page.of("svg"))


def test_the_tree_tells_every_node_on_the_way_once(refused, elements):
    report = refused.report()
    names = [one["href"] for one in elements.of("a", "name")]
    assert set(names) <= {f"#n-{key}" for key in report.derivation.entries}
    told = [one["text"] for one in elements.of("li") if "年服务家数" in one["text"]]
    assert any("还差 1 家" in text for text in told)
    follows = elements.by_id("follows")["text"]
    assert follows.count("见第") == 0  # what is referred to is unfolded, not referred to


def test_no_report_without_the_files_that_it_is_about(policy, refused):
    alone = type(refused)(policy.prepared, refused.trace)
    with pytest.raises(sgpolicy.RecordError, match="没有办法的原文"):
        alone.report()


# ── in a browser ──


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with Browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture
def opened(browser, tmp_path):
    def open_page(content, width=1280, **given):
        path = tmp_path / "page.html"
        path.write_text(content, "utf-8")
        return browser.open(path.as_uri(), width, **given)

    return open_page


@in_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_the_page_without_complaint(refused, opened, width, lang, scheme):
    page = opened(refused.report(lang).to_html(), width, **{"prefers-color-scheme": scheme})
    assert page.value("document.documentElement.scrollWidth") <= width
    assert page.value("getComputedStyle(document.getElementById('tools')).display") == "flex"
    assert page.complaints == []
    assert len(page.requests) == 1


@in_browser
def test_what_is_asked_of_the_network_is_refused(refused, opened):
    page = opened(refused.report().to_html())
    asked = (
        "new Promise((found) => { addEventListener('securitypolicyviolation',"
        " (event) => found(event.effectiveDirective)); %s })"
    )
    image = "const one = new Image(); one.src = 'http://localhost/x'; document.body.append(one);"
    script = (
        "const one = document.createElement('script'); one.text = '1'; document.body.append(one);"
    )
    assert page.value(asked % image) == "img-src"
    assert page.value(asked % script) == "script-src-elem"


FOCUS = """(() => {
  const one = document.activeElement;
  if (one === document.body || !one) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    at: [...document.querySelectorAll('*')].indexOf(one), tag: one.tagName, id: one.id,
    href: one.getAttribute('href'), outline: style.outlineStyle, width: box.width,
    seen: box.bottom > 0 && box.top < innerHeight,
  };
})()"""


@in_browser
def test_the_keyboard_goes_through_the_whole_page_in_its_order(refused, opened):
    page = opened(refused.report().to_html())
    walked = []
    for _ in range(1000):
        page.press("Tab")
        focus = page.value(FOCUS)
        if focus is None or (walked and focus["at"] == walked[0]["at"]):
            break
        walked.append(focus)
    assert walked[0]["href"] == "#clauses"  # the way past what every page has
    assert [one["at"] for one in walked] == sorted(one["at"] for one in walked)
    assert all(one["outline"] != "none" and one["width"] > 0 and one["seen"] for one in walked)
    tags = [one["tag"] for one in walked]
    assert tags.count("INPUT") == 1
    assert tags.count("BUTTON") == 5
    assert tags.count("SUMMARY") >= page.value("document.querySelectorAll('.card').length")


@in_browser
def test_a_phrase_is_followed_to_its_finding_which_unfolds(refused, opened):
    page = opened(refused.report().to_html())
    page.value("document.querySelector('a.q[href=\"#n-min_assets\"]').focus()")
    assert not page.value("document.getElementById('n-min_assets').open")
    page.press("Enter")
    waited = "new Promise((done) => setTimeout(done, 100))"
    page.value(waited)
    assert page.value("document.getElementById('n-min_assets').open")
    assert page.value("document.activeElement.parentElement.id") == "n-min_assets"


@in_browser
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_search_finds_a_clause_across_its_marks_and_unfolds_what_it_finds(
    refused, opened, lang
):
    page = opened(refused.report(lang).to_html())

    def search(text):
        page.value(
            "document.getElementById('find').value = ''; document.getElementById('find').focus()"
        )
        page.write(text)
        return page.value(
            "({said: document.getElementById('count').value,"
            " hits: [...(CSS.highlights.get('found') || [])].map(String),"
            " current: [...(CSS.highlights.get('current') || [])].map((range) => ({text: String(range),"
            " seen: range.getBoundingClientRect().height > 0,"
            " where: range.startContainer.parentElement.closest('[id]').id}))})"
        )

    law = search("年服务中小微企业 50家以上，用户满意度在80%以上")  # not spaced as the text is
    assert law["current"][0]["where"] == "c-art7.2"
    assert {"".join(hit.split()) for hit in law["hits"]} == {
        "年服务中小微企业50家以上，用户满意度在80%以上"
    }
    folded = search("获奖和表彰文件")
    assert len(folded["hits"]) >= 2
    assert folded["current"][0]["seen"]
    first = folded["said"]
    page.press("Enter")
    assert page.value("document.getElementById('count').value") != first
    assert search("这几个字不在里面")["hits"] == []
    assert page.value("document.getElementById('count').value") in ("没有找到", "not found")
    assert page.complaints == []


@in_browser
def test_everything_unfolds_and_folds_at_once(refused, opened):
    page = opened(refused.report().to_html())
    closed = "document.querySelectorAll('main details:not([open])').length"
    some = page.value(closed)
    assert some > 20
    page.value("document.getElementById('unfold').click()")
    assert page.value(closed) == 0
    page.value("document.getElementById('fold').click()")
    assert page.value(closed) > some


@in_browser
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_printed_has_every_clause_and_what_was_folded(
    policy, refused, opened, tmp_path, lang
):
    page = opened(refused.report(lang).to_html())
    closed = "document.querySelectorAll('main details:not([open])').length"
    before = page.value(closed)
    printed = tmp_path / "page.pdf"
    printed.write_bytes(page.pdf())
    assert page.value(closed) == before
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed.read_bytes())) > 10
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here to read the print with")
    read = subprocess.run(
        ["pdftotext", "-raw", printed, "-"], capture_output=True, check=True, encoding="utf-8"
    )
    shown = _letters(re.sub(r"K-\d+", "", read.stdout))
    for clause, written in policy.compilation.document.clauses.items():
        for part, _ in written.parts:
            for sentence in re.split("[。；]", part):
                assert _stands_in(_letters(sentence), shown), clause.label
    assert _letters("获奖和表彰文件、媒体报道、用户评价") in shown


def _stands_in(text, shown):
    """Whether a text stands in another, cut in two by the end of a page at most."""
    return text in shown or any(
        text[:at] in shown and text[at:] in shown for at in range(1, len(text))
    )


def _letters(text):
    """Without spaces, signs and the marks of open phrases: what a line break or a mark may cut apart."""
    return re.sub(r"[\W_]|(?<=\?)[补评]", "", text)


@in_browser
def test_what_strangers_write_is_shown_as_text(decided, opened):
    decision = decided("差一家", applicant_name=HOSTILE)
    for content in (decision.report().to_html(), decision.explain().to_html()):
        page = opened(content, 390)
        assert visible(HOSTILE) in page.value("document.body.textContent")
        assert page.value("document.querySelectorAll('img, iframe, object').length") == 0
        assert page.value("document.documentElement.scrollWidth") <= 390
        assert page.value("document.title.length") <= 80
        assert page.complaints == []
        assert "\u202e" not in content


@in_browser
def test_without_its_script_everything_is_still_there(refused, opened):
    page = opened(refused.report().to_html(), is_scripted=False)
    assert page.value("getComputedStyle(document.getElementById('tools')).display") == "none"
    assert page.value("document.querySelectorAll('.card summary').length") > 50
    printed = page.pdf()
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) > 10
