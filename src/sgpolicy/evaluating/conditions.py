"""Truth-valued expressions, made ready to run: each run yields a `Step`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import assert_never

from sgpolicy.evaluating.cells import read
from sgpolicy.evaluating.chain import Grade, all_of, at_least, branch, negation, outcome_of
from sgpolicy.evaluating.ranges import compared
from sgpolicy.evaluating.running import Condition, Maker, Run
from sgpolicy.evaluating.settling import may_be_of_nothing
from sgpolicy.model.core import (
    Accrual,
    Actors,
    All,
    AsOf,
    AtLeast,
    AtYear,
    Branch,
    CalendarYear,
    Column,
    Compare,
    Constant,
    DateConstant,
    DayBefore,
    Elapsed,
    EndOf,
    Expr,
    Extreme,
    FactRef,
    Judged,
    Later,
    Member,
    Not,
    Operator,
    Pick,
    Preceding,
    Product,
    Ratio,
    Ref,
    SetCompare,
    SetOperator,
    Size,
    Stretch,
    Sum,
    Tally,
    ThatYear,
    Truth,
    Within,
)
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range, Reading, Step
from sgpolicy.operators.periods import has_elapsed


def condition(maker: Maker, expr: Expr) -> Condition:
    """Make a truth-valued expression ready to run.

    Raises:
        TypeError: If the expression has another type.
    """
    match expr:
        case Truth(value=value):
            step = Step(expr, decided(is_met=value))
            return lambda _: step
        case Compare():
            return _compare(maker, expr)
        case Elapsed():
            return _elapsed(maker, expr)
        case Within():
            return _within(maker, expr)
        case Member():
            return _member(maker, expr)
        case SetCompare():
            return _set_compare(maker, expr)
        case Not(operand=operand):
            return _graded(maker, expr, (operand,), lambda grades: negation(grades[0]))
        case All(operands=operands):
            return _graded(maker, expr, operands, all_of)
        case AtLeast(number=number, operands=operands):
            return _graded(maker, expr, operands, lambda grades: at_least(number, grades))
        case Branch():
            return _branch(maker, expr)
        case Judged():
            return _judged(expr)
        case FactRef():
            return _fact(expr)
        case Ref():
            return _referred(expr)
        case Pick():
            return _picked(maker, expr)
        case (
            Column()
            | Constant()
            | Sum()
            | Ratio()
            | Product()
            | Accrual()
            | Size()
            | Tally()
            | AtYear()
            | DateConstant()
            | AsOf()
            | Later()
            | DayBefore()
            | CalendarYear()
            | Preceding()
            | Stretch()
            | EndOf()
            | Extreme()
            | ThatYear()
            | Actors()
        ):
            message = f"{type(expr).__name__} is neither true nor false"
            raise TypeError(message)
        case _:
            assert_never(expr)


def decided(*, is_met: bool) -> Outcome:
    """符合 or 不符合."""
    return Outcome.MET if is_met else Outcome.NOT_MET


def is_absent(reading: Reading) -> bool:
    """Whether it is known that there is no such value: of an event that did not happen."""
    return reading.source == "absent"


def open_or_absent(*readings: Reading) -> tuple[Outcome, str]:
    """What a condition comes to, and its note, while a value is not known: 不符合 if there is none."""
    if any(is_absent(reading) for reading in readings):
        return Outcome.NOT_MET, "absent"
    return Outcome.MISSING_FACTS, ""


def ordered(operator: Operator, left: date, right: date) -> bool:
    """How two days compare."""
    match operator:
        case "ge":
            return left >= right
        case "gt":
            return left > right
        case "le":
            return left <= right
        case "lt":
            return left < right
        case "eq":
            return left == right
        case "ne":
            return left != right


def matches(operator: SetOperator, value: frozenset[str], members: frozenset[str]) -> bool:
    """Whether a set contains, equals or touches `members`."""
    match operator:
        case "contains":
            return members <= value
        case "equals":
            return members == value
        case "touches":
            return not members.isdisjoint(value)


def _graded(
    maker: Maker,
    expr: Expr,
    operands: tuple[Expr, ...],
    combine: Callable[[list[Grade]], Grade],
) -> Condition:
    parts = tuple(maker.condition(operand) for operand in operands)

    def run_combination(run: Run) -> Step:
        steps = tuple([part(run) for part in parts])
        grade = combine([run.grade(step) for step in steps])
        return run.conclude(Step(expr, outcome_of(grade), steps), grade)

    return run_combination


def _compare(maker: Maker, expr: Compare) -> Condition:
    left_of, right_of = maker.figure(expr.left), maker.figure(expr.right)
    operator = expr.operator

    def run_compare(run: Run) -> Step:
        left, right = left_of(run), right_of(run)
        outcome, note = Outcome.MISSING_FACTS, ""
        one, other = left.value, right.value
        if isinstance(one, Range) and isinstance(other, Range):
            outcome = compared(operator, one, other)
            if outcome is Outcome.MET and (may_be_of_nothing(left) or may_be_of_nothing(right)):
                outcome = Outcome.MISSING_FACTS
        elif is_absent(left) or is_absent(right):
            outcome, note = Outcome.NOT_MET, "absent"
        elif expr.left.type.is_numeric:
            outcome, note = Outcome.NOT_MET, "empty_whole"
        elif isinstance(one, date) and isinstance(other, date):
            outcome = decided(is_met=ordered(operator, one, other))
        return Step(expr, outcome, (), (left, right), note)

    return run_compare


def _elapsed(maker: Maker, expr: Elapsed) -> Condition:
    start_of, end_of = maker.figure(expr.start), maker.figure(expr.end)
    length, inclusive = expr.length, expr.inclusive

    def run_elapsed(run: Run) -> Step:
        start, end = start_of(run), end_of(run)
        outcome, note = open_or_absent(start, end)
        if isinstance(start.value, date) and isinstance(end.value, date):
            outcome = decided(
                is_met=has_elapsed(start.value, end.value, length, inclusive=inclusive)
            )
        return Step(expr, outcome, (), (start, end), note)

    return run_elapsed


def _within(maker: Maker, expr: Within) -> Condition:
    day_of, stretch_of = maker.figure(expr.day), maker.figure(expr.stretch)

    def run_within(run: Run) -> Step:
        day, stretch = day_of(run), stretch_of(run)
        outcome, note = open_or_absent(day, stretch)
        if isinstance(day.value, date) and isinstance(stretch.value, tuple):
            first, last = stretch.value
            outcome = decided(is_met=first <= day.value <= last)
        return Step(expr, outcome, (), (day, stretch), note)

    return run_within


def _member(maker: Maker, expr: Member) -> Condition:
    value_of, members = maker.figure(expr.value), frozenset(expr.members)

    def run_member(run: Run) -> Step:
        value = value_of(run)
        outcome, note = open_or_absent(value)
        if isinstance(value.value, str):
            outcome = decided(is_met=value.value in members)
        return Step(expr, outcome, (), (value,), note)

    return run_member


def _set_compare(maker: Maker, expr: SetCompare) -> Condition:
    value_of, members = maker.figure(expr.value), frozenset(expr.members)
    operator = expr.operator

    def run_set_compare(run: Run) -> Step:
        value = value_of(run)
        outcome, note = open_or_absent(value)
        if isinstance(value.value, frozenset):
            outcome = decided(is_met=matches(operator, value.value, members))
        return Step(expr, outcome, (), (value,), note)

    return run_set_compare


def _branch(maker: Maker, expr: Branch) -> Condition:
    condition_of = maker.condition(expr.condition)
    then_of, otherwise_of = maker.condition(expr.then), maker.condition(expr.otherwise)

    def run_branch(run: Run) -> Step:
        asked = condition_of(run)
        condition_grade = run.grade(asked)
        holds = min(condition_grade)
        then = _aside(run, then_of) if holds == 0 else then_of(run)
        otherwise = _aside(run, otherwise_of) if holds == 3 else otherwise_of(run)
        grade = branch(condition_grade, run.grade(then), run.grade(otherwise))
        step = Step(expr, outcome_of(grade), (asked, then, otherwise))
        return run.conclude(step, grade)

    return run_branch


def _aside(run: Run, part: Condition) -> Step:
    """Run a part that does not decide: what it consults is not relied on."""
    before = run.used
    run.used = set()
    step = part(run)
    run.used = before
    return step


def _judged(expr: Judged) -> Condition:
    finding = expr.finding

    def run_judged(run: Run) -> Step:
        record, _ = run.judgement(finding)
        if record is not None:
            return Step(expr, decided(is_met=record.met))
        if run.assumed:
            supposed = run.assumed.get(("finding", finding, None, None))
            if supposed is not None:
                return Step(expr, decided(is_met=supposed))
        return Step(expr, Outcome.AWAITING_FINDINGS)

    return run_judged


def _fact(expr: FactRef) -> Condition:
    key = expr.fact

    def run_fact(run: Run) -> Step:
        value: Reading = read(run, run.prepared.facts[key], expr)
        outcome = Outcome.MISSING_FACTS
        if value.value is not None:
            outcome = decided(is_met=bool(value.value))
        return Step(expr, outcome, (), (value,))

    return run_fact


def _referred(expr: Ref) -> Condition:
    key = expr.node

    def run_ref(run: Run) -> Step:
        outcome = run.node(key).outcome
        if outcome is None:
            message = f"node {key} is not truth-valued"
            raise TypeError(message)
        step = Step(expr, outcome)
        grade = run.node_grades.get(key)
        return step if grade is None else run.conclude(step, grade)

    return run_ref


def _picked(maker: Maker, expr: Pick) -> Condition:
    branches = {reading: maker.condition(branch) for reading, branch in expr.branches}
    interpretation = expr.interpretation

    def run_pick(run: Run) -> Step:
        run.used.add(interpretation)
        inner = branches[run.readings[interpretation]](run)
        return run.conclude(Step(expr, inner.outcome, (inner,)), run.grade(inner))

    return run_pick
