"""What a peer is: a way to write the rules in its language, to load them, and to decide by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from peers.plain import Facts
from peers.rules import Rules


@dataclass(frozen=True, slots=True)
class Running:
    """Rules loaded, compiled as far as the peer can.

    Attributes:
        convert: Typed facts → what the peer is handed, as Python values.
        decide: That → every rule's outcome, as Python values of the peer's own making. What the peer itself
            converts (to JSON, to its own values and back) is in here.
        outcomes: What `decide` returned, by rule id; None where it says neither yes nor no. Not timed.
        verdict: That → the verdict alone, asked for in the way in which a missing fact does least harm: True or
            False, anything else where it says neither.
        explain: The same with the peer's own explanation, if it has any; the explanation alone is returned.
    """

    convert: Callable[[Facts], Any]
    decide: Callable[[Any], Any]
    outcomes: Callable[[Any], Mapping[str, Any]]
    verdict: Callable[[Any], Any]
    explain: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine.

    Attributes:
        name: As shown. `packages`: the distributions whose versions count.
        about: How it is used here and why that is its best way.
        write: The rules in its language.
        load: That, parsed and compiled.
        explains: What its own explanation is; "" where it has none.
    """

    name: str
    packages: tuple[str, ...]
    about: str
    write: Callable[[Rules], str]
    load: Callable[[str, Rules], Running]
    explains: str = ""

    def versions(self) -> dict[str, str]:
        """Of its distributions."""
        return {name: version(name) for name in self.packages}


def by_position(rules: Rules) -> Callable[[Any], Mapping[str, Any]]:
    """Outcomes that come as a sequence, in the order of the rules."""
    keys = rules.keys
    return lambda found: dict(zip(keys, found, strict=True))


def first_line(doc: str | None) -> str:
    """A module's docstring on one line, for the report."""
    return " ".join((doc or "").split())
