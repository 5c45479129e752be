"""Which application a row belongs to: the columns of numbers or names that identify applications."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sgpolicy.tables.columns import MOST_TOLD, FrameProblem
from sgpolicy.tables.reading import whole

Places = npt.NDArray[np.intp]

_HIGHEST = 2**63 - 1
_KINDS = {"text": ("文字", "text"), "whole": ("整数", "whole numbers")}


class Keys:
    """What identifies the applications of a table.

    Attributes:
        name: The column.
        values: Text or whole numbers, each there once; None where they cannot be used.
    """

    def __init__(self, name: str, values: Any, problems: list[FrameProblem]) -> None:  # noqa: ANN401
        """Read the column, None where there is none; what is wrong with it is told."""
        self.name = name
        self.values: pa.Array | None = None
        if values is None:
            return
        before = len(problems)
        self.values = _plain(name, values, "", problems)
        if self.values is not None:
            problems += _repeated(name, self.values)
        if len(problems) > before:
            self.values = None

    def rows(self, keys: list[Any]) -> Places:
        """The rows of some keys."""
        kind = None if self.values is None else self.values.type
        found = pc.index_in(pa.array(keys, kind), value_set=self.values)
        return np.asarray(found.to_numpy(zero_copy_only=False), np.intp)

    def places(self, values: Any, table: str, problems: list[FrameProblem]) -> Places | None:  # noqa: ANN401
        """The application's row for each row of a ledger; None where that cannot be said, and it is told."""
        before = len(problems)
        found = _plain(self.name, values, table, problems)
        if found is None or self.values is None or len(problems) > before:
            return None
        mine, theirs = _kind(self.values), _kind(found)
        if not len(found) or not len(self.values):
            theirs = mine
            found = found.cast(self.values.type) if not len(found) else found
        if mine != theirs:
            zh = f"在申请的表里是{_KINDS[mine][0]}，在这里是{_KINDS[theirs][0]}；请改成同一种。"
            en = f"{_KINDS[mine][1]} in the frame of applications, {_KINDS[theirs][1]} here."
            problems.append(FrameProblem(self.name, None, zh, en, table))
            return None
        places = pc.index_in(found, value_set=self.values.cast(found.type))
        lost = np.flatnonzero(pc.is_null(places).to_numpy(zero_copy_only=False))
        for row in lost[:MOST_TOLD].tolist():
            said = found[row].as_py()
            zh = f"没有编号“{said}”的申请；请补上这份申请，或者去掉这一行。"
            en = f"no application has the key “{said}”."
            problems.append(FrameProblem(self.name, row + 1, zh, en, table))
        if len(lost):
            return None
        return np.asarray(places.to_numpy(zero_copy_only=False), np.intp)


def in_order(keys: npt.NDArray[np.int64], most: int) -> Places:
    """The places that put whole numbers from 0 to `most` in order, equal ones as they stood.

    Example:
        >>> in_order(np.array([2, 0, 2, 1]), 2).tolist()
        [1, 3, 0, 2]
    """
    count = len(keys)
    if (most + 1) * count > _HIGHEST:
        return np.argsort(keys, kind="stable")
    packed = np.sort(keys * count + np.arange(count))  # several times as fast as sorting places
    return np.asarray(packed % max(count, 1), np.intp)


def _kind(values: pa.Array) -> str:
    return "whole" if pa.types.is_integer(values.type) else "text"


def _plain(name: str, values: Any, table: str, problems: list[FrameProblem]) -> pa.Array | None:  # noqa: ANN401
    """Keys as large text or whole numbers of 64 bits, without gaps."""
    array = None if isinstance(values, list) else whole(values)
    if array is not None and pa.types.is_null(array.type):
        array = array.cast(pa.large_string())
    if array is not None and pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    found = None
    if array is not None:
        type_ = array.type
        if (
            pa.types.is_string(type_)
            or pa.types.is_large_string(type_)
            or pa.types.is_string_view(type_)
        ):
            found = array.cast(pa.large_string())
        elif pa.types.is_integer(type_):
            try:
                found = array.cast(pa.int64())
            except pa.ArrowInvalid:
                found = None
    if found is None:
        zh = "编号须都是文字，或者都是整数（pandas 里有空白的整数列是小数，请先补上）。"
        en = "keys must all be text, or all whole numbers (with gaps pandas makes them floats)."
        problems.append(FrameProblem(name, None, zh, en, table))
        return None
    gaps = np.flatnonzero(pc.is_null(found).to_numpy(zero_copy_only=False))
    problems += [
        FrameProblem(name, row + 1, "编号空白。", "the key is null.", table)
        for row in gaps[:MOST_TOLD].tolist()
    ]
    return found


def _repeated(name: str, values: pa.Array) -> list[FrameProblem]:
    """The rows whose key an earlier one has."""
    codes = pc.dictionary_encode(values).indices.to_numpy(zero_copy_only=False)
    if len(codes) and values.null_count:
        return []
    _, first, places = np.unique(codes, return_index=True, return_inverse=True)
    if len(first) == len(codes):
        return []
    again = np.flatnonzero(first[places] != np.arange(len(codes)))
    return [
        FrameProblem(
            name,
            row + 1,
            f"与第 {int(first[places[row]]) + 1} 行的编号相同；一份申请只能有一行。",
            f"the same key as in row {int(first[places[row]]) + 1}.",
        )
        for row in again[:MOST_TOLD].tolist()
    ]
