"""Clauses met, in brief: per clause its key numbers, and how much else was met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.blocks import Item
from sgpolicy.rendering.decisions.line import rules
from sgpolicy.rendering.decisions.naming import citation, clause, mentioned, phrases
from sgpolicy.rendering.decisions.sentences import decided_under, met_briefly, sentence
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.citation import Clause
    from sgpolicy.model.explanation import Language, Part, Reason
    from sgpolicy.rendering.decisions.blocks import Block


def met_items(part: Part, lang: Language) -> Iterator[Block]:
    """The clauses that carried the outcome, each with its key numbers."""
    plain = [rule for rule, choice in _with_choice(part, None) if choice is None]
    yield from _by_clause(plain, lang, 0)
    for choice in _choices(part):
        names = dict.fromkeys(mentioned(inner, lang) for inner in choice.parts)
        carriers = word("list", lang).join(names)
        text = word("carried", lang, carriers, choice.at_least)
        yield Item(0, citation(choice.citation, lang), (text,), Outcome.MET)
        inner = [rule for carrier in choice.parts for rule in rules(carrier)]
        yield from _by_clause(inner, lang, 1)


def _by_clause(found: list[Part], lang: Language, depth: int) -> Iterator[Block]:
    by_clause: dict[Clause, list[Part]] = {}
    for rule in found:
        by_clause.setdefault(rule.citation.clause, []).append(rule)
    for place, inside in sorted(by_clause.items()):
        lines = tuple(_summed_up(inside, lang))
        yield Item(depth, clause(place, lang), lines, Outcome.MET)


def _summed_up(found: list[Part], lang: Language) -> Iterator[str]:
    told: list[str] = []
    judged = others = 0
    for rule in found:
        if rule.kind == "finding":
            judged += 1
            continue
        lines = [line for line in (_told(reason, lang) for reason in rule.reasons) if line]
        under = decided_under(rule)
        if lines and under != rule.citation:
            lines[-1] += word("bracketed", lang, word("under exception", lang, phrases(under)))
        told.extend(lines)
        others += not lines
    if others:
        told.append(word("other met", lang, others))
    if judged:
        told.append(word("found too", lang, judged))
    yield word("semicolon", lang).join(told) + word("stop", lang)


def _told(reason: Reason, lang: Language) -> str:
    match reason.test:
        case "compare":
            return met_briefly(reason, lang)
        case "elapsed" | "within":
            return sentence(reason, lang)
        case _:
            return ""


def _choices(part: Part) -> Iterator[Part]:
    if part.at_least and part.parts:
        yield part
        return
    for inner in part.parts:
        yield from _choices(inner)


def _with_choice(part: Part, choice: Part | None) -> Iterator[tuple[Part, Part | None]]:
    if choice is None and part.at_least and part.parts:
        choice = part
    if part.reasons:
        yield part, choice
    for inner in part.parts:
        yield from _with_choice(inner, choice)
