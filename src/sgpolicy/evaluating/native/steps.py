"""Steps on columns → instructions of LLVM, for one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Final

from llvmlite import ir

from sgpolicy.evaluating.columnar.algebra import TRUTHS, Op, Step
from sgpolicy.evaluating.columnar.program import Program
from sgpolicy.evaluating.native.values import BIT, BYTE, WORD, Value, pointer
from sgpolicy.evaluating.native.walking import SIZE

CONSTANTS: Final[frozenset[Op]] = frozenset({"flag", "literal"})
"""What is written wherever it is needed."""
AS_OF, WALK = 0, 8
"""Where the day as of which stands in memory, and the walk along the facts."""


class Memory:
    """Where stands what one function makes and another needs, behind the day as of which and the walk.

    Args:
        steps: All.
        parts: Those that each function makes, by number, in order; columns are read by functions of their own.
        results: Of each part, the steps of which results are made in it.

    Attributes:
        size: How many bytes it takes.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        parts: Sequence[Sequence[int]],
        results: Sequence[Iterable[int]],
    ) -> None:
        self._steps = steps
        made_in = {number: i for i, part in enumerate(parts) for number in part}
        asked = {
            one
            for i, (part, ends) in enumerate(zip(parts, results, strict=True))
            for one in (*(one for number in part for one in steps[number].inputs), *ends)
            if made_in.get(one) != i and steps[one].op not in CONSTANTS
        }
        wholes = sorted(number for number in asked if steps[number].op not in TRUTHS)
        truths = sorted(number for number in asked if steps[number].op in TRUTHS)
        behind = WALK + SIZE
        self._places = {number: behind + 8 * i for i, number in enumerate(wholes)}
        behind += 8 * len(wholes)
        self._places |= {number: behind + i for i, number in enumerate(truths)}
        self.size = behind + len(truths)

    def put(self, builder: ir.IRBuilder, base: Value, number: int, value: Value) -> None:
        """Keep what a step gives, if another function needs it; a truth takes a byte."""
        if number in self._places:
            kept = builder.zext(value, BYTE) if value.type == BIT else value
            builder.store(kept, self._pointer(builder, base, number))

    def get(self, builder: ir.IRBuilder, base: Value, number: int) -> Value:
        """What a step gave."""
        found = builder.load(self._pointer(builder, base, number))
        return found if found.type == WORD else builder.trunc(found, BIT)

    def _pointer(self, builder: ir.IRBuilder, base: Value, number: int) -> Value:
        kind = BYTE if self._steps[number].op in TRUTHS else WORD
        return pointer(builder, base, self._places[number], kind)


class Steps:
    """Writes the steps of one function.

    Args:
        builder: Where instructions go.
        program: All steps.
        memory: Where what other functions made stands, and what they need is put. `base`: its address.
    """

    def __init__(
        self, builder: ir.IRBuilder, program: Program, memory: Memory, base: Value
    ) -> None:
        self._builder = builder
        self._steps = program.steps
        self._ends = program.ends
        self._memory = memory
        self._base = base
        self._at_hand: dict[int, Value] = {}

    def __getitem__(self, number: int) -> Value:
        """What a step gives."""
        if number not in self._at_hand:
            step = self._steps[number]
            if step.op in CONSTANTS:
                self.write(number)
            else:
                self._at_hand[number] = self._memory.get(self._builder, self._base, number)
        return self._at_hand[number]

    def write(self, number: int) -> None:
        """Write one step; those it needs have been written."""
        value = self._at_hand[number] = self._written(self._steps[number])
        self._memory.put(self._builder, self._base, number, value)

    def _written(self, step: Step) -> Value:
        of = self._builder
        if step.op == "flag":
            return BIT(step.args[0])
        if step.op == "literal":
            return WORD(step.args[0])
        args = [self[one] for one in step.inputs]
        match step.op:
            case "not":
                return of.not_(args[0])
            case "count":
                return self._counted(args)
            case "at_least":
                return of.icmp_signed(">=", self._counted(args), WORD(step.args[0]))
            case "choose":
                return of.select(*args)
            case "divide" | "modulo":
                return self._divided(step, args)
            case _:
                simple: Mapping[Op, Callable[[Value, Value], Value]] = {
                    "and": of.and_,
                    "or": of.or_,
                    "le": lambda one, other: of.icmp_signed("<=", one, other),
                    "eq": lambda one, other: of.icmp_signed("==", one, other),
                    "add": of.add,
                    "subtract": of.sub,
                    "multiply": of.mul,
                    "least": lambda a, b: of.select(of.icmp_signed("<=", a, b), a, b),
                    "greatest": lambda a, b: of.select(of.icmp_signed(">=", a, b), a, b),
                }
                return reduce(simple[step.op], args)

    def _counted(self, truths: Sequence[Value]) -> Value:
        of = self._builder
        return reduce(of.add, [of.zext(one, WORD) for one in truths])

    def _divided(self, step: Step, args: Sequence[Value]) -> Value:
        """Rounded down, by a positive number; the machine rounds towards zero."""
        of = self._builder
        number, by = args
        if self._ends[step.inputs[0]][0] >= 0:
            return of.udiv(number, by) if step.op == "divide" else of.urem(number, by)
        rest = of.srem(number, by)
        is_below = of.icmp_signed("<", rest, WORD(0))
        if step.op == "modulo":
            return of.select(is_below, of.add(rest, by), rest)
        return of.sub(of.sdiv(number, by), of.zext(is_below, WORD))
