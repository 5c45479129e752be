"""How an expression stands in a record: an operation with its parameters, over others.

The operations are a closed set, the same as the Core's expressions, with what readings pick picked:
every one has a rule by which its result follows from the results below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, assert_never

from sgpolicy.model.citation import Citation
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
    Period,
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
from sgpolicy.recording.canonical import Plain
from sgpolicy.records import dataclass

Below = Literal["children", "values", "parts", "unseen"]
"""Where a trace has what is below: the step's children or values, the value's parts, or nowhere."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An operation.

    Attributes:
        params: Its name (`op`) and what it takes besides results: bounds, members, ids.
        of: The expressions whose results it takes.
        below: Where a trace has those results.
    """

    params: dict[str, Plain]
    of: tuple[Expr, ...] = ()
    below: Below = "unseen"


def number(value: int | Fraction) -> dict[str, Plain]:
    """An exact number: whole, or a fraction in lowest terms.

    Example:
        >>> number(Fraction(2, 52)), number(1_200_000)
        ({'number': '1/26'}, {'number': '1200000'})
    """
    return {"number": str(value)}


def day(value: date) -> dict[str, Plain]:
    """A day."""
    return {"day": value.isoformat()}


def members(values: tuple[str, ...] | frozenset[str]) -> dict[str, Plain]:
    """A set of choices or actors, in the order of their characters' codes."""
    return {"members": [*sorted({*values})]}


def length(period: Period) -> str:
    """A length of time: 2年, 24月, 30日."""
    return f"{period.amount}{period.unit}"


def cited(citation: Citation) -> dict[str, Plain]:
    """A clause and the phrases quoted from it."""
    return {"clause": citation.clause.label, "phrases": [*citation.phrases]}


