"""Steps that rest on the days of one column alone, done once for every day that a column may hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np

from sgpolicy.evaluating.columnar.algebra import Op, Step, needed
from sgpolicy.evaluating.columnar.days import FIRST, LAST
from sgpolicy.records import dataclass
from sgpolicy.tables.fused.filled import Array

_DAYS = np.arange(np.datetime64(FIRST), np.datetime64(LAST) + np.timedelta64(1, "D"))
FIRST_DAY = int(_DAYS[0].astype(np.int64))
"""The first day that a column may hold, counted from 1970."""
LAST_DAY = FIRST_DAY + len(_DAYS) - 1
"""The last one."""


def _day_numbers() -> Array:
    months = _DAYS.astype("datetime64[M]")
    in_month = (_DAYS - months.astype("datetime64[D]")).astype(np.int64) + 1
    numbers: Array = (months.astype(np.int64) + 1970 * 12) * 32 + in_month
    return numbers


DAY_NUMBERS = _day_numbers()
"""`days.number_of` of every day that a column may hold."""

COMPARING: Mapping[Op, Callable[..., object]] = {"le": np.less_equal, "eq": np.equal}
"""What compares two columns of numbers."""
COUNTING: Mapping[Op, Callable[..., object]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.floor_divide,
    "modulo": np.remainder,
    "least": np.minimum,
    "greatest": np.maximum,
}
"""What makes a column of numbers of two."""
_JOINING: Mapping[Op, Callable[..., object]] = {"and": np.logical_and, "or": np.logical_or}


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked up instead of computed.

    Attributes:
        columns: Of each such step the column of days it rests on.
        tables: Of those that something else needs, what they give on each day, the first day first.
        packed: Where such a table of truths stands, eight to a byte: the bytes, and which bit.
    """

    columns: Mapping[int, str]
    tables: Mapping[int, Array]
    packed: Mapping[int, tuple[Array, int]]


def looked_up(steps: Sequence[Step], outputs: set[int], is_small: Callable[[int], bool]) -> Looked:
    """Make the tables.

    Args:
        steps: All steps.
        outputs: Those that are asked for.
        is_small: Whether a step's numbers fit into 32 bits.
    """
    order = needed(steps, outputs)
    columns = _days_alone(steps, order)
    asked = {
        one for number in order if number not in columns for one in steps[number].inputs
    } | outputs
    tops = [number for number in columns if number in asked]
    known: dict[int, Any] = {}
    for number in needed(steps, tops):
        step = steps[number]
        if step.op == "day":
            known[number] = DAY_NUMBERS
        elif step.op in ("literal", "flag"):
            known[number] = step.args[0]
        else:
            known[number] = done(step, [known[one] for one in step.inputs])
    tables = {
        number: known[number].astype(np.int32)
        if known[number].dtype != np.bool_ and is_small(number)
        else known[number]
        for number in tops
    }
    return Looked(columns, tables, _pack(tables, columns))


def _days_alone(steps: Sequence[Step], order: Sequence[int]) -> dict[int, str]:
    """Steps that rest on the days of one column and on nothing else, by that column."""
    found: dict[int, str] = {}
    fixed: set[int] = set()
    for number in order:
        step = steps[number]
        if step.op in ("literal", "flag"):
            fixed.add(number)
        elif step.op == "day":
            found[number] = str(step.args[0])
        elif step.inputs and all(one in found or one in fixed for one in step.inputs):
            names = {found[one] for one in step.inputs if one in found}
            if len(names) == 1:
                found[number] = names.pop()
    return found


def _pack(tables: Mapping[int, Array], columns: Mapping[int, str]) -> dict[int, tuple[Array, int]]:
    """Tables of truths, eight to a byte: one look-up for all of them."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, table in tables.items():
        if table.dtype == np.bool_:
            groups[columns[number]].append(number)
    found: dict[int, tuple[Array, int]] = {}
    for numbers in groups.values():
        for first in range(0, len(numbers), 8):
            some = numbers[first : first + 8]
            bits = (tables[one].astype(np.uint8) << i for i, one in enumerate(some))
            packed = reduce(np.bitwise_or, bits)
            found |= {one: (packed, i) for i, one in enumerate(some)}
    return found


def done(step: Step, args: Sequence[Any]) -> Array:
    """A step that reads no column, done to whole tables or columns of 64 bits."""
    match step.op:
        case "choose":
            found: Any = np.where(args[0], args[1], args[2])
        case "and" | "or":
            found = reduce(_JOINING[step.op], args)
        case "not":
            found = np.logical_not(args[0])
        case "at_least":
            found = np.sum(args, axis=0) >= step.args[0]
        case "count":
            found = np.sum(args, axis=0)
        case _:
            found = (COMPARING.get(step.op) or COUNTING[step.op])(*args)
    return np.asarray(found)
