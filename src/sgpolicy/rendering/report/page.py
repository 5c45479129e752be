"""The report's page: what was decided and why, then the official text with what was found beside each clause.

It works without its script, which adds only the search, unfolding everything at once, and unfolding what
is followed or printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.blocks import Heading, Item
from sgpolicy.rendering.decisions.html import blocks_to_html, css
from sgpolicy.rendering.decisions.judgements import awaited
from sgpolicy.rendering.decisions.letter import (
    amount_table,
    differing,
    failing_items,
    recounted,
    to_supply,
)
from sgpolicy.rendering.decisions.line import line
from sgpolicy.rendering.decisions.met import met_items
from sgpolicy.rendering.decisions.naming import clause as clause_label
from sgpolicy.rendering.decisions.naming import mentioned, to_applicant
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.decisions.relied import jointly_read
from sgpolicy.rendering.report.findings import card, reading_card
from sgpolicy.rendering.report.law import MarkedText, phrase_sign
from sgpolicy.rendering.report.margins import margins, table
from sgpolicy.rendering.report.pieces import WORST_FIRST, clause_anchor, idle_nodes, pill
from sgpolicy.rendering.report.tree import tree
from sgpolicy.rendering.report.wording import say
from sgpolicy.rendering.web import document, style_of, tag, text
from sgpolicy.rendering.words import SIGNS, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.citation import Clause
    from sgpolicy.model.explanation import Place
    from sgpolicy.rendering.decisions.blocks import Block
    from sgpolicy.rendering.report.rendered import RenderedReport

_LONG = 120


def to_html(report: RenderedReport) -> str:
    """The page."""
    lang, header = report.explanation.lang, report.explanation.header
    page = _Page(report)
    sections = "\n".join(part for part in page.sections() if part)
    body = "\n".join(
        (
            tag("a", text(say("skip", lang)), class_="skip", href="#clauses"),
            page.header(),
            page.contents(),
            page.tools(),
            f"<main>\n{sections}\n</main>",
            tag("footer", text(say("colophon", lang))),
        )
    )
    title = " · ".join(part for part in (word("audit title", lang), header.applicant) if part)
    style = style_of("sgpolicy.rendering.web", "colours.css") + style_of(__package__, "page.css")
    return document(title, lang, body, style=style, script=style_of(__package__, "page.js"))


class _Page:
    def __init__(self, report: RenderedReport) -> None:
        self._report = report
        self._said = report.explanation
        self._lang = report.explanation.lang
        self._places = {place.clause: place for place in self._said.places}
        self._readings = {reading.id: reading for reading in self._said.readings}
        self._idle = idle_nodes(self._said, report.derivation)
        self._marked = MarkedText(report.law, self._said, self._idle)
        self._order = [*dict.fromkeys(p.clause for p in report.law.paragraphs)]
        self._order += [clause for clause in self._places if clause not in self._order]

    # ── above the text ──

    def header(self) -> str:
        """What the page is about, and the outcome."""
        lang, header, outcome = self._lang, self._said.header, self._said.outcome
        number = word("bracketed", lang, header.document_number) if header.document_number else ""
        rows = (
            (word("document", lang), header.title + number),
            (word("date", lang), day(header.on, lang)),
            (word("policy", lang), header.policy),
            (word("language", lang), header.language),
            (word("bounds", lang), header.bounds),
        )
        fields = "".join(
            tag("div", tag("dt", text(name)) + tag("dd", text(value)))
            for name, value in rows
            if value
        )
        applicant = header.applicant or to_applicant("anonymous", header, lang)
        is_long = len(applicant) > _LONG
        _, _, why = line(self._said).partition(word("colon", lang))
        verdict = tag("span", SIGNS[outcome], class_="sign", aria_hidden="true")
        verdict += tag("b", text(outcome.label(lang))) + tag("p", text(why))
        return tag(
            "header",
            tag("p", text(word("audit title", lang)), class_="kicker")
            + tag(
                "h1",
                text(applicant),
                class_="long" if is_long else None,
                tabindex=0 if is_long else None,
            )
            + tag("div", verdict, class_=f"verdict {css(outcome)}")
            + tag("dl", fields),
        )

    def contents(self) -> str:
        """The clauses with their outcomes, to go to."""
        found = [self._places[clause] for clause in self._order if clause in self._places]
        chips = "".join(self._chip(place) for place in found if place.outcome is not None)
        label = say("contents", self._lang)
        return tag("nav", tag("h2", text(label)) + tag("ul", chips), aria_label=label)

    def _chip(self, place: Place) -> str:
        outcome = place.outcome or Outcome.NOT_APPLICABLE
        label = clause_label(place.clause, self._lang)
        said = text(outcome.label(self._lang))
        inner = tag("span", SIGNS[outcome], class_="sign", aria_hidden="true") + text(label)
        inner += tag("span", word("colon", self._lang) + said, class_="unseen")
        href = f"#{clause_anchor(place.clause)}"
        return tag(
            "li", tag("a", inner, href=href, class_=css(outcome), title=outcome.label(self._lang))
        )

    def tools(self) -> str:
        """The search and the buttons; shown only where the script runs."""
        lang = self._lang
        label = tag("label", text(say("search", lang)), for_="find")
        field = f'<input id="find" type="search" autocomplete="off" placeholder="{say("search hint", lang)}">'
        buttons = "".join(
            tag("button", text(say(key, lang)), type="button", id=key)
            for key in ("previous", "next")
        )
        said = tag(
            "output",
            "",
            id="count",
            for_="find",
            aria_live="polite",
            data_found=say("found", lang, "{0}", "{1}"),
            data_none=say("not found", lang),
        )
        folds = "".join(
            tag("button", text(say(key, lang)), type="button", id=key)
            for key in ("unfold", "fold", "print")
        )
        search = tag("div", label + field + buttons + said, class_="search", role="search")
        return tag(
            "div",
            search + tag("div", folds, class_="folds"),
            id="tools",
            hidden=True,
            role="group",
            aria_label=say("tools", lang),
        )

    # ── the sections ──

    def sections(self) -> Iterator[str]:
        """Why; numbers and bounds; the tree; the clauses; what is left."""
        lang = self._lang
        yield self._section("why", say("head why", lang), blocks_to_html(self._why(), lang))
        found = [*margins(self._said, self._report.derivation)]
        if found:
            yield self._section("margins", say("head margins", lang), table(found, lang))
        hint = tag("p", text(say("follows hint", lang)), class_="hint")
        grown = hint + tree(self._report.derivation, self._said)
        yield self._section("follows", say("head follows", lang), grown)
        rows = "\n".join(self._row(clause) for clause in self._order)
        yield self._section("clauses", say("head clauses", lang), self._legend() + rows)
        yield self._elsewhere()
        if self._said.unused:
            items = [Item(0, "", (given,)) for given in self._said.unused]
            yield self._section("unused", word("head unused", lang), blocks_to_html(items, lang))

    def _section(self, key: str, head: str, body: str) -> str:
        if not body:
            return ""
        return tag("section", tag("h2", text(head)) + "\n" + body, id=key, aria_label=head)

    def _why(self) -> Iterator[Block]:
        said, lang = self._said, self._lang
        if said.outcome is Outcome.MET:
            for part in said.decided:
                yield from met_items(part, lang)
        else:
            for part in said.decided:
                yield from failing_items(part, lang)
        lists: tuple[tuple[str, list[Block]], ...] = (
            ("head missing", [*to_supply(said.missing, lang)]),
            ("head awaiting", [*self._awaiting()]),
            ("head amounts", [*amount_table(said.amounts, lang)]),
            ("head recounts", [*recounted(said.recounts, lang)]),
            ("head jointly", [*jointly_read(said.jointly, lang)]),
            ("head differences", [Item(0, "", (differing(v, lang),)) for v in said.differences]),
        )
        for head, blocks in lists:
            if blocks:
                yield Heading(3, word(head, lang))
                yield from blocks

    def _awaiting(self) -> Iterator[Item]:
        lang = self._lang
        for need in self._said.awaiting:
            where = " ".join(dict.fromkeys(mentioned(node, lang) for node in need.where))
            said = awaited(need, lang)
            yield Item(0, where or need.name, said, Outcome.AWAITING_FINDINGS)

    def _legend(self) -> str:
        lang = self._lang
        sample = say("sample", lang)
        entries = [
            tag(
                "span",
                sample,
                class_=f"q {one.name.lower()}",
                data_s=phrase_sign(one, lang),
                lang="zh-CN",
            )
            + " "
            + text(one.label(lang))
            for one in sorted(Outcome, key=WORST_FIRST.index)
        ]
        entries.append(
            tag("span", sample, class_="q plain", lang="zh-CN") + " " + say("legend plain", lang)
        )
        entries.append(
            tag("span", "", class_="k", data_k="K-1")
            + tag("span", sample, lang="zh-CN")
            + " "
            + say("legend reading", lang)
        )
        items = "".join(tag("li", entry) for entry in entries)
        hint = tag("p", text(say("legend hint", lang)), class_="hint")
        return tag("div", hint + tag("ul", items), class_="legend")

    # ── the text ──

    def _row(self, clause: Clause) -> str:
        law, lang = self._report.law, self._lang
        marked = self._marked
        own = [p for p in law.paragraphs if p.clause == clause]
        if clause.kind == "chapter":
            label = text(f"{clause.label} ") + "".join(marked.paragraph(p) for p in own)
            body = tag("h3", label, class_="text chapter", lang="zh-CN")
        else:
            is_head = clause == clause.article or not own
            body = ""
            if is_head:
                name = law.titles.get(clause, clause.label)
                body = tag("h3", text(name), class_="text", lang="zh-CN")
            body += "".join(tag("p", marked.paragraph(p), class_="text", lang="zh-CN") for p in own)
        found = self._found(clause)
        kind = "row" if found else "row bare"
        kind += " chaptered" if clause.kind == "chapter" else " item" if clause.item else ""
        left = tag("div", body, class_="law")
        right = tag("div", found, class_="found") if found else ""
        label = clause_label(clause, lang)
        return tag("section", left + right, class_=kind, id=clause_anchor(clause), aria_label=label)

    def _found(self, clause: Clause) -> str:
        lang, place = self._lang, self._places.get(clause)
        cards = []
        if place is not None:
            if place.outcome is not None:
                head = f"{text(clause_label(clause, lang))} {pill(place.outcome, lang)}"
                cards.append(tag("h4", head))
            is_open = place.outcome not in (Outcome.MET, Outcome.NOT_APPLICABLE)
            cards += [
                card(
                    one,
                    lang,
                    self._readings,
                    is_open=is_open,
                    is_idle=one.mention.id in self._idle,
                )
                for one in place.entries
            ]
        cards += [
            reading_card(reading, lang)
            for reading in self._said.readings
            if reading.citation.clause == clause
        ]
        return "\n".join(cards)

    def _elsewhere(self) -> str:
        """Readings that stand at no clause of the text."""
        here = set(self._order)
        cards = [
            reading_card(reading, self._lang)
            for reading in self._said.readings
            if reading.citation.clause not in here
        ]
        return self._section("elsewhere", say("head readings", self._lang), "".join(cards))
