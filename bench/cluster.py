"""What a row costs on Spark: the policy as expressions of Spark's own, and the engine in memory on batches of Arrow.

A local cluster of as many cores as there are (Java must be there), Articles 7 and 8 on made-up applicants in a
Parquet file, a column for the decision and for each rule asked for. Results go nowhere (`noop`), so that it is
deciding that is timed, less what reading the file and writing all of it out takes.

plan    seconds to write the expressions, before any row is looked at
first   seconds of the first run on a few rows: what Spark makes of the plan
row     microseconds a row and core, the best of some rounds
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import articles
from peers import ours
from peers.columns import generate
from peers.content import Content

FEW = ("min_assets", "office_size", "satisfied_users", "registration_age")


def session(cores: int) -> Any:  # noqa: ANN401 - Spark's
    """A local cluster."""
    beside = os.pathsep.join((str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")))
    os.environ |= {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": beside,
    }
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.driver.memory", "4g")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "200000",
    }.items():
        builder = builder.config(key, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def write(content: Content, rows: int, place: Path) -> None:
    """Applicants as Parquet; a point in a column's name would mean a field to Spark."""
    frame = ours.frame(content.rules, generate(content.rules, rows, missing=0.02))
    enums = [name for name, kind in frame.schema.items() if str(kind).startswith("Enum")]
    frame = frame.with_columns(frame[name].cast(str) for name in enums)
    frame = frame.rename({name: name.replace(".", "．") for name in frame.columns})
    frame.write_parquet(place, row_group_size=100_000)


def in_memory(compiled: Any, wanted: Sequence[str]) -> Callable[[Any], Iterator[Any]]:  # noqa: ANN401
    """A function from batches of applicants to batches of outcomes."""

    def decided(batches: Any) -> Iterator[Any]:  # noqa: ANN401
        import pyarrow as pa

        for batch in batches:
            table = pa.Table.from_batches([batch])
            found = compiled.evaluate_frame(table, on=articles.ON, rules=wanted)
            names = ["结论", *wanted]
            words = [found[name].combine_chunks().dictionary_decode() for name in names]
            yield from pa.table(words, names).to_batches()

    return decided


def ran(frame: Any) -> float:  # noqa: ANN401
    """Seconds to compute all of a frame."""
    begin = time.perf_counter()
    frame.write.format("noop").mode("overwrite").save()
    return time.perf_counter() - begin


def measure(rows: int, rounds: int, cores: int) -> list[dict[str, Any]]:
    """A line for each way and number of rules."""
    content = Content()
    compiled = content.ours.compiled
    every = [rule.key for rule in content.rules.rules]
    spark = session(cores)
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        write(content, rows, Path(folder) / "all.parquet")
        write(content, 100, Path(folder) / "few.parquet")
        given = spark.read.parquet(f"{folder}/all.parquet")
        few = spark.read.parquet(f"{folder}/few.parquet")
        ran(given)
        reading = min(ran(given) for _ in range(rounds))
        for wanted in (FEW, every):
            kinds = ", ".join(f"`{name}` string" for name in ("结论", *wanted))

            def expressed(frame: Any, wanted: Sequence[str] = wanted) -> Any:  # noqa: ANN401
                made = compiled.evaluate_frame(frame, on=articles.ON, rules=wanted)
                return made.select("结论", *(f"`{name}`" for name in wanted))

            def mapped(frame: Any, wanted: Sequence[str] = wanted, kinds: str = kinds) -> Any:  # noqa: ANN401
                return frame.mapInArrow(in_memory(compiled, wanted), kinds)

            for way, how in (("expressions", expressed), ("in memory", mapped)):
                begin = time.perf_counter()
                made = how(given)
                plan = time.perf_counter() - begin
                first = ran(how(few))
                ran(made)
                seconds = min(ran(made) for _ in range(rounds)) - reading
                found.append({
                    "way": way, "columns": len(wanted) + 1, "plan s": plan, "first s": first,
                    "row us": seconds / rows * cores * 1e6,
                })  # fmt: skip
    spark.stop()
    found.append({"way": "reading alone", "row us": reading / rows * cores * 1e6})
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    found = measure(chosen.rows, chosen.rounds, chosen.cores)
    for line in found:
        print(
            "  ".join(
                f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in line.items()
            )
        )
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=2), "utf-8")


if __name__ == "__main__":
    main()
