"""What an open decision waits for, read off the outcomes where that is exact.

It is where the open part of a decision is read-once: every open test asks for something that no other open
test asks for, and can come out either way. Then every combination of outcomes can still come about, the
decision is open, and each of the unknowns matters. Otherwise (a fact that stands in two open tests, a guard
that is open) nothing is said (`Unclear`), and whoever asks takes the exact evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from sgpolicy.explaining.deciding import title
from sgpolicy.explaining.grounding.case import Case, Unclear
from sgpolicy.explaining.grounding.weighing import MET, NOT_APPLICABLE, OPEN, Weighing
from sgpolicy.explaining.needs import needs
from sgpolicy.model.core import (
    All,
    AsOf,
    AtLeast,
    Branch,
    Compare,
    Constant,
    Core,
    Elapsed,
    Expr,
    FactRef,
    Judged,
    Member,
    Node,
    Not,
    Pick,
    Ratio,
    Ref,
    SetCompare,
    Size,
)
from sgpolicy.model.explanation import Mention, Need
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import PendingItem, Trace
from sgpolicy.records import dataclass, replace

_FIRST, _LAST, _LONGEST = 1930, 2170, 30
"""Days between these years, and periods of so many years, have days enough before and after them."""

Opened = Callable[[Case, "Found", tuple[str, ...]], None]


@dataclass(slots=True)
class Found:
    """The unknowns met so far, each with the nodes that wait for it, and the nodes passed."""

    unknowns: dict[tuple[str, str], tuple[str, ...]]
    nodes: set[str]


class Asking:
    """Prepares what open decisions wait for, under fixed readings."""

    def __init__(self, core: Core, weighing: Weighing, blank: Trace) -> None:
        self._core = core
        self._weighing = weighing
        self._blank = blank
        self._ways: dict[str, Opened] = {}
        self._places = {key: place for place, key in enumerate(core.nodes)}
        self._facts = {key: place for place, key in enumerate(core.facts)}
        self._needs: dict[tuple[str, str, str], Need] = {}

    def needs(self, case: Case) -> tuple[Need, ...]:
        """Everything pending, facts first, in the order of the law.

        Raises:
            Unclear: If the outcomes do not tell.
        """
        places = self._weighing.positions
        if any(case.outcomes[places[key]] is not MET for key in self._core.scopes):
            raise Unclear
        found = Found({}, set())
        self._way(self._core.root)(case, found, ())
        return tuple(
            self._need(case, *unknown, found.unknowns[unknown])
            for unknown in sorted(found.unknowns, key=lambda one: self._order(found, one))
        )

    def _order(self, found: Found, unknown: tuple[str, str]) -> tuple[bool, int, int]:
        sort, key = unknown
        first = min(
            (self._places[node] for node in found.unknowns[unknown]), default=len(self._places)
        )
        return sort == "finding", first, self._facts.get(key, len(self._facts))

    def _need(self, case: Case, sort: str, key: str, where: tuple[str, ...]) -> Need:
        cause = "missing"
        if sort == "finding":
            record = case.findings.get(key)
            cause = "missing" if record is None or record.on > case.on else "refused"
        template = self._needs.get((sort, key, cause))
        if template is None:
            template = self._needs[sort, key, cause] = self._template(sort, key, cause)
        mentions = tuple(
            self._mention(node, case) for node in sorted(where, key=self._places.__getitem__)
        )
        if not mentions and sort == "finding":
            mentions = (self._mention(key, case),)
        return replace(template, where=mentions)

    def _template(self, sort: str, key: str, cause: str) -> Need:
        is_finding = sort == "finding"
        split = None if is_finding else self._core.facts[key].split
        reading = None if split is None else self._blank.readings[split]
        item = PendingItem(
            "finding" if is_finding else "fact",
            key,
            "refused" if cause == "refused" else "missing",
            reading,
        )
        (need,) = needs(replace(self._blank, pending=(item,)))
        return need

    def _mention(self, key: str, case: Case) -> Mention:
        node = self._core.nodes[key]
        outcome = case.outcomes[self._weighing.positions[key]]
        return Mention(key, node.name, node.kind, node.citation, outcome, title(node, self._core))

    # ── the way down ──

    def _way(self, key: str) -> Opened:
        way = self._ways.get(key)
        if way is None:
            way = self._ways[key] = self._node(self._core.nodes[key])
        return way

    def _node(self, node: Node) -> Opened:
        key = node.id
        inner = self._opened(node.body)
        guard = None if node.guard is None else self._weighing.of(node.guard)
        is_named = node.kind in ("rule", "finding", "scope")

        def opened(case: Case, found: Found, above: tuple[str, ...]) -> None:
            if key in found.nodes or (guard is not None and guard(case) is not MET):
                raise Unclear
            found.nodes.add(key)
            inner(case, found, (*above, key) if is_named else above)

        return opened

    def _opened(self, expr: Expr) -> Opened:
        match expr:
            case Pick():
                return self._opened(self._weighing.chosen(expr))
            case Ref():
                return self._way(expr.node)
            case Not(operand=operand):
                return self._opened(operand)
            case All(operands=operands) | AtLeast(operands=operands):
                parts = tuple((self._weighing.of(one), self._opened(one)) for one in operands)

                def combined(case: Case, found: Found, above: tuple[str, ...]) -> None:
                    for outcome_of, opened in parts:
                        if outcome_of(case) in OPEN:
                            opened(case, found, above)

                return combined
            case Branch():
                return self._branched(expr)
            case _:
                return self._test(expr)

    def _branched(self, expr: Branch) -> Opened:
        asked_of = self._weighing.of(expr.condition)
        then, otherwise = self._opened(expr.then), self._opened(expr.otherwise)

        def branched(case: Case, found: Found, above: tuple[str, ...]) -> None:
            asked = asked_of(case)
            if asked in OPEN or asked is NOT_APPLICABLE:
                raise Unclear
            (then if asked is MET else otherwise)(case, found, above)

        return branched

    def _test(self, expr: Expr) -> Opened:
        if isinstance(expr, Judged):
            wanted = ("finding", expr.finding)

            def judged(case: Case, found: Found, above: tuple[str, ...]) -> None:  # noqa: ARG001
                _add(found, wanted, above)

            return judged
        facts = tuple(dict.fromkeys(self._facts_of(expr) or ()))
        if not facts:
            return _unclear
        computed = any(self._core.facts[fact].computed is not None for fact in facts)
        days = [fact for fact in facts if self._core.facts[fact].type.kind == "date"]

        def test(case: Case, found: Found, above: tuple[str, ...]) -> None:
            if computed and case.has_ledgers:
                raise Unclear
            for fact in days:
                day = case.facts.get(fact)
                if isinstance(day, date) and not _FIRST < day.year < _LAST:
                    raise Unclear
            if days and not _FIRST < case.on.year < _LAST:
                raise Unclear
            for fact in facts:
                if case.facts.get(fact) is None:
                    _add(found, ("fact", fact), above)

        return test

    def _facts_of(self, expr: Expr) -> Iterator[str] | None:
        """The facts a test asks for, if it can come out either way while one of them is unknown.

        Numbers are nought or more without an upper end; a share of nothing meets no lower bound.
        """
        match expr:
            case FactRef():
                return iter((expr.fact,))
            case Member(value=value, members=members):
                is_free = bool(set(members) & set(value.type.members)) and not set(
                    value.type.members
                ) <= set(members)
                return self._stated(value) if is_free else None
            case SetCompare(value=value, members=members):
                return self._stated(value) if members else None
            case Compare(operator=operator, left=left, right=right):
                bound = self._weighing.through(right)
                is_free = isinstance(bound, Constant) and (
                    bound.value > 0 or (bound.value == 0 and operator in ("gt", "le"))
                )
                inner = self._weighing.through(left)
                if not is_free or operator not in ("ge", "gt", "le", "lt"):
                    return None
                if isinstance(inner, Ratio):
                    return self._shared(operator, inner, bound)
                if isinstance(inner, Size):
                    return None
                return self._stated(inner)
            case Elapsed(start=start, end=end, length=length):
                years = {"年": 1, "月": 12, "日": 366}[length.unit]
                if length.amount > _LONGEST * years:
                    return None
                one, other = self._weighing.through(start), self._weighing.through(end)
                both = [each for each in (one, other) if not isinstance(each, AsOf)]
                if not both or (isinstance(one, FactRef) and one == other):
                    return None
                found = [self._stated(each) for each in both]
                if any(each is None for each in found):
                    return None
                return iter([fact for each in found if each is not None for fact in each])
            case _:
                return None

    def _shared(self, operator: str, ratio: Ratio, bound: Expr) -> Iterator[str] | None:
        """A share of stated numbers, with a lower bound above nothing and below all."""
        part, whole = self._weighing.through(ratio.part), self._weighing.through(ratio.whole)
        if operator not in ("ge", "gt") or not isinstance(bound, Constant) or part == whole:
            return None
        if not (isinstance(part, FactRef) and isinstance(whole, FactRef)):
            return None
        return iter((part.fact, whole.fact)) if 0 < bound.value < 1 else None

    def _stated(self, expr: Expr) -> Iterator[str] | None:
        inner = self._weighing.through(expr)
        return iter((inner.fact,)) if isinstance(inner, FactRef) else None


def _add(found: Found, unknown: tuple[str, str], above: tuple[str, ...]) -> None:
    if unknown in found.unknowns:
        raise Unclear
    found.unknowns[unknown] = above


def _unclear(*_: object) -> None:
    raise Unclear


def open_outcome(case_outcome: Outcome, pending: tuple[Need, ...]) -> Outcome:
    """Which kind of open a decision is, once it is known what it waits for."""
    if case_outcome is Outcome.AWAITING_FINDINGS or all(n.kind == "finding" for n in pending):
        return Outcome.AWAITING_FINDINGS
    return Outcome.MISSING_FACTS
