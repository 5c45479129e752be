"""Articles 7 and 8 in a form that every peer's language can say, made from the Core under default readings.

Every rule is a named condition over plain facts: flags, whole numbers (money in 元, shares in 1/10,000), days,
one of some members, some of some members. Leaves come first, then what is made of them. What the Core calls a
guard (适用) is a rule of its own here, and a guarded clause is `guard and conditions`: 不适用 is "no" with the
guard at "no". Each peer has a small translator from this form to its own language, so that the content is the
same by construction, and can be read where it is printed (`--print PEER`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from sgpolicy.evaluating.generated.engine import Generated
from sgpolicy.model import core as c
from sgpolicy.model.core import Core, Expr

Kind = Literal["flag", "number", "share", "date", "choice", "set", "series"]
SHARE_SCALE = 10_000
"""Shares are whole numbers of this part of 1."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A number is no less than a bound."""

    fact: str
    bound: int


@dataclass(frozen=True, slots=True)
class ShareAtLeast:
    """`part` is no less than numerator/denominator of `whole`; a share of nothing is not."""

    part: str
    whole: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Grew:
    """A yearly series was higher in the year before `day`'s than in the year before that."""

    series: str
    day: str


@dataclass(frozen=True, slots=True)
class YearsPassed:
    """`end` is no earlier than the day corresponding to `start` so many years later.

    29 February corresponds to 28 February where the year has no 29th. `years` is no multiple of four, so
    that a leap day never corresponds to a leap day.
    """

    start: str
    end: str
    years: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice is one of some members."""

    fact: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Only:
    """A set has this one member and no other."""

    fact: str
    member: str


@dataclass(frozen=True, slots=True)
class Includes:
    """A set has a member."""

    fact: str
    member: str


@dataclass(frozen=True, slots=True)
class NotEmpty:
    """A set has a member at all."""

    fact: str


@dataclass(frozen=True, slots=True)
class Use:
    """Another rule's outcome."""

    rule: str


@dataclass(frozen=True, slots=True)
class Not:
    """Not so."""

    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    """All are so."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One is so."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """`then` decides where the condition holds, otherwise `otherwise`."""

    condition: Condition
    then: Condition
    otherwise: Condition


Leaf = Flag | AtLeast | ShareAtLeast | Grew | YearsPassed | OneOf | Only | Includes | NotEmpty
Condition = Leaf | Use | Not | All | Some | Choose


@dataclass(frozen=True, slots=True)
class FactType:
    """What a fact holds; `members` of a choice or a set."""

    kind: Kind
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A named condition. `is_leaf`: it rests on facts alone. `label`: where the law has it."""

    key: str
    name: str
    label: str
    condition: Condition
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The content.

    Attributes:
        facts: Those that the rules use, by id.
        rules: Leaves first, every rule after those it rests on.
        root: The verdict.
        guards: Guarded clause → the rule that says whether it applies.
    """

    facts: Mapping[str, FactType]
    rules: tuple[Rule, ...]
    root: str
    guards: Mapping[str, str]

    @property
    def keys(self) -> tuple[str, ...]:
        """The rules' ids, in order."""
        return tuple(rule.key for rule in self.rules)

    @property
    def leaves(self) -> tuple[Rule, ...]:
        """Those that rest on facts alone."""
        return tuple(rule for rule in self.rules if rule.is_leaf)

    @property
    def aggregates(self) -> tuple[Rule, ...]:
        """The others."""
        return tuple(rule for rule in self.rules if not rule.is_leaf)

    def expected(self, made: Generated, outcomes: tuple[Any, ...]) -> dict[str, bool | None]:
        """What sgpolicy's generated function says, in this form; None where it is open."""
        meaning = {7: True, 0: False, 8: False, 1: None, 3: None}
        codes = dict(zip(made.truths, outcomes, strict=False))
        return {rule.key: meaning[codes[rule.key]] for rule in self.rules}


_KINDS: dict[str, Kind] = {
    "truth": "flag", "count": "number", "money": "number", "area": "number", "share": "share",
    "date": "date", "choice": "choice", "set": "set", "series": "series",
}  # fmt: skip


def rules_of(core: Core) -> Rules:
    """The content of a Core; see the module.

    Raises:
        ValueError: If it says something that this form cannot.
    """
    reader = _Reader(core)
    shown = {k: n for k, n in core.nodes.items() if n.kind in ("rule", "clause", "scope")}
    shown[core.root] = core.nodes[core.root]
    found = []
    for key, node in shown.items():
        condition = reader.condition(node.body)
        if node.guard is not None:
            parts = condition.parts if isinstance(condition, All) else (condition,)
            condition = All((reader.condition(node.guard), *parts))
        is_leaf = not any(isinstance(one, Use) for one in parts_of(condition))
        found.append(Rule(key, node.name, node.citation.clause.label, condition, is_leaf))
    guards = {
        key: guard.rule
        for key, node in shown.items()
        if node.guard is not None and isinstance(guard := reader.condition(node.guard), Use)
    }
    facts = {
        name: FactType(_KINDS[fact.type.kind], fact.type.members)
        for name, fact in core.facts.items()
        if name in reader.used
    }
    return Rules(facts, _ordered(found), core.root, guards)


