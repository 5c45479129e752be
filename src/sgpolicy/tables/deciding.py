"""Rows decided a column at a time, and those that columns cannot hold one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sgpolicy.evaluating.columnar.algebra import NotColumnarError
from sgpolicy.evaluating.columnar.program import LARGEST, Held
from sgpolicy.evaluating.columnar.tallying import tallies_in
from sgpolicy.records import dataclass, replace
from sgpolicy.tables import fused
from sgpolicy.tables.columns import (
    LABELS,
    MOST_TOLD,
    Columns,
    FrameError,
    FrameProblem,
    not_for_columns,
    without_machine,
)
from sgpolicy.tables.fused import By, Codes, OutsideError, PackedPlanes
from sgpolicy.tables.layouts import layout, program
from sgpolicy.tables.ledgers import Joined
from sgpolicy.tables.packing import Mask
from sgpolicy.tables.reading import Taken, take
from sgpolicy.tables.tallying import tally
from sgpolicy.tables.truths import are_open
from sgpolicy.tables.values import Values, at_rows, listed

Engine = Literal["auto", "compiled", "fused", "expressions", "rows"]
"""How rows are decided: whole columns in memory, as machine code or by NumPy; expressions of the frame's own engine;
or one by one."""

_BY: dict[Engine, By] = {"auto": "auto", "fused": "numpy", "compiled": "machine"}
_CODES = {label: code for code, label in enumerate(LABELS)}
_FEW = 500
"""Up to so many rows, making a program takes longer than deciding them one by one."""
_AT_ONCE = 2 * fused.BLOCK


@dataclass(frozen=True, slots=True)
class Decided:
    """The outcomes of some rows.

    Attributes:
        codes: Of each column asked for, the decision first; empty where there are `planes`.
        planes: The same in bits, where that was asked for and every row was decided by columns.
        reasons: Of each row the place of its reasons in `texts`, -1 while it is open; None where not asked.
        texts: The clauses that decided.
        problems: What could not be read.
        bad: The rows it stood in; their outcomes mean nothing.
    """

    codes: Sequence[Codes]
    reasons: npt.NDArray[np.int32] | None
    texts: Sequence[str]
    problems: Sequence[FrameProblem]
    bad: Mask | None
    planes: Sequence[PackedPlanes] = ()


def decide(  # noqa: PLR0913 - each has a name
    columns: Columns,
    data: Mapping[str, Values],
    rows: int,
    on: date,
    *,
    engine: Engine = "auto",
    most_told: int | None = MOST_TOLD,
    is_part: bool = False,
    in_bits: bool = False,
    gaps: Collection[str] = (),
) -> Decided:
    """Decide rows.

    Args:
        columns: What the columns hold, and what is asked.
        data: The values of those that are used, by name.
        rows: How many.
        on: The day as of which.
        engine: "rows" one by one; "fused" by columns with NumPy, "compiled" as machine code (needs Numba);
            "auto" by columns where there are many and the policy computes nothing that columns cannot, and as
            machine code, if Numba is installed, once NumPy has been at work in this process for a second.
        most_told: How many problems are told; None: all.
        is_part: Whether more tables with these columns follow: one program is then made for all of them.
        in_bits: Whether outcomes may be left as truths in bits.
        gaps: Columns for which a program is made as if they had gaps here, since other rows of theirs do.

    Raises:
        FrameError: "fused" or "compiled" was asked for, and the policy computes what columns cannot, or Numba
            is not installed.
    """
    if engine == "compiled" and not fused.has_machine():
        raise without_machine()
    if engine == "rows" or (engine == "auto" and rows < _FEW):
        return _by_row(columns, data, rows, on, most_told)
    problems: list[FrameProblem] = []
    try:
        taken, made, planes = _by_column(
            columns,
            data,
            rows,
            on,
            (problems, most_told),
            is_part=is_part,
            by=_BY[engine],
            gaps=gaps,
        )
    except NotColumnarError:
        if engine != "auto":
            raise not_for_columns() from None
        return _by_row(columns, data, rows, on, most_told)
    bad = _any([one.bad for one in taken])
    if problems and most_told is not None:
        return Decided((), None, (), problems, bad)
    odd = _any([*(one.odd for one in taken), made.odd])
    if odd is not None and bad is not None:
        odd &= ~bad
    reasons, texts, unclear = made.reasons() if columns.reasons else (None, [], None)
    alone = _any([odd, unclear])
    if alone is None and in_bits:
        return Decided((), reasons, texts, problems, bad, planes)
    codes = [one.codes(rows) for one in planes]
    if alone is not None:
        _one_by_one(columns, data, np.flatnonzero(alone), on, (codes, reasons, texts))
    return Decided(codes, reasons, texts, problems, bad)


def worded(found: Decided) -> list[pa.Array]:
    """The columns that deciding adds, as text in a dictionary."""
    made = [dictionary(codes, LABELS) for codes in found.codes]
    if found.reasons is not None:
        made.append(dictionary(found.reasons, found.texts))
    return made


def dictionary(codes: npt.NDArray[Any], labels: Sequence[str]) -> pa.DictionaryArray:
    """Codes as Arrow's dictionary; -1 is null."""
    gaps = codes == -1 if codes.dtype == np.int32 else None
    indices = pa.array(codes, mask=gaps)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(labels), pa.string()))


