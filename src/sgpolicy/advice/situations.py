"""A situation: an application under readings as of a day, from which others are made by supposing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from sgpolicy.evaluating.cells import read
from sgpolicy.evaluating.compiling import prepare_again
from sgpolicy.evaluating.interpreter import conclusion, evaluate_prepared
from sgpolicy.evaluating.running import Prepared, Run
from sgpolicy.explaining.deciding import mention
from sgpolicy.explaining.operands import within
from sgpolicy.model.advice import Shift, Subject
from sgpolicy.model.application import Application, FindingRecord, Value
from sgpolicy.model.core import AtYear, DateConstant, Expr, Fact, FactRef, NodeKind, Ref, Stretch
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range, Reading, Trace
from sgpolicy.records import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Cell:
    """A place where a fact is stated: the fact, and for a yearly series the year.

    Of a fact that is asked by reading, it is the place for the reading in force.
    """

    fact: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What is decided, so that something else can be supposed.

    Supposing a value of a fact that a ledger yields sets the ledger aside for this fact; other facts
    are still counted from it.

    Attributes:
        prepared: The policy; where something a ledger yields was supposed, without that computation.
        application: What is stated, recorded and judged.
        on: The day of the evaluation.
        readings: Interpretation id → reading id, for all.
    """

    prepared: Prepared
    application: Application
    on: date
    readings: Mapping[str, str]
    _freed: dict[frozenset[str], Prepared] = field(default_factory=dict, compare=False, repr=False)

    @property
    def outcome(self) -> Outcome:
        """What it comes to along the rules; open where only a look at all completions would settle it."""
        return conclusion(self.run())

    @property
    def exact_outcome(self) -> Outcome:
        """What it comes to: decided if every completion is decided alike."""
        outcome = self.outcome
        return outcome if outcome.is_decided else self.trace().outcome

    def run(self) -> Run:
        """A fresh evaluation."""
        return Run(self.prepared, self.application, self.on, self.readings)

    def trace(self, *, exact: bool = True) -> Trace:
        """Everything the evaluation sees."""
        return evaluate_prepared(
            self.prepared, self.application, self.on, self.readings, exact=exact
        )

    # ── what there is ─────────────────────────────────────────────────────────────────────

    def fact(self, cell: Cell) -> Fact:
        """The fact that a cell belongs to."""
        return self.prepared.core.facts[cell.fact]

    def reading(self, cell: Cell, run: Run | None = None) -> Reading:
        """What is known of a cell, with its source."""
        fact = self.fact(cell)
        expr: Expr = FactRef(fact.id, fact.type)
        if cell.year is not None:
            days = DateConstant(date(cell.year, 1, 1)), DateConstant(date(cell.year, 12, 31))
            expr = AtYear(expr, Stretch(*days), fact.type)
        return read(run or self.run(), self.prepared.facts[fact.id], expr, cell.year)

    def value(self, cell: Cell, run: Run | None = None) -> Value | None:
        """What is known of a cell for certain; None if it is open."""
        known = self.reading(cell, run).value
        if isinstance(known, Range):
            return known.low if known.is_known else None
        return cast("Value | None", known)

    def subject(self, cell: Cell) -> Subject:
        """A cell in names."""
        fact, name = self.fact(cell), ""
        if fact.split is not None:
            chosen = self.prepared.core.interpretations[fact.split]
            found = chosen.reading(self.readings[fact.split])
            name = found.name if found is not None else ""
        return Subject("fact", fact.id, fact.name, name, cell.year)

    # ── what may be supposed ──────────────────────────────────────────────────────────────

    def supposing(
        self,
        values: Mapping[Cell, Value | None],
        judged: Mapping[str, bool | None] | None = None,
        on: date | None = None,
    ) -> Situation:
        """The situation with some cells and findings otherwise; None for what is not stated at all."""
        freed = self._without_ledgers({cell.fact for cell in values})
        facts = dict(self.application.facts)
        for cell, value in values.items():
            _state(facts, freed, self, cell, value)
        findings = dict(self.application.findings)
        day = self.on if on is None else on
        for key, met in (judged or {}).items():
            if met is None:
                findings.pop(key, None)
            else:
                findings[key] = self._judgement(key, day, met=met)
        application = Application(facts, self.application.ledgers, findings)
        return replace(self, prepared=freed, application=application, on=day)

    def under(self, readings: Mapping[str, str]) -> Situation:
        """The situation under other readings of some interpretations."""
        return replace(self, readings={**self.readings, **readings})

    def _judgement(self, key: str, day: date, *, met: bool) -> FindingRecord:
        """A judgement by one of those who may judge."""
        given = self.application.findings.get(key)
        allowed = self.prepared.assessors[key](self.run()).value
        who = sorted(allowed) if isinstance(allowed, frozenset) else []
        if isinstance(given, FindingRecord) and given.on <= day and given.by in who:
            return replace(given, met=met)
        return FindingRecord(met, who[0] if who else "", day, "")

    def _without_ledgers(self, facts: set[str]) -> Prepared:
        """The policy with some facts not computed, as far as ledgers were given."""
        prepared, given = self.prepared, self.application.ledgers.keys()
        computed = frozenset(
            key
            for key in facts
            if prepared.core.facts[key].computed is not None
            and prepared.facts[key].ledgers(self.readings) <= given
        )
        if not computed:
            return prepared
        known = frozenset(key for key, one in prepared.core.facts.items() if one.computed is None)
        found = self._freed.get(known | computed)
        if found is None:
            core = prepared.core
            changed = {key: replace(core.facts[key], computed=None) for key in computed}
            found = prepare_again(prepared, replace(core, facts={**core.facts, **changed}))
            self._freed[known | computed] = found
        return found


