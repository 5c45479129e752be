"""The official text, character by character as it stands, cut where quotations begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from sgpolicy.model.citation import Clause, chinese_number
from sgpolicy.model.document import ClauseText
from sgpolicy.model.exercise import Owner, Paragraph, Segment
from sgpolicy.records import dataclass
from sgpolicy.source.text import Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """A declaration's quotation: the places of its characters, as (file, offset)."""

    owner: Owner
    clause: Clause
    places: tuple[tuple[str, int], ...]


def paragraphs(
    clauses: Mapping[Clause, ClauseText],
    quotations: Iterable[Quotation],
    files: Sequence[str],
) -> tuple[Paragraph, ...]:
    """The paragraphs of the law, in the order in which they stand in `files`."""
    by_clause: dict[Clause, list[Quotation]] = {}
    for quotation in quotations:
        by_clause.setdefault(quotation.clause, []).append(quotation)
    order = {name: at for at, name in enumerate(files)}
    found: list[tuple[tuple[int, int], Paragraph]] = []
    for clause, text in clauses.items():
        for number, (part, span) in enumerate(text.parts):
            lead = f"（{chinese_number(clause.item)}）" if clause.item and not number else ""
            segments = _segments(part, span, by_clause.get(clause, []))
            place = (order.get(span.file, len(order)), span.start)
            found.append((place, Paragraph(clause, lead, segments)))
    found.sort(key=lambda pair: pair[0])
    return tuple(paragraph for _, paragraph in found)


def _segments(text: str, span: Span, quotations: Sequence[Quotation]) -> tuple[Segment, ...]:
    owners: list[dict[str, None]] = [{} for _ in text]
    begins: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for quotation in quotations:
        here = [at - span.start for file, at in quotation.places if file == span.file]
        here = [at for at in here if 0 <= at < len(text)]
        if here:
            # White space inside a quotation belongs to it, though it is not compared.
            for at in range(min(here), max(here) + 1):
                owners[at][quotation.owner.name] = None
            begins.setdefault(min(here), []).append(quotation.owner.name)
            ends.setdefault(max(here), []).append(quotation.owner.name)
    segments = []
    for names, run in groupby(range(len(text)), key=lambda at: tuple(owners[at])):
        first, *rest = run
        last = rest[-1] if rest else first
        began = tuple(name for name in names if name in begins.get(first, ()))
        ended = tuple(name for name in names if name in ends.get(last, ()))
        segments.append(Segment(text[first : last + 1], names, began, ended))
    return tuple(segments)
