"""A policy's findings in the terminal: the line, the underlined text, the clause, the remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TextIO

from sgpolicy.diagnostics.records import Diagnostic
from sgpolicy.source.text import SourceFile, cells

Paint = Callable[[str, str], str]
"""Text in a terminal's style, given as the numbers of an SGR sequence."""

_WIDTH = 88
_BEFORE = 40


def plain(_style: str, text: str) -> str:
    """Text as it is, for files and pipes."""
    return text


def coloured(style: str, text: str) -> str:
    """Text in a style, for terminals."""
    return f"\x1b[{style}m{text}\x1b[0m"


def paint_for(stream: TextIO, environment: Mapping[str, str]) -> Paint:
    """Colour on a terminal only, and not where NO_COLOR or a dumb terminal asks for none."""
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb" or not stream.isatty():
        return plain
    return coloured


def concise(finding: Diagnostic, files: Mapping[str, SourceFile], lang: str) -> str:
    """One finding on one line: `file:line:column: code title`."""
    return f"{_place(finding, files)}: {finding.code} {finding.title(lang)}"


def full(
    finding: Diagnostic, files: Mapping[str, SourceFile], lang: str, paint: Paint = plain
) -> str:
    """One finding with its line, the text in question underlined, and how to mend it.

    The underline is counted in terminal cells, so it stands under the right characters of a Chinese
    line; of a long line only the part around it is shown.
    """
    clause = ""
    if finding.clause:
        clause = "  " + (finding.clause.label_en if lang == "en" else finding.clause.label)
    title = f"{paint('31;1', finding.code)} {paint('1', finding.title(lang))}"
    lines = [title, f"  {paint('2', '→')} {_place(finding, files)}{clause}"]
    source = files.get(finding.file)
    if finding.span and source:
        lines += _excerpt(finding, source, paint)
    lines.append(paint("32", "  Remedy: " if lang == "en" else "  改法：") + finding.help(lang))
    return "\n".join(lines)


def as_data(finding: Diagnostic, files: Mapping[str, SourceFile], lang: str) -> dict[str, object]:
    """One finding as plain data; lines and columns count characters from 1."""
    data: dict[str, object] = {
        "code": finding.code,
        "slug": finding.slug,
        "title": finding.title(lang),
        "help": finding.help(lang),
        "file": finding.file,
        "clause": finding.clause.id if finding.clause else None,
        "fix": None,
    }
    source = files.get(finding.file)
    if finding.span and source:
        names = ("line", "column"), ("end_line", "end_column")
        for (line, column), offset in zip(
            names, (finding.span.start, finding.span.end), strict=True
        ):
            data[line], data[column] = source.position(offset)
    if finding.fix and finding.fix.span.file in files:
        place = files[finding.fix.span.file]
        (line_, column_), (last, after) = map(
            place.position, (finding.fix.span.start, finding.fix.span.end)
        )
        data["fix"] = {
            "line": line_,
            "column": column_,
            "end_line": last,
            "end_column": after,
            "replacement": finding.fix.replacement,
            "is_safe": finding.fix.is_safe,
        }
    return data


def _place(finding: Diagnostic, files: Mapping[str, SourceFile]) -> str:
    source = files.get(finding.file)
    if finding.span is None or source is None:
        return finding.file
    line, column = source.position(finding.span.start)
    return f"{finding.file}:{line}:{column}"


def _excerpt(finding: Diagnostic, source: SourceFile, paint: Paint) -> list[str]:
    if finding.span is None:
        return []
    number, column = source.position(finding.span.start)
    text = source.line_text(number).replace("\t", " ")
    start = min(column - 1, len(text))
    end = min(max(start + finding.span.end - finding.span.start, start + 1), len(text))
    text, start, end = _window(text, start, end)
    gutter = " " * len(str(number))
    mark = paint("31;1", "^" * max(1, cells(text[start:end])))
    return [
        f"  {gutter} │",
        f"  {number} │ {text}",
        f"  {gutter} │ {' ' * cells(text[:start])}{mark}",
    ]


def _window(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a long line around `start`, and where start and end are in it."""
    if cells(text) <= _WIDTH:
        return text, start, end
    first = start
    while first > 0 and cells(text[first - 1 : start]) <= _BEFORE:
        first -= 1
    last = first
    while last < len(text) and cells(text[first : last + 1]) <= _WIDTH:
        last += 1
    head, tail = ("…" if first else ""), ("…" if last < len(text) else "")
    shift = len(head) - first
    return head + text[first:last] + tail, start + shift, min(end, last) + shift
