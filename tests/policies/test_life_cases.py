"""The shipped cases about histories are complete: every norm of the procedure, every reading."""

import re
from collections import defaultdict

import pytest

from sgpolicy import cases
from sgpolicy.casing.records import LifeCase

POLICY = "shaoguan-2022-188"
ARTICLES = {*range(9, 17), 19}
ROW = re.compile(
    r"^\| (?P<id>[^|]+?) \| (?P<phrase>[^|]+?) \| (?P<mark>[A-Z][A-Z +]*) \|", re.MULTILINE
)
OPEN = re.compile(r"^\| (?P<id>K-\d+) \| (?P<bears>[EL ]+) \|", re.MULTILINE)
NO_TEST = {
    "12": "a register to keep, open to all: nothing that a platform's history could offend",
    "14-提高": "a duty without a day, which nothing recorded can show to be neglected",
}


def norms(root):
    """Ids of the steps, duties, powers and terms of Articles 9 to 16 and 19, and the open texts."""
    text = (root / "tests/policies/norms.md").read_text("utf-8")
    clauses, _, interpretations = text.partition("## Ambiguities")
    rows = []
    for row in ROW.finditer(clauses):
        article = re.match(r"\d+", row["id"])
        if article and int(article[0]) in ARTICLES and set(row["mark"]) & set("POWA"):
            rows.append(row["id"])
    marked = [m["id"] for m in OPEN.finditer(interpretations) if "L" in m["bears"]]
    return rows, [*marked, "K-40"]


def pytest_generate_tests(metafunc):
    rows, numbers = norms(metafunc.config.rootpath)
    if "norm" in metafunc.fixturenames:
        metafunc.parametrize("norm", rows)
    if "number" in metafunc.fixturenames:
        metafunc.parametrize("number", numbers)


@pytest.fixture(scope="module")
def run():
    return cases.CaseRun.of(POLICY)


@pytest.fixture(scope="module")
def life_cases(run):
    return [case for case in run.cases() if isinstance(case, LifeCase)]


def test_there_are_the_norms_and_the_open_texts(repo):
    rows, numbers = norms(repo)
    assert len(rows) >= 17
    assert len(numbers) >= 16


def test_they_come_out_as_expected(run, life_cases):
    assert len(life_cases) >= 250
    results = [run.run(case) for case in life_cases]
    assert not [f"{r.place} {r.name}：{r.message}" for r in results if not r.passed]


def test_every_norm_is_tried_kept_broken_and_unrecorded(life_cases, norm):
    own = {case.expected.zh for case in life_cases if case.name.startswith(f"{norm} ")}
    wanted = {"符合", "不符合", "待补材料"}
    if norm in NO_TEST:
        wanted = set()
        assert own, NO_TEST[norm]
    assert wanted <= own


def test_every_open_text_has_a_case_that_its_readings_decide_otherwise(run, life_cases, number):
    """The same history, changes, day and question; only this interpretation's reading differs."""
    interpretation = run.policy.interpretations[number]
    alike = defaultdict(dict)
    for case in life_cases:
        readings = dict(case.readings)
        reading = readings.pop(interpretation.id, interpretation.default)
        rest = tuple(sorted(readings.items()))
        key = (case.base, case.written, case.day, case.target, rest)
        alike[key][reading] = (case.expected, case.state)
    decided = set()
    for expected in alike.values():
        if len(set(expected.values())) > 1:
            decided |= expected.keys()
    assert decided == {reading.id for reading in interpretation.readings}
