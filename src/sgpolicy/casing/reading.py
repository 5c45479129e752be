"""Rows of case tables to cases, by the policy's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from sgpolicy.casing.changes import pairs, read_changes, subject
from sgpolicy.casing.records import WHOLE, Case, Piece, Problems, Row, Spot
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
    """Every case of a Markdown file; rows with mistakes are left out and their mistakes reported."""
    return cases_of(read_rows(text, problems), names, problems)


def cases_of(rows: Iterable[Row], names: Vocabulary, problems: Problems) -> list[Case]:
    """Every case of one file's rows; those with mistakes are left out, and reported."""
    cases = []
    seen: dict[str, Row] = {}
    for row in rows:
        case = _case(row, names, problems)
        name = row.cells[NAME]
        if name and name in seen:
            first = seen[name].cell or f"第 {seen[name].line} 行"
            spot = row.spot(NAME)
            problems.within(spot.cell).report(spot.line, f"样例“{name}”与{_apart(first)}同名")
        elif case is not None:
            cases.append(case)
        seen.setdefault(name, row)
    return cases


def _apart(place: str) -> str:
    return f" {place} " if place.isascii() or "!" in place else place


def _case(row: Row, names: Vocabulary, problems: Problems) -> Case | None:
    before = len(problems.found)
    cells, line = row.cells, row.line

    def at(column: str) -> tuple[int, Problems]:
        spot = row.spot(column)
        return spot.line, problems.within(spot.cell)

    def report(column: str, message: str) -> None:
        place, here = at(column)
        here.report(place, message)

    for column in (NAME, TARGET, EXPECTED, CITED):
        if not cells[column] and column not in row.optional:
            report(column, f"“{column}”一格空着")
    place, here = at(CHANGES)
    changes = read_changes(cells[CHANGES], place, names, here, row.pieces)
    place, here = at(READINGS)
    given = [Piece(*pair, Spot(place, here.cell)) for pair in pairs(cells[READINGS], place, here)]
    readings = _readings((*given, *row.readings), names, problems)
    day = _day(row.day, *at(DAY))
    if not row.base:
        report(
            BASE, f"没有写“{BASE}：”，不知道从哪份申报材料改起；从空白材料起，写“{BASE}：（无）”"
        )
    node = names.object(cells[TARGET]) if cells[TARGET] else None
    if cells[TARGET] and cells[TARGET] != WHOLE and node is None:
        hint = meant(cells[TARGET], [*names.objects, WHOLE])
        report(TARGET, f"没有规则、评定、组合或者条款“{cells[TARGET]}”{hint}")
    expected = OUTCOMES.get(cells[EXPECTED])
    if cells[EXPECTED] and expected is None:
        known = "、".join(OUTCOMES)
        report(EXPECTED, f"期望“{cells[EXPECTED]}”不是结论；五种结论是：{known}")
    clauses = _clauses(cells[CITED], *at(CITED))
    if len(problems.found) > before or expected is None or day is None:
        return None
    separate = len(changes) - len(row.pieces)  # each is there, or a problem would have been found
    return Case(
        problems.file,
        line,
        cells[NAME],
        row.base,
        day,
        changes,
        _written(cells[CHANGES], row.pieces),
        readings,
        node.id if node else "",
        node.name if node else WHOLE,
        expected,
        clauses,
        row.cell,
        tuple(
            (subject(change), piece.spot)
            for change, piece in zip(changes[separate:], row.pieces, strict=True)
        ),
    )


def _written(cell: str, pieces: Sequence[Piece]) -> str:
    """All changes as one 改动 cell would say them."""
    return "；".join([cell] * bool(cell) + [f"{piece.left}={piece.right}" for piece in pieces])


def _readings(
    given: Sequence[Piece], names: Vocabulary, problems: Problems
) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for piece in given:
        line, here = piece.spot.line, problems.within(piece.spot.cell)
        interpretation = names.interpretations.get(piece.left)
        if interpretation is None:
            hint = meant(piece.left, names.interpretations)
            here.report(line, f"没有口径“{piece.left}”{hint}")
            continue
        reading = interpretation.reading(piece.right)
        if reading is None:
            known = "、".join(r.name for r in interpretation.readings)
            here.report(line, f"口径“{interpretation.name}”没有读法“{piece.right}”；有：{known}")
        elif interpretation.id in found:
            here.report(line, f"口径“{interpretation.name}”写了两次")
        else:
            found[interpretation.id] = reading.id
    return tuple(found.items())


def _day(written: str, line: int, problems: Problems) -> date | None:
    if not written:
        problems.report(line, f"没有写“{DAY}：”，不知道以哪一天评估")
        return None
    match = _DAY.fullmatch(half_width(written))
    if match is not None:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
    problems.report(line, f"{DAY}“{written}”不是日期；应写成 2026-11-22")
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
