"""Running case files against a policy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sgpolicy.applying.documents import read_document
from sgpolicy.cases.bases import Bases
from sgpolicy.cases.ranking import ranked
from sgpolicy.cases.results import CaseResult, Life, cited
from sgpolicy.casing.judging import (
    clauses_of,
    difference,
    life_difference,
    outcome_of,
    rank_difference,
)
from sgpolicy.casing.listed import read_listed
from sgpolicy.casing.questions import absence
from sgpolicy.casing.reading import cases_of, read_cases
from sgpolicy.casing.records import AnyCase, Case, LifeCase, Problem, Problems, RankCase, Row
from sgpolicy.casing.sheets import read_sheets
from sgpolicy.casing.vocabulary import STANDINGS, Vocabulary
from sgpolicy.casing.workbooks import read_workbook
from sgpolicy.errors import SgpolicyError
from sgpolicy.evaluating.procedure.asking import Asked
from sgpolicy.holidays import published_holidays
from sgpolicy.loading import shipped_folder, shipped_policies
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.opening import load
from sgpolicy.policy import Policy
from sgpolicy.records import dataclass, field, replace

if TYPE_CHECKING:
    from sgpolicy.decision import Decision
    from sgpolicy.model.application import Application

FOLDER = "cases"
SUFFIXES = (".md", ".yaml", ".yml", ".xlsx")
_LIMIT = 2_000_000


class CaseFileError(SgpolicyError):
    """A policy's case files have mistakes.

    Attributes:
        problems: All of them, by file and line.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: p.order))
        super().__init__("\n".join(problem.text() for problem in self.problems))


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A policy made ready to run cases, with the applications and histories read so far.

    Attributes:
        policy: The policy.
        folder: Where case files are named from, and which their bases must not leave.
        bases: Reads what cases start from.
    """

    policy: Policy
    folder: Path
    bases: Bases
    _decisions: dict[object, Decision] = field(default_factory=dict)
    _asked: dict[object, Asked] = field(default_factory=dict)

    @classmethod
    def of(cls, name_or_path: str | Path, within: Path | None = None) -> CaseRun:
        """The policy of that name or folder.

        Args:
            name_or_path: A policy that comes with the library, or a policy folder.
            within: The folder of the case files, if it is not the policy's.

        Raises:
            UnknownPolicyError: If there is no such policy.
            PolicyError: If it has mistakes.
        """
        policy = load(name_or_path)
        folder = within
        if folder is None:
            path = Path(name_or_path)
            if str(name_or_path) in shipped_policies():
                path = shipped_folder() / str(name_or_path)
            folder = path.parent if path.name == "policy.yaml" else path
        folder = folder.resolve()
        return cls(policy, folder, Bases(policy, folder))

    def files(self) -> list[Path]:
        """The case files, by name."""
        folder = self.folder / FOLDER
        return sorted(file for file in folder.glob("*") if is_case_file(file))

    def cases(self) -> list[AnyCase]:
        """Every case of every file.

        Raises:
            CaseFileError: With every mistake in the files.
        """
        cases: list[AnyCase] = []
        found: list[Problem] = []
        names = Vocabulary.of(self.policy.core)
        for file in self.files():
            problems = Problems(f"{FOLDER}/{file.name}")
            cases += self._read(file, names, problems)
            found += problems.found
        if found:
            raise CaseFileError(found)
        return cases

    def cases_in(self, file: Path) -> list[AnyCase]:
        """Every case of one file, which may stand anywhere in the folder.

        Raises:
            CaseFileError: With every mistake in it.
        """
        problems = Problems(file.resolve().relative_to(self.folder).as_posix())
        cases = self._read(file, Vocabulary.of(self.policy.core), problems)
        if problems.found:
            raise CaseFileError(problems.found)
        return cases

    def _read(self, file: Path, names: Vocabulary, problems: Problems) -> list[AnyCase]:
        content = _content(file, problems)
        if content is None:
            return []
        rows: list[Row]
        match file.suffix.lower():
            case ".xlsx":
                rows = read_sheets(read_workbook(content, problems), names, problems)
                cases = cases_of(rows, names, problems)
            case ".yaml" | ".yml":
                document = read_document(content, "yaml")
                for trouble in document.problems:
                    problems.report(trouble.line or 1, trouble.text())
                lines = {path: place[0] for path, place in document.places.items()}
                rows = [] if problems.found else read_listed(document.data, lines, problems)
                cases = cases_of(rows, names, problems)
            case _:
                text = _text(content, problems)
                cases = [] if text is None else read_cases(text, names, problems)
        for case in cases:
            if isinstance(case, LifeCase):
                history = self.bases.history(case, problems)
                lacking = "" if history is None else absence(case, history, self.policy.core)
                if lacking:
                    problems.within(case.cell).report(case.line, lacking)
                continue
            self.bases.application(case, problems)
            if isinstance(case, RankCase):
                self.bases.application(case.other, problems)
        return cases

    def run(self, case: AnyCase) -> CaseResult:
        """Evaluate a case and compare.

        Raises:
            CaseFileError: If its application or history is no good.
        """
        match case:
            case LifeCase():
                return self._lived(case)
            case RankCase():
                return self._ranked(case)
            case _:
                return self._decided(case)

    def _ranked(self, case: RankCase) -> CaseResult:
        problems = Problems(case.file)
        one = self.bases.application(case, problems)
        other = self.bases.application(case.other, problems)
        if one is None or other is None:
            raise CaseFileError(problems.found)
        pair = ranked(self.policy.prepared, case, one, other)
        clauses = (pair.standings.ranking.citation.clause,)
        message = rank_difference(case, pair.beside, clauses)
        return CaseResult(
            case,
            case.file,
            case.line,
            case.name,
            case.target_name,
            case.expected,
            next(outcome for key, outcome in STANDINGS.values() if key == pair.beside),
            not message,
            message,
            clauses,
            pair=pair,
        )

    def _decided(self, case: Case) -> CaseResult:
        problems = Problems(case.file)
        application = self.bases.application(case, problems)
        if application is None:
            raise CaseFileError(problems.found)
        decision = self._decision(case, application, exact=not case.target)
        actual = outcome_of(case, decision.trace)
        clauses = clauses_of(case, decision.trace, () if case.target else decision.citations)
        message = difference(case, actual, clauses, decision.trace)
        if message:  # what is pending is told with it
            decision = self._decision(case, application, exact=True)
        return CaseResult(
            case,
            case.file,
            case.line,
            case.name,
            case.target_name,
            case.expected,
            actual,
            not message,
            message,
            clauses,
            decision,
        )

    def _decision(self, case: Case, application: Application, *, exact: bool) -> Decision:
        """The application decided; what is pending takes long to find, and no object's outcome needs it."""
        from sgpolicy.decision import Decision
        from sgpolicy.evaluating.interpreter import evaluate_prepared

        key = (*(_folder(case), case.base, case.written, case.origins, case.day), case.readings)
        found = self._decisions.get((*key, exact)) or self._decisions.get((*key, True))
        if found is None:
            prepared, readings = self.policy.prepared, dict(case.readings)
            trace = evaluate_prepared(prepared, application, case.day, readings, exact=exact)
            found = self._decisions[*key, exact] = Decision(prepared, trace)
        return found

    def _lived(self, case: LifeCase) -> CaseResult:
        asked = self.asked(case)
        answer = asked.answer(case.question)
        if answer.outcome is None:
            lacking = absence(case, asked.views.history, self.policy.core)
            raise CaseFileError([Problem(case.file, case.line, lacking, case.cell)])
        life = Life(asked, answer)
        clauses = cited(case, life)
        message = life_difference(case, answer.outcome, answer.state, clauses)
        return CaseResult(
            case,
            case.file,
            case.line,
            case.name,
            case.target_name,
            case.expected,
            answer.outcome,
            not message,
            message,
            clauses,
            None,
            life,
        )

    def asked(self, case: LifeCase) -> Asked:
        """The history of a case as of its day, shared by all cases that ask it.

        Raises:
            CaseFileError: If the history is no good.
        """
        key = (
            *(_folder(case), case.base, case.written, case.origins),
            *(case.day, case.readings, case.rest_until),
        )
        found = self._asked.get(key)
        if found is None:
            problems = Problems(case.file)
            history = self.bases.history(case, problems)
            if history is None:
                raise CaseFileError(problems.found)
            readings = dict(case.readings)
            holidays = known_holidays(case.rest_until)
            found = Asked(self.policy.procedure, history, case.day, readings, holidays)
            self._asked[key] = found
        return found


