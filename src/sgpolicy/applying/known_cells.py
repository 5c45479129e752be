"""What the cells of a column were read as: the same few words stand in the data of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgpolicy.applying.blanks import is_blank

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT = 1 << 12
_LONGEST = 64


class KnownCells(dict[str, Any]):
    """What text was read as, by the text; None for a blank.

    Looking up text that is not known reads it, and raises `RefusedError` where that cannot be done. Some
    thousands are kept, of a few words each; of a column of free text none, since it says something else
    of everybody, and may be nobody else's business.

    Args:
        read: Reads what is not blank, to a value that nothing changes.
        is_text: Whether the column is of free text.
    """

    def __init__(self, read: Callable[[object], Any], *, is_text: bool) -> None:
        super().__init__()
        self._read = read
        self._longest = 0 if is_text else _LONGEST

    def __missing__(self, given: str) -> Any:  # noqa: ANN401
        found = self.of(given)
        if len(given) <= self._longest:
            if len(self) >= _KEPT:
                self.clear()
            self[given] = found
        return found

    def of(self, given: object) -> Any:  # noqa: ANN401
        """What anything else than text is read as."""
        return None if is_blank(given) else self._read(given)
