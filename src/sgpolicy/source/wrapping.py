"""Lines of Chinese text that fit a width in display cells.

A line may break between any two Chinese characters, but not before closing punctuation or after an
opening bracket (避头尾), nor inside a number, a Latin word, or between a number and its unit.
"""

from __future__ import annotations

import re

from sgpolicy.source.text import cells

_NOT_FIRST = frozenset("，。；：、！？）」』》〉】〕”’…％%,.;:!?)]}")
_NOT_LAST = frozenset("（「『《〈【〔“‘([{✓✗○")
_ATOM = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9][0-9,./%]*(?: (?:亿元|万元|平方米|个百分点|个月|人次|[元家次人项年月日行笔]))?"
    r"|K-\d+"
    r"|[!-~]+"
    r"|\s+"
    r"|."
)


def wrapped(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` cells.

    Example:
        >>> wrapped("年服务中小微企业数 46 家，还差 4 家。", 28)
        ['年服务中小微企业数 46 家，还', '差 4 家。']
    """
    width = max(width, 4)
    lines: list[str] = []
    line, used = "", 0
    for chunk in _chunks(text, width):
        size = cells(chunk)
        if line and used + size > width and not chunk.isspace():
            lines.append(line.rstrip())
            line, used = "", 0
        if chunk.isspace() and not line:
            continue
        line, used = line + chunk, used + size
    if line.strip():
        lines.append(line.rstrip())
    return lines or [""]


def _chunks(text: str, width: int) -> list[str]:
    """Pieces that stay together, none wider than a line."""
    joined: list[str] = []
    for atom in (match.group() for match in _ATOM.finditer(text)):
        glued = joined and not joined[-1].isspace() and not atom.isspace()
        if glued and (atom[0] in _NOT_FIRST or joined[-1][-1] in _NOT_LAST):
            joined[-1] += atom
        else:
            joined.append(atom)
    chunks: list[str] = []
    for piece in joined:
        chunks.extend([piece] if cells(piece) <= width else _split(piece, width))
    return chunks


def _split(piece: str, width: int) -> list[str]:
    parts, part, used = [], "", 0
    for char in piece:
        size = cells(char)
        if used + size > width:
            parts.append(part)
            part, used = "", 0
        part, used = part + char, used + size
    return [*parts, part]
