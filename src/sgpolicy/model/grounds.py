"""Grounds: what a decision rests on, or waits for, without the letter around it."""

from __future__ import annotations

from collections.abc import Iterator

from sgpolicy.model.citation import Citation
from sgpolicy.model.explanation import Need, Part, Reason
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a letter says of a decision, as records: clauses, tests, values, bounds, shortfalls, needs.

    Attributes:
        outcome: The decision's, exact also where something is missing.
        decided: For a decided outcome, the nodes and tests that decided it, from the decision down;
            as in `Explanation`, and so are the others.
        is_by_cases: The outcome holds in every completion, though no single clause decides it.
        open_facts: For `is_by_cases`, the names of unstated facts whose every answer leads there.
        missing: What the applicant has to supply. `awaiting`: what waits for assessors.

    Example:
        >>> from datetime import date
        >>> import sgpolicy
        >>> compiled = sgpolicy.load("shaoguan-2022-188").compiled()
        >>> grounds = compiled.decide({"资产总额": "9万元"}, on=date(2026, 11, 22)).grounds
        >>> grounds.outcome.zh, grounds.missing[0].name
        ('待补材料', '韶关注册')
    """

    outcome: Outcome
    decided: tuple[Part, ...] = ()
    is_by_cases: bool = False
    open_facts: tuple[str, ...] = ()
    missing: tuple[Need, ...] = ()
    awaiting: tuple[Need, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The tests that decided, one after the other: each with its clause, value, bound and shortfall."""
        return tuple(reason for part in self.decided for reason in _tests(part))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where those tests stand, each place once, with the exceptions that applied."""
        found: dict[Citation, None] = {}
        for reason in self.reasons:
            found[reason.citation] = None
            found.update((cited, None) for cited, applies in reason.exceptions if applies)
        return tuple(found)


def _tests(part: Part) -> Iterator[Reason]:
    yield from part.reasons
    for inner in part.parts:
        yield from _tests(inner)
