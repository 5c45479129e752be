"""Which policies apply, able to say itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.blocks import Heading, Item, Paragraph
from sgpolicy.rendering.decisions.data import plain
from sgpolicy.rendering.decisions.layout import blocks_to_text
from sgpolicy.rendering.decisions.markdown import blocks_to_markdown
from sgpolicy.rendering.decisions.naming import citation
from sgpolicy.rendering.decisions.numbers import day, shown
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from sgpolicy.model.applicability import ApplicabilityTable, PolicyRow, Wanted
    from sgpolicy.model.citation import Citation
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.decisions.blocks import Block

SCHEMA = "sgpolicy.applicability/1"
_WORDS: dict[str, tuple[str, str]] = {
    "title": ("适用哪些办法", "Which policies apply"),
    "lead": (
        "以{0}为准，看了 {1} 份办法：适用 {2} 份，不适用 {3} 份，还不能断定 {4} 份。",
        "As of {0}, of {1} policies {2} apply, {3} do not, and of {4} it cannot be told yet.",
    ),
    "applies": ("适用", "Applies"),
    "not": ("不适用", "Does not apply"),
    "open": ("还不能断定是否适用", "Cannot be told yet"),
    "policy": ("《{0}》（{1}）", "《{0}》 ({1})"),
    "example": ("（示例）", " (worked example)"),
    "by": ("依据：{0}。", "By {0}."),
    "decision": ("结论：{0}", "Decision: {0}"),
    "ask": ("还要知道“{0}”：{1}", "“{0}” is wanted: {1}"),
    "for": ("（{0}）", " ({0})"),
    "own": (
        "这是这份办法自己的事项，填在“{0}”之下。",
        "This is the policy's own; put it under “{0}”.",
    ),
    "drawn": ("由共用事项得出：{0}。", "From shared items: {0}."),
    "drawn one": ("{0}为{1}（由{2}）", "{0} is {1} (from {2})"),
    "other": (
        "口径 {0}“{1}”如果取“{2}”，则{3}。",
        "Under reading “{2}” of {0} “{1}”: {3}.",
    ),
}


@dataclass(frozen=True, slots=True)
class RenderedApplicability:
    """Which policies apply, in words.

    Attributes:
        table: The same as records, before any wording.
    """

    table: ApplicabilityTable

    def __str__(self) -> str:
        """The text for a terminal 100 cells wide, without colour or a final line break."""
        return self.to_text().rstrip("\n")

    def to_text(self, *, width: int | None = None, colour: bool = False) -> str:
        """The text for a terminal, ending with a line break."""
        blocks = tuple(_blocks(self.table))
        return blocks_to_text(blocks, self.table.lang, width=width or 100, colour=colour)

    def to_markdown(self) -> str:
        """The same as Markdown; every value is escaped."""
        return blocks_to_markdown(tuple(_blocks(self.table)), self.table.lang)

    def to_dict(self) -> dict[str, Any]:
        """Everything structured, as plain data."""
        body = cast("dict[str, Any]", plain(self.table, self.table.lang))
        return {"schema": SCHEMA, **body}

    def to_json(self) -> str:
        """What `to_dict` gives, as a JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)


def _blocks(table: ApplicabilityTable) -> Iterator[Block]:
    lang = table.lang
    groups = {"applies": [], "open": [], "not": []}  # type: dict[str, list[PolicyRow]]
    for row in table.rows:
        groups[_group(row.applies)].append(row)
    counts = [len(groups[key]) for key in ("applies", "not", "open")]
    yield Heading(1, _say("title", lang))
    yield Paragraph(_say("lead", lang, day(table.on, lang), len(table.rows), *counts))
    for key, rows in groups.items():
        if rows:
            yield Heading(2, _say(key, lang))
        for row in rows:
            label = _say("policy", lang, row.title, row.document_number)
            if row.example:
                label += _say("example", lang)
            yield Item(0, label, tuple(_told(row, lang)))


def _told(row: PolicyRow, lang: Language) -> Iterator[str]:
    if row.applies is Outcome.MET:
        yield _say("by", lang, _listed(row.citations, lang))
    yield from (_asked(ask, row, lang) for ask in row.asks)
    if row.applies.is_decided:
        yield _say("decision", lang, row.line)
    for other in row.others:
        then = _say(_group(other.outcome), lang)
        if lang == "en":
            then = then.lower()
        yield _say("other", lang, other.number, other.name, other.reading, then)
    if row.drawn:
        told = [
            _say("drawn one", lang, d.name, shown(d.datum, lang), word("list", lang).join(d.items))
            for d in row.drawn
        ]
        yield _say("drawn", lang, word("semicolon", lang).join(told))


def _asked(ask: Wanted, row: PolicyRow, lang: Language) -> str:
    text = _say("ask", lang, ask.name, ask.question)
    if ask.citations:
        text += _say("for", lang, _listed(ask.citations, lang))
    if not ask.is_shared:
        text += (" " if lang == "en" else "") + _say("own", lang, row.policy)
    return text


def _listed(citations: tuple[Citation, ...], lang: Language) -> str:
    return word("list", lang).join(citation(one, lang) for one in citations)


def _group(applies: Outcome) -> str:
    return {Outcome.MET: "applies", Outcome.NOT_MET: "not"}.get(applies, "open")


def _say(key: str, lang: Language, *values: object) -> str:
    return _WORDS[key][1 if lang == "en" else 0].format(*values)
