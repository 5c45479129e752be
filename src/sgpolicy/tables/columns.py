"""Columns of plain values: what they hold and how they are read, for data frames and files alike.

Columns are named as facts are: by name or key, with the unit in brackets where numbers are not in the base
unit (资产总额（万元）, 用户满意度（%）), with the reading after a point where a fact is asked by reading
(资产总额.申请日), with the year for a yearly series (年服务企业数.2025), with the member where a set is told by a
yes or no for each (申报功能.技术服务). A finding's column says yes or no (经营规范, or 评定.经营规范). Null is
*not stated*. The point may be a full-width one, where a frame takes an ordinary one for something else. Nothing
is computed before every column has been looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from sgpolicy.applying.forms import GROWTH_RATE
from sgpolicy.applying.judgements import FINDINGS
from sgpolicy.applying.nearest import did_you_mean
from sgpolicy.applying.problems import RefusedError, describe
from sgpolicy.applying.quantities import LIMIT
from sgpolicy.applying.values import read_value
from sgpolicy.compiled import CompiledPolicy
from sgpolicy.errors import SgpolicyError
from sgpolicy.evaluating.columnar.program import LARGEST
from sgpolicy.model.core import Fact, Finding
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.types import TRUTH, Type
from sgpolicy.records import dataclass, replace
from sgpolicy.tables.rows import Ledgers, assessors, decided

CONCLUSION = "结论"
"""The column with the whole decision's outcome."""
REASONS = "理由"
"""The column with the clauses that decided."""

LABELS = tuple(outcome.zh for outcome in Outcome)
"""Outcomes as these columns say them, in order."""
OutcomesAs = Literal["labels", "truths"]
"""What columns for rules hold: outcomes in words; or whether they are met, and nothing while that is open."""
MOST_TOLD = 100
"""How many values that cannot be read are told."""
_SURE = 10**9
_EXACT = 2**53
_COLUMN = re.compile(r"(?P<name>[^（()）]+?)(?:[（(](?P<unit>[^（()）]+)[)）])?")
_SCALES: dict[str, dict[str, Fraction]] = {
    "money": {
        "元": Fraction(1),
        "千元": Fraction(1000),
        "万元": Fraction(10_000),
        "百万元": Fraction(1_000_000),
        "亿元": Fraction(100_000_000),
        "分": Fraction(1, 100),
    },
    "share": {"%": Fraction(1, 100), "％": Fraction(1, 100), "比例": Fraction(1)},
    "area": {"平方米": Fraction(1), "㎡": Fraction(1)},
}


@dataclass(frozen=True, slots=True)
class FrameProblem:
    """Something that keeps a frame from being decided.

    Attributes:
        column: The column's name.
        row: The row from 1; None where the column itself is at fault.
        message, message_en: What is wrong and what to do.
        table: The ledger whose frame it stands in; "" for the frame of applications.
    """

    column: str
    row: int | None
    message: str
    message_en: str
    table: str = ""

    def text(self, lang: str = "zh") -> str:
        """One line: place and message, in "zh" or "en"."""
        if lang == "en":
            parts = [
                f"ledger “{self.table}”" if self.table else "",
                f"column “{self.column}”" if self.column else "",
                f"row {self.row}" if self.row else "",
            ]
            place = ", ".join(part for part in parts if part)
            return f"{place}: {self.message_en}" if place else self.message_en
        place = f"台账“{self.table}”" if self.table else ""
        place += f"列“{self.column}”" if self.column else ""
        place += f"第 {self.row} 行" if self.row else ""
        return f"{place}：{self.message}" if place else self.message


