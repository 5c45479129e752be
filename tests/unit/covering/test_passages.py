"""The official text is cut where quotations begin and end, and loses nothing."""

from sgpolicy.covering.passages import Quotation, paragraphs
from sgpolicy.model.citation import Clause
from sgpolicy.model.document import ClauseText
from sgpolicy.model.exercise import Owner
from sgpolicy.source.text import Span

CLAUSE = Clause("article", 7, item=3)
TEXT = "面积不少于 150 平方米。"


def cut(*stretches):
    text = ClauseText(CLAUSE, "", ((TEXT, Span("a.md", 10, 10 + len(TEXT))),))
    quotations = [
        Quotation(Owner(name, "规则", "A"), CLAUSE, tuple(("a.md", 10 + at) for at in places))
        for name, places in stretches
    ]
    (paragraph,) = paragraphs({CLAUSE: text}, quotations, ["a.md"])
    assert paragraph.text == TEXT
    assert paragraph.lead == "（三）"
    return [(s.text, s.owners, s.begins, s.ends) for s in paragraph.segments]


def test_what_is_quoted_twice_belongs_to_both():
    found = cut(("甲", range(13)), ("乙", range(6, 9)))
    assert found == [
        ("面积不少于 ", ("甲",), ("甲",), ()),
        ("150", ("甲", "乙"), ("乙",), ("乙",)),
        (" 平方米", ("甲",), (), ("甲",)),
        ("。", (), (), ()),
    ]


def test_white_space_inside_a_quotation_belongs_to_it():
    assert cut(("甲", [4, 6, 7, 8]))[1][0] == "于 150"


def test_without_quotations_the_text_is_whole():
    assert cut() == [(TEXT, (), (), ())]
