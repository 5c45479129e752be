"""Values to show, prepared: all that is the same for every applicant stands ready, the datum is filled in.

Only what is stated and what is plainly worked out from it; for anything else `Showing.of` gives None, or the
function it gives does, and the interpreter is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from sgpolicy.explaining.grounding.case import Case
from sgpolicy.explaining.values import datum, typed, value_of
from sgpolicy.model.core import (
    AsOf,
    AtYear,
    CalendarYear,
    Constant,
    Expr,
    FactRef,
    Pick,
    Ratio,
    Ref,
    Size,
)
from sgpolicy.model.explanation import Datum, Members, Quantity, Value
from sgpolicy.model.trace import Range, Reading, Source, Trace
from sgpolicy.model.types import Type
from sgpolicy.records import maker

Shown = Callable[[Case], Value | None]

make_value = maker(Value)
make_quantity = maker(Quantity)

_WHOLE = {number: Fraction(number) for number in range(1001)}
"""The numbers that counts mostly are."""

_MOST_NAMED = 64
"""How many choices and sets of a fact are kept as values."""


class Showing:
    """Prepares values under fixed readings.

    Attributes:
        blank: A trace of an application that states nothing, for what does not depend on it.
    """

    def __init__(self, blank: Trace) -> None:
        self.blank = blank

    def chosen(self, expr: Expr) -> Expr:
        """What stands in an expression's place under the readings in force."""
        while isinstance(expr, Pick):
            expr = expr.chosen(self.blank.readings)
        return expr

    def of(self, expr: Expr, unit: str | None = None) -> Shown | None:
        """A function that shows an expression's value; None where only the interpreter does.

        Args:
            expr: The expression.
            unit: The unit to show it in where its own type has none.
        """
        match expr:
            case Pick():
                return self.of(self.chosen(expr), unit or expr.type.unit)
            case FactRef():
                return self._fact(expr, unit)
            case Constant():
                constant = self.constant(expr, unit)
                return lambda _: constant
            case AsOf():
                today = _Filled(expr, self.blank, unit, "derived")
                return lambda case: today(case.on)
            case Ref():
                return self._referred(expr, unit)
            case Ratio():
                return self._ratio(expr, unit)
            case Size():
                return self._size(expr, unit)
            case AtYear():
                return self._at_year(expr, unit)
            case _:
                return None

    def constant(self, expr: Expr, unit: str | None = None) -> Value | None:
        """The value that the text gives; None where it does not stand there."""
        if not isinstance(expr, Constant):
            return None
        value = expr.value
        plain = value.numerator if value.denominator == 1 else value
        return value_of(Reading(expr, Range(plain, plain), "constant"), self.blank, unit)

    def _fact(self, expr: FactRef, unit: str | None) -> Shown:
        key, shown = expr.fact, typed(expr.type, unit)
        is_computed = self.blank.core.facts[key].computed is not None
        filled = _Filled(expr, self.blank, unit, "stated")
        if not expr.type.is_numeric:
            is_day, is_named = expr.type.kind == "date", expr.type.kind in ("choice", "set")
            known: dict[object, Value] = {}

            def stated(case: Case) -> Value | None:
                raw = case.facts.get(key)
                if raw is None or (is_computed and case.has_ledgers):
                    return None
                if is_day:
                    return filled(raw)
                if not is_named:
                    return filled(datum(raw, shown))
                found = known.get(raw)
                if found is None:
                    found = filled(datum(raw, shown))
                    if len(known) < _MOST_NAMED:
                        known[raw] = found
                return found

            return stated
        kind, in_unit = shown.kind, shown.unit
        form, name, _, source, said, reading, ledger = filled.template

        def number(case: Case) -> Value | None:
            raw = case.facts.get(key)
            if raw is None or (is_computed and case.has_ledgers):
                return None
            exact = raw if raw.__class__ is Fraction else _WHOLE.get(raw)
            if exact is None:
                exact = Fraction(raw)
            quantity = make_quantity(exact, exact, kind, in_unit)
            return make_value(form, name, key, quantity, source, said, reading, None, None, ledger)

        return number

    def _referred(self, expr: Ref, unit: str | None) -> Shown | None:
        node, shown = self.blank.core.nodes[expr.node], typed(expr.type, unit)
        inner = self.of(node.body)
        if inner is None:
            return None
        template = value_of(Reading(expr, None, "derived"), self.blank, unit)
        form, name, key = template.form, template.name, template.key

        def referred(case: Case) -> Value | None:
            found = inner(case)
            if found is None:
                return None
            own, source = found.datum, found.source
            if isinstance(own, Quantity):
                own = _retyped(own, shown)
            return make_value(
                form, name, key, own, source, "", "", None, None, "", None, (), (), (found,)
            )

        return referred

    def _ratio(self, expr: Ratio, unit: str | None) -> Shown | None:
        part_of, whole_of = self.of(expr.part), self.of(expr.whole)
        if part_of is None or whole_of is None:
            return None
        shown, filled = typed(expr.type, unit), _Filled(expr, self.blank, unit, "derived")
        kind, in_unit = shown.kind, shown.unit
        form, name, key, source, said, reading, ledger = filled.template

        def ratio(case: Case) -> Value | None:
            part, whole = part_of(case), whole_of(case)
            if part is None or whole is None:
                return None
            one, all_ = part.datum, whole.datum
            if not (isinstance(one, Quantity) and isinstance(all_, Quantity)):
                return None
            above, below = one.low, all_.low
            if below.numerator <= 0:
                return None
            share = Fraction(
                above.numerator * below.denominator, above.denominator * below.numerator
            )
            quantity, parts = make_quantity(share, share, kind, in_unit), (part, whole)
            return make_value(
                form, name, key, quantity, source, said, reading, None, None, ledger, None, (), (),
                parts,
            )  # fmt: skip

        return ratio

    def _size(self, expr: Size, unit: str | None) -> Shown | None:
        value_of_set = self.of(expr.value)
        if value_of_set is None:
            return None
        shown, filled = typed(expr.type, unit), _Filled(expr, self.blank, unit, "derived")

        def size(case: Case) -> Value | None:
            found = value_of_set(case)
            if found is None or not isinstance(found.datum, Members):
                return None
            number = Fraction(len(found.datum.names))
            return filled(make_quantity(number, number, shown.kind, shown.unit), (found,))

        return size

    def _at_year(self, expr: AtYear, unit: str | None) -> Shown | None:
        """A series in the calendar year of a stated day, or of the day of the decision."""
        series, stretch = expr.series, self.chosen(expr.stretch)
        if not isinstance(series, FactRef) or not isinstance(stretch, CalendarYear):
            return None
        day_of, back = self._day(stretch.day), stretch.back
        if day_of is None:
            return None
        key, shown = series.fact, typed(expr.type, unit)
        kind, in_unit = shown.kind, shown.unit
        is_computed = self.blank.core.facts[key].computed is not None
        filled = _Filled(expr, self.blank, unit, "stated")

        def at_year(case: Case) -> Value | None:
            counts, day = case.facts.get(key), day_of(case)
            if not isinstance(counts, Mapping) or day is None or day.year <= back:
                return None
            count = counts.get(day.year - back)
            if count is None or (is_computed and case.has_ledgers):
                return None
            number = _WHOLE.get(count)
            if number is None:
                number = Fraction(count)
            quantity = make_quantity(number, number, kind, in_unit)
            return filled(quantity, written=str(day.year - back))

        return at_year

    def _day(self, expr: Expr) -> Callable[[Case], date | None] | None:
        """A day as it is stated, not one that is worked out or looked through to."""
        if isinstance(expr, AsOf):
            return lambda case: case.on
        if not isinstance(expr, FactRef):
            return None
        key = expr.fact
        is_computed = self.blank.core.facts[key].computed is not None

        def stated(case: Case) -> date | None:
            found = case.facts.get(key)
            if is_computed and case.has_ledgers:
                return None
            return found if isinstance(found, date) else None

        return stated


class _Filled:
    """A value whose datum is still to come."""

    __slots__ = ("template",)

    def __init__(self, expr: Expr, blank: Trace, unit: str | None, source: Source) -> None:
        template = value_of(Reading(expr, None, source), blank, unit)
        self.template = (
            template.form,
            template.name,
            template.key,
            template.source,
            template.written,
            template.reading,
            template.ledger,
        )

    def __call__(
        self, found: Datum, parts: tuple[Value, ...] = (), *, written: str | None = None
    ) -> Value:
        form, name, key, source, said, reading, ledger = self.template
        if written is not None:
            said = written
        return make_value(
            form, name, key, found, source, said, reading, None, None, ledger, None, (), (), parts
        )


def _retyped(found: Quantity, shown: Type) -> Quantity:
    """A definition's number in the definition's own unit."""
    if found.kind != shown.kind or found.unit != shown.unit:
        return make_quantity(found.low, found.high, shown.kind, shown.unit)
    return found
