"""A case that did not come out as expected, told beside its explanation."""

from __future__ import annotations

from collections.abc import Iterator

from sgpolicy.cases import CaseResult
from sgpolicy.casing.amounts import amount_said, is_amount, spelled
from sgpolicy.casing.judging import is_answered, standing_zh, state_zh
from sgpolicy.casing.records import Case, LifeCase, RankCase, Standing
from sgpolicy.cli.wording import Words
from sgpolicy.model.chronicle import DutyState
from sgpolicy.model.core import Interpretation
from sgpolicy.rendering.status.wording import duty_state

_WIDTH = 78
_HISTORY = {"zh": "经历", "en": "history"}


def failure(result: CaseResult, words: Words) -> str:
    """What was expected, what came out, from what application or history, and why."""
    colon = ": " if words.lang == "en" else "："
    lines = [f"{label}{colon}{text}" for label, text in _fields(result, words)]
    lines.append(f"{words('test.why')}{colon.rstrip()}")
    lines += [f"  {line}".rstrip() for line in result.explanation(_WIDTH - 8).splitlines()]
    return "\n".join(lines)


def _fields(result: CaseResult, words: Words) -> Iterator[tuple[str, str]]:
    case = result.case
    expected, actual = (f"{result.target} {text}" for text in _outcomes(result, words))
    if case.clauses:
        expected += _put_down([words.clause(clause) for clause in case.clauses], words)
    yield words("test.expected"), expected
    if _is_outcome_right(result):
        actual += _put_down([words.clause(clause) for clause in result.clauses], words)
    yield words("test.actual"), actual
    if case.written:
        yield words("test.changes"), case.written
    if isinstance(case, RankCase) and case.rival_written:
        yield words("test.rival"), case.rival_written
    if case.readings:
        interpretations = result.core.interpretations
        pairs = [_reading(interpretations[key], chosen) for key, chosen in case.readings]
        yield words("test.readings"), words.list(pairs)
    base = _HISTORY[words.lang] if isinstance(case, LifeCase) else words("test.base")
    yield base, case.base + words("test.on", date=case.day.isoformat())


def _outcomes(result: CaseResult, words: Words) -> tuple[str, str]:
    """What was expected and what came out; of a duty, how it stands."""
    case, state = result.case, result.state
    expected, actual = (one.label(words.lang) for one in (result.expected, result.actual))
    if isinstance(case, Case) and case.target and result.decision is not None:
        trace = result.decision.trace
        node = trace.core.nodes[case.target]
        if is_amount(node):
            kind = node.body.type
            wanted = expected if case.amount is None else spelled(case.amount, kind)
            return wanted, amount_said(trace.nodes[case.target], kind)
    if isinstance(case, RankCase) and result.pair is not None:
        return _standing(case.standing, words), _standing(result.pair.beside, words)
    if isinstance(case, LifeCase) and case.state is not None:
        expected = _state(case.state, words)
        actual = "" if state is None else _state(state, words)
    elif state is not None:
        actual += f" ({_state(state, words)})" if words.lang == "en" else f"（{state_zh(state)}）"
    return expected, actual


def _is_outcome_right(result: CaseResult) -> bool:
    if isinstance(result.case, LifeCase):
        return is_answered(result.case, result.actual, result.state)
    if isinstance(result.case, RankCase):
        return result.pair is not None and result.pair.beside == result.case.standing
    return result.actual is result.expected


def _standing(standing: Standing, words: Words) -> str:
    return words(f"test.{standing}") if words.lang == "en" else standing_zh(standing)


def _state(state: DutyState, words: Words) -> str:
    return duty_state(state, "en") if words.lang == "en" else state_zh(state)


def _put_down(labels: list[str], words: Words) -> str:
    return words("test.clauses", clauses=words.list(labels) or "—")


def _reading(interpretation: Interpretation, chosen: str) -> str:
    reading = interpretation.reading(chosen)
    return f"{interpretation.name}={reading.name if reading else chosen}"
