"""Why a file is no text that a folder can begin from."""

from __future__ import annotations


class UnreadableTextError(Exception):
    """The file is no text that can be read.

    Attributes:
        reason: "encoding", "binary", "long", "empty", "word" (damaged), "old_word" (a .doc file) or
            "no_library" (Word files need python-docx, which is not installed).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
