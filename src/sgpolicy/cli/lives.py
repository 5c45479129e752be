"""Opening what the commands about histories name: the history, the days of rest, the day."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import sgpolicy
from sgpolicy.applying.documents import read_document
from sgpolicy.cli.choosing import read_bytes
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.problems import data_error
from sgpolicy.cli.wording import Words
from sgpolicy.holidays import HolidayTableError, read_holidays


def open_history(policy: sgpolicy.Policy, given: str, words: Words) -> sgpolicy.History:
    """The history in a file, or on standard input for `-`; ends with everything wrong in it."""
    content = read_bytes(given, words)
    try:
        return policy.read_history(content if given == "-" else Path(given))
    except sgpolicy.HistoryError as error:
        raise data_error("status.problems", error, words) from None


def open_holidays(given: str | None, words: Words) -> sgpolicy.HolidayTable | None:
    """The days of rest in a file; None for those published."""
    if given is None:
        return None
    document = read_document(read_bytes(given, words))
    problems = [problem.text(words.lang) for problem in document.problems]
    if not problems:
        try:
            return read_holidays(document.data)
        except HolidayTableError as error:
            problems = list(error.problems)
    lines = [words("holidays.problems", count=len(problems)), *(f"  {p}" for p in problems)]
    raise CommandError(Exit.DATA, "\n".join(lines))


def day_of(options: argparse.Namespace, words: Words) -> date:
    """The day asked about; today, said on standard error, if none is given."""
    if options.on is not None:
        return date.fromordinal(options.on.toordinal())
    today = date.today()  # noqa: DTZ011 - the day where the user is
    print(words("status.today", date=today.isoformat()), file=sys.stderr)
    return today
