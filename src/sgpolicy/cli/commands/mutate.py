"""`sgpolicy mutate`: change the rules one thing at a time and see whether a case notices."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import sgpolicy
from sgpolicy.cases import CaseFileError
from sgpolicy.cli.choosing import policy_error, policy_name
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.layout import pad
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.mutating.records import Operator
from sgpolicy.mutation import (
    CasesFailError,
    EquivalentsError,
    MutationReport,
    NoSuchClauseError,
    Survivor,
)
from sgpolicy.mutation import run as run_mutants


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the mutants that no case notices; 1 if there are any."""
    report = _report(options, words)
    if options.format == "json":
        print(json.dumps(_data(report), ensure_ascii=False, indent=2))
    else:
        _print(report, words)
    return Exit.NO if report.survivors else Exit.OK


def _report(options: argparse.Namespace, words: Words) -> MutationReport:
    name = policy_name(options.path)
    shown = _Progress(words)
    try:
        return run_mutants(name, clause=options.clause, progress=shown)
    except sgpolicy.PolicyError as error:
        raise policy_error(name, error, words) from None
    except CaseFileError as error:
        lines = [words("cases_wrong", count=len(error.problems))]
        lines += [f"  {problem.text()}" for problem in error.problems]
        raise CommandError(Exit.DATA, "\n".join(lines)) from None
    except CasesFailError as error:
        message = words("mutate.failing", count=len(error.cases))
        raise CommandError(Exit.DATA, message, words("mutate.failing.remedy", path=name)) from None
    except NoSuchClauseError as error:
        message = words("no_clause", clause=error.citation)
        raise CommandError(Exit.USAGE, message) from None
    except EquivalentsError as error:
        lines = [words("mutate.equivalents")]
        lines += [f"  {line}" for line in str(error).splitlines()]
        raise CommandError(Exit.DATA, "\n".join(lines)) from None
    finally:
        shown.clear()


class _Progress:
    """How far it is, on a terminal only."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._is_shown = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        if self._is_shown and done % 20 == 0:
            text = self._words("mutate.progress", done=done, total=total)
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._is_shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _print(report: MutationReport, words: Words) -> None:
    for survivor in report.survivors:
        print(words("mutate.survivor", change=survivor.mutant.sentence))
        print(f"    {words('mutate.id', id=survivor.mutant.id)}")
        suggestion = survivor.suggestion
        if suggestion is None:
            print(f"    {words('mutate.no_suggestion')}")
        else:
            place = words(
                "mutate.suggestion",
                file=suggestion.file,
                base=suggestion.base,
                day=suggestion.day,
                outcome=suggestion.mutated.label(words.lang),
            )
            print(f"    {place}")
            print(suggestion.row)
        print()
    for mutant, reason in report.equivalent:
        print(words("mutate.equivalent", change=mutant.sentence, reason=reason))
    if report.equivalent:
        print()
    for operator in Operator:
        if report.made.get(operator):
            label = operator.zh if words.lang == "zh" else operator.value
            counts = words(
                "mutate.count",
                made=report.made[operator],
                killed=report.killed.get(operator, 0),
            )
            print(f"{pad(label, 26)} {counts}")
    print(
        words(
            "mutate.summary",
            count=report.total,
            killed=sum(report.killed.values()),
            equivalent=len(report.equivalent),
            survivors=len(report.survivors),
        )
    )


def _data(report: MutationReport) -> dict[str, Any]:
    return {
        "total": report.total,
        "killed": sum(report.killed.values()),
        "operators": {
            operator.value: {"made": made, "killed": report.killed.get(operator, 0)}
            for operator, made in report.made.items()
        },
        "survivors": [_survivor(one) for one in report.survivors],
        "equivalent": [
            {"id": mutant.id, "change": mutant.sentence, "reason": reason}
            for mutant, reason in report.equivalent
        ],
    }


def _survivor(one: Survivor) -> dict[str, Any]:
    mutant, found = one.mutant, one.suggestion
    return {
        "id": mutant.id,
        "operator": mutant.operator.value,
        "clause": mutant.clause.label if mutant.clause else None,
        "name": mutant.name,
        "before": mutant.before,
        "after": mutant.after or None,
        "message": one.message,
        "case": None
        if found is None
        else {
            "file": found.file,
            "base": found.base,
            "on": found.day,
            "row": found.row,
            "expected": found.expected.zh,
            "mutant": found.mutated.zh,
        },
    }
