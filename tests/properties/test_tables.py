"""Every engine decides a table as every other: the interpreter's function row by row, NumPy, and frames' own."""

import json
import os
import shutil
import sys
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pytest

import sgpolicy
from sgpolicy.applying.writing import to_data

from .tables import Tables

ON = date(2026, 11, 22)
NAMES = sgpolicy.shipped()
COMPILED = {name: sgpolicy.load(name).compiled() for name in NAMES}


def tables(name, **options):
    compiled = COMPILED[name]
    return Tables(compiled.policy.core, compiled.readings, ON, **options)


DISAGREEMENTS = Path(__file__).parent / "disagreements"
"""Where the smallest application is left about which two engines disagree."""


def rules(name):
    return [*COMPILED[name].generated.truths]


def outcomes(frame, names):
    """Columns of words, whatever kind the frame is."""
    table = frame if isinstance(frame, pa.Table) else pl.DataFrame(frame).to_arrow()
    return pl.DataFrame({name: pl.Series(table[name].cast(pa.string())) for name in names})


def first_difference(one, other):
    """Where two tables of outcomes differ, if they do: the row and the column."""
    for name in one.columns:
        rows = (one[name] != other[name]).arg_true()
        if len(rows):
            return rows[0], name
    return None


def minimal(kind, compiled, table, row, engine, rule):
    """The fewest columns of a row about which an engine still disagrees with the interpreter's function."""
    part = table.slice(row, 1)

    def differs(some):
        return (
            compiled.evaluate_frame(some, on=ON, rules=[rule], engine=engine)[rule].to_pylist()
            != compiled.evaluate_frame(some, on=ON, rules=[rule], engine="rows")[rule].to_pylist()
        )

    for name in table.column_names:
        less = part.drop_columns([name])
        if less.num_columns and differs(less):
            part = less
    return to_data(compiled.policy.core, kind.application(part, 0))


def agree(name, kind, table, engine):
    """Hold an engine to the rows one by one; where they differ, say the smallest case."""
    compiled, wanted = COMPILED[name], rules(name)
    given = outcomes(compiled.evaluate_frame(table, on=ON, rules=wanted, engine=engine), wanted)
    by_row = outcomes(compiled.evaluate_frame(table, on=ON, rules=wanted, engine="rows"), wanted)
    found = first_difference(given, by_row)
    if found is not None:
        row, rule = found
        case = minimal(kind, compiled, table, row, engine, rule)
        DISAGREEMENTS.mkdir(exist_ok=True)
        file = DISAGREEMENTS / f"{name}.{rule}.{engine}.json"
        file.write_text(json.dumps(case, ensure_ascii=False, indent=2, default=str), "utf-8")
        pytest.fail(f"{engine} and the interpreter differ on {rule} in row {row}: see {file}")


def compares(name):
    """Whether a policy's conditions are for columns: all are but those that multiply open numbers."""
    kind = tables(name)
    try:
        COMPILED[name].evaluate_frame(kind.draw(10), on=ON, rules=rules(name), engine="fused")
    except sgpolicy.FrameError:
        return False
    return True


def test_most_policies_are_for_columns():
    assert [name for name in NAMES if compares(name)] == [*NAMES]


@pytest.mark.parametrize("engine", ["fused", "compiled"])
@pytest.mark.parametrize("name", NAMES)
def test_fused_and_rows(name, engine):
    kind = tables(name)
    agree(name, kind, kind.draw(20_000 if engine == "fused" else 5_000), engine)


@pytest.mark.parametrize("name", NAMES)
def test_machine_code_and_numpy(name):
    table = tables(name).draw(60_001, seed=9)
    compiled, wanted = COMPILED[name], rules(name)
    machine = compiled.evaluate_frame(table, on=ON, rules=wanted, engine="compiled")
    assert machine.equals(compiled.evaluate_frame(table, on=ON, rules=wanted, engine="fused"))


@pytest.mark.long
@pytest.mark.parametrize("engine", ["fused", "compiled"])
@pytest.mark.parametrize("seed", range(50))
def test_fused_and_rows_a_million(seed, engine):
    name = "shaoguan-2022-188"
    kind = tables(name)
    agree(name, kind, kind.draw(20_000, seed=100 + seed), engine)


@pytest.mark.parametrize("name", NAMES)
def test_reasons(name):
    kind = tables(name)
    table = kind.draw(700, seed=3)
    compiled = COMPILED[name]
    fused = compiled.evaluate_frame(table, on=ON, reasons=True, engine="fused")
    by_row = compiled.evaluate_frame(table, on=ON, reasons=True, engine="rows")
    assert fused["理由"].to_pylist() == by_row["理由"].to_pylist()


MAKERS = {
    "polars, lazy": lambda table: pl.from_arrow(table).lazy(),
    "polars": pl.from_arrow,
    "duckdb": duckdb.from_arrow,
}


