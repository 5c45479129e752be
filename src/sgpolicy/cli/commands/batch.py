"""`sgpolicy batch`: a file of applicants in, the same with outcomes out."""

from __future__ import annotations

import argparse
import sys
from datetime import date

import sgpolicy
from sgpolicy.cli.choosing import chosen_readings, open_policy
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.row_files import row_files
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Write the result, and say how many rows came to what."""
    policy = open_policy(options.policy, words, options.source)
    readings = chosen_readings(policy, options.reading, words)
    on = options.on
    if on is None:
        on = date.today()  # noqa: DTZ011 - the day where the user is
        print(words("today", date=on.isoformat()), file=sys.stderr)
    compiled = policy.compiled(readings)
    for name in options.rule:
        try:
            compiled.position(name)
        except KeyError:
            raise CommandError(Exit.USAGE, words("batch.no_rule", name=name)) from None
    ledgers = _ledgers(policy, options.ledger, options.key, words)
    with row_files(options.source, "batch.problems", words) as shown:
        report = compiled.decide_file(
            options.source,
            options.target,
            on=on,
            rules=options.rule,
            reasons=options.reasons,
            ignore_unknown=options.ignore_unknown,
            progress=shown,
            ledgers=ledgers,
            key=options.key,
        )
    counts = [
        words("batch.count", outcome=outcome.label(words.lang), count=report.outcomes[outcome.zh])
        for outcome in sgpolicy.Outcome
        if report.outcomes.get(outcome.zh)
    ]
    told = words.list(counts) or "0"
    print(words("batch.done", rows=report.rows, outcomes=told, path=str(report.target)))
    if report.rejects is None:
        return Exit.OK
    path = str(report.rejects)
    if report.rejected:
        which = "batch.rejected" if options.key is None else "batch.with_ledgers"
        print(words(which, count=report.rejected, path=path))
    for name, count in report.ledger_rejected.items():
        rows = report.ledger_rows[name]
        print(words("batch.ledger_rejected", name=name, rows=rows, count=count, path=path))
    return Exit.NO


def _ledgers(
    policy: sgpolicy.Policy, given: list[str], key: str | None, words: Words
) -> dict[str, str]:
    """Ledgers by name → their files.

    Raises:
        CommandError: They are not written as they must be.
    """
    every = policy.core.ledgers
    known = {**{one.name: one for one in every.values()}, **every}
    found: dict[str, str] = {}
    for text in given:
        name, _, path = (part.strip() for part in text.partition("="))
        if not name or not path:
            raise CommandError(Exit.USAGE, words("batch.bad_ledger", text=text))
        ledger = known.get(name)
        if ledger is None:
            names = words.list([one.name for one in every.values()])
            which = "batch.no_ledger" if every else "batch.no_ledgers"
            raise CommandError(Exit.USAGE, words(which, name=name, known=names))
        if ledger.name in found:
            raise CommandError(Exit.USAGE, words("batch.ledger_twice", name=ledger.name))
        found[ledger.name] = path
    if found and key is None:
        raise CommandError(Exit.USAGE, words("batch.no_key"))
    return found
