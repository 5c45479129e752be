"""What a year's calendar looks like, in text, Markdown and data."""

import json
import re
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.rendering.calendar import (
    calendar_data,
    calendar_markdown,
    calendar_text,
)
from sgpolicy.source.text import cells

GOLDEN = Path(__file__).with_name("golden")
_SPEC = spec_from_file_location("calendars", Path(__file__).with_name("calendars.py"))
made = module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)

CALENDARS = made.CALENDARS
every_calendar = pytest.mark.parametrize("name", CALENDARS)


@pytest.fixture
def compare(pytestconfig):
    accepts = pytestconfig.getoption("--accept")

    def against(name, text):
        path = GOLDEN / f"calendar-{name}"
        if accepts:
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return against


# ── text and Markdown ──


@every_calendar
def test_text(compare, name):
    compare(f"{name}.txt", calendar_text(CALENDARS[name]))


@pytest.mark.parametrize("name", ["law", "unpublished", "platforms", "platforms.en", "hostile"])
def test_markdown(compare, name):
    compare(f"{name}.md", calendar_markdown(CALENDARS[name]))


@every_calendar
@pytest.mark.parametrize("width", [24, 40, 63, 64, 78, 120])
def test_lines_fit_the_width(name, width):
    text = calendar_text(CALENDARS[name], width)
    assert max(cells(line) for line in text.splitlines()) <= width
    assert not re.search(r" $", text, re.MULTILINE)


def test_the_default_width_is_78():
    assert calendar_text(made.law()) == calendar_text(made.law(), 78)


def test_a_clause_stands_once_for_many_platforms():
    text = re.sub(r"\s", "", calendar_text(made.platforms()))
    for phrase in ("每年1月底前向各县", "每年2月底前，向韶关市"):
        assert text.count(phrase) == 1
    for name in (made.DANXIA, made.ZHENJIANG, made.LECHANG, made.ASSOCIATION):
        assert name in text


def test_what_was_moved_names_the_day_it_was_moved_from():
    for shown in (calendar_text, calendar_markdown):
        assert "原为1月31日（周六），顺延" in shown(made.law())
        assert "2月2日（周一）止" in shown(made.law())
        assert "顺延；" not in shown(made.law())


@pytest.mark.parametrize("shown", [calendar_text, calendar_markdown])
def test_unpublished_holidays_are_noted_once_and_marked(shown):
    text = shown(made.unpublished())
    assert text.count("2027年节假日安排尚未公布") == 1
    assert text.count("（日期暂定）") == 2
    assert "年度申报（日期暂定）" not in text
    assert text.count("节假日表：chinesecalendar 1.11.0，未载2027年") == 1


def test_the_year_that_is_not_published_is_the_one_moved_into():
    text = calendar_text(made.across())
    assert "2027年节假日安排尚未公布" in text
    assert "2026年节假日安排尚未公布" not in text


def test_actors_share_a_heading_only_if_they_share_everything():
    law = made.law()
    more = made.yearly_call(2026, actors=(made.COUNTY,), name="县级通知")
    text = calendar_text(replace(law, entries=(*law.entries, more)))
    assert "\n县级工信部门\n──" in text
    assert "\n市直部门\n──" in text
    assert text.count("报送工作情况") == 2


def test_entries_without_actors_are_not_lost():
    nobody = made.yearly_call(2026, actors=())
    assert "\n未写明主体的事项\n──" in calendar_text(made.calendar(2026, [nobody]))


def test_one_platform_is_named_once():
    for shown in (calendar_text, calendar_markdown):
        assert shown(made.one()).count(made.DANXIA) == 1


@pytest.mark.parametrize("shown", [calendar_text, calendar_markdown])
def test_names_cannot_act(shown):
    text = shown(made.hostile())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert "\n#  第二行" not in text
    assert "\nEND:" not in text


def test_markdown_is_a_table_in_a_reader():
    markdown = pytest.importorskip("markdown")
    html = markdown.markdown(calendar_markdown(made.hostile()), extensions=["tables"])
    assert html.count("<tr>") == 2
    assert html.count("<td") == 6
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<code>" not in html


# ── data ──


def test_data(compare):
    text = json.dumps(calendar_data(made.platforms()), ensure_ascii=False, indent=2) + "\n"
    compare("platforms.json", text)


def test_data_has_names_as_they_were_given():
    data = json.loads(json.dumps(calendar_data(made.hostile())))
    assert data["schema"] == "sgpolicy.calendar/1"
    assert data["entries"][0]["platform"] == made.hostile().entries[0].platform
    moved = data["entries"][0]
    assert (moved["day"], moved["nominal"], moved["is_moved"]) == ("2026-02-02", "2026-01-31", True)


# ── any names ──


@given(st.text(max_size=40), st.text(max_size=40), st.integers(24, 100))
def test_any_name_is_shown_and_never_acts(platform, actor, width):
    calendar = made.named(platform, actor)
    text = calendar_text(calendar, width)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert max(cells(line) for line in text.split("\n")) <= width
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", calendar_markdown(calendar))
