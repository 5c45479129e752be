"""The letter: what an applicant is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sgpolicy.model.citation import chinese_number
from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.blocks import Heading, Item, Paragraph, Table
from sgpolicy.rendering.decisions.judgements import votes_so_far
from sgpolicy.rendering.decisions.line import groups, lacking, rules, tests
from sgpolicy.rendering.decisions.met import met_items
from sgpolicy.rendering.decisions.naming import (
    citation,
    clause,
    mentioned,
    name,
    one_of,
    open_cells,
    phrases,
    to_applicant,
    told,
)
from sgpolicy.rendering.decisions.numbers import day, shown
from sgpolicy.rendering.decisions.relied import jointly_read, relied_on
from sgpolicy.rendering.decisions.sentences import decided_under, sentence
from sgpolicy.rendering.words import verdict, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.explanation import (
        AmountRow,
        Explanation,
        Header,
        Language,
        Need,
        Part,
        Recount,
        Value,
    )
    from sgpolicy.rendering.decisions.blocks import Block

_CIVIL_CODE = "民法典"


def letter(explanation: Explanation) -> tuple[Block, ...]:
    """The letter's blocks, section by section."""
    lang = explanation.lang
    blocks: list[Block] = [*_opening(explanation)]
    number = 0
    for head, body in _sections(explanation):
        if not body:
            continue
        number += 1
        mark = f"{chinese_number(number)}、" if lang == "zh" else f"{number}. "
        blocks.append(Heading(2, mark + word(head, lang)))
        blocks.extend(body)
    return tuple(blocks)


def failing_items(part: Part, lang: Language, depth: int = 0) -> Iterator[Block]:
    """The tests on which a part fails, each under its clause."""
    for group in groups(part):
        if group.at_least and (group.parts or group.inapplicable):
            yield from _choice(group, lang, depth)
        else:
            yield _rule(group, lang, depth)


def _opening(explanation: Explanation) -> Iterator[Block]:
    lang, header = explanation.lang, explanation.header
    yield Heading(1, word("letter title", lang))
    yield addressed(header, lang)
    yield Paragraph(
        to_applicant("opening", header, lang, *document(header, lang), day(header.on, lang))
    )
    outcome = explanation.outcome
    text = word("conclusion", lang, verdict(outcome, lang), _summed_up(explanation))
    yield Paragraph(text, outcome)


def addressed(header: Header, lang: Language) -> Paragraph:
    """To whom a letter goes."""
    applicant = header.applicant or to_applicant("anonymous", header, lang)
    return Paragraph(word("salutation", lang, applicant), place="salutation")


def document(header: Header, lang: Language) -> tuple[str, str]:
    """The text that was applied: its title without brackets, and its number in brackets if it has one."""
    number = header.document_number
    return header.title.strip("《》"), word("bracketed", lang, number) if number else ""


def _summed_up(explanation: Explanation) -> str:
    lang = explanation.lang
    missing, awaiting = len(explanation.missing), len(explanation.awaiting)
    open_facts = word("list", lang).join(explanation.open_facts) or word("some data", lang)
    match explanation.outcome:
        case Outcome.NOT_MET if explanation.is_by_cases:
            return word("fails by cases", lang, open_facts)
        case Outcome.MET if explanation.is_by_cases:
            return word("met by cases", lang, open_facts)
        case Outcome.NOT_MET:
            count = sum(1 for part in explanation.decided for _ in groups(part))
            return word("sum not met", lang, count)
        case Outcome.MET:
            return word("sum met", lang)
        case Outcome.MISSING_FACTS if awaiting:
            return word("sum missing too", lang, missing, awaiting)
        case Outcome.MISSING_FACTS:
            return word("sum missing", lang, missing)
        case Outcome.AWAITING_FINDINGS:
            return word("sum awaiting", lang, awaiting)
        case Outcome.NOT_APPLICABLE:
            return word("sum not applicable", lang)
        case _:
            assert_never(explanation.outcome)


