"""The histories to measure with: as many events as asked, of all sorts, and both engines agree on them."""

import importlib
import sys
from collections import Counter
from dataclasses import replace

import pytest

import sgpolicy


@pytest.fixture(scope="module")
def bench(repo):
    sys.path.insert(0, str(repo / "bench"))
    yield importlib.import_module("histories")
    sys.path.remove(str(repo / "bench"))


@pytest.fixture(scope="module")
def compiled():
    return sgpolicy.load("shaoguan-2022-188").compiled()


def test_platforms_have_their_events_until_the_day(bench):
    made = [*bench.lives.platforms(200, events=20)]
    assert {len(one.events) for one in made} == {20}
    assert all(one.events[-1].date <= bench.lives.ON for one in made)
    assert len({tuple(event.date for event in one.events) for one in made}) > 190


def test_platforms_are_of_all_kinds(bench, compiled):
    found = [*compiled.statuses(bench.lives.platforms(1000), on=bench.lives.ON)]
    states = Counter(one.title.state if one.title else None for one in found)
    assert all(states[state] > 5 for state in ("held", "expired", "lost", None))
    duties = Counter(duty.state for one in found for duty in one.duties)
    assert all(duties[state] > 20 for state in ("done", "done_late", "overdue", "due"))
    assert not any(one.is_interpreted for one in found)


def test_both_agree_on_platforms(bench, compiled):
    assert [*bench.disagreements(compiled, [*bench.lives.platforms(60, seed=3)])] == []


@pytest.mark.parametrize("name", sgpolicy.shipped())
def test_both_agree_on_variations(bench, name):
    law = sgpolicy.load(name)
    histories = [*bench.lives.variations(law, 60, seed=4)]
    assert [*bench.disagreements(law.compiled(), histories)] == []


def test_plain_data_is_read_as_it_was(bench, compiled):
    for one in bench.lives.platforms(20):
        read = compiled.policy.read_history(bench.lives.plain(compiled.policy, one))
        events = [
            replace(e, cells={k: v for k, v in e.cells.items() if v is not None})
            for e in read.events
        ]
        assert replace(read, events=tuple(events)) == one


def test_a_wrong_answer_is_seen(bench, compiled, monkeypatch):
    histories = [*bench.lives.platforms(5)]
    wrong = [*compiled.statuses(histories, on=bench.lives.ON.replace(year=2025))]
    monkeypatch.setattr(type(compiled), "statuses", lambda *_, **__: iter(wrong))
    assert {name for _, name in bench.disagreements(compiled, histories)} >= {"duties"}
