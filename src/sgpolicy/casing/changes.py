"""The 改动 cell: what differs from the base, as written, to typed changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sgpolicy.casing.records import (
    CellChange,
    Change,
    FactChange,
    FindingChange,
    LedgerChange,
    Piece,
    Problems,
    Spot,
)
from sgpolicy.casing.vocabulary import Vocabulary, meant
from sgpolicy.model.core import Fact, Ledger
from sgpolicy.source.numerals import half_width, read_number

FINDINGS = ("评定", "findings")
RESULT = "结论"
PARTS = ("结论", "评定人", "日期", "依据", "说明", "姓名", "职务", "标准")
NOTHING = frozenset({"(缺)", "(空白)"})
EMPTY = frozenset({"(空)", "(无)"})
POINT = re.compile(r"[.．]")
_PIECES = re.compile(r"[；;]")
_EQUALS = re.compile(r"[=＝]")
_ROWS = re.compile(
    r"(?P<name>[^\[【［]+)[\[【［]\s*第?\s*(?P<first>\d{1,9})\s*(?:[-–—~～至到]\s*(?P<last>\d{1,9})\s*)?行?\s*[\]】］]"
)
_KEEP = re.compile(r"前\s*(?P<number>[0-9零〇一二两三四五六七八九十百千]{1,12})\s*行")
_SEVERAL = "多处改动以分号隔开"


def pairs(written: str, line: int, problems: Problems) -> Iterator[tuple[str, str]]:
    """`名称=内容；名称=内容` in pairs; what is not so written is reported."""
    for piece in _PIECES.split(written):
        if not piece.strip():
            continue
        left, *rest = _EQUALS.split(piece, maxsplit=1)
        left, right = left.strip(), rest[0].strip() if rest else ""
        if not rest:
            problems.report(line, f"“{piece.strip()}”没有等号；应写成“名称=内容”，{_SEVERAL}")
        elif not left:
            problems.report(line, f"“{piece.strip()}”等号前面没有名称")
        elif not right:
            problems.report(line, f"“{left}=”后面没有内容；没有填报的写“（缺）”")
        else:
            yield left, right


def read_changes(
    written: str,
    line: int,
    names: Vocabulary,
    problems: Problems,
    pieces: Sequence[Piece] = (),
) -> tuple[Change, ...]:
    """The changes of one cell and of `pieces`, in order; each place at most once."""
    given = [Piece(*pair, Spot(line, problems.cell)) for pair in pairs(written, line, problems)]
    found: dict[str, Change] = {}
    for piece in (*given, *pieces):
        here = problems.within(piece.spot.cell)
        change = read_change(piece.left, piece.right, piece.spot.line, names, here)
        if change is None:
            continue
        key = place_of(change)
        if key in found:
            here.report(piece.spot.line, f"“{piece.left}”改了两次")
        found[key] = change
    return tuple(found.values())


def subject(change: Change) -> str:
    """The Chinese name of what a change is about."""
    match change:
        case FactChange():
            return change.fact.name
        case LedgerChange() | CellChange():
            return change.ledger.name
        case FindingChange():
            return change.finding.name


def plain(text: str) -> str:
    """A value without blanks and with half-width brackets, to be told from （缺） and （空）."""
    return text.replace("（", "(").replace("）", ")").replace(" ", "")


def place_of(change: Change) -> str:
    """What a change is made to, so that two of the same place can be told."""
    match change:
        case FactChange():
            return f"{change.fact.id}.{change.part}"
        case LedgerChange():
            return change.ledger.id
        case CellChange():
            return f"{change.ledger.id}[{change.first}-{change.last}].{change.column.id}"
        case FindingChange():
            return f"{FINDINGS[0]}.{change.finding.id}.{change.part or RESULT}"


def read_change(
    left: str, right: str, line: int, names: Vocabulary, problems: Problems
) -> Change | None:
    """One change; None, and a problem reported, where it is not one."""
    head, *parts = [part.strip() for part in POINT.split(left)]
    bare = plain(right)
    value = None if bare in NOTHING else right
    rows = _ROWS.fullmatch(head)
    if head in FINDINGS:
        return _finding(parts, value, line, names, problems)
    if rows or (head in names.ledgers and head not in names.facts):
        name = rows["name"].strip() if rows else head
        ledger = names.ledgers.get(name)
        if ledger is None:
            problems.report(line, f"没有台账“{name}”{meant(name, names.ledgers)}")
            return None
        if rows:
            first, last = int(rows["first"]), int(rows["last"] or rows["first"])
            return _cell(ledger, (first, last), parts, value, line, problems)
        return _ledger(ledger, parts, right, line, problems)
    fact = names.facts.get(head)
    if fact is None:
        every = [*names.facts, *names.ledgers, FINDINGS[0]]
        hint = meant(head, every)
        if head in names.findings:
            hint = f"；评定写成“评定.{head}”"
        problems.report(line, f"没有事项、台账或者评定“{head}”{hint}")
        return None
    if bare in EMPTY:
        if fact.type.kind == "set":
            return _fact(fact, parts, [], line, names, problems)
        problems.report(
            line, f"“{fact.name}”不是多选，不能写“{right}”；没有填报写“（缺）”，没有写 0 或者否"
        )
        return None
    return _fact(fact, parts, value, line, names, problems)


def _fact(
    fact: Fact,
    parts: list[str],
    value: str | list[str] | None,
    line: int,
    names: Vocabulary,
    problems: Problems,
) -> FactChange | None:
    if not parts:
        return FactChange(fact, "", value)
    part = parts[0]
    if len(parts) > 1:
        problems.report(line, f"“{fact.name}.{'.'.join(parts)}”中的点多了")
        return None
    if fact.split is not None:
        interpretation = names.policy[fact.split]
        reading = interpretation.reading(part)
        if reading is not None:
            return FactChange(fact, reading.name, value)
        known = [r.name for r in interpretation.readings]
        problems.report(
            line,
            f"“{fact.name}”按“{interpretation.name}”分列，没有读法“{part}”；有：{'、'.join(known)}",
        )
        return None
    if fact.type.kind == "series":
        year = half_width(part).removesuffix("年")
        if re.fullmatch(r"[0-9]{4}", year):
            return FactChange(fact, year, value)
        problems.report(line, f"“{fact.name}”是逐年的数，点后面写年份，如“{fact.name}.2025”")
        return None
    problems.report(line, f"“{fact.name}”没有分列，不能写“.{part}”")
    return None


def _ledger(
    ledger: Ledger, parts: list[str], right: str, line: int, problems: Problems
) -> LedgerChange | None:
    bare = plain(right)
    keep = _KEEP.fullmatch(right)
    number = read_number(keep["number"]) if keep else None
    if parts:
        problems.report(
            line, f"“{ledger.name}.{parts[0]}”没有写是哪一行，如“{ledger.name}[3].{parts[0]}”"
        )
    elif bare in NOTHING:
        return LedgerChange(ledger, None)
    elif bare in EMPTY:
        return LedgerChange(ledger, 0)
    elif number is not None:
        return LedgerChange(ledger, int(number))
    else:
        problems.report(
            line, f"“{ledger.name}”只能改成“（缺）”“（空）”或者“前 49 行”，不能写“{right}”"
        )
    return None


def _cell(
    ledger: Ledger,
    rows: tuple[int, int],
    parts: list[str],
    value: str | None,
    line: int,
    problems: Problems,
) -> CellChange | None:
    first, last = rows
    if len(parts) != 1:
        columns = "、".join(column.name for column in ledger.columns)
        problems.report(line, f"“{ledger.name}[{first}]”后面写“.列名”；列有：{columns}")
        return None
    if not 1 <= first <= last:
        problems.report(line, f"行数从 1 数起，由小到大，不能写“[{first}-{last}]”")
        return None
    column = next((c for c in ledger.columns if parts[0] in (c.id, c.name)), None)
    if column is None:
        names = [c.name for c in ledger.columns]
        problems.report(line, f"“{ledger.name}”没有“{parts[0]}”这一列{meant(parts[0], names)}")
        return None
    return CellChange(ledger, first, last, column, value)


def _finding(
    parts: list[str], value: str | None, line: int, names: Vocabulary, problems: Problems
) -> FindingChange | None:
    if not parts or len(parts) > 2:
        problems.report(line, "评定写成“评定.名称=不符合”，或者“评定.名称.评定人=…”")
        return None
    finding = names.findings.get(parts[0])
    if finding is None:
        problems.report(line, f"没有评定“{parts[0]}”{meant(parts[0], names.findings)}")
        return None
    part = parts[1] if len(parts) == 2 else ""
    if part and part not in PARTS:
        problems.report(line, f"评定没有“{part}”一栏{meant(part, PARTS)}；有：{'、'.join(PARTS)}")
        return None
    if part in {"", RESULT} and value not in {None, "符合", "不符合"}:
        problems.report(
            line, f"评定“{finding.name}”只能改成 符合、不符合 或者（缺），不能写“{value}”"
        )
        return None
    return FindingChange(finding, "" if part == RESULT else part, value)
