"""A decision record: one decision as a self-contained JSON document, in canonical form (RFC 8785)."""

from __future__ import annotations

import json
from typing import Any, Final

from sgpolicy.records import dataclass

FORMAT: Final = "sgpolicy.record/1"
"""The version of the records' schema."""


@dataclass(frozen=True, slots=True)
class Record:
    """A decision record.

    Attributes:
        document: The document, in canonical form.
        sha256: The digest of all of it but itself, in hexadecimal digits; it ends the document.
    """

    document: bytes
    sha256: str

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The document as text."""
        return self.document.decode()

    @property
    def data(self) -> dict[str, Any]:
        """The document as plain data: strings, true, false, null, lists and objects."""
        found: dict[str, Any] = json.loads(self.document)
        return found

    def to_bytes(self) -> bytes:
        """The document in UTF-8, as it is signed; with a line's end it makes a line of a .jsonl file."""
        return self.document
