"""Facts about letters as HTML and about what notebooks show."""

import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sgpolicy.explaining import explain
from sgpolicy.rendering import RenderedExplanation
from sgpolicy.rendering.decisions.blocks import Fields, Heading, Item, Paragraph, Table
from sgpolicy.rendering.decisions.composing import composed
from sgpolicy.rendering.decisions.html import blocks_to_html, to_summary
from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.rendering.web import document, tag, text

APPLICATIONS = [{}, {"served": 46}, {"staff": 7, "degree": 3}, {"in_city": False}, {"findings": {}}]
VOID = {"meta", "br"}


class Page(HTMLParser):
    """The texts of a page, and the elements they stand in."""

    def __init__(self, content):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(content)
        assert not self.open

    def handle_starttag(self, tag_, _attrs):
        self.tags.append(tag_)
        if tag_ not in VOID:
            self.open.append(tag_)

    def handle_endtag(self, tag_):
        assert self.open.pop() == tag_

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self):
        return "".join(self.texts)


def said(block):
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Item():
            yield block.label
            yield from block.text
        case Fields():
            yield from (part for row in block.rows for part in row)
        case Table():
            yield from block.header
            yield from (cell for row in block.rows for cell in row)


@pytest.mark.parametrize("length", ["line", "letter", "audit"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("changes", APPLICATIONS)
def test_everything_that_is_said_stands_there_in_order(mini, changes, lang, length):
    explanation = explain(mini.trace(mini.application(**changes)), length, lang)
    shown = Page(RenderedExplanation(explanation).to_html()).text
    at = shown.index("</") if "</" in shown else 0
    for block in composed(explanation):
        for part in said(block):
            at = shown.index(visible(part), at)


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_nothing_a_stranger_writes_becomes_an_element(mini, name):
    plain = mini.application(applicant_name="甲", served=46)
    hostile = mini.application(applicant_name=f"甲{name}乙", served=46)
    known, met = (
        Page(RenderedExplanation(explain(mini.trace(one))).to_html()) for one in (plain, hostile)
    )
    assert met.tags == known.tags
    assert visible(f"甲{name}乙") in met.text


@given(st.text())
def test_text_comes_back_as_what_is_visible_of_it(content):
    assert Page(tag("p", text(content))).text == visible(content)
    assert not re.search("[<>\"'\u202e\u200f\x00]", text(content))


def test_lists_nest_as_deep_as_their_items():
    items = [Item(0, "甲"), Item(1, "乙"), Item(2, "丙"), Item(1, "丁"), Item(0, "戊")]
    shape = re.sub(r"<(/?)(ul|li)[^>]*>|<[^>]*>", r"\1\2", blocks_to_html(items, "zh"))
    assert shape == "ulli甲ulli乙ulli丙/li/ul/lili丁/li/ul/lili戊/li/ul"


def test_a_table_says_which_columns_are_numbers_and_how_far_its_rows_are_set_in():
    table = Table(("项", "数"), (("甲", "1"), ("乙", "2")), frozenset({1}), (0, 1))
    content = blocks_to_html([table], "zh")
    assert '<th scope="col">项</th><th class="number" scope="col">数</th>' in content
    assert '<td class="in1">乙</td><td class="number">2</td>' in content


def test_a_page_lets_nothing_run_or_load(mini):
    content = RenderedExplanation(explain(mini.trace(mini.application()))).to_html()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', content)[1]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'none'; base-uri 'none';"
        r" form-action 'none'",
        policy,
    )
    assert not re.search(r"https?:|url\(|@import|<script|style=", content)


def test_a_notice_is_a_page_too_and_says_what_its_blocks_say(mini):
    explained = RenderedExplanation(explain(mini.trace(mini.application(without=("served",)))))
    notice = explained.notice(office="某某局")
    content = notice.to_html()
    shown = Page(content).text
    at = 0
    for block in notice.blocks:
        for part in said(block):
            at = shown.index(visible(part), at)
    assert '<p class="salutation">' in content
    assert '<p class="signature">某某局</p>' in content


def test_a_long_name_does_not_fill_the_title():
    content = document("长" * 10_000, "zh", "", style="")
    assert len(re.search("<title>(.*)</title>", content)[1]) == 80


def test_what_a_notebook_shows_has_a_style_that_reaches_no_further(mini):
    explanation = explain(mini.trace(mini.application(served=46)))
    for content in (RenderedExplanation(explanation)._repr_html_(), to_summary(explanation)):
        assert "还差 4 家" in Page(content).text
        style = re.search("<style>(.*)</style>", content, re.DOTALL)[1]
        selectors = [
            one for rule in re.findall(r"([^{}]*)\{[^}]*\}", style) for one in rule.split(",")
        ]
        assert selectors
        assert all(one.strip().startswith(".sgpolicy") for one in selectors)
        assert "script" not in content


@pytest.mark.parametrize("changes", APPLICATIONS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_notebook_says_the_outcome_and_what_decided_it(mini, changes, lang):
    explanation = explain(mini.trace(mini.application(**changes)), "line", lang)
    shown = Page(to_summary(explanation)).text
    assert explanation.outcome.label(lang) in shown
    for need in explanation.missing:
        assert need.question in shown


def test_colours_are_told_apart_on_light_and_on_dark():
    """Each text colour against its own tint and the paper: at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    sheet = files("sgpolicy.rendering.web").joinpath("colours.css").read_text("utf-8")
    for theme in re.findall(r":root \{(.*?)\}", sheet, re.DOTALL):
        colours = dict(re.findall(r"--([\w-]+): (#\w+);", theme))
        pairs = [(one, f"{one}-t") for one in ("met", "not", "open", "wait", "off")]
        pairs += [(one, "paper") for one in ("met", "not", "open", "wait", "off", "soft", "accent")]
        for ink, ground in pairs:
            assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
