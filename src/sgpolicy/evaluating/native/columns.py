"""What is read of an application → the steps that read columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from llvmlite import ir

from sgpolicy.evaluating.columnar.algebra import COLUMNS, Step
from sgpolicy.evaluating.native.alike import Alike, called
from sgpolicy.evaluating.native.reading import Source, Sources
from sgpolicy.evaluating.native.values import BIT, WORD, Reader, Value
from sgpolicy.evaluating.native.walking import Walk
from sgpolicy.records import dataclass

Group = tuple[str, Mapping[str, Sequence[int]]]
"""What is read at once: the id of a fact or finding, and by column the steps that read it; of some facts nothing."""


def groups(steps: Sequence[Step], order: Iterable[int], sources: Sources) -> list[Group]:
    """What is read for some steps: facts in the order of the policy, then findings."""
    found: dict[tuple[str, str], dict[str, list[int]]] = {
        ("fact", key): defaultdict(list) for key in sources.facts
    }
    for number in order:
        if steps[number].op in COLUMNS:
            name = str(steps[number].args[0])
            source = sources.by_column[name]
            what = source.reads if source.reads in ("on", "finding") else "fact"
            found.setdefault((what, source.key), defaultdict(list))[name].append(number)
    return [(key, columns) for (_, key), columns in found.items()]


@dataclass(frozen=True, slots=True)
class Given:
    """What a function has been given.

    Attributes:
        facts, judged: Addresses of dicts. `walk`: of what is kept of the walk along the facts.
        on: The day as of which, as a number.
        alike: Writes functions for what is read alike.
    """

    facts: Value
    walk: Value
    judged: Value
    on: Value
    alike: Alike


class Columns:
    """Reads what steps need.

    Args:
        reader: Writes how.
        steps: All.
        sources: Where columns come from.
        given: What the function was given.
    """

    def __init__(
        self,
        reader: Reader,
        steps: Sequence[Step],
        sources: Sources,
        given: Given,
    ) -> None:
        self._reader = reader
        self._builder = reader.builder
        self._steps = steps
        self._sources = sources
        self._given = given
        self._walk = Walk(reader, given.facts, given.walk)

    def read(self, group: Group) -> dict[int, Value]:
        """What steps read of one fact or finding, by the steps' numbers."""
        key, columns = group
        if not columns:
            self._walk.pass_by(self._reader.address_of(key))
            return {}
        name = next(iter(columns))
        source = self._sources.by_column[name]
        match source.reads:
            case "on":
                return dict.fromkeys(columns[name], self._given.on)
            case "finding":
                return self._finding(source, columns[name])
            case "set":
                return self._set(source, columns[name])
            case "year":
                return self._series(key, columns)
            case _:
                return self._fact(source, columns[name])

    def _fact(self, source: Source, numbers: Sequence[int]) -> dict[int, Value]:
        """A fact that has one value."""
        reader, given = self._reader, self._given
        key = reader.address_of(source.key)
        missing, found = called(reader, given.alike.fact(source), given.facts, given.walk, key)
        value = self._builder.trunc(found, BIT) if source.reads == "truth" else found
        return {
            number: self._step(source, self._steps[number], missing, value) for number in numbers
        }

    def _step(self, source: Source, step: Step, missing: Value, value: Value) -> Value:
        match step.op:
            case "missing":
                return missing
            case "one_of":
                wanted = step.args[1]
                is_in = self._is_among(source, value, wanted if isinstance(wanted, tuple) else ())
                return self._builder.and_(is_in, self._builder.not_(missing))
            case _:
                return value

    def _set(self, source: Source, numbers: Sequence[int]) -> dict[int, Value]:
        """A fact of which is asked whether it has members."""
        reader = self._reader
        one = self._walk.looked_up(reader.address_of(source.key))
        asked = [number for number in numbers if self._steps[number].op == "has"]
        wanted = [str(self._steps[number].args[1]) for number in asked]
        missing, *found = reader.if_stated(one, lambda: reader.members(one, wanted))
        return dict.fromkeys(numbers, missing) | dict(zip(asked, found, strict=True))

    def _is_among(self, source: Source, place: Value, wanted: tuple[str, ...]) -> Value:
        """Whether a choice is one of some, by a bit for each member."""
        of, width = self._builder, max(len(source.members), 64)
        mask = sum(1 << source.members.index(member) for member in wanted)
        bits = ir.IntType(width)
        wide = place if width == 64 else of.zext(place, bits)
        return of.trunc(of.lshr(bits(mask), wide), BIT)

    def _finding(self, source: Source, numbers: Sequence[int]) -> dict[int, Value]:
        reader, given = self._reader, self._given
        key = reader.address_of(source.key)
        missing, found = called(reader, given.alike.finding(source), given.judged, key, given.on)
        met = reader.builder.trunc(found, BIT)
        return {
            number: missing if self._steps[number].op == "missing" else met for number in numbers
        }

    def _numbers(self, cell: Value, source: Source) -> Sequence[Value]:
        return [self._reader.number(cell, source)]

    def _series(self, key: str, asked: Mapping[str, Sequence[int]]) -> dict[int, Value]:
        """A yearly series: all its years must be among those that are read."""
        reader, of = self._reader, self._builder
        one = self._walk.looked_up(reader.address_of(key))
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
                cell = reader.looked_up(one, reader.address_of(source.year))
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
