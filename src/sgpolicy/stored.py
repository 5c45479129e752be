"""A checked policy stored beside its source, so that loading it needs no parser.

The stored form is used only while every file it was made of is as it was then, and only by the library it was
made by: its first line says which files, with their digests, and which records; the second holds them. What
does not fit, whatever the reason, is as if it were not there. It is written whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from sgpolicy.model import citation, core, expressions, types
from sgpolicy.model.core import Core
from sgpolicy.model.document import Manifest
from sgpolicy.model.voting import Voting
from sgpolicy.records import dataclass, field, fields, is_dataclass, replace

FILE = "compiled.json"
FORMAT = 1
_LIMIT = 50_000_000
_LEFT_OUT = "span"  # where something stands in the source: no later stage asks


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: the policy, what `policy.yaml` says, and each file's digest."""

    core: Core
    manifest: Manifest
    files: Mapping[str, str] = field(default_factory=dict)


def write_stored(folder: Path, data: bytes) -> Path:
    """Write a policy's stored form into its folder, whole or not at all.

    Returns:
        The file.

    Raises:
        OSError: If it cannot be written; what was there before stays.
    """
    import tempfile

    path = folder / FILE
    handle, temporary = tempfile.mkstemp(prefix=".compiled-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)  # one step, for readers at the same time
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def stored_bytes(folder: Path, made: Core, manifest: Manifest, names: Iterable[str]) -> bytes:
    """The stored form of a policy.

    Args:
        folder: Where its files lie.
        made: The policy.
        manifest: What `policy.yaml` says.
        names: Every file it was read from.
    """
    body = _Encoder().whole(made, manifest)
    head = {
        "format": FORMAT,
        "records": _records()[1],
        "files": {name: _digest(folder / name) for name in sorted(names)},
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    return json.dumps(head, ensure_ascii=False).encode() + b"\n" + body + b"\n"


def read_stored(folder: Path) -> Stored | None:
    """The stored form of the policy in a folder; None where there is none that fits its files."""
    try:
        path = folder / FILE
        if path.stat().st_size > _LIMIT:
            return None
        first, _, rest = path.read_bytes().partition(b"\n")
        body = rest.rstrip(b"\n")
        head = json.loads(first)
        if (head["format"], head["records"]) != (FORMAT, _records()[1]):
            return None
        if hashlib.sha256(body).hexdigest() != head["sha256"]:
            return None
        if "policy.yaml" not in head["files"]:
            return None
        for name, digest in head["files"].items():
            if Path(name).name != name or _digest(folder / name) != digest:
                return None
        return replace(_decoded(json.loads(body)), files=head["files"])
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _records() -> tuple[tuple[type, ...], str]:
    """Every kind of record that a policy is made of, and a digest of what they look like."""
    kinds: list[type] = [
        one
        for module in (core, expressions, citation, types)
        for one in vars(module).values()
        if isinstance(one, type) and is_dataclass(one) and one.__module__ == module.__name__
    ]
    kinds += [Manifest, Voting]
    shape = [(kind.__name__, _fields(kind)) for kind in kinds]
    return tuple(kinds), hashlib.sha256(repr(shape).encode()).hexdigest()


def _fields(kind: Any) -> list[str]:  # noqa: ANN401 - any dataclass
    return [field.name for field in fields(kind) if field.name != _LEFT_OUT]


class _Encoder:
    """Records to plain lists: [kind, field…] with the kind a number, or a letter for what is no record.

    A record that occurs again stands only once, in a table: ["r", place].
    """

    def __init__(self) -> None:
        kinds, _ = _records()
        self._kinds = {kind: i for i, kind in enumerate(kinds)}
        self._names = {kind: _fields(kind) for kind in kinds}
        self._places: dict[Any, int] = {}
        self._table: list[Any] = []

    def whole(self, made: Core, manifest: Manifest) -> bytes:
        """The body: the table, the policy, the manifest."""
        found = [self._plain(made), self._plain(manifest)]
        return json.dumps([self._table, *found], ensure_ascii=False, separators=(",", ":")).encode()

    def _plain(self, value: Any) -> Any:  # noqa: ANN401
        if value is None or isinstance(value, bool | int | str):
            return value
        if isinstance(value, Fraction):
            return ["q", value.numerator, value.denominator]
        if isinstance(value, date):
            return ["d", value.year, value.month, value.day]
        if isinstance(value, tuple):
            return ["t", *(self._plain(one) for one in value)]
        if isinstance(value, dict):
            return ["m", *([key, self._plain(one)] for key, one in value.items())]
        kind = self._kinds[type(value)]
        if isinstance(value, types.Type | citation.Clause | citation.Citation):
            place = self._places.get(value)
            if place is None:
                parts = [kind, *(self._plain(getattr(value, n)) for n in self._names[type(value)])]
                place = self._places[value] = len(self._table)
                self._table.append(parts)
            return ["r", place]
        return [kind, *(self._plain(getattr(value, n)) for n in self._names[type(value)])]


def _decoded(body: Any) -> Stored:  # noqa: ANN401
    """Plain lists back to records; an exception of some kind where they are none."""
    kinds, _ = _records()
    table: list[Any] = []
    makers: dict[Any, Callable[[list[Any]], Any]] = {
        "q": lambda parts: Fraction(parts[1], parts[2]),
        "d": lambda parts: date(*parts[1:]),
        "t": lambda parts: tuple([made(one) for one in parts[1:]]),
        "m": lambda parts: {key: made(one) for key, one in parts[1:]},
        "r": lambda parts: table[parts[1]],
    }

    def made(value: Any) -> Any:  # noqa: ANN401
        if value.__class__ is not list:
            return value
        kind = value[0]
        if kind.__class__ is int:
            return kinds[kind](*[made(one) for one in value[1:]])
        return makers[kind](value)

    shared, policy, manifest = body
    for one in shared:  # one after another: later ones refer to earlier ones
        table.append(made(one))  # noqa: PERF401
    found, said = made(policy), made(manifest)
    if not isinstance(found, Core) or not isinstance(said, Manifest):
        raise TypeError(FILE)
    return Stored(found, said)
