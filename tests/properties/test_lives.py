"""The functions generated for histories say what the interpreter says, part by part, everywhere."""

import builtins
import dis
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, currently_in_test_context, given, settings
from hypothesis import event as hypothesis_event
from hypothesis import strategies as st
from spec.conftest import book, compile_case

import sgpolicy
from sgpolicy.evaluating.compiling import prepare, prepare_again
from sgpolicy.evaluating.generated.engine import generate
from sgpolicy.evaluating.lives.agenda import Calendar
from sgpolicy.evaluating.lives.engine import generate_program
from sgpolicy.evaluating.lives.reckoning import reckon
from sgpolicy.evaluating.lives.runtime import BeyondError
from sgpolicy.evaluating.lives.telling import codes_of
from sgpolicy.evaluating.lives.writing import UnsupportedError
from sgpolicy.evaluating.procedure.chronicling import chronicle
from sgpolicy.evaluating.procedure.preparing import prepare_procedure
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.mutating.making import mutants

from .any_history import Histories, days_of, holiday_tables
from .histories import FAR, gaps, lives
from .histories import history as history_of
from .test_histories_by_example import default_life

NAMES = sgpolicy.shipped()
NONE = HolidayTable("none published", "1", {})
SLOW = list(HealthCheck)
SOME = settings(max_examples=25, suppress_health_check=SLOW)
FULL = settings(max_examples=300, suppress_health_check=SLOW)


def event(what):
    """Count how often something comes up in a property."""
    if currently_in_test_context():
        hypothesis_event(what)


class Both:
    """A policy's procedure, interpreted and generated."""

    def __init__(self, prepared, readings, stated=None):
        self.procedure = prepare_procedure(prepared)
        self.readings = readings
        stated = stated or generate(prepared, readings).stated
        self.program = generate_program(self.procedure, readings, stated)

    def differences(self, history, on, table=NONE):
        """Which parts the two see differently, and how; empty where the interpreter is asked anyway."""
        try:
            found = reckon(self.program, history, on, Calendar(self.program, table))
        except BeyondError:
            event("left to the interpreter")
            return {}
        event("told by the functions")
        told = codes_of(chronicle(self.procedure, history, on, self.readings, table))
        pairs = zip(told._fields, told, found, strict=True)
        return {name: (want, got) for name, want, got in pairs if want != got}


@cache
def both(name, readings):
    return Both(sgpolicy.load(name).prepared, dict(readings))


@cache
def drawn(name):
    policy = sgpolicy.load(name)
    return Histories(policy.core, policy.prepared)


def key_of(readings):
    return tuple(sorted(readings.items()))


def check_lives(life, table, data):
    made = both("shaoguan-2022-188", key_of(life.readings))
    history = life.history()
    for _ in range(4):
        assert made.differences(history, data.draw(days_of(history)), table) == {}


@given(lives(), holiday_tables(), st.data())
@SOME
def test_platforms(life, table, data):
    check_lives(life, table, data)


@pytest.mark.long
@given(lives(), holiday_tables(), st.data())
@FULL
def test_platforms_for_long(life, table, data):
    check_lives(life, table, data)


@given(gaps(), st.data())
@SOME
def test_records_with_gaps(gap, data):
    made = both("shaoguan-2022-188", key_of(gap.life.readings))
    for history in (gap.recorded, gap.happened):
        assert made.differences(history, data.draw(days_of(history))) == {}


def check_any(name, data):
    kind = drawn(name)
    history = data.draw(kind.draw)
    readings = data.draw(st.just({}) | kind.readings())
    made = both(name, key_of(readings))
    for _ in range(3):
        on = data.draw(days_of(history))
        assert made.differences(history, on, data.draw(holiday_tables())) == {}


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@SOME
def test_any_history(name, data):
    check_any(name, data)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@FULL
def test_any_history_for_long(name, data):
    check_any(name, data)


@cache
def changed(name):
    """What differs from a shipped policy in one thing, of what its procedure may rest on."""
    return [one for one in mutants(sgpolicy.load(name).core) if one.ranking is None]


def check_mutants(name, data):
    policy, kind = sgpolicy.load(name), drawn(name)
    mutant = data.draw(st.sampled_from(changed(name)))
    core = mutant.core(policy.core)
    try:
        made = Both(prepare_again(policy.prepared, core), {}, both(name, ()).program.stated)
    except UnsupportedError:
        event("left to the interpreter")
        return
    for _ in range(2):
        history = data.draw(kind.draw)
        assert made.differences(history, data.draw(days_of(history))) == {}, mutant.id


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@SOME
def test_a_changed_policy(name, data):
    check_mutants(name, data)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@FULL
