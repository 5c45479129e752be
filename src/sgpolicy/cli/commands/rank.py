"""`sgpolicy rank`: many applications in, their order out."""

from __future__ import annotations

import argparse
import sys
from datetime import date

import sgpolicy
from sgpolicy.cli.choosing import chosen_readings, open_policy
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.several import applications_of, contents_of
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print the table; every mistake in every application is told at once."""
    contents = contents_of(options.files, words)
    policy = open_policy(options.policy, words, options.files[0])
    ranking = _ranking(policy, options.ranking, words)
    readings = chosen_readings(policy, options.reading, words)
    on = options.on
    if on is None:
        on = date.today()  # noqa: DTZ011 - the day where the user is
        print(words("today", date=on.isoformat()), file=sys.stderr)
    applications = applications_of(policy, contents, words, "rank.problems")
    standings = policy.rank(
        applications, on=on, readings=readings, quota=options.quota, ranking=ranking
    )
    table = standings.explain(results)
    match options.format:
        case "json":
            print(table.to_json())
        case "markdown":
            print(table.to_markdown(), end="")
        case _:
            print(table)
    return Exit.OK


def _ranking(policy: sgpolicy.Policy, given: str | None, words: Words) -> str:
    known = policy.core.rankings
    if given is not None:
        if not any(given in (one.id, one.name) for one in known.values()):
            raise CommandError(Exit.USAGE, words("rank.unknown", name=given))
        return given
    if not known:
        raise CommandError(Exit.DATA, words("rank.none", title=policy.title))
    if len(known) > 1:
        names = words.list([one.name for one in known.values()])
        raise CommandError(Exit.USAGE, words("rank.which", names=names))
    return next(iter(known))
