"""Files and places in them.

Offsets are code points from the start of the text as it was read. Lines and columns count from 1;
a column is a code point too. Terminals need display cells instead: see `cells`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from sgpolicy.records import dataclass, field

_LINE_END = re.compile("\n")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file, `start` inclusive, `end` exclusive, in code points."""

    file: str
    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The stretch from the start of this one to the end of `other`."""
        return Span(self.file, self.start, max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file's text under the name that readers know it by (relative to the policy folder).

    Attributes:
        name, text: The name, and the text as it was read.
        sha256: The digest of the file's bytes, in hexadecimal digits; "" for a text that is no file.
    """

    name: str
    text: str
    sha256: str = field(default="", compare=False)
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0]
        starts.extend(end.end() for end in _LINE_END.finditer(self.text))
        object.__setattr__(self, "_starts", starts)

    def line_of(self, offset: int) -> int:
        """The line, from 1, that holds `offset`."""
        return bisect_right(self._starts, offset)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        line = self.line_of(offset)
        return line, offset - self._starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line, without its end."""
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r")

    def line_start(self, line: int) -> int:
        """The offset of a line's first character."""
        return self._starts[line - 1]

    def span(self, start: int, end: int) -> Span:
        """A span in this file."""
        return Span(self.name, start, end)


def cells(text: str) -> int:
    """How many terminal cells `text` takes: two for wide characters, none for combining marks.

    Example:
        >>> cells("第七条 7")
        8
    """
    width = 0
    for char in text:
        category = unicodedata.category(char)
        if unicodedata.combining(char) or category in {"Cf", "Cc"}:
            continue
        # before 3.13, Python says of what is no character that it is wide
        is_wide = category != "Cn" and unicodedata.east_asian_width(char) in {"W", "F"}
        width += 2 if is_wide else 1
    return width
