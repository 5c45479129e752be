"""The least changes found are those that trying everything finds, in policies small enough for that."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sgpolicy import Outcome
from sgpolicy.advice.moves import Standard
from sgpolicy.advice.remedies import Remedies
from sgpolicy.advice.situations import Cell, Situation
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated.engine import generate
from sgpolicy.model.core import Changeable, Consistency

from .small_policies import ON, applications, policies, record

HIGHEST = 14
"""No number has to be larger: every bound is at most 9, every share of 6 at least 50%."""
DIRECTIONS = {
    "has_licence": ["gain", "give up"],
    "has_rooms": ["gain"],
    "staff": ["more", "less", "either"],
    "full_time": ["more", "less", "either"],
    "kind": ["choose"],
    "functions": ["more", "less", "choose"],
    "finding_0": ["improve"],
    "finding_1": ["improve"],
}
PART_OF_STAFF = Consistency(((1, "full_time"), (-1, "staff")), "le", "专职人数 不多于 人数", "部分")


@st.composite
def changeable_policies(draw):
    """A small policy that says what can be changed, and perhaps that a part is at most the whole."""
    prepared = draw(policies(has_readings=draw(st.booleans())))
    keys = draw(st.sets(st.sampled_from(sorted(DIRECTIONS)), min_size=2))
    changeable = {
        key: Changeable(key, draw(st.sampled_from(DIRECTIONS[key])), draw(st.integers(1, 3)))
        for key in sorted(keys)
    }
    consistent = (PART_OF_STAFF,) if draw(st.booleans()) else ()
    core = replace(prepared.core, changeable=changeable, consistent=consistent)
    return prepare(core)


def plain(application):
    """Facts and findings by id."""
    facts = {k if isinstance(k, str) else k[0]: v for k, v in reversed(application.facts.items())}
    return facts | {key: one.met for key, one in application.findings.items()}


def allowed(declared, before):
    """Every value that something may be changed to."""
    numbers = range(HIGHEST + 1)
    sets = [frozenset(), frozenset({"培训"}), frozenset({"检测"}), frozenset({"培训", "检测"})]
    match declared.direction:
        case "gain" | "improve":
            found = [True]
        case "give up":
            found = [False]
        case "choose":
            found = sets if declared.id == "functions" else ["企业", "院所", "中心"]
        case "either":
            found = numbers
        case "more" if declared.id == "functions":
            found = [one for one in sets if one >= (before or frozenset())]
        case "less" if declared.id == "functions":
            found = [one for one in sets if before is None or one <= before]
        case "more":
            found = [one for one in numbers if before is None or one > before]
        case "less":
            found = [one for one in numbers if before is None or one < before]
    return [one for one in found if one != before]


class Everything:
    """All sets of changes, tried one by one, the lightest first."""

    def __init__(self, prepared, application):
        self.core = prepared.core
        self.given = plain(application)
        self.made = generate(prepared, {})

    def does(self, changes):
        """Whether some changes make it 符合 without contradicting anything."""
        values = self.given | changes
        findings = {k: record(met=v) for k, v in values.items() if k.startswith("finding_")}
        facts = {k: v for k, v in values.items() if k not in findings}
        if self.core.consistent and changes.keys() & {"staff", "full_time"}:
            part, whole = values.get("full_time"), values.get("staff")
            if part is not None and whole is not None and part > whole:
                return False
        return self.made.plain(facts, findings, ON)[0] == 7

    def least(self):
        """The least weight that does, and each set of changes of that weight that does."""
        declared = self.core.changeable
        by_weight = sorted(
            (sum(declared[key].weight for key in keys), keys)
            for size in range(1, len(declared) + 1)
            for keys in itertools.combinations(declared, size)
        )
        for weight, group in itertools.groupby(by_weight, key=lambda one: one[0]):
            found = [
                dict(zip(keys, values, strict=True))
                for _, keys in group
                for values in itertools.product(
                    *(allowed(declared[key], self.given.get(key)) for key in keys)
                )
                if self.does(dict(zip(keys, values, strict=True)))
            ]
            if found:
                return weight, found
        return None, []


def changes_of(found):
    """A set of changes as a mapping by id."""
    return {slot.id if isinstance(slot, Standard) else slot.fact: v for slot, v in found}


@given(changeable_policies(), applications())
def test_the_least_changes_are_those_of_trying_everything(prepared, application):
    situation = Situation(prepared, _default_readings(application), ON, dict(prepared.defaults))
    trace = situation.trace()
    everything = Everything(prepared, situation.application)
    if trace.outcome is Outcome.MET:
        return
    remedies = Remedies(situation, trace)
    found, _ = remedies._found  # noqa: SLF001 - the bare values
    weight, every = everything.least()
    told = [changes_of(one) for one in found]
    if not remedies.is_exhaustive:  # one change called for another without end
        assert all(everything.does(one) for one in told)
        return
    if weight is None:
        assert told == []
        return
    assert {remedy.weight for remedy in remedies.remedies} == {weight}
    assert all(one in every for one in told)
    if len(told) < 5 and remedies._search.cut is None:  # noqa: SLF001
        assert {frozenset(one) for one in told} == {frozenset(one) for one in every}


def _default_readings(application):
    """Facts of the readings in force alone."""
    facts = {k: v for k, v in application.facts.items() if k != ("staff", "two")}
    return replace(application, facts=facts)


@given(changeable_policies(), applications())
def test_nothing_can_be_left_out_or_made_smaller(prepared, application):
    situation = Situation(prepared, _default_readings(application), ON, dict(prepared.defaults))
    remedies = Remedies(situation, situation.trace())
    everything = Everything(prepared, situation.application)
    for found in remedies._found[0]:  # noqa: SLF001
        changes = changes_of(found)
        assert everything.does(changes)
        for size in range(len(changes)):
            for keys in itertools.combinations(changes, size):
                assert not everything.does({key: changes[key] for key in keys})
        for key, value in changes.items():
            before = everything.given.get(key)
            if key in ("staff", "full_time"):
                step = -1 if before is None or value > before else 1
                if value + step not in (before, -1):
                    assert not everything.does({**changes, key: value + step})
            if key == "functions":
                base = before or frozenset()
                for member in value ^ base:
                    assert not everything.does({**changes, key: value ^ {member}}) or (
                        value ^ {member} == base
                    )


def test_a_cell_and_a_standard_are_told_apart():
    assert Cell("a") != Standard("a")
