"""`sgpolicy why`: why a rule or clause came to its outcome, or why not to 符合."""

from __future__ import annotations

import argparse

from sgpolicy.cli.asking import decision_asked
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.showing import show
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print the answer."""
    _, decision = decision_asked(options, words)
    ask = decision.why_not if options.is_not else decision.why
    try:
        told = ask(options.place, results)
    except KeyError as error:
        message = words("why.unknown", message=error.args[0])
        raise CommandError(Exit.USAGE, message) from None
    show(told, options.format)
    return Exit.OK
