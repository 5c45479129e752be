"""The way of a policy, one line per stage: files → Document → tree → Program → Core, and its checks."""

from __future__ import annotations

from sgpolicy.checking.bounds import check_numbers
from sgpolicy.checking.drafts import check_drafts, check_front_matter
from sgpolicy.checking.inventory import check_inventory
from sgpolicy.checking.items import check_items
from sgpolicy.checking.quoting import (
    UNKNOWN_MARK,
    Owner,
    Quoted,
    check_coverage,
    check_notes,
    check_quotes,
    mark_of,
)
from sgpolicy.diagnostics.records import Collector, Diagnostic
from sgpolicy.lowering.changing import with_changeable
from sgpolicy.lowering.lowering import lower
from sgpolicy.model.core import Core
from sgpolicy.model.coverage import Coverage
from sgpolicy.model.document import Cell, Document, Manifest
from sgpolicy.model.program import Program
from sgpolicy.model.tree import Declaration, Name
from sgpolicy.operators.words import MARKS
from sgpolicy.parsing.cutting import RawDeclaration, catalogue_items, formula, quotes_of
from sgpolicy.parsing.markdown import read_document
from sgpolicy.records import dataclass, replace
from sgpolicy.remembering import Memory
from sgpolicy.resolving.binding import bind
from sgpolicy.resolving.tables import read_tables, with_computed
from sgpolicy.source.text import SourceFile

FROM_THE_PROSE = frozenset({"SG501", "SG502", "SG503", "SG504", "SG506", "SG507", "SG508"})
"""Findings that compare something with a clause's text."""

_UNUSED = frozenset({"SG305", "SG306"})


@dataclass(frozen=True, slots=True)
class Compilation:
    """What a policy folder became, as far as it came.

    Attributes:
        core: None when mistakes keep it from being built.
        coverage: How the law's text is accounted for.
        diagnostics: Every mistake, by place.
    """

    document: Document
    program: Program
    quoted: Quoted
    core: Core | None
    coverage: Coverage
    diagnostics: tuple[Diagnostic, ...]


def compile_policy(
    manifest: Manifest,
    files: dict[str, SourceFile],
    found: Collector,
    memory: Memory | None = None,
) -> Compilation:
    """Run every stage; mistakes are collected, none stops the others.

    Args:
        manifest: The policy's manifest.
        files: Its files, by name.
        found: Where mistakes go.
        memory: What reading an earlier version gave: the result is the same, sooner.
    """
    memory = Memory() if memory is None else memory
    memory.begin()
    document = read_document(manifest, files, found, memory.tables, memory.prose)
    raws = memory.cut(document.blocks, found)
    tables, formulas, broken = read_tables(document.tables, catalogue_items(raws), found)
    names = [*tables.names(), *broken, *declared_names(raws)]
    vocabulary = memory.vocabulary(names)
    parsed = [memory.parse_one(raw, vocabulary, found) for raw in raws if raw.is_headed]
    read = [declaration for declaration in parsed if declaration is not None]

    def read_formula(name: Name, key: str, cell: Cell) -> Declaration | None:
        return memory.parse_one(formula(name, key, cell.text, cell.span), vocabulary, found)

    tables = with_computed(tables, formulas, read_formula)
    headers = [(raw.word, raw.name, raw.id) for raw in raws]
    program = bind(document, tables, headers, read, found)
    program = replace(program, owners={**dict.fromkeys(broken, "事项"), **program.owners})
    declarations, owners = program.declarations, program.owners
    unread = [raw.text for raw in raws if not raw.is_headed or raw.name.text not in declarations]
    unread += broken
    unread += [cell.text for name, cell in formulas if tables.facts[name].computed is None]
    lowered = lower(program, unread, found, memory.lowered)
    core = lowered.core
    if core is not None and manifest.changeable in files:
        changes = memory.tables(files[manifest.changeable])
        core = with_changeable(core, changes, found, is_whole=not (unread or lowered.failed))
    quoted = check_quotes(document, _owners(raws, program), found)
    coverage = check_coverage(quoted, found)
    check_notes(quoted, found)
    wrong = check_items(program, quoted.misquoting, found)
    skipped = lowered.failed | quoted.misquoting | wrong
    memory.right_numbers.begin(
        lambda name: (owners.get(name), name in skipped, memory.content(declarations.get(name)))
    )
    check_numbers(program, skipped, found, memory.right_numbers)
    check_inventory(document, quoted, found)
    check_drafts(program, document.files, found)
    check_front_matter(document, found)
    _drop_consequences(found)
    return Compilation(document, program, quoted, core, coverage, tuple(found.sorted()))


def declared_names(raws: list[RawDeclaration]) -> list[str]:
    """The names that declarations bring: their own, their readings' and their results'."""
    names = [raw.name.text for raw in raws]
    names += [name.text for raw in raws for name, _ in raw.readings]
    return names + [result for raw in raws for result in raw.results()]


def _drop_consequences(found: Collector) -> None:
    """Keep causes only.

    Of a clause whose printed text is wrong, that is reported, not the quotes that miss it; where a
    declaration quotes nothing, not that its words are open as well. What is used can be told only once
    everything can be read.
    """
    misprinted = {d.clause for d in found.found if d.code == "SG105" and d.clause is not None}
    found.drop(lambda d: d.code in FROM_THE_PROSE and d.clause in misprinted)
    unquoted = {d.clause for d in found.found if d.code == "SG510"}
    found.drop(lambda d: d.code == "SG503" and d.clause in unquoted)
    if any(d.code[2] in "234" and d.code not in _UNUSED for d in found.found):
        found.drop(lambda d: d.code in _UNUSED)


def _owners(raws: list[RawDeclaration], program: Program) -> list[Owner]:
    owners = []
    for raw in raws:
        declaration = program.declarations.get(raw.name.text)
        if declaration is None or declaration.span != raw.span:
            mark = "" if raw.word == "口径" else MARKS.get(raw.word, UNKNOWN_MARK)
            owners.append(
                Owner(
                    raw.word,
                    mark,
                    raw.name.text,
                    raw.clause,
                    quotes_of(raw),
                    raw.name.span,
                    is_parsed=False,
                )
            )
            continue
        quotes = declaration.quotes + tuple(q for e in declaration.exceptions for q in e.quotes)
        mark = mark_of(declaration, program.declarations)
        owners.append(
            Owner(raw.word, mark, raw.name.text, raw.clause, quotes, raw.name.span, is_parsed=True)
        )
    return owners
