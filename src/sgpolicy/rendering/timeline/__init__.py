"""A platform's account → its timeline: text for a terminal, Markdown, or an SVG drawing for documents."""

from sgpolicy.rendering.timeline.markdown import timeline_markdown
from sgpolicy.rendering.timeline.rendered import Timeline
from sgpolicy.rendering.timeline.svg import timeline_svg
from sgpolicy.rendering.timeline.text import timeline_text

__all__ = ["Timeline", "timeline_markdown", "timeline_svg", "timeline_text"]
