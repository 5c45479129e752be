"""Histories as sequences: the order of time, nothing twice; and however many events, whatever they hold."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.applying.documents import read_document
from sgpolicy.applying.histories import EVENT_LIMIT, read_history, read_history_text
from sgpolicy.applying.history_writing import plain_history
from sgpolicy.applying.problems import CATALOGUE
from sgpolicy.applying.sequences import first_steps

from .procedure import APPLY, CALL, CONFIRM, CORE


def codes(*events: object) -> list[str]:
    return [problem.code for problem in read_history(CORE, {"经历": list(events)}).problems]


def only(*events: object):
    (problem,) = read_history(CORE, {"经历": list(events)}).problems
    return problem


# ── the order of time, and nothing twice ──────────────────────────────────────────────────


def test_dates_in_the_wrong_order_name_both_events() -> None:
    problem = only({**CALL, "日期": "2023-05-02"}, None, APPLY, {**APPLY, "日期": "2023-04-02"})
    assert (problem.code, problem.path, problem.given) == ("SG748", "经历[3].日期", "2023-04-01")
    assert "第 3 件「提出申报」" in problem.message
    assert "第 1 件「年度申报」（2023-05-02）" in problem.message
    assert "event 1 “年度申报” (2023-05-02)" in problem.message_en


def test_the_same_day_is_in_order_and_an_event_without_a_date_is_passed_over() -> None:
    assert codes(APPLY, {**CALL, "日期": APPLY["日期"]}) == []
    assert codes(APPLY, {**CONFIRM, "日期": ""}, CALL) == ["SG744", "SG748"]


def test_a_round_begins_with_the_first_step() -> None:
    assert first_steps(CORE) == {"apply"}


def test_a_step_twice_in_one_round() -> None:
    problem = only(APPLY, CONFIRM, CALL | {"日期": "2023-09-01"}, CONFIRM | {"日期": "2023-09-02"})
    assert (problem.code, problem.path) == ("SG749", "经历[4]")
    assert "第 4 件「发文确认」（2023-09-02）和第 2 件（2023-08-01）" in problem.message
    assert "同一轮" in problem.message
    assert "「提出申报」" in problem.remedy


def test_a_step_that_grants_no_title_may_be_taken_again_on_another_day() -> None:
    visit = CONFIRM | {"事件": "现场考察", "日期": "2023-07-01"}
    assert codes(APPLY, visit, visit | {"日期": "2023-07-08"}) == []
    assert codes(APPLY, visit, visit | {"备注": "又记了一次"}) == ["SG749"]


@pytest.mark.parametrize(
    "between",
    [
        [APPLY | {"日期": "2026-04-01"}],
        [APPLY | {"日期": "2020-04-01"}],  # a date in the wrong order, but a round of its own
        [APPLY | {"日期": "2026-04-01", "甲": 1}],
        [APPLY | {"事件": "提出申保", "日期": "2026-04-01"}],
    ],
)
def test_another_round_may_repeat_a_step(between: list[object]) -> None:
    assert "SG749" not in codes(APPLY, CONFIRM, *between, CONFIRM | {"日期": "2026-08-01"})


def test_a_first_step_out_of_order_is_not_a_step_twice_as_well() -> None:
    late = APPLY | {"日期": "2026-04-01"}
    assert codes(APPLY, CONFIRM, CONFIRM | {"日期": "2026-08-01"}, late) == ["SG748"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"结果": "列入候选"}, {"结果": "不列入候选"}),
        ({"结果": "列入候选"}, {"结果": None}),
        ({"由": "评审专家"}, {"由": "市工信局"}),
    ],
)
def test_another_result_or_actor_is_another_act(one: dict, other: dict) -> None:
    review = CONFIRM | {"事件": "专家评审"}
    assert codes(APPLY, review | one, review | other) == []


def test_duties_powers_and_occurrences_may_repeat() -> None:
    for kind in ("年度申报", "报送情况", "撤销称号", "违法查实"):
        assert codes(CALL | {"事件": kind}, CALL | {"事件": kind, "日期": "2023-03-02"}) == []
        assert codes(CALL | {"事件": kind}, CALL | {"事件": kind, "备注": "又"}) == []


def test_no_event_stands_there_twice_with_everything_the_same() -> None:
    event = APPLY | {"材料": {"融资种类": ["股权"], "服务台账": [{"企业代码": "甲"}]}}
    problem = only(event, CALL | {"日期": "2023-04-01"}, event)
    assert (problem.code, problem.path) == ("SG749", "经历[3]")
    assert "第 1 件" in problem.message
    assert "各栏都相同" in problem.message
    other = APPLY | {"材料": {"融资种类": ["股权"], "服务台账": [{"企业代码": "乙"}]}}
    assert codes(event, other) == []


# ── how much, and whatever ────────────────────────────────────────────────────────────────


def test_too_many_events() -> None:
    problem = only(*[CALL] * (EVENT_LIMIT + 1))
    assert (problem.code, problem.path) == ("SG751", "经历")
    assert f"{EVENT_LIMIT + 1} 件" in problem.message


def test_many_events_are_quick() -> None:
    start = perf_counter()
    assert codes(*[CALL | {"备注": f"第{i}"} for i in range(EVENT_LIMIT)]) == []
    assert codes(*[CALL] * EVENT_LIMIT) == ["SG749"] * (EVENT_LIMIT - 1)
    assert (
        codes(*[CALL | {"事件": f"年度中报{i}"} for i in range(EVENT_LIMIT)])
        == ["SG743"] * EVENT_LIMIT
    )
    assert perf_counter() - start < 30


def test_depth_does_no_harm() -> None:
    deep: object = []
    inside: dict[str, object] = {}
    for _ in range(20_000):
        deep, inside = [deep], {"材料": inside}
    assert codes(deep) == ["SG741"]
    assert codes(APPLY | inside) == ["SG702"]
    assert codes(APPLY | {"备注": deep, "罚款": deep}) == ["SG705", "SG702"]
    assert [p.code for p in read_history(CORE, {"事项": deep, "经历": []}).problems] == ["SG705"]


_KEYS = st.sampled_from(
    ["经历", "events", "事项", "记载截至", "名称", "其余", "事件", "event", "日期", "由", "结果", "材料", "核对",
     "委托", "应于年度", "单位", "文号", "罚款", "营业收入", "服务台账", "评定", "{where}"]
)  # fmt: skip
_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates()
    | st.sampled_from(
        ["无", "/", "年度申报", "apply", "发文确认", "违法查实", "市工信局", "2023-03-01", "2022-02-31", "符合", "1元"]
    )
)  # fmt: skip
_DATA = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(_KEYS | st.text(max_size=4) | st.integers(), inner, max_size=6)
    ),
)
_EVENTS = st.lists(st.dictionaries(_KEYS, _DATA, max_size=8) | _DATA, max_size=4)


@given(
    data=st.fixed_dictionaries({"经历": _EVENTS}, optional={"事项": _DATA, "记载截至": _DATA})
    | _DATA
)
def test_no_data_makes_reading_fail(data: object) -> None:
    read = read_history(CORE, data)
    for problem in read.problems:
        assert problem.code in CATALOGUE
        assert all((problem.message, problem.message_en, problem.remedy, problem.remedy_en))
    if read.is_valid:
        assert read_history(CORE, plain_history(CORE, read.history)).history == read.history


@given(text=st.text() | st.lists(st.sampled_from(
    ["经历", "事件", "日期", "材料", ": ", "\n", "  ", "- ", "年度申报", "2023-03-01", "{", "}", "[", "]", ", ", '"']
)).map("".join))  # fmt: skip
def test_no_text_makes_reading_fail(text: str) -> None:
    for form in ("yaml", "json"):
        result = read_history_text(CORE, text, form)  # type: ignore[arg-type]
        if result.is_valid:
            assert read_document(text, form).is_readable  # type: ignore[arg-type]
