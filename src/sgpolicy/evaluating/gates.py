"""What is left of a decision once everything known is worked out: gates over open conditions.

Gates are interned: one that stands in several places is one object. The dominator tree says which
gate is the one way from the decision to a condition; it shows where an unknown that occurs in
several places is at home, and which parts depend on nothing outside themselves (modules).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from sgpolicy.records import dataclass

Kind = Literal["constant", "atom", "not", "all", "any", "least", "pair"]


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """A gate: `number` is a constant's value, an atom's index, or how many parts must hold."""

    kind: Kind
    number: int = 0
    parts: tuple[Gate, ...] = ()


TRUE = Gate("constant", 1)
FALSE = Gate("constant", 0)


class Gates:
    """A factory that interns gates and simplifies as it builds."""

    def __init__(self) -> None:
        self._interned: dict[tuple[Kind, int, tuple[Gate, ...]], Gate] = {}

    def _make(self, kind: Kind, number: int, parts: tuple[Gate, ...]) -> Gate:
        key = (kind, number, parts)
        gate = self._interned.get(key)
        if gate is None:
            gate = self._interned[key] = Gate(kind, number, parts)
        return gate

    def atom(self, index: int) -> Gate:
        """An open condition."""
        return self._make("atom", index, ())

    def negated(self, gate: Gate) -> Gate:
        """Not `gate`."""
        if gate.kind == "constant":
            return FALSE if gate is TRUE else TRUE
        if gate.kind == "not":
            return gate.parts[0]
        return self._make("not", 0, (gate,))

    def all(self, gates: Iterable[Gate]) -> Gate:
        """Every one of `gates`."""
        return self._joined("all", gates, TRUE, FALSE)

    def any(self, gates: Iterable[Gate]) -> Gate:
        """One of `gates` at least."""
        return self._joined("any", gates, FALSE, TRUE)

    def least(self, number: int, gates: Iterable[Gate]) -> Gate:
        """At least `number` of `gates`; the same gate may stand among them twice."""
        parts = list(gates)
        number -= sum(1 for part in parts if part is TRUE)
        parts = [part for part in parts if part.kind != "constant"]
        if number <= 0:
            return TRUE
        if number > len(parts):
            return FALSE
        if number == 1:
            return self.any(parts)
        if number == len(parts):
            return self.all(parts)
        return self._make("least", number, tuple(parts))

    def choice(self, condition: Gate, then: Gate, otherwise: Gate) -> Gate:
        """`then` where `condition`, else `otherwise`."""
        if then is otherwise:
            return then
        return self.any(
            (
                self.all((condition, then)),
                self.all((self.negated(condition), otherwise)),
            )
        )

    def grouped(self, kind: Kind, groups: Iterable[Iterable[Gate]]) -> Gate:
        """All (or any) of the groups, each a gate of its own."""
        inner = [
            parts[0] if len(parts) == 1 else self._make(kind, 0, parts)
            for parts in (tuple(group) for group in groups)
        ]
        return inner[0] if len(inner) == 1 else self._make(kind, 0, tuple(inner))

    def pair(self, one: Gate, other: Gate) -> Gate:
        """A gate that only holds two others together."""
        return self._make("pair", 0, (one, other))

    def rebuilt(self, gate: Gate, parts: tuple[Gate, ...]) -> Gate:
        """The same gate over other parts."""
        return gate if parts == gate.parts else self._make(gate.kind, gate.number, parts)

    def _joined(self, kind: Kind, gates: Iterable[Gate], neutral: Gate, final: Gate) -> Gate:
        parts: dict[Gate, None] = {}
        for gate in gates:
            if gate is final:
                return final
            if gate is neutral:
                continue
            for part in gate.parts if gate.kind == kind else (gate,):
                parts[part] = None
        if len(parts) < 2:
            return next(iter(parts), neutral)
        return self._make(kind, 0, tuple(parts))


def descending(top: Gate) -> list[Gate]:
    """Every gate under `top`, each before its parts."""
    seen: set[Gate] = set()
    order: list[Gate] = []
    stack: list[tuple[Gate, Iterator[Gate]]] = [(top, iter(top.parts))]
    seen.add(top)
    while stack:
        gate, rest = stack[-1]
        part = next(rest, None)
        if part is None:
            order.append(gate)
            stack.pop()
        elif part not in seen:
            seen.add(part)
            stack.append((part, iter(part.parts)))
    order.reverse()
    return order


class Dominators:
    """The dominator tree of the gates under `top`."""

    def __init__(self, top: Gate) -> None:
        self.order = descending(top)
        above: dict[Gate, list[Gate]] = {gate: [] for gate in self.order}
        for gate in self.order:
            for part in gate.parts:
                above[part].append(gate)
        self._parent: dict[Gate, Gate] = {top: top}
        self._depth: dict[Gate, int] = {top: 0}
        for gate in self.order[1:]:
            parent = self.nearest(above[gate])
            self._parent[gate] = parent
            self._depth[gate] = self._depth[parent] + 1

    def nearest(self, gates: Iterable[Gate]) -> Gate:
        """The nearest gate through which every way to any of `gates` leads."""
        rest = iter(gates)
        found = next(rest)
        for gate in rest:
            other = gate
            while found is not other:
                if self._depth[found] < self._depth[other]:
                    other = self._parent[other]
                else:
                    found = self._parent[found]
        return found

    def homes(self, of_atom: Mapping[int, frozenset[int]]) -> dict[int, Gate]:
        """For each unknown of the atoms, the nearest gate above all places where it occurs."""
        atoms: dict[int, list[Gate]] = {}
        for gate in self.order:
            if gate.kind == "atom":
                for unknown in of_atom[gate.number]:
                    atoms.setdefault(unknown, []).append(gate)
        return {unknown: self.nearest(where) for unknown, where in atoms.items()}

    def dominates(self, upper: Gate, gate: Gate) -> bool:
        """Whether every way to `gate` leads through `upper`."""
        depth = self._depth[upper]
        while self._depth[gate] > depth:
            gate = self._parent[gate]
        return gate is upper


def clustered(gates: Gates, top: Gate, shared: Mapping[int, frozenset[int]]) -> Gate:
    """`top` with the parts of *all of* and *any of* that share unknowns bundled together.

    Bundles share nothing with each other but what the gate shares with its surroundings.

    Args:
        gates: The factory.
        top: The gate.
        shared: Atom → those of its unknowns that other atoms have too.
    """
    dominators = Dominators(top)
    under = unknowns_under(dominators.order, shared)
    home = dominators.homes(shared)
    done: dict[Gate, Gate] = {}
    for gate in reversed(dominators.order):
        if gate.kind in ("all", "any"):
            here = {one for one in under[gate] if home[one] is gate}
            groups = _connected([(part, under[part] & here) for part in gate.parts])
            inner = [[done[part] for part in group] for group in groups]
            done[gate] = gates.grouped(gate.kind, inner)
        else:
            done[gate] = gates.rebuilt(gate, tuple(done[part] for part in gate.parts))
    return done[top]


def unknowns_under(
    order: list[Gate], of_atom: Mapping[int, frozenset[int]]
) -> dict[Gate, frozenset[int]]:
    """The unknowns of the atoms under each gate; `order` has each gate before its parts."""
    under: dict[Gate, frozenset[int]] = {}
    for gate in reversed(order):
        if gate.kind == "atom":
            under[gate] = of_atom[gate.number]
        else:
            under[gate] = frozenset().union(*(under[part] for part in gate.parts))
    return under


def _connected(parts: list[tuple[Gate, frozenset[int]]]) -> list[list[Gate]]:
    groups: list[tuple[list[Gate], set[int]]] = []
    for gate, unknowns in parts:
        joined, names = [gate], set(unknowns)
        rest = []
        for group in groups:
            if names.isdisjoint(group[1]):
                rest.append(group)
            else:
                joined = [*group[0], *joined]
                names |= group[1]
        groups = [*rest, (joined, names)]
    return [group for group, _ in groups]
