"""A ranking that can say itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.blocks import Heading, Paragraph, Table
from sgpolicy.rendering.decisions.data import plain
from sgpolicy.rendering.decisions.layout import blocks_to_text
from sgpolicy.rendering.decisions.markdown import blocks_to_markdown
from sgpolicy.rendering.decisions.naming import citation
from sgpolicy.rendering.decisions.numbers import day, shown
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language
    from sgpolicy.model.standing import StandingRow, StandingTable
    from sgpolicy.rendering.decisions.blocks import Block

SCHEMA = "sgpolicy.standing/1"
_WORDS: dict[str, tuple[str, str]] = {
    "place": ("名次", "Place"),
    "label": ("申请人", "Applicant"),
    "selected": ("名额内", "Within quota"),
    "remark": ("说明", "Remark"),
    "one": ("{0}", "{0}"),
    "level": ("{0}（并列）", "{0} (shared)"),
    "between": ("{0} 至 {1}", "{0} to {1}"),
    "none": ("—", "—"),
    "met": ("是", "yes"),
    "not_met": ("否", "no"),
    "open": ("待定", "open"),
    "missing": ("未申报：{0}", "not stated: {0}"),
    "by": (
        "依《{0}》{1}，以{2}为准。",
        "Under 《{0}》 {1}, as of {2}.",
    ),
    "open places": (
        "名次写作“甲 至 乙”的，资料不全，名次还不能确定。",
        "A place written “a to b” is open: some data is missing.",
    ),
    "quota": ("名额 {0} 个。", "Places: {0}."),
}


@dataclass(frozen=True, slots=True)
class RenderedStanding:
    """Who stands where, in words.

    Attributes:
        table: The ranking as records, before any wording.
    """

    table: StandingTable

    def __str__(self) -> str:
        """The text for a terminal 100 cells wide, without colour or a final line break."""
        return self.to_text().rstrip("\n")

    def to_text(self, *, width: int | None = None, colour: bool = False) -> str:
        """The text for a terminal, ending with a line break."""
        return blocks_to_text(
            _blocks(self.table), self.table.lang, width=width or 100, colour=colour
        )

    def to_markdown(self) -> str:
        """The same as Markdown; every value is escaped."""
        return blocks_to_markdown(_blocks(self.table), self.table.lang)

    def to_dict(self) -> dict[str, Any]:
        """Everything structured, as plain data."""
        body = cast("dict[str, Any]", plain(self.table, self.table.lang))
        return {"schema": SCHEMA, **body}

    def to_json(self) -> str:
        """What `to_dict` gives, as a JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)


def _blocks(table: StandingTable) -> tuple[Block, ...]:
    lang = table.lang
    cited = citation(table.citation, lang)
    lead = _say("by", lang, table.header.title.strip("《》"), cited, day(table.on, lang))
    space = " " if lang == "en" else ""
    if any(row.best != row.worst for row in table.rows):
        lead += space + _say("open places", lang)
    if table.quota is not None:
        lead += space + _say("quota", lang, table.quota)
    has_quota = table.quota is not None
    names = [name for name, _ in table.columns]
    head = [_say("place", lang), _say("label", lang), *names]
    head += [_say("selected", lang)] * has_quota
    rows = tuple(tuple(_cells(row, lang, has_quota=has_quota)) for row in table.rows)
    numbers = frozenset(range(2, 2 + len(names)))
    return (
        Heading(1, table.name),
        Paragraph(lead),
        Table((*head, _say("remark", lang)), rows, numbers, (0,) * len(rows)),
    )


def _cells(row: StandingRow, lang: Language, *, has_quota: bool) -> list[str]:
    cells = [_place(row, lang), row.label, *(shown(key.datum, lang) for key in row.keys)]
    if has_quota:
        words = {Outcome.MET: "met", Outcome.NOT_MET: "not_met", Outcome.NOT_APPLICABLE: "none"}
        cells.append(_say(words.get(row.selected, "open"), lang))
    missing = _say("missing", lang, word("list", lang).join(row.missing)) if row.missing else ""
    return [*cells, word("semicolon", lang).join(text for text in (missing, row.why) if text)]


def _place(row: StandingRow, lang: Language) -> str:
    if row.best is None:
        return _say("none", lang)
    if row.best != row.worst:
        return _say("between", lang, row.best, row.worst)
    return _say("level" if row.is_level else "one", lang, row.best)


def _say(key: str, lang: Language, *values: object) -> str:
    return _WORDS[key][1 if lang == "en" else 0].format(*values)
