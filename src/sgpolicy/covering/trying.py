"""Cases' traces → for every point of the policy, the cases that try it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from sgpolicy.covering.bounds import (
    comparison,
    elapsed_distance,
    is_happening,
    placed,
    within_places,
)
from sgpolicy.covering.consulting import Consulting
from sgpolicy.covering.points import Place, elapsed_kinds, places
from sgpolicy.covering.slicing import Rested, rested_in, rested_on
from sgpolicy.model.citation import Clause
from sgpolicy.model.core import (
    Branch,
    Compare,
    Core,
    Elapsed,
    Expr,
    FactRef,
    Interpretation,
    Judged,
    Member,
    Node,
    Pick,
    SetCompare,
    Within,
)
from sgpolicy.model.exercise import CaseName, Exercise, Item, ItemKind, Part, Point, PointKind
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.question import Ground
from sgpolicy.model.trace import Step, Trace
from sgpolicy.records import dataclass, field, replace

_KINDS: dict[Outcome, PointKind] = {
    Outcome.MET: "met",
    Outcome.NOT_MET: "not_met",
    Outcome.MISSING_FACTS: "open",
    Outcome.AWAITING_FINDINGS: "open",
    Outcome.NOT_APPLICABLE: "not_applicable",
}
_ITEMS = ("rule", "finding", "combination", "scope", "definition")
_BORNE = frozenset({"eligibility", "life"})
_Key = tuple[object, PointKind, str]


@dataclass(slots=True)
class _Tally:
    """Which cases tried what: keyed by the node's id or the expression, the kind and the label."""

    core: Core
    consulting: Consulting
    cases: dict[_Key, list[int]] = field(default_factory=dict)
    nearest: dict[_Key, Fraction] = field(default_factory=dict)

    def note(self, at: object, kind: PointKind, label: str, case: int) -> None:
        """A case tries a point."""
        listed = self.cases.setdefault((at, kind, label), [])
        if not listed or listed[-1] != case:
            listed.append(case)

    def count(self, number: int, target: str, trace: Trace) -> None:
        """Note everything that a case's expectation of an application rests on."""
        self._count(number, rested_on(trace, target), (), trace)

    def count_life(self, number: int, grounds: Iterable[Ground]) -> None:
        """Note everything that a case's expectation of a history rests on."""
        for ground in grounds:
            self._count(number, rested_in(ground), ground.figures, ground.trace)

    def _count(
        self, number: int, found: Iterable[Rested], figures: Iterable[Expr], trace: Trace
    ) -> None:
        consulted: set[str] = set()
        for rested in found:
            if rested.node is not None and rested.trace and rested.trace.outcome is not None:
                self.note(rested.node.id, _KINDS[rested.trace.outcome], "", number)
            for expr, step in rested.steps:
                self._step(expr, step, number)
            consulted.update(self._interpretations(rested, trace))
        for figure in figures:
            consulted.update(self.consulting.by(figure, trace))
        for key in consulted:
            self.note(key, "reading", trace.readings[key], number)

    def _interpretations(self, rested: Rested, trace: Trace) -> Iterator[str]:
        for expr, _ in rested.steps:
            match expr:
                case Pick(interpretation=key):
                    yield key
                case (
                    Compare()
                    | Elapsed()
                    | Within()
                    | Member()
                    | SetCompare()
                    | FactRef()
                    | Judged()
                ):
                    yield from self.consulting.by(expr, trace)
                case _:
                    pass

    def _step(self, expr: Expr, step: Step, case: int) -> None:
        match expr:
            case Compare() if is_happening(self.core, expr):
                self._decided(expr, step, case)
            case Compare():
                compared = comparison(expr)
                distance = compared.distance(step)
                if distance is not None:
                    self._placed(expr, distance, compared.kinds, compared.step, case)
            case Elapsed():
                distance = elapsed_distance(expr, step)
                if distance is not None:
                    self._placed(expr, distance, elapsed_kinds(expr), Fraction(1), case)
            case Within():
                for kind in within_places(step):
                    self.note(id(expr), kind, "", case)
            case Member(members=members):
                value = step.values[0].value
                if isinstance(value, str):
                    is_member = value in members
                    kind, label = ("member", value) if is_member else ("outside", "")
                    self.note(id(expr), kind, label, case)
            case SetCompare() | FactRef():
                self._decided(expr, step, case)
            case Branch():
                asked = step.children[0].outcome
                if asked.is_decided:
                    kind = "taken" if asked is Outcome.MET else "not_taken"
                    self.note(id(expr), kind, "", case)
            case _:
                pass

    def _decided(self, expr: Expr, step: Step, case: int) -> None:
        if step.outcome.is_decided:
            kind: PointKind = "holds" if step.outcome is Outcome.MET else "fails"
            self.note(id(expr), kind, "", case)

    def _placed(
        self,
        expr: Expr,
        distance: Fraction,
        kinds: Iterable[tuple[PointKind, bool]],
        step: Fraction | None,
        case: int,
    ) -> None:
        for kind, is_tried in placed(distance, kinds, step):
            key = (id(expr), kind, "")
            known = self.nearest.get(key)
            if known is None or abs(distance) < abs(known):
                self.nearest[key] = distance
            if is_tried:
                self.note(id(expr), kind, "", case)


