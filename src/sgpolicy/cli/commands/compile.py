"""`sgpolicy compile`: the policy as a program."""

from __future__ import annotations

import argparse

from sgpolicy.cli.choosing import chosen_readings, open_policy
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the source."""
    policy = open_policy(options.policy, words)
    readings = chosen_readings(policy, options.reading, words)
    print(policy.compiled(readings).source, end="")
    return Exit.OK
