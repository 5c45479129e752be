"""Functions that read one fact or finding, each written once for all that are read alike.

What reads thousands of facts in turn is then a call for each: code that stands in the processor's caches.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from llvmlite import ir

from sgpolicy.evaluating.native.objects import Places
from sgpolicy.evaluating.native.reading import Source
from sgpolicy.evaluating.native.values import BYTE, WORD, Reader, Value
from sgpolicy.evaluating.native.walking import Walk

STATED, MISSING, ODD = range(3)
_GIVEN = ir.LiteralStructType([WORD, BYTE])
"""What such a function gives: a value, 0 where there is none; and how it was found."""


class Alike:
    """Writes functions, and calls of them.

    Args:
        module: Where they stand.
        places: Where objects keep what is read of them.
        kept: Takes the objects whose addresses stand in the instructions.
    """

    def __init__(self, module: ir.Module, places: Places, kept: list[object]) -> None:
        self._module = module
        self._places = places
        self._kept = kept
        self._written: dict[Hashable, ir.Function] = {}

    def fact(self, source: Source) -> ir.Function:
        """Takes the dict, the walk along it and the key; of facts that have one value."""

        def value(reader: Reader, one: Value) -> Sequence[Value]:
            match source.reads:
                case "truth":
                    return [reader.builder.zext(reader.truth(one), WORD)]
                case "day":
                    return [reader.day(one)]
                case "choice":
                    return [reader.place(one, source.members)]
                case _:
                    return [reader.number(one, source)]

        def write(reader: Reader, args: Sequence[Value]) -> tuple[Value, Value]:
            mapping, kept, key = args
            one = Walk(reader, mapping, kept).looked_up(key)
            missing, found = reader.if_stated(one, lambda: value(reader, one))
            return missing, found

        held = source.held
        alike = (source.reads, source.members, held.unit, held.least, held.most)
        return self._function(alike, write)

    def finding(self, source: Source) -> ir.Function:
        """Takes the dict, the key and the day as of which."""

        def write(reader: Reader, args: Sequence[Value]) -> tuple[Value, Value]:
            judged, key, on = args
            one, of = reader.looked_up(judged, key), reader.builder
            absent, does_not_count, met = reader.if_stated(
                one, lambda: reader.judged(one, on, source.assessors)
            )
            return of.or_(absent, does_not_count), of.zext(met, WORD)

        return self._function((source.reads, source.assessors), write)

    def _function(
        self, alike: Hashable, write: Callable[[Reader, Sequence[Value]], tuple[Value, Value]]
    ) -> ir.Function:
        if alike not in self._written:
            name = f"alike_{len(self._written)}"
            made = ir.Function(self._module, ir.FunctionType(_GIVEN, [WORD] * 3), name)
            made.linkage = "internal"
            builder = ir.IRBuilder(made.append_basic_block())
            odd = made.append_basic_block()
            missing, value = write(Reader(builder, self._places, odd, self._kept), made.args)
            self._give(builder, value, builder.zext(missing, BYTE))
            self._give(ir.IRBuilder(odd), WORD(0), BYTE(ODD))
            self._written[alike] = made
        return self._written[alike]

    @staticmethod
    def _give(builder: ir.IRBuilder, value: Value, how: Value) -> None:
        found = builder.insert_value(ir.Constant(_GIVEN, ir.Undefined), value, 0)
        builder.ret(builder.insert_value(found, how, 1))


def called(reader: Reader, function: ir.Function, *args: Value) -> tuple[Value, Value]:
    """Whether what a function reads is missing, and the value."""
    builder = reader.builder
    found = builder.call(function, args)
    value, how = (builder.extract_value(found, i) for i in range(2))
    reader.demand(builder.icmp_unsigned("!=", how, BYTE(ODD)))
    return builder.icmp_unsigned("==", how, BYTE(MISSING)), value
