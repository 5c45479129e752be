"""How to qualify, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sgpolicy.model.explanation import Members, Quantity
from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.advice.rendered import Rendered
from sgpolicy.rendering.advice.wording import listed, say, subject
from sgpolicy.rendering.decisions.blocks import Heading, Item, Paragraph
from sgpolicy.rendering.decisions.naming import citation, mentioned
from sgpolicy.rendering.decisions.numbers import day, members, points, quantity, shown
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.advice import Obstacle, ProposedChange, RemediesReport, Remedy, Way
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.decisions.blocks import Block


class RenderedRemedies(Rendered):
    """How to qualify, in words."""

    schema = "sgpolicy.remedies/1"

    def blocks(self) -> tuple[Block, ...]:
        """The pieces it is made of."""
        report, lang = self.report, self.lang
        about = (report.title.strip("《》"), report.document_number, day(report.on, lang))
        return (
            Heading(1, say("remedies title", lang)),
            Paragraph(say("about", lang, *about, report.outcome.label(lang)), report.outcome),
            *_body(report, lang),
        )


def _body(report: RemediesReport, lang: Language) -> Iterator[Block]:
    if report.outcome is Outcome.MET:
        yield Paragraph(say("already met", lang))
        return
    if not report.is_declared:
        yield Paragraph(say("not declared", lang))
        return
    if report.remedies:
        several = len(report.remedies) > 1
        yield Paragraph(say("least ways" if several else "least way", lang, len(report.remedies)))
        for number, remedy in enumerate(report.remedies, 1):
            if several:
                yield Item(0, say("way", lang, number), number=0)
            yield from told_changes(remedy, lang, depth=1 if several else 0)
    else:
        yield Paragraph(say("none" if report.is_exhaustive else "none found", lang))
        for obstacle in report.obstacles:
            yield _obstacle(obstacle, lang, depth=0)
    if report.remedies and not report.is_exhaustive:
        yield Paragraph(say("perhaps lighter", lang))
    if report.by_time is not None:
        yield Paragraph(say("by time", lang, _day_of(report.by_time, lang)))
        if report.by_time not in report.remedies:
            yield from told_changes(report.by_time, lang, depth=0)
    if report.ways:
        yield Heading(2, say("head ways", lang))
        for way in report.ways:
            yield from _way(way, lang)
    if report.remedies:
        yield Paragraph(say("proved", lang))


def told_changes(remedy: Remedy, lang: Language, *, depth: int) -> Iterator[Block]:
    """Each change with its clause."""
    for change in remedy.changes:
        texts = [citation(one.node.citation, lang) + " " + one.node.name for one in change.where]
        texts += [say("keeps", lang, written, reason) for written, reason in change.keeps]
        if change.note:
            texts.append(change.note)
        yield Item(depth, proposed(change, lang), tuple(dict.fromkeys(texts)))


def proposed(change: ProposedChange, lang: Language) -> str:
    """A change in one phrase: 年服务中小微企业数再增加 4 家，达到 50 家."""
    name = subject(change.subject, lang)
    if change.subject.kind == "finding":
        return say("to be found met", lang, name)
    if isinstance(change.after, bool):
        key = "unstated" if change.before is None else "from to"
        return say(key, lang, name, shown(change.before, lang), shown(change.after, lang))
    if isinstance(change.after, Members):
        parts = []
        if change.taken_up:
            parts.append(say("take up", lang, members(change.taken_up, lang)))
        if change.dropped:
            parts.append(say("drop", lang, members(change.dropped, lang)))
        return say("of set", lang, name, word("comma", lang).join(parts))
    if isinstance(change.after, date):
        key = "day from" if change.before is None else "day put off"
        return say(key, lang, name, shown(change.after, lang), shown(change.before, lang))
    if isinstance(change.after, Quantity):
        return _quantity(change, change.after, name, lang)
    key = "unstated" if change.before is None else "from to"
    return say(key, lang, name, shown(change.before, lang), shown(change.after, lang))


def _quantity(change: ProposedChange, after: Quantity, name: str, lang: Language) -> str:
    to = quantity(after, lang)
    before, amount = change.before, change.amount
    if amount is None or not isinstance(before, Quantity):
        return say("at least stated", lang, name, to)
    by = points(amount.low, lang) if amount.kind == "share" else quantity(amount, lang)
    key = "raise" if after.low > before.low else "lower"
    return say(key, lang, name, by, to, quantity(before, lang))


def _way(way: Way, lang: Language) -> Iterator[Block]:
    label = mentioned(way.node, lang)
    if way.remedy is None:
        yield Item(0, label, (say("no way", lang),), Outcome.NOT_MET)
        for obstacle in way.obstacles:
            yield _obstacle(obstacle, lang, depth=1)
        return
    yield Item(0, label, (say("changes", lang, len(way.remedy.changes)),))
    for change in way.remedy.changes:
        where = listed((mentioned(one.node, lang) for one in change.where), lang)
        kept = listed((written for written, _ in change.keeps), lang)
        aside = word("bracketed", lang, where or kept) if where or kept else ""
        yield Item(1, proposed(change, lang) + aside)


def _obstacle(obstacle: Obstacle, lang: Language, *, depth: int) -> Item:
    label = f"{citation(obstacle.node.citation, lang)} {obstacle.node.name}"
    names = listed((subject(one, lang) for one in obstacle.rests_on), lang)
    return Item(depth, label, (say("rests on", lang, names),) if names else ())


def _day_of(remedy: Remedy, lang: Language) -> str:
    days = [one.after for one in remedy.changes if isinstance(one.after, date)]
    return day(max(days), lang) if days else ""