def _sections(explanation: Explanation) -> Iterator[tuple[str, list[Block]]]:
    lang = explanation.lang
    match explanation.outcome:
        case Outcome.NOT_MET | Outcome.NOT_APPLICABLE:
            is_scope = explanation.outcome is Outcome.NOT_APPLICABLE
            items = [i for part in explanation.decided for i in failing_items(part, lang)]
            yield "head scope" if is_scope else "head not met", items
        case Outcome.MET:
            yield "head met", [i for part in explanation.decided for i in met_items(part, lang)]
        case Outcome.MISSING_FACTS | Outcome.AWAITING_FINDINGS:
            yield "head missing", [*to_supply(explanation.missing, lang)]
            yield "head awaiting", [*_awaiting(explanation, lang)]
        case _:
            assert_never(explanation.outcome)
    yield "head amounts", [*amount_table(explanation.amounts, lang)]
    yield "head recounts", [*recounted(explanation.recounts, lang)]
    yield "head differences", [*_differences(explanation.differences, lang)]
    relied, jointly = relied_on(explanation.readings, lang), explanation.jointly
    yield "head readings", [*relied, *jointly_read(jointly, lang)]
    yield "head notes", [*_notes(explanation)]


def amount_table(rows: tuple[AmountRow, ...], lang: Language) -> Iterator[Block]:
    """Amounts as the table they came from; nothing where a policy has none."""
    if rows:
        yield Table(
            tuple(
                word(key, lang)
                for key in ("amount item", "amount value", "amount clause", "amount data")
            ),
            tuple(
                (
                    row.name,
                    word("deducted", lang, shown(row.datum, lang))
                    if row.is_deducted
                    else shown(row.datum, lang),
                    clause(row.citation.clause, lang),
                    word("semicolon", lang).join(
                        [
                            *dict.fromkeys(told(value, lang) for value in row.values),
                            *_payable(row, lang),
                        ]
                    ),
                )
                for row in rows
            ),
            frozenset({1}),
            tuple(row.depth for row in rows),
        )


def recounted(recounts: tuple[Recount, ...], lang: Language) -> Iterator[Block]:
    """What other readings make of the amounts, one item for each reading."""
    for one in recounts:
        said = word("list", lang).join(
            f"{name} {shown(datum, lang)}" for name, datum in one.amounts
        )
        text = word("if counted", lang, f"{one.number} {one.name}".strip(), one.reading, said)
        yield Item(0, "", (text + word("stop", lang),))


def _payable(row: AmountRow, lang: Language) -> Iterator[str]:
    for owed in row.owed:
        place = clause(owed.citation.clause, lang)
        owners = word("list", lang).join(owed.owners) or word("somebody", lang)
        key = "payable to" if owed.addressees else "payable"
        yield word(key, lang, owners, word("list", lang).join(owed.addressees), place)


def _rule(part: Part, lang: Language, depth: int) -> Block:
    lines = [sentence(reason, lang) + word("stop", lang) for reason in part.reasons]
    if len(lines) > 1 and all(reason.any_of for reason in part.reasons):
        lines.insert(0, word("any fails", lang, part.reasons[0].any_of))
    return Item(depth, citation(decided_under(part), lang), tuple(lines), part_outcome(part))


def part_outcome(part: Part) -> Outcome:
    """The outcome of the tests told of a part; an open part is told for what fails in it."""
    return part.reasons[0].outcome if part.reasons else part.outcome


def _choice(part: Part, lang: Language, depth: int) -> Iterator[Block]:
    label = citation(part.citation, lang)
    text = lacking(part, lang) + word("colon" if part.parts else "stop", lang).rstrip()
    yield Item(depth, label, (text,), Outcome.NOT_MET)
    for inner in part.parts:
        if not inner.reasons:
            yield Item(depth + 1, mentioned(inner, lang), (), Outcome.NOT_MET)
            for item in failing_items(inner, lang, depth + 2):
                yield _short_label(item, inner)
        else:
            yield _rule(inner, lang, depth + 1)
    if part.inapplicable:
        names = word("list", lang).join(mentioned(node, lang) for node in part.inapplicable)
        yield Item(depth + 1, "", (word("dropped out", lang, names),))


