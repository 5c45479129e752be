"""`sgpolicy status`: a history in, how the platform stands out."""

from __future__ import annotations

import argparse

import sgpolicy
from sgpolicy.cli.choosing import chosen_readings, open_policy
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.lives import day_of, open_history, open_holidays
from sgpolicy.cli.wording import Lang, Words

_CODES = {
    sgpolicy.Outcome.MET: Exit.OK,
    sgpolicy.Outcome.NOT_MET: Exit.NO,
    sgpolicy.Outcome.MISSING_FACTS: Exit.OPEN,
    sgpolicy.Outcome.AWAITING_FINDINGS: Exit.OPEN,
    sgpolicy.Outcome.NOT_APPLICABLE: Exit.NOT_APPLICABLE,
}


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print the account or the timeline; the exit code tells whether a title is held."""
    if options.format == "svg" and not options.timeline:
        raise CommandError(Exit.USAGE, words("status.svg"))
    status = status_of(options, words)
    print(_drawn(status, options, results) if options.timeline else _said(status, options, results))
    return _CODES[status.outcome]


def status_of(options: argparse.Namespace, words: Words) -> sgpolicy.Status:
    """The status that the arguments ask for."""
    policy = open_policy(options.policy, words, options.history)
    readings = chosen_readings(policy, options.reading, words)
    holidays = open_holidays(options.holidays, words)
    history = open_history(policy, options.history, words)
    return policy.status(history, on=day_of(options, words), readings=readings, holidays=holidays)


def _said(status: sgpolicy.Status, options: argparse.Namespace, results: Lang) -> str:
    account = status.explain(options.length, lang=results)
    match options.format:
        case "json":
            return account.to_json()
        case "markdown":
            return account.to_markdown().rstrip("\n")
        case _:
            return str(account)


def _drawn(status: sgpolicy.Status, options: argparse.Namespace, results: Lang) -> str:
    timeline = status.timeline(lang=results)
    match options.format:
        case "json":
            return status.explain("audit", lang=results).to_json()
        case "markdown":
            return timeline.to_markdown().rstrip("\n")
        case "svg":
            return timeline.to_svg().rstrip("\n")
        case _:
            return str(timeline)
