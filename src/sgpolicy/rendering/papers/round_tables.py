"""Many explanations → the tables of a round: who came to what, where applicants fail, what was read how.

Cells are text, whole numbers or days; how they look is the workbook's affair.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sgpolicy.model.explanation import Quantity
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.letter import needed
from sgpolicy.rendering.decisions.line import groups, line, narrowed, tests
from sgpolicy.rendering.decisions.naming import clause, phrases, to_applicant
from sgpolicy.rendering.decisions.numbers import shown
from sgpolicy.rendering.decisions.relied import titled
from sgpolicy.rendering.decisions.sentences import decided_under, sentence, shortfall
from sgpolicy.rendering.papers.problems import PaperError
from sgpolicy.rendering.papers.wording import say
from sgpolicy.rendering.words import OUTCOMES, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgpolicy.model.citation import Clause
    from sgpolicy.model.explanation import Explanation, Language, ReadingUsed

Cell = str | int | date


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a header and rows of equally many cells."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class RoundTables:
    """Everything that a round's workbook shows.

    Attributes:
        title: The policy's.
        facts: Names and values about the round as a whole.
        outcomes: How many applications came to what.
        applications: One row for each.
        failures: One row for each test not met.
        clauses: For each clause, how many applications came to what.
        readings: Each reading in force, and for how many applications it mattered.
    """

    title: str
    facts: tuple[tuple[str, Cell], ...]
    outcomes: Sheet
    applications: Sheet
    failures: Sheet
    clauses: Sheet
    readings: Sheet


def round_tables(explained: Iterable[tuple[str, Explanation]], lang: Language) -> RoundTables:
    """The tables of a round.

    Args:
        explained: What each application is called, and the audit of its decision.
        lang: In which language.

    Raises:
        PaperError: There is nothing to sum up, or the decisions are of different policies.
    """
    found = [*explained]
    policies = {one.header.policy for _, one in found}
    if len(policies) != 1:
        raise PaperError(*(say(f"{'several' if policies else 'no'} policies", lg) for lg in _BOTH))
    header = found[0][1].header
    days = sorted({one.header.on for _, one in found})
    facts: tuple[tuple[str, Cell], ...] = (
        (word("document", lang), header.title),
        (say("document number", lang), header.document_number),
        (word("date", lang), days[0] if len(days) == 1 else say("several days", lang)),
        (say("applications", lang), len(found)),
    )
    counts = ((o.label(lang), sum(1 for _, one in found if one.outcome is o)) for o in OUTCOMES)
    return RoundTables(
        header.title,
        tuple(fact for fact in facts if fact[1] != ""),
        Sheet(
            say("sheet outcomes", lang),
            (word("outcome", lang), say("applications", lang)),
            tuple(counts),
        ),
        _applications(found, lang),
        _failures(found, lang),
        _clauses([one for _, one in found], lang),
        _readings([one for _, one in found], lang),
    )


_BOTH: tuple[Language, Language] = ("zh", "en")


def _applications(found: list[tuple[str, Explanation]], lang: Language) -> Sheet:
    totals = dict.fromkeys(
        (row.name, _unit(row.datum)) for _, one in found for row in one.amounts if row.depth == 0
    )
    keys = ("label", "applicant", "outcome", "as of", "deciding", "shortfalls", "supply", "await")
    header = (
        *_columns((*keys, "decisive"), found, lang),
        *(name + (word("bracketed", lang, unit) if unit else "") for name, unit in totals),
        say("column summary", lang),
    )
    rows = []
    for label, one in found:
        amounts = {(row.name, _unit(row.datum)): row.datum for row in one.amounts if not row.depth}
        rows.append(
            (
                label,
                one.header.applicant,
                one.outcome.label(lang),
                one.header.on,
                word("list", lang).join(_deciding(one, lang)),
                "\n".join(_shortfalls(one, lang)),
                "\n".join(dict.fromkeys(needed(need, lang) for need in one.missing)),
                "\n".join(dict.fromkeys(need.name for need in one.awaiting)),
                "\n".join(titled(reading) for reading in one.readings if reading.is_decisive),
                *(_number(amounts[key], lang) if key in amounts else "" for key in totals),
                line(one),
            )
        )
    return Sheet(say("sheet applications", lang), header, tuple(rows))


def _deciding(one: Explanation, lang: Language) -> Iterator[str]:
    """The clauses that decided; of an undecided one, those for which something is open."""
    places: Iterable[Clause]
    if one.outcome.is_decided:
        places = (
            decided_under(inner).clause
            for part in one.decided
            for group in groups(part)
            for inner in narrowed(group)
        )
    else:
        needs = (*one.missing, *one.awaiting)
        places = (node.citation.clause for need in needs for node in need.where)
    yield from dict.fromkeys(clause(place, lang) for place in sorted(places))


def _shortfalls(one: Explanation, lang: Language) -> Iterator[str]:
    for part in one.decided:
        for rule, reason in tests(part):
            if short := shortfall(reason, lang):
                yield f"{clause(rule.citation.clause, lang)} {rule.name}{word('colon', lang)}{short}"


def _unit(datum: object) -> str:
    if not isinstance(datum, Quantity):
        return ""
    return "元" if datum.kind == "money" else datum.unit or ""


def _number(datum: object, lang: Language) -> Cell:
    """A whole number as a number, so that it can be sorted; anything else as it is said."""
    if isinstance(datum, Quantity) and datum.is_known and datum.low.denominator == 1:
        return datum.low.numerator
    return shown(datum, lang) if isinstance(datum, Quantity) else word("unknown", lang)


def _failures(found: list[tuple[str, Explanation]], lang: Language) -> Sheet:
    keys = ("label", "applicant", "clause", "rule", "quoted", "reason", "shortfall")
    rows = []
    for label, one in found:
        if one.outcome not in (Outcome.NOT_MET, Outcome.NOT_APPLICABLE):
            continue
        for part in one.decided:
            for rule, reason in tests(part):
                cited = decided_under(rule)
                rows.append(
                    (
                        label,
                        one.header.applicant,
                        clause(cited.clause, lang),
                        rule.name,
                        phrases(cited),
                        sentence(reason, lang),
                        shortfall(reason, lang),
                    )
                )
    return Sheet(say("sheet failures", lang), _columns(keys, found, lang), tuple(rows))


def _columns(
    keys: Iterable[str], found: list[tuple[str, Explanation]], lang: Language
) -> tuple[str, ...]:
    """The columns' heads; who applies is a person or an organisation, as the policy has it."""
    return tuple(
        to_applicant(key, found[0][1].header, lang)
        if key == "applicant" and found
        else say(f"column {key}", lang)
        for key in keys
    )


