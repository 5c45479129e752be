"""排名: tree → Core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sgpolicy.lowering.reporting import MisfitError
from sgpolicy.model import core as c
from sgpolicy.model import tree as t

if TYPE_CHECKING:
    from sgpolicy.lowering.elaborating import Elaborator
    from sgpolicy.lowering.reporting import Scope
    from sgpolicy.model.citation import Citation

RANKED = frozenset({"count", "money", "share", "area", "date"})
"""Of which kinds the values are by which one can be before another."""


def build_ranking(
    declaration: t.Declaration,
    citation: Citation,
    elaborator: Elaborator,
    scope: Scope,
    when: c.Expr | None,
) -> c.Ranking:
    """By which values, in which order, whoever meets the condition (当) is ranked."""
    keys: list[tuple[Literal["high", "low"], c.Expr]] = []
    for part in declaration.parts:
        if part.word not in ("由高到低", "由低到高"):
            continue
        for name in part.names:
            value = elaborator.expression(name, scope)
            if value.type.kind not in RANKED:
                raise elaborator.mismatch(name, "数或日期", value.type, scope)
            keys.append(("high" if part.word == "由高到低" else "low", value))
    if not keys:
        elaborator.found.report(
            "SG602",
            declaration.name.span,
            declaration.clause,
            word=declaration.word,
            text=declaration.name.text,
            missing="由高到低",
        )
        raise MisfitError(declaration.name.text)
    return c.Ranking(declaration.id, declaration.name.text, citation, tuple(keys), when)
