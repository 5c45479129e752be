"""JsonLogic by datalogic-py (Rust), compiled once, templating on.

JsonLogic has no names for parts: the leaves are one compiled list, the aggregates a second one over the
outcomes of the first, so that every leaf is computed once. One rule that repeats its leaves is slower. A session
reuses its memory from call to call. Its explanation is `evaluate_with_trace`, which takes and gives JSON text.
"""

from __future__ import annotations

import json
from typing import Any

import datalogic_py

from peers.infix import YEARS
from peers.peer import Peer, Running, first_line
from peers.plain import converter
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
    Rules,
    ShareAtLeast,
    Some,
    Use,
    YearsPassed,
    inlined,
)

Logic = Any
"""JSON."""


def _var(name: str) -> Logic:
    return {"var": name}


def logic(one: Condition, positions: dict[str, int]) -> Logic:
    """A condition; rules it uses are taken by position from the data."""
    match one:
        case Flag(fact):
            return _var(fact)
        case AtLeast(fact, bound):
            return {">=": [_var(fact), bound]}
        case ShareAtLeast(part, whole, numerator, denominator):
            left = {"*": [_var(part), denominator]}
            right = {"*": [_var(whole), numerator]}
            return {"and": [{">": [_var(whole), 0]}, {">=": [left, right]}]}
        case Grew(series, day):
            return {
                "or": [
                    _grew_in(series, day, year) for year in range(YEARS.start + 2, YEARS.stop + 1)
                ]
            }
        case YearsPassed(start, end, years):
            leap = {"===": [{"%": [_var(start), 10_000]}, 229]}
            due = {"+": [_var(start), {"if": [leap, years * 10_000 - 1, years * 10_000]}]}
            return {">=": [_var(end), due]}
        case OneOf(fact, members):
            return {"in": [_var(fact), [*members]]}
        case Only(fact, member):
            return {"and": [{"===": [{"length": _var(fact)}, 1]}, {"in": [member, _var(fact)]}]}
        case Includes(fact, member):
            return {"in": [member, _var(fact)]}
        case NotEmpty(fact):
            return {">=": [{"length": _var(fact)}, 1]}
        case Use(rule):
            return {"val": positions[rule]}
        case Not(part):
            return {"!": logic(part, positions)}
        case All(parts):
            return {"and": [logic(part, positions) for part in parts]}
        case Some(parts):
            return {"or": [logic(part, positions) for part in parts]}
        case Choose(condition, then, otherwise):
            return {"if": [logic(part, positions) for part in (condition, then, otherwise)]}


def _grew_in(series: str, day: str, year: int) -> Logic:
    is_year = {"<=": [year * 10_000, _var(day), year * 10_000 + 9999]}
    last, before = (_var(f"{series}.{year - back}") for back in (1, 2))
    return {"and": [is_year, {">": [last, before]}]}


def write(rules: Rules) -> str:
    """Two lists: the leaves over the facts, the aggregates over the leaves' outcomes."""
    positions = {rule.key: i for i, rule in enumerate(rules.leaves)}
    keep = frozenset(positions)
    return json.dumps(
        [
            [logic(rule.condition, {}) for rule in rules.leaves],
            [
                logic(inlined(rules, rule.condition, keep=keep), positions)
                for rule in rules.aggregates
            ],
        ],
        ensure_ascii=False,
    )


def load(text: str, rules: Rules) -> Running:
    """Both lists, compiled."""
    engine: Any = datalogic_py.Engine(templating=True)
    parts = json.loads(text)
    leaves, aggregates = (engine.compile(part) for part in parts)
    evaluate = engine.session().evaluate
    keys = rules.keys

    def decide(data: dict[str, Any]) -> list[Any]:
        found: list[Any] = evaluate(leaves, data)
        return [*found, *evaluate(aggregates, found)]

    alone = engine.compile(logic(inlined(rules, Use(rules.root)), {}))
    texts = [json.dumps(part) for part in parts]

    def explain(data: dict[str, Any]) -> Any:  # noqa: ANN401
        first = json.loads(engine.evaluate_with_trace(texts[0], json.dumps(data)))
        return first, engine.evaluate_with_trace(texts[1], json.dumps(first["result"]))

    return Running(
        converter(rules),
        decide,
        lambda found: dict(zip(keys, found, strict=True)),
        lambda data: evaluate(alone, data),
        explain,
    )


PEER = Peer(
    "JsonLogic",
    ("datalogic-py",),
    first_line(__doc__),
    write,
    load,
    "every step of the evaluation, as JSON",
)
