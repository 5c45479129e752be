"""A decided outcome's cited data alone reproduce it."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.evaluating.interpreter import evaluate_prepared, prepare
from sgpolicy.explaining import cited_application, deciding_facts, explain
from sgpolicy.model.application import Application, FindingRecord

_COUNTS = st.sampled_from([0, 1, 2, 3, 5, 6, 40, 49, 50, 60, 100, 600, 1000])
_MONEY = st.sampled_from([0, 400_000, 500_000, 700_000, 1_000_000, 200_000_000, 1_200_000_000])
_DAYS = st.dates(date(2020, 1, 1), date(2028, 1, 1))


def values(type_):
    match type_.kind:
        case "truth":
            return st.booleans()
        case "count":
            return _COUNTS
        case "money":
            return _MONEY
        case "share":
            return st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(4, 5), Fraction(1)])
        case "area":
            return st.sampled_from([100, 150, 200])
        case "date":
            return _DAYS
        case "choice":
            return st.sampled_from(type_.members)
        case "set":
            return st.frozensets(st.sampled_from(type_.members), max_size=4)
        case "series":
            return st.dictionaries(st.integers(2023, 2026), _COUNTS, min_size=1)
        case "text":
            return st.just("某单位")
    raise AssertionError(type_.kind)


@st.composite
def applications(draw, core, rows=None):
    seldom = draw(st.integers(0, 4))
    facts = {}
    for fact in core.facts.values():
        if draw(st.integers(0, 9)) < seldom:
            continue
        split = core.interpretations[fact.split].readings if fact.split else ()
        keys = [(fact.id, reading.id) for reading in split] or [fact.id]
        facts.update({key: draw(values(fact.type)) for key in keys})
    findings = {}
    for finding in core.findings:
        if draw(st.integers(0, 9)) >= seldom:
            findings[finding] = FindingRecord(
                met=draw(st.integers(0, 5)) > 0,
                by=draw(st.sampled_from(list(core.actors))),
                on=date(2026, 1, 1),
                evidence="材料",
            )
    ledgers = draw(rows) if rows is not None else {}
    return Application(facts, ledgers, findings)


def reproduces(prepared, trace):
    again = evaluate_prepared(prepared, cited_application(trace), trace.on, trace.readings)
    return again.outcome is trace.outcome


@given(data=st.data())
def test_cited_data_reproduce_a_decided_outcome(mini, data):
    prepared = prepare(mini.CORE)
    size = st.sampled_from([None, "大型", "小型"])
    row = st.fixed_dictionaries({"code": st.integers(0, 80).map(str), "size": size})
    rows = st.lists(row, max_size=80).map(lambda found: {"services": tuple(found)})
    ledgers = st.one_of(st.just({}), rows)
    given_ = data.draw(applications(mini.CORE, ledgers))
    readings = {"degree_and_title": data.draw(st.sampled_from(["either", "both"]))}
    trace = evaluate_prepared(prepared, given_, mini.ON, readings)
    if trace.outcome.is_decided:
        assert reproduces(prepared, trace)


@given(data=st.data())
def test_cited_data_reproduce_outcomes_near_the_eligible_one(mini, data):
    """Random data are seldom eligible: change a few facts of an application that is."""
    changed = dict(mini.FACTS_MET)
    for key in data.draw(st.lists(st.sampled_from(list(changed)), max_size=4)):
        fact = mini.FACTS[key if isinstance(key, str) else key[0]]
        value = data.draw(st.none() | values(fact.type))
        changed.pop(key, None)
        changed.update({} if value is None else {key: value})
    found = data.draw(st.sampled_from([{}, {"sound": mini.FOUND}, {"able": mini.FOUND}]))
    prepared = prepare(mini.CORE)
    trace = evaluate_prepared(prepared, Application(changed, {}, found), mini.ON, {})
    if trace.outcome.is_decided:
        assert reproduces(prepared, trace)


@pytest.mark.parametrize("lacking", ["served", "events", "staff", "assets"])
def test_what_is_not_cited_is_not_needed(mini, lacking):
    """One failing rule is enough: the rest of the application is not cited."""
    changes = {"served": {"served": 4}, "events": {"events": 0, "filed": False}}
    changes |= {"staff": {"degree": 1}, "assets": {"assets": 1}}
    trace = mini.trace(mini.application(**changes[lacking]))
    cited = deciding_facts(trace)
    assert len(cited) < 9
    assert {"in_city"} <= set(cited)


def test_facts_come_in_declared_order(mini):
    order = list(mini.CORE.facts)
    cited = [key if isinstance(key, str) else key[0] for key in deciding_facts(mini.trace())]
    assert cited == sorted(cited, key=order.index)


@pytest.fixture(scope="module")
def shipped():
    loading = pytest.importorskip("sgpolicy.opening")
    return loading.load("shaoguan-2022-188")


@given(data=st.data())
def test_cited_data_reproduce_the_shipped_policys_outcomes(shipped, data):
    given_ = data.draw(applications(shipped.core))
    on = data.draw(st.sampled_from([date(2026, 11, 22), date(2028, 1, 1)]))
    trace = evaluate_prepared(shipped.prepared, given_, on, {})
    if trace.outcome.is_decided:
        assert reproduces(shipped.prepared, trace)


@given(data=st.data())
def test_every_decision_can_be_explained(shipped, data):
    rendering = pytest.importorskip("sgpolicy.rendering")
    given_ = data.draw(applications(shipped.core))
    trace = evaluate_prepared(shipped.prepared, given_, date(2026, 11, 22), {})
    length = data.draw(st.sampled_from(["line", "letter", "audit"]))
    said = rendering.RenderedExplanation(
        explain(trace, length, data.draw(st.sampled_from(["zh", "en"])))
    )
    assert said.to_text()
    assert said.to_markdown()
    assert said.to_json()
