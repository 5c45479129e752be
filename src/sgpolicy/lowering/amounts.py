"""Numbers made of numbers: so much for every so many, shares of amounts, ends, the greatest of several."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from sgpolicy.lowering.reporting import MisfitError
from sgpolicy.model import core as c
from sgpolicy.model import tree as t
from sgpolicy.model.types import DATE, SPAN, TRUTH, Type

if TYPE_CHECKING:
    from sgpolicy.lowering.elaborating import Elaborator
    from sgpolicy.lowering.reporting import Scope

_ENDS: dict[str, Literal["least", "greatest"]] = {
    "封顶": "least",
    "保底": "greatest",
    "较小": "least",
    "较大": "greatest",
}
_DAYS: dict[str, Literal["earliest", "latest"]] = {"较早": "earliest", "较晚": "latest"}


def lowered_number(
    elaborator: Elaborator,
    node: t.Product | t.Accrual | t.Award | t.Capped,
    scope: Scope,
    wanted: Type | None,
) -> c.Expr:
    """乘, 除以, 每满 … 得, 得, 封顶, 保底."""
    match node:
        case t.Product():
            return _product(elaborator, node, scope)
        case t.Accrual():
            return _accrual(elaborator, node, scope)
        case t.Award():
            gain = elaborator.number(node.gain, scope, None)
            condition = elaborator.typed(node.condition, TRUTH, scope)
            return c.Branch(condition, gain, nothing(gain.type), None, gain.type, span=node.span)
        case t.Capped():
            value = _numeric(elaborator, node.value, scope, wanted)
            end = elaborator.number(node.end, scope, value.type)
            return c.Extreme(_ENDS[node.word], (value, end), value.type, span=node.span)


def lowered_extreme(
    elaborator: Elaborator, node: t.Extremes, scope: Scope, wanted: Type | None
) -> c.Expr:
    """较早, 较晚 of days; 较大, 较小 of numbers of one unit."""
    if node.word in _DAYS:
        days = tuple(elaborator.typed(one, DATE, scope) for one in node.operands)
        return c.Extreme(_DAYS[node.word], days, span=node.span)
    made: list[c.Expr] = []
    for one in node.operands:
        made.append(_numeric(elaborator, one, scope, made[0].type if made else wanted))
        elaborator.same_unit(made[0].type, made[-1].type, one.span, scope)
    return c.Extreme(_ENDS[node.word], tuple(made), made[0].type, span=node.span)


def amount_of(
    elaborator: Elaborator, declaration: t.Declaration, condition: c.Expr | None, scope: Scope
) -> c.Expr:
    """The body of a 计算: nothing where its condition (仅当) does not hold."""
    if declaration.body is None:
        raise MisfitError(declaration.id)
    amount = _numeric(elaborator, declaration.body, scope)
    if condition is None:
        return amount
    kind = amount.type
    return c.Branch(condition, amount, nothing(kind), None, kind, span=declaration.span)


def nothing(kind: Type) -> c.Constant:
    """Zero of a kind."""
    return c.Constant(Fraction(0), kind)


def _numeric(
    elaborator: Elaborator, node: t.Syntax, scope: Scope, wanted: Type | None = None
) -> c.Expr:
    made = elaborator.expression(node, scope, wanted)
    if not made.type.is_numeric:
        raise elaborator.mismatch(node, "数", made.type, scope)
    return made


def _product(elaborator: Elaborator, node: t.Product, scope: Scope) -> c.Expr:
    """A share of an amount, an amount so many times; divided by a count or a share."""
    left, right = (_numeric(elaborator, one, scope) for one in (node.left, node.right))
    if node.word == "除以":
        if right.type.kind not in ("count", "share"):
            raise elaborator.mismatch(node.right, "计数或百分比", right.type, scope)
        return c.Ratio(left, right, left.type, span=node.span)
    if right.type.kind == "share" or (
        right.type.kind == "count" and left.type.kind not in ("count", "share")
    ):
        return c.Product(left, right, left.type, span=node.span)
    if left.type.kind in ("count", "share") and right.type.kind != left.type.kind:
        return c.Product(left, right, right.type, span=node.span)
    raise elaborator.mismatch(node.right, "百分比", right.type, scope)


def _accrual(elaborator: Elaborator, node: t.Accrual, scope: Scope) -> c.Expr:
    value = elaborator.expression(node.value, scope)
    gain = elaborator.number(node.gain, scope, None)
    if value.type.kind == SPAN.kind:
        step: c.Constant | c.Period = elaborator.period(node.step, scope)
    elif value.type.is_numeric:
        step = elaborator.number(node.step, scope, value.type)
    else:
        raise elaborator.mismatch(node.value, "数或期间", value.type, scope)
    amount = step.amount if isinstance(step, c.Period) else step.value
    if amount <= 0:
        raise elaborator.fail("SG404", node.step.span, scope, text=node.step.written)
    return c.Accrual(value, step, gain, node.is_rounded_up, gain.type, span=node.span)
