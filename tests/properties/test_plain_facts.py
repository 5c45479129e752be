"""Facts read at once are what the careful reading makes of them, and whatever is wrong is left to it."""

from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.applying.names import Names
from sgpolicy.applying.reading import read_application
from sgpolicy.applying.writing import to_data

from .any_application import Applications
from .test_plain_events import CELLS, careful

POLICIES = sgpolicy.shipped()
SOME = settings(max_examples=60, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=2000, suppress_health_check=list(HealthCheck))
MORE = (
    *CELLS,
    "60",
    "60家",
    "60 家",
    "６０家",
    "0060",
    "9" * 15,
    "9" * 16,
    "9" * 19,
    "1.0",
    "六十",
    "1/2",
    "85%",
)
MORE += (
    "-3",
    "10亿",
    -1,
    10**20,
    {"2024": "52人"},
    {2024: 52, "2025年": "55"},
    {"2024": 1, 2024: 1},
    {"去年": 1},
)
MORE += (
    {"2024" + " " * 30 + "年": "7"},
    [None],
    ["没有这一项"],
    [{"日期": "2024-03-01"}],
    {"没有这一种": "1"},
)


@cache
def policy(name):
    return sgpolicy.load(name)


@cache
def drawn(name):
    return Applications(policy(name).core).draw


@st.composite
def disturbed(draw, core, data):
    """The same data with something about it changed: what is stated, or what it is called."""
    ids = {one.name: one.id for one in (*core.facts.values(), *core.ledgers.values())} | {
        "评定": "findings"
    }
    names = {key: name for name, key in ids.items()}
    data = dict(data)
    if not draw(st.integers(0, 3)):
        data = {ids[key]: cell for key, cell in data.items()}
    for _ in range(draw(st.sampled_from((0, 1, 1, 1, 2)))):
        anything = draw(st.sampled_from([*ids, *names, " 申请日期", "没有这一项", 3, None]))
        key = draw(st.sampled_from([*data, anything]))
        match draw(st.integers(0, 4)):
            case 0 | 1:
                data[key] = draw(st.sampled_from(MORE))
            case 2:
                data.pop(key, None)
            case 3:
                both = {**ids, **names}
                data[both.get(key, key)] = data.get(key)
            case _:
                data[anything] = draw(st.sampled_from(MORE))
    return data


@pytest.mark.parametrize("name", POLICIES)
def test_what_is_read_at_once_is_what_the_careful_reading_gives(name):
    check_reading(name, SOME)


@pytest.mark.long
@pytest.mark.parametrize("name", POLICIES)
def test_what_is_read_at_once_is_what_the_careful_reading_gives_for_long(name):
    check_reading(name, LONG)


def check_reading(name, level):
    core = policy(name).core

    @level
    @given(st.data(), st.booleans())
    def check(data, ignore_unknown):
        stated = data.draw(disturbed(core, to_data(core, data.draw(drawn(name)))))
        expected = read_application(
            core, stated, ignore_unknown=ignore_unknown, names=careful(core)
        )
        names = Names(core)
        for _ in range(2):  # the second time every cell is known
            found = read_application(core, stated, ignore_unknown=ignore_unknown, names=names)
            assert found == expected
            assert [*found.application.facts] == [*expected.application.facts]

    check()


@pytest.mark.parametrize("name", POLICIES)
@given(data=st.data())
@SOME
def test_what_is_written_out_is_read_at_once(name, data):
    core = policy(name).core
    stated = to_data(core, data.draw(drawn(name)))
    splits = {one.name for one in core.facts.values() if one.split}
    stated = {k: c for k, c in stated.items() if not (k in splits and isinstance(c, dict))}
    assert Names(core).plain_facts.read(stated) is not None


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"申请日期": "2026-02-30"}, "SG712"),
        ({"资产总额": "九块"}, "SG707"),
        ({"资产总额": "/"}, "SG704"),
        ({"资产总额": "9万元", "total_assets": "9万元"}, "SG703"),
        ({"资产总计": "9万元"}, "SG702"),
        ({"资产总额": 9.5}, "SG714"),
    ],
)
def test_whatever_is_wrong_is_left_to_the_careful_reading(stated, code):
    core = policy("shaoguan-2022-188").core
    names = Names(core)
    assert names.plain_facts.read(stated) is None
    found = read_application(core, stated, names=names)
    assert [problem.code for problem in found.problems] == [code]
    assert found == read_application(core, stated, names=careful(core))


def test_what_stands_beside_the_facts_is_read_carefully():
    core = policy("shaoguan-2022-188").core
    names = Names(core)
    stated = {
        "申请日期": "2026-11-22",
        "服务台账": [{"日期": "昨天"}],
        "资产总额": "9万元",
        "评定": "符合",
    }
    facts, others = names.plain_facts.read(stated)
    split = ("total_assets", "last_year_end")  # a fact that an interpretation splits
    assert facts == {"application_date": date(2026, 11, 22), split: 90000}
    assert [*others] == ["服务台账", "评定"]
    found = read_application(core, stated, names=names)
    assert found == read_application(core, stated, names=careful(core))
    assert [problem.code for problem in found.problems] == ["SG706", "SG705"]
