"""The notice of missing material tells once everything that is to be supplied, and invents no date.

行政许可法第三十二条第一款第（四）项: 一次告知申请人需要补正的全部内容.
"""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties.applicants import ON, applicants, cell_of, choices_of, policy, stated

from sgpolicy.explaining import explain
from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering import RenderedExplanation
from sgpolicy.rendering.papers.problems import NothingMissingError

GOLDEN = Path(__file__).with_name("golden")
SENT = {
    "deadline": date(2026, 12, 6),
    "office": "韶关市工业和信息化局",
    "issued": date(2026, 11, 23),
}


@pytest.fixture
def missing(mini):
    trace = mini.trace(mini.application(without=("served", ("assets", "year_end")), findings={}))
    return lambda lang="zh": RenderedExplanation(explain(trace, lang=lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["txt", "md"])
def test_what_a_notice_looks_like(pytestconfig, missing, lang, form):
    made = missing(lang).notice(**(SENT if lang == "zh" else {}))
    text = made.to_text() if form == "txt" else made.to_markdown()
    path = GOLDEN / f"notice.{lang}.{form}"
    if pytestconfig.getoption("--accept"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_each_item_has_question_evidence_and_the_clause_that_asks_for_it(missing):
    made = missing()
    text = made.notice().to_text(width=1000)
    needs = made.explanation.missing
    assert len(needs) == 2
    for number, need in enumerate(needs, 1):
        assert f"\n{number}. {need.name}" in text
        assert f"补正内容：{need.question}" in text
        assert not need.evidence or f"证明材料：{need.evidence}" in text
        for node in need.where:
            assert node.citation.clause.label in text
            assert all(phrase in text for phrase in node.citation.phrases)


def test_the_day_is_the_offices_to_set(missing):
    blank = missing().notice().to_text(width=1000)
    assert "请于＿＿＿＿年＿＿月＿＿日以前（含当日）补正。" in blank
    set_by_office = missing().notice(**SENT).to_text(width=1000)
    assert "请于2026年12月6日以前（含当日）补正。" in set_by_office
    assert set_by_office.rstrip().endswith("2026年11月23日")
    assert "＿" not in set_by_office


@pytest.mark.parametrize("case", ["met", "short", "awaiting", "elsewhere"])
def test_there_is_none_where_nothing_is_missing(mini, case):
    given_cases = {
        "met": mini.application(),
        "short": mini.application(served=46),
        "awaiting": mini.application(findings={}),
        "elsewhere": mini.application(in_city=False),
    }
    explained = RenderedExplanation(explain(mini.trace(given_cases[case])))
    with pytest.raises(NothingMissingError) as raised:
        explained.notice()
    assert explained.explanation.outcome.zh in raised.value.text("zh")
    assert explained.explanation.outcome.en in raised.value.text("en")


@given(applicants(), st.data())
def test_who_supplies_all_that_is_listed_is_not_asked_again(application, data):
    """Everything at once: however it is answered, what is left is for assessors at most."""
    decision = policy().evaluate(application, on=ON)
    asked = [item for item in decision.pending if item.kind == "fact"]
    assert [need.id for need in decision.explain().explanation.missing] == [
        item.key for item in asked
    ]
    for item in asked:
        value = data.draw(st.sampled_from(choices_of(item)))
        application = stated(application, cell_of(item), value)
    assert policy().evaluate(application, on=ON).outcome is not Outcome.MISSING_FACTS
