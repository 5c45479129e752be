"""The pieces a letter or an audit is made of, before terminal or Markdown lays them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from sgpolicy.model.outcome import Outcome


INDENT = "\u3000"
"""What sets a row in, by one step: an ideographic space, which Markdown keeps."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title."""

    level: int
    text: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text.

    Attributes:
        outcome: Named in the text, where it may be emphasised.
        place: Where it stands in a letter: to whom it goes, what it says, or who signs it and when.
    """

    text: str
    outcome: Outcome | None = None
    place: Literal["body", "salutation", "signature"] = "body"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list, `depth` levels in.

    Attributes:
        label: What it is about.
        text: What is said about it, on lines of its own under the label if there is a label.
        outcome: Shown as sign (and, with `is_worded`, as word) before the label.
        number: For numbered lists, its number; 0 for none.
    """

    depth: int
    label: str
    text: tuple[str, ...] = ()
    outcome: Outcome | None = None
    is_worded: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with values, aligned."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header.

    Attributes:
        numbers: The columns (from 0) that are set to the right.
        depths: How far the first column of each row is set in.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]
    depths: tuple[int, ...]


Block = Heading | Paragraph | Item | Fields | Table
