"""rule-engine, with a typed context, parsed once.

Written in Python, it evaluates a tree. A typed context resolves and checks the symbols when a rule is parsed. The
leaves are one rule that gives an array, the aggregates a second over its outcomes by name: a rule of its own for
each outcome is slower, and so is one that repeats its leaves. It has no explanation of its own.
"""

from __future__ import annotations

from typing import Any

import rule_engine

from peers.infix import Infix, identifier, quoted
from peers.peer import Peer, Running, by_position, first_line
from peers.plain import converter
from peers.rules import Rules, Use, inlined


class _RuleEngine(Infix):
    and_, or_, not_ = " and ", " or ", "not "

    def only(self, value: str, member: str) -> str:
        return f"({value}.length == 1 and {quoted(member)} in {value})"

    def not_empty(self, value: str) -> str:
        return f"{value}.length >= 1"


def write(rules: Rules) -> str:
    """Two lines: an array of the leaves, an array of the aggregates."""
    writer, keep = _RuleEngine(), frozenset(rule.key for rule in rules.leaves)
    leaves = ", ".join(writer.condition(rule.condition) for rule in rules.leaves)
    rest = ", ".join(
        writer.condition(inlined(rules, rule.condition, keep=keep)) for rule in rules.aggregates
    )
    return f"[{leaves}]\n[{rest}]"


def load(text: str, rules: Rules) -> Running:
    """Both, parsed, with types."""
    kinds = rule_engine.DataType
    types = {
        "flag": kinds.BOOLEAN,
        "number": kinds.FLOAT,
        "share": kinds.FLOAT,
        "date": kinds.FLOAT,
        "choice": kinds.STRING,
        "set": kinds.ARRAY(kinds.STRING),
        "series": kinds.MAPPING(kinds.STRING, kinds.FLOAT),
    }
    facts = {key: types[type_.kind] for key, type_ in rules.facts.items()}
    names = [identifier(rule.key) for rule in rules.leaves]

    def context(symbols: dict[str, Any]) -> Any:  # noqa: ANN401
        return rule_engine.Context(type_resolver=rule_engine.type_resolver_from_dict(symbols))

    first, second = text.split("\n")
    leaves = rule_engine.Rule(first, context=context(facts))
    aggregates = rule_engine.Rule(second, context=context(dict.fromkeys(names, kinds.BOOLEAN)))

    def decide(data: dict[str, Any]) -> tuple[Any, ...]:
        found = leaves.evaluate(data)
        return (*found, *aggregates.evaluate(dict(zip(names, found, strict=True))))

    whole = _RuleEngine().condition(inlined(rules, Use(rules.root)))
    alone = rule_engine.Rule(whole, context=context(facts))
    return Running(converter(rules), decide, by_position(rules), alone.evaluate)


PEER = Peer("rule-engine", ("rule-engine",), first_line(__doc__), write, load)
