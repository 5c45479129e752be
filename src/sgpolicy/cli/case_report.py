"""A case that did not come out as expected, told beside its explanation."""

from __future__ import annotations

from collections.abc import Iterator

from sgpolicy.cases import CaseResult
from sgpolicy.cli.wording import Words
from sgpolicy.model.core import Interpretation

_WIDTH = 78


def failure(result: CaseResult, words: Words) -> str:
    """What was expected, what came out, from what application, and why."""
    colon = ": " if words.lang == "en" else "："
    lines = [f"{label}{colon}{text}" for label, text in _fields(result, words)]
    lines.append(f"{words('test.why')}{colon.rstrip()}")
    lines += [f"  {line}".rstrip() for line in result.explanation(_WIDTH - 8).splitlines()]
    return "\n".join(lines)


def _fields(result: CaseResult, words: Words) -> Iterator[tuple[str, str]]:
    case = result.case
    expected = f"{result.target} {result.expected.label(words.lang)}"
    if case.clauses:
        labels = words.list([words.clause(clause) for clause in case.clauses])
        expected += words("test.clauses", clauses=labels)
    yield words("test.expected"), expected
    actual = f"{result.target} {result.actual.label(words.lang)}"
    if result.actual is result.expected:
        actual += words("test.clauses", clauses=words.list(_cited(result, words)) or "—")
    yield words("test.actual"), actual
    if case.written:
        yield words("test.changes"), case.written
    if case.readings:
        interpretations = result.decision.trace.core.interpretations
        pairs = [_reading(interpretations[key], chosen) for key, chosen in case.readings]
        yield words("test.readings"), words.list(pairs)
    yield words("test.base"), case.base + words("test.on", date=case.day.isoformat())


def _cited(result: CaseResult, words: Words) -> list[str]:
    case = result.case
    if case.target:
        node = result.decision.trace.core.nodes[case.target]
        return [words.clause(node.citation.clause)]
    clauses = (citation.clause for citation in result.decision.citations)
    return list(dict.fromkeys(words.clause(clause) for clause in clauses))


def _reading(interpretation: Interpretation, chosen: str) -> str:
    reading = interpretation.reading(chosen)
    return f"{interpretation.name}={reading.name if reading else chosen}"
