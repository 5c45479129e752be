"""What may be changed in one expression: each change by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal, assert_never

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
    Measure,
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
from sgpolicy.model.core import Operator as Sign
from sgpolicy.mutating.naming import END_WORDS, number_text, period_text, phrase, year_word
from sgpolicy.mutating.records import Change, Operator
from sgpolicy.mutating.spots import Spot, spots
from sgpolicy.records import replace

_OTHER: Final[dict[Sign, Sign]] = {
    "ge": "gt",
    "gt": "ge",
    "le": "lt",
    "lt": "le",
    "eq": "ne",
    "ne": "eq",
}
_SAID: Final[dict[Sign, str]] = {
    "ge": "不少于",
    "gt": "多于",
    "le": "不多于",
    "lt": "少于",
    "eq": "等于",
    "ne": "不等于",
}
_DAYS: Final[dict[Sign, str]] = _SAID | {
    "ge": "不早于",
    "gt": "晚于",
    "le": "不晚于",
    "lt": "早于",
}
_OPPOSITE: Final[dict[End, End]] = {
    "earliest": "latest",
    "latest": "earliest",
    "least": "greatest",
    "greatest": "least",
}
_UNIT = re.compile(r"(亿元|万元|元)")
_DAY = Period(1, "日")


def changes(core: Core, expr: Expr) -> Iterator[Change]:
    """Every change to an expression itself; what is in it is changed by itself.

    A reference to a yes-or-no node is left as it is: what it refers to is changed where it stands.
    """
    match expr:
        case Truth(value=value):
            new = replace(expr, value=not value)
            yield Change(Operator.NEGATE, new, phrase(core, expr), phrase(core, new))
        case Compare():
            yield _strictness(core, expr)
        case Elapsed():
            yield from _elapsed(expr)
        case Within():
            yield _negated(expr, phrase(core, expr), f"{phrase(core, expr.day)} 不在", core)
        case Member() | SetCompare():
            yield from _members(core, expr)
        case Not(operand=operand):
            yield Change(Operator.NEGATE, operand, phrase(core, expr), phrase(core, operand))
        case All(operands=operands):
            if len(operands) > 1:
                yield Change(Operator.AND_OR, AtLeast(1, operands), "且", "或")
                yield from _drops(core, expr)
        case AtLeast():
            yield from _at_least(core, expr)
        case Branch():
            said = phrase(core, expr)
            yield Change(Operator.NO_EXCEPTION, expr.otherwise, f"例外（{said}）", "")
            yield Change(Operator.ALWAYS_EXCEPTION, expr.then, f"例外（{said}）", "通例")
        case FactRef() | Column():
            if expr.type.kind == "truth":
                yield Change(
                    Operator.NEGATE, Not(expr), phrase(core, expr), "非 " + phrase(core, expr)
                )
        case Pick():
            yield from _swaps(core, expr)
        case Constant():
            yield from _steps(expr)
        case Sum():
            yield from _signs(core, expr)
        case Tally():
            yield from _measures(core, expr)
        case DateConstant() | Later() | Preceding() | DayBefore() | CalendarYear():
            yield from _days(expr)
        case Stretch():
            yield from _edges(core, expr)
        case Actors():
            yield from _actors(core, expr)
        case EndOf() | Extreme():
            yield from _other_end(expr)
        case Accrual():
            yield from _accruals(core, expr)
        case Judged() | Ref() | Ratio() | Product() | Size() | AtYear() | AsOf() | ThatYear():
            return
        case _:
            assert_never(expr)


def changes_within(core: Core, whole: Expr, path: str) -> Iterator[tuple[Spot, Change, Expr]]:
    """Each change to an expression or to what is in it: where, what, and the whole with it."""
    for spot in spots(whole, path):
        for change in changes(core, spot.expr):
            if _is_no_step(spot, change):
                continue
            yield spot, change, spot.rebuild(change.expr)


def _is_no_step(spot: Spot, change: Change) -> bool:
    """Whether it would have so much for every nothing."""
    is_step = isinstance(spot.parent, Accrual) and spot.path.endswith(".step")
    return is_step and isinstance(change.expr, Constant) and change.expr.value <= 0


def _strictness(core: Core, expr: Compare) -> Change:
    new = replace(expr, operator=_OTHER[expr.operator], written="")
    words = _DAYS if expr.left.type.kind == "date" else _SAID
    before = expr.written or f"{words[expr.operator]} {phrase(core, expr.right)}"
    return Change(Operator.STRICT, new, before, f"{words[new.operator]} {phrase(core, expr.right)}")


def _elapsed(expr: Elapsed) -> Iterator[Change]:
    said = period_text(expr.length)
    words = ("满", "超过") if expr.inclusive else ("超过", "满")
    flipped = replace(expr, inclusive=not expr.inclusive)
    yield Change(Operator.STRICT, flipped, f"{words[0]} {said}", f"{words[1]} {said}")
    for operator, length in _lengths(expr.length):
        yield Change(operator, replace(expr, length=length), said, period_text(length))


def _lengths(length: Period) -> Iterator[tuple[Operator, Period]]:
    yield Operator.UP, replace(length, amount=length.amount + 1)
    if length.amount > 1:
        yield Operator.DOWN, replace(length, amount=length.amount - 1)


def _negated(expr: Expr, before: str, after: str, core: Core) -> Change:
    if isinstance(expr, Within):
        after = f"{after} {phrase(core, expr.stretch)}"
    return Change(Operator.NEGATE, Not(expr), before, after)


def _members(core: Core, expr: Member | SetCompare) -> Iterator[Change]:
    said = phrase(core, expr)
    yield _negated(expr, said, f"非（{said}）", core)
    if len(expr.members) > 1:
        for i, one in enumerate(expr.members):
            less = (*expr.members[:i], *expr.members[i + 1 :])
            yield Change(Operator.MEMBER, replace(expr, members=less, written=""), one, "", one)


def _is_always(core: Core, expr: Expr) -> bool:
    """Whether it asks if an occurrence was as the text says: it is, since nothing governs it."""
    return (
        isinstance(expr, Column)
        and expr.column == "is_valid"
        and expr.ledger in core.events
        and not core.events[expr.ledger].provision
    )


def _drops(core: Core, expr: All | AtLeast) -> Iterator[Change]:
    for i, one in enumerate(expr.operands):
        if _is_always(core, one):
            continue
        rest = (*expr.operands[:i], *expr.operands[i + 1 :])
        word = "且" if isinstance(expr, All) else "或"
        if isinstance(expr, AtLeast) and expr.number > 1:
            word = "各项中的"
        yield Change(
            Operator.DROP, replace(expr, operands=rest), f"{word} {phrase(core, one)}", "", str(i)
        )


def _at_least(core: Core, expr: AtLeast) -> Iterator[Change]:
    number, operands = expr.number, expr.operands
    if len(operands) < 2:
        return
    if number == 1:
        yield Change(Operator.AND_OR, All(operands), "或", "且")
    if number < len(operands) and (number > 1 or len(operands) > 2):
        # with two operands, at least two of them is 且, which stands above
        more = replace(expr, number=number + 1)
        yield Change(Operator.MORE, more, f"至少 {number} 项", f"至少 {number + 1} 项")
    if number > 1:
        fewer = replace(expr, number=number - 1)
        yield Change(Operator.FEWER, fewer, f"至少 {number} 项", f"至少 {number - 1} 项")
    yield from _drops(core, expr)


def _swaps(core: Core, expr: Pick) -> Iterator[Change]:
    interpretation = core.interpretations[expr.interpretation]
    for i, j in combinations(range(len(expr.branches)), 2):
        branches = list(expr.branches)
        (one, first), (other, second) = branches[i], branches[j]
        if first == second:
            continue
        branches[i], branches[j] = (one, second), (other, first)
        names = [reading.name for key in (one, other) if (reading := interpretation.reading(key))]
        before, after = "：…；".join(names) + "：…", "：…；".join(reversed(names)) + "：…"
        said = f"{interpretation.name}（{before}）"
        new = replace(expr, branches=tuple(branches))
        yield Change(Operator.SWAP, new, said, f"（{after}）", f"{one}-{other}")


def _steps(expr: Constant) -> Iterator[Change]:
    kind = expr.type
    unit = _UNIT.search(expr.written)
    if kind.kind == "money" and unit:
        kind = replace(kind, unit=unit[1])
    step = Fraction(1)
    if kind.kind == "share":
        step = Fraction(1, 100)
    elif kind.kind == "money":
        step = Fraction({"亿元": 100_000_000, "万元": 10_000}.get(kind.unit or "", 1))
    before = expr.written or number_text(expr.value, kind)
    for operator, by in ((Operator.UP, step), (Operator.DOWN, -step)):
        after = number_text(expr.value + by, kind)
        yield Change(operator, replace(expr, value=expr.value + by, written=after), before, after)


def _signs(core: Core, expr: Sum) -> Iterator[Change]:
    for i, (sign, one) in enumerate(expr.terms):
        if i == 0:
            continue
        terms = list(expr.terms)
        terms[i] = (-1 if sign > 0 else 1, one)
        words = ("加", "减") if sign > 0 else ("减", "加")
        said = phrase(core, one)
        new = replace(expr, terms=tuple(terms))
        yield Change(Operator.SIGN, new, f"{words[0]} {said}", f"{words[1]} {said}", str(i))


def _measures(core: Core, expr: Tally) -> Iterator[Change]:
    if expr.measure == "distinct":
        columns = core.ledger(expr.ledger).columns
        name = next((one.name for one in columns if one.id == expr.column), "")
        new = replace(expr, measure="rows", column=None)
        yield Change(Operator.MEASURE, new, f"不同 {name}", "笔数")
    if expr.measure in ("latest", "earliest"):
        words = ("最近", "最早") if expr.measure == "latest" else ("最早", "最近")
        measure: Measure = "earliest" if expr.measure == "latest" else "latest"
        said = core.ledger(expr.ledger).name
        texts = (f"{words[0]} {said}", f"{words[1]} {said}")
        yield Change(Operator.ORDER, replace(expr, measure=measure), *texts)
    is_single = expr.where is not None and not isinstance(expr.where, All)
    if expr.where is not None and is_single and not _is_always(core, expr.where):
        yield Change(Operator.DROP, replace(expr, where=None), f"当 {phrase(core, expr.where)}", "")


def _other_end(expr: EndOf | Extreme) -> Iterator[Change]:
    if isinstance(expr, Extreme):
        opposite = _OPPOSITE[expr.which]
        words = (END_WORDS[expr.which], END_WORDS[opposite])
        yield Change(Operator.EDGE, replace(expr, which=opposite), *words)
        return
    words = ("第一日", "最后一日") if expr.which == "first" else ("最后一日", "第一日")
    other: Literal["first", "last"] = "last" if expr.which == "first" else "first"
    yield Change(Operator.EDGE, replace(expr, which=other), *words)


def _accruals(core: Core, expr: Accrual) -> Iterator[Change]:
    """Parts of a step counted or not; a step of days one longer or shorter."""
    said = phrase(core, expr)
    if not _is_by_ones(expr):
        other = replace(expr, is_rounded_up=not expr.is_rounded_up)
        yield Change(Operator.STRICT, other, said, phrase(core, other))
    if isinstance(expr.step, Period):
        for operator, length in _lengths(expr.step):
            new = replace(expr, step=length)
            yield Change(operator, new, said, phrase(core, new))


def _is_by_ones(expr: Accrual) -> bool:
    """Whether it counts whole things one by one: then there are no parts of a step."""
    step = expr.step
    if isinstance(step, Period):
        return step == _DAY
    return step.value == 1 and expr.value.type.kind == "count"


def _edges(core: Core, expr: Stretch) -> Iterator[Change]:
    first, last = phrase(core, expr.first), phrase(core, expr.last)
    later = replace(expr, first=Later(expr.first, _DAY))
    yield Change(Operator.EDGE, later, f"从 {first}", f"从 {first} 的次日", "first")
    earlier = replace(expr, last=DayBefore(expr.last))
    yield Change(Operator.EDGE, earlier, f"到 {last}", f"到 {last} 的前一日", "last")


def _days(
    expr: DateConstant | Later | Preceding | DayBefore | CalendarYear,
) -> Iterator[Change]:
    match expr:
        case DateConstant(value=day):
            for operator, days in ((Operator.UP, 1), (Operator.DOWN, -1)):
                other_day = replace(expr, value=day + timedelta(days=days))
                yield Change(operator, other_day, day.isoformat(), other_day.value.isoformat())
        case Later() | Preceding():
            for operator, length in _lengths(expr.length):
                other = replace(expr, length=length)
                yield Change(operator, other, period_text(expr.length), period_text(length))
        case DayBefore(day=inner):
            yield Change(Operator.EDGE, inner, "前一日", "当日")
        case CalendarYear(back=back):
            for shift in (-1, 1):
                other_year = replace(expr, back=back + shift)
                before, after = year_word(back), year_word(back + shift)
                yield Change(Operator.YEAR, other_year, before, after, f"{shift:+d}")
        case _:
            assert_never(expr)


def _actors(core: Core, expr: Actors) -> Iterator[Change]:
    if len(expr.actors) > 1:
        for i, one in enumerate(expr.actors):
            less = replace(expr, actors=(*expr.actors[:i], *expr.actors[i + 1 :]))
            yield Change(Operator.MEMBER, less, core.actors[one].name, "", one)
