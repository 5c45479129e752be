"""Clauses and how they are cited: 第八条第一款第（五）项, 附件基础指标第1项.

立法法 第六十五条 numbers articles (条) in Chinese numerals, paragraphs (款) not at all, items (项) in
bracketed Chinese numerals and sub-items (目) in Arabic ones. Written forms vary (第五项, （五）);
`parse_clause` accepts them, `Clause.label` prints one.
"""

from __future__ import annotations

import re
from functools import lru_cache, total_ordering

from sgpolicy.records import dataclass, field
from sgpolicy.source.numerals import read_number

_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """A number below 1,000 in Chinese numerals.

    Example:
        >>> chinese_number(19), chinese_number(105)
        ('十九', '一百零五')
    """
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return "十" + (_DIGITS[number % 10] if number % 10 else "")
    if number < 100:
        return _DIGITS[number // 10] + "十" + (_DIGITS[number % 10] if number % 10 else "")
    rest = number % 100
    head = _DIGITS[number // 100] + "百"
    if rest == 0:
        return head
    if rest < 10:
        return head + "零" + _DIGITS[rest]
    return head + ("一" if rest < 20 else "") + chinese_number(rest)


_ORDER = {"article": 0, "annex": 1, "chapter": 2, "notice": 3}


@total_ordering
@dataclass(frozen=True, slots=True)
class Clause:
    """A place in the law. `kind` is "notice", "chapter", "article" or "annex".

    Attributes:
        kind: What the number counts; a notice has no number (0), nor has an annex that is the only one.
        number: The chapter's, article's or annex's number.
        paragraph: 款, from 1; 0 where the whole article is meant or it has only one.
        item: 项, from 1; 0 for none. Of an annex, a row of its table or one of its parts.
        group: Of an annex's row, the group in which it is numbered (基础指标); `PART` for a part (一、).
        rank: Which of the annex's groups that is, from 1; for the id alone.
    """

    kind: str
    number: int = 0
    paragraph: int = 0
    item: int = 0
    group: str = ""
    rank: int = field(default=0, compare=False)

    def __lt__(self, other: Clause) -> bool:
        """Articles before annexes, an annex's groups in the order in which they stand."""
        return self._place < other._place

    @property
    def _place(self) -> tuple[int, int, int, int, int, str]:
        kind = _ORDER.get(self.kind, len(_ORDER))
        return (kind, self.number, self.rank, self.paragraph, self.item, self.group)

    @property
    def id(self) -> str:
        """A stable ASCII id: `art7.1` is 第七条第（一）项."""
        if self.kind == "notice":
            return "notice"
        if self.kind == "annex":
            head = f"annex{self.number or ''}"
            row = f".{self.rank}" if self.group and self.group != PART else ""
            return head + row + (f".{self.item}" if self.item else "")
        head = f"{'ch' if self.kind == 'chapter' else 'art'}{self.number}"
        if self.paragraph:
            head += f"p{self.paragraph}"
        return head + (f".{self.item}" if self.item else "")

    @property
    def label(self) -> str:
        """The citation as printed.

        Example:
            >>> Clause("article", 8, item=5).label
            '第八条第（五）项'
        """
        if self.kind == "notice":
            return "印发通知"
        if self.kind == "chapter":
            return f"第{chinese_number(self.number)}章"
        if self.kind == "annex":
            text = f"附件{self.number or ''}"
            if self.group == PART:
                return f"{text}第{chinese_number(self.item)}部分"
            return text + self.group + (f"第{self.item}项" if self.item else "")
        text = f"第{chinese_number(self.number)}条"
        if self.paragraph:
            text += f"第{chinese_number(self.paragraph)}款"
        return text + (f"第（{chinese_number(self.item)}）项" if self.item else "")

    @property
    def label_en(self) -> str:
        """The citation in English: `Article 8(5)`."""
        if self.kind == "notice":
            return "Notice"
        if self.kind == "chapter":
            return f"Chapter {self.number}"
        if self.kind == "annex":
            text = f"Annex {self.number}".removesuffix(" 0")
            if self.group == PART:
                return f"{text}, part {self.item}"
            group = f", {self.group}" if self.group else ""
            return f"{text}{group}" + (f", row {self.item}" if self.item else "")
        text = f"Article {self.number}"
        if self.paragraph:
            text += f", paragraph {self.paragraph}"
        return text + (f"({self.item})" if self.item else "")

    @property
    def article(self) -> Clause:
        """The article (or notice, or chapter) this clause is part of."""
        return Clause(self.kind, self.number)

    def within(self, other: Clause) -> bool:
        """Whether this clause is `other` or part of it."""
        if (self.kind, self.number) != (other.kind, other.number):
            return False
        if other.paragraph and other.paragraph != self.paragraph:
            return False
        if other.group and other.group != self.group:
            return False
        return not other.item or other.item == self.item


PART = "部分"
"""The group of an annex's parts, numbered 一、二、."""
_ANNEX = re.compile(
    r"附件\s*(?P<number>[0-9一二三四五六七八九十]*)\s*"
    r"(?:(?P<group>[^0-9第\s]*)\s*第\s*(?P<item>[0-9]+)\s*项"
    r"|第\s*(?P<part>[一二三四五六七八九十0-9]+)\s*部分)?"
)
_WRITTEN = re.compile(
    r"第?\s*(?P<number>[0-9一二三四五六七八九十百零]+)\s*(?P<kind>条|章)"
    r"(?:\s*第?\s*(?P<paragraph>[0-9一二三四五六七八九十]+)\s*款)?"
    r"(?:\s*第?\s*[（(]?\s*(?P<item>[0-9一二三四五六七八九十]+)\s*[）)]?\s*项?)?"
)
_SHORT = re.compile(r"(?P<number>\d+)\s*[（(]\s*(?P<item>[0-9一二三四五六七八九十]+)\s*[）)]")


@lru_cache(maxsize=4096)
def parse_clause(text: str) -> Clause | None:
    """Read a citation in any of its written forms; None if it is not one.

    Example:
        >>> parse_clause("第八条（五）") == parse_clause("第8条第五项") == parse_clause("8(五)")
        True
        >>> parse_clause("附件基础指标第1项").label_en
        'Annex, 基础指标, row 1'
    """
    text = text.strip()
    if text in {"印发通知", "通知", "notice"}:
        return Clause("notice")
    annex = _ANNEX.fullmatch(text)
    if annex is not None:
        number, part = (int(read_number(annex[key] or "") or 0) for key in ("number", "part"))
        if part:
            return Clause("annex", number, item=part, group=PART)
        return Clause("annex", number, item=int(annex["item"] or 0), group=annex["group"] or "")
    match = _WRITTEN.fullmatch(text) or _SHORT.fullmatch(text)
    if match is None:
        return None
    parts = {k: int(read_number(v) or 0) for k, v in match.groupdict().items() if v and k != "kind"}
    kind = "chapter" if match.groupdict().get("kind") == "章" else "article"
    if not parts.get("number"):
        return None
    return Clause(kind, parts["number"], parts.get("paragraph", 0), parts.get("item", 0))


@dataclass(frozen=True, slots=True)
class Citation:
    """What a rule stands on: the policy's document, the clause, and the phrases quoted from it.

    Attributes:
        clause: The clause under which the rule stands in the policy file.
        phrases: The words quoted, as the official text has them.
    """

    clause: Clause
    phrases: tuple[str, ...]

    @property
    def label(self) -> str:
        """第七条第（一）项「资产总额不低于100万元」."""
        return self.clause.label + "".join(f"「{phrase}」" for phrase in self.phrases)

    def __str__(self) -> str:
        return self.label
