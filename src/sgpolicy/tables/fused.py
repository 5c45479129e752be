"""Steps carried out on NumPy columns, block by block, so that what a block needs stays in the cache.

A step that rests on the days of one column alone is done once for every day of the calendar, and then looked
up. Results stand in a few buffers, each used again as soon as nothing needs what is in it. Blocks are shared
out over threads, since NumPy lets go of the interpreter while it works.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from sgpolicy.evaluating.columnar.algebra import TRUTHS, Argument, Step, needed
from sgpolicy.evaluating.columnar.days import FIRST, LAST
from sgpolicy.evaluating.columnar.lowering import Program, Shown

Array = npt.NDArray[Any]
Codes = npt.NDArray[np.uint8]
"""Outcomes in each row: 0 不符合, 1 待补材料, 2 待评定, 3 符合, 4 不适用."""

BLOCK = 65_536
_SMALL = 2**31 - 1
_DAYS = np.arange(np.datetime64(FIRST), np.datetime64(LAST) + np.timedelta64(1, "D"))
FIRST_DAY = int(_DAYS[0].astype(np.int64))
"""The first day that a column may hold, counted from 1970."""
LAST_DAY = FIRST_DAY + len(_DAYS) - 1


def _day_numbers() -> Array:
    months = _DAYS.astype("datetime64[M]")
    in_month = (_DAYS - months.astype("datetime64[D]")).astype(np.int64) + 1
    numbers: Array = (months.astype(np.int64) + 1970 * 12) * 32 + in_month
    return numbers.astype(np.int32)


DAY_NUMBERS = _day_numbers()
"""`days.number_of` of every day that a column may hold."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A column as the steps read it.

    Attributes:
        values: Truths (bool), whole numbers, days since 1970, a choice's place among the members, or a set
            as one bit for each member. Where it says nothing: false or 0 for truths, numbers and sets, no
            member's place for choices, any day.
        gaps: Where it says nothing; None: nowhere.
        members: Of a choice or set.
    """

    values: Array
    gaps: npt.NDArray[np.bool_] | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Done:
    """One thing done to a block: a function of NumPy's kind, what it reads and where it writes."""

    function: Callable[..., object]
    reads: tuple[int, ...]
    writes: int


def run(
    program: Program,
    columns: Mapping[str, Filled],
    rows: int,
    wanted: Sequence[Shown],
    *,
    threads: int | None = None,
) -> list[Codes]:
    """Carry out a program.

    Args:
        program: The steps.
        columns: What they read.
        rows: How many.
        wanted: The outcomes asked for.
        threads: How many; as many as there are processors where None.
    """
    plan = _Plan(program, columns, wanted)
    outputs = [np.empty(rows, np.uint8) for _ in wanted]
    starts = range(0, rows, BLOCK)
    count = min(threads or os.cpu_count() or 1, len(starts))
    own = threading.local()

    def work(start: int) -> None:
        if not hasattr(own, "buffers"):
            own.buffers = plan.buffers(min(rows, BLOCK))
        plan.block(own.buffers, start, min(start + BLOCK, rows), outputs)

    if count <= 1:
        for start in starts:
            work(start)
    else:
        with ThreadPoolExecutor(count) as pool:
            for _ in pool.map(work, starts):
                pass
    return outputs


