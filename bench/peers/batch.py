"""Many decisions: the verdict and a column for every rule, in million rows a second.

All are given the same applicants; what each makes of them first, to its own liking, is timed on its own. NumPy has
arrays, Polars its frame, DuckDB a table in memory, OpenFisca its int32 arrays, sgpolicy its frame. Outputs are made
anew by all but hand-written NumPy, which overwrites its own. Hand-written code says of each rule whether it is met,
or nothing while that is open; sgpolicy says the same with `truths`, and else one of five outcomes. `of memory` is
the part of what reading each row's columns once and writing a byte for each outcome would take at the bandwidth that
NumPy sees, measured in the same rounds.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import articles
import numpy as np
import polars as pl

from peers import ours, plain_duckdb, plain_numpy, plain_polars
from peers.columns import Columns, facts_at, generate
from peers.content import Content
from peers.infix import identifier
from peers.measuring import Bandwidth, Work, interleaved
from peers.openfisca_ import PEER as OPENFISCA
from peers.openfisca_ import PERIOD, simulate, system_of
from peers.rules import Rules

SLOW_ROWS = 100_000
"""What decides row by row is not asked for more."""
TOGETHER = 2_000_000
"""From more rows on, engines are timed one after the other, for the sake of memory."""
Prepared = Callable[[], Any]
Engine = Callable[[Content, Columns], Prepared]


class OwnKind(NamedTuple):
    """One of sgpolicy's engines on frames, how the frame has sets, and whether rules are told as truths."""

    engine: str
    sets: ours.Sets = "flags"
    as_truths: bool = False


def _numpy(content: Content, columns: Columns) -> Prepared:
    work = plain_numpy.TwoValued(content.rules, columns.rows)
    return lambda: work.decide(columns)


def _numpy_three(content: Content, columns: Columns) -> Prepared:
    work = plain_numpy.ThreeValued(content.rules, columns.rows)
    return lambda: work.decide(columns)


def _polars(content: Content, columns: Columns) -> Prepared:
    work, frame = plain_polars.Tuned(content.rules), plain_polars.frame_of(content.rules, columns)
    return lambda: work.decide(frame)


def _polars_lazy(content: Content, columns: Columns) -> Prepared:
    work, frame = plain_polars.Tuned(content.rules), plain_polars.frame_of(content.rules, columns)
    return lambda: work.lazily(frame)


def _duckdb(content: Content, columns: Columns) -> Prepared:
    work = plain_duckdb.Tuned(content.rules)
    work.load(content.rules, columns)
    return work.decide


def openfisca_inputs(rules: Rules, columns: Columns) -> dict[str, Any]:
    """Columns as OpenFisca's variables; what is missing is its default."""
    found = {}
    for key, type_ in rules.facts.items():
        for name in (n for n in columns.values if n.partition(".")[0] == key):
            array, mask = columns.values[name], columns.mask(name)
            part = name.partition(".")[2]
            if part:
                part = str(type_.members.index(part)) if type_.kind == "set" else part
            match type_.kind:
                case "date":
                    made: Any = array.astype("datetime64[D]")
                case "flag" | "set":
                    made = array
                case _:
                    made = np.minimum(array.astype(np.int64), 2**31 - 1).astype(np.int32)
            if mask is not None:
                made = np.where(mask, np.zeros((), made.dtype), made)
            found[f"{key}_{part}" if part else key] = made
    return found


def _openfisca(content: Content, columns: Columns) -> Prepared:
    system = system_of(OPENFISCA.write(content.rules))
    data = openfisca_inputs(content.rules, columns)
    names = {key: identifier(key) for key in content.rules.keys}

    def decide() -> dict[str, Any]:
        simulation = simulate(system, data, columns.rows)
        return {key: simulation.calculate(name, PERIOD) for key, name in names.items()}

    return decide


def _generated(content: Content, columns: Columns) -> Prepared:
    facts = [facts_at(content.rules, columns, row) for row in range(columns.rows)]
    plain = content.ours.generated.plain
    return lambda: [plain(one, {}, articles.ON) for one in facts]


def _sgpolicy(kind: OwnKind) -> Engine:
    def prepare(content: Content, columns: Columns) -> Prepared:
        decide, frame = own_input(content, kind, columns)
        return lambda: decide(frame)

    return prepare


HAND: dict[str, Engine] = {
    "NumPy by hand, two-valued": _numpy,
    "NumPy by hand, three-valued": _numpy_three,
    "Polars by hand": _polars,
    "Polars by hand, lazy": _polars_lazy,
    "DuckDB by hand": _duckdb,
    "OpenFisca": _openfisca,
}
TWO_VALUED = ("NumPy by hand, two-valued", "OpenFisca")
"""Not asked for columns with gaps."""
SLOW = ("sgpolicy, rows", "sgpolicy generated, typed facts")


