"""The way in: blocks shared out over threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
import pyarrow as pa

from sgpolicy.evaluating.columnar.lowering import Program, Shown
from sgpolicy.tables.fused.filled import Codes, Filled, Shape
from sgpolicy.tables.fused.plan import Plan
from sgpolicy.tables.fused.worker import Worker

BLOCK = 65_536
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
    shapes = tuple((name, one.shape) for name, one in held.items())
    plan = _plan(program, shapes, tuple(wanted))
    outputs = [_memory(rows) for _ in wanted]
    full = rows // BLOCK
    count = min(threads or os.cpu_count() or 1, full)
    own = threading.local()

    def work(number: int) -> None:
        if not hasattr(own, "worker"):
            own.worker = Worker(plan, held, BLOCK)
        own.worker.block(number * BLOCK, outputs)

    if count > 1:
        with ThreadPoolExecutor(count) as pool:
            for _ in pool.map(work, range(full)):
                pass
    else:
        for number in range(full):
            work(number)
    if rows % BLOCK:
        Worker(plan, held, rows % BLOCK).block(full * BLOCK, outputs)
    return outputs


@lru_cache(maxsize=16)
def _plan(
    program: Program, shapes: tuple[tuple[str, Shape], ...], wanted: tuple[Shown, ...]
) -> Plan:
    return Plan(program, dict(shapes), wanted)


def _memory(rows: int) -> Codes:
    """Memory of Arrow's pool: it keeps what it has had, and new pages cost more than the work in them."""
    return np.frombuffer(pa.allocate_buffer(rows), np.uint8)
