"""On what an outcome rests, or what can still change it, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sgpolicy.model.explanation import Days
from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.advice.rendered import Rendered
from sgpolicy.rendering.advice.wording import say, subject
from sgpolicy.rendering.decisions.blocks import Heading, Item, Paragraph
from sgpolicy.rendering.decisions.naming import citation, mentioned
from sgpolicy.rendering.decisions.numbers import day, shown
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.advice import Decider, Ground, SufficientReport
    from sgpolicy.model.explanation import Datum, Language, Mention
    from sgpolicy.rendering.decisions.blocks import Block


class RenderedSufficient(Rendered):
    """On what an outcome rests, or what can still change it, in words."""

    schema = "sgpolicy.sufficient/1"

    def blocks(self) -> tuple[Block, ...]:
        """The pieces it is made of."""
        report, lang = self.report, self.lang
        about = (report.title.strip("《》"), report.document_number, day(report.on, lang))
        is_decided = report.outcome.is_decided
        return (
            Heading(1, say("grounds title" if is_decided else "deciders title", lang)),
            Paragraph(say("about", lang, *about, report.outcome.label(lang)), report.outcome),
            *(_grounds(report, lang) if is_decided else _deciders(report, lang)),
        )


def _grounds(report: SufficientReport, lang: Language) -> Iterator[Block]:
    key = "grounds irreducible" if report.is_irreducible else "grounds enough"
    key = "grounds" if report.is_smallest else key
    yield Paragraph(say(key, lang, len(report.grounds), report.outcome.label(lang)))
    for ground in report.grounds:
        yield Item(0, _given(ground, lang), tuple(_placed(ground.where, lang)))


def _given(ground: Ground, lang: Language) -> str:
    value = shown(ground.value, lang)
    if ground.subject.kind == "finding":
        value = say("found met" if ground.value else "found not met", lang)
    return f"{subject(ground.subject, lang)}{word('colon', lang)}{value}"


def _placed(where: tuple[Mention, ...], lang: Language) -> Iterator[str]:
    for node in where:
        outcome = "" if node.outcome is None else word("colon", lang) + node.outcome.label(lang)
        yield f"{citation(node.citation, lang)} {node.name}{outcome}"


def _deciders(report: SufficientReport, lang: Language) -> Iterator[Block]:
    yield Paragraph(say("deciders", lang, len(report.deciders)))
    for number, decider in enumerate(report.deciders, 1):
        label = f"{subject(decider.subject, lang)}{word('colon', lang)}{decider.question}"
        yield Item(0, label, tuple(_bearing(decider, lang)), number=number)


def _bearing(decider: Decider, lang: Language) -> Iterator[str]:
    every: dict[Outcome, list[Datum]] = {}
    for answer, outcome in decider.settles:
        every.setdefault(outcome, []).append(answer)
    for outcome, answers in every.items():
        values = word("or", lang).join(_answer(decider, one, lang) for one in answers)
        key = "rules out" if outcome is Outcome.NOT_MET else "settles"
        yield say(key, lang, values, outcome.label(lang))
    if decider.where:
        where = word("list", lang).join(mentioned(node, lang) for node in decider.where)
        yield word("need where", lang, where)


def _answer(decider: Decider, answer: Datum, lang: Language) -> str:
    if decider.subject.kind == "finding":
        return say("found met" if answer else "found not met", lang)
    if isinstance(answer, Days) and answer.first == date.min:
        return say("up to", lang, day(answer.last, lang))
    if isinstance(answer, Days) and answer.last == date.max:
        return say("from on", lang, day(answer.first, lang))
    return shown(answer, lang)
