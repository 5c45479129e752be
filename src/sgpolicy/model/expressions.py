"""Expressions of the Core: what rules ask and compute, each with its type.

How they differ from the tree: names are bound to ids, readings to interpretations, units are
converted to one base (元, 1 for 100%, 平方米), ordered comparisons of choices are member sets,
exceptions are branches.

Every expression has `type` and `span` (where it stands in the policy file; not compared).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from sgpolicy.model.citation import Citation
from sgpolicy.model.types import ACTORS, DATE, SPAN, TRUTH, Type
from sgpolicy.records import dataclass, field
from sgpolicy.source.text import Span

Operator = Literal["ge", "gt", "le", "lt", "eq", "ne"]
SetOperator = Literal["contains", "equals", "touches"]
End = Literal["earliest", "latest", "least", "greatest"]
Measure = Literal["rows", "distinct", "sum", "latest", "earliest"]


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: whole years, months or days."""

    amount: int
    unit: Literal["年", "月", "日"]


# ── truth-valued expressions (they evaluate to an Outcome) ────────────────────────────────


@dataclass(frozen=True, slots=True)
class Truth:
    """是 / 否."""

    value: bool
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """Two numbers or two dates by size. 以上/不低于 is ge, 不满 is lt: see `operators`.

    `written` is the bound as the rule writes it (「不少于 6人」), for explanations.
    """

    operator: Operator
    left: Expr
    right: Expr
    written: str = ""
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """`start 至 end 满 length`: the corresponding day has come (民法典 第二百零二条).

    With `inclusive` the corresponding day itself counts (满); without, only the day after (超过).
    """

    start: Expr
    end: Expr
    length: Period
    inclusive: bool
    written: str = ""
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Within:
    """`day 在 span`, both ends included."""

    day: Expr
    stretch: Expr
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """A choice is one of `members` (属于, 为; ordered bounds are spelled out)."""

    value: Expr
    members: tuple[str, ...]
    written: str = ""
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SetCompare:
    """A set contains (含), equals (仅为) or touches (涉及: shares a member with) `members`."""

    operator: SetOperator
    value: Expr
    members: tuple[str, ...]
    written: str = ""
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """非."""

    operand: Expr
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """且: the least of the operands; those not applicable drop out."""

    operands: tuple[Expr, ...]
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `number` of the operands are met; 或 is `number == 1`.

    The n-th greatest of the operands; those not applicable drop out, and with fewer than `number`
    applicable ones the outcome is 不符合.
    """

    number: int
    operands: tuple[Expr, ...]
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """An exception (例外): where `condition` holds `then` decides, otherwise `otherwise`.

    With an unknown condition it still decides where both branches agree.
    """

    condition: Expr
    then: Expr
    otherwise: Expr
    citation: Citation | None = None
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of a finding: the body of a finding's `Node`, and nowhere else."""

    finding: str
    type: Type = TRUTH
    span: Span | None = field(default=None, compare=False)


# ── expressions of any type ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact of the application.

    For a fact split by an interpretation (`Fact.split`) the cell is that of the reading in force.
    """

    fact: str
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """Another named node: a rule, finding, combination, definition or clause."""

    node: str
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Pick:
    """按 口径（读法：…；…）: the branch of the reading in force. `branches` is in declared order."""

    interpretation: str
    branches: tuple[tuple[str, Expr], ...]
    type: Type
    span: Span | None = field(default=None, compare=False)

    def chosen(self, readings: Mapping[str, str]) -> Expr:
        """The branch in force under some readings (interpretation id → reading id)."""
        return dict(self.branches)[readings[self.interpretation]]


@dataclass(frozen=True, slots=True)
class Column:
    """A cell of the ledger row at hand; only inside `Tally.where`."""

    ledger: str
    column: str
    type: Type
    span: Span | None = field(default=None, compare=False)


# ── numbers ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Constant:
    """A number in base units (元; 1 for 100%; 平方米); `written` is how the rule writes it."""

    value: Fraction
    type: Type
    written: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """加 / 减: each term with its sign."""

    terms: tuple[tuple[Literal[1, -1], Expr], ...]
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Ratio:
    """`part 占 whole`: a share. A share of nothing (whole is 0) meets no bound."""

    part: Expr
    whole: Expr
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Product:
    """`left 乘 right`: a number taken so many times, or a share of it."""

    left: Expr
    right: Expr
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Accrual:
    """`value 每满 step 得 gain`: `gain` for every whole `step` in a number or a stretch of days.

    With `is_rounded_up` a part of a step counts as a whole one (含不满). For a stretch of days the step is
    a period, counted from its first day (民法典 第二百零二条).
    """

    value: Expr
    step: Constant | Period
    gain: Constant
    is_rounded_up: bool
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Size:
    """How many members a set has."""

    value: Expr
    type: Type
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Tally:
    """A count or sum over the rows of a ledger that pass `where`.

    `measure` is "rows" (笔数), "distinct" (不同 `column`) or "sum" (`column` 合计). Blank cells make
    the result an interval. Of events, whose rows stand in the order of time, "latest" (最近) and
    "earliest" (最早) take the cell of `column` in the last or first row that passes; where none does,
    there is no such value, and no condition on it holds. A sum is one of a column or of what
    `summed` comes to in each row.
    """

    ledger: str
    where: Expr | None
    measure: Measure
    column: str | None
    type: Type
    summed: Expr | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AtYear:
    """A yearly series' value in the calendar year that `stretch` covers."""

    series: Expr
    stretch: Expr
    type: Type
    span: Span | None = field(default=None, compare=False)


# ── days and stretches of days ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DateConstant:
    """A day written in the rule."""

    value: date
    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AsOf:
    """评估日: the day as of which the evaluation is made."""

    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Later:
    """`day 后 length`: the corresponding day, or the month's last where there is none."""

    day: Expr
    length: Period
    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DayBefore:
    """前一日."""

    day: Expr
    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """The calendar year of `day`, `back` years earlier (上年度 is 1), as a stretch of days."""

    day: Expr
    back: int
    type: Type = SPAN
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Preceding:
    """前 12个月: from the corresponding day `length` earlier to the day before `day`."""

    day: Expr
    length: Period
    type: Type = SPAN
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Stretch:
    """`从 first 到 last`, both included."""

    first: Expr
    last: Expr
    type: Type = SPAN
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EndOf:
    """第一日 / 最后一日: the first or the last day of a stretch."""

    stretch: Expr
    which: Literal["first", "last"]
    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Extreme:
    """较早 / 较晚（甲；乙）: the earliest or the latest of some days; 较小 / 较大: the same of numbers."""

    which: End
    values: tuple[Expr, ...]
    type: Type = DATE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ThatYear:
    """该年: the year at hand when a yearly series is computed from a ledger."""

    type: Type = SPAN
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Actors:
    """A set of actors, by id."""

    actors: tuple[str, ...]
    type: Type = ACTORS
    span: Span | None = field(default=None, compare=False)


Expr = (
    Truth
    | Compare
    | Elapsed
    | Within
    | Member
    | SetCompare
    | Not
    | All
    | AtLeast
    | Branch
    | Judged
    | FactRef
    | Ref
    | Pick
    | Column
    | Constant
    | Sum
    | Ratio
    | Product
    | Accrual
    | Size
    | Tally
    | AtYear
    | DateConstant
    | AsOf
    | Later
    | DayBefore
    | CalendarYear
    | Preceding
    | Stretch
    | EndOf
    | Extreme
    | ThatYear
    | Actors
)
