"""Numbers for each row as far as they are known: two ends in whole numbers, and what is open about them.

They say what `Range` says, in steps: whole numbers with one fixed fraction as their unit, so that shares and
money stay exact. A number that cannot be had that way raises `NotColumnarError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from sgpolicy.evaluating.columnar.algebra import Algebra, NotColumnarError, Truth, Whole
from sgpolicy.model.core import Operator
from sgpolicy.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Number:
    """A number for each row.

    Attributes:
        unit: What 1 in `low` and `high` is; positive.
        low, high: Its ends, included.
        no_low, no_high: Whether there is no such end; `low` or `high` then mean nothing.
        is_nothing: Whether it is a share of nothing, which meets no bound.
        may_be_nothing: Whether it could turn out to be one.
    """

    unit: Fraction
    low: Whole
    high: Whole
    no_low: Truth
    no_high: Truth
    is_nothing: Truth
    may_be_nothing: Truth


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: kept apart until it is compared, since it has no fixed unit."""

    part: Number
    whole: Number


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is sure to hold, and whether it may."""

    surely: Truth
    possibly: Truth


class Arithmetic:
    """Counts with numbers as far as they are known; the same rules as `evaluating.ranges`."""

    def __init__(self, algebra: Algebra) -> None:
        self._of = algebra

    def exactly(self, value: Fraction) -> Number:
        """A known number."""
        return self.known(self._of.literal(value.numerator), Fraction(1, value.denominator))

    def known(self, value: Whole, unit: Fraction) -> Number:
        """A number known in every row."""
        no = self._of.no
        return Number(unit, value, value, no, no, no, no)

    def stated(self, value: Whole, is_open: Truth, unit: Fraction) -> Number:
        """A number that is stated in some rows, and where it is not is anything from 0."""
        return replace(self.known(value, unit), no_high=is_open)

    def anything(self) -> Number:
        """A number of which nothing is known but that it is not negative."""
        return self.stated(self._of.literal(0), self._of.yes, Fraction(1))

    def _alike(self, numbers: Sequence[Number]) -> list[Number]:
        """The numbers in one unit."""
        common = Fraction(1, lcm(*(one.unit.denominator for one in numbers)))
        times = [one.unit / common for one in numbers]
        whole = min(times)
        if all((one / whole).denominator == 1 for one in times):
            common *= whole
        of, found = self._of, []
        for one in numbers:
            factor = (one.unit / common).numerator
            low, high = of.times(one.low, factor), of.times(one.high, factor)
            found.append(replace(one, unit=common, low=low, high=high))
        return found

    def _flags(self, parts: Sequence[Number]) -> tuple[Truth, Truth]:
        of = self._of
        nothing = of.either(*(one.is_nothing for one in parts))
        return nothing, of.either(*(one.may_be_nothing for one in parts))

    def total(self, terms: Sequence[tuple[int, Number]]) -> Number:
        """A signed sum."""
        of = self._of
        alike = self._alike([one for _, one in terms])
        low, high = of.literal(0), of.literal(0)
        no_low, no_high = of.no, of.no
        for (sign, _), one in zip(terms, alike, strict=True):
            if sign > 0:
                low, high = of.add(low, one.low), of.add(high, one.high)
                no_low, no_high = of.either(no_low, one.no_low), of.either(no_high, one.no_high)
            else:
                low, high = of.subtract(low, one.high), of.subtract(high, one.low)
                no_low, no_high = of.either(no_low, one.no_high), of.either(no_high, one.no_low)
        return Number(alike[0].unit, low, high, no_low, no_high, *self._flags(alike))

    def product(self, left: Number, right: Number) -> Number:
        """A product; one of two numbers that may be negative is not for columns."""
        of = self._of
        for one in (left, right):
            if of.ends(one.low)[0] < 0 or one.no_low != of.no:
                raise NotColumnarError
        zero = of.literal(0)
        none = [of.both(of.negated(one.no_high), of.eq(one.high, zero)) for one in (left, right)]
        no_high = of.both(of.either(left.no_high, right.no_high), of.negated(of.either(*none)))
        high = of.choose(
            of.either(left.no_high, right.no_high), zero, of.multiply(left.high, right.high)
        )
        low = of.multiply(left.low, right.low)
        unit = left.unit * right.unit
        return Number(unit, low, high, of.no, no_high, *self._flags((left, right)))

    def extreme(self, numbers: Sequence[Number], *, is_least: bool) -> Number:
        """The least or the greatest of some."""
        of = self._of
        found, *others = self._alike(numbers)
        nothing, maybe = self._flags(numbers)
        for one in others:
            pick = of.least if is_least else of.greatest
            low, high = pick(found.low, one.low), pick(found.high, one.high)
            some_low, some_high = of.either, of.both
            if not is_least:
                some_low, some_high = of.both, of.either
            low = self._but(low, (found.no_low, one.low), (one.no_low, found.low), is_least)
            high = self._but(
                high, (found.no_high, one.high), (one.no_high, found.high), not is_least
            )
            no_low = some_low(found.no_low, one.no_low)
            no_high = some_high(found.no_high, one.no_high)
            found = replace(found, low=low, high=high, no_low=no_low, no_high=no_high)
        return replace(found, is_nothing=nothing, may_be_nothing=maybe)

    def _but(
        self,
        value: Whole,
        one: tuple[Truth, Whole],
        other: tuple[Truth, Whole],
        is_open: bool,  # noqa: FBT001
    ) -> Whole:
        """The value, or where one side has no such end the other's; of no meaning where that opens it."""
        if is_open:
            return value
        of = self._of
        return of.choose(one[0], one[1], of.choose(other[0], other[1], value))

    def stepped(
        self, value: Number, step: Fraction, gain: Fraction, *, is_rounded_up: bool
    ) -> Number:
        """So much for every step of a number."""
        of = self._of
        if step <= 0:
            raise NotColumnarError
        ratio = value.unit / step

        def gained(end: Whole) -> Whole:
            scaled = of.times(end, ratio.numerator)
            if is_rounded_up:
                scaled = of.add(scaled, of.literal(ratio.denominator - 1))
            steps = of.greatest(of.divide(scaled, ratio.denominator), of.literal(0))
            return of.times(steps, gain.numerator)

        low = of.choose(value.no_low, of.literal(0), gained(value.low))
        unit = Fraction(1, gain.denominator)
        flags = value.is_nothing, value.may_be_nothing
        return Number(unit, low, gained(value.high), of.no, value.no_high, *flags)

    def chosen(self, test: Verdict, then: Number, otherwise: Number) -> Number:
        """One number where something holds, the other where it does not, either while that is open."""
        of = self._of
        then, otherwise = self._alike([then, otherwise])
        is_open = of.both(test.possibly, of.negated(test.surely))
        low = of.choose(
            is_open,
            of.least(then.low, otherwise.low),
            of.choose(test.surely, then.low, otherwise.low),
        )
        high = of.choose(
            is_open,
            of.greatest(then.high, otherwise.high),
            of.choose(test.surely, then.high, otherwise.high),
        )

        def pick(one: Truth, other: Truth, opened: Truth) -> Truth:
            return of.chosen(is_open, opened, of.chosen(test.surely, one, other))

        some = of.either(then.is_nothing, otherwise.is_nothing)
        all_ = of.both(then.is_nothing, otherwise.is_nothing)
        one_only = of.both(some, of.negated(all_))
        alike = self._same(then, otherwise)
        maybe = of.either(then.may_be_nothing, otherwise.may_be_nothing)
        # while it is open: like the first where both are alike, else whatever either may be
        opened = of.either(one_only, of.chosen(alike, then.may_be_nothing, maybe))
        no_low = of.either(then.no_low, otherwise.no_low)
        no_high = of.either(then.no_high, otherwise.no_high)
        low = of.choose(of.both(is_open, one_only), of.literal(0), low)
        return Number(
            then.unit,
            low,
            high,
            pick(then.no_low, otherwise.no_low, of.both(no_low, of.negated(one_only))),
            pick(then.no_high, otherwise.no_high, of.either(no_high, one_only)),
            pick(then.is_nothing, otherwise.is_nothing, all_),
            pick(then.may_be_nothing, otherwise.may_be_nothing, opened),
        )

    def _same(self, one: Number, other: Number) -> Truth:
        of = self._of
        low = of.either(
            of.both(one.no_low, other.no_low),
            of.both(of.negated(of.either(one.no_low, other.no_low)), of.eq(one.low, other.low)),
        )
        high = of.either(
            of.both(one.no_high, other.no_high),
            of.both(of.negated(of.either(one.no_high, other.no_high)), of.eq(one.high, other.high)),
        )
        return of.both(low, high)

    def merged(self, said: Number, is_said: Truth, computed: Number) -> Number:
        """What is stated in some rows, and what ledgers yield; where they differ, all that lies between."""
        of = self._of
        value, span = self._alike([said, computed])
        reaches = of.either(span.no_low, of.le(span.low, value.low))
        inside = of.both(reaches, of.either(span.no_high, of.le(value.low, span.high)))
        is_alone = of.either(inside, span.is_nothing)  # a share of nothing says nothing of it
        low = of.choose(is_alone, value.low, of.least(value.low, span.low))
        high = of.choose(is_alone, value.low, of.greatest(value.low, span.high))
        opened = of.negated(of.both(is_said, is_alone))
        unsaid = of.negated(is_said)
        return Number(
            span.unit,
            of.choose(is_said, low, span.low),
            of.choose(is_said, high, span.high),
            of.both(opened, span.no_low),
            of.both(opened, span.no_high),
            of.both(unsaid, span.is_nothing),
            of.both(unsaid, span.may_be_nothing),
        )

    def either_of(self, test: Truth, then: Number, otherwise: Number) -> Number:
        """One number where something is so, the other where it is not."""
        return self.chosen(Verdict(test, test), then, otherwise)

    # ── comparing ──

    def compare(self, operator: Operator, left: Number, right: Number) -> Verdict:
        """How two numbers compare: decided where all of the one stands on one side of the other."""
        of = self._of
        nothing, maybe = self._flags((left, right))
        left, right = self._alike([left, right])
        met, refused = self._ordered(operator, left, right)
        return Verdict(
            of.both(met, of.negated(nothing), of.negated(maybe)),
            of.both(of.negated(refused), of.negated(nothing)),
        )

    def _ordered(self, operator: Operator, left: Number, right: Number) -> tuple[Truth, Truth]:
        """Whether it holds for all of the numbers, and for none of them."""
        of = self._of

        def all_at_least(one: Number, other: Number) -> Truth:
            ends = of.negated(of.either(one.no_low, other.no_high))
            return of.both(ends, of.le(other.high, one.low))

        def all_less(one: Number, other: Number) -> Truth:
            ends = of.negated(of.either(one.no_high, other.no_low))
            return of.both(ends, of.lt(one.high, other.low))

        match operator:
            case "ge":
                return all_at_least(left, right), all_less(left, right)
            case "lt":
                return all_less(left, right), all_at_least(left, right)
            case "le":
                return all_at_least(right, left), all_less(right, left)
            case "gt":
                return all_less(right, left), all_at_least(right, left)
            case "eq" | "ne":
                opened = (left.no_low, left.no_high, right.no_low, right.no_high)
                same = of.both(
                    *(of.negated(one) for one in opened),
                    of.eq(left.low, left.high),
                    of.eq(right.low, right.high),
                    of.eq(left.low, right.low),
                )
                apart = of.either(all_less(left, right), all_less(right, left))
                return (same, apart) if operator == "eq" else (apart, same)

    def compare_share(self, operator: Operator, share: Share, bound: Fraction) -> Verdict:
        """How a share compares with a bound; of a whole that is not negative only."""
        of = self._of
        inner, open_inner = self._flags((share.part, share.whole))
        part, whole = self._alike([share.part, share.whole])
        if whole.no_low != of.no or of.ends(whole.low)[0] < 0 or open_inner != of.no:
            raise NotColumnarError
        zero = of.literal(0)
        is_zero = of.both(of.negated(whole.no_high), of.eq(whole.high, zero))
        nothing = of.either(inner, is_zero)
        maybe = of.both(of.eq(whole.low, zero), of.negated(is_zero))
        low_ge, low_gt = self._low_end(part, whole, bound)
        high_lt, high_le = self._high_end(part, whole, bound)
        match operator:
            case "ge":
                met, refused = low_ge, high_lt
            case "lt":
                met, refused = high_lt, low_ge
            case "le":
                met, refused = high_le, low_gt
            case "gt":
                met, refused = low_gt, high_le
            case "eq":
                met, refused = of.both(low_ge, high_le), of.either(high_lt, low_gt)
            case "ne":
                met, refused = of.either(high_lt, low_gt), of.both(low_ge, high_le)
        return Verdict(
            of.both(met, of.negated(nothing), of.negated(maybe)),
            of.both(of.negated(refused), of.negated(nothing)),
        )

    def _low_end(self, part: Number, whole: Number, bound: Fraction) -> tuple[Truth, Truth]:
        """Whether the least that the share can be is at least the bound, and more than it.

        It is the least part of the greatest whole; of a part that may fall below zero, of the least whole, and
        without end where that is nothing.
        """
        of = self._of
        zero = of.literal(0)
        falls = of.either(part.no_low, of.lt(part.low, zero))
        mine = of.times(part.low, bound.denominator)
        most, least = (of.times(end, bound.numerator) for end in (whole.high, whole.low))
        has_end = of.negated(whole.no_high)
        at_least = of.yes if bound <= 0 else of.both(has_end, of.le(most, mine))
        more = of.yes if bound < 0 else of.both(has_end, of.lt(most, mine))
        ends = of.both(of.negated(part.no_low), of.lt(zero, whole.low))
        fallen = of.both(ends, of.le(least, mine)), of.both(ends, of.lt(least, mine))
        return of.chosen(falls, fallen[0], at_least), of.chosen(falls, fallen[1], more)

    def _high_end(self, part: Number, whole: Number, bound: Fraction) -> tuple[Truth, Truth]:
        """Whether the most that the share can be is less than the bound, and at most it.

        It is the greatest part of the least whole, without end where that is nothing; of a part that is not
        above zero, of the greatest whole, and zero where that has no end.
        """
        of = self._of
        zero = of.literal(0)
        has_end = of.negated(part.no_high)
        sinks = of.both(has_end, of.le(part.high, zero))
        mine = of.times(part.high, bound.denominator)
        most, least = (of.times(end, bound.numerator) for end in (whole.high, whole.low))
        ends = of.both(has_end, of.lt(zero, whole.low))
        less, at_most = of.both(ends, of.lt(mine, least)), of.both(ends, of.le(mine, least))
        endless, closed = whole.no_high, of.negated(whole.no_high)
        none_less = of.either(
            of.both(endless, of.yes if bound > 0 else of.no), of.both(closed, of.lt(mine, most))
        )
        none_most = of.either(
            of.both(endless, of.yes if bound >= 0 else of.no), of.both(closed, of.le(mine, most))
        )
        return of.chosen(sinks, none_less, less), of.chosen(sinks, none_most, at_most)
