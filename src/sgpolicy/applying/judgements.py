"""Findings in an application's data: the conclusion, who, when, and on what evidence.

Under 评定 (`findings`) stands a mapping from a finding's name or key to 结论/result, 评定人/by,
日期/on, 依据/evidence and, if wanted, 说明/note. A bare 符合 is refused: a judgement needs all
four.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sgpolicy.applying.blanks import is_blank, refuse_stand_in
from sgpolicy.applying.intake import Intake, Spot
from sgpolicy.applying.nearest import did_you_mean
from sgpolicy.applying.problems import RefusedError, refuse
from sgpolicy.applying.values import read_value
from sgpolicy.model.application import FindingRecord
from sgpolicy.model.types import DATE, Type
from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from datetime import date

    from sgpolicy.model.core import Core


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a finding's record, or the whole section, as data calls it."""

    id: str
    name: str


FINDINGS: Final = Part("findings", "评定")
RESULT: Final = Part("result", "结论")
BY: Final = Part("by", "评定人")
ON: Final = Part("on", "日期")
EVIDENCE: Final = Part("evidence", "依据")
NOTE: Final = Part("note", "说明")
PARTS: Final = (RESULT, BY, ON, EVIDENCE, NOTE)

MET: Final = "符合"
NOT_MET: Final = "不符合"
_RESULTS = {MET: True, "met": True, NOT_MET: False, "not met": False, "not_met": False}
_RESULT_FORM = ("符合 或 不符合", "met or not met (符合, 不符合)")
_RESULT_NOUN = ("评定结论", "the result of a finding")
_FORM = (
    "{结论: 符合, 评定人: 评审专家, 日期: 2026-11-20, 依据: 审计报告}（也可每栏一行）",
    "{result: met, by: experts, on: 2026-11-20, evidence: audit report}, or a line for each",
)
_SECTION = ("各项评定（名称: 记录）", "a mapping from findings to records")


def read_findings(
    core: Core, given: object, spot: Spot, intake: Intake
) -> Mapping[str, FindingRecord]:
    """The records that are complete; anything amiss is noted."""
    if is_blank(given):
        return {}
    if not isinstance(given, Mapping):
        intake.report("SG705", given, spot, wanted=_SECTION, form=_FORM)
        return {}
    found: dict[str, FindingRecord] = {}
    what = ("评定", "finding")
    for finding, here, record in intake.entries(given, core.findings.values(), spot, what):
        name = finding.name
        words = Spot(here.path, (f"评定「{name}」", f"finding “{name}”"), name)
        read = _record(core, record, words, intake)
        if read is not None:
            found[finding.id] = read
    return found


def _record(core: Core, given: object, spot: Spot, intake: Intake) -> FindingRecord | None:
    if is_blank(given):
        return None
    if not isinstance(given, Mapping):
        try:
            refuse_stand_in(given, _FORM)
        except RefusedError as error:
            intake.refused(error, spot)
        else:
            intake.report("SG719", given, spot, form=_FORM)
        return None
    before = len(intake.problems)
    read: dict[str, Any] = {}
    stated: set[str] = set()
    what = ("栏目", "part")
    for part, here, cell in intake.entries(given, PARTS, spot, what):
        if is_blank(cell):
            continue
        stated.add(part.id)
        try:
            read[part.id] = read_part(core, part, cell)
        except RefusedError as error:
            intake.refused(error, here)
    missing = [part for part in PARTS[:-1] if part.id not in stated]
    if stated and missing:
        names = "、".join(part.name for part in missing)
        names_en = ", ".join(f"{part.id} ({part.name})" for part in missing)
        intake.report("SG720", given, spot, missing=(names, names_en))
    if not stated or len(intake.problems) > before:
        return None
    return FindingRecord(
        met=read[RESULT.id],
        by=read[BY.id],
        on=read[ON.id],
        evidence=read[EVIDENCE.id],
        note=read.get(NOTE.id, ""),
    )


def read_part(core: Core, part: Part, given: object) -> bool | str | date | None:
    """One part of a record: the result, the actor's id, the day, or text; None where it is blank.

    Raises:
        RefusedError: It cannot be read.
    """
    if is_blank(given):
        return None
    if part is RESULT:
        return _result(given)
    if part is BY:
        return _actor(core, given)
    return read_value(given, DATE if part is ON else Type("text"))  # type: ignore[return-value]


def _result(given: object) -> bool:
    refuse_stand_in(given, _RESULT_FORM)
    met = _RESULTS.get(given.strip().casefold()) if isinstance(given, str) else None
    if met is None:
        raise refuse("SG706", given, wanted=_RESULT_NOUN, form=_RESULT_FORM)
    return met


def actor_called(core: Core, given: object) -> str | None:
    """The id of the actor of that name or id, or else of that official name; None if there is none."""
    if not isinstance(given, str) or not (name := given.strip()):
        return None
    actors = core.actors.values()
    by_name = (actor.id for actor in actors if name in {actor.id, actor.name})
    by_official_name = (actor.id for actor in actors if name == actor.official)
    return next(by_name, None) or next(by_official_name, None)


def _actor(core: Core, given: object) -> str:
    found = actor_called(core, given)
    if found is not None:
        return found
    names = [actor.name for actor in core.actors.values()]
    every = [*names, *core.actors]
    offer = did_you_mean(given, every) if isinstance(given, str) else ("", "")
    raise refuse("SG721", given, nearest=offer, members="、".join(names))
