"""Which policies apply, in words: text for terminals, Markdown, and plain data."""

from sgpolicy.rendering.applicability.rendered import RenderedApplicability

__all__ = ["RenderedApplicability"]
