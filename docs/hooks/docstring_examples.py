"""Griffe extension: docstrings that say `Example:` show a code block, as those with `Examples:` do."""

from __future__ import annotations

import re
from typing import Any

import griffe

_SECTION = re.compile(r"^Example:$", re.MULTILINE)


class DocstringExamples(griffe.Extension):
    """Reads Google's singular section as the plural one that Griffe knows."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:  # noqa: ANN401 - Griffe's own
        """Rename the section in an object's docstring."""
        if obj.docstring:
            obj.docstring.value = _SECTION.sub("Examples:", obj.docstring.value)
