"""Core under fixed readings → steps on columns, for data that stands in columns.

An outcome of the chain is three planes, each within the one before: it may yet be met, nothing but people's
judgement is open, it is met. *All of* is `and` in each plane, *any of* is `or`. What may not apply has two
outcomes (how far it applies, how far it holds), as in the generated function, whose twin this is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from sgpolicy.evaluating.columnar.algebra import NotColumnarError, TooLargeError, Truth
from sgpolicy.evaluating.columnar.numbers import Share, Verdict
from sgpolicy.evaluating.columnar.program import Held, Layout, Planes, Program, Shown
from sgpolicy.evaluating.columnar.valuing import Values
from sgpolicy.model import core as c

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

    def __init__(
        self,
        core: c.Core,
        readings: Mapping[str, str],
        layout: Layout,
        on: date,
        year: c.Expr | None = None,
    ) -> None:
        self._values = Values(
            core, readings, layout, on, lambda expr: self._both(self._graded(expr)), year
        )
        self.algebra = of = self._values.algebra
        self._core = core
        self._readings = readings
        self._layout = layout
        self._yes, self._no = Planes(of.yes, of.yes, of.yes), Planes(of.no, of.no, of.no)
        self._nodes: dict[str, Graded] = {}
        self._grades: dict[c.Expr, Graded] = {}

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
                return self._graded(expr.chosen(self._readings))
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
                may = of.either(met, self._values.gaps(held))
                return Planes(may, may, met)
            case c.FactRef():
                held = self._layout.facts.get(expr.fact)
                said = self._stated(held, of.holds)
                return self._with_ledgers(said, held, self._values.computable(expr.fact))
            case c.Column():
                return self._stated(self._layout.row.get(expr.column), of.holds)
            case c.Compare():
                return self._compare(expr)
            case c.Elapsed():
                start, end = self._values.day(expr.start), self._values.day(expr.end)
                test = self._values.calendar.has_elapsed(
                    start.number, end.number, expr.length, inclusive=expr.inclusive
                )
                return self._known(test, start.is_open, end.is_open)
            case c.Within():
                day, days = self._values.day(expr.day), self._values.stretch(expr.stretch)
                test = of.both(of.le(days.first, day.number), of.le(day.number, days.last))
                return self._known(test, day.is_open, days.is_open)
            case c.Member():
                held = self._values.fact(expr.value)
                return self._stated(held, lambda column: of.one_of(column, expr.members))
            case c.SetCompare():
                return self._set(expr)
            case _:
                raise NotColumnarError(type(expr).__name__)

    def _stated(self, held: Held | None, test: Callable[[str], Truth]) -> Planes:
        """A condition on one column that is false where it says nothing."""
        of = self.algebra
        if held is None:
            return Planes(of.yes, of.no, of.no)
        met = test(held.column)
        return Planes(of.either(met, self._values.gaps(held)), met, met)

    def _with_ledgers(self, said: Planes, held: Held | None, computed: c.Expr | None) -> Planes:
        """A truth as it is stated, and where it is not as ledgers yield it, if they decide it."""
        if computed is None:
            return said
        of, (applies, holds) = self.algebra, self._graded(computed)
        unsaid = of.yes if held is None else self._values.gaps(held)
        yes, no = (of.both(unsaid, applies.met, one) for one in (holds.met, of.negated(holds.may)))
        met, may = of.either(said.met, yes), of.both(said.may, of.negated(no))
        return Planes(may, met, met)

    def _known(self, test: Truth, *is_open: Truth) -> Planes:
        of = self.algebra
        opened = of.either(*is_open)
        met = of.both(test, of.negated(opened))
        return Planes(of.either(test, opened), met, met)

    def _set(self, expr: c.SetCompare) -> Planes:
        of = self.algebra
        held = self._values.fact(expr.value)
        if held is None:
            return Planes(of.yes, of.no, of.no)
        inside = set(expr.members)
        has = {
            one: self._values.has(held, one) for one in (*expr.members, *expr.value.type.members)
        }
        all_in = of.both(*(has[one] for one in expr.members))
        match expr.operator:
            case "touches":
                found = of.either(*(has[one] for one in expr.members))
            case "contains":
                found = all_in
            case "equals":
                others = [of.negated(one) for member, one in has.items() if member not in inside]
                found = of.both(all_in, *others)
        return self._known(found, self._values.gaps(held))

    def _compare(self, expr: c.Compare) -> Planes:
        if not expr.left.type.is_numeric:
            if expr.left.type.kind != "date":
                raise NotColumnarError(expr.left.type.kind)
            return self._compare_days(expr)
        sides = self._values.through(expr.left), self._values.through(expr.right)
        if isinstance(sides[0], c.AtYear) and isinstance(sides[1], c.AtYear):
            return self._verdict(self._values.compare_years(expr.operator, sides[0], sides[1]))
        left, right = self._values.number(expr.left), self._values.number(expr.right)
        counts = self._values.arithmetic
        if isinstance(left, Share):
            if not isinstance(self._values.through(expr.right), c.Constant):
                raise NotColumnarError
            bound = self._values.through(expr.right)
            value = bound.value if isinstance(bound, c.Constant) else Fraction(0)
            return self._verdict(counts.compare_share(expr.operator, left, value))
        if isinstance(right, Share):
            raise NotColumnarError
        return self._verdict(counts.compare(expr.operator, left, right))

    def _compare_days(self, expr: c.Compare) -> Planes:
        of = self.algebra
        left, right = self._values.day(expr.left), self._values.day(expr.right)
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