def own_kinds(content: Content) -> dict[str, OwnKind]:
    """Our own engines on frames, by name."""
    found = {f"sgpolicy, {one}": OwnKind(one) for one in content.ours.engines}
    if len(found) > 1:
        fastest = content.ours.engines[0]
        for one in (fastest, "expressions"):
            found[f"sgpolicy, {one}, truths"] = OwnKind(one, as_truths=True)
        found[f"sgpolicy, {fastest}, sets as lists"] = OwnKind(fastest, "lists")
    return found


def own_input(
    content: Content, kind: OwnKind, columns: Columns
) -> tuple[Callable[[pl.DataFrame], pl.DataFrame], pl.DataFrame]:
    """How one of them decides, and the frame that it takes."""
    frame = ours.frame(content.rules, columns, sets=kind.sets)
    return content.ours.deciding(content.rules, kind.engine, as_truths=kind.as_truths), frame


def own_engines(content: Content) -> dict[str, Engine]:
    """They as engines."""
    return {name: _sgpolicy(kind) for name, kind in own_kinds(content).items()}


def engines(content: Content) -> dict[str, Engine]:
    """All, by name."""
    return {**own_engines(content), "sgpolicy generated, typed facts": _generated, **HAND}


_LABELS = {"符合": True, "不符合": False, "不适用": False, "待补材料": None, "待评定": None}


def outcomes(content: Content, found: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401
    """What any of them gave, by row and rule."""
    keys = content.rules.keys
    if isinstance(found, list):  # codes, row by row
        made = content.ours.generated
        return [content.rules.expected(made, codes[1]) for codes in found]
    data = found
    if hasattr(found, "to_pydict"):
        data = found.to_pydict()
    elif hasattr(found, "to_dict"):
        data = found.to_dict(as_series=False)
    columns = {key: _truths(data[key]) for key in keys}
    rows = len(next(iter(columns.values())))
    return [{key: columns[key][row] for key in keys} for row in range(rows)]


def _truths(values: Any) -> list[bool | None]:  # noqa: ANN401
    if getattr(values, "dtype", None) == np.uint8:
        meaning: list[bool | None] = [False, None, True]
        return [meaning[int(value)] for value in values]
    return [_LABELS[v] if isinstance(v, str) else None if v is None else bool(v) for v in values]


def agreement(content: Content, rows: int, part: float) -> dict[str, int]:
    """By engine, how many outcomes differ from the generated function's, with so much missing."""
    columns = generate(content.rules, rows, missing=part, seed=3)
    right = content.right_of(columns)
    return {
        name: sum(
            1 for _ in content.differences(outcomes(content, engine(content, columns)()), right)
        )
        for name, engine in engines(content).items()
        if not (part and name in TWO_VALUED)
    }


def timed(
    content: Content, columns: Columns, rounds: int, *, budget: float
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Seconds by engine, seconds of preparing, and GB/s in the same rounds.

    From a certain size on one engine is done with before the next is prepared, so that memory holds only the
    applicants and what one engine makes of them; the rounds are not interleaved then.
    """
    probe = Bandwidth()
    works: dict[str, Work] = {**probe.works}
    preparing: dict[str, float] = {}
    times: dict[str, float] = {}
    for name, engine in engines(content).items():
        slow = name in SLOW and columns.rows > SLOW_ROWS
        if slow or (columns.masks and name in TWO_VALUED):
            continue
        begin = time.perf_counter()
        work = engine(content, columns)
        preparing[name] = time.perf_counter() - begin
        if columns.rows > TOGETHER:
            times |= interleaved({name: work}, rounds, budget=budget / 10)
            del work
            gc.collect()
        else:
            works[name] = work
    times |= interleaved(works, rounds, budget=budget)
    given = probe.rates(times)
    return times, preparing, given


def batch(
    content: Content, sizes: list[int], rounds: int, *, part: float = 0.0, budget: float = 60
) -> dict[str, Any]:
    """Million rows a second by engine and size, and what preparing took."""
    given: dict[str, float] = {}
    shown: dict[str, dict[str, Any]] = {}
    limit, last = 0.0, ""
    for size in sizes:
        columns = generate(content.rules, size, missing=part)
        times, preparing, given = timed(content, columns, rounds, budget=budget)
        last = f"{size:,}"
        limit = given["read"] * 1e3 / (columns.bytes_per_row + len(content.rules.rules))
        for name, seconds in times.items():
            row = shown.setdefault(name, {"engine": name})
            row[f"{size:,}"] = size / seconds / 1e6
            row[f"{size:,} prepare"] = size / preparing[name] / 1e6
        del columns
    for row in shown.values():
        if last in row:
            row["of memory"] = row[last] / limit
    rows = [*shown.values()]
    return {"missing": part, "bandwidth GB/s": given, "limit Mrows/s": limit, "rows": rows}
