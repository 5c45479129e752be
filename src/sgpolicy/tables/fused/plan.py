"""What is done to each block, and in which places: slices of columns, buffers, tables and constants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal, cast

import numpy as np

from sgpolicy.evaluating.columnar.algebra import Step
from sgpolicy.evaluating.columnar.program import Program, Shown
from sgpolicy.records import dataclass
from sgpolicy.tables.fused.calendar import COMPARING, looked_up
from sgpolicy.tables.fused.filled import Array, Shape

Kind = type[np.generic] | None
"""What a buffer holds for each row; None: a bit."""

_SMALL = 2**31 - 1
_ALL, _NONE = np.uint8(255), np.uint8(0)
_MOST_IN_BYTE = 255


What = Literal[
    "not", "and", "or", "copy",
    "le", "ge", "eq", "any_bit",
    "add", "subtract", "multiply", "divide", "modulo", "least", "greatest",
    "check", "fill", "choose", "count", "offset", "take",
    "everywhere", "weigh", "weigh_more",
]  # fmt: skip
"""What is done; `kernels` says how.

Truths: `not` `and` `or` `copy`. Truths of numbers, given room for a byte or more a row: `le` `ge` `eq` `any_bit`
(of a mask). Numbers: `add` … `greatest`; `fill`, with 0 where a truth fails; `choose`, one or the other by a truth;
`count`, how many truths hold; `offset`, days as places in a table; `take`, what stands there in the table that is
read first. Outcomes by number: `everywhere` the same, `weigh` a truth, `weigh_more` of another added. `check` makes
nothing: it sees that a column, where another says that something is stated, lies between two ends.
"""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing done to a block.

    Attributes:
        what: Which.
        reads: Places.
        writes: A place; -1 the first output, -2 the second and so on; None: nothing.
        args: Whole numbers that it goes by: the ends of `check`; of outcomes the weight and what is added.
    """

    what: What
    reads: tuple[int, ...]
    writes: int | None = None
    args: tuple[int, ...] = ()


