"""The clause inventory against the rule files: double entry.

`clauses.md` says, phrase by phrase, what the law does; the rule files say it again by what they
declare. Where the two differ, one of them is wrong: so a note cannot quietly replace a rule.
"""

from __future__ import annotations

import difflib

from sgpolicy.checking.quoting import UNKNOWN_MARK, Quoted
from sgpolicy.diagnostics.records import Collector
from sgpolicy.model.citation import Clause, parse_clause
from sgpolicy.model.coverage import MARKS
from sgpolicy.model.document import Cell, Document
from sgpolicy.operators.words import MARK_NAMES
from sgpolicy.source.normalising import normal_text

_COLUMNS = ("编号", "条款", "词句", "类别")


def check_inventory(document: Document, quoted: Quoted, found: Collector) -> None:
    """Compare every row's marks with the kinds of the declarations that quote its phrases."""
    if document.manifest.inventory not in document.files:
        return  # none is kept, or its being missing has been reported
    listed: dict[Clause, list[tuple[int, int]]] = {}
    marks_at: dict[Clause, list[tuple[int, int, str]]] = {}
    for owner, start, end in quoted.places:
        if owner.mark:
            marks_at.setdefault(owner.clause, []).append((start, end, owner.mark))
    misread: list[str] = []
    for table in document.inventory:
        at = [table.column(name) for name in _COLUMNS]
        if None in at:
            problem = f"清单的表头应有：{'、'.join(_COLUMNS)}"
            found.report("SG109", table.span, problem=problem)
            continue
        number, clause, phrase, marks = (i for i in at if i is not None)
        for row in table.rows:
            if len(row) != len(table.header):
                problem = f"这一行有 {len(row)} 格，表头有 {len(table.header)} 格"
                found.report("SG109", row[0].span, problem=problem)
                continue
            before = len(found.found)
            cells = (row[number], row[clause], row[phrase], row[marks])
            _check_row(cells, quoted, marks_at, listed, found)
            if any(finding.code == "SG507" for finding in found.found[before:]):
                misread.append(normal_text(row[phrase].text))
    for owner, start, end in quoted.places:
        rows = listed.get(owner.clause, [])
        if not owner.mark or not owner.is_parsed or owner.clause.kind == "chapter":
            continue
        words = quoted.forms[owner.clause].text[start:end]
        if any(_is_like(words, phrase) for phrase in misread):
            continue  # its row is there, with a mistake that has been reported
        if not any(s < end and start < e for s, e in rows):
            span = owner.quotes[0].span
            found.report("SG508", span, owner.clause, word=owner.word, text=owner.name)


def _is_like(words: str, phrase: str) -> bool:
    matcher = difflib.SequenceMatcher(None, phrase, words, autojunk=False)
    alike = sum(block.size for block in matcher.get_matching_blocks())
    return 10 * alike >= 8 * min(len(words), len(phrase))


def _check_row(
    cells: tuple[Cell, Cell, Cell, Cell],
    quoted: Quoted,
    marks_at: dict[Clause, list[tuple[int, int, str]]],
    listed: dict[Clause, list[tuple[int, int]]],
    found: Collector,
) -> None:
    number, clause_cell, phrase_cell, marks_cell = cells
    clause = parse_clause(clause_cell.text)
    form = quoted.forms.get(clause) if clause else None
    wanted = {m.strip() for m in marks_cell.text.split("+")}
    if clause is None or form is None or not wanted <= set(MARKS):
        problem = (
            "条款不存在" if clause is None or form is None else "类别只能是 A、H、D、P、O、W、N"
        )
        found.report(
            "SG507", clause_cell.span, row=number.text, text=phrase_cell.text, problem=problem
        )
        return
    actual: set[str] = set()
    for phrase in phrase_cell.text.split(" / "):
        text = normal_text(phrase)
        start = form.text.find(text) if text else -1
        if start < 0:
            found.report(
                "SG507",
                phrase_cell.span,
                clause,
                row=number.text,
                text=phrase,
                problem=f"不在{clause.label}里",
            )
            return
        end = start + len(text)
        listed.setdefault(clause, []).append((start, end))
        actual |= {mark for s, e, mark in marks_at.get(clause, ()) if s < end and start < e}
    if UNKNOWN_MARK not in actual and actual and actual != wanted:
        found.report(
            "SG506",
            marks_cell.span,
            clause,
            row=number.text,
            text=phrase_cell.text,
            wanted=_spell(wanted),
            actual=_spell(actual),
        )


def _spell(marks: set[str]) -> str:
    return "、".join(f"{MARK_NAMES[m]}（{m}）" for m in MARKS if m in marks)
