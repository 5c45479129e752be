"""What a policy's cases exercise: for each rule, the points that cases should try and which did.

A case tries a point only where its expectation rests on it: a bound that was compared on the way to
some other rule's outcome has been computed, not tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import Operator
from sgpolicy.model.types import Type
from sgpolicy.records import dataclass

PointKind = Literal[
    "met",  # the outcomes of a rule
    "not_met",
    "open",
    "not_applicable",
    "below",  # where a value stands to its bound
    "at",
    "above",
    "before",  # where a day stands to a stretch of days
    "first",
    "last",
    "after",
    "member",  # one of the choices listed, or none of them
    "outside",
    "holds",  # a condition among others
    "fails",
    "taken",  # an exception, a case of several
    "not_taken",
    "reading",  # a reading of an interpretation
]
PartKind = Literal[
    "outcome", "bound", "elapsed", "stretch", "choice", "condition", "exception", "reading"
]
ItemKind = Literal["rule", "finding", "combination", "scope", "definition", "interpretation"]
Level = Literal["full", "partial", "none"]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that some case should try.

    Attributes:
        kind: See `PointKind`.
        label: The choice or the reading that is meant; "" for other kinds.
        cases: Which cases try it: places in `Exercise.cases`, those about the rule itself first.
        is_near: Whether nothing but one step from the bound counts (1 for counts, 0.01 元, a day).
        nearest: For "below" and "above", how far from the bound the nearest value tried was, in base
            units or days; None where none was.
    """

    kind: PointKind
    label: str
    cases: tuple[int, ...]
    is_near: bool = False
    nearest: Fraction | None = None

    @property
    def is_tried(self) -> bool:
        """Whether a case tries it."""
        return bool(self.cases)


@dataclass(frozen=True, slots=True)
class Part:
    """A group of points: a rule's outcomes, one of its bounds, one of its exceptions.

    Attributes:
        subject: What is compared or asked, in the policy's names; "" for outcomes and readings.
        written: The bound as the rule writes it (不少于 6人).
        under: The readings under which it is looked at, as (interpretation, reading) names.
        operator: For bounds, how the value is compared with it.
        bound: For bounds that are one number, the number; `figure` as the rule writes it, `type` its
            type.
        phrases: For exceptions, the words quoted.
    """

    kind: PartKind
    points: tuple[Point, ...]
    subject: str = ""
    written: str = ""
    under: tuple[tuple[str, str], ...] = ()
    operator: Operator | None = None
    bound: Fraction | None = None
    type: Type | None = None
    phrases: tuple[str, ...] = ()
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A rule, finding, combination, scope, definition or interpretation, with what was tried of it."""

    id: str
    name: str
    kind: ItemKind
    citation: Citation
    parts: tuple[Part, ...]

    def points(self) -> Iterator[Point]:
        """All of its points."""
        for part in self.parts:
            yield from part.points

    @property
    def total(self) -> int:
        """How many points it has."""
        return sum(len(part.points) for part in self.parts)

    @property
    def tried(self) -> int:
        """How many of them some case tries."""
        return sum(point.is_tried for point in self.points())

    @property
    def level(self) -> Level:
        """Whether all, some or none of its points are tried."""
        if self.tried == self.total:
            return "full"
        return "partial" if self.tried else "none"

    def cases(self) -> tuple[int, ...]:
        """The cases that try any of its points, each once, in the order of the points."""
        return tuple(dict.fromkeys(case for point in self.points() for case in point.cases))


@dataclass(frozen=True, slots=True)
class CaseName:
    """A case as it is cited.

    Attributes:
        file, line: Where it stands; the file is relative to the policy folder.
        target: Id of the node it is about; "" for the decision as a whole.
        readings: Ids of the interpretations that it gives a reading of.
    """

    name: str
    file: str
    line: int
    target: str
    readings: tuple[str, ...] = ()

    def is_about(self, item: str) -> bool:
        """Whether it was written for the item of that id, rather than resting on it among others."""
        return item == self.target or item in self.readings


@dataclass(frozen=True, slots=True)
class Exercise:
    """What all cases together exercise.

    Attributes:
        items: In the order of the law.
        cases: Those that came out as expected; the others prove nothing.
        failed: How many did not.
    """

    items: tuple[Item, ...]
    cases: tuple[CaseName, ...]
    failed: int = 0

    @property
    def total(self) -> int:
        """How many points there are."""
        return sum(item.total for item in self.items)

    @property
    def tried(self) -> int:
        """How many of them some case tries."""
        return sum(item.tried for item in self.items)

    @property
    def share(self) -> Fraction:
        """The share of the points that are tried; 1 where there are none."""
        return Fraction(self.tried, self.total) if self.total else Fraction(1)


@dataclass(frozen=True, slots=True)
class Owner:
    """A declaration that quotes the law.

    Attributes:
        word: What it is (规则, 评定, …). `mark`: the kind of work it does; "" for 口径.
    """

    name: str
    word: str
    mark: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters of the official text, as they stand, that the same declarations quote.

    Attributes:
        owners: Names of those declarations.
        begins, ends: Those of them whose quotation begins, or ends, with this segment.
    """

    text: str
    owners: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the official text. `lead` is what stands before it: （一）."""

    clause: Clause
    lead: str
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class LawText:
    """The official text cut where quotations begin and end.

    Attributes:
        paragraphs: In the order in which they stand in the policy's files.
        titles: The headings of chapters and articles.
        owners: Every declaration that quotes, by name.
    """

    title: str
    document_number: str
    paragraphs: tuple[Paragraph, ...]
    titles: dict[Clause, str]
    owners: dict[str, Owner]
