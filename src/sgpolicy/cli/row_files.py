"""Commands that read a file of rows and write another: how far they are, and what goes wrong with files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sgpolicy
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.progress import progress
from sgpolicy.cli.wording import Words

_STEPS = 100


@contextmanager
def row_files(source: str, head: str, words: Words) -> Iterator[Callable[[float], None]]:
    """What is to be told how much is done, from 0 to 1; ends the command where files cannot be used.

    Args:
        source: The file that is read.
        head: The key of what stands over the problems; it takes `path` and `count`.
        words: The reader's language.
    """
    try:
        with progress(sys.stderr, _STEPS) as shown:
            yield lambda done: shown.to(round(done * _STEPS))
    except sgpolicy.FrameError as error:
        said = words(head, path=source, count=len(error.problems))
        lines = [f"  {problem.text(words.lang)}" for problem in error.problems]
        raise CommandError(Exit.DATA, "\n".join([said, *lines])) from None
    except OSError as error:
        reason = f"{error.strerror or error}（{error.filename}）" if error.filename else str(error)
        raise CommandError(Exit.NO_INPUT, words("batch.failed", reason=reason)) from None
