"""Word files (.docx) → text, with the numbers that Word itself writes before its paragraphs.

What is deleted under tracked changes is left out, what is inserted is kept. Of a table each row becomes
a line, its cells parted by `|`. Headers, footers and notes are no part of the body and are not read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sgpolicy.drafting.numbering import Level, Numbering
from sgpolicy.drafting.unreadable import UnreadableTextError

if TYPE_CHECKING:
    from docx.document import Document

_Element = Any
"""An element of python-docx's XML tree, which has no types."""
_MOST_UNPACKED = 50_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK})
_AS_TEXT = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}


def is_word_file(data: bytes) -> bool:
    """Whether the bytes are a packed file, as Word's are since 2007."""
    return data.startswith(b"PK\x03\x04")


def read_word(data: bytes) -> str:
    """The text of a Word file, a line for each paragraph and each table row.

    Raises:
        UnreadableTextError: If it is no such file, or python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise UnreadableTextError("no_library") from None
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        text = "\n".join(_lines(docx.Document(BytesIO(data)))) if size <= _MOST_UNPACKED else ""
    except Exception:  # noqa: BLE001 - a damaged file breaks the reader in many ways
        raise UnreadableTextError("word") from None
    if size > _MOST_UNPACKED:
        raise UnreadableTextError("long")
    return text


def _lines(document: Document) -> Iterator[str]:
    numbering = Numbering(_levels(document), _starts(document))
    styles = _StyleNumbers(document)
    for element in _blocks(document.element.body):
        if element.tag == f"{_W}p":
            yield _paragraph(element, numbering, styles)
        else:
            for row in element.iter(f"{_W}tr"):
                if _table_of(row) is not element:
                    continue  # of a table within a cell: its text is in that cell
                cells = [
                    " ".join(
                        text
                        for p in cell.iter(f"{_W}p")
                        if (text := _paragraph(p, numbering, styles).strip())
                    )
                    for cell in row.iterchildren(f"{_W}tc")
                ]
                yield " | ".join(cells)


def _table_of(row: _Element) -> _Element:
    return next(up for up in row.iterancestors() if up.tag == f"{_W}tbl")


def _blocks(body: _Element) -> Iterator[_Element]:
    """Paragraphs and tables in order, also those inside content controls."""
    for element in body.iterchildren():
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag not in _LEFT_OUT:
            yield from _blocks(element)


def _paragraph(element: _Element, numbering: Numbering, styles: _StyleNumbers) -> str:
    text = "".join(_pieces(element))
    number = styles.number_of(element)
    if number is None or not text.strip():
        return text
    return numbering.mark(*number) + text


def _pieces(element: _Element) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _AS_TEXT:
            yield _AS_TEXT[child.tag]
        elif child.tag not in (f"{_W}pPr", f"{_W}rPr"):
            yield from _pieces(child)


class _StyleNumbers:
    """Which list level a paragraph has: by itself, or by its style or one that is based on."""

    def __init__(self, document: Document) -> None:
        self.styles: dict[str, _Element] = {}
        self.default = ""
        for style in document.styles.element.iterchildren(f"{_W}style"):
            self.styles[style.get(f"{_W}styleId")] = style
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true"):
                self.default = style.get(f"{_W}styleId")
        self.by_style = _level_of_styles(document)

    def number_of(self, element: _Element) -> tuple[str, int] | None:
        """The list's number and the level; None for a paragraph without."""
        properties = element.find(f"{_W}pPr")
        style = self.default
        num = level = None
        if properties is not None:
            if (named := properties.find(f"{_W}pStyle")) is not None:
                style = named.get(f"{_W}val")
            num, level = _num_of(properties)
        seen: set[str] = set()
        while (
            style and style in self.styles and style not in seen and (num is None or level is None)
        ):
            seen.add(style)
            inherited = self.styles[style].find(f"{_W}pPr")
            if inherited is not None:
                own_num, own_level = _num_of(inherited)
                if num is None and own_num is not None:
                    num = own_num
                    if level is None and own_level is None:
                        level = self.by_style.get((num, style))
                level = own_level if level is None else level
            based = self.styles[style].find(f"{_W}basedOn")
            style = based.get(f"{_W}val") if based is not None else ""
        if num is None or num == "0":
            return None
        return num, level or 0


