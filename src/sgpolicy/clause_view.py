"""A clause with everything its policy says under it."""

from __future__ import annotations

from sgpolicy.model.citation import Clause
from sgpolicy.model.core import Core, Fact, Interpretation, Node, Provision
from sgpolicy.named import Named
from sgpolicy.pipeline import Compilation
from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause with everything the policy says under it.

    Attributes:
        clause: Which one. `heading`: 第七条.
        text: The official text, word for word, without its items.
        nodes: Rules, findings, combinations and definitions that stand here.
        provisions: Steps, duties, powers, notes, documents and catalogues that stand here.
        interpretations: What the text leaves open here.
        facts: The facts that its rules use.
        blocks: The rule blocks under it, as written.
    """

    clause: Clause
    text: str
    nodes: tuple[Node, ...]
    provisions: tuple[Provision, ...]
    interpretations: tuple[Interpretation, ...]
    facts: tuple[Fact, ...]
    blocks: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The citation."""
        return self.clause.label


def views_of(compilation: Compilation, core: Core) -> Named[ClauseView]:
    """Every clause in the order of the law, by citation or id.

    Args:
        compilation: What became of the policy's folder.
        core: Its policy.
    """
    clauses = compilation.document.clauses
    views = {
        clause.label: _view(compilation, core, clause, text.text)
        for clause, text in clauses.items()
    }
    return Named(views, {clause.id: clause.label for clause in clauses})


def _view(compilation: Compilation, core: Core, clause: Clause, text: str) -> ClauseView:
    return ClauseView(
        clause,
        text,
        tuple(n for n in core.nodes.values() if n.citation.clause == clause and n.kind != "clause"),
        tuple(p for p in core.provisions.values() if p.citation.clause == clause),
        tuple(i for i in core.interpretations.values() if i.citation.clause == clause),
        tuple(f for f in core.facts.values() if clause in f.clauses),
        tuple(b.text for b in compilation.document.blocks if b.clause == clause),
    )
