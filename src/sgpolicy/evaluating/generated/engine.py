"""A generated function with what it needs: the source, compiled once, and the way to call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sgpolicy.evaluating.cells import read
from sgpolicy.evaluating.compiling import Compiler
from sgpolicy.evaluating.generated.runtime import Known, Share
from sgpolicy.evaluating.generated.writing import Writer, one_line
from sgpolicy.evaluating.interpreter import evaluate_prepared
from sgpolicy.evaluating.panels import as_judged
from sgpolicy.evaluating.running import Figure, Prepared, Run
from sgpolicy.evaluating.settling import may_be_of_nothing
from sgpolicy.model.application import Application, FindingRecord, Row, Value
from sgpolicy.model.core import FactRef
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range, Reading
from sgpolicy.records import dataclass

Codes = tuple[int, tuple[Any, ...]]
"""The decision's number, then every truth's, then every amount; see `runtime`."""

_CODE_OF = {
    Outcome.NOT_MET: 0,
    Outcome.MISSING_FACTS: 1,
    Outcome.AWAITING_FINDINGS: 3,
    Outcome.MET: 7,
    Outcome.NOT_APPLICABLE: 8,
}
_HEADER = """\
# Generated from a policy; not to be edited.
#
{about}
#
# `plain(facts, judged, on)` decides an application without ledgers: facts by id (of a fact that is asked by
# reading, the value for the reading in force), findings by id, the day. It returns the decision and then, in
# this order, the outcomes of {truths} nodes and {amounts} amounts:
#
{order}
#
# A long function calls its parts in turn: `plain_0`, `plain_1`. What is handed about is in the order of the lines.
#
# 0 不符合, 1 待补材料, 3 待评定, 7 符合, 8 不适用.

from datetime import date
from fractions import Fraction
from operator import itemgetter

from sgpolicy.evaluating.generated.runtime import (
    NEGATED, added, branched, compare, counted, either, gained, gained_over, greatest, in_year, least,
    multiplied, nth, one_of, ratio, settled,
)
from sgpolicy.evaluating.ranges import ANY
from sgpolicy.model.core import Period
from sgpolicy.operators.periods import calendar_year, corresponding_day, has_elapsed, shifted

"""
_WITHOUT = """\
def with_ledgers(facts, judged, on, cell, row):
    return plain(facts, judged, on)
"""
"""What decides with ledgers, of a policy that has none."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A policy under fixed readings as a function.

    Attributes:
        readings: Interpretation id → reading id, for all.
        truths, amounts: Ids of the nodes in the order in which `Codes` has them.
        source: The module's source, with both functions.
        plain: Decides facts without ledgers, see the source's docstring. In machine code it gives no amounts.
        counting: The same in Python, with amounts.
    """

    prepared: Prepared
    readings: Mapping[str, str]
    truths: tuple[str, ...]
    amounts: tuple[str, ...]
    source: str
    plain: Callable[[Mapping[Any, Value], Mapping[str, FindingRecord], date], Codes]
    counting: Callable[[Mapping[Any, Value], Mapping[str, FindingRecord], date], Codes]
    _with_ledgers: Callable[..., Codes]
    _rows: tuple[Figure, ...]
    _split: Mapping[str, str]
    _others: frozenset[str]
    _split_keys: frozenset[tuple[str, str]]

    def decide(self, application: Application, on: date) -> Codes:
        """Every outcome of an application, as the interpreter's chain has it."""
        return self.decided(application, self.stated(application), on)

    def decided(self, application: Application, facts: Mapping[Any, Value], on: date) -> Codes:
        """The same where what is `stated` is known."""
        findings = self.judged(application)
        if findings is None:
            return self.interpreted(application, on)
        if not application.ledgers:
            return self.plain(facts, findings, on)
        if not application.ledgers.keys().isdisjoint(self.prepared.core.events):
            return self.interpreted(application, on)
        run = Run(self.prepared, application, on, self.readings)

        def cell(key: str, year: int | None = None) -> Value | Known:
            fact = self.prepared.facts[key]
            ref = FactRef(key, fact.fact.type)
            found = read(run, fact, ref, year)
            return _plain(found, is_number=fact.fact.type.is_numeric or year is not None)

        def row(number: int) -> Known:
            return _number(self._rows[number](run))

        return self._with_ledgers(facts, findings, on, cell, row)

    def counted(self, application: Application, on: date) -> tuple[Known, ...]:
        """The amounts of an application without ledgers, where `plain` did not give them."""
        findings = self.judged(application)
        if findings is None:
            return self.interpreted(application, on)[1][len(self.truths) :]
        return self.counting(self.stated(application), findings, on)[1][len(self.truths) :]

    def judged(self, application: Application) -> Mapping[str, FindingRecord] | None:
        """What assessors found, panels as one; None where that depends on what is stated."""
        return as_judged(self.prepared.core, application.findings, self.readings)

    def stated(self, application: Application) -> Mapping[Any, Value]:
        """What is stated, by fact: of a fact that is split by readings, for the reading in force.

        A plain statement is one for the default reading.
        """
        facts = application.facts
        if not self._split:
            return facts
        others = self._others
        if facts.keys().isdisjoint(self._split_keys):
            if facts.keys().isdisjoint(others):
                return facts
            return {key: value for key, value in facts.items() if key not in others}
        found: dict[str, Value] = {}
        split = self._split
        for key, value in facts.items():
            if isinstance(key, str):
                if key not in others:
                    found.setdefault(key, value)
            elif split.get(key[0]) == key[1]:
                found[key[0]] = value
        return found

    def application(
        self,
        facts: Mapping[str, Value],
        judged: Mapping[str, FindingRecord],
        ledgers: Mapping[str, tuple[Row, ...]] | None = None,
    ) -> Application:
        """The application that `plain` decides: of a fact split by readings, the reading is said."""
        split = self._split
        named: dict[str | tuple[str, str], Value] = {
            (key, split[key]) if key in split else key: value for key, value in facts.items()
        }
        return Application(named, ledgers or {}, judged)

    def interpreted(self, application: Application, on: date) -> Codes:
        """The same from the interpreter, whose meaning the function must have."""
        trace = evaluate_prepared(self.prepared, application, on, self.readings, exact=False)
        shown: list[Any] = []
        for key in self.truths:
            outcome = trace.nodes[key].outcome
            shown.append(8 if outcome is None else _CODE_OF[outcome])
        for key in self.amounts:
            value = trace.nodes[key].value
            shown.append(None if value is None else _number(value))
        return _CODE_OF[trace.outcome], tuple(shown)


