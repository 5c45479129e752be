"""`sgpolicy sufficient`: what forces the outcome, or can still change it."""

from __future__ import annotations

import argparse

from sgpolicy.cli.asking import decision_asked
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.showing import show
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print it; the exit code tells whether the outcome is decided."""
    _, decision = decision_asked(options, words)
    show(decision.sufficient().explain(results), options.format)
    return Exit.OK if decision.outcome.is_decided else Exit.OPEN
