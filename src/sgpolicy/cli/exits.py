"""Exit codes: part of the command's contract with scripts (docs/decisions/0007)."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the process exits with.

    0 and 1 are the command's answer, yes or no; 3 and 4 are answers that are neither. From 64 on
    there is no answer; the numbers are those of BSD's `sysexits.h`.
    """

    OK = 0
    NO = 1
    USAGE = 2
    OPEN = 3
    NOT_APPLICABLE = 4
    DATA = 65
    NO_INPUT = 66
    INTERNAL = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class CommandError(Exception):
    """Something that ends the command with a message for its user.

    Attributes:
        code: What to exit with.
        message: What is wrong, in the user's language; may have several lines.
        remedy: What to do about it; may be empty.
    """

    def __init__(self, code: Exit, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
