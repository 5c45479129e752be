"""`sgpolicy coverage`: which of the law's words the cases exercise, and which none touches."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import sgpolicy
from sgpolicy.case_coverage import CaseCoverage, coverage
from sgpolicy.cases import CaseFileError
from sgpolicy.cli.choosing import policy_error, policy_name
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.rendering.coverage import share


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the report, or write it to a file; 1 if less is tried than --fail-under asks for."""
    name = policy_name(options.path)
    try:
        report = coverage(name)
    except sgpolicy.PolicyError as error:
        raise policy_error(name, error, words) from None
    except CaseFileError as error:
        lines = [words("cases_wrong", count=len(error.problems))]
        lines += [f"  {problem.text()}" for problem in error.problems]
        raise CommandError(Exit.DATA, "\n".join(lines)) from None
    if not report.exercise.cases and not report.exercise.failed:
        raise CommandError(Exit.NO_INPUT, words("test.none", path=name))
    text = _rendered(report, options.format)
    if options.output is None:
        print(text, end="" if text.endswith("\n") else "\n")
    else:
        _write(options.output, text, words)
        print(words("coverage.written", path=options.output), file=sys.stderr)
    tried = report.exercise.share
    if 100 * tried < options.fail_under:
        wanted = f"{options.fail_under:g}"
        print(words("coverage.below", percent=share(tried), wanted=wanted), file=sys.stderr)
        return Exit.NO
    return Exit.OK


def _rendered(report: CaseCoverage, form: str) -> str:
    if form == "html":
        return report.to_html()
    return report.to_json() if form == "json" else report.to_text()


def _write(path: str, text: str, words: Words) -> None:
    try:
        Path(path).write_text(text.rstrip("\n") + "\n", "utf-8")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        message = words("unwritable", path=path, reason=reason)
        raise CommandError(Exit.NO_INPUT, message) from None
