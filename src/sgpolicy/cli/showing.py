"""The forms in which an answer is printed."""

from __future__ import annotations

from typing import Protocol


class Told(Protocol):
    """An answer that can be shown in several forms."""

    def to_json(self) -> str:
        """As JSON."""

    def to_markdown(self) -> str:
        """As Markdown."""


def show(told: Told, form: str) -> None:
    """Print an answer."""
    match form:
        case "json":
            print(told.to_json())
        case "markdown":
            print(told.to_markdown(), end="")
        case _:
            print(told)
