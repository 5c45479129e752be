"""`sgpolicy calendar`: a year's duties, by actor."""

from __future__ import annotations

import argparse
import json
import sys

from sgpolicy.cli.choosing import chosen_readings, open_policy
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.lives import day_of, open_history, open_holidays
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.rendering.calendar import (
    calendar_data,
    calendar_ics,
    calendar_markdown,
    calendar_text,
)


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print the calendar."""
    policy = open_policy(options.policy, words)
    histories = [open_history(policy, given, words) for given in options.history]
    calendar = policy.calendar(
        options.year,
        histories=histories,
        on=day_of(options, words) if histories else None,
        readings=chosen_readings(policy, options.reading, words),
        holidays=open_holidays(options.holidays, words),
        lang=results,
    )
    match options.format:
        case "json":
            print(json.dumps(calendar_data(calendar), ensure_ascii=False, indent=2))
        case "markdown":
            print(calendar_markdown(calendar), end="")
        case "ics":
            try:
                data = calendar_ics(calendar)
            except ImportError:
                raise CommandError(Exit.USAGE, words("calendar.extra")) from None
            sys.stdout.flush()
            sys.stdout.buffer.write(data)  # its lines end with CR LF (RFC 5545)
        case _:
            print(calendar_text(calendar), end="")
    return Exit.OK
