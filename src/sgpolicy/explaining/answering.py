"""What an answer about a history is put down to: the clauses of what decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from sgpolicy.explaining.accounting import account
from sgpolicy.model.account import Account, Defect, TitleAccount
from sgpolicy.model.citation import Clause
from sgpolicy.model.core import Core
from sgpolicy.model.explanation import Part
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.question import (
    AboutDuty,
    AboutEvent,
    AboutLife,
    AboutNext,
    AboutNode,
    AboutTitle,
    Answer,
    Question,
)


def answered_clauses(question: Question, answer: Answer) -> tuple[Clause, ...]:
    """The clauses that an answer is put down to, each once.

    An act that is as the text says, and a duty, to their own; whatever an act lacks, to the clauses that
    it offends and those of the tests that decided; a title to the one that sets its period, its own, and
    what it was lost by.
    """
    found = account(answer.found, "audit")
    return tuple(dict.fromkeys(_clauses(question, answer, found)))


def _clauses(question: Question, answer: Answer, found: Account) -> Iterator[Clause]:
    core = answer.found.core
    match question:
        case AboutEvent():
            for event in found.events:
                if event.citation is not None and event.outcome is Outcome.MET:
                    yield event.citation.clause
                yield from _of_defects(event.defects)
        case AboutNext():
            for step in found.steps:
                if step.outcome is Outcome.MET:
                    yield step.citation.clause
                yield from _of_defects(step.defects)
        case AboutDuty(duty=key):
            yield core.provisions[key].citation.clause
            for duty in found.duties:
                yield from _of_defects(duty.defects)
        case AboutTitle(power=key):
            yield from _of_titles(found, answer)
            if not found.titles:
                yield from _of_granting(core, key)
        case AboutLife():
            yield from _of_titles(found, answer)
            for key, provision in core.provisions.items():
                if provision.begins_with is not None:
                    yield from _of_granting(core, key)
        case AboutNode(node=key):
            yield core.nodes[key].citation.clause
        case _:
            assert_never(question)


def _of_titles(found: Account, answer: Answer) -> Iterator[Clause]:
    for title in found.titles:
        yield title.citation.clause
        yield answer.found.core.provisions[title.key].citation.clause
        yield from _of_parts(title.reasons)
        if title.state in ("open", "lost"):
            yield from _of_nodes(title, answer)
        if title.state in ("open", "void"):
            for event in found.events:
                yield from _of_defects(event.defects)


def _of_nodes(title: TitleAccount, answer: Answer) -> Iterator[Clause]:
    """The clauses that say what it takes to keep a title."""
    for node, _ in answer.found.core.provisions[title.key].requires:
        yield answer.found.core.nodes[node].citation.clause


def _of_granting(core: Core, power: str) -> Iterator[Clause]:
    """Those that say that a title is granted, and by what."""
    provision = core.provisions[power]
    yield provision.citation.clause
    if provision.begins_with is not None:
        yield core.provisions[provision.begins_with[0]].citation.clause


def _of_defects(defects: Iterable[Defect]) -> Iterator[Clause]:
    for defect in defects:
        yield defect.citation.clause
        yield from _of_parts(defect.parts)


def _of_parts(parts: Iterable[Part]) -> Iterator[Clause]:
    for part in parts:
        yield part.citation.clause
        yield from _of_parts(part.parts)
