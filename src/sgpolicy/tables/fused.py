"""Steps carried out on NumPy columns, block by block, so that what a block needs stays in the cache.

A step that rests on the days of one column alone is done once for every day of the calendar, and then looked
up. Truths are bytes, worked on eight at a time. Results stand in a few buffers, each used again as soon as
nothing needs what is in it. Blocks are shared out over threads, since NumPy lets go of the interpreter while
it works.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial, reduce
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sgpolicy.evaluating.columnar.algebra import Op, Step, needed
from sgpolicy.evaluating.columnar.days import FIRST, LAST
from sgpolicy.evaluating.columnar.program import Program, Shown
from sgpolicy.records import dataclass

Array = npt.NDArray[Any]
Codes = npt.NDArray[np.uint8]
"""Outcomes in each row: 0 不符合, 1 待补材料, 2 待评定, 3 符合, 4 不适用."""

BLOCK = 32_768
_SMALL = 2**31 - 1
_DAYS = np.arange(np.datetime64(FIRST), np.datetime64(LAST) + np.timedelta64(1, "D"))
FIRST_DAY = int(_DAYS[0].astype(np.int64))
"""The first day that a column may hold, counted from 1970."""
LAST_DAY = FIRST_DAY + len(_DAYS) - 1
_ONES = 0x0101_0101_0101_0101
_LANE = 8


def _day_numbers() -> Array:
    months = _DAYS.astype("datetime64[M]")
    in_month = (_DAYS - months.astype("datetime64[D]")).astype(np.int64) + 1
    numbers: Array = (months.astype(np.int64) + 1970 * 12) * 32 + in_month
    return numbers


DAY_NUMBERS = _day_numbers()
"""`days.number_of` of every day that a column may hold."""


class OutsideError(Exception):
    """A column holds what its `Filled.least` and `most` exclude."""


@dataclass(frozen=True, slots=True)
class Bits:
    """Truths as Arrow has them: one bit a row, the lowest of a byte first.

    Attributes:
        data: The bytes. `offset`: the first row's bit.
    """

    data: npt.NDArray[np.uint8]
    offset: int = 0

    def rows(self, start: int, stop: int) -> Array:
        """Some rows, a byte each."""
        first, last = start + self.offset, stop + self.offset
        packed = self.data[first // 8 : (last + 7) // 8]
        found = np.unpackbits(packed, bitorder="little")
        skipped = first % 8
        return found[skipped : skipped + stop - start].view(np.bool_)


@dataclass(frozen=True, slots=True)
class Filled:
    """A column as the steps read it.

    Attributes:
        values: Truths (false where it says nothing); whole numbers; days since 1970; a choice's place among
            the members (no member's where it says nothing); or a set as one bit for each member (0 where it
            says nothing). Numbers and days may be anything where it says nothing.
        stated: Where it says something; None: everywhere.
        members: Of a choice or set.
        ends: Between what numbers or days must lie; `run` looks. None: it has been seen to.
    """

    values: Array | Bits
    stated: Bits | None = None
    members: tuple[str, ...] = ()
    ends: tuple[int, int] | None = None

    def part(self, start: int, stop: int) -> Filled:
        """Some rows."""
        values = self.values
        return Filled(
            Bits(values.data, values.offset + start)
            if isinstance(values, Bits)
            else values[start:stop],
            None if self.stated is None else Bits(self.stated.data, self.stated.offset + start),
            self.members,
            self.ends,
        )


def _empty(rows: int) -> Codes:
    """Memory of Arrow's pool: it keeps what it has had, and new pages cost more than the work in them."""
    return np.frombuffer(pa.allocate_buffer(rows), np.uint8)


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

    Raises:
        OutsideError: A column holds something outside its ends.
    """
    plan = _Plan(program, columns, wanted)
    outputs = [
        *np.empty((len(wanted), rows), np.uint8)
    ]  # in one piece: the system hands it out faster
    full = rows // BLOCK
    count = min(threads or os.cpu_count() or 1, full)
    own = threading.local()

    def work(number: int) -> None:
        if not hasattr(own, "worker"):
            own.worker = plan.worker(BLOCK)
        own.worker.block(number * BLOCK, outputs)

    if count > 1:
        with ThreadPoolExecutor(count) as pool:
            for _ in pool.map(work, range(full)):
                pass
    else:
        for number in range(full):
            work(number)
    start = full * BLOCK
    for size in ((rows - start) // _LANE * _LANE, (rows - start) % _LANE):
        if size:
            plan.worker(size).block(start, outputs)
            start += size
    return outputs


@dataclass(frozen=True, slots=True)
class _Done:
    """One thing done to a block.

    Attributes:
        function: Of NumPy's kind; what it writes to comes last.
        reads, writes: Places; -1 is the output.
        in_lanes: Whether it is done to eight truths at a time.
    """

    function: Callable[..., object]
    reads: tuple[int, ...]
    writes: int
    in_lanes: bool = False


class _Plan:
    """What is looked up, what is done to each block, and in which places.

    A place holds a slice of a column, a buffer, a table or a constant; places are numbered.
    """

    def __init__(
        self, program: Program, columns: Mapping[str, Filled], wanted: Sequence[Shown]
    ) -> None:
        self._steps = program.steps
        self._ends = program.ends
        self._held = columns
        self.done: list[_Done] = []
        self.fixed: dict[int, object] = {}
        self.columns: dict[int, Array | Bits] = {}
        self.kinds: dict[int, type[np.generic]] = {}
        self._free: dict[type[np.generic], list[int]] = defaultdict(list)
        self._places = 0
        self._known: dict[object, int] = {}
        self.checks = [
            (self._column(name), self._stated(name), *one.ends)
            for name, one in columns.items()
            if one.ends is not None
        ]
        outputs = {
            int(one)
            for shown in wanted
            for one in (shown.planes.may, shown.planes.judged, shown.planes.met, shown.is_out)
        }
        self._calendars = self._days_alone(needed(self._steps, outputs))
        self._tables = self._looked_up(outputs)
        self._packed = self._pack()
        order = self._for_rows(outputs)
        self._to_fill = self._filled(order)
        ending = self._ending(order, outputs)
        at: dict[int, int] = {}
        for place, number in enumerate(order):
            at[number] = self._step(number, at)
            for one in ending.get(place, ()):
                self._release(at[one])
        self.outputs = [self._code(shown, at) for shown in wanted]

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

    def _looked_up(self, outputs: set[int]) -> dict[int, Array]:
        """The tables, for those of these steps that something else needs."""
        order = needed(self._steps, outputs)
        asked = {
            one
            for number in order
            if number not in self._calendars
            for one in self._steps[number].inputs
        }
        tops = [number for number in self._calendars if number in asked | outputs]
        known: dict[int, Any] = {}
        for number in needed(self._steps, tops):
            step = self._steps[number]
            if step.op == "day":
                known[number] = DAY_NUMBERS
            elif step.op in ("literal", "flag"):
                known[number] = step.args[0]
            else:
                known[number] = _once(step, [known[one] for one in step.inputs])
        return {
            number: known[number].astype(np.int32)
            if known[number].dtype != np.bool_ and self._is_small(number)
            else known[number]
            for number in tops
        }

    def _pack(self) -> dict[int, tuple[Array, int]]:
        """Tables of truths, eight to a byte: one look-up for all of them."""
        groups: dict[str, list[int]] = defaultdict(list)
        for number, table in self._tables.items():
            if table.dtype == np.bool_:
                groups[self._calendars[number]].append(number)
        found: dict[int, tuple[Array, int]] = {}
        for numbers in groups.values():
            for first in range(0, len(numbers), 8):
                some = numbers[first : first + 8]
                bits = (self._tables[one].astype(np.uint8) << i for i, one in enumerate(some))
                packed = reduce(np.bitwise_or, bits)
                found |= {one: (packed, i) for i, one in enumerate(some)}
        return found

    def _is_small(self, number: int) -> bool:
        low, high = self._ends[number]
        return low >= -_SMALL and high <= _SMALL

    # ── places ──

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
        self.kinds[place] = kind
        return place

    def _lasting(self, kind: type[np.generic], key: object) -> int:
        """A buffer that is kept for the whole block, known by a key."""
        place = self._known[key] = self._new()
        self.kinds[place] = kind
        self._known["lasting", place] = place
        return place

    def _release(self, place: int) -> None:
        kind = self.kinds.get(place)
        if kind is not None and ("lasting", place) not in self._known:
            self._free[kind].append(place)

    def _constant(self, value: object) -> int:
        key = (type(value), value)
        if key not in self._known:
            place = self._known[key] = self._new()
            self.fixed[place] = value
        return self._known[key]

    def _column(self, name: str) -> int:
        key = ("column", name)
        if key not in self._known:
            place = self._known[key] = self._new()
            self.columns[place] = self._held[name].values
        return self._known[key]

    def _stated(self, name: str) -> int | None:
        """The place that says where a column says something; None: everywhere."""
        stated = self._held[name].stated
        if stated is None:
            return None
        key = ("stated", name)
        if key not in self._known:
            place = self._known[key] = self._new()
            self.columns[place] = stated
        return self._known[key]

    def _gaps(self, name: str) -> int:
        key = ("gaps", name)
        if key not in self._known:
            stated, out = self._stated(name), self._lasting(np.bool_, key)
            if stated is None:
                return self._do(partial(_everywhere, 0), writes=out)
            self._negate(stated, out)
        return self._known[key]

    # ── what is done to a block ──

    def _do(self, function: Callable[..., object], *reads: int, writes: int) -> int:
        self.done.append(_Done(function, reads, writes))
        return writes

    def _in_lanes(self, function: Callable[..., object], *reads: int, writes: int) -> int:
        self.done.append(_Done(function, reads, writes, in_lanes=True))
        return writes

    def _negate(self, one: int, out: int) -> int:
        return self._in_lanes(np.bitwise_xor, one, self._constant(_ONES), writes=out)

    def _kind(self, place: int) -> type[np.generic]:
        column = self.columns.get(place)
        if isinstance(column, np.ndarray):
            return column.dtype.type
        return self.kinds.get(place, np.int32)

    def _step(self, number: int, at: Mapping[int, int]) -> int:
        """Do a step; the place of its result."""
        step = self._steps[number]
        if number in self._tables:
            return self._table(number)
        match step.op:
            case "flag" | "literal":
                return self._constant(step.args[0])
            case "missing":
                return self._gaps(str(step.args[0]))
            case "holds":
                return self._column(str(step.args[0]))
            case "number":
                return self._number(number)
            case "one_of":
                return self._one_of(step)
            case "has":
                return self._has(step)
            case "le" | "lt" | "eq":
                return self._compared(step, at)
            case "and" | "or" | "not":
                return self._joined(step, [at[one] for one in step.inputs])
            case "at_least" | "count":
                return self._counted(step, [at[one] for one in step.inputs])
            case _:
                return self._calculated(number, [at[one] for one in step.inputs])

    def _table(self, number: int) -> int:
        """Look something up by the days of a column."""
        days = self._offset(self._calendars[number])
        table = self._tables[number]
        if number not in self._packed:
            place = self._known["table", number] = self._new()
            self.fixed[place] = table
            return self._do(_take, place, days, writes=self._buffer(table.dtype.type))
        packed, bit = self._packed[number]
        key = ("packed", id(packed))
        if key not in self._known:
            place = self._new()
            self.fixed[place] = packed
            self._do(_take, place, days, writes=self._lasting(np.uint8, key))
        out = self._buffer(np.bool_)
        shifted = self._buffer(np.uint8)
        one = self._constant(np.uint8(1 << bit))
        self._do(np.bitwise_and, self._known[key], one, writes=shifted)
        self._do(np.not_equal, shifted, self._constant(0), writes=out)
        self._release(shifted)
        return out

    def _offset(self, name: str) -> int:
        """The days of a column as places in the tables."""
        key = ("offset", name)
        if key not in self._known:
            self._do(_offset, self._column(name), writes=self._lasting(np.int64, key))
        return self._known[key]

    def _number(self, number: int) -> int:
        """A column of numbers; 0 where it says nothing, if more is done to it than comparing."""
        name = str(self._steps[number].args[0])
        column, stated = self._column(name), self._stated(name)
        if stated is None or number not in self._to_fill:
            return column
        return self._do(np.multiply, column, stated, writes=self._buffer(self._kind(column)))

    def _filled(self, order: Sequence[int]) -> set[int]:
        """The columns with gaps that more is done to than comparing them with a literal."""
        found: set[int] = set()
        for number in order:
            step = self._steps[number]
            if number not in self._tables and not self._by_literal(step):
                found.update(one for one in step.inputs if self._steps[one].op == "number")
        return found

    def _by_literal(self, step: Step) -> bool:
        """Whether a column of numbers is compared with a literal."""
        ops = {self._steps[one].op for one in step.inputs}
        return step.op in _COMPARING and ops == {"number", "literal"}

    def _compared(self, step: Step, at: Mapping[int, int]) -> int:
        """Compare; a column with gaps and a literal as they lie, and then what holds of 0 in the gaps."""
        function, places = _COMPARING[step.op], [at[one] for one in step.inputs]
        out = self._buffer(np.bool_)
        if not self._by_literal(step):
            return self._do(function, *places, writes=out)
        columns = [one for one in map(self._steps.__getitem__, step.inputs) if one.op == "number"]
        name = str(columns[0].args[0])
        stated = self._stated(name)
        values = [
            self._column(name) if self._steps[one].op == "number" else at[one]
            for one in step.inputs
        ]
        self._do(function, *values, writes=out)
        if stated is None:
            return out
        nothing = [
            0 if self._steps[one].op == "number" else self._steps[one].args[0]
            for one in step.inputs
        ]
        if function(*nothing):
            return self._in_lanes(np.bitwise_or, out, self._gaps(name), writes=out)
        return self._in_lanes(np.bitwise_and, out, stated, writes=out)

    def _joined(self, step: Step, reads: Sequence[int]) -> int:
        out = self._buffer(np.bool_)
        if step.op == "not":
            return self._negate(reads[0], out)
        function = np.bitwise_and if step.op == "and" else np.bitwise_or
        self._in_lanes(function, reads[0], reads[1], writes=out)
        for one in reads[2:]:
            self._in_lanes(function, out, one, writes=out)
        return out

    def _counted(self, step: Step, reads: Sequence[int]) -> int:
        """How many truths hold, and whether that is enough."""
        count = self._buffer(np.uint8)
        self._in_lanes(np.bitwise_or, reads[0], self._constant(0), writes=count)
        for one in reads[1:]:
            self._in_lanes(np.add, count, one, writes=count)
        self._release(count)
        if step.op == "count":
            return self._do(_copied, count, writes=self._buffer(np.int32))
        out = self._buffer(np.bool_)
        return self._do(np.greater_equal, count, self._constant(step.args[0]), writes=out)

    def _calculated(self, number: int, reads: Sequence[int]) -> int:
        step = self._steps[number]
        is_wide = not self._is_small(number) or any(
            self._kind(one) not in (np.int32, np.bool_) for one in reads
        )
        kind = np.int64 if is_wide else np.int32
        out = self._buffer(kind)
        if step.op == "choose":
            return self._do(_choose, *reads, writes=out)
        return self._do(partial(_COUNTING[step.op], dtype=kind), *reads, writes=out)

    def _has(self, step: Step) -> int:
        column = self._held[str(step.args[0])]
        values = self._column(str(step.args[0]))
        kind = self._kind(values)
        bit = self._constant(kind(1 << column.members.index(str(step.args[1]))))
        out, part = self._buffer(np.bool_), self._buffer(kind)
        self._do(np.bitwise_and, values, bit, writes=part)
        self._do(np.not_equal, part, self._constant(0), writes=out)
        self._release(part)
        return out

    def _one_of(self, step: Step) -> int:
        name, names = str(step.args[0]), step.args[1]
        members = self._held[name].members
        wanted = names if isinstance(names, tuple) else ()
        places = sorted(members.index(one) for one in wanted if one in members)
        if not places:
            return self._constant(value=False)
        values, out, more = self._column(name), self._buffer(np.bool_), self._buffer(np.bool_)
        if len(places) > 1 and places == list(range(places[0], places[-1] + 1)):
            self._do(np.greater_equal, values, self._constant(places[0]), writes=out)
            self._do(np.less_equal, values, self._constant(places[-1]), writes=more)
            self._in_lanes(np.bitwise_and, out, more, writes=out)
        else:
            self._do(np.equal, values, self._constant(places[0]), writes=out)
            for place in places[1:]:
                self._do(np.equal, values, self._constant(place), writes=more)
                self._in_lanes(np.bitwise_or, out, more, writes=out)
        self._release(more)
        return out

    def _code(self, shown: Shown, at: Mapping[int, int]) -> tuple[_Done, ...]:
        """How an outcome's number comes about: the planes' weights added up."""
        planes = [at[one] for one in (shown.planes.may, shown.planes.judged, shown.planes.met)]
        weights: dict[int, int] = defaultdict(int)
        for plane, weight in zip((*planes, at[shown.is_out]), (1, 1, 1, 4), strict=True):
            weights[plane] += weight
        base = 0
        for place in [one for one in weights if one in self.fixed]:
            base += weights.pop(place) * int(bool(self.fixed[place]))
        if not weights:
            return (_Done(partial(_everywhere, base), (), -1),)
        first, *others = sorted(weights, key=lambda one: -weights[one])
        weight = self._constant(weights[first])
        done = [_Done(np.multiply, (first, weight), -1, in_lanes=True)]
        for one in others:
            done += [_Done(np.add, (-1, one), -1, in_lanes=True)] * weights[one]
        if base:
            done.append(_Done(np.add, (-1, self._constant(base * _ONES)), -1, in_lanes=True))
        return tuple(done)

    def worker(self, size: int) -> _Worker:
        """Buffers for blocks of a size, and everything that is done to a block tied to them."""
        return _Worker(self, size)


class _Worker:
    """Does blocks of one size, one after the other."""

    def __init__(self, plan: _Plan, size: int) -> None:
        self._plan = plan
        self._size = size
        self._lane = np.uint64 if size % _LANE == 0 else np.uint8
        places: dict[int, Any] = {one: np.empty(size, kind) for one, kind in plan.kinds.items()}
        lanes = {one: array.view(self._lane) for one, array in places.items() if _is_byte(array)}
        places |= plan.fixed
        whole = self._lane == np.uint64
        for place, value in plan.fixed.items():
            lanes[place] = value if whole or not isinstance(value, int) else value & 0xFF
        self._columns: dict[int, list[tuple[list[Any], int, bool]]] = defaultdict(list)
        self._ends: list[list[tuple[list[Any], int, bool]]] = []
        self._calls: list[tuple[Callable[..., object], list[Any]]] = []
        for one in plan.done:
            self._tie(one, places, lanes, [])
        for recipe in plan.outputs:
            self._ends.append([])
            for one in recipe:
                self._tie(one, places, lanes, self._ends[-1])

    def _tie(
        self,
        one: _Done,
        places: Mapping[int, Any],
        lanes: Mapping[int, Any],
        ends: list[tuple[list[Any], int, bool]],
    ) -> None:
        here = lanes if one.in_lanes else places
        args: list[Any] = []
        for index, place in enumerate((*one.reads, one.writes)):
            args.append(here.get(place))
            if place == -1:
                ends.append((args, index, one.in_lanes))
            elif place not in here:
                self._columns[place].append((args, index, one.in_lanes))
        self._calls.append((one.function, args))

    def block(self, start: int, outputs: Sequence[Codes]) -> None:
        """Do the block that begins at a row."""
        stop, lane = start + self._size, self._lane
        here: dict[int, Array] = {}
        for place, values in self._plan.columns.items():
            array = values.rows(start, stop) if isinstance(values, Bits) else values[start:stop]
            here[place] = array
            ties = self._columns[place]
            if ties:
                laned = array.view(lane) if _is_byte(array) else array
                for args, index, in_lanes in ties:
                    args[index] = laned if in_lanes else array
        for output, ends in zip(outputs, self._ends, strict=True):
            part = output[start:stop]
            for args, index, in_lanes in ends:
                args[index] = part.view(lane) if in_lanes else part
        for place, stated, least, most in self._plan.checks:
            if not _is_within(here[place], least, most):
                known = here[place] if stated is None else here[place][here[stated]]
                if len(known) and (known.min() < least or known.max() > most):
                    raise OutsideError
        for function, args in self._calls:
            function(*args)


def _is_byte(array: Array) -> bool:
    return array.dtype.itemsize == 1


def _is_within(values: Array, least: int, most: int) -> bool:
    """Whether all values lie between two ends; False may be wrong."""
    if least == 0:
        all_bits = int(
            np.bitwise_or.reduce(values)
        )  # several times as fast as the least and the most
        if 0 <= all_bits <= most:
            return True
        return all_bits >= 0 and int(values.max()) <= most
    return least <= int(values.min()) and int(values.max()) <= most


_COMPARING: dict[Op, Callable[..., object]] = {
    "le": np.less_equal,
    "lt": np.less,
    "eq": np.equal,
}
_COUNTING: dict[Op, Callable[..., object]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.floor_divide,
    "modulo": np.remainder,
    "least": np.minimum,
    "greatest": np.maximum,
}
_JOINING: dict[Op, Callable[..., object]] = {"and": np.logical_and, "or": np.logical_or}


def _once(step: Step, args: Sequence[Any]) -> Array:
    """A step done to whole tables, in 64 bits."""
    match step.op:
        case "choose":
            found: Any = np.where(args[0], args[1], args[2])
        case "and" | "or":
            found = reduce(_JOINING[step.op], args)
        case "not":
            found = np.logical_not(args[0])
        case "at_least":
            found = np.sum(args, axis=0) >= step.args[0]
        case "count":
            found = np.sum(args, axis=0)
        case _:
            found = (_COMPARING.get(step.op) or _COUNTING[step.op])(*args)
    return np.asarray(found)


def _take(table: Array, places: Array, out: Array) -> None:
    np.take(table, places, out=out, mode="clip")


def _offset(days: Array, out: Array) -> None:
    np.copyto(out, days)
    np.subtract(out, FIRST_DAY, out=out)


def _copied(values: Array, out: Array) -> None:
    np.copyto(out, values)


def _choose(test: Array, then: Any, otherwise: Any, out: Array) -> None:  # noqa: ANN401
    """By masks of bits: several times as fast as copying where something holds."""
    np.copyto(out, test)
    np.negative(out, out=out)
    if isinstance(then, int) and isinstance(otherwise, int):
        np.bitwise_and(out, then ^ otherwise, out=out)
    else:
        np.bitwise_and(out, np.bitwise_xor(then, otherwise, dtype=out.dtype), out=out)
    np.bitwise_xor(out, otherwise, out=out)


def _everywhere(value: int, out: Codes) -> None:
    out[:] = value
