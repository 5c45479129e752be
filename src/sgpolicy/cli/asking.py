"""The decision that a command asks about: its application, policy, readings and day."""

from __future__ import annotations

import argparse
import sys
from datetime import date

import sgpolicy
from sgpolicy.cli.choosing import chosen_readings, open_policy, read_bytes
from sgpolicy.cli.problems import data_error
from sgpolicy.cli.wording import Words


def decision_asked(
    options: argparse.Namespace, words: Words
) -> tuple[sgpolicy.Policy, sgpolicy.Decision]:
    """The policy and the decision that the arguments ask about."""
    content = read_bytes(options.file, words)
    policy = open_policy(options.policy, words, options.file)
    readings = chosen_readings(policy, options.reading, words)
    on = options.on
    if on is None:
        on = date.today()  # noqa: DTZ011 - the day where the user is
        print(words("today", date=on.isoformat()), file=sys.stderr)
    try:
        application = policy.read_application(content, ignore_unknown=options.ignore_unknown)
        return policy, policy.evaluate(application, on=on, readings=readings)
    except sgpolicy.ApplicationError as error:
        raise data_error("data_problems", error, words) from None
