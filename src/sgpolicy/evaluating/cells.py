"""Facts as the application gives them: stated, computed from ledgers, or both ways.

What is stated and what the ledgers yield are put together here and nowhere else. Two numbers that
differ make an interval that spans both; the difference is reported whether or not it matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from sgpolicy.evaluating.chain import OUTCOMES
from sgpolicy.evaluating.ranges import ANY, Number, contains, exactly, hull
from sgpolicy.evaluating.running import PreparedFact, Run
from sgpolicy.model.application import Value
from sgpolicy.model.core import AtYear, DateConstant, Expr, FactRef, Stretch
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range, Reading, Source, Step
from sgpolicy.records import replace


def consult(run: Run, prepared: PreparedFact) -> str | None:
    """Note the interpretation that splits a fact, if any; the reading whose value is asked for."""
    split = prepared.fact.split
    if split is None:
        return None
    run.used.add(split)
    return run.readings[split]


def read(run: Run, prepared: PreparedFact, expr: Expr, year: int | None = None) -> Reading:
    """A fact's value (for a series: its value in `year`), as far as it is known.

    Numbers are always a `Range`, except that None is a share of nothing; anything else unknown is
    None. A truth's value is a bool.
    """
    reading = consult(run, prepared)
    key = (prepared.fact.id, reading, year)
    known = run.cells.get(key)
    if known is not None:
        uses = run.uses.get(key)
        if uses:
            run.used |= uses
        return known
    before, run.used = run.used, set()
    fact = prepared.fact
    stated = _statement(run, prepared, reading)
    if year is not None:
        stated = cast("Mapping[int, int]", stated).get(year) if stated is not None else None
    if fact.type.is_numeric or year is not None:
        computed = _computed(run, prepared, year)
        found = _number(expr, cast("Number | None", stated), computed)
    elif stated is not None:
        found = Reading(expr, cast("Any", stated), "stated")
    else:
        found = _fallback(run, prepared, expr)
    if run.assumed:
        found = run.suppose(("fact", fact.id, reading, year), found)
    run.cells[key] = found
    run.framed(key, before)
    return found


def _statement(run: Run, prepared: PreparedFact, reading: str | None) -> Value | None:
    """What is stated for a fact; a plain statement is one for the default reading."""
    facts, fact = run.application.facts, prepared.fact
    if reading is None:
        return facts.get(fact.id)
    stated = facts.get((fact.id, reading))
    if stated is None and reading == run.prepared.defaults[fact.split or ""]:
        return facts.get(fact.id)
    return stated


def _computed(run: Run, prepared: PreparedFact, year: int | None) -> Reading | None:
    """What the ledgers yield, if every ledger it takes was given (and goes back to `year`)."""
    if prepared.figure is None or not is_computable(run, prepared):
        return None
    if year is not None and _begins_after(run, prepared, year):
        return None
    before, run.year = run.year, year
    computed = prepared.figure(run)
    run.year = before
    if computed.source == "absent":
        return computed
    if computed.value is None and not computed.expr.type.is_numeric:
        return None
    return None if computed.source == "missing" else computed


def _begins_after(run: Run, prepared: PreparedFact, year: int) -> bool:
    """Whether a ledger's first record is later than `year`: it then says nothing about that year.

    A ledger that begins in 2025 does not say that nobody was served in 2024.
    """
    for key in prepared.ledgers(run.readings):
        days = run.counted.get(("first day", key))
        if days is None:
            columns = run.prepared.core.ledger(key).columns
            dated = [column.id for column in columns if column.type.kind == "date"]
            rows = run.application.ledgers[key]
            recorded = [day for row in rows for i in dated if isinstance(day := row.get(i), date)]
            days = run.counted["first day", key] = [min(recorded)] if recorded else []
        if days and days[0].year > year:
            return True
    return False


def is_computable(run: Run, prepared: PreparedFact) -> bool:
    """Whether every ledger was given that computing a fact takes."""
    return prepared.ledgers(run.readings) <= run.application.ledgers.keys()


def _number(expr: Expr, stated: Number | None, computed: Reading | None) -> Reading:
    if computed is None:
        if stated is None:
            return Reading(expr, ANY, "missing")
        return Reading(expr, exactly(stated), "stated")
    span = computed.value if isinstance(computed.value, Range) else None
    if stated is None:
        rows, blank = computed.rows, computed.blank
        return Reading(
            expr, span, "ledger", None, span, rows, computed.open_rows, blank, (computed,)
        )
    said = exactly(stated)
    if span is None:
        source, value = "stated", said
    elif contains(span, said):
        source, value = "both", said
    else:
        source, value = "conflict", hull(said, span)
    return Reading(
        expr,
        value,
        cast("Any", source),
        said,
        span,
        computed.rows,
        computed.open_rows,
        computed.blank,
        (computed,),
    )


def _fallback(run: Run, prepared: PreparedFact, expr: Expr) -> Reading:
    """A value that is no number and was not stated: what the ledgers yield, if they do."""
    if prepared.condition is not None and is_computable(run, prepared):
        step: Step = prepared.condition(run)
        if step.outcome.is_decided and step.outcome is not Outcome.NOT_APPLICABLE:
            return Reading(expr, cast("Any", step.outcome is OUTCOMES[3]), "ledger")
    if prepared.figure is not None and prepared.fact.type.kind != "series":
        computed = _computed(run, prepared, None)
        if computed is not None:
            source: Source = "absent" if computed.source == "absent" else "ledger"
            return Reading(expr, computed.value, source, parts=(computed,))
    return Reading(expr, None, "missing")


def differences(run: Run) -> tuple[Reading, ...]:
    """Every fact whose stated and computed numbers differ, whether or not a rule consulted it."""
    found = []
    for prepared in run.prepared.facts.values():
        if prepared.figure is not None:
            for expr, year in _stated(run, prepared):
                reading = read(run, prepared, expr, year)
                if reading.source == "conflict":
                    found.append(replace(reading, expr=expr))
    return tuple(found)


def _stated(run: Run, prepared: PreparedFact) -> list[tuple[FactRef | AtYear, int | None]]:
    """The numbers stated for a fact: one, or one for each year of a series."""
    fact = prepared.fact
    ref = FactRef(fact.id, fact.type)
    stated = _statement(run, prepared, fact.split and run.readings[fact.split])
    if isinstance(stated, Mapping):
        years = {
            year: Stretch(DateConstant(date(year, 1, 1)), DateConstant(date(year, 12, 31)))
            for year in sorted(stated)
        }
        return [(AtYear(ref, stretch, fact.type), year) for year, stretch in years.items()]
    return [(ref, None)] if stated is not None and fact.type.is_numeric else []