def _num_of(properties: _Element) -> tuple[str | None, int | None]:
    found = properties.find(f"{_W}numPr")
    if found is None:
        return None, None
    num, level = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
    return (
        num.get(f"{_W}val") if num is not None else None,
        int(level.get(f"{_W}val")) if level is not None else None,
    )


def _numbering_part(document: Document) -> _Element | None:
    from docx.opc.constants import RELATIONSHIP_TYPE

    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            part = relation.target_part
            element = getattr(part, "element", None)
            if element is not None:
                return element
    return None


def _abstracts(document: Document) -> dict[str, _Element]:
    """For each list its definition's element, a definition that only names a style followed to it."""
    root = _numbering_part(document)
    if root is None:
        return {}
    defined = {a.get(f"{_W}abstractNumId"): a for a in root.iterchildren(f"{_W}abstractNum")}
    by_link = {
        link.get(f"{_W}val"): a
        for a in defined.values()
        if (link := a.find(f"{_W}styleLink")) is not None
    }
    made = {}
    for num in root.iterchildren(f"{_W}num"):
        ref = num.find(f"{_W}abstractNumId")
        abstract = defined.get(ref.get(f"{_W}val")) if ref is not None else None
        if abstract is None:
            continue
        link = abstract.find(f"{_W}numStyleLink")
        if link is not None:
            abstract = by_link.get(link.get(f"{_W}val"), abstract)
        made[num.get(f"{_W}numId")] = (num, abstract)
    return made


def _levels(document: Document) -> dict[str, tuple[str, dict[int, Level]]]:
    """For each list the name under which it counts, and its levels."""
    made = {}
    for key, (num, abstract) in _abstracts(document).items():
        levels = {
            int(level.get(f"{_W}ilvl")): _level(level)
            for level in abstract.iterchildren(f"{_W}lvl")
        }
        for override in num.iterchildren(f"{_W}lvlOverride"):
            own = override.find(f"{_W}lvl")
            if own is not None:
                levels[int(override.get(f"{_W}ilvl"))] = _level(own)
        made[key] = (str(abstract.get(f"{_W}abstractNumId")), levels)
    return made


def _starts(document: Document) -> dict[str, dict[int, int]]:
    """Where a list begins anew at a number of its own."""
    made: dict[str, dict[int, int]] = {}
    for key, (num, _) in _abstracts(document).items():
        for override in num.iterchildren(f"{_W}lvlOverride"):
            start = override.find(f"{_W}startOverride")
            if start is not None:
                level = int(override.get(f"{_W}ilvl"))
                made.setdefault(key, {})[level] = int(start.get(f"{_W}val"))
    return made


def _level_of_styles(document: Document) -> dict[tuple[str, str], int]:
    made = {}
    for key, (_, abstract) in _abstracts(document).items():
        for level in abstract.iterchildren(f"{_W}lvl"):
            style = level.find(f"{_W}pStyle")
            if style is not None:
                made[key, style.get(f"{_W}val")] = int(level.get(f"{_W}ilvl"))
    return made


def _level(element: _Element) -> Level:
    def value(name: str, otherwise: str) -> str:
        child = element.find(f"{_W}{name}")
        return str(child.get(f"{_W}val", otherwise)) if child is not None else otherwise

    legal = element.find(f"{_W}isLgl")
    is_legal = legal is not None and legal.get(f"{_W}val", "1") not in ("0", "false")
    return Level(
        start=int(value("start", "1")),
        form=value("numFmt", "decimal"),
        text=value("lvlText", ""),
        suffix=value("suff", "tab"),
        is_decimal=is_legal,
    )
