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
    PolicyError,
    SgpolicyError,
    UnknownPolicyError,
    UnknownReadingError,
)
from sgpolicy.model.outcome import Outcome

if TYPE_CHECKING:
    from sgpolicy.applying.problems import Problem
    from sgpolicy.clause_view import ClauseView
    from sgpolicy.decision import Amount, Decision, Pending, RuleResult
    from sgpolicy.diagnostics.records import Diagnostic
    from sgpolicy.holidays import published_holidays
    from sgpolicy.model.calendar import YearCalendar
    from sgpolicy.model.citation import Citation, Clause
    from sgpolicy.model.coverage import Coverage
    from sgpolicy.model.history import Event, History
    from sgpolicy.model.holidays import HolidayTable
    from sgpolicy.policy import CheckReport, Policy, check, load, shipped
    from sgpolicy.rendering import RenderedExplanation
    from sgpolicy.rendering.standing import RenderedStanding
    from sgpolicy.rendering.status import RenderedAccount
    from sgpolicy.rendering.timeline import Timeline
    from sgpolicy.standings import Standing, Standings
    from sgpolicy.status import Status

__version__ = "0.1.0"

__all__ = [
    "Amount",
    "ApplicationError",
    "CheckReport",
    "Citation",
    "Clause",
    "ClauseView",
    "Coverage",
    "Decision",
    "Diagnostic",
    "Event",
    "History",
    "HistoryError",
    "HolidayTable",
    "Outcome",
    "Pending",
    "Policy",
    "PolicyError",
    "Problem",
    "RenderedAccount",
    "RenderedExplanation",
    "RenderedStanding",
    "RuleResult",
    "SgpolicyError",
    "Standing",
    "Standings",
    "Status",
    "Timeline",
    "UnknownPolicyError",
    "UnknownReadingError",
    "YearCalendar",
    "__version__",
    "check",
    "load",
    "published_holidays",
    "shipped",
]

_PLACES = {
    "ClauseView": "sgpolicy.clause_view",
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

    value = getattr(import_module(_PLACES.get(name, "sgpolicy.policy")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
