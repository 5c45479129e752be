"""Texts as they are found: damaged brackets, broken lines, page numbers, tables of contents, other encodings."""

import pytest

import sgpolicy
from sgpolicy.beginning import begin
from sgpolicy.source.normalising import normalise

LAW = """\
某市示范企业认定办法

第一章 总则

第一条 为了规范认定工作，根据《某省办法》（某规〔2020〕3号）制定本办法。

第二章 条件

第二条 申请认定的企业应当同时具备以下条件：
（一）成立2年以上；
（二）上年度营业收入不低于500万元，研发费用占营业收入的比例不低于5%；
（三）管理制度健全。

第三条 有下列情形之一的，优先认定：
（一）职工人数100人以上；
（二）拥有发明专利。

第四条 市工信局应当自受理之日起15个工作日内作出决定。

第三章 附则

第五条 本办法自2022年3月1日起施行，有效期5年。
"""


def clauses(begun):
    """Each clause's words, in normal form."""
    made = {}
    for chunk in begun.chunks:
        for p in chunk.paragraphs:
            body = p.body if p.kind in {"chapter", "article", "item"} else p.text
            made[chunk.clause.id] = made.get(chunk.clause.id, "") + normalise(body).text
    return made


def begun_from(text, encoding="utf-8"):
    return begin(text.encode(encoding), "原文.txt")


EXPECTED = clauses(begun_from(LAW))


def test_what_is_recognised_of_it():
    begun = begun_from(LAW)
    made = [(d.word, d.bounds) for d in begun.drafts if d.bounds]
    assert made == [
        ("规则", ("2年",)),
        ("规则", ("500万元",)),
        ("规则", ("5%",)),
        ("规则", ("100人",)),
        ("规则", ("15个工作日内",)),
        ("定义", ("2022年3月1日",)),
        ("定义", ("5年",)),
    ]
    lists = [d.body.split("；")[0] for d in begun.drafts if d.role == "list"]
    assert lists == ["各项全部满足", "各项至少 1项 满足"]
    assert {d.word for d in begun.drafts} >= {"文件", "评定", "组合", "说明"}


DAMAGED = [
    pytest.param(lambda t: t.replace("（一）", "（一)").replace("（二）", "(二）"), id="brackets"),
    pytest.param(lambda t: t.replace("（", "(").replace("）", ")"), id="half-width"),
    pytest.param(lambda t: t.replace("不低于500", "不低于\n500"), id="broken line"),
    pytest.param(lambda t: t.replace("不低于500", "不低于\n\n500"), id="broken paragraph"),
    pytest.param(lambda t: t.replace("不低于500", "不低于\n— 2 —\n500"), id="page number"),
    pytest.param(lambda t: t.replace("不低于500", "不低于\n2\f500"), id="page break"),
    pytest.param(lambda t: t.replace("；\n（", "；（").replace("：\n（", "：（"), id="one line"),
    pytest.param(lambda t: t.replace("第", "\u3000\u3000第"), id="set in"),
    pytest.param(lambda t: t.replace("条 ", "条\u3000"), id="full-width blanks"),
    pytest.param(lambda t: t.replace("条 ", "条"), id="no blanks"),
    pytest.param(lambda t: t.replace("\n", "\r\n"), id="carriage returns"),
    pytest.param(lambda t: "\ufeff" + t, id="byte-order mark"),
    pytest.param(lambda t: t.replace("总则", "总 则").replace("附则", "附 则"), id="spaced titles"),
    pytest.param(lambda t: t.replace("应当自受理", "应当按照\n第三条自受理"), id="cited article"),
]


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_texts_have_the_same_clauses(damage):
    begun = begun_from(damage(LAW))
    expected = dict(EXPECTED)
    if "按照" in damage(LAW):
        expected["art4"] = expected["art4"].replace("应当自", "应当按照第三条自")
    assert clauses(begun) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings(encoding):
    assert begun_from(LAW, encoding).files["source.txt"] == LAW


def test_a_table_of_contents_is_no_chapter():
    contents = "目录\n第一章 总则\n第二章 条件\n第三章 附则\n"
    begun = begun_from(LAW.replace("\n\n第一章", f"\n{contents}\n第一章", 1))
    made = clauses(begun)
    assert "第一章总则" in made.pop("notice")
    assert made == {key: text for key, text in EXPECTED.items() if key != "notice"}


def test_a_missing_article_is_told():
    begun = begun_from(LAW.replace("第四条", "第六条").replace("第五条", "第七条"))
    assert "第3条之后是第6条" in begun.files["起草记录.md"]


def test_a_bracket_without_its_partner_is_told_and_left():
    begun = begun_from(LAW.replace("（二）上年度", "二）上年度"))
    assert [m.kind for m in begun.mends] == ["doubt"]
    assert clauses(begun)["art2"].startswith("申请认定的企业应当同时具备以下条件：二)上年度")
    assert "第1项之后是第3项" in begun.files["起草记录.md"]


@pytest.mark.parametrize(
    "text",
    [
        "关于做好某项工作的通知\n各单位：\n一、总体要求\n（一）年内完成5项以上。\n某局\n2022年1月1日\n",
        "附件1\n申请表\n| 姓名 | 年龄 |\n第一条\n附件2\n一、说明\n",
        "第一条 甲。\n第一条 乙。\n第三十条 丙。\n",
        "（一）（二）（三）\n\n1.\n2.\n",
        "第一条 「甲」与『乙』不少于5家。\n",
        "# 第一章\n## 第一条 <!-- 注 --> 不少于5人。\n```sgp\n规则 甲 a 「甲」：是。\n```\n",
    ],
)
def test_odd_texts_become_folders_that_check_can_read(text, tmp_path):
    for name, content in begun_from(text).files.items():
        (tmp_path / name).write_text(content, "utf-8")
    assert {item.code for item in sgpolicy.check(tmp_path).diagnostics} <= {
        "SG503",
        "SG512",
        "SG513",
    }
