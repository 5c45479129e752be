"""Account → a timeline as Markdown: one table of what happened, one of the titles; every value escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.rendering.decisions.naming import clause
from sgpolicy.rendering.decisions.safety import escaped
from sgpolicy.rendering.timeline.entries import about, entries, platform
from sgpolicy.rendering.timeline.wording import event_word, say, title_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgpolicy.model.account import Account, TitleAccount
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.timeline.entries import Entry

_NOTHING = "—"


def timeline_markdown(account: Account) -> str:
    """The timeline as Markdown, ending with a line break."""
    lang = account.lang
    lines = [
        f"# {escaped(say('heading', lang, platform(account)))}",
        "",
        escaped(say("semicolon", lang).join(about(account))),
    ]
    shown = entries(account)
    if not shown and not account.titles:
        lines += ["", say("nothing", lang)]
    if shown:
        columns = ("date", "what", "by", "basis", "standing")
        lines += ["", f"## {say('events', lang)}", ""]
        lines += _table((say(key, lang) for key in columns), (_row(e, lang) for e in shown))
    if account.titles:
        columns = ("title", "granted", "period", "standing", "basis")
        lines += ["", f"## {say('titles', lang)}", ""]
        rows = (_title_row(title, lang) for title in account.titles)
        lines += _table((say(key, lang) for key in columns), rows)
    return "\n".join(lines) + "\n"


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    heads = tuple(heads)
    yield _line(heads)
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield _line(tuple(cell or _NOTHING for cell in row))


def _line(row: tuple[str, ...]) -> str:
    return f"| {' | '.join(row)} |"


def _row(entry: Entry, lang: Language) -> tuple[str, ...]:
    what = entry.what + (say("aside", lang, entry.number) if entry.number else "")
    phrases = entry.standing
    if not phrases and entry.event is not None:
        phrases = (event_word(entry.event.outcome, lang),)
    standing = escaped(say("semicolon", lang).join(phrases))
    if entry.is_loud and standing:
        standing = f"**{standing}**"
    return (
        entry.day.isoformat(),
        escaped(what),
        escaped(entry.by),
        escaped(say("list", lang).join(entry.basis)),
        f"{entry.sign} {standing}".rstrip(),
    )


def _title_row(title: TitleAccount, lang: Language) -> tuple[str, ...]:
    unknown = say("unknown", lang)
    first, last = (unknown if d is None else d.isoformat() for d in (title.first, title.last))
    granted = title.granted_on.isoformat()
    if title.number:
        granted += say("aside", lang, title.number)
    standing = title_word(title.state, title.ended_on, lang)
    if title.open:
        missing = say("missing", lang, say("list", lang).join(title.open))
        standing += say("semicolon", lang) + missing
    return (
        escaped(title.title or title.name),
        escaped(granted),
        say("from to", lang, first, last),
        escaped(standing),
        escaped(clause(title.citation.clause, lang)),
    )