class _Plan:
    """What is looked up, what is done to each block, and in which places.

    A place holds a slice of a column, a buffer, a table or a constant; places are numbered.
    """

    def __init__(
        self, program: Program, columns: Mapping[str, Filled], wanted: Sequence[Shown]
    ) -> None:
        self._steps = program.steps
        self._ends = program.ends
        self._columns = columns
        self._done: list[_Done] = []
        self._fixed: dict[int, object] = {}
        self._slices: dict[int, Array] = {}
        self._kinds: dict[int, type[np.generic]] = {}
        self._free: dict[type[np.generic], list[int]] = defaultdict(list)
        self._places = 0
        self._known: dict[object, int] = {}
        outputs = {
            int(one)
            for shown in wanted
            for one in (shown.planes.may, shown.planes.judged, shown.planes.met, shown.is_out)
        }
        calendars = self._days_alone(needed(self._steps, outputs))
        self._tables = self._looked_up(calendars, outputs)
        order = self._for_rows(outputs)
        ending = self._ending(order, outputs)
        at: dict[int, int] = {}
        for place, number in enumerate(order):
            at[number] = self._step(number, at, calendars)
            for one in ending.get(place, ()):
                self._release(at[one])
        self._outputs = [self._code(shown, at) for shown in wanted]

    # ── what rests on the days of one column ──

    def _days_alone(self, order: Sequence[int]) -> dict[int, str]:
        """Steps that rest on the days of one column and on nothing else, by that column."""
        found: dict[int, str] = {}
        fixed: set[int] = set()
        for number in order:
            step = self._steps[number]
            if step.op in ("literal", "flag"):
                fixed.add(number)
            elif step.op == "day":
                found[number] = str(step.args[0])
            elif step.inputs and all(one in found or one in fixed for one in step.inputs):
                names = {found[one] for one in step.inputs if one in found}
                if len(names) == 1:
                    found[number] = names.pop()
        return found

    def _looked_up(self, calendars: Mapping[int, str], outputs: set[int]) -> dict[int, Array]:
        """The tables, for those of these steps that something else needs."""
        order = needed(self._steps, outputs)
        asked = {
            one for number in order if number not in calendars for one in self._steps[number].inputs
        }
        tops = [number for number in calendars if number in asked | outputs]
        known: dict[int, Any] = {}
        for number in needed(self._steps, tops):
            step = self._steps[number]
            if step.op == "day":
                known[number] = DAY_NUMBERS.astype(np.int64)
            elif step.op in ("literal", "flag"):
                known[number] = step.args[0]
            else:
                known[number] = _once(step, [known[one] for one in step.inputs])
        found = {number: known[number] for number in tops}
        return {
            number: table
            if table.dtype == np.bool_ or not self._is_small(number)
            else table.astype(np.int32)
            for number, table in found.items()
        }

    def _is_small(self, number: int) -> bool:
        low, high = self._ends[number]
        return low >= -_SMALL and high <= _SMALL

    # ── what is done to a block ──

    def _for_rows(self, outputs: set[int]) -> list[int]:
        wanted, order = {*outputs}, []
        for number in range(len(self._steps) - 1, -1, -1):
            if number in wanted:
                order.append(number)
                if number not in self._tables:
                    wanted.update(self._steps[number].inputs)
        return order[::-1]

    def _ending(self, order: Sequence[int], outputs: set[int]) -> Mapping[int, list[int]]:
        """Which results nothing needs after a place in the order."""
        last: dict[int, int] = {}
        for place, number in enumerate(order):
            if number not in self._tables:
                for one in self._steps[number].inputs:
                    last[one] = place
        ending: dict[int, list[int]] = defaultdict(list)
        for one, place in last.items():
            if one not in outputs:
                ending[place].append(one)
        return ending

    def _new(self) -> int:
        self._places += 1
        return self._places - 1

    def _buffer(self, kind: type[np.generic]) -> int:
        free = self._free[kind]
        if free:
            return free.pop()
        place = self._new()
        self._kinds[place] = kind
        return place

    def _release(self, place: int) -> None:
        kind = self._kinds.get(place)
        if kind is not None:
            self._free[kind].append(place)

    def _constant(self, value: object) -> int:
        key = (type(value), value)
        if key not in self._known:
            place = self._known[key] = self._new()
            self._fixed[place] = value
        return self._known[key]

    def _slice(self, name: str, *, gaps: bool = False) -> int:
        key = (name, gaps)
        if key not in self._known:
            column = self._columns[name]
            array = column.gaps if gaps else column.values
            if array is None:
                return self._constant(value=False)
            place = self._known[key] = self._new()
            self._slices[place] = array
        return self._known[key]

    def _do(self, function: Callable[..., object], *reads: int, writes: int) -> int:
        self._done.append(_Done(function, reads, writes))
        return writes

    def _kind(self, place: int) -> type[np.generic]:
        if place in self._slices:
            return self._slices[place].dtype.type
        return self._kinds.get(place, np.int32)

    def _step(self, number: int, at: Mapping[int, int], calendars: Mapping[int, str]) -> int:
        """Do a step; the place of its result."""
        step = self._steps[number]
        table = self._tables.get(number)
        if table is not None:
            place = self._fixed_table(number, table)
            days = self._offset(calendars[number])
            return self._do(_take, place, days, writes=self._buffer(table.dtype.type))
        match step.op:
            case "flag" | "literal":
                return self._constant(step.args[0])
            case "missing":
                return self._slice(str(step.args[0]), gaps=True)
            case "holds" | "number":
                return self._slice(str(step.args[0]))
            case "one_of":
                return self._one_of(step)
            case "has":
                return self._has(step)
            case _:
                return self._combined(number, [at[one] for one in step.inputs])

    def _combined(self, number: int, reads: Sequence[int]) -> int:
        step = self._steps[number]
        if step.op in TRUTHS:
            out = self._buffer(np.bool_)
        else:
            is_wide = not self._is_small(number) or any(
                self._kind(one) not in (np.int32, np.bool_) for one in reads
            )
            out = self._buffer(np.int64 if is_wide else np.int32)
        if step.op in _JOINING:
            self._do(_JOINING[step.op], reads[0], reads[1], writes=out)
            for one in reads[2:]:
                self._do(_JOINING[step.op], out, one, writes=out)
        elif step.op == "at_least":
            self._do(partial(_at_least, step.args[0]), *reads, writes=out)
        elif step.op == "choose":
            self._do(_choose, *reads, writes=out)
        elif step.op in _COMPARING:
            self._do(_COMPARING[step.op], *reads, writes=out)
        else:
            self._do(partial(_COUNTING[step.op], dtype=self._kinds[out]), *reads, writes=out)
        return out

    def _fixed_table(self, number: int, table: Array) -> int:
        place = self._new()
        self._fixed[place] = table
        self._known["table", number] = place
        return place

    def _offset(self, name: str) -> int:
        """The days of a column as places in the tables; kept for the whole block."""
        key = ("offset", name)
        if key not in self._known:
            out = self._new()
            self._kinds[out] = np.int64
            self._known[key] = out
            first = self._constant(FIRST_DAY)
            self._do(_subtract, self._slice(name), first, writes=out)
        return self._known[key]

    def _has(self, step: Step) -> int:
        column = self._columns[str(step.args[0])]
        kind = column.values.dtype.type
        bit = self._constant(kind(1 << column.members.index(str(step.args[1]))))
        out, part = self._buffer(np.bool_), self._buffer(kind)
        self._do(np.bitwise_and, self._slice(str(step.args[0])), bit, writes=part)
        self._do(np.not_equal, part, self._constant(0), writes=out)
        self._release(part)
        return out

    def _one_of(self, step: Step) -> int:
        name, names = str(step.args[0]), step.args[1]
        members = self._columns[name].members
        wanted = names if isinstance(names, tuple) else ()
        places = sorted(members.index(one) for one in wanted if one in members)
        values, out = self._slice(name), self._buffer(np.bool_)
        if not places:
            return self._constant(value=False)
        more = self._buffer(np.bool_)
        if len(places) > 1 and places == list(range(places[0], places[-1] + 1)):
            self._do(np.greater_equal, values, self._constant(places[0]), writes=out)
            self._do(np.less_equal, values, self._constant(places[-1]), writes=more)
            self._do(np.logical_and, out, more, writes=out)
        else:
            self._do(np.equal, values, self._constant(places[0]), writes=out)
            for place in places[1:]:
                self._do(np.equal, values, self._constant(place), writes=more)
                self._do(np.logical_or, out, more, writes=out)
        self._release(more)
        return out

    def _code(self, shown: Shown, at: Mapping[int, int]) -> tuple[_Done, ...]:
        """How an outcome's number comes about; it writes to what is named -1."""
        planes = [at[one] for one in (shown.planes.may, shown.planes.judged, shown.planes.met)]
        weights: dict[int, int] = defaultdict(int)
        for plane, weight in zip((*planes, at[shown.is_out]), (1, 1, 1, 4), strict=True):
            weights[plane] += weight
        base = 0
        for place in [one for one in weights if one in self._fixed]:
            base += weights.pop(place) * int(bool(self._fixed[place]))
        if not weights:
            return (_Done(partial(_fill, base), (), -1),)
        first, *others = sorted(weights, key=lambda one: -weights[one])
        done = [_Done(partial(_weighed, weights[first], base), (first,), -1)]
        done += [_Done(partial(_more, weights[one]), (one,), -1) for one in others]
        return tuple(done)

    # ── running ──

    def buffers(self, size: int) -> list[Any]:
        """The places, with new buffers, for one thread."""
        places: list[Any] = [None] * self._places
        for place, kind in self._kinds.items():
            places[place] = np.empty(size, kind)
        for place, value in self._fixed.items():
            places[place] = value
        return places

    def block(
        self, buffers: Sequence[Any], start: int, stop: int, outputs: Sequence[Codes]
    ) -> None:
        """Do one block."""
        places = [*buffers]
        for place, array in self._slices.items():
            places[place] = array[start:stop]
        size = stop - start
        for place in self._kinds:
            if len(places[place]) != size:
                places[place] = places[place][:size]
        for one in self._done:
            one.function(*[places[place] for place in one.reads], out=places[one.writes])
        for recipe, output in zip(self._outputs, outputs, strict=True):
            for one in recipe:
                one.function(*[places[place] for place in one.reads], out=output[start:stop])


