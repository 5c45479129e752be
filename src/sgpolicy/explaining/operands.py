"""Walking over Core expressions under the readings in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import assert_never

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
    Core,
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
    Pick,
    Preceding,
    Product,
    Ratio,
    Ref,
    SetCompare,
    Size,
    Stretch,
    Sum,
    Tally,
    ThatYear,
    Truth,
    Within,
)


def operands(expr: Expr, readings: Mapping[str, str]) -> tuple[Expr, ...]:
    """The expressions directly inside `expr`; of a `Pick`, the branch in force alone."""
    match expr:
        case Compare():
            return (expr.left, expr.right)
        case Elapsed():
            return (expr.start, expr.end)
        case Within():
            return (expr.day, expr.stretch)
        case Member() | SetCompare() | Size():
            return (expr.value,)
        case Not():
            return (expr.operand,)
        case All() | AtLeast():
            return expr.operands
        case Branch():
            return (expr.condition, expr.then, expr.otherwise)
        case Pick():
            chosen = readings.get(expr.interpretation, expr.branches[0][0])
            return tuple(branch for reading, branch in expr.branches if reading == chosen)
        case Sum():
            return tuple(term for _, term in expr.terms)
        case Ratio():
            return (expr.part, expr.whole)
        case Product():
            return (expr.left, expr.right)
        case Accrual():
            return (expr.value,)
        case Tally():
            return tuple(one for one in (expr.where, expr.summed) if one is not None)
        case AtYear():
            return (expr.series, expr.stretch)
        case Later() | DayBefore() | CalendarYear() | Preceding():
            return (expr.day,)
        case Stretch():
            return (expr.first, expr.last)
        case EndOf():
            return (expr.stretch,)
        case Extreme():
            return expr.values
        case (
            Truth()
            | Judged()
            | FactRef()
            | Ref()
            | Column()
            | Constant()
            | DateConstant()
            | AsOf()
            | ThatYear()
            | Actors()
        ):
            return ()
        case _:
            assert_never(expr)


def within(
    exprs: Iterable[Expr],
    core: Core,
    readings: Mapping[str, str],
    ledgers: Collection[str] | None = None,
) -> Iterator[Expr]:
    """Everything that `exprs` rest on, each expression once.

    References are followed into nodes (guard and body), and facts into how a ledger yields them.

    Args:
        exprs: Where to start.
        core: The policy.
        readings: Which branch of a `Pick` counts.
        ledgers: If given, facts are followed only into computations from these ledgers.
    """
    todo = list(exprs)
    seen: set[int] = set()
    while todo:
        expr = todo.pop()
        if id(expr) in seen:
            continue
        seen.add(id(expr))
        yield expr
        todo.extend(operands(expr, readings))
        if isinstance(expr, Ref):
            node = core.nodes[expr.node]
            todo.append(node.body)
            if node.guard is not None:
                todo.append(node.guard)
        elif isinstance(expr, FactRef):
            computed = core.facts[expr.fact].computed
            if computed is not None and (ledgers is None or _uses(computed, readings, ledgers)):
                todo.append(computed)


def _uses(expr: Expr, readings: Mapping[str, str], ledgers: Collection[str]) -> bool:
    if isinstance(expr, Tally) and expr.ledger in ledgers:
        return True
    return any(_uses(inner, readings, ledgers) for inner in operands(expr, readings))


def actor_names(expr: Expr, core: Core, readings: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the actors that an expression of that type stands for, in declared order."""
    found: set[str] = set()
    for inner in within((expr,), core, readings):
        if isinstance(inner, Actors):
            found.update(inner.actors)
    return tuple(actor.name for key, actor in core.actors.items() if key in found)
