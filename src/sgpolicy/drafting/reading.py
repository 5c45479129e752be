"""Bytes → text: the encodings in which regulations are found, and Word files."""

from __future__ import annotations

import codecs

from sgpolicy.drafting.unreadable import UnreadableTextError
from sgpolicy.drafting.word_text import is_word_file, read_word
from sgpolicy.records import dataclass

MAX_TEXT = 500_000
"""How many bytes of UTF-8 a law's text may take; no law is longer, and a folder's files have limits."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_OLD_WORD = b"\xd0\xcf\x11\xe0"
"""How the files of Word 97 to 2003 begin."""


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text as found, its line ends made line feeds, and the encoding or format it was in."""

    text: str
    encoding: str


def read_found(data: bytes) -> FoundText:
    r"""The text of a file: UTF-8, UTF-16 with a byte-order mark, GB18030 (and so GBK, GB2312), or Word.

    Raises:
        UnreadableTextError: If it is none of these, too long, or holds no text.

    Example:
        >>> read_found("第一条 为了".encode("gbk"))
        FoundText(text='第一条 为了', encoding='GB18030')
    """
    if data.startswith(_OLD_WORD):
        raise UnreadableTextError("old_word")
    found = FoundText(read_word(data), "Word") if is_word_file(data) else _decoded(data)
    plain = found.text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if len(plain.encode("utf-8")) > MAX_TEXT:
        raise UnreadableTextError("long")
    if not any(char.isalnum() for char in plain):
        raise UnreadableTextError("empty")
    return FoundText(plain, found.encoding)


def _decoded(data: bytes) -> FoundText:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _as(data, codec, name)
    if b"\0" in data:
        raise UnreadableTextError("binary")
    try:
        return _as(data, "utf-8", "UTF-8")
    except UnreadableTextError:
        return _as(data, "gb18030", "GB18030")


def _as(data: bytes, codec: str, name: str) -> FoundText:
    try:
        return FoundText(data.decode(codec), name)
    except UnicodeDecodeError:
        raise UnreadableTextError("encoding") from None