_JOINING: dict[str, Callable[..., object]] = {"and": np.logical_and, "or": np.logical_or}
_COMPARING: dict[str, Callable[..., object]] = {
    "le": np.less_equal,
    "lt": np.less,
    "eq": np.equal,
    "not": np.logical_not,
}
_COUNTING: dict[str, Callable[..., object]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.floor_divide,
    "modulo": np.remainder,
    "least": np.minimum,
    "greatest": np.maximum,
}


def _once(step: Step, args: Sequence[Any]) -> Array:
    """A step done to whole tables, in 64 bits."""
    match step.op:
        case "choose":
            found: Any = np.where(args[0], args[1], args[2])
        case "and" | "or":
            found = reduce(_JOINING[step.op], args)
        case "at_least":
            found = np.sum(args, axis=0) >= step.args[0]
        case _:
            found = (_COMPARING.get(step.op) or _COUNTING[step.op])(*args)
    return np.asarray(found)


def _take(table: Array, places: Array, out: Array) -> None:
    np.take(table, places, out=out, mode="clip")


def _subtract(values: Array, first: int, out: Array) -> None:
    np.subtract(values, first, out=out, dtype=np.int64)


def _choose(test: Array, then: Any, otherwise: Any, out: Array) -> None:  # noqa: ANN401
    np.copyto(out, otherwise)
    np.copyto(out, then, where=test)


def _at_least(number: Argument, *parts: Array, out: Array) -> None:
    count = parts[0].view(np.uint8).copy()
    for part in parts[1:]:
        np.add(count, part.view(np.uint8), out=count)
    np.greater_equal(count, number, out=out)


def _fill(value: int, out: Codes) -> None:
    out[:] = value


def _weighed(weight: int, base: int, plane: Array, out: Codes) -> None:
    np.multiply(plane.view(np.uint8), weight, out=out)
    if base:
        np.add(out, base, out=out)


def _more(weight: int, plane: Array, out: Codes) -> None:
    np.add(
        out,
        plane.view(np.uint8) * np.uint8(weight) if weight > 1 else plane.view(np.uint8),
        out=out,
    )