def exercised(
    core: Core,
    cases: Sequence[tuple[CaseName, Trace | tuple[Ground, ...]]],
    clauses: Sequence[Clause],
    *,
    failed: int = 0,
) -> Exercise:
    """What cases exercise of a policy.

    Args:
        core: The policy.
        cases: The cases that came out as expected, each with its evaluation; for a case about a history
            with what its answer rests on.
        clauses: In the order of the law, for the order of what is found.
        failed: How many cases did not come out as expected.
    """
    tally = _Tally(core, Consulting(core))
    for number, (case, found) in enumerate(cases):
        if isinstance(found, Trace):
            tally.count(number, case.target, found)
        else:
            tally.count_life(number, found)
    names = [case for case, _ in cases]
    items = [_node_item(node, tally, names) for node in core.nodes.values() if _is_item(node)]
    items += [
        _interpretation_item(item, tally)
        for item in core.interpretations.values()
        if not _BORNE.isdisjoint(item.bears_on)
    ]
    order = {clause: at for at, clause in enumerate(clauses)}
    items.sort(key=lambda item: order.get(item.citation.clause, len(order)))
    return Exercise(tuple(items), tuple(names), failed)


def _is_item(node: Node) -> bool:
    return node.kind in _ITEMS and node.body.type.kind == "truth"


def _node_item(node: Node, tally: _Tally, names: Sequence[CaseName]) -> Item:
    own = {number for number, case in enumerate(names) if case.target == node.id}
    parts = tuple(_tried(node, place, tally, own) for place in places(tally.core, node))
    kind: ItemKind = (
        "rule" if node.kind == "clause" or node.kind == "amount" else node.kind  # noqa: PLR1714
    )
    return Item(node.id, node.name, kind, node.citation, parts)


def _tried(node: Node, place: Place, tally: _Tally, own: set[int]) -> Part:
    at: object = node.id if place.expr is None else id(place.expr)
    points = []
    for point in place.part.points:
        key = (at, point.kind, point.label)
        cases = sorted(tally.cases.get(key, ()), key=lambda number: (number not in own, number))
        points.append(replace(point, cases=tuple(cases), nearest=tally.nearest.get(key)))
    return replace(place.part, points=tuple(points))


def _interpretation_item(item: Interpretation, tally: _Tally) -> Item:
    points = []
    for reading in item.readings:
        cases = tuple(tally.cases.get((item.id, "reading", reading.id), ()))
        points.append(Point("reading", reading.name, cases))
    part = Part("reading", tuple(points))
    return Item(item.id, item.name, "interpretation", item.citation, (part,))
