"""Two records compared: what differs, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sgpolicy.records import dataclass

MISSING = object()
"""Stands for what one of the two does not have."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in which two records differ.

    Attributes:
        place: Where: keys joined by dots, items of lists in brackets by their name or number.
        said: What the record has there; `MISSING` for nothing.
        found: What it should have by the replay; likewise.
    """

    place: str
    said: Any
    found: Any


def differences(said: object, found: object, place: str = "") -> Iterator[Difference]:
    """What differs between a record and what replaying it gives, in the order of the record."""
    if isinstance(said, Mapping) and isinstance(found, Mapping):
        for key in [*said, *(key for key in found if key not in said)]:
            where = f"{place}.{key}" if place else key
            yield from differences(said.get(key, MISSING), found.get(key, MISSING), where)
    elif isinstance(said, list) and isinstance(found, list):
        for i in range(max(len(said), len(found))):
            one = said[i] if i < len(said) else MISSING
            other = found[i] if i < len(found) else MISSING
            yield from differences(one, other, f"{place}[{_label(one, other, i)}]")
    elif type(said) is not type(found) or said != found:
        yield Difference(place, said, found)


def _label(one: object, other: object, number: int) -> str:
    for item in (other, one):
        if isinstance(item, Mapping):
            for key in ("name", "clause", "id"):
                if isinstance(item.get(key), str):
                    return str(item[key])
    return str(number)
