"""Lists of events read at once are what the careful reading makes of them, and whatever is wrong is left to it."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, currently_in_test_context, given, settings
from hypothesis import event as hypothesis_event
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.applying.documents import read_document
from sgpolicy.applying.event_columns import MATERIAL, PARTS
from sgpolicy.applying.histories import read_history
from sgpolicy.applying.history_writing import plain_history
from sgpolicy.applying.names import Names
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.model.core import LedgerColumn
from sgpolicy.model.types import Type
from sgpolicy.records import replace

from .any_history import Histories

POLICIES = sgpolicy.shipped()
SOME = settings(max_examples=60, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=2000, suppress_health_check=list(HealthCheck))


class Text(str):
    """Text of another kind."""

    __slots__ = ()


CELLS = (
    None, "", " ", "\u200b", "无", "/", "符合", "否", "是", True, False, 0, 1, 2024, "2024", "2024年", 1.5,
    "2024-02-30", "2024年2月29日", "二〇二四年三月一日", date(2024, 2, 29),
    datetime(2024, 2, 29, 8, tzinfo=UTC), [], {},
    ["服务质量"], "服务质量、服务收费情况", {"资产总额": "9万元"}, "材料.yaml", "12万元", "市工信局", " 市工信局 ",
    "city_bureau", "示范平台", "发文确认", "confirmation", "予以推荐", "\ud800", "长" * 90, Text("2024-03-01"), b"x",
)  # fmt: skip
"""What may stand in a cell, right in some column or in none."""
ENTRIES = (
    None,
    "",
    {},
    {"事件": ""},
    [],
    "年度申报",
    {"事件": "没有这类事", "日期": "2024-03-01"},
    7,
)


@cache
def policy(name):
    return sgpolicy.load(name)


@cache
def drawn(name):
    core = policy(name).core
    return Histories(core, prepare(core)).draw


def keys_of(core):
    """What columns may be called, rightly or not."""
    columns = [column for kind in core.events.values() for column in kind.columns]
    names = [n for one in (*PARTS, *columns) for n in (one.id, one.name)]
    return [*dict.fromkeys(names), " 日期", "日期 ", "没有这一栏", 3, None]


def without_material(one):
    """An event that brings no application, as nearly all."""
    return {key: cell for key, cell in one.items() if key != MATERIAL.name}


class Careful:
    """Reads nothing at once."""

    def read(self, _):
        return None


def careful(core):
    """Names under which nothing is read at once, neither events nor facts."""
    names = Names(core)
    vars(names).update(plain_events=Careful(), plain_facts=Careful())
    return names


def carefully(core, data):
    return read_history(core, data, names=careful(core))


@st.composite
def disturbed(draw, core, events):
    """The same list with something about it changed: cells, columns, entries or their order."""
    events = [dict(one) for one in events]
    for _ in range(draw(st.sampled_from((0, 1, 1, 1, 2, 3)))):
        where = draw(st.integers(0, max(len(events) - 1, 0)))
        if not events:
            return [draw(st.sampled_from(ENTRIES))]
        one = events[where]
        match draw(st.integers(0, 9)):
            case 0 | 1 | 2 if isinstance(one, dict) and one:
                one[draw(st.sampled_from(list(one)))] = draw(st.sampled_from(CELLS))
            case 3 | 4 if isinstance(one, dict):
                one[draw(st.sampled_from(keys_of(core)))] = draw(st.sampled_from(CELLS))
            case 5 if isinstance(one, dict) and one:
                del one[draw(st.sampled_from(list(one)))]
            case 6 if isinstance(one, dict):
                columns = {p.name: p.id for p in PARTS}
                columns |= {c.name: c.id for kind in core.events.values() for c in kind.columns}
                events[where] = {columns.get(key, key): value for key, value in one.items()}
            case 7:
                events.insert(where, draw(st.sampled_from([*events, *ENTRIES])))
            case 8:
                events[where] = draw(st.sampled_from(ENTRIES))
            case _:
                other = draw(st.integers(0, len(events) - 1))
                events[where], events[other] = events[other], events[where]
    return events


@pytest.mark.parametrize("name", POLICIES)
def test_what_is_read_at_once_is_what_the_careful_reading_gives(name):
    check_reading(name, SOME)


@pytest.mark.long
@pytest.mark.parametrize("name", POLICIES)
def test_long_what_is_read_at_once_is_what_the_careful_reading_gives(name):
    check_reading(name, LONG)


def check_reading(name, level):
    core = policy(name).core

    @level
    @given(st.data())
    def check(data):
        plain = plain_history(core, data.draw(drawn(name)))
        listed = [without_material(one) for one in plain["经历"]]
        plain["经历"] = given_ = data.draw(disturbed(core, listed))
        names = Names(core)
        expected = carefully(core, plain)
        at_once = names.plain_events.read(given_)
        if currently_in_test_context():
            hypothesis_event("at once" if at_once is not None else "carefully")
        if at_once is not None:
            assert at_once == expected.history.events
            assert [type(one.cells) for one in at_once] == [dict] * len(at_once)
        for _ in range(2):  # the second time every cell is known
            assert read_history(core, plain, names=names) == expected

    check()


@pytest.mark.parametrize("name", POLICIES)
def test_the_histories_that_travel_with_a_policy_are_read_at_once(name, repo):
    """Unless an event brings an application: that is read with all that may be wrong in it."""
    core = policy(name).core
    for path in sorted((repo / "policies" / name / "histories").glob("*.yaml")):
        listed = read_document(path.read_bytes()).data["经历"]
        found = Names(core).plain_events.read(listed)
        if any("材料" in one for one in listed):
            assert found is None
        else:
            assert found == policy(name).read_history(path).events


@pytest.mark.parametrize("called", ["name", "id"])
def test_an_ordinary_list_is_read_at_once_by_either_name(called):
    core = policy("shaoguan-2022-188").core
    columns = {p.name: getattr(p, called) for p in PARTS}
    columns |= {c.name: getattr(c, called) for kind in core.events.values() for c in kind.columns}
    listed = [
        {"事件": "年度申报", "日期": "2023-03-01", "由": "市工信局", "截止日期": "2023-04-15"},
        {"事件": "提出申报", "日期": date(2023, 3, 20), "由": "申报单位", "向": "", "核对": None},
        {"事件": "报送运营情况", "日期": "2024年1月5日", "由": "示范平台", "应于年度": 2024},
    ]
    given_ = [{columns[key]: value for key, value in one.items()} for one in listed]
    found = Names(core).plain_events.read(given_)
    assert [(one.date, one.by, one.due_year) for one in found] == [
        (date(2023, 3, 1), "city_bureau", None),
        (date(2023, 3, 20), "applicant", None),
        (date(2024, 1, 5), "model_platform", 2024),
    ]
    assert found == carefully(core, {"经历": given_}).history.events
    assert Names(core).plain_events.read([{**given_[0], columns["材料"]: {}}]) is None
    assert MATERIAL.name == "材料"


CALL = {"事件": "年度申报", "日期": "2023-03-01", "由": "市工信局"}
APPLY = {"事件": "提出申报", "日期": "2023-03-20", "由": "申报单位"}
VISIT = {"事件": "现场考察", "日期": "2023-04-20", "由": "市工信局"}
LIST = {"事件": "发文确认", "日期": "2023-08-01", "由": "市工信局"}


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ([APPLY, CALL], "SG748"),
        ([CALL, CALL], "SG749"),
        ([APPLY, VISIT, VISIT | {"备注": "又一次"}], "SG749"),
        ([APPLY, LIST, LIST | {"日期": "2023-09-01"}], "SG749"),
        ([APPLY, APPLY | {"由": ""}], "SG745"),
        ([CALL | {"日期": ""}], "SG744"),
        ([CALL | {"日期": "2023-02-30"}], "SG712"),
        ([CALL | {"由": "市工信厅"}], "SG721"),
        ([CALL | {"event": "yearly_call"}], "SG703"),
        ([CALL | {"by": "city_bureau"}], "SG703"),
        ([CALL | {"那里": "此处"}], "SG702"),
        ([CALL | {"事件": "年度申述"}], "SG743"),
        ([CALL | {"事件": ""}], "SG742"),
        ([CALL | {"应于年度": "去年"}], "SG747"),
        ([CALL, "提出申报"], "SG741"),
    ],
)  # fmt: skip
def test_whatever_is_wrong_is_left_to_the_careful_reading(listed, code):
    core = policy("shaoguan-2022-188").core
    names = Names(core)
    assert names.plain_events.read([CALL, APPLY | {"日期": "2023-03-01"}]) is not None
    assert names.plain_events.read(listed) is None
    found = read_history(core, {"经历": listed}, names=names)
    assert [problem.code for problem in found.problems] == [code]
    assert found == carefully(core, {"经历": listed})


@pytest.mark.parametrize(
    "listed",
    [
        [APPLY, VISIT, VISIT | {"日期": "2023-04-21"}],
        [APPLY, LIST, APPLY | {"日期": "2023-09-01"}, LIST | {"日期": "2023-09-01"}],
        [CALL, APPLY | {"日期": "2023-03-01"}],
        [CALL, CALL | {"由": "示范平台"}],
    ],
)
def test_what_may_happen_again_is_read_at_once(listed):
    core = policy("shaoguan-2022-188").core
    assert Names(core).plain_events.read(listed) == carefully(core, {"经历": listed}).history.events
    assert carefully(core, {"经历": listed}).problems == ()


def test_a_kinds_own_column_may_be_called_as_a_common_one_is_elsewhere():
    """单位, 文号, 依据 and 备注 give way to a column of a kind's own, of another type."""
    core = policy("shaoguan-2022-188").core
    kind = core.events["yearly_call"]
    own = LedgerColumn("number", "文号", Type("count", "号"))
    ledger = replace(kind.ledger, columns=(*kind.ledger.columns, own))
    events = {**core.events, kind.id: replace(kind, ledger=ledger)}
    core = replace(core, events=events)
    listed = [CALL | {"文号": "12号"}, APPLY | {"文号": "12号"}]
    call, apply = Names(core).plain_events.read(listed)
    assert (call.cells["number"], call.number, apply.number) == (12, "", "12号")
    assert (call, apply) == carefully(core, {"经历": listed}).history.events


def test_what_cells_were_read_as_is_kept_for_some_and_never_of_free_text():
    core = policy("shaoguan-2022-188").core
    names = Names(core)
    for number in range(9000):
        day = date(2023, 1, 1) + timedelta(number)
        event = CALL | {"日期": day.isoformat(), "备注": f"第 {number} 号", "单位": "某局"}
        (found,) = names.plain_events.read([event])
        assert (found.date, found.note, found.unit) == (day, f"第 {number} 号", "某局")
    known = {one.id: cells for (_, one), cells in names.plain_events.known.items()}
    assert 0 < len(known["date"]) <= 4096
    assert [*known["by"]] == ["市工信局"]
    assert known["note"] == known["unit"] == {}