class FrameError(SgpolicyError):
    """A data frame cannot be decided as it is.

    Attributes:
        problems: What is wrong, columns first; of values the first hundred.
    """

    def __init__(self, problems: Sequence[FrameProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in problems))


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    Attributes:
        key: The fact's or finding's id. `year`: of a yearly series. `member`: of a set; the column then says
            whether it is in the set.
        scale: How many base units one is; None where a bare number would be ambiguous.
    """

    name: str
    key: str
    type: Type
    is_finding: bool = False
    year: int | None = None
    scale: Fraction | None = Fraction(1)
    member: str | None = None

    @property
    def is_plain_fact(self) -> bool:
        """Whether it holds the whole of a fact."""
        return not self.is_finding and self.year is None and self.member is None

    @property
    def is_plain(self) -> bool:
        """Whether an int in it needs no more than its scale."""
        return self.type.kind in ("count", "money", "area")


class Columns:
    """The columns of a table, recognised, and what is asked of each row.

    Attributes:
        compiled: The policy.
        known: What is known of the columns that are read.
        positions: Of the rules asked for, among the outcomes.
        reasons: Whether the clauses that decided are asked for.
        added: The names of the columns that deciding adds.
    """

    def __init__(
        self,
        compiled: CompiledPolicy,
        names: Sequence[str],
        *,
        rules: Iterable[str] = (),
        reasons: bool = False,
        ignore_unknown: bool = False,
        require: Iterable[str] = (),
    ) -> None:
        """Recognise the columns of a table.

        Raises:
            FrameError: With everything that is wrong with them.
            KeyError: If there is no such rule.
        """
        wanted = [*rules]
        self.compiled = compiled
        self.reasons = reasons
        self.positions = [compiled.position(rule) for rule in wanted]
        self.added = [CONCLUSION, *wanted, *([REASONS] if reasons else [])]
        problems: list[FrameProblem] = []
        given = [name for name in names if name not in self.added]
        self.known = [*_columns(compiled, given, problems, ignore_unknown=ignore_unknown)]
        problems += [
            FrameProblem(
                name, None, "表里已有这一列，请先改名。", "there is such a column already."
            )
            for name in self.added
            if name in names
        ]
        problems += [
            FrameProblem(name, None, "要求了两次。", "asked for twice.")
            for name in dict.fromkeys(self.added)
            if self.added.count(name) > 1
        ]
        problems += [
            FrameProblem(
                name, None, "有两列同名，请改名或者去掉一列。", "two columns have this name."
            )
            for name in dict.fromkeys(names)
            if list(names).count(name) > 1
        ]
        problems += self._absent(require)
        if problems:
            raise FrameError(problems)

    def _absent(self, require: Iterable[str]) -> Iterator[FrameProblem]:
        """What must have a column and has none."""
        core = self.compiled.policy.core
        there = {column.key for column in self.known}
        for name in require:
            fact = self.compiled.policy.facts.get(name) or core.facts.get(name)
            keys = [one.id for one in core.findings.values() if name in (one.id, one.name)]
            if fact is None and not keys:
                zh = "要求有这一列，但办法没有这一事项或者评定。"
                en = "required, and the policy has no such fact or finding."
            elif (keys[0] if fact is None else fact.id) in there:
                continue
            else:
                zh, en = "缺这一列。", "there is no such column, and it is required."
            yield FrameProblem(name, None, zh, en)

    @property
    def used(self) -> list[str]:
        """The names of the columns that are read."""
        return [column.name for column in self.known]

    def decide(self, data: Mapping[str, list[Any]], rows: int, on: date) -> list[list[str | None]]:
        """The columns to be added.

        Args:
            data: Column name → values, for those that are used.
            rows: How many.
            on: The day as of which to decide.

        Raises:
            FrameError: With the first hundred values that cannot be read; nothing has been decided then.
        """
        problems: list[FrameProblem] = []
        values = self._read(data, problems, MOST_TOLD)
        if problems:
            raise FrameError(problems)
        return self._decided(data, values, rows, on)

    def decide_what_can_be_read(
        self, data: Mapping[str, list[Any]], rows: int, on: date
    ) -> tuple[list[list[str | None]], list[FrameProblem]]:
        """The same, and every value that cannot be read; the outcomes of its row mean nothing."""
        problems: list[FrameProblem] = []
        values = self._read(data, problems, None)
        return self._decided(data, values, rows, on), problems

    def _read(
        self, data: Mapping[str, list[Any]], problems: list[FrameProblem], most: int | None
    ) -> dict[str, list[Any]]:
        return {
            column.name: read_values(column, data[column.name], problems, most)
            for column in self.known
        }

    def _decided(
        self, data: Mapping[str, list[Any]], values: Mapping[str, list[Any]], rows: int, on: date
    ) -> list[list[str | None]]:
        ledgers = self.ledgers(data, rows)
        positions, reasons = self.positions, self.reasons
        return decided(
            self.compiled, self.known, values, rows, on, positions, ledgers, reasons=reasons
        )

    def ledgers(self, data: Mapping[str, list[Any]], rows: int) -> Sequence[Ledgers] | None:  # noqa: ARG002
        """The ledgers of each of some rows; None where none are given with the table."""
        return None


def _columns(
    compiled: CompiledPolicy,
    names: Sequence[str],
    problems: list[FrameProblem],
    *,
    ignore_unknown: bool,
) -> Iterator[Column]:
    """What each column holds; those that cannot be used are reported."""
    core = compiled.policy.core
    facts = {**core.facts, **{fact.name: fact for fact in core.facts.values()}}
    findings = {**core.findings, **{one.name: one for one in core.findings.values()}}
    claims = Claims()
    for name in names:
        stem, part, unit = named(name)
        found: Column | str | None = None
        if stem in (FINDINGS.name, FINDINGS.id) and part in findings:
            found = _finding_column(compiled, name, findings[part], unit)
        elif stem in facts:
            found = _fact_column(compiled, name, facts[stem], part, unit)
        elif stem in findings:
            found = _finding_column(compiled, name, findings[stem], part or unit)
        elif not ignore_unknown:
            near_zh, near_en = did_you_mean(stem, [*facts, *findings])
            zh = f"办法没有这一事项或者评定。{near_zh}无关的列请去掉，或者写 ignore_unknown=True。"
            en = f"the policy has no such fact or finding.{near_en} Drop it, or pass ignore_unknown=True."
            problems.append(FrameProblem(name, None, zh, en))
        if isinstance(found, str):
            problems.append(FrameProblem(name, None, *found.split("|", 1)))
        elif found is not None:
            first = claims.claimed(found)
            if first is not None:
                zh = f"与列“{first}”是同一事项，请只留一列。"
                en = f"the same fact as column “{first}”; keep one."
                problems.append(FrameProblem(name, None, zh, en))
            else:
                yield found


class Claims:
    """Which column says what: two may not say the same, nor a set both as a whole and member by member."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, int | str | None], str] = {}
        self._parted: dict[str, str] = {}

    def claimed(self, column: Column) -> str | None:
        """The earlier column that says the same; None, and from now on it is this one."""
        key = (column.key, column.year or column.member)
        whole = (column.key, None)
        other = self._taken.get(whole) if column.member else self._parted.get(column.key)
        first = self._taken.get(key) or other
        if first is None:
            self._taken[key] = column.name
            if column.member:
                self._parted.setdefault(column.key, column.name)
        return first


