"""A file's rule blocks in the one canonical form, as `sgpolicy fmt` writes it."""

from __future__ import annotations

from lsprotocol import types

from sgpolicy.editor.view import View
from sgpolicy.formatter import format_policy


def layout_edits(view: View) -> list[types.TextEdit]:
    """The edits that bring a file's blocks into the canonical form; prose stays as it is."""
    checked = view.checked
    if checked.manifest is None or checked.compilation is None or not view.is_law:
        return []
    edits = format_policy(checked.manifest, checked.files).edits.get(view.file.name, ())
    return [types.TextEdit(view.range(edit.span), edit.text) for edit in edits]
