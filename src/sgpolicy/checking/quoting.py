"""Quotations: each stands once in its clause; together they account for every operative character.

A 口径's quote is checked but never accounts for anything: a question about words does not carry them
out. A declaration that could not be read still owns its quotes.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Sequence
from operator import mul

from sgpolicy.checking.bounds import bounds_in_text
from sgpolicy.diagnostics.records import Collector, Fix
from sgpolicy.model.citation import Clause
from sgpolicy.model.coverage import MARKS, ClauseCoverage, Coverage
from sgpolicy.model.document import Document
from sgpolicy.model.tree import Declaration, Quote
from sgpolicy.operators.bounds import AFTER, BEFORE
from sgpolicy.operators.words import MARKS as MARK_OF
from sgpolicy.records import dataclass, field
from sgpolicy.source.normalising import normal_text, normalise, operative_places
from sgpolicy.source.text import Span

_OBLIGING = re.compile(r"(?<![相响适供效反])应(?!用)|须|不得|必须")
UNKNOWN_MARK = "?"
"""The mark of a declaration that could not be read far enough to say what it does."""
_MOST_COMPARED = 2_000_000
_MOST_TRIED = 20
_LONGEST_TRIED = 1000
_MOST_WRONG = 3
"""How many characters of a quote may be wrong for the official words to be put in unasked."""
_FULL_WIDTH = str.maketrans("(),", "（），")
_SLACK = 8
"""How many characters more or fewer a misquoted phrase may have."""
_DOCUMENT = re.compile(r"[〔\[(]\d{4}[〕\])]\d+号")
_BOUND_WORDS = sorted(
    (w for w in (*BEFORE, *AFTER) if w not in {"满", "内"}), key=len, reverse=True
)
_BITS = {mark: 1 << at for at, mark in enumerate((*MARKS, UNKNOWN_MARK))}
"""Which bit of a byte stands for which mark, where many characters have several."""
_MARKED = {mark: bytes(here | bit for here in range(256)) for mark, bit in _BITS.items()}
"""For each mark, every byte with its bit set."""
_MUST_QUOTE = frozenset(MARK_OF) - {"定义", "约定"} | {"参见"}


@dataclass(frozen=True, slots=True)
class Owner:
    """A declaration as far as its quotes go."""

    word: str
    mark: str
    name: str
    clause: Clause
    quotes: tuple[Quote, ...]
    span: Span
    is_parsed: bool


@dataclass(frozen=True, slots=True)
class ClauseForm:
    """A clause's text in normal form; where a character of it stands is found out when it is asked.

    Attributes:
        text: The normal form.
        parts: The text with its places.
        title: Where the words of its heading stand.
    """

    text: str
    parts: tuple[tuple[str, Span], ...]
    title: Span | None = None

    def places(self) -> list[tuple[Span, int]]:
        """For each character, the place of its part and its own offset in the file."""
        return [
            (span, offset)
            for part, span in self.parts
            for offset in normalise(part, span.start).offsets
        ]


@dataclass(slots=True)
class Quoted:
    """Where each declaration's quotes stand.

    Attributes:
        forms: Every clause's normal form.
        places: Each quote's owner, and its start and end in the clause's normal form.
        misquoting: The names of declarations with a quote that has been reported.
    """

    forms: dict[Clause, ClauseForm]
    places: list[tuple[Owner, int, int]] = field(default_factory=list)
    misquoting: set[str] = field(default_factory=set)


def mark_of(declaration: Declaration, by_name: dict[str, Declaration]) -> str:
    """Which kind of work a declaration does; 参见 does what its target does."""
    if declaration.word == "参见":
        target = by_name.get(getattr(declaration.body, "text", ""))
        return MARK_OF.get(target.word, "A") if target is not None else "A"
    return MARK_OF.get(declaration.word, "")


def clause_forms(document: Document) -> dict[Clause, ClauseForm]:
    """Every clause's text in normal form."""
    return {
        clause: ClauseForm(
            "".join([normal_text(part) for part, _ in text.parts]), text.parts, text.title
        )
        for clause, text in document.clauses.items()
    }


