"""Trace → Explanation: what decided, what is missing, how far off, before any wording.

`explain` is the way in, `account` for a history; `deciding_citations`, `deciding_facts` and
`cited_application` say what a decision rests on.
"""

from sgpolicy.explaining.accounting import account
from sgpolicy.explaining.assembling import explain
from sgpolicy.explaining.calendaring import year_calendar
from sgpolicy.explaining.citing import cited_application, deciding_citations, deciding_facts

__all__ = [
    "account",
    "cited_application",
    "deciding_citations",
    "deciding_facts",
    "explain",
    "year_calendar",
]
