"""Explanation → HTML: a page complete in itself, or a piece of one for a notebook; every value escaped."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, assert_never

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.blocks import Fields, Heading, Item, Paragraph, Table
from sgpolicy.rendering.decisions.composing import composed
from sgpolicy.rendering.decisions.letter import failing_items, to_supply
from sgpolicy.rendering.decisions.line import line
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.web import document, style_of, tag, text
from sgpolicy.rendering.words import SIGNS, verdict, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sgpolicy.model.explanation import Explanation, Language
    from sgpolicy.rendering.decisions.blocks import Block

_DEEPEST = 6
"""How far the style sheets set rows in."""


def to_html(explanation: Explanation) -> str:
    """The explanation as one HTML page that loads nothing and prints on A4."""
    return page_of(composed(explanation), explanation)


def page_of(blocks: Sequence[Block], explanation: Explanation) -> str:
    """Some blocks made from an explanation as a page."""
    lang = explanation.lang
    head = next((b.text for b in blocks if isinstance(b, Heading)), line(explanation))
    title = " · ".join(part for part in (head, explanation.header.applicant) if part)
    style = style_of("sgpolicy.rendering.web", "colours.css") + style_of(__package__, "letter.css")
    body = tag(
        "main", "\n" + blocks_to_html(blocks, lang) + "\n", class_=f"of-{explanation.length}"
    )
    return document(title, lang, body, style=style)


def to_snippet(explanation: Explanation) -> str:
    """The explanation for a notebook's output: an element with a style of its own that reaches no further."""
    style = style_of("sgpolicy.rendering.web", "notebook.css")
    body = blocks_to_html(composed(explanation), explanation.lang)
    return tag("div", tag("style", style) + body, class_="sgpolicy")


def to_summary(explanation: Explanation) -> str:
    """A decision for a notebook's output: the outcome, what decided it or is missing, and of what it is."""
    lang, header = explanation.lang, explanation.header
    outcome = explanation.outcome
    said = tag("span", verdict(outcome, lang), class_=css(outcome))
    _, _, why = line(explanation).partition(word("colon", lang))
    of = (header.title, header.document_number, header.applicant, day(header.on, lang))
    if outcome is Outcome.MET:
        items: list[Block] = []
    elif outcome.is_decided:
        items = [item for part in explanation.decided for item in failing_items(part, lang)]
    else:
        items = [*to_supply(explanation.missing, lang)]
    head = tag("div", f"{said}<br>{text(why)}", class_=f"head {outcome.name.lower()}")
    small = tag("div", text(" · ".join(part for part in of if part)), class_="small")
    style = style_of("sgpolicy.rendering.web", "notebook.css")
    body = tag("style", style) + head + small + blocks_to_html(items, lang)
    return tag("div", body, class_="sgpolicy")


def blocks_to_html(blocks: Iterable[Block], lang: Language) -> str:
    """Some blocks as HTML: headings, paragraphs, nested lists, tables."""
    parts = []
    for is_item, group in groupby(blocks, key=lambda block: isinstance(block, Item)):
        if is_item:
            parts.append(listed([b for b in group if isinstance(b, Item)], lang))
        else:
            parts.extend(_block(block, lang) for block in group)
    return "\n".join(parts)


def listed(items: Sequence[Item], lang: Language) -> str:
    """Items as a list, deeper ones as lists within."""
    if not items:
        return ""
    level = items[0].depth
    kind = "ol" if items[0].number else "ul"
    starts = [i for i, item in enumerate(items) if item.depth <= level]
    ends = [*starts[1:], len(items)]
    entries = (
        _item(items[start], listed(items[start + 1 : end], lang), lang)
        for start, end in zip(starts, ends, strict=True)
    )
    return tag(kind, "".join(entries))


def sign(outcome: Outcome, lang: Language) -> str:
    """An outcome's sign, which is read out as its word."""
    label = outcome.label(lang)
    return tag(
        "span", SIGNS[outcome], class_=css(outcome), role="img", aria_label=label, title=label
    )


def css(outcome: Outcome) -> str:
    """The classes of an outcome's sign or word."""
    return f"o {outcome.name.lower()}"


def _block(block: Block, lang: Language) -> str:
    match block:
        case Heading():
            said = ""
            if block.outcome is not None:
                said = " " + tag("span", verdict(block.outcome, lang), class_=css(block.outcome))
            return tag(f"h{block.level}", text(block.text) + said)
        case Paragraph():
            content = text(block.text)
            if block.outcome is not None:
                said = verdict(block.outcome, lang)
                content = content.replace(said, tag("strong", said, class_=css(block.outcome)), 1)
            return tag("p", content, class_=None if block.place == "body" else block.place)
        case Item():
            return listed((block,), lang)
        case Fields():
            rows = (tag("dt", text(name)) + tag("dd", text(value)) for name, value in block.rows)
            return tag("dl", "".join(tag("div", row) for row in rows))
        case Table():
            return _table(block)
        case _:
            assert_never(block)


def _item(item: Item, inner: str, lang: Language) -> str:
    label = text(item.label)
    if item.label and item.depth == 0:
        label = tag("b", label)
    if item.is_worded and item.outcome is not None:
        label += word("colon", lang) + item.outcome.label(lang)
    lines = [label, *map(text, item.text)] if label else [*map(text, item.text)]
    if item.outcome is not None:
        first, *rest = lines or [""]
        lines = [f"{sign(item.outcome, lang)} {first}", *rest]
    said = "".join(tag("div", one, class_="line") for one in lines)
    return tag("li", said + inner, value=item.number or None)


def _table(block: Table) -> str:
    def cells(name: str, row: Sequence[str], depth: int) -> Iterator[str]:
        for at, cell in enumerate(row):
            kind = (
                "number"
                if at in block.numbers
                else f"in{min(depth, _DEEPEST)}"
                if not at and depth
                else None
            )
            yield tag(name, text(cell), class_=kind, scope="col" if name == "th" else None)

    head = tag("tr", "".join(cells("th", block.header, 0)))
    rows = (
        tag("tr", "".join(cells("td", row, depth)))
        for row, depth in zip(block.rows, block.depths, strict=True)
    )
    return tag(
        "div", tag("table", tag("thead", head) + tag("tbody", "".join(rows))), class_="table"
    )
