"""Where this Python keeps what is read of its objects: found by looking at some, and never assumed."""

from __future__ import annotations

import ctypes
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache

from sgpolicy.model.application import FindingRecord
from sgpolicy.records import dataclass

_WORD = 8
_DAYS = (date(2019, 7, 23), date(1803, 12, 1), date(2399, 2, 28))
_TIMES = 7
_FUNCTIONS = (
    "PyDict_GetItemWithError",
    "PyDict_Next",
    "PyDict_Size",
    "PyErr_Clear",
    "PyErr_NoMemory",
    "PyErr_Occurred",
    "PyLong_AsLongLongAndOverflow",
    "PyMem_RawFree",
    "PyMem_RawMalloc",
    "PyObject_Vectorcall",
    "PySet_Contains",
    "PyTuple_New",
    "Py_DecRef",
)


@dataclass(frozen=True, slots=True)
class Places:
    """How many bytes after an object's address something stands.

    Attributes:
        type: The address of its type.
        day: Of a date four bytes: the year's higher and lower, the month, the day.
        numerator, denominator: Of a `Fraction`, addresses.
        met, by, on: Of a `FindingRecord`, addresses.
        items: Of a tuple, the address of the first.
        references: How many there are to a small number; None where Python does not count them.
    """

    type: int
    day: int
    numerator: int
    denominator: int
    met: int
    by: int
    on: int
    items: int
    references: int | None


@cache
def places() -> Places | None:
    """Where things stand; None where that cannot be told, and no function may be made."""
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return None
    if ctypes.sizeof(ctypes.c_void_p) != _WORD or sys.byteorder != "little":
        return None
    share = Fraction(10**30 + 1, 10**30 + 3)
    record = FindingRecord(met=True, by="an assessor", on=date(2020, 1, 2), evidence="")
    try:
        return Places(
            _same(place_of(one, address_of(type(one))) for one in (share, record, record.on, 5)),
            _same(place_of(one, _bytes_of_day(one)) for one in _DAYS),
            place_of(share, address_of(share.numerator)),
            place_of(share, address_of(share.denominator)),
            place_of(record, address_of(record.met)),
            place_of(record, address_of(record.by)),
            place_of(record, address_of(record.on)),
            place_of((share, record), address_of(share) + address_of(record)),
            _references(),
        )
    except LookupError:
        return None


@cache
def functions() -> dict[str, int]:
    """The addresses of what is called of Python."""
    return {
        name: ctypes.cast(getattr(ctypes.pythonapi, name), ctypes.c_void_p).value or 0
        for name in _FUNCTIONS
    }


def _held(one: object) -> bytes:
    items = len(one) if isinstance(one, tuple) else 0
    return ctypes.string_at(id(one), type(one).__basicsize__ + items * _WORD)


def address_of(one: object) -> bytes:
    """An object's address, as it stands in memory."""
    return id(one).to_bytes(_WORD, sys.byteorder)


def _bytes_of_day(day: date) -> bytes:
    return bytes([day.year >> 8, day.year & 255, day.month, day.day])


def place_of(one: object, part: bytes) -> int:
    """The one place in an object where something stands.

    Raises:
        LookupError: It stands in none, or in more than one.
    """
    held = _held(one)
    found = held.find(part)
    if found < 0 or held.find(part, found + 1) >= 0:
        raise LookupError
    return found


def _same(places_: Iterable[int]) -> int:
    found = {*places_}
    if len(found) != 1:
        raise LookupError
    return int(found.pop())


def _references() -> int | None:
    """Where a small number's references are counted, if they are.

    Raises:
        LookupError: Small numbers are not one object each, or the count stands nowhere.
    """
    if any(int(str(number)) is not number for number in range(9)):
        raise LookupError
    before = _words(7)
    more = (7,) * _TIMES  # a constant has one; a list made of it has all
    held = [*more]
    after = _words(held[0])
    found = [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    if not found:
        return None
    if len(found) > 1 or not _TIMES <= after[found[0]] - before[found[0]] <= 3 * _TIMES:
        raise LookupError
    return found[0] * _WORD


def _words(number: int) -> Sequence[int]:
    held = _held(number)
    return [
        int.from_bytes(held[at : at + _WORD], sys.byteorder)
        for at in range(0, len(held) // _WORD * _WORD, _WORD)
    ]
