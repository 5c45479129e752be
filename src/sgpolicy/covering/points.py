"""Every point that cases should try, read off the policy: for each node its parts, each with a key."""

from __future__ import annotations

from collections.abc import Iterator

from sgpolicy.covering.bounds import comparison, is_happening
from sgpolicy.model.core import (
    All,
    AsOf,
    AtLeast,
    AtYear,
    Branch,
    CalendarYear,
    Compare,
    Constant,
    Core,
    DateConstant,
    DayBefore,
    Elapsed,
    EndOf,
    Expr,
    FactRef,
    Later,
    Member,
    Node,
    Not,
    Pick,
    Preceding,
    Ratio,
    Ref,
    SetCompare,
    Size,
    Stretch,
    Sum,
    Tally,
    Within,
)
from sgpolicy.model.exercise import Part, PartKind, Point, PointKind
from sgpolicy.records import dataclass

Under = tuple[tuple[str, str], ...]
_ELAPSED: tuple[tuple[PointKind, bool], ...] = (("below", True), ("at", False), ("above", False))
_YEARS = ("本年度", "上年度", "前年度", "大前年度")
_PASSED: tuple[tuple[PointKind, bool], ...] = (("below", False), ("at", False), ("above", True))


@dataclass(frozen=True, slots=True)
class Place:
    """A part with nothing tried yet, and the expression it belongs to (None for the outcomes)."""

    expr: Expr | None
    part: Part


def places(core: Core, node: Node) -> list[Place]:
    """A node's parts: its outcomes, and whatever in its guard and body has places to try."""
    found = [Place(None, _part("outcome", _outcomes(node)))]
    if node.guard is not None and not isinstance(node.guard, FactRef | Ref):
        found += _Reader(core).read(node.guard, ())
    body = node.body
    # A body that is one condition is tried by the node's own outcomes.
    if not isinstance(body, FactRef | SetCompare):
        found += _Reader(core).read(body, ())
    return found


def elapsed_kinds(expr: Elapsed) -> tuple[tuple[PointKind, bool], ...]:
    """The places of a period: its corresponding day and the day next to it that is decided otherwise."""
    return _ELAPSED if expr.inclusive else _PASSED


def _outcomes(node: Node) -> list[PointKind]:
    kinds: list[PointKind] = ["met", "not_met"]
    if node.kind != "definition":
        kinds.append("open")
    if node.guard is not None:
        kinds.append("not_applicable")
    return kinds


