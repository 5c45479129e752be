"""Data frames: Polars, pandas and PyArrow in, the same kind out, with outcomes.

How columns are named, and what their values may be: see `sgpolicy.tables.columns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
import numpy as np
import pyarrow as pa
from narwhals.exceptions import DuplicateError

from sgpolicy.records import replace
from sgpolicy.tables import expressions
from sgpolicy.tables.columns import LABELS, Columns, FrameError, FrameProblem, OutcomesAs
from sgpolicy.tables.deciding import Decided, Engine, dictionary
from sgpolicy.tables.enums import enum_of_codes, enums_of_planes
from sgpolicy.tables.fused import Codes
from sgpolicy.tables.ledgers import Given, JoinedFrames
from sgpolicy.tables.slices import Series, Together, decide_slices
from sgpolicy.tables.truths import are_met, are_open, truths_of_codes, truths_of_planes
from sgpolicy.tables.values import Values

if TYPE_CHECKING:
    from sgpolicy.compiled import CompiledPolicy

_IS_TRUTHS: Final[Mapping[OutcomesAs, bool]] = {"labels": False, "truths": True}


def evaluate_frame(  # noqa: PLR0913 - each has a name
    compiled: CompiledPolicy,
    frame: Any,  # noqa: ANN401 - whatever narwhals takes
    *,
    on: date,
    rules: Iterable[str] = (),
    reasons: bool = False,
    ignore_unknown: bool = False,
    engine: Engine = "auto",
    require: Iterable[str] = (),
    ledgers: Mapping[str, Any] | None = None,
    key: str | None = None,
    outcomes: OutcomesAs = "labels",
) -> Any:  # noqa: ANN401 - the same kind
    """Decide every row of a frame; see `CompiledPolicy.evaluate_frame`."""
    as_truths = _IS_TRUTHS[outcomes]
    data = _opened(frame)
    names = data.collect_schema().names()
    asked: dict[str, Any] = {
        "rules": rules,
        "reasons": reasons,
        "ignore_unknown": ignore_unknown,
        "require": require,
    }
    columns: Columns
    if key is not None:
        columns = JoinedFrames(
            compiled, _given(data, engine), key, _children(ledgers or {}, engine), **asked
        )
    elif ledgers:
        raise TypeError("ledgers 须有 key：申报编号的列名 / ledgers need a key")
    else:
        columns = Columns(compiled, names, **asked)
    if isinstance(data, nw.LazyFrame) or engine == "expressions":
        if engine not in ("auto", "expressions"):
            zh = f"惰性的表用它自己的引擎计算，不能用 engine={engine!r}；请先 collect()。"
            en = f"a lazy frame is computed by its own engine, not by {engine!r}; collect it first."
            raise FrameError([FrameProblem("", None, zh, en)])
        return nw.to_native(expressions.decide(columns, data, on, as_truths=as_truths))
    slices = decide_slices(columns, data, on, _values, engine=engine)
    made = dict(zip(columns.added, _made(slices, data, as_truths=as_truths), strict=True))
    return _with(data, made)


def _made(
    slices: Iterable[tuple[Decided, int]], data: nw.DataFrame[Any], *, as_truths: bool
) -> list[Any]:
    """The columns to be added.

    Raises:
        FrameError: With what cannot be read.
    """
    native = data.implementation.to_native_namespace()
    is_polars = data.implementation is nw.Implementation.POLARS
    whole = Together(len(data))
    pieces: list[list[Any]] = []
    for found, rows in slices:
        if found.problems:
            raise FrameError(found.problems)
        if is_polars:
            pieces.append(_polars(found, rows, native, as_truths=as_truths))
        whole.add(replace(found, codes=()) if is_polars else found, rows)
    made = [
        _truths(codes, native, data) if as_truths and place else _coded(codes, LABELS, native, data)
        for place, codes in enumerate(whole.codes)
    ]
    made += [
        parts[0] if len(parts) == 1 else native.concat(parts, rechunk=False)
        for parts in zip(*pieces, strict=True)
    ]
    if whole.reasons is not None:
        made.append(_coded(whole.reasons, whole.texts, native, data, is_open=True))
    return made


def _polars(found: Decided, rows: int, native: Any, *, as_truths: bool) -> list[Any]:  # noqa: ANN401
    """Outcomes as columns of Polars; values are looked up by code, and truths lie as they are."""
    if as_truths:
        truths = [truths_of_planes(one, rows) for one in found.planes[1:]]
        truths += [truths_of_codes(one) for one in found.codes[1:]]
        first = replace(found, planes=found.planes[:1], codes=found.codes[:1])
        return [*_polars(first, rows, native, as_truths=False), *map(native.Series, truths)]
    if found.planes:
        return enums_of_planes(found.planes, rows, LABELS, native)
    return [enum_of_codes(codes, LABELS, native) for codes in found.codes]


def _truths(codes: Codes, native: Any, data: nw.DataFrame[Any]) -> Any:  # noqa: ANN401
    if data.implementation is nw.Implementation.PANDAS:
        return native.arrays.BooleanArray(are_met(codes), are_open(codes))
    return truths_of_codes(codes)


def _children(ledgers: Mapping[str, Any], engine: Engine) -> dict[str, Given]:
    """The frames of ledgers; what is wrong with any is told for all."""
    found: dict[str, Given] = {}
    problems: list[FrameProblem] = []
    for name, one in ledgers.items():
        try:
            found[name] = _given(_opened(one, name), engine, name)
        except FrameError as error:
            problems += error.problems
    if problems:
        raise FrameError(problems)
    return found


def _given(data: nw.DataFrame[Any] | nw.LazyFrame[Any], engine: Engine, ledger: str = "") -> Given:
    """A frame in memory; what is lazy is told to be collected."""
    if isinstance(data, nw.LazyFrame) or engine == "expressions":
        zh = "带台账的表在内存里计算；惰性的表请先 collect()，engine 不能是 expressions。"
        en = "with ledgers, frames are computed in memory; collect lazy ones, and ask for another engine."
        raise FrameError([FrameProblem("", None, zh, en, ledger)])
    return Given(data.columns, len(data), lambda name: _values(data[name]))


def _opened(frame: Any, ledger: str = "") -> nw.DataFrame[Any] | nw.LazyFrame[Any]:  # noqa: ANN401
    try:
        opened: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(frame)
    except TypeError:
        kind = type(frame).__name__
        zh = f"不认识的数据表 {kind}；可用 Polars、pandas、PyArrow、DuckDB 和 PySpark 的表。"
        en = f"{kind} is no frame of Polars, pandas, PyArrow, DuckDB or PySpark."
        raise FrameError([FrameProblem("", None, zh, en, ledger)]) from None
    except DuplicateError:
        names = [*getattr(frame, "column_names", getattr(frame, "columns", ()))]
        zh, en = "有两列同名，请改名或者去掉一列。", "two columns have this name."
        twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
        told = [FrameProblem(str(name), None, zh, en, ledger) for name in twice]
        raise FrameError(told) from None
    return opened


def _values(series: Series) -> Values:
    """A column as Arrow has it; a list where it has no type for it."""
    try:
        found: Values = series.to_arrow()
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError):
        found = series.to_list()
    return found


def _coded(
    codes: Any,  # noqa: ANN401 - an array of NumPy's
    labels: Any,  # noqa: ANN401
    native: Any,  # noqa: ANN401 - the module of the frame's kind
    data: nw.DataFrame[Any],
    *,
    is_open: bool = False,
) -> Any:  # noqa: ANN401
    match data.implementation:
        case nw.Implementation.POLARS:
            return native.Series(dictionary(codes, labels)).cast(native.Categorical)
        case nw.Implementation.PANDAS:
            kind = np.int32 if is_open else np.int8
            categories = native.Index(list(labels), dtype="str")
            return native.Categorical.from_codes(
                codes.astype(kind), categories, ordered=not is_open
            )
        case _:
            return dictionary(codes, labels)


def _with(data: nw.DataFrame[Any], made: dict[str, Any]) -> Any:  # noqa: ANN401
    """The frame with some columns more."""
    frame = nw.to_native(data)
    match data.implementation:
        case nw.Implementation.POLARS:
            return frame.with_columns(*(one.alias(name) for name, one in made.items()))
        case nw.Implementation.PANDAS:
            return frame.assign(**made)
        case _:
            for name, one in made.items():
                frame = frame.append_column(name, one)
            return frame
