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
            problems.append(other_kind(self.name, mine, theirs, table))
            return None
        places = pc.index_in(found, value_set=self.values.cast(found.type))
        lost = np.flatnonzero(pc.is_null(places).to_numpy(zero_copy_only=False))
        problems += [
            of_none(self.name, row + 1, found[row].as_py(), table)
            for row in lost[:MOST_TOLD].tolist()
        ]
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


def key_kind(type_: pa.DataType) -> str | None:
    """How keys of one of Arrow's types are compared: "text" or "whole"; None where they cannot be keys.

    Example:
        >>> key_kind(pa.int32()), key_kind(pa.string()), key_kind(pa.float64())
        ('whole', 'text', None)
    """
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    if pa.types.is_null(type_) or any(kind(type_) for kind in kinds):
        return "text"
    return "whole" if pa.types.is_integer(type_) else None


def no_keys(name: str, table: str) -> FrameProblem:
    """A column holds what cannot be keys."""
    zh = "编号须都是文字，或者都是整数（pandas 里有空白的整数列是小数，请先补上）。"
    en = "keys must all be text, or all whole numbers (with gaps pandas makes them floats)."
    return FrameProblem(name, None, zh, en, table)


def other_kind(name: str, mine: str, theirs: str, table: str) -> FrameProblem:
    """Keys of one kind stand among the applications, of another in a ledger."""
    zh = f"在申请的表里是{_KINDS[mine][0]}，在这里是{_KINDS[theirs][0]}；请改成同一种。"
    en = f"{_KINDS[mine][1]} in the frame of applications, {_KINDS[theirs][1]} here."
    return FrameProblem(name, None, zh, en, table)


def of_none(name: str, row: int, key: object, table: str) -> FrameProblem:
    """A ledger's row names an application that is not there."""
    zh = f"没有编号“{key}”的申请；请补上这份申请，或者去掉这一行。"
    return FrameProblem(name, row, zh, f"no application has the key “{key}”.", table)


def blank(name: str, row: int, table: str) -> FrameProblem:
    """A row without a key."""
    return FrameProblem(name, row, "编号空白。", "the key is null.", table)


def again(name: str, row: int, other: int) -> FrameProblem:
    """A row of the applications with the key of another."""
    zh = f"与第 {other} 行的编号相同；一份申请只能有一行。"
    return FrameProblem(name, row, zh, f"the same key as in row {other}.")


def _kind(values: pa.Array) -> str:
    return "whole" if pa.types.is_integer(values.type) else "text"


def _plain(name: str, values: Any, table: str, problems: list[FrameProblem]) -> pa.Array | None:  # noqa: ANN401
    """Keys as large text or whole numbers of 64 bits, without gaps."""
    array = None if isinstance(values, list) else whole(values)
    found = None
    if array is not None and pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    kind = None if array is None else key_kind(array.type)
    if kind is not None and array is not None:
        try:
            found = array.cast(pa.large_string() if kind == "text" else pa.int64())
        except pa.ArrowInvalid:  # more than 64 bits hold
            found = None
    if found is None:
        problems.append(no_keys(name, table))
        return None
    gaps = np.flatnonzero(pc.is_null(found).to_numpy(zero_copy_only=False))
    problems += [blank(name, row + 1, table) for row in gaps[:MOST_TOLD].tolist()]
    return found


def _repeated(name: str, values: pa.Array) -> list[FrameProblem]:
    """The rows whose key an earlier one has."""
    codes = pc.dictionary_encode(values).indices.to_numpy(zero_copy_only=False)
    if len(codes) and values.null_count:
        return []
    _, first, places = np.unique(codes, return_index=True, return_inverse=True)
    if len(first) == len(codes):
        return []
    repeated = np.flatnonzero(first[places] != np.arange(len(codes)))
    return [
        again(name, row + 1, int(first[places[row]]) + 1) for row in repeated[:MOST_TOLD].tolist()
    ]
