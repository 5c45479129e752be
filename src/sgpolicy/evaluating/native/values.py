"""What is read of Python's objects → truths and whole numbers, as instructions of LLVM.

Whatever is not plainly what a column holds (another type, too large, too fine) ends in one place, from where all
is left to the generated Python function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from llvmlite import ir

from sgpolicy.evaluating.columnar.days import FIRST, LAST
from sgpolicy.evaluating.native.objects import Places, functions
from sgpolicy.evaluating.native.reading import Source
from sgpolicy.model.application import FindingRecord

BIT, BYTE, INT, WORD = (ir.IntType(bits) for bits in (1, 8, 32, 64))
Value = Any
"""A value of llvmlite."""

_LARGEST = 2**63 - 1


def pointer(builder: ir.IRBuilder, place: Value, offset: int, kind: ir.Type) -> Value:
    """A pointer to what stands so many bytes after an address."""
    return builder.inttoptr(builder.add(place, WORD(offset)), kind.as_pointer())


class Reader:
    """Writes how objects are read.

    Args:
        builder: Where instructions go.
        places: Where objects keep what is read of them.
        odd: Where it goes on when something is not what it should be.
        kept: Takes the objects whose addresses stand in the instructions: they must live as long as these.
    """

    def __init__(
        self, builder: ir.IRBuilder, places: Places, odd: ir.Block, kept: list[object]
    ) -> None:
        self.builder = builder
        self._kept = kept
        self._odd = odd
        self._places = places
        self._overflow = builder.alloca(INT)

    # ── objects ──

    def address_of(self, one: object) -> Value:
        """The address of an object."""
        self._kept.append(one)
        return WORD(id(one))

    def call(self, name: str, kind: ir.Type, *args: Value) -> Value:
        """What a function of Python gives."""
        signature = ir.FunctionType(kind, [one.type for one in args])
        function = self.builder.inttoptr(WORD(functions()[name]), signature.as_pointer())
        return self.builder.call(function, args)

    def load(self, place: Value, offset: int, kind: ir.Type = WORD) -> Value:
        """What stands so many bytes after an address."""
        return self.builder.load(pointer(self.builder, place, offset, kind))

    def store(self, value: Value, place: Value, offset: int) -> None:
        """Put something so many bytes after an address."""
        self.builder.store(value, pointer(self.builder, place, offset, value.type))

    def is_same(self, one: Value, other: object) -> Value:
        """Whether an address is an object's."""
        return self.builder.icmp_unsigned("==", one, self.address_of(other))

    def demand(self, holds: Value, otherwise: ir.Block | None = None) -> None:
        """Go on only where something holds."""
        on = self.builder.append_basic_block()
        self.builder.cbranch(holds, on, otherwise or self._odd)
        self.builder.position_at_end(on)

    def demand_type(self, one: Value, kind: type) -> None:
        """Go on only where an object is of just this type."""
        self.demand(self.is_same(self.load(one, self._places.type), kind))

    def demand_absent(self, one: Value) -> None:
        """Go on only where there is no object."""
        self.demand(self.builder.icmp_unsigned("==", one, WORD(0)))

    def is_there(self, one: Value) -> Value:
        """Whether there is an object."""
        return self.builder.icmp_unsigned("!=", one, WORD(0))

    def looked_up(self, mapping: Value, key: Value) -> Value:
        """What stands in a dict; 0 where there is nothing."""
        return self.call("PyDict_GetItemWithError", WORD, mapping, key)

    def if_stated(self, one: Value, make: Callable[[], Sequence[Value]]) -> list[Value]:
        """What is made of an object: whether it is missing, then the values; 0 where it is."""
        builder = self.builder
        nothing = builder.or_(builder.icmp_unsigned("==", one, WORD(0)), self.is_same(one, None))
        before = builder.block
        stated, after = builder.append_basic_block(), builder.append_basic_block()
        builder.cbranch(nothing, after, stated)
        builder.position_at_end(stated)
        made = make()
        last = builder.block
        builder.branch(after)
        builder.position_at_end(after)
        found = []
        for absent, value in ((BIT(1), BIT(0)), *((value.type(0), value) for value in made)):
            phi = builder.phi(value.type)
            phi.add_incoming(absent, before)
            phi.add_incoming(value, last)
            found.append(phi)
        return found

    # ── values ──

    def truth(self, one: Value) -> Value:
        """Of True or False."""
        yes = self.is_same(one, True)  # noqa: FBT003
        self.demand(self.builder.or_(yes, self.is_same(one, False)))  # noqa: FBT003
        return yes

    def day(self, one: Value) -> Value:
        """Of a date; see `columnar.days`."""
        builder = self.builder
        self.demand_type(one, date)
        parts = [builder.zext(self.load(one, self._places.day + i, BYTE), WORD) for i in range(4)]
        year = builder.or_(builder.shl(parts[0], WORD(8)), parts[1])
        self._demand_between(year, FIRST.year, LAST.year)
        month = builder.add(builder.mul(year, WORD(12)), builder.sub(parts[2], WORD(1)))
        return builder.add(builder.mul(month, WORD(32)), parts[3])

    def number(self, one: Value, source: Source) -> Value:
        """Of an int, or of a fraction if the column's unit is one."""
        builder, parts = self.builder, source.held.unit.denominator
        kind = self.load(one, self._places.type)
        is_int = self.is_same(kind, int)
        if parts == 1:
            self.demand(is_int)
            found = self._int(one)
            self._demand_between(found, source.held.least, source.held.most)
            return found
        whole, other, after = (builder.append_basic_block() for _ in range(3))
        builder.cbranch(is_int, whole, other)
        builder.position_at_end(whole)
        number = self._int(one)
        least, most = -(-source.held.least // parts), source.held.most // parts
        self._demand_between(number, least, most)
        number = builder.mul(number, WORD(parts))
        whole = builder.block
        builder.branch(after)
        builder.position_at_end(other)
        fraction = self._fraction(one, kind, parts)
        self._demand_between(fraction, source.held.least, source.held.most)
        other = builder.block
        builder.branch(after)
        builder.position_at_end(after)
        found = builder.phi(WORD)
        found.add_incoming(number, whole)
        found.add_incoming(fraction, other)
        return found

    def _int(self, one: Value) -> Value:
        """Of an int that 64 bits hold."""
        found = self.call("PyLong_AsLongLongAndOverflow", WORD, one, self._overflow)
        self.demand(self.builder.icmp_signed("==", self.builder.load(self._overflow), INT(0)))
        return found

    def _fraction(self, one: Value, kind: Value, parts: int) -> Value:
        """Of a fraction that is a whole number of parts."""
        builder = self.builder
        self.demand(self.is_same(kind, Fraction))
        above, below = (
            self.load(one, place) for place in (self._places.numerator, self._places.denominator)
        )
        for part in (above, below):
            self.demand_type(part, int)
        above, below = self._int(above), self._int(below)
        self._demand_between(above, -(_LARGEST // parts), _LARGEST // parts)
        self._demand_between(below, 1, _LARGEST)
        times = builder.mul(above, WORD(parts))
        self.demand(builder.icmp_signed("==", builder.srem(times, below), WORD(0)))
        return builder.sdiv(times, below)

    def _demand_between(self, number: Value, least: int, most: int) -> None:
        builder = self.builder
        self.demand(
            builder.and_(
                builder.icmp_signed(">=", number, WORD(least)),
                builder.icmp_signed("<=", number, WORD(most)),
            )
        )

    def place(self, one: Value, members: Sequence[str]) -> Value:
        """Of a text: which of some it is."""
        self.demand_type(one, str)
        known = self.address_of({member: i for i, member in enumerate(members)})
        found = self.call("PyDict_GetItemWithError", WORD, known, one)
        self.demand(self.is_there(found))
        return self._int(found)

    def members(self, one: Value, wanted: Sequence[str]) -> list[Value]:
        """Of a set, whether it has each of some."""
        self.demand_type(one, frozenset)
        return [self._has(one, self.address_of(member)) for member in wanted]

    def _has(self, one: Value, member: Value) -> Value:
        found = self.call("PySet_Contains", INT, one, member)
        self.demand(self.builder.icmp_signed(">=", found, INT(0)))
        return self.builder.icmp_signed("!=", found, INT(0))

    def judged(self, one: Value, on: Value, assessors: frozenset[str]) -> tuple[Value, Value]:
        """Of a finding: whether it does not count (yet), and whether it is met."""
        builder, places = self.builder, self._places
        self.demand_type(one, FindingRecord)
        is_late = builder.icmp_signed(">", self.day(self.load(one, places.on)), on)
        by = self.load(one, places.by)
        self.demand_type(by, str)
        may = self._has(self.address_of(assessors), by)
        met = self.truth(self.load(one, places.met))
        missing = builder.or_(is_late, builder.not_(may))
        return missing, builder.and_(met, builder.not_(missing))