class Shapes:
    """How one policy's expressions stand in records made under some readings."""

    def __init__(self, core: Core, readings: Mapping[str, str]) -> None:
        self._core = core
        self._readings = readings

    def formula(self, expr: Expr) -> Plain:
        """An expression as an operation over operations, without results."""
        shape = self.of(expr)
        if not shape.of:
            return shape.params
        return {**shape.params, "of": [self.formula(one) for one in shape.of]}

    def of(self, expr: Expr) -> Shape:  # noqa: PLR0915 - a case for each kind
        """The operation that an expression is."""
        match expr:
            case Truth(value=value):
                return Shape({"op": "constant", "value": value})
            case Compare(operator, left, right, written):
                params: dict[str, Plain] = {"op": "compare", "operator": operator}
                return Shape(_written(params, written), (left, right), "values")
            case Elapsed(start, end, period, inclusive, written):
                params = {"op": "elapsed", "length": length(period), "inclusive": inclusive}
                return Shape(_written(params, written), (start, end), "values")
            case Within(one, stretch):
                return Shape({"op": "within"}, (one, stretch), "values")
            case Member(value, chosen, written):
                params = {"op": "member", **members(chosen)}
                return Shape(_written(params, written), (value,), "values")
            case SetCompare(operator, value, chosen, written):
                params = {"op": operator, **members(chosen)}
                return Shape(_written(params, written), (value,), "values")
            case Not(operand):
                return Shape({"op": "not"}, (operand,), "children")
            case All(operands):
                return Shape({"op": "all"}, operands, "children")
            case AtLeast(least, operands):
                return Shape({"op": "at_least", "number": str(least)}, operands, "children")
            case Branch():
                return self._branch(expr)
            case Judged(finding):
                assessors = self._core.findings[finding].assessors
                params = {"op": "judged", "finding": finding, **self._counted()}
                return Shape(params, (assessors,))
            case FactRef(fact):
                return Shape({"op": "fact", "fact": fact, **self._reading(fact)})
            case Ref(node):
                return Shape({"op": "node", "node": node})
            case Pick(interpretation):
                reading = self._readings[interpretation]
                params = {"op": "pick", "interpretation": interpretation, "reading": reading}
                below: Below = "children" if expr.type.kind == "truth" else "parts"
                return Shape(params, (expr.chosen(self._readings),), below)
            case Column(_, column):
                return Shape({"op": "column", "column": column})
            case Constant(value, _, written):
                return Shape(_written({"op": "constant", "value": number(value)}, written))
            case Sum(terms):
                signs = "".join("+" if sign > 0 else "-" for sign, _ in terms)
                return Shape({"op": "sum", "signs": signs}, tuple(t for _, t in terms), "parts")
            case Ratio(part, whole):
                return Shape({"op": "ratio"}, (part, whole), "parts")
            case Product(left, right):
                return Shape({"op": "product"}, (left, right), "parts")
            case Accrual(value, step, gain, is_rounded_up):
                every: Plain = length(step) if isinstance(step, Period) else number(step.value)
                params = {"op": "accrual", "step": every, "gain": number(gain.value)}
                return Shape({**params, "rounded_up": is_rounded_up}, (value,), "parts")
            case Size(value):
                most = len(value.type.members)
                return Shape({"op": "size", "most": str(most) if most else None}, (value,), "parts")
            case Tally():
                return Shape(self._tally(expr))
            case AtYear(series, stretch):
                if not isinstance(series, FactRef):
                    raise TypeError("a yearly series is a fact")
                fact = series.fact
                return Shape({"op": "year", "fact": fact, **self._reading(fact)}, (stretch,))
            case DateConstant(value):
                return Shape({"op": "constant", "value": day(value)})
            case AsOf():
                return Shape({"op": "as_of"})
            case Later(one, period):
                return Shape({"op": "later", "length": length(period)}, (one,), "parts")
            case DayBefore(one):
                return Shape({"op": "day_before"}, (one,), "parts")
            case CalendarYear(one, back):
                return Shape({"op": "calendar_year", "back": str(back)}, (one,), "parts")
            case Preceding(one, period):
                return Shape({"op": "preceding", "length": length(period)}, (one,), "parts")
            case Stretch(first, last):
                return Shape({"op": "stretch"}, (first, last), "parts")
            case EndOf(stretch, which):
                return Shape({"op": f"{which}_day"}, (stretch,), "parts")
            case Extreme(which, values):
                return Shape({"op": which}, values, "parts")
            case ThatYear():
                return Shape({"op": "this_year"})
            case Actors(actors):
                return Shape({"op": "constant", "value": members(actors)})
            case _:
                assert_never(expr)

    def _counted(self) -> dict[str, Plain]:
        """How the judgements of several people are counted, and by which reading."""
        voting = self._core.voting
        if voting is None:
            return {}
        counted: dict[str, Plain] = {"counted": voting.method(self._readings)}
        if voting.interpretation:
            counted["interpretation"] = voting.interpretation
            counted["reading"] = self._readings[voting.interpretation]
        return counted

    def _reading(self, fact: str) -> dict[str, Plain]:
        split = self._core.facts[fact].split
        return {} if split is None else {"reading": self._readings[split]}

    def _branch(self, expr: Branch) -> Shape:
        params: dict[str, Plain] = {"op": "branch"}
        if expr.citation is not None:
            params |= cited(expr.citation)
        below: Below = "children" if expr.type.kind == "truth" else "unseen"
        return Shape(params, (expr.condition, expr.then, expr.otherwise), below)

    def _tally(self, expr: Tally) -> dict[str, Plain]:
        params: dict[str, Plain] = {"op": "tally", "ledger": expr.ledger, "measure": expr.measure}
        if expr.column is not None:
            params["column"] = expr.column
        if expr.type.is_numeric:
            params["numeric"] = True
        if expr.where is not None:
            params["where"] = self.formula(expr.where)
        if expr.summed is not None:
            params["summed"] = self.formula(expr.summed)
        return params


def _written(params: dict[str, Plain], written: str) -> dict[str, Plain]:
    return {**params, "written": written} if written else params
