"""Account → a timeline as an SVG drawing 16 cm wide, for documents: complete in itself.

From above: events as flags on the axis, the years, the titles' periods as bars, and a row of pins for each
duty. The line across all of them is the day asked about.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.timeline.bars import draw_bar, draw_titles
from sgpolicy.rendering.timeline.drawing import INK, LINE, SOFT, broken, extent
from sgpolicy.rendering.timeline.entries import about, call_of, platform
from sgpolicy.rendering.timeline.flags import EVENT_MARKS, draw_flags, flagged
from sgpolicy.rendering.timeline.layout import due_day, marked_years, span_of, stretches
from sgpolicy.rendering.timeline.pins import DUTY_MARKS, draw_duties
from sgpolicy.rendering.timeline.sheet import (
    EDGE,
    LARGE,
    LEFT,
    MARGIN,
    RIGHT,
    SMALL,
    TEXT,
    WIDTH,
    Sheet,
)
from sgpolicy.rendering.timeline.wording import (
    BAR_KINDS,
    DUTY_STATES,
    EVENT_OUTCOMES,
    duty_word,
    event_word,
    say,
    title_word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sgpolicy.model.account import Account
    from sgpolicy.rendering.timeline.drawing import Drawing, Mark
    from sgpolicy.rendering.timeline.layout import StretchKind

    _Sign = Callable[[Drawing, int, int], None]

_YEAR, _BAND, _RULER, _PALEST = 90, 44, "#eef0f3", "#e4e6ea"


def timeline_svg(account: Account) -> str:
    """The timeline as an SVG file, 16 cm wide and as high as it needs to be."""
    lang = account.lang
    sheet = Sheet(account, span_of(account))
    top = _head(sheet)
    axis, unlabelled = draw_flags(sheet, top + 44)
    y = draw_titles(sheet, axis + _BAND + 34)
    y = draw_duties(sheet, y + 26)
    _as_of(sheet, top, y)
    _years(sheet, top, axis, y)
    if not any(signs for _, signs in _signs(account)):
        y += 40
        sheet.front.text((LEFT, y), (say("nothing", lang), SOFT, False), size=TEXT)
    if unlabelled:
        y += 40
        said = say("unlabelled", lang, unlabelled)
        sheet.front.text((MARGIN, y), (said, SOFT, False), size=SMALL)
    y = _legend(sheet, y + 30)
    heading = say("heading", lang, platform(account))
    size = (WIDTH, (y + 19) // 10 * 10)
    tag = "en" if lang == "en" else "zh-CN"
    return sheet.whole().document(size, heading, _described(account), tag)


def _head(sheet: Sheet) -> int:
    """Whose timeline it is, under which text, as of when; returns where that ends."""
    account, lang, room = sheet.account, sheet.account.lang, WIDTH - 2 * MARGIN
    y = 68
    for line in broken(platform(account), LARGE, room, 2):
        sheet.front.text((MARGIN, y), (line, INK, True), size=LARGE)
        y += 50
    lines = _packed(about(account), say("semicolon", lang), room)
    if name := call_of(account):
        lines.append(say("item", lang, say("title", lang), name))
    for text in lines:
        for line in broken(text, SMALL, room, 2):
            sheet.front.text((MARGIN, y - 4), (line, SOFT, False), size=SMALL)
            y += 36
    return y


def _packed(parts: Sequence[str], between: str, room: int) -> list[str]:
    """Parts in lines, each whole where a line has room for it."""
    lines = [parts[0]]
    for part in parts[1:]:
        lines[-1] += between
        if extent(lines[-1] + part, SMALL) <= room:
            lines[-1] += part
        else:
            lines.append(part)
    return lines


def _years(sheet: Sheet, top: int, axis: int, bottom: int) -> None:
    """The axis, and the years, each to the right of its first day."""
    sheet.under.bar(LEFT, axis, (RIGHT - LEFT, _BAND), _RULER)
    sheet.front.line((LEFT, axis), (RIGHT, axis), INK, 3)
    for year in marked_years(sheet.span, (RIGHT - LEFT) // _YEAR):
        x = sheet.at(date(year, 1, 1))
        width = extent(str(year), SMALL) + 10
        if sheet.is_free(x):
            sheet.grid.line((x, top + 44), (x, axis), _PALEST, 2)
            sheet.grid.line((x, axis + _BAND), (x, bottom), _PALEST, 2)
        sheet.front.line((x, axis), (x, axis + _BAND), SOFT, 2)
        if x + width < EDGE:
            sheet.veils.bar(x + 3, axis + 4, (width, _BAND - 8), _RULER)
            sheet.front.text((x + 8, axis + 32), (str(year), INK, False), size=SMALL)


def _as_of(sheet: Sheet, top: int, bottom: int) -> None:
    """The line of the day asked about, across everything."""
    on = sheet.account.header.on
    label, x = say("as of", sheet.account.lang, on.isoformat()), sheet.at(on)
    half = extent(label, SMALL) // 2 + 4
    middle = max(min(x, EDGE - half), LEFT - 20 + half)
    sheet.upright(x, top + 32, bottom, is_bold=True)
    sheet.front.text((middle, top + 22), (label, INK, True), size=SMALL, anchor="middle")


def _legend(sheet: Sheet, top: int) -> int:
    """The marks that were drawn, in words, a line for each part; returns where it ends."""
    front, lang = sheet.front, sheet.account.lang
    y = top
    for key, signs in _signs(sheet.account):
        if not signs:
            continue
        if y == top:
            front.line((MARGIN, top), (RIGHT, top), LINE, 2)
        x, y = LEFT, y + 44
        front.text((MARGIN, y), (say(key, lang), SOFT, False), size=SMALL)
        for sign, word in signs:
            room = 70 if key == "title" else 46
            width = room + extent(word, SMALL)
            if x > LEFT and x + width > RIGHT:
                x, y = LEFT, y + 40
            sign(front, x, y)
            front.text((x + room, y), (word, INK, False), size=SMALL)
            x += width + 44
    return y + 16


def _signs(account: Account) -> Iterator[tuple[str, list[tuple[_Sign, str]]]]:
    """By part, how each mark that it has is drawn, and its word."""
    lang = account.lang
    outcomes = {event.outcome for _, event in flagged(account)}
    kinds = {part.kind for t in account.titles for part in stretches(t, account.header.on)}
    states = {duty.state for duty in account.duties if due_day(duty) is not None}
    yield (
        "events",
        [(_mark(EVENT_MARKS[o]), event_word(o, lang)) for o in EVENT_OUTCOMES if o in outcomes],
    )
    yield "title", [(_bar(k), say(f"bar {k}", lang)) for k in BAR_KINDS if k in kinds]
    yield (
        "duties",
        [(_mark(DUTY_MARKS[s]), duty_word(s, 0, lang)) for s in DUTY_STATES if s in states],
    )


def _mark(mark: Mark) -> _Sign:
    return lambda drawing, x, y: drawing.mark(mark, x + 18, y - 9)


def _bar(kind: StretchKind) -> _Sign:
    return lambda drawing, x, y: draw_bar(drawing, kind, (x, y - 21), 56)


def _described(account: Account) -> str:
    """The drawing in sentences, for those who cannot see it."""
    lang = account.lang
    due = [(duty, day) for duty in account.duties if (day := due_day(duty)) is not None]
    outcomes = [event.outcome for event in account.events]
    parts = [
        say("semicolon", lang).join(about(account)),
        say(
            "sum",
            lang,
            len(outcomes),
            sum(outcome is Outcome.NOT_MET for outcome in outcomes),
            sum(not outcome.is_decided for outcome in outcomes),
            len(due),
            sum(duty.state == "overdue" for duty, _ in due),
        ),
    ]
    unknown = say("unknown", lang)
    for title in account.titles:
        days = (unknown if d is None else d.isoformat() for d in (title.first, title.last))
        word = title_word(title.state, title.ended_on, lang)
        text = say("from to", lang, *days) + say("comma", lang) + word
        parts.append(say("item", lang, title.title or title.name, text))
    parts += [
        say("item", lang, f"{day} {duty.name}", duty_word(duty.state, duty.days_late, lang))
        for duty, day in due
        if duty.state == "overdue"
    ]
    return "\n".join(parts)
