"""The readings relied on: those that matter one by one, the others in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.rendering.decisions.blocks import Item, Paragraph
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.explanation import Language, ReadingUsed
    from sgpolicy.model.jointly import Jointly
    from sgpolicy.rendering.decisions.blocks import Block


def relied_on(readings: tuple[ReadingUsed, ...], lang: Language) -> Iterator[Block]:
    """One item for each reading that was chosen, settled or decisive; one for all the others."""
    chosen = [r for r in readings if not r.is_default or r.settled]
    decisive = [r for r in readings if r.is_decisive and r not in chosen]
    opening = [r for r in readings if r.effects and r not in chosen and r not in decisive]
    rest = [r for r in readings if r not in chosen and not r.effects]
    colon = word("colon", lang)
    if chosen:
        yield Paragraph(word("readings chosen", lang, len(chosen)))
    for reading in chosen:
        yield Item(0, "", (titled(reading) + colon + described(reading, lang),))
    if decisive:
        yield Paragraph(word("readings decisive", lang, len(decisive)))
    for reading in decisive:
        taken = word("chosen", lang, reading.chosen)
        text = word("semicolon", lang).join((taken, *_effects(reading, lang))) + word("stop", lang)
        yield Item(0, "", (titled(reading) + colon + text,))
    if opening:
        yield Paragraph(word("readings opening", lang, len(opening), _named(opening, lang)))
    if rest:
        key = "readings rest" if chosen or decisive or opening else "readings default"
        yield Paragraph(word(key, lang, len(rest), _named(rest, lang)))


def jointly_read(found: Jointly | None, lang: Language) -> Iterator[Block]:
    """What several readings changed at a time would make of it; nothing where nobody asked."""
    if found is None:
        return
    if found.effects:
        yield Paragraph(word("readings jointly", lang))
    elif found.is_exhaustive:
        yield Paragraph(word("jointly nothing", lang))
    for effect in found.effects:
        taken = word("taken and", lang).join(
            word("taken", lang, f"{one.number} {one.name}".strip(), one.reading)
            for one in effect.readings
        )
        text = word("taken outcome", lang, taken, effect.outcome.label(lang))
        yield Item(0, "", (text + word("stop", lang),))
    if not found.is_exhaustive:
        yield Paragraph(word("jointly untold", lang))


def _named(readings: list[ReadingUsed], lang: Language) -> str:
    """K-5 学历和职称（其一）、K-8 年度口径（自然年）."""
    return word("list", lang).join(
        titled(reading) + word("bracketed", lang, reading.chosen) for reading in readings
    )


def _effects(reading: ReadingUsed, lang: Language) -> Iterator[str]:
    for effect in reading.effects:
        yield word("if read", lang, effect.reading, effect.outcome.label(lang))


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
    if others:
        parts.append(word("other readings", lang, others))
    parts.extend(_effects(reading, lang))
    return word("semicolon", lang).join(parts) + word("stop", lang)
