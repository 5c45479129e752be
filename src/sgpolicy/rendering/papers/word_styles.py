"""The looks of a Word document: page, fonts, styles, lists, after the habits of GB/T 9704-2012.

A4 with 37 mm above and 28 mm to the left, text in 仿宋 三号 (16 pt), the title in 小标宋 二号 (22 pt), headings
in 黑体 and 楷体, page numbers between dashes at the outer edge. Every style names its font for Chinese
besides the one for Latin; a reader that has none of them substitutes another Chinese font, since the
document's font table says that these are fonts for Chinese.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt

from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.run import Run

    from sgpolicy.rendering.papers.pieces import Properties

_LATIN = "Times New Roman"
_SONG, _HEI, _KAI, _TITLE = "仿宋", "黑体", "楷体", "方正小标宋简体"
_OTHER_NAMES = {_SONG: "FangSong", _HEI: "SimHei", _KAI: "KaiTi", _TITLE: "FZXiaoBiaoSong-B05S"}
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style.

    Attributes:
        name: Word's own name of it, so that its menus show it in the reader's language.
        font: The font for Chinese.
        size, line: Of the characters and of a line, as multiples of those of running text.
        before, after: The space around it, in lines.
        indent: Of the first line, in characters.
        align: Text is not justified: LibreOffice then loses marks that would hang in the margin.
        is_kept: Whether it stays on a page with what follows.
    """

    name: str
    font: str = _SONG
    size: float = 1
    line: float = 1
    before: float = 0
    after: float = 0
    indent: int = 0
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What all styles of a document depend on: as in `template`."""

    language: str
    size: float
    line: float


_LOOKS = (
    Look("Title", _TITLE, 1.375, 1.3, 0, 0.8, align=WD_ALIGN_PARAGRAPH.CENTER, is_kept=True),
    Look("Heading 1", _HEI, before=0.2, is_kept=True, indent=2),
    Look("Heading 2", _KAI, before=0.2, is_kept=True),
    Look("Body Text", indent=2),
    Look("Salutation"),
    Look("Signature", align=WD_ALIGN_PARAGRAPH.RIGHT),
    Look("List Number"),
    Look("List Bullet"),
    Look("List Continue"),
    Look("Table Text"),
    Look("Footer", "宋体", 0.875, 0.6),
)


@cache
def template(language: str, size: float, line: float) -> bytes:
    """An empty document with page, styles and fonts set, from which others are made.

    Args:
        language: As BCP 47 has it.
        size: Of running text, in points.
        line: The height of its lines.
    """
    document = docx.Document()
    _page(document)
    _forget_unused(document)
    _defaults(document, language)
    for look in _LOOKS:
        _style(document, look, Setting(language, size, line))
    _fonts(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def describe(document: Document, about: Properties) -> None:
    """Say in a document's properties what it is."""
    core = document.core_properties
    core.title, core.subject, core.keywords = about.title, about.subject, about.keywords
    core.language, core.author, core.comments = about.language, "", ""


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.style = document.styles["Footer"]
        line.alignment = align
        line.add_run("— ")
        _field(line.add_run(), "PAGE")
        line.add_run(" —")


def _field(run: Run, code: str) -> None:
    for kind in ("begin", "", "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = code
        run._r.append(mark)  # noqa: SLF001 - fields have no other way in


def _forget_unused(document: Document) -> None:
    """The library's template brings a hundred table styles, and a picture of itself."""
    styles = document.styles
    kept = {"Table Grid", "Normal Table", "Default Paragraph Font"}
    for style in list(styles):
        is_paragraph = style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.LIST)
        if not is_paragraph and style.name not in kept:
            style.delete()
    for link in styles.element.findall(f"{qn('w:style')}/{qn('w:link')}"):
        link.getparent().remove(link)  # to a character style that has gone
    package = document.part.package
    for rels, ending in ((document.part.rels, "/stylesWithEffects"), (package.rels, "/thumbnail")):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(ending)]:
            del rels[key]


def _defaults(document: Document, language: str) -> None:
    root = document.styles.element
    properties = root.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _font(properties, _SONG, language)
    spoken = properties.find(qn("w:lang"))
    spoken.set(qn("w:val"), language if language.startswith("en") else "en-US")
    spoken.set(qn("w:eastAsia"), "zh-CN")
    layout = root.find(qn("w:docDefaults")).find(qn("w:pPrDefault")).find(qn("w:pPr"))
    layout.clear()
    normal = document.styles["Normal"]
    _font(normal.element.get_or_add_rPr(), _SONG, language)
    theme = document.settings.element.find(qn("w:themeFontLang"))
    theme.set(qn("w:eastAsia"), "zh-CN")


