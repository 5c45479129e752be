"""Steps on whole columns give what the generated function gives, row by row, for any policy and any data."""

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.evaluating.columnar.algebra import NotColumnarError
from sgpolicy.evaluating.columnar.lowering import lower
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated.engine import generate
from sgpolicy.evaluating.generated.runtime import OUTCOMES
from sgpolicy.model.application import Application, FindingRecord
from sgpolicy.model.types import TRUTH, Type
from sgpolicy.tables import fused
from sgpolicy.tables.columns import Column, assessors
from sgpolicy.tables.layouts import layout
from sgpolicy.tables.reading import take

from .any_application import Applications
from .policies import blocks
from .test_formatting import compiled, law_with

ON = (
    date(2019, 10, 8),
    date(2024, 2, 29),
    date(2025, 6, 30),
    date(2026, 11, 22),
    date(2028, 2, 29),
)
YEARS = range(2015, 2030)


def columns(core, facts, judged):
    """The columns that hold some rows of typed facts and judgements."""
    for fact in core.facts.values():
        if fact.type.kind == "series":
            for year in YEARS:
                one = Column(f"{fact.id}.{year}", fact.id, Type("count"), year=year)
                yield one, [row.get(fact.id, {}).get(year) for row in facts]
        else:
            yield Column(fact.id, fact.id, fact.type), [row.get(fact.id) for row in facts]
    for finding in core.findings:
        met = [None if finding not in row else row[finding].met for row in judged]
        yield Column(f"评定.{finding}", finding, TRUTH, is_finding=True), met


def rows_of(core, readings, applications):
    """Facts and judgements as columns can say them: everybody may judge, in time."""
    made = generate(prepare(core), readings)
    facts = [
        {
            key: {year: n for year, n in value.items() if year in YEARS}
            if isinstance(value, dict)
            else value
            for key, value in made.stated(one).items()
        }
        for one in applications
    ]
    who = {
        key: assessors(core, finding.assessors, made.readings)
        for key, finding in core.findings.items()
    }
    judged = [
        {
            key: FindingRecord(record.met, who[key][0], date(1900, 1, 1), "")
            for key, record in one.findings.items()
            if who[key]
        }
        for one in applications
    ]
    return made, facts, judged


def by_columns(core, made, facts, judged, on):
    """Every outcome of every row by the fused engine: the decision's, then the nodes'; which rows are odd."""
    taken = [take(column, values, [], None) for column, values in columns(core, facts, judged)]
    program = lower(
        core, made.readings, layout((one.column, one.held) for one in taken), on, made.truths
    )
    filled = {one.column.name: one.filled for one in taken}
    wanted = [program.conclusion, *(program.nodes[key] for key in made.truths)]
    codes = fused.run(program, filled, len(facts), wanted, threads=1)
    odd = np.zeros(len(facts), np.bool_)
    for one in taken:
        odd |= False if one.odd is None else one.odd
    return codes, odd


def differing(core, readings, applications, on):
    made, facts, judged = rows_of(core, readings, applications)
    codes, odd = by_columns(core, made, facts, judged, on)
    found = []
    for row, (given_, findings) in enumerate(zip(facts, judged, strict=True)):
        if odd[row]:
            continue
        conclusion, outcomes = made.plain(given_, findings, on)
        wanted = [conclusion, *outcomes[: len(made.truths)]]
        for key, want, got in zip(("", *made.truths), wanted, codes, strict=True):
            if OUTCOMES[want].value != got[row]:
                found.append((row, key, OUTCOMES[want].value, int(got[row])))
    return found


@given(blocks(), st.data())
def test_generated_policies(block, data):
    core = compiled(law_with(block)).core
    assume(core is not None)
    kind = Applications(core, panels=False)
    readings = data.draw(kind.readings())
    some = data.draw(st.lists(kind.draw, min_size=1, max_size=20))
    some = [Application(one.facts, {}, one.findings) for one in some]
    try:
        assert differing(core, readings, some, data.draw(st.sampled_from(ON))) == []
    except NotColumnarError:
        event("not for columns")


@pytest.mark.parametrize("name", sgpolicy.shipped())
@settings(max_examples=30)
@given(data=st.data())
def test_shipped_policies(name, data):
    core = sgpolicy.load(name).core
    kind = Applications(core, panels=False)
    readings = data.draw(st.just({}) | kind.readings())
    some = data.draw(st.lists(kind.draw, min_size=1, max_size=10))
    some = [Application(one.facts, {}, one.findings) for one in some]
    assert differing(core, readings, some, data.draw(st.sampled_from(ON))) == []
