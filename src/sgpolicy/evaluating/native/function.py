"""A policy's program as one function of LLVM that takes Python's objects and gives Python's objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from llvmlite import ir

from sgpolicy.evaluating.columnar.algebra import COLUMNS, needed
from sgpolicy.evaluating.columnar.program import Program, Shown
from sgpolicy.evaluating.native.alike import Alike
from sgpolicy.evaluating.native.columns import Columns, Given, Group, groups
from sgpolicy.evaluating.native.objects import Places
from sgpolicy.evaluating.native.reading import Sources
from sgpolicy.evaluating.native.steps import AS_OF, WALK, Memory, Steps
from sgpolicy.evaluating.native.values import BIT, WORD, Reader, Value, pointer
from sgpolicy.evaluating.native.walking import Walk
from sgpolicy.records import dataclass

NAME = "decide"
_ARGUMENTS = 3
STEPS, GROUPS = 400, 40
"""How many steps, and how many facts and findings, one part has."""
_NUMBERS = range(16)
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class Written:
    """A function as it is written.

    Attributes:
        source: LLVM's assembly; the function is `NAME`, and takes what METH_FASTCALL says.
        kept: Objects whose addresses stand in it: they must live as long as it may be called.
    """

    source: str
    kept: Sequence[object]


def write(
    program: Program,
    wanted: Sequence[Shown],
    sources: Sources,
    otherwise: Callable[..., Any],
    places: Places,
) -> Written:
    """Write a function of facts, findings and the day, as `Generated.plain` has them.

    Args:
        program: The steps.
        wanted: The outcomes: the decision's, then what it gives beside it.
        sources: What is read.
        otherwise: Called in its place with what is not as columns hold it.
        places: Where objects keep what is read of them.
    """
    return _Writer(program, wanted, sources, otherwise, places).written()


class _Writer:
    """Writes a function that calls others in turn: a compiler takes much more than twice as long for twice as much."""

    def __init__(
        self,
        program: Program,
        wanted: Sequence[Shown],
        sources: Sources,
        otherwise: Callable[..., Any],
        places: Places,
    ) -> None:
        self._program = program
        self._wanted = wanted
        self._sources = sources
        self._otherwise = otherwise
        self._places = places
        self._module = ir.Module(name=NAME)
        self._kept: list[object] = []
        self._alike = Alike(self._module, places, self._kept)

    def written(self) -> Written:
        steps = self._program.steps
        order = needed(steps, {step for shown in self._wanted for step in _planes(shown)})
        made = [number for number in order if steps[number].op not in COLUMNS]
        parts = _parts(made, STEPS)
        due = self._due(made)
        shown = [
            [plane for number in part for i in due[number] for plane in _planes(self._wanted[i])]
            for part in parts
        ]
        memory = Memory(steps, parts, shown)
        reading = [
            self._reading(f"read_{i}", part, memory)
            for i, part in enumerate(_parts(groups(steps, order, self._sources), GROUPS))
        ]
        deciding = [
            self._deciding(f"decide_{i}", part, due, memory) for i, part in enumerate(parts)
        ]
        self._whole(reading, deciding, memory)
        return Written(str(self._module), tuple(self._kept))

    def _due(self, made: Sequence[int]) -> Mapping[int, Sequence[int]]:
        """Which outcomes are told behind which step: at once, so that what they need is still at hand."""
        own = frozenset(made)
        due: dict[int, list[int]] = defaultdict(list)
        for i, shown in enumerate(self._wanted):
            due[max((one for one in _planes(shown) if one in own), default=made[0])].append(i)
        return due

    def _part(self, name: str) -> ir.Function:
        """A part takes where the memory is, and two addresses more; it says whether to go on."""
        function = ir.Function(self._module, ir.FunctionType(BIT, [WORD] * 3), name)
        function.linkage = "internal"
        function.append_basic_block()
        return function

    def _reading(self, name: str, some: Sequence[Group], memory: Memory) -> ir.Function:
        function = self._part(name)
        base, facts, judged = function.args
        builder, odd = ir.IRBuilder(function.entry_basic_block), function.append_basic_block()
        reader = Reader(builder, self._places, odd, self._kept)
        given = Given(
            facts, builder.add(base, WORD(WALK)), judged, reader.load(base, AS_OF), self._alike
        )
        columns = Columns(reader, self._program.steps, self._sources, given)
        for group in some:
            for number, value in columns.read(group).items():
                memory.put(builder, base, number, value)
        builder.ret(BIT(1))
        ir.IRBuilder(odd).ret(BIT(0))
        return function

    def _deciding(
        self, name: str, some: Sequence[int], due: Mapping[int, Sequence[int]], memory: Memory
    ) -> ir.Function:
        function = self._part(name)
        base, first, others = function.args
        builder = ir.IRBuilder(function.entry_basic_block)
        steps = Steps(builder, self._program, memory, base)
        results = Results(builder, self._places, self._numbers)
        for number in some:
            steps.write(number)
            for i in due[number]:
                code = _code(builder, steps, self._wanted[i])
                results.put(code, others if i else first, i - 1 if i else 0)
        builder.ret(BIT(1))
        return function

    @cached_property
    def _numbers(self) -> ir.GlobalVariable:
        """The addresses of what four bits can say."""
        self._kept += _NUMBERS
        kind = ir.ArrayType(WORD, len(_NUMBERS))
        table = ir.GlobalVariable(self._module, kind, "numbers")
        table.initializer = ir.Constant(kind, [WORD(id(one)) for one in _NUMBERS])
        table.global_constant = True
        return table

    def _whole(
        self, reading: Sequence[ir.Function], deciding: Sequence[ir.Function], memory: Memory
    ) -> None:
        function = ir.Function(self._module, ir.FunctionType(WORD, [WORD] * _ARGUMENTS), NAME)
        builder = ir.IRBuilder(function.append_basic_block())
        odd, failed, alone, starved = (function.append_basic_block() for _ in range(4))
        _, arguments, count = function.args
        reader = Reader(builder, self._places, odd, self._kept)
        base = reader.call("PyMem_RawMalloc", WORD, WORD(memory.size))
        reader.demand(reader.is_there(base), starved)
        reader.demand(builder.icmp_signed("==", count, WORD(_ARGUMENTS)))
        facts, judged, on = (reader.load(arguments, 8 * i) for i in range(_ARGUMENTS))
        for one in (facts, judged):
            reader.demand_type(one, dict)
        reader.store(reader.day(on), base, AS_OF)
        Walk(reader, facts, builder.add(base, WORD(WALK))).begin()
        for part in reading:
            reader.demand(builder.call(part, [base, facts, judged]))
        for key in self._sources.unread:
            reader.demand_absent(reader.looked_up(judged, reader.address_of(key)))
        reader.demand_absent(reader.call("PyErr_Occurred", WORD))
        others = reader.call("PyTuple_New", WORD, WORD(len(self._wanted) - 1))
        reader.demand(reader.is_there(others), failed)
        pair = reader.call("PyTuple_New", WORD, WORD(2))
        reader.demand(reader.is_there(pair), alone)
        for part in deciding:
            builder.call(part, [base, pair, others])
        reader.store(others, pair, self._places.items + 8)
        reader.call("PyMem_RawFree", ir.VoidType(), base)
        builder.ret(pair)
        builder.position_at_end(odd)
        reader.call("PyMem_RawFree", ir.VoidType(), base)
        reader.call("PyErr_Clear", ir.VoidType())
        instead = reader.address_of(self._otherwise)
        builder.ret(reader.call("PyObject_Vectorcall", WORD, instead, arguments, count, WORD(0)))
        builder.position_at_end(alone)
        reader.call("Py_DecRef", ir.VoidType(), others)
        builder.branch(failed)
        builder.position_at_end(failed)
        reader.call("PyMem_RawFree", ir.VoidType(), base)
        builder.branch(starved)
        builder.position_at_end(starved)
        reader.call("PyErr_NoMemory", WORD)
        builder.ret(WORD(0))


def _parts(some: Sequence[_One], size: int) -> list[Sequence[_One]]:
    return [some[i : i + size] for i in range(0, len(some), size)]


def _planes(shown: Shown) -> tuple[int, ...]:
    return (shown.planes.may, shown.planes.judged, shown.planes.met, shown.is_out)


def _code(builder: ir.IRBuilder, steps: Steps, shown: Shown) -> Value:
    """An outcome's number, as `generated.runtime` has it: a bit for each plane, the lowest first."""
    code = WORD(0)
    for bit, plane in enumerate(_planes(shown)):
        code = builder.or_(code, builder.shl(builder.zext(steps[plane], WORD), WORD(bit)))
    return code


class Results:
    """Puts outcomes' numbers into tuples that are new.

    Args:
        builder: Where instructions go.
        places: Where objects keep what is written into them.
        numbers: The addresses of small numbers.
    """

    def __init__(self, builder: ir.IRBuilder, places: Places, numbers: ir.GlobalVariable) -> None:
        self._builder = builder
        self._places = places
        self._numbers = numbers

    def put(self, code: Value, into: Value, place: int) -> None:
        """Put a small number into a tuple; Python is told that one more refers to it, where it counts."""
        of = self._builder
        found = of.load(of.gep(self._numbers, [WORD(0), code]))
        counted = self._places.references
        if counted is not None:
            at = pointer(of, found, counted, WORD)
            of.store(of.add(of.load(at), WORD(1)), at)
        of.store(found, pointer(of, into, self._places.items + 8 * place, WORD))