def check_quotes(document: Document, owners: list[Owner], found: Collector) -> Quoted:
    """Find every quote in its clause, or report it."""
    quoted = Quoted(clause_forms(document))
    for owner in owners:
        form = quoted.forms.get(owner.clause)
        if not owner.quotes and owner.word in _MUST_QUOTE and owner.is_parsed:
            found.report("SG510", owner.span, owner.clause, word=owner.word, text=owner.name)
        for quote in owner.quotes:
            if form is None:
                continue
            reported = len(found.found)
            places = _find(quote, form, owner, found)
            if len(found.found) > reported:
                quoted.misquoting.add(owner.name)
            quoted.places.extend((owner, *place) for place in places)
    return quoted


def _find(quote: Quote, form: ClauseForm, owner: Owner, found: Collector) -> list[tuple[int, int]]:
    """The places of a quote: one; after a report, those that it was meant to account for."""
    phrase, text = normal_text(quote.text), form.text
    count = text.count(phrase) if phrase else 0
    start = text.find(phrase) if phrase else -1
    label = owner.clause.label
    if count == 1:
        return [(start, start + len(phrase))]
    if not owner.is_parsed and count == 0:
        sizes = range(min(len(phrase), _LONGEST_TRIED), 1, -1)
        size = next((n for n in sizes if phrase[:n] in text), 0)
        return [(text.find(phrase[:size]), text.find(phrase[:size]) + size)] if size else []
    if count > 1:
        if owner.is_parsed:
            found.report(
                "SG502", quote.span, owner.clause, text=quote.text, clause_label=label, count=count
            )
        return [(m.start(), m.end()) for m in re.finditer(re.escape(phrase), text)]
    near: str = ""
    places: list[tuple[int, int]] = []
    meant = _meant(text, phrase)
    if meant is not None:
        # The phrase was meant to account for these words; do not report them a second time.
        places = [meant]
        near = f"，原文是「{text[meant[0] : meant[1]]}」"
    found.report(
        "SG501",
        quote.span,
        owner.clause,
        fix=_requoted(quote, phrase, form, meant),
        text=quote.text,
        clause_label=label,
        nearest=near,
    )
    return places


def _requoted(
    quote: Quote, phrase: str, form: ClauseForm, meant: tuple[int, int] | None
) -> Fix | None:
    """The clause's own words for a quote that has a few wrong, where they stand once only."""
    if meant is None:
        return None
    text = form.text
    words = text[meant[0] : meant[1]]
    matcher = difflib.SequenceMatcher(None, words, phrase, autojunk=False)
    alike = sum(block.size for block in matcher.get_matching_blocks())
    wrong = max(len(words), len(phrase)) - alike
    if wrong > _MOST_WRONG or alike <= 2 * wrong or text.count(words) != 1 or '"' in words:
        return None
    return Fix(quote.span, words.translate(_FULL_WIDTH))


def _meant(text: str, phrase: str) -> tuple[int, int] | None:
    """The stretch of a clause that a misquoted phrase comes closest to, if it comes close."""
    if not phrase or len(text) * len(phrase) > _MOST_COMPARED:
        return None
    matcher = difflib.SequenceMatcher(None, text, phrase, autojunk=False)
    anchor = matcher.find_longest_match()
    best, place = len(phrase), None
    words = re.escape(text[anchor.a : anchor.a + anchor.size])
    for found in itertools.islice(re.finditer(words, text) if words else (), _MOST_TRIED):
        lowest = max(0, found.start() - anchor.b - _SLACK)
        window = text[lowest : found.start() - anchor.b + len(phrase) + _SLACK]
        matcher.set_seq1(window)
        blocks = [b for b in matcher.get_matching_blocks() if b.size]
        alike = 2 * sum(b.size for b in blocks)
        if alike > best or (place is None and alike == best):
            first = max(0, blocks[0].a - blocks[0].b)
            rest = len(phrase) - (blocks[-1].b + blocks[-1].size)
            last = min(len(window), blocks[-1].a + blocks[-1].size + rest)
            best, place = alike, (lowest + first, lowest + last)
    return place


