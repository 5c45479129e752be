"""A year's calendar → text for a terminal: by who acts, what, until when, to whom, under which clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.rendering.calendar.grouping import about, by_actor, notes, one_platform, term
from sgpolicy.rendering.calendar.wording import day_words, say, state_words, what_words
from sgpolicy.rendering.decisions.naming import citation
from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.source.text import cells
from sgpolicy.source.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sgpolicy.model.calendar import CalendarEntry, YearCalendar
    from sgpolicy.rendering.calendar.grouping import Agenda, Matter, Standing

_WIDTH, _NARROWEST = 78, 24
_ROOM = 44  # with less beside the day, a matter stands below it


def calendar_text(calendar: YearCalendar, width: int = _WIDTH) -> str:
    """The calendar as text, ending with a line break.

    Args:
        calendar: What to show.
        width: Display cells per line; below 24 it is taken as 24.
    """
    page = _Page(calendar, max(width, _NARROWEST))
    return "\n".join(line.rstrip() for line in page.lines()) + "\n"


class _Page:
    def __init__(self, calendar: YearCalendar, width: int) -> None:
        self.calendar, self.width, self.lang = calendar, width, calendar.lang
        self.platform = one_platform(calendar)
        column = max((cells(self.day(entry)) for entry in calendar.entries), default=0)
        self.column = column if width - column - 2 >= _ROOM else 0

    def lines(self) -> Iterator[str]:
        """The whole page."""
        calendar = self.calendar
        yield from self.underlined(say("heading", self.lang, calendar.year), "═")
        for line in about(calendar, self.platform):
            yield from wrapped(visible(line), self.width)
        if not calendar.entries:
            yield ""
            yield from wrapped(say("nothing", self.lang, calendar.year), self.width)
        for agenda in by_actor(calendar):
            yield from self.agenda(agenda)
        yield ""
        yield from self.underlined(say("notes", self.lang), "─")
        for note in notes(calendar):
            yield from self.hanging("· ", wrapped(visible(note), self.width - 2))

    def underlined(self, text: str, rule: str) -> Iterator[str]:
        """A heading."""
        lines = wrapped(visible(text), self.width)
        yield from lines
        yield rule * min(max(cells(line) for line in lines), self.width)

    def agenda(self, agenda: Agenda) -> Iterator[str]:
        """What some actors have to do."""
        names = say("list", self.lang).join(agenda.actors) or say("nobody", self.lang)
        yield ""
        yield from self.underlined(names, "─")
        for number, matter in enumerate(agenda.matters):
            if number:
                yield ""
            yield from self.matter(matter)

    def day(self, entry: CalendarEntry) -> str:
        """Until when, or from when."""
        day = day_words(entry.day, self.lang, self.calendar.year)
        return say(f"{entry.kind} on", self.lang, day)

    def matter(self, matter: Matter) -> Iterator[str]:
        """A matter beside its day, or below it where there is no room."""
        day = self.day(matter.entry)
        if self.column:
            start = " " * (self.column - cells(day)) + day + "  "
            yield from self.hanging(start, self.pieces(matter, self.width - self.column - 2))
            return
        yield day
        yield from self.hanging("  ", self.pieces(matter, self.width - 2))

    def pieces(self, matter: Matter, room: int) -> Iterator[str]:
        """A matter's lines."""
        entry, lang = matter.entry, self.lang
        what = what_words(entry.kind, entry.name, lang)
        if entry.is_unpublished:
            what += say("aside", lang, say("provisional", lang))
        yield from wrapped(visible(what), room)
        is_one = len(matter.shares) == 1
        if is_one:
            yield from self.addressed(matter.shares[0].addressees, room)
        if text := term(entry, self.calendar):
            yield from self.labelled("term", [text], room)
        yield from self.labelled("basis", [citation(entry.citation, lang)], room)
        for share in matter.shares:
            if not is_one:
                yield from self.addressed(share.addressees, room)
            yield from self.standings(share.standings, room)

    def addressed(self, addressees: Sequence[str], room: int) -> Iterator[str]:
        """To whom."""
        if addressees:
            yield from self.labelled("to", [say("list", self.lang).join(addressees)], room)

    def standings(self, standings: Sequence[Standing], room: int) -> Iterator[str]:
        """How it stands, and for which platforms."""
        is_begun = False
        for standing in standings:
            names = self.names(standing.platforms)
            if standing.state is None:
                if names:
                    yield from self.labelled("platforms", names, room)
                continue
            state = state_words(standing.state, self.lang)
            if len(names) > 1:
                state = say("counted", self.lang, state, len(names))
            pieces = [say("item", self.lang, state, ""), *names] if names else [state]
            yield from self.labelled("standing", pieces, room, is_silent=is_begun)
            is_begun = True

    def names(self, platforms: Sequence[str]) -> list[str]:
        """The platforms to be named, each with what stands between it and the next."""
        if set(platforms) <= {"", self.platform}:
            return []
        every = say("every platform", self.lang)
        *others, last = (name or every for name in platforms)
        return [*(name + say("list", self.lang) for name in others), last]

    def labelled(
        self, key: str, pieces: Iterable[str], room: int, *, is_silent: bool = False
    ) -> Iterator[str]:
        """Text after its label; the label is left blank where it is that of the line above."""
        label = say("item", self.lang, say(key, self.lang), "")
        start = " " * cells(label) if is_silent else label
        yield from self.hanging(start, filled(pieces, max(room - cells(label), 8)))

    @staticmethod
    def hanging(start: str, lines: Iterable[str]) -> Iterator[str]:
        """Lines of which the first has something before it."""
        for number, line in enumerate(lines):
            yield (start if number == 0 else " " * cells(start)) + line


def filled(pieces: Iterable[str], width: int) -> list[str]:
    """Pieces in lines; one that does not fit any more begins a line rather than being broken.

    Example:
        >>> filled(["甲公司、", "乙公司、", "丙公司"], 18)
        ['甲公司、乙公司、', '丙公司']
    """
    lines = [""]
    for piece in map(visible, pieces):
        if cells((lines[-1] + piece).rstrip()) <= width:
            lines[-1] += piece
        elif lines[-1] and cells(piece.rstrip()) <= width:
            lines.append(piece.lstrip())
        else:
            lines += wrapped(lines.pop() + piece, width)
    return [line.rstrip() for line in lines]
