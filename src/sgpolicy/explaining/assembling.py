"""Trace → Explanation, at one of three lengths."""

from __future__ import annotations

from sgpolicy.explaining.deciding import deciding_parts, is_by_cases
from sgpolicy.explaining.needs import differences, needs, open_facts, readings_used, unused
from sgpolicy.model.explanation import (
    AmountRow,
    Explanation,
    Header,
    Language,
    Length,
    Place,
    Recount,
)
from sgpolicy.model.jointly import Jointly
from sgpolicy.model.trace import Trace

_APPLICANT_ID = "applicant_name"
_APPLICANT_NAMES = frozenset({"单位名称", "申请单位", "申请单位名称", "申报单位", "申报单位名称"})


def explain(
    trace: Trace,
    length: Length = "letter",
    lang: Language = "zh",
    jointly: Jointly | None = None,
) -> Explanation:
    """What is to be said about a decision.

    Args:
        trace: What the evaluation found.
        length: "line" is for one sentence, "letter" for what an applicant is told, "audit" for all.
        lang: For whom: "zh" or "en". The law's words stay Chinese.
        jointly: What several readings at a time would make of it, if that was asked.

    Returns:
        The explanation, before any wording; `sgpolicy.rendering.decisions` words it.
    """
    core = trace.core
    applicant = _applicant_fact(trace)
    stated = trace.application.facts.get(applicant)
    pending = needs(trace)
    by_cases = is_by_cases(trace)
    is_audit = length == "audit"
    amounts, recounts = ((), ()) if length == "line" else _numbers(trace)
    return Explanation(
        length=length,
        lang=lang,
        header=Header(
            policy=core.policy,
            title=core.title,
            issuer=core.issuer,
            document_number=core.document_number,
            language=core.language,
            applicant=stated.strip() if isinstance(stated, str) else "",
            on=trace.on,
            bounds=core.bounds,
            is_person=applicant in core.facts and "姓名" in core.facts[applicant].name,
        ),
        outcome=trace.outcome,
        decided=deciding_parts(trace),
        is_by_cases=by_cases,
        open_facts=open_facts(trace) if by_cases else (),
        missing=tuple(need for need in pending if need.kind == "fact"),
        awaiting=tuple(need for need in pending if need.kind == "finding"),
        differences=differences(trace),
        readings=readings_used(trace, all_of_them=is_audit),
        places=_places(trace) if is_audit else (),
        unused=unused(trace, applicant) if is_audit else (),
        amounts=amounts,
        recounts=recounts,
        jointly=jointly,
    )


def _places(trace: Trace) -> tuple[Place, ...]:
    from sgpolicy.explaining.auditing import places  # one line is said without

    return places(trace)


def _numbers(trace: Trace) -> tuple[tuple[AmountRow, ...], tuple[Recount, ...]]:
    from sgpolicy.explaining.amounts import amount_rows, counted_otherwise  # likewise

    return amount_rows(trace), counted_otherwise(trace)


def _applicant_fact(trace: Trace) -> str:
    texts = [fact for fact in trace.core.facts.values() if fact.type.kind == "text"]
    named = (fact.id for fact in texts if fact.name in _APPLICANT_NAMES)
    return _APPLICANT_ID if _APPLICANT_ID in trace.core.facts else next(named, "")
