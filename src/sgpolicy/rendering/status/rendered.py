"""An account that can say itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.blocks import Paragraph
from sgpolicy.rendering.decisions.data import plain
from sgpolicy.rendering.decisions.layout import blocks_to_text
from sgpolicy.rendering.decisions.markdown import blocks_to_markdown
from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.rendering.status.audit import audit
from sgpolicy.rendering.status.headline import line
from sgpolicy.rendering.status.letter import coming_letter, letter
from sgpolicy.rendering.words import SIGNS
from sgpolicy.source.wrapping import wrapped

if TYPE_CHECKING:
    from sgpolicy.model.account import Account
    from sgpolicy.rendering.decisions.blocks import Block

SCHEMA = "sgpolicy.account/1"


@dataclass(frozen=True, slots=True)
class RenderedAccount:
    """How a platform stands, in words.

    Attributes:
        account: The account as records, before any wording.
        is_next_only: Whether only what may or must be done now is said.
    """

    account: Account
    is_next_only: bool = False

    def __str__(self) -> str:
        """The text for a terminal 80 cells wide, without colour or a final line break."""
        return self.to_text().rstrip("\n")

    def to_text(self, *, width: int | None = None, colour: bool = False) -> str:
        """The text for a terminal, ending with a line break.

        Args:
            width: Display cells per line; None for 80 (one line is then never broken).
            colour: Whether to use ANSI colours.
        """
        if self.account.length == "line" and not self.is_next_only:
            said = f"{SIGNS[self.account.outcome]} {visible(line(self.account))}"
            return "\n".join([said] if width is None else wrapped(said, width)) + "\n"
        return blocks_to_text(self._blocks(), self.account.lang, width=width, colour=colour)

    def to_markdown(self) -> str:
        """The same as Markdown; every value is escaped."""
        return blocks_to_markdown(self._blocks(), self.account.lang)

    def to_json(self) -> str:
        """The same as a JSON text: everything structured, with schema `sgpolicy.account/1`."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_dict(self) -> dict[str, Any]:
        """What `to_json` writes, as plain data."""
        body = cast("dict[str, Any]", plain(self.account, self.account.lang))
        return {"schema": SCHEMA, "summary": line(self.account), **body}

    def _blocks(self) -> tuple[Block, ...]:
        if self.is_next_only:
            return coming_letter(self.account)
        match self.account.length:
            case "line":
                return (Paragraph(line(self.account)),)
            case "letter":
                return letter(self.account)
            case "audit":
                return audit(self.account)
