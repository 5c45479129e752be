"""The shell of a page: its head, and the policy that lets nothing run or load but what it was made with."""

from __future__ import annotations

import base64
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from sgpolicy.rendering.decisions.safety import visible
from sgpolicy.rendering.web.writing import tag, text

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language

_LONGEST_TITLE = 80


def document(title: str, lang: Language, body: str, *, style: str, script: str = "") -> str:
    """A whole page, complete in itself: it loads nothing, and a browser is told to let it load nothing.

    Args:
        title: What the window is called.
        lang: The language of the frame.
        body: The body's HTML.
        style: The style sheet.
        script: A script; "" for none.
    """
    title = visible(title)
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 1] + "…"
    scripts = _source(script) if script else "'none'"
    policy = (
        "default-src 'none'",
        f"style-src {_source(style)}",
        f"script-src {scripts}",
        "base-uri 'none'",
        "form-action 'none'",
    )
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(policy)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{text(title)}</title>",
        f"<style>{style}</style>",
    )
    language = "en" if lang == "en" else "zh-CN"
    end = tag("script", script) + "\n" if script else ""
    lines = "\n".join(head)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n{lines}\n</head>\n'
        f"<body>\n{body}\n{end}</body>\n</html>\n"
    )


@cache
def style_of(package: str, *names: str) -> str:
    """Style sheets or scripts that lie beside a package's modules, one after the other."""
    return "\n" + "".join(files(package).joinpath(name).read_text("utf-8") for name in names)


@cache
def _source(content: str) -> str:
    """How a content security policy names an inline style or script: by its digest."""
    digest = base64.b64encode(sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"
