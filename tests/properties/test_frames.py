"""A frame's rows are decided as the same data would be as applications."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.model.application import Application
from sgpolicy.tables.columns import assessors

from .any_application import Applications

ON = date(2026, 11, 22)
NAMES = sgpolicy.shipped()
POLICIES = {name: sgpolicy.load(name) for name in NAMES}
COMPILED = {name: policy.compiled() for name, policy in POLICIES.items()}
KINDS = {name: Applications(policy.core, panels=False) for name, policy in POLICIES.items()}
MAKERS = {
    "polars": lambda data: pl.DataFrame(data, strict=False),
    "pandas": lambda data: pd.DataFrame({k: pd.Series(v, dtype="object") for k, v in data.items()}),
    "pyarrow": pa.table,
}


def cell(value):
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return sorted(value) if isinstance(value, frozenset) else value


def columns(core, applications):
    """The facts and findings of some applications, as columns."""
    data = {}
    for fact in core.facts.values():
        values = [one.facts.get(fact.id) for one in applications]
        if fact.type.kind == "series":
            for year in range(2017, 2028):
                data[f"{fact.id}.{year}"] = [(value or {}).get(year) for value in values]
        elif fact.type.kind == "share":
            data[fact.name] = [None if v is None else f"{cell(Fraction(v) * 100)}%" for v in values]
        elif fact.type.kind == "money":
            data[fact.id] = [None if v is None else Decimal(str(cell(v))) for v in values]
        else:
            data[fact.name] = [cell(value) for value in values]
    for finding in core.findings.values():
        records = [one.findings.get(finding.id) for one in applications]
        data[f"评定.{finding.name}"] = [None if one is None else one.met for one in records]
    return data


def by_whoever_may(policy, readings, application):
    """The same with every judgement by somebody who may make it, in time: what a column can say."""
    core = policy.core
    return Application(
        application.facts,
        {},
        {
            key: replace(
                record, by=assessors(core, core.findings[key].assessors, readings)[0], on=ON
            )
            for key, record in application.findings.items()
        },
    )


@pytest.mark.parametrize("engine", ["rows", "fused"])
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10)
@given(data=st.data())
def test_rows_and_applications(name, kind, engine, data):
    policy, compiled = POLICIES[name], COMPILED[name]
    drawn = data.draw(st.lists(KINDS[name].draw, min_size=1, max_size=5))
    plain = [
        Application({k: v for k, v in one.facts.items() if isinstance(k, str)}, {}, one.findings)
        for one in drawn
    ]
    rules = [*compiled.generated.truths]
    frame = MAKERS[kind](columns(policy.core, plain))
    found = policy.evaluate_frame(frame, on=ON, rules=rules, reasons=True, engine=engine)
    shown = {
        rule: found[rule].to_pylist() if kind == "pyarrow" else [*found[rule]]
        for rule in (*rules, "理由")
    }
    for row, one in enumerate(plain):
        wanted = compiled.decide(by_whoever_may(policy, compiled.readings, one), on=ON)
        assert {rule: shown[rule][row] for rule in rules} == {r: wanted[r].zh for r in rules}
        why = shown["理由"][row]
        told = why if isinstance(why, str) else ""  # pandas has NaN for null
        assert told == "、".join(clause.label for clause in wanted.reasons)
