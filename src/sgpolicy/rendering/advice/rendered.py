"""What every piece of advice can be shown as."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, cast

from sgpolicy.rendering.decisions.data import plain
from sgpolicy.rendering.decisions.layout import blocks_to_text
from sgpolicy.rendering.decisions.markdown import blocks_to_markdown

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.decisions.blocks import Block


class Rendered(ABC):
    """Advice in words: `str()`, `.to_text()`, `.to_markdown()`, `.to_json()`.

    Attributes:
        report: The same as a record, before any wording.
        lang: The language of the frame; the law's own words stay Chinese.
    """

    schema: str

    def __init__(self, report: Any, lang: Language) -> None:  # noqa: ANN401 - one kind for each subclass
        self.report = report
        self.lang: Language = lang

    def __str__(self) -> str:
        """The text for a terminal 80 cells wide, without colour or a final line break."""
        return self.to_text().rstrip("\n")

    @abstractmethod
    def blocks(self) -> tuple[Block, ...]:
        """The pieces it is made of."""

    def to_text(self, *, width: int | None = None, colour: bool = False) -> str:
        """The text for a terminal, ending with a line break."""
        return blocks_to_text(self.blocks(), self.lang, width=width, colour=colour)

    def to_markdown(self) -> str:
        """The same as Markdown; every value is escaped."""
        return blocks_to_markdown(self.blocks(), self.lang)

    def to_dict(self) -> dict[str, Any]:
        """Everything structured, as plain data: exact numbers as strings, days as ISO dates."""
        body = cast("dict[str, Any]", plain(self.report, self.lang))
        return {"schema": self.schema, **body}

    def to_json(self) -> str:
        """What `to_dict` gives, as a JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)
