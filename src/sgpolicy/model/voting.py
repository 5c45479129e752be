"""How several people's judgements of one standard are counted as one (合议)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sgpolicy.model.application import FindingRecord, Seat
from sgpolicy.model.citation import Citation
from sgpolicy.records import dataclass

Method = Literal["majority", "unanimous", "chair"]
"""More than half of all that sit find it met; every one does; the chair's judgement is the panel's."""


@dataclass(frozen=True, slots=True)
class Voting:
    """How a policy counts the judgements of several people.

    Attributes:
        interpretation: The id of the interpretation whose reading decides; "" where the text itself says.
        methods: Reading id → method; "" → method where there is no interpretation.
    """

    id: str
    name: str
    citation: Citation
    interpretation: str
    methods: Mapping[str, Method]

    def method(self, readings: Mapping[str, str]) -> Method:
        """The method under some readings; they must be complete."""
        return self.methods[readings[self.interpretation] if self.interpretation else ""]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A panel under some readings.

    Attributes:
        method: How its judgements are counted.
        seats: Those who may judge.
        excluded: Those who sit on it without being among those who may; they are not counted.
        decided: What it came to, on the day from which that is sure; None while it is open.
    """

    method: Method
    seats: tuple[Seat, ...]
    excluded: tuple[Seat, ...]
    decided: FindingRecord | None
