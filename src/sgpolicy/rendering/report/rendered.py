"""A report that can say itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from sgpolicy.model.derivation import Derivation
    from sgpolicy.model.exercise import LawText
    from sgpolicy.model.explanation import Explanation


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """A decision clause by clause, for those who check it: what was found beside the official text.

    Attributes:
        explanation: The audit as records.
        law: The official text, cut where quotations begin and end.
        derivation: How the outcome follows, node by node.
    """

    explanation: Explanation
    law: LawText
    derivation: Derivation

    def to_html(self) -> str:
        """One HTML page, complete in itself: it loads nothing, and every value is escaped."""
        from sgpolicy.rendering.report.page import to_html

        return to_html(self)
