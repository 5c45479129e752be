"""Catalogues: every item is made of words of the quote."""

from __future__ import annotations

from collections.abc import Container

from sgpolicy.diagnostics.records import Collector
from sgpolicy.model.program import Program
from sgpolicy.source.normalising import normal_text


def check_items(program: Program, misquoting: Container[str], found: Collector) -> set[str]:
    """Report items that the quoted phrase does not hold; `misquoting` ones have been reported.

    Returns:
        The names of the catalogues that were reported.
    """
    wrong: set[str] = set()
    for declaration in program.declarations.values():
        part = declaration.part("目录")
        if part is None or declaration.name.text in misquoting:
            continue
        quoted = "".join(normal_text(q.text) for q in declaration.quotes)
        for item in part.names:
            if normal_text(item.text) not in quoted:
                found.report("SG509", item.span, declaration.clause, text=item.text)
                wrong.add(declaration.name.text)
    return wrong
