"""A year's calendar → Markdown: a table for each who acts; every value escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.rendering.calendar.grouping import about, by_actor, notes, one_platform, term
from sgpolicy.rendering.calendar.wording import day_words, say, state_words, what_words
from sgpolicy.rendering.decisions.naming import citation
from sgpolicy.rendering.decisions.safety import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sgpolicy.model.calendar import YearCalendar
    from sgpolicy.rendering.calendar.grouping import Agenda, Matter, Share, Standing

_NOTHING = "—"


def calendar_markdown(calendar: YearCalendar) -> str:
    """The calendar as Markdown, ending with a line break."""
    lang, platform = calendar.lang, one_platform(calendar)
    lines = [f"# {escaped(say('heading', lang, calendar.year))}", ""]
    lines += [escaped(say("semicolon", lang).join(about(calendar, platform)))]
    if not calendar.entries:
        lines += ["", escaped(say("nothing", lang, calendar.year))]
    for agenda in by_actor(calendar):
        lines += _agenda(agenda, calendar, platform)
    lines += ["", f"## {say('notes', lang)}", ""]
    lines += [f"- {escaped(note)}" for note in notes(calendar)]
    return "\n".join(lines) + "\n"


def _agenda(agenda: Agenda, calendar: YearCalendar, platform: str) -> Iterator[str]:
    lang = calendar.lang
    names = say("list", lang).join(agenda.actors) or say("nobody", lang)
    yield from ("", f"## {escaped(names)}", "")
    keys = ["date", "what", "to", "term", "basis", "standing"]
    rows = [_row(matter, calendar, platform) for matter in agenda.matters]
    if not any(row[-1] for row in rows):
        keys, rows = keys[:-1], [row[:-1] for row in rows]
    yield _line([say(key, lang) for key in keys])
    yield "|" + "---|" * len(keys)
    for row in rows:
        yield _line([cell or _NOTHING for cell in row])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(matter: Matter, calendar: YearCalendar, platform: str) -> list[str]:
    entry, lang = matter.entry, calendar.lang
    what = what_words(entry.kind, entry.name, lang)
    if entry.is_unpublished:
        what += say("aside", lang, say("provisional", lang))
    addressees = dict.fromkeys(say("list", lang).join(share.addressees) for share in matter.shares)
    return [
        escaped(say(f"{entry.kind} on", lang, day_words(entry.day, lang, calendar.year))),
        escaped(what),
        escaped(say("semicolon", lang).join(one for one in addressees if one)),
        escaped(term(entry, calendar)),
        escaped(citation(entry.citation, lang)),
        "<br>".join(
            escaped(text)
            for share in matter.shares
            for text in _standings(share, calendar, platform, is_one=len(addressees) == 1)
        ),
    ]


def _standings(
    share: Share, calendar: YearCalendar, platform: str, *, is_one: bool
) -> Iterator[str]:
    lang = calendar.lang
    for standing in share.standings:
        text = _standing(standing, calendar, platform)
        if text and not is_one and share.addressees:
            towards = say("towards", lang, say("list", lang).join(share.addressees))
            text = say("item", lang, towards, text)
        if text:
            yield text


def _standing(standing: Standing, calendar: YearCalendar, platform: str) -> str:
    """○ 未到期 2 家：甲公司、乙公司; without names in the calendar of one platform."""
    lang = calendar.lang
    state = "" if standing.state is None else state_words(standing.state, lang)
    if set(standing.platforms) <= {"", platform}:
        return state
    every = say("every platform", lang)
    names = say("list", lang).join(name or every for name in standing.platforms)
    if not state:
        return say("item", lang, say("platforms", lang), names)
    if len(standing.platforms) > 1:
        state = say("counted", lang, state, len(standing.platforms))
    return say("item", lang, state, names)
