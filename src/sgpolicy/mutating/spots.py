"""Every expression of a policy, with the way to put another in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from sgpolicy.model.core import Expr, Pick
from sgpolicy.records import dataclass, fields, is_dataclass, replace

Rebuild = Callable[[Expr], Expr]


@dataclass(frozen=True, slots=True)
class Spot:
    """An expression within a larger one.

    Attributes:
        path: How to get there: `body.operands.2.right`.
        picks: Interpretation id → reading id under which it is evaluated at all.
        rebuild: The whole with another expression in its place.
        parent: The expression directly around it.
    """

    expr: Expr
    path: str
    picks: tuple[tuple[str, str], ...]
    rebuild: Rebuild
    parent: Expr | None = None


def spots(whole: Expr, path: str) -> Iterator[Spot]:
    """`whole` and every expression in it, outermost first."""
    yield from _within(Spot(whole, path, (), lambda new: new))


def _within(spot: Spot) -> Iterator[Spot]:
    yield spot
    for label, child, put in parts(spot.expr):
        picks = spot.picks
        if isinstance(spot.expr, Pick):
            picks = (*picks, (spot.expr.interpretation, label.rpartition(".")[2]))
        rebuild = _composed(spot.rebuild, put)
        yield from _within(Spot(child, f"{spot.path}.{label}", picks, rebuild, spot.expr))


def _composed(outer: Rebuild, inner: Rebuild) -> Rebuild:
    return lambda new: outer(inner(new))


def parts(expr: Expr) -> Iterator[tuple[str, Expr, Rebuild]]:
    """The expressions directly in an expression: label, expression, and how to exchange it."""
    for one in fields(expr):
        if not one.compare or one.name == "type":
            continue
        value = getattr(expr, one.name)
        if _is_expr(value):
            yield one.name, value, _putting(expr, one.name)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                put = _putting_item(expr, one.name, value, i)
                if _is_expr(item):
                    yield f"{one.name}.{i}", item, put
                elif isinstance(item, tuple) and len(item) == 2 and _is_expr(item[1]):
                    label = item[0] if isinstance(item[0], str) else i
                    yield f"{one.name}.{label}", item[1], put


def _is_expr(value: object) -> bool:
    return is_dataclass(value) and hasattr(value, "span")


def _changed(expr: Expr, name: str, value: object) -> Expr:
    return cast("Expr", replace(cast("Any", expr), **{name: value}))


def _putting(expr: Expr, name: str) -> Rebuild:
    return lambda new: _changed(expr, name, new)


def _putting_item(expr: Expr, name: str, items: tuple[Any, ...], i: int) -> Rebuild:
    def put(new: Expr) -> Expr:
        old = items[i]
        item = (old[0], new) if isinstance(old, tuple) else new
        return _changed(expr, name, (*items[:i], item, *items[i + 1 :]))

    return put