def parts_of(condition: Condition) -> Iterator[Condition]:
    """A condition and everything in it."""
    yield condition
    match condition:
        case Not(part):
            yield from parts_of(part)
        case All(parts) | Some(parts):
            for part in parts:
                yield from parts_of(part)
        case Choose(one, two, three):
            for part in (one, two, three):
                yield from parts_of(part)
        case _:
            pass


def _ordered(found: list[Rule]) -> tuple[Rule, ...]:
    """Leaves first, then each rule after those it rests on."""
    done = [rule for rule in found if rule.is_leaf]
    rest = [rule for rule in found if not rule.is_leaf]
    known = {rule.key for rule in done}
    while rest:
        ready = [
            rule
            for rule in rest
            if all(one.rule in known for one in parts_of(rule.condition) if isinstance(one, Use))
        ]
        done += ready
        known |= {rule.key for rule in ready}
        rest = [rule for rule in rest if rule.key not in known]
    return tuple(done)


class _Reader:
    """Reads expressions under default readings; definitions and combinations are read in place."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._in_force = {key: item.default for key, item in core.interpretations.items()}
        self.used: set[str] = set()

    def condition(self, expr: Expr) -> Condition:
        match self._seen(expr):
            case c.FactRef(fact):
                return Flag(self._use(fact))
            case c.Ref(node):
                return Use(node)
            case c.Not(operand):
                return Not(self.condition(operand))
            case c.All(operands):
                return All(tuple(map(self.condition, operands)))
            case c.AtLeast(1, operands):
                return Some(tuple(map(self.condition, operands)))
            case c.Branch(condition, then, otherwise):
                return Choose(*map(self.condition, (condition, then, otherwise)))
            case c.Compare() as compare:
                return self._compare(compare)
            case c.Elapsed(start, end, c.Period(years, "年"), True) if years % 4:
                return YearsPassed(self._fact(start), self._fact(end), years)
            case c.Member(value, members):
                return OneOf(self._fact(value), members)
            case c.SetCompare("equals", value, (member,)):
                return Only(self._fact(value), member)
            case c.SetCompare("contains", value, (member,)):
                return Includes(self._fact(value), member)
            case other:
                raise ValueError(f"no peer can be asked to say {other}")

    def _compare(self, compare: c.Compare) -> Condition:
        match (compare.operator, self._seen(compare.left), self._seen(compare.right)):
            case "ge", c.FactRef(fact, type_), c.Constant(bound):
                scaled = bound * (SHARE_SCALE if type_.kind == "share" else 1)
                return AtLeast(self._use(fact), _whole(scaled))
            case "ge", c.Ratio(part, whole), c.Constant(bound) if bound > 0:
                part_, whole_ = self._fact(part), self._fact(whole)
                return ShareAtLeast(part_, whole_, bound.numerator, bound.denominator)
            case "ge", c.Size(value), c.Constant(Fraction(numerator=1, denominator=1)):
                return NotEmpty(self._fact(value))
            case "gt", c.AtYear(one, c.CalendarYear(day, 1)), c.AtYear(two, c.CalendarYear(_, 2)):
                if self._fact(one) == self._fact(two):
                    return Grew(self._fact(one), self._fact(day))
            case _:
                pass
        raise ValueError(f"no peer can be asked to say {compare}")

    def _fact(self, expr: Expr) -> str:
        seen = self._seen(expr)
        if not isinstance(seen, c.FactRef):
            raise ValueError(f"no plain fact: {seen}")  # noqa: TRY004 - the content, not a type
        return self._use(seen.fact)

    def _use(self, fact: str) -> str:
        self.used.add(fact)
        return fact

    def _seen(self, expr: Expr) -> Expr:
        """The expression that counts: the reading in force, what a definition stands for."""
        while True:
            if isinstance(expr, c.Pick):
                expr = expr.chosen(self._in_force)
            elif isinstance(expr, c.Ref) and self._core.nodes[expr.node].kind in (
                "definition", "combination",
            ):  # fmt: skip
                expr = self._core.nodes[expr.node].body
            else:
                return expr


def _whole(number: Fraction) -> int:
    if number.denominator != 1:
        raise ValueError(f"{number} is no whole number")
    return number.numerator


def inlined(rules: Rules, condition: Condition, *, keep: frozenset[str] = frozenset()) -> Condition:
    """A condition with the rules it uses in their places, all but those of `keep`."""
    by_key = {rule.key: rule.condition for rule in rules.rules}

    def seen(one: Condition) -> Condition:
        match one:
            case Use(rule) if rule not in keep:
                return seen(by_key[rule])
            case Not(part):
                return Not(seen(part))
            case All(parts) | Some(parts):
                return replace(one, parts=tuple(map(seen, parts)))
            case Choose(condition, then, otherwise):
                return Choose(seen(condition), seen(then), seen(otherwise))
            case _:
                return one

    return seen(condition)
