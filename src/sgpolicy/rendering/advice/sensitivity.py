"""How firm an outcome is, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sgpolicy.rendering.advice.rendered import Rendered
from sgpolicy.rendering.advice.wording import say, shifted, subject, through
from sgpolicy.rendering.decisions.blocks import Heading, Item, Paragraph
from sgpolicy.rendering.decisions.naming import citation
from sgpolicy.rendering.decisions.numbers import day, points, quantity, shown
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.advice import Flip, SensitivityReport, Turn
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.decisions.blocks import Block


class RenderedSensitivity(Rendered):
    """How firm an outcome is, in words."""

    schema = "sgpolicy.sensitivity/1"

    def blocks(self) -> tuple[Block, ...]:
        """The pieces it is made of."""
        report, lang = self.report, self.lang
        about = (report.title.strip("《》"), report.document_number, day(report.on, lang))
        return (
            Heading(1, say("firm title", lang)),
            Paragraph(say("about", lang, *about, report.outcome.label(lang)), report.outcome),
            Heading(2, say("head readings", lang)),
            *_readings(report, lang),
            Heading(2, say("head margins", lang)),
            *_margins(report, lang),
        )


def _readings(report: SensitivityReport, lang: Language) -> Iterator[Block]:
    if not report.is_exhaustive:
        yield Paragraph(say("one by one", lang))
    if not report.matters:
        yield Paragraph(say("no reading", lang))
        return
    yield Paragraph(say("firm" if report.is_firm else "not firm", lang, len(report.matters)))
    for flip in report.flips:
        yield Item(0, _changed(flip, lang), tuple(_consequence(flip, lang)), flip.outcome)
    counts = (say("of outcome", lang, count, one.label(lang)) for one, count in report.counts)
    yield Paragraph(
        say("combinations", lang, report.combinations, word("comma", lang).join(counts))
    )
    if report.opens:
        yield Paragraph(say("opens", lang))
        for flip in report.opens:
            yield Item(0, _changed(flip, lang, is_brief=True))


def _changed(flip: Flip, lang: Language, *, is_brief: bool = False) -> str:
    parts = []
    for change in flip.changes:
        name = change.name if is_brief else f"{change.name} {citation(change.citation, lang)}"
        parts.append(say("read otherwise", lang, change.number, name, change.before, change.after))
    return say("together", lang).join(parts)


def _consequence(flip: Flip, lang: Language) -> Iterator[str]:
    yield say("then", lang, flip.outcome.label(lang))
    for shift in flip.through:
        yield shifted(shift, lang)


def _margins(report: SensitivityReport, lang: Language) -> Iterator[Block]:
    if not report.margins:
        yield Paragraph(say("no margins", lang))
        return
    yield Paragraph(say("margins intro", lang))
    for margin in report.margins:
        label = f"{subject(margin.subject, lang)} {shown(margin.value, lang)}"
        sides = (("less", margin.below), ("more", margin.above))
        yield Item(0, label, tuple(_turned(side, turn, lang) for side, turn in sides if turn))


def _turned(side: str, turn: Turn, lang: Language) -> str:
    """低到 79.99%（少 13.51 个百分点）：不符合，经由第七条第（二）项 用户满意."""
    kind = "day" if isinstance(turn.at, date) else side
    if kind == "day":
        kind = "earlier" if side == "less" else "later"
    at = say(kind, lang, shown(turn.at, lang), _distance(turn, lang))
    told = turn.outcome.label(lang)
    if turn.through:
        told += word("comma", lang) + say("through", lang, through(turn.through, lang))
    return at + word("colon", lang) + told


def _distance(turn: Turn, lang: Language) -> str:
    if turn.distance.kind == "share":
        return points(turn.distance.low, lang)
    return quantity(turn.distance, lang)
