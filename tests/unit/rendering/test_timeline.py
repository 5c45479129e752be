"""Timelines: what they look like, and that no account is too much for them.

`make accept` rewrites the expected texts and drawings; the diff is the review.
"""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.rendering.timeline_accounts import (
    ANY,
    DAYS,
    NEAR,
    TITLES,
    account,
    day,
    event,
    gone_wrong,
    hostile,
    seven_years,
    thirty_years,
    title,
)

from sgpolicy.rendering.timeline import timeline_markdown, timeline_svg, timeline_text
from sgpolicy.rendering.timeline.drawing import extent
from sgpolicy.rendering.timeline.layout import (
    Flag,
    Span,
    lanes,
    marked_years,
    position,
    rows,
    stretches,
)
from sgpolicy.source.text import cells

GOLDEN = Path(__file__).with_name("golden")
SVG = "{http://www.w3.org/2000/svg}"
FORMS = [timeline_text, timeline_markdown, timeline_svg]


def one_event():
    return account(day("2026-03-01"), [event("2026-02-01", "a", "提出申报", clause=(9,))])


def ends_of_the_calendar():
    first, last = date.min, date.max
    events = [event(first, "a", "开始", clause=(9,)), event(last, "b", "结束")]
    return account(last, events, [title(first, last, "held"), title(last, None, "open")])


ACCOUNTS = {
    "seven-years": seven_years(),
    "seven-years.en": seven_years("en"),
    "gone-wrong": gone_wrong(),
    "gone-wrong.en": gone_wrong("en"),
    "hostile": hostile(),
    "thirty-years": thirty_years(),
    "nothing": account(day("2026-01-01")),
    "one-event": one_event(),
    "ends": ends_of_the_calendar(),
}


