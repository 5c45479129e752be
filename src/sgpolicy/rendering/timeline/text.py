"""Account → a timeline for a terminal: a band for each year, and beside it what happened.

A year's band has the title's validity as a bar and, under it, a tick for each day on which a duty was due.
Years in which nothing begins, ends or happens are told in one line.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.rendering.timeline.entries import about, call_of, entries, platform
from sgpolicy.rendering.timeline.filling import filled, joined
from sgpolicy.rendering.timeline.layout import Span, due_day, position, stretches
from sgpolicy.rendering.timeline.wording import (
    BAR_KINDS,
    BAR_SIGNS,
    DUTY_SIGNS,
    DUTY_STATES,
    EMPTY,
    EVENT_OUTCOMES,
    EVENT_SIGNS,
    duty_word,
    event_word,
    say,
    title_word,
)
from sgpolicy.source.text import cells
from sgpolicy.source.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sgpolicy.model.account import Account, DutyAccount, TitleAccount
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.timeline.entries import Entry
    from sgpolicy.rendering.timeline.layout import Stretch

_WIDTH, _NARROWEST = 78, 24
_BESIDE = 48  # a narrower terminal has the band above what happened, not beside it
_YEAR = 6
_LOUDEST = ("overdue", "done_late", "unrecorded", "open", "due", "done")
_PAINTED = ("rest", "void", "open", "valid")


def timeline_text(account: Account, width: int = _WIDTH) -> str:
    """The timeline as text, ending with a line break.

    Args:
        account: What to show.
        width: Display cells per line; below 24 it is taken as 24.

    Example:
        >>> from datetime import date
        >>> from sgpolicy.model.account import Account, AccountHeader
        >>> header = AccountHeader("p", "办法", "", "", "", "某平台", date(2026, 1, 1), None, "", None)
        >>> empty = Account("letter", "zh", header, None, (), None, (), (), (), None, ())
        >>> print(timeline_text(empty), end="")
        某平台：时间轴
        ══════════════
        《办法》；截至 2026-01-01
        <BLANKLINE>
        没有可列的事情。
    """
    width = max(width, _NARROWEST)
    lang = account.lang
    heading = wrapped(visible(say("heading", lang, platform(account))), width)
    lines = [*heading, "═" * min(max(cells(line) for line in heading), width)]
    lines += filled(joined(about(account), say("semicolon", lang)), width)
    if name := call_of(account):
        lines += wrapped(visible(say("item", lang, say("title", lang), name)), width)
    lines.append("")
    said = sorted(_said(account), key=lambda one: (one.day, one.rank))
    bars = [part for title in account.titles for part in stretches(title, account.header.on)]
    page = _Page(account, width, bars)
    if len(said) == 1 and not bars:
        lines += wrapped(say("nothing", lang), width)
    else:
        lines += [*page.years(said), "", *page.legend()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Said:
    """Something beside the band; `rank` orders what falls on one day."""

    day: date
    rank: int
    sign: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    account: Account
    width: int
    bars: Sequence[Stretch]

    @property
    def is_beside(self) -> bool:
        """Whether what happened stands beside the band."""
        return self.width >= _BESIDE

    @property
    def band(self) -> int:
        """How many cells a year has."""
        return 24 if self.width >= _BESIDE + 12 else 12

    # ── years ──

    def years(self, said: Sequence[_Said]) -> Iterator[str]:
        """The months' heads, then year by year."""
        yield " " * _YEAR + self._months()
        by_year = {year: list(group) for year, group in groupby(said, lambda one: one.day.year)}
        before: int | None = None
        for year in sorted(self._years(by_year)):
            if before is not None and year - before > 1:
                yield from self._gap(before + 1, year - 1)
            yield from self._year(year, by_year.get(year, ()))
            before = year

    def _years(self, said: dict[int, list[_Said]]) -> set[int]:
        """Those with something beside the band, and those in which a bar or tick begins or ends."""
        edges = (date.fromordinal(d).year for b in self.bars for d in (b.first, b.end - 1))
        return {*said, *edges, *(day.year for _, day in self._due())}

    def _year(self, year: int, said: Sequence[_Said]) -> Iterator[str]:
        rows = [self._bar(year)]
        if ticks := self._ticks(year):
            rows.append(ticks)
        beside = [line for one in said for line in self._lines(one)]
        label = f"{year:>4}".ljust(_YEAR)
        if not self.is_beside:
            for number, row in enumerate(rows):
                yield (label if number == 0 else " " * _YEAR) + row
            yield from beside
            return
        for number, (row, line) in enumerate(zip_longest(rows, beside, fillvalue="")):
            yield (label if number == 0 else " " * _YEAR) + row.ljust(self.band) + "  " + line

    def _gap(self, first: int, last: int) -> Iterator[str]:
        lang = self.account.lang
        text = say("quiet", lang, first, last) if last > first else say("quiet year", lang)
        label = f"{first:>4}" if first == last else "   ⋮"
        bar = label.ljust(_YEAR) + self._bar(first)
        if not self.is_beside:
            yield from (bar, *(f"  {line}" for line in wrapped(text, self.width - 2)))
            return
        room = self.width - _YEAR - self.band - 2
        for number, line in enumerate(wrapped(text, room)):
            yield (bar if number == 0 else " " * (_YEAR + self.band)) + "  " + line

    def _months(self) -> str:
        step = 3 if self.band == 24 else 6
        heads = (say("months", self.account.lang, month) for month in range(1, 13, step))
        room = self.band * step // 12
        return "".join(head + " " * (room - cells(head)) for head in heads).rstrip()

    def _bar(self, year: int) -> str:
        span = Span(year, year)
        row = [EMPTY] * self.band
        for kind in _PAINTED:
            for bar in self.bars:
                if bar.kind == kind and bar.first < span.end and bar.end > span.first:
                    start = position(bar.first, span, self.band)
                    end = position(min(bar.end, span.end) - 1, span, self.band)
                    row[start : end + 1] = [BAR_SIGNS[kind]] * (end + 1 - start)
        return "".join(row)

    def _ticks(self, year: int) -> str:
        row = [" "] * self.band
        due = [(duty, day) for duty, day in self._due() if day.year == year]
        for duty, day in sorted(due, key=lambda pair: -_LOUDEST.index(pair[0].state)):
            row[position(day.toordinal(), Span(year, year), self.band)] = DUTY_SIGNS[duty.state]
        return "".join(row).rstrip()

    def _due(self) -> Iterator[tuple[DutyAccount, date]]:
        for duty in self.account.duties:
            day = due_day(duty)
            if day is not None:
                yield duty, day

    def _lines(self, said: _Said) -> Iterator[str]:
        start = f"{said.day.month:02}-{said.day.day:02} {said.sign} "
        room = self.width - cells(start)
        if self.is_beside:
            room -= _YEAR + self.band + 2
        else:
            start, room = f"  {start}", room - 2
        for number, line in enumerate(filled(said.pieces, room)):
            yield (start if number == 0 else " " * cells(start)) + line

    # ── below ──

    def legend(self) -> Iterator[str]:
        """The marks that were used, in words."""
        lang = self.account.lang
        kinds = {bar.kind for bar in self.bars}
        states = {duty.state for duty, _ in self._due()}
        outcomes = {event.outcome for event in self.account.events}
        groups = {
            "titles": [f"{BAR_SIGNS[k]} {say(f'bar {k}', lang)}" for k in BAR_KINDS if k in kinds],
            "events": [
                f"{EVENT_SIGNS[o]} {event_word(o, lang)}" for o in EVENT_OUTCOMES if o in outcomes
            ],
            "duties": [
                f"{DUTY_SIGNS[s]} {duty_word(s, 0, lang)}" for s in DUTY_STATES if s in states
            ],
        }
        label = f"{say('legend', lang)}  "
        for key, words in groups.items():
            if not words:
                continue
            start = label + say(key, lang) + "  "
            lines = filled([f"{word}  " for word in words], max(self.width - cells(start), 8))
            for line in lines:
                yield start + line
                start = " " * cells(start)
            label = " " * cells(label)


