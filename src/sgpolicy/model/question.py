"""Questions about a history as of a day, and what is answered: what cases about a life are made of."""

from __future__ import annotations

from sgpolicy.model.chronicle import Chronicle, DutyState
from sgpolicy.model.core import Expr
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Step, Trace
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class AboutEvent:
    """Was the event as the text says: of all of its kind until the day, the one of that number from 1?"""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class AboutDuty:
    """How does a duty stand: in a year, or (None) one without a day?"""

    duty: str
    year: int | None


@dataclass(frozen=True, slots=True)
class AboutTitle:
    """Is a title held: of those that the power granted, the one of that number from 1.

    `number` None is the one held, or else the one held last.
    """

    power: str
    number: int | None


@dataclass(frozen=True, slots=True)
class AboutNext:
    """May the step or power be done on the day, after all that happened until then?"""

    provision: str


@dataclass(frozen=True, slots=True)
class AboutNode:
    """What does a rule, finding, combination, definition or clause come to on the day?"""

    node: str


@dataclass(frozen=True, slots=True)
class AboutLife:
    """Is a title held at all?"""


Question = AboutEvent | AboutDuty | AboutTitle | AboutNext | AboutNode | AboutLife


def subject_of(question: Question) -> str:
    """The id of the provision, kind of event or node that is asked about; "" for the life as a whole."""
    match question:
        case AboutEvent(kind=key) | AboutDuty(duty=key) | AboutTitle(power=key):
            return key
        case AboutNext(provision=key) | AboutNode(node=key):
            return key
        case AboutLife():
            return ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question is answered with.

    Attributes:
        outcome: None where there is no such event or title.
        found: A chronicle with nothing in it but what is asked about.
        state: How a duty stands; None for other questions.
        trace: For a node, the evaluation.
    """

    outcome: Outcome | None
    found: Chronicle
    state: DutyState | None = None
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Part of what an answer rests on: an evaluation, and what in it counted.

    Attributes:
        nodes: The nodes whose outcome counted.
        conditions: Conditions with no name of their own, each with its step.
        figures: Expressions whose value counted: actors, a period.
    """

    trace: Trace
    nodes: tuple[str, ...] = ()
    conditions: tuple[tuple[Expr, Step], ...] = ()
    figures: tuple[Expr, ...] = ()
