"""Coverage of the law: which of a policy's words its cases exercise, and which none touches.

report = sgpolicy.case_coverage.coverage("shaoguan-2022-188")
print(report.exercise.tried, "of", report.exercise.total)
"""

from __future__ import annotations

from pathlib import Path

from sgpolicy.cases import CaseResult, CaseRun
from sgpolicy.casing.records import LifeCase
from sgpolicy.covering.trying import exercised
from sgpolicy.evaluating.procedure.grounds import grounds
from sgpolicy.model.exercise import CaseName, Exercise, LawText
from sgpolicy.model.question import Ground, subject_of
from sgpolicy.model.trace import Trace
from sgpolicy.official_text import law_text
from sgpolicy.records import dataclass
from sgpolicy.rendering.coverage import to_html, to_json, to_text


@dataclass(frozen=True, slots=True)
class CaseCoverage:
    """What a policy's cases exercise, beside the official text.

    Attributes:
        policy: The policy's ASCII name.
        exercise: What was tried, rule by rule.
        law: The official text, cut where quotations begin and end.
    """

    policy: str
    exercise: Exercise
    law: LawText

    def to_text(self) -> str:
        """A table for a terminal, and the gaps."""
        return to_text(self.exercise)

    def to_json(self) -> str:
        """The same as JSON."""
        return to_json(self.policy, self.exercise)

    def to_html(self) -> str:
        """One page, complete in itself: the official text, coloured."""
        return to_html(self.law, self.exercise)


def coverage(name_or_path: str | Path) -> CaseCoverage:
    """Run every case of a policy and find out what they exercise.

    Args:
        name_or_path: A policy that comes with the library, or a policy folder.

    Raises:
        UnknownPolicyError: If there is no such policy.
        PolicyError: If the policy has mistakes.
        CaseFileError: With every mistake in its case files.
    """
    ready = CaseRun.of(name_or_path)
    policy = ready.policy
    results = [ready.run(case) for case in ready.cases()]
    passed = [(_named(result), _rested(result)) for result in results if result.passed]
    document = policy.compilation.document
    exercise = exercised(
        policy.core, passed, list(document.clauses), failed=len(results) - len(passed)
    )
    return CaseCoverage(policy.id, exercise, law_text(policy.compilation))


def _named(result: CaseResult) -> CaseName:
    case = result.case
    target = subject_of(case.question) if isinstance(case, LifeCase) else case.target
    readings = tuple(key for key, _ in case.readings)
    return CaseName(result.name, result.file, result.line, target, readings)


def _rested(result: CaseResult) -> Trace | tuple[Ground, ...]:
    """What a case's expectation rests on."""
    if result.decision is not None:
        return result.decision.trace
    if result.life is None or not isinstance(result.case, LifeCase):
        return ()
    return tuple(grounds(result.life.asked, result.case.question, result.life.answer))
