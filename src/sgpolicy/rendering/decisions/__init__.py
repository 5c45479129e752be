"""Explanation → text for a terminal, Markdown, or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sgpolicy.rendering.decisions.data import SCHEMA, schema, to_json
    from sgpolicy.rendering.decisions.markdown import to_markdown
    from sgpolicy.rendering.decisions.text import to_text

__all__ = ["SCHEMA", "schema", "to_json", "to_markdown", "to_text"]
_PLACES = {
    "SCHEMA": "data",
    "schema": "data",
    "to_json": "data",
    "to_markdown": "markdown",
    "to_text": "text",
}


def __getattr__(name: str) -> object:
    """Each form is imported when it is asked for: a line of text starts faster without the others."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
