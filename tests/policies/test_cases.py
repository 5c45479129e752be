"""The shipped policy's case files: they come out as expected, and they are complete."""

import re
from collections import defaultdict

import pytest

import sgpolicy
from sgpolicy import cases
from sgpolicy.casing.records import FactChange
from sgpolicy.model.outcome import Outcome

POLICY = "shaoguan-2022-188"
SUBSTANTIVE = {*range(2, 9), 19}
MET, NOT_MET, MISSING, AWAITING = (
    Outcome.MET,
    Outcome.NOT_MET,
    Outcome.MISSING_FACTS,
    Outcome.AWAITING_FINDINGS,
)
ROW = re.compile(
    r"^\| (?P<id>[^|]+?) \| (?P<phrase>[^|]+?) \| (?P<mark>[A-Z][A-Z +]*) \|", re.MULTILINE
)
OPEN = re.compile(r"^\| (?P<id>K-\d+) \| (?P<bears>[EL ]+) \|", re.MULTILINE)


def pytest_generate_tests(metafunc):
    root = metafunc.config.rootpath
    if "case_file" in metafunc.fixturenames:
        files = sorted((root / "policies" / POLICY / "cases").glob("*.md"))
        names = [f"cases/{file.name}" for file in files]
        metafunc.parametrize("case_file", names, ids=[file.stem for file in files])
    if "norm" in metafunc.fixturenames:
        rows = norms(root)
        metafunc.parametrize("norm", rows, ids=[row[0] for row in rows])
    if "number" in metafunc.fixturenames:
        text = (root / "tests/policies/norms.md").read_text("utf-8")
        marked = [m["id"] for m in OPEN.finditer(text) if "E" in m["bears"]]
        metafunc.parametrize("number", [*marked, "K-38", "K-39", "K-41"])


def norms(root):
    """The rows of Articles 2 to 8 and 19 that are computed or judged: id and mark."""
    text = (root / "tests/policies/norms.md").read_text("utf-8")
    found = []
    for row in ROW.finditer(text.partition("## Ambiguities")[0]):
        article = re.match(r"\d+", row["id"])
        if article and int(article[0]) in SUBSTANTIVE and set(row["mark"]) & set("AH"):
            found.append((row["id"], row["mark"]))
    return found


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load(POLICY)


@pytest.fixture(scope="module")
def results():
    return cases.run(POLICY)


@pytest.fixture(scope="module")
def by_target(results):
    """What the cases about each rule, finding and clause expect."""
    found = defaultdict(set)
    for result in results:
        found[result.case.target].add(result.expected)
    return found


def test_cases_come_out_as_expected(results, case_file):
    own = [result for result in results if result.file == case_file]
    assert own
    assert not [f"{r.place} {r.name}：{r.message}" for r in own if not r.passed]


def test_every_norm_is_tried_met_not_met_and_open(results, norm):
    row, mark = norm
    own = [r for r in results if r.name.startswith(f"{row} ") and r.case.target]
    expected = {result.expected for result in own}
    wanted = {MET, NOT_MET}
    if "A" in mark:
        wanted.add(MISSING)
    if "H" in mark:
        wanted.add(AWAITING)
    assert wanted <= expected


def test_there_are_all_the_norms(repo):
    assert len(norms(repo)) >= 60


def test_every_rule_is_tried_met_not_met_and_missing(policy, by_target):
    lacking = {
        node.name: [o.zh for o in (MET, NOT_MET, MISSING) if o not in by_target[node.id]]
        for node in policy.core.nodes.values()
        if node.kind in {"rule", "combination", "scope"}
        and (node.citation.clause.number in SUBSTANTIVE or node.citation.clause.kind == "chapter")
    }
    assert not {name: missing for name, missing in lacking.items() if missing}


def test_every_finding_is_tried_met_not_met_and_awaited(policy, by_target):
    lacking = {
        finding.name: [o.zh for o in (MET, NOT_MET, AWAITING) if o not in by_target[key]]
        for key, finding in policy.core.findings.items()
    }
    assert not {name: missing for name, missing in lacking.items() if missing}


def test_every_fact_that_is_asked_once_is_missing_in_some_case(policy, results):
    taken_away = {
        change.fact.id
        for result in results
        for change in result.case.changes
        if isinstance(change, FactChange) and change.value is None
    }
    lacking = [
        fact.name
        for fact in policy.core.facts.values()
        if any(c.kind == "article" and c.number in SUBSTANTIVE for c in fact.clauses)
        and fact.split is None
        and fact.id not in taken_away
    ]
    assert not lacking


def outcomes_by_reading(interpretation, results):
    """For each same application, day, object and other readings: reading → outcome."""
    groups = defaultdict(dict)
    for result in results:
        case = result.case
        readings = dict(case.readings)
        reading = readings.pop(interpretation.id, interpretation.default)
        same = (case.base, case.written, case.day, case.target, tuple(sorted(readings.items())))
        groups[same][reading] = result.actual
    return groups.values()


def test_every_reading_changes_some_result(policy, results, number):
    interpretation = policy.interpretations[number]
    assert "eligibility" in interpretation.bears_on
    groups = outcomes_by_reading(interpretation, results)
    for reading in interpretation.readings:
        if reading.id == interpretation.default:
            continue
        assert any(
            group[reading.id] is not group[interpretation.default]
            for group in groups
            if {reading.id, interpretation.default} <= group.keys()
        ), reading.name


def test_every_eligibility_interpretation_is_tried(policy, repo):
    text = (repo / "tests/policies/norms.md").read_text("utf-8")
    marked = {m["id"] for m in OPEN.finditer(text) if "E" in m["bears"]} | {"K-38", "K-39", "K-41"}
    bearing = {i.number for i in policy.interpretations.values() if "eligibility" in i.bears_on}
    assert bearing == marked


def test_names_say_which_norm(results):
    assert len({(result.file, result.name) for result in results}) == len(results)


def test_applications_are_named_after_their_outcome(results, repo):
    files = sorted((repo / "policies" / POLICY / "applications").glob("*.yaml"))
    whole = {r.name.removeprefix("实例 "): r for r in results if r.file.endswith("申报实例.md")}
    assert len(files) >= 8
    for file in files:
        outcome = file.stem.partition("-")[0]
        assert outcome in {o.zh for o in Outcome}
        assert whole[file.stem].expected.zh == outcome