def _plain(reading: Reading, *, is_number: bool) -> Value | Known:
    if is_number:
        return _number(reading)
    value: Any = reading.value
    return None if isinstance(value, tuple) else value


def _number(reading: Reading) -> Known:
    value = reading.value
    if not isinstance(value, Range):
        return None
    if may_be_of_nothing(reading):
        return Share(value.low, value.high)
    return value.low if value.is_known else value


def generate(prepared: Prepared, readings: Mapping[str, str]) -> Generated:
    """Write and compile a policy's function.

    Args:
        prepared: The policy.
        readings: Interpretation id → reading id; those left out take their default.
    """
    core = prepared.core
    in_force = {**prepared.defaults, **readings}
    plain = Writer(core, in_force, has_ledgers=False)
    full = Writer(core, in_force, has_ledgers=True)
    has_ledgers = bool(core.ledgers or core.events)
    functions = [
        plain.function("plain"),
        full.function("with_ledgers") if has_ledgers else _WITHOUT,
    ]
    names = [core.nodes[key].name for key in (*plain.truths, *plain.amounts)]
    chosen = [
        f"{item.number} {reading.name if (reading := item.reading(in_force[key])) else ''}"
        for key, item in core.interpretations.items()
    ]
    header = _HEADER.format(
        about=_remark(f"{core.title}（{core.document_number}）")
        + "".join("\n" + _remark(f"口径 {one}") for one in chosen),
        truths=len(plain.truths),
        amounts=len(plain.amounts),
        order="\n".join(_remark(f"{i} {name}") for i, name in enumerate(names)),
    )
    source = header + "\n\n".join(functions)
    namespace: dict[str, Any] = {}
    code = compile(source, f"<generated from {core.policy}>", "exec")
    exec(code, namespace)  # noqa: S102 - our own source, made of checked names and literals
    compiler = Compiler(core)
    split = {key: in_force[fact.split] for key, fact in core.facts.items() if fact.split}
    rows = tuple(compiler.figure(expr) for expr in full.tallies)
    return Generated(
        prepared,
        in_force,
        tuple(plain.truths),
        tuple(plain.amounts),
        source,
        namespace["plain"],
        namespace["plain"],
        namespace["with_ledgers"],
        rows,
        split,
        frozenset(
            key
            for key, reading in split.items()
            if reading != core.interpretations[core.facts[key].split or ""].default
        ),
        frozenset(
            (key, reading.id)
            for key in split
            for reading in core.interpretations[core.facts[key].split or ""].readings
        ),
    )


def _remark(text: str) -> str:
    """A comment on one line, whatever the policy's words are."""
    return f"# {one_line(text)}"
