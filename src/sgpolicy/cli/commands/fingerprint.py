"""`sgpolicy fingerprint`: a digest of each clause, for signing off what was changed."""

from __future__ import annotations

import argparse
import json

import sgpolicy
from sgpolicy.cli.choosing import open_policy
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.layout import table
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.fingerprinting import Fingerprint, Fingerprints, fingerprints
from sgpolicy.model.citation import parse_clause


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the digests, of one clause with its items or of all with the whole's."""
    policy = open_policy(options.path, words)
    made = fingerprints(policy.compilation)
    chosen = made.clauses
    if options.clause is not None:
        chosen = _within(policy, made, options.clause, words)
    whole = made if options.clause is None else None
    if options.format == "json":
        print(json.dumps(_data(policy, chosen, whole), ensure_ascii=False, indent=2))
        return Exit.OK
    header = [words("coverage.clause"), words("fingerprint.digest")]
    header += [words("fingerprint.declarations"), words("fingerprint.facts")]
    rows = [
        [words.clause(item.clause), item.short, str(item.declarations), str(len(item.names))]
        for item in chosen
    ]
    if whole is not None:
        total = sum(item.declarations for item in whole.clauses)
        names = {name for item in whole.clauses for name in item.names}
        rows.append([words("fingerprint.whole"), whole.short, str(total), str(len(names))])
    print("\n".join(table(header, rows, right=2)))
    return Exit.OK


def _within(
    policy: sgpolicy.Policy, made: Fingerprints, text: str, words: Words
) -> tuple[Fingerprint, ...]:
    """The clause that `text` cites, with its items."""
    clause = parse_clause(text)
    if clause is None:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise CommandError(Exit.USAGE, words("bad_clause", text=shown))
    chosen = tuple(item for item in made.clauses if item.clause.within(clause))
    if not chosen:
        articles = [v.label for v in policy.clauses.values() if v.clause == v.clause.article]
        remedy = words("clauses_are", names=words.list(articles))
        raise CommandError(Exit.USAGE, words("no_clause", clause=words.clause(clause)), remedy)
    return chosen


def _data(
    policy: sgpolicy.Policy, chosen: tuple[Fingerprint, ...], whole: Fingerprints | None
) -> dict[str, object]:
    data: dict[str, object] = {
        "schema": "sgpolicy.fingerprint/1",
        "policy": policy.id,
        "clauses": [
            {
                "clause": item.clause.id,
                "label": item.clause.label,
                "sha256": item.digest,
                "declarations": item.declarations,
                "names": list(item.names),
            }
            for item in chosen
        ],
    }
    if whole is not None:
        data["sha256"] = whole.digest
    return data
