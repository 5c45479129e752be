"""JSON text in which nothing is wrong, read at once by the standard library; places are found when asked for.

What is read here is what `json_text` reads. Places serve to say where a problem is, and most data have none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from sgpolicy.applying.building import DEPTH_LIMIT, Builder, Path
from sgpolicy.applying.json_text import read_json

if TYPE_CHECKING:
    from sgpolicy.applying.building import Plain
    from sgpolicy.applying.problems import Place


class _DoubtfulError(ValueError):
    """Something of which the careful reading has to say what it is."""


class JsonPlaces(Mapping[Path, "Place"]):
    """Line and column of every value of a JSON text, by its path; found when one is first asked for.

    Args:
        text: The text, in which nothing is wrong.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _found(self) -> Mapping[Path, Place]:
        builder = Builder()
        read_json(self._text, builder)
        return builder.places

    def __getitem__(self, path: Path) -> Place:
        return self._found[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def read_plainly(text: str) -> tuple[Plain] | None:
    """What a JSON text says, numbers, true and false as text; None where the careful reading has to say."""
    try:
        return (_as_text(_DECODER.decode(text), 1),)
    except (ValueError, RecursionError):
        return None


def _as_text(value: Any, depth: int) -> Plain:  # noqa: ANN401
    """The same with `true` and `false` as they are written."""
    if type(value) is dict:
        if depth > DEPTH_LIMIT:
            raise _DoubtfulError
        for key, inner in value.items():
            if type(inner) is not str:
                value[key] = _as_text(inner, depth + 1)
    elif type(value) is list:
        if depth > DEPTH_LIMIT:
            raise _DoubtfulError
        value[:] = [one if type(one) is str else _as_text(one, depth + 1) for one in value]
    elif value is not None and type(value) is not str:
        return "true" if value else "false"
    return cast("Plain", value)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _DoubtfulError
    return found


def _no_number(word: str) -> None:
    raise _DoubtfulError(word)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_no_number
)
