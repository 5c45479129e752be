"""A year's calendar → text for a terminal, Markdown, plain data, or a file for calendar programs."""

from sgpolicy.rendering.calendar.data import SCHEMA, calendar_data
from sgpolicy.rendering.calendar.icalendar_file import calendar_ics
from sgpolicy.rendering.calendar.markdown import calendar_markdown
from sgpolicy.rendering.calendar.text import calendar_text

__all__ = ["SCHEMA", "calendar_data", "calendar_ics", "calendar_markdown", "calendar_text"]
