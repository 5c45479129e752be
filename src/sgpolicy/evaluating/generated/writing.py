"""Core under fixed readings → the source of one function; of a long one, in parts.

Every expression becomes one assignment, an expression that occurs twice only one; a combination of
outcomes is a chain of `&` or `|`. What may not apply carries two numbers (how far it applies, how far it
holds); for most nodes the first is always 7 and is left out. See `runtime` for the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from sgpolicy.evaluating.generated.dividing import Body
from sgpolicy.evaluating.generated.runtime import compare
from sgpolicy.evaluating.ranges import ANY
from sgpolicy.model import core as c

_SIGNS: dict[c.Operator, str] = {
    "ge": ">=", "gt": ">", "le": "<=", "lt": "<", "eq": "==", "ne": "!=",
}  # fmt: skip
_SET_TESTS: dict[c.SetOperator, str] = {
    "contains": "{members} <= {value}",
    "equals": "{members} == {value}",
    "touches": "not {members}.isdisjoint({value})",
}
_LONGEST_CHAIN = 64
"""Python's compiler goes down a step for every operator in a row, and not further than some 3,000."""
YES = "7"
Graded = tuple[str, str]
"""How far it applies (`YES`: always) and how far it holds, as source."""


class Writer:
    """Writes one function.

    Attributes:
        truths: Ids of the nodes whose outcomes the function returns, in order.
        amounts: Ids of the nodes whose numbers it returns after them.
    """

    def __init__(self, core: c.Core, readings: Mapping[str, str], *, has_ledgers: bool) -> None:
        self._core = core
        self._readings = readings
        self._has_ledgers = has_ledgers
        self._prefix = "L" if has_ledgers else "C"
        self._lines: list[str] = []
        self._constants: dict[str, str] = {}
        self._values: dict[c.Expr, str] = {}
        self._grades: dict[c.Expr, Graded] = {}
        self._nodes: dict[str, Graded] = {}
        self._read: dict[int, str] = {}
        self._tallies: list[c.Expr] = []
        self.truths = [k for k, n in core.nodes.items() if n.body.type.kind == "truth"]
        self.amounts = [k for k, n in core.nodes.items() if n.kind == "amount"]

    @property
    def tallies(self) -> tuple[c.Expr, ...]:
        """The expressions that `row` is called for, by number."""
        return tuple(self._tallies)

    def function(self, name: str) -> str:
        """The function's source, and of the constants it uses: no two functions' have the same names."""
        truths = frozenset(self.truths)
        for key in self._core.nodes:
            if key in truths:
                self._node(key)
        shown = [self._shown(key) for key in self.truths]
        shown += [f"settled({self._number(self._core.nodes[key].body)})" for key in self.amounts]
        conclusion = self._conclusion()
        head = "facts, judged, on, cell, row" if self._has_ledgers else "facts, judged, on"
        lines = [
            *(f"{name} = {literal}" for literal, name in self._constants.items()),
            "",
            "",
            *Body(self._lines, self._read, shown, conclusion).written(name, head),
        ]
        return "\n".join(lines) + "\n"

    # ── pieces ──

    def _put(self, source: str, prefix: str = "x") -> str:
        """Assign an expression's source to a name of its own."""
        if source.isidentifier() or source.isdigit():
            return source
        name = f"{prefix}{len(self._lines)}"
        self._lines.append(f"{name} = {source}")
        return name

    def _constant(self, literal: str) -> str:
        return self._constants.setdefault(literal, f"{self._prefix}{len(self._constants)}")

    def _members(self, members: tuple[str, ...]) -> str:
        return self._constant(f"frozenset({sorted(members)!r})")

    def _exact(self, value: Fraction | int) -> str:
        if value.denominator == 1 and value >= 0:
            return str(value.numerator)
        return self._constant(f"Fraction({value.numerator}, {value.denominator})")

    def _day(self, value: date) -> str:
        return self._constant(f"date({value.year}, {value.month}, {value.day})")

    def _period(self, value: c.Period) -> str:
        return self._constant(f"Period({value.amount}, {value.unit!r})")

    # ── nodes ──

    def _node(self, key: str) -> Graded:
        if key in self._nodes:
            return self._nodes[key]
        node = self._core.nodes[key]
        body = self._graded(node.body)
        applies, holds = body
        if node.guard is not None:
            guard = self._both(self._graded(node.guard))
            applies = guard if applies == YES else self._put(f"{applies} & {guard}", "a")
        found = (applies, self._put(holds, "n"))
        self._nodes[key] = found
        self._note(found[1], node)
        return found

    def _note(self, name: str, node: c.Node) -> None:
        """Say beside a line which node it is the outcome of."""
        said = node.name
        if node.kind != "clause":
            said = f"{node.citation.clause.label} {node.name}"
        if not name[1:].isdigit():
            return
        at = int(name[1:])  # a name's number is that of the line which assigns it
        line = self._lines[at]
        if line.startswith(f"{name} = ") and "  # " not in line:
            self._lines[at] = f"{line}  # {one_line(said)}"

    def _shown(self, key: str) -> str:
        applies, holds = self._nodes[key]
        return holds if applies == YES else f"{holds} if {applies} == 7 else {applies} or 8"

    def _conclusion(self) -> str:
        """The decision: 不适用 where a scope is not met, open where one is open."""
        core = self._core
        root = self._put(self._shown(core.root), "r") if core.root in self._nodes else "8"
        if not core.scopes:
            return root
        gates = [self._put(self._shown(key), "s") for key in core.scopes]
        out = " or ".join(f"{gate} == 0" for gate in gates)
        gate = self._put(" & ".join(f"({one} if {one} != 8 else 7)" for one in gates), "g")
        inner = f"{root} if {root} == 8 or {gate} == 7 else {gate} & ({root} or 7)"
        return self._put(f"8 if {out} else {inner}", "d")

    def _both(self, graded: Graded) -> str:
        """How far something holds that counts as not holding where it does not apply."""
        applies, holds = graded
        return holds if applies == YES else self._put(f"{applies} & {holds}", "b")

    # ── truths ──

    def _graded(self, expr: c.Expr) -> Graded:
        found = self._grades.get(expr)
        if found is None:
            found = self._grades[expr] = self._made(expr)
        return found

    def _made(self, expr: c.Expr) -> Graded:
        match expr:
            case c.Ref():
                return self._node(expr.node)
            case c.Pick():
                return self._graded(expr.chosen(self._readings))
            case c.Not():
                applies, holds = self._graded(expr.operand)
                return applies, self._put(f"NEGATED[{holds}]", "h")
            case c.All():
                return self._all([self._graded(one) for one in expr.operands])
            case c.AtLeast():
                held = [self._both(self._graded(one)) for one in expr.operands]
                if expr.number <= 0:
                    return YES, YES
                if expr.number == 1:
                    return YES, self._chained(" | ", [*dict.fromkeys(held)] or ["0"], "h")
                return YES, self._put(f"nth({expr.number}, {', '.join(held)})", "h")
            case c.Branch():
                return self._branch(expr)
            case _:
                return YES, self._put(self._leaf(expr), "h")

    def _all(self, parts: list[Graded]) -> Graded:
        if not parts:
            return YES, YES
        applied = list(dict.fromkeys(applies for applies, _ in parts))
        held = [
            holds if applies == YES else f"(NEGATED[{applies}] | {holds})"
            for applies, holds in dict.fromkeys(parts)
        ]
        applies = YES if YES in applied else self._chained(" | ", applied, "a")
        return applies, self._chained(" & ", held, "h")

    def _chained(self, sign: str, parts: list[str], prefix: str) -> str:
        """Numbers put together; many in several lines."""
        while len(parts) > _LONGEST_CHAIN:
            rows = [parts[i : i + _LONGEST_CHAIN] for i in range(0, len(parts), _LONGEST_CHAIN)]
            parts = [self._put(sign.join(row), prefix) for row in rows]
        return self._put(sign.join(parts), prefix)

    def _branch(self, expr: c.Branch) -> Graded:
        asked = self._both(self._graded(expr.condition))
        then, otherwise = self._graded(expr.then), self._graded(expr.otherwise)
        if then[0] == otherwise[0] == YES:
            source = (
                f"{then[1]} if {asked} == 7 else {otherwise[1]} if {asked} == 0 "
                f"else either({asked}, {then[1]}, {otherwise[1]})"
            )
            return YES, self._put(source, "h")
        one, other = (f"({part[0]}, {part[1]})" for part in (then, otherwise))
        name = f"p{len(self._lines)}"
        self._lines.append(
            f"{name} = {one} if {asked} == 7 else {other} if {asked} == 0 "
            f"else branched({asked}, {one}, {other})"
        )
        return self._put(f"{name}[0]", "a"), self._put(f"{name}[1]", "h")

    def _leaf(self, expr: c.Expr) -> str:
        """A condition on values."""
        match expr:
            case c.Truth():
                return YES if expr.value else "0"
            case c.Judged():
                return self._judged(expr)
            case c.FactRef():
                value = self._raw(expr)
                return f"1 if {value} is None else 7 if {value} else 0"
            case c.Compare():
                return self._compare(expr)
            case c.Elapsed():
                return self._elapsed(expr)
            case c.Within():
                day, stretch = self._value(expr.day), self._value(expr.stretch)
                return self._known((day, stretch), f"{stretch}[0] <= {day} <= {stretch}[1]")
            case c.Member():
                value = self._value(expr.value)
                return self._known((value,), f"{value} in {self._members(expr.members)}")
            case c.SetCompare():
                value, members = self._value(expr.value), self._members(expr.members)
                test = _SET_TESTS[expr.operator].format(members=members, value=value)
                if len(expr.members) == 1 and expr.operator != "equals":
                    test = f"{expr.members[0]!r} in {value}"
                return self._known((value,), test)
            case _:
                message = f"{type(expr).__name__} is neither true nor false"
                raise TypeError(message)

    def _known(self, values: tuple[str, ...], test: str) -> str:
        missing = " or ".join(f"{value} is None" for value in dict.fromkeys(values))
        return f"1 if {missing} else 7 if {test} else 0"

    def _elapsed(self, expr: c.Elapsed) -> str:
        """Whether a period is full: by months and days where the corresponding day surely exists."""
        start, end = self._value(expr.start), self._value(expr.end)
        length = expr.length
        test = f"has_elapsed({start}, {end}, {self._period(length)}, inclusive={expr.inclusive})"
        if length.unit != "日":
            months = length.amount * (12 if length.unit == "年" else 1)
            passed = f"({end}.year - {start}.year) * 12 + {end}.month - {start}.month - {months}"
            sign = ">=" if expr.inclusive else ">"
            exists = f"{start}.day < 29 and {start}.year < {date.max.year - months // 12 - 1}"
            test = f"(({passed}) * 32 + {end}.day - {start}.day {sign} 0 if {exists} else {test})"
        return self._known((start, end), test)

    def _judged(self, expr: c.Judged) -> str:
        assessors = self._value(self._core.findings[expr.finding].assessors)
        record = self._put(f"judged.get({expr.finding!r})", "f")
        refused = f"{assessors} is None or {record}.by not in {assessors}"
        if assessors.startswith(self._prefix):  # a constant: never None
            refused = f"{record}.by not in {assessors}"
        return (
            f"3 if {record} is None or {record}.on > on or {refused} else 7 if {record}.met else 0"
        )

    def _compare(self, expr: c.Compare) -> str:
        left, right, sign = expr.left, expr.right, _SIGNS[expr.operator]
        if not left.type.is_numeric:
            one, other = self._value(left), self._value(right)
            return self._known((one, other), f"{one} {sign} {other}")
        if isinstance(right, c.Constant):
            inner = self._through(left)
            if isinstance(inner, c.FactRef) and not self._is_computed(inner):
                value = self._raw(inner)
                missing = compare(expr.operator, ANY, right.value)
                test = self._bounded(value, sign, right.value)
                return f"{missing} if {value} is None else 7 if {test} else 0"
            if isinstance(inner, c.Ratio):
                stated = self._stated_share(expr.operator, inner, right.value)
                if stated:
                    return stated
                part, whole = self._number(inner.part), self._number(inner.whole)
                slow = f"compare({expr.operator!r}, ratio({part}, {whole}), {self._exact(right.value)})"
                numerator, denominator = right.value.numerator, right.value.denominator
                test = f"{_times(part, denominator)} {sign} {_times(whole, numerator)}"
                known = f"{_are_whole(part, whole)} and {whole} > 0"
                return f"(7 if {test} else 0) if {known} else {slow}"
        one, other = self._number(left), self._number(right)
        slow = f"compare({expr.operator!r}, {one}, {other})"
        return f"(7 if {one} {sign} {other} else 0) if {_are_whole(one, other)} else {slow}"

    def _stated_share(self, operator: c.Operator, ratio: c.Ratio, bound: Fraction) -> str:
        """A share of two stated numbers against a bound; "" where that needs more thought.

        Nothing of a whole, and a share of nothing, meet no lower bound, whatever else is missing.
        """
        part, whole = self._through(ratio.part), self._through(ratio.whole)
        if not (isinstance(part, c.FactRef) and isinstance(whole, c.FactRef)):
            return ""
        is_computed = self._is_computed(part) or self._is_computed(whole)
        if operator not in ("ge", "gt") or bound <= 0 or is_computed:
            return ""
        one, all_ = self._raw(part), self._raw(whole)
        sign = _SIGNS[operator]
        test = f"{_times(one, bound.denominator)} {sign} {_times(all_, bound.numerator)}"
        odd = f"compare({operator!r}, ratio({one}, {all_}), {self._exact(bound)})"
        known = f"(7 if {test} else 0) if {all_} > 0 else 0 if {all_} == 0 else {odd}"
        none = f"0 if {all_} == 0 or ({one} is not None and {one} <= 0) else 1"
        return f"({none}) if {one} is None or {all_} is None else {known}"

    def _bounded(self, value: str, sign: str, bound: Fraction) -> str:
        if bound.denominator == 1:
            return f"{value} {sign} {bound.numerator}"
        return f"{value}.numerator * {bound.denominator} {sign} {bound.numerator} * {value}.denominator"

    def _through(self, expr: c.Expr) -> c.Expr:
        """What an expression is once readings and names of definitions are looked through."""
        return self._core.through(expr, self._readings)

    # ── values ──

    def _is_computed(self, expr: c.FactRef) -> bool:
        return self._has_ledgers and self._core.facts[expr.fact].computed is not None

    def _raw(self, expr: c.FactRef) -> str:
        """A fact as stated: None where it is not. With ledgers, as far as they and it go."""
        fact = self._core.facts[expr.fact]
        known = self._values.get(expr)
        if known is not None:
            return known
        if self._is_computed(expr):
            source = f"cell({fact.id!r})"
        else:
            source = f"facts.get({fact.id!r})"
            self._read[len(self._lines)] = fact.id
        found = self._values[expr] = self._put(source, "v")
        return found

    def _number(self, expr: c.Expr) -> str:
        """A number: int, Fraction, Range, or None for a share of nothing."""
        inner = self._through(expr)
        if isinstance(inner, c.FactRef):
            raw = self._raw(inner)
            if self._is_computed(inner):
                return raw
            key = c.Size(inner, inner.type)  # a number's size is never asked for: a key of its own
            known = self._values.get(key)
            if known is None:
                known = self._values[key] = self._put(f"ANY if {raw} is None else {raw}", "v")
            return known
        return self._value(inner)

    def _value(self, expr: c.Expr) -> str:
        inner = self._through(expr)
        if isinstance(inner, c.FactRef):
            return self._number(inner) if inner.type.is_numeric else self._raw(inner)
        found = self._values.get(inner)
        if found is None:
            found = self._values[inner] = self._put(self._computed(inner), "v")
        return found

    def _computed(self, expr: c.Expr) -> str:
        match expr:
            case c.Constant():
                return self._exact(expr.value)
            case c.DateConstant():
                return self._day(expr.value)
            case c.Actors():
                return self._members(expr.actors)
            case c.AsOf():
                return "on"
            case c.Sum():
                terms = [(sign, self._number(term)) for sign, term in expr.terms]
                fast = " ".join(f"{'+' if sign > 0 else '-'} {term}" for sign, term in terms)
                known = _are_whole(*(term for _, term in terms))
                slow = ", ".join(f"({sign}, {term})" for sign, term in terms)
                if len(terms) > _LONGEST_CHAIN:
                    return f"added({slow})"
                return f"{fast.removeprefix('+ ')} if {known} else added({slow})"
            case c.Ratio():
                return f"ratio({self._number(expr.part)}, {self._number(expr.whole)})"
            case c.Product():
                return f"multiplied({self._number(expr.left)}, {self._number(expr.right)})"
            case c.Accrual():
                return self._accrual(expr)
            case c.Size():
                return f"counted({self._value(expr.value)}, {len(expr.value.type.members) or None})"
            case c.Tally():
                return self._tally(expr)
            case c.AtYear():
                return self._at_year(expr)
            case c.Branch():
                return self._chosen(expr)
            case c.Later():
                day, length = self._value(expr.day), self._period(expr.length)
                return f"None if {day} is None else corresponding_day({day}, {length})"
            case c.DayBefore():
                day = self._value(expr.day)
                return f"None if {day} is None else shifted({day}, -1)"
            case c.CalendarYear():
                day = self._value(expr.day)
                return f"None if {day} is None else calendar_year({day}, {expr.back})"
            case c.Preceding():
                day, length = self._value(expr.day), self._period(expr.length)
                first = f"corresponding_day({day}, {length}, backwards=True)"
                return f"None if {day} is None else ({first}, shifted({day}, -1))"
            case c.Stretch():
                first, last = self._value(expr.first), self._value(expr.last)
                missing = f"{first} is None or {last} is None"
                return f"None if {missing} else ({first}, {last})"
            case c.EndOf():
                stretch, end = self._value(expr.stretch), 0 if expr.which == "first" else 1
                return f"None if {stretch} is None else {stretch}[{end}]"
            case c.Extreme():
                return self._extreme(expr)
            case _:
                message = f"{type(expr).__name__} is no value"
                raise TypeError(message)

    def _tally(self, expr: c.Tally) -> str:
        """Rows are counted by the interpreter; without ledgers nothing is known of them."""
        if not self._has_ledgers:
            return "ANY" if expr.type.is_numeric else "None"
        self._tallies.append(expr)
        return f"row({len(self._tallies) - 1})"

    def _at_year(self, expr: c.AtYear) -> str:
        stretch = self._through(expr.stretch)
        if isinstance(stretch, c.CalendarYear) and isinstance(expr.series, c.FactRef):
            day, year = self._value(stretch.day), f"max({{day}}.year - {stretch.back}, 1)"
            year = year.format(day=day)
            if self._is_computed(expr.series):
                return f"ANY if {day} is None else cell({expr.series.fact!r}, {year})"
            series = self._raw(expr.series)
            return f"ANY if {series} is None or {day} is None else {series}.get({year}, ANY)"
        days = self._value(expr.stretch)
        if not isinstance(expr.series, c.FactRef):
            raise TypeError("a yearly series is a fact")
        if self._is_computed(expr.series):
            return f"ANY if {days} is None else cell({expr.series.fact!r}, {days}[0].year)"
        return f"in_year({self._raw(expr.series)}, {days})"

    def _accrual(self, expr: c.Accrual) -> str:
        gain, rounded = self._exact(expr.gain.value), f"is_rounded_up={expr.is_rounded_up}"
        if isinstance(expr.step, c.Period):
            days, step = self._value(expr.value), self._period(expr.step)
            return f"gained_over({days}, {step}, {gain}, {rounded})"
        value, step = self._number(expr.value), self._exact(expr.step.value)
        return f"gained({value}, {step}, {gain}, {rounded})"

    def _chosen(self, expr: c.Branch) -> str:
        asked = self._both(self._graded(expr.condition))
        is_number = expr.type.is_numeric
        read = self._number if is_number else self._value
        then, otherwise = read(expr.then), read(expr.otherwise)
        unclear = f"{then} if {then} == {otherwise} else None"
        if is_number:
            unclear = f"one_of({then}, {otherwise})"
        return f"{then} if {asked} == 7 else {otherwise} if {asked} == 0 else {unclear}"

    def _extreme(self, expr: c.Extreme) -> str:
        if expr.type.is_numeric:
            name = "least" if expr.which == "least" else "greatest"
            return f"{name}({', '.join(self._number(one) for one in expr.values)})"
        days = [self._value(one) for one in expr.values]
        missing = " or ".join(f"{day} is None" for day in dict.fromkeys(days))
        name = "min" if expr.which == "earliest" else "max"
        return f"None if {missing} else {name}({', '.join(days)},)"


def one_line(text: str) -> str:
    """Text that cannot end a comment: what a policy is called never becomes code."""
    return "".join(char if char.isprintable() else " " for char in text)


def _are_whole(*names: str) -> str:
    """Whether numbers are plain ints, as source; literals are."""
    open_names = dict.fromkeys(name for name in names if not name.isdigit())
    return " and ".join(f"{name}.__class__ is int" for name in open_names) or "True"


def _times(name: str, factor: int) -> str:
    return name if factor == 1 else f"{name} * {factor}"
