"""A Word document has real headings, lists and tables, Chinese fonts by name, and nothing of a clock."""

import io
import re
import subprocess
import sys
from datetime import date
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

import sgpolicy
from sgpolicy.explaining import explain
from sgpolicy.rendering import RenderedExplanation

ON = date(2026, 11, 22)


def opened(content):
    return docx.Document(io.BytesIO(content))


def markup(content, part="document"):
    return ZipFile(io.BytesIO(content)).read(f"word/{part}.xml").decode()


def lists(content, style):
    """The list that each paragraph of a style is on."""
    found = re.findall(r"<w:p>.*?</w:p>", markup(content), re.DOTALL)
    items = [one for one in found if f'<w:pStyle w:val="{style}"/>' in one]
    return [int(re.search(r'<w:numId w:val="(\d+)"/>', one)[1]) for one in items]


@pytest.fixture
def letter(mini):
    def made(lang="zh", **changes):
        trace = mini.trace(mini.application(**(changes or {"served": 46})))
        return RenderedExplanation(explain(trace, lang=lang))

    return made


@pytest.fixture(scope="module")
def amounts(repo):
    policy = sgpolicy.load("guangzhou-2025-8")
    folder = repo / "policies" / "guangzhou-2025-8" / "applications"
    return policy.evaluate(folder / "不符合-差两分.yaml", on=ON).explain()


def test_the_page_is_a4_with_the_margins_of_official_letters(letter):
    section = opened(letter().to_docx()).sections[0]
    measured = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(length.mm) for length in measured] == [210, 297, 37, 28]


def test_headings_are_headings_and_lists_are_lists(letter):
    content = letter().to_docx()
    styles = [(p.style.name, p.text) for p in opened(content).paragraphs]
    assert styles[0] == ("Title", "申报条件核对意见")
    assert styles[1][0] == "Salutation"
    heads = [text for style, text in styles if style == "Heading 1"]
    assert heads[0] == "一、不符合的条款"
    assert all(re.match("[一二三四五六]、", text) for text in heads)
    assert lists(content, "ListBullet")
    assert all(lists(content, "ListBullet"))


def test_what_is_to_be_supplied_is_one_numbered_list(letter):
    content = letter(without=("served", ("assets", "year_end"))).to_docx()
    first, second = lists(content, "ListNumber")
    assert first == second
    assert first not in lists(content, "ListBullet")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_style_names_a_chinese_font_and_the_font_table_knows_it(letter, lang):
    content = letter(lang).to_docx()
    styles = opened(content).styles
    names = {p.style.name for p in opened(content).paragraphs}
    for name in names:
        fonts = styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in {"仿宋", "黑体", "楷体", "方正小标宋简体"}
        assert fonts.get(qn("w:ascii")) == "Times New Roman"
        assert not [key for key in fonts.attrib if "Theme" in key]
    table = markup(content, "fontTable")
    for font in ("仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"):
        assert re.search(f'w:name="{font}">.*?w:charset w:val="86"', table)


def test_pages_are_numbered_at_the_outer_edge(letter):
    content = letter().to_docx()
    assert opened(content).settings.odd_and_even_pages_header_footer
    for footer in ("footer1", "footer2"):
        told = re.findall(r"<w:(?:t|instrText)[^>]*>([^<]*)<", markup(content, footer))
        assert told == ["— ", "PAGE", " —"]


def test_the_table_of_amounts_is_a_table_with_a_repeated_header(amounts):
    content = amounts.to_docx()
    (table,) = opened(content).tables
    rows = amounts.explanation.amounts
    assert [cell.text for cell in table.rows[0].cells] == ["项目", "得数", "依据", "所依据的资料"]
    assert [row.cells[0].text for row in table.rows[1:]] == [row.name for row in rows]
    head, *others = re.findall(r"<w:trPr>.*?</w:trPr>", markup(content), re.DOTALL)
    assert "<w:tblHeader/>" in head
    assert len(others) == len(rows)
    assert all("<w:cantSplit/>" in one and "tblHeader" not in one for one in others)
    deepest = max(row.depth for row in rows)
    indents = [
        row.cells[0].paragraphs[0].paragraph_format.left_indent or 0 for row in table.rows[1:]
    ]
    assert len({*indents}) == deepest + 1


@pytest.mark.parametrize(
    ("lang", "code", "title"),
    [("zh", "zh-CN", "申报条件核对意见"), ("en", "en-GB", "Eligibility: result of the check")],
)
def test_the_file_says_what_it_is(letter, lang, code, title):
    core = opened(letter(lang).to_docx()).core_properties
    assert (core.title, core.language) == (title, code)
    assert "示范平台认定管理办法" in core.subject
    assert core.created.date() == core.modified.date() == ON


def test_the_same_letter_is_the_same_file(letter):
    content = letter().to_docx()
    assert content == letter().to_docx()
    packed = {entry.date_time for entry in ZipFile(io.BytesIO(content)).infolist()}
    assert packed == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_values_are_text(letter):
    name = "坏\x1b[31m公司&<w:p/>\u202e\n# 第二行" + "长" * 10_000
    text = opened(letter(applicant_name=name).to_docx()).paragraphs[1].text
    assert "〈U+001B〉[31m公司&<w:p/>〈U+202E〉 # 第二行长长" in text
    assert not [char for char in text if ord(char) < 32]


def test_without_python_docx_it_says_what_to_install():
    code = (
        "import sys; sys.modules['docx'] = None\n"
        "import sgpolicy, datetime\n"
        "policy = sgpolicy.load('shaoguan-2022-188')\n"
        "said = policy.evaluate({}, on=datetime.date(2026, 11, 22)).explain()\n"
        "try: said.to_docx()\n"
        "except sgpolicy.PaperError as error: print(error, error.text('en'), error.extra)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=True
    )
    assert done.stdout.decode().count("pip install 'sgpolicy[word]'") == 2
