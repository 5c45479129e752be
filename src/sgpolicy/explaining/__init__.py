"""Trace → Explanation: what decided, what is missing, how far off, before any wording.

`explain` is the way in, `account` and `year_calendar` for a history; `deciding_citations`, `deciding_facts`
and `cited_application` say what a decision rests on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.explaining.assembling import explain
from sgpolicy.explaining.citing import cited_application, deciding_citations, deciding_facts

if TYPE_CHECKING:
    from sgpolicy.explaining.accounting import account
    from sgpolicy.explaining.calendaring import year_calendar

__all__ = [
    "account",
    "cited_application",
    "deciding_citations",
    "deciding_facts",
    "explain",
    "year_calendar",
]
_OF_HISTORIES = {"account": "accounting", "year_calendar": "calendaring"}


def __getattr__(name: str) -> object:
    """What histories need is imported when it is asked for: decisions start faster without."""
    if name not in _OF_HISTORIES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_OF_HISTORIES[name]}"), name)
