"""Markdown → clauses, blocks, tables."""

import pytest

from sgpolicy.diagnostics.records import Collector
from sgpolicy.model.citation import Clause, parse_clause
from sgpolicy.model.document import Manifest
from sgpolicy.parsing.markdown import read_document, read_tables
from sgpolicy.source.text import SourceFile

PAGE = """\
通知正文。

## 第一章 总则

```sgp
章的规则
```

### 第一条 目的

第一款。<!-- 批注 -->

第二款：

（一）第一项。

```sgp
第一项的规则
```

(二）第二项。

### 第2条

第二条。

~~~sgp
第二条的规则
~~~

---

附：通知的尾。
"""


def document(text=PAGE, source=None):
    values = dict.fromkeys(Manifest.__dataclass_fields__, "") | {"text": ("a.md",), "tables": ()}
    files = {"a.md": SourceFile("a.md", text)}
    if source is not None:
        values["source"] = "source.txt"
        files["source.txt"] = SourceFile("source.txt", source)
    found = Collector()
    return read_document(Manifest(**values), files, found), found.sorted()


def test_prose_is_cut_into_clauses():
    made, _ = document()
    texts = {clause.id: text.text for clause, text in made.clauses.items()}
    assert texts["notice"] == "通知正文。附：通知的尾。"
    assert texts["art1"].replace(" ", "") == "目的第一款。第二款："
    assert texts["art1.1"] == "第一项。"
    assert texts["art1.2"] == "第二项。"
    assert texts["art2"] == "第二条。"
    assert texts["ch1"] == "总则"


def test_sub_items_belong_to_their_item():
    text = "### 第一条\n\n总：\n\n（一）甲：\n\n1. 子。\n\n（2）丑。\n\n3.5 倍的，另计。\n"
    made, _ = document(text)
    texts = {clause.label: part.text for clause, part in made.clauses.items()}
    assert texts == {
        "第一条": "总：3.5 倍的，另计。",
        "第一条第（一）项": "甲：1. 子。（2）丑。",
    }


def test_blocks_stand_under_their_clauses():
    made, _ = document()
    assert [(b.clause.id, b.text) for b in made.blocks] == [
        ("ch1", "章的规则\n"),
        ("art1.1", "第一项的规则\n"),
        ("art2", "第二条的规则\n"),
    ]
    for block in made.blocks:
        assert PAGE[block.span.start : block.span.end] == block.text


def test_every_part_knows_its_place():
    made, _ = document()
    for clause in made.clauses.values():
        for part, span in clause.parts:
            assert PAGE[span.start : span.end].split("<!--", maxsplit=1)[0].strip() == part.strip()


def test_prose_is_compared_with_its_source():
    good = "通知正文。 第一章总则 第一条目的 第一款。第二款:".replace(":", "：")
    good += "（一）第一项。（二）第二项。第2条第二条。附：通知的尾。"
    assert document(source=good)[1] == []
    ((found,), text) = document(source=good.replace("第二款", "第贰款"))[1], PAGE
    assert found.code == "SG105"
    assert text[found.span.start : found.span.end] == "二"


def test_words_missing_at_the_end_are_reported_there():
    _, (found,) = document("### 第一条\n\n甲", "第一条甲乙")
    assert found.code == "SG105"


def test_numbers_beyond_reason_are_no_clauses():
    made, _ = document("### 第1000条\n\n甲\n\n### 第九九条\n\n（十十）乙")
    assert list(made.clauses) == [Clause("notice")]


def test_tables():
    (table,) = read_tables(
        SourceFile(
            "t.md",
            "# 表\n\n## 台账 甲 a\n\n| 名称 | 键 |\n|---|:-:|\n| 甲\\|乙 | a |\n||\n\n正文\n",
        )
    )
    assert table.headings == ("表", "台账 甲 a")
    assert table.header == ("名称", "键")
    assert [[c.text for c in row] for row in table.rows] == [["甲|乙", "a"], [""]]
    assert table.column("键") == 1
    assert table.column("没有") is None


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("第八条第（五）项", Clause("article", 8, 0, 5)),
        ("第8条第五项", Clause("article", 8, 0, 5)),
        ("第八条（五）", Clause("article", 8, 0, 5)),
        ("8(五)", Clause("article", 8, 0, 5)),
        ("第十九条", Clause("article", 19)),
        ("19条", Clause("article", 19)),
        ("第二条第一款第（三）项", Clause("article", 2, 1, 3)),
        ("第三章", Clause("chapter", 3)),
        ("印发通知", Clause("notice")),
        ("第一百零五条", Clause("article", 105)),
    ],
)
def test_citations_as_people_write_them(text, clause):
    assert parse_clause(text) == clause
    assert parse_clause(clause.label) == clause


@pytest.mark.parametrize(
    "text", ["", "第条", "第零条", "八条款", "甲", "第七条第", "7(一", "第七条第一项第二项"]
)
def test_no_citations(text):
    assert parse_clause(text) is None


def test_part_of():
    item, article = Clause("article", 7, 0, 1), Clause("article", 7)
    assert item.within(article)
    assert item.within(item)
    assert not article.within(item)
    assert not item.within(Clause("article", 8))
    assert not item.within(Clause("chapter", 7))
    assert item.article == article
