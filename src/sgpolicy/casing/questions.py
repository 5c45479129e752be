"""The 对象 and 期望 of a case about a history: which question they are, and what should be answered."""

from __future__ import annotations

import re

from sgpolicy.casing.changes import POINT
from sgpolicy.casing.life_changes import numbered
from sgpolicy.casing.records import WHOLE, LifeCase
from sgpolicy.casing.vocabulary import OUTCOMES, STATES, Vocabulary, meant
from sgpolicy.model.chronicle import DutyState
from sgpolicy.model.core import Core, Provision
from sgpolicy.model.history import History
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.question import (
    AboutDuty,
    AboutEvent,
    AboutLife,
    AboutNext,
    AboutNode,
    AboutTitle,
    Question,
)
from sgpolicy.records import dataclass
from sgpolicy.source.numerals import half_width

MAY = ("能否", "may")
DUTY = ("义务", "duty")
_YEAR = re.compile(r"([0-9]{4})年?")


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as a case asks it.

    Attributes:
        target: The question as text: what is asked about, and what tells it apart.
        name: As people say it.
    """

    question: Question
    target: str
    name: str


def read_question(written: str, names: Vocabulary) -> Asking | str:
    """The question that a case's object is; what is wrong with it, where it is none."""
    if written == WHOLE:
        return Asking(AboutLife(), "", WHOLE)
    head, *parts = [part.strip() for part in POINT.split(written)]
    if head in MAY:
        return _may(parts, names)
    if head in DUTY:
        act = names.acts.get(parts[0]) if parts else None
        if act is None or act.kind != "duty":
            return _unknown_duty(parts, names)
        return _duty(act, parts[1:])
    place = numbered(head)
    if place is not None and not parts:
        return _numbered(place, names)
    if parts and head in names.acts and names.acts[head].kind == "duty":
        return _duty(names.acts[head], parts)
    node = names.object(written)
    if node is not None:
        return Asking(AboutNode(node.id), node.id, node.name)
    return _bare(written, names)


def _may(parts: list[str], names: Vocabulary) -> Asking | str:
    act = names.acts.get(parts[0]) if parts else None
    if act is None or len(parts) > 1 or act.kind == "duty" or act.begins_with is not None:
        able = [a.name for a in names.acts.values() if a.kind != "duty" and a.begins_with is None]
        name = ".".join(parts)
        return f"“{MAY[0]}”后面写步骤或者权力，如“{MAY[0]}.撤销称号”，不能写“{name}”{meant(name, able)}"
    return Asking(AboutNext(act.id), f"next.{act.id}", f"{MAY[0]}.{act.name}")


def _unknown_duty(parts: list[str], names: Vocabulary) -> str:
    name = parts[0] if parts else ""
    duties = [act.name for act in names.acts.values() if act.kind == "duty"]
    return f"没有义务“{name}”{meant(name, duties)}"


def _duty(act: Provision, parts: list[str]) -> Asking | str:
    is_yearly = act.deadline is not None and act.deadline.every_year
    if len(parts) > 1:
        return f"“{act.name}.{'.'.join(parts)}”中的点多了"
    if not is_yearly:
        if parts:
            return f"义务“{act.name}”没有逐年的期限，不写年份"
        return Asking(AboutDuty(act.id, None), f"duty.{act.id}", act.name)
    match = _YEAR.fullmatch(half_width(parts[0])) if parts else None
    if match is None or not 1 <= int(match[1]) <= 9998:
        return f"“{act.name}”是每年的义务，点后面写年份，如“{act.name}.2025”"
    year = int(match[1])
    return Asking(AboutDuty(act.id, year), f"{act.id}.{year}", f"{act.name}.{year}")


def _numbered(place: tuple[str, int, int], names: Vocabulary) -> Asking | str:
    name, first, last = place
    if first != last or first < 1:
        return f"对象只能是一件，如“{name}[{max(first, 1)}]”"
    kind, act = names.events.get(name), names.acts.get(name)
    if kind is not None and kind.provision:
        return Asking(AboutEvent(kind.id, first), f"{kind.id}[{first}]", f"{kind.name}[{first}]")
    if act is not None and _is_title(act):
        return Asking(AboutTitle(act.id, first), f"{act.id}[{first}]", f"{act.name}[{first}]")
    return _none(name, names)


def _bare(written: str, names: Vocabulary) -> Asking | str:
    kind, act = names.events.get(written), names.acts.get(written)
    if act is not None and _is_title(act):
        return Asking(AboutTitle(act.id, None), act.id, act.name)
    if act is not None and act.kind == "duty":
        if kind is None:
            return _duty(act, [])
        if act.deadline is not None and act.deadline.every_year:
            return (
                f"“{act.name}”是每年的义务：说某一年的，写“{act.name}.2025”；"
                f"说登记的第一次的，写“{act.name}[1]”"
            )
        return (
            f"“{act.name}”既是义务，又是登记的事：说义务的，写“{DUTY[0]}.{act.name}”；"
            f"说登记的第一次的，写“{act.name}[1]”"
        )
    if kind is not None and kind.provision:
        return Asking(AboutEvent(kind.id, 1), f"{kind.id}[1]", kind.name)
    return _none(written, names)


def _none(written: str, names: Vocabulary) -> str:
    kind, act = names.events.get(written), names.acts.get(written)
    if kind is not None:
        return f"“{written}”只是一件事实，没有条款规定它怎样才算合规，不能作对象"
    if act is not None:
        return f"“{written}”不是经历中登记的事；问可不可以办理，写“{MAY[0]}.{act.name}”"
    hint = meant(written, [*names.events, *names.acts, *names.objects, WHOLE])
    return f"没有事件、义务、称号、规则或者条款“{written}”{hint}"


def _is_title(act: Provision) -> bool:
    return act.begins_with is not None and act.lasts is not None


def read_expected(
    written: str, question: Question | None
) -> tuple[Outcome, DutyState | None] | str:
    """The outcome, and for a duty the state, that a case expects; what is wrong, where it is none.

    Where the question is not known either, whatever any question could come to will do.
    """
    outcome = OUTCOMES.get(written)
    if outcome is not None:
        return outcome, None
    if written in STATES:
        if question is None or isinstance(question, AboutDuty):
            state, outcome = STATES[written]
            return outcome, state
        return f"“{written}”只用于义务；五种结论是：{'、'.join(OUTCOMES)}"
    known = "、".join(OUTCOMES)
    if isinstance(question, AboutDuty):
        states = "、".join(word for word in STATES if word not in OUTCOMES)
        return f"期望“{written}”不是结论；五种结论是：{known}；义务还可写：{states}"
    return f"期望“{written}”不是结论；五种结论是：{known}"


def absence(case: LifeCase, history: History, core: Core) -> str:
    """What to say where there is no such event or title until the case's day; "" where there is."""
    match case.question:
        case AboutEvent(kind=key, number=number):
            wanted, result = key, ""
        case AboutTitle(power=power, number=int(number)):
            wanted, result = core.provisions[power].begins_with or ("", "")
        case _:
            return ""
    kind = core.events[wanted]
    happened = [
        event
        for event in history.events
        if event.kind == wanted
        and event.date <= case.day
        and (not result or not event.result or event.result == result)
    ]
    if len(happened) >= number:
        return ""
    had = f"只有 {len(happened)} 次" if happened else "一次也没有"
    return (
        f"对象“{case.target_name}”：到 {case.day.isoformat()} 为止，改动后的经历中没有第 {number} 次"
        f"“{kind.name}”，{had}"
    )
