"""Ledgers as frames of their own are what the same ledgers are in the applications they belong to."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sgpolicy import FrameError
from sgpolicy.model.application import Application

from .test_frames import COMPILED, KINDS, MAKERS, NAMES, POLICIES, by_whoever_may, cell, columns

ON = date(2026, 11, 22)
KEY = "申报编号"
NOT_BY_COLUMNS = {"patent_records"}
NUMBERS = (1, 1, 1, 2, 3, 6, 12, 19, 20, 21, 49, 50, 51)


@st.composite
def some_rows(draw, kind, ledger):
    """Rows of a ledger: a few kinds of them, each so many times, about the same or about others."""
    found = []
    for row in draw(kind.rows(ledger)):
        times, others = draw(st.sampled_from(NUMBERS)), draw(st.booleans())
        for number in range(times):
            texts = {
                one.id: f"{row[one.id]}{number}"
                for one in ledger.columns
                if others and one.type.kind == "text" and row[one.id] is not None
            }
            found.append({**row, **texts})
    return tuple(row for row in found if any(value is not None for value in row.values()))


@st.composite
def applications(draw, name, *, most=5):
    """Applications with the same ledgers, as frames have them."""
    kind, core = KINDS[name], POLICIES[name].core
    given_ = sorted(draw(st.sets(st.sampled_from(sorted(kind.tallied)), min_size=1)))
    return [
        Application(
            {key: value for key, value in one.facts.items() if isinstance(key, str)},
            {key: draw(some_rows(kind, core.ledgers[key])) for key in given_},
            one.findings,
        )
        for one in draw(st.lists(kind.draw, min_size=1, max_size=most))
    ]


def child(ledger, drawn, keys, order):
    """A ledger's frame: the rows of all applications, mixed."""
    pairs = [
        (key, row)
        for key, one in zip(keys, drawn, strict=True)
        for row in (*one.ledgers[ledger.id], *([dict.fromkeys(c.id for c in ledger.columns)]))
    ]
    order.shuffle(pairs)
    data = {KEY: [key for key, _ in pairs]}
    for number, one in enumerate(ledger.columns):
        cells = [cell(row[one.id]) for _, row in pairs]
        if one.type.kind == "money":
            cells = [None if value is None else Decimal(str(value)) for value in cells]
        data[one.name if number % 2 else one.id] = cells
    return data


def shown(found, columns_, kind):
    return {one: found[one].to_pylist() if kind == "pyarrow" else [*found[one]] for one in columns_}


def differing(compiled, kind, engine, drawn, order):
    """Evaluate frames, and compare with the applications."""
    policy = compiled.policy
    keys = [f"第{number}号" for number in range(len(drawn))]
    make = MAKERS[kind]
    frame = make({KEY: keys, **columns(policy.core, drawn)})
    ledgers = {
        key: make(child(policy.core.ledgers[key], drawn, keys, order)) for key in drawn[0].ledgers
    }
    rules = [*compiled.generated.truths]
    found = compiled.evaluate_frame(
        frame, on=ON, rules=rules, reasons=True, engine=engine, ledgers=ledgers, key=KEY
    )
    got = shown(found, (*rules, "理由"), kind)
    wrong = []
    for row, one in enumerate(drawn):
        judged = by_whoever_may(policy, compiled.readings, one).findings
        wanted = compiled.decide(Application(one.facts, one.ledgers, judged), on=ON)
        wrong += [
            (row, rule, wanted[rule].zh, got[rule][row])
            for rule in rules
            if got[rule][row] != wanted[rule].zh
        ]
        why = got["理由"][row]
        told = why if isinstance(why, str) else ""  # pandas has NaN for null
        texts = "、".join(clause.label for clause in wanted.reasons)
        wrong += [(row, "理由", texts, told)] if told != texts else []
    return wrong


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("engine", ["rows", "fused"])
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10)
@given(data=st.data())
def test_rows_and_applications(name, engine, kind, data):
    drawn = data.draw(applications(name))
    assume(engine == "rows" or not (set(drawn[0].ledgers) & NOT_BY_COLUMNS))
    order = data.draw(st.randoms(use_true_random=False))
    assert differing(COMPILED[name], kind, engine, drawn, order) == []


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=30)
@given(data=st.data())
def test_under_any_readings(name, data):
    drawn = data.draw(applications(name))
    assume(not set(drawn[0].ledgers) & NOT_BY_COLUMNS)
    compiled = POLICIES[name].compiled(data.draw(KINDS[name].readings()))
    order = data.draw(st.randoms(use_true_random=False))
    assert differing(compiled, "polars", "fused", drawn, order) == []


def test_what_columns_cannot_count_is_counted_row_by_row():
    """A share for each patent, of as many as there are inventors, has no one unit."""
    name = "guangzhou-2025-8"
    records = {"申报编号": [1, 1], "专利类型": ["发明专利"] * 2, "发明人数": [3, 7]}
    frame, ledgers = pl.DataFrame({"申报编号": [1]}), {"专利记录": pl.DataFrame(records)}
    with pytest.raises(FrameError, match="engine"):
        COMPILED[name].evaluate_frame(frame, on=ON, ledgers=ledgers, key="申报编号", engine="fused")
    many = pl.DataFrame({"申报编号": range(600)})
    found = COMPILED[name].evaluate_frame(many, on=ON, ledgers=ledgers, key="申报编号")
    assert len(found) == 600