def _state(
    facts: dict[Any, Any],
    freed: Prepared,
    before: Situation,
    cell: Cell,
    value: Value | None,
) -> None:
    fact = freed.core.facts[cell.fact]
    key: str | tuple[str, str] = fact.id
    if fact.split is not None:
        reading = before.readings[fact.split]
        key = (fact.id, reading)
        if reading == freed.defaults[fact.split]:
            plain = facts.pop(fact.id, None)
            if plain is not None:
                facts.setdefault(key, plain)
    if cell.year is None:
        stated = value
    else:
        known = dict(facts.get(key) or {})
        if fact is not before.prepared.core.facts[fact.id]:
            known = _counted_years(before, fact.id, cell.year) | known
        if value is None:
            known.pop(cell.year, None)
        else:
            known[cell.year] = cast("int", value)
        stated = known or None
    if stated is None:
        facts.pop(key, None)
    else:
        facts[key] = stated


def _counted_years(before: Situation, fact: str, year: int) -> dict[int, int]:
    """What a ledger yields for the years around one, since it is set aside for the whole series."""
    run = before.run()
    known = {one: before.value(Cell(fact, one), run) for one in range(year - 4, year + 3)}
    return {one: value for one, value in known.items() if isinstance(value, int)}


def shifts(
    before: Trace,
    after: Trace,
    kinds: frozenset[NodeKind] = frozenset({"rule", "finding", "scope"}),
) -> tuple[Shift, ...]:
    """The nodes on which the decision can rest and whose outcomes differ, in the order of the law."""
    found = []
    for key in sorted(reached(before) | reached(after)):
        if before.core.nodes[key].kind in kinds:
            outcome = after.nodes[key].outcome
            if before.nodes[key].outcome is not outcome:
                found.append(Shift(mention(key, before), outcome))
    order = {key: place for place, key in enumerate(before.core.nodes)}
    found.sort(key=lambda shift: (shift.node.citation.clause, order[shift.node.id]))
    return tuple(found)


def reached(trace: Trace) -> set[str]:
    """The nodes to which the decision and the scopes lead under the readings in force."""
    core = trace.core
    found: set[str] = set()
    ahead = [core.root, *core.scopes]
    while ahead:
        key = ahead.pop()
        if key in found:
            continue
        found.add(key)
        node = core.nodes[key]
        roots = [node.body] if node.guard is None else [node.body, node.guard]
        inner = within(roots, core, trace.readings)
        ahead += [one.node for one in inner if isinstance(one, Ref)]
    return found
