"""Why a compiled policy's outcomes are what they are: from the outcomes themselves, or from the whole trace."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from sgpolicy.evaluating.generated.reasons import Reasons
from sgpolicy.evaluating.generated.runtime import OUTCOMES
from sgpolicy.evaluating.looking import Conditions, Look

if TYPE_CHECKING:
    from datetime import date

    from sgpolicy.evaluating.generated.engine import Generated
    from sgpolicy.explaining.grounding import Case, Grounding
    from sgpolicy.model.application import Application
    from sgpolicy.model.citation import Clause
    from sgpolicy.model.grounds import Grounds
    from sgpolicy.model.outcome import Outcome
    from sgpolicy.outcomes import Outcomes
    from sgpolicy.policy import Policy


class Reasoning:
    """The reasons for what one compiled policy gives."""

    def __init__(self, policy: Policy, generated: Generated) -> None:
        """Of a policy, and its function under some readings."""
        self._policy = policy
        self._generated = generated

    @cached_property
    def decisive(self) -> Reasons:
        """Finds the rules that decided, from the outcomes alone."""
        made = self._generated
        return Reasons(self._policy.core, made.readings, made.truths)

    @cached_property
    def _grounding(self) -> tuple[type[Case], Grounding, Conditions]:
        from sgpolicy.explaining.grounding import Case, Grounding

        made = self._generated
        grounding = Grounding(self._policy.core, made.readings, made.truths)
        return Case, grounding, Conditions(self._policy.prepared)

    def grounds_of(self, found: Outcomes) -> Grounds | None:
        """What a decision rests on, from its outcomes; None where those alone do not tell."""
        made, application, on, codes = self._generated, found.application, found.on, found.codes
        judged = made.judged(application)
        if judged is not application.findings:  # of a panel more is told than what it came to
            return None
        case_of, grounding, conditions = self._grounding
        outcome = found.outcome

        def looking() -> Look:
            prepared = self._policy.prepared
            return Look(prepared, conditions, application, on, made.readings, outcome)

        truths = codes[1] if not made.amounts else codes[1][: len(made.truths)]
        # a number without an outcome does not occur
        outcomes = cast("list[Outcome]", [OUTCOMES[code] for code in truths])
        stated = made.stated(application) if found.stated is None else found.stated
        case = case_of(
            outcomes,
            stated,
            judged,
            on,
            bool(application.ledgers),
            looking,
        )
        return grounding.of(case, outcome)

    def traced_grounds(self, application: Application, on: date) -> Grounds:
        """The same from the whole trace."""
        from sgpolicy.evaluating.interpreter import evaluate_prepared
        from sgpolicy.explaining.grounding import traced_grounds

        readings = self._generated.readings
        return traced_grounds(evaluate_prepared(self._policy.prepared, application, on, readings))

    def traced_reasons(self, application: Application, on: date) -> tuple[Clause, ...]:
        """The clauses that decided, from the whole trace: where the outcomes alone do not tell."""
        from sgpolicy.evaluating.interpreter import evaluate_prepared
        from sgpolicy.explaining import deciding_citations

        readings = self._generated.readings
        trace = evaluate_prepared(self._policy.prepared, application, on, readings, exact=False)
        return tuple(dict.fromkeys(one.clause for one in deciding_citations(trace)))
