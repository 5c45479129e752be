"""Tests, prepared: where one of them decided, the `Reason` that it gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sgpolicy.explaining import shortfalls
from sgpolicy.explaining.grounding.case import Case
from sgpolicy.explaining.grounding.showing import Showing, Shown
from sgpolicy.explaining.reasons import Setting, reason_of
from sgpolicy.model.core import (
    Compare,
    Elapsed,
    Expr,
    FactRef,
    Judged,
    Member,
    SetCompare,
    Truth,
)
from sgpolicy.model.explanation import Reason, Shortfall, Value
from sgpolicy.model.judgement import Judgement
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Reading, Step
from sgpolicy.records import maker, replace

Told = Callable[[Case], Reason | None]

make_reason = maker(Reason)


class Telling:
    """Prepares the reasons that tests give under fixed readings."""

    def __init__(self, showing: Showing) -> None:
        self._showing = showing

    def fixed(self, expr: Expr, target: Outcome, setting: Setting) -> Reason | None:
        """The reason that a test gives of whoever applies; None where it depends on that."""
        if not isinstance(expr, FactRef) or self._showing.blank.core.facts[expr.fact].computed:
            return None
        stated = Reading(expr, target is Outcome.MET, "stated")
        step = Step(expr, target, (), (stated,))
        return reason_of(step, setting, self._showing.blank)

    def of(self, expr: Expr, target: Outcome, setting: Setting) -> Told | None:
        """A function that gives a test's reason where it came to `target`; None where it has none."""
        if isinstance(expr, Truth):
            return None
        template = reason_of(Step(expr, target), setting, self._showing.blank)
        if template is None:
            return None

        def looked_up(case: Case) -> Reason | None:
            looking = case.looked
            return reason_of(looking.step(expr), setting, looking.trace)

        match expr:
            case FactRef():
                return self._fact(expr, target, setting, looked_up)
            case Judged():
                return self._judged(expr, template)
            case Compare(left=left, right=right) if left.type.is_numeric:
                unit = left.type.unit or right.type.unit
                sides = [self._showing.of(one, _unit_for(one, unit)) for one in (left, right)]
                bound = self._showing.constant(right, _unit_for(right, unit))
                return _valued(template, sides, looked_up, self._compared(expr, template), bound)
            case Elapsed(start=start, end=end):
                sides = [self._showing.of(one) for one in (start, end)]
                return _valued(template, sides, looked_up, self._elapsed(expr, template))
            case Member() | SetCompare():
                return _valued(template, [self._showing.of(expr.value)], looked_up, None)
            case _:
                return looked_up

    def _fact(self, expr: FactRef, target: Outcome, setting: Setting, looked_up: Told) -> Told:
        """A yes-or-no fact: its outcome is its value."""
        fixed = self.fixed(expr, target, setting)
        if fixed is not None:
            return lambda _: fixed
        blank = self._showing.blank
        stated = Reading(expr, target is Outcome.MET, "stated")
        told = reason_of(Step(expr, target, (), (stated,)), setting, blank)
        return lambda case: looked_up(case) if case.has_ledgers else told

    def _judged(self, expr: Judged, template: Reason) -> Told:
        """A finding: once it is decided there is a record that counts."""
        actors, finding, plain = self._showing.blank.core.actors, expr.finding, template.judgement
        if plain is None:
            raise TypeError("a finding's reason is a judgement")

        def told(case: Case) -> Reason:
            record = case.findings[finding]
            by = actors[record.by].name if record.by in actors else record.by
            judgement = Judgement(
                plain.question,
                plain.evidence,
                plain.assessors,
                record.met,
                by,
                record.on,
                record.evidence,
                record.note,
                person=record.person,
                role=record.role,
            )
            return replace(template, judgement=judgement)

        return told

    def _compared(self, expr: Compare, template: Reason) -> _Short | None:
        if template.outcome is not Outcome.NOT_MET or template.is_negated:
            return None
        return lambda values: shortfalls.compared(expr, values[0], values[1])

    def _elapsed(self, expr: Elapsed, template: Reason) -> _Short | None:
        if template.outcome is not Outcome.NOT_MET or template.is_negated:
            return None

        def short(values: tuple[Value, ...]) -> Shortfall | None:
            start = values[0].datum
            known = start if isinstance(start, date) else None
            return shortfalls.elapsed(expr, Reading(expr.start, known, "stated"))

        return short


_Short = Callable[[tuple[Value, ...]], Shortfall | None]


def _unit_for(expr: Expr, unit: str | None) -> str | None:
    return unit if expr.type.kind in ("count", "money") else None


def _valued(
    template: Reason,
    sides: list[Shown | None],
    looked_up: Told,
    short: _Short | None,
    bound: Value | None = None,
) -> Told:
    """A test of one value or two; the interpreter is asked where one of them cannot be shown.

    `bound` is the second where it is the same for everybody.
    """
    known = [side for side in sides if side is not None]
    if len(known) < len(sides):
        return looked_up
    left_of, right_of = known[0], known[-1]
    is_pair = len(known) == 2
    fixed = bound if is_pair else None
    # taken out once, since `replace` would look up each field every time
    node, name, kind, citation = template.node, template.name, template.kind, template.citation
    outcome, test, operator = template.outcome, template.test, template.operator
    written, members, length = template.written, template.members, template.length
    is_inclusive, is_negated = template.is_inclusive, template.is_negated
    exceptions, any_of = template.exceptions, template.any_of

    def told(case: Case) -> Reason | None:
        left = left_of(case)
        right = fixed or (right_of(case) if is_pair else left)
        if left is None or right is None:
            return looked_up(case)
        values = (left, right) if is_pair else (left,)
        return make_reason(
            node, name, kind, citation, outcome, test, operator, values, written, members, length,
            is_inclusive, is_negated, None if short is None else short(values), None, exceptions,
            any_of,
        )  # fmt: skip

    return told
