"""Core under fixed readings → steps on columns, for data that stands in columns.

An outcome of the chain is three planes, each within the one before: it may yet be met, nothing but people's
judgement is open, it is met. *All of* is `and` in each plane, *any of* is `or`. What may not apply has two
outcomes (how far it applies, how far it holds), as in the generated function, whose twin this is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sgpolicy.evaluating.columnar.algebra import (
    Algebra,
    NotColumnarError,
    Step,
    TooLargeError,
    Truth,
    Whole,
)
from sgpolicy.evaluating.columnar.days import FIRST, LAST, Calendar, Day, Days, number_of
from sgpolicy.evaluating.columnar.numbers import Arithmetic, Number, Share, Verdict
from sgpolicy.model import core as c


@dataclass(frozen=True, slots=True)
class Held:
    """How a column holds the values of a fact or finding.

    Attributes:
        column: By what name the steps ask for it.
        unit: What 1 in it is, in base units.
        least, most: Between what its whole numbers lie.
        has_gaps: Whether it may say nothing in some rows.
        parts: Of a set that is told member by member: its columns, each by its member.
    """

    column: str
    unit: Fraction = Fraction(1)
    least: int = 0
    most: int = 1
    has_gaps: bool = True
    parts: tuple[tuple[str, Held], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns there are.

    Attributes:
        facts, findings: By id.
        series: Yearly series by id and year.
    """

    facts: Mapping[str, Held] = field(default_factory=dict)
    series: Mapping[str, Mapping[int, Held]] = field(default_factory=dict)
    findings: Mapping[str, Held] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planes:
    """An outcome of the chain in each row.

    Attributes:
        may: 待补材料 or better. `judged`: 待评定 or better. `met`: 符合.
    """

    may: Truth
    judged: Truth
    met: Truth


