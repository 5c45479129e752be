"""Conditions written in languages with infix operators: what they have in common; each peer has its own words."""

from __future__ import annotations

from peers.rules import (
    All,
    AtLeast,
    Choose,
    Condition,
    Flag,
    Grew,
    Includes,
    Not,
    NotEmpty,
    OneOf,
    Only,
    ShareAtLeast,
    Some,
    Use,
    YearsPassed,
)

YEARS = range(2022, 2027)
"""The years of which a series may be stated."""


def identifier(rule: str) -> str:
    """A rule's id as a name in any language."""
    return rule.replace(".", "_")


def quoted(text: str) -> str:
    """A string literal; no id or member has a quote or a backslash in it."""
    return f'"{text}"'


class Infix:
    """Writes conditions as C-like languages have them; a language overrides what it says differently."""

    and_, or_, not_ = " && ", " || ", "!"

    def condition(self, one: Condition) -> str:
        """A condition, in brackets where it is made of several."""
        match one:
            case Flag(fact):
                return self.fact(fact)
            case AtLeast(fact, bound):
                return f"{self.fact(fact)} >= {bound}"
            case ShareAtLeast(part, whole, numerator, denominator):
                p, w = self.fact(part), self.fact(whole)
                return f"({w} > 0{self.and_}{p} * {denominator} >= {w} * {numerator})"
            case Grew(series, day):
                return self.grew(series, day)
            case YearsPassed(start, end, years):
                return self.years_passed(start, end, years)
            case OneOf(fact, members):
                return self.one_of(self.fact(fact), members)
            case Only(fact, member):
                return self.only(self.fact(fact), member)
            case Includes(fact, member):
                return self.includes(self.fact(fact), member)
            case NotEmpty(fact):
                return self.not_empty(self.fact(fact))
            case Use(rule):
                return self.use(rule)
            case Not(part):
                return f"{self.not_}({self.condition(part)})"
            case All(parts):
                return "(" + self.and_.join(map(self.condition, parts)) + ")"
            case Some(parts):
                return "(" + self.or_.join(map(self.condition, parts)) + ")"
            case Choose():
                return self.choose(*map(self.condition, (one.condition, one.then, one.otherwise)))

    def fact(self, name: str) -> str:
        """A fact's value."""
        return name

    def use(self, rule: str) -> str:
        """Another rule's outcome."""
        return identifier(rule)

    def choose(self, condition: str, then: str, otherwise: str) -> str:
        """One of two."""
        return f"({condition} ? {then} : {otherwise})"

    def one_of(self, value: str, members: tuple[str, ...]) -> str:
        """A choice is one of some."""
        return f"({value} in [{', '.join(map(quoted, members))}])"

    def only(self, value: str, member: str) -> str:
        """A set has one member."""
        return f"({value} == [{quoted(member)}])"

    def includes(self, value: str, member: str) -> str:
        """A set has a member."""
        return f"({quoted(member)} in {value})"

    def not_empty(self, value: str) -> str:
        """A set has members."""
        return f"size({value}) >= 1"

    def years_passed(self, start: str, end: str, years: int) -> str:
        """By yyyymmdd; the day corresponding to 29 February is the 28th."""
        s, e = self.fact(start), self.fact(end)
        return f"({e} >= {s} + {years * 10_000} - ({s} % 10000 == 229 ? 1 : 0))"

    def grew(self, series: str, day: str) -> str:
        """By asking which year it is, where a map cannot be asked by a computed year."""
        d = self.fact(day)
        cases = [
            f"({d} >= {year}0101{self.and_}{d} <= {year}1231{self.and_}"
            f"{self.in_year(series, year - 1)} > {self.in_year(series, year - 2)})"
            for year in range(YEARS.start + 2, YEARS.stop + 1)
        ]
        return "(" + self.or_.join(cases) + ")"

    def in_year(self, series: str, year: int) -> str:
        """A series' number."""
        return f'{self.fact(series)}["{year}"]'
