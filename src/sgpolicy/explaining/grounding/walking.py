"""The walk down from a decision to the tests that decided, prepared: what `deciding` finds in a trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from sgpolicy.explaining.deciding import title
from sgpolicy.explaining.grounding.case import Case
from sgpolicy.explaining.grounding.telling import Telling, Told
from sgpolicy.explaining.grounding.weighing import (
    MET,
    NEGATED,
    NOT_APPLICABLE,
    NOT_MET,
    OPEN,
    Weighed,
    Weighing,
)
from sgpolicy.explaining.reasons import Setting
from sgpolicy.model.core import All, AtLeast, Branch, Core, Expr, Node, Not, Pick, Ref
from sgpolicy.model.explanation import Mention, Part, Reason
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import maker

make_part = maker(Part)
_COMPOSED = (All, AtLeast, Not, Branch, Pick, Ref)

Visit = Callable[[Case], Part | None]
Teller = Callable[[Case, list[Reason], list[Part]], None]


class Walking:
    """Prepares the walk under fixed readings."""

    def __init__(self, core: Core, weighing: Weighing, telling: Telling) -> None:
        self._core = core
        self._weighing = weighing
        self._telling = telling
        self._visits: dict[tuple[str, Outcome], Visit] = {}
        self._shared = self._referred_to_again()

    def decided(self, case: Case, outcome: Outcome) -> tuple[Part, ...]:
        """The nodes that decided, from the decision (for 不适用, the scopes) down."""
        if outcome is not NOT_APPLICABLE:
            root = self.visit(self._core.root, outcome)(case)
            return () if root is None else (root,)
        places = self._weighing.positions
        refused = [key for key in self._core.scopes if case.outcomes[places[key]] is NOT_MET]
        found = (self.visit(key, NOT_MET)(case) for key in refused)
        return tuple(part for part in found if part is not None)

    def visit(self, key: str, target: Outcome) -> Visit:
        """A function that gives the part a node plays in the outcome `target`; None if none."""
        found = self._visits.get((key, target))
        if found is None:
            found = self._visits[key, target] = self._visit(key, target)
        return found

    def _visit(self, key: str, target: Outcome) -> Visit:
        node = self._core.nodes[key]
        body = self._weighing.chosen(node.body)
        if isinstance(body, All | AtLeast) and _are_nodes(body.operands, self._core):
            found = self._of_nodes(node, body, target)
        elif node.guard is None and not isinstance(body, _COMPOSED):
            found = self._of_test(node, body, target)
        else:
            found = self._of_any(node, body, target)
        return _once(key, found) if key in self._shared else found

    def _of_any(self, node: Node, body: Expr, target: Outcome) -> Visit:
        key, at = node.id, self._weighing.positions[node.id]
        name, kind, citation, called = node.name, node.kind, node.citation, title(node, self._core)
        suffices = body.number if isinstance(body, AtLeast) else 0
        whole = self._whole(node, body, target)
        tell = self._tell(body, target, Setting(node), self._own(node, body))
        inapplicable = self._inapplicable(body)

        def visit(case: Case) -> Part | None:
            outcome = case.outcomes[at]
            if outcome is NOT_APPLICABLE:
                return None
            if whole is not None and outcome is target:
                return whole
            reasons: list[Reason] = []
            parts: list[Part] = []
            tell(case, reasons, parts)
            told, inner = tuple(reasons), tuple(parts)
            dropped: tuple[Mention, ...] = ()
            if inapplicable:
                dropped = tuple(m for i, m in inapplicable if case.outcomes[i] is NOT_APPLICABLE)
            return make_part(
                key, name, kind, citation, outcome, called, suffices, told, inner, dropped
            )

        return visit

    def _of_test(self, node: Node, body: Expr, target: Outcome) -> Visit:
        """A rule of one test, whose outcome is the rule's: most rules are."""
        key, at = node.id, self._weighing.positions[node.id]
        name, kind, citation, called = node.name, node.kind, node.citation, title(node, self._core)
        whole = self._whole(node, body, target)
        told = self._telling.of(body, target, Setting(node)) or (lambda _: None)

        def visit(case: Case) -> Part:
            outcome = case.outcomes[at]
            if outcome is not target:
                return make_part(key, name, kind, citation, outcome, called)
            if whole is not None:
                return whole
            reason = told(case)
            reasons = () if reason is None else (reason,)
            return make_part(key, name, kind, citation, outcome, called, 0, reasons)

        return visit

    def _of_nodes(self, node: Node, body: All | AtLeast, target: Outcome) -> Visit:
        """A combination of rules and the like, and of nothing else."""
        key, at = node.id, self._weighing.positions[node.id]
        name, kind, citation, called = node.name, node.kind, node.citation, title(node, self._core)
        suffices = body.number if isinstance(body, AtLeast) else 0
        is_exact = isinstance(body, All) and target is NOT_MET
        nodes = self._nodes(body.operands, target)
        inapplicable = self._inapplicable(body)

        def visit(case: Case) -> Part | None:
            outcomes = case.outcomes
            outcome = outcomes[at]
            if outcome is NOT_APPLICABLE:
                return None
            parts = _carried(nodes, target, case, is_exact=is_exact)
            dropped: tuple[Mention, ...] = ()
            if inapplicable:
                dropped = tuple([m for i, m in inapplicable if outcomes[i] is NOT_APPLICABLE])
            return make_part(
                key, name, kind, citation, outcome, called, suffices, (), tuple(parts), dropped
            )

        return visit

    def _whole(self, node: Node, body: Expr, target: Outcome) -> Part | None:
        """The part that a node always plays where it came to `target`: of yes-or-no facts alone.

        Where *all of* them is met each is, and where *any of* them is not met none is.
        """
        setting = Setting(node)
        tests: tuple[Expr, ...] = (body,)
        if isinstance(body, All) and target is MET:
            setting, tests = setting.among(0), body.operands
        elif isinstance(body, AtLeast) and body.number == 1 and target is NOT_MET:
            setting, tests = setting.among(1), body.operands
        fixed = [self._telling.fixed(self._weighing.chosen(one), target, setting) for one in tests]
        reasons = tuple(one for one in fixed if one is not None)
        if not reasons or len(reasons) < len(fixed):
            return None
        called, suffices = title(node, self._core), body.number if isinstance(body, AtLeast) else 0
        return Part(node.id, node.name, node.kind, node.citation, target, called, suffices, reasons)

    def _own(self, node: Node, body: Expr) -> Weighed:
        """A body's outcome; the node's own tells it unless that is open for the guard's sake."""
        at = self._weighing.positions[node.id]
        if node.guard is None:
            return lambda case: case.outcomes[at]
        weighed = self._weighing.of(body)

        def guarded(case: Case) -> Outcome:
            found = case.outcomes[at]
            return weighed(case) if found in OPEN else found

        return guarded

    def _tell(
        self, expr: Expr, target: Outcome, setting: Setting, outcome_of: Weighed | None = None
    ) -> Teller:
        """A function that adds what an expression tells of the outcome `target`.

        Args:
            expr: The expression.
            target: What it is told for.
            setting: Where it stands.
            outcome_of: Gives its outcome, where that is known from elsewhere.
        """
        match expr:
            case Pick():
                return self._tell(self._weighing.chosen(expr), target, setting, outcome_of)
            case All(operands=operands):
                is_exact = target is NOT_MET
                return self._combined(operands, target, setting.among(0), is_exact=is_exact)
            case AtLeast(number=number, operands=operands):
                return self._combined(operands, target, setting.among(number), is_exact=False)
            case Not(operand=operand):
                return self._tell(operand, NEGATED[target], setting.negated())
            case Branch():
                return self._branched(expr, target, setting, outcome_of)
            case Ref():
                return self._referred(expr, target, setting)
            case _:
                told = self._telling.of(expr, target, setting)
                return _test(told, target, outcome_of or self._weighing.of(expr))

    def _combined(
        self, operands: tuple[Expr, ...], target: Outcome, setting: Setting, *, is_exact: bool
    ) -> Teller:
        """The operands that carry the outcome; see `deciding`."""
        children = tuple(
            (self._weighing.of(one), *self._child(one, target, setting)) for one in operands
        )
        if _are_nodes(operands, self._core):
            nodes = self._nodes(operands, target)
            return lambda case, _, parts: parts.extend(
                _carried(nodes, target, case, is_exact=is_exact)
            )

        def combined(case: Case, reasons: list[Reason], parts: list[Part]) -> None:
            found = [(outcome_of(case), told, tell) for outcome_of, told, tell in children]
            is_carried = is_exact and any(one[0] is target for one in found)
            for outcome, told, tell in found:
                if outcome is not target and (is_carried or outcome not in OPEN):
                    continue
                if told is None:
                    tell(case, reasons, parts)
                elif outcome is target:
                    reason = told(case)
                    if reason is not None:
                        reasons.append(reason)

        return combined

    def _child(self, expr: Expr, target: Outcome, setting: Setting) -> tuple[Told | None, Teller]:
        """An operand: what it tells where it is a test, whose outcome is then known; and in general."""
        inner = self._weighing.chosen(expr)
        told = None
        if not isinstance(inner, _COMPOSED):
            told = self._telling.of(inner, target, setting) or (lambda _: None)
        return told, self._tell(inner, target, setting)

    def _branched(
        self, expr: Branch, target: Outcome, setting: Setting, outcome_of: Weighed | None
    ) -> Teller:
        """An exception; once it is decided what is taken has the outcome of the whole."""
        asked_of, cited = self._weighing.of(expr.condition), expr.citation
        then, otherwise = expr.then, expr.otherwise
        inside = self._tell(then, target, setting.under(cited, applies=True), outcome_of)
        beside = self._tell(otherwise, target, setting.under(cited, applies=False), outcome_of)
        maybe = self._tell(then, target, setting.under(cited, applies=None))
        maybe_not = self._tell(otherwise, target, setting.under(cited, applies=None))

        def branched(case: Case, reasons: list[Reason], parts: list[Part]) -> None:
            asked = asked_of(case)
            if asked in OPEN:
                maybe(case, reasons, parts)
                maybe_not(case, reasons, parts)
            elif asked is MET:
                inside(case, reasons, parts)
            else:
                beside(case, reasons, parts)

        return branched

    def _referred(self, expr: Ref, target: Outcome, setting: Setting) -> Teller:
        node, at = self._core.nodes[expr.node], self._weighing.positions[expr.node]
        if node.kind in ("definition", "amount"):
            inner = self._tell(node.body, target, setting, self._own(node, node.body))

            def defined(case: Case, reasons: list[Reason], parts: list[Part]) -> None:
                if case.outcomes[at] is not NOT_APPLICABLE:
                    inner(case, reasons, parts)

            return defined
        visit = self.visit(expr.node, target)

        def referred(case: Case, reasons: list[Reason], parts: list[Part]) -> None:  # noqa: ARG001
            part = visit(case)
            if part is not None and (part.reasons or part.parts or part.inapplicable):
                parts.append(part)

        return referred

    def _nodes(self, operands: tuple[Expr, ...], target: Outcome) -> tuple[tuple[int, Visit], ...]:
        """Operands that are rules and their like: where their outcomes stand, and how they are visited."""
        return tuple(
            (self._weighing.positions[one.node], self.visit(one.node, target))
            for one in operands
            if isinstance(one, Ref)
        )

    def _inapplicable(self, body: Expr) -> tuple[tuple[int, Mention], ...]:
        """What can drop out of a combination of which some suffice, and where its outcome stands."""
        if not isinstance(body, AtLeast):
            return ()
        found = []
        for one in body.operands:
            if isinstance(one, Ref):
                node = self._core.nodes[one.node]
                called = title(node, self._core)
                mentioned = Mention(
                    node.id, node.name, node.kind, node.citation, NOT_APPLICABLE, called
                )
                found.append((self._weighing.positions[one.node], mentioned))
        return tuple(found)

    def _referred_to_again(self) -> frozenset[str]:
        """The nodes that the walk can come to more than once."""
        times: Counter[str] = Counter()
        ahead = [self._core.root, *self._core.scopes]
        times.update(ahead)
        done: set[str] = set()
        while ahead:
            key = ahead.pop()
            node = self._core.nodes[key]
            if key in done and node.kind not in ("definition", "amount"):
                continue
            done.add(key)
            for one in self._weighing.tests(node.body):
                if isinstance(one, Ref):
                    times[one.node] += 1
                    ahead.append(one.node)
        return frozenset(key for key, number in times.items() if number > 1)


