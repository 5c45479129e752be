"""The words of a register, in Chinese and English."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.naming import clause
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.status.wording import TITLE_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgpolicy.model.citation import Clause
    from sgpolicy.model.explanation import Language
    from sgpolicy.registers.rows import RegisteredDuty, RegisterRow

Cell = str | date

HEADINGS: Final = (
    ("名称", "Name"),
    ("有无称号", "Title held"),
    ("称号", "Title"),
    ("状态", "State"),
    ("自", "From"),
    ("至", "Until"),
    ("失去之日", "Ended on"),
    ("逾期未履行", "Overdue"),
    ("逾期履行", "Done late"),
    ("不能断定的义务", "Duties not known"),
    ("接下来的义务", "Due next"),
    ("到期日", "Due on"),
    ("不合规定的办理", "Acts not as the text says"),
    ("不能断定的办理", "Acts that cannot be judged"),
    ("可以或者应当办理", "May or must come next"),
    ("可否申报", "May apply"),
    ("依据", "Clauses"),
    ("来源", "Source"),
)
_DAYS: Final = (4, 5, 6, 11)


@dataclass(frozen=True, slots=True)
class Act:
    """An event as a register names it: what, on which day, under which clause; occurrences have none."""

    name: str
    on: date
    clause: Clause | None


@dataclass(frozen=True, slots=True)
class Form:
    """How cells are written: in which language, and what stands between several things in one cell."""

    lang: Language
    between: str


_TEXTS: Final = {
    "aside": (("来源", "位置", "行", "原因"), ("Source", "Place", "Line", "Reason")),
    "sheets": (("名录", "依据", "项目", "内容"), ("Register", "Basis", "Item", "Content")),
    "facts": (
        ("办法", "状况日", "休假日表", "口径"),
        ("Policy", "As of", "Days of rest", "Reading"),
    ),
}

_SAME: Final = (
    "名称“{0}”与{1}的“{2}”相同，或者只差全角半角、空格；两份都在名录里。如果是同一家，请合成一份经历，否则哪一份都不全。",
    "“{0}” is called as “{2}” of {1}; both are in the register. If they are one, make one history of them.",
)

_HELD: Final = {
    Outcome.MET: ("有", "yes"),
    Outcome.NOT_MET: ("没有", "no"),
    Outcome.NOT_APPLICABLE: ("不适用", "not applicable"),
}
_MAY: Final = {Outcome.MET: ("可以", "yes"), Outcome.NOT_MET: ("不可以", "no")}
_UNKNOWN: Final = ("不能断定", "not known")


def headings(lang: Language) -> tuple[str, ...]:
    """What the columns are called."""
    return tuple(_said(pair, lang) for pair in HEADINGS)


def day_headings(lang: Language) -> tuple[str, ...]:
    """What those are called that hold days."""
    return tuple(_said(HEADINGS[at], lang) for at in _DAYS)


def cells_of(
    row: RegisterRow, acts: Mapping[int, Act], place: str, form: Form
) -> tuple[Cell | None, ...]:
    """A row's cells; None for a day that there is not.

    Args:
        row: The row.
        acts: Those of its events that were not as the text says, or cannot be judged, by position.
        place: Where the history stands.
        form: How they are written.
    """
    lang, listed = form.lang, form.between.join
    coming = row.coming[0].due if row.coming else None
    clauses = {
        row.period,
        *(one.clause for one in (*row.overdue, *row.late, *row.unknown, *row.coming)),
        *(one.clause for one in row.steps),
        *(one.clause for one in acts.values()),
    }
    return (
        row.name,
        held(row.outcome, lang),
        row.title or "",
        "" if row.state is None else _said(TITLE_STATES[row.state], lang),
        row.since,
        row.until,
        row.ended_on,
        listed(_by(one, lang) for one in row.overdue),
        listed(_by(one, lang) for one in row.late),
        listed(_by(one, lang) for one in row.unknown),
        listed(one.name for one in row.coming),
        coming,
        listed(_act(acts[at], lang) for at in row.flawed),
        listed(_act(acts[at], lang) for at in row.doubtful),
        listed(one.name for one in row.steps),
        "" if row.may_apply is None else _said(_MAY.get(row.may_apply, _UNKNOWN), lang),
        listed(clause(one, lang) for one in sorted(one for one in clauses if one is not None)),
        place,
    )


def held(outcome: Outcome, lang: Language) -> str:
    """Whether a title is held: 有, 没有, 不能断定."""
    return _said(_HELD.get(outcome, _UNKNOWN), lang)


def same_name(name: str, place: str, earlier: str, lang: Language) -> str:
    """What is said of a history that is called as an earlier one."""
    return _said(_SAME, lang).format(name, place, earlier)


def said(key: str, lang: Language) -> tuple[str, ...]:
    """Headings and texts of the files."""
    return _TEXTS[key][lang == "en"]


def _act(one: Act, lang: Language) -> str:
    return (
        f"{one.name} ({day(one.on, lang)})"
        if lang == "en"
        else f"{one.name}（{day(one.on, lang)}）"
    )


def _by(duty: RegisteredDuty, lang: Language) -> str:
    """报送运营情况（2025年2月5日前）."""
    if duty.due is None:
        return duty.name
    until = day(duty.due, lang)
    return f"{duty.name} (by {until})" if lang == "en" else f"{duty.name}（{until}前）"


def _said(pair: tuple[str, str], lang: Language) -> str:
    return pair[lang == "en"]
