"""Drafts: what was suggested or left open when a folder was begun, and nobody has confirmed or filled in yet.

A draft is read, built and compared with the law's text like any other declaration, so that whoever
confirms it sees what else is wrong with it. The mark alone keeps the policy from being relied on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sgpolicy.diagnostics.records import Collector, Fix
from sgpolicy.model.document import NO_DATE, TO_FILL, Document
from sgpolicy.model.program import Program
from sgpolicy.source.text import SourceFile, Span

_FRONT_MATTER = {
    "title": "办法名称",
    "document_number": "文号",
    "issuer": "发文机关",
    "issued": "印发日期",
}
_LEAD = re.compile(r"[ \t\u3000\u00a0]*\n?[ \t\u3000\u00a0]*\Z")
_FURTHEST = 80
"""How many blanks before a mark are looked at."""
_REST = re.compile(r"[ \t\u3000\u00a0]*[；;]?")


def check_drafts(program: Program, files: Mapping[str, SourceFile], found: Collector) -> None:
    """Report every declaration that is marked 待确认.

    Args:
        program: The declarations; those that could not be read have been reported already.
        files: The files they stand in, by name.
        found: Where to report.
    """
    for declaration in program.declarations.values():
        if declaration.draft is not None:
            found.report(
                "SG512",
                declaration.draft,
                declaration.clause,
                fix=_confirmed(declaration.draft, files),
                word=declaration.word,
                text=declaration.name.text,
            )


def check_front_matter(document: Document, found: Collector) -> None:
    """Report what in `policy.yaml` is still to be filled in.

    Args:
        document: The folder, read; one made in memory has no such file.
        found: Where to report.
    """
    file = document.files.get("policy.yaml")
    for key, what in _FRONT_MATTER.items():
        value = getattr(document.manifest, key)
        if file is not None and (TO_FILL in value or value == NO_DATE):
            line = re.search(rf"^{key}:[^\n]*", file.text, re.MULTILINE)
            span = None if line is None else Span(file.name, line.start(), line.end())
            found.report("SG513", span, file=file.name, what=what, key=key)


def _confirmed(mark: Span, files: Mapping[str, SourceFile]) -> Fix | None:
    """The declaration without its mark. Never done unasked: it is a person's word."""
    file = files.get(mark.file)
    if file is None:
        return None
    begin = max(0, mark.start - _FURTHEST)
    lead, rest = _LEAD.search(file.text, begin, mark.start), _REST.match(file.text, mark.end)
    start = lead.start() if lead else mark.start
    return Fix(Span(mark.file, start, rest.end() if rest else mark.end), "", is_safe=False)
