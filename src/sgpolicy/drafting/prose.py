"""The law's text as it stands in a chapter's file: headings set, nothing that Markdown would take for its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sgpolicy.drafting.records import Paragraph

_JOINER = "\u200b"
"""Stands before what would be a mark; it is no character of the text (see `source.normalising`)."""
_MARK = re.compile(
    r"\s*(?:#|`{3,}|~{3,}|(?:-{3,}|\*{3,}|_{3,})\s*$|[（(]\s*[一二三四五六七八九十]+\s*[)）])"
)
_SPACED = re.compile(r"(?<=[一-鿿])[ \u3000]+(?=[一-鿿](?:[ \u3000]|$))")


def printed(paragraph: Paragraph) -> Iterator[str]:
    """A paragraph as lines of Markdown, each of which becomes a paragraph there."""
    text = paragraph.text
    match paragraph.kind:
        case "chapter" | "annex":
            mark = text[: paragraph.body_at].strip()
            yield _whole(f"## {mark} {_SPACED.sub('', paragraph.body)}".rstrip())
        case "part":
            yield _whole(f"### {_SPACED.sub('', text)}")
        case "annex_part":
            yield _whole(f"### {text}")
        case "article":
            yield f"### {text[: paragraph.body_at].strip()}"
            if paragraph.body:
                yield _safe(paragraph.body)
        case "item":
            yield _whole(text)
        case "title":
            yield _whole(f"# {text}")  # never one that begins a clause, see `structure`
        case _:
            yield _safe(text)


def _safe(text: str) -> str:
    """Prose that is read as prose."""
    whole = _whole(text)
    return _JOINER + whole if _MARK.match(whole) else whole


def _whole(text: str) -> str:
    """Text without the beginning of a remark, which would be left out."""
    return text.replace("<!--", f"<{_JOINER}!--")
