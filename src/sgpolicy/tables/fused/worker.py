"""Does rows with NumPy, a block at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from sgpolicy.tables.fused import kernels
from sgpolicy.tables.fused.filled import Bits, Codes, Filled
from sgpolicy.tables.fused.plan import Plan

_Tie = tuple[list[Any], int]
"""Arguments, and at which place among them a block's slice goes."""


class Worker:
    """Does rows of some columns; one for each thread."""

    def __init__(self, plan: Plan, columns: Mapping[str, Filled], outputs: Sequence[Codes]) -> None:
        self._given = plan, columns
        self._outputs = outputs
        self._by_size: dict[int, _Block] = {}

    def rows(self, first: int, stop: int) -> None:
        """Do some rows as one block; the first is a multiple of 8.

        Raises:
            OutsideError: A column holds something outside its ends.
        """
        size = stop - first
        if size not in self._by_size:
            self._by_size[size] = _Block(*self._given, size)
        self._by_size[size].do(first, self._outputs)


class _Block:
    """Has the buffers for blocks of a size; what is done to a block is tied to them once."""

    def __init__(self, plan: Plan, columns: Mapping[str, Filled], size: int) -> None:
        held = {place: columns[name].values for place, name in plan.columns.items()}
        held |= {place: _stated(columns[name]) for place, name in plan.stated.items()}
        self._size = size
        self._in_bits = plan.in_bits
        places: dict[int, Any] = {
            place: np.empty((size + 7) // 8 if kind is None else size, kind or np.uint8)
            for place, kind in plan.buffers.items()
        }
        places |= plan.fixed
        slices: dict[int, list[_Tie]] = defaultdict(list)
        self._outputs: dict[int, list[_Tie]] = defaultdict(list)
        self._calls: list[tuple[Callable[..., object], list[Any]]] = []
        for one in plan.done:
            args: list[Any] = []
            writes = () if one.writes is None else (one.writes,)
            for index, place in enumerate((*one.reads, *writes)):
                args.append(places.get(place))
                if place < 0:
                    self._outputs[-1 - place].append((args, index))
                elif place not in places:
                    slices[place].append((args, index))
            function = kernels.FUNCTIONS[one.what]
            self._calls.append((partial(function, *one.args) if one.args else function, args))
        self._slices = [(held[place], ties) for place, ties in slices.items()]

    def do(self, start: int, outputs: Sequence[Codes]) -> None:
        """Do the block that begins at a row."""
        stop = start + self._size
        for values, ties in self._slices:
            rows = values.packed(start, stop) if isinstance(values, Bits) else values[start:stop]
            for args, index in ties:
                args[index] = rows
        for number, ties in self._outputs.items():
            whole = outputs[number]
            part = whole[start // 8 : (stop + 7) // 8] if self._in_bits else whole[start:stop]
            for args, index in ties:
                args[index] = part
        for function, args in self._calls:
            function(*args)


def _stated(column: Filled) -> Bits:
    if column.stated is None:
        raise ValueError
    return column.stated
