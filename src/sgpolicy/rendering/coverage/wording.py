"""What was tried and what was not, in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from sgpolicy.model.exercise import Item, ItemKind, Part, Point
from sgpolicy.model.explanation import Quantity
from sgpolicy.rendering.decisions.numbers import percent, quantity, typeset

KINDS: dict[ItemKind, str] = {
    "rule": "规则",
    "finding": "评定",
    "combination": "组合",
    "scope": "适用",
    "definition": "定义",
    "interpretation": "口径",
}
POINTS: dict[str, str] = {
    "met": "符合",
    "not_met": "不符合",
    "open": "未决",
    "not_applicable": "不适用",
    "below": "低于",
    "at": "恰在",
    "above": "高于",
    "before": "前一日",
    "first": "首日",
    "last": "末日",
    "after": "后一日",
    "outside": "不在其列",
    "holds": "成立",
    "fails": "不成立",
    "taken": "走例外",
    "not_taken": "不走例外",
}
_RELATED = {"below": "较小", "at": "相等", "above": "较大"}
_FULL = {"below": "对应日前一日", "at": "对应日当日", "above": "对应日之后"}
_PAST = {"below": "对应日之前", "at": "对应日当日", "above": "对应日次日"}


def share(value: Fraction) -> str:
    """A share of all points, one decimal, never rounded up to 100%."""
    tenths = value * 1000
    whole = tenths.numerator // tenths.denominator
    return f"{whole // 10}%" if whole % 10 == 0 else f"{whole // 10}.{whole % 10}%"


def point_name(point: Point, part: Part) -> str:
    """A point in a few words: 符合, 恰在 150 平方米, 差一步."""
    match part.kind:
        case "choice" if point.kind == "member":
            return point.label.rpartition("/")[2]
        case "reading":
            return point.label
        case "elapsed":
            return (_FULL if part.operator == "ge" else _PAST)[point.kind]
        case "exception" if not part.phrases:
            return "走此分支" if point.kind == "taken" else "不走此分支"
        case "bound" if part.bound is None:
            return _RELATED[point.kind] + ("一步" if point.is_near else "")
        case "bound" if point.is_near:
            return "差一步" if point.kind == "below" else "过一步"
        case "bound":
            return f"{POINTS[point.kind]} {bound(part)}"
        case "outcome" | "choice" | "condition" | "stretch" | "exception":
            return POINTS[point.kind]
        case _:
            assert_never(part.kind)


def part_name(part: Part) -> str:
    """What a part is about: 办公场所面积 不少于 150 平方米."""
    match part.kind:
        case "outcome":
            return "结论"
        case "reading":
            return "读法"
        case "exception" if part.phrases:
            return "例外" + "".join(f"「{phrase}」" for phrase in part.phrases)
        case "exception":
            return f"分支（{part.subject}）"
        case "bound" | "elapsed" | "choice" | "condition" | "stretch":
            return f"{part.subject} {typeset(part.written)}".strip()
        case _:
            assert_never(part.kind)


def under(part: Part) -> str:
    """The readings under which a part is looked at: 公益口径取“单独”."""
    return "、".join(f"{name}取“{reading}”" for name, reading in part.under)


def bound(part: Part) -> str:
    """A bound that is one number, as the rule writes it: 150 平方米."""
    return typeset(part.figure) if part.figure or part.bound is None else number(part.bound, part)


def nearest(point: Point, part: Part) -> str:
    """The nearest value tried below or above a bound; "" where there is none to tell."""
    if point.nearest is None or point.kind not in ("below", "above"):
        return ""
    kind = part.type.kind if part.type is not None else "date"
    if kind == "date":
        return f"差 {abs(point.nearest)} 日"
    if part.bound is None:
        return f"差 {number(abs(point.nearest), part)}"
    return number(part.bound + point.nearest, part)


def number(value: Fraction, part: Part) -> str:
    """A value in the unit of a part's bound."""
    kind = part.type.kind if part.type is not None else "count"
    unit = part.type.unit if part.type is not None else None
    match kind:
        case "share":
            exact, _, about = percent(value).partition("（≈")
            return f"约 {about.removesuffix('）')}" if about else exact
        case "money" | "area":
            return quantity(Quantity(value, value, kind, unit), "zh")
        case _:
            return quantity(Quantity(value, value, "count", unit), "zh")


def gap(part: Part, points: Sequence[Point]) -> str:
    """Points of a part that no case tries, as a sentence without its end."""
    head = f"{under(part)}时，" if part.under else ""
    if part.kind not in ("outcome", "reading"):
        head += f"{part_name(part)}："
    return head + "没有样例" + "、".join(_missing(point, part) for point in points)


def _missing(point: Point, part: Part) -> str:
    name, tried = point_name(point, part), nearest(point, part)
    tail = f"（最近试到 {tried}）" if tried else ""
    match part.kind:
        case "outcome":
            return f"得到“{name}”"
        case "reading":
            return f"取“{name}”"
        case "choice":
            return f"取“{name}”" if point.kind == "member" else "取所列以外的"
        case "stretch" | "elapsed":
            return f"在{name}{tail}"
        case "condition" | "exception":
            return name
        case "bound" if part.bound is not None and point.is_near:
            return f"比 {bound(part)} {'差' if point.kind == 'below' else '多'}一步{tail}"
        case "bound":
            return f"{name}{tail}"
        case _:
            assert_never(part.kind)


def gaps(item: Item) -> list[str]:
    """Everything of a rule that no case tries, part by part."""
    found = [(part, [p for p in part.points if not p.is_tried]) for part in item.parts]
    return [gap(part, points) for part, points in found if points]
