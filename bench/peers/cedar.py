"""Cedar by cedarpy (Rust): one parsed policy set, entities and schema-free context, one request.

Every rule is a `permit` policy with its id; the ids that the response gives as its reasons are the rules that
hold, so that one request decides all of them, and this is also all of Cedar's explanation. Cedar has no names for
parts (aggregates repeat theirs) and no remainder or calendar: a date comes as yyyymmdd, and whether it is a
29 February as a second attribute. An erring policy is skipped and reported: that is counted as open here, though the
decision itself is Deny.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cedarpy

from peers.infix import Infix, quoted
from peers.peer import Peer, Running, first_line
from peers.plain import Facts, converter
from peers.rules import Rules, inlined


class _Cedar(Infix):
    def fact(self, name: str) -> str:
        return f"context.{name}"

    def choose(self, condition: str, then: str, otherwise: str) -> str:
        return f"(if {condition} then {then} else {otherwise})"

    def one_of(self, value: str, members: tuple[str, ...]) -> str:
        return f"[{', '.join(map(quoted, members))}].contains({value})"

    def includes(self, value: str, member: str) -> str:
        return f"{value}.contains({quoted(member)})"

    def not_empty(self, value: str) -> str:
        return f"!{value}.isEmpty()"

    def years_passed(self, start: str, end: str, years: int) -> str:
        s, e, whole = self.fact(start), self.fact(end), years * 10_000
        shorter = f"(if context.{start}_is_29_february then {whole - 1} else {whole})"
        return f"({e} >= {s} + {shorter})"


def write(rules: Rules) -> str:
    """A policy for each rule."""
    return _policies(rules, rules)


def _policies(rules: Rules, shown: Rules) -> str:
    writer = _Cedar()
    return "\n".join(
        f"@id({quoted(rule.key)})\npermit (principal, action, resource) when {{\n"
        f"  {writer.condition(inlined(rules, rule.condition))}\n}};"
        for rule in shown.rules
    )


def load(text: str, rules: Rules) -> Running:
    """The policy set, parsed, and no entities."""
    policies: Any = cedarpy.PolicySet.from_str(text)
    entities = cedarpy.Entities.from_json_str("[]")
    plain = converter(rules)
    dates = [key for key, type_ in rules.facts.items() if type_.kind == "date"]
    request = {"principal": 'User::"u"', "action": 'Action::"a"', "resource": 'Law::"l"'}

    def convert(facts: Facts) -> dict[str, Any]:
        found = plain(facts)
        for key in dates:
            if key in found:
                found[f"{key}_is_29_february"] = found[key] % 10_000 == 229
        return found

    def decide(data: dict[str, Any]) -> Any:  # noqa: ANN401
        return cedarpy.is_authorized({**request, "context": data}, policies, entities)

    def outcomes(found: Any) -> dict[str, bool | None]:  # noqa: ANN401
        held = {*found.diagnostics.id_annotations_by_reason.values()}
        erring = " ".join(found.diagnostics.errors)
        return {
            key: True if key in held else None if f"`{ids[key]}`" in erring else False
            for key in rules.keys
        }

    ids = {key: f"policy{i}" for i, key in enumerate(rules.keys)}
    root = replace(rules, rules=tuple(rule for rule in rules.rules if rule.key == rules.root))
    alone: Any = cedarpy.PolicySet.from_str(_policies(rules, root))

    def verdict(data: dict[str, Any]) -> bool | None:
        found = cedarpy.is_authorized({**request, "context": data}, alone, entities)
        return True if found.allowed else None if found.diagnostics.errors else False

    return Running(
        convert, decide, outcomes, verdict, lambda data: decide(data).diagnostics.reasons
    )


PEER = Peer(
    "Cedar",
    ("cedarpy",),
    first_line(__doc__),
    write,
    load,
    "the ids of the policies that decided",
)
