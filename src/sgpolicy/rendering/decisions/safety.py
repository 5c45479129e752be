"""Text from strangers made safe to show: nothing in it acts on a terminal or a Markdown reader."""

from __future__ import annotations

import re
import unicodedata

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_LIST_MARK = re.compile(r"^(\s*)(\d+)([.)])|^(\s*)([-+=])")
_SEPARATORS = frozenset({"Zl", "Zp"})


def visible(text: str) -> str:
    r"""Control and direction characters shown by their code; line breaks and tabs as spaces.

    Example:
        >>> visible("\x1b[31m红"), visible("a\nb"), visible("\u202e")
        ('⟨U+001B⟩[31m红', 'a b', '⟨U+202E⟩')
    """
    return "".join(_shown(char) for char in text)


def escaped(text: str) -> str:
    r"""Plain text for Markdown: what would be markup is shown as it is.

    Example:
        >>> escaped("a|b <i> `c`")
        'a\\|b &lt;i&gt; \\`c\\`'
    """
    text = visible(text).replace("&", "&amp;")
    text = _MARKDOWN.sub(r"\\\1", text).replace(r"\<", "&lt;").replace(r"\>", "&gt;")
    return _LIST_MARK.sub(_disarmed, text)


def _disarmed(match: re.Match[str]) -> str:
    if match.group(2):
        return f"{match.group(1)}{match.group(2)}\\{match.group(3)}"
    return f"{match.group(4)}\\{match.group(5)}"


def _shown(char: str) -> str:
    if char in "\t\n\r":
        return " "
    kind = unicodedata.category(char)
    if kind in ("Cc", "Cf", "Cs", "Co") or kind in _SEPARATORS:
        return f"⟨U+{ord(char):04X}⟩"
    return char
