"""A ranking in words: a table for terminals and Markdown, and plain data."""

from sgpolicy.rendering.standing.rendered import RenderedStanding

__all__ = ["RenderedStanding"]
