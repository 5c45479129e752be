"""Canonical JSON (RFC 8785): one text for one content, so that a digest is one of the content.

Records hold strings, true, false, null, lists and objects, and no numbers: an exact number is a string.
For these, and object keys in ASCII, canonical JSON is what the standard library writes with sorted keys and
without white space (RFC 8785, 3.2.2.2 and 3.2.3); tests compare it with a library made for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Final

Plain = str | bool | None | list["Plain"] | dict[str, "Plain"]
"""What a record is made of."""

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(data: Plain) -> str:
    """The canonical text.

    Example:
        >>> canonical({"b": ["资产"], "a": None})
        '{"a":null,"b":["资产"]}'
    """
    return _ENCODER.encode(data)


quoted: Final[Callable[[str], str]] = encode_basestring
"""A string's canonical text."""


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal digits.

    Raises:
        UnicodeEncodeError: If the text has half a surrogate pair, which no JSON document may have.
    """
    return sha256(text.encode()).hexdigest()
