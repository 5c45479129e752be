"""Blocks → a PDF file for print and archive. The only module that imports typst.

The file is PDF/A-2a and PDF/UA-1: its fonts are embedded, its text can be searched, copied and read
aloud, and it cannot be made at all while a character would be shown as a box.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, assert_never

from sgpolicy.rendering.decisions.blocks import Fields, Heading, Item, Paragraph, Table
from sgpolicy.rendering.papers.columns import column_widths
from sgpolicy.rendering.papers.fonts import faces
from sgpolicy.rendering.papers.pieces import on_paper, properties
from sgpolicy.rendering.papers.problems import FontError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from typst import Fonts

    from sgpolicy.model.explanation import Explanation
    from sgpolicy.rendering.decisions.blocks import Block

_NO_GLYPH = re.compile(r'the text `"((?:\\.|[^"\\])*)"` could not be displayed')


def pdf_file(
    blocks: Sequence[Block], explanation: Explanation, fonts: Sequence[str | Path] = ()
) -> bytes:
    """The content of a PDF file; the same blocks and fonts always give the same bytes.

    Args:
        blocks: What to print.
        explanation: What it was made from.
        fonts: Folders with font files, beside those of the system.

    Raises:
        FontError: There is no Chinese font, or none that has all the characters.
        MissingExtraError: typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise MissingExtraError("typst", "pdf") from None
    known, brought = _fonts(tuple(str(one) for one in fonts))
    chosen = faces(known.families(), brought)
    about, on = properties(blocks, explanation), explanation.header.on
    paper = {
        "lang": explanation.lang,
        "title": about.title,
        "subject": about.subject,
        "keywords": about.keywords,
        "size": about.size,
        "line": about.line,
        "date": {"year": on.year, "month": on.month, "day": on.day},
        "faces": {
            "text": chosen.text,
            "title": chosen.title,
            "head": chosen.head,
            "subhead": chosen.subhead,
        },
        "blocks": [*_data(on_paper(blocks, explanation))],
    }
    try:
        return typst.compile(
            _template(),
            font_paths=known,
            sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
            pdf_standards=["a-2a", "ua-1"],
        )
    except typst.TypstError as error:
        missing = dict.fromkeys(_NO_GLYPH.findall(error.diagnostic))
        if missing:
            raise FontError(tuple(missing)) from None
        raise


@cache
def _template() -> bytes:
    return files(__package__).joinpath("paper.typ").read_bytes()


@cache
def _fonts(folders: tuple[str, ...]) -> tuple[Fonts, tuple[str, ...]]:
    """The fonts of the system and of some folders, and the families that the folders bring."""
    import typst

    known = typst.Fonts(font_paths=[*folders])
    if not folders:
        return known, ()
    own = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders]
    )
    return known, tuple(own.families())


def _data(blocks: Iterable[Block]) -> Iterator[dict[str, Any]]:
    """The blocks for the template: items gathered in lists, signatures in one block."""
    pending: list[Item] = []
    signed: list[str] = []
    for block in blocks:
        is_new = not isinstance(block, Item) or (
            block.depth == 0 and pending and bool(block.number) is not bool(pending[0].number)
        )
        if is_new and pending:
            yield _list(pending)
            pending = []
        match block:
            case Item():
                pending.append(block)
            case Heading():
                yield {"kind": "heading", "level": min(block.level, 3), "text": block.text}
            case Paragraph() if block.place == "signature":
                signed.append(block.text)
            case Paragraph():
                yield {"kind": block.place, "text": block.text, "strong": _strong(block)}
            case Fields():
                yield _table((), block.rows, (), (0,) * len(block.rows), (30, 126))
            case Table():
                widths = column_widths(block)
                yield _table(block.header, block.rows, [*block.numbers], block.depths, widths)
            case _:
                assert_never(block)
    if pending:
        yield _list(pending)
    if signed:
        yield {"kind": "signatures", "lines": signed}


def _strong(block: Paragraph) -> str:
    if block.outcome is None:
        return ""
    return next((one for one in (block.outcome.zh, block.outcome.en) if one in block.text), "")


def _list(items: list[Item]) -> dict[str, Any]:
    top: list[dict[str, Any]] = []
    open_lists = [top]
    for item in items:
        depth = min(item.depth, len(open_lists) - 1)
        del open_lists[depth + 1 :]
        lines = [line for line in (item.label, *item.text) if line] or [""]
        is_labelled = bool(item.label) and item.depth == 0
        entry: dict[str, Any] = {"lines": lines, "is-labelled": is_labelled, "inner": []}
        open_lists[depth].append(entry)
        open_lists.append(entry["inner"])
    return {"kind": "items", "start": items[0].number, "items": top}


def _table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int],
    depths: Sequence[int],
    widths: Sequence[int],
) -> dict[str, Any]:
    return {
        "kind": "table",
        "header": header,
        "rows": rows,
        "numbers": numbers,
        "depths": depths,
        "widths": widths,
    }
