"""Numbers: those in a rule are those in its quote, or the rule says why not.

A bound is a number with its unit and the meaning of its bound word. Verbatim quotes alone let wrong
numbers through; comparing both finds them. Every way through the readings of a rule (a *variant*) is
compared by itself, so that a wrong number in one branch is not hidden by the right one in another.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable
from fractions import Fraction
from functools import lru_cache
from typing import cast

from sgpolicy.diagnostics.records import Collector
from sgpolicy.model import tree as t
from sgpolicy.model.core import Operator
from sgpolicy.model.program import Program
from sgpolicy.model.results import Results
from sgpolicy.operators.bounds import AFTER, AFTER_PATTERN, BEFORE, with_end
from sgpolicy.records import dataclass, field_names, replace
from sgpolicy.source.quantities import Quantity, find_quantities
from sgpolicy.source.text import Span

_SEGMENT = re.compile(r"[，,；;。：:（）()、]")
_BEFORE_WORD = re.compile(
    "|".join(sorted((re.escape(w) for w in BEFORE if w != "满"), key=len, reverse=True))
)
_DATE = re.compile(r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日")
_FULL = re.compile(r"(?<![不未])满\s*$")
_TO = re.compile(r"\s*[—－–~～-]+\s*")
_FROM = re.compile(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)\s*[万亿]?\s*[—－–~～-]+\s*\Z")
_DIGITS = re.compile(r"\A[0-9][0-9,]*(?:\.[0-9]+)?")
_INCLUDED = re.compile(r"\s*[（(](不?含[^（）()]*)[）)]")
_NEXT: dict[Operator, Operator] = {"lt": "ge", "le": "gt", "ge": "lt", "gt": "le"}
_MAX_VARIANTS = 512
_CHECKED = frozenset(
    {"规则", "适用", "组合", "定义", "计算", "排名", "步骤", "义务", "权力", "目录", "评定"}
)


@dataclass(frozen=True, slots=True)
class Bound:
    """A number with its unit; `operator` is None where no bound word goes with it.

    Of a rule's own: `is_tacit` is one that the law need not write (每项 is for every 1项; nothing is
    0分); `is_cut` is the end of a band, which the law may state as the beginning of the next.
    """

    operator: Operator | None
    value: Fraction
    unit: str
    written: str
    span: Span | None = None
    excused: bool = False
    contradicted: bool = False
    is_tacit: bool = False
    is_cut: bool = False

    def is_same_number(self, other: Bound) -> bool:
        """Same number and unit."""
        return (self.value, self.unit) == (other.value, other.unit)

    def agrees(self, stated: Bound) -> bool:
        """Whether a rule's bound is one its quote states.

        A bare number in a rule (后 3年) takes the quote's bound word with it; a bare number in the
        quote can be a lower bound (6人) or the number itself, nothing else.
        """
        if not self.is_same_number(stated):
            return False
        if self.operator is None or self.operator == stated.operator:
            return True
        if self.is_cut and _NEXT.get(self.operator) == stated.operator:
            return True
        return stated.operator is None and self.operator in ("ge", "eq")

    def excuses(self, other: Bound) -> bool:
        """Whether this one, stated as a reason, is the other: without a bound word it means ≥."""
        if not self.is_same_number(other):
            return False
        return self.operator == other.operator or (self.operator is None and other.operator == "ge")


@lru_cache(maxsize=4096)
def bounds_in_text(text: str) -> tuple[Bound, ...]:
    """The bounds that a stretch of law states, in order.

    Example:
        >>> [(b.operator, str(b.value), b.unit) for b in bounds_in_text("不少于总服务量的 15%")]
        [('ge', '3/20', '%')]
    """
    found = [_day(m) for m in _DATE.finditer(text)]
    text = _DATE.sub(lambda m: "，" * len(m[0]), text)
    last = 0
    quantities = find_quantities(text)
    for at, quantity in enumerate(quantities):
        if quantity.start < last:  # 超过50人（含50人）: one bound
            continue
        interval = _interval(text, quantities, at)
        if interval is not None:
            bounds, last = interval
            found.extend(bounds)
            continue
        ahead = text[last : quantity.start]
        segment = _SEGMENT.split(ahead)[-1]
        after = AFTER_PATTERN.match(text, quantity.end)
        word = after["word"] if after else None
        ends = (after["near"] or after["far"]) if after else None
        last = after.end() if after else quantity.end
        operator: Operator | None = None
        if word is not None:
            operator = AFTER.get(word, "ge")
        elif _FULL.search(segment):
            operator = "ge"
        else:
            words = _BEFORE_WORD.findall(segment)
            if words:
                operator = BEFORE[words[-1]]
        if operator is not None and ends is not None:
            operator = with_end(operator, included=ends == "含")
        written = text[quantity.start : quantity.end]
        found.append(Bound(operator, quantity.value, quantity.unit, written))
    return tuple(found)


def _interval(
    text: str, quantities: list[Quantity], at: int
) -> tuple[tuple[Bound, Bound], int] | None:
    """1万元—3万元（含1万元，不含3万元）, 16-24岁: two bounds, both included unless said otherwise."""
    first = quantities[at]
    bare = _FROM.search(text, 0, first.start)
    if bare is not None and not any(q.end > bare.start(1) for q in quantities[:at]):
        # The first number takes the unit of the second: 3万—6万元, 16-24岁.
        written = _DIGITS.sub(bare[1], first.text, count=1)
        starts = find_quantities(written)
        if written == first.text or len(starts) != 1:
            return None
        low, high = starts[0].value, first
    elif at + 1 < len(quantities) and _TO.fullmatch(text[first.end : quantities[at + 1].start]):
        low, high, written = first.value, quantities[at + 1], first.text
        if high.unit != first.unit:
            return None
    else:
        return None
    lower, upper, last = "ge", "le", high.end
    ends = _INCLUDED.match(text, high.end)
    if ends is not None:
        last = ends.end()
        for said in re.split(r"[，、,]", ends[1]):
            for quantity in find_quantities(said):
                if said.startswith("不含") and quantity.value == low:
                    lower = "gt"
                elif said.startswith("不含") and quantity.value == high.value:
                    upper = "lt"
    return (
        Bound(cast("Operator", lower), low, high.unit, written),
        Bound(cast("Operator", upper), high.value, high.unit, high.text),
    ), last


def _day(match: re.Match[str]) -> Bound:
    """A day as a bound: its digits stand for it, whether or not the calendar has it."""
    year, month, day = (int(g) for g in match.groups())
    return Bound(None, Fraction(year * 10_000 + month * 100 + day), "日期", match[0])


class _Collector:
    """Collects a declaration's own bounds, variant by variant."""

    def __init__(self, program: Program, skipped: Container[str]) -> None:
        self.program = program
        self.skipped = skipped
        self.looked_at: set[str] = set()
        self._definitions: dict[str, tuple[list[Bound], list[str], set[str]]] = {}

    def variants(self, node: t.Syntax | None, excuses: tuple[Bound, ...] = ()) -> list[list[Bound]]:
        """Every way through the readings, each with its bounds in order."""
        match node:
            case None | t.Name() | t.Names() | t.Constant():
                return [[]]
            case t.Day():
                day = node.value
                number = Fraction(day.year * 10_000 + day.month * 100 + day.day)
                return [[Bound(None, number, "日期", node.written, node.span)]]
            case t.Membership():
                return self.variants(node.value, excuses)
            case t.Number():
                return [[replace(self._bound(None, node, excuses), is_tacit=node.value == 0)]]
            case t.Comparison():
                for side in (node.left, node.right):
                    cases = t.cases_of(side) if isinstance(side, t.Choice) else side
                    if isinstance(cases, t.Cases) and not self._is_interpretation(cases.subject):
                        is_left = side is node.left
                        moved = replace(node, left=cases) if is_left else replace(node, right=cases)
                        return self._cases(t.pushed_into(moved, cases), excuses)
                left = self.variants(node.left, excuses)
                if isinstance(node.right, t.Number):
                    operator = AFTER[node.after] if node.after else BEFORE[node.before]
                    if node.included is not None:
                        operator = with_end(operator, included=node.included)
                    return _product(left, [[self._bound(operator, node.right, excuses)]])
                return _product(left, self.variants(node.right, excuses))
            case t.Elapsing():
                ends = _product(
                    self.variants(node.start, excuses), self.variants(node.end, excuses)
                )
                return _product(ends, [[self._bound(BEFORE[node.word], node.length, excuses)]])
            case t.Several():
                own = [[self._bound("ge", node.number, excuses)]]
                return _product(own, *(self.variants(o, excuses) for o in node.operands))
            case t.Every():
                return [[self._bound("ge", node.number, excuses)]] if node.number else [[]]
            case t.Negation():
                return self.variants(node.operand, excuses)
            case t.Inside():
                return _product(
                    self.variants(node.day, excuses), self.variants(node.stretch, excuses)
                )
            case t.Junction():
                return _product(*(self.variants(o, excuses) for o in node.operands))
            case t.Arithmetic():
                return _product(*(self.variants(o, excuses) for _, o in node.terms))
            case t.Share():
                return _product(
                    self.variants(node.part, excuses), self.variants(node.whole, excuses)
                )
            case t.Product() | t.Accrual() | t.Award() | t.Capped():
                return self._amount(node, excuses)
            case t.Accessor():
                own = [[self._bound(None, node.length, excuses)]] if node.length else [[]]
                return _product(self.variants(node.value, excuses), own)
            case t.YearOf():
                return _product(
                    self.variants(node.series, excuses), self.variants(node.stretch, excuses)
                )
            case t.FromTo():
                return _product(
                    self.variants(node.first, excuses), self.variants(node.last, excuses)
                )
            case t.Tallying():
                return _product(
                    self.variants(node.where, excuses), self.variants(node.summed, excuses)
                )
            case t.Happened() | t.Recorded():
                return self.variants(node.event.where, excuses)
            case t.Extremes():
                return _product(*(self.variants(o, excuses) for o in node.operands))
            case t.Cases():
                return self._cases(node, excuses)
            case t.Choice():
                if not self._is_interpretation(node.interpretation):
                    return self._cases(t.cases_of(node), excuses)
                made = []
                for label, branch in node.branches:
                    words = tuple(self._reading_bounds(node.interpretation.text, label.text))
                    made.extend(self.variants(branch, (*excuses, *words)))
                return made[:_MAX_VARIANTS]

    def _amount(
        self, node: t.Product | t.Accrual | t.Award | t.Capped, excuses: tuple[Bound, ...]
    ) -> list[list[Bound]]:
        match node:
            case t.Product():
                return _product(
                    self.variants(node.left, excuses), self.variants(node.right, excuses)
                )
            case t.Accrual():
                inner, numbers = node.value, [self._bound(None, node.step, excuses)]
                numbers[0] = replace(numbers[0], is_tacit=node.step.value == 1)
                numbers.append(self._bound(None, node.gain, excuses))
            case t.Award():
                inner, numbers = node.condition, [self._bound(None, node.gain, excuses)]
            case t.Capped():
                inner = node.value
                numbers = [self._bound("le" if node.word == "封顶" else "ge", node.end, excuses)]
        return _product(self.variants(inner, excuses), [numbers])

    def _is_interpretation(self, name: t.Name) -> bool:
        self.looked_at.add(name.text)
        declaration = self.program.declarations.get(name.text)
        return declaration is not None and declaration.word == "口径"

    def _cases(self, node: t.Cases, excuses: tuple[Bound, ...]) -> list[list[Bound]]:
        """Cases stand side by side in the text: all of them are one way through."""
        found: list[list[Bound]] = [[]]
        for label, branch in node.branches:
            own: list[list[Bound]] = [[]]
            if isinstance(label, t.Band):
                operator = AFTER[label.after] if label.after else BEFORE[label.before]
                if label.included is not None:
                    operator = with_end(operator, included=label.included)
                cut = self._bound(operator, label.number, excuses)
                own = [[replace(cut, is_cut=True)]]
            found = _product(found, own, self.variants(branch, excuses))
        return found

    def _bound(
        self, operator: Operator | None, number: t.Number, excuses: tuple[Bound, ...]
    ) -> Bound:
        made = Bound(operator, number.value, number.unit, number.written, number.span)
        excused = any(e.excuses(made) for e in excuses)
        # What a reading says of a number outweighs what the quote says of it.
        says = any(e.is_same_number(made) and e.operator is not None for e in excuses)
        return replace(made, excused=excused, contradicted=says and not excused)

    def _reading_bounds(self, interpretation: str, reading: str) -> Iterable[Bound]:
        self.looked_at.add(interpretation)
        declaration = self.program.declarations.get(interpretation)
        for node in declaration.readings if declaration else ():
            if node.name.text == reading:
                yield from bounds_in_text(node.text.text)

    def behind(self, node: object) -> list[Bound] | None:
        """The bounds of the definitions that an expression refers to; None if one is broken."""
        found: list[Bound] = []
        seen: set[str] = set()
        waiting = list(_names(node))
        while waiting:
            name = waiting.pop()
            self.looked_at.add(name)
            declaration = self.program.declarations.get(name)
            if name in seen or self.program.owners.get(name) not in {"定义", "计算"}:
                continue
            seen.add(name)
            if declaration is None or name in self.skipped:
                return None
            bounds, names = self._definition(declaration)
            found.extend(bounds)
            waiting.extend(names)
        return found

    def _definition(self, declaration: t.Declaration) -> tuple[list[Bound], list[str]]:
        """A definition's own bounds and the names in it; worked out once."""
        known = self._definitions.get(declaration.name.text)
        if known is None:
            outer, self.looked_at = self.looked_at, set()
            bounds = [b for variant in self.variants(declaration.body) for b in variant]
            known = bounds, list(_names(declaration.body)), self.looked_at
            self._definitions[declaration.name.text] = known
            self.looked_at = outer
        self.looked_at |= known[2]
        return known[:2]


