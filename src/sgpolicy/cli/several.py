"""Several applications, each called by its file's name; every mistake in all of them is told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import sgpolicy
from sgpolicy.cli.choosing import read_bytes
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.problems import told
from sgpolicy.cli.wording import Words
from sgpolicy.model.application import Application


def contents_of(files: Sequence[str], words: Words) -> dict[str, bytes]:
    """The files' bytes by their names without ending."""
    contents: dict[str, bytes] = {}
    for file in files:
        label = Path(file).stem
        if label in contents:
            raise CommandError(Exit.USAGE, words("rank.twice", name=label))
        contents[label] = read_bytes(file, words)
    return contents


def applications_of(
    policy: sgpolicy.Policy, contents: Mapping[str, bytes], words: Words, head: str
) -> dict[str, Application]:
    """The applications by label.

    Args:
        policy: Whose facts they state.
        contents: Their bytes by label.
        words: The reader's language.
        head: The key of what stands over the mistakes; it takes `count`.
    """
    applications: dict[str, Application] = {}
    lines: list[str] = []
    for label, content in contents.items():
        try:
            applications[label] = policy.read_application(content)
        except sgpolicy.ApplicationError as error:
            lines += [f"  {label} {told(problem, words)}" for problem in error.problems]
    if lines:
        raise CommandError(Exit.DATA, "\n".join([words(head, count=len(lines)), *lines]))
    return applications
