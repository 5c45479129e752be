"""`sgpolicy rank`: many applications in, their order out."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import sgpolicy
from sgpolicy.cli.choosing import chosen_readings, open_policy, read_bytes
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.problems import told
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.model.application import Application


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print the table; every mistake in every application is told at once."""
    contents = _contents(options.files, words)
    policy = open_policy(options.policy, words, options.files[0])
    ranking = _ranking(policy, options.ranking, words)
    readings = chosen_readings(policy, options.reading, words)
    on = options.on
    if on is None:
        on = date.today()  # noqa: DTZ011 - the day where the user is
        print(words("today", date=on.isoformat()), file=sys.stderr)
    applications = _applications(policy, contents, words)
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


def _contents(files: list[str], words: Words) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for file in files:
        label = Path(file).stem
        if label in contents:
            raise CommandError(Exit.USAGE, words("rank.twice", name=label))
        contents[label] = read_bytes(file, words)
    return contents


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


def _applications(
    policy: sgpolicy.Policy, contents: dict[str, bytes], words: Words
) -> dict[str, Application]:
    applications: dict[str, Application] = {}
    lines: list[str] = []
    for label, content in contents.items():
        try:
            applications[label] = policy.read_application(content)
        except sgpolicy.ApplicationError as error:
            lines += [f"  {label} {told(problem, words)}" for problem in error.problems]
    if lines:
        head = words("rank.problems", count=len(lines))
        raise CommandError(Exit.DATA, "\n".join([head, *lines]))
    return applications