def _product(*choices: list[list[Bound]]) -> list[list[Bound]]:
    combined = itertools.islice(itertools.product(*choices), _MAX_VARIANTS)
    return [list(itertools.chain.from_iterable(parts)) for parts in combined]


def _names(node: object) -> Iterable[str]:
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if isinstance(at, t.Name):
            yield at.text
        elif isinstance(at, tuple):
            waiting.extend(at)
        elif not isinstance(at, Span):
            waiting.extend([getattr(at, key) for key in field_names(type(at))])


def check_numbers(
    program: Program,
    skipped: Container[str],
    found: Collector,
    right: Results[bool] | None = None,
) -> None:
    """Compare every declaration's numbers with those of its quotes.

    `skipped` are the names of declarations in which something else is wrong, `right` those in which
    nothing was wrong before.
    """
    collector = _Collector(program, skipped)
    for name, declaration in program.declarations.items():
        if declaration.word not in _CHECKED or name in skipped or (right and right.get(name)):
            continue
        collector.looked_at = set()
        before = found.made
        _check(declaration, collector, found)
        if right is not None and found.made == before:
            right.put(name, collector.looked_at, value=True)


def _check(declaration: t.Declaration, collector: _Collector, found: Collector) -> None:
    reasons = [
        Bound(_reason_operator(before, after), n.value, n.unit, n.written, n.span)
        for because in declaration.because
        for before, n, after in because.bounds
    ]
    used: set[int] = set()
    bodies: list[tuple[tuple[t.Quote, ...], list[list[Bound]], list[Bound] | None]] = []
    own = (declaration.body, declaration.guard, *(part.body for part in declaration.parts))
    main = _product(*(collector.variants(node) for node in own))
    parts = [
        Bound(None, number.value, number.unit, number.written, number.span)
        for part in declaration.parts
        for number in part.numbers
    ]
    for part in declaration.parts:
        if part.word == "对象" and part.text is not None:
            parts += [
                Bound(b.operator, b.value, b.unit, b.written, part.text.span)
                for b in bounds_in_text(part.text.text)
            ]
    required = tuple(part.names for part in declaration.parts if part.word in ("须", "金额为"))
    behind = collector.behind((*own, required))
    bodies.append((declaration.quotes, [v + parts for v in main], behind))
    for exception in declaration.exceptions:
        variants = _product(
            collector.variants(exception.condition), collector.variants(exception.then)
        )
        own_behind = collector.behind((exception.condition, exception.then))
        bodies.append((exception.quotes, variants, own_behind))
    for quotes, variants, extra in bodies:
        stated = [b for q in quotes for b in bounds_in_text(q.text)]
        for variant in variants:
            if _compare(declaration, stated, variant, extra, reasons, used, found):
                break
    for at, reason in enumerate(reasons):
        if at not in used:
            found.report("SG511", reason.span, declaration.clause, text=reason.written)


