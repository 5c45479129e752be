"""What was found about a clause: a card for each rule, finding and definition, and for each reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.audit import entry_items
from sgpolicy.rendering.decisions.html import listed
from sgpolicy.rendering.decisions.naming import phrases
from sgpolicy.rendering.decisions.relied import described, titled
from sgpolicy.rendering.report.pieces import (
    gist,
    node_anchor,
    pill,
    reading_anchor,
    shortened,
    tests,
)
from sgpolicy.rendering.report.wording import say
from sgpolicy.rendering.web import tag, text
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgpolicy.model.explanation import Entry, Language, ReadingUsed

_SHOWN = (Outcome.NOT_MET, Outcome.MISSING_FACTS, Outcome.AWAITING_FINDINGS)


def card(
    entry: Entry,
    lang: Language,
    readings: Mapping[str, ReadingUsed],
    *,
    is_open: bool = False,
    is_idle: bool = False,
) -> str:
    """A node with everything that was found about it.

    Args:
        entry: The node.
        lang: The language of the frame.
        readings: The readings used, by id.
        is_open: Whether it is unfolded if it failed or is open.
        is_idle: Whether the outcome cannot rest on it; it is told in grey.
    """
    node = entry.mention
    is_premise = node.kind == "clause"
    outcome = entry.guard.outcome if is_premise and entry.guard else node.outcome
    head = tag("span", text(word("guard" if is_premise else node.kind, lang)), class_="kind")
    if not is_premise:
        head += " " + tag("b", text(node.name))
    if outcome is not None:
        head = f"{pill(outcome, lang)} {head}"
    if is_idle:
        head += tag("span", text(say("idle", lang)), class_="aside")
    short = gist(entry, lang, readings)
    if short:
        head += tag("span", short, class_="gist")
    _, *items = entry_items(entry, lang, readings)
    reasons = [reason for check in (entry.guard, entry.check) for reason, _ in tests(check)]
    quoted = "" if is_premise else phrases(node.citation)
    body = tag("p", text(quoted), class_="quote", lang="zh-CN") if quoted else ""
    body += shortened(listed(items, lang), reasons, lang)
    kind = "idle" if is_idle else outcome.name.lower() if outcome else "plain"
    return tag(
        "details",
        tag("summary", head) + tag("div", body, class_="body"),
        id=node_anchor(node.id),
        class_=f"card {kind}",
        open=is_open and not is_idle and outcome in _SHOWN,
    )


def reading_card(reading: ReadingUsed, lang: Language) -> str:
    """What the text leaves open and how it was read."""
    used = word("consulted" if reading.is_relied_on else "not consulted", lang)
    head = (
        tag("span", text(say("interpretation", lang)), class_="kind")
        + " "
        + tag("b", text(titled(reading)))
        + text(word("bracketed", lang, used))
        + tag("span", text(word("chosen", lang, reading.chosen)), class_="gist")
    )
    quoted = phrases(reading.citation)
    lines = (
        tag("p", text(quoted), class_="quote", lang="zh-CN") if quoted else "",
        tag("p", text(say("asked", lang, reading.question))) if reading.question else "",
        tag("p", text(described(reading, lang))),
    )
    return tag(
        "details",
        tag("summary", head) + tag("div", "".join(lines), class_="body"),
        id=reading_anchor(reading.id),
        class_="card reading" + (" decisive" if reading.effects else ""),
        open=reading.is_decisive,
    )
