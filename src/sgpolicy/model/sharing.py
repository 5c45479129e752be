"""What several policies ask alike: shared items, and how each policy's facts follow from them.

Nothing is shared because two policies use one name for it: each fact that follows from shared items has
a rule of its own, with the reason why the meaning is the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from sgpolicy.model.application import Value
from sgpolicy.model.core import Expr
from sgpolicy.records import dataclass, field


@dataclass(frozen=True, slots=True)
class SharingRule:
    """How a fact of a policy follows from shared items.

    Attributes:
        fact: The id of the policy's fact.
        value: The value it has where `formula` holds; None where `formula` gives the value itself.
        formula: Over shared items.
        written: The formula as the policy writes it.
        reason: Why the meaning is the same.
    """

    fact: str
    value: Value | None
    formula: Expr
    written: str
    reason: str


@dataclass(frozen=True, slots=True)
class Apart:
    """A name that a policy has in common with another, for something else.

    Attributes:
        name: The name.
        other: The id of the other policy.
        reason: Why it is not the same thing.
    """

    name: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class Correspondence:
    """How one policy stands to the shared items.

    Attributes:
        policy: The policy's id.
        rules: In the order of its table; a fact whose value is given case by case has several.
        apart: Names it shares with other policies for other things.
    """

    policy: str
    rules: tuple[SharingRule, ...]
    apart: tuple[Apart, ...]


@dataclass(frozen=True, slots=True)
class SharedData:
    """What is known of an applicant in shared items.

    Attributes:
        facts: Item id → value, in base units.
        possible: Of an item whose value is not known, the values that it can still have, where
            something tells (from an application to one policy: it is registered, so it is no natural
            person).
    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    possible: Mapping[str, frozenset[Value]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Carried:
    """A fact of a policy that follows from shared items.

    Attributes:
        fact: The policy fact's id.
        value: Its value.
        items: The ids of the items it follows from.
        reason: Why.
    """

    fact: str
    value: Value
    items: tuple[str, ...]
    reason: str