def _by_column(
    columns: Columns,
    data: Mapping[str, Values],
    rows: int,
    on: date,
    told: tuple[list[FrameProblem], int | None],
    *,
    is_part: bool,
    by: By,
    gaps: Collection[str],
) -> tuple[list[Taken], _Fused, list[PackedPlanes]]:
    """The columns as they lie; looked at first where some do not hold what they must, or too much might."""
    problems, most = told
    for is_strict in (False, True):
        problems.clear()
        try:
            taken = [
                take(one, data[one.name], problems, most, is_strict=is_strict)
                for one in columns.known
            ]
            made = _Fused(columns, taken, rows, on, is_part=is_part, by=by, gaps=gaps)
            return taken, made, made.planes()
        except (OutsideError, NotColumnarError):
            if is_strict:
                raise
    raise AssertionError


def _any(masks: Sequence[Mask | None]) -> Mask | None:
    found: Mask | None = None
    for mask in masks:
        if mask is not None and mask.any():
            found = mask.copy() if found is None else found | mask
    return found


# ── one by one ──


def _by_row(
    columns: Columns, data: Mapping[str, Values], rows: int, on: date, most_told: int | None
) -> Decided:
    plain = {name: listed(values) for name, values in data.items()}
    try:
        if most_told is not None:
            problems: list[FrameProblem] = []
            outcomes = columns.decide(plain, rows, on)
        else:
            outcomes, problems = columns.decide_what_can_be_read(plain, rows, on)
    except FrameError as error:
        return Decided((), None, (), error.problems, None)
    bad = np.zeros(rows, np.bool_)
    bad[[one.row - 1 for one in problems if one.row is not None]] = True
    texts: list[str] = []
    reasons = None
    if columns.reasons:
        reasons, texts = np.full(rows, -1, np.int32), []
        _note(outcomes.pop(), range(rows), reasons, texts)
    codes = [np.array([_CODES[str(one)] for one in labels], np.uint8) for labels in outcomes]
    return Decided(codes, reasons, texts, problems, bad)


def _note(
    whys: Sequence[str | None],
    rows: Sequence[int] | npt.NDArray[Any],
    reasons: npt.NDArray[np.int32],
    texts: list[str],
) -> None:
    """Note the reasons of some rows."""
    places = {text: place for place, text in enumerate(texts)}
    for row, why in zip(rows, whys, strict=True):
        if why is None:
            reasons[row] = -1
            continue
        if why not in places:
            places[why] = len(texts)
            texts.append(why)
        reasons[row] = places[why]


def _one_by_one(
    columns: Columns,
    data: Mapping[str, Values],
    rows: npt.NDArray[Any],
    on: date,
    found: tuple[list[Codes], npt.NDArray[np.int32] | None, list[str]],
) -> None:
    """Decide some rows one by one, and put what comes out into its places."""
    codes, reasons, texts = found
    some = {name: listed(at_rows(values, rows)) for name, values in data.items()}
    outcomes = columns.decide(some, len(rows), on)
    if reasons is not None:
        _note(outcomes.pop(), rows, reasons, texts)
    for column, labels in zip(codes, outcomes, strict=True):
        column[rows] = [_CODES[str(one)] for one in labels]


# ── by columns ──


