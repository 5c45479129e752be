"""An explanation that can say itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.text import to_text

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Explanation
    from sgpolicy.rendering.papers.rendered import RenderedNotice


@dataclass(frozen=True, slots=True)
class RenderedExplanation:
    """Why a decision is what it is, in words.

    Attributes:
        explanation: The explanation as records, before any wording.
    """

    explanation: Explanation

    def __str__(self) -> str:
        """The text for a terminal 80 cells wide, without colour or a final line break."""
        return to_text(self.explanation).rstrip("\n")

    def to_text(self, *, width: int | None = None, colour: bool = False) -> str:
        """The text for a terminal, ending with a line break.

        Args:
            width: Display cells per line; None for 80 (one line is then never broken).
            colour: Whether to use ANSI colours.
        """
        return to_text(self.explanation, width=width, colour=colour)

    def to_markdown(self) -> str:
        """The same as Markdown; every value is escaped."""
        from sgpolicy.rendering.decisions.markdown import to_markdown

        return to_markdown(self.explanation)

    def to_html(self) -> str:
        """The same as one HTML page: it loads nothing, every value is escaped, and it prints on A4."""
        from sgpolicy.rendering.decisions.html import to_html

        return to_html(self.explanation)

    def _repr_html_(self) -> str:
        """The same for a notebook's output."""
        from sgpolicy.rendering.decisions.html import to_snippet

        return to_snippet(self.explanation)

    def to_json(self) -> str:
        """The same as a JSON text: everything structured, with schema `sgpolicy.explanation/1`."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_dict(self) -> dict[str, Any]:
        """What `to_json` writes, as plain data."""
        from sgpolicy.rendering.decisions.data import to_json

        return to_json(self.explanation)

    def to_docx(self) -> bytes:
        """The same as a Word document (.docx), laid out as official letters are.

        Raises:
            MissingExtraError: python-docx is not installed (`pip install 'sgpolicy[word]'`).
        """
        from sgpolicy.rendering.decisions.composing import composed
        from sgpolicy.rendering.papers.word_file import word_file

        return word_file(composed(self.explanation), self.explanation)

    def to_pdf(self, *, fonts: Sequence[str | Path] = ()) -> bytes:
        """The same as a PDF file for print and archive (PDF/A-2a, PDF/UA-1), its fonts embedded.

        Args:
            fonts: Folders with font files, beside those of the system.

        Raises:
            FontError: There is no Chinese font, or none that has all the characters.
            MissingExtraError: typst is not installed (`pip install 'sgpolicy[pdf]'`).
        """
        from sgpolicy.rendering.decisions.composing import composed
        from sgpolicy.rendering.papers.pdf_file import pdf_file

        return pdf_file(composed(self.explanation), self.explanation, fonts)

    def notice(
        self, *, deadline: date | None = None, office: str = "", issued: date | None = None
    ) -> RenderedNotice:
        """The notice of missing material (补正材料通知): everything to be supplied, told once.

        Args:
            deadline: Until when, that day included; a blank to be filled in if not given.
            office: Who sends it; a blank if not given.
            issued: When it is sent; a blank if not given.

        Raises:
            NothingMissingError: The applicant has nothing to supply.
        """
        from sgpolicy.rendering.papers.notice import Sending, notice
        from sgpolicy.rendering.papers.rendered import RenderedNotice

        blocks = notice(self.explanation, Sending(office, issued, deadline))
        return RenderedNotice(self.explanation, blocks)
