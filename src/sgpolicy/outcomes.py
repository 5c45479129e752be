"""Every outcome of one application, and what follows from them when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sgpolicy.evaluating.generated.engine import Codes
from sgpolicy.evaluating.generated.runtime import outcome_of
from sgpolicy.model.application import Application
from sgpolicy.model.citation import Clause
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range
from sgpolicy.records import dataclass, field

if TYPE_CHECKING:
    from sgpolicy.compiled import CompiledPolicy
    from sgpolicy.decision import Decision
    from sgpolicy.model.grounds import Grounds


@dataclass(frozen=True, slots=True)
class Outcomes(Mapping[str, Outcome]):
    """Every outcome of one application: by name, id or (for clauses) citation.

    Attributes:
        compiled: The policy.
        application: What was decided.
        on: The day as of which.
        codes: The outcomes as numbers, as the function gave them.
        stated: The facts that the function was given, if they are at hand; see `Generated.stated`.
    """

    compiled: CompiledPolicy
    application: Application
    on: date
    codes: Codes
    stated: Mapping[Any, Any] | None = field(default=None, compare=False, repr=False)

    @property
    def outcome(self) -> Outcome:
        """The whole decision's outcome."""
        return outcome_of(self.codes[0])

    def __getitem__(self, name: str) -> Outcome:
        """The outcome of a rule, finding, combination, scope or clause."""
        return outcome_of(self.codes[1][self.compiled.position(name)])

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the law."""
        nodes = self.compiled.policy.core.nodes
        return (nodes[key].name for key in self.compiled.generated.truths)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.compiled.generated.truths)

    @property
    def amounts(self) -> dict[str, Fraction | Range | None]:
        """Every number that the text gives (计算), by name: between two ends while it is not known."""
        made = self.compiled.generated
        nodes = self.compiled.policy.core.nodes
        values = self.codes[1][len(made.truths) :] or made.counted(self.application, self.on)
        return {
            nodes[key].name: value if isinstance(value, Range | None) else Fraction(value)
            for key, value in zip(made.amounts, values, strict=True)
        }

    @property
    def reasons(self) -> tuple[Clause, ...]:
        """The clauses that decided, in the order of the law: those of `Decision.citations`; () while open."""
        if not self.outcome.is_decided:
            return ()
        compiled = self.compiled
        made = compiled.generated
        truths = self.codes[1][: len(made.truths)]
        nodes = compiled.reasoning.decisive.of(self.codes[0], truths)
        if nodes is None:
            return compiled.reasoning.traced_reasons(self.application, self.on)
        core = compiled.policy.core
        return tuple(sorted({core.nodes[key].citation.clause for key in nodes}))

    @property
    def grounds(self) -> Grounds:
        """What a letter says, as records: decided or open, the tests that decided, what is missing.

        The outcome is exact, as in `decision()`. Each test comes with its clause, the values that were
        compared, the bound as the rule writes it and how far off the value is; each thing that is
        missing with what is asked and who is asked. It is what `Decision.explain("letter")` words,
        except the table of amounts, the readings relied on, and values stated otherwise than ledgers
        have them.

        It takes some tens of microseconds where the outcomes tell enough, and a whole evaluation where
        they do not: mostly while something is missing that several rules ask for.

        Example:
            >>> from datetime import date
            >>> from pathlib import Path
            >>> import sgpolicy
            >>> policy = sgpolicy.load("shaoguan-2022-188")
            >>> file = Path("policies/shaoguan-2022-188/applications/不符合-差一家.yaml")
            >>> found = policy.compiled().decide(file, on=date(2026, 11, 22))
            >>> (reason,) = found.grounds.reasons
            >>> reason.citation.clause.label, reason.written, reason.shortfall.amount.low
            ('第七条第（二）项', '50家以上', Fraction(1, 1))
        """
        found = self.compiled.reasoning.grounds_of(self)
        if found is None:
            return self.compiled.reasoning.traced_grounds(self.application, self.on)
        return found

    def decision(self) -> Decision:
        """The same decided with reasons: exact where something is missing, to be explained."""
        policy = self.compiled.policy
        return policy.evaluate(self.application, on=self.on, readings=self.compiled.readings)
