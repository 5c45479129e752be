"""A text as found → its lines, and what had to be put right: page numbers go, damaged brackets are mended.

Nothing else is touched, and every change is told. A bracket is mended only where one half of a pair is
half-width and the other full-width, `（一)`; whether a half is missing altogether is for a person to see.
"""

from __future__ import annotations

import re

from sgpolicy.drafting.records import Line, Mend

_HEADING = re.compile(r"^[ \t\u3000]{0,3}#{1,6}(?=[ \t\u3000])")
_DASH = r"[-—－–─―·•]"
_PAGE = re.compile(
    rf"{_DASH}+\s*[0-9０-９]{{1,4}}\s*{_DASH}+"
    r"|第\s*[0-9０-９]{1,4}\s*页(?:\s*[,，/]?\s*共\s*[0-9０-９]{1,4}\s*页)?"
)
_BARE = re.compile(r"[0-9０-９]{1,4}")
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_OPEN, _CLOSE = "（(", "）)"
_FURTHEST = 6
"""How many lines a pair of brackets may span."""
_SHOWN = 12


def found_lines(text: str) -> tuple[list[Line], list[Mend], str]:
    r"""The lines of a text, what was mended, and the text as it is kept: without page numbers.

    Example:
        >>> lines, mends, _ = found_lines("（一)法人；\n— 2 —\n")
        >>> [line.text for line in lines], [(m.kind, m.before, m.after) for m in mends]
        (['（一）法人；'], [('page', '— 2 —', ''), ('bracket', '（一)', '（一）')])
    """
    lines: list[Line] = []
    kept: list[str] = []
    mends: list[Mend] = []
    follows_blank = True
    for number, whole in enumerate(text.split("\n"), 1):
        pieces = whole.split("\f")
        for at, raw in enumerate(pieces):
            words = _ZERO_WIDTH.sub("", raw).strip()
            is_by_break = len(pieces) > 1 and _BARE.fullmatch(words)
            if words and (_PAGE.fullmatch(words) or is_by_break):
                mends.append(Mend(number, "page", words))
                continue
            if at == len(pieces) - 1 or words:
                kept.append(raw)
            if not words:
                follows_blank = True
                continue
            marks = _HEADING.match(raw)
            inner = _ZERO_WIDTH.sub("", raw[marks.end() :] if marks else raw)
            shown = inner.strip()
            if not shown:
                follows_blank = True
                continue
            is_indented = inner[:1].isspace() and not marks
            lines.append(Line(number, shown, bool(marks), is_indented, follows_blank))
            follows_blank = False
    made, brackets = _mended(lines)
    return made, [*mends, *brackets], "\n".join(kept)


def _mended(lines: list[Line]) -> tuple[list[Line], list[Mend]]:
    """Lines with both halves of each pair of brackets of one width, and brackets without a partner."""
    texts = [list(line.text) for line in lines]
    mends: list[Mend] = []
    waiting: list[tuple[int, int]] = []
    for row, line in enumerate(lines):
        while waiting and row - waiting[0][0] > _FURTHEST:
            at, place = waiting.pop(0)
            mends.append(_doubt(lines[at], place))
        for column, char in enumerate(line.text):
            if char in _OPEN:
                waiting.append((row, column))
            elif char in _CLOSE and waiting:
                at, place = waiting.pop()
                opening = texts[at][place]
                if _OPEN.index(opening) == _CLOSE.index(char):
                    continue
                texts[at][place], texts[row][column] = "（", "）"
                changed = at if opening == "(" else row
                where = place if opening == "(" else column
                start = place if at == row else 0
                mends.append(_bracket(lines[changed], texts[changed], where, start))
            elif char in _CLOSE and not re.fullmatch(
                r"\s*[0-9０-９a-zA-Z]{1,3}", line.text[:column]
            ):
                mends.append(_doubt(line, column))
    mends += [_doubt(lines[at], place) for at, place in waiting]
    made = [
        Line(line.number, "".join(text), line.is_marked, line.is_indented, line.follows_blank)
        for line, text in zip(lines, texts, strict=True)
    ]
    return made, sorted(mends, key=lambda mend: mend.line)


def _bracket(line: Line, now: list[str], changed: int, start: int) -> Mend:
    if changed - start >= _SHOWN or changed < start:
        start = max(0, changed - _SHOWN // 2) if changed > start else changed
    end = changed + 1
    if now[changed] == "（":
        start, end = changed, min(len(now), changed + _SHOWN)
        closing = "".join(now[start:end]).find("）")
        end = start + closing + 1 if closing >= 0 else end
    return Mend(line.number, "bracket", line.text[start:end], "".join(now[start:end]))


def _doubt(line: Line, place: int) -> Mend:
    start = max(0, place - _SHOWN // 2)
    return Mend(line.number, "doubt", line.text[start : place + _SHOWN // 2])
