"""`sgpolicy test`: run a policy's case files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter

import sgpolicy
from sgpolicy.cases import CaseFileError, CaseRun
from sgpolicy.cli.case_report import failure
from sgpolicy.cli.choosing import policy_error, policy_name
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.junit import TimedResult, problems_to_xml, results_to_xml, write_whole
from sgpolicy.cli.progress import progress
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the cases that differ and how many there are; 1 if any differs."""
    name = policy_name(options.path)
    junit = None if options.junit is None else Path(options.junit)
    if junit is not None:
        _try_out(junit, words)
    try:
        ready = CaseRun.of(name)
    except sgpolicy.PolicyError as error:
        raise policy_error(name, error, words) from None
    try:
        timed = _run(ready, words)
    except CaseFileError as error:
        if junit is not None:
            _write(junit, problems_to_xml(ready.policy.id, error.problems), words)
        lines = [words("cases_wrong", count=len(error.problems))]
        lines += [f"  {problem.text()}" for problem in error.problems]
        raise CommandError(Exit.DATA, "\n".join(lines)) from None
    if not timed:
        raise CommandError(Exit.NO_INPUT, words("test.none", path=name))
    if junit is not None:
        _write(junit, results_to_xml(ready.policy.id, timed), words)
    for one in timed:
        result = one.result
        if options.verbose or not result.passed:
            verdict = words("test.passed" if result.passed else "test.failed")
            print(f"{verdict}  {result.place}  {result.name}")
        if not result.passed:
            print("\n".join(f"      {line}".rstrip() for line in one.told.splitlines()))
            print()
    failed = sum(not one.result.passed for one in timed)
    passed = len(timed) - failed
    print(words("test.summary", count=len(timed), passed=passed, failed=failed))
    return Exit.NO if failed else Exit.OK


def _run(ready: CaseRun, words: Words) -> list[TimedResult]:
    """Every case's result, with what to say of those that differ."""
    cases = ready.cases()
    timed = []
    with progress(sys.stderr, len(cases)) as shown:
        for case in cases:
            begin = perf_counter()
            result = ready.run(case)
            seconds = perf_counter() - begin
            told = "" if result.passed else failure(result, words)
            timed.append(TimedResult(result, seconds, told))
            shown.step(failed=not result.passed)
    return timed


def _try_out(path: Path, words: Words) -> None:
    """Refuse a place that cannot be written before the cases are run."""
    try:
        if path.is_dir():
            raise _unwritable(path, words, words("test.is_folder"))
        if not path.parent.is_dir():
            raise _unwritable(path, words, words("test.no_folder"))
    except OSError as error:
        raise _unwritable(path, words, error.strerror or type(error).__name__) from None


def _write(path: Path, content: bytes, words: Words) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise _unwritable(path, words, error.strerror or type(error).__name__) from None


def _unwritable(path: Path, words: Words, reason: str) -> CommandError:
    message = words("test.unwritable", path=path, reason=reason)
    return CommandError(Exit.USAGE, message, words("test.unwritable.remedy"))
