"""What is declared and never used."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sgpolicy.diagnostics.records import Collector
from sgpolicy.lowering.elaborating import Elaborator
from sgpolicy.model.program import Program


def report_unused(
    program: Program,
    elaborator: Elaborator,
    failed: Collection[str],
    unread: Iterable[str],
    found: Collector,
) -> None:
    """Facts, columns, ledgers, actors, definitions and interpretations that nothing uses.

    `unread` are the texts of declarations that could not be read: a name in one of them counts
    as used, so that one mistake is one finding.
    """
    used, texts = elaborator.used, list(unread)
    # What a misspelt name was meant to be is used, too.
    texts += [text for d in found.found for key, text in d.facts if key == "nearest"]
    unbuilt = [program.declarations[n] for n in failed if n in program.declarations]
    files = program.document.files
    texts += [files[d.span.file].text[d.span.start : d.span.end] for d in unbuilt]
    if any(n in program.tables.facts for n in failed):
        texts.append("\n".join(f.text for f in files.values() if "|" in f.text))

    def is_used(name: str) -> bool:
        return name in used or any(name in text for text in texts)

    for name, fact in program.tables.facts.items():
        if fact.type.kind != "text" and not is_used(name):
            found.report("SG306", fact.name.span, what="事项", text=name)
    for name, ledger in program.tables.ledgers.items():
        if not is_used(name):
            found.report("SG306", ledger.name.span, what="台账", text=name)
            continue
        for column in ledger.columns.values():
            used_column = (name, column.name.text) in elaborator.used_columns
            if column.type.kind != "text" and not used_column and not texts:
                found.report("SG306", column.name.span, what="列", text=column.name.text)
    for name, actor in program.tables.actors.items():
        if not is_used(name):
            found.report("SG306", actor.name.span, what="主体", text=name)
    for name, declaration in program.declarations.items():
        if declaration.word == "口径" and not is_used(name):
            found.report("SG305", declaration.name.span, declaration.clause, text=name)
        if declaration.word == "定义" and not declaration.quotes and not is_used(name):
            found.report("SG306", declaration.name.span, declaration.clause, what="定义", text=name)
