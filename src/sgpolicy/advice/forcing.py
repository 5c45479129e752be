"""Whether what is given forces an outcome, whatever the rest: asked many times, within a limit."""

from __future__ import annotations

from sgpolicy.advice.situations import Situation
from sgpolicy.evaluating.diagrams import TRUE, TooLarge
from sgpolicy.evaluating.interpreter import conclusion
from sgpolicy.evaluating.residual import residual
from sgpolicy.evaluating.solving import Solution
from sgpolicy.evaluating.trying import Trial
from sgpolicy.model.outcome import Outcome


class Forcing:
    """Asks of situations what outcome every completion has.

    Attributes:
        left: How many conditions may still be tried.
        is_certain: Whether every question so far could be answered.
    """

    def __init__(self, most: int, most_at_once: int) -> None:
        """Begin.

        Args:
            most: How many conditions may be tried in all.
            most_at_once: How many for one question.
        """
        self.left = most
        self.is_certain = True
        self._most_at_once = most_at_once

    def outcome(self, situation: Situation) -> Outcome | None:
        """The outcome that all completions have; None where they differ, or that took too long."""
        run = situation.run()
        outcome = conclusion(run)
        if outcome.is_decided:
            return outcome
        if self.left <= 0:
            self.is_certain = False
            return None
        for key in situation.prepared.nodes:
            run.node(key)
        trial = Trial(run, min(self._most_at_once, self.left))
        try:
            left = residual(run)
            solution = Solution(trial, left, [trial.question(expr) for expr in left.atoms])
        except (TooLarge, RecursionError):
            self.left -= self._most_at_once
            self.is_certain = False
            return None
        self.left -= trial.spent
        if solution.exempt == TRUE:
            return Outcome.NOT_APPLICABLE
        if solution.matters:
            return None
        return Outcome.MET if solution.met == TRUE else Outcome.NOT_MET
