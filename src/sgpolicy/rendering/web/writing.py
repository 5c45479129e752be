"""Text and elements as HTML: whatever comes in, only the elements written here come out."""

from __future__ import annotations

from html import escape

from sgpolicy.rendering.decisions.safety import visible


def text(content: str) -> str:
    r"""Anybody's text as HTML text or as an attribute's value.

    Markup is shown as it is written; what would turn the direction of writing or is not seen at all is
    shown by its code.

    Example:
        >>> text('<b title="x">'), text("甲\u202e乙")
        ('&lt;b title=&quot;x&quot;&gt;', '甲⟨U+202E⟩乙')
    """
    return escape(visible(content))


def attributes(**given: str | int | bool | None) -> str:
    """Attributes for a start tag, each after a space.

    Args:
        given: Name → value; `class_` and `for_` lose their mark, `_` becomes `-`. True is an attribute
            without a value, False and None none at all.

    Example:
        >>> attributes(class_="pill", aria_label="符合", hidden=True, id=None)
        ' class="pill" aria-label="符合" hidden'
    """
    parts = []
    for key, value in given.items():
        if value is None or value is False:
            continue
        name = key.rstrip("_").replace("_", "-")
        parts.append(f" {name}" if value is True else f' {name}="{text(str(value))}"')
    return "".join(parts)


def tag(name: str, content: str, **given: str | int | bool | None) -> str:
    """An element around content that is HTML already.

    Example:
        >>> tag("b", text("<"), class_="short")
        '<b class="short">&lt;</b>'
    """
    return f"<{name}{attributes(**given)}>{content}</{name}>"
