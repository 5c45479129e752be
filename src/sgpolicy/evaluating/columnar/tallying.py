"""What is counted in ledgers: which counts a policy takes, and their conditions on rows as steps.

The rows are those of a ledger, each beside the columns of the application it belongs to. A condition on a row
holds, does not hold, or is left open by a blank cell or by what the application does not state; the same rules as
in `evaluating.rows`, whose twin this is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from sgpolicy.evaluating.columnar.algebra import NotColumnarError, TooLargeError, Truth, Whole
from sgpolicy.evaluating.columnar.lowering import Graded, Lowering
from sgpolicy.evaluating.columnar.numbers import Number, Share
from sgpolicy.evaluating.columnar.program import Layout, Planes, Program, Shown, TallyKey
from sgpolicy.evaluating.compiling import ledgers_in, parts_of
from sgpolicy.evaluating.rows import mentions_column
from sgpolicy.model import core as c
from sgpolicy.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Summed:
    """What is summed up, in each row.

    Attributes:
        value: The step that gives it. `unit`: what 1 in it is.
        is_open: Where it is not known. `is_nothing`: where it is a share of nothing, which adds nothing.
    """

    value: Whole
    unit: Fraction
    is_open: Truth
    is_nothing: Truth


@dataclass(frozen=True, slots=True)
class RowProgram:
    """Conditions on a ledger's rows as steps.

    Attributes:
        program: The steps; its conclusion means nothing.
        counts: Of each count, whether a row counts (符合), may count (待补材料) or does not (不符合).
        summed: Of each sum over what an expression comes to, that.
    """

    program: Program
    counts: tuple[Shown, ...]
    summed: tuple[Summed | None, ...]


def tallies_in(
    core: c.Core, readings: Mapping[str, str], given: frozenset[str], wanted: Iterable[str]
) -> list[TallyKey]:
    """The counts and sums over ledgers that are given on which some outcomes rest.

    Args:
        core: The policy.
        readings: Interpretation id → reading id, for all.
        given: Ids of the ledgers that are given.
        wanted: Ids of nodes; the decision's are among them anyway.
    """
    found: dict[TallyKey, None] = {}
    seen: set[object] = set()

    def computed(key: str) -> c.Expr | None:
        expr = core.facts[key].computed
        return expr if expr is not None and ledgers_in(core, expr, readings) <= given else None

    def walk(expr: c.Expr, year: c.Expr | None) -> None:
        if (expr, year) in seen:
            return
        seen.add((expr, year))
        match expr:
            case c.Pick():
                walk(expr.chosen(readings), year)
            case c.Ref():
                node(expr.node)
            case c.Tally():
                if expr.ledger in given:
                    found[expr, year] = None
            case c.FactRef():
                inner = computed(expr.fact)
                if inner is not None:
                    walk(inner, None)
            case c.AtYear():
                series = core.through(expr.series, readings)
                inner = computed(series.fact) if isinstance(series, c.FactRef) else None
                if inner is not None:
                    walk(core.through(inner, readings), core.through(expr.stretch, readings))
                walk(expr.stretch, None)
            case _:
                for part in parts_of(expr):
                    walk(part, year)

    def node(key: str) -> None:
        if key in seen or key not in core.nodes:
            return
        seen.add(key)
        one = core.nodes[key]
        for expr in (one.guard, one.body):
            if expr is not None:
                walk(expr, None)

    for key in (core.root, *core.scopes, *wanted):
        node(key)
    return [*found]


def lower_rows(
    core: c.Core,
    readings: Mapping[str, str],
    layout: Layout,
    on: date,
    tallies: Iterable[c.Tally],
    year: c.Expr | None = None,
) -> RowProgram:
    """Lower the conditions of counts and sums over one ledger.

    Args:
        core: The policy.
        readings: Interpretation id → reading id, for all.
        layout: The columns of rows and of the applications they belong to.
        on: The day as of which it is decided.
        tallies: The counts and sums.
        year: Of a yearly series, the stretch of days that says which year.

    Raises:
        NotColumnarError: They compute something that steps cannot, or numbers too large for them.
    """
    made = _Rows(core, readings, layout, on, year)
    try:
        counts = tuple(made.counted(tally) for tally in tallies)
        summed = tuple(made.summed(tally) for tally in tallies)
    except (TooLargeError, RecursionError) as error:
        raise NotColumnarError from error
    of = made.algebra
    nothing = Shown(Planes(of.no, of.no, of.no), of.no)
    program = Program(tuple(of.steps), of.all_ends, nothing, {})
    return RowProgram(program, counts, summed)


@dataclass(frozen=True, slots=True)
class _Value:
    """A number of a row, exact where it is known; where it is of nothing it is not asked whether it is open."""

    number: Number
    is_open: Truth
    is_nothing: Truth


class _Rows(Lowering):
    """Lowers what is said about the rows of a ledger."""

    def counted(self, tally: c.Tally) -> Shown:
        """Whether a row counts."""
        if tally.measure in ("latest", "earliest"):
            raise NotColumnarError(tally.measure)
        of = self.algebra
        planes = self._yes if tally.where is None else self._row(tally.where)
        return Shown(planes, of.no)

    def summed(self, tally: c.Tally) -> Summed | None:
        """What an expression comes to in a row; None where there is none."""
        if tally.summed is None:
            return None
        found = self._figure(tally.summed)
        return Summed(found.number.low, found.number.unit, found.is_open, found.is_nothing)

    # ── conditions ──

    def _row(self, expr: c.Expr) -> Planes:
        """A condition on a row; one that says nothing about it counts as holding where it does not apply."""
        applies, holds = self._graded(expr)
        if mentions_column(expr):
            return holds
        of = self.algebra
        out, unsure = of.negated(applies.may), of.both(applies.may, of.negated(applies.met))
        met = of.either(out, of.both(applies.met, holds.met))
        return Planes(of.either(met, unsure, of.both(applies.met, holds.may)), met, met)

    def _made(self, expr: c.Expr) -> Graded:
        if not mentions_column(expr):
            return super()._made(expr)
        of = self.algebra
        match expr:
            case c.Not():
                return self._yes, self._negated(self._row(expr.operand))
            case c.All():
                return self._yes, self._least(self._row(one) for one in expr.operands)
            case c.AtLeast():
                parts = [self._row(one) for one in expr.operands]
                may = of.at_least(expr.number, [one.may for one in parts])
                met = of.at_least(expr.number, [one.met for one in parts])
                return self._yes, Planes(may, met, met)
            case c.Branch():
                asked, then, otherwise = map(self._row, (expr.condition, expr.then, expr.otherwise))
                is_open = of.both(asked.may, of.negated(asked.met))
                may, met = (
                    of.chosen(is_open, opened, of.chosen(asked.met, one, other))
                    for opened, one, other in (
                        (of.either(then.may, otherwise.may), then.may, otherwise.may),
                        (of.both(then.met, otherwise.met), then.met, otherwise.met),
                    )
                )
                return self._yes, Planes(may, met, met)
            case c.Pick():
                branch = expr.chosen(self._readings)
                return self._yes, self._row(branch)
            case c.Compare() if expr.left.type.is_numeric:
                return self._yes, self._compare_figures(expr)
            case c.Column() | c.Compare() | c.Elapsed() | c.Within() | c.Member() | c.SetCompare():
                return self._yes, self._leaf(expr)
            case _:
                raise NotColumnarError(type(expr).__name__)

    def _compare_figures(self, expr: c.Compare) -> Planes:
        of, counts = self.algebra, self._values.arithmetic
        share, bound = self._values.through(expr.left), self._values.through(expr.right)
        if isinstance(share, c.Ratio) and isinstance(bound, c.Constant):
            part, whole = self._figure(share.part), self._figure(share.whole)
            both = Share(part.number, whole.number)
            test = counts.compare_share(expr.operator, both, bound.value).surely
            is_zero = of.eq(whole.number.low, of.literal(0))
            opened = of.either(part.is_open, whole.is_open)
            nothing = of.either(
                part.is_nothing, whole.is_nothing, of.both(of.negated(opened), is_zero)
            )
        else:
            left, right = self._figure(expr.left), self._figure(expr.right)
            test = counts.compare(expr.operator, left.number, right.number).surely
            opened = of.either(left.is_open, right.is_open)
            nothing = of.either(left.is_nothing, right.is_nothing)
        known = self._known(test, opened)
        some = of.negated(nothing)
        return Planes(of.both(known.may, some), of.both(known.met, some), of.both(known.met, some))

    # ── numbers ──

    def _figure(self, expr: c.Expr) -> _Value:
        """A number of a row."""
        of, counts = self.algebra, self._values.arithmetic
        if not mentions_column(expr):
            found = self._values.number(expr)
            if isinstance(found, Share):
                raise NotColumnarError
            is_known = of.both(
                of.negated(of.either(found.no_low, found.no_high)), of.eq(found.low, found.high)
            )
            plain = counts.known(found.low, found.unit)
            return _Value(plain, of.negated(is_known), found.is_nothing)
        match expr:
            case c.Column():
                held = self._layout.row.get(expr.column)
                if held is None:
                    return _Value(counts.exactly(Fraction(0)), of.yes, of.no)
                value = of.number(held.column, held.least, held.most)
                return _Value(counts.known(value, held.unit), self._values.gaps(held), of.no)
            case c.Sum():
                parts = [self._figure(one) for _, one in expr.terms]
                signs = [sign for sign, _ in expr.terms]
                numbers = [one.number for one in parts]
                return self._derived(parts, counts.total([*zip(signs, numbers, strict=True)]))
            case c.Product():
                parts = [self._figure(expr.left), self._figure(expr.right)]
                one, other = (part.number for part in parts)
                value = of.multiply(one.low, other.low)
                return self._derived(parts, counts.known(value, one.unit * other.unit))
            case c.Ratio():
                whole = self._values.through(expr.whole)
                if not isinstance(whole, c.Constant) or whole.value <= 0:
                    raise NotColumnarError
                part = self._figure(expr.part)
                number = counts.known(part.number.low, part.number.unit / whole.value)
                return replace(part, number=number)
            case c.Extreme():
                parts = [self._figure(one) for one in expr.values]
                is_least = expr.which == "least"
                return self._derived(
                    parts, counts.extreme([one.number for one in parts], is_least=is_least)
                )
            case c.Branch():
                return self._either(expr)
            case c.Pick():
                return self._figure(expr.chosen(self._readings))
            case _:
                raise NotColumnarError(type(expr).__name__)

    def _derived(self, parts: Iterable[_Value], number: Number) -> _Value:
        of, parts = self.algebra, [*parts]
        is_open = of.either(*(one.is_open for one in parts))
        return _Value(number, is_open, of.either(*(one.is_nothing for one in parts)))

    def _either(self, expr: c.Branch) -> _Value:
        """One of two numbers by a condition; while that is open, the number if both are the same."""
        of, counts = self.algebra, self._values.arithmetic
        asked = self._row(expr.condition)
        then, otherwise = self._figure(expr.then), self._figure(expr.otherwise)
        number = counts.either_of(asked.met, then.number, otherwise.number)
        is_unsure = of.both(asked.may, of.negated(asked.met))
        same = counts.compare("eq", then.number, otherwise.number).surely
        known = of.negated(
            of.either(then.is_open, otherwise.is_open, then.is_nothing, otherwise.is_nothing)
        )
        nothing = of.both(then.is_nothing, otherwise.is_nothing)
        is_open = of.chosen(asked.met, then.is_open, otherwise.is_open)
        return _Value(
            number,
            of.chosen(is_unsure, of.negated(of.both(known, same)), is_open),
            of.chosen(
                is_unsure, nothing, of.chosen(asked.met, then.is_nothing, otherwise.is_nothing)
            ),
        )
