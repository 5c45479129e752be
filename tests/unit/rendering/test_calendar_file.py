"""Calendar programs can read the .ics file, and it is the same whenever the calendar is."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.rendering.calendar import calendar_ics
from sgpolicy.rendering.decisions.safety import visible

_SPEC = spec_from_file_location("calendars", Path(__file__).with_name("calendars.py"))
made = module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)

CALENDARS = made.CALENDARS
every_calendar = pytest.mark.parametrize("name", CALENDARS)


def events(calendar):
    return icalendar.Calendar.from_ical(calendar_ics(calendar)).walk("VEVENT")


def categories(event):
    return [str(one) for one in event["categories"].cats] if "categories" in event else []


@every_calendar
def test_the_file_is_as_rfc_5545_has_it(name):
    content = calendar_ics(CALENDARS[name])
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    unfolded = content.decode().replace("\r\n ", "")
    assert all(re.match(r"[A-Z-]+[:;]", line) for line in unfolded.splitlines())
    assert [unfolded.count(f"\r\n{word}\r\n") for word in ("BEGIN:VEVENT", "END:VEVENT")] == [
        len(CALENDARS[name].entries)
    ] * 2


@every_calendar
def test_an_entry_is_an_all_day_event(name):
    calendar = CALENDARS[name]
    for entry, event in zip(calendar.entries, events(calendar), strict=True):
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event["dtstart"].dt == entry.day
        assert event["dtend"].dt == entry.day + timedelta(days=1)
        assert event["dtstamp"].dt == datetime(calendar.year, 1, 1, tzinfo=UTC)
        assert categories(event) == list(entry.actors)
        assert event["status"] == ("TENTATIVE" if entry.is_unpublished else "CONFIRMED")


def test_the_file_names_itself():
    file = icalendar.Calendar.from_ical(calendar_ics(made.law()))
    assert file["prodid"] == "-//sgpolicy//calendar 1//ZH"
    assert file["version"] == "2.0"
    assert file["x-wr-calname"] == "2026年办事日历（韶关市中小企业公共服务示范平台认定管理办法）"


def test_an_event_says_who_what_and_why():
    report, department, _ = events(made.law())
    assert report["summary"] == "示范平台：报送运营情况"
    assert report["description"].splitlines() == [
        "对象：县级工信部门、市直部门",
        "期限：每年1月底前",
        "日期：2026年2月2日（周一）止，原为2026年1月31日（周六），顺延",
        "依据：第十四条「每年1月底前向各县（市、区）工信部门报送示范平台运营情况」",
        "《韶关市中小企业公共服务示范平台认定管理办法》韶工信规〔2022〕188号",
        "节假日表：chinesecalendar 1.11.0",
    ]
    assert categories(department) == [made.COUNTY, made.DEPARTMENT]


def test_an_event_of_a_platform_says_how_it_stands():
    overdue = next(
        e
        for e in events(made.platforms())
        if made.LECHANG in e["summary"] and "报送" in e["summary"]
    )
    assert overdue["summary"] == f"示范平台：报送运营情况（{made.LECHANG}）"
    assert "情况：▲ 逾期未履行" in overdue["description"].splitlines()
    assert f"平台：{made.LECHANG}" in overdue["description"].splitlines()


def test_unpublished_holidays_are_told_in_the_event():
    report, _, call = events(made.unpublished())
    assert "该年度节假日安排尚未公布，日期暂定，未计顺延" in report["description"]
    assert report["summary"] == "示范平台：报送运营情况（日期暂定）"
    assert "尚未公布" not in call["description"]


def test_duties_to_be_done_are_announced_a_fortnight_before():
    calendar = made.platforms()
    for entry, event in zip(calendar.entries, events(calendar), strict=True):
        alarms = event.walk("VALARM")
        awaits = entry.kind == "duty" and entry.state not in ("done", "done_late")
        assert len(alarms) == awaits
        for alarm in alarms:
            at = datetime.combine(entry.day, datetime.min.time()) + alarm["trigger"].dt
            assert at.date() == entry.day - timedelta(days=14)
            assert at.hour == 9
            assert alarm["action"] == "DISPLAY"


@every_calendar
def test_the_same_calendar_is_the_same_file(name):
    calendar = CALENDARS[name]
    assert calendar_ics(calendar) == calendar_ics(replace(calendar))


def test_an_entry_keeps_its_uid_when_its_day_becomes_known():
    before = made.unpublished()
    known = [
        replace(e, day=e.day + timedelta(days=1), is_unpublished=False) if e.is_unpublished else e
        for e in before.entries
    ]
    after = made.calendar(2027, known)
    old, new = events(before), events(after)
    assert [e["uid"] for e in old] == [e["uid"] for e in new]
    assert [e["sequence"] for e in old] == [0, 0, 1]
    assert [e["sequence"] for e in new] == [1, 1, 1]


def test_uids_differ():
    uids = [e["uid"] for c in (made.law(), made.platforms(), made.unpublished()) for e in events(c)]
    twice = made.calendar(
        2026, [made.title_ends("2026-06-20", "甲"), made.title_ends("2026-09-01", "甲")]
    )
    uids += [e["uid"] for e in events(twice)]
    law_call, platforms_call = made.law().entries[-1], made.platforms().entries[-1]
    assert law_call == platforms_call  # the one entry that both calendars have
    assert len(set(uids)) == len(uids) - 1


def test_the_calendars_last_day_has_no_end():
    last = made.report("9999-12-31")
    (event,) = events(made.calendar(9999, [last]))
    assert event["dtstart"].dt == date.max
    assert "dtend" not in event


NAMES = st.text(max_size=40) | st.text(alphabet="a,;\\\n\r\"'：:=^ 中", max_size=120)


@given(NAMES, NAMES)
def test_any_name_stays_in_its_line(platform, actor):
    calendar = made.named(platform, actor)
    content = calendar_ics(calendar)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    unfolded = content.decode().replace("\r\n ", "")
    assert unfolded.count("\r\n") == unfolded.count("\n") == unfolded.count("\r")
    assert len(events(calendar)) == 2
    first = re.search(r"^SUMMARY:(.*)\r$", unfolded, re.MULTILINE)[1]
    who = f"{visible(actor)}：" if actor else ""
    aside = f"（{visible(platform)}）" if platform else ""
    assert re.sub(r"\\(.)", r"\1", first) == f"{who}报送运营情况{aside}"


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(ImportError, match=re.escape("pip install 'sgpolicy[calendar]'")):
        calendar_ics(made.law())


def test_importing_the_package_brings_no_icalendar():
    code = "import sys, sgpolicy.rendering.calendar; print('icalendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_year_that_is_not_published_is_the_one_moved_into():
    (call,) = (e for e in events(made.across()) if "年度申报" in e["summary"])
    assert "2027年度节假日安排尚未公布" in call["description"]


def test_entries_without_actors_have_no_who():
    nobody = made.yearly_call(2026, actors=())
    assert "SUMMARY:年度申报\r\n".encode() in calendar_ics(made.calendar(2026, [nobody]))