def collected(frame):
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    return pl.DataFrame(frame.pl()) if isinstance(frame, duckdb.DuckDBPyRelation) else frame


@pytest.mark.parametrize("lists", [True, False])
@pytest.mark.parametrize("kind_of_frame", MAKERS)
@pytest.mark.parametrize("name", NAMES)
def test_expressions_and_fused(name, kind_of_frame, lists):
    kind = tables(name, lists=lists)
    table = kind.draw(2_000, seed=5)
    compiled, wanted = COMPILED[name], rules(name)
    made = MAKERS[kind_of_frame](table)
    found = compiled.evaluate_frame(made, on=ON, rules=wanted, engine="expressions")
    assert type(found) is type(made)
    fused = compiled.evaluate_frame(table, on=ON, rules=wanted, engine="fused")
    names = ["结论", *wanted]
    given, expected = outcomes(collected(found), names), outcomes(fused, names)
    assert first_difference(given, expected) is None
    assert given.equals(expected)


AS_TRUTHS = {"符合": True, "不符合": False, "不适用": False, "待补材料": None, "待评定": None}
ENGINES = [
    *((kind, "expressions") for kind in MAKERS),
    *(
        (kind, engine)
        for kind in ("polars", "pyarrow", "pandas")
        for engine in ("fused", "compiled")
    ),
    ("polars", "rows"),
]


@pytest.mark.parametrize(("kind_of_frame", "engine"), ENGINES)
@pytest.mark.parametrize("name", NAMES)
def test_truths_say_what_outcomes_say(name, kind_of_frame, engine):
    """Met or not, and nothing while it is open; the decision is told in words all the same."""
    lists = engine != "expressions"
    table = tables(name, lists=lists).draw(300 if engine == "rows" else 1_500, seed=8)
    compiled, wanted = COMPILED[name], rules(name)
    make = {**MAKERS, "pyarrow": lambda table: table, "pandas": pa.Table.to_pandas}[kind_of_frame]
    asked = {"on": ON, "rules": wanted}
    found = collected(
        compiled.evaluate_frame(make(table), engine=engine, outcomes="truths", **asked)
    )
    words = compiled.evaluate_frame(table, engine="fused", **asked)
    truths = found if isinstance(found, pa.Table) else pl.DataFrame(found).to_arrow()
    assert outcomes(truths, ["结论"]).equals(outcomes(words, ["结论"]))
    for rule in wanted:
        assert truths[rule].type == pa.bool_()
        assert truths[rule].to_pylist() == [AS_TRUTHS[one] for one in words[rule].to_pylist()], rule


@pytest.fixture(scope="module")
def spark():
    if shutil.which("java") is None:
        pytest.skip("no Java")
    os.environ |= {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local[2]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_spark_and_fused(spark):
    name = "shaoguan-2022-188"
    kind = tables(name)
    table = kind.draw(1_000, seed=6)
    compiled = COMPILED[name]
    wanted = rules(name)[::4]
    rows = spark.createDataFrame(table)
    found = compiled.evaluate_frame(rows, on=ON, rules=wanted)
    names = ["结论", *wanted]
    given = found.select(*(f"`{one}`" for one in names)).toArrow()
    fused = compiled.evaluate_frame(table, on=ON, rules=wanted, engine="fused")
    assert outcomes(given, names).equals(outcomes(fused, names))
    truths = compiled.evaluate_frame(rows, on=ON, rules=wanted[:3], outcomes="truths")
    (rule, *_) = wanted
    given = truths.select(f"`{rule}`").toArrow()[rule].to_pylist()
    assert given == [AS_TRUTHS[one] for one in fused[rule].to_pylist()]


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
def test_spark_with_the_engine_in_memory(spark):
    """As in the guide: batches of Arrow in and out, no Python object in between."""
    table = tables("shaoguan-2022-188").draw(1_000, seed=7)
    plain = [
        name.replace(".", "．") for name in table.column_names
    ]  # a point means a field to Spark
    rows = spark.createDataFrame(table.rename_columns(plain))

    def decided(batches):
        compiled = sgpolicy.load("shaoguan-2022-188").compiled()
        for batch in batches:
            found = compiled.evaluate_frame(
                pa.Table.from_batches([batch]), on=ON, rules=["资产规模"]
            )
            words = [found[name].cast(pa.string()) for name in ("结论", "资产规模")]
            yield from pa.table(words, ["结论", "资产规模"]).to_batches()

    given = rows.mapInArrow(decided, "`结论` string, `资产规模` string").toArrow()
    wanted = COMPILED["shaoguan-2022-188"].evaluate_frame(table, on=ON, rules=["资产规模"])
    for name in ("结论", "资产规模"):
        assert sorted(given[name].to_pylist()) == sorted(wanted[name].cast(pa.string()).to_pylist())
