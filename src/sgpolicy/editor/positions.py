"""Offsets in a text (code points) ↔ positions of the protocol: a line and the units before it in that line.

The units are those agreed with the client: UTF-16 if it asks for nothing else, so that an emoji counts two.
Lines are the same in both, since a text is kept with its lines ending in a line feed, whatever the file has.
"""

from __future__ import annotations

from lsprotocol import types

from sgpolicy.source.text import SourceFile

Encoding = types.PositionEncodingKind | str
"""The units in which a client counts."""


def units(text: str, encoding: Encoding) -> int:
    """How many units a text takes.

    Example:
        >>> units("资产😀", "utf-16"), units("资产😀", "utf-32"), units("资产😀", "utf-8")
        (4, 3, 10)
    """
    if encoding == types.PositionEncodingKind.Utf32 or text.isascii():
        return len(text)
    if encoding == types.PositionEncodingKind.Utf8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(char > "\uffff" for char in text)


def position(file: SourceFile, offset: int, encoding: Encoding) -> types.Position:
    """Where an offset is; one beyond the text is its end."""
    offset = max(0, min(offset, len(file.text)))
    line = file.line_of(offset)
    before = file.text[file.line_start(line) : offset]
    return types.Position(line - 1, units(before, encoding))


def stretch(file: SourceFile, start: int, end: int, encoding: Encoding) -> types.Range:
    """A stretch of a file; `end` is never before `start`."""
    first = position(file, start, encoding)
    return types.Range(first, position(file, max(start, end), encoding))


def offset(file: SourceFile, place: types.Position, encoding: Encoding) -> int:
    """The offset of a position; one beyond its line is the line's end, one beyond the text the text's.

    A position inside of a character is that character's start.
    """
    lines = file.text.count("\n") + 1
    if place.line >= lines:
        return len(file.text)
    start = file.line_start(place.line + 1)
    text = file.line_text(place.line + 1)
    if encoding == types.PositionEncodingKind.Utf32 or text.isascii():
        return start + min(place.character, len(text))
    left = place.character
    for at, char in enumerate(text):
        left -= units(char, encoding)
        if left < 0:
            return start + at
    return start + len(text)
