"""Small things that every part of the report uses: anchors, outcomes as labels, the gist of a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.html import css
from sgpolicy.rendering.decisions.naming import with_source
from sgpolicy.rendering.decisions.relied import titled
from sgpolicy.rendering.decisions.sentences import sentence, shortfall
from sgpolicy.rendering.web import tag, text
from sgpolicy.rendering.words import verdict, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sgpolicy.model.citation import Clause
    from sgpolicy.model.derivation import Derivation
    from sgpolicy.model.explanation import (
        Check,
        Entry,
        Explanation,
        Language,
        ReadingUsed,
        Reason,
    )

WORST_FIRST = (
    Outcome.NOT_MET,
    Outcome.MISSING_FACTS,
    Outcome.AWAITING_FINDINGS,
    Outcome.MET,
    Outcome.NOT_APPLICABLE,
)
_MOST_TOLD = 2


def node_anchor(node: str) -> str:
    """The id of the place where a node's findings stand."""
    return f"n-{node}"


def reading_anchor(interpretation: str) -> str:
    """The id of the place where an interpretation's reading stands."""
    return f"k-{interpretation}"


def clause_anchor(clause: Clause) -> str:
    """The id of a clause."""
    return f"c-{clause.id}"


def pill(outcome: Outcome, lang: Language) -> str:
    """An outcome as a label: its sign and its word."""
    return tag("span", verdict(outcome, lang), class_=f"pill {css(outcome)}")


def tests(check: Check | None) -> Iterator[tuple[Reason, Outcome]]:
    """The tests under a check; of an exception, those of the branch that was taken."""
    if check is None:
        return
    if check.reason is not None:
        yield check.reason, check.outcome
    parts = check.parts
    if check.form == "exception" and check.taken is not None:
        parts = (parts[1],) if check.taken else (parts[2],)
    for part in parts:
        yield from tests(part)


def told(reason: Reason, lang: Language) -> str:
    """A test's sentence as HTML, what is short set off."""
    return shortened(text(sentence(reason, lang) + word("stop", lang)), [reason], lang)


def shortened(content: str, reasons: Iterable[Reason], lang: Language) -> str:
    """HTML in which what some tests are short by is set off."""
    for said in {text(shortfall(reason, lang)) for reason in reasons} - {""}:
        content = content.replace(said, tag("b", said, class_="short"))
    return content


def idle_nodes(explanation: Explanation, derivation: Derivation) -> dict[str, Outcome | None]:
    """Nodes on which the outcome cannot rest, with what to say of their words.

    Those of a clause that does not apply are 不适用 with it; of the others, which serve the procedure or
    another reading, nothing is said.
    """
    return {
        entry.mention.id: place.outcome if place.outcome is Outcome.NOT_APPLICABLE else None
        for place in explanation.places
        for entry in place.entries
        if entry.mention.id not in derivation.bearing
    }


def gist(entry: Entry, lang: Language, readings: Mapping[str, ReadingUsed]) -> str:
    """What was found about a node, in one line of HTML; "" where there is no short way to say it."""
    if entry.value is not None:
        return text(with_source(entry.value, lang)) if entry.value.datum is not None else ""
    outcome = entry.mention.outcome
    if outcome is Outcome.NOT_APPLICABLE and entry.guard is not None:
        used = readings.get(entry.guard.reading)
        if used is not None:
            return text(word("reading", lang, titled(used), used.chosen))
        found = [reason for reason, _ in tests(entry.guard)]
    else:
        found = [reason for reason, one in tests(entry.check) if one is outcome]
    said = [*dict.fromkeys(told(reason, lang) for reason in found)]
    if len(said) > _MOST_TOLD:
        return ""
    return " ".join(said)
