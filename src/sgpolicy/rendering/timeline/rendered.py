"""A timeline that can draw itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.records import dataclass
from sgpolicy.rendering.timeline.markdown import timeline_markdown
from sgpolicy.rendering.timeline.svg import timeline_svg
from sgpolicy.rendering.timeline.text import timeline_text

if TYPE_CHECKING:
    from sgpolicy.model.account import Account


@dataclass(frozen=True, slots=True)
class Timeline:
    """A platform's life, drawn: its title as a bar, what happened as marks, what it owes as ticks.

    Attributes:
        account: What is drawn.
    """

    account: Account

    def __str__(self) -> str:
        """The drawing for a terminal."""
        return self.to_text().rstrip("\n")

    def to_text(self, *, width: int = 78) -> str:
        """The drawing for a terminal of so many display cells, ending with a line break."""
        return timeline_text(self.account, width).rstrip("\n") + "\n"

    def to_markdown(self) -> str:
        """The same as Markdown tables; every value is escaped."""
        return timeline_markdown(self.account)

    def to_svg(self) -> str:
        """A drawing for documents: dates to scale, nothing outside of the file is referred to."""
        return timeline_svg(self.account)
