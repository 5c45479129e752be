"""GoRules zen by its compiled expressions.

One program names every rule (`art7_1 = …;`) and gives the list of them, so that each is computed once and one
call crosses to Rust. Its decision graphs, on which only its explanation rests, are several times slower: they
are used for the explanation, with `trace`. Dates are whole numbers yyyymmdd; its own are strings that sort
wrongly for the 29th of February.
"""

from __future__ import annotations

import json
from typing import Any

import zen

from peers.infix import Infix, identifier, quoted
from peers.peer import Peer, Running, by_position, first_line
from peers.plain import converter
from peers.rules import Rules, Use, inlined


class _Zen(Infix):
    and_, or_, not_ = " and ", " or ", "not "

    def grew(self, series: str, day: str) -> str:
        year = f"floor({day} / 10000)"
        return f"({series}[string({year} - 1)] > {series}[string({year} - 2)])"

    def not_empty(self, value: str) -> str:
        return f"len({value}) >= 1"

    def only(self, value: str, member: str) -> str:
        return f"(len({value}) == 1 and {value}[0] == {quoted(member)})"


class _Graph(_Zen):
    """In the nodes of a graph, where a rule is what an earlier line of the same node gave."""

    def use(self, rule: str) -> str:
        return f"$.{identifier(rule)}"


def write(rules: Rules) -> str:
    """One program: a line for each rule, then the list of them."""
    writer = _Zen()
    lines = [
        f"{identifier(rule.key)} = {writer.condition(rule.condition)};" for rule in rules.rules
    ]
    return "\n".join([*lines, "[" + ", ".join(map(identifier, rules.keys)) + "]"])


def graph(rules: Rules) -> str:
    """The same as a decision graph with one expression node."""
    writer = _Graph()
    expressions = [
        {"id": key, "key": key, "value": writer.condition(rule.condition)}
        for rule in rules.rules
        for key in (identifier(rule.key),)
    ]
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": place},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "position": place,
            "content": {"expressions": expressions},
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": place},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    return json.dumps(
        {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    )


def load(text: str, rules: Rules) -> Running:
    """The program, compiled; the graph is only made when an explanation is first asked for."""
    program: Any = zen.compile_expression(text)
    alone: Any = zen.compile_expression(_Zen().condition(inlined(rules, Use(rules.root))))
    decisions: list[Any] = []

    def explain(data: dict[str, Any]) -> Any:  # noqa: ANN401
        if not decisions:
            decisions.append(zen.ZenEngine().create_decision(graph(rules)))
        return decisions[0].evaluate(data, {"trace": True})

    return Running(converter(rules), program.evaluate, by_position(rules), alone.evaluate, explain)


PEER = Peer(
    "GoRules zen",
    ("zen-engine",),
    first_line(__doc__),
    write,
    load,
    "the value of every expression of a decision graph",
)