def _clauses(found: list[Explanation], lang: Language) -> Sheet:
    counts: dict[Clause, dict[Outcome, int]] = {}
    for one in found:
        for place in one.places:
            if place.outcome is not None:
                row = counts.setdefault(place.clause, dict.fromkeys(OUTCOMES, 0))
                row[place.outcome] += 1
    header = (say("column clause", lang), *(outcome.label(lang) for outcome in OUTCOMES))
    rows: list[tuple[Cell, ...]] = [
        (clause(place, lang), *counts[place].values()) for place in sorted(counts)
    ]
    return Sheet(say("sheet clauses", lang), header, tuple(rows))


def _readings(found: list[Explanation], lang: Language) -> Sheet:
    used: dict[tuple[str, str], list[ReadingUsed]] = {}
    for one in found:
        for reading in one.readings:
            used.setdefault((reading.id, reading.chosen), []).append(reading)
    rows = []
    for same in used.values():
        first = same[0]
        rows.append(
            (
                first.number,
                first.name,
                clause(first.citation.clause, lang),
                first.question,
                first.chosen,
                word("list", lang).join(first.others),
                word("yes" if first.is_default else "no", lang),
                first.settled or word("not settled", lang),
                sum(1 for reading in same if reading.is_relied_on),
                sum(1 for reading in same if reading.is_decisive),
            )
        )
    keys = ("number", "reading", "clause", "question", "chosen", "others", "default", "settled")
    header = tuple(say(f"column {key}", lang) for key in (*keys, "relied on", "mattered"))
    return Sheet(say("sheet readings", lang), header, tuple(rows))