# ── what they look like ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "form"),
    [
        *((name, "txt") for name in ACCOUNTS if name != "thirty-years"),
        *((name, "md") for name in ("seven-years", "gone-wrong", "gone-wrong.en", "hostile")),
        *((name, "svg") for name in ("seven-years", "gone-wrong", "thirty-years")),
    ],
)
def test_timelines(pytestconfig, name, form):
    draw = {"txt": timeline_text, "md": timeline_markdown, "svg": timeline_svg}[form]
    path = GOLDEN / f"timeline-{name}.{form}"
    if pytestconfig.getoption("--accept"):
        path.write_text(draw(ACCOUNTS[name]), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == draw(ACCOUNTS[name])


def test_what_is_wrong_is_seen_without_colour():
    text, table = timeline_text(gone_wrong()), timeline_markdown(gone_wrong())
    assert "✗ 发文确认" in text
    assert "【不合规定；" in text
    assert "▲ 报送工作情况 【逾期 1 天】" in text
    assert "? 县级推荐" in text
    assert "▲ **逾期 1 天**" in table
    words = {"".join(node.itertext()).strip() for node in parsed(timeline_svg(gone_wrong())).iter()}
    assert {"逾期 1 天", "不合规定", "待补材料"} <= words


def test_titles_say_when_and_why_they_ended():
    for draw in FORMS:
        shown = draw(seven_years())
        assert "丧失" in shown
        assert "接续" in shown
        assert "2028-04-01" in shown or "04-01 ░ 称号丧失" in shown


def test_what_has_no_day_is_not_drawn():
    for draw in FORMS:
        assert "接受社会监督" not in draw(seven_years())
        assert "2029-01-31" not in draw(seven_years())


@pytest.mark.parametrize("name", ACCOUNTS)
@pytest.mark.parametrize("draw", FORMS)
def test_the_same_account_is_the_same_timeline(name, draw):
    assert draw(ACCOUNTS[name]) == draw(replace(ACCOUNTS[name]))


def test_long_spans_without_events_are_short():
    assert len(timeline_text(ends_of_the_calendar()).splitlines()) < 30


def test_of_very_many_events_the_drawing_says_how_many_it_does_not_name():
    assert re.search(r"另有 \d+ 件事情", timeline_svg(thirty_years()))


# ── strangers ────────────────────────────────────────────────────────────────────────────


def test_no_name_acts_on_its_reader():
    text, table, drawing = (draw(hostile()) for draw in FORMS)
    for shown in (text, table, drawing):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert not re.search(r"(?<!\\)[|`*]x", table)
    assert "<b>" not in table
    assert "\n# 二" not in table
    assert "<b>" not in drawing
    assert "\ufffe" not in drawing


def test_the_drawing_is_complete_in_itself():
    drawing = timeline_svg(hostile())
    assert not re.search(r"<(?:script|style|image|use|foreignObject)|href|url\(", drawing)
    tree = parsed(drawing)
    assert [child.tag for child in tree][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert tree.attrib["width"] == "160mm"


# ── any account ──────────────────────────────────────────────────────────────────────────


@given(ANY, st.integers(0, 120))
def test_no_line_is_wider_than_asked(any_account, width):
    text = timeline_text(any_account, width)
    assert max(cells(line) for line in text.splitlines()) <= max(width, 24)


@given(ANY)
def test_every_event_and_duty_has_a_row(any_account):
    table = timeline_markdown(any_account)
    assert table.count("\n| ") >= len(any_account.events) + len(any_account.titles)
    assert all(line.count(" | ") == 4 for line in table.splitlines() if line.startswith("| "))


@given(ANY)
def test_everything_drawn_is_on_the_sheet(any_account):
    tree = parsed(timeline_svg(any_account))
    _, _, width, height = map(int, tree.attrib["viewBox"].split())
    for x, y in points(tree):
        assert 0 <= x <= width
        assert 0 <= y <= height


@given(ANY)
def test_no_words_overlap(any_account):
    boxes = sorted(words(parsed(timeline_svg(any_account))))
    for one, other in combinations(boxes, 2):
        apart = one[1] <= other[0] or one[3] <= other[2] or other[3] <= one[2]
        assert apart, (one, other)


def parsed(drawing):
    return ET.fromstring(drawing)  # noqa: S314 (our own)


def points(tree):
    """The outermost points of every shape and every line of text."""
    for node in tree.iter():
        at = node.attrib
        match node.tag.removeprefix(SVG):
            case "rect":
                x, y = int(at["x"]), int(at["y"])
                yield from ((x, y), (x + int(at["width"]), y + int(at["height"])))
            case "line":
                yield from ((int(at[f"x{n}"]), int(at[f"y{n}"])) for n in (1, 2))
            case "circle":
                x, y, r = (int(at[key]) for key in ("cx", "cy", "r"))
                yield from ((x - r, y - r), (x + r, y + r))
            case "path":
                yield from ((int(x), int(y)) for x, y in re.findall(r"(\d+) (\d+)", at["d"]))
    for x1, x2, y1, y2, _ in words(tree):
        yield from ((x1, y1), (x2, y2))


def words(tree):
    """From where to where each line of text goes, with the text; marks have none of more than a sign."""
    for node in tree.iter(f"{SVG}text"):
        text, size = "".join(node.itertext()), int(node.attrib["font-size"])
        if text == "?":
            continue
        x, y, width = int(node.attrib["x"]), int(node.attrib["y"]), extent(text, size)
        x -= {"start": 0, "middle": width // 2, "end": width}[node.attrib["text-anchor"]]
        yield x, x + width, y - size * 4 // 5, y + size // 5, text


# ── where things stand ───────────────────────────────────────────────────────────────────


@given(NEAR, NEAR)
def test_later_days_are_never_further_left(one, other):
    span, (first, last) = Span(2019, 2032), sorted((one, other))
    places = [position(at.toordinal(), span, 1300) for at in (first, last)]
    assert 0 <= places[0] <= places[1] <= 1300


@given(st.integers(1, 9999), st.integers(0, 9998), st.integers(0, 20))
def test_years_are_named_for_as_many_as_fit(first, more, most):
    years = marked_years(Span(first, min(first + more, 9999)), most)
    assert 1 <= len(years) <= max(most, 1)
    assert len({b - a for a, b in pairwise(years)}) <= 1


@given(TITLES, DAYS)
def test_a_title_is_one_stretch_after_the_other(any_title, on):
    parts = stretches(any_title, on)
    assert parts
    assert all(part.first < part.end for part in parts)
    assert all(a.end == b.first for a, b in pairwise(parts))


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 300), st.booleans()), max_size=25))
def test_no_two_labels_of_a_lane_overlap(drawn):
    flags = [
        Flag(at, at - wide, at) if left else Flag(at, at, at + wide) for at, wide, left in drawn
    ]
    places = lanes(flags, 25)
    assert places is not None
    boxes = [(flag.start, flag.end) for flag in flags]
    for found in (places, rows(boxes)):
        for (one, a), (other, b) in combinations(zip(boxes, found, strict=True), 2):
            assert a != b or one[1] <= other[0] or other[1] <= one[0]
