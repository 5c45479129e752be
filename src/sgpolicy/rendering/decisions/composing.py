"""An explanation's blocks, by its length."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sgpolicy.rendering.decisions.audit import audit
from sgpolicy.rendering.decisions.blocks import Paragraph
from sgpolicy.rendering.decisions.letter import letter
from sgpolicy.rendering.decisions.line import line

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Explanation
    from sgpolicy.rendering.decisions.blocks import Block


def composed(explanation: Explanation) -> tuple[Block, ...]:
    """What the terminal and Markdown forms lay out."""
    match explanation.length:
        case "line":
            return (Paragraph(line(explanation), explanation.outcome),)
        case "letter":
            return letter(explanation)
        case "audit":
            return audit(explanation)
        case _:
            assert_never(explanation.length)
