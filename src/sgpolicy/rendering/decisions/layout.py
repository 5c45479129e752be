"""Blocks → text for a terminal: wrapped by display cells, aligned."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sgpolicy.rendering.decisions.blocks import INDENT, Fields, Heading, Item, Paragraph, Table
from sgpolicy.rendering.decisions.colouring import BOLD, PLAIN, painted
from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.rendering.words import SIGNS, verdict, word
from sgpolicy.source.text import cells
from sgpolicy.source.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.decisions.blocks import Block

NARROWEST = 24
_WIDTH = 80


def blocks_to_text(
    blocks: Iterable[Block], lang: Language, *, width: int | None = None, colour: bool = False
) -> str:
    """Some blocks laid out, ending with a line break."""
    cells_wide = _WIDTH if width is None else max(width, NARROWEST)
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None and _is_apart(before, block):
            lines.append("")
        lines.extend(_laid_out(block, cells_wide, lang, colour=colour))
        before = block
    return "\n".join(lines) + "\n"


def _is_apart(before: Block, block: Block) -> bool:
    """Whether a blank line stands between two blocks."""
    if isinstance(block, Heading):
        return True
    if isinstance(block, Item):
        if block.depth == 0 and isinstance(before, Item):
            return bool(block.label and len(block.text) > 0 and not block.is_worded)
        return not isinstance(before, Item | Heading | Paragraph)
    if isinstance(block, Paragraph) and isinstance(before, Paragraph):
        return block.place != "signature" or before.place != "signature"
    return not isinstance(before, Heading) or before.level == 1


def _laid_out(block: Block, width: int, lang: Language, *, colour: bool) -> Iterator[str]:
    match block:
        case Heading():
            yield from _heading(block, width, lang, colour=colour)
        case Paragraph():
            lines = wrapped(visible(block.text), width)
            if colour and block.outcome is not None:
                mark = verdict(block.outcome, lang)
                lines = [painted(line, mark, block.outcome) for line in lines]
            for line in lines:
                yield _set(line, width, is_right=True) if block.place == "signature" else line
        case Item():
            yield from _item(block, width, lang, colour=colour)
        case Fields():
            yield from _fields(block, width, lang)
        case Table():
            yield from _table(block, width)
        case _:
            assert_never(block)


def _heading(block: Heading, width: int, lang: Language, *, colour: bool) -> Iterator[str]:
    text = visible(block.text)
    if block.outcome is not None:
        text += f"  {verdict(block.outcome, lang)}"
    lines = wrapped(text, width)
    for one in lines:
        yield f"{BOLD}{one}{PLAIN}" if colour else one
    if block.level == 1:
        yield "═" * min(max(cells(one) for one in lines), width)
    if block.level == 2:
        yield "─" * min(max(cells(one) for one in lines), width)


def _item(block: Item, width: int, lang: Language, *, colour: bool) -> Iterator[str]:
    indent = "  " * block.depth
    sign = "·" if block.outcome is None else SIGNS[block.outcome]
    if block.number:
        sign = f"{block.number}."
    hang = indent + " " * (cells(sign) + 1)
    label = visible(block.label)
    if block.is_worded and block.outcome is not None:
        label += f"{word('colon', lang)}{block.outcome.label(lang)}"
    room = max(width - cells(hang), NARROWEST // 2)
    lines = wrapped(label, room) if label else []
    for text in block.text:
        lines.extend(wrapped(visible(text), room))
    for number, one in enumerate(lines or [""]):
        start = indent + sign + " " if number == 0 else hang
        full = (start + one).rstrip()
        if colour and number == 0 and block.outcome is not None:
            full = painted(full, sign, block.outcome)
        yield full


def _fields(block: Fields, width: int, lang: Language) -> Iterator[str]:
    column = max(cells(label) for label, _ in block.rows)
    colon = word("colon", lang)
    hang = " " * (column + cells(colon))
    for label, value in block.rows:
        start = label + colon + " " * (column - cells(label))
        room = max(width - cells(hang), NARROWEST // 2)
        for number, one in enumerate(wrapped(visible(value), room)):
            yield ((start if number == 0 else hang) + one).rstrip()


def _table(block: Table, width: int) -> Iterator[str]:
    """Columns as wide as they need to be, the last one as what is left."""
    shown = [tuple(visible(cell) for cell in row) for row in (block.header, *block.rows)]
    leads = [INDENT * depth for depth in (0, *block.depths)]
    full = [(lead + row[0], *row[1:]) for lead, row in zip(leads, shown, strict=True)]
    last = len(block.header) - 1
    widest = [min(max(cells(row[at]) for row in full), width // 2) for at in range(last)]
    room = max(width - sum(widest) - 2 * last, NARROWEST // 2)
    for number, (lead, row) in enumerate(zip(leads, shown, strict=True)):
        first = [lead + line for line in wrapped(row[0], widest[0] - cells(lead))]
        rest = [
            wrapped(cell, room if at == last else widest[at]) or [""]
            for at, cell in enumerate(row[1:], 1)
        ]
        columns = [first or [""], *rest]
        for at in range(max(len(column) for column in columns)):
            said = [column[at] if at < len(column) else "" for column in columns]
            yield "  ".join(
                cell if i == last else _set(cell, widest[i], is_right=i in block.numbers)
                for i, cell in enumerate(said)
            ).rstrip()
        if number == 0:
            yield "─" * (sum(widest) + 2 * last + min(room, max(cells(r[last]) for r in shown)))


def _set(cell: str, width: int, *, is_right: bool) -> str:
    space = " " * max(width - cells(cell), 0)
    return space + cell if is_right else cell + space
