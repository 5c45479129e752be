"""CEL by common-expression-language (Rust), compiled once.

CEL is one expression without names for its parts. All leaves are a list; the aggregates take them from it by
position, inside one `map` over a list that holds that list: every leaf is computed once and nothing crosses to
Python in between. Two programs, or one that repeats its leaves, were slower. Dates are whole numbers yyyymmdd.
"""

from __future__ import annotations

from typing import Any

import cel

from peers.infix import Infix
from peers.peer import Peer, Running, by_position, first_line
from peers.plain import converter
from peers.rules import Rules, Use, inlined


class _Leaves(Infix):
    def grew(self, series: str, day: str) -> str:
        year = f"{day} / 10000"
        return f"{series}[string({year} - 1)] > {series}[string({year} - 2)]"


class _Aggregates(Infix):
    def __init__(self, rules: Rules) -> None:
        self._positions = {rule.key: i for i, rule in enumerate(rules.leaves)}

    def use(self, rule: str) -> str:
        return f"l[{self._positions[rule]}]"


def write(rules: Rules) -> str:
    """One expression: a list of outcomes in the order of the rules."""
    leaves = _Leaves()
    first = ",\n  ".join(leaves.condition(rule.condition) for rule in rules.leaves)
    known = frozenset(rule.key for rule in rules.leaves)
    aggregates = _Aggregates(rules)
    rest = ",\n  ".join(
        aggregates.condition(inlined(rules, rule.condition, keep=known))
        for rule in rules.aggregates
    )
    return f"[[\n  {first}\n]].map(l, l + [\n  {rest}\n])[0]"


def load(text: str, rules: Rules) -> Running:
    """The expression, compiled."""
    program: Any = cel.compile(text)
    alone: Any = cel.compile(_Leaves().condition(inlined(rules, Use(rules.root))))
    return Running(converter(rules), program.execute, by_position(rules), alone.execute)


PEER = Peer("CEL", ("common-expression-language",), first_line(__doc__), write, load)
