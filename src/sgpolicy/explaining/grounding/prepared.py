"""Grounds without a trace: from the outcomes of every rule, what decided or is waited for, prepared once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sgpolicy.explaining.assembling import explain
from sgpolicy.explaining.grounding.asking import Asking, open_outcome
from sgpolicy.explaining.grounding.case import Case, Unclear
from sgpolicy.explaining.grounding.showing import Showing
from sgpolicy.explaining.grounding.telling import Telling
from sgpolicy.explaining.grounding.walking import Walking
from sgpolicy.explaining.grounding.weighing import OPEN, Weighing
from sgpolicy.model.application import Application
from sgpolicy.model.core import Core
from sgpolicy.model.grounds import Grounds
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import NodeTrace, Trace


class Grounding:
    """A policy under fixed readings, ready to say what decisions rest on.

    Safe to share between threads: what is prepared at first use is the same whoever prepares it.
    """

    def __init__(self, core: Core, readings: Mapping[str, str], truths: Sequence[str]) -> None:
        """Prepare a policy.

        Args:
            core: The policy.
            readings: Interpretation id → reading id, for all.
            truths: Ids of the truth-valued nodes, in the order of `Case.outcomes`.
        """
        nodes = {key: NodeTrace(key, None) for key in core.nodes}
        nothing = Application({})
        blank = Trace(core, nothing, date.min, readings, (), Outcome.MISSING_FACTS, nodes)
        weighing = Weighing(core, readings, truths)
        self._core = core
        self._places = weighing.positions
        self._walking = Walking(core, weighing, Telling(Showing(blank)))
        self._asking = Asking(core, weighing, blank)

    def of(self, case: Case, outcome: Outcome) -> Grounds | None:
        """What a decision rests on or waits for; None where only its whole trace tells.

        Args:
            case: The application.
            outcome: What it came to along the chain.
        """
        try:
            if outcome in OPEN:
                pending = self._asking.needs(case)
                return Grounds(
                    open_outcome(outcome, pending),
                    missing=tuple(need for need in pending if need.kind == "fact"),
                    awaiting=tuple(need for need in pending if need.kind == "finding"),
                )
            if any(case.outcomes[self._places[key]] in OPEN for key in self._core.scopes):
                return None
            return Grounds(outcome, self._walking.decided(case, outcome))
        except Unclear:
            return None


def traced_grounds(trace: Trace) -> Grounds:
    """The same from an exact trace."""
    found = explain(trace, "line")
    return Grounds(
        found.outcome,
        found.decided,
        found.is_by_cases,
        found.open_facts,
        found.missing,
        found.awaiting,
    )
