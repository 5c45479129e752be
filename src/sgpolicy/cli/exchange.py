"""A policy's findings for other programs: SARIF 2.1.0, and annotations of GitHub's checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from sgpolicy import __version__
from sgpolicy.diagnostics.catalogue import CATALOGUE
from sgpolicy.diagnostics.page import page
from sgpolicy.diagnostics.records import Diagnostic, Fix
from sgpolicy.source.text import SourceFile, Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def location_of(folder: Path, file: str, base: Path) -> str:
    """Where a file of a policy folder is, as seen from `base`; absolute if it is not below that."""
    path = (folder / file).resolve()
    below = path.relative_to(base.resolve()) if path.is_relative_to(base.resolve()) else path
    return str(PurePosixPath(below.as_posix()))


def annotation(finding: Diagnostic, files: Mapping[str, SourceFile], path: str, lang: str) -> str:
    """One finding as a command to GitHub's runner; it shows beside the line of a change."""
    properties = {"file": path}
    source = files.get(finding.file)
    if finding.span and source:
        (line, column), (last, after) = map(source.position, (finding.span.start, finding.span.end))
        properties |= {"line": str(line), "endLine": str(last)}
        if line == last:
            properties |= {"col": str(column), "endColumn": str(after)}
    properties["title"] = finding.code
    listed = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    message = f"{finding.title(lang)}\n{finding.help(lang)}"
    return f"::error {listed}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    """Text as the runner takes it: what would end the line or a property is spelt with %."""
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def sarif(
    found: Sequence[Diagnostic],
    files: Mapping[str, SourceFile],
    paths: Mapping[str, str],
    lang: str,
) -> dict[str, object]:
    """All findings as one SARIF log; columns count characters.

    Args:
        found: The findings.
        files: The files they stand in.
        paths: Where each file is, by its name in the folder; see `location_of`.
        lang: The language of the messages.
    """
    rules = sorted({finding.code for finding in found})
    driver = {
        "name": "sgpolicy",
        "version": __version__,
        "rules": [_rule(code, lang) for code in rules],
    }
    results = [_result(finding, files, paths, rules.index(finding.code), lang) for finding in found]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _rule(code: str, lang: str) -> dict[str, object]:
    entry, shown = CATALOGUE[code], page(code)
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in entry.slug.split("-")),
        "shortDescription": {"text": entry.slug if lang == "en" else shown.title},
        "fullDescription": {"text": entry.slug if lang == "en" else shown.checks + shown.harm},
        "defaultConfiguration": {"level": "error"},
    }


def _result(
    finding: Diagnostic,
    files: Mapping[str, SourceFile],
    paths: Mapping[str, str],
    rule: int,
    lang: str,
) -> dict[str, object]:
    artifact = {"uri": _uri(paths[finding.file])}
    place: dict[str, object] = {"artifactLocation": artifact}
    source = files.get(finding.file)
    if finding.span and source:
        place["region"] = _region(finding.span, source)
    location: dict[str, object] = {"physicalLocation": place}
    if finding.clause:
        label = finding.clause.label_en if lang == "en" else finding.clause.label
        location["logicalLocations"] = [{"name": label, "fullyQualifiedName": finding.clause.id}]
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": f"{finding.title(lang)}\n{finding.help(lang)}"},
        "locations": [location],
    }
    if finding.fix and finding.fix.span.file in files:
        result["fixes"] = [_fix(finding.fix, files, paths, finding.help(lang))]
    return result


def _fix(
    fix: Fix, files: Mapping[str, SourceFile], paths: Mapping[str, str], words: str
) -> dict[str, object]:
    replacement = {
        "deletedRegion": _region(fix.span, files[fix.span.file]),
        "insertedContent": {"text": fix.replacement},
    }
    change = {
        "artifactLocation": {"uri": _uri(paths[fix.span.file])},
        "replacements": [replacement],
    }
    return {"description": {"text": words}, "artifactChanges": [change]}


def _region(span: Span, source: SourceFile) -> dict[str, int]:
    (line, column), (last, after) = map(source.position, (span.start, span.end))
    return {"startLine": line, "startColumn": column, "endLine": last, "endColumn": after}


def _uri(path: str) -> str:
    return ("file://" if path.startswith("/") else "") + quote(path)
