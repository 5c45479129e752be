"""Findings in an application's data: the conclusion, who, when, and on what evidence.

Under 评定 (`findings`) stands a mapping from a finding's name or key to 结论/result, 评定人/by,
日期/on, 依据/evidence and, if wanted, 说明/note, 姓名/person, 职务/role and 标准/standard (the words of the
clause that were judged by). A bare 符合 is refused: a judgement needs the first four.

Where several people judge, a list of such records stands there, one for each member of the panel, with 姓名;
of one who has not judged yet only who it is. The one with 职务: 组长 chairs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from sgpolicy.applying.blanks import is_blank, refuse_stand_in
from sgpolicy.applying.intake import Intake, Spot, by_names
from sgpolicy.applying.nearest import did_you_mean
from sgpolicy.applying.problems import RefusedError, refuse
from sgpolicy.applying.values import read_value
from sgpolicy.model.application import FindingRecord, Panel, Seat
from sgpolicy.model.core import Actors, Branch, Pick, Ref
from sgpolicy.model.types import DATE, Type
from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from datetime import date

    from sgpolicy.model.core import Core, Expr, Finding


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
PERSON: Final = Part("person", "姓名")
ROLE: Final = Part("role", "职务")
STANDARD: Final = Part("standard", "标准")
PARTS: Final = (RESULT, BY, ON, EVIDENCE, NOTE)
"""What a judgement is asked for; further parts may be stated."""
ALL_PARTS: Final = (*PARTS, PERSON, ROLE, STANDARD)
_BY_NAME: Final = by_names(ALL_PARTS)
CHAIR: Final = "组长"
_ROLES = (CHAIR, "成员")
_SEATED = (BY, PERSON, ROLE, STANDARD)
"""What is known of a member of a panel before the judgement."""

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
) -> Mapping[str, FindingRecord | Panel]:
    """The records and panels that are complete; anything amiss is noted."""
    if is_blank(given):
        return {}
    if not isinstance(given, Mapping):
        intake.report("SG705", given, spot, wanted=_SECTION, form=_FORM)
        return {}
    found: dict[str, FindingRecord | Panel] = {}
    what = ("评定", "finding")
    for finding, here, record in intake.entries(given, core.findings.values(), spot, what):
        name = finding.name
        words = Spot(here.path, (f"评定「{name}」", f"finding “{name}”"), name)
        reader = _Reader(core, finding, intake)
        read = reader.judged(record, words)
        if read is not None:
            found[finding.id] = read
    return found


@dataclass(slots=True)
class _Reader:
    """Reads what is said of one finding."""

    core: Core
    finding: Finding
    intake: Intake

    def judged(self, given: object, spot: Spot) -> FindingRecord | Panel | None:
        """One person's judgement, or a list of several people's."""
        if isinstance(given, list | tuple):
            return self.panel(given, spot)
        return self.record(given, spot)

    def record(self, given: object, spot: Spot) -> FindingRecord | None:
        """One person's judgement."""
        before = len(self.intake.problems)
        read = self._parts(given, spot)
        if not read:
            return None
        self._complete(read, PARTS[:-1], given, spot)
        if len(self.intake.problems) > before:
            return None
        return _judged(read)

    def panel(self, given: Sequence[object], spot: Spot) -> FindingRecord | Panel | None:
        """The members of a panel, with their judgements as far as they are made."""
        before = len(self.intake.problems)
        rows = [(one, spot.row(number)) for number, one in enumerate(given)]
        read = [self._parts(one, here) for one, here in rows]
        people = [parts.get(PERSON.id) for parts in read]
        for number, (person, (_, here)) in enumerate(zip(people, rows, strict=True)):
            if person is not None and person in people[:number]:
                first = str(people.index(person) + 1)
                self.intake.report("SG726", person, here, first=(first, first))
        made = [self._seat(parts, *row) for parts, row in zip(read, rows, strict=True)]
        seats = [seat for seat in made if seat is not None]
        if len([seat for seat in seats if seat.is_chair]) > 1:
            self.intake.report("SG727", CHAIR, spot)
        if self.core.voting is None and len(seats) > 1:
            self.intake.report("SG725", [seat.person for seat in seats], spot)
        if not seats or len(self.intake.problems) > before:
            return None
        if self.core.voting is None:  # one person is no panel
            return seats[0].judged
        return Panel(tuple(seats))

    def _seat(self, read: Mapping[str, Any], given: object, spot: Spot) -> Seat | None:
        before = len(self.intake.problems)
        if not read:
            return None
        role = read.get(ROLE.id, _ROLES[1])
        if role not in _ROLES:
            form = ("组长 或 成员", "组长 (chair) or 成员 (member)")
            what = ("职务", "the role on a panel")
            self.intake.report(
                "SG706", role, spot.step(ROLE.name, ROLE.name), wanted=what, form=form
            )
        has_judged = any(part.id in read for part in PARTS if part not in _SEATED)
        wanted = (*PARTS[:-1], PERSON) if has_judged else (BY, PERSON)
        self._complete(read, wanted, given, spot)
        if len(self.intake.problems) > before:
            return None
        judged = _judged(read) if has_judged else None
        return Seat(read[BY.id], read[PERSON.id], role == CHAIR, judged)

    def _parts(self, given: object, spot: Spot) -> dict[str, Any]:
        """The parts that are stated; None for one that cannot be read, which is noted."""
        if is_blank(given):
            return {}
        if not isinstance(given, Mapping):
            try:
                refuse_stand_in(given, _FORM)
            except RefusedError as error:
                self.intake.refused(error, spot)
            else:
                self.intake.report("SG719", given, spot, form=_FORM)
            return {}
        read: dict[str, Any] = {}
        for part, here, cell in self.intake.entries(given, _BY_NAME, spot, ("栏目", "part")):
            if is_blank(cell):
                continue
            read[part.id] = None
            try:
                read[part.id] = read_part(self.core, part, cell)
            except RefusedError as error:
                self.intake.refused(error, here)
            if part is BY and read[part.id] is not None:
                self._admitted(cell, read[part.id], here)
            if part is STANDARD and read[part.id] is not None:
                self._quoted(read[part.id], here)
        return read

    def _complete(
        self, read: Mapping[str, Any], wanted: Sequence[Part], given: object, spot: Spot
    ) -> None:
        missing = [part for part in wanted if part.id not in read]
        if missing:
            names = "、".join(part.name for part in missing)
            names_en = ", ".join(f"{part.id} ({part.name})" for part in missing)
            self.intake.report("SG720", given, spot, missing=(names, names_en))

    def _admitted(self, given: object, by: str, spot: Spot) -> None:
        """Refuse one who may not judge under any reading."""
        allowed = may_ever_judge(self.core, self.finding.assessors)
        if allowed is not None and by not in allowed:
            actors = self.core.actors
            names = "、".join(actor.name for key, actor in actors.items() if key in allowed)
            clause = self.finding.citation.label
            self.intake.report("SG724", given, spot, members=names, clause=(clause, clause))

    def _quoted(self, given: str, spot: Spot) -> None:
        """Refuse a standard that is not what the finding quotes."""
        phrases = self.finding.citation.phrases
        if _bare(given) not in {*map(_bare, phrases), _bare("".join(phrases))}:
            words = "」「".join(phrases)
            self.intake.report("SG728", given, spot, phrases=(words, words))


