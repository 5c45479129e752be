"""Outcomes as truths: whether something is met, and nothing while that is open.

Truths are bits, as Arrow has them, and so are planes: no row need be looked at.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sgpolicy.model.outcome import Outcome
from sgpolicy.tables.fused import Codes, PackedPlanes

_OPEN = (Outcome.MISSING_FACTS.value, Outcome.AWAITING_FINDINGS.value)


def truths_of_planes(planes: PackedPlanes, rows: int) -> pa.Array:
    """Outcomes in bits as truths.

    Example:
        >>> met = np.array([0b010], np.uint8)
        >>> planes = PackedPlanes(np.array([0b110], np.uint8), met, met, False)
        >>> truths_of_planes(planes, 3).to_pylist()
        [False, True, None]
    """
    may, met = planes.may, planes.met
    settled = None
    if may is not met:
        settled = _bits(_either(_not(may), met), rows)
    return pa.Array.from_buffers(pa.bool_(), rows, [settled, _bits(met, rows)])


def truths_of_codes(codes: Codes) -> pa.Array:
    """Outcomes by number as truths.

    Example:
        >>> truths_of_codes(np.array([0, 1, 2, 3, 4], np.uint8)).to_pylist()
        [False, None, None, True, False]
    """
    return pa.array(are_met(codes), mask=are_open(codes))


def are_met(codes: Codes) -> npt.NDArray[np.bool_]:
    """Where outcomes by number are 符合."""
    found: npt.NDArray[np.bool_] = codes == Outcome.MET.value
    return found


def are_open(codes: Codes) -> npt.NDArray[np.bool_]:
    """Where outcomes by number are still open.

    Example:
        >>> are_open(np.array([0, 2, 3], np.uint8))
        array([False,  True, False])
    """
    return np.isin(codes, _OPEN)


def _not(plane: Any) -> Any:  # noqa: ANN401 - an array or a bool
    return not plane if isinstance(plane, bool) else np.invert(plane)


def _either(one: Any, other: Any) -> Any:  # noqa: ANN401
    if isinstance(one, bool) or isinstance(other, bool):
        if one is True or other is True:
            return True
        return other if isinstance(one, bool) else one
    return np.bitwise_or(one, other)


def _bits(plane: Any, rows: int) -> pa.Buffer:  # noqa: ANN401
    if isinstance(plane, bool):
        plane = np.full((rows + 7) // 8, 255 if plane else 0, np.uint8)
    return pa.py_buffer(plane)
