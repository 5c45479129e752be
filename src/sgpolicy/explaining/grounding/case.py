"""One application as it is looked at: its outcomes, what is stated, and the interpreter for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sgpolicy.model.application import FindingRecord
from sgpolicy.model.core import Expr
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Step, Trace
from sgpolicy.records import dataclass, field


class Unclear(Exception):  # noqa: N818 - no error: whoever asks takes the whole trace
    """What is prepared does not tell."""


class Looking(Protocol):
    """The interpreter, asked for single conditions."""

    @property
    def trace(self) -> Trace:
        """The trace of what was looked at; a node is evaluated when it is first looked up."""

    def step(self, expr: Expr) -> Step:
        """A condition, evaluated."""


@dataclass(slots=True)
class Case:
    """One application under one policy.

    Attributes:
        outcomes: Of every truth-valued node, in the order agreed with `Grounding`.
        facts: What is stated, by fact; of a fact split by readings, for the reading in force.
        has_ledgers: Whether facts may come from elsewhere.
        looking: Makes the interpreter ready, once it is needed.
        seen: The nodes that were told, of those that are referred to more than once.
    """

    outcomes: Sequence[Outcome]
    facts: Mapping[Any, Any]
    findings: Mapping[str, FindingRecord]
    on: date
    has_ledgers: bool
    looking: Callable[[], Looking]
    seen: set[str] = field(default_factory=set)
    _looked: Looking | None = None

    @property
    def looked(self) -> Looking:
        """The interpreter."""
        found = self._looked
        if found is None:
            found = self._looked = self.looking()
        return found
