"""The pieces of an SVG drawing: lines, bars, marks and text, in tenths of a millimetre.

Only elements and attributes that Word, LibreOffice and browsers all draw: no style sheet, no script, no
reference to anything outside. Everything written passes through `written`.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Literal

from sgpolicy.records import dataclass, field
from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.source.wrapping import wrapped

Mark = Literal[
    "met", "not met", "unsure", "occurrence",  # events
    "done", "done_late", "overdue", "due", "unknown",  # duties
]  # fmt: skip
Anchor = Literal["start", "middle", "end"]
Run = tuple[str, str, bool]
"""A piece of a line of text: its words, its colour, and whether it is bold."""

INK, SOFT, LINE, PAPER = "#1d2126", "#59616b", "#d5d8dc", "#ffffff"
ACCENT, GOOD, WEAK, BAD, PALE = "#2f5a93", "#23764a", "#9a5400", "#b3261e", "#dfe3e8"
FONTS = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', SimHei, sans-serif"
)
RADIUS = 12
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_NARROW = frozenset("iljftrI.,:;|!'()[] -")


def written(text: str) -> str:
    r"""Text from anybody as XML: nothing in it is markup, and every character is allowed there.

    Example:
        >>> written("a<b & \x1b\ufffe")
        'a&lt;b &amp; ⟨U+001B⟩⟨U+FFFE⟩'
    """
    shown = visible(text).translate(_XML)
    return shown.replace("\ufffe", "⟨U+FFFE⟩").replace("\uffff", "⟨U+FFFF⟩")


def extent(text: str, size: int) -> int:
    """How wide a text is at most in common fonts, for a size.

    Example:
        >>> extent("第16条", 100)
        312
    """
    return sum(map(_thousandths, written(text))) * size // 1000


@cache
def _thousandths(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WFA" and unicodedata.category(char) != "Cn":
        return 1000
    if char in _NARROW:
        return 380
    if char.isdigit():
        return 560
    return 560 if "a" <= char <= "z" and char not in "mw" else 900


def clipped(text: str, size: int, room: int) -> str:
    """The text, or as much of it as fits with an ellipsis.

    Example:
        >>> clipped("韶关市工业和信息化局", 10, 60)
        '韶关市工业…'
    """
    text = visible(text)
    if extent(text, size) <= room and len(text) <= room:
        return text
    end = min(len(text), room)
    while end and extent(text[:end] + "…", size) > room:
        end -= 1
    return text[:end] + "…"


def broken(text: str, size: int, room: int, most: int) -> list[str]:
    """The text in at most so many lines, the last one clipped.

    Example:
        >>> broken("韶关市工业和信息化局", 10, 60, 2)
        ['韶关市工业和', '信息化局']
    """
    text = visible(text)
    width = max(2 * room // size, 4)
    lines = wrapped(text, width)
    while width > 4 and any(extent(line, size) > room for line in lines):
        width -= 1
        lines = wrapped(text, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + "…"]
    return [clipped(line, size, room) for line in lines]


@dataclass(slots=True)
class Drawing:
    """What has been drawn so far, from the back to the front."""

    parts: list[str] = field(default_factory=list)

    def begin(self, title: str) -> None:
        """Begin a group that says what it is."""
        self.parts.append(f"<g><title>{written(title)}</title>")

    def finish(self) -> None:
        """End the group."""
        self.parts.append("</g>")

    def line(self, start: tuple[int, int], end: tuple[int, int], colour: str, width: int) -> None:
        """A straight line."""
        (x1, y1), (x2, y2) = start, end
        self.parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}"'
            f' stroke-width="{width}"/>'
        )

    def bar(
        self, x: int, y: int, size: tuple[int, int], fill: str, stroke: str = "", dash: str = ""
    ) -> None:
        """A rectangle; with a stroke, the stroke lies inside it."""
        (width, height), edge = size, 1 if stroke else 0
        shape = (x + edge, y + edge, max(width - 2 * edge, 1), height - 2 * edge)
        self.parts.append(
            '<rect x="{}" y="{}" width="{}" height="{}"'.format(*shape)
            + f' fill="{fill}"'
            + (f' stroke="{stroke}" stroke-width="2"' if stroke else "")
            + (f' stroke-dasharray="{dash}"' if dash else "")
            + "/>"
        )

    def text(
        self,
        at: tuple[int, int],
        *runs: Run,
        size: int,
        anchor: Anchor = "start",
    ) -> None:
        """A line of text."""
        spans = "".join(
            f'<tspan fill="{colour}"'
            + (' font-weight="700"' if is_bold else "")
            + f">{written(words)}</tspan>"
            for words, colour, is_bold in runs
            if words
        )
        self.parts.append(
            f'<text x="{at[0]}" y="{at[1]}" font-size="{size}" text-anchor="{anchor}"'
            f' xml:space="preserve">{spans}</text>'
        )

    def mark(self, mark: Mark, x: int, y: int) -> None:
        """A mark with its middle there; no two differ in colour alone."""
        match mark:
            case "met":
                self._circle(x, y, 9, INK, INK)
            case "occurrence":
                self._path(f"M{x} {y - 12}L{x + 12} {y}L{x} {y + 12}L{x - 12} {y}Z", PAPER, INK)
            case "not met":
                self.bar(x - 13, y - 13, (26, 26), BAD)
                cross = f"M{x - 6} {y - 6}L{x + 6} {y + 6}M{x + 6} {y - 6}L{x - 6} {y + 6}"
                self._path(cross, "none", PAPER, 4)
            case "done":
                self._circle(x, y, 11, GOOD, GOOD)
                self._path(f"M{x - 5} {y}L{x - 1} {y + 4}L{x + 6} {y - 4}", "none", PAPER)
            case "done_late":
                self._path(f"M{x} {y - 12}L{x + 12} {y + 10}L{x - 12} {y + 10}Z", PAPER, WEAK)
            case "overdue":
                self._path(f"M{x} {y - 18}L{x + 18} {y + 14}L{x - 18} {y + 14}Z", BAD, BAD)
                self._path(f"M{x} {y - 7}L{x} {y + 4}M{x} {y + 7}L{x} {y + 10}", "none", PAPER, 4)
            case "due":
                self._circle(x, y, 10, PAPER, SOFT)
            case "unsure" | "unknown":
                self._circle(x, y, 12, PAPER, INK if mark == "unsure" else SOFT)
                self.text((x, y + 7), ("?", INK, True), size=20, anchor="middle")

    def _circle(self, x: int, y: int, radius: int, fill: str, stroke: str) -> None:
        self.parts.append(
            f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="{stroke}"'
            ' stroke-width="2"/>'
        )

    def _path(self, path: str, fill: str, stroke: str, width: int = 3) -> None:
        self.parts.append(
            f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"'
            ' stroke-linejoin="round"/>'
        )

    def document(self, size: tuple[int, int], title: str, description: str, lang: str) -> str:
        """The whole drawing on white, as a file of its own."""
        width, height = size
        attributes = (
            f'height="{height // 10}mm" viewBox="0 0 {width} {height}" role="img"'
            f' xml:lang="{lang}" font-family="{FONTS}"'
        )
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width // 10}mm" {attributes}>',
            f"<title>{written(title)}</title>",
            f"<desc>{written(description)}</desc>",
            f'<rect x="0" y="0" width="{width}" height="{height}" fill="{PAPER}"/>',
        )
        return "\n".join((*head, *self.parts, "</svg>")) + "\n"
