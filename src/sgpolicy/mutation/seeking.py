"""A case that would notice a mutant: an existing one with one or two places changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from sgpolicy.applying.writing import to_plain
from sgpolicy.casing.records import CellChange, FactChange, FindingChange, LedgerChange
from sgpolicy.evaluating.interpreter import conclusion
from sgpolicy.evaluating.running import Prepared, Run
from sgpolicy.model.application import Application, Value
from sgpolicy.model.core import Core, Expr
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.types import Type
from sgpolicy.mutating.edits import Edit, edits
from sgpolicy.mutating.records import Mutant
from sgpolicy.mutation.noticing import Tried
from sgpolicy.records import dataclass

_STARTS = {0: 16, 1: 8, 2: 3}
"""How many changes are tried at once, and from how many starts."""

_MOST_SINGLES = 120
_MOST_TRIES = 1500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row for a case table that tells a mutant from the original.

    Attributes:
        file, base, day: Where the case it was made from stands, what it starts from, and its day.
        row: The row, ready to paste. What it expects is what the unchanged rules say: it must still
            be worked out from the law.
        mutated: What the mutant says instead.
    """

    file: str
    base: str
    day: str
    row: str
    expected: Outcome
    mutated: Outcome


def suggestion(
    original: Prepared, mutated: Prepared, mutant: Mutant, cases: Sequence[Tried]
) -> Suggestion | None:
    """A case that would notice the mutant; None where the search finds none.

    Args:
        original: The policy.
        mutated: The mutant, both ready to evaluate.
        mutant: What was changed.
        cases: What to start from: bases without changes, and cases with theirs.
    """
    starts = _starts(mutant, cases)
    for number, most in _STARTS.items():
        for one in starts[:most]:
            readings = {**one.readings, **dict(mutant.picks)}
            choices = _choices(original, mutated, one, readings, number)
            for chosen in islice(choices, _MOST_TRIES):
                application = one.application
                for edit in chosen:
                    application = edit.applied(application)
                before = _outcome(original, application, one, readings)
                if before is None or not before.is_decided:
                    continue
                after = _outcome(mutated, application, one, readings)
                if after is not None and after is not before:
                    return _suggested(original.core, one, readings, chosen, (before, after))
    return None


def _starts(mutant: Mutant, cases: Sequence[Tried]) -> list[Tried]:
    """Cases to start from, one for each application and object: the mutant's own object first."""
    owner = mutant.node.id if mutant.node is not None else None
    found: dict[object, Tried] = {}
    for one in cases:
        if mutant.fact is not None:
            is_near = mutant.fact.id in one.facts and bool(one.application.ledgers)
        else:
            is_near = not one.case.target if mutant.node is None else owner in one.nodes
        if is_near and (one.case.target or mutant.node is None):
            is_plain = not one.case.changes
            key = (one.case.base, one.case.target, one.case.readings, is_plain)
            found.setdefault(key, one)
    return sorted(found.values(), key=lambda one: _rank(mutant, one))


def _rank(mutant: Mutant, one: Tried) -> tuple[bool, bool, bool, int, int]:
    owner = mutant.node.id if mutant.node is not None else None
    is_stated = mutant.fact is not None and any(
        mutant.fact.id in (key, key[0]) for key in one.application.facts
    )
    has_other = not one.consults(mutant)
    nodes = len(one.nodes)
    return (one.case.target != owner, is_stated, has_other, nodes, len(one.case.changes))


def _outcome(
    prepared: Prepared, application: Application, one: Tried, readings: dict[str, str]
) -> Outcome | None:
    run = Run(prepared, application, one.case.day, readings)
    return run.node(one.case.target).outcome if one.case.target else conclusion(run)


def _choices(
    original: Prepared, mutated: Prepared, one: Tried, readings: dict[str, str], number: int
) -> Iterator[tuple[Edit, ...]]:
    if number == 0:
        yield ()
        return
    consulted: dict[tuple[str, str | None, int | None], None] = {}
    exprs: list[Expr] = []
    for prepared in (mutated, original):
        run = Run(prepared, one.application, one.case.day, readings)
        if one.case.target:
            run.node(one.case.target)
        else:
            conclusion(run)
        consulted |= dict.fromkeys(run.cells)
        for key in run.traces:
            node = prepared.nodes[key].node
            exprs += [node.body] if node.guard is None else [node.body, node.guard]
        exprs += [
            fact.computed for key, _, _ in run.cells if (fact := prepared.core.facts[key]).computed
        ]
    taken = {place for change in one.case.changes for place in _changed(change)}
    core = original.core
    singles = [
        edit
        for edit in edits(core, one.application, consulted, exprs, one.case.day)
        if edit.key not in taken
    ]
    for chosen in combinations(singles[: _MOST_SINGLES if number > 1 else None], number):
        if len({(edit.key, edit.part, edit.reading) for edit in chosen}) == number:
            yield chosen


def _changed(change: FactChange | LedgerChange | CellChange | FindingChange) -> tuple[str, ...]:
    match change:
        case FactChange():
            return (change.fact.id,)
        case LedgerChange() | CellChange():
            return (change.ledger.id,)
        case FindingChange():
            return (change.finding.id,)


def _suggested(
    core: Core,
    one: Tried,
    readings: dict[str, str],
    chosen: tuple[Edit, ...],
    outcomes: tuple[Outcome, Outcome],
) -> Suggestion:
    case = one.case
    written = [_written(core, edit) for edit in chosen]
    changes = "；".join([*([case.written] if case.written else []), *written])
    own = [
        f"{item.name}={reading.name}"
        for key, item in core.interpretations.items()
        if readings[key] != item.default and (reading := item.reading(readings[key]))
    ]
    expected, mutated = outcomes
    said = "，".join([*([changes.replace("；", "，")] if changes else []), *own])
    name = f"{case.target_name} {said or '不作改动'}"
    if case.target:
        cited = core.nodes[case.target].citation.clause.label
    else:
        cited = "、".join(clause.label for clause in case.clauses)
    cells = (name, changes, "；".join(own), case.target_name, expected.zh, cited)
    row = f"| {' | '.join(cell.replace('|', '｜') for cell in cells)} |"
    return Suggestion(case.file, case.base, case.day.isoformat(), row, expected, mutated)


def _written(core: Core, edit: Edit) -> str:
    """A change as a case table writes it."""
    if edit.sort == "finding":
        return f"评定.{core.findings[edit.key].name}={'符合' if edit.value else '不符合'}"
    if edit.sort == "ledger":
        ledger = core.ledgers[edit.key]
        column = next(one for one in ledger.columns if one.id == edit.part)
        first, last = edit.rows
        rows = f"{first}" if first == last else f"{first}-{last}"
        return f"{ledger.name}[{rows}].{column.name}={_text(edit.value, column.type)}"
    fact = core.facts[edit.key]
    place = fact.name
    if fact.split is not None and edit.reading is not None:
        reading = core.interpretations[fact.split].reading(edit.reading)
        place += f".{reading.name}" if reading else ""
    elif edit.part is not None:
        return f"{place}.{edit.part}={edit.value}{fact.type.unit or ''}"
    return f"{place}={_text(edit.value, fact.type)}"


def _text(value: Value | None, kind: Type) -> str:
    plain = to_plain(value, kind)
    if plain is None:
        return "（缺）"
    if isinstance(plain, list):
        return "、".join(str(one) for one in plain) or "（无）"
    return str(plain)
