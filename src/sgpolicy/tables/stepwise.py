"""Single steps carried out on whole NumPy columns: where a number itself is asked for, and not an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sgpolicy.evaluating.columnar.algebra import Step, needed
from sgpolicy.evaluating.columnar.program import Program
from sgpolicy.tables.fused import DAY_NUMBERS, FIRST_DAY, Array, Bits, Filled
from sgpolicy.tables.fused.calendar import done


def carried_out(
    program: Program, columns: Mapping[str, Filled], rows: int, wanted: tuple[int, ...]
) -> dict[int, Array]:
    """The results of some steps, by their numbers.

    Args:
        program: The steps.
        columns: What they read.
        rows: How many.
        wanted: The numbers of the steps.
    """
    found: dict[int, Array] = {}
    for number in needed(program.steps, wanted):
        step = program.steps[number]
        result = _done(step, columns, rows, [found[one] for one in step.inputs])
        found[number] = np.broadcast_to(result, (rows,))
    return {number: found[number] for number in wanted}


def plain(values: Array | Bits, rows: int) -> Array:
    """A column's values, one for each row."""
    return values.rows(0, rows) if isinstance(values, Bits) else values


def _done(step: Step, columns: Mapping[str, Filled], rows: int, args: list[Array]) -> Array:
    match step.op:
        case "flag" | "literal":
            found: Any = np.asarray(step.args[0])
        case "missing" | "holds" | "number" | "day" | "one_of" | "has":
            found = _read(step, columns[str(step.args[0])], rows)
        case _:
            found = done(step, args)
    return np.asarray(found)


def _read(step: Step, column: Filled, rows: int) -> Any:  # noqa: ANN401
    """What a step reads of a column: nothing of what stands in its gaps."""
    values = plain(column.values, rows)
    stated = np.ones(rows, np.bool_) if column.stated is None else column.stated.rows(0, rows)
    match step.op:
        case "missing":
            return ~stated
        case "number":
            return np.where(stated, values, 0).astype(np.int64)
        case "day":
            days = np.where(stated, values, FIRST_DAY) - FIRST_DAY
            return np.where(stated, DAY_NUMBERS[days], 0)
        case "one_of":
            names = step.args[1] if isinstance(step.args[1], tuple) else ()
            places = [column.members.index(one) for one in names if one in column.members]
            return np.isin(values, places) & stated
        case "has":
            bit = values.dtype.type(1 << column.members.index(str(step.args[1])))
            return ((values & bit) != 0) & stated
        case _:
            return (values != 0) & stated
