"""Values worth trying: those at which the outcome can turn, by the conditions that rest on a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from sgpolicy.advice.situations import Cell, Situation
from sgpolicy.evaluating.candidates import domains
from sgpolicy.evaluating.diagrams import TooLarge
from sgpolicy.evaluating.interpreter import conclusion
from sgpolicy.evaluating.residual import residual
from sgpolicy.evaluating.running import Unknown
from sgpolicy.evaluating.trying import Trial
from sgpolicy.operators.periods import shifted

_MOST_TRIES = 20_000
STEPS: Mapping[str, Fraction] = {
    "count": Fraction(1),
    "series": Fraction(1),
    "money": Fraction(1, 100),
    "area": Fraction(1, 100),
    "share": Fraction(1, 10000),
}
"""The smallest amount by which a number of each kind is told apart: one, 分, 0.01 平方米, 0.01%."""


def representative_values(
    situation: Situation, cells: Iterable[Cell]
) -> dict[Cell, tuple[Any, ...]]:
    """Values enough of some cells that each way in which the open conditions can come out occurs.

    Cells on which no outcome can depend are left out; so are those of which there is too much to try.
    """
    wanted = tuple(cells)
    bare = situation.supposing(dict.fromkeys(wanted))
    run = bare.run()
    if conclusion(run).is_decided:
        return {}
    for key in bare.prepared.nodes:
        run.node(key)
    left = residual(run)
    trial = Trial(run, _MOST_TRIES)
    questions = [trial.question(expr) for expr in left.atoms]
    names = {unknown_of(situation, cell): cell for cell in wanted}
    asked = [one for one in questions if any(key in names for key in one.variables)]
    try:
        found = domains(trial, asked)
    except (TooLarge, RecursionError):
        return {}
    values: dict[Cell, tuple[Any, ...]] = {}
    for unknown, domain in found.items():
        cell = names.get(unknown)
        if cell is not None:
            kept = tuple(lawful(situation.fact(cell).type.kind, one) for one in domain)
            values[cell] = tuple(dict.fromkeys(one for one in kept if one is not None))
    return values


def unknown_of(situation: Situation, cell: Cell) -> Unknown:
    """What a cell is to an evaluation in which it is not known."""
    split = situation.fact(cell).split
    return ("fact", cell.fact, None if split is None else situation.readings[split], cell.year)


def lawful(kind: str, value: Any) -> Any:  # noqa: ANN401
    """A number as it can be stated: whole for counts, not negative, a share at most all; None if none."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return value
    if value < 0 or (kind == "share" and value > 1):
        return None
    step = STEPS.get(kind, Fraction(1))
    whole = ceil(Fraction(value) / step) * step
    return whole.numerator if whole.denominator == 1 else whole


def steps_between(kind: str, one: Any, other: Any) -> int:  # noqa: ANN401
    """How many steps it is from one value to another; negative downwards."""
    if isinstance(one, date):
        return int((other - one).days)
    gap = Fraction(other - one) / STEPS[kind]
    return ceil(gap) if gap > 0 else -ceil(-gap)


def stepped(kind: str, value: Any, steps: int) -> Any:  # noqa: ANN401
    """A value some steps further."""
    if isinstance(value, date):
        return value + timedelta(days=steps) if abs(steps) < 400_000 else shifted(value, steps)
    found = Fraction(value) + steps * STEPS[kind]
    return found.numerator if found.denominator == 1 else found