def _reason_operator(before: str, after: str) -> Operator | None:
    if after:
        return AFTER[after]
    return BEFORE.get(before)


def _excused(bound: Bound, reasons: list[Bound], used: set[int]) -> bool:
    for at, reason in enumerate(reasons):
        if reason.excuses(bound):
            used.add(at)
            return True
    return bound.excused


def _compare(
    declaration: t.Declaration,
    stated: list[Bound],
    variant: list[Bound],
    behind: list[Bound] | None,
    reasons: list[Bound],
    used: set[int],
    found: Collector,
) -> bool:
    """Report the first difference of one variant; True if there was one."""
    clause = declaration.clause
    order: list[int] = []
    excused = 0
    for bound in variant:
        matches = [i for i, s in enumerate(stated) if bound.agrees(s) and not bound.contradicted]
        if matches:
            ahead = [i for i in matches if not order or i >= order[-1]]
            order.append((ahead or matches)[0])
        elif _excused(bound, reasons, used):
            excused += 1
        elif bound.is_tacit:
            continue
        else:
            words = "、".join(_spell(s) for s in stated) or "没有数"
            problem = f"规则里是 {_spell(bound)}，引文里是{words}"
            found.report("SG505", bound.span, clause, problem=problem, written=_spell(bound))
            return True
    if order != sorted(order):
        span = next((b.span for b in variant if b.span), declaration.name.span)
        problem = "数的次序与引文不同"
        found.report("SG505", span, clause, problem=problem, written="…")
        return True
    for at, bound in enumerate(stated if behind is not None else ()):
        if at in order or any(bound.agrees(stated[i]) for i in order):
            continue
        if any(own.is_cut and own.agrees(bound) for own in variant):
            continue
        if any(b.agrees(bound) for b in behind or ()) or _excused(bound, reasons, used):
            continue
        if excused > 0:
            excused -= 1
            continue
        problem = f"引文里的 {_spell(bound)} 在规则里没有用到"
        found.report("SG505", declaration.name.span, clause, problem=problem, written=bound.written)
        return True
    return False


def _spell(bound: Bound) -> str:
    words: dict[Operator | None, str] = {
        "ge": "（≥）",
        "gt": "（>）",
        "le": "（≤）",
        "lt": "（<）",
        "eq": "（=）",
        "ne": "（≠）",
        None: "",
    }
    return f"“{bound.written.strip()}”{words[bound.operator]}"