@dataclass(frozen=True, slots=True)
class Shown:
    """An outcome in each row, 不适用 (`is_out`) among them; the planes are then empty."""

    planes: Planes
    is_out: Truth


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A policy as steps on columns; known by identity, so that what is made of it can be kept.

    Attributes:
        ends: Between what the whole numbers lie, by step.
        conclusion: The decision. `nodes`: the outcomes of rules, by id.
    """

    steps: tuple[Step, ...]
    ends: Mapping[int, tuple[int, int]]
    conclusion: Shown
    nodes: Mapping[str, Shown]


Graded = tuple[Planes, Planes]
"""How far something applies, and how far it holds."""


def lower(
    core: c.Core,
    readings: Mapping[str, str],
    layout: Layout,
    on: date,
    wanted: Iterable[str] = (),
) -> Program:
    """Lower a policy to steps.

    Args:
        core: The policy.
        readings: Interpretation id → reading id, for all.
        layout: The columns; a fact without one is stated in no row, and a ledger is there in none.
        on: The day as of which it is decided.
        wanted: Ids of the nodes whose outcomes are asked for, beside the decision.

    Raises:
        NotColumnarError: It computes something that steps cannot, or numbers too large for them.
    """
    made = Lowering(core, readings, layout, on)
    try:
        conclusion = made.conclusion()
        nodes = {key: made.shown(key) for key in wanted}
    except (TooLargeError, RecursionError) as error:
        raise NotColumnarError from error
    of = made.algebra
    return Program(tuple(of.steps), of.all_ends, conclusion, nodes)


class Lowering:
    """Lowers one policy."""

    def __init__(self, core: c.Core, readings: Mapping[str, str], layout: Layout, on: date) -> None:
        self.algebra = of = Algebra()
        self._core = core
        self._readings = readings
        self._layout = layout
        self._on = on
        self._calendar = Calendar(of)
        self._arithmetic = Arithmetic(of)
        self._yes, self._no = Planes(of.yes, of.yes, of.yes), Planes(of.no, of.no, of.no)
        self._nodes: dict[str, Graded] = {}
        self._grades: dict[c.Expr, Graded] = {}
        self._numbers: dict[c.Expr, Number | Share] = {}
        self._days: dict[c.Expr, Day] = {}

    # ── outcomes ──

    def shown(self, key: str) -> Shown:
        """A node's outcome."""
        of = self.algebra
        applies, holds = self._node(key)
        sure, out = applies.met, of.negated(applies.may)

        def pick(holding: Truth, applying: Truth) -> Truth:
            return of.both(applying, of.either(of.negated(sure), holding))

        planes = Planes(
            pick(holds.may, applies.may),
            pick(holds.judged, applies.judged),
            of.both(applies.met, holds.met),
        )
        return Shown(planes, out)

    def conclusion(self) -> Shown:
        """The decision: 不适用 where a scope is not met, open where one is open."""
        of, core = self.algebra, self._core
        root = self.shown(core.root) if core.root in core.nodes else Shown(self._no, of.yes)
        if not core.scopes:
            return root
        gates = [self.shown(key) for key in core.scopes]
        refused = of.either(*(of.negated(of.either(one.is_out, one.planes.may)) for one in gates))
        gate = self._least([self._or(one.planes, one.is_out) for one in gates])
        # while a scope is open: as open as it is, or as what would be decided
        none = of.negated(of.either(root.planes.may, root.is_out))
        waiting = self._least([gate, self._or(root.planes, none)])
        settled = of.either(root.is_out, gate.met)
        inside = of.negated(refused)

        def pick(here: Truth, there: Truth) -> Truth:
            return of.both(inside, of.chosen(settled, here, there))

        planes = Planes(
            pick(root.planes.may, waiting.may),
            pick(root.planes.judged, waiting.judged),
            pick(root.planes.met, waiting.met),
        )
        return Shown(planes, of.either(refused, root.is_out))

    def _node(self, key: str) -> Graded:
        found = self._nodes.get(key)
        if found is None:
            node = self._core.nodes[key]
            applies, holds = self._graded(node.body)
            if node.guard is not None:
                applies = self._least([applies, self._both(self._graded(node.guard))])
            found = self._nodes[key] = (applies, holds)
        return found

    def _or(self, planes: Planes, other: Truth) -> Planes:
        return self._greatest([planes, Planes(other, other, other)])

    def _least(self, parts: Iterable[Planes]) -> Planes:
        parts, of = [*parts], self.algebra
        return Planes(
            of.both(*(one.may for one in parts)),
            of.both(*(one.judged for one in parts)),
            of.both(*(one.met for one in parts)),
        )

    def _greatest(self, parts: Iterable[Planes]) -> Planes:
        parts, of = [*parts], self.algebra
        return Planes(
            of.either(*(one.may for one in parts)),
            of.either(*(one.judged for one in parts)),
            of.either(*(one.met for one in parts)),
        )

    def _negated(self, one: Planes) -> Planes:
        of = self.algebra
        may, met = of.negated(one.met), of.negated(one.may)
        if one.judged == one.met:
            return Planes(may, met, met)
        if one.judged == one.may:
            return Planes(may, may, met)
        return Planes(may, of.either(met, of.both(one.judged, may)), met)

    def _both(self, graded: Graded) -> Planes:
        """How far something holds that counts as not holding where it does not apply."""
        return self._least(graded)

    def _verdict(self, verdict: Verdict) -> Planes:
        return Planes(verdict.possibly, verdict.surely, verdict.surely)

    # ── truths ──

    def _graded(self, expr: c.Expr) -> Graded:
        found = self._grades.get(expr)
        if found is None:
            found = self._grades[expr] = self._made(expr)
        return found

    def _made(self, expr: c.Expr) -> Graded:
        of = self.algebra
        match expr:
            case c.Ref():
                return self._node(expr.node)
            case c.Pick():
                return self._graded(dict(expr.branches)[self._readings[expr.interpretation]])
            case c.Not():
                applies, holds = self._graded(expr.operand)
                return applies, self._negated(holds)
            case c.All():
                if not expr.operands:
                    return self._yes, self._yes
                parts = [self._graded(one) for one in expr.operands]
                applies = self._greatest(one for one, _ in parts)
                held = [
                    holds if one == self._yes else self._greatest([self._negated(one), holds])
                    for one, holds in parts
                ]
                return applies, self._least(held)
            case c.AtLeast():
                held = [self._both(self._graded(one)) for one in expr.operands]
                count = expr.number
                return self._yes, Planes(
                    of.at_least(count, [one.may for one in held]),
                    of.at_least(count, [one.judged for one in held]),
                    of.at_least(count, [one.met for one in held]),
                )
            case c.Branch():
                return self._branch(expr)
            case _:
                return self._yes, self._leaf(expr)

    def _branch(self, expr: c.Branch) -> Graded:
        asked = self._both(self._graded(expr.condition))
        then, otherwise = self._graded(expr.then), self._graded(expr.otherwise)
        of = self.algebra
        applies = self._split(asked, then[0], otherwise[0])
        holds = self._split(asked, then[1], otherwise[1])
        for one, other in ((then, otherwise), (otherwise, then)):
            if one[0].may != of.yes:  # where one side is out, what holds is the other's to say
                holds = self._picked(one[0].may, holds, other[1])
        return applies, holds

    def _picked(self, test: Truth, then: Planes, otherwise: Planes) -> Planes:
        of = self.algebra
        return Planes(
            of.chosen(test, then.may, otherwise.may),
            of.chosen(test, then.judged, otherwise.judged),
            of.chosen(test, then.met, otherwise.met),
        )

    def _split(self, asked: Planes, then: Planes, otherwise: Planes) -> Planes:
        """One outcome or the other; while it is open which, what both sides agree on."""
        if then == otherwise and asked.may == asked.met:
            return then
        one = self._greatest([self._negated(asked), then])
        other = self._greatest([asked, otherwise])
        of = self.algebra
        some = of.either(then.may, otherwise.may)
        return self._least([one, other, Planes(some, some, some)])

    def _leaf(self, expr: c.Expr) -> Planes:
        """A condition on values."""
        of = self.algebra
        match expr:
            case c.Truth():
                return self._yes if expr.value else self._no
            case c.Judged():
                held = self._layout.findings.get(expr.finding)
                if held is None:
                    return Planes(of.yes, of.yes, of.no)
                met = of.holds(held.column)
                may = of.either(met, self._gaps(held))
                return Planes(may, may, met)
            case c.FactRef():
                held = self._layout.facts.get(expr.fact)
                return self._stated(held, of.holds)
            case c.Compare():
                return self._compare(expr)
            case c.Elapsed():
                start, end = self._day(expr.start), self._day(expr.end)
                test = self._calendar.has_elapsed(
                    start.number, end.number, expr.length, inclusive=expr.inclusive
                )
                return self._known(test, start.is_open, end.is_open)
            case c.Within():
                day, days = self._day(expr.day), self._stretch(expr.stretch)
                test = of.both(of.le(days.first, day.number), of.le(day.number, days.last))
                return self._known(test, day.is_open, days.is_open)
            case c.Member():
                held = self._fact(expr.value)
                return self._stated(held, lambda column: of.one_of(column, expr.members))
            case c.SetCompare():
                return self._set(expr)
            case _:
                raise NotColumnarError(type(expr).__name__)

    def _gaps(self, held: Held) -> Truth:
        if held.parts:
            return self.algebra.either(*(self._gaps(one) for _, one in held.parts))
        return self.algebra.missing(held.column) if held.has_gaps else self.algebra.no

    def _has(self, held: Held, member: str) -> Truth:
        if not held.parts:
            return self.algebra.has(held.column, member)
        part = dict(held.parts).get(member)
        return self.algebra.no if part is None else self.algebra.holds(part.column)

    def _stated(self, held: Held | None, test: Callable[[str], Truth]) -> Planes:
        """A condition on one column that is false where it says nothing."""
        of = self.algebra
        if held is None:
            return Planes(of.yes, of.no, of.no)
        met = test(held.column)
        return Planes(of.either(met, self._gaps(held)), met, met)

    def _known(self, test: Truth, *is_open: Truth) -> Planes:
        of = self.algebra
        opened = of.either(*is_open)
        met = of.both(test, of.negated(opened))
        return Planes(of.either(test, opened), met, met)

    def _fact(self, expr: c.Expr) -> Held | None:
        """The column of a choice or set; None where none can say."""
        inner = self._through(expr)
        if isinstance(inner, c.FactRef):
            return self._layout.facts.get(inner.fact)
        if isinstance(inner, c.Tally):
            return None
        raise NotColumnarError(type(inner).__name__)

    def _set(self, expr: c.SetCompare) -> Planes:
        of = self.algebra
        held = self._fact(expr.value)
        if held is None:
            return Planes(of.yes, of.no, of.no)
        inside = set(expr.members)
        has = {one: self._has(held, one) for one in (*expr.members, *expr.value.type.members)}
        all_in = of.both(*(has[one] for one in expr.members))
        match expr.operator:
            case "touches":
                found = of.either(*(has[one] for one in expr.members))
            case "contains":
                found = all_in
            case "equals":
                others = [of.negated(one) for member, one in has.items() if member not in inside]
                found = of.both(all_in, *others)
        return self._known(found, self._gaps(held))

    def _compare(self, expr: c.Compare) -> Planes:
        if not expr.left.type.is_numeric:
            if expr.left.type.kind != "date":
                raise NotColumnarError(expr.left.type.kind)
            return self._compare_days(expr)
        sides = self._through(expr.left), self._through(expr.right)
        if isinstance(sides[0], c.AtYear) and isinstance(sides[1], c.AtYear):
            return self._verdict(self._compare_years(expr.operator, sides[0], sides[1]))
        left, right = self._number(expr.left), self._number(expr.right)
        counts = self._arithmetic
        if isinstance(left, Share):
            if not isinstance(self._through(expr.right), c.Constant):
                raise NotColumnarError
            bound = self._through(expr.right)
            value = bound.value if isinstance(bound, c.Constant) else Fraction(0)
            return self._verdict(counts.compare_share(expr.operator, left, value))
        if isinstance(right, Share):
            raise NotColumnarError
        return self._verdict(counts.compare(expr.operator, left, right))

    def _compare_years(self, operator: c.Operator, left: c.AtYear, right: c.AtYear) -> Verdict:
        """Compare two years' numbers year by year: only columns of one row's years ever meet."""
        of, surely, possibly = self.algebra, self.algebra.no, self.algebra.no
        others = self._yearly(right)
        for here, one in self._yearly(left):
            for there, other in others:
                both = of.both(here, there)
                if both == of.no:
                    continue
                found = self._arithmetic.compare(operator, one, other)
                surely = of.either(surely, of.both(both, found.surely))
                possibly = of.either(possibly, of.both(both, found.possibly))
        return Verdict(surely, possibly)

    def _compare_days(self, expr: c.Compare) -> Planes:
        of = self.algebra
        left, right = self._day(expr.left), self._day(expr.right)
        one, other = left.number, right.number
        tests: dict[c.Operator, Callable[[], Truth]] = {
            "ge": lambda: of.le(other, one),
            "gt": lambda: of.lt(other, one),
            "le": lambda: of.le(one, other),
            "lt": lambda: of.lt(one, other),
            "eq": lambda: of.eq(one, other),
            "ne": lambda: of.negated(of.eq(one, other)),
        }
        return self._known(tests[expr.operator](), left.is_open, right.is_open)

    def _through(self, expr: c.Expr) -> c.Expr:
        """What an expression is once readings and names of definitions are looked through."""
        while True:
            if isinstance(expr, c.Pick):
                expr = dict(expr.branches)[self._readings[expr.interpretation]]
            elif isinstance(expr, c.Ref):
                expr = self._core.nodes[expr.node].body
            else:
                return expr

    # ── numbers ──

    def _plain(self, expr: c.Expr) -> Number:
        found = self._number(expr)
        if isinstance(found, Share):
            raise NotColumnarError
        return found

    def _number(self, expr: c.Expr) -> Number | Share:
        inner = self._through(expr)
        found = self._numbers.get(inner)
        if found is None:
            found = self._numbers[inner] = self._counted(inner)
        return found

    def _counted(self, expr: c.Expr) -> Number | Share:
        counts = self._arithmetic
        match expr:
            case c.FactRef():
                held = self._layout.facts.get(expr.fact)
                return counts.anything() if held is None else self._column(held)
            case c.Constant():
                return counts.exactly(expr.value)
            case c.Sum():
                return counts.total([(sign, self._plain(one)) for sign, one in expr.terms])
            case c.Ratio():
                return Share(self._plain(expr.part), self._plain(expr.whole))
            case c.Product():
                return counts.product(self._plain(expr.left), self._plain(expr.right))
            case c.Accrual():
                return self._accrual(expr)
            case c.Size():
                return self._size(expr)
            case c.Tally():
                return counts.anything()
            case c.AtYear():
                return self._at_year(expr)
            case c.Branch():
                asked = self._both(self._graded(expr.condition))
                then, otherwise = self._plain(expr.then), self._plain(expr.otherwise)
                return counts.chosen(Verdict(asked.met, asked.may), then, otherwise)
            case c.Extreme():
                numbers = [self._plain(one) for one in expr.values]
                return counts.extreme(numbers, is_least=expr.which == "least")
            case _:
                raise NotColumnarError(type(expr).__name__)

    def _column(self, held: Held) -> Number:
        value = self.algebra.number(held.column, held.least, held.most)
        return self._arithmetic.stated(value, self._gaps(held), held.unit)

    def _size(self, expr: c.Size) -> Number:
        of, members = self.algebra, expr.value.type.members
        held = self._fact(expr.value)
        most = of.literal(len(members))
        if held is None or not members:
            found = self._arithmetic.known(of.literal(0), Fraction(1))
            no_high = of.no if members else of.yes
            return Number(found.unit, found.low, most, of.no, no_high, of.no, of.no)
        total = of.count([self._has(held, member) for member in members])
        high = of.choose(self._gaps(held), most, total)
        return Number(Fraction(1), total, high, of.no, of.no, of.no, of.no)

    def _accrual(self, expr: c.Accrual) -> Number:
        of, counts, gain = self.algebra, self._arithmetic, expr.gain.value
        if not isinstance(expr.step, c.Period):
            value = self._plain(expr.value)
            step = expr.step.value
            return counts.stepped(value, step, gain, is_rounded_up=expr.is_rounded_up)
        if expr.step.amount <= 0:
            raise NotColumnarError
        days = self._stretch(expr.value)
        number = self._calendar.periods(
            days.first, days.last, expr.step, is_rounded_up=expr.is_rounded_up
        )
        amount = of.times(number, gain.numerator)
        zero = of.choose(days.is_open, of.literal(0), amount)
        return counts.stated(zero, days.is_open, Fraction(1, gain.denominator))

    def _at_year(self, expr: c.AtYear) -> Number:
        of, counts = self.algebra, self._arithmetic
        value, is_open = of.literal(0), of.no
        for here, number in self._yearly(expr):
            value = of.choose(here, number.low, value)
            is_open = of.either(is_open, of.both(here, number.no_high))
        return counts.stated(value, is_open, Fraction(1))

    def _yearly(self, expr: c.AtYear) -> list[tuple[Truth, Number]]:
        """The numbers that a series may have, each with where it has it; one of them holds in every row."""
        of = self.algebra
        series = self._through(expr.series)
        if not isinstance(series, c.FactRef):
            raise NotColumnarError
        years = self._layout.series.get(series.fact, {})
        stretch = self._through(expr.stretch)
        if isinstance(stretch, c.CalendarYear):
            day = self._day(stretch.day)
            year, is_open = self._calendar.year(day.number), day.is_open
            year = of.subtract(year, of.literal(stretch.back))
        else:
            days = self._stretch(expr.stretch)
            year, is_open = self._calendar.year(days.first), days.is_open
        found = [
            (of.both(of.eq(year, of.literal(number)), of.negated(is_open)), self._column(held))
            for number, held in years.items()
        ]
        none = of.negated(of.either(*(here for here, _ in found)))
        return [*found, (none, self._arithmetic.anything())]

    # ── days ──

    def _day(self, expr: c.Expr) -> Day:
        inner = self._through(expr)
        found = self._days.get(inner)
        if found is None:
            found = self._days[inner] = self._dated(inner)
        return found

    def _dated(self, expr: c.Expr) -> Day:
        of, calendar = self.algebra, self._calendar
        match expr:
            case c.FactRef():
                held = self._layout.facts.get(expr.fact)
                if held is None:
                    return Day(of.literal(0), of.yes)
                number = of.day(held.column, number_of(FIRST), number_of(LAST))
                return Day(number, self._gaps(held))
            case c.DateConstant():
                return Day(self._fixed(expr.value), of.no)
            case c.AsOf():
                return Day(self._fixed(self._on), of.no)
            case c.Tally():
                return Day(of.literal(0), of.yes)
            case c.Later():
                day = self._day(expr.day)
                return Day(calendar.later(day.number, expr.length), day.is_open)
            case c.DayBefore():
                day = self._day(expr.day)
                return Day(calendar.shifted(day.number, -1), day.is_open)
            case c.EndOf():
                days = self._stretch(expr.stretch)
                return Day(days.first if expr.which == "first" else days.last, days.is_open)
            case c.Extreme():
                every = [self._day(one) for one in expr.values]
                pick = of.least if expr.which == "earliest" else of.greatest
                number = pick(*(one.number for one in every))
                return Day(number, of.either(*(one.is_open for one in every)))
            case c.Branch():
                return self._branched_day(expr)
            case _:
                raise NotColumnarError(type(expr).__name__)

    def _branched_day(self, expr: c.Branch) -> Day:
        of = self.algebra
        asked = self._both(self._graded(expr.condition))
        then, otherwise = self._day(expr.then), self._day(expr.otherwise)
        number = of.choose(asked.met, then.number, otherwise.number)
        alike = of.both(
            of.eq(then.number, otherwise.number),
            of.negated(of.either(then.is_open, otherwise.is_open)),
        )
        is_open = of.both(asked.may, of.negated(asked.met))
        decided = of.chosen(asked.met, then.is_open, otherwise.is_open)
        return Day(number, of.chosen(is_open, of.negated(alike), decided))

    def _fixed(self, day: date) -> Whole:
        if not FIRST <= day <= LAST:
            raise NotColumnarError
        return self.algebra.literal(number_of(day))

    def _stretch(self, expr: c.Expr) -> Days:
        inner = self._through(expr)
        calendar = self._calendar
        match inner:
            case c.CalendarYear():
                day = self._day(inner.day)
                return Days(*calendar.year_ends(day.number, inner.back), day.is_open)
            case c.Preceding():
                day = self._day(inner.day)
                first = calendar.later(day.number, inner.length, backwards=True)
                return Days(first, calendar.shifted(day.number, -1), day.is_open)
            case c.Stretch():
                first_day, last_day = self._day(inner.first), self._day(inner.last)
                is_open = self.algebra.either(first_day.is_open, last_day.is_open)
                return Days(first_day.number, last_day.number, is_open)
            case _:
                raise NotColumnarError(type(inner).__name__)
