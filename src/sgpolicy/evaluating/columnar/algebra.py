"""Steps on whole columns: truths and whole numbers, without nulls, each written once.

A step is known by its number and refers to earlier ones, so that the list is in order and what occurs
twice is computed once. Every comparison is *at most* or *equal*, its literal comes first, and it is made with what a
number is made of where that decides it, so that what says the same is the same step. What follows from the
other parts of an *and* or *or* is folded away; every whole number carries the ends between which it lies, so
that no step can overflow 64 bits, and comparisons that cannot fail disappear.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NewType

from sgpolicy.records import dataclass

Truth = NewType("Truth", int)
"""The number of a step that gives a truth for each row."""
Whole = NewType("Whole", int)
"""The number of a step that gives a whole number for each row."""

Op = Literal[
    "flag",  # a truth that is the same in every row
    "missing",  # whether a column says nothing
    "holds",  # a column of truths; false where it says nothing
    "one_of",  # whether a column's choice is one of some; false where it says nothing
    "has",  # whether a column's set has a member; false where it says nothing
    "le",
    "eq",
    "and",
    "or",
    "not",
    "at_least",  # whether so many of some truths hold
    "literal",
    "number",  # a column of whole numbers; 0 where it says nothing
    "day",  # a column of days as whole numbers, see `days`; 0 where it says nothing
    "add",
    "subtract",
    "multiply",
    "divide",  # rounded down
    "modulo",
    "least",
    "greatest",
    "count",  # how many of some truths hold
    "choose",  # the second where the first holds, else the third
]
Argument = int | str | bool | tuple[str, ...]

TRUTHS: frozenset[Op] = frozenset(
    {
        "flag",
        "missing",
        "holds",
        "one_of",
        "has",
        "le",
        "eq",
        "and",
        "or",
        "not",
        "at_least",
    }
)
"""The steps that give truths; the others give whole numbers."""
COLUMNS: frozenset[Op] = frozenset({"missing", "holds", "one_of", "has", "number", "day"})
"""The steps that read a column; its name is their first argument."""

_MOST = 2**63 - 1


class TooLargeError(Exception):
    """A number could leave 64 bits, so that columns cannot hold it."""


class NotColumnarError(Exception):
    """Something a policy computes cannot be had by steps on columns."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        op: What is done.
        args: Of a column its name first, then names of members or a literal; of all others the numbers of
            the steps it is done to. `at_least` has its number first.
    """

    op: Op
    args: tuple[Argument, ...]

    @property
    def inputs(self) -> tuple[int, ...]:
        """The numbers of the steps it needs."""
        if self.op in COLUMNS or self.op in ("flag", "literal"):
            return ()
        args = self.args[1:] if self.op == "at_least" else self.args
        return tuple(int(one) for one in args if isinstance(one, int))


class Algebra:
    """Builds steps.

    Attributes:
        steps: All of them, each after those it needs.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._numbers: dict[Step, int] = {}
        self._ends: dict[int, tuple[int, int]] = {}
        self._reached: dict[tuple[Whole, int], Truth] = {}
        no, yes = (self._put("flag", one) for one in (False, True))
        self.no, self.yes = Truth(no), Truth(yes)
        self._opposites: dict[Truth | None, Truth] = {self.no: self.yes, self.yes: self.no}
        self._values: dict[Truth | None, tuple[int, int]] = {}  # of what says that a number has one

    def _put(self, op: Op, *args: Argument) -> int:
        step = Step(op, args)
        number = self._numbers.get(step)
        if number is None:
            number = self._numbers[step] = len(self.steps)
            self.steps.append(step)
        return number

    # ── truths ──

    def missing(self, column: str) -> Truth:
        """Whether a column says nothing."""
        return Truth(self._put("missing", column))

    def holds(self, column: str) -> Truth:
        """A column of truths; false where it says nothing."""
        return Truth(self._put("holds", column))

    def one_of(self, column: str, members: Iterable[str]) -> Truth:
        """Whether a column's choice is one of some; false where it says nothing."""
        wanted = tuple(sorted(set(members)))
        return Truth(self._put("one_of", column, wanted)) if wanted else self.no

    def has(self, column: str, member: str) -> Truth:
        """Whether a column's set has a member; false where it says nothing."""
        return Truth(self._put("has", column, member))

    def negated(self, one: Truth) -> Truth:
        """Not."""
        found = self._opposites.get(one)
        if found is None:
            found = Truth(self._put("not", one))
            self._opposites[one], self._opposites[found] = found, one
        return found

    def both(self, *parts: Truth) -> Truth:
        """All of some."""
        return self._joined("and", parts, neutral=self.yes, absorbing=self.no)

    def either(self, *parts: Truth) -> Truth:
        """Any of some."""
        return self._joined("or", parts, neutral=self.no, absorbing=self.yes)

    def _joined(self, op: Op, parts: Sequence[Truth], *, neutral: Truth, absorbing: Truth) -> Truth:
        kept = {part: self._following(op, part) for part in parts if part != neutral}
        if absorbing in kept:
            return absorbing
        for part in list(kept):
            known = {one for other, some in kept.items() if other != part for one in some}
            if part in known or self._refutes(op, known, self._opposites.get(part), part):
                del kept[part]  # a and (a and b) is a and b
                continue
            if any(self._refutes(op, known, one, self._opposites.get(one)) for one in kept[part]):
                return absorbing
            simpler = self._given(op, part, known)
            if simpler != part:  # a and (not a or b) is a and b
                del kept[part]
                if simpler == absorbing:
                    return absorbing
                if simpler != neutral:
                    return self._joined(op, [*kept, simpler], neutral=neutral, absorbing=absorbing)
        if not kept:
            return neutral
        if len(kept) == 1:
            return next(iter(kept))
        if all(self.steps[part].op == "not" for part in kept):
            inner = [Truth(self.steps[part].inputs[0]) for part in kept]
            return self.negated(self.either(*inner) if op == "and" else self.both(*inner))
        return Truth(self._put(op, *sorted(kept)))

    def _split(self, op: Op, one: Truth) -> list[Truth]:
        """What a truth joins by *and* or *or*, or is the opposite of joining by the other."""
        step = self.steps[one]
        if step.op == op:
            return [Truth(part) for part in step.inputs]
        inner = self.steps[step.inputs[0]] if step.op == "not" else step
        if step.op == "not" and inner.op == ("or" if op == "and" else "and"):
            return [self.negated(Truth(part)) for part in inner.inputs]
        return []

    def _following(self, op: Op, one: Truth) -> set[Truth]:
        """What holds where a part of an *and* does, two levels down; for *or* what fails where it does."""
        nearest = self._split(op, one)
        return {one, *nearest, *(part for near in nearest for part in self._split(op, near))}

    def _refutes(
        self, op: Op, known: set[Truth], one: Truth | None, opposite: Truth | None
    ) -> bool:
        """Whether something cannot hold, for *or* cannot fail, given what is known."""
        if opposite in known:
            return True
        value = self._values.get(opposite if op == "or" else one)
        if value is None:
            return False
        others = known if op == "and" else {self._opposites.get(two) for two in known}
        found = (self._values.get(two) for two in others)
        return any(two is not None and two[0] == value[0] and two[1] != value[1] for two in found)

    def _given(self, op: Op, part: Truth, known: set[Truth]) -> Truth:
        """A part of an *and* as it is where what is known holds; of an *or* where it fails."""
        other: Op = "or" if op == "and" else "and"
        options = self._split(other, part)
        neutral = self.yes if op == "and" else self.no
        left = []
        for one in options:
            opposite = self._opposites.get(one)
            if one in known or self._refutes(op, known, opposite, one):
                return neutral
            if not self._refutes(op, known, one, opposite):
                left.append(one)
        if len(left) == len(options):
            return part
        return self.either(*left) if op == "and" else self.both(*left)

    def at_least(self, number: int, parts: Sequence[Truth]) -> Truth:
        """Whether so many of some truths hold."""
        number -= sum(part == self.yes for part in parts)
        left = [part for part in parts if part not in (self.yes, self.no)]
        if number <= 0:
            return self.yes
        if number > len(left):
            return self.no
        if number == len(left):
            return self.both(*left)
        if number == 1:
            return self.either(*left)
        return Truth(self._put("at_least", number, *sorted(left)))

    def chosen(self, test: Truth, then: Truth, otherwise: Truth) -> Truth:
        """The one where a truth holds, else the other."""
        if then == otherwise:
            return then
        return self.either(self.both(test, then), self.both(self.negated(test), otherwise))

    # ── comparisons ──

    def le(self, left: Whole, right: Whole) -> Truth:
        """At most."""
        (low, high), (other_low, other_high) = self.ends(left), self.ends(right)
        if left == right or high <= other_low:
            return self.yes
        if low > other_high:
            return self.no
        if low == high:
            return self._reaches(right, low)
        if other_low == other_high:
            return self.negated(self._reaches(left, other_low + 1))
        return Truth(self._put("le", left, right))

    def _reaches(self, one: Whole, value: int) -> Truth:
        """Whether a number is at least some value."""
        low, high = self.ends(one)
        if value <= low:
            return self.yes
        if value > high:
            return self.no
        found = self._reached.get((one, value))
        if found is None:
            found = self._reached[one, value] = self._compared(one, value)
        return found

    def _compared(self, one: Whole, value: int) -> Truth:
        """`_reaches` by what a number is made of."""
        step = self.steps[one]
        inputs = [Whole(part) for part in step.inputs]
        match step.op:
            case "count":
                return self.at_least(value, self._counted(one))
            case "least":
                return self.both(*(self._reaches(part, value) for part in inputs))
            case "greatest":
                return self.either(*(self._reaches(part, value) for part in inputs))
            case "choose":
                then, otherwise = (self._reaches(part, value) for part in inputs[1:])
                return self.chosen(Truth(inputs[0]), then, otherwise)
            case "divide":
                return self._reaches(inputs[0], value * self.ends(inputs[1])[0])
            case "add" | "subtract" | "multiply":
                found = self._moved(step.op, inputs[0], inputs[1], value)
                if found is not None:
                    return found
            case _:
                pass
        return Truth(self._put("le", self.literal(value), one))

    def _moved(self, op: Op, left: Whole, right: Whole, value: int) -> Truth | None:
        """`_reaches` where one side of a sum, difference or product is a literal."""
        (low, high), (other_low, other_high) = self.ends(left), self.ends(right)
        if op == "subtract" and low == high:
            return self.negated(self._reaches(right, low - value + 1))
        if low == high:
            left, low, high, other_low, other_high = right, other_low, other_high, low, high
        if other_low != other_high:
            return None
        if op == "multiply":
            if other_low < 0:
                return self.negated(self._reaches(left, value // other_low + 1))
            return self._reaches(left, -(-value // other_low))
        return self._reaches(left, value - other_low if op == "add" else value + other_low)

    def _counted(self, count: Whole) -> list[Truth]:
        return [Truth(one) for one in self.steps[count].inputs]

    def lt(self, left: Whole, right: Whole) -> Truth:
        """Less than."""
        return self.negated(self.le(right, left))  # there are no nulls

    def eq(self, left: Whole, right: Whole) -> Truth:
        """Equal."""
        (low, high), (other_low, other_high) = self.ends(left), self.ends(right)
        if left == right or low == high == other_low == other_high:
            return self.yes
        if high < other_low or other_high < low:
            return self.no
        for one, other in ((left, right), (right, left)):
            step, (value, end) = self.steps[one], self.ends(other)
            if value == end and value in self.ends(one):  # at one of its ends
                is_top = value == self.ends(one)[1]
                return self.le(other, one) if is_top else self.le(one, other)
            if value == end and step.op in ("add", "subtract"):
                first, second = (Whole(i) for i in step.inputs)
                shift, most = self.ends(second)
                if shift == most:  # x + 2 = 5 is x = 3
                    change = -shift if step.op == "add" else shift
                    return self.eq(first, self.literal(value + change))
        found = Truth(self._put("eq", *sorted((left, right))))
        if low == high or other_low == other_high:
            self._values[found] = (right, low) if low == high else (left, other_low)
        return found

    # ── whole numbers ──

    def ends(self, one: Whole) -> tuple[int, int]:
        """Between what a whole number lies, both included."""
        return self._ends[one]

    @property
    def all_ends(self) -> dict[int, tuple[int, int]]:
        """Between what every whole number lies, by its step."""
        return dict(self._ends)

    def _whole(self, low: int, high: int, op: Op, *args: Argument) -> Whole:
        if low < -_MOST or high > _MOST:
            raise TooLargeError
        if low == high:
            op, args = "literal", (low,)
        number = self._put(op, *args)
        self._ends.setdefault(number, (low, high))
        return Whole(number)

    def literal(self, value: int) -> Whole:
        """A whole number that is the same in every row."""
        return self._whole(value, value, "literal", value)

    def number(self, column: str, least: int, most: int) -> Whole:
        """A column of whole numbers; 0 where it says nothing."""
        return self._whole(min(least, 0), max(most, 0), "number", column)

    def day(self, column: str, least: int, most: int) -> Whole:
        """A column of days; 0 where it says nothing."""
        return self._whole(min(least, 0), max(most, 0), "day", column)

    def add(self, left: Whole, right: Whole) -> Whole:
        """The sum."""
        (low, high), (other_low, other_high) = self.ends(left), self.ends(right)
        if other_low == other_high == 0:
            return left
        if low == high == 0:
            return right
        return self._whole(low + other_low, high + other_high, "add", left, right)

    def subtract(self, left: Whole, right: Whole) -> Whole:
        """The difference."""
        (low, high), (other_low, other_high) = self.ends(left), self.ends(right)
        if other_low == other_high == 0:
            return left
        return self._whole(low - other_high, high - other_low, "subtract", left, right)

    def multiply(self, left: Whole, right: Whole) -> Whole:
        """The product."""
        corners = [a * b for a in self.ends(left) for b in self.ends(right)]
        for one, other in ((left, right), (right, left)):
            if self.ends(one) == (1, 1):
                return other
        return self._whole(min(corners), max(corners), "multiply", left, right)

    def times(self, one: Whole, factor: int) -> Whole:
        """So many times a number."""
        return self.multiply(one, self.literal(factor))

    def divide(self, one: Whole, by: int) -> Whole:
        """The quotient by a positive number, rounded down."""
        low, high = self.ends(one)
        if by == 1:
            return one
        return self._whole(low // by, high // by, "divide", one, self.literal(by))

    def modulo(self, one: Whole, by: int) -> Whole:
        """The remainder by a positive number, not negative."""
        low, high = self.ends(one)
        if low // by == high // by:
            return self._whole(low % by, high % by, "modulo", one, self.literal(by))
        return self._whole(0, by - 1, "modulo", one, self.literal(by))

    def least(self, *values: Whole) -> Whole:
        """The least of some."""
        return self._extreme("least", values)

    def greatest(self, *values: Whole) -> Whole:
        """The greatest of some."""
        return self._extreme("greatest", values)

    def _extreme(self, op: Op, values: Sequence[Whole]) -> Whole:
        pick = min if op == "least" else max
        found = values[0]
        for value in values[1:]:
            if value == found:
                continue
            (low, high), (other_low, other_high) = self.ends(found), self.ends(value)
            if (high <= other_low) if op == "least" else (low >= other_high):
                continue
            if (other_high <= low) if op == "least" else (other_low >= high):
                found = value
                continue
            found = self._whole(pick(low, other_low), pick(high, other_high), op, found, value)
        return found

    def count(self, truths: Sequence[Truth]) -> Whole:
        """How many of some different truths hold."""
        sure = sum(one == self.yes for one in truths)
        left = sorted(one for one in truths if one not in (self.yes, self.no))
        if not left:
            return self.literal(sure)
        return self.add(self._whole(0, len(left), "count", *left), self.literal(sure))

    def choose(self, test: Truth, then: Whole, otherwise: Whole) -> Whole:
        """The one where a truth holds, else the other."""
        if test == self.yes or then == otherwise:
            return then
        if test == self.no:
            return otherwise
        (low, high), (other_low, other_high) = self.ends(then), self.ends(otherwise)
        return self._whole(
            min(low, other_low), max(high, other_high), "choose", test, then, otherwise
        )


def needed(steps: Sequence[Step], outputs: Iterable[int]) -> list[int]:
    """The numbers of the steps that some outputs rest on, in order."""
    wanted = {*outputs}
    for number in range(len(steps) - 1, -1, -1):
        if number in wanted:
            wanted.update(steps[number].inputs)
    return sorted(wanted)
