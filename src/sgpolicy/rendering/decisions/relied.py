"""The readings relied on: those that matter one by one, the others in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.rendering.decisions.blocks import Item, Paragraph
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.explanation import Language, ReadingUsed
    from sgpolicy.rendering.decisions.blocks import Block


def relied_on(readings: tuple[ReadingUsed, ...], lang: Language) -> Iterator[Block]:
    """One item for each reading that was chosen, settled or decisive; one for all the others."""
    chosen = [r for r in readings if not r.is_default or r.settled]
    decisive = [r for r in readings if r.is_decisive and r not in chosen]
    rest = [r for r in readings if r not in chosen and r not in decisive]
    colon = word("colon", lang)
    if chosen:
        yield Paragraph(word("readings chosen", lang, len(chosen)))
    for reading in chosen:
        yield Item(0, "", (titled(reading) + colon + described(reading, lang),))
    if decisive:
        yield Paragraph(word("readings decisive", lang, len(decisive)))
    for reading in decisive:
        others = word("other readings", lang, word("list", lang).join(reading.others))
        taken = word("chosen", lang, reading.chosen)
        text = word("semicolon", lang).join((taken, others)) + word("stop", lang)
        yield Item(0, "", (titled(reading) + colon + text,))
    if rest:
        names = word("list", lang).join(titled(r) + word("bracketed", lang, r.chosen) for r in rest)
        key = "readings rest" if chosen or decisive else "readings default"
        yield Paragraph(word(key, lang, len(rest), names))


def titled(reading: ReadingUsed) -> str:
    """K-5 学历和职称."""
    return f"{reading.number} {reading.name}".strip()


def described(reading: ReadingUsed, lang: Language) -> str:
    """取“其一”（默认，尚无文件明确）；其他读法：兼备、分别."""
    others = word("list", lang).join(reading.others)
    standing = (
        word("default" if reading.is_default else "not default", lang),
        word("settled", lang, reading.settled) if reading.settled else word("not settled", lang),
    )
    parts = [
        word("chosen", lang, reading.chosen)
        + word("bracketed", lang, word("comma", lang).join(standing))
    ]
    if reading.is_decisive:
        parts.append(word("decisive", lang))
    if others:
        parts.append(word("other readings", lang, others))
    return word("semicolon", lang).join(parts) + word("stop", lang)
