"""A name changed everywhere in its folder, or the reason why not.

What the new name would break is found out beforehand: the folder is checked as it would be.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types

from sgpolicy.diagnostics.records import Collector, Diagnostic, Fix
from sgpolicy.editor.data_files import data_files
from sgpolicy.editor.describing import mention_at
from sgpolicy.editor.folders import Folder
from sgpolicy.editor.symbols import BUILT_IN, Mention, Symbol, Symbols, is_word
from sgpolicy.editor.view import View
from sgpolicy.editor.wording import kind_word, say
from sgpolicy.fixing import edited
from sgpolicy.loading import shipped_folder
from sgpolicy.parsing.cutting import quotes_of
from sgpolicy.parsing.lexing import fold
from sgpolicy.pipeline import compile_policy
from sgpolicy.source.text import SourceFile, Span

_NAME = re.compile(
    r"[^\s\d「」“”\"＂：:；;。，,、（）()|<＜=＝/][^\s「」“”\"＂：:；;。，,、（）()|<＜=＝/]*"
)


class RefusedError(Exception):
    """The name is not changed; the message says why, in the reader's language."""


def renameable(view: View, symbols: Symbols, offset: int) -> Mention:
    """The name at a place, if it can be changed.

    Raises:
        RefusedError: If it cannot.
    """
    _refuse_shipped(view)
    mention = mention_at(view, symbols, offset)
    if mention is None:
        raise RefusedError(_why_nothing(view, offset))
    symbol = mention.symbol
    if symbol.kind == "目录项":
        raise RefusedError(say(view.lang, "rename.item", name=symbol.name))
    if symbol.kind == "列" and symbol.name in BUILT_IN:
        raise RefusedError(say(view.lang, "rename.builtin", name=symbol.name))
    return mention


def _refuse_shipped(view: View) -> None:
    """A policy that is installed with the library is not written to."""
    home = shipped_folder()
    is_installed = home.parent.name == "sgpolicy" and (home.parent / "__init__.py").is_file()
    if is_installed and view.checked.folder.is_relative_to(home.resolve()):
        raise RefusedError(say(view.lang, "rename.shipped"))


def _why_nothing(view: View, offset: int) -> str:
    raw = view.raw_at(offset)
    for quote in quotes_of(raw) if raw is not None else ():
        if quote.span.start <= offset <= quote.span.end:
            return say(view.lang, "rename.quote")
    for word in view.checked.memory.lexemes(raw) if raw is not None else ():
        if raw is not None and word.start <= offset - raw.span.start <= word.end:
            if word.kind == "ID":
                return say(view.lang, "rename.id")
            if is_word(word.value):
                return say(view.lang, "rename.word", name=word.value)
    return say(view.lang, "rename.nothing")


def rename(
    view: View, symbols: Symbols, folder: Folder, mention: Mention, new: str
) -> types.WorkspaceEdit:
    """The edits that change a name everywhere in its folder.

    Raises:
        RefusedError: If the new name is none, is taken, or would make something wrong; or if a file
            cannot be written.
    """
    symbol, new = mention.symbol, new.strip()
    _refuse_name(view, symbols, symbol, new)
    places = places_of(view, symbols, folder, symbol)
    for name in places:
        path = view.path(name)
        if path.exists() and not os.access(path, os.W_OK):
            raise RefusedError(say(view.lang, "rename.read_only", file=name))
    _refuse_breaking(view, places, new)
    changes = {
        view.uri(name): [types.TextEdit(view.stretch(file, s.start, s.end), new) for s in spans]
        for name, (file, spans) in places.items()
    }
    return types.WorkspaceEdit(changes=changes)


def places_of(
    view: View, symbols: Symbols, folder: Folder, symbol: Symbol
) -> dict[str, tuple[SourceFile, list[Span]]]:
    """Where a name stands in the whole folder, by file.

    Raises:
        RefusedError: For a reading that data files cannot tell from another interpretation's.
    """
    places: dict[str, tuple[SourceFile, list[Span]]] = {}
    for mention in symbols.mentions_of(symbol):
        name = mention.span.file
        spans = places.setdefault(name, (view.source(name), []))[1]
        if mention.span not in spans:
            spans.append(mention.span)
    manifest = view.checked.manifest
    holders = [o for o, names in symbols.readings.items() if symbol.name in names]
    for file in data_files(folder, manifest) if manifest is not None else ():
        spans = list(symbols.in_data(symbol, file))
        if symbol.kind == "读法" and len(holders) > 1:
            spans = _of_interpretation(file, spans, symbol)
        if spans:
            places[file.name] = (file, spans)
    return places


def _of_interpretation(file: SourceFile, spans: Iterable[Span], symbol: Symbol) -> list[Span]:
    """Those places where the interpretation is named before its reading: 年限口径=申请日."""
    before = re.compile(rf"{re.escape(symbol.owner)}\s*[=＝:：]\s*['\"]?\Z")
    return [s for s in spans if before.search(file.text, max(0, s.start - 80), s.start)]


def _refuse_name(view: View, symbols: Symbols, symbol: Symbol, new: str) -> None:
    if not _NAME.fullmatch(new):
        raise RefusedError(say(view.lang, "rename.shape", name=new))
    if is_word(fold(new)):
        raise RefusedError(say(view.lang, "rename.reserved", name=new))
    taken = symbols.kinds.get(fold(new))
    if symbol.kind == "读法" and new not in symbols.readings.get(symbol.owner, ()):
        taken = taken if taken is not None and taken[0] != "读法" else None
    if taken is not None and taken[1] != symbol.name:
        raise RefusedError(
            say(view.lang, "rename.taken", name=new, what=kind_word(view.lang, taken[0]))
        )
    holders = [o for o, names in symbols.readings.items() if symbol.name in names]
    compilation = view.checked.compilation
    facts = compilation.program.tables.facts.values() if compilation is not None else ()
    is_split = any(f.split is not None and f.split.text == symbol.owner for f in facts)
    if symbol.kind == "读法" and len(holders) > 1 and is_split:
        owners = "、".join(holders)
        raise RefusedError(say(view.lang, "rename.several", name=symbol.name, owners=owners))


def _refuse_breaking(
    view: View, places: dict[str, tuple[SourceFile, list[Span]]], new: str
) -> None:
    """Check the folder as it would be, and refuse what makes anything new wrong."""
    checked = view.checked
    if checked.manifest is None:
        return
    files = dict(checked.files)
    for name, (file, spans) in places.items():
        if name in files:
            text = edited(file.text, [Fix(span, new) for span in spans])
            files[name] = SourceFile(name, text)
    found = Collector()
    compile_policy(checked.manifest, files, found)
    known = Counter((item.code, item.file) for item in checked.found)
    for item in found.sorted():
        known[item.code, item.file] -= 1
        if known[item.code, item.file] < 0:
            raise RefusedError(_breaks(view, files, item, new))


def _breaks(view: View, files: dict[str, SourceFile], item: Diagnostic, new: str) -> str:
    line = files[item.file].line_of(item.span.start) if item.span and item.file in files else 1
    place = f"{Path(item.file).name}:{line}"
    return say(view.lang, "rename.breaks", name=new, place=place, title=item.title(view.lang))