def _short_label(item: Block, whole: Part) -> Block:
    """Under a clause's own line its label is not repeated, only the phrase."""
    if not isinstance(item, Item):
        return item
    for rule in rules(whole):
        cited = decided_under(rule)
        labels = (citation(cited, "zh"), citation(cited, "en"))
        if cited.clause == whole.citation.clause and item.label in labels:
            return Item(item.depth, phrases(cited), item.text, item.outcome)
    return item


def to_supply(needs: tuple[Need, ...], lang: Language) -> Iterator[Item]:
    """The facts that are missing, numbered, with question and evidence."""
    for number, need in enumerate(needs, 1):
        yield Item(0, needed(need, lang), tuple(_asked(need, lang)), number=number)


def needed(need: Need, lang: Language) -> str:
    """What is missing, by name, with the reading for which it is asked."""
    aside = word("bracketed", lang, word("as read", lang, need.reading)) if need.reading else ""
    return need.name + aside


def question(need: Need, lang: Language) -> Iterator[str]:
    """What is to be answered: the question, or what is blank or differs, line by line."""
    stop = word("stop", lang)
    match need.cause:
        case "missing" | "refused":
            yield need.question
        case "blank":
            known = word("semicolon", lang).join(_known(value, lang) for value in need.values)
            yield word("need blank", lang, known) + stop
        case "conflict":
            yield word("need conflict", lang)
            yield from (differing(value, lang) for value in need.values)
        case _:
            assert_never(need.cause)


def _asked(need: Need, lang: Language) -> Iterator[str]:
    yield from question(need, lang)
    where = dict.fromkeys(clause(node.citation.clause, lang) for node in need.where)
    parts = []
    if need.evidence:
        parts.append(word("need evidence", lang, need.evidence.rstrip("。")))
    if where:
        parts.append(word("need where", lang, word("list", lang).join(where)))
    if parts:
        yield word("semicolon", lang).join(parts) + word("stop", lang)


def _known(value: Value, lang: Language) -> str:
    return word("comma", lang).join((shown(value.datum, lang), *open_cells(value, lang)))


def _awaiting(explanation: Explanation, lang: Language) -> Iterator[Block]:
    by_assessors: dict[tuple[str, ...], list[Need]] = {}
    for need in explanation.awaiting:
        by_assessors.setdefault(need.assessors, []).append(need)
    for assessors, group in by_assessors.items():
        who = one_of(assessors, lang)
        yield Paragraph(to_applicant("assessors", explanation.header, lang, who))
        by_clause: dict[str, list[str]] = {}
        panels: list[Item] = []
        for need in group:
            label = clause(need.where[0].citation.clause, lang) if need.where else ""
            if need.panel is None:
                by_clause.setdefault(label, []).append(need.name)
                continue
            so_far = votes_so_far(need.panel, lang) + word("stop", lang)
            panels.append(Item(0, "", (label + word("colon", lang) + need.name, so_far)))
        for label, names in by_clause.items():
            yield Item(0, "", (label + word("colon", lang) + word("list", lang).join(names),))
        yield from panels


def differing(value: Value, lang: Language) -> str:
    """A stated value beside the one that the ledger yields."""
    return word(
        "difference",
        lang,
        name(value, lang),
        shown(value.stated, lang),
        value.ledger or word("ledger", lang),
        shown(value.computed, lang),
        shown(value.datum, lang),
    )


def _differences(values: tuple[Value, ...], lang: Language) -> Iterator[Block]:
    for value in values:
        yield Item(0, "", (differing(value, lang),))


def _notes(explanation: Explanation) -> Iterator[Block]:
    lang, bounds = explanation.lang, explanation.header.bounds
    told = (reason.test for part in explanation.decided for _, reason in tests(part))
    if bounds and any(test in ("compare", "elapsed") for test in told):
        key = "note civil code" if bounds.startswith(_CIVIL_CODE) else "note bounds"
        yield Item(0, "", (word(key, lang, bounds),))
    yield Item(0, "", (word("note nature", lang),))
