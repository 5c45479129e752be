"""Explanation → text for a terminal: signs with words, one line or laid-out blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.rendering.decisions.line import line
from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.rendering.words import SIGNS

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Explanation


def to_text(explanation: Explanation, *, width: int | None = None, colour: bool = False) -> str:
    """The explanation as text, ending with a line break.

    Args:
        explanation: What to say.
        width: Display cells per line; None for 80 (and for one line: never broken).
        colour: Whether to colour signs and headings with ANSI sequences. Words carry the meaning.
    """
    if explanation.length == "line":
        return _line(explanation, width, colour=colour)
    from sgpolicy.rendering.decisions.composing import composed
    from sgpolicy.rendering.decisions.layout import blocks_to_text

    blocks = composed(explanation)
    return blocks_to_text(blocks, explanation.lang, width=width, colour=colour)


def _line(explanation: Explanation, width: int | None, *, colour: bool) -> str:
    sign = SIGNS[explanation.outcome]
    lines = [f"{sign} {visible(line(explanation))}"]
    if width is not None:
        from sgpolicy.rendering.decisions.layout import NARROWEST
        from sgpolicy.source.wrapping import wrapped

        lines = wrapped(lines[0], max(width, NARROWEST))
    if colour:
        from sgpolicy.rendering.decisions.colouring import painted

        lines[0] = painted(lines[0], sign, explanation.outcome)
    return "\n".join(lines) + "\n"
