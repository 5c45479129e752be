"""What the stages of drafting hand on: lines, mends, paragraphs, chunks, drafts."""

from __future__ import annotations

from sgpolicy.model.citation import Clause
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Mend:
    """Something about the text that was put right, left out, or only noticed.

    Attributes:
        line: The line of the text as found, from 1.
        kind: "bracket", "page", "joined", "split", "doubt".
        before: The words as found.
        after: The words as they are in the folder; "" where they were left out or only noticed.
    """

    line: int
    kind: str
    before: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text as found, without blanks at its ends.

    Attributes:
        number: From 1.
        text: Without Markdown heading marks.
        is_marked: Whether it had heading marks.
        is_indented: Whether it was set in.
        follows_blank: Whether an empty line, or nothing, stands before it.
    """

    number: int
    text: str
    is_marked: bool = False
    is_indented: bool = False
    follows_blank: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together.

    Attributes:
        kind: "text", "title", "part", "chapter", "article", "item", "sub_item", "annex", "annex_part" or "tail".
        number: Of a chapter, article, item, annex or annex's part; 0 for none.
        text: Everything, its mark (第一条, （一）) included.
        line: Where it begins in the text as found.
        body_at: Where in `text` its words begin, after the mark.
    """

    kind: str
    text: str
    line: int
    number: int = 0
    body_at: int = 0

    @property
    def body(self) -> str:
        """The words after the mark."""
        return self.text[self.body_at :]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Paragraphs of one clause that stand together.

    Attributes:
        clause: Whose they are; a chapter's heading is a chunk of its own.
        paragraphs: In order.
    """

    clause: Clause
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a policy's manifest says of the law; "" for what was not recognised."""

    title: str = ""
    document_number: str = ""
    issuer: str = ""
    issued: str = ""


@dataclass(frozen=True, slots=True)
class DraftFact:
    """A row suggested for the table of facts; `type_` and `unit` are as they are written there."""

    name: str
    key: str
    type_: str
    unit: str
    question: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A declaration suggested for a clause.

    Attributes:
        chunk: The index of the chunk below which it stands.
        word: 规则, 组合, 定义 …
        name, key: What it is called.
        quotes: The law's words that it carries out.
        body: Its text after the colon, parts separated by line feeds, without the mark 待确认.
        facts: The facts it asks for.
        actors: The actors it names, each with the law's words for it.
        role: "condition" of an applicant, "list" of conditions, "deadline", or "other".
        bounds: The numbers it carries out, as the law writes them.
    """

    chunk: int
    word: str
    name: str
    key: str
    quotes: tuple[str, ...]
    body: str
    facts: tuple[DraftFact, ...] = ()
    actors: tuple[tuple[str, str, str], ...] = ()
    role: str = "other"
    bounds: tuple[str, ...] = ()
