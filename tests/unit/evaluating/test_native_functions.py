"""How a function in machine code lives among Python's objects: it keeps what it needs and nothing else."""

import gc
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from unittest import mock

import pytest

import sgpolicy
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated.engine import generate
from sgpolicy.evaluating.native import engine, objects
from sgpolicy.evaluating.native.engine import UnsupportedError, native
from sgpolicy.model.application import FindingRecord
from sgpolicy.model.core import FactRef, Member
from sgpolicy.model.types import Type
from sgpolicy.records import replace

ON = date(2026, 11, 22)
POLICY = sgpolicy.load("shaoguan-2022-188")
MADE = POLICY.compiled().generated
FACTS = {
    "total_assets": 10**6,
    "registration_date": date(2019, 3, 5),
    "user_satisfaction": Fraction(92, 100),
    "applied_functions": frozenset({"综合服务"}),
    "organisation_type": POLICY.core.facts["organisation_type"].type.members[0],
    "is_legal_person": True,
}


def refused(*_):
    """Stands for the Python function where it must not be called."""
    raise AssertionError("left to Python")


def made(plain=refused, core=POLICY.core):
    return native(core, MADE.readings, MADE.truths, plain, ON)


FUNCTION = made()


def findings():
    """A judgement of everything, by somebody who may judge, and whether it is late."""
    from sgpolicy.evaluating.panels import may_judge

    for number, (key, finding) in enumerate(POLICY.core.findings.items()):
        (who, *_) = may_judge(POLICY.core, finding.assessors, MADE.readings)
        yield key, FindingRecord(bool(number % 2), who, date(2026, 11, 20 + number % 4), "")


def test_facts_of_every_type_are_read_without_python():
    assert FACTS.keys() <= POLICY.core.facts.keys()
    for facts in ({}, FACTS, dict.fromkeys(FACTS), dict(reversed(FACTS.items()))):
        for judged in ({}, dict(findings())):
            assert FUNCTION(facts, judged, ON) == MADE.plain(facts, judged, ON)


def test_nothing_is_lost_and_nothing_is_kept():
    facts = {**FACTS, "total_assets": 10**6 + 7, "organisation_type": "没有这样的类型"}
    judged = dict(findings())
    function = made(MADE.plain)
    held = [facts, judged, *facts.values(), *judged.values()]

    def calls():
        for _ in range(1000):
            function(FACTS, judged, ON)  # decided
            function(facts, judged, ON)  # left to Python

    calls()
    before, blocks = [sys.getrefcount(one) for one in held], sys.getallocatedblocks()
    numbers = [sys.getrefcount(one) for one in range(9)]
    calls()
    assert [sys.getrefcount(one) for one in held] == before
    assert abs(sys.getallocatedblocks() - blocks) < 200
    for number, count in enumerate(numbers):  # what else goes on in the process uses them too
        assert abs(sys.getrefcount(number) - count) < 200


@pytest.mark.parametrize("after", [0, 1])
def test_where_memory_runs_out_it_says_so_and_keeps_nothing(after):
    hooks = pytest.importorskip("_testcapi")
    held = [one for one in FACTS.values() if one is not True]
    before = [sys.getrefcount(one) for one in held]
    hooks.set_nomemory(after, after + 1)
    try:
        failed = False
        FUNCTION(FACTS, {}, ON)
    except MemoryError:
        failed = True
    finally:
        hooks.remove_mem_hooks()
    assert failed
    assert [sys.getrefcount(one) for one in held] == before
    assert FUNCTION(FACTS, {}, ON) == MADE.plain(FACTS, {}, ON)


def test_a_result_outlives_its_function():
    function = made()
    found = function(FACTS, {}, ON)
    del function
    gc.collect()
    assert found == MADE.plain(FACTS, {}, ON)
    assert type(found) is type(found[1]) is tuple
    assert hash(found) == hash(MADE.plain(FACTS, {}, ON))


def test_a_function_keeps_what_it_needs_and_goes_when_it_is_let_go():
    class Plain:
        def __call__(self, *_):
            return "python"

    plain = Plain()
    function, known = made(plain), weakref.ref(plain)
    del plain
    gc.collect()
    assert function({"total_assets": "many"}, {}, ON) == "python"
    del function
    gc.collect()
    assert known() is None


def test_threads_share_it():
    judged = dict(findings())
    wanted = [MADE.plain(facts, judged, ON) for facts in ({}, FACTS)]

    def some(_):
        return all(
            FUNCTION(facts, judged, ON) == want
            for _ in range(500)
            for facts, want in zip(({}, FACTS), wanted, strict=True)
        )

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(some, range(8)))


def test_it_is_called_like_the_python_function():
    function = made(MADE.plain)
    for args in ((), (FACTS,), (FACTS, {}, ON, 1)):
        with pytest.raises(TypeError, match="argument"):
            function(*args)
    with pytest.raises(AttributeError):
        function(FACTS, None, ON)
    with pytest.raises(TypeError):
        function(FACTS, dict(findings()), None)


def test_an_error_while_looking_something_up_is_python_s_to_raise():
    class Quarrelsome:
        def __hash__(self):
            return hash("total_assets")

        def __eq__(self, other):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        made(MADE.plain)({Quarrelsome(): 1}, {}, ON)


def test_a_choice_may_have_any_number_of_members():
    members = tuple(f"第{number}类" for number in range(200))
    kind = Type("choice", members=members)
    known = POLICY.core.facts["organisation_type"]
    root = replace(
        POLICY.core.nodes[POLICY.core.root],
        body=Member(FactRef(known.id, kind), members[150:]),
        guard=None,
    )
    core = replace(
        POLICY.core,
        nodes={**POLICY.core.nodes, root.id: root},
        scopes=(),
        facts={**POLICY.core.facts, known.id: replace(known, type=kind)},
    )
    plain = generate(prepare(core), MADE.readings)
    function = native(core, MADE.readings, (), refused, ON)
    for number in (0, 63, 64, 149, 150, 199):
        facts = {known.id: members[number]}
        assert function(facts, {}, ON)[0] == plain.plain(facts, {}, ON)[0] == 7 * (number >= 150)


def test_it_is_made_only_where_objects_are_as_it_reads_them():
    with mock.patch.object(engine, "places", return_value=None), pytest.raises(UnsupportedError):
        made()


def test_where_an_object_does_not_say_where_something_is_there_is_no_place():
    with pytest.raises(LookupError):
        objects.place_of(date(2020, 1, 1), b"not there")
    with pytest.raises(LookupError):
        objects.place_of((None, None), objects.address_of(None))  # in two places
    with mock.patch.object(objects, "_bytes_of_day", return_value=b""):
        assert objects.places.__wrapped__() is None
    with mock.patch.object(objects.sys, "byteorder", "big"):
        assert objects.places.__wrapped__() is None
