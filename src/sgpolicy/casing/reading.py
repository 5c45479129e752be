"""Rows of case tables to cases, by the policy's names."""

from __future__ import annotations

import re
from datetime import date

from sgpolicy.casing.changes import pairs, read_changes
from sgpolicy.casing.records import WHOLE, Case, Problems, Row
from sgpolicy.casing.tables import (
    BASE,
    CHANGES,
    CITED,
    DAY,
    EXPECTED,
    NAME,
    READINGS,
    TARGET,
    read_rows,
)
from sgpolicy.casing.vocabulary import OUTCOMES, Vocabulary, clause_of, meant
from sgpolicy.model.citation import Clause
from sgpolicy.source.numerals import half_width

_DAY = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?")
_LISTED = re.compile(r"[、，,；;]")


def read_cases(text: str, names: Vocabulary, problems: Problems) -> list[Case]:
    """Every case of one file; rows with mistakes are left out and their mistakes reported."""
    cases = []
    seen: dict[str, int] = {}
    for row in read_rows(text, problems):
        case = _case(row, names, problems)
        name = row.cells[NAME]
        if name and name in seen:
            problems.report(row.line, f"样例“{name}”与第 {seen[name]} 行同名")
        elif case is not None:
            cases.append(case)
        seen.setdefault(name, row.line)
    return cases


def _case(row: Row, names: Vocabulary, problems: Problems) -> Case | None:
    before = len(problems.found)
    cells, line = row.cells, row.line
    for column in (NAME, TARGET, EXPECTED, CITED):
        if not cells[column]:
            problems.report(line, f"“{column}”一格空着")
    changes = read_changes(cells[CHANGES], line, names, problems)
    readings = _readings(cells[READINGS], line, names, problems)
    day = _day(row, problems)
    if not row.base:
        problems.report(line, f"没有写“{BASE}：”，不知道从哪份申报材料改起")
    node = names.object(cells[TARGET]) if cells[TARGET] else None
    if cells[TARGET] and cells[TARGET] != WHOLE and node is None:
        hint = meant(cells[TARGET], [*names.objects, WHOLE])
        problems.report(line, f"没有规则、评定、组合或者条款“{cells[TARGET]}”{hint}")
    expected = OUTCOMES.get(cells[EXPECTED])
    if cells[EXPECTED] and expected is None:
        problems.report(line, f"期望“{cells[EXPECTED]}”不是结论；五种结论是：{'、'.join(OUTCOMES)}")
    clauses = _clauses(cells[CITED], line, problems)
    if len(problems.found) > before or expected is None or day is None:
        return None
    return Case(
        problems.file,
        line,
        cells[NAME],
        row.base,
        day,
        changes,
        cells[CHANGES],
        readings,
        node.id if node else "",
        node.name if node else WHOLE,
        expected,
        clauses,
    )


def _readings(
    written: str, line: int, names: Vocabulary, problems: Problems
) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for left, right in pairs(written, line, problems):
        interpretation = names.interpretations.get(left)
        if interpretation is None:
            problems.report(line, f"没有口径“{left}”{meant(left, names.interpretations)}")
            continue
        reading = interpretation.reading(right)
        if reading is None:
            known = [r.name for r in interpretation.readings]
            problems.report(
                line, f"口径“{interpretation.name}”没有读法“{right}”；有：{'、'.join(known)}"
            )
        elif interpretation.id in found:
            problems.report(line, f"口径“{interpretation.name}”写了两次")
        else:
            found[interpretation.id] = reading.id
    return tuple(found.items())


def _day(row: Row, problems: Problems) -> date | None:
    if not row.day:
        problems.report(row.line, f"没有写“{DAY}：”，不知道以哪一天评估")
        return None
    match = _DAY.fullmatch(half_width(row.day))
    if match is not None:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
    problems.report(row.line, f"{DAY}“{row.day}”不是日期；应写成 2026-11-22")
    return None


def _clauses(written: str, line: int, problems: Problems) -> tuple[Clause, ...]:
    found = []
    for part in _LISTED.split(written):
        if not part.strip():
            continue
        clause = clause_of(part.strip())
        if clause is None:
            problems.report(line, f"依据“{part.strip()}”不是条款；应写成“第七条第（一）项”")
        else:
            found.append(clause)
    return tuple(found)
