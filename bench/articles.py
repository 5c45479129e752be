"""Articles 7 and 8 as every engine can have them: some 50 facts, 35 rules, 14 combinations of them.

Taken from the shipped policy under its default readings, without the standards that people judge (they are
yes-or-no facts to an engine, and 30 more of them would measure nothing else). `by_hand` is the same, written
as one would write it in Python; `applicants` makes random applicants, on the bounds and off them, with gaps.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import sgpolicy
from sgpolicy.evaluating.compiling import subexpressions
from sgpolicy.model.core import All, Compare, Constant, Core, Expr, Fact, FactRef, Node, Ref
from sgpolicy.model.types import TRUTH

ON = date(2026, 11, 22)
ARTICLES = ("art7", "art8")
ROOT = "articles_7_and_8"


def core() -> Core:
    """The two articles as a policy of their own."""
    whole = sgpolicy.load("shaoguan-2022-188").core
    kept = {key: node for key, node in whole.nodes.items() if node.kind != "finding"}
    nodes: dict[str, Node] = {}

    def take(key: str) -> bool:
        """Take a node and what it rests on; False where only people's judgement is in it."""
        if key not in kept:
            return False
        if key not in nodes:
            node = kept[key]
            body = node.body
            if isinstance(body, All):
                parts = tuple(p for p in body.operands if not isinstance(p, Ref) or take(p.node))
                if not parts:
                    return False
                body = replace(body, operands=parts)
            for expr in subexpressions((body, node.guard)):
                if isinstance(expr, Ref):
                    take(expr.node)
            nodes[key] = replace(node, body=body)
        return True

    for article in ARTICLES:
        take(article)
    both = All(tuple(Ref(key, TRUTH) for key in ARTICLES))
    nodes[ROOT] = Node(ROOT, ROOT, "combination", nodes["art7"].citation, both)
    nodes = {k: n for k, n in nodes.items() if n.kind != "finding"}
    used = {
        expr.fact
        for node in nodes.values()
        for expr in subexpressions((node.body, node.guard))
        if isinstance(expr, FactRef)
    }
    facts = {key: replace(fact, computed=None) for key, fact in whole.facts.items() if key in used}
    return replace(
        whole, nodes=nodes, facts=facts, ledgers={}, findings={}, scopes=(), root=ROOT,
        provisions={}, events={},
    )  # fmt: skip


def applicants(core: Core, count: int, *, missing: float, seed: int = 1) -> list[dict[str, Any]]:
    """Random applicants as typed facts by id; some 6% of the numbers stand exactly on a bound."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    bounds = _bounds(core)
    made = []
    for _ in range(count):
        good = draw.choice((0.8, 0.97, 1.0, 1.0))  # how often each fact is as the law wants it
        gaps = draw.choice((0.0, 0.0, missing * 2))
        one = {}
        for fact in core.facts.values():
            if draw.random() >= gaps:
                is_good = draw.random() < good
                one[fact.id] = _value(fact, bounds.get(fact.id, []), draw, is_good=is_good)
        made.append(one)
    return made


def _bounds(core: Core) -> dict[str, list[Fraction]]:
    found: dict[str, list[Fraction]] = {}
    for node in core.nodes.values():
        for expr in subexpressions((node.body, node.guard)):
            if isinstance(expr, Compare) and isinstance(expr.right, Constant):
                for fact in _facts(expr.left):
                    found.setdefault(fact, []).append(expr.right.value)
    return found


def _facts(expr: Expr) -> Iterator[str]:
    return (one.fact for one in subexpressions(expr) if isinstance(one, FactRef))


def _value(  # any kind of value
    fact: Fact, bounds: list[Fraction], draw: random.Random, *, is_good: bool
) -> Any:  # noqa: ANN401
    kind = fact.type.kind
    if kind == "truth":
        return is_good
    if kind == "date":
        if fact.id == "application_date":
            return ON - timedelta(days=draw.randrange(30))
        return ON - timedelta(days=draw.randrange(800, 4000) if is_good else draw.randrange(760))
    if kind == "choice":
        return draw.choice(fact.type.members[:-1]) if is_good else fact.type.members[-1]
    if kind == "set":
        return frozenset(draw.sample(fact.type.members, draw.randrange(1, 4)))
    if kind == "series":
        step = draw.randrange(1, 20) * (1 if is_good else -1)
        return {year: 100 + step * (year - 2022) for year in range(2022, 2027)}
    if kind == "share":
        low = draw.choice(bounds)
        if draw.random() < 0.06:
            return low
        return low + (1 - low) * Fraction(draw.randrange(100), 100) if is_good else low / 2
    plain = [int(bound) for bound in bounds if bound >= 1]
    if not plain:  # parts and wholes of shares: the whole is some 120
        is_whole = (
            fact.id.startswith(("all_", "financing_business")) or fact.id == "full_time_staff"
        )
        return draw.randrange(100, 140) if is_whole or is_good else draw.randrange(20)
    bound = max(plain)
    if draw.random() < 0.06:
        return draw.choice(plain)
    return draw.randrange(bound, bound * 3) if is_good else draw.randrange(bound)
