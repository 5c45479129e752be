"""`sgpolicy remedies`: how to qualify."""

from __future__ import annotations

import argparse

from sgpolicy import Outcome
from sgpolicy.cli.asking import decision_asked
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.showing import show
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print the smallest changes; the exit code tells whether there are any."""
    _, decision = decision_asked(options, words)
    found = decision.remedies()
    show(found.explain(results), options.format)
    return Exit.OK if decision.outcome is Outcome.MET or found.remedies else Exit.NO
