"""The notice of missing material: everything an applicant has to supply, told once.

Authorities owe it to applicants for a licence (行政许可法第三十二条第一款第（四）项: 一次告知申请人需要补正的
全部内容); offices that decide on something else keep the same habit. What is listed is exactly what can
still change the outcome. Until when it is to be supplied is the office's to say.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sgpolicy.model.citation import chinese_number
from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.blocks import Heading, Item, Paragraph
from sgpolicy.rendering.decisions.letter import addressed, document, needed, question
from sgpolicy.rendering.decisions.naming import citation
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.papers.problems import NothingMissingError
from sgpolicy.rendering.papers.wording import say
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.explanation import Explanation, Language, Need
    from sgpolicy.rendering.decisions.blocks import Block


@dataclass(frozen=True, slots=True)
class Sending:
    """What the office says about its notice; what it does not say is left blank to be filled in.

    Attributes:
        office: Who sends it.
        issued: When it is sent.
        deadline: Until when everything is to be supplied, that day included.
    """

    office: str = ""
    issued: date | None = None
    deadline: date | None = None


def notice(explanation: Explanation, sending: Sending) -> tuple[Block, ...]:
    """The notice's blocks.

    Raises:
        NothingMissingError: The applicant has nothing to supply.
    """
    outcome = explanation.outcome
    if outcome.is_decided or not explanation.missing:
        raise NothingMissingError(outcome.zh, outcome.en)
    lang, header = explanation.lang, explanation.header
    blocks: list[Block] = [Heading(1, say("notice title", lang)), addressed(header, lang)]
    count = len(explanation.missing)
    on = day(header.on, lang)
    blocks.append(Paragraph(say("notice opening", lang, *document(header, lang), on, count)))
    for number, (head, body) in enumerate(_sections(explanation, sending), 1):
        mark = f"{chinese_number(number)}、" if lang == "zh" else f"{number}. "
        blocks.append(Heading(2, mark + say(head, lang)))
        blocks.extend(body)
    office = sending.office or say("blank office", lang)
    issued = day(sending.issued, lang) if sending.issued else say("blank date", lang)
    blocks += [Paragraph(office, place="signature"), Paragraph(issued, place="signature")]
    return tuple(blocks)


def _sections(explanation: Explanation, sending: Sending) -> Iterator[tuple[str, list[Block]]]:
    lang = explanation.lang
    until = sending.deadline
    yield (
        "head supply",
        [
            Item(0, needed(need, lang), tuple(_asked(need, lang)), number=number)
            for number, need in enumerate(explanation.missing, 1)
        ],
    )
    said = say("deadline", lang, day(until, lang)) if until else say("blank deadline", lang)
    yield "head deadline", [Paragraph(said)]
    remarks = [say("complete", lang), say("as read", lang)]
    if explanation.awaiting:
        remarks.append(say("findings wait", lang, len(explanation.awaiting)))
    yield "head remarks", [Item(0, "", (remark,)) for remark in remarks]


def _asked(need: Need, lang: Language) -> Iterator[str]:
    first, *rest = question(need, lang)
    yield say("asked", lang, first)
    yield from rest
    if need.evidence:
        yield say("evidence", lang, need.evidence.rstrip("。")) + word("stop", lang)
    where = dict.fromkeys(citation(node.citation, lang) for node in need.where)
    if where:
        yield say("why", lang, word("semicolon", lang).join(where)) + word("stop", lang)
