"""Explanation → text for a terminal, Markdown, or JSON."""

from sgpolicy.rendering.decisions.data import SCHEMA, schema, to_json
from sgpolicy.rendering.decisions.markdown import to_markdown
from sgpolicy.rendering.decisions.text import to_text

__all__ = ["SCHEMA", "schema", "to_json", "to_markdown", "to_text"]
