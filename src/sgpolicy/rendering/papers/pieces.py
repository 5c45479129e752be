"""Blocks as they stand on paper: outcomes in words without the signs of terminals, values made safe.

Word and PDF lay out the same pieces, so that they say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, assert_never

from sgpolicy.records import dataclass, replace
from sgpolicy.rendering.decisions.blocks import Fields, Heading, Item, Paragraph, Table
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.rendering.papers.wording import say
from sgpolicy.rendering.words import SIGNS, verdict, word

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Explanation, Language
    from sgpolicy.rendering.decisions.blocks import Block

_LONGEST = 250  # Word's properties hold 255 characters
# Every Chinese font has these brackets; few have those that hidden characters are shown in elsewhere.
_BRACKETS = str.maketrans("⟨⟩", "〈〉")


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says about itself, and how large its text is.

    Attributes:
        title, subject, keywords: The paper's title, what it is about, and who applied.
        language: As BCP 47 has it.
        size, line: Of running text, in points: 三号 with 22 lines a page for what is sent out, 五号 for
            an audit, which has some twenty times as many lines.
    """

    title: str
    subject: str
    keywords: str
    language: str
    size: float
    line: float


def properties(blocks: Iterable[Block], explanation: Explanation) -> Properties:
    """What a paper's file says about itself; no time of day, so that the same paper is the same file."""
    lang, header = explanation.lang, explanation.header
    title = next((one.text for one in blocks if isinstance(one, Heading)), header.title)
    subject = say("subject", lang, header.title, day(header.on, lang))
    language = "en-GB" if lang == "en" else "zh-CN"
    size, line = (10.5, 16) if explanation.length == "audit" else (16, 28)
    title, subject, applicant = (
        _safe(text)[:_LONGEST] for text in (title, subject, header.applicant)
    )
    return Properties(title, subject, applicant, language, size, line)


def on_paper(blocks: Iterable[Block], explanation: Explanation) -> Iterator[Block]:
    """The blocks as they are printed.

    In an audit every line has an outcome of its own, which is said in words; in a letter the heading
    over the lines says it.
    """
    is_audit = explanation.length == "audit"
    said = verdict(explanation.outcome, explanation.lang)
    for block in blocks:
        match block:
            case Fields():
                plain = explanation.outcome.label(explanation.lang)
                rows = ((name, plain if value == said else value) for name, value in block.rows)
                yield Fields(tuple((_safe(name), _safe(value)) for name, value in rows))
            case Item():
                yield _item(block, explanation.lang, is_audit=is_audit)
            case _:
                yield _printed(block, explanation.lang)


def _printed(block: Heading | Paragraph | Table, lang: Language) -> Block:
    match block:
        case Heading():
            said = f"{word('colon', lang)}{block.outcome.label(lang)}" if block.outcome else ""
            return replace(block, text=_safe(block.text + said))
        case Paragraph():
            text = block.text
            if block.outcome is not None:
                text = text.replace(verdict(block.outcome, lang), block.outcome.label(lang), 1)
            return replace(block, text=_safe(text))
        case Table():
            rows = tuple(tuple(_safe(cell) for cell in row) for row in block.rows)
            return replace(block, header=tuple(map(_safe, block.header)), rows=rows)
        case _:
            assert_never(block)


def _item(block: Item, lang: Language, *, is_audit: bool) -> Item:
    label, texts = _safe(block.label), [_safe(text) for text in block.text]
    if block.outcome is not None and block.is_worded:
        label += word("colon", lang) + block.outcome.label(lang)
    elif block.outcome is not None and is_audit:
        said = word("bracketed", lang, block.outcome.label(lang)).strip()
        texts = [_REFERRED.sub(lambda found: _in_words(found, lang), text) for text in texts]
        if label:
            label = said + label
        else:
            texts[:1] = [said + text for text in texts[:1] or [""]]
    return Item(block.depth, label, tuple(texts), block.outcome, block.is_worded, block.number)


_REFERRED = re.compile(f" ([{''.join(dict.fromkeys(SIGNS.values()))}])(?=、|, |$)")
"""The sign after each of the rules that a line of an audit refers to."""
_OPEN = {"zh": "待定", "en": "open"}


def _in_words(found: re.Match[str], lang: Language) -> str:
    outcomes = [outcome for outcome, sign in SIGNS.items() if sign == found[1]]
    said = outcomes[0].label(lang) if len(outcomes) == 1 else _OPEN[lang]
    return word("bracketed", lang, said)


def _safe(text: str) -> str:
    return visible(text).translate(_BRACKETS)
