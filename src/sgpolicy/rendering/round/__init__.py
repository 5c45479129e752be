"""A round of applications as one HTML page."""

from sgpolicy.rendering.round.page import Applied, to_html

__all__ = ["Applied", "to_html"]
