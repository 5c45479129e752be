"""Writing what a command made to the file that the user named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Words
from sgpolicy.rendering.papers import PaperError


def write_bytes(path: str, content: bytes, words: Words) -> None:
    """Write a file, and say so; a file that cannot be written ends the command."""
    try:
        Path(path).write_bytes(content)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        message = words("unwritable", path=path, reason=reason)
        raise CommandError(Exit.NO_INPUT, message) from None
    print(words("paper.written", path=path), file=sys.stderr)


def paper(make: Callable[[], bytes], words: Words) -> bytes:
    """The paper that is made; what it lacks (a library, a font) ends the command in words."""
    try:
        return make()
    except PaperError as error:
        raise CommandError(Exit.USAGE, error.text(words.lang)) from None
