"""`status`, `next` and `calendar`: what they print and exit with."""

import json
import xml.etree.ElementTree as ET

import icalendar
import jsonschema
import pytest
import yaml

from sgpolicy.cli.exits import Exit


@pytest.fixture(scope="module")
def seven(repo):
    return repo / "policies/shaoguan-2022-188/histories/七年.yaml"


def test_the_exit_code_tells_whether_a_title_is_held(run, seven, tmp_path):
    assert run("status", seven, "--on", "2023-06-19", "--length", "line").code == Exit.NO
    assert run("status", seven, "--on", "2023-06-20", "--length", "line").code == Exit.OK
    unknown = tmp_path / "不完整.yaml"
    unknown.write_text("经历: []\n", "utf-8")
    done = run("status", unknown, "--on", "2023-06-20")
    assert done.code == Exit.OPEN
    assert "没有写明记载截至哪一日" in done.out


def test_the_three_lengths_grow(run, seven):
    sizes = [
        len(run("status", seven, "--on", "2028-04-07", "--length", length).out)
        for length in ("line", "letter", "audit")
    ]
    assert sizes == sorted(sizes)


def test_json_has_everything(run, seven):
    data = json.loads(run("status", seven, "--on", "2028-04-07", "--format", "json").out)
    assert data["schema"] == "sgpolicy.account/1"
    assert data["title"]["state"] == "lost"
    assert data["title"]["citation"]["label"] == "第十六条"
    assert {"events", "duties", "steps", "beginning", "readings", "others"} <= data.keys()


def test_markdown_and_english(run, seven):
    assert run("status", seven, "--on", "2024-02-01", "--format", "markdown").out.startswith("# ")
    english = run("status", seven, "--on", "2024-02-01", "--length", "line", "--lang", "en").out
    assert "The title is held" in english


def test_another_reading(run, seven):
    done = run(
        "status", seven, "--on", "2026-06-14", "--length", "line", "--reading", "K-32=对应前日"
    )
    assert "2026年6月19日" in done.out


def test_the_timeline_in_its_three_forms(run, seven):
    on = ("--on", "2028-04-07", "--timeline")
    assert "图例" in run("status", seven, *on).out
    assert "|" in run("status", seven, *on, "--format", "markdown").out
    ET.fromstring(run("status", seven, *on, "--format", "svg").out)  # noqa: S314 - our own
    done = run("status", seven, "--on", "2028-04-07", "--format", "svg")
    assert (done.code, done.out) == (Exit.USAGE, "")


def test_today_is_said_on_standard_error(run, seven):
    assert "状况日未写明" in run("status", seven, "--length", "line").err


BROKEN = """\
记载截至: 2026-12-31
经历:
- {事件: 年度申请, 日期: 2024-03-01, 由: 市工信局}
- {事件: 提出申报, 日期: 2024-04-02, 由: 申报单位}
- {事件: 县级推荐, 日期: 2024-04-01, 由: 县级工信部门, 结果: 予以推荐}
- {事件: 专家评审, 日期: 2024-05-15, 结果: 列入候选名单}
- {事件: 现场考察, 日期: 0000-05-20, 由: 市工信局}
- {事件: 发文确认, 日期: 2024-06-24, 由: 市工信局}
- {事件: 发文确认, 日期: 2024-06-25, 由: 市工信局}
"""


def test_a_broken_history_is_told_all_at_once_and_nothing_is_evaluated(run):
    done = run("status", "-", "--on", "2026-01-01", stdin=BROKEN.encode())
    assert (done.code, done.out) == (Exit.DATA, "")
    for line, words in (
        (3, "年度申报"),  # an unknown event, with the nearest name
        (5, "早"),  # dates in the wrong order
        (6, "由"),  # nobody did it
        (7, "没有公元 0 年"),
        (9, "发文确认"),  # two confirmations in one round
    ):
        assert any(f"[{line}:" in told and words in told for told in done.err.splitlines()), words
    assert done.err.startswith("错误：经历有 5 处须更正")


@pytest.mark.parametrize(
    "content", [b"", b"- 1", b"\xff\xfe", b"{" * 2000, b"\xe7\xbb\x8f: [", b"[]"]
)
def test_what_is_no_history_gets_a_message(run, content):
    done = run("status", "-", "--on", "2026-01-01", stdin=content)
    assert (done.code, done.out) == (Exit.DATA, "")
    assert done.err


