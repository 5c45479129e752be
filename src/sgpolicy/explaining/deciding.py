"""What decided: from the decision down to the tests on which a decided outcome rests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sgpolicy.explaining.reasons import Setting, reason_of
from sgpolicy.model.core import All, AtLeast, Branch, Core, Node, Not, Pick, Ref
from sgpolicy.model.explanation import Mention, Part, Reason
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Step, Trace
from sgpolicy.records import dataclass, field, replace


def deciding_parts(trace: Trace) -> tuple[Part, ...]:
    """The nodes that decided, from the decision (for 不适用, the scopes) down; () if open."""
    return deciding_walk(trace).parts


def is_by_cases(trace: Trace) -> bool:
    """Whether a decided outcome shows only case by case: the nodes themselves leave it open."""
    if not trace.outcome.is_decided:
        return False
    scopes = [trace.nodes[scope].outcome for scope in trace.core.scopes]
    root = trace.nodes[trace.core.root].outcome
    if trace.outcome is Outcome.NOT_APPLICABLE and Outcome.NOT_MET in scopes:
        return False
    if any(outcome is not None and not outcome.is_decided for outcome in scopes):
        return True
    return root is not trace.outcome


@dataclass(slots=True)
class Walk:
    """One walk down the trace: the parts found, and what was looked at on the way.

    Attributes:
        tests: The tests that decided.
        conditions: Guards and conditions of exceptions that were decided on the way.
        open: Those that are open, where the outcome shows only case by case.
    """

    trace: Trace
    parts: tuple[Part, ...] = ()
    tests: list[Step] = field(default_factory=list)
    conditions: list[Step] = field(default_factory=list)
    open: list[Step] = field(default_factory=list)
    _visited: set[str] = field(default_factory=set)

    def visit(self, node: Node, target: Outcome) -> Part | None:
        """The part that a node plays in the outcome `target`; None if none, or told already."""
        seen = self.trace.nodes[node.id]
        if node.id in self._visited or seen.body is None or seen.outcome is None:
            return None
        self._visited.add(node.id)
        if seen.guard is not None:
            (self.conditions if seen.guard.outcome.is_decided else self.open).append(seen.guard)
        return replace(self.told(node, seen.body, target), outcome=seen.outcome)

    def told(self, node: Node, body: Step, target: Outcome) -> Part:
        """The part that an evaluated expression, standing in a node, plays in the outcome `target`."""
        found = tuple(self._found(body, target, Setting(node)))
        reasons = tuple(f for f in found if isinstance(f, Reason))
        parts = tuple(f for f in found if isinstance(f, Part))
        return Part(
            id=node.id,
            name=node.name,
            kind=node.kind,
            citation=node.citation,
            outcome=body.outcome,
            title=title(node, self.trace.core),
            at_least=_suffices(body),
            reasons=reasons,
            parts=parts,
            inapplicable=tuple(self._inapplicable(body)),
        )

    def _found(self, step: Step, target: Outcome, setting: Setting) -> Iterator[Reason | Part]:
        match step.expr:
            case All():
                if target is Outcome.MET:
                    self._dropped(step)
                for child in _carrying(step, target):
                    yield from self._found(child, target, setting.among(0))
            case AtLeast() as expr:
                inner = setting.among(expr.number)
                if target is Outcome.NOT_MET:
                    self._dropped(step)
                for child in _carrying(step, target):
                    yield from self._found(child, target, inner)
            case Not():
                flipped = Outcome.MET if target is Outcome.NOT_MET else Outcome.NOT_MET
                yield from self._found(step.children[0], flipped, setting.negated())
            case Branch() as expr:
                condition, then, otherwise = step.children
                applies = taken(condition)
                (self.open if applies is None else self.conditions).append(condition)
                if applies is not False:
                    inside = setting.under(expr.citation, applies=applies)
                    yield from self._found(then, target, inside)
                if applies is not True:
                    beside = setting.under(
                        expr.citation, applies=False if applies is False else None
                    )
                    yield from self._found(otherwise, target, beside)
            case Pick():
                for child in step.children:
                    yield from self._found(child, target, setting)
            case Ref() as expr:
                yield from self._referred(expr, target, setting)
            case _:
                if step.outcome is target:
                    self.tests.append(step)
                    reason = reason_of(step, setting, self.trace)
                    if reason is not None:
                        yield reason

    def _referred(self, expr: Ref, target: Outcome, setting: Setting) -> Iterator[Reason | Part]:
        node = self.trace.core.nodes[expr.node]
        match node.kind:
            case "definition" | "amount":
                body = self.trace.nodes[node.id].body
                if body is not None:
                    yield from self._found(body, target, setting)
            case "rule" | "finding" | "combination" | "clause" | "scope":
                part = self.visit(node, target)
                if part is not None and (part.reasons or part.parts or part.inapplicable):
                    yield part
            case _:
                assert_never(node.kind)

    def _dropped(self, step: Step) -> None:
        """Note why operands dropped out of a combination: the outcome rests on that, too."""
        for child in step.children:
            if child.outcome is Outcome.NOT_APPLICABLE:
                node = self.trace.nodes[child.expr.node] if isinstance(child.expr, Ref) else None
                guard = None if node is None or node.body is not None else node.guard
                self.conditions.append(guard or child)

    def _inapplicable(self, step: Step) -> Iterator[Mention]:
        """What dropped out of a combination of which some suffice."""
        match step.expr:
            case Pick():
                for child in step.children:
                    yield from self._inapplicable(child)
            case AtLeast():
                for child in step.children:
                    if isinstance(child.expr, Ref) and child.outcome is Outcome.NOT_APPLICABLE:
                        yield mention(child.expr.node, self.trace)
            case _:
                return


def deciding_walk(trace: Trace) -> Walk:
    """Walk down from the decision; for an undecided outcome nothing is walked."""
    walk = Walk(trace)
    match trace.outcome:
        case Outcome.MET | Outcome.NOT_MET:
            root = walk.visit(trace.core.nodes[trace.core.root], trace.outcome)
            walk.parts = () if root is None else (root,)
            walk.conditions.extend(
                body
                for body in (trace.nodes[scope].body for scope in trace.core.scopes)
                if body is not None
            )
        case Outcome.NOT_APPLICABLE:
            scopes = (trace.core.nodes[scope] for scope in trace.core.scopes)
            found = (
                walk.visit(scope, Outcome.NOT_MET)
                for scope in scopes
                if trace.nodes[scope.id].outcome is Outcome.NOT_MET
            )
            walk.parts = tuple(part for part in found if part is not None)
        case Outcome.MISSING_FACTS | Outcome.AWAITING_FINDINGS:
            pass
        case _:
            assert_never(trace.outcome)
    return walk


def mention(node: str, trace: Trace) -> Mention:
    """A node by name and place."""
    declared = trace.core.nodes[node]
    return Mention(
        declared.id,
        declared.name,
        declared.kind,
        declared.citation,
        trace.nodes[node].outcome,
        title(declared, trace.core),
    )


def taken(condition: Step) -> bool | None:
    """Whether an exception applies; None while it is open."""
    if not condition.outcome.is_decided:
        return None
    return condition.outcome is Outcome.MET


def _carrying(step: Step, target: Outcome) -> tuple[Step, ...]:
    """The operands of a combination that carry its outcome, or could while it is open.

    An operand that is itself open, since it is open whether it applies, carries a decided outcome
    too: its own content is what it is whether or not it applies.
    """
    exact = tuple(child for child in step.children if child.outcome is target)
    if isinstance(step.expr, All) and target is Outcome.NOT_MET and exact:
        return exact
    return tuple(
        child for child in step.children if child.outcome is target or not child.outcome.is_decided
    )


def _suffices(step: Step) -> int:
    """Of how many parts a node's body needs only some; 0 where it needs all."""
    match step.expr:
        case AtLeast() as expr:
            return expr.number
        case Pick() if step.children:
            return _suffices(step.children[0])
        case _:
            return 0


def title(node: Node, core: Core) -> str:
    """The words by which a clause's own scope calls it: 「信息服务。」 under 第八条第（一）项."""
    if node.kind != "clause" or not isinstance(node.guard, Ref):
        return ""
    phrases = core.nodes[node.guard.node].citation.phrases
    return phrases[0].strip("，；。、") if phrases else ""