def _style(document: Document, look: Look, about: Setting) -> None:
    styles = document.styles
    known = {style.name for style in styles}
    style: ParagraphStyle = (
        styles[look.name]
        if look.name in known
        else styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    )
    style.base_style = styles["Normal"]
    style.hidden, style.unhide_when_used, style.quick_style = False, False, True
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    _font(properties, look.font, about.language)
    size, height = look.size * about.size, look.line * about.line
    if look.name == "Table Text":  # 五号 in either
        size, height = 10.5, 14
    style.font.size = Pt(size)
    style.font.bold = True if about.language == "en-GB" and "Heading" in look.name else None
    for child in list(style.element.get_or_add_pPr()):
        if child.tag in (qn("w:pBdr"), qn("w:numPr"), qn("w:contextualSpacing"), qn("w:ind")):
            style.element.pPr.remove(child)
    layout = style.paragraph_format
    layout.alignment = look.align
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    if look.name in ("Table Text", "Title"):  # a cell or a title may need more room for a line
        layout.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    layout.line_spacing = Pt(height)
    layout.space_before = Pt(look.before * about.line)
    layout.space_after = Pt(look.after * about.line)
    layout.keep_with_next = look.is_kept
    layout.widow_control = True
    if look.name == "Signature":
        layout.right_indent = Pt(2 * size)
    if look.indent:
        layout.first_line_indent = Pt(size * look.indent)
        style.element.pPr.ind.set(qn("w:firstLineChars"), str(100 * look.indent))


def _font(properties: Any, chinese: str, language: str) -> None:  # noqa: ANN401 - an XML element
    """Fonts by name for each script, and not by the template's theme, whose Chinese is Japanese."""
    fonts = properties.get_or_add_rFonts() if hasattr(properties, "get_or_add_rFonts") else None
    if fonts is None:
        fonts = properties.find(qn("w:rFonts"))
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), _LATIN)
    fonts.set(qn("w:eastAsia"), chinese)
    if language.startswith("zh"):
        fonts.set(qn("w:hint"), "eastAsia")  # “ ” … are Chinese where the text is


def _fonts(document: Document) -> None:
    """Say of each font that it is for Chinese (charset 86 is GB 2312) and what else it is called."""
    part = next(
        r.target_part for r in document.part.rels.values() if r.reltype.endswith("/fontTable")
    )
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, other in (*_OTHER_NAMES.items(), ("宋体", "SimSun"))
    )
    latin = (
        f'<w:font w:name="{_LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font>'
    )
    text = f"<w:fonts {nsdecls('w')}>{latin}{entries}</w:fonts>"
    part._blob = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text.encode()  # noqa: SLF001


def new_list(document: Document, first: int, size: float) -> int:
    """The number of a new list, whose items are bullets, or numbers from `first` on if it is not 0."""
    numbering = document.part.numbering_part.element
    abstract = (
        max(
            (int(one.get(qn("w:abstractNumId"))) for one in numbering.findall(qn("w:abstractNum"))),
            default=0,
        )
        + 1
    )
    levels = "".join(_level(depth, first, size) for depth in range(DEEPEST + 1))
    made = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    # The schema wants all kinds of lists before the lists themselves.
    lists = numbering.findall(qn("w:num"))
    if lists:
        lists[0].addprevious(made)
    else:
        numbering.append(made)
    return int(numbering.add_num(abstract).numId)


def _level(depth: int, first: int, size: float) -> str:
    left, hanging = int(20 * indent_of(depth, size).pt), int(30 * size)
    is_numbered = first and depth == 0
    kind, text = ("decimal", "%1.") if is_numbered else ("bullet", "•" if depth % 2 == 0 else "–")
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{first or 1}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{_SONG}" w:hint="default"/></w:rPr>'
        "</w:lvl>"
    )


def indent_of(depth: int, size: float) -> Length:
    """How far the text of an item `depth` levels in is set in, where text has that size in points."""
    return Pt(size * (3.5 + 1.5 * min(depth, DEEPEST)))
