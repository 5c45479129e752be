"""The way in: rows shared out over threads, each of which does them with NumPy or as machine code.

Machine code is faster; to have it at hand takes half a second in every process, and some ten seconds the first time
of all. So it is made use of as soon as NumPy has been at work for about as long.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Literal, Protocol

import numpy as np
import pyarrow as pa

from sgpolicy.evaluating.columnar.program import Program, Shown
from sgpolicy.tables.fused.filled import Array, Codes, Filled, Packed, PackedPlanes, Shape
from sgpolicy.tables.fused.plan import Plan, planes_of
from sgpolicy.tables.fused.sharing import share_out
from sgpolicy.tables.fused.worker import Worker

BLOCK = 131_072
"""How many rows NumPy does at a time; so many that what a call costs does not count."""
PATIENCE = 1.0
"""For how many seconds NumPy has been at work in this process when machine code is asked for."""
By = Literal["auto", "numpy", "machine"]
"""How rows are done: by NumPy, as machine code, or first the one and then the other."""

SHARE = 65_536
"""How many rows a thread does as machine code at a time."""
_spent = 0.0


class _Hand(Protocol):
    """Does rows; each thread has one."""

    def rows(self, first: int, stop: int) -> None:
        """Do some rows."""


def has_machine() -> bool:
    """Whether Numba is installed."""
    return find_spec("numba") is not None


def run(
    program: Program,
    columns: Mapping[str, Filled],
    rows: int,
    wanted: Sequence[Shown],
    *,
    threads: int | None = None,
    by: By = "auto",
) -> list[Codes]:
    """Carry out a program.

    Args:
        program: The steps.
        columns: What they read.
        rows: How many.
        wanted: The outcomes asked for.
        threads: How many; as many as there are processors where None.
        by: How; "machine" needs Numba.

    Raises:
        OutsideError: A column holds something outside its ends.
    """
    held = _held(columns)
    plan = _plan(program, _shapes(held), tuple(wanted), in_bits=False)
    return _carried_out(plan, held, rows, threads, by)


def run_planes(
    program: Program,
    columns: Mapping[str, Filled],
    rows: int,
    wanted: Sequence[Shown],
    *,
    threads: int | None = None,
    by: By = "auto",
) -> list[PackedPlanes]:
    """Carry out a program, and leave the outcomes as truths in bits; see `run`."""
    held = _held(columns)
    plan = _plan(program, _shapes(held), tuple(wanted), in_bits=True)
    outputs = _carried_out(plan, held, rows, threads, by)
    found: dict[int, Packed | bool] = {
        step: output for (step,), output in zip(plan.outputs, outputs, strict=True)
    }
    for shown in wanted:
        for step in planes_of(shown):
            if step not in found:
                found[step] = bool(program.steps[step].args[0])
    return [PackedPlanes(*(found[step] for step in planes_of(shown))) for shown in wanted]


def _carried_out(
    plan: Plan, columns: Mapping[str, Filled], rows: int, threads: int | None, by: By
) -> list[Array]:
    """The outputs of a plan."""
    global _spent  # noqa: PLW0603 - of the process, as the machine code is
    outputs = [_memory((rows + 7) // 8 if plan.in_bits else rows) for _ in plan.outputs]
    if by == "machine" or (by == "auto" and _spent > PATIENCE and has_machine()):
        _share_out(_machines(plan, columns, outputs), rows, SHARE, threads)
        return outputs
    begin = time.perf_counter()
    _share_out(lambda: Worker(plan, columns, outputs), rows, BLOCK, threads)
    _spent += time.perf_counter() - begin
    return outputs


def _machines(
    plan: Plan, columns: Mapping[str, Filled], outputs: Sequence[Array]
) -> Callable[[], _Hand]:
    from sgpolicy.tables.fused.assembling import Machine, assembled

    assembly = assembled(plan, columns)
    return lambda: Machine(assembly, columns, outputs)


def _share_out(hand: Callable[[], _Hand], rows: int, share: int, threads: int | None) -> None:
    """Have all rows done, a share at a time."""

    def taken_up() -> Callable[[int], None]:
        own = hand()
        return lambda first: own.rows(first, min(first + share, rows))

    share_out(taken_up, range(0, rows, share), threads)


def _held(columns: Mapping[str, Filled]) -> dict[str, Filled]:
    """The columns with truths as bits, and what must be 0 as columns of their own: a plan looks at all."""
    held = {name: one.as_bits() for name, one in columns.items()}
    for name, one in columns.items():
        if one.upper is not None:
            held[f"{name}, upper halves"] = Filled(one.upper, one.stated, (), (0, 0))
    return held


def _shapes(columns: Mapping[str, Filled]) -> tuple[tuple[str, Shape], ...]:
    return tuple((name, one.shape) for name, one in columns.items())


@lru_cache(maxsize=16)
def _plan(
    program: Program,
    shapes: tuple[tuple[str, Shape], ...],
    wanted: tuple[Shown, ...],
    *,
    in_bits: bool,
) -> Plan:
    return Plan(program, dict(shapes), wanted, in_bits=in_bits)


def _memory(rows: int) -> Codes:
    """Memory of Arrow's pool: it keeps what it has had, and new pages cost more than the work in them."""
    return np.frombuffer(pa.allocate_buffer(rows), np.uint8)
