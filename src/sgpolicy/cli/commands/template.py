"""`sgpolicy template`: an application to fill in."""

from __future__ import annotations

import argparse

from sgpolicy.cli.choosing import open_policy
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the form."""
    print(open_policy(options.policy, words).template(), end="")
    return Exit.OK
