"""An audit beside the official text, as one HTML page."""

from sgpolicy.rendering.report.rendered import RenderedReport

__all__ = ["RenderedReport"]
