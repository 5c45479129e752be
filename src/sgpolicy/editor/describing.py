"""What is told of a name where the pointer rests on it: its declaration, its citation, the official text."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from sgpolicy.editor.symbols import Mention, Symbol, Symbols
from sgpolicy.editor.view import View
from sgpolicy.editor.wording import kind_word, say
from sgpolicy.model.program import DeclaredFact, Tables
from sgpolicy.model.types import Type
from sgpolicy.parsing.cutting import RawDeclaration, quotes_of
from sgpolicy.source.text import Span

_TYPES = {
    "truth": "是否",
    "count": "计数",
    "money": "金额",
    "share": "百分比",
    "area": "面积",
    "date": "日期",
    "text": "文本",
    "series": "逐年计数",
    "choice": "单选",
    "set": "多选",
}
_MOST_LISTED = 20


def hover(view: View, symbols: Symbols, offset: int) -> types.Hover | None:
    """What to show at a place; None for nothing."""
    quoted = _quotation(view, offset)
    if quoted is not None:
        return quoted
    mention = mention_at(view, symbols, offset)
    if mention is None:
        return None
    text = "\n\n".join(described(view, symbols, mention.symbol))
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, text), view.range(mention.span)
    )


def mention_at(view: View, symbols: Symbols, offset: int) -> Mention | None:
    """The name at a place of any file of the folder."""
    known = symbols.at(view.file.name, offset)
    if known is not None or view.is_law:
        return known
    manifest = view.checked.manifest
    is_table = manifest is not None and view.file.name in manifest.tables
    return None if is_table else symbols.word_at(view.file, offset)


def described(view: View, symbols: Symbols, symbol: Symbol) -> Iterator[str]:
    """Paragraphs about a name, in Markdown."""
    compilation = view.checked.compilation
    if compilation is None:
        return
    tables = compilation.program.tables
    raw = next((r for r in view.checked.raws if r.name.text == (symbol.owner or symbol.name)), None)
    place = symbols.span_of(symbol)
    where = ""
    if place is not None:
        line = view.source(place.file).line_of(place.start)
        where = " — " + say(view.lang, "hover.declared", place=f"{place.file}:{line}")
    yield f"**{symbol.name}** · {kind_word(view.lang, symbol.kind)}{where}"
    if symbol.kind == "事项" and symbol.name in tables.facts:
        yield from _fact(view, tables.facts[symbol.name])
    elif symbol.kind in {"台账", "事件"}:
        yield from _columns(view, tables, symbol.name)
    elif symbol.kind == "主体" and symbol.name in tables.actors:
        yield f"> {tables.actors[symbol.name].official}"
    elif symbol.kind in {"选项", "列", "结果", "目录项"}:
        owners = "、".join(symbols.owners.get(symbol.name, ()))
        kind = kind_word(view.lang, symbol.kind)
        yield say(view.lang, "hover.within", kind=kind, owners=owners)
    elif raw is not None:
        yield from _declaration(view, raw)


def type_line(type_: Type) -> str:
    """A type with its unit or its options on one line."""
    if type_.members:
        shown = "、".join(type_.members[:_MOST_LISTED])
        more = "……" if len(type_.members) > _MOST_LISTED else ""
        word = "有序" if type_.ordered else _TYPES.get(type_.kind, type_.kind)
        return f"{word}（{shown}{more}）"
    return _TYPES.get(type_.kind, type_.kind) + (f"，{type_.unit}" if type_.unit else "")


def _fact(view: View, fact: DeclaredFact) -> Iterator[str]:
    lines = [
        (say(view.lang, "hover.type"), type_line(fact.type)),
        (say(view.lang, "hover.key"), f"`{fact.id}`"),
        (say(view.lang, "hover.question"), fact.question),
        (say(view.lang, "hover.evidence"), fact.evidence),
    ]
    yield "\n".join(f"- {name}：{text}" for name, text in lines if text)
    if fact.split is not None:
        yield say(view.lang, "hover.split", name=fact.split.text)
    if fact.computed is not None:
        head = fact.computed.span
        body = view.source(head.file).text[head.start : head.end]
        written = fact.computed.body.span if fact.computed.body is not None else None
        if written is not None:
            body = view.source(written.file).text[written.start : written.end]
        yield f"{say(view.lang, 'hover.computed')}：`{body}`"


def _columns(view: View, tables: Tables, name: str) -> Iterator[str]:
    owner = tables.ledgers.get(name) or tables.events.get(name)
    if owner is not None and owner.columns:
        lines = [f"- {c.name.text}：{type_line(c.type)}" for c in owner.columns.values()]
        yield f"{say(view.lang, 'hover.columns')}：\n" + "\n".join(lines)


def _declaration(view: View, raw: RawDeclaration) -> Iterator[str]:
    quotes = quotes_of(raw)
    phrases = "".join(f"「{quote.text}」" for quote in quotes)
    yield f"{view.label(raw.clause)}{phrases}"
    yield f"```sgp\n{_written(view, raw)}\n```"
    yield from _official(view, raw)


def _written(view: View, raw: RawDeclaration) -> str:
    return view.source(raw.span.file).text[raw.span.start : raw.span.end]


def _official(view: View, raw: RawDeclaration) -> Iterator[str]:
    text = view.official(raw.clause)
    if text:
        yield f"> **{view.label(raw.clause)}** {' '.join(text.split())}"


def _quotation(view: View, offset: int) -> types.Hover | None:
    """A quotation: which clause it is from, and that clause's text."""
    raw = view.raw_at(offset)
    if raw is None:
        return None
    for quote in quotes_of(raw):
        if quote.span.start <= offset <= quote.span.end:
            paragraphs = [f"{view.label(raw.clause)}「{quote.text}」", *_official(view, raw)]
            content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n".join(paragraphs))
            span = Span(view.file.name, quote.span.start, quote.span.end)
            return types.Hover(content, view.range(span))
    return None
