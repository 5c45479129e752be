"""Explanation → text for terminals, Markdown and JSON: the wording, and nothing but the wording."""

from sgpolicy.rendering.decisions.rendered import RenderedExplanation

__all__ = ["RenderedExplanation"]
