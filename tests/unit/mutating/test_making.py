"""Where mutants are looked for, how they are named, and that they leave the rest alone."""

import pytest

import sgpolicy
from sgpolicy.evaluating.compiling import prepare_again
from sgpolicy.evaluating.interpreter import prepare
from sgpolicy.model.citation import parse_clause
from sgpolicy.mutating.equivalents import read_equivalents
from sgpolicy.mutating.making import mutants
from sgpolicy.mutating.spots import spots


@pytest.fixture(scope="module")
def core():
    return sgpolicy.load("shaoguan-2022-188").core


def test_ids_are_unique_and_stable(core):
    first, second = [m.id for m in mutants(core)], [m.id for m in mutants(core)]
    assert first == second
    assert len(set(first)) == len(first)


def test_every_mutant_differs_from_the_original_in_one_place(core):
    for mutant in mutants(core):
        changed = mutant.core(core)
        nodes = [key for key in core.nodes if changed.nodes[key] != core.nodes[key]]
        facts = [key for key in core.facts if changed.facts[key] != core.facts[key]]
        acts = [key for key in core.provisions if changed.provisions[key] != core.provisions[key]]
        scopes = changed.scopes != core.scopes
        assert len(nodes) + len(facts) + len(acts) + scopes == 1, mutant.id


def test_putting_an_expression_back_gives_the_same_whole(core):
    for node in core.nodes.values():
        for spot in spots(node.body, "body"):
            assert spot.rebuild(spot.expr) == node.body


def test_one_clause_alone(core):
    found = list(mutants(core, parse_clause("第七条第（三）项")))
    assert found
    assert {m.clause.label for m in found} == {"第七条第（三）项"}
    article = {m.id for m in mutants(core, parse_clause("第七条"))}
    assert {m.id for m in found} < article


def test_preparing_again_keeps_what_is_the_same(core):
    prepared = prepare(core)
    mutant = next(m for m in mutants(core) if m.id == "office_size/body.right/up")
    again = prepare_again(prepared, mutant.core(core))
    changed = [key for key in core.nodes if again.nodes[key] is not prepared.nodes[key]]
    assert changed == ["office_size"]
    assert all(again.facts[key] is prepared.facts[key] for key in core.facts)


def test_the_list_of_equivalents_is_a_table():
    text = "# 题\n\n| 变异 | 理由 |\n|---|---|\n| `a/body/up` | 没有用到 |\n| b/guard/negate |  |\n"
    assert read_equivalents(text) == {"a/body/up": "没有用到", "b/guard/negate": ""}
