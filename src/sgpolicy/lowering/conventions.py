"""本数: whether 以上、以下 include the number, and what says so."""

from __future__ import annotations

from sgpolicy.model.program import Program


def bounds_rule(program: Program) -> str:
    """What says whether 以上、以下 include the number: the policy's own clause, or the Civil Code."""
    own = (d for d in program.declarations.values() if d.word == "约定")
    clauses = dict.fromkeys(f"本办法{declaration.clause.label}" for declaration in own)
    return "、".join(clauses) or "民法典第一千二百五十九条"


def conventions(program: Program) -> dict[str, bool]:
    """The policy's own 本数 convention: 以上 含, 以下 不含."""
    return {
        part.word: part.text.text == "含"
        for declaration in program.declarations.values()
        if declaration.word == "约定"
        for part in declaration.parts
        if part.text is not None
    }
