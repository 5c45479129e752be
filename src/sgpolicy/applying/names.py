"""What data may call what a policy declares, by either name: worked out when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from sgpolicy.applying.event_columns import PARTS, parts_of
from sgpolicy.applying.intake import by_names
from sgpolicy.applying.judgements import FINDINGS, Part, actors_by_name

if TYPE_CHECKING:
    from sgpolicy.applying.plain_events import PlainEvents
    from sgpolicy.applying.plain_facts import PlainFacts
    from sgpolicy.model.core import Core, EventKind, LedgerColumn
    from sgpolicy.model.declared import Declared

OTHERS: Final = Part("others", "其余")
"""Under 记载截至, the kinds that are not named there."""


class Names:
    """A policy's names; whoever reads much under it keeps them.

    Args:
        core: The policy.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._by_kind: dict[str, Mapping[str, Part | LedgerColumn]] = {}

    @cached_property
    def stated(self) -> Mapping[str, Declared]:
        """What an application states: facts, ledgers, findings as a whole."""
        core = self._core
        named: tuple[Declared, ...] = (FINDINGS, *core.facts.values(), *core.ledgers.values())
        return by_names(named)

    @cached_property
    def kinds(self) -> Mapping[str, EventKind]:
        """The kinds of events."""
        found: dict[str, EventKind] = {}
        for kind in self._core.events.values():
            found.setdefault(kind.id, kind)
            found.setdefault(kind.name, kind)
        return found

    @cached_property
    def complete(self) -> Mapping[str, Declared]:
        """What may be recorded up to a day: a kind of event, or the others."""
        named: tuple[Declared, ...] = (OTHERS, *self._core.events.values())
        return by_names(named)

    def cells(self, kind: EventKind | None) -> Mapping[str, Part | LedgerColumn]:
        """What an event may state; of an unknown kind, what any kind may."""
        key = kind.id if kind is not None else ""
        if key not in self._by_kind:
            some = [kind] if kind is not None else [*self._core.events.values()]
            common = parts_of(kind) if kind is not None else PARTS
            own = chain.from_iterable(one.columns for one in some)
            self._by_kind[key] = by_names((*common, *own))
        return self._by_kind[key]

    @cached_property
    def plain_facts(self) -> PlainFacts:
        """Reads facts that are as nearly all are."""
        from sgpolicy.applying.plain_facts import PlainFacts

        return PlainFacts(self._core, self.stated)

    @cached_property
    def plain_events(self) -> PlainEvents:
        """Reads lists of events that are as nearly all are."""
        from sgpolicy.applying.plain_events import PlainEvents

        return PlainEvents(self._core, self)

    @cached_property
    def actors(self) -> Mapping[str, str]:
        """Actors' ids, by name or id, or else by official name."""
        return actors_by_name(self._core)

    @cached_property
    def shown_kinds(self) -> str:
        """The kinds of events, for people."""
        return "、".join(kind.name for kind in self._core.events.values())

    @cached_property
    def shown_actors(self) -> str:
        """The actors, for people."""
        return "、".join(actor.name for actor in self._core.actors.values())
