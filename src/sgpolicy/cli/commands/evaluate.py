"""`sgpolicy evaluate`: an application in, an explained decision out."""

from __future__ import annotations

import argparse
import sys
from datetime import date

import sgpolicy
from sgpolicy.cli.choosing import chosen_readings, open_policy, read_bytes
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.problems import data_error
from sgpolicy.cli.wording import Lang, Words

_CODES = {
    sgpolicy.Outcome.MET: Exit.OK,
    sgpolicy.Outcome.NOT_MET: Exit.NO,
    sgpolicy.Outcome.MISSING_FACTS: Exit.OPEN,
    sgpolicy.Outcome.AWAITING_FINDINGS: Exit.OPEN,
    sgpolicy.Outcome.NOT_APPLICABLE: Exit.NOT_APPLICABLE,
}


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print the explanation; the exit code tells the outcome."""
    content = read_bytes(options.file, words)
    policy = open_policy(options.policy, words, options.file)
    readings = chosen_readings(policy, options.reading, words)
    on = options.on
    if on is None:
        on = date.today()  # noqa: DTZ011 - the day where the user is
        print(words("today", date=on.isoformat()), file=sys.stderr)
    try:
        application = policy.read_application(content, ignore_unknown=options.ignore_unknown)
        decision = policy.evaluate(application, on=on, readings=readings)
    except sgpolicy.ApplicationError as error:
        raise data_error("data_problems", error, words) from None
    if options.format == "html" and options.length == "audit":
        print(decision.report(lang=results).to_html(), end="")
        return _CODES[decision.outcome]
    explanation = decision.explain(options.length, lang=results)
    match options.format:
        case "html":
            print(explanation.to_html(), end="")
        case "json":
            print(explanation.to_json())
        case "markdown":
            print(explanation.to_markdown())
        case _:
            print(explanation)
    return _CODES[decision.outcome]
