"""Rego by regorus (Rust, opa-eval), loaded once; the query asks for a map of all outcomes.

Each rule is a Rego rule with `default … := false`, and each is computed once in a query. The input
crosses as JSON text, which `json.dumps` writes, and comes back as Python values (`evaluate_parsed`), its fastest
way. Conditions are written so that a missing fact leaves a rule undefined, never negated. It has no explanation
here (Go's `opa eval --explain` has one, in another process).
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import opa_eval

from peers.infix import Infix, identifier, quoted
from peers.peer import Peer, Running, first_line
from peers.plain import converter
from peers.rules import All, Choose, Condition, Flag, Not, Only, Rules, ShareAtLeast, Some


class _Rego(Infix):
    def fact(self, name: str) -> str:
        return f"input.{name}"

    def bodies(self, one: Condition) -> list[list[str]]:
        """The ways in which a condition holds: each a list of lines that all hold."""
        match one:
            case Some(parts):
                return [body for part in parts for body in self.bodies(part)]
            case All(parts):
                found: list[list[str]] = [[]]
                for part in parts:
                    found = [[*body, *more] for body in found for more in self.bodies(part)]
                return found
            case Choose(condition, then, otherwise):
                yes, no = (condition, then), (Not(condition), otherwise)
                return [body for pair in (yes, no) for body in self.bodies(All(pair))]
            case Not(Flag(fact)):
                return [[f"{self.fact(fact)} == false"]]
            case Not(Only(fact, member)):
                return [[f"{self.fact(fact)} != [{quoted(member)}]"]]
            case ShareAtLeast(part, whole, numerator, denominator):
                p, w = self.fact(part), self.fact(whole)
                return [[f"{w} > 0", f"{p} * {denominator} >= {w} * {numerator}"]]
            case _:
                return [[self.condition(one)]]

    def one_of(self, value: str, members: tuple[str, ...]) -> str:
        return f"{value} in {{{', '.join(map(quoted, members))}}}"

    def includes(self, value: str, member: str) -> str:
        return f"{quoted(member)} in {value}"

    def not_empty(self, value: str) -> str:
        return f"count({value}) >= 1"

    def years_passed(self, start: str, end: str, years: int) -> str:
        return f"{self.fact(end)} >= years_after({self.fact(start)}, {years})"

    def grew(self, series: str, day: str) -> str:
        year, of = f"floor({self.fact(day)} / 10000)", self.fact(series)
        return f"{of}[format_int({year} - 1, 10)] > {of}[format_int({year} - 2, 10)]"


_HEAD = """\
package articles

import rego.v1

years_after(day, years) := day + (years * 10000) if day % 10000 != 229

years_after(day, years) := day + (years * 10000) - 1 if day % 10000 == 229
"""


def write(rules: Rules) -> str:
    """A package of rules."""
    writer, lines = _Rego(), [_HEAD]
    for rule in rules.rules:
        name = identifier(rule.key)
        lines.append(f"default {name} := false\n")
        lines += [
            f"{name} if {{\n  " + "\n  ".join(body) + "\n}\n"
            for body in writer.bodies(rule.condition)
        ]
    each = ",\n".join(f"  {quoted(key)}: {identifier(key)}" for key in rules.keys)
    return "\n".join([*lines, f"outcomes := {{\n{each}\n}}"])


def load(text: str, rules: Rules) -> Running:
    """The package, from a file, which is all that opa-eval reads."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.rego"
        path.write_text(text, encoding="utf-8")
        engine: Any = opa_eval.OpaEval(str(path), query="data.articles.outcomes")
        alone: Any = opa_eval.OpaEval(str(path), query=f"data.articles.{identifier(rules.root)}")

    def verdict(data: dict[str, Any]) -> Any:  # noqa: ANN401
        return alone.evaluate_parsed(json.dumps(data))

    def decide(data: dict[str, Any]) -> Any:  # noqa: ANN401
        return engine.evaluate_parsed(json.dumps(data))

    return Running(converter(rules), decide, lambda found: found, verdict)


PEER = Peer("Rego (regorus)", ("opa-eval",), first_line(__doc__), write, load)
