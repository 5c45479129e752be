"""The files that are open in the editor, as they stand there; what is saved does not count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sgpolicy.loading import with_plain_ends

_LONE = re.compile("[\ud800-\udfff]")
"""Halves of characters, as editors can send them; no text has any."""


def path_of(uri: str) -> Path | None:
    """The file that a URI names; None for what is no file.

    Example:
        >>> path_of("file:///tmp/%E5%8A%9E%E6%B3%95/01.md").name
        '01.md'
        >>> path_of("untitled:Untitled-1") is None
        True
    """
    parts = urlsplit(uri)
    if parts.scheme != "file" or not parts.path:
        return None
    try:
        return Path(url2pathname(parts.path)).resolve()
    except (OSError, ValueError, RuntimeError):
        return None


class Buffers:
    """The open files by path."""

    def __init__(self) -> None:
        self._texts: dict[Path, str] = {}
        self._uris: dict[Path, str] = {}

    def __contains__(self, path: Path) -> bool:
        return path in self._texts

    def __iter__(self) -> Iterator[Path]:
        return iter(self._texts)

    def put(self, uri: str, text: str) -> Path | None:
        """Note a file's text; returns its path, None for what is no file."""
        path = path_of(uri)
        if path is None:
            return None
        self._texts[path] = _LONE.sub("\ufffd", with_plain_ends(_without_mark(text)))
        self._uris[path] = uri
        return path

    def drop(self, uri: str) -> Path | None:
        """A file was closed; returns its path."""
        path = path_of(uri)
        if path is not None:
            self._texts.pop(path, None)
        return path

    def text(self, path: Path) -> str | None:
        """A file's text; None if it is not open."""
        return self._texts.get(path)

    def uri(self, path: Path) -> str:
        """A file's URI, as the client writes it if it was ever open."""
        return self._uris.get(path) or path.as_uri()


def _without_mark(text: str) -> str:
    """The text with a byte-order mark blanked, so that every place stays."""
    return " " + text[1:] if text.startswith("\ufeff") else text
