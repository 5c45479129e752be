"""What the peers are asked to decide is what the policy says; none of them is needed to see that."""

import ast
import importlib
import sys

import pytest

import sgpolicy
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated.engine import generate


@pytest.fixture(scope="module")
def peers(repo):
    """The modules of bench/peers that need no peer."""
    sys.path.insert(0, str(repo / "bench"))
    names = ("rules", "plain", "infix", "synthetic", "measuring", "hand", "looking_up")
    yield {name: importlib.import_module(f"peers.{name}") for name in names}
    sys.path.remove(str(repo / "bench"))


@pytest.fixture(scope="module")
def core(peers):
    return peers["synthetic"].articles.core()


@pytest.fixture(scope="module")
def rules(peers, core):
    return peers["rules"].rules_of(core)


def _python(infix):
    class Python(infix.Infix):
        and_, or_, not_ = " and ", " or ", "not "

        def fact(self, name):
            return f"get[{name!r}]"

        def choose(self, condition, then, otherwise):
            return f"({then} if {condition} else {otherwise})"

        def not_empty(self, value):
            return f"len({value}) >= 1"

        def years_passed(self, start, end, years):
            s, e = self.fact(start), self.fact(end)
            return f"({e} >= {s} + {years * 10_000} - ({s} % 10000 == 229))"

    return Python()


def test_what_is_written_for_peers_decides_as_the_policy_does(peers, core, rules):
    writer, made = _python(peers["infix"]), generate(prepare(core), {})
    whole = [
        (
            rule.key,
            compile(writer.condition(peers["rules"].inlined(rules, rule.condition)), "", "eval"),
        )
        for rule in rules.rules
    ]
    convert = peers["plain"].converter(rules)
    articles = peers["synthetic"].articles
    for one in articles.applicants(core, 400, missing=0, seed=5):
        facts = {key: value for key, value in one.items() if key in rules.facts}
        right = rules.expected(made, made.plain(facts, {}, articles.ON)[1])
        plain = convert(facts)
        found = {key: bool(eval(code, {"get": plain})) for key, code in whole}  # noqa: S307 - ours
        assert found == right


def test_leaves_stand_first_and_everything_after_what_it_uses(peers, rules):
    assert len(rules.facts) == 48
    assert (len(rules.leaves), len(rules.aggregates)) == (41, 14)
    assert rules.rules == (*rules.leaves, *rules.aggregates)
    seen = set()
    for rule in rules.rules:
        used = {
            one.rule
            for one in peers["rules"].parts_of(rule.condition)
            if isinstance(one, peers["rules"].Use)
        }
        assert used <= seen
        seen.add(rule.key)


@pytest.mark.parametrize("count", [1, 10, 25, 120])
def test_made_up_policies_are_policies(peers, tmp_path, count):
    policy = sgpolicy.load(peers["synthetic"].write(tmp_path / "policy", count))
    assert sum(1 for node in policy.core.nodes.values() if node.kind == "rule") == count
    assert len(peers["rules"].rules_of(policy.core).leaves) == count


@pytest.fixture(scope="module", params=[10, 25, 400])
def made_up(peers, request, tmp_path_factory):
    """A made-up policy's Core, and applicants of whom some facts are missing."""
    folder = peers["synthetic"].write(tmp_path_factory.mktemp("made_up") / "policy", request.param)
    core = sgpolicy.load(folder).core
    return core, peers["synthetic"].articles.applicants(core, 30, missing=0.1)


def test_what_is_written_by_hand_decides_as_the_policy_does(peers, made_up):
    core, applicants = made_up
    rules, made = peers["rules"].rules_of(core), generate(prepare(core), {})
    by_hand, found = peers["hand"].function(rules), set()
    for one in applicants:
        right = rules.expected(made, made.plain(one, {}, peers["synthetic"].articles.ON)[1])
        assert by_hand(one) == right
        found |= {*right.values()}
    assert found == {True, False, None}


def test_what_a_function_takes_beyond_looking_up_is_the_same_decision(peers, made_up):
    core, _ = made_up
    plain, on = generate(prepare(core), {}).plain, peers["synthetic"].articles.ON
    for one in peers["synthetic"].applicants(core, 3):
        assert peers["looking_up"].beyond(plain, one)({}) == plain(one, {}, on)


def test_what_is_fast_is_repeated_until_it_can_be_measured(peers):
    called = []
    work = peers["measuring"].each(called.append, "abc", least=0.001)
    called.clear()
    work()
    assert len(called) == work.count > 3
    assert called == [*"abc"] * (work.count // 3)


def test_rounds_are_in_turn(peers):
    called = []
    works = {name: lambda name=name: called.append(name) for name in "ab"}
    found = peers["measuring"].all_rounds(works, 4)
    assert "".join(called) == "ab" * 5  # the first warms up
    assert {name: len(times) for name, times in found.items()} == {"a": 4, "b": 4}


def test_numerals_are_those_of_the_law(peers):
    from sgpolicy.source.numerals import read_chinese

    numeral = peers["synthetic"].numeral
    assert [numeral(n) for n in (1, 10, 12, 20, 105, 110, 1001, 1010)] == [
        "一", "十", "十二", "二十", "一百零五", "一百一十", "一千零一", "一千零一十",
    ]  # fmt: skip
    assert all(read_chinese(numeral(n)) == n for n in range(1, 2000))


def test_a_straight_line_has_its_slope(peers):
    exponent = peers["measuring"].exponent
    assert exponent([10, 100, 1000], [2, 20, 200]) == pytest.approx(1)
    assert exponent([10, 100, 1000], [1, 100, 10_000]) == pytest.approx(2)


def test_only_pinned_packages_with_hashes_and_no_machine_in_the_lock(repo):
    lines = (repo / "bench/peers/requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line[:1].isalpha()]
    assert pinned
    assert all("==" in line for line in pinned)
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_every_module_says_how_its_peer_is_used(repo):
    for path in (repo / "bench/peers").glob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path.name
