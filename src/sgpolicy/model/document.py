"""A policy folder as read: clauses with their prose, rule blocks under them, tables, manifest.

How it differs from the files: the prose is cut into clauses, and every rule block knows the clause it
stands under. Nothing in a block has been read yet.
"""

from __future__ import annotations

from sgpolicy.model.citation import Clause
from sgpolicy.records import dataclass, field
from sgpolicy.source.text import SourceFile, Span


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause's own prose (without its sub-items), as written, with where each part stands.

    Attributes:
        clause: The clause.
        heading: As printed; "" for none.
        parts: The prose with its places.
        title: Where among `parts` the words of its heading stand, which may be quoted and need not be.
    """

    clause: Clause
    heading: str
    parts: tuple[tuple[str, Span], ...]
    title: Span | None = None

    @property
    def text(self) -> str:
        """The prose, its paragraphs joined."""
        return "".join(part for part, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced `sgp` block: its inner text, where that starts, and the clause it stands under."""

    clause: Clause
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell's text and place."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A Markdown table: the headings above it (outermost first), its header and rows."""

    headings: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span

    def column(self, name: str) -> int | None:
        """The index of the column of that name; columns match by name, never by position."""
        return self.header.index(name) if name in self.header else None


TO_FILL = "待填"
"""Stands in a manifest for what nobody has filled in yet."""
NO_DATE = "1900-01-01"
"""Stands there for a day that nobody has filled in yet."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`policy.yaml`.

    Attributes:
        shared: The file that says how its facts follow from shared items; "" for none.
        changeable: The file that says what an applicant can change; "" for none.
        example: For a worked example, what it is an example of, and for which time the text is in
            force; "" for a policy to be relied on. The other attributes are what they are called.
    """

    id: str
    title: str
    title_en: str
    document_number: str
    issuer: str
    issuer_en: str
    issued: str
    language: str
    text: tuple[str, ...]
    tables: tuple[str, ...]
    inventory: str
    source: str
    source_sha256: str
    root: str
    shared: str = ""
    changeable: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole policy folder, read.

    Attributes:
        beginnings: The line at which each clause begins, in order; clauses that no line begins have none.
    """

    manifest: Manifest
    files: dict[str, SourceFile]
    clauses: dict[Clause, ClauseText]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    inventory: tuple[Table, ...]
    prose: tuple[tuple[str, Span], ...] = field(default=())
    source: SourceFile | None = None
    titles: dict[Clause, str] = field(default_factory=dict)
    beginnings: tuple[tuple[Clause, Span], ...] = ()
