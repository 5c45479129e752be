"""What letters, audits and lines look like.

`make accept` rewrites the expected texts; the diff is the review.
"""

from datetime import date
from pathlib import Path

import pytest

from sgpolicy.explaining import explain
from sgpolicy.model.application import FindingRecord
from sgpolicy.rendering import RenderedExplanation

GOLDEN = Path(__file__).with_name("golden")


def cases(mini):
    away = FindingRecord(
        met=False, by="expert", on=date(2026, 11, 21), evidence="信用记录", note="有处罚"
    )
    rows = tuple({"code": str(i), "size": "小型" if i < 47 else None} for i in range(55))
    differing = tuple({"code": str(i), "size": "小型"} for i in range(55))
    return {
        "met": mini.trace(),
        "one-short": mini.trace(mini.application(served=46)),
        "many-short": mini.trace(
            mini.application(
                assets=999_999,
                registered_on=date(2025, 3, 2),
                by_year={2025: 70, 2024: 70},
                degree=3,
                staff=7,
                kind="其他",
                banned=True,
                findings={"sound": away},
            )
        ),
        "no-function": mini.trace(mini.application(events=2, filed=False)),
        "only-comprehensive": mini.trace(
            mini.application(functions=frozenset({"综合服务"}), assets=400_000, centre=True)
        ),
        "missing": mini.trace(
            mini.application(without=("served", ("assets", "year_end")), findings={})
        ),
        "blank-cells": mini.trace(
            mini.application(without=("served",), ledgers={"services": rows})
        ),
        "differing": mini.trace(mini.application(ledgers={"services": differing})),
        "awaiting": mini.trace(mini.application(findings={})),
        "elsewhere": mini.trace(mini.application(in_city=False)),
        "too-late": mini.trace(on=date(2028, 1, 1)),
        "by-cases": mini.trace(
            mini.application(without=("functions",), assets=700_000, centre=False)
        ),
        "of-nothing": mini.trace(mini.application(staff=0, degree=0)),
        "other-reading": mini.trace(mini.application(both=3), {"degree_and_title": "both"}),
        "hostile": mini.trace(
            mini.application(applicant_name="坏\x1b[31m公司|`x`<b>\u202e\n# 第二行", served=46)
        ),
    }


NAMES = [
    "met",
    "one-short",
    "many-short",
    "no-function",
    "only-comprehensive",
    "missing",
    "blank-cells",
    "differing",
    "awaiting",
    "elsewhere",
    "too-late",
    "by-cases",
    "of-nothing",
    "other-reading",
    "hostile",
]


@pytest.fixture
def compare(pytestconfig):
    accepts = pytestconfig.getoption("--accept")

    def against(name, text):
        path = GOLDEN / name
        if accepts:
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return against


@pytest.fixture(scope="module")
def traces(mini):
    return cases(mini)


@pytest.mark.parametrize("name", NAMES)
def test_letters(compare, traces, name):
    compare(f"{name}.txt", RenderedExplanation(explain(traces[name])).to_text())


@pytest.mark.parametrize("name", ["many-short", "met", "missing", "hostile"])
def test_letters_in_markdown(compare, traces, name):
    compare(f"{name}.md", RenderedExplanation(explain(traces[name])).to_markdown())


@pytest.mark.parametrize("name", ["many-short", "missing"])
def test_letters_in_english(compare, traces, name):
    compare(f"{name}.en.txt", RenderedExplanation(explain(traces[name], lang="en")).to_text())


@pytest.mark.parametrize("name", ["one-short", "blank-cells"])
def test_audits(compare, traces, name):
    compare(f"{name}.audit.txt", RenderedExplanation(explain(traces[name], "audit")).to_text())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lines(compare, traces, lang):
    lines = [
        f"{name}: {RenderedExplanation(explain(traces[name], 'line', lang))}\n" for name in NAMES
    ]
    compare(f"lines.{lang}.txt", "".join(lines))


def test_json(compare, traces):
    compare("one-short.json", RenderedExplanation(explain(traces["one-short"])).to_json() + "\n")
