"""Account → text for a terminal, Markdown or JSON: how a platform stands, and what comes next."""

from sgpolicy.rendering.status.rendered import RenderedAccount

__all__ = ["RenderedAccount"]
