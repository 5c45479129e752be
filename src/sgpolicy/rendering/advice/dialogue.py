"""Answers to *why*, *why not* and *what if*, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.advice.remedies import told_changes
from sgpolicy.rendering.advice.rendered import Rendered
from sgpolicy.rendering.advice.wording import say, shifted, subject
from sgpolicy.rendering.decisions.blocks import Heading, Item, Paragraph
from sgpolicy.rendering.decisions.letter import failing_items
from sgpolicy.rendering.decisions.met import met_items
from sgpolicy.rendering.decisions.naming import citation, mentioned
from sgpolicy.rendering.decisions.numbers import day, shown
from sgpolicy.rendering.decisions.sentences import sentence
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.advice import Answer, Comparison, Difference, Supposed
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.decisions.blocks import Block


class RenderedAnswer(Rendered):
    """Why something came to what it did, or why not to 符合, in words."""

    schema = "sgpolicy.answer/1"

    def blocks(self) -> tuple[Block, ...]:
        """The pieces it is made of."""
        answer, lang = self.report, self.lang
        return tuple(_answer(answer, lang))


def _answer(answer: Answer, lang: Language) -> Iterator[Block]:
    node = answer.node
    is_met = node.outcome is Outcome.MET
    outcome = "" if node.outcome is None else node.outcome.label(lang)
    key = "why not" if answer.asks == "why_not" and not is_met else "why"
    yield Heading(1, say(key, lang, mentioned(node, lang), outcome))
    if answer.asks == "why_not" and is_met:
        yield Paragraph(say("is met", lang, mentioned(node, lang)))
    if answer.part is not None:
        items = met_items if is_met else failing_items
        yield from items(answer.part, lang)
    elif answer.open:
        yield Paragraph(say("is open", lang))
        for reason in answer.open:
            label = f"{citation(reason.citation, lang)} {reason.name}"
            yield Item(0, label, (sentence(reason, lang),), reason.outcome)
    if answer.remedies:
        yield Heading(2, say("to be met", lang))
        for number, remedy in enumerate(answer.remedies, 1):
            if len(answer.remedies) > 1:
                yield Item(0, say("way", lang, number))
            yield from told_changes(remedy, lang, depth=1 if len(answer.remedies) > 1 else 0)
    elif answer.asks == "why_not" and not is_met:
        yield Paragraph(say("no change does", lang))


class RenderedComparison(Rendered):
    """What would be otherwise, in words: only what differs."""

    schema = "sgpolicy.comparison/1"

    def blocks(self) -> tuple[Block, ...]:
        """The pieces it is made of."""
        return tuple(_compared(self.report, self.lang))


def _compared(found: Comparison, lang: Language) -> Iterator[Block]:
    yield Heading(1, say("if title", lang))
    for one in found.supposed:
        yield Item(0, _supposed(one, lang))
    for change in found.readings:
        name = f"{change.name} {citation(change.citation, lang)}"
        label = say("read otherwise", lang, change.number, name, change.before, change.after)
        yield Item(0, label)
    if found.on != found.on_then:
        days = say("to", lang, day(found.on, lang), day(found.on_then, lang))
        yield Item(0, word("as of", lang) + word("colon", lang) + days)
    same = found.outcome is found.then
    key = "same outcome" if same else "other outcome"
    outcomes = (found.outcome.label(lang), found.then.label(lang))
    yield Paragraph(say(key, lang, *outcomes), found.then)
    if not found.differences:
        yield Paragraph(say("nothing differs", lang))
        return
    yield Heading(2, say("head differs", lang))
    for difference in found.differences:
        yield Item(
            0,
            shifted(difference.shift, lang),
            tuple(_told(difference, lang)),
            difference.shift.after,
        )
    if found.clauses:
        clauses = word("semicolon", lang).join(shifted(one, lang) for one in found.clauses)
        yield Paragraph(clauses)


def _supposed(one: Supposed, lang: Language) -> str:
    name = subject(one.subject, lang)
    return name + word("colon", lang) + say("to", lang, *(_value(one, v, lang) for v in "ba"))


def _value(one: Supposed, which: str, lang: Language) -> str:
    value = one.before if which == "b" else one.after
    if one.subject.kind == "finding" and value is not None:
        return say("found met" if value else "found not met", lang)
    return shown(value, lang)


def _told(difference: Difference, lang: Language) -> Iterator[str]:
    for key, reasons in (("before", difference.before), ("then it is", difference.after)):
        for reason in reasons:
            yield say(key, lang, sentence(reason, lang))