def named(name: str) -> tuple[str, str, str]:
    """What a column's name says: what it is about, what of it, and the unit.

    Example:
        >>> named("资产总额.申请日（万元）")
        ('资产总额', '申请日', '万元')
    """
    match = _COLUMN.fullmatch(name.strip())
    stem, _, part = (match["name"] if match else name).strip().replace("．", ".").partition(".")
    return stem, part, (match["unit"] or "").strip() if match else ""


def _fact_column(
    compiled: CompiledPolicy, name: str, fact: Fact, part: str, unit: str
) -> Column | str | None:
    """What a fact's column holds; what is wrong with it as “Chinese|English”; None for another reading."""
    core, kind = compiled.policy.core, fact.type.kind
    year = None
    if kind == "series":
        digits = (part or unit).removesuffix("年")
        if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
            zh = f"逐年的数一年一列，列名写成“{fact.name}.2025”。"
            return f"{zh}|one column a year, named “{fact.name}.2025”."
        year, unit = int(digits), "" if not part else unit
    elif fact.split is not None:
        item = core.interpretations[fact.split]
        reading = item.reading(part) if part else item.reading(item.default)
        if reading is None:
            known = "、".join(one.name for one in item.readings)
            return f"口径“{item.name}”没有读法“{part}”；有：{known}。|no such reading; there are: {known}."
        if reading.id != compiled.readings[fact.split]:
            return None
    elif part and part in fact.type.members and kind == "set":
        if not unit:
            return Column(name, fact.id, TRUTH, member=part)
    elif part:
        return f"“{fact.name}”不分读法，列名里不写“.{part}”。|it is not asked by reading."
    type_ = Type("count", fact.type.unit) if kind == "series" else fact.type
    return in_unit(Column(name, fact.id, type_, year=year), unit)


def in_unit(column: Column, unit: str) -> Column | str:
    """The same with the unit that its name says; what is wrong with that as “Chinese|English”."""
    type_ = column.type
    own = {type_.unit or "": Fraction(1), **_SCALES.get(type_.kind, {})}
    if unit and unit not in own:
        known = "、".join(one for one in own if one)
        return (
            f"“{unit}”不是它的单位；有：{known or '没有单位'}。|no unit of it; there are: {known}."
        )
    scale = own[unit] if unit else None if type_.kind == "share" else Fraction(1)
    return replace(column, scale=scale)


