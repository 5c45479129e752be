"""Histories out and in again: plain data, YAML, JSON, the schema, the form to fill in."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.applying.documents import read_document
from sgpolicy.applying.histories import read_history, read_history_text
from sgpolicy.applying.history_schema import history_schema
from sgpolicy.applying.history_template import history_template
from sgpolicy.applying.history_writing import plain_history
from sgpolicy.model.application import Application
from sgpolicy.model.history import Event, History

from .procedure import APPLY, CALL, CORE, FULL
from .test_writing import TEXTS, _values, applications

# ── out and in again ──────────────────────────────────────────────────────────────────────


@st.composite
def events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(list(CORE.events.values())))
    actors = st.sampled_from(list(CORE.actors))
    blank = st.just("")
    own = {column.name for column in kind.columns}
    return Event(
        kind.id,
        draw(st.dates()),
        by=draw(actors if kind.provision else blank | actors),
        result=draw(st.sampled_from(["", *kind.results])),
        cells={c.id: draw(st.none() | _values(c.type)) for c in kind.columns},
        towards=draw(blank | actors),
        is_delegated=draw(st.none() | st.booleans()),
        verdict=draw(st.none() | st.booleans()),
        material=draw(st.none() | applications()),
        due_year=draw(st.none() | st.integers(1000, 9999)),
        number="" if "文号" in own else draw(blank | TEXTS),
        unit="" if "单位" in own else draw(blank | TEXTS),
        evidence=draw(blank | TEXTS),
        note=draw(blank | TEXTS),
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """In the order of time, without a step that is taken again in its round."""
    taken: set[tuple[str, str, str]] = set()
    kept: list[Event] = []
    for event in sorted(draw(st.lists(events(), max_size=5)), key=lambda event: event.date):
        act = (event.kind, event.result, event.by)
        taken = set() if event.kind == "apply" else taken
        if act not in taken and replace(event, position=0) not in [
            replace(e, position=0) for e in kept
        ]:
            taken.add(act)
            kept.append(replace(event, position=len(kept)))
    until = st.dictionaries(st.sampled_from(["", *CORE.events]), st.dates())
    return History(draw(st.just("") | TEXTS), draw(applications()), tuple(kept), draw(until))


@given(histories())
def test_round_trip(history: History) -> None:
    data = plain_history(CORE, history)
    read = read_history(CORE, data)
    assert not read.problems
    assert read.history == history
    assert read_history_text(CORE, json.dumps(data, ensure_ascii=False), "json").history == history
    assert read_history_text(CORE, yaml.safe_dump(data, allow_unicode=True)).history == history


def test_the_canonical_form() -> None:
    read = read_history_text(CORE, FULL)
    data = plain_history(CORE, read.history)
    assert list(data) == ["名称", "记载截至", "事项", "经历"]
    assert data["记载截至"] == "2029-12-31"
    assert data["经历"][2] == {
        "事件": "专家评审", "日期": "2023-05-20", "由": "市工信局", "结果": "列入候选", "核对": "符合",
        "依据": "纪要",
    }  # fmt: skip
    assert data["经历"][5]["罚款"] == "10000元"
    assert plain_history(CORE, History()) == {"经历": []}


@pytest.mark.parametrize(
    "history",
    [
        History(events=(Event("nothing", date(2023, 1, 1)),)),
        History(events=(Event("call", date(2023, 1, 1), by="nobody"),)),
        History(events=(Event("call", date(2023, 1, 1), cells={"nothing": 1}),)),
        History(facts=Application({"nothing": 1})),
        History(complete_until={"nothing": date(2023, 1, 1)}),
    ],
)
def test_what_the_policy_lacks_is_an_error(history: History) -> None:
    with pytest.raises(KeyError):
        plain_history(CORE, history)


# ── the schema and the form to fill in ────────────────────────────────────────────────────

SCHEMA = history_schema(CORE)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def is_valid(data: object) -> bool:
    return VALIDATOR.is_valid(data)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    json.dumps(SCHEMA)
    assert is_valid(read_document(FULL).data)
    assert is_valid({"events": [None, {}, dict.fromkeys(CALL)]})
    assert is_valid(
        {"经历": [APPLY | {"材料": "甲.yaml"}], "记载截至": {"call": "2023-01-01", "其余": ""}}
    )


@pytest.mark.parametrize(
    "event",
    [
        "年度申报", CALL | {"事件": "甲"}, CALL | {"由": "甲"}, CALL | {"由": ""}, CALL | {"日期": ""},
        CALL | {"罚款": "1元"}, CALL | {"结果": "列入候选"}, CALL | {"by": "city_office"}, CALL | {"核对": "好"},
        CALL | {"应于年度": "去年"}, CALL | {"材料": {"营业收人": 1}}, {"事件": "年度申报", "日期": "2023-03-01"},
    ],
)  # fmt: skip
def test_the_schema_refuses(event: object) -> None:
    assert not is_valid({"经历": [event]})


def test_the_schema_asks_for_events() -> None:
    assert not is_valid({})
    assert not is_valid({"经历": [], "events": []})
    assert not is_valid({"经历": [], "甲": 1})


@given(histories())
def test_what_is_written_follows_the_schema(history: History) -> None:
    VALIDATOR.validate(plain_history(CORE, history))


def test_the_form_as_it_stands_records_nothing() -> None:
    text = history_template(CORE)
    read = read_history_text(CORE, text)
    assert (read.history, read.problems) == (History(), ())
    assert is_valid(read_document(text).data)
    for kind in CORE.events.values():
        assert f"# {kind.name} ({kind.id})：{kind.description}" in text
        assert all(result in text for result in kind.results)
        assert all(f"{column.name} ({column.id})" in text for column in kind.columns)


def test_the_form_s_examples_can_be_used() -> None:
    head, _, tail = history_template(CORE).partition("\n经历:\n")
    lines = [re.sub(r"^#(  - |    )(?=\S)", r"\1", line) for line in tail.split("\n")]
    read = read_history_text(CORE, "\n".join([head, "经历:", *lines]))
    assert read.problems == ()
    assert [event.kind for event in read.history.events] == list(CORE.events)
    assert None not in [value for event in read.history.events for value in event.cells.values()]


def test_the_form_follows_the_law() -> None:
    text = history_template(CORE)
    marks = ["第九条", "第十条", "第十一条", "第十二条", "第十四条", "第十六条", "其他事件"]
    places = [text.index(f"── {mark} ") for mark in marks]
    assert places == sorted(places)
    assert "委托：按口径「评审主体」（县级：县级工信部门；专家组：市工信局）" in text
