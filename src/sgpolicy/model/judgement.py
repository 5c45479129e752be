"""What people found, as explanations tell it: a judgement, and the votes of a panel."""

from __future__ import annotations

from datetime import date

from sgpolicy.model.voting import Method
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Vote:
    """What one member of a panel found.

    Attributes:
        person, by: The member's name, and the actor for which the member judges.
        counts: Whether the member is among those who may judge under the readings in force.
        met, on, rests_on, note: The member's judgement; `met` None where it is not made by the day of the evaluation.
    """

    person: str
    by: str
    is_chair: bool
    counts: bool
    met: bool | None = None
    on: date | None = None
    rests_on: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Votes:
    """A panel's judgements, and how they are counted."""

    method: Method
    votes: tuple[Vote, ...]

    @property
    def tally(self) -> tuple[int, int, int]:
        """How many of those that count found it met, found it not met, and have not judged."""
        made = [one.met for one in self.votes if one.counts]
        return made.count(True), made.count(False), made.count(None)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A standard that a person judges, and the judgement if there is one.

    Attributes:
        assessors: The names of those who may judge under the readings in force.
        met, by, on, rests_on, note: The judgement that counts; `met` None while there is none.
        refused_by: Who judged without being among those who may; "" for nobody.
        person, role: Who judged for `by`, by name, and as what; "" where not recorded.
        panel: Where several people judge, their votes; `on` is then the day from which the result was sure.
    """

    question: str
    evidence: str
    assessors: tuple[str, ...]
    met: bool | None = None
    by: str = ""
    on: date | None = None
    rests_on: str = ""
    note: str = ""
    refused_by: str = ""
    person: str = ""
    role: str = ""
    panel: Votes | None = None
