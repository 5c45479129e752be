"""Names bound: one owner for each, none a word of the language, each id once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sgpolicy.diagnostics.records import Collector
from sgpolicy.model.document import Document
from sgpolicy.model.program import Program, Tables
from sgpolicy.model.tree import Declaration, Name
from sgpolicy.operators.words import WORDS
from sgpolicy.source.text import SourceFile, Span

_RESERVED = re.compile(r"(art|ch)\d+(p\d+)?|notice")
"""Ids that clauses have."""


def bind(
    document: Document,
    tables: Tables,
    headers: Iterable[tuple[str, Name, str]],
    declarations: Iterable[Declaration],
    found: Collector,
) -> Program:
    """Bind all names.

    Args:
        document: For places in messages.
        tables: Facts, ledgers, actors.
        headers: Word, name and id of every declaration, also of those that could not be parsed.
        declarations: Those that could.
        found: Where double names, and names that are words of the language, are reported.
    """
    owners: dict[str, tuple[str, Span]] = {}
    ids: dict[str, Span] = {}
    for what, name, key in (*_table_names(tables), *headers):
        if not name.text:
            continue
        if name.text in WORDS:
            found.report("SG303", name.span, text=name.text)
        if name.text in owners:
            other = _place(document.files, owners[name.text][1])
            found.report("SG302", name.span, text=name.text, other=other)
            continue
        owners[name.text] = (what, name.span)
        if not key:
            continue
        if _RESERVED.fullmatch(key):
            found.report("SG303", name.span, text=key)
        if key in ids:
            other = _place(document.files, ids[key])
            found.report("SG302", name.span, text=key, other=other)
        ids.setdefault(key, name.span)
    by_name: dict[str, Declaration] = {}
    for declaration in declarations:
        by_name.setdefault(declaration.name.text, declaration)
        for reading in declaration.readings:
            if reading.name.text in WORDS:
                found.report("SG303", reading.name.span, declaration.clause, text=reading.name.text)
    for fact in tables.facts.values():
        if fact.type.domain == fact.name.text:
            for member in fact.type.members:
                if member in WORDS:
                    found.report("SG303", fact.name.span, text=member)
    return Program(document, tables, by_name, {name: what for name, (what, _) in owners.items()})


def _table_names(tables: Tables) -> Iterator[tuple[str, Name, str]]:
    for fact in tables.facts.values():
        yield "事项", fact.name, fact.id
    for ledger in tables.ledgers.values():
        yield "台账", ledger.name, ledger.id
    for events in tables.events.values():
        if events.id:
            yield "事件", events.name, events.id
    for actor in tables.actors.values():
        yield "主体", actor.name, actor.id


def _place(files: dict[str, SourceFile], span: Span) -> str:
    file = files.get(span.file)
    return f"{span.file} 第 {file.line_of(span.start)} 行" if file else span.file
