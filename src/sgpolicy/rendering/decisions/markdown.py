"""Explanation → Markdown: headings, nested lists and one table; every value escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sgpolicy.rendering.decisions.blocks import INDENT, Fields, Heading, Item, Paragraph, Table
from sgpolicy.rendering.decisions.composing import composed
from sgpolicy.rendering.decisions.safety import escaped
from sgpolicy.rendering.words import SIGNS, verdict, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgpolicy.model.explanation import Explanation, Language
    from sgpolicy.rendering.decisions.blocks import Block


def to_markdown(explanation: Explanation) -> str:
    """The explanation as Markdown, ending with a line break."""
    return blocks_to_markdown(composed(explanation), explanation.lang)


def blocks_to_markdown(blocks: Iterable[Block], lang: Language) -> str:
    """Some blocks as `to_markdown` lays them out."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None and not (isinstance(before, Item) and isinstance(block, Item)):
            lines.append("")
        lines.extend(_laid_out(block, lang))
        before = block
    return "\n".join(lines) + "\n"


def _laid_out(block: Block, lang: Language) -> Iterator[str]:
    match block:
        case Heading():
            said = f" — {verdict(block.outcome, lang)}" if block.outcome is not None else ""
            yield f"{'#' * block.level} {escaped(block.text)}{said}"
        case Paragraph():
            text = escaped(block.text)
            if block.outcome is not None:
                said = verdict(block.outcome, lang)
                text = text.replace(said, f"**{said}**", 1)
            yield text
        case Item():
            yield from _item(block, lang)
        case Fields():
            yield "| | |"
            yield "|---|---|"
            for label, value in block.rows:
                yield f"| {escaped(label)} | {escaped(value)} |"
        case Table():
            yield f"| {' | '.join(map(escaped, block.header))} |"
            ends = ("---:" if at in block.numbers else "---" for at in range(len(block.header)))
            yield f"|{'|'.join(ends)}|"
            for row, depth in zip(block.rows, block.depths, strict=True):
                first, *rest = map(escaped, row)
                yield f"| {' | '.join([INDENT * depth + first, *rest])} |"
        case _:
            assert_never(block)


def _item(block: Item, lang: Language) -> Iterator[str]:
    indent = "    " * block.depth
    mark = f"{block.number}." if block.number else "-"
    sign = "" if block.outcome is None else f"{SIGNS[block.outcome]} "
    label = escaped(block.label)
    if block.label and block.depth == 0:
        label = f"**{label}**"
    if block.is_worded and block.outcome is not None:
        label += word("colon", lang) + block.outcome.label(lang)
    texts = [escaped(text) for text in block.text]
    lines = [label, *texts] if label else texts
    hang = indent + " " * (len(mark) + 1)
    for number, one in enumerate(lines or [""]):
        end = "<br>" if number < len(lines) - 1 else ""
        yield (f"{indent}{mark} {sign}{one}" if number == 0 else f"{hang}{one}").rstrip() + end
