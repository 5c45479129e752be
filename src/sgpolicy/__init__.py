"""Rules as code: a regulation's official text and its rules in one file, evaluated with reasons.

policy = sgpolicy.load("shaoguan-2022-188")
decision = policy.evaluate(application, on=date(2026, 11, 22))
print(decision.explain("letter"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.errors import (
    ApplicationError,
    HistoryError,
    MachineCodeError,
    PolicyError,
    RecordError,
    SgpolicyError,
    UnknownPolicyError,
    UnknownReadingError,
)
from sgpolicy.model.outcome import Outcome

if TYPE_CHECKING:
    from sgpolicy.applicability import Applicability, Applicable, applicable
    from sgpolicy.applying.problems import Problem
    from sgpolicy.brief_status import BriefDuty, BriefStatus, BriefStep, BriefTitle
    from sgpolicy.clause_view import ClauseView
    from sgpolicy.compiled import CompiledPolicy
    from sgpolicy.decision import Amount, Decision, Pending, RuleResult
    from sgpolicy.diagnostics.records import Diagnostic
    from sgpolicy.holidays import published_holidays
    from sgpolicy.model.applicability import Wanted
    from sgpolicy.model.calendar import YearCalendar
    from sgpolicy.model.citation import Citation, Clause
    from sgpolicy.model.coverage import Coverage
    from sgpolicy.model.history import Event, History
    from sgpolicy.model.holidays import HolidayTable
    from sgpolicy.model.record import Record
    from sgpolicy.model.sharing import SharedData
    from sgpolicy.opening import CheckReport, check, load, shipped, store
    from sgpolicy.outcomes import Outcomes
    from sgpolicy.policy import Policy
    from sgpolicy.record_keeping import record_schema
    from sgpolicy.registers.files import RegisterReport
    from sgpolicy.registers.rows import RegisteredDuty, RegisteredStep, RegisterRow
    from sgpolicy.rendering import RenderedExplanation
    from sgpolicy.rendering.applicability import RenderedApplicability
    from sgpolicy.rendering.papers import PaperError, RenderedNotice
    from sgpolicy.rendering.report import RenderedReport
    from sgpolicy.rendering.standing import RenderedStanding
    from sgpolicy.rendering.status import RenderedAccount
    from sgpolicy.rendering.timeline import Timeline
    from sgpolicy.rounds import round_page, round_workbook
    from sgpolicy.standings import Standing, Standings
    from sgpolicy.status import Status
    from sgpolicy.tables.batches import BatchReport
    from sgpolicy.tables.columns import FrameError, FrameProblem
    from sgpolicy.verifying import Mismatch, Verification, verify
    from sgpolicy.vocabulary import SameName, SharedVocabulary, shared_vocabulary

__version__ = "0.1.0"

__all__ = [
    "Amount",
    "Applicability",
    "Applicable",
    "ApplicationError",
    "BatchReport",
    "BriefDuty",
    "BriefStatus",
    "BriefStep",
    "BriefTitle",
    "CheckReport",
    "Citation",
    "Clause",
    "ClauseView",
    "CompiledPolicy",
    "Coverage",
    "Decision",
    "Diagnostic",
    "Event",
    "FrameError",
    "FrameProblem",
    "History",
    "HistoryError",
    "HolidayTable",
    "MachineCodeError",
    "Mismatch",
    "Outcome",
    "Outcomes",
    "PaperError",
    "Pending",
    "Policy",
    "PolicyError",
    "Problem",
    "Record",
    "RecordError",
    "RegisterReport",
    "RegisterRow",
    "RegisteredDuty",
    "RegisteredStep",
    "RenderedAccount",
    "RenderedApplicability",
    "RenderedExplanation",
    "RenderedNotice",
    "RenderedReport",
    "RenderedStanding",
    "RuleResult",
    "SameName",
    "SgpolicyError",
    "SharedData",
    "SharedVocabulary",
    "Standing",
    "Standings",
    "Status",
    "Timeline",
    "UnknownPolicyError",
    "UnknownReadingError",
    "Verification",
    "Wanted",
    "YearCalendar",
    "__version__",
    "applicable",
    "check",
    "load",
    "published_holidays",
    "record_schema",
    "round_page",
    "round_workbook",
    "shared_vocabulary",
    "shipped",
    "store",
    "verify",
]

_PLACES = {
    "Record": "sgpolicy.model.record",
    "Mismatch": "sgpolicy.verifying",
    "Verification": "sgpolicy.verifying",
    "verify": "sgpolicy.verifying",
    "record_schema": "sgpolicy.record_keeping",
    "Applicability": "sgpolicy.applicability",
    "Applicable": "sgpolicy.applicability",
    "Wanted": "sgpolicy.model.applicability",
    "applicable": "sgpolicy.applicability",
    "RenderedApplicability": "sgpolicy.rendering.applicability",
    "SameName": "sgpolicy.vocabulary",
    "SharedVocabulary": "sgpolicy.vocabulary",
    "shared_vocabulary": "sgpolicy.vocabulary",
    "SharedData": "sgpolicy.model.sharing",
    "Policy": "sgpolicy.policy",
    "ClauseView": "sgpolicy.clause_view",
    "CompiledPolicy": "sgpolicy.compiled",
    "BatchReport": "sgpolicy.tables.batches",
    "FrameError": "sgpolicy.tables.columns",
    "FrameProblem": "sgpolicy.tables.columns",
    "BriefStep": "sgpolicy.brief_status",
    "BriefDuty": "sgpolicy.brief_status",
    "BriefTitle": "sgpolicy.brief_status",
    "BriefStatus": "sgpolicy.brief_status",
    "RegisterReport": "sgpolicy.registers.files",
    "RegisterRow": "sgpolicy.registers.rows",
    "RegisteredDuty": "sgpolicy.registers.rows",
    "RegisteredStep": "sgpolicy.registers.rows",
    "Outcomes": "sgpolicy.outcomes",
    "Amount": "sgpolicy.decision",
    "Decision": "sgpolicy.decision",
    "Pending": "sgpolicy.decision",
    "RuleResult": "sgpolicy.decision",
    "Problem": "sgpolicy.applying.problems",
    "Diagnostic": "sgpolicy.diagnostics.records",
    "Citation": "sgpolicy.model.citation",
    "Clause": "sgpolicy.model.citation",
    "Coverage": "sgpolicy.model.coverage",
    "RenderedExplanation": "sgpolicy.rendering",
    "RenderedNotice": "sgpolicy.rendering.papers",
    "PaperError": "sgpolicy.rendering.papers",
    "round_workbook": "sgpolicy.rounds",
    "RenderedReport": "sgpolicy.rendering.report",
    "round_page": "sgpolicy.rounds",
    "RenderedAccount": "sgpolicy.rendering.status",
    "RenderedStanding": "sgpolicy.rendering.standing",
    "Timeline": "sgpolicy.rendering.timeline",
    "Standing": "sgpolicy.standings",
    "Standings": "sgpolicy.standings",
    "Status": "sgpolicy.status",
    "Event": "sgpolicy.model.history",
    "History": "sgpolicy.model.history",
    "HolidayTable": "sgpolicy.model.holidays",
    "YearCalendar": "sgpolicy.model.calendar",
    "published_holidays": "sgpolicy.holidays",
}
_LATE = {*__all__} - {*globals()}


def __getattr__(name: str) -> object:
    """Import the rest when it is first used: `import sgpolicy` alone stays fast."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_PLACES.get(name, "sgpolicy.opening")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
