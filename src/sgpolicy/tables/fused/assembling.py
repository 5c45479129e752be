"""A plan as instructions for the machine, and the columns and buffers that they work on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sgpolicy.records import dataclass
from sgpolicy.tables.fused.calendar import FIRST_DAY
from sgpolicy.tables.fused.filled import Array, Bits, Filled, OutsideError
from sgpolicy.tables.fused.machine import Code, blocks
from sgpolicy.tables.fused.plan import Done, Plan, What

SIZE = 2048
"""How many rows a block has: a column's part of it fits into the nearest cache."""
_WORD = 64
_TRUTHS: Mapping[What, Code] = {"not": Code.NOT, "and": Code.AND, "or": Code.OR}
_TESTS: Mapping[What, tuple[Code, Code | None, Code]] = {
    "le": (Code.LE_NUMBER, Code.LE, Code.GE_NUMBER),
    "ge": (Code.GE_NUMBER, None, Code.LE_NUMBER),
    "eq": (Code.EQ_NUMBER, Code.EQ, Code.EQ_NUMBER),
    "any_bit": (Code.ANY_BIT, None, Code.ANY_BIT),
}
"""With a number on the right, with none, and with one on the left."""
_CALCULATED: Mapping[What, Code] = {
    "add": Code.ADD,
    "subtract": Code.SUBTRACT,
    "multiply": Code.MULTIPLY,
    "divide": Code.DIVIDE,
    "modulo": Code.MODULO,
    "least": Code.LEAST,
    "greatest": Code.GREATEST,
}
_WIDENED: Mapping[Any, Code] = {
    np.int8: Code.INT8,
    np.int16: Code.INT16,
    np.int32: Code.INT32,
    np.uint8: Code.UINT8,
    np.uint16: Code.UINT16,
    np.uint32: Code.UINT32,
}
_TABLES: Mapping[Any, Code] = {
    np.int64: Code.TAKE_INT64,
    np.int32: Code.TAKE_INT32,
    np.uint8: Code.TAKE_UINT8,
    np.bool_: Code.TAKE_UINT8,
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column's place.

    Attributes:
        place: Where it lies. `name`: which.
        is_stated: Whether it is where it says something, and not its values.
        loading: The instruction that brings it to where it is used, if it is not used as it lies.
    """

    place: int
    name: str
    is_stated: bool
    loading: int | None


class Assembly:
    """The instructions of a plan; columns and buffers are tied to them for a run.

    Attributes:
        codes: See `machine.blocks`; the bit that a column of truths begins with is filled in for a run.
        columns: Those that are read.
        truths, numbers: Places of buffers.
        constants, fixed_truths: What is the same in every row, by place.
        tables: By place.
        outputs: Places of outputs, in order.
    """

    def __init__(self, plan: Plan, spaced: frozenset[str]) -> None:
        self._spaced = spaced
        self.columns: list[_Column] = []
        self.truths: list[int] = []
        self.numbers: list[int] = []
        self.constants: dict[int, int] = {}
        self.fixed_truths: dict[int, bool] = {}
        self.tables: dict[int, Array] = {}
        self.in_bits = plan.in_bits
        self._plan = plan
        self._offset: dict[int, int] = {}
        self._scaled: dict[int, tuple[int, int]] = {}
        self._written: list[tuple[int, int, int, int, int, int]] = []
        self._places = 1  # the first is nobody's
        self._known: dict[object, int] = {}
        self.outputs = [self._new() for _ in plan.outputs]
        lasting = _used_as_numbers(plan)
        for number, one in enumerate(plan.done):
            self._scaled.pop(one.writes or 0, None)
            if number in lasting or not self._only_scaled(one):
                self._do(one)
        self.codes = np.array(self._written or [(0,) * 6], np.int64)[: len(self._written)]

    @property
    def places(self) -> int:
        """How many there are."""
        return self._places

    # ── places ──

    def _new(self) -> int:
        self._places += 1
        return self._places - 1

    def _write(self, code: Code, out: int, a: int = 0, b: int = 0, c: int = 0, d: int = 0) -> None:
        self._written.append((int(code), out, a, b, c, d))

    def _kept(self, key: object, into: list[int]) -> int:
        if key not in self._known:
            self._known[key] = self._new()
            into.append(self._known[key])
        return self._known[key]

    def _truth(self, place: int) -> int:
        """Where the machine finds a plan's truths."""
        plan = self._plan
        if place in plan.fixed:
            return self._known_truth(value=bool(plan.fixed[place]))
        if place in plan.buffers:
            return self._kept(place, self.truths)
        return self._column(place, self.truths, Code.BITS)

    def _known_truth(self, *, value: bool) -> int:
        key = ("truth", value)
        if key not in self._known:
            self._known[key] = self._new()
            self.fixed_truths[self._known[key]] = value
        return self._known[key]

    def _number(self, place: int) -> int:
        """Where the machine finds a plan's numbers."""
        plan = self._plan
        if place in plan.fixed:
            value = self._fixed(place)
            key = ("number", value)
            if key not in self._known:
                self._known[key] = self._new()
                self.constants[self._known[key]] = value
            return self._known[key]
        if place in plan.buffers:
            return self._kept(place, self.numbers)
        name = plan.columns[place]
        loading = Code.SPACED if name in self._spaced else _WIDENED.get(plan.kind_of(name))
        return self._column(place, self.numbers, loading)

    def _fixed(self, place: int) -> int:
        return int(self._plan.fixed[place])  # type: ignore[call-overload, no-any-return]

    def _source(self, place: int) -> int:
        """Where a column lies."""
        key = ("source", place)
        if key not in self._known:
            self._known[key] = self._new()
            self._note(place, None)
        return self._known[key]

    def _note(self, place: int, loading: int | None) -> None:
        is_stated = place in self._plan.stated
        name = (self._plan.stated if is_stated else self._plan.columns)[place]
        self.columns.append(_Column(self._places - 1, name, is_stated, loading))

    def _column(self, place: int, into: list[int], code: Code | None) -> int:
        """A column, brought to where it is used right before that, or used as it lies."""
        if code is None:
            return self._source(place)
        key = ("column", place)
        if key not in self._known:
            source = self._new()
            self._note(place, len(self._written))
            self._write(code, self._kept(key, into), source)
        return self._known[key]

    def _target(self, place: int | None) -> int:
        if place is None or place >= 0:
            raise ValueError
        return self.outputs[-1 - place]

    # ── instructions ──

    def _only_scaled(self, one: Done) -> bool:
        """Note a column times a number, which comparisons make themselves, if that is what something is."""
        if one.what != "multiply" or one.writes is None:
            return False
        column, times = sorted(one.reads, key=lambda place: place in self._plan.fixed)
        if column not in self._plan.columns or times not in self._plan.fixed:
            return False
        self._scaled[one.writes] = self._number(column), self._fixed(times)
        return True

    def _do(self, one: Done) -> None:
        what, reads = one.what, one.reads
        out = one.writes if one.writes is not None else 0
        match what:
            case "not" | "and" | "or":
                read = [self._truth(place) for place in reads]
                self._write(_TRUTHS[what], self._truth(out), read[0], read[-1])
            case "copy":
                self._write(Code.COPY, self._target(out), self._truth(reads[0]))
            case "le" | "ge" | "eq" | "any_bit":
                self._compare(what, reads[0], reads[1], out)
            case "check":
                self._check(reads, one.args)
            case "offset":
                self._offset[out] = self._days(reads[0])
            case "take":
                self._take(reads[0], self._offset[reads[1]], self._number(out))
            case "choose":
                truth = self._truth(reads[0])
                then, otherwise = self._number(reads[1]), self._number(reads[2])
                self._write(Code.CHOOSE, self._number(out), then, otherwise, truth)
            case "fill":
                values, stated = self._number(reads[0]), self._truth(reads[1])
                self._write(Code.FILL, self._number(out), values, stated)
            case "count":
                for index, place in enumerate(reads):
                    truth = self._truth(place)
                    code = Code.ONE_MORE if index else Code.ONE
                    self._write(code, self._number(out), b=truth)
            case "everywhere":
                nothing = self._known_truth(value=False)
                self._write(Code.WEIGH, self._target(out), nothing, d=one.args[0])
            case "weigh":
                truth = self._truth(reads[0])
                self._write(Code.WEIGH, self._target(out), truth, c=one.args[0], d=one.args[1])
            case "weigh_more":
                truth = self._truth(reads[0])
                self._write(Code.WEIGH_MORE, self._target(out), truth, c=one.args[0])
            case _:
                self._calculate(what, reads, out)

    def _compare(self, what: What, left: int, right: int, out: int) -> None:
        on_right, between, on_left = _TESTS[what]
        is_left, is_right = left in self._plan.fixed, right in self._plan.fixed
        if is_right:
            number = self._number(left)
            self._write(on_right, self._truth(out), number, c=self._fixed(right))
        elif is_left:
            number = self._number(right)
            self._write(on_left, self._truth(out), number, c=self._fixed(left))
        else:
            if between is None:
                raise ValueError(what)
            one, times = self._times(left)
            other, more = self._times(right)
            if times == more == 1:
                self._write(between, self._truth(out), one, other)
            else:
                self._write(Code.SCALED_LE, self._truth(out), one, other, times, more)

    def _days(self, place: int) -> int:
        """Where a column of days lies, 32 bits each."""
        if self._plan.kind_of(self._plan.columns[place]) is np.int32:
            return self._source(place)
        key = ("narrow", place)
        if key not in self._known:
            wide = self._number(place)
            self._write(Code.NARROW, self._kept(key, self.numbers), wide)
        return self._known[key]

    def _check(self, reads: Sequence[int], ends: tuple[int, ...]) -> None:
        is_narrow = self._plan.kind_of(self._plan.columns[reads[0]]) is np.int32
        values = (self._source if is_narrow else self._number)(reads[0])
        if len(reads) == 1:
            code = Code.CHECK_INT32 if is_narrow else Code.CHECK
            self._write(code, 0, values, c=ends[0], d=ends[1])
        else:
            code = Code.CHECK_INT32_STATED if is_narrow else Code.CHECK_STATED
            self._write(code, 0, values, self._truth(reads[1]), ends[0], ends[1])

    def _take(self, place: int, days: int, out: int) -> None:
        key = ("table", place)
        table: Any = self._plan.fixed[place]
        if key not in self._known:
            self._known[key] = self._new()
            self.tables[self._known[key]] = np.ascontiguousarray(table)
        code = _TABLES[table.dtype.type]
        self._write(code, out, self._known[key], days, len(table), FIRST_DAY)

    def _times(self, place: int) -> tuple[int, int]:
        """A number as so many times another that lies somewhere."""
        return self._scaled.get(place) or (self._number(place), 1)

    def _calculate(self, what: What, reads: Sequence[int], out: int) -> None:
        if what == "multiply":
            one, other = sorted(reads, key=lambda place: place in self._plan.fixed)
            if other in self._plan.fixed:
                number = self._number(one)
                self._write(Code.MULTIPLY_NUMBER, self._number(out), number, c=self._fixed(other))
                return
        one, other = self._number(reads[0]), self._number(reads[1])
        self._write(_CALCULATED[what], self._number(out), one, other)


def _used_as_numbers(plan: Plan) -> set[int]:
    """What is done that makes something that something else than comparing two numbers uses."""
    made: dict[int, int] = {}
    found: set[int] = set()
    for number, one in enumerate(plan.done):
        if one.what != "le" or any(place in plan.fixed for place in one.reads):
            found.update(made[place] for place in one.reads if place in made)
        if one.writes is not None:
            made[one.writes] = number
    return found


@lru_cache(maxsize=16)
def _assembled(plan: Plan, spaced: frozenset[str]) -> Assembly:
    return Assembly(plan, spaced)


def assembled(plan: Plan, columns: Mapping[str, Filled]) -> Assembly:
    """The instructions of a plan for columns that lie like these; made once."""
    spaced = {
        name
        for name, one in columns.items()
        if not isinstance(one.values, Bits) and one.values.strides[0] != one.values.itemsize
    }
    return _assembled(plan, frozenset(spaced))


class Machine:
    """Does rows of some columns; one for each thread."""

    def __init__(
        self, assembly: Assembly, columns: Mapping[str, Filled], outputs: Sequence[Array]
    ) -> None:
        self._addresses = np.zeros(assembly.places, np.int64)
        self._bits = np.zeros(assembly.places, np.int64)
        self._codes = assembly.codes.copy()
        self._room = np.zeros(SIZE, np.uint8)
        self._held: list[Any] = [outputs, columns]  # what addresses point into must not go away
        for column in assembly.columns:
            self._tie(column, columns[column.name])
        words = np.zeros((len(assembly.truths), SIZE // _WORD), np.uint64)
        numbers = np.zeros((len(assembly.numbers), SIZE), np.int64)
        for buffers, places in ((words, assembly.truths), (numbers, assembly.numbers)):
            self._held.append(buffers)
            for row, place in enumerate(places):
                self._addresses[place] = buffers[row].ctypes.data
        for place, truth in assembly.fixed_truths.items():
            self._point(place, np.full(SIZE // 8, 255 if truth else 0, np.uint8))
        for place, number in assembly.constants.items():
            self._point(place, np.full(SIZE, number, np.int64))
        for place, table in assembly.tables.items():
            self._point(place, table)
        for place, output in zip(assembly.outputs, outputs, strict=True):
            self._point(place, output, bits=1 if assembly.in_bits else 8)

    def _point(self, place: int, array: npt.NDArray[Any], *, bits: int = 0) -> None:
        self._held.append(array)
        self._addresses[place] = array.ctypes.data
        self._bits[place] = bits

    def _tie(self, column: _Column, filled: Filled) -> None:
        values = filled.stated if column.is_stated else filled.values
        if isinstance(values, Bits):
            self._point(column.place, values.data, bits=1)
            self._addresses[column.place] += values.offset // 8
            if column.loading is not None:
                self._codes[column.loading, 4] = values.offset % 8
        elif values is not None:
            apart = values.strides[0]
            self._point(column.place, values, bits=8 * apart)
            if column.loading is not None:
                self._codes[column.loading, 4] = apart // values.itemsize

    def rows(self, first: int, stop: int) -> None:
        """Do some rows; the first is a multiple of 64.

        Raises:
            OutsideError: A column holds something outside its ends.
        """
        codes, addresses, bits = self._codes, self._addresses, self._bits
        if not blocks(codes, addresses, bits, self._room, first, stop, SIZE):
            raise OutsideError
