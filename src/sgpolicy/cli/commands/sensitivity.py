"""`sgpolicy sensitivity`: how firm the outcome is."""

from __future__ import annotations

import argparse

from sgpolicy.cli.asking import decision_asked
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.showing import show
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print it; the exit code tells whether some reading decides otherwise."""
    _, decision = decision_asked(options, words)
    found = decision.sensitivity()
    show(found.explain(results), options.format)
    return Exit.OK if found.is_firm else Exit.NO
