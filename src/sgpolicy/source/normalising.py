"""The one normal form in which official prose, its source and quoted phrases are compared.

Documented normalisation, and nothing else:

- white space and line breaks (also U+3000, no-break and zero-width spaces) are dropped;
- Markdown heading marks at the start of a line are dropped, and the marks between a table's cells (`|`);
- full-width brackets and commas become half-width ones;
- every quotation mark becomes `"`.

It maps one character to one character or to none, so a place in the normal form is a place in the
text: `Normal.offsets` says which.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sgpolicy.records import dataclass

_DROPPED = frozenset("|\u200b\u200c\u200d\u2060\ufeff")
_KEPT = re.compile(rf"[^\s{re.escape(''.join(sorted(_DROPPED)))}]+")
_EQUAL = str.maketrans(
    {
        "（": "(",
        "）": ")",
        "，": ",",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "「": '"',
        "」": '"',
        "『": '"',
        "』": '"',
        "＂": '"',
    }
)
_HEADING = re.compile(r"^[ \t\u3000]{0,3}#{1,6}(?=[ \t\u3000])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal form and, for each of its characters, the offset in the original text."""

    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original stretch that a stretch of the normal form came from."""
        if not self.offsets:
            return 0, 0
        if start >= len(self.offsets):
            last = self.offsets[-1] + 1
            return last, last
        return self.offsets[start], self.offsets[max(start, end - 1)] + 1


def normalise(text: str, base: int = 0) -> Normal:
    r"""Bring `text` into the normal form; `base` is added to every offset.

    Example:
        >>> normalise("不低于\n\n50 万元)").text
        '不低于50万元)'
    """
    if "#" in text:
        text = _HEADING.sub(lambda mark: " " * len(mark[0]), text)
    chars: list[str] = []
    offsets: list[int] = []
    for run in _KEPT.finditer(text):
        chars.append(run[0])
        offsets.extend(range(base + run.start(), base + run.end()))
    return Normal("".join(chars).translate(_EQUAL), tuple(offsets))


@lru_cache(maxsize=8192)
def normal_text(text: str) -> str:
    """The normal form of a phrase alone.

    Example:
        >>> normal_text("不低于 50 万元）")
        '不低于50万元)'
    """
    return normalise(text).text


_PUNCTUATION = frozenset("，。；：、,.;:()（）《》〈〉「」『』“”‘’\"'！？!?—…·-")


@lru_cache(maxsize=4096)
def is_operative(char: str) -> bool:
    """Whether a character of a clause carries meaning: everything but punctuation and space.

    Example:
        >>> [is_operative(c) for c in "元；%"]
        [True, False, True]
    """
    return not (char.isspace() or char in _PUNCTUATION or char in _DROPPED)


@lru_cache(maxsize=1024)
def operative_places(text: str) -> bytes:
    """For each character of a clause, 1 if it is operative, else 0; see `is_operative`."""
    return bytes(map(is_operative, text))
