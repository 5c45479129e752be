"""Running a policy's case files: the tables of `cases/` beside it, in Markdown, YAML or Excel.

for result in sgpolicy.cases.run("shaoguan-2022-188"):
    print(result.passed, result.place, result.message)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sgpolicy.applying.documents import read_document
from sgpolicy.casing.editing import edited
from sgpolicy.casing.judging import clauses_of, difference, outcome_of
from sgpolicy.casing.listed import read_listed
from sgpolicy.casing.reading import cases_of, read_cases
from sgpolicy.casing.records import Case, Problem, Problems, Row
from sgpolicy.casing.sheets import read_sheets
from sgpolicy.casing.vocabulary import Vocabulary
from sgpolicy.casing.workbooks import read_workbook
from sgpolicy.errors import ApplicationError, SgpolicyError
from sgpolicy.explaining import explain
from sgpolicy.loading import shipped_folder, shipped_policies
from sgpolicy.model.application import Application
from sgpolicy.model.outcome import Outcome
from sgpolicy.policy import Policy, load
from sgpolicy.rendering import excerpt

if TYPE_CHECKING:
    from sgpolicy.decision import Decision

FOLDER = "cases"
SUFFIXES = (".md", ".yaml", ".yml", ".xlsx")
_LIMIT = 2_000_000
_NO_BASE = frozenset({"(无)", "（无）"})
_BASE_LIMIT = 20_000_000


class CaseFileError(SgpolicyError):
    """A policy's case files have mistakes.

    Attributes:
        problems: All of them, by file and line.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: p.order))
        super().__init__("\n".join(problem.text() for problem in self.problems))


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How one case came out.

    Attributes:
        case: The case, with everything it says.
        file: The case file, relative to the policy folder; `line` from 1.
        name: What staff call it.
        target: The rule, finding, clause or 结论 it is about.
        expected: The outcome it expects. `actual`: the one it came to.
        passed: Whether outcome and clauses are as expected.
        message: How they differ; "" where they do not.
        decision: The decision, for printing its explanation.
    """

    case: Case
    file: str
    line: int
    name: str
    target: str
    expected: Outcome
    actual: Outcome
    passed: bool
    message: str
    decision: Decision

    @property
    def place(self) -> str:
        """Where it stands: `cases/….md:12`, `cases/….xlsx:样例!F7`."""
        return self.case.place

    def explanation(self, width: int = 78) -> str:
        """Why it came out so: the letter, or the part of the audit about the case's object.

        Args:
            width: Display cells per line.
        """
        trace = self.decision.trace
        if not self.case.target:
            return self.decision.explain("letter").to_text(width=width).strip("\n")
        clause = trace.core.nodes[self.case.target].citation.clause
        return excerpt(explain(trace, "audit"), clause, self.case.target, width=width)


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A policy made ready to run cases, with the applications read so far.

    Attributes:
        policy: The policy.
        folder: Where case files are named from, and which their bases must not leave.
    """

    policy: Policy
    folder: Path
    bases: dict[Path, Mapping[str, object] | None]
    applications: dict[object, Application]
    decisions: dict[object, Decision]

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
        if within is not None:
            return cls(policy, within.resolve(), {}, {}, {})
        path = Path(name_or_path)
        if str(name_or_path) in shipped_policies():
            path = shipped_folder() / str(name_or_path)
        folder = path.parent if path.name == "policy.yaml" else path
        return cls(policy, folder.resolve(), {}, {}, {})

    def files(self) -> list[Path]:
        """The case files, by name."""
        folder = self.folder / FOLDER
        return sorted(file for file in folder.glob("*") if is_case_file(file))

    def cases(self) -> list[Case]:
        """Every case of every file.

        Raises:
            CaseFileError: With every mistake in the files.
        """
        cases: list[Case] = []
        found: list[Problem] = []
        names = Vocabulary.of(self.policy.core)
        for file in self.files():
            problems = Problems(f"{FOLDER}/{file.name}")
            cases += self._read(file, names, problems)
            found += problems.found
        if found:
            raise CaseFileError(found)
        return cases

    def cases_in(self, file: Path) -> list[Case]:
        """Every case of one file, which may stand anywhere in the folder.

        Raises:
            CaseFileError: With every mistake in it.
        """
        problems = Problems(file.resolve().relative_to(self.folder).as_posix())
        cases = self._read(file, Vocabulary.of(self.policy.core), problems)
        if problems.found:
            raise CaseFileError(problems.found)
        return cases

    def _read(self, file: Path, names: Vocabulary, problems: Problems) -> list[Case]:
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
            self.application(case, problems)
        return cases

    def application(self, case: Case, problems: Problems) -> Application | None:
        """The application a case is about: its base with its changes; None if that is no good."""
        try:
            path = (self.folder / case.file).parent.joinpath(case.base).resolve()
        except (OSError, ValueError, RuntimeError):  # too long, a NUL, links in a circle
            problems.report(case.line, f"基础“{case.base[:40]}”不是文件的路径")
            return None
        key = (path, case.written, case.origins)
        if key in self.applications:
            return self.applications[key]
        base = self._base(path, case, problems)
        if base is None:
            return None
        before = len(problems.found)
        here = problems.within(case.cell)
        data = edited(base, case, self.policy.core.interpretations, here)
        if len(problems.found) > before:
            return None
        try:
            self.applications[key] = self.policy.read_application(data)
        except ApplicationError as error:
            for problem in error.problems:
                origin = case.origin(problem.fact)
                if origin is not None:
                    problems.within(origin.cell).report(origin.line, problem.text())
                    continue
                here = problems.within(case.cell)
                here.report(case.line, f"申报材料（{case.base}）：{problem.text()}")
            return None
        return self.applications[key]

    def _base(self, path: Path, case: Case, problems: Problems) -> Mapping[str, object] | None:
        if case.base in _NO_BASE:
            return {}
        problems = problems.within(case.cell)
        if path not in self.bases:
            self.bases[path] = None
            if not path.is_relative_to(self.folder):
                problems.report(case.line, f"基础“{case.base}”不在办法的文件夹里")
                return None
            try:
                with path.open("rb") as file:
                    content = file.read(_BASE_LIMIT)
            except OSError:
                problems.report(
                    case.line, f"读不出基础“{case.base}”；路径从样例文件所在的文件夹算起"
                )
                return None
            document = read_document(content)
            for problem in document.problems:
                problems.report(case.line, f"基础“{case.base}”：{problem.text()}")
            if isinstance(document.data, dict) and not document.problems:
                self.bases[path] = document.data
            elif not document.problems:
                problems.report(case.line, f"基础“{case.base}”不是一份申报材料（名称: 内容）")
        return self.bases[path]

    def run(self, case: Case) -> CaseResult:
        """Evaluate a case and compare.

        Raises:
            CaseFileError: If its application is no good.
        """
        problems = Problems(case.file)
        application = self.application(case, problems)
        if application is None:
            raise CaseFileError(problems.found)
        folder = case.file.rpartition("/")[0]
        key = (folder, case.base, case.written, case.origins, case.day, case.readings)
        decision = self.decisions.get(key)
        if decision is None:
            decision = self.policy.evaluate(application, on=case.day, readings=dict(case.readings))
            self.decisions[key] = decision
        actual = outcome_of(case, decision.trace)
        cited = () if case.target else decision.citations
        message = difference(case, actual, clauses_of(case, decision.trace, cited))
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
            decision,
        )


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
