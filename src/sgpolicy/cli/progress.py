"""A line that shows how far a long run has come; on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from sgpolicy.records import dataclass

_CELLS = 30


@dataclass(slots=True)
class Progress:
    """How far it has come.

    Attributes:
        stream: Where it is shown, if that is a terminal.
        total: Of how many.
        done, failed: So far.
    """

    stream: TextIO
    total: int
    done: int = 0
    failed: int = 0
    _shown: str = ""

    def step(self, *, failed: bool = False) -> None:
        """One more is done."""
        self.failed += failed
        self.to(self.done + 1)

    def to(self, done: int) -> None:
        """So many are done."""
        self.done = done
        if not self.stream.isatty():
            return
        full = _CELLS * self.done // max(self.total, 1)
        percent = 100 * self.done // max(self.total, 1)
        text = f"[{'#' * full}{'.' * (_CELLS - full)}] {percent:3}%"
        text += f"  {self.failed} ✗" if self.failed else ""
        if text != self._shown:
            self.stream.write(f"\r{text}")
            self.stream.flush()
            self._shown = text

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self.stream.write("\r" + " " * len(self._shown) + "\r")
            self.stream.flush()
            self._shown = ""


@contextmanager
def progress(stream: TextIO, total: int) -> Iterator[Progress]:
    """Progress that is taken away at the end, whatever ends it."""
    shown = Progress(stream, total)
    try:
        yield shown
    finally:
        shown.clear()
