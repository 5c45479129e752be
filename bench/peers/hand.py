"""Any number of rules as a plain Python function: what anyone would write.

The function is three-valued as `by_hand` is, with the same helpers: a line for every rule, all outcomes in a dict
by the rule's id. It is written out by a program only because nobody writes ten thousand lines for a benchmark. It
shows how much of what a decision takes with more rules is Python's and the machine's: bytecode, constants, the
applicant's facts and the outcomes leave one cache after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import by_hand

from peers.rules import All, AtLeast, Condition, Flag, Rules, ShareAtLeast, Some, Use, parts_of


def source(rules: Rules) -> str:
    """The function's source, and of the shares it compares with.

    Raises:
        ValueError: If a rule says something that made-up policies do not have.
    """
    bounds = dict.fromkeys(
        (one.numerator, one.denominator)
        for rule in rules.rules
        for one in parts_of(rule.condition)
        if isinstance(one, ShareAtLeast)
    )
    return "\n".join(
        [
            *(f"{_share(*bound)} = Fraction({bound[0]}, {bound[1]})" for bound in bounds),
            "def decide(facts):",
            "    get, out = facts.get, {}",
            *(f"    out[{rule.key!r}] = {_written(rule.condition)}" for rule in rules.rules),
            "    return out",
        ]
    )


def function(rules: Rules) -> Callable[[Mapping[str, Any]], dict[str, bool | None]]:
    """The function: typed facts → every rule's outcome, None where it is open."""
    names: dict[str, Any] = {**vars(by_hand)}
    exec(compile(source(rules), "<by hand>", "exec"), names)  # noqa: S102 - written above
    made: Callable[[Mapping[str, Any]], dict[str, bool | None]] = names["decide"]
    return made


def _share(numerator: int, denominator: int) -> str:
    return f"SHARE_{numerator}_{denominator}"


def _written(condition: Condition) -> str:
    match condition:
        case Flag(fact):
            return f"get({fact!r})"
        case AtLeast(fact, bound):
            return f"at_least(get({fact!r}), {bound})"
        case ShareAtLeast(part, whole, numerator, denominator):
            return f"share(get({part!r}), get({whole!r}), {_share(numerator, denominator)})"
        case Use(rule):
            return f"out[{rule!r}]"
        case All(parts):
            return f"all_of(({''.join(f'{_written(one)}, ' for one in parts)}))"
        case Some(parts):
            return f"any_of(({''.join(f'{_written(one)}, ' for one in parts)}))"
        case other:
            raise ValueError(f"not written: {other}")
