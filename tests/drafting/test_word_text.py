# ruff: noqa: SLF001 - what python-docx has no names for is set in its XML
"""Word files: the numbers that Word writes itself stand in the text, tables and changes are read right."""

from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from sgpolicy.beginning import begin
from sgpolicy.drafting.numbering import Level, Numbering, spell
from sgpolicy.drafting.reading import read_found
from sgpolicy.drafting.unreadable import UnreadableTextError

LEVELS = [
    ("chineseCountingThousand", "第%1章", "space"),
    ("chineseCountingThousand", "第%2条", "tab"),
    ("chineseCountingThousand", "（%3）", "nothing"),
    ("decimal", "%4.", "tab"),
]


def number(document, identifier=77, restart=None):
    """Define a list of chapters, articles, items and sub-items; articles count through all chapters."""
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:suff w:val="{suffix}"/></w:lvl>'
        for at, (form, text, suffix) in enumerate(LEVELS)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identifier}">{levels}</w:abstractNum>'
    )
    root.insert(0, abstract)
    override = ""
    if restart is not None:
        override = f'<w:lvlOverride w:ilvl="2"><w:startOverride w:val="{restart}"/></w:lvlOverride>'
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{identifier}"><w:abstractNumId w:val="{identifier}"/>'
            f"{override}</w:num>"
        )
    )


def add(document, text, level=None, identifier=77):
    paragraph = document.add_paragraph(text)
    if level is not None:
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{identifier}"/></w:numPr>'
            )
        )
    return paragraph


def saved(document):
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_of(document):
    return read_found(saved(document)).text


def numbered_law():
    document = docx.Document()
    number(document)
    add(document, "某市示范企业认定办法")
    add(document, "申请条件", 1)
    document.paragraphs[-1].clear().add_run("示范企业应同时具备以下条件：")
    add(document, "注册资本不低于100万元；", 2)
    add(document, "具有下列设施：", 2)
    add(document, "实验室；", 3)
    add(document, "办公场所面积不少于150平方米。", 3)
    add(document, "本办法由某市工业和信息化局负责解释。", 1)
    return document


def test_automatic_numbers_stand_in_the_text():
    assert text_of(numbered_law()).split("\n") == [
        "某市示范企业认定办法",
        "第一条 示范企业应同时具备以下条件：",
        "（一）注册资本不低于100万元；",
        "（二）具有下列设施：",
        "1. 实验室；",
        "2. 办公场所面积不少于150平方米。",
        "第二条 本办法由某市工业和信息化局负责解释。",
    ]


def test_a_folder_begins_from_it():
    begun = begin(saved(numbered_law()), "办法.docx")
    assert begun.encoding == "Word"
    assert [c.clause.id for c in begun.chunks] == ["notice", "art1", "art1.1", "art1.2", "art2"]
    assert [d.bounds for d in begun.drafts if d.bounds] == [("100万元",), ("150平方米",)]


def test_a_list_may_begin_anew():
    document = docx.Document()
    number(document, 77)
    number(document, 78, restart=5)
    add(document, "甲", 2)
    add(document, "乙", 2)
    add(document, "丙", 2, 78)
    add(document, "丁", 2, 78)
    assert text_of(document).split("\n") == ["（一）甲", "（二）乙", "（五）丙", "（六）丁"]


def test_a_style_brings_its_number():
    document = docx.Document()
    number(document)
    style = document.styles.add_style("条", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.element.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr>')
    )
    document.add_paragraph("甲", "条")
    without = document.add_paragraph("乙", "条")
    without._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>')
    )
    document.add_paragraph("丙", "条")
    assert text_of(document).split("\n") == ["第一条 甲", "乙", "第二条 丙"]


def test_a_table_row_is_a_line():
    document = docx.Document()
    document.add_paragraph("表：")
    table = document.add_table(2, 2)
    for row, values in zip(table.rows, [("序号", "指标"), ("1", "年龄\n学历")], strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    inner = table.rows[1].cells[0].add_table(1, 1)
    inner.rows[0].cells[0].text = "内"
    assert text_of(document).split("\n")[:2] == ["表：", "序号 | 指标"]
    assert "1 内 | 年龄" in text_of(document)
    assert text_of(document).count("内") == 1


def test_what_is_deleted_is_left_out_and_what_is_inserted_is_kept():
    document = docx.Document()
    paragraph = document.add_paragraph("不低于")
    for tag, text in (("del", "50"), ("ins", "100")):
        inner = "delText" if tag == "del" else "t"
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1" w:author="某">'
                f"<w:r><w:{inner}>{text}</w:{inner}></w:r></w:{tag}>"
            )
        )
    paragraph.add_run("万元。")
    assert text_of(document) == "不低于100万元。"
    assert paragraph._p.find(qn("w:ins")) is not None


def test_a_damaged_file_is_refused():
    whole = saved(numbered_law())
    for data in (whole[: len(whole) // 2], b"PK\x03\x04" + whole[200:900]):
        with pytest.raises(UnreadableTextError):
            read_found(data)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("chineseCounting", "二十一"),
        ("decimalZero", "21"),
        ("decimalFullWidth", "２１"),
        ("upperRoman", "XXI"),
        ("lowerLetter", "u"),
        ("decimalEnclosedCircle", "21"),
        ("somethingNew", "21"),
    ],
)
def test_numbers_as_word_spells_them(form, expected):
    assert spell(21, form) == expected


def test_deeper_levels_begin_anew_and_bullets_print_nothing():
    levels = {0: Level(text="%1"), 1: Level(text="%1.%2"), 2: Level(form="bullet", text="●")}
    counting = Numbering({"1": ("a", levels)}, {})
    marks = [counting.mark("1", level) for level in (0, 1, 1, 0, 1, 2, 7)]
    assert marks == ["1 ", "1.1 ", "1.2 ", "2 ", "2.1 ", "", ""]
    assert counting.mark("9", 0) == ""