def check_coverage(quoted: Quoted, found: Collector) -> Coverage:
    """Report what no declaration accounts for, and count the rest by kind."""
    marks = {clause: bytearray(len(form.text)) for clause, form in quoted.forms.items()}
    for owner, start, end in quoted.places:
        if owner.mark:
            own = marks[owner.clause]
            own[start:end] = own[start:end].translate(_MARKED[owner.mark])
    kinds: dict[Clause, set[str]] = {}
    for owner, _, _ in quoted.places:
        if owner.mark:
            kinds.setdefault(owner.clause, set()).add(owner.mark)
    rows = []
    for clause, form in quoted.forms.items():
        if clause.kind == "chapter":
            continue
        operative = operative_places(form.text)
        if form.title is not None:
            operative = bytes(
                counts and span is not form.title
                for counts, (span, _) in zip(operative, form.places(), strict=True)
            )
        here = bytes(map(mul, operative, marks[clause]))
        if here.count(0) > operative.count(0):
            _report_gaps(clause, form, marks[clause], operative, found)
        by_mark = dict.fromkeys(MARKS, 0)
        for bits in set(here):
            first = next((m for m in MARKS if _BITS[m] & bits), None)
            if first is not None:
                by_mark[first] += here.count(bits)
        counted = {m: n for m, n in by_mark.items() if n}
        here_kinds = frozenset(kinds.get(clause, ()))
        rows.append(ClauseCoverage(clause, sum(operative), counted, here_kinds))
    return Coverage(tuple(rows))


def _report_gaps(
    clause: Clause,
    form: ClauseForm,
    marks: Sequence[int],
    operative: Sequence[int],
    found: Collector,
) -> None:
    start = None
    text, places = form.text, form.places()
    for at in range(len(text) + 1):
        is_gap = at < len(text) and operative[at] and not marks[at]
        between = at < len(text) and not operative[at] and not marks[at] and start is not None
        if is_gap and start is None:
            start = at
        elif not is_gap and not between and start is not None:
            end = at
            while end > start and not (operative[end - 1] and not marks[end - 1]):
                end -= 1
            shown = text[start:end]
            shown = shown if len(shown) <= 40 else shown[:39] + "…"
            span = _stretch(places, start, end)
            found.report("SG503", span, clause, clause_label=clause.label, text=shown)
            start = None


def _stretch(places: Sequence[tuple[Span, int]], start: int, end: int) -> Span:
    """Where some characters of a clause stand; see `ClauseForm.places`."""
    (first, begin), (last, stop) = places[start], places[max(start, end - 1)]
    return Span(first.file, begin, (stop if last.file == first.file else begin) + 1)


def check_notes(quoted: Quoted, found: Collector) -> None:
    """A note may quote no number, no bound, no obligation, nothing another declaration quotes."""
    others = [(o, s, e) for o, s, e in quoted.places if o.mark and o.mark != "N"]
    for owner, start, end in quoted.places:
        if owner.mark != "N":
            continue
        form = quoted.forms[owner.clause]
        text = form.text[start:end]
        problem = ""
        if bounds_in_text(text):
            problem = "带单位的数"
        elif _DOCUMENT.search(text):
            problem = "文号"
        elif any(word in text for word in _BOUND_WORDS):
            problem = "界限词"
        elif _OBLIGING.search(text):
            problem = "应、须、不得"
        else:
            overlap = next(
                (o for o, s, e in others if o.clause == owner.clause and s < end and start < e),
                None,
            )
            if overlap is not None:
                problem = f"{overlap.word}“{overlap.name}”已引用的文字"
        if problem:
            quote = owner.quotes[0]
            found.report("SG504", quote.span, owner.clause, problem=problem, text=quote.text)
