"""Representative values: enough of them that every way the open conditions can come out occurs.

Truths, choices and sets have finitely many values. For numbers and days the values that matter are
where a condition turns, one step before and after, and the ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from sgpolicy.evaluating.diagrams import TooLarge
from sgpolicy.evaluating.running import Unknown
from sgpolicy.evaluating.trying import Question, Trial
from sgpolicy.evaluating.turning import ends, numbers, turns
from sgpolicy.evaluating.unknowns import Variable
from sgpolicy.model.core import Expr, Member, SetCompare, Size
from sgpolicy.model.types import Type

Domains = dict[Unknown, tuple[Any, ...]]

_ROUNDS = 2
_MOST_NUMBERS = 60
_MOST_DAYS = 2000
_MOST_NAMED = 10
_FIRST, _LAST = date(1900, 1, 1), date(2200, 1, 1)


def domains(trial: Trial, questions: Sequence[Question]) -> Domains:
    """Representative values of every unknown that some open conditions rest on.

    Raises:
        TooLarge: If an unknown has too many values to try, or is of a kind that has none.
    """
    found = _values(trial, questions)
    _add_numbers(trial, questions, found)
    return found


def first_values(trial: Trial, questions: Sequence[Question]) -> Domains:
    """Fewer of them: of numbers those at the ends, and where a condition on nothing else turns.

    What is tried for these does not count.

    Raises:
        TooLarge: As in `domains`.
    """
    found = _values(trial, questions)
    for question in questions:
        if len(question.variables) == 1:
            (unknown,) = question.variables
            near = dict.fromkeys(numbers(trial.look, question, {}, unknown))
            found[unknown] = tuple(dict.fromkeys((*found[unknown], *near)))
    return found


def rough_values(trial: Trial, questions: Sequence[Question]) -> Domains:
    """All values of the unknowns that are no numbers.

    Raises:
        TooLarge: As in `domains`.
    """
    return _values(trial, questions, with_numbers=False)


def _values(trial: Trial, questions: Sequence[Question], *, with_numbers: bool = True) -> Domains:
    """Representative values, of numbers only those at the ends."""
    found: Domains = {}
    exprs: dict[Unknown, list[Expr]] = {}
    variables: dict[Unknown, Variable] = {}
    for question in questions:
        for unknown, variable in question.variables.items():
            if with_numbers or variable.bounds is None:
                exprs.setdefault(unknown, []).append(question.expr)
                variables.setdefault(unknown, variable)
    for unknown, variable in variables.items():
        basis = (part for expr in exprs[unknown] for part in trial.unknowns.basis(expr))
        match variable.type.kind:
            case "truth":
                found[unknown] = (True, False)
            case "choice":
                found[unknown] = _choices(variable.type, basis)
            case "set":
                found[unknown] = _subsets(variable.type, basis)
            case "date":
                found[unknown] = (trial.run.on,)
            case _ if variable.bounds is not None:
                found[unknown] = tuple(ends(variable))
            case _:
                raise TooLarge
    _add_days(trial, questions, found)
    return found


def _choices(kind: Type, basis: Iterator[Expr]) -> tuple[str, ...]:
    named = dict.fromkeys(kind.members)
    for expr in basis:
        if isinstance(expr, Member) and expr.value.type.domain == kind.domain:
            named.update(dict.fromkeys(expr.members))
    return tuple(named)


def _subsets(kind: Type, basis: Iterator[Expr]) -> tuple[frozenset[str], ...]:
    """Every set of the members that conditions name, with none, one or all of the others."""
    named: set[str] = set()
    is_sized = False
    for expr in basis:
        if isinstance(expr, SetCompare) and expr.value.type.domain == kind.domain:
            named.update(expr.members)
        is_sized = is_sized or isinstance(expr, Size)
    if len(named) > _MOST_NAMED:
        raise TooLarge
    others = [member for member in kind.members if member not in named]
    most = len(others) if is_sized else min(len(others), 1)
    return tuple(
        frozenset((*chosen, *others[:number]))
        for size in range(len(named) + 1)
        for chosen in combinations(sorted(named), size)
        for number in range(most + 1)
    )


def _add_days(trial: Trial, questions: Sequence[Question], found: Domains) -> None:
    days: dict[Unknown, set[date]] = {}
    pairs = []
    for question in questions:
        dated = [key for key, one in question.variables.items() if one.type.kind == "date"]
        if not dated:
            continue
        turning = turns(trial, question.expr)
        near = turning.days()
        for unknown in dated:
            days.setdefault(unknown, {_FIRST, trial.run.on, _LAST}).update(near)
        if len(dated) > 1:
            pairs.append((dated, turning))
    for dated, turning in pairs:
        known = {unknown: frozenset(days[unknown]) for unknown in dated}
        for unknown in dated:
            for other in dated:
                if other != unknown:
                    days[unknown] |= turning.around(known[other])
    for unknown, near in days.items():
        if len(near) > _MOST_DAYS:
            raise TooLarge
        found[unknown] = tuple(sorted(near))


def _add_numbers(trial: Trial, questions: Sequence[Question], found: Domains) -> None:
    for _ in range(_ROUNDS):
        grown: dict[Unknown, set[Any]] = {}
        for question in questions:
            for unknown, variable in question.variables.items():
                if variable.bounds is not None:
                    turning = grown.setdefault(unknown, set(found[unknown]))
                    if len(turning) < _MOST_NUMBERS:
                        turning.update(numbers(trial.step, question, found, unknown))
        if all(len(values) == len(found[unknown]) for unknown, values in grown.items()):
            break
        for unknown, values in grown.items():
            known = sorted(value for value in values if value is not None)
            found[unknown] = (*known, None) if None in values else tuple(known)
