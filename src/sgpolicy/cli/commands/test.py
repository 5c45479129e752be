"""`sgpolicy test`: run a policy's case files."""

from __future__ import annotations

import argparse

import sgpolicy
from sgpolicy.cases import CaseFileError
from sgpolicy.cases import run as run_cases
from sgpolicy.cli.choosing import policy_error, policy_name
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the cases that differ and how many there are; 1 if any differs."""
    name = policy_name(options.path)
    try:
        results = run_cases(name)
    except sgpolicy.PolicyError as error:
        raise policy_error(name, error, words) from None
    except CaseFileError as error:
        lines = [words("cases_wrong", count=len(error.problems))]
        lines += [f"  {problem.text()}" for problem in error.problems]
        raise CommandError(Exit.DATA, "\n".join(lines)) from None
    if not results:
        raise CommandError(Exit.NO_INPUT, words("test.none", path=name))
    for result in results:
        if options.verbose or not result.passed:
            verdict = words("test.passed" if result.passed else "test.failed")
            print(f"{verdict}  {result.place}  {result.name}")
        if not result.passed:
            print(f"      {result.message}")
    failed = sum(not result.passed for result in results)
    passed = len(results) - failed
    print(words("test.summary", count=len(results), passed=passed, failed=failed))
    return Exit.NO if failed else Exit.OK