@dataclass(frozen=True, slots=True)
class _Reader:
    core: Core

    def read(self, expr: Expr, under: Under) -> Iterator[Place]:
        """The parts in a truth-valued expression, in the order in which it is written."""
        match expr:
            case All(operands=operands) | AtLeast(operands=operands):
                for operand in operands:
                    yield from self.read(operand, under)
            case Not(operand=operand):
                yield from self.read(operand, under)
            case Pick(interpretation=key, branches=branches):
                item = self.core.interpretations[key]
                for reading, branch in branches:
                    chosen = item.reading(reading)
                    step = (item.name, chosen.name if chosen else reading)
                    yield from self.read(branch, (*under, step))
            case Branch(condition=condition, then=then, otherwise=otherwise, citation=citation):
                phrases = citation.phrases if citation is not None else ()
                subject = self.subject(condition)
                yield Place(
                    expr,
                    _part("exception", ["taken", "not_taken"], subject, under, phrases=phrases),
                )
                for inner in (condition, then, otherwise):
                    yield from self.read(inner, under)
            case _:
                found = self._leaf(expr, under)
                if found is not None:
                    yield Place(expr, found)

    def _leaf(self, expr: Expr, under: Under) -> Part | None:
        match expr:
            case Compare() if is_happening(self.core, expr):
                return _part(
                    "condition", ["holds", "fails"], f"有过{self.subject(expr.left)}", under
                )
            case Compare():
                compared = comparison(expr)
                return Part(
                    "bound",
                    tuple(Point(kind, "", (), near) for kind, near in compared.kinds),
                    self.subject(compared.left),
                    self._bound(expr.written, compared.right),
                    under,
                    compared.operator,
                    compared.bound,
                    compared.type,
                    (),
                    compared.right.written if isinstance(compared.right, Constant) else "",
                )
            case Elapsed():
                return Part(
                    "elapsed",
                    tuple(Point(kind, "", (), near) for kind, near in elapsed_kinds(expr)),
                    f"{self.subject(expr.start)}至{self.subject(expr.end)}",
                    expr.written,
                    under,
                    "ge" if expr.inclusive else "gt",
                )
            case Within():
                subject = f"{self.subject(expr.day)} 在{self.subject(expr.stretch)}"
                return _part("stretch", ["before", "first", "last", "after"], subject, under)
            case Member(members=members):
                points = [Point("member", member, ()) for member in members]
                if set(expr.value.type.members) - set(members):
                    points.append(Point("outside", "", ()))
                subject = self.subject(expr.value)
                return Part("choice", tuple(points), subject, expr.written, under)
            case SetCompare():
                part = _part("condition", ["holds", "fails"], self.subject(expr.value), under)
                return Part("condition", part.points, part.subject, expr.written, under)
            case FactRef():
                return _part("condition", ["holds", "fails"], self.subject(expr), under)
            case _:
                return None

    def _bound(self, written: str, bound: Expr) -> str:
        """The bound as the rule writes it, with what it is where that is no number."""
        said = "" if isinstance(bound, Constant) else self.subject(bound)
        return written if said in written else f"{written} {said}".strip()

    def subject(self, expr: Expr) -> str:
        """What an expression is about, in the policy's names."""
        match expr:
            case FactRef(fact=key):
                return self.core.facts[key].name
            case Ref(node=key):
                return self.core.nodes[key].name
            case Ratio(part=part, whole=whole):
                return f"{self.subject(part)}占{self.subject(whole)}"
            case Sum(terms=terms):
                written = "".join(
                    f"{'加' if sign == 1 else '减'}{self.subject(term)}" for sign, term in terms
                )
                return written.removeprefix("加")
            case Size(value=value) | Member(value=value) | SetCompare(value=value):
                return self.subject(value)
            case AtYear(series=series):
                return self.subject(series)
            case AsOf():
                return "评估日"
            case CalendarYear(day=day, back=back):
                year = _YEARS[back] if back < len(_YEARS) else f"{back}年前"
                return f"{self.subject(day)}的{year}"
            case Preceding(day=day, length=length):
                return f"{self.subject(day)}前{length.amount}{length.unit}"
            case Later(day=day, length=length):
                return f"{self.subject(day)}后{length.amount}{length.unit}"
            case DayBefore(day=day):
                return f"{self.subject(day)}前一日"
            case Stretch(first=first, last=last):
                return f"{self.subject(first)}到{self.subject(last)}"
            case EndOf(stretch=stretch, which=which):
                return f"{self.subject(stretch)}的{'第一日' if which == 'first' else '最后一日'}"
            case Compare(left=left):
                return self.subject(left)
            case DateConstant(value=written):
                return f"{written.year}年{written.month}月{written.day}日"
            case Pick(interpretation=key):
                return self.core.interpretations[key].name
            case Tally(ledger=key, measure=measure, column=column):
                ledger = self.core.ledger(key)
                cell = next((one.name for one in ledger.columns if one.id == column), "")
                lead = {"latest": "最近", "earliest": "最早"}.get(measure, "")
                return f"{lead}{ledger.name}{'的' if cell else ''}{cell}"
            case _:
                return ""


def _part(
    kind: PartKind,
    kinds: list[PointKind],
    subject: str = "",
    under: Under = (),
    phrases: tuple[str, ...] = (),
) -> Part:
    points = tuple(Point(one, "", ()) for one in kinds)
    return Part(kind, points, subject, "", under, phrases=phrases)
