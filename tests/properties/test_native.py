"""The function in machine code gives what the generated function gives, whatever it is given."""

from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache, cached_property
from types import MappingProxyType
from unittest import mock

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.evaluating.columnar.algebra import NotColumnarError, needed
from sgpolicy.evaluating.columnar.lowering import lower
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated.engine import generate
from sgpolicy.evaluating.native import function
from sgpolicy.evaluating.native.columns import groups
from sgpolicy.evaluating.native.engine import native
from sgpolicy.evaluating.native.reading import sources
from sgpolicy.model.application import FindingRecord

from .any_application import Applications
from .policies import blocks
from .test_formatting import compiled, law_with

NAMES = sgpolicy.shipped()
ABOUT = date(2025, 6, 30)
ON = (date(2019, 10, 8), date(2024, 2, 29), ABOUT, date(2026, 11, 22), date(2028, 2, 29))
EVERY_DAY = st.sampled_from(ON) | st.dates()


class Pair:
    """A function in both forms."""

    def __init__(self, core, readings, *, steps=function.STEPS, groups=function.GROUPS):
        self.made = generate(prepare(core), readings)
        self.left_to_python = 0
        with mock.patch.multiple(function, STEPS=steps, GROUPS=groups):
            self.native = native(core, self.made.readings, self.made.truths, self.plain, ABOUT)

    def plain(self, *args):
        self.left_to_python += 1
        return self.python(*args)

    def python(self, *args):
        """What the Python function says, without amounts."""
        conclusion, outcomes = self.made.counting(*args)
        return conclusion, outcomes[: len(self.made.truths)]

    @cached_property
    def read(self):
        """The facts and findings on which an outcome rests; others are not looked at."""
        core, readings, truths = self.made.prepared.core, self.made.readings, self.made.truths
        known = sources(core, readings, ABOUT)
        program = lower(core, readings, known.layout, ABOUT, truths)
        shown = [program.conclusion, *program.nodes.values()]
        planes = {step for one in shown for step in (*planes_of(one.planes), one.is_out)}
        found = groups(program.steps, needed(program.steps, planes), known)
        return {key for key, columns in found if columns} | {*known.unread}

    def rested_on(self, given_):
        return {key: value for key, value in given_.items() if key in self.read}

    def of(self, application):
        """What both are given."""
        judged = self.made.judged(application)
        assume(judged is not None)
        return self.made.stated(application), judged


def planes_of(planes):
    return planes.may, planes.judged, planes.met


def said(call, *args):
    """What comes of a call, or which error."""
    try:
        return call(*args)
    except Exception as error:  # noqa: BLE001 - whichever it is, both must raise it
        return type(error), str(error)


@cache
def applications(name):
    return Applications(sgpolicy.load(name).core)


@cache
def pair(name, place=None, **sizes):
    """Under the default readings; or under every interpretation's first, second, third or last."""
    core = sgpolicy.load(name).core
    readings = {}
    if place is not None:
        readings = {
            key: item.readings[: place + 1][-1].id for key, item in core.interpretations.items()
        }
    return Pair(core, readings, **sizes)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_shipped_policies(name, data):
    both = pair(name, data.draw(st.sampled_from([None, 0, 1, 2])))
    facts, judged = both.of(data.draw(applications(name).draw))
    on = data.draw(EVERY_DAY)
    assert both.native(facts, judged, on) == both.python(facts, judged, on)


@given(blocks(), st.data())
def test_generated_policies(block, data):
    core = compiled(law_with(block)).core
    assume(core is not None)
    kind = Applications(core)
    try:
        both = Pair(core, data.draw(kind.readings()))
    except NotColumnarError:
        event("not for steps")
        return
    for _ in range(5):
        facts, judged = both.of(data.draw(kind.draw))
        on = data.draw(EVERY_DAY)
        assert both.native(facts, judged, on) == both.python(facts, judged, on)
    event(f"left to Python: {both.left_to_python} of 5")


