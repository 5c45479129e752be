"""A round at a glance: how many came to what, clause by clause where they fail, and everybody's outcome."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.html import css
from sgpolicy.rendering.decisions.line import line
from sgpolicy.rendering.decisions.naming import clause, to_applicant
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.round.wording import say
from sgpolicy.rendering.web import attributes, document, style_of, tag, text
from sgpolicy.rendering.words import OUTCOMES, SIGNS, verdict, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sgpolicy.model.citation import Clause
    from sgpolicy.model.explanation import Explanation, Language

_LABELLED = Fraction(7, 100)


@dataclass(frozen=True, slots=True)
class Applied:
    """One application of a round.

    Attributes:
        label: What it is called.
        explanation: Its decision, explained at any length.
        clauses: Each clause that decides anything, with its outcome.
    """

    label: str
    explanation: Explanation
    clauses: tuple[tuple[Clause, Outcome], ...]


def to_html(applied: Sequence[Applied], lang: Language) -> str:
    """The page; it loads nothing and needs no script.

    Args:
        applied: The applications, at least one, all under one policy.
        lang: The language of the frame.
    """
    header = applied[0].explanation.header
    sections = (
        _section(say("head outcomes", lang), _outcomes(applied, lang)),
        _section(say("head clauses", lang), _clauses(applied, lang)),
        _section(say("head applications", lang), _applications(applied, lang)),
    )
    style = style_of("sgpolicy.rendering.web", "colours.css") + style_of(__package__, "page.css")
    body = _head(applied, lang) + tag("main", "\n".join(sections))
    return document(f"{say('title', lang)} · {header.title}", lang, body, style=style)


def _head(applied: Sequence[Applied], lang: Language) -> str:
    header = applied[0].explanation.header
    days = sorted({one.explanation.header.on for one in applied})
    dates = say("from to", lang, day(days[0], lang), day(days[-1], lang))
    rows = (
        (word("document", lang), header.title),
        ("", header.document_number),
        (word("date", lang), day(days[0], lang) if len(days) == 1 else dates),
        (say("applications", lang), str(len(applied))),
    )
    said = " · ".join(
        f"{name}{word('colon', lang)}{value}" if name else value for name, value in rows if value
    )
    return tag("header", tag("h1", text(say("title", lang))) + tag("p", text(said)))


def _section(head: str, body: str) -> str:
    return tag("section", tag("h2", text(head)) + body, aria_label=head)


def _outcomes(applied: Sequence[Applied], lang: Language) -> str:
    counts = _counted(one.explanation.outcome for one in applied)
    entries = (
        tag(
            "li",
            tag("span", SIGNS[outcome], class_="sign", aria_hidden="true")
            + tag("b", str(counts[outcome]))
            + tag("span", text(outcome.label(lang))),
            class_=css(outcome),
        )
        for outcome in OUTCOMES
    )
    return tag("ul", "".join(entries), class_="totals") + _bar(counts, lang, height=28)


def _clauses(applied: Sequence[Applied], lang: Language) -> str:
    found: dict[Clause, list[Outcome]] = {}
    for one in applied:
        for place, outcome in one.clauses:
            found.setdefault(place, []).append(outcome)
    head = tag("th", text(say("clause", lang)), scope="col")
    head += tag("th", text(say("share", lang)), scope="col", class_="chart")
    for outcome in OUTCOMES:
        head += tag("th", text(verdict(outcome, lang)), scope="col", class_="number")
    rows = "".join(_clause_row(place, found[place], lang) for place in sorted(found))
    hint = tag("p", text(say("clauses hint", lang)), class_="hint")
    body = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows))
    label = say("head clauses", lang)
    # What scrolls on a narrow screen can be reached by the keyboard.
    return hint + tag("div", body, class_="table", role="region", tabindex=0, aria_label=label)


def _clause_row(place: Clause, outcomes: Sequence[Outcome], lang: Language) -> str:
    counts = _counted(outcomes)
    cells = tag("th", text(clause(place, lang)), scope="row")
    cells += tag("td", _bar(counts, lang, height=20), class_="chart")
    for outcome in OUTCOMES:
        count = counts[outcome]
        kind = f"number {css(outcome) if count and outcome is Outcome.NOT_MET else ''}".strip()
        cells += tag("td", str(count) if count else "–", class_=kind if count else "number nil")
    return tag("tr", cells)


def _bar(counts: Mapping[Outcome, int], lang: Language, *, height: int) -> str:
    """One bar, its parts as long as their shares; what is too short for its number has it as a title only."""
    total = sum(counts.values())
    said = word("list", lang).join(
        f"{outcome.label(lang)} {count}" for outcome, count in counts.items() if count
    )
    parts, start = [], Fraction(0)
    for outcome in OUTCOMES:
        share = Fraction(counts[outcome], total) if total else Fraction(0)
        if share:
            parts.append(_piece(outcome, counts[outcome], start, share, height, lang))
        start += share
    return tag(
        "svg",
        "".join(parts),
        class_="bar",
        width="100%",
        height=height,
        role="img",
        aria_label=said,
    )


def _piece(
    outcome: Outcome, count: int, start: Fraction, share: Fraction, height: int, lang: Language
) -> str:
    title = tag("title", text(f"{outcome.label(lang)} {count}"))
    box = f"<rect{attributes(x=_percent(start), y=0, width=_percent(share), height=height)}/>"
    label = ""
    if share >= _LABELLED:
        label = tag(
            "text",
            f"{SIGNS[outcome]} {count}",
            x=_percent(start + share / 2),
            y=height // 2 + 5,
            text_anchor="middle",
        )
    return tag("g", title + box + label, class_=outcome.name.lower())


def _percent(share: Fraction) -> str:
    hundredths = round(share * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _counted(outcomes: Sequence[Outcome] | Iterator[Outcome]) -> dict[Outcome, int]:
    counts = dict.fromkeys(OUTCOMES, 0)
    for outcome in outcomes:
        counts[outcome] += 1
    return counts


def _applications(applied: Sequence[Applied], lang: Language) -> str:
    head = "".join(
        tag("th", text(name), scope="col")
        for name in (
            say("label", lang),
            to_applicant("applicant", applied[0].explanation.header, lang)
            if applied
            else word("applicant", lang),
            word("outcome", lang),
            word("summary", lang),
        )
    )
    rows = []
    for one in applied:
        outcome = one.explanation.outcome
        _, _, why = line(one.explanation).partition(word("colon", lang))
        cells = (
            tag("th", text(one.label), scope="row"),
            tag("td", text(one.explanation.header.applicant or word("missing", lang))),
            tag("td", tag("span", text(verdict(outcome, lang)), class_=f"pill {css(outcome)}")),
            tag("td", text(why)),
        )
        rows.append(tag("tr", "".join(cells)))
    body = tag("table", tag("thead", tag("tr", head)) + tag("tbody", "".join(rows)))
    return tag("div", body, class_="table applications")
