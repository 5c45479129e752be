"""韶工信函〔2022〕188号 begun anew from its own text: the same clauses, and most of its numbers."""

import re

import pytest

import sgpolicy
from sgpolicy.beginning import begin
from sgpolicy.loading import shipped_folder
from sgpolicy.opening import _compile
from sgpolicy.source.normalising import normalise

FOLDER = shipped_folder() / "shaoguan-2022-188"
# Read from the law, article by article: what is asked, and the number.
BOUNDS = [
    ("第六条第（三）项", "3年"),  # 创办3年内
    ("第七条第（一）项", "2年"),
    ("第七条第（一）项", "100万元"),
    ("第七条第（一）项", "50万元"),
    ("第七条第（二）项", "50家"),
    ("第七条第（二）项", "80%"),
    ("第七条第（二）项", "两年"),  # 近两年
    ("第七条第（三）项", "150平方米"),
    ("第七条第（四）项", "15%"),
    ("第七条第（五）项", "6人"),
    ("第七条第（五）项", "50%"),
    ("第八条", "1项"),  # 至少一项
    ("第八条第（一）项", "60家"),
    ("第八条第（一）项", "3次"),
    ("第八条第（二）项", "1次"),
    ("第八条第（三）项", "3次"),
    ("第八条第（四）项", "600人次"),
    ("第八条第（五）项", "一项"),  # 一项或多项
    ("第八条第（五）项", "3次"),
    ("第八条第（五）项", "50%"),
    ("第八条第（五）项", "三年"),  # 三年期满
    ("第八条第（五）项", "60%"),
    ("第八条第（五）项", "2亿元"),
    ("第八条第（五）项", "12亿元"),
    ("第九条", "一次"),
    ("第十四条", "1月"),
    ("第十五条", "2月"),
    ("第十六条", "三年"),
    ("第十九条", "5年"),
]


@pytest.fixture(scope="module")
def begun():
    return begin((FOLDER / "source.txt").read_bytes(), "source.txt")


@pytest.fixture
def folder(begun, tmp_path):
    for name, text in begun.files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def clauses(folder):
    compilation, _, _ = _compile(folder)
    return [(c.id, normalise(t.text).text) for c, t in compilation.document.clauses.items()]


def test_the_clauses_are_those_of_the_shipped_policy(folder):
    assert clauses(folder) == clauses("shaoguan-2022-188")


def test_the_source_is_kept_byte_for_byte(folder):
    assert (folder / "source.txt").read_bytes() == (FOLDER / "source.txt").read_bytes()


def test_the_front_matter_is_that_of_the_shipped_policy(begun):
    front = begun.front
    manifest = sgpolicy.load("shaoguan-2022-188").manifest
    assert (front.title, front.document_number, front.issuer, front.issued) == (
        manifest.title,
        manifest.document_number,
        manifest.issuer,
        manifest.issued,
    )


def test_every_bound_is_found_and_none_that_it_does_not_state(begun):
    waiting = list(BOUNDS)
    others = []
    for draft in begun.drafts:
        for bound in draft.bounds:
            stated = (begun.chunks[draft.chunk].clause.label, bound)
            if stated in waiting:
                waiting.remove(stated)
            else:
                others.append(stated)
    assert waiting == []
    assert others == [("印发通知", "2022年10月20日")]


def test_check_lists_the_drafts_and_the_open_words_and_nothing_else(begun, folder):
    found = sgpolicy.check(folder).diagnostics
    assert {item.code for item in found} == {"SG503", "SG512"}
    drafts = [dict(item.facts)["text"] for item in found if item.code == "SG512"]
    assert sorted(drafts) == sorted(draft.name for draft in begun.drafts)
    assert sum(item.code == "SG503" for item in found) == begun.open_places
    with pytest.raises(sgpolicy.PolicyError):
        sgpolicy.load(folder)


def test_with_the_marks_gone_only_the_open_words_are_left(begun, folder):
    for path in folder.glob("0*.md"):
        path.write_text(path.read_text("utf-8").replace("；\n  待确认。", "。"), "utf-8")
    found = sgpolicy.check(folder).diagnostics
    assert {item.code for item in found} == {"SG503"}
    assert len(found) == begun.open_places


def test_what_was_mended_is_told(begun):
    mends = [(m.line, m.kind, m.before, m.after) for m in begun.mends if m.kind == "bracket"]
    assert mends == [(55, "bracket", "50 万元)", "50 万元）")]
    assert "第55行：「50 万元)」→「50 万元）」" in begun.files["起草记录.md"]
    assert len([m for m in begun.mends if m.kind == "joined"]) == 5


def test_every_fact_has_a_question_and_a_clause(begun):
    table = begun.files["facts.md"]
    for draft in begun.drafts:
        for fact in draft.facts:
            assert re.search(rf"\| {fact.name} \| {fact.key} \| .+ \| .*？ \|", table)
