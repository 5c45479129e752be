"""What is wrong with data, as a command says it."""

from __future__ import annotations

import sgpolicy
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Words


def data_error(head: str, error: sgpolicy.ApplicationError, words: Words) -> CommandError:
    """Every problem, each on a line with its place, under a heading that counts them.

    Args:
        head: The key of the heading's words; it takes `count`.
        error: The problems.
        words: The reader's language.
    """
    lines = [f"  {told(problem, words)}" for problem in error.problems]
    return CommandError(Exit.DATA, "\n".join([words(head, count=len(lines)), *lines]))


def told(problem: sgpolicy.Problem, words: Words) -> str:
    """A problem with its line and column, where it has them."""
    place = f"[{problem.line}:{problem.column}] " if problem.line else ""
    return f"{place}{problem.text(words.lang)}"
