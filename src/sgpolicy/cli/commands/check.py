"""`sgpolicy check`: what is wrong with a policy, and what accounts for each character of its text."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import sgpolicy
from sgpolicy.cli.choosing import policy_error, policy_name
from sgpolicy.cli.exchange import annotation, location_of, sarif
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.findings import as_data, concise, full, paint_for
from sgpolicy.cli.layout import table
from sgpolicy.cli.mending import unified, write_fixes
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.diagnostics.records import Diagnostic
from sgpolicy.fixing import mend
from sgpolicy.model.citation import Clause
from sgpolicy.model.coverage import MARKS, ClauseCoverage, Coverage


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print findings and coverage; 1 if there are findings."""
    name = policy_name(options.path)
    try:
        report = sgpolicy.check(name)
    except sgpolicy.UnknownPolicyError as error:
        raise policy_error(name, error, words) from None
    if options.diff:
        print("\n".join(unified(mend(report.folder))))
        return Exit.NO if report.diagnostics else Exit.OK
    if options.fix and report.diagnostics:
        changes = write_fixes(report.folder, mend(report.folder), words)
        stream = sys.stdout if options.format == "text" else sys.stderr
        for line in changes or [words("check.nothing_fixed")]:
            print(line, file=stream)
        print(file=stream)
        report = sgpolicy.check(name)
    _print(report, name, options.format, words)
    return Exit.NO if report.diagnostics else Exit.OK


def _print(report: sgpolicy.CheckReport, name: str, form: str, words: Words) -> None:
    """The findings in the form that is asked for."""
    found, files, lang = report.diagnostics, report.files, words.lang
    paths = {d.file: location_of(report.folder, d.file, Path.cwd()) for d in found}
    if form == "sarif":
        print(json.dumps(sarif(found, files, paths, lang), ensure_ascii=False, indent=2))
    elif form == "github":
        for item in found:
            print(annotation(item, files, paths[item.file], lang))
    elif form == "json":
        document = {
            "schema": "sgpolicy.check/1",
            "diagnostics": [as_data(item, files, lang) for item in found],
            "coverage": _coverage_data(report.coverage) if report.coverage else None,
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
    elif form == "concise":
        for item in found:
            print(concise(item, files, lang))
    else:
        for item in found:
            print(full(item, files, lang, paint_for(sys.stdout, os.environ)), end="\n\n")
        print("\n".join(_summary(found, name, words)))
        if report.coverage:
            print()
            print("\n".join(_coverage(report.coverage, words)))


def _summary(found: Sequence[Diagnostic], name: str, words: Words) -> list[str]:
    """How many findings there are, how many could be mended unasked, and where to read more."""
    if not found:
        return [words("check.summary.clean")]
    lines = [words("check.summary", count=len(found))]
    sure = sum(1 for item in found if item.fix is not None and item.fix.is_safe)
    if sure:
        lines.append(words("check.fixable", count=sure, path=name))
    return [*lines, words("check.more", code=found[0].code)]


def _coverage(coverage: Coverage, words: Words) -> list[str]:
    """How many characters of each article each kind of declaration accounts for."""
    kinds = [words(f"mark.{mark}") for mark in MARKS]
    header = [words("coverage.clause"), *kinds, words("coverage.total"), words("coverage.open")]
    articles: dict[Clause, list[ClauseCoverage]] = {}
    for item in coverage.clauses:
        articles.setdefault(item.clause.article, []).append(item)
    rows = [_row(words.clause(article), parts) for article, parts in articles.items()]
    rows.append(_row(words("coverage.sum"), coverage.clauses))
    share = Fraction(100 * coverage.covered, coverage.total) if coverage.total else Fraction(0)
    percent = f"{float(share):.1f}%" if share != 100 else "100%"
    lines = table(header, rows, right=len(header) - 1)
    return [words("coverage.title"), "", *lines, "", words("coverage.share", percent=percent)]


def _row(name: str, parts: Sequence[ClauseCoverage]) -> list[str]:
    counts = [sum(part.by_mark.get(mark, 0) for part in parts) for mark in MARKS]
    total = sum(part.total for part in parts)
    return [name, *(str(count or "·") for count in (*counts, total, total - sum(counts)))]


def _coverage_data(coverage: Coverage) -> dict[str, object]:
    """The same as plain data, clause by clause."""
    return {
        "total": coverage.total,
        "covered": coverage.covered,
        "clauses": [
            {
                "clause": part.clause.id,
                "label": part.clause.label,
                "total": part.total,
                "by_kind": {mark: part.by_mark.get(mark, 0) for mark in MARKS},
                "kinds": sorted(part.kinds, key=MARKS.index),
            }
            for part in coverage.clauses
        ],
    }
