"""What has to become so for an outcome, as the rules combine it: tests that must hold, all or some of them.

Four things can be asked of an expression that may or may not apply: that it applies and holds (*hold*); that
it holds if it applies (*pass*), which is all that 全部满足 asks of a part; that it does not apply and hold
(*miss*); that it applies and does not hold (*deny*). 非 turns the first into the last and the second into
the third.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sgpolicy.evaluating.chain import NEGATED, Grade
from sgpolicy.evaluating.compiling import Compiler
from sgpolicy.evaluating.running import Condition, Run
from sgpolicy.model.core import All, AtLeast, Branch, Core, Expr, Not, Pick, Ref, Truth
from sgpolicy.model.trace import Step
from sgpolicy.records import dataclass

Goal = Literal["hold", "pass", "miss", "deny"]
_HOLD: Goal = "hold"
_MISS: Goal = "miss"
_TURNED: dict[Goal, Goal] = {"hold": "deny", "deny": "hold", "pass": "miss", "miss": "pass"}


@dataclass(frozen=True, slots=True)
class Aim:
    """Something that is to become so: an expression with what is asked of it, and the node it stands in."""

    goal: Goal
    expr: Expr
    node: str


@dataclass(frozen=True, slots=True)
class Test:
    """A test that must come out as wanted."""

    expr: Expr
    wanted: bool
    node: str


@dataclass(frozen=True, slots=True)
class Every:
    """All of these; none of them is fulfilled yet."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of these, each with the aim it stands for; none can be, if there is none."""

    parts: tuple[tuple[Aim, Formula], ...]


Formula = Test | Every | Some

FULFILLED = Every(())
NEVER = Some(())


class Goals:
    """Says what has to become so, as things stand in one run."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._compiler = Compiler(core)
        self._ready: dict[int, Condition] = {}

    def eligible(self, run: Run) -> Formula:
        """For the whole to be 符合: the text applies, and the decision holds."""
        core = self._core
        scopes = [self._node(run, key, "pass") for key in core.scopes]
        return every([*scopes, self._node(run, core.root, "hold")])

    def met(self, run: Run, node: str) -> Formula:
        """For one rule, finding, clause or combination to be 符合."""
        return self._node(run, node, "hold")

    def aims(self, run: Run, aims: Iterable[Aim]) -> Formula:
        """For several aims at once."""
        return every(self._formula(run, self._step(run, aim.expr), aim) for aim in aims)

    def _step(self, run: Run, expr: Expr) -> Step:
        ready = self._ready.get(id(expr))
        if ready is None:
            ready = self._ready[id(expr)] = self._compiler.condition(expr)
        return ready(run)

    def _node(self, run: Run, key: str, goal: Goal) -> Formula:
        run.node(key)
        if is_fulfilled(run.node_grade(key), goal):
            return FULFILLED
        node = self._core.nodes[key]
        body = Aim(goal, node.body, key)
        if node.guard is None:
            return self._inner(run, body)
        is_asked = goal in ("hold", "deny")
        guard = Aim("hold" if is_asked else "miss", node.guard, key)
        if is_asked:
            return every([self._inner(run, guard), self._inner(run, body)])
        return some([(aim, self._inner(run, aim)) for aim in (body, guard)])

    def _inner(self, run: Run, aim: Aim) -> Formula:
        return self._formula(run, self._step(run, aim.expr), aim)

    def _formula(self, run: Run, step: Step, aim: Aim) -> Formula:
        goal, node = aim.goal, aim.node
        if is_fulfilled(run.grade(step), goal):
            return FULFILLED
        match step.expr:
            case Truth():
                return NEVER
            case Ref(node=key):
                return self._node(run, key, goal)
            case Pick():
                return self._of(run, step.children[0], goal, node)
            case Not():
                return self._of(run, step.children[0], _TURNED[goal], node)
            case All():
                return self._all(run, step, goal, node)
            case AtLeast(number=number):
                return self._some(run, step, number, goal, node)
            case Branch():
                return self._branch(run, step, goal, node)
            case _:
                return Test(step.expr, goal in ("hold", "pass"), node)

    def _of(self, run: Run, step: Step, goal: Goal, node: str) -> Formula:
        return self._formula(run, step, Aim(goal, step.expr, node))

    def _choices(self, run: Run, steps: Iterable[Step], goal: Goal, node: str) -> Formula:
        return some((Aim(goal, one.expr, node), self._of(run, one, goal, node)) for one in steps)

    def _all(self, run: Run, step: Step, goal: Goal, node: str) -> Formula:
        parts = step.children
        if goal in ("miss", "deny"):
            return self._choices(run, parts, "deny", node)
        passing = [self._of(run, one, "pass", node) for one in parts]
        if goal == "hold" and parts and all(run.grade(one)[0] < 3 for one in parts):
            # where none applies for certain, one of them has to
            passing.append(self._choices(run, parts, "hold", node))
        return every(passing)

    def _some(self, run: Run, step: Step, number: int, goal: Goal, node: str) -> Formula:
        """Of *at least* the ones that are not so yet, of which one is to be so next."""
        parts = step.children
        if goal in ("hold", "pass"):
            left = [one for one in parts if not is_fulfilled(run.grade(one), "hold")]
            return NEVER if number > len(parts) else self._choices(run, left, "hold", node)
        left = [one for one in parts if not is_fulfilled(run.grade(one), "miss")]
        return NEVER if number <= 0 else self._choices(run, left, "miss", node)

    def _branch(self, run: Run, step: Step, goal: Goal, node: str) -> Formula:
        condition, then, otherwise = step.children
        ways = []
        for asked, part in ((_HOLD, then), (_MISS, otherwise)):
            # what is committed to is what is not so yet: the condition, or else the branch it leads to
            is_so = is_fulfilled(run.grade(condition), asked)
            aim = Aim(goal, part.expr, node) if is_so else Aim(asked, condition.expr, node)
            inner = self._of(run, part, goal, node)
            ways.append((aim, every([self._of(run, condition, asked, node), inner])))
        if not (
            is_fulfilled(run.grade(condition), _HOLD) or is_fulfilled(run.grade(condition), _MISS)
        ):
            # while it is open whether the exception applies: what is so either way
            parts = [(one, self._of(run, one, goal, node)) for one in (then, otherwise)]
            open_part = next((one for one, left in parts if left != FULFILLED), then)
            ways.append((Aim(goal, open_part.expr, node), every(left for _, left in parts)))
        return some(ways)


def is_fulfilled(grade: Grade, goal: Goal) -> bool:
    """Whether a goal is fulfilled for certain."""
    applies, holds = grade
    match goal:
        case "hold":
            return applies == 3 and holds == 3
        case "pass":
            return max(NEGATED[applies], holds) == 3
        case "miss":
            return min(applies, holds) == 0
        case "deny":
            return applies == 3 and holds == 0


def every(parts: Iterable[Formula]) -> Formula:
    """All of some; one that can never be makes the whole so."""
    kept: list[Formula] = []
    for part in parts:
        if part == NEVER:
            return NEVER
        kept.extend(part.parts if isinstance(part, Every) else (part,))
    return kept[0] if len(kept) == 1 else Every(tuple(kept))


def some(parts: Iterable[tuple[Aim, Formula]]) -> Formula:
    """One of some."""
    return Some(tuple((aim, part) for aim, part in parts if part != NEVER))
