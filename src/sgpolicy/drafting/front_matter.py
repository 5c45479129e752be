"""The law's title, number, issuing body and date, as far as its text says them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sgpolicy.drafting.records import Chunk, FrontMatter, Paragraph
from sgpolicy.source.numerals import read_number

NUMBER = re.compile(
    r"[一-鿿（）()]{1,14}?[〔\[［【（(]\s*[12]\d{3}\s*[〕\]］】）)]\s*第?\s*\d{1,5}\s*号"
)
"""A document's number, 韶工信函〔2022〕188号."""
_DATE = re.compile(
    r"([0-9]{4}|[零〇○一二三四五六七八九]{4})\s*年\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*月"
    r"\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_NAMED = re.compile(r"《([^《》]+(?:〈[^〈〉]*〉[^《》]*)*)》")
_BODY = re.compile(r"(?:局|委员会|委|厅|政府|办公室|办|部|院|行|中心|会)$")
_LAW = re.compile(r"(?:办法|规定|细则|条例|规则|规范|准则|章程|方案|意见|措施|指引|规程|制度|标准)")
_DIGITS = {char: str(i) for i, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


def front_matter(chunks: Sequence[Chunk]) -> FrontMatter:
    """What the text before the first article says of the law itself."""
    body = next((i for i, c in enumerate(chunks) if c.clause.kind != "notice"), len(chunks))
    paragraphs = [p for chunk in chunks[:body] for p in chunk.paragraphs]
    return FrontMatter(_title(paragraphs), _number(paragraphs), *_issued(paragraphs))


def _title(paragraphs: Sequence[Paragraph]) -> str:
    titles = [p.text for p in paragraphs if p.kind == "title" and _LAW.search(p.text)]
    own = titles[-1] if titles else ""
    for paragraph in paragraphs:
        for name in _NAMED.findall(paragraph.text):
            if own and name.endswith(own):
                return str(name)
            if not own and "印发" in paragraph.text and _LAW.search(name):
                own = str(name)
    return own.removesuffix("的通知") if own.startswith("关于") else own


def _number(paragraphs: Sequence[Paragraph]) -> str:
    """The number on a line of its own."""
    for paragraph in paragraphs:
        if match := NUMBER.fullmatch(paragraph.text.strip()):
            return re.sub(r"\s+", "", match[0])
    return ""


def _issued(paragraphs: Sequence[Paragraph]) -> tuple[str, str]:
    """The issuing body and the day, from the foot of the notice."""
    issuer = issued = ""
    for i, paragraph in enumerate(paragraphs):
        match = _DATE.search(paragraph.text)
        if match is None:
            continue
        day = read_date(match)
        is_alone = match.span() == (0, len(paragraph.text.strip()))
        if day and (is_alone or (not issued and len(paragraph.text) <= 80)):
            issued = day
            before = paragraphs[i - 1].text if is_alone and i else ""
            if _BODY.search(before) and len(before) <= 60:
                issuer = before
    if not issuer:
        heads = [p.text for p in paragraphs if _BODY.search(p.text) and len(p.text) <= 30]
        issuer = next((h for h in heads if not set("，。：、；") & set(h)), "")
    return re.sub(r"\s+", " ", issuer), issued


def read_date(match: re.Match[str]) -> str:
    """A written date as 2022-10-20; "" if the calendar has no such day."""
    year = "".join(_DIGITS.get(char, char) for char in match[1])
    month, day = read_number(match[2]), read_number(match[3])
    try:
        return date(int(year), int(month or 0), int(day or 0)).isoformat()
    except ValueError:
        return ""
