"""A frame whose columns lie in pieces is decided as one in which they do not."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import sgpolicy
from sgpolicy.tables import slices

ON = date(2026, 11, 22)
ROWS = 2400
RULES = ("资产规模", "用户满意", "机构类别", "经营规范", "服务增长", "第七条第（三）项")
BOUNDS = [(0,), (1,), (700, 701, 1500), (800, 1600), tuple(range(300, ROWS, 300))]


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


@pytest.fixture(autouse=True)
def _short_pieces(monkeypatch):
    monkeypatch.setattr(slices, "LEAST", 250)
    monkeypatch.setattr(slices, "MOST", 700)


@pytest.fixture(scope="module")
def table():
    """Rows of which some state little; from the row 1200 on, nothing is missing in one column."""
    chance = random.Random(3)  # noqa: S311 - no secret

    def some(values, *, from_row=0):
        return [
            chance.choice(values) if row >= from_row or chance.random() < 0.9 else None
            for row in range(ROWS)
        ]

    return pa.table(
        {
            "申请日期": [date(2026, 1, 1) + timedelta(days=row % 300) for row in range(ROWS)],
            "韶关注册": some([True, True, True, False], from_row=1200),
            "资产总额（万元）": pa.array(
                some([Decimal(100), Decimal("99.99"), Decimal(60)]), pa.decimal128(12, 2)
            ),
            "办公场所面积": some([150, 149, 300]),
            "申报功能": some([["技术服务"], ["综合服务"], ["技术服务", "信息服务"], []]),
            "用户满意度（%）": some([80, 79, 100]),
            "机构类型": some(["科研院所", "其他类型"]),
            "评定.经营规范": some([True, False]),
            "年服务企业数.2024": some([50, 60]),
            "年服务企业数.2025": some([50, 51, 70]),
        }
    )


def in_pieces(table, bounds, kind):
    """The table in pieces of one kind of frame; of pandas there is but one piece."""
    ends = [*bounds, len(table)]
    starts = [0, *bounds]
    parts = [table.slice(a, b - a) for a, b in zip(starts, ends, strict=True)]
    if kind == "pandas":
        return table.to_pandas(ignore_metadata=True)
    if kind == "pyarrow":
        chunks = [
            pa.chunked_array([one[name].combine_chunks() for one in parts], table.schema[i].type)
            for i, name in enumerate(table.column_names)
        ]
        return pa.table(chunks, table.column_names)
    return pl.concat([pl.from_arrow(one) for one in parts], rechunk=False)


def listed(frame):
    if isinstance(frame, pa.Table):
        return {name: frame[name].to_pylist() for name in frame.column_names}
    if isinstance(frame, pl.DataFrame):
        return {
            name: frame[name].cast(pl.String).to_list()
            if frame[name].dtype in (pl.Categorical, pl.Enum)
            else frame[name].to_list()
            for name in frame.columns
        }
    return {
        name: [one if isinstance(one, str) else None for one in values]
        if isinstance(values.dtype, pd.CategoricalDtype)
        else values.to_list()
        for name, values in frame.items()
    }


def added(frame):
    found = listed(frame)
    return {name: found[name] for name in ("结论", *RULES, "理由")}


@pytest.fixture(scope="module")
def wanted(policy, table):
    """What an application of its own comes to in each row."""
    found = policy.evaluate_frame(
        table.combine_chunks(), on=ON, rules=RULES, reasons=True, engine="rows"
    )
    return added(found)


@pytest.mark.parametrize("kind", ["polars", "pyarrow", "pandas"])
@pytest.mark.parametrize("engine", ["auto", "fused", "compiled", "rows"])
@pytest.mark.parametrize("bounds", BOUNDS)
def test_pieces_come_to_what_the_whole_comes_to(policy, table, wanted, kind, engine, bounds):
    frame = in_pieces(table, bounds, kind)
    found = policy.evaluate_frame(frame, on=ON, rules=RULES, reasons=True, engine=engine)
    assert type(found) is type(frame)
    assert added(found) == wanted
    assert [*listed(found)][: len(table.column_names)] == table.column_names


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_it_is_decided_slice_by_slice(policy, table, kind, monkeypatch):
    seen = []
    decide = slices.decide

    def noted(columns, data, rows, on, **options):
        seen.append(rows)
        return decide(columns, data, rows, on, **options)

    monkeypatch.setattr(slices, "decide", noted)
    policy.evaluate_frame(in_pieces(table, (100, 300, 900, 2300), kind), on=ON, rules=RULES)
    assert seen == [300, 600, 1500]  # what is short goes with its neighbour


@pytest.mark.parametrize("kind", ["polars", "pyarrow", "pandas"])
def test_what_is_wrong_is_told_as_of_the_whole(policy, table, kind):
    areas = table["办公场所面积"].to_pylist()
    areas[5] = areas[1700] = areas[2300] = -1
    names = table.column_names
    place = names.index("办公场所面积")
    wrong = table.set_column(place, "办公场所面积", pa.array(areas))
    wrong = wrong.set_column(
        names.index("机构类型"), "机构类型", pa.array(["没有这一类"] + ["科研院所"] * (ROWS - 1))
    )
    told = []
    for bounds in ((), (800, 1600)):
        with pytest.raises(sgpolicy.FrameError) as error:
            policy.evaluate_frame(in_pieces(wrong, bounds, kind), on=ON, rules=RULES)
        told.append([(one.column, one.row, str(one)) for one in error.value.problems])
    assert told[0] == told[1]
    assert {(column, row) for column, row, _ in told[0]} == {
        ("办公场所面积", 6),
        ("办公场所面积", 1701),
        ("办公场所面积", 2301),
        ("机构类型", 1),
    }


@pytest.mark.parametrize("kind", ["polars", "pyarrow", "pandas"])
@pytest.mark.parametrize("rows", [0, 1])
def test_next_to_nothing(policy, table, wanted, kind, rows):
    frame = in_pieces(table.slice(0, rows), (), kind)
    found = policy.evaluate_frame(frame, on=ON, rules=RULES, reasons=True)
    assert added(found) == {name: values[:rows] for name, values in wanted.items()}


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_an_empty_piece_among_others(policy, table, wanted, kind):
    frame = in_pieces(table, (900, 900, 1800), kind)
    found = policy.evaluate_frame(frame, on=ON, rules=RULES, reasons=True, engine="fused")
    assert added(found) == wanted


@pytest.mark.parametrize("kind", ["polars", "pyarrow", "pandas"])
def test_with_ledgers(policy, table, kind):
    keyed = table.append_column("申报编号", pa.array(range(ROWS)))
    served = pa.table(
        {
            "申报编号": [number for number in range(0, ROWS, 3) for _ in range(number % 4)],
            "日期": [date(2025, 5, 1)] * sum(number % 4 for number in range(0, ROWS, 3)),
        }
    )
    found = [
        policy.evaluate_frame(
            in_pieces(keyed, bounds, kind),
            on=ON,
            rules=["年服务家数"],
            ledgers={"服务台账": in_pieces(served, (500,) if bounds else (), kind)},
            key="申报编号",
        )
        for bounds in ((), (800, 1600))
    ]
    assert listed(found[0])["年服务家数"] == listed(found[1])["年服务家数"]
