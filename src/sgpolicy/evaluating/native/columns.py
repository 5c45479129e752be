"""What is read of an application → the steps that read columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from llvmlite import ir

from sgpolicy.evaluating.columnar.algebra import COLUMNS, Step
from sgpolicy.evaluating.native.reading import Reads, Source, Sources
from sgpolicy.evaluating.native.values import BIT, WORD, Reader, Value

Group = tuple[str, Mapping[str, Sequence[int]]]
"""What is read at once: the id of a fact or finding, and by column the steps that read it."""


def groups(steps: Sequence[Step], order: Iterable[int], sources: Sources) -> list[Group]:
    """What is read for some steps."""
    found: dict[tuple[Reads, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number in order:
        if steps[number].op in COLUMNS:
            name = str(steps[number].args[0])
            source = sources.by_column[name]
            found[source.reads, source.key][name].append(number)
    return [(key, columns) for (_, key), columns in found.items()]


class Columns:
    """Reads what steps need.

    Args:
        reader: Writes how.
        steps: All.
        sources: Where columns come from.
        facts, judged: Addresses of what the function was given.
        on: The day as of which, as a number.
    """

    def __init__(
        self,
        reader: Reader,
        steps: Sequence[Step],
        sources: Sources,
        given: tuple[Value, Value, Value],
    ) -> None:
        self._reader = reader
        self._builder = reader.builder
        self._steps = steps
        self._sources = sources
        self._facts, self._judged, self._on = given

    def read(self, group: Group) -> dict[int, Value]:
        """What steps read of one fact or finding, by the steps' numbers."""
        key, columns = group
        name = next(iter(columns))
        source = self._sources.by_column[name]
        match source.reads:
            case "on":
                return dict.fromkeys(columns[name], self._on)
            case "finding":
                return self._finding(source, columns[name])
            case "year":
                return self._series(key, columns)
            case _:
                return self._fact(source, columns[name])

    def _fact(self, source: Source, numbers: Sequence[int]) -> dict[int, Value]:
        reader = self._reader
        one = reader.looked_up(self._facts, source.key)
        members = [
            str(step.args[1]) for number in numbers if (step := self._steps[number]).op == "has"
        ]

        def values() -> Sequence[Value]:
            match source.reads:
                case "truth":
                    return [reader.truth(one)]
                case "day":
                    return [reader.day(one)]
                case "number":
                    return [reader.number(one, source)]
                case "choice":
                    return [reader.place(one, source.members)]
                case _:
                    return reader.members(one, members)

        missing, *found = reader.if_stated(one, values)
        return {
            number: self._step(source, self._steps[number], missing, found, members)
            for number in numbers
        }

    def _step(
        self,
        source: Source,
        step: Step,
        missing: Value,
        found: Sequence[Value],
        members: Sequence[str],
    ) -> Value:
        match step.op:
            case "missing":
                return missing
            case "has":
                return found[members.index(str(step.args[1]))]
            case "one_of":
                wanted = step.args[1]
                is_in = self._is_among(
                    source, found[0], wanted if isinstance(wanted, tuple) else ()
                )
                return self._builder.and_(is_in, self._builder.not_(missing))
            case _:
                return found[0]

    def _is_among(self, source: Source, place: Value, wanted: tuple[str, ...]) -> Value:
        """Whether a choice is one of some, by a bit for each member."""
        of, width = self._builder, max(len(source.members), 64)
        mask = sum(1 << source.members.index(member) for member in wanted)
        bits = ir.IntType(width)
        wide = place if width == 64 else of.zext(place, bits)
        return of.trunc(of.lshr(bits(mask), wide), BIT)

    def _finding(self, source: Source, numbers: Sequence[int]) -> dict[int, Value]:
        reader = self._reader
        one = reader.looked_up(self._judged, source.key)
        absent, does_not_count, met = reader.if_stated(
            one, lambda: reader.judged(one, self._on, source.assessors)
        )
        missing = self._builder.or_(absent, does_not_count)
        return {
            number: missing if self._steps[number].op == "missing" else met for number in numbers
        }

    def _numbers(self, cell: Value, source: Source) -> Sequence[Value]:
        return [self._reader.number(cell, source)]

    def _series(self, key: str, asked: Mapping[str, Sequence[int]]) -> dict[int, Value]:
        """A yearly series: all its years must be among those that are read."""
        reader, of = self._reader, self._builder
        one = reader.looked_up(self._facts, key)
        years = {
            name: source
            for name, source in self._sources.by_column.items()
            if source.reads == "year" and source.key == key
        }

        def values() -> Sequence[Value]:
            reader.demand_type(one, dict)
            found: list[Value] = []
            known = WORD(0)
            for source in years.values():
                cell = reader.looked_up(one, source.year)
                missing, number = reader.if_stated(cell, partial(self._numbers, cell, source))
                found += [of.not_(missing), number]  # stated, since all is 0 without a series
                known = of.add(known, of.zext(reader.is_there(cell), WORD))
            size = reader.call("PyDict_Size", WORD, one)
            reader.demand(of.icmp_signed("==", size, known))
            return found

        _, *found = reader.if_stated(one, values)
        made: dict[int, Value] = {}
        for name, stated, number in zip(years, found[::2], found[1::2], strict=True):
            for step in asked.get(name, ()):
                is_gap = self._steps[step].op == "missing"
                made[step] = of.not_(stated) if is_gap else number
        return made
