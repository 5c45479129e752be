"""Of an audit, the part about one rule, finding or clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.records import replace
from sgpolicy.rendering.decisions.audit import audit
from sgpolicy.rendering.decisions.blocks import Heading
from sgpolicy.rendering.decisions.layout import blocks_to_text

if TYPE_CHECKING:
    from sgpolicy.model.citation import Clause
    from sgpolicy.model.explanation import Explanation


def excerpt(explanation: Explanation, clause: Clause, node: str, *, width: int = 78) -> str:
    """What the audit says about a node, and about what it refers to by name, as text.

    Args:
        explanation: An audit.
        clause: Where the node stands.
        node: Its id; of a clause, everything that stands in it is told.
        width: Display cells per line.
    """
    places = []
    for place in explanation.places:
        if place.clause == clause:
            own = tuple(entry for entry in place.entries if entry.mention.id == node)
            places.append(replace(place, entries=own or place.entries))
    blocks = audit(replace(explanation, places=tuple(places)))
    sections = [
        i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.level < 3
    ]
    start = sections[1] + 1  # after the title, the section of the clauses
    end = sections[2] if len(sections) > 2 else len(blocks)
    return blocks_to_text(blocks[start:end], explanation.lang, width=width).strip("\n")
