"""What cases exercise → a table for a terminal, JSON, or one HTML page."""

from sgpolicy.rendering.coverage.data import SCHEMA, to_json
from sgpolicy.rendering.coverage.page import to_html
from sgpolicy.rendering.coverage.text import to_text
from sgpolicy.rendering.coverage.wording import share

__all__ = ["SCHEMA", "share", "to_html", "to_json", "to_text"]
