"""`sgpolicy template`: an application or a history to fill in."""

from __future__ import annotations

import argparse

from sgpolicy.cli.choosing import open_policy
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the form."""
    policy = open_policy(options.policy, words)
    print(policy.history_template() if options.history else policy.template(), end="")
    return Exit.OK