def ends(column: Column, unit: Fraction) -> tuple[int, int]:
    """Between what whole numbers in a unit must lie, to be lawful and small enough for steps."""
    most = min(LARGEST, int(LIMIT / unit))
    if column.type.unit == GROWTH_RATE:
        return -most, most
    return 0, min(most, int(1 / unit)) if column.type.kind == "share" else most


def not_for_columns() -> FrameError:
    """The policy computes what steps on columns cannot."""
    zh = '办法里有成列计算做不到的（两个未定的数相乘、占比再参与运算等）；请用内存里的数据表和 engine="rows"。'
    en = 'the policy computes what whole columns cannot; use a frame in memory and engine="rows".'
    return FrameError([FrameProblem("", None, zh, en)])


def without_machine() -> FrameError:
    """Machine code was asked for and cannot be made."""
    zh = "机器码由 Numba 编译，没有安装；请 pip install 'sgpolicy[compiled]'，或者用 engine=\"auto\"。"
    en = "machine code is made by Numba; pip install 'sgpolicy[compiled]', or use engine=\"auto\"."
    return FrameError([FrameProblem("", None, zh, en)])


def _finding_column(
    compiled: CompiledPolicy, name: str, finding: Finding, part: str
) -> Column | str:
    if part:
        return f"评定的列名里不写“{part}”。|a finding's column is named by the finding alone."
    if not assessors(compiled.policy.core, finding.assessors, compiled.readings):
        zh = f"“{finding.name}”由谁评定要看别的事项，不能只用一列。"
        return f"{zh}|who may judge it depends on other facts; one column does not do."
    return Column(name, finding.id, TRUTH, is_finding=True)


def read_values(
    column: Column, raws: list[Any], problems: list[FrameProblem], most: int | None
) -> list[Any]:
    """A column's values, typed; what cannot be read is reported, the first `most` of all columns."""
    kinds = {*map(type, raws)} - {type(None)}
    if list in kinds:
        raws = [tuple(raw) if isinstance(raw, list) else raw for raw in raws]
    is_mixed = bool in kinds and len(kinds) > 1  # True and 1 are one key, and not one value
    known: dict[Any, Any] = {None: None}
    found: list[Any] = []
    for number, raw in enumerate(raws, 1):
        key = (raw.__class__, raw) if is_mixed and raw is not None else raw
        try:
            found.append(known[key])
            continue
        except KeyError:
            pass
        value = None
        if raw == raw:  # noqa: PLR0124 - only not-a-number differs from itself
            try:
                value = _value(column, raw)
            except RefusedError as error:
                if most is None or len(problems) < most:
                    problems += _told(column, number, error)
                found.append(None)
                continue
        known[key] = value
        found.append(value)
    return found


def _told(column: Column, row: int, error: RefusedError) -> Iterator[FrameProblem]:
    for trouble in error.troubles:
        told = describe(trouble, where=("这一格", "this cell"), fact=column.name)
        yield FrameProblem(
            column.name,
            row,
            told.message + told.remedy,
            f"{told.message_en} {told.remedy_en}",
        )


def _value(column: Column, value: Any) -> Any:  # noqa: ANN401
    """A cell's value in base units.

    Raises:
        RefusedError: It is no such value.
    """
    scale = column.scale
    if scale is not None and value.__class__ is int and column.is_plain and 0 <= value <= _SURE:
        number = value * scale
        return number.numerator if number.denominator == 1 else number
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value.isoformat()
    if isinstance(value, tuple):
        value = [*value]
    if isinstance(value, bool) or not column.type.is_numeric or isinstance(value, str):
        is_said = scale is not None and (scale != 1 or column.type.kind == "share")
        if isinstance(value, str) and scale is not None and is_said and _is_bare(value):
            value = Fraction(value) * scale
        return read_value(value, column.type)
    if isinstance(value, float):
        # Whole floats are what pandas makes of whole numbers with gaps; others are not exact.
        value = int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, int | Decimal) and scale is not None:
        is_finite = isinstance(value, int) or value.is_finite()
        value = Fraction(value) * scale if is_finite else str(value)
    if isinstance(value, Fraction) and value.denominator == 1 and column.type.kind != "share":
        value = value.numerator
    return read_value(value, column.type)


def _is_bare(text: str) -> bool:
    return re.fullmatch(r"\s*\d{1,18}(?:\.\d{1,18})?\s*", text) is not None
