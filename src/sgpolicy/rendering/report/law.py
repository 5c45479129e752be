"""The official text, its quoted phrases marked with what came of the rules that quote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass
from sgpolicy.rendering.report.pieces import WORST_FIRST, node_anchor, reading_anchor
from sgpolicy.rendering.report.wording import say
from sgpolicy.rendering.web import tag, text
from sgpolicy.rendering.words import SIGNS, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sgpolicy.model.exercise import LawText, Paragraph, Segment
    from sgpolicy.model.explanation import Check, Entry, Explanation, Language, ReadingUsed

_OPEN_WORDS = {
    Outcome.MISSING_FACTS: ("补", "facts"),
    Outcome.AWAITING_FINDINGS: ("评", "finding"),
}


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is said of a phrase: the outcome of what quotes it (None for a definition), and where to look."""

    anchor: str
    about: str
    outcome: Outcome | None


class MarkedText:
    """The official text with its marks.

    Args:
        law: The text.
        explanation: An audit.
        idle: Nodes on which the outcome cannot rest, see `idle_nodes`.
    """

    def __init__(
        self, law: LawText, explanation: Explanation, idle: Mapping[str, Outcome | None]
    ) -> None:
        self._law = law
        self._idle = idle
        self._lang: Language = explanation.lang
        entries = (entry for place in explanation.places for entry in place.entries)
        self._entries: Mapping[str, Entry] = {entry.mention.name: entry for entry in entries}
        self._readings: Mapping[str, ReadingUsed] = {r.name: r for r in explanation.readings}

    def paragraph(self, paragraph: Paragraph) -> str:
        """A paragraph as HTML; its characters are those of the text, the marks are no characters."""
        return text(paragraph.lead) + "".join(map(self._segment, paragraph.segments))

    def _segment(self, segment: Segment) -> str:
        found = [*self._standings(segment)]
        words = text(segment.text)
        if found:
            first = min(found, key=_rank)
            words = self._linked(words, first, begins=bool(segment.begins))
        notes = (self._readings[name] for name in segment.begins if name in self._readings)
        return "".join(map(self._noted, notes)) + words

    def _linked(self, words: str, one: _Standing, *, begins: bool) -> str:
        outcome = one.outcome
        return tag(
            "a",
            words,
            class_=f"q {outcome.name.lower() if outcome else 'plain'}",
            href=f"#{one.anchor}",
            data_s=phrase_sign(outcome, self._lang) if outcome and begins else None,
            title=one.about,
            # The words of a phrase cut in two are one place to stop at.
            tabindex=None if begins else -1,
        )

    def _noted(self, reading: ReadingUsed) -> str:
        return tag(
            "a",
            "",
            class_="k",
            href=f"#{reading_anchor(reading.id)}",
            data_k=reading.number,
            aria_label=f"{say('interpretation', self._lang)} {reading.number} {reading.name}",
        )

    def _standings(self, segment: Segment) -> Iterator[_Standing]:
        for name in segment.owners:
            entry = self._entries.get(name)
            if entry is None:
                continue
            outcome, kind = entry.mention.outcome, word(entry.mention.kind, self._lang)
            about = say("quoted by", self._lang, kind, name)
            if outcome is not None:
                said = outcome.label(self._lang)
                if _is_exception_not_taken(segment.text, entry):
                    outcome = Outcome.NOT_APPLICABLE
                    said = say("exception not applied", self._lang)
                about = say("phrase leads", self._lang, kind, name, said)
            if entry.mention.id in self._idle:
                outcome = self._idle[entry.mention.id]
                about = word("comma", self._lang).join((about, say("idle", self._lang)))
            yield _Standing(node_anchor(entry.mention.id), about, outcome)


def phrase_sign(outcome: Outcome, lang: Language) -> str:
    """The sign before a phrase; of the open ones also what they wait for."""
    zh, en = _OPEN_WORDS.get(outcome, ("", ""))
    return SIGNS[outcome] + (en if lang == "en" else zh)


def _rank(one: _Standing) -> int:
    return len(WORST_FIRST) if one.outcome is None else WORST_FIRST.index(one.outcome)


def _is_exception_not_taken(words: str, entry: Entry) -> bool:
    """Whether words stand only in an exception of the rule that was not applied."""
    if entry.check is None:
        return False
    plain = _joined((words,))
    if not plain or plain in _joined(entry.mention.citation.phrases):
        return False
    untaken = [check.citation.phrases for check in _untaken(entry.check) if check.citation]
    return any(plain in _joined(phrases) for phrases in untaken)


def _untaken(check: Check) -> Iterator[Check]:
    if check.form == "exception" and check.taken is False:
        yield check
    for part in check.parts:
        yield from _untaken(part)


def _joined(phrases: Sequence[str]) -> str:
    return "".join("".join(phrases).split())
