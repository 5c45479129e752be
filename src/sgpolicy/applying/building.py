"""Putting plain data together from events: places, bounds, and no recursion."""

from __future__ import annotations

from typing import Final

from sgpolicy.applying.problems import Place, Problem, Step, Trouble, describe
from sgpolicy.records import dataclass

Plain = str | None | list["Plain"] | dict[str, "Plain"]
Path = tuple[Step, ...]

DEPTH_LIMIT: Final = 64
"""Levels of lists and mappings."""


class UnreadableError(Exception):
    """The rest of a text cannot be read. It never leaves this package."""

    def __init__(self, trouble: Trouble, place: Place | None = None) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble
        self.place = place


@dataclass(slots=True)
class _Level:
    holder: list[Plain] | dict[str, Plain]
    path: Path
    key: str | None = None
    skip: bool = False


def too_deep() -> Trouble:
    """Data that is nested further than anything to be read needs."""
    return Trouble("SG735", "", {"limit": str(DEPTH_LIMIT)})


class Builder:
    """Puts plain data together from a flat run of events, without recursion.

    The two readers of text (YAML and JSON) differ only in where the events come from.
    """

    def __init__(self) -> None:
        self.data: Plain = None
        self.places: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self._levels: list[_Level] = []
        self._key_places: dict[Path, Place] = {}

    def report(self, trouble: Trouble, place: Place | None, path: Path = ()) -> None:
        """Note a problem and go on."""
        where = at(place)
        self.problems.append(describe(trouble, path=path, where=where, place=place))

    @property
    def wants_key(self) -> bool:
        """Whether the next scalar is a key of a mapping."""
        return bool(self._levels) and self._levels[-1].key is None and not self._in_list

    @property
    def _in_list(self) -> bool:
        return isinstance(self._levels[-1].holder, list)

    def key(self, text: str, place: Place, *, drop: bool = False) -> None:
        """A key of the mapping at hand; a second one of the same name is reported and left out.

        With `drop` the key itself was at fault: it is left out with its value.
        """
        level = self._levels[-1]
        level.key, level.skip = text, drop
        if drop:
            return
        path = (*level.path, text)
        first = self._key_places.setdefault(path, place)
        level.skip = first is not place
        if level.skip:
            details = {"first": str(first[0]), "line": str(place[0])}
            self.report(Trouble("SG733", text, details), place, path)

    def scalar(self, value: str | None, place: Place) -> None:
        """A value that is text, or nothing."""
        self._put(value, place)

    def open(self, holder: list[Plain] | dict[str, Plain], place: Place) -> None:
        """A list or mapping begins.

        Raises:
            UnreadableError: It is too deep.
        """
        if len(self._levels) >= DEPTH_LIMIT:
            raise UnreadableError(too_deep(), place)
        path = self._put(holder, place)
        self._levels.append(_Level(holder, path))

    def close(self) -> None:
        """The list or mapping at hand ends."""
        self._levels.pop()

    def _put(self, value: Plain, place: Place) -> Path:
        if not self._levels:
            self.data, self.places[()] = value, place
            return ()
        level = self._levels[-1]
        if isinstance(level.holder, list):
            path: Path = (*level.path, len(level.holder))
            level.holder.append(value)
        else:
            path = (*level.path, level.key or "")
            if level.skip:
                # Left out, and its places kept apart from those of the value that stands.
                path = (*level.path, f"{level.key}\x00{place[0]}:{place[1]}")
            else:
                level.holder[level.key or ""] = value
            level.key, level.skip = None, False
        self.places[path] = place
        return path


def at(place: Place | None) -> tuple[str, str]:
    """A place in words."""
    if place is None:
        return "文件", "the file"
    return f"第 {place[0]} 行第 {place[1]} 列", f"line {place[0]}, column {place[1]}"
