"""Going along a dict in the order in which keys are expected, instead of looking each of them up.

Facts that were read from a form stand in its order, which is mostly the policy's. Where the next key is the one
that is wanted, its value is at hand: neither the key's hash nor the dict's index is touched, and entries come one
behind the other in memory. Where it is not, the key is looked up, and the walk waits.
"""

from __future__ import annotations

from llvmlite import ir

from sgpolicy.evaluating.native.values import WORD, Reader, Value

PLACE, KEY, VALUE = 0, 8, 16
"""What is kept of a walk: where it goes on, and the entry it stands at; the key is 0 behind the last."""
SIZE = 24


class Walk:
    """Writes how a dict is gone along.

    Args:
        reader: Writes how objects are read.
        mapping: The dict's address. It is not changed meanwhile.
        kept: The address of so many bytes.
    """

    def __init__(self, reader: Reader, mapping: Value, kept: Value) -> None:
        self._reader = reader
        self._mapping = mapping
        self._kept = kept

    def begin(self) -> None:
        """Stand at the first entry."""
        self._reader.store(WORD(0), self._kept, PLACE)
        self._on()

    def _on(self) -> None:
        """Stand at the next entry."""
        of = self._reader.builder
        self._reader.store(WORD(0), self._kept, KEY)
        places = [of.add(self._kept, WORD(place)) for place in (PLACE, KEY, VALUE)]
        self._reader.call("PyDict_Next", ir.IntType(32), self._mapping, *places)

    def looked_up(self, key: Value) -> Value:
        """The value of a key; 0 where there is none."""
        reader, of = self._reader, self._reader.builder
        here, elsewhere, after = (of.append_basic_block() for _ in range(3))
        of.cbranch(self._is_at(key), here, elsewhere)
        of.position_at_end(here)
        value = reader.load(self._kept, VALUE)
        self._on()
        of.branch(after)
        of.position_at_end(elsewhere)
        looked_up = reader.looked_up(self._mapping, key)
        of.branch(after)
        of.position_at_end(after)
        found = of.phi(WORD)
        found.add_incoming(value, here)
        found.add_incoming(looked_up, elsewhere)
        return found

    def pass_by(self, key: Value) -> None:
        """Go on past a key that nobody asks for, if the walk stands there."""
        of = self._reader.builder
        here, after = of.append_basic_block(), of.append_basic_block()
        of.cbranch(self._is_at(key), here, after)
        of.position_at_end(here)
        self._on()
        of.branch(after)
        of.position_at_end(after)

    def _is_at(self, key: Value) -> Value:
        of = self._reader.builder
        return of.icmp_unsigned("==", self._reader.load(self._kept, KEY), key)
