"""`sgpolicy summary`: many applications in, one workbook or page out."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import sgpolicy
from sgpolicy.cli.choosing import chosen_readings, open_policy
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.several import applications_of, contents_of
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.cli.writing import paper, write_bytes


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Write the workbook or page, by the name's ending; every mistake in every application is told at once."""
    contents = contents_of(options.files, words)
    policy = open_policy(options.policy, words, options.files[0])
    readings = chosen_readings(policy, options.reading, words)
    on = options.on
    if on is None:
        on = date.today()  # noqa: DTZ011 - the day where the user is
        print(words("today", date=on.isoformat()), file=sys.stderr)
    applications = applications_of(policy, contents, words, "summary.problems")
    decisions = {
        label: policy.evaluate(application, on=on, readings=readings)
        for label, application in applications.items()
    }
    if Path(options.output).suffix.lower() in (".html", ".htm"):
        content = sgpolicy.round_page(decisions, results).encode()
    else:
        content = paper(lambda: sgpolicy.round_workbook(decisions, results), words)
    write_bytes(options.output, content, words)
    return Exit.OK
