"""A notice that can say itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.layout import blocks_to_text
from sgpolicy.rendering.decisions.markdown import blocks_to_markdown

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Explanation
    from sgpolicy.rendering.decisions.blocks import Block


@dataclass(frozen=True, slots=True)
class RenderedNotice:
    """A notice of missing material, in words.

    Attributes:
        explanation: What it was made from.
        blocks: Its pieces, before they are laid out.
    """

    explanation: Explanation
    blocks: tuple[Block, ...]

    def __str__(self) -> str:
        """The text for a terminal 80 cells wide, without a final line break."""
        return self.to_text().rstrip("\n")

    def to_text(self, *, width: int | None = None, colour: bool = False) -> str:
        """The text for a terminal, ending with a line break.

        Args:
            width: Display cells per line; None for 80.
            colour: Whether to use ANSI colours.
        """
        return blocks_to_text(self.blocks, self.explanation.lang, width=width, colour=colour)

    def to_markdown(self) -> str:
        """The same as Markdown; every value is escaped."""
        return blocks_to_markdown(self.blocks, self.explanation.lang)

    def to_html(self) -> str:
        """The same as one HTML page, as `RenderedExplanation.to_html`."""
        from sgpolicy.rendering.decisions.html import page_of

        return page_of(self.blocks, self.explanation)

    def to_docx(self) -> bytes:
        """The same as a Word document, as `RenderedExplanation.to_docx`."""
        from sgpolicy.rendering.papers.word_file import word_file

        return word_file(self.blocks, self.explanation)

    def to_pdf(self, *, fonts: Sequence[str | Path] = ()) -> bytes:
        """The same as a PDF file, as `RenderedExplanation.to_pdf`."""
        from sgpolicy.rendering.papers.pdf_file import pdf_file

        return pdf_file(self.blocks, self.explanation, fonts)
