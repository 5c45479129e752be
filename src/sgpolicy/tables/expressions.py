"""Steps as expressions of a data frame's own engine, through Narwhals: lazy frames, databases, clusters.

What several steps need becomes a column of its own, stage after stage, so that no engine has to find common
parts in long expressions; the columns are dropped at the end. A value that cannot be told before the frame is
computed (negative, too large, no member) leaves its row without outcomes: null in every column that is added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import add, and_, or_
from typing import Any

import narwhals as nw

from sgpolicy.evaluating.columnar.algebra import NotColumnarError, Step, needed
from sgpolicy.evaluating.columnar.days import FIRST, LAST
from sgpolicy.evaluating.columnar.program import Held, Program, Shown
from sgpolicy.records import dataclass
from sgpolicy.tables.columns import (
    LABELS,
    Column,
    Columns,
    FrameError,
    FrameProblem,
    ends,
    not_for_columns,
)
from sgpolicy.tables.layouts import layout, program

Frame = nw.LazyFrame[Any] | nw.DataFrame[Any]

_PREFIX = "__sgpolicy_"
_INTEGERS = (nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32)
_WITHOUT_LISTS = ("pandas", "pyarrow", "modin", "cudf")
"""Frames in memory whose lists expressions cannot look into; the fused engine can."""
_WITH_ENUMS = (nw.Implementation.POLARS, nw.Implementation.DUCKDB)
"""Engines in which an outcome takes a byte, and is told by its word all the same."""
_PLAIN: tuple[str, ...] = ("flag", "literal", "missing", "holds")


@dataclass(frozen=True, slots=True)
class _Source:
    """A column as expressions read it.

    Attributes:
        value: What it says; null where it says nothing.
        is_lawful: Whether what it says is; null where it says nothing. None: always.
        held: How steps are made for it.
    """

    column: Column
    value: nw.Expr
    is_lawful: nw.Expr | None
    held: Held


def decide(columns: Columns, data: Frame, on: date, *, as_truths: bool = False) -> Frame:
    """The frame with the columns that deciding adds, as lazy as it came.

    With `as_truths` rules' columns say whether they are met, and nothing while that is open.

    Raises:
        FrameError: A column's type does not fit, or the policy computes what expressions cannot.
    """
    before = data.collect_schema().names()
    if "spark" in str(data.implementation):  # where a point in a name means a field of a structure
        plain = nw.from_native(nw.to_native(data).toDF(*(f"c{i}" for i in range(len(before)))))
        names = dict(zip(before, plain.collect_schema().names(), strict=True))
        found = _decided(columns, plain, names, on, as_truths=as_truths)
        named: Frame = nw.from_native(nw.to_native(found).toDF(*before, *columns.added))
        return named
    names = {name: name for name in before}
    if isinstance(data, nw.DataFrame) and data.implementation is nw.Implementation.POLARS:
        # as one query, which takes some rows at a time: nothing in between is ever a whole column
        query = _decided(columns, data.lazy(), names, on, as_truths=as_truths)
        made = query.lazy().collect(engine="streaming")
        return data.with_columns(made[name] for name in columns.added)
    return _decided(columns, data, names, on, as_truths=as_truths)


def _decided(
    columns: Columns, data: Frame, names: Mapping[str, str], on: date, *, as_truths: bool
) -> Frame:
    problems: list[FrameProblem] = []
    sources = [*_sources(columns, data, names, problems)]
    if problems:
        raise FrameError(problems)
    truths = columns.compiled.generated.truths
    consulted = columns.compiled.reasoning.decisive.consulted if columns.reasons else ()
    keys = [truths[place] for place in columns.positions]
    wanted = tuple(dict.fromkeys((*keys, *consulted)))
    held = layout((source.column, source.held) for source in sources)
    try:
        made = program(columns.compiled, held, on, wanted)
    except NotColumnarError:
        raise not_for_columns() from None
    shown = [made.conclusion, *(made.nodes[key] for key in keys)]
    told = [made.conclusion, *(made.nodes[key] for key in consulted)] if columns.reasons else []
    woven = _Woven(made, {source.column.name: source for source in sources}, [*shown, *told])
    return woven.into(data, columns.added, shown, told, as_truths=as_truths)


def _sources(
    columns: Columns, data: Frame, names: Mapping[str, str], problems: list[FrameProblem]
) -> Iterator[_Source]:
    schema = data.collect_schema()
    for column in columns.known:
        name = names[column.name]
        found = _source(column, schema[name], data, name)
        if isinstance(found, str):
            problems.append(FrameProblem(column.name, None, *found.split("|", 1)))
        else:
            yield found


def _source(column: Column, kind: Any, data: Frame, at: str) -> _Source | str:  # noqa: ANN401 - a type of Narwhals
    """A column as expressions read it; what is wrong with its type as “Chinese|English”."""
    name, type_ = nw.col(at), column.type
    members = type_.members
    match type_.kind:
        case "truth":
            if kind == nw.Boolean:
                return _Source(column, name, None, Held(column.name))
            return _unfit("是或否（布尔型）", "booleans", kind)
        case "date":
            if kind == nw.Date:
                lawful = (name >= FIRST) & (name <= LAST)
                return _Source(column, name, lawful, Held(column.name))
            return _unfit("日期（不带时刻）", "dates without a time", kind)
        case "choice":
            if kind in (nw.String, nw.Categorical, nw.Enum):
                text = name if kind == nw.String else name.cast(nw.String)
                return _Source(column, text, text.is_in(members), Held(column.name))
            return _unfit("文本", "text", kind)
        case "set":
            can = str(data.implementation) not in _WITHOUT_LISTS
            if can and isinstance(kind, nw.List) and kind.inner == nw.String:
                has = [name.list.contains(one).cast(nw.Int64) for one in members]
                lawful = name.list.unique().list.len().cast(nw.Int64) == reduce(add, has)
                return _Source(column, name, lawful, Held(column.name))
            zh = f"文本的列表，或者每个选项一列是或否（“{column.name}.{members[0] if members else '选项'}”）"
            return _unfit(zh, "lists of text, or a column of booleans for each member", kind)
        case "text":
            return _Source(column, name, None, Held(column.name))
        case _:
            return _number(column, kind, data, at)


def _unfit(zh: str, en: str, kind: Any) -> str:  # noqa: ANN401
    return f"这一列应当是{zh}，现在是 {kind}。|it should hold {en}, not {kind}."


def _number(column: Column, kind: Any, data: Frame, at: str) -> _Source | str:  # noqa: ANN401
    name, scale = nw.col(at), column.scale
    if scale is None:
        zh = "百分比要在列名里写明单位：“（%）”或者“（比例）”"
        return f"{zh}。|a share's column says its unit in its name: “（%）” or “（比例）”."
    if kind in _INTEGERS:
        places = 0
    elif isinstance(kind, nw.Decimal) or kind == nw.Decimal:
        places = _decimal_places(data, at)
    elif kind in (nw.Float32, nw.Float64):
        zh = "小数（浮点数）不精确，请改用整数或者 Decimal"
        return f"{zh}。|floats are not exact; use whole numbers or decimals."
    else:
        return _unfit("整数或者 Decimal", "whole numbers or decimals", kind)
    unit = scale / 10**places
    value = name if not places else name * 10**places
    least, most = ends(column, unit)
    lawful = (value >= least) & (value <= most)
    whole = value.cast(nw.Int64)
    if column.type.kind == "count" and unit.denominator != 1:
        lawful &= whole % unit.denominator == 0
    return _Source(column, whole, lawful, Held(column.name, unit, least, most))


def _decimal_places(data: Frame, name: str) -> int:
    """How many places behind the point a column of decimals has; Narwhals does not say."""
    native, engine = nw.to_native(data), str(data.implementation)
    match engine:
        case "polars":
            return int(native.collect_schema()[name].scale)
        case "pyarrow":
            return int(native.schema.field(name).type.scale)
        case "pyspark":
            return int(native.schema[name].dataType.scale)
        case "duckdb":
            return int(dict(native.types[native.columns.index(name)].children)["scale"])
        case _:
            return int(native[name].dtype.pyarrow_dtype.scale)


class _Woven:
    """A program as expressions, in stages."""

    def __init__(
        self, made: Program, sources: Mapping[str, _Source], wanted: Sequence[Shown]
    ) -> None:
        self._steps = made.steps
        self._sources = sources
        outputs = {
            int(one)
            for shown in wanted
            for one in (shown.planes.may, shown.planes.judged, shown.planes.met, shown.is_out)
        }
        self._outputs = outputs
        self._order = needed(self._steps, outputs)
        uses = Counter(one for number in self._order for one in self._steps[number].inputs)
        uses.update(outputs)
        self._kept = {
            number
            for number in self._order
            if self._steps[number].op not in _PLAIN and uses[number] > 1
        }
        self._kept |= {one for one in outputs if self._steps[one].op not in _PLAIN}

    def into(
        self,
        data: Frame,
        names: Sequence[str],
        shown: Sequence[Shown],
        told: Sequence[Shown],
        *,
        as_truths: bool,
    ) -> Frame:
        """The frame with the outcomes under their names, the decision's first and always in words."""
        before = data.collect_schema().names()
        stages = self._stages()
        lawful = [
            one.is_lawful.fill_null(value=True)
            for one in self._sources.values()
            if one.is_lawful is not None
        ]
        is_lawful = reduce(and_, lawful) if lawful else nw.lit(value=True)
        data = data.with_columns(is_lawful.alias(f"{_PREFIX}lawful"))
        is_eager = isinstance(data, nw.DataFrame)
        for stage, idle in zip(stages, self._idle_after(), strict=True):
            data = data.with_columns(*stage)
            if is_eager and idle:  # an engine that is told all at once sees to it itself
                data = data.drop(*idle)
        made = [
            (self._truth(one) if as_truths and place else self._label(one, data)).alias(name)
            for place, (one, name) in enumerate(zip(shown, names, strict=False))
        ]
        if told:
            codes = [self._code(one).cast(nw.String) for one in told]
            made.append(self._lawful(nw.concat_str(codes)).alias(names[-1]))
        return data.select(*before, *made)

    def _stages(self) -> list[list[nw.Expr]]:
        """The columns to be added, those of a stage resting on earlier ones."""
        known: dict[int, nw.Expr] = {}
        self._placed: dict[int, int] = {}
        ready: dict[int, int] = {}
        stages: list[list[nw.Expr]] = []
        for number in self._order:
            step = self._steps[number]
            expr = self._made(step, [known[one] for one in step.inputs])
            stage = max((ready[one] for one in step.inputs), default=0)
            if number in self._kept:
                while len(stages) <= stage:
                    stages.append([])
                name = f"{_PREFIX}{number}"
                self._placed[number] = stage
                stages[stage].append(expr.alias(name))
                expr, stage = nw.col(name), stage + 1
            known[number], ready[number] = expr, stage
        self._known = known
        return stages

    def _idle_after(self) -> list[list[str]]:
        """Of each stage, the columns that none after it needs."""
        last = dict(self._placed)
        reads: dict[int, frozenset[int]] = {}
        for number in self._order:
            inputs = self._steps[number].inputs
            reads[number] = frozenset[int]().union(
                *((one,) if one in self._kept else reads[one] for one in inputs)
            )
            for one in reads[number] if number in self._kept else ():
                last[one] = max(last[one], self._placed[number])
        for number in self._outputs:
            for one in {number} & self._kept or reads[number]:
                last[one] = len(self._order)
        stages = range(max(self._placed.values(), default=-1) + 1)
        return [
            [f"{_PREFIX}{one}" for one, stage in last.items() if stage == place] for place in stages
        ]

    def _made(self, step: Step, inputs: Sequence[nw.Expr]) -> nw.Expr:
        match step.op:
            case "flag":
                return nw.lit(bool(step.args[0]))
            case "literal":
                return nw.lit(int(str(step.args[0])), dtype=nw.Int64)
            case "missing" | "holds" | "one_of" | "has" | "number" | "day":
                return self._read(step)
            case "not":
                return ~inputs[0]
            case "and":
                return reduce(and_, inputs)
            case "or":
                return reduce(or_, inputs)
            case "at_least":
                return _count(inputs) >= int(str(step.args[0]))
            case "count":
                return _count(inputs)
            case "least":
                return nw.min_horizontal(*inputs)
            case "greatest":
                return nw.max_horizontal(*inputs)
            case "choose":
                return nw.when(inputs[0]).then(inputs[1]).otherwise(inputs[2])
            case _:
                return _TWO[step.op](*inputs)

    def _read(self, step: Step) -> nw.Expr:
        value = self._sources[str(step.args[0])].value
        match step.op:
            case "missing":
                return value.is_null()
            case "holds":
                return value.fill_null(value=False)
            case "one_of":
                members = step.args[1]
                return (
                    value.is_in(members).fill_null(value=False)
                    if isinstance(members, tuple)
                    else value
                )
            case "has":
                return value.list.contains(str(step.args[1])).fill_null(value=False)
            case "number":
                return value.fill_null(0)
            case _:
                months = value.dt.year().cast(nw.Int64) * 12 + value.dt.month().cast(nw.Int64) - 1
                return (months * 32 + value.dt.day().cast(nw.Int64)).fill_null(0)

    def _lawful(self, expr: nw.Expr) -> nw.Expr:
        return nw.when(nw.col(f"{_PREFIX}lawful")).then(expr)

    def _label(self, shown: Shown, data: Frame) -> nw.Expr:
        """An outcome in words; of a kind of its own where the engine has one."""
        kind = nw.Enum(LABELS) if data.implementation in _WITH_ENUMS else nw.String()
        return self._lawful(self._picked(shown, lambda code: nw.lit(LABELS[code], dtype=kind)))

    def _truth(self, shown: Shown) -> nw.Expr:
        """Whether it is met; null while that is open."""
        may, met = self._known[shown.planes.may], self._known[shown.planes.met]
        if shown.planes.may == shown.planes.met:
            return self._lawful(met)
        return self._lawful(nw.when(~may | met).then(met))

    def _code(self, shown: Shown) -> nw.Expr:
        return self._picked(shown, lambda code: nw.lit(code, dtype=nw.Int64))

    def _picked(self, shown: Shown, made: Callable[[int], nw.Expr]) -> nw.Expr:
        """What is made of an outcome, the planes looked at from the outside in."""
        planes = shown.planes
        tests = [(shown.is_out, 4), (planes.met, 3)]
        if planes.judged != planes.met:
            tests.append((planes.judged, 2))
        if planes.may != planes.judged:
            tests.append((planes.may, 1))
        found = made(0)
        for plane, code in reversed(tests):
            step = self._steps[plane]
            if step.op == "flag":
                found = made(code) if step.args[0] else found
            else:
                found = nw.when(self._known[plane]).then(made(code)).otherwise(found)
        return found


def _count(truths: Sequence[nw.Expr]) -> nw.Expr:
    return reduce(add, (one.cast(nw.Int64) for one in truths))


_TWO: dict[str, Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
    "le": lambda one, other: one <= other,
    "eq": lambda one, other: one == other,
    "add": lambda one, other: one + other,
    "subtract": lambda one, other: one - other,
    "multiply": lambda one, other: one * other,
    "divide": lambda one, other: one // other,
    "modulo": lambda one, other: one - (one // other) * other,  # not all of them have one
}
