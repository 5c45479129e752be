"""按 a fact（label：…；其余：…）: cases by category and by band, the first that fits deciding.

The cases become branches (`Branch`), as exceptions do: where the fact is unknown they still decide if
all of them agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model import core as c
from sgpolicy.model import tree as t
from sgpolicy.model.citation import Citation
from sgpolicy.model.types import TRUTH, Type

if TYPE_CHECKING:
    from sgpolicy.lowering.elaborating import Elaborator
    from sgpolicy.lowering.reporting import Scope


def by_cases(
    elaborator: Elaborator, node: t.Cases, scope: Scope, wanted: Type | None = None
) -> c.Expr:
    """The cases as branches: conditions, or actors or numbers if the first branch is some.

    Every option must have its case, or there must be a 其余; bands always need one.
    """
    subject = elaborator.expression(node.subject, scope)
    rest: c.Expr | None = None
    made: list[tuple[c.Expr, c.Expr]] = []
    named: list[str] = []
    first = elaborator.expression(node.branches[0][1], scope, wanted or TRUTH)
    kind = first.type if first.type.kind == "actors" or first.type.is_numeric else TRUTH
    for at, (label, branch) in enumerate(node.branches):
        body = elaborator.typed(branch, kind, scope)
        if label is None:
            if at != len(node.branches) - 1:
                raise _problem(elaborator, node, scope, "“其余”须写在最后")
            rest = body
        else:
            made.append((_condition(elaborator, node.subject, label, scope), body))
            named += [name.text for name in label.names] if isinstance(label, t.Names) else []
    twice = next((name for name in named if named.count(name) > 1), None)
    if twice is not None:
        raise _problem(elaborator, node, scope, f"“{twice}”写了两次")
    if rest is None:
        missing = [m for m in subject.type.members if m not in named]
        if subject.type.kind != "choice" or missing:
            what = "、".join(missing) or "其余各数"
            raise _problem(elaborator, node, scope, f"没有写“{what}”的分支，也没有写“其余”")
        rest = made.pop()[1]
    for condition, body in reversed(made):
        rest = c.Branch(condition, body, rest, None, kind, span=node.span)
    return rest


def _condition(
    elaborator: Elaborator, subject: t.Name, label: t.Names | t.Band, scope: Scope
) -> c.Expr:
    if isinstance(label, t.Names):
        return elaborator.truth(t.Membership(subject, "属于", label.names, label.span), scope)
    bound = t.Comparison(
        subject, label.before, label.number, label.after, label.included, label.span
    )
    return elaborator.truth(bound, scope)


def _problem(elaborator: Elaborator, node: t.Cases, scope: Scope, problem: str) -> Exception:
    return elaborator.fail("SG307", node.subject.span, scope, problem=problem)


def with_exceptions(
    elaborator: Elaborator, declaration: t.Declaration, body: c.Expr, scope: Scope
) -> c.Expr:
    """The body with the declaration's exceptions around it; the first one written decides first."""
    for exception in reversed(declaration.exceptions):
        condition = elaborator.truth(exception.condition, scope)
        then = elaborator.truth(exception.then, scope)
        phrases = tuple(q.text for q in exception.quotes)
        citation = Citation(declaration.clause, phrases)
        body = c.Branch(condition, then, body, citation, span=exception.span)
    return body
