"""The way in: blocks shared out over threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
import pyarrow as pa

from sgpolicy.evaluating.columnar.program import Program, Shown
from sgpolicy.tables.fused.filled import Array, Codes, Filled, Packed, PackedPlanes, Shape
from sgpolicy.tables.fused.plan import Plan, planes_of
from sgpolicy.tables.fused.worker import Worker

BLOCK = 131_072
"""How many rows are done at a time; so many that what a call costs does not count."""


def run(
    program: Program,
    columns: Mapping[str, Filled],
    rows: int,
    wanted: Sequence[Shown],
    *,
    threads: int | None = None,
) -> list[Codes]:
    """Carry out a program.

    Args:
        program: The steps.
        columns: What they read.
        rows: How many.
        wanted: The outcomes asked for.
        threads: How many; as many as there are processors where None.

    Raises:
        OutsideError: A column holds something outside its ends.
    """
    held = {name: one.as_bits() for name, one in columns.items()}
    plan = _plan(program, _shapes(held), tuple(wanted), in_bits=False)
    return _carried_out(plan, held, rows, rows, threads)


def run_planes(
    program: Program,
    columns: Mapping[str, Filled],
    rows: int,
    wanted: Sequence[Shown],
    *,
    threads: int | None = None,
) -> list[PackedPlanes]:
    """Carry out a program, and leave the outcomes as truths in bits; see `run`."""
    held = {name: one.as_bits() for name, one in columns.items()}
    plan = _plan(program, _shapes(held), tuple(wanted), in_bits=True)
    outputs = _carried_out(plan, held, rows, (rows + 7) // 8, threads)
    found: dict[int, Packed | bool] = {
        step: output for (step,), output in zip(plan.outputs, outputs, strict=True)
    }
    for shown in wanted:
        for step in planes_of(shown):
            if step not in found:
                found[step] = bool(program.steps[step].args[0])
    return [PackedPlanes(*(found[step] for step in planes_of(shown))) for shown in wanted]


def _carried_out(
    plan: Plan, columns: Mapping[str, Filled], rows: int, size: int, threads: int | None
) -> list[Array]:
    """The outputs of a plan, so many bytes each."""
    outputs = [_memory(size) for _ in plan.outputs]
    full = rows // BLOCK
    count = min(threads or os.cpu_count() or 1, full)
    own = threading.local()

    def work(number: int) -> None:
        if not hasattr(own, "worker"):
            own.worker = Worker(plan, columns, BLOCK)
        own.worker.block(number * BLOCK, outputs)

    if count > 1:
        with ThreadPoolExecutor(count) as pool:
            for _ in pool.map(work, range(full)):
                pass
    else:
        for number in range(full):
            work(number)
    if rows % BLOCK:
        Worker(plan, columns, rows % BLOCK).block(full * BLOCK, outputs)
    return outputs


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
