"""Ledgers as frames of their own: whose rows they are, what an empty one means, and what is wrong with them."""

from datetime import date
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import sgpolicy

ON = date(2026, 11, 22)
DAY = date(2026, 11, 10)
KINDS = {"polars": pl.DataFrame, "pandas": pd.DataFrame, "pyarrow": pa.table}
RULES = ("年服务家数", "服务增长")
ENGINES = ("rows", "auto")


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


def applications(keys, **columns):
    return {"申报编号": keys, "申请日期": [DAY] * len(keys), **columns}


def served(keys, times, *, day=date(2025, 5, 1), size="小型"):
    """So many enterprises served, for each application."""
    every = [key for key in keys for _ in range(times)]
    return {
        "申报编号": every,
        "企业代码": [f"E{number}" for _ in keys for number in range(times)],
        "企业规模": [size] * len(every),
        "日期": [day] * len(every),
    }


def outcomes(policy, frame, ledgers, *, rule="年服务家数", **options):
    found = policy.evaluate_frame(
        frame, on=ON, rules=[rule], ledgers=ledgers, key="申报编号", **options
    )
    values = found[rule]
    return values.to_pylist() if isinstance(found, pa.Table) else [*map(str, values)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("keys", [[7, 8, 9], ["甲", "乙", "丙"]])
def test_rows_belong_to_the_application_with_their_key(policy, kind, keys, engine):
    make = KINDS[kind]
    fifty, fewer = served(keys[:1], 50), served(keys[2:], 49)
    ledger = {name: fewer[name] + fifty[name] for name in fifty}
    frame = make(applications(keys))
    found = outcomes(policy, frame, {"服务台账": make(ledger)}, engine=engine)
    assert found == ["符合", "不符合", "不符合"]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_empty_ledger_is_not_one_that_was_not_given(policy, engine):
    frame = pl.DataFrame(applications([1, 2]))
    none = pl.DataFrame(served([1], 1)).clear()
    activities = pl.DataFrame(
        {"申报编号": [1], "日期": [DAY], "功能": ["信息服务"], "类别": ["其他活动"]}
    )
    assert outcomes(policy, frame, {"service_ledger": none}, engine=engine) == ["不符合"] * 2
    assert outcomes(policy, frame, {"活动台账": activities}, engine=engine) == ["待补材料"] * 2
    assert outcomes(policy, frame, {}, engine=engine) == ["待补材料"] * 2


@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_with_nothing_in_it_counts_as_none(policy, engine):
    """As a join leaves it where an application has no record."""
    ledger = pl.DataFrame(served([1], 50)).vstack(
        pl.DataFrame(served([2], 1)).with_columns(
            pl.lit(None).cast(pl.String).alias("企业代码"),
            pl.lit(None).cast(pl.String).alias("企业规模"),
            pl.lit(None).cast(pl.Date).alias("日期"),
        )
    )
    frame = pl.DataFrame(applications([1, 2]))
    found = policy.evaluate_frame(
        frame,
        on=ON,
        rules=["年服务家数"],
        ledgers={"服务台账": ledger},
        key="申报编号",
        engine=engine,
    )
    assert found["年服务家数"].to_list() == ["符合", "不符合"]


@pytest.mark.parametrize("engine", ENGINES)
def test_blank_cells_leave_it_open(policy, engine):
    ledger = served([1, 2], 50)
    ledger["企业规模"][0] = None
    frame = pl.DataFrame(applications([1, 2]))
    found = outcomes(policy, frame, {"服务台账": pl.DataFrame(ledger)}, engine=engine)
    assert found == ["待补材料", "符合"]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_stated_and_what_the_ledger_yields(policy, engine):
    """Where they differ, either may be so; a year before the first record is not the ledger's to count."""
    frame = pl.DataFrame(
        applications([1, 2, 3], 年服务中小微企业数=[50, 49, None])
        | {"年服务企业数.2024": [40, 60, None]}
    )
    ledger = pl.DataFrame(served([1, 2, 3], 50))
    assert outcomes(policy, frame, {"服务台账": ledger}, engine=engine) == [
        "符合",
        "待补材料",
        "符合",
    ]
    grown = outcomes(policy, frame, {"服务台账": ledger}, rule="服务增长", engine=engine)
    assert grown == ["符合", "不符合", "待补材料"]


@pytest.mark.parametrize("engine", ENGINES)
def test_units_and_members(engine):
    policy = sgpolicy.load("guangzhou-2019-6")
    frame = pl.DataFrame({"号": ["a", "b"], "认定日期": [date(2024, 1, 1)] * 2})
    ledger = pl.DataFrame(
        {
            "号": ["a", "b"],
            "是见习人员": [True, True],
            "困难类别.低保对象": [True, False],
            "困难类别.残疾人": [False, False],
            "当月最低工资（万元）": [Decimal("0.23"), Decimal("0.23")],
            "足月": [True, True],
        }
    )
    found = policy.evaluate_frame(
        frame, on=ON, ledgers={"补贴月册": ledger}, key="号", engine=engine
    )
    assert found["结论"].len() == 2


def problems(policy, frame, ledgers, key="申报编号", **options):
    with pytest.raises(sgpolicy.FrameError) as error:
        policy.evaluate_frame(frame, on=ON, ledgers=ledgers, key=key, **options)
    return [(p.table, p.column, p.row) for p in error.value.problems], str(error.value)


def test_everything_wrong_at_once(policy):
    frame = pl.DataFrame(
        applications([1, 2, 2, None], 资产总额=["很多", "1", "2", "3"], 资产=[1] * 4)
    )
    service = pl.DataFrame(served([1], 2)).with_columns(
        pl.Series("企业规模", ["小型", "特大"]),
        pl.lit(1).alias("服务收入（公里）"),
        pl.lit("E").alias("code"),
        pl.lit(1).alias("没有"),
        pl.lit(1).alias("服务功能.信息服务"),
    )
    found, text = problems(
        policy,
        frame,
        {
            "服务台账": service,
            "service_ledger": service,
            "申报台账": service,
            "活动台账": pl.DataFrame({"日期": [DAY]}),
            "人员名册": pl.DataFrame({"申报编号": [1]}),
        },
    )
    assert found == [
        ("", "资产", None),
        ("", "申报编号", 4),
        ("服务台账", "服务收入（公里）", None),
        ("服务台账", "code", None),
        ("服务台账", "没有", None),
        ("服务台账", "服务功能.信息服务", None),
        ("服务台账", "企业规模", 2),
        ("service_ledger", "申报编号", None),
        ("申报台账", "申报编号", None),
        ("活动台账", "申报编号", None),
        ("人员名册", "申报编号", None),
        ("", "资产总额", 1),
    ]
    assert "台账“服务台账”列“企业规模”第 2 行：" in text


@pytest.mark.parametrize(
    ("keys", "mine", "wanted"),
    [
        ([1, 2, 2], [1], [("", "申报编号", 3)]),
        ([1, None], [1], [("", "申报编号", 2)]),
        ([1, 2], [1, None], [("服务台账", "申报编号", 2)]),
        ([1, 2], [3, 1], [("服务台账", "申报编号", 1)]),
        (["1", "2"], [1, 2], [("服务台账", "申报编号", None)]),
        ([1, 2], ["1"], [("服务台账", "申报编号", None)]),
        ([1.5, 2.0], [1], [("", "申报编号", None)]),
        ([1, "a"], [1], [("", "申报编号", None)]),
        ([True, False], [1], [("", "申报编号", None)]),
        ([1, 2], [2**63], [("服务台账", "申报编号", None)]),
    ],
)
def test_keys_that_say_nothing(policy, keys, mine, wanted):
    frame = pd.DataFrame({"申报编号": pd.Series(keys, dtype="object")})
    ledger = pd.DataFrame(
        {"申报编号": pd.Series(mine, dtype="object"), "企业代码": ["E"] * len(mine)}
    )
    assert problems(policy, frame, {"服务台账": ledger})[0] == wanted


def test_a_key_that_is_not_there(policy):
    frame = pl.DataFrame(applications([1]))
    ledger = pl.DataFrame(served([1], 1))
    found, text = problems(policy, frame, {"服务台账": ledger}, key="编号")
    assert found == [
        ("", "申报编号", None),
        ("", "编号", None),
        ("服务台账", "编号", None),
        ("服务台账", "申报编号", None),
    ]
    assert "无从知道" in text
    with pytest.raises(TypeError, match="key"):
        policy.evaluate_frame(frame, on=ON, ledgers={"服务台账": ledger})


def test_two_columns_with_one_name(policy):
    columns = [pa.array([1]), pa.array(["E"]), pa.array(["F"])]
    ledger = pa.Table.from_arrays(columns, ["申报编号", "企业代码", "企业代码"])
    frame = pa.table(applications([1]))
    assert problems(policy, frame, {"服务台账": ledger})[0] == [("服务台账", "企业代码", None)]


def test_a_key_named_like_a_column_of_the_ledger(policy):
    frame = pa.table({"企业代码": ["E"]})
    ledger = pa.table({"企业代码": ["E"], "日期": [DAY]})
    found, _ = problems(policy, frame, {"服务台账": ledger}, key="企业代码")
    assert found == [("服务台账", "企业代码", None)]


def test_lazy_frames_are_to_be_collected(policy):
    frame, ledger = pl.DataFrame(applications([1])), pl.DataFrame(served([1], 1))
    for one, other, options in (
        (frame.lazy(), ledger, {}),
        (frame, ledger.lazy(), {}),
        (frame, ledger, {"engine": "expressions"}),
    ):
        assert "collect()" in problems(policy, one, {"服务台账": other}, **options)[1]
    assert "不认识" in problems(policy, frame, {"服务台账": [1]})[1]