def _judged(read: Mapping[str, Any]) -> FindingRecord:
    return FindingRecord(
        met=read[RESULT.id],
        by=read[BY.id],
        on=read[ON.id],
        evidence=read[EVIDENCE.id],
        note=read.get(NOTE.id, ""),
        person=read.get(PERSON.id, ""),
        role=read.get(ROLE.id, ""),
    )


def _bare(text: str) -> str:
    return "".join(text.split()).rstrip("，。；、：")


def may_ever_judge(core: Core, who: Expr) -> frozenset[str] | None:
    """The ids of all whom an expression of actors names under some reading; None where that cannot be told."""
    match who:
        case Actors():
            return frozenset(who.actors)
        case Pick():
            parts = [may_ever_judge(core, branch) for _, branch in who.branches]
        case Ref():
            parts = [may_ever_judge(core, core.nodes[who.node].body)]
        case Branch():
            parts = [may_ever_judge(core, part) for part in (who.then, who.otherwise)]
        case _:
            return None
    known = [part for part in parts if part is not None]
    return frozenset().union(*known) if len(known) == len(parts) else None


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
    return actors_by_name(core).get(given.strip()) if isinstance(given, str) else None


def actors_by_name(core: Core) -> Mapping[str, str]:
    """Actors' ids, by name or id, or else by official name."""
    found: dict[str, str] = {}
    every = core.actors.values()
    for actor in every:
        found.setdefault(actor.id, actor.id)
        found.setdefault(actor.name, actor.id)
    for actor in every:
        found.setdefault(actor.official, actor.id)
    found.pop("", None)
    return found


def _actor(core: Core, given: object) -> str:
    found = actor_called(core, given)
    if found is not None:
        return found
    names = [actor.name for actor in core.actors.values()]
    every = [*names, *core.actors]
    offer = did_you_mean(given, every) if isinstance(given, str) else ("", "")
    raise refuse("SG721", given, nearest=offer, members="、".join(names))