class _Fused:
    """A program made for some columns, and its outcomes."""

    def __init__(
        self,
        columns: Columns,
        taken: Sequence[Taken],
        rows: int,
        on: date,
        *,
        is_part: bool,
        by: By = "auto",
        gaps: Collection[str] = (),
    ) -> None:
        self._by = by
        self._compiled = columns.compiled
        self._filled = {one.column.name: one.filled for one in taken}
        self._rows = rows
        truths = columns.compiled.generated.truths
        self._wanted = [truths[place] for place in columns.positions]
        self._consulted = columns.compiled.reasoning.decisive.consulted if columns.reasons else ()
        keys = tuple(dict.fromkeys((*self._wanted, *self._consulted)))
        held = [
            (one.column, _whatever(one.held) if is_part else _gappy(one, gaps)) for one in taken
        ]
        known = layout(held)
        self.odd: Mask | None = None
        if isinstance(columns, Joined) and columns.children:
            core, readings = columns.compiled.policy.core, columns.compiled.readings
            needed = tallies_in(core, readings, columns.given, keys)
            counted = tally(columns, known, self._filled, rows, on, needed)
            known, self.odd = counted.layout, counted.odd
            self._filled |= counted.filled
        self._program = program(columns.compiled, known, on, keys)

    def planes(self) -> list[PackedPlanes]:
        """The outcomes asked for, the decision first."""
        nodes = self._program.nodes
        wanted = [self._program.conclusion, *(nodes[key] for key in self._wanted)]
        return fused.run_planes(self._program, self._filled, self._rows, wanted, by=self._by)

    def reasons(self) -> tuple[npt.NDArray[np.int32], list[str], Mask]:
        """Of each row its reasons, all the texts, and the rows whose outcomes do not tell them."""
        found = np.full(self._rows, -1, np.int32)
        unclear = np.zeros(self._rows, np.bool_)
        texts: dict[str, int] = {}
        nodes = self._program.nodes
        wanted = [self._program.conclusion, *(nodes[key] for key in self._consulted)]
        for start in range(0, self._rows, _AT_ONCE):
            stop = min(start + _AT_ONCE, self._rows)
            part = {name: one.part(start, stop) for name, one in self._filled.items()}
            codes = fused.run(self._program, part, stop - start, wanted, by=self._by)
            settled = np.flatnonzero(~are_open(codes[0]))  # what is open has no reasons
            if not len(settled):
                continue
            codes = [column[settled] for column in codes]
            first, places = _patterns(codes)
            told = [self._told([int(column[row]) for column in codes], texts) for row in first]
            rows = start + settled
            found[rows] = np.array([-1 if one is None else one for one in told])[places]
            unclear[rows] = np.array([one is None for one in told])[places]
        return found, [*texts], unclear

    def _told(self, pattern: Sequence[int], texts: dict[str, int]) -> int | None:
        """The place of a pattern's reasons; -1 while it is open, None where it does not tell."""
        found = self._compiled.reasons_of("".join(map(str, pattern)))
        if found is None:
            return None
        return texts.setdefault("、".join(one.label for one in found), len(texts)) if found else -1


def _whatever(held: Held) -> Held:
    """The same column with gaps and numbers of any size."""
    most = held.most if held.most in (1, int(1 / held.unit)) else LARGEST
    return replace(held, has_gaps=True, most=most, least=-LARGEST if held.least < 0 else 0)


def _gappy(taken: Taken, gaps: Collection[str]) -> Held:
    """A column as steps are made for it; with gaps, if it is one of those."""
    held = taken.held
    return replace(held, has_gaps=True) if taken.column.name in gaps else held


def _patterns(codes: Sequence[Codes]) -> tuple[list[int], npt.NDArray[np.intp]]:
    """A row of each different pattern of outcomes, and which pattern each row has; exact."""
    rows = len(codes[0])
    places, count = np.zeros(rows, np.int64), 1
    packed, width = np.zeros(rows, np.int64), 1
    first = np.zeros(1, np.intp)
    for code in codes:
        if count * width * len(LABELS) >= 2**62:
            _, first, places = np.unique(
                places * width + packed, return_index=True, return_inverse=True
            )
            packed, width, count = np.zeros(rows, np.int64), 1, len(first)
        packed = packed * len(LABELS) + code
        width *= len(LABELS)
    _, first, places = np.unique(places * width + packed, return_index=True, return_inverse=True)
    return first.tolist(), places
