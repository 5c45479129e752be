"""合议: tree → Core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.lowering.reporting import text_of
from sgpolicy.model import tree as t
from sgpolicy.model.voting import Method, Voting
from sgpolicy.operators.words import METHODS

if TYPE_CHECKING:
    from sgpolicy.lowering.elaborating import Elaborator
    from sgpolicy.lowering.reporting import Scope
    from sgpolicy.model.citation import Citation


def build_voting(
    declaration: t.Declaration, citation: Citation, elaborator: Elaborator, scope: Scope
) -> Voting:
    """How several judgements are counted: one way, or one for each reading of an interpretation."""
    body, name = declaration.body, declaration.name.text
    known = elaborator.program.declarations
    if isinstance(body, t.Choice):
        chosen = known.get(body.interpretation.text)
        if chosen is None:
            readable = [n for n, one in known.items() if one.word == "口径"]
            raise elaborator.unknown(body.interpretation, readable, scope)
        methods = {
            key: _method(part, elaborator, scope)
            for key, part in elaborator.by_reading(body, chosen, scope)
        }
        return Voting(declaration.id, name, citation, chosen.id, methods)
    if body is None:
        raise TypeError("a 合议 has a body")
    return Voting(declaration.id, name, citation, "", {"": _method(body, elaborator, scope)})


def _method(node: t.Syntax, elaborator: Elaborator, scope: Scope) -> Method:
    if isinstance(node, t.Constant) and node.word in METHODS:
        return METHODS[node.word]
    words = "”、“".join(METHODS)
    raise elaborator.fail(
        "SG203", node.span, scope, text=text_of(node), expected=f"，这里可以写：“{words}”"
    )
