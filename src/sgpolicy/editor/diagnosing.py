"""Findings → diagnostics of the protocol: what is wrong and how to mend it, with the page of the code."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from lsprotocol import types

from sgpolicy.diagnostics.records import Diagnostic
from sgpolicy.editor.view import View
from sgpolicy.source.text import Span

SOURCE = "sgpolicy"
_ADVISORY = frozenset({"SG305", "SG306", "SG511"})
"""Findings about what is written and does nothing: they keep a policy from being done, not from working."""


def diagnostics(view: View) -> list[types.Diagnostic]:
    """The findings in one file."""
    return [_diagnostic(item, view) for item in view.checked.found if item.file == view.file.name]


def _diagnostic(item: Diagnostic, view: View) -> types.Diagnostic:
    span = item.span or _whole(view)
    href = page_of(item.code)
    return types.Diagnostic(
        range=view.range(_shown(span, view)),
        message=f"{item.title(view.lang)}\n{item.help(view.lang)}",
        severity=types.DiagnosticSeverity.Warning
        if item.code in _ADVISORY
        else types.DiagnosticSeverity.Error,
        code=item.code,
        code_description=types.CodeDescription(href) if href else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if item.code in _ADVISORY else None,
    )


def _whole(view: View) -> Span:
    """Where a finding about a whole file is shown: its first line."""
    return Span(view.file.name, 0, len(view.file.line_text(1)))


def _shown(span: Span, view: View) -> Span:
    """The span, or one character where it is empty, so that there is something to underline."""
    if span.start < span.end:
        return span
    text = view.file.text
    if span.start < len(text) and text[span.start] != "\n":
        return Span(span.file, span.start, span.start + 1)
    return Span(span.file, max(0, span.start - 1), span.start)


def page_of(code: str) -> str:
    """The URI of the page that explains a code; "" where the library is not installed as files."""
    page = resources.files("sgpolicy.diagnostics").joinpath("pages", f"{code}.md")
    return page.resolve().as_uri() if isinstance(page, Path) and page.is_file() else ""
