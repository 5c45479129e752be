"""Outcomes → Grounds: for each rule a recipe of what it tells, so that only the deciding ones are looked at.

The meaning is that of the walk down a trace (`explaining.deciding`, `explaining.needs`); here it is prepared
once for a policy under fixed readings and run on the outcomes that the generated function gave.
"""

from __future__ import annotations

from sgpolicy.explaining.grounding.case import Case
from sgpolicy.explaining.grounding.prepared import Grounding, traced_grounds

__all__ = ["Case", "Grounding", "traced_grounds"]
