"""Expressions said in the policy's words, briefly."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from sgpolicy.model.core import (
    Accrual,
    Actors,
    All,
    AsOf,
    AtLeast,
    AtYear,
    Branch,
    CalendarYear,
    Column,
    Compare,
    Constant,
    Core,
    DateConstant,
    DayBefore,
    Elapsed,
    End,
    EndOf,
    Expr,
    Extreme,
    FactRef,
    Judged,
    Later,
    Member,
    Not,
    Period,
    Pick,
    Preceding,
    Product,
    Ratio,
    Ref,
    SetCompare,
    Size,
    Stretch,
    Sum,
    Tally,
    ThatYear,
    Truth,
    Within,
)
from sgpolicy.model.types import Type

YEARS = {0: "本年度", 1: "上年度", 2: "前年度", 3: "大前年度"}
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "ne": "≠"}
END_WORDS: dict[End, str] = {
    "earliest": "较早",
    "latest": "较晚",
    "least": "较小",
    "greatest": "较大",
}
_SETS = {"contains": "含", "equals": "仅为", "touches": "涉及"}


def year_word(back: int) -> str:
    """The word for the calendar year so many years earlier.

    Example:
        >>> year_word(1), year_word(-1)
        ('上年度', '下年度')
    """
    return "下年度" if back == -1 else YEARS.get(back, f"{back} 年以前的年度")


def period_text(length: Period) -> str:
    """3年, 12个月, 1日."""
    return f"{length.amount}{'个月' if length.unit == '月' else length.unit}"


def number_text(value: Fraction, kind: Type) -> str:
    """A number as rules write it: 150平方米, 15%, 101万元."""
    unit, scale = kind.unit or "", Fraction(1)
    if kind.kind == "share":
        unit, scale = "%", Fraction(1, 100)
    elif kind.kind == "money":
        scale = Fraction({"亿元": 100_000_000, "万元": 10_000}.get(unit, 1))
    elif kind.kind == "area":
        unit = "平方米"
    shown = value / scale
    if shown.denominator == 1:
        return f"{shown.numerator}{unit}"
    return f"{float(shown):g}{unit}"


def phrase(core: Core, expr: Expr) -> str:
    """An expression in the policy's words."""

    def say(inner: Expr) -> str:
        return phrase(core, inner)

    match expr:
        case Truth(value=value):
            return "是" if value else "否"
        case Compare():
            if expr.written:
                return f"{say(expr.left)} {expr.written}"
            return f"{say(expr.left)} {_SIGNS[expr.operator]} {say(expr.right)}"
        case Elapsed():
            word = "满" if expr.inclusive else "超过"
            return f"{say(expr.start)} 至 {say(expr.end)} {word} {period_text(expr.length)}"
        case Within():
            return f"{say(expr.day)} 在 {say(expr.stretch)}"
        case Member():
            return f"{say(expr.value)} {expr.written or '属于 ' + '、'.join(expr.members)}"
        case SetCompare():
            written = expr.written or f"{_SETS[expr.operator]} {'、'.join(expr.members)}"
            return f"{say(expr.value)} {written}"
        case Not(operand=operand):
            return f"非 {say(operand)}"
        case All(operands=operands):
            return " 且 ".join(say(one) for one in operands)
        case AtLeast(number=1, operands=operands):
            return " 或 ".join(say(one) for one in operands)
        case AtLeast(number=number, operands=operands):
            return f"至少 {number} 项（{'；'.join(say(one) for one in operands)}）"
        case Branch():
            return f"当 {say(expr.condition)}，则 {say(expr.then)}"
        case Judged(finding=key):
            return core.findings[key].name
        case FactRef(fact=key):
            return core.facts[key].name
        case Ref(node=key):
            return core.nodes[key].name
        case Pick():
            return f"按 {core.interpretations[expr.interpretation].name}"
        case Column():
            columns = core.ledger(expr.ledger).columns
            return next((one.name for one in columns if one.id == expr.column), expr.column)
        case Constant():
            return expr.written or number_text(expr.value, expr.type)
        case Sum():
            first, *rest = expr.terms
            text = say(first[1])
            return text + "".join(f" {'加' if s > 0 else '减'} {say(one)}" for s, one in rest)
        case Ratio():
            return f"{say(expr.part)} 占 {say(expr.whole)}"
        case Product():
            return f"{say(expr.left)} 乘 {say(expr.right)}"
        case Accrual():
            part = "（含不满）" if expr.is_rounded_up else ""
            step = expr.step
            said = period_text(step) if isinstance(step, Period) else say(step)
            return f"{say(expr.value)} 每 {said}{part} 得 {say(expr.gain)}"
        case Size(value=value):
            return say(value)
        case Tally():
            return _tally(core, expr)
        case AtYear():
            return f"{say(expr.series)} 于 {say(expr.stretch)}"
        case DateConstant(value=day):
            return day.isoformat()
        case AsOf():
            return "评估日"
        case Later():
            return f"{say(expr.day)} 后 {period_text(expr.length)}"
        case DayBefore(day=day_):
            return f"{say(day_)} 的 前一日"
        case CalendarYear():
            return f"{say(expr.day)} 的 {year_word(expr.back)}"
        case Preceding():
            return f"{say(expr.day)} 的 前 {period_text(expr.length)}"
        case Stretch():
            return f"从 {say(expr.first)} 到 {say(expr.last)}"
        case EndOf():
            return f"{say(expr.stretch)} 的 {'第一日' if expr.which == 'first' else '最后一日'}"
        case Extreme():
            word = END_WORDS[expr.which]
            return f"{word}（{'；'.join(say(one) for one in expr.values)}）"
        case ThatYear():
            return "该年"
        case Actors(actors=actors):
            return "、".join(core.actors[one].name for one in actors)
        case _:
            assert_never(expr)


def _tally(core: Core, expr: Tally) -> str:
    ledger = core.ledger(expr.ledger)
    if expr.measure not in ("latest", "earliest"):
        return f"统计 {ledger.name}"
    column = next((one.name for one in ledger.columns if one.id == expr.column), "")
    return f"{'最近' if expr.measure == 'latest' else '最早'} {ledger.name} 的 {column}"
