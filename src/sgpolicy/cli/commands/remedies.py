"""`sgpolicy remedies`: how to qualify."""

from __future__ import annotations

import argparse

from sgpolicy import Outcome
from sgpolicy.cli.advice import decision_asked, show
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print the smallest changes; the exit code tells whether there are any."""
    _, decision = decision_asked(options, words)
    found = decision.remedies()
    show(found.explain(results), options.format)
    return Exit.OK if decision.outcome is Outcome.MET or found.remedies else Exit.NO
