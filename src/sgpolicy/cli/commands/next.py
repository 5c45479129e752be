"""`sgpolicy next`: what may or must be done now, by whom."""

from __future__ import annotations

import argparse

from sgpolicy.cli.commands.status import status_of
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print it."""
    account = status_of(options, words).next(lang=results)
    match options.format:
        case "json":
            print(account.to_json())
        case "markdown":
            print(account.to_markdown(), end="")
        case _:
            print(account)
    return Exit.OK
