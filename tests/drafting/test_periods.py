"""Stretches of years in a law's words, each drafted as a definition under the words that state it."""

import pytest

from sgpolicy.beginning import begin

LAW = """\
某市示范企业认定办法

第一条 {words}

第二条 本办法自2022年3月1日起施行。
"""


def drafted(words):
    """What is drafted of 第一条: word, name and text."""
    begun = begin(LAW.format(words=words).encode(), "law.txt")
    return {
        (draft.word, draft.name, draft.body)
        for draft in begun.drafts
        if begun.chunks[draft.chunk].clause.label == "第一条"
    }


@pytest.mark.parametrize(
    ("words", "draft"),
    [
        ("近三年信用良好的企业，可以申报。", ("定义", "近三年", "评估日 的 前 三年")),
        ("最近连续2年盈利的企业，可以申报。", ("定义", "最近连续二年", "评估日 的 前 2年")),
        (
            "向成立5年以内的企业提供服务。",
            ("定义", "成立五年以内", "成立日期 不早于 评估日 的 前 5年 的 第一日"),
        ),
        (
            "为注册登记不超过10年的企业提供服务。",
            ("定义", "注册登记不超过十年", "注册登记日期 不早于 评估日 的 前 10年 的 第一日"),
        ),
        (
            "三年有效期届满的，可以再次申报。",
            ("定义", "三年有效期届满日", "三年有效期届满起算日 后 三年"),
        ),
        ("企业应当提供培训、咨询等一种或多种服务。", ("规则", "服务种数要求", "服务种数 1种 以上")),
    ],
)
def test_a_stretch_of_years_is_a_definition(words, draft):
    word, name, body = draft
    assert (word, name, body) in drafted(words)


@pytest.mark.parametrize(
    "words",
    [
        "成立2年以上的企业，可以申报。",
        "附近3年没有新设企业的园区，可以申报。",
        "公示期满后，由市工信局发文。",
        "企业可以提供一项服务，或者不提供。",
    ],
)
def test_other_words_are_not_taken_for_one(words):
    assert not any(word == "定义" or "项数" in name for word, name, _ in drafted(words))
