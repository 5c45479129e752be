"""`sgpolicy what-if`: what would be otherwise."""

from __future__ import annotations

import argparse

import sgpolicy
from sgpolicy.cli.asking import decision_asked
from sgpolicy.cli.choosing import chosen_readings
from sgpolicy.cli.commands.evaluate import CODES
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.problems import data_error
from sgpolicy.cli.showing import show
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print what differs; the exit code tells the supposed outcome."""
    policy, decision = decision_asked(options, words)
    readings = chosen_readings(policy, options.if_reading, words)
    changes = dict(_change(text, words) for text in options.changes)
    try:
        told = decision.what_if(changes, readings=readings, on=options.if_on, lang=results)
    except sgpolicy.ApplicationError as error:
        raise data_error("data_problems", error, words) from None
    show(told, options.format)
    return CODES[told.decision.outcome]


def _change(text: str, words: Words) -> tuple[str, str | None]:
    name, equals, value = (part.strip() for part in text.replace("＝", "=").partition("="))
    if not (name and equals):
        raise CommandError(Exit.USAGE, words("what-if.bad", text=text))
    return name, value or None
