"""Rows of case tables to cases, by the policy's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from sgpolicy.casing.amounts import is_amount, read_amount, spelled
from sgpolicy.casing.changes import pairs, read_changes, subject
from sgpolicy.casing.life_changes import life_subject, read_life_changes
from sgpolicy.casing.questions import Asking, read_expected, read_question
from sgpolicy.casing.records import (
    WHOLE,
    AnyCase,
    Case,
    LifeCase,
    Piece,
    Problems,
    RankCase,
    Row,
    Spot,
)
from sgpolicy.casing.tables import (
    BASE,
    CHANGES,
    CITED,
    DAY,
    EXPECTED,
    HISTORY,
    NAME,
    READINGS,
    REST,
    RIVAL,
    TARGET,
    read_rows,
)
from sgpolicy.casing.vocabulary import OUTCOMES, STANDINGS, Vocabulary, clause_of, meant, read_day
from sgpolicy.model.chronicle import DutyState
from sgpolicy.model.citation import Clause
from sgpolicy.model.core import Node
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.question import Question
from sgpolicy.records import dataclass
from sgpolicy.source.numerals import half_width

_LISTED = re.compile(r"[、，,；;]")
_REST = re.compile(r"([0-9]{4})\s*年?\s*(?:底?(?:为)?止)?")


def read_cases(text: str, names: Vocabulary, problems: Problems) -> list[AnyCase]:
    """Every case of a Markdown file; rows with mistakes are left out and their mistakes reported."""
    return cases_of(read_rows(text, problems), names, problems)


def cases_of(rows: Iterable[Row], names: Vocabulary, problems: Problems) -> list[AnyCase]:
    """Every case of one file's rows; those with mistakes are left out, and reported."""
    cases: list[AnyCase] = []
    seen: dict[str, Row] = {}
    for row in rows:
        case = _Reader(row, names, problems).case()
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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes a case of one row."""

    row: Row
    names: Vocabulary
    problems: Problems

    def case(self) -> AnyCase | None:
        """The case; None where anything is wrong with it."""
        before = len(self.problems.found)
        cells, row = self.row.cells, self.row
        for column in (NAME, TARGET, EXPECTED, CITED):
            if not cells[column] and column not in row.optional:
                self.report(column, f"“{column}”一格空着")
        if cells[TARGET] in self.names.rankings:
            case: AnyCase | None = self._ranked()
        elif row.is_life or self._lacks_history():
            case = self._life()
        else:
            case = self._application()
        if cells[RIVAL] and cells[TARGET] not in self.names.rankings:
            self.report(RIVAL, f"“{RIVAL}”一格只用于对象是排名的样例")
        return case if len(self.problems.found) == before else None

    def _lacks_history(self) -> bool:
        """Whether the object can only be asked of a history, which is then reported to be missing."""
        written = self.row.cells[TARGET]
        if not written or written == WHOLE or self.names.object(written) is not None:
            return False
        if isinstance(read_question(written, self.names), str):
            return False
        if self.row.base:
            message = f"“{written}”要有经历才能判断；上面写“{HISTORY}：”，不写“{BASE}：”"
            self.report(TARGET, message)
        else:
            self.report(
                BASE,
                f"没有写“{HISTORY}：”，不知道从哪份经历改起；从空白的经历起，写“{HISTORY}：（无）”",
            )
        return True

    def at(self, column: str) -> tuple[int, Problems]:
        """Where a column's cell stands: its line, and what takes its problems."""
        spot = self.row.spot(column)
        return spot.line, self.problems.within(spot.cell)

    def report(self, column: str, message: str) -> None:
        """Note a mistake in a column."""
        place, here = self.at(column)
        here.report(place, message)

    def readings(self) -> tuple[tuple[str, str], ...]:
        """The readings that are not the default."""
        place, here = self.at(READINGS)
        written = self.row.cells[READINGS]
        given = [Piece(*pair, Spot(place, here.cell)) for pair in pairs(written, place, here)]
        return _readings((*given, *self.row.readings), self.names, self.problems)

    def _application(self) -> Case | None:
        cells, row, names = self.row.cells, self.row, self.names
        place, here = self.at(CHANGES)
        changes = read_changes(cells[CHANGES], place, names, here, row.pieces)
        readings = self.readings()
        day = _day(row.day, *self.at(DAY))
        if not row.base:
            self.report(
                BASE,
                f"没有写“{BASE}：”，不知道从哪份申报材料改起；从空白材料起，写“{BASE}：（无）”；"
                f"对象是经历的，写“{HISTORY}：”",
            )
        node = names.object(cells[TARGET]) if cells[TARGET] else None
        if cells[TARGET] and cells[TARGET] != WHOLE and node is None:
            hint = meant(cells[TARGET], [*names.objects, WHOLE])
            self.report(TARGET, f"没有规则、评定、组合、计算或者条款“{cells[TARGET]}”{hint}")
        expected, amount = self._wanted(node)
        clauses = _clauses(cells[CITED], *self.at(CITED))
        if expected is None or day is None:
            return None
        return Case(
            self.problems.file,
            row.line,
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
            _origins([subject(change) for change in changes], row.pieces),
            amount,
        )

    def _ranked(self) -> RankCase | None:
        cells, row, names = self.row.cells, self.row, self.names
        changes = read_changes(cells[CHANGES], *self._at(CHANGES), row.pieces)
        rival = read_changes(cells[RIVAL], *self._at(RIVAL), ())
        readings = self.readings()
        day = _day(row.day, *self.at(DAY))
        if not row.base or row.is_life:
            self.report(BASE, f"对象是排名的，上面写“{BASE}：”，两人都从这份申报材料改起")
        found = STANDINGS.get(cells[EXPECTED])
        if cells[EXPECTED] and found is None:
            known = "、".join(STANDINGS)
            self.report(EXPECTED, f"期望“{cells[EXPECTED]}”不是排名的结果；有：{known}")
        clauses = _clauses(cells[CITED], *self.at(CITED))
        if found is None or day is None:
            return None
        ranking = names.rankings[cells[TARGET]]
        return RankCase(
            self.problems.file,
            row.line,
            cells[NAME],
            row.base,
            day,
            changes,
            _written(cells[CHANGES], row.pieces),
            readings,
            ranking.id,
            ranking.name,
            found[1],
            clauses,
            found[0],
            rival,
            cells[RIVAL],
            row.cell,
            _origins([subject(change) for change in changes], row.pieces),
        )

    def _at(self, column: str) -> tuple[int, Vocabulary, Problems]:
        """Where a cell of changes stands, as its reader wants it."""
        line, here = self.at(column)
        return line, self.names, here

    def _wanted(self, node: Node | None) -> tuple[Outcome | None, Fraction | None]:
        """The outcome expected, and of an amount the number."""
        written = self.row.cells[EXPECTED]
        if node is not None and is_amount(node) and written:
            if written == Outcome.MISSING_FACTS.zh:
                return Outcome.MISSING_FACTS, None
            amount = read_amount(written, node.body.type)
            if amount is None:
                example = spelled(Fraction(28), node.body.type)
                self.report(
                    EXPECTED,
                    f"期望“{written}”不是“{node.name}”的数；应写成 {example}，或者 待补材料",
                )
            return (None, None) if amount is None else (Outcome.MET, amount)
        expected = OUTCOMES.get(written)
        if written and expected is None:
            known = "、".join(OUTCOMES)
            self.report(EXPECTED, f"期望“{written}”不是结论；五种结论是：{known}")
        return expected, None

    def _life(self) -> LifeCase | None:
        cells, row = self.row.cells, self.row
        place, here = self.at(CHANGES)
        changes = read_life_changes(cells[CHANGES], place, self.names, here, row.pieces)
        readings = self.readings()
        day = _day(row.day, *self.at(DAY))
        rest_until = _year(row.rest, *self.at(REST))
        asking = self._question()
        answer = self._expected(None if asking is None else asking.question)
        clauses = _clauses(cells[CITED], *self.at(CITED))
        if asking is None or answer is None or day is None:
            return None
        expected, state = answer
        return LifeCase(
            self.problems.file,
            row.line,
            cells[NAME],
            row.base,
            day,
            changes,
            _written(cells[CHANGES], row.pieces),
            readings,
            asking.question,
            asking.target,
            asking.name,
            expected,
            state,
            clauses,
            row.cell,
            _origins([life_subject(change) for change in changes], row.pieces),
            rest_until,
        )

    def _question(self) -> Asking | None:
        written = self.row.cells[TARGET]
        found = read_question(written, self.names) if written else None
        if isinstance(found, str):
            self.report(TARGET, found)
            return None
        return found

    def _expected(self, question: Question | None) -> tuple[Outcome, DutyState | None] | None:
        written = self.row.cells[EXPECTED]
        found = read_expected(written, question) if written else None
        if isinstance(found, str):
            self.report(EXPECTED, found)
            return None
        return found


def _origins(subjects: Sequence[str], pieces: Sequence[Piece]) -> tuple[tuple[str, Spot], ...]:
    """Where what is changed by `pieces`, the last of the changes, is stated."""
    separate = len(subjects) - len(pieces)
    if separate < 0:  # some are no change, and have been reported
        return ()
    return tuple(
        (name, piece.spot) for name, piece in zip(subjects[separate:], pieces, strict=True)
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
    day = read_day(written)
    if day is not None:
        return day
    problems.report(line, f"{DAY}“{written}”不是日期；应写成 2026-11-22")
    return None


def _year(written: str, line: int, problems: Problems) -> int | None:
    """The last year whose days of rest are known; None where none is said, or it is no year."""
    if not written:
        return None
    match = _REST.fullmatch(half_width(written))
    if match is not None:
        return int(match[1])
    problems.report(line, f"{REST}“{written}”不是年份；应写成 2026年止")
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
