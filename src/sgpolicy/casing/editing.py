"""A case's changes, applied to its base: plain data in, plain data out, the base left as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from sgpolicy.casing.changes import FINDINGS, RESULT
from sgpolicy.casing.records import (
    AnyCase,
    Case,
    CellChange,
    Change,
    FactChange,
    FindingChange,
    LedgerChange,
    Problems,
    RankCase,
)
from sgpolicy.model.core import Interpretation
from sgpolicy.model.declared import Declared

Data = dict[str, object]
_PART_KEYS = {
    "结论": "result",
    "评定人": "by",
    "日期": "on",
    "依据": "evidence",
    "说明": "note",
    "姓名": "person",
    "职务": "role",
    "标准": "standard",
}


def edited(
    base: Mapping[str, object],
    case: Case | RankCase,
    interpretations: Mapping[str, Interpretation],
    problems: Problems,
) -> Data:
    """The base with the case's changes; what does not fit the base is reported."""
    data: Data = dict(base)
    for change in case.changes:
        apply(data, change, case, interpretations, problems)
    return data


def apply(
    data: Data,
    change: Change,
    case: AnyCase,
    interpretations: Mapping[str, Interpretation],
    problems: Problems,
) -> None:
    """Make one change to an application's data; what does not fit it is reported."""
    match change:
        case FactChange():
            _change_fact(data, change, interpretations)
        case LedgerChange():
            _change_ledger(data, change, case, problems)
        case CellChange():
            _change_cells(data, change, case, problems)
        case FindingChange():
            _change_finding(data, change, case, problems)
        case _:
            assert_never(change)


def _taken(data: Data, names: tuple[str, ...]) -> tuple[str, object]:
    """The key by which the data has one of the names, and the value; else the first name and None."""
    key = next((name for name in names if name in data), names[0])
    return key, data.get(key)


def _names(item: Declared) -> tuple[str, str]:
    return item.name, item.id


def _change_fact(
    data: Data, change: FactChange, interpretations: Mapping[str, Interpretation]
) -> None:
    fact = change.fact
    key, old = _taken(data, _names(fact))
    if not change.part:
        data[key] = change.value
        return
    parts: dict[object, object] = dict(old) if isinstance(old, Mapping) else {}
    if fact.split is not None:
        readings = interpretations[fact.split]
        if old is not None and not isinstance(old, Mapping):
            parts = {readings.default: old}
        meant = readings.reading(change.part)
        same = {meant.id, meant.name} if meant else set()
    else:
        same = {change.part, f"{change.part}年"}
    for other in [k for k in parts if str(k) in same]:
        del parts[other]
    if change.value is not None:
        parts[change.part] = change.value
    data[key] = parts or None


def _change_ledger(data: Data, change: LedgerChange, case: AnyCase, problems: Problems) -> None:
    key, old = _taken(data, _names(change.ledger))
    if change.keep is None:
        data[key] = None
        return
    rows = old if isinstance(old, list) else []
    if change.keep > len(rows):
        problems.report(
            case.line,
            f"“{change.ledger.name}”在 {case.base} 中只有 {len(rows)} 行，不能取前 {change.keep} 行",
        )
    data[key] = rows[: change.keep]


def _change_cells(data: Data, change: CellChange, case: AnyCase, problems: Problems) -> None:
    key, old = _taken(data, _names(change.ledger))
    rows = list(old) if isinstance(old, list) else []
    if change.last > len(rows):
        problems.report(
            case.line,
            f"“{change.ledger.name}”在 {case.base} 中只有 {len(rows)} 行，没有第 {change.last} 行",
        )
        return
    for i in range(change.first - 1, change.last):
        row = rows[i]
        if isinstance(row, Mapping):
            cells: Data = dict(row)
            column, _ = _taken(cells, _names(change.column))
            cells[column] = change.value
            rows[i] = cells
    data[key] = rows


def _change_finding(data: Data, change: FindingChange, case: AnyCase, problems: Problems) -> None:
    section, old = _taken(data, FINDINGS)
    findings: Data = dict(old) if isinstance(old, Mapping) else {}
    name, record = _taken(findings, _names(change.finding))
    if not change.part and change.value is None:
        findings[name] = None
    elif isinstance(record, list):
        problems.report(
            case.line,
            f"{case.base} 中评定“{change.finding.name}”是几个人的，不能当作一个人的来改；请另写一份基础材料",
        )
    elif not isinstance(record, Mapping):
        problems.report(
            case.line,
            f"{case.base} 中没有评定“{change.finding.name}”，没有评定人、日期和依据可以沿用",
        )
    else:
        parts: Data = dict(record)
        part = change.part or RESULT
        key, _ = _taken(parts, (part, _PART_KEYS[part]))
        parts[key] = change.value
        findings[name] = parts
    data[section] = findings