def _are_nodes(operands: tuple[Expr, ...], core: Core) -> bool:
    """Whether all of them are rules and their like, which have outcomes and parts of their own."""
    return all(
        isinstance(one, Ref) and core.nodes[one.node].kind not in ("definition", "amount")
        for one in operands
    )


def _carried(
    nodes: tuple[tuple[int, Visit], ...], target: Outcome, case: Case, *, is_exact: bool
) -> list[Part]:
    """As `Walking._combined`, of nodes alone: most of what there is."""
    outcomes = case.outcomes
    carrying = [visit for at, visit in nodes if outcomes[at] is target] if is_exact else []
    if not carrying:
        carrying = [visit for at, visit in nodes if (o := outcomes[at]) is target or o in OPEN]
    found = []
    for visit in carrying:
        part = visit(case)
        if part is not None and (part.reasons or part.parts or part.inapplicable):
            found.append(part)
    return found


def _once(key: str, visit: Visit) -> Visit:
    """A node that is told where the walk first comes to it, and not again."""

    def once(case: Case) -> Part | None:
        if key in case.seen:
            return None
        case.seen.add(key)
        return visit(case)

    return once


def _test(told: Told | None, target: Outcome, outcome_of: Weighed) -> Teller:
    if told is None:
        return lambda *_: None

    def test(case: Case, reasons: list[Reason], parts: list[Part]) -> None:  # noqa: ARG001
        if outcome_of(case) is target:
            reason = told(case)
            if reason is not None:
                reasons.append(reason)

    return test