class Plan:
    """Says what is done to a block; a place is given to another result as soon as nothing needs what is in it.

    It knows no rows, so that it is made once for columns of the same shapes.

    Attributes:
        done: In this order.
        fixed: Tables and constants by place; a truth that is the same everywhere is 0 or 255.
        columns: Names of columns by place. `stated`: of columns of which it is where they say something.
        buffers: What the other places hold.
        in_bits: Whether outputs are truths as bits; else they are outcomes' numbers.
        outputs: Of what steps each output is made: an outcome's planes, or one of them.
    """

    def __init__(
        self,
        program: Program,
        shapes: Mapping[str, Shape],
        wanted: Sequence[Shown],
        *,
        in_bits: bool = False,
    ) -> None:
        self.in_bits = in_bits
        self._steps = program.steps
        self._ends = program.ends
        self._shapes = shapes
        self.done: list[Done] = []
        self.fixed: dict[int, object] = {}
        self.columns: dict[int, str] = {}
        self.stated: dict[int, str] = {}
        self.buffers: dict[int, Kind] = {}
        self._free: dict[Kind, list[int]] = defaultdict(list)
        self._lasting: set[int] = set()
        self._places = 0
        self._known: dict[object, int] = {}
        outputs = {one for shown in wanted for one in planes_of(shown)}
        self._looked = looked_up(self._steps, outputs, self._is_small)
        order = self._for_rows(outputs)
        self._to_fill = self._filled(order)
        self.outputs: list[tuple[int, ...]] = [planes_of(shown) for shown in wanted]
        if in_bits:
            self.outputs = [(one,) for one in sorted(outputs) if self._steps[one].op != "flag"]
        self._lay_out(order)
        for name, one in shapes.items():
            if one.ends is not None:
                self._column(name)  # what no step reads is looked at too

    def kind_of(self, name: str) -> Kind:
        """What a column holds for each row."""
        return self._shapes[name].kind

    def _is_small(self, number: int) -> bool:
        low, high = self._ends[number]
        return low >= -_SMALL and high <= _SMALL

    # ── order ──

    def _for_rows(self, outputs: set[int]) -> list[int]:
        wanted, order = {*outputs}, []
        for number in range(len(self._steps) - 1, -1, -1):
            if number in wanted:
                order.append(number)
                wanted.update(self._inputs(number))
        return order[::-1]

    def _inputs(self, number: int) -> tuple[int, ...]:
        return () if number in self._looked.tables else self._steps[number].inputs

    def _lay_out(self, order: Sequence[int]) -> None:
        """Go through the steps; an output is written as soon as all it is made of is there."""
        when = {number: place for place, number in enumerate(order)}
        due: dict[int, list[int]] = defaultdict(list)
        last: dict[int, int] = {}
        for place, number in enumerate(order):
            last |= dict.fromkeys(self._inputs(number), place)
        for index, planes in enumerate(self.outputs):
            place = max(when[one] for one in planes)
            due[place].append(index)
            for one in planes:
                last[one] = max(last.get(one, 0), place)
        ending: dict[int, list[int]] = defaultdict(list)
        for one, place in last.items():
            ending[place].append(one)
        at: dict[int, int] = {}
        for place, number in enumerate(order):
            at[number] = self._step(number, at)
            for index in due.get(place, ()):
                write = self._copy if self.in_bits else self._code
                write(-1 - index, [at[one] for one in self.outputs[index]])
            for one in ending.get(place, ()):
                self._release(at[one])

    # ── places ──

    def _new(self) -> int:
        self._places += 1
        return self._places - 1

    def _buffer(self, kind: Kind) -> int:
        free = self._free[kind]
        if free:
            return free.pop()
        place = self._new()
        self.buffers[place] = kind
        return place

    def _kept(self, kind: Kind, key: object) -> int:
        """A buffer that is kept for the whole block, known by a key."""
        place = self._known[key] = self._new()
        self.buffers[place] = kind
        self._lasting.add(place)
        return place

    def _release(self, place: int) -> None:
        if place in self.buffers and place not in self._lasting:
            self._free[self.buffers[place]].append(place)

    def _constant(self, value: object) -> int:
        key = (type(value), value)
        if key not in self._known:
            place = self._known[key] = self._new()
            self.fixed[place] = value
        return self._known[key]

    def _truth(self, *, value: bool) -> int:
        return self._constant(_ALL if value else _NONE)

    def _table_at(self, table: Array) -> int:
        key = ("table", id(table))
        if key not in self._known:
            place = self._known[key] = self._new()
            self.fixed[place] = table
        return self._known[key]

    def _column(self, name: str) -> int:
        """A column's place; what it holds is looked at right before it is first used, while it is at hand."""
        key = ("column", name)
        if key in self._known:
            return self._known[key]
        ends = self._shapes[name].ends
        place = self._known[key] = self._new()
        self.columns[place] = name
        if ends is not None:
            stated = self._stated(name)
            reads = (place,) if stated is None else (place, stated)
            self.done.append(Done("check", reads, None, ends))
        return place

    def _stated(self, name: str) -> int | None:
        """The place that says where a column says something; None: everywhere."""
        if not self._shapes[name].has_gaps:
            return None
        key = ("stated", name)
        if key not in self._known:
            place = self._known[key] = self._new()
            self.stated[place] = name
        return self._known[key]

    def _gaps(self, name: str) -> int:
        stated, key = self._stated(name), ("gaps", name)
        if stated is None:
            return self._truth(value=False)
        if key not in self._known:
            self._do("not", stated, writes=self._kept(None, key))
        return self._known[key]

    def _room(self, kind: type[np.generic]) -> int:
        """Where something stands for as long as a function works."""
        key = ("room", kind)
        return self._known[key] if key in self._known else self._kept(kind, key)

    def _kind(self, place: int) -> type[np.generic]:
        name = self.columns.get(place)
        return (self.buffers.get(place) if name is None else self._shapes[name].kind) or np.int32

    # ── steps ──

    def _do(self, what: What, *reads: int, writes: int, args: tuple[int, ...] = ()) -> int:
        self.done.append(Done(what, reads, writes, args))
        return writes

    def _test(
        self,
        what: What,
        left: int,
        right: int,
        kind: type[np.generic],
        out: int,
    ) -> int:
        """Do what gives a byte or more a row, and keep whether that is 0 as bits."""
        return self._do(what, left, right, self._room(kind), writes=out)

    def _step(self, number: int, at: Mapping[int, int]) -> int:
        """Do a step; the place of its result."""
        step = self._steps[number]
        if number in self._looked.tables:
            return self._table(number)
        reads = [at[one] for one in step.inputs]
        match step.op:
            case "flag":
                return self._truth(value=bool(step.args[0]))
            case "literal":
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
            case "le" | "eq":
                return self._compared(step, reads)
            case "and" | "or" | "not":
                return self._joined(step, reads)
            case "at_least" | "count":
                return self._counted(step, reads)
            case _:
                return self._calculated(number, reads)

    def _table(self, number: int) -> int:
        """Look something up by the days of a column."""
        days, table = self._days(self._looked.columns[number]), self._looked.tables[number]
        if number not in self._looked.packed:
            place = self._table_at(table)
            return self._do("take", place, days, writes=self._buffer(table.dtype.type))
        packed, bit = self._looked.packed[number]
        key = ("looked up", id(packed))
        if key not in self._known:
            place = self._table_at(packed)
            self._do("take", place, days, writes=self._kept(np.uint8, key))
        mask = self._constant(np.uint8(1 << bit))
        return self._test("any_bit", self._known[key], mask, np.uint8, self._buffer(None))

    def _days(self, name: str) -> int:
        """The days of a column as places in the tables."""
        key = ("days", name)
        if key not in self._known:
            self._do("offset", self._column(name), writes=self._kept(np.int64, key))
        return self._known[key]

    def _joined(self, step: Step, reads: Sequence[int]) -> int:
        out = self._buffer(None)
        if step.op == "not":
            return self._do("not", reads[0], writes=out)
        what: What = "and" if step.op == "and" else "or"
        self._do(what, reads[0], reads[1], writes=out)
        for one in reads[2:]:
            self._do(what, out, one, writes=out)
        return out

    def _counted(self, step: Step, reads: Sequence[int]) -> int:
        """How many truths hold, and whether that is enough."""
        if step.op == "count":
            return self._do("count", *reads, writes=self._buffer(np.int32))
        count = self._buffer(np.uint8 if len(reads) <= _MOST_IN_BYTE else np.int32)
        self._do("count", *reads, writes=count)
        self._release(count)
        enough = self._constant(step.args[0])
        return self._test("ge", count, enough, np.bool_, self._buffer(None))

    def _calculated(self, number: int, reads: Sequence[int]) -> int:
        step = self._steps[number]
        numbers = reads[1:] if step.op == "choose" else reads
        is_wide = not self._is_small(number) or any(
            self._kind(one) is not np.int32 for one in numbers
        )
        kind = np.int64 if is_wide else np.int32
        out = self._buffer(kind)
        if step.op == "choose":
            return self._do("choose", *reads, writes=out)
        return self._do(cast("What", step.op), *reads, writes=out)

    def _has(self, step: Step) -> int:
        name = str(step.args[0])
        values = self._column(name)
        kind = self._kind(values)
        bit = kind(1 << self._shapes[name].members.index(str(step.args[1])))
        return self._test("any_bit", values, self._constant(bit), kind, self._buffer(None))

    def _one_of(self, step: Step) -> int:
        name, names = str(step.args[0]), step.args[1]
        members = self._shapes[name].members
        wanted = names if isinstance(names, tuple) else ()
        places = sorted(members.index(one) for one in wanted if one in members)
        if not places:
            return self._truth(value=False)
        values, out = self._column(name), self._buffer(None)
        first, last = places[0], places[-1]
        tests: list[tuple[What, int]] = [("eq", one) for one in places]
        joined: What = "or"
        if len(places) > 1 and places == list(range(first, last + 1)):
            joined = "and"  # no place lies before the first member or after the last
            tests = [("ge", first)] if first else []
            tests += [("le", last)] if last < len(members) - 1 or not first else []
        for index, (what, place) in enumerate(tests):
            more = self._buffer(None) if index else out
            self._test(what, values, self._constant(place), np.bool_, more)
            if index:
                self._do(joined, out, more, writes=out)
                self._release(more)
        stated = self._stated(name)
        return out if stated is None else self._do("and", out, stated, writes=out)

    # ── comparing columns with gaps as they lie ──

    def _scaled(self, number: int) -> str | None:
        """The column of which a number is so many times, at least once; None if of none."""
        step = self._steps[number]
        if step.op == "number":
            return str(step.args[0])
        if step.op == "multiply":
            one, other = sorted(step.inputs, key=lambda some: self._steps[some].op == "literal")
            if self._steps[one].op == "number" and self._ends[other][0] == self._ends[other][1] > 0:
                return str(self._steps[one].args[0])
        return None

    def _as_it_lies(self, step: Step) -> bool:
        """Whether what stands in gaps does not matter to a comparison: it is put right afterwards."""
        if step.op not in COMPARING:
            return False
        left, right = step.inputs
        if "literal" in (self._steps[left].op, self._steps[right].op):
            return "number" in (self._steps[left].op, self._steps[right].op)
        is_positive = self._ends[left][0] >= 0 and self._ends[right][0] >= 0
        names = self._scaled(left), self._scaled(right)
        return step.op == "le" and is_positive and None not in names and names[0] != names[1]

    def _filled(self, order: Sequence[int]) -> set[int]:
        """The columns of numbers in whose gaps there must be 0."""
        found: set[int] = set()
        for number in order:
            step = self._steps[number]
            if number in self._looked.tables or self._as_it_lies(step):
                continue
            if self._scaled(number) is not None:
                continue  # filled if what is made of it needs that
            for one in step.inputs:
                inner = (one, *self._steps[one].inputs) if self._scaled(one) else (one,)
                found.update(some for some in inner if self._steps[some].op == "number")
        return found

    def _number(self, number: int) -> int:
        """A column of numbers; 0 where it says nothing, if that matters."""
        name = str(self._steps[number].args[0])
        column, stated = self._column(name), self._stated(name)
        if stated is None or number not in self._to_fill:
            return column
        return self._do("fill", column, stated, writes=self._buffer(self._kind(column)))

    def _compared(self, step: Step, reads: Sequence[int]) -> int:
        """Compare."""
        what: What = "le" if step.op == "le" else "eq"
        out = self._buffer(None)
        if not self._as_it_lies(step):
            return self._test(what, reads[0], reads[1], np.bool_, out)
        if "literal" in (self._steps[one].op for one in step.inputs):
            return self._with_literal(step, reads, out)
        self._test(what, reads[0], reads[1], np.bool_, out)
        left, right = (str(self._scaled(one)) for one in step.inputs)
        for name in (left, right):
            self._where_stated(name, out)
        if self._stated(left) is not None:  # nothing is at most anything
            self._do("or", out, self._gaps(left), writes=out)
        stated = self._stated(right)
        if stated is not None:  # at most nothing is what is not positive
            more = self._do("or", self._positive(left), stated, writes=self._buffer(None))
            self._do("not", more, writes=more)
            self._do("or", out, more, writes=out)
            self._release(more)
        return out

    def _where_stated(self, name: str, out: int) -> None:
        stated = self._stated(name)
        if stated is not None:
            self._do("and", out, stated, writes=out)

    def _positive(self, name: str) -> int:
        """Where a column of numbers is above 0; of no meaning where it says nothing."""
        key = ("positive", name)
        if key not in self._known:
            column, one = self._column(name), self._constant(1)
            self._test("ge", column, one, np.bool_, self._kept(None, key))
        return self._known[key]

    def _with_literal(self, step: Step, reads: Sequence[int], out: int) -> int:
        """Compare with a literal, and say what holds of 0 in the gaps."""
        what: What = "le" if step.op == "le" else "eq"
        left, right = (self._steps[one] for one in step.inputs)
        name = str((left if left.op == "number" else right).args[0])
        stated = self._stated(name)
        if step.op == "le" and left.args == (1,) and left.op == "literal":
            positive = self._positive(name)
            if stated is None:
                self._release(out)
                return positive
            return self._do("and", positive, stated, writes=out)
        self._test(what, reads[0], reads[1], np.bool_, out)
        if stated is None:
            return out
        nothing = [0 if one.op == "number" else one.args[0] for one in (left, right)]
        if COMPARING[step.op](*nothing):
            return self._do("or", out, self._gaps(name), writes=out)
        return self._do("and", out, stated, writes=out)

    # ── outcomes ──

    def _copy(self, out: int, planes: Sequence[int]) -> None:
        self._do("copy", planes[0], writes=out)

    def _code(self, out: int, planes: Sequence[int]) -> None:
        """Write an outcome's number: the planes' weights added up."""
        weights: dict[int, int] = defaultdict(int)
        for plane, weight in zip(planes, (1, 1, 1, 4), strict=True):
            weights[plane] += weight
        base = 0
        for place in [one for one in weights if one in self.fixed]:
            base += weights.pop(place) * bool(self.fixed[place])
        if not weights:
            self._do("everywhere", writes=out, args=(base,))
            return
        first, *others = sorted(weights, key=lambda one: -weights[one])
        self._do("weigh", first, writes=out, args=(weights[first], base))
        for one in others:
            self._do("weigh_more", one, writes=out, args=(weights[one],))


def planes_of(shown: Shown) -> tuple[int, int, int, int]:
    """The steps that give an outcome's planes: `may`, `judged`, `met`, `is_out`."""
    planes = shown.planes
    return planes.may, planes.judged, planes.met, shown.is_out