def _said(account: Account) -> Iterator[_Said]:
    lang = account.lang
    for entry in entries(account, is_short=True):
        yield _Said(entry.day, 0 if entry.event else 2, entry.sign, _told(entry, lang))
    is_alike = bool(call_of(account))
    for title in account.titles:
        name = title.title or title.name
        called = say("the title", lang) if is_alike else say("that title", lang, name)
        yield from _of_title(title, called, lang)
    yield _Said(account.header.on, 3, "━━", (f"{say('as of day', lang)} ━━",))


def _told(entry: Entry, lang: Language) -> tuple[str, ...]:
    number = say("aside", lang, entry.number) if entry.number else ""
    standing = joined(entry.standing, say("semicolon", lang))
    if not standing:
        return (entry.what, number)
    if entry.is_loud:
        before, after = say("loud", lang, "\n").split("\n")
        standing = (before + standing[0], *standing[1:])
        return (entry.what, number, " ", *standing[:-1], standing[-1] + after)
    if number:
        return (entry.what, number + say("comma", lang), *standing)
    return (entry.what + say("comma", lang), *standing)


def _of_title(title: TitleAccount, called: str, lang: Language) -> Iterator[_Said]:
    """Where a title begins and ends."""
    last = say("unknown", lang) if title.last is None else title.last.isoformat()
    comma = say("comma", lang)
    start = title.first or title.granted_on
    if title.state in {"open", "void"}:
        granted = say("granted until", lang, called, last)
        pieces = [granted, title_word(title.state, None, lang)]
        if title.open:
            pieces.append(say("missing", lang, say("list", lang).join(title.open)))
        yield _Said(start, 1, BAR_SIGNS[title.state], joined(pieces, comma))
    else:
        yield _Said(start, 1, BAR_SIGNS["valid"], (say("begins", lang, called, last),))
    if title.ended_on is not None:
        ends = say("ends", lang, called, title_word(title.state, None, lang))
        until = say("aside", lang, say("was until", lang, last))
        yield _Said(title.ended_on, 1, BAR_SIGNS["rest"], (ends, until))
    elif title.last is not None and title.state != "void":
        yield _Said(title.last, 1, EMPTY, (say("last day", lang, called),))
