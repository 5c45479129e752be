"""`sgpolicy applicable`: which policies apply to an applicant."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

import sgpolicy
from sgpolicy.cli.choosing import open_policy, policy_error, read_bytes
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.problems import data_error
from sgpolicy.cli.showing import show
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print what applies; the exit code tells whether anything does."""
    policies = [open_policy(name, words) for name in options.policy or sgpolicy.shipped()]
    if options.names:
        return _names(policies, words)
    if options.template:
        print(_vocabulary(words).template(), end="")
        return Exit.OK
    if options.file is None:
        raise CommandError(Exit.USAGE, words("applicable.nothing"))
    content = read_bytes(options.file, words)
    on = options.on
    if on is None:
        on = date.today()  # noqa: DTZ011 - the day where the user is
        print(words("today", date=on.isoformat()), file=sys.stderr)
    filled = None if options.fill is None else open_policy(options.fill, words)
    if filled is not None:
        policies = [filled]
    found = _applicable(content, policies, on, options, words)
    if filled is not None:
        print(filled.template(found[filled.id].application), end="")
        return Exit.OK
    show(found.explain(results), options.format)
    outcomes = {one.applies for one in found.values()}
    if sgpolicy.Outcome.MET in outcomes:
        return Exit.OK
    return Exit.NOT_APPLICABLE if outcomes == {sgpolicy.Outcome.NOT_MET} else Exit.OPEN


def _applicable(
    content: bytes,
    policies: list[sgpolicy.Policy],
    on: date,
    options: argparse.Namespace,
    words: Words,
) -> sgpolicy.Applicable:
    vocabulary = _vocabulary(words)
    given: Any = content
    try:
        if options.of is not None:
            given = vocabulary.recognise(open_policy(options.of, words), content, on=on)
        return sgpolicy.applicable(
            given,
            on=on,
            policies=policies,
            assuming=_assumed(options.assume, words),
            vocabulary=vocabulary,
        )
    except sgpolicy.ApplicationError as error:
        raise data_error("applicable.problems", error, words) from None
    except sgpolicy.PolicyError as error:
        raise policy_error(error.path, error, words) from None


def _assumed(given: list[str], words: Words) -> dict[str, str]:
    assumed = {}
    for text in given:
        name, equals, value = (part.strip() for part in text.replace("＝", "=").partition("="))
        if not (name and equals and value):
            raise CommandError(Exit.USAGE, words("applicable.bad_assume", text=text))
        assumed[name] = value
    return assumed


def _vocabulary(words: Words) -> sgpolicy.SharedVocabulary:
    try:
        return sgpolicy.shared_vocabulary()
    except sgpolicy.PolicyError as error:
        raise policy_error(Path(error.path).name, error, words) from None


def _names(policies: list[sgpolicy.Policy], words: Words) -> int:
    for same in _vocabulary(words).same_names(policies):
        said = {
            "shared": words("applicable.shared"),
            "apart": words("applicable.apart", reason=same.reason),
            "": words("applicable.unsaid"),
        }[same.how]
        first, second = same.policies
        print(words("applicable.name", name=same.name, first=first, second=second, said=said))
    return Exit.OK
