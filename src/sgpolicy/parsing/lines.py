"""A Markdown file's lines, and what marks those that are more than prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*(\S*)")
HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*$")


def without_comments(text: str) -> str:
    """The text with remarks blanked out, offsets unchanged."""
    out, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        out += [text[at:start], re.sub(r"[^\n]", " ", text[start : end + 3])]
        at = end + 3
    return "".join([*out, text[at:]])


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Every line with where it begins, without its end."""
    start = 0
    for line in text.split("\n"):
        yield start, line.rstrip("\r")
        start += len(line) + 1