@cache
def known_holidays(until: int | None) -> HolidayTable:
    """The published days of rest up to and including a year; all of them for None."""
    table = published_holidays()
    if until is None:
        return table
    return replace(table, rest={year: days for year, days in table.rest.items() if year <= until})


def _folder(case: AnyCase) -> str:
    return case.file.rpartition("/")[0]


def is_case_file(file: Path) -> bool:
    """Whether a file is one by its name; what Excel and editors leave beside it is not."""
    return file.suffix.lower() in SUFFIXES and not file.name.startswith(("~$", "."))


def _content(file: Path, problems: Problems) -> bytes | None:
    try:
        with file.open("rb") as opened:
            data = opened.read(_LIMIT + 1)
    except OSError:
        problems.report(1, "读不出这个文件")
        return None
    if len(data) > _LIMIT:
        problems.report(1, "文件过大（超过 2 MB）")
        return None
    return data


def _text(data: bytes, problems: Problems) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.report(1, "不是 UTF-8 编码；请在编辑器中用“另存为”选择 UTF-8")
        return None


def run(name_or_path: str | Path) -> list[CaseResult]:
    """Run every case of a policy's case files, in the order they stand.

    Args:
        name_or_path: A policy that comes with the library, or a policy folder.

    Raises:
        UnknownPolicyError: If there is no such policy.
        PolicyError: If the policy has mistakes.
        CaseFileError: With every mistake in its case files.
    """
    ready = CaseRun.of(name_or_path)
    return [ready.run(case) for case in ready.cases()]