class Text(str):
    """Text that is not plainly text."""

    __slots__ = ()


OTHER_KEYS = [str.__str__, "".join, Text]
"""The key itself, or one that is equal."""


@given(data=st.data())
def test_facts_are_found_wherever_they_stand(data):
    """In any order, behind entries that are gone or that the policy does not know, under keys that are equal."""
    name = data.draw(st.sampled_from(NAMES))
    both = pair(name)
    facts, judged = both.of(data.draw(applications(name).draw))
    order = data.draw(st.just([*facts]) | st.permutations([*facts]))
    found = {"gone": True}
    for number, key in enumerate(order):
        if data.draw(st.booleans()):
            found[f"unknown {number}"] = key
        made = data.draw(st.sampled_from(OTHER_KEYS))
        found[made(key)] = facts[key]
    del found["gone"]
    on = data.draw(EVERY_DAY)
    assert both.native(found, judged, on) == both.python(facts, judged, on)


@pytest.mark.parametrize(("steps", "groups"), [(1, 1), (7, 3), (100_000, 100_000)])
@given(data=st.data())
def test_in_however_many_parts(steps, groups, data):
    both = pair("shaoguan-2022-188", steps=steps, groups=groups)
    facts, judged = both.of(data.draw(applications("shaoguan-2022-188").draw))
    on = data.draw(EVERY_DAY)
    assert both.native(facts, judged, on) == both.python(facts, judged, on)


class Facts(dict):
    """Facts that are not plainly a dict."""

    def get(self, key, default=None):
        return super().get(key, default)


ODD = [
    True,
    0,
    -1,
    2**31,
    2**49,
    2**63 - 1,
    2**63,
    -(2**63),
    10**30,
    Fraction(1, 3),
    Fraction(1, 10**6),
    Fraction(2**62, 3),
    Fraction(10**30, 7),
    Fraction(-1, 100),
    date.min,
    date.max,
    date(1799, 12, 31),
    date(1800, 1, 1),
    date(2399, 12, 31),
    datetime(2020, 1, 1, 12, tzinfo=UTC),
    "",
    "其他",
    Text("其他"),
    frozenset(),
    frozenset({"其他", 5}),
    {2025: 60},
    {2025: True, 1999: 2},
    MappingProxyType({2025: 60}),
    FindingRecord(met=True, by="nobody", on=date(2020, 1, 1), evidence=""),
    None,
]


@given(data=st.data())
def test_what_is_not_as_columns_hold_it_comes_out_as_in_python(data):
    name = data.draw(st.sampled_from(NAMES))
    both = pair(name)
    facts, judged = both.of(data.draw(applications(name).draw))
    keys = st.sampled_from(sorted(both.made.prepared.core.facts))
    facts = {**facts, **data.draw(st.dictionaries(keys, st.sampled_from(ODD), max_size=3))}
    if both.made.prepared.core.findings:
        keys = st.sampled_from(sorted(both.made.prepared.core.findings))
        odd = st.sampled_from([True, None, FindingRecord(1, "x", ON[0], "")])
        judged = {**judged, **data.draw(st.dictionaries(keys, odd, max_size=1))}
    facts = data.draw(st.sampled_from([dict, Facts, MappingProxyType]))(facts)
    on = data.draw(EVERY_DAY | st.just(datetime(2026, 11, 22, 8, tzinfo=UTC)))
    both.left_to_python = 0
    found = said(both.native, facts, judged, on)
    if not both.left_to_python:  # nothing odd is among what it rests on
        facts, judged = both.rested_on(facts), both.rested_on(judged)
    assert found == said(both.python, facts, judged, on)


def test_what_no_outcome_rests_on_is_not_looked_at():
    both = pair("shaoguan-2022-188")
    assert "broad_reach" not in both.read
    assert both.native({}, {"broad_reach": True}, ON[0]) == both.python({}, {}, ON[0])
    assert said(both.python, {}, {"broad_reach": True}, ON[0])[0] is AttributeError
