"""What may be written next: names with their units and questions, the language's words, the law's phrases.

Which words fit is asked of the grammar itself, given the declaration as far as it is written. Inside of a
quotation the clause's own phrases are offered, those first that no declaration accounts for yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from sgpolicy.checking.bounds import bounds_in_text
from sgpolicy.diagnostics.records import Collector
from sgpolicy.editor.describing import described, type_line
from sgpolicy.editor.symbols import Symbol, Symbols
from sgpolicy.editor.view import View
from sgpolicy.editor.wording import kind_word, say
from sgpolicy.model.document import Block
from sgpolicy.operators.words import DECLARATIONS, WORDS
from sgpolicy.parsing.cutting import OPENING, RawDeclaration, cut, quote_end, quotes_of
from sgpolicy.parsing.lexing import Vocabulary, fold
from sgpolicy.parsing.parser import acceptable
from sgpolicy.records import dataclass, replace
from sgpolicy.source.text import Span

_RUN = re.compile(r"[^\s:;,。、()：；，（）「」“”\"＂|]*\Z")
_PIECE = re.compile(r"[^，。；：、（）()\n]+")
_SEGMENT = re.compile(r"[^，。；：、\n]+")
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_TYPES = ("是否", "计数", "金额", "百分比", "面积", "日期", "文本", "逐年计数", "目录项")
_SHAPES = ("单选（${1:甲}、${2:乙}）", "多选（${1:甲}、${2:乙}）", "有序（${1:低} < ${2:高}）")
_TEMPLATES = {
    "规则": "规则 ${1:名称} ${2:key} 「${3:引文}」：\n  ${4:条件}。",
    "评定": "评定 ${1:名称} ${2:key} 「${3:引文}」：\n  由 ${4:主体}；\n  问：${5:是否……？}\n  佐证：${6:材料}。",
    "组合": "组合 ${1:名称} ${2:key} 「${3:引文}」：${4:各项全部满足}。",
    "适用": "适用 ${1:名称} ${2:key} 「${3:引文}」：${4:条件}。",
    "定义": "定义 ${1:名称} ${2:key}：${3:式子}。",
    "计算": "计算 ${1:名称} ${2:key} 「${3:引文}」：${4:式子}。",
    "排名": "排名 ${1:名称} ${2:key} 「${3:引文}」：由高到低 ${4:甲}。",
    "目录": "目录 ${1:名称} ${2:key} 「${3:引文}」：${4:甲、乙}。",
    "文件": "文件 ${1:名称} ${2:key} 「${3:引文}」：作用 ${4:依据}。",
    "约定": "约定 ${1:名称} ${2:key} 「${3:引文}」：以上 ${4:不含}。",
    "参见": "参见 ${1:名称} ${2:key} 「${3:引文}」：${4:规则}。",
    "步骤": "步骤 ${1:名称} ${2:key} 「${3:引文}」：\n  由 ${4:主体}。",
    "义务": "义务 ${1:名称} ${2:key} 「${3:引文}」：\n  由 ${4:主体}；向 ${5:主体}；期限 ${6:每年 1月 底前}。",
    "权力": "权力 ${1:名称} ${2:key} 「${3:引文}」：\n  由 ${4:主体}；可以。",
    "说明": "说明 ${1:名称} ${2:key} 「${3:引文}」：\n  因：${4:理由}。",
    "口径": (
        "口径 ${1:名称} ${2:key} 「${3:引文}」：\n  编号 K-${4:1}；\n  问：${5:……？}\n"
        "  读法 ${6:甲} ${7:first}：${8:理由}（默认）\n  读法 ${9:乙} ${10:second}：${11:理由}\n  用于 认定。"
    ),
    "合议": "合议 ${1:名称} ${2:key} 「${3:引文}」：\n  ${4:过半数}。",
}
_PLACE = re.compile(r"\$\{\d+:([^}]*)\}")
_MOST = 400


@dataclass(frozen=True, slots=True)
class _Offer:
    """Something that may be written: its text, and how it is found, told and sorted."""

    text: str
    kind: types.CompletionItemKind
    detail: str
    rank: int
    key: str = ""
    symbol: Symbol | None = None
    note: str = ""


def complete(
    view: View, symbols: Symbols, offset: int, *, snippets: bool = False
) -> types.CompletionList:
    """What may be written at a place.

    Args:
        view: The file.
        symbols: The folder's names.
        offset: Where.
        snippets: Whether the client fills in templates.
    """
    block = view.block_at(offset)
    if block is not None:
        return _in_block(view, symbols, block, offset, snippets=snippets)
    manifest = view.checked.manifest
    if manifest is not None and view.file.name in manifest.tables:
        return _in_table(view, symbols, offset, snippets=snippets)
    return types.CompletionList(is_incomplete=False, items=[])


def resolve(view: View, symbols: Symbols, item: types.CompletionItem) -> types.CompletionItem:
    """An offer with what there is to say of its name."""
    data = item.data if isinstance(item.data, dict) else {}
    symbol = symbols.symbol(str(data.get("name", "")), str(data.get("owner", "")))
    if symbol is not None:
        text = "\n\n".join(described(view, symbols, symbol))
        item.documentation = types.MarkupContent(types.MarkupKind.Markdown, text)
    return item


# ── in a block ──


def _in_block(
    view: View, symbols: Symbols, block: Block, offset: int, *, snippets: bool
) -> types.CompletionList:
    head = view.file.text[block.span.start : offset]
    cut_off = cut(
        (Block(block.clause, head, Span(view.file.name, block.span.start, offset)),), Collector()
    )
    raw = cut_off[-1] if cut_off else None
    line = head.rpartition("\n")[2]
    if raw is not None:
        opening = _open_quote(raw)
        if opening is not None:
            return _phrases(view, raw, raw.span.start + opening + 1, offset)
    if not line.strip() or (
        line == line.lstrip() and not line.strip().count(" ") and _begins(line)
    ):
        return _words_at_start(view, line, offset, snippets=snippets)
    if raw is None or not raw.is_headed:
        return types.CompletionList(is_incomplete=True, items=[])
    return _in_expression(view, symbols, raw, offset)


def _begins(line: str) -> bool:
    return any(word.startswith(line.strip()) for word in DECLARATIONS)


def _open_quote(raw: RawDeclaration) -> int | None:
    """Where a quotation opens that is not closed; None for none."""
    at = raw.body_at
    while at < len(raw.text):
        if raw.text[at] in OPENING:
            end = quote_end(raw.text, at)
            if end < 0:
                return at if raw.text[at] == "「" or "\n" not in raw.text[at:] else None
            at = end
        at += 1
    return None


def _words_at_start(view: View, line: str, offset: int, *, snippets: bool) -> types.CompletionList:
    start = offset - len(line.lstrip())
    items = []
    for at, (word, template) in enumerate(_TEMPLATES.items()):
        if not word.startswith(line.strip()):
            continue
        plain = _PLACE.sub(r"\1", template)
        items.append(
            types.CompletionItem(
                label=word,
                kind=types.CompletionItemKind.Snippet,
                detail=say(view.lang, "complete.template", word=word),
                documentation=types.MarkupContent(
                    types.MarkupKind.Markdown, f"```sgp\n{plain}\n```"
                ),
                sort_text=f"{at:02}",
                filter_text=word,
                insert_text_format=types.InsertTextFormat.Snippet if snippets else None,
                text_edit=types.TextEdit(
                    view.here(start, offset), template if snippets else f"{word} "
                ),
            )
        )
    return types.CompletionList(is_incomplete=True, items=items)


def _phrases(view: View, raw: RawDeclaration, start: int, offset: int) -> types.CompletionList:
    """Phrases of the clause that go on from what is quoted so far."""
    clause = raw.clause
    text = view.official(clause)
    typed = "".join(view.file.text[start:offset].split())
    compilation = view.checked.compilation
    quoted = compilation.quoted if compilation is not None else None
    form = quoted.forms.get(clause) if quoted is not None else None
    taken = (
        [
            (s, e)
            for owner, s, e in quoted.places
            if owner.clause == clause and owner.mark and owner.name != raw.name.text
        ]
        if quoted is not None
        else []
    )
    items: dict[str, types.CompletionItem] = {}
    patterns = (_PIECE, _SEGMENT, _SENTENCE)
    pieces = [m[0] for pattern in patterns for m in pattern.finditer(text)]
    if typed:
        starts = [*_places("".join(text.split()), text, typed)]
        begun = [
            match for pattern in patterns for at in starts if (match := pattern.match(text, at))
        ]
        pieces = [match[0] for match in begun] + pieces
    for piece in pieces:
        phrase = "".join(piece.split()).strip("，、；：（）()")
        if len(phrase) < 2 or phrase in items or not phrase.startswith(typed):
            continue
        place = form.text.find(phrase) if form is not None else -1
        is_open = not any(s < place + len(phrase) and place < e for s, e in taken)
        items[phrase] = types.CompletionItem(
            label=phrase,
            kind=types.CompletionItemKind.Text,
            detail=say(view.lang, "complete.phrase", clause=view.label(clause))
            + (" · " + say(view.lang, "complete.open") if is_open else ""),
            sort_text=f"{0 if is_open else 1}{len(items):04}",
            filter_text=view.file.text[start:offset] + phrase[len(typed) :],
            text_edit=types.TextEdit(view.here(start, offset), phrase),
            preselect=is_open or None,
        )
    return types.CompletionList(is_incomplete=True, items=list(items.values()))


def _places(squeezed: str, text: str, typed: str) -> Iterator[int]:
    """Where in a text what was typed stands, white space aside."""
    offsets = [at for at, char in enumerate(text) if not char.isspace()]
    at = squeezed.find(typed)
    while at >= 0:
        yield offsets[at]
        at = squeezed.find(typed, at + 1)


# ── in an expression ──


def _in_expression(
    view: View, symbols: Symbols, raw: RawDeclaration, offset: int
) -> types.CompletionList:
    text = view.file.text[raw.span.start : offset]
    match = _RUN.search(text)
    run = match[0] if match else ""
    vocabulary = _vocabulary(symbols)
    # The longest end of the run that something begins with; what is before it must be readable.
    for skipped in range(len(run) + 1):
        typed = run[skipped:]
        before = text[: len(text) - len(typed)]
        kinds, last = acceptable(_shortened(raw, before), vocabulary)
        if not kinds:
            continue
        offers = [
            offer
            for offer in _offers(view, symbols, raw, kinds, last, before)
            if fold(offer.text).startswith(fold(typed)) or (typed and offer.key.startswith(typed))
        ]
        if offers:
            return _listed(view, offers, typed, offset)
    return types.CompletionList(is_incomplete=True, items=[])


def _vocabulary(symbols: Symbols) -> Vocabulary:
    names = [name for _, name in symbols.kinds.values()]
    return Vocabulary.of([*names, *(n for each in symbols.readings.values() for n in each), "日期"])


def _shortened(raw: RawDeclaration, text: str) -> RawDeclaration:
    return RawDeclaration(
        raw.word,
        raw.whole,
        raw.name,
        raw.id,
        raw.clause,
        text,
        Span(raw.span.file, raw.span.start, raw.span.start + len(text)),
        min(raw.body_at, len(text)),
        raw.readings,
    )


_COMPLETE = frozenset({"NAME", "CLOSE", "QUANTITY", "DAY"})
_COMPARES = frozenset({"BOUND", "AT_LEAST", "FULL"})


def _offers(
    view: View,
    symbols: Symbols,
    raw: RawDeclaration,
    kinds: frozenset[str],
    last: str,
    before: str,
) -> Iterator[_Offer]:
    goes_on = last in _COMPLETE  # a value stands there: what compares it comes first
    if "NAME" in kinds:
        for offer in _names(view, symbols, before):
            yield replace(offer, rank=offer.rank + 6) if goes_on and offer.rank > 1 else offer
    if "QUANTITY" in kinds:
        for quote in quotes_of(raw):
            for bound in bounds_in_text(quote.text):
                written = bound.written.strip()
                detail = say(view.lang, "complete.number")
                rank = 0 if last in _COMPARES else 13
                yield _Offer(written, types.CompletionItemKind.Value, detail, rank)
    for word, kind in WORDS.items():
        if kind in kinds and (kind != "SUFFIX" or last != "COLON"):
            detail = say(view.lang, "complete.word")
            yield _Offer(word, types.CompletionItemKind.Keyword, detail, 5)


_OWNED = re.compile(r"(\S+?)\s*(?:不?属于|不?为|仅为|不?含|涉及)\s*[（(]?[^（）()]*\Z")
_PICKED = re.compile(r"按\s*([^\s（(]+)\s*[（(](?:[^（）()]|[（(][^（）()]*[)）])*\Z")
_MEMBERS_OF = re.compile(r"([^\s（()）、；;，：:]+)\Z")


def _names(view: View, symbols: Symbols, before: str) -> Iterator[_Offer]:
    """Every name, those first that belong to what stands before."""
    compilation = view.checked.compilation
    if compilation is None:
        return
    tables = compilation.program.tables
    close = _subject(symbols, before)
    for fact in tables.facts.values():
        symbol = Symbol("事项", fact.name.text)
        detail = type_line(fact.type)
        yield _Offer(
            fact.name.text,
            types.CompletionItemKind.Variable,
            detail,
            2,
            fact.id,
            symbol,
            fact.question,
        )
    for raw in view.checked.raws:
        if not raw.name.text or raw.word not in DECLARATIONS:
            continue
        symbol = Symbol(raw.word, raw.name.text)
        kind = types.CompletionItemKind.Function
        if raw.word == "口径":
            kind = types.CompletionItemKind.Interface
        detail = f"{kind_word(view.lang, raw.word)} · {view.label(raw.clause)}"
        yield _Offer(raw.name.text, kind, detail, 3, raw.id, symbol)
    for owner, names in symbols.readings.items():
        for name in names:
            rank = 1 if owner == close else 6
            detail = f"{kind_word(view.lang, '读法')} · {owner}"
            symbol = Symbol("读法", name, owner)
            yield _Offer(name, types.CompletionItemKind.EnumMember, detail, rank, "", symbol)
    for what, name in symbols.kinds.values():
        if what in _PLAIN:
            owners = symbols.owners.get(name, [])
            rank = 1 if close and close in owners else 4 if what in {"台账", "主体"} else 6
            detail = " · ".join([kind_word(view.lang, what), *owners[:3]])
            yield _Offer(name, _PLAIN[what], detail, rank, "", Symbol(what, name))


_PLAIN = {
    "台账": types.CompletionItemKind.Class,
    "主体": types.CompletionItemKind.Class,
    "事件": types.CompletionItemKind.Class,
    "列": types.CompletionItemKind.Field,
    "选项": types.CompletionItemKind.EnumMember,
    "结果": types.CompletionItemKind.EnumMember,
}


def _subject(symbols: Symbols, before: str) -> str:
    """The fact or interpretation whose options or readings are wanted; "" for none."""
    for pattern in (_OWNED, _PICKED):
        match = pattern.search(before[-200:])
        if match is not None:
            name = _MEMBERS_OF.search(match[1])
            known = symbols.kinds.get(fold(name[1])) if name else None
            if known is not None:
                return known[1]
    return ""


def _listed(view: View, offers: list[_Offer], typed: str, offset: int) -> types.CompletionList:
    range_ = view.here(offset - len(typed), offset)
    items: dict[str, types.CompletionItem] = {}
    for offer in sorted(offers, key=lambda o: o.rank)[:_MOST]:
        if offer.text in items:
            continue
        by_key = not fold(offer.text).startswith(fold(typed))
        symbol = offer.symbol
        items[offer.text] = types.CompletionItem(
            label=offer.text,
            label_details=types.CompletionItemLabelDetails(description=offer.detail),
            kind=offer.kind,
            detail=f"{offer.detail} — {offer.note}" if offer.note else offer.detail,
            sort_text=f"{offer.rank:02}{len(items):04}",
            filter_text=offer.key if by_key else typed + offer.text[len(typed) :],
            text_edit=types.TextEdit(range_, offer.text),
            data={"uri": view.uri(view.file.name), "name": symbol.name, "owner": symbol.owner}
            if symbol is not None
            else None,
        )
    return types.CompletionList(is_incomplete=True, items=list(items.values()))


# ── in a table ──


def _in_table(view: View, symbols: Symbols, offset: int, *, snippets: bool) -> types.CompletionList:
    compilation = view.checked.compilation
    tables = compilation.document.tables if compilation is not None else ()
    table = next(
        (
            t
            for t in tables
            if t.span.file == view.file.name and t.span.start <= offset <= t.span.end
        ),
        None,
    )
    start = view.file.text.rfind("\n", 0, offset) + 1
    line = view.file.text[start:offset]
    column = len(re.findall(r"(?<!\\)\|", line)) - 1
    empty = types.CompletionList(is_incomplete=False, items=[])
    if table is None or not 0 <= column < len(table.header):
        return empty
    cell = line.rpartition("|")[2].lstrip()
    range_ = view.here(offset - len(cell), offset)
    offered: list[tuple[str, str]] = []
    match table.header[column]:
        case "类型":
            offered = [(each, each) for each in _TYPES]
            for shape in _SHAPES:
                plain = _PLACE.sub(r"\1", shape)
                offered.append((plain, shape if snippets else plain))
        case "分列":
            offered = [(name, name) for name in symbols.readings]
        case _:
            return empty
    items = [
        types.CompletionItem(
            label=label,
            kind=types.CompletionItemKind.Value,
            filter_text=label,
            insert_text_format=types.InsertTextFormat.Snippet if text != label else None,
            text_edit=types.TextEdit(range_, text),
        )
        for label, text in offered
        if label.startswith(cell)
    ]
    return types.CompletionList(is_incomplete=True, items=items)