def test_a_changed_policy_for_long(name, data):
    check_mutants(name, data)


@cache
def of_the_book():
    """The fictional laws whose procedures the specification explains."""
    made = [compile_case(case.parts).core for case in book() if "history" in case.parts]
    return [Histories(core, prepare(core)) for core in made if core and core.events]


@given(st.data())
@SOME
def test_the_procedures_of_the_specification(data):
    kind = data.draw(st.sampled_from(of_the_book()))
    readings = data.draw(kind.readings())
    try:
        made = Both(kind.procedure.prepared, readings)
    except UnsupportedError:
        event("left to the interpreter")
        return
    for _ in range(3):
        history = data.draw(kind.draw)
        assert (
            made.differences(history, data.draw(days_of(history)), data.draw(holiday_tables()))
            == {}
        )


# What decides to which round a step belongs, at its smallest: see `test_histories_by_example`.


def an_open_application():
    """It may have begun a round: its call is not on record, where the records do not reach."""
    life = default_life()
    life.call("city_bureau", 0, 30)
    life.apply("applicant")
    life.recommend("county_recommendation", "county_department", "", is_positive=True)
    life.day = date(2024, 1, 30)
    life.apply("applicant")
    life.review("expert", is_positive=True, verdict=True)
    return life, {"": FAR, "yearly_call": date(2023, 12, 31)}


def an_open_first_application():
    """Nothing was under way before it: what follows can be of no other round."""
    life = default_life()
    life.day = date(2024, 1, 30)
    life.apply("applicant")
    life.review("expert", is_positive=True, verdict=True)
    return life, {"": FAR, "yearly_call": date(2023, 12, 31)}


def an_open_confirmation():
    """It may have ended the round: whether there was a recommendation is not on record."""
    life = default_life()
    life.whole_round(pace=0, length=1, is_municipal=False, objections=())
    life.events = [event for event in life.events if event.kind != "county_recommendation"]
    life.review("city_bureau", is_positive=True, verdict=True)
    return life, {"": FAR, "county_recommendation": date(2022, 1, 1)}


def an_open_application_after_an_open_confirmation():
    life, ends = an_open_confirmation()
    life.day = date(2026, 1, 5)
    life.apply("applicant")
    life.recommend("county_recommendation", "county_department", "", is_positive=True)
    life.review("expert", is_positive=True, verdict=True)
    return life, {**ends, "yearly_call": date(2024, 1, 1)}


@pytest.mark.parametrize(
    "scene",
    [
        an_open_application,
        an_open_first_application,
        an_open_confirmation,
        an_open_application_after_an_open_confirmation,
    ],
)
def test_rounds_in_doubt(scene):
    life, ends = scene()
    made = both("shaoguan-2022-188", key_of(life.readings))
    outcomes = []
    for complete in (ends, {"": FAR}):
        found = history_of(life.events, complete, life.managed_by)
        assert made.differences(found, life.day) == {}
        outcomes.append(reckon(made.program, found, life.day, Calendar(made.program, NONE)).events)
    assert outcomes[0] != outcomes[1]


@pytest.mark.parametrize("at", [0, -1])
@pytest.mark.parametrize("name", NAMES)
def test_functions_know_every_name(name, at):
    policy = sgpolicy.load(name)
    readings = {key: [*one.readings][at].id for key, one in policy.core.interpretations.items()}
    made = Both(policy.prepared, readings)
    known = next(iter(made.program.judges.values())).__globals__
    written = [one for one in known.values() if getattr(one, "__globals__", None) is known]
    asked = {
        step.argval
        for one in written
        for step in dis.get_instructions(one)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }
    assert len(written) > 50
    assert asked <= known.keys() | vars(builtins).keys()


@pytest.mark.parametrize("on", [date.min, date(2, 1, 1), date(9998, 12, 31), date.max])
@pytest.mark.parametrize("name", NAMES)
def test_the_ends_of_the_calendar(name, on):
    policy, made = sgpolicy.load(name), both(name, ())
    kinds = list(policy.core.events)
    events = [
        sgpolicy.Event(kinds[at % len(kinds)], day, verdict=True, position=at)
        for at, day in enumerate(sorted([date.min, date.max, date(2024, 2, 29)] * 9))
    ]
    for ends in ({}, {"": date.max}, {"": date.min}):
        history = sgpolicy.History("某单位", events=tuple(events), complete_until=ends)
        assert made.differences(history, on) == {}