def test_next_says_who_and_on_which_clause(run, seven):
    done = run("next", seven, "--on", "2028-03-10")
    assert done.code == Exit.OK
    assert "应当由市工信局办理（第十六条）" in done.out
    assert json.loads(run("next", seven, "--on", "2028-03-10", "--format", "json").out)["steps"]
    assert run("next", seven, "--on", "2028-03-10", "--format", "markdown").out.startswith("# ")


def test_material_is_read_beside_the_history(run, repo, tmp_path):
    source = repo / "policies/shaoguan-2022-188/applications/符合-只有申报数.yaml"
    (tmp_path / "材料.yaml").write_bytes(source.read_bytes())
    text = (
        "记载截至: 2026-12-31\n经历:\n"
        "- {事件: 提出申报, 日期: 2026-11-10, 由: 申报单位, 材料: %s}\n"
    )
    history = tmp_path / "经历.yaml"
    history.write_text(text % "材料.yaml", "utf-8")
    assert run("status", history, "--on", "2026-11-22").code == Exit.NO
    for outside in ("../材料.yaml", "没有.yaml", "/etc/hostname"):
        history.write_text(text % outside, "utf-8")
        assert run("status", history, "--on", "2026-11-22").code == Exit.DATA
    piped = run("status", "-", "--on", "2026-11-22", stdin=(text % "材料.yaml").encode())
    assert piped.code == Exit.DATA


def test_days_of_rest_are_an_input(run, seven, tmp_path):
    own = tmp_path / "休假日.yaml"
    own.write_text("名称: 某表\n版本: '1'\n休息日:\n  2025: {放假: [2025-01-31]}\n", "utf-8")
    done = run("status", seven, "--on", "2025-03-01", "--holidays", own)
    assert "某表 1" in done.out
    assert "2025年2月3日前（原为2025年1月31日，遇休假日顺延）" in done.out.replace("\n  ", "")
    own.write_text("休息日: {2025: [2025-02-30]}\n", "utf-8")
    assert run("status", seven, "--on", "2025-03-01", "--holidays", own).code == Exit.DATA


def test_the_calendar_of_the_law(run):
    done = run("calendar", "--year", "2026")
    assert done.code == Exit.OK
    assert "2月2日（周一）止" in done.out
    assert "第十四条" in done.out
    data = json.loads(run("calendar", "--year", "2026", "--format", "json").out)
    assert data["schema"] == "sgpolicy.calendar/1"
    assert all(entry["citation"] for entry in data["entries"])
    assert run("calendar", "--year", "2026", "--format", "markdown").out.startswith("# ")


def test_the_calendar_of_a_year_without_published_holidays(run):
    """2100 will not have been published for a while."""
    done = run("calendar", "--year", "2100")
    assert "节假日安排尚未公布" in done.out
    assert "1月31日（周日）止" in done.out


def test_the_calendar_of_a_platform(run, seven):
    done = run("calendar", "--year", "2026", "--history", seven, "--on", "2026-02-10")
    assert "称号届满" in done.out
    assert "已按期履行" in done.out


def test_calendar_programs_can_read_it(capfdbinary, seven):
    from sgpolicy.cli import main

    arguments = ["calendar", "--year", "2026", "--history", str(seven), "--on", "2026-02-10"]
    assert main([*arguments, "--format", "ics"]) == Exit.OK
    calendar = icalendar.Calendar.from_ical(capfdbinary.readouterr().out)
    events = calendar.walk("VEVENT")
    assert len(events) >= 4
    assert all("第" in str(event["DESCRIPTION"]) for event in events)


@pytest.mark.parametrize("year", ["0", "9999", "一九", "", "2026.5", "99999999999"])
def test_what_is_no_year(run, year):
    assert run("calendar", "--year", year).code == Exit.USAGE


def test_a_form_to_fill_in_and_its_schema(run, seven):
    form = yaml.safe_load(run("template", "--history").out)
    assert {"名称", "记载截至", "经历"} <= form.keys()
    schema = json.loads(run("schema", "--history").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.load(seven.read_text("utf-8"), yaml.BaseLoader), schema)  # noqa: S506
