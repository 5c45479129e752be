"""Any text at all: nothing is lost, nothing crashes, and the same text always becomes the same folder."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sgpolicy
from sgpolicy.beginning import begin
from sgpolicy.drafting.unreadable import UnreadableTextError
from sgpolicy.loading import shipped_folder
from sgpolicy.opening import _compile
from sgpolicy.source.normalising import normalise

PIECES = st.sampled_from(
    [
        "第一条", "第二条 ", "第三条\n", "第一章 总则\n", "第二章 附 则\n", "第二节 甲\n",
        "（一）", "（二)", "(三）", "(四)", "1.", "2、", "（1）", "附件", "附件1\n", "一、", "二、",
        "公开方式：主动公开", "---", "```", "~~~", "<!--", "-->", "#", "## ", "\u200b", "\u3000",
        "\n", "\n\n", "\f", "- 2 -", "第3页 共5页", "资产总额", "50万元", "不少于", "以上", "5家",
        "。", "；", "：", "，", "、", "条件", "|", "「", "」", "“", "”", "某办法", "\t", "\xa0",
        "*** ", "韶〔2022〕1号", "2022年1月1日", "至少一项", "下列条件之一：", "同时具备以下条件：",
        "\r", "\x00", "\x1c", "//", "待确认", "规则 甲 a ", "每年1月底前", "15个工作日内", "有效期5年",
        "自2022年1月1日起施行", "《某法》（某〔2020〕3号）", "为了制定本", "应当", "企业", "100%", "3,000元",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, PIECES, st.text(max_size=6)), max_size=40).map("".join)


def begun_from(text):
    try:
        return begin(text.encode(), "原文.txt")
    except UnreadableTextError:
        return None


def law_of(begun):
    """The law's words in the chapters' files, in order, without blocks, as the loader compares them."""
    parts = []
    for name, text in begun.files.items():
        if name[:2].isdigit():
            is_block = False
            for line in text.split("\n"):
                if line.startswith("```"):
                    is_block = not is_block
                elif not is_block and line != "---":
                    parts.append(normalise(line).text)
    return "".join(parts)


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_no_character_is_lost(text):
    begun = begun_from(text)
    if begun is None:
        return
    assert law_of(begun) == normalise(begun.files["source.txt"]).text
    pages = "".join(mend.before for mend in begun.mends if mend.kind == "page")
    as_found = normalise(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    kept = len(law_of(begun))
    assert kept + len(normalise(pages).text) == len(as_found.text)


@settings(max_examples=120, deadline=None)
@given(text=TEXTS)
def test_check_finds_drafts_and_open_words_only(text, tmp_path_factory):
    begun = begun_from(text)
    if begun is None:
        return
    folder = tmp_path_factory.mktemp("begun")
    for name, content in begun.files.items():
        (folder / name).write_bytes(content.encode())
    codes = {item.code for item in sgpolicy.check(folder).diagnostics}
    if begun.drafts:
        assert codes <= {"SG503", "SG512", "SG513"}
    else:
        assert codes <= {"SG503", "SG513", "SG309"}  # no words that a decision could quote


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_the_same_text_becomes_the_same_folder(text):
    begun = begun_from(text)
    if begun is not None:
        assert begun.files == begun_from(text).files


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    reasons = set()
    for head in (b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"):
        try:
            begin(head + data, "原文")
        except UnreadableTextError as error:
            reasons.add(error.reason)
    assert reasons <= {"encoding", "binary", "long", "empty", "word", "old_word"}


@pytest.mark.parametrize("name", ["guangzhou-2019-6", "guangzhou-2025-8"])
def test_other_laws_lose_nothing_and_keep_their_articles(name, tmp_path):
    source = shipped_folder() / name / "source.txt"
    begun = begin(source.read_bytes(), "source.txt")
    assert begun.files["source.txt"].encode() == source.read_bytes()
    assert law_of(begun) == normalise(source.read_text("utf-8")).text
    for file, content in begun.files.items():
        (tmp_path / file).write_text(content, "utf-8")
    assert {item.code for item in sgpolicy.check(tmp_path).diagnostics} == {"SG503", "SG512"}
    ours, theirs = (_compile(where)[0].document.clauses for where in (tmp_path, name))
    for clause, text in theirs.items():
        if clause.kind == "article":
            assert normalise(ours[clause].text).text == normalise(text.text).text
