"""What is left of a decision: its steps with everything decided worked out, as gates."""

from __future__ import annotations

from sgpolicy.evaluating.gates import FALSE, TRUE, Gate, Gates
from sgpolicy.evaluating.running import Run
from sgpolicy.model.core import All, AtLeast, Branch, Expr, Not, Pick, Ref
from sgpolicy.model.trace import Step
from sgpolicy.records import dataclass, field

Applied = tuple[Gate, Gate]
"""When a part applies, and when it holds if it does."""


@dataclass(slots=True)
class Residual:
    """The open part of a decision.

    Attributes:
        gates: The factory.
        exempt: When the text does not apply at all, or no part of it.
        met: When the decision is 符合, if the text applies.
        atoms: The open conditions, in order; `numbers` finds their places.
        nodes: The nodes on the way whose outcome is open.
    """

    run: Run
    gates: Gates = field(default_factory=Gates)
    exempt: Gate = FALSE
    met: Gate = TRUE
    atoms: list[Expr] = field(default_factory=list)
    nodes: dict[str, Applied] = field(default_factory=dict)
    numbers: dict[Expr, int] = field(default_factory=dict)


def residual(run: Run) -> Residual:
    """What is left open of the decision that `run` came to."""
    left = Residual(run)
    core, gates = run.prepared.core, left.gates
    exempt = []
    for key in core.scopes:
        applies, holds = _node(left, key)
        exempt.append(gates.all((applies, gates.negated(holds))))
    applies, holds = _node(left, core.root)
    left.exempt = gates.any((*exempt, gates.negated(applies)))
    left.met = gates.all((gates.negated(left.exempt), holds))
    return left


def _node(left: Residual, key: str) -> Applied:
    known = left.nodes.get(key)
    if known is not None:
        return known
    run, gates = left.run, left.gates
    trace = run.traces[key]
    settled = _settled(run.node_grade(key))
    if settled is not None:
        return settled
    if trace.body is None:
        return (FALSE, FALSE)
    applies, holds = _step(left, trace.body)
    if trace.guard is not None:
        applies = gates.all((*_step(left, trace.guard), applies))
    left.nodes[key] = (applies, holds)
    return applies, holds


def _settled(grade: tuple[int, int]) -> Applied | None:
    applies, holds = grade
    if applies == 0:
        return (FALSE, FALSE)
    if applies == 3 and holds in (0, 3):
        return (TRUE, TRUE if holds else FALSE)
    return None


def _step(left: Residual, step: Step) -> Applied:
    settled = _settled(left.run.grade(step))
    if settled is not None:
        return settled
    gates = left.gates
    match step.expr:
        case Ref(node=key):
            return _node(left, key)
        case Pick():
            return _step(left, step.children[0])
        case Not():
            applies, holds = _step(left, step.children[0])
            return applies, gates.negated(holds)
        case All():
            parts = [_step(left, child) for child in step.children]
            return (
                gates.any(applies for applies, _ in parts),
                gates.all(gates.any((gates.negated(applies), holds)) for applies, holds in parts),
            )
        case AtLeast(number=number):
            parts = [_step(left, child) for child in step.children]
            return TRUE, gates.least(number, (gates.all(part) for part in parts))
        case Branch():
            condition, then, otherwise = (_step(left, child) for child in step.children)
            asked = gates.all(condition)
            return (
                gates.choice(asked, then[0], otherwise[0]),
                gates.choice(asked, then[1], otherwise[1]),
            )
        case _:
            return TRUE, _atom(left, step.expr)


def _atom(left: Residual, expr: Expr) -> Gate:
    number = left.numbers.get(expr)
    if number is None:
        number = left.numbers[expr] = len(left.atoms)
        left.atoms.append(expr)
    return left.gates.atom(number)
