"""Numbers, days and sets of a policy → steps on columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from sgpolicy.evaluating.columnar.algebra import Algebra, NotColumnarError, Truth, Whole
from sgpolicy.evaluating.columnar.days import FIRST, LAST, Calendar, Day, Days, number_of
from sgpolicy.evaluating.columnar.numbers import Arithmetic, Number, Share, Verdict
from sgpolicy.evaluating.columnar.program import Held, Layout, Planes
from sgpolicy.evaluating.compiling import ledgers_in
from sgpolicy.model import core as c


class Values:
    """Lowers what conditions are about.

    Attributes:
        algebra: Where the steps go. `calendar`, `arithmetic`: count with them.
    """

    def __init__(
        self,
        core: c.Core,
        readings: Mapping[str, str],
        layout: Layout,
        on: date,
        asked: Callable[[c.Expr], Planes],
        year: c.Expr | None = None,
    ) -> None:
        """Make ready.

        Args:
            core: The policy.
            readings: Interpretation id → reading id, for all.
            layout: The columns.
            on: The day as of which it is decided.
            asked: How far a condition holds on which a value depends.
            year: Of a yearly series that is computed, the stretch of days in its year.
        """
        self.algebra = Algebra()
        self.calendar = Calendar(self.algebra)
        self.arithmetic = Arithmetic(self.algebra)
        self._core = core
        self._readings = readings
        self._layout = layout
        self._on = on
        self._asked = asked
        self._year = year
        self._numbers: dict[c.Expr, Number | Share] = {}
        self._days: dict[c.Expr, Day] = {}

    # ── columns ──

    def through(self, expr: c.Expr) -> c.Expr:
        """What an expression is once readings and names of definitions are looked through."""
        return self._core.through(expr, self._readings)

    def gaps(self, held: Held) -> Truth:
        """Where a column says nothing."""
        if held.parts:
            return self.algebra.either(*(self.gaps(one) for _, one in held.parts))
        return self.algebra.missing(held.column) if held.has_gaps else self.algebra.no

    def has(self, held: Held, member: str) -> Truth:
        """Where a set has a member."""
        if not held.parts:
            return self.algebra.has(held.column, member)
        part = dict(held.parts).get(member)
        return self.algebra.no if part is None else self.algebra.holds(part.column)

    def fact(self, expr: c.Expr) -> Held | None:
        """The column of a choice or set; None where none can say."""
        inner = self.through(expr)
        if isinstance(inner, c.Column):
            return self._layout.row.get(inner.column)
        self._refuse_computed(inner)
        if isinstance(inner, c.FactRef):
            return self._layout.facts.get(inner.fact)
        if isinstance(inner, c.Tally):
            return None
        raise NotColumnarError(type(inner).__name__)

    # ── numbers ──

    def _plain(self, expr: c.Expr) -> Number:
        found = self.number(expr)
        if isinstance(found, Share):
            raise NotColumnarError
        return found

    def number(self, expr: c.Expr) -> Number | Share:
        """A number."""
        inner = self.through(expr)
        found = self._numbers.get(inner)
        if found is None:
            found = self._numbers[inner] = self._counted(inner)
        return found

    def _counted(self, expr: c.Expr) -> Number | Share:
        counts = self.arithmetic
        match expr:
            case c.FactRef():
                return self._fact_number(expr)
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
                return self._tallied(expr, None)
            case c.AtYear():
                return self._at_year(expr)
            case c.Branch():
                asked = self._asked(expr.condition)
                then, otherwise = self._plain(expr.then), self._plain(expr.otherwise)
                return counts.chosen(Verdict(asked.met, asked.may), then, otherwise)
            case c.Extreme():
                numbers = [self._plain(one) for one in expr.values]
                return counts.extreme(numbers, is_least=expr.which == "least")
            case _:
                raise NotColumnarError(type(expr).__name__)

    def _column(self, held: Held) -> Number:
        value = self.algebra.number(held.column, held.least, held.most)
        return self.arithmetic.stated(value, self.gaps(held), held.unit)

    def _size(self, expr: c.Size) -> Number:
        of, members = self.algebra, expr.value.type.members
        held = self.fact(expr.value)
        most = of.literal(len(members))
        if held is None or not members:
            found = self.arithmetic.known(of.literal(0), Fraction(1))
            no_high = of.no if members else of.yes
            return Number(found.unit, found.low, most, of.no, no_high, of.no, of.no)
        total = of.count([self.has(held, member) for member in members])
        high = of.choose(self.gaps(held), most, total)
        return Number(Fraction(1), total, high, of.no, of.no, of.no, of.no)

    def _accrual(self, expr: c.Accrual) -> Number:
        of, counts, gain = self.algebra, self.arithmetic, expr.gain.value
        if not isinstance(expr.step, c.Period):
            value = self._plain(expr.value)
            step = expr.step.value
            return counts.stepped(value, step, gain, is_rounded_up=expr.is_rounded_up)
        if expr.step.amount <= 0:
            raise NotColumnarError
        days = self.stretch(expr.value)
        number = self.calendar.periods(
            days.first, days.last, expr.step, is_rounded_up=expr.is_rounded_up
        )
        amount = of.times(number, gain.numerator)
        zero = of.choose(days.is_open, of.literal(0), amount)
        return counts.stated(zero, days.is_open, Fraction(1, gain.denominator))

    def compare_years(self, operator: c.Operator, left: c.AtYear, right: c.AtYear) -> Verdict:
        """Compare two years' numbers year by year: only columns of one row's years ever meet."""
        of, surely, possibly = self.algebra, self.algebra.no, self.algebra.no
        others = self._yearly(right)
        for here, one in self._yearly(left):
            for there, other in others:
                both = of.both(here, there)
                if both == of.no:
                    continue
                found = self.arithmetic.compare(operator, one, other)
                surely = of.either(surely, of.both(both, found.surely))
                possibly = of.either(possibly, of.both(both, found.possibly))
        return Verdict(surely, possibly)

    def _stated_at_year(self, expr: c.AtYear) -> Number:
        of = self.algebra
        value, is_open = of.literal(0), of.no
        for here, number in self._stated_yearly(expr):
            value = of.choose(here, number.low, value)
            is_open = of.either(is_open, of.both(here, number.no_high))
        return self.arithmetic.stated(value, is_open, Fraction(1))

    def _yearly(self, expr: c.AtYear) -> list[tuple[Truth, Number]]:
        """The numbers that a series may have, each with where it has it; one of them holds in every row."""
        if self._computed_series(expr) is None:
            return self._stated_yearly(expr)
        return [(self.algebra.yes, self._at_year(expr))]

    def _stated_yearly(self, expr: c.AtYear) -> list[tuple[Truth, Number]]:
        of = self.algebra
        series = self.through(expr.series)
        if not isinstance(series, c.FactRef):
            raise NotColumnarError
        years = self._layout.series.get(series.fact, {})
        stretch = self.through(expr.stretch)
        if isinstance(stretch, c.CalendarYear):
            day = self.day(stretch.day)
            year, is_open = self.calendar.year(day.number), day.is_open
            year = of.subtract(year, of.literal(stretch.back))
        else:
            days = self.stretch(expr.stretch)
            year, is_open = self.calendar.year(days.first), days.is_open
        found = [
            (of.both(of.eq(year, of.literal(number)), of.negated(is_open)), self._column(held))
            for number, held in years.items()
        ]
        none = of.negated(of.either(*(here for here, _ in found)))
        return [*found, (none, self.arithmetic.anything())]

    # ── what ledgers yield ──

    def computable(self, key: str) -> c.Expr | None:
        """How ledgers that are given yield a fact; None where they do not."""
        computed, given = self._core.facts[key].computed, self._layout.ledgers
        if computed is None or not given:
            return None
        return computed if ledgers_in(self._core, computed, self._readings) <= given else None

    def _refuse_computed(self, expr: c.Expr) -> None:
        """Days, choices and sets that ledgers yield are not for columns."""
        if isinstance(expr, c.FactRef) and self.computable(expr.fact) is not None:
            raise NotColumnarError
        if isinstance(expr, c.Tally) and expr.ledger in self._layout.ledgers:
            raise NotColumnarError

    def _tallied(self, expr: c.Tally, year: c.Expr | None) -> Number:
        """A count or sum: nothing is known of it where the ledger is not given."""
        of = self.algebra
        if expr.ledger not in self._layout.ledgers:
            return self.arithmetic.anything()
        found = self._layout.tallies.get((expr, year))
        if found is None:
            raise NotColumnarError
        low, high = (of.number(one.column, one.least, one.most) for one in (found.low, found.high))
        no_high = of.holds(found.no_high) if found.no_high else of.no
        return Number(found.low.unit, low, high, of.no, no_high, of.no, of.no)

    def _fact_number(self, expr: c.FactRef) -> Number:
        """A number as it is stated, and as ledgers yield it."""
        held = self._layout.facts.get(expr.fact)
        said = None if held is None else self._column(held)
        computed = self.computable(expr.fact)
        if computed is None:
            return self.arithmetic.anything() if said is None else said
        if isinstance(self.through(computed), c.FactRef | c.AtYear | c.Branch):
            raise NotColumnarError  # where these are not known, nothing is computed
        span = self._plain(computed)
        if held is None or said is None:
            return span
        return self.arithmetic.merged(said, self.algebra.negated(self.gaps(held)), span)

    def _computed_series(self, expr: c.AtYear) -> c.Expr | None:
        series = self.through(expr.series)
        found = self.computable(series.fact) if isinstance(series, c.FactRef) else None
        return None if found is None else self.through(found)

    def _at_year(self, expr: c.AtYear) -> Number:
        """A yearly series in a year, as it is stated, and as ledgers yield it that go back so far."""
        of, counts, said = self.algebra, self.arithmetic, self._stated_at_year(expr)
        inner = self._computed_series(expr)
        if inner is None:
            return said
        if not isinstance(inner, c.Tally):
            raise NotColumnarError
        span = self._tallied(inner, self.through(expr.stretch))
        days = self.stretch(expr.stretch)
        is_given = of.negated(days.is_open)
        begins = self._layout.begins.get(inner.ledger)
        if begins is not None:
            first = self.calendar.year(of.day(begins, number_of(FIRST), number_of(LAST)))
            later = of.lt(self.calendar.year(days.first), first)
            is_given = of.both(is_given, of.either(of.missing(begins), of.negated(later)))
        is_said = of.negated(said.no_high)
        return counts.either_of(is_given, counts.merged(said, is_said, span), said)

    # ── days ──

    def day(self, expr: c.Expr) -> Day:
        """A day."""
        inner = self.through(expr)
        found = self._days.get(inner)
        if found is None:
            self._refuse_computed(inner)
            found = self._days[inner] = self._dated(inner)
        return found

    def _dated(self, expr: c.Expr) -> Day:
        of, calendar = self.algebra, self.calendar
        match expr:
            case c.FactRef() | c.Column():
                return self._column_day(
                    self._layout.facts.get(expr.fact)
                    if isinstance(expr, c.FactRef)
                    else self._layout.row.get(expr.column)
                )
            case c.DateConstant():
                return Day(self._fixed(expr.value), of.no)
            case c.AsOf() if self._layout.as_of is not None:
                return self._column_day(self._layout.as_of)
            case c.AsOf():
                return Day(self._fixed(self._on), of.no)
            case c.Tally():
                return Day(of.literal(0), of.yes)
            case c.Later():
                day = self.day(expr.day)
                return Day(calendar.later(day.number, expr.length), day.is_open)
            case c.DayBefore():
                day = self.day(expr.day)
                return Day(calendar.shifted(day.number, -1), day.is_open)
            case c.EndOf():
                days = self.stretch(expr.stretch)
                return Day(days.first if expr.which == "first" else days.last, days.is_open)
            case c.Extreme():
                every = [self.day(one) for one in expr.values]
                pick = of.least if expr.which == "earliest" else of.greatest
                number = pick(*(one.number for one in every))
                return Day(number, of.either(*(one.is_open for one in every)))
            case c.Branch():
                return self._branched_day(expr)
            case _:
                raise NotColumnarError(type(expr).__name__)

    def _column_day(self, held: Held | None) -> Day:
        of = self.algebra
        if held is None:
            return Day(of.literal(0), of.yes)
        number = of.day(held.column, number_of(FIRST), number_of(LAST))
        return Day(number, self.gaps(held))

    def _branched_day(self, expr: c.Branch) -> Day:
        of = self.algebra
        asked = self._asked(expr.condition)
        then, otherwise = self.day(expr.then), self.day(expr.otherwise)
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

    def stretch(self, expr: c.Expr) -> Days:
        """A stretch of days."""
        inner = self.through(expr)
        calendar = self.calendar
        match inner:
            case c.CalendarYear():
                day = self.day(inner.day)
                return Days(*calendar.year_ends(day.number, inner.back), day.is_open)
            case c.ThatYear() if self._year is not None:
                days = self.stretch(self._year)
                return Days(*calendar.year_ends(days.first, 0), days.is_open)
            case c.Preceding():
                day = self.day(inner.day)
                first = calendar.later(day.number, inner.length, backwards=True)
                return Days(first, calendar.shifted(day.number, -1), day.is_open)
            case c.Stretch():
                first_day, last_day = self.day(inner.first), self.day(inner.last)
                is_open = self.algebra.either(first_day.is_open, last_day.is_open)
                return Days(first_day.number, last_day.number, is_open)
            case _:
                raise NotColumnarError(type(inner).__name__)
