"""`sgpolicy compile`: the policy as a program, or in a form that loads fast."""

from __future__ import annotations

import argparse

import sgpolicy
from sgpolicy.cli.choosing import chosen_readings, open_policy, policy_error, policy_name
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the source, or store the policy beside it."""
    if options.to == "core":
        return _store(options, words)
    policy = open_policy(options.policy, words)
    readings = chosen_readings(policy, options.reading, words)
    print(policy.compiled(readings).source, end="")
    return Exit.OK


def _store(options: argparse.Namespace, words: Words) -> int:
    if options.reading:
        raise CommandError(Exit.USAGE, words("compile.readings"))
    name = policy_name(options.policy)
    try:
        path = sgpolicy.store(name)
    except sgpolicy.PolicyError as error:
        raise policy_error(name, error, words) from None
    except OSError as error:
        reason = error.strerror or str(error)
        message = words("compile.unwritable", path=name, reason=reason)
        raise CommandError(Exit.DATA, message) from None
    print(words("compile.done", path=str(path)))
    return Exit.OK
