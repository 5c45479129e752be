"""Expressions: tree → Core, with types and units.

One walk checks and builds: a bound's unit is known only from what it bounds, so checking first and
building after would do the same work twice. The first mistake in a declaration is reported and ends
that declaration (`MisfitError`); everything else goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, assert_never

from sgpolicy.lowering.amounts import lowered_extreme, lowered_number
from sgpolicy.lowering.cases import by_cases
from sgpolicy.lowering.conventions import Conventions
from sgpolicy.lowering.describing import describe, kind_word
from sgpolicy.lowering.events import lowered_happened, lowered_recorded
from sgpolicy.lowering.ordering import declared_type
from sgpolicy.lowering.reporting import MisfitError, Reporter, Scope, text_of
from sgpolicy.lowering.tallies import lowered_tallying
from sgpolicy.model import core as c
from sgpolicy.model import tree as t
from sgpolicy.model.citation import Clause
from sgpolicy.model.types import ACTORS, DATE, SHARE, SPAN, TRUTH, Type
from sgpolicy.operators.bounds import AFTER, BEFORE, with_end
from sgpolicy.operators.words import METHODS
from sgpolicy.records import dataclass, field, replace
from sgpolicy.source.nearest import nearest
from sgpolicy.source.text import Span

_YEARS_BACK = {"本年度": 0, "上年度": 1, "前年度": 2, "大前年度": 3}
_LONGEST_PERIOD = {"年": 200, "月": 2400, "日": 73_000}


@dataclass(slots=True)
class Elaborator(Reporter):
    """Builds Core expressions.

    Attributes:
        nodes: What has been built of the declarations so far.
        conventions: The policy's own 本数 conventions.
        used: Names that were used, for the reports of unused ones.
        used_columns: Ledger and column names that were used.
    """

    nodes: Mapping[str, c.Node]
    conventions: Conventions = field(default_factory=Conventions)
    used: set[str] = field(default_factory=set)
    used_columns: set[tuple[str, str]] = field(default_factory=set)

    # ── the walk ──

    def truth(self, node: t.Syntax, scope: Scope) -> c.Expr:
        """A truth-valued expression."""
        return self.typed(node, TRUTH, scope)

    def typed(self, node: t.Syntax, wanted: Type, scope: Scope) -> c.Expr:
        """An expression of the wanted kind (and unit, for numbers)."""
        made = self.expression(node, scope, wanted)
        if made.type.kind != wanted.kind:
            raise self.mismatch(node, kind_word(wanted), made.type, scope)
        if wanted.kind == "count":
            self.same_unit(wanted, made.type, node.span, scope)
        return made

    def expression(self, node: t.Syntax, scope: Scope, wanted: Type | None = None) -> c.Expr:
        """Any expression; `wanted` tells a bare number its unit."""
        match node:
            case t.Name():
                return self._name(node, scope, wanted)
            case t.Names():
                return self._actors(node.names, node.span, scope)
            case t.Number():
                return self.number(node, scope, wanted)
            case t.Day():
                return c.DateConstant(node.value, span=node.span)
            case t.Constant():
                return self._constant(node, scope)
            case t.Comparison():
                return self._comparison(node, scope)
            case t.Elapsing():
                return self._elapsing(node, scope)
            case t.Membership():
                return self._membership(node, scope)
            case t.Inside():
                day = self.typed(node.day, DATE, scope)
                stretch = self.typed(node.stretch, SPAN, scope)
                return c.Within(day, stretch, span=node.span)
            case t.Negation():
                return c.Not(self.truth(node.operand, scope), span=node.span)
            case t.Junction():
                parts = tuple(self.truth(o, scope) for o in node.operands)
                if node.word == "且":
                    return c.All(parts, span=node.span)
                return c.AtLeast(1, parts, span=node.span)
            case t.Several():
                return self._several(node, scope)
            case t.Arithmetic():
                return self._arithmetic(node, scope, wanted)
            case t.Share():
                return self._share(node, scope)
            case t.Product() | t.Accrual() | t.Award() | t.Capped():
                return lowered_number(self, node, scope, wanted)
            case t.Accessor():
                return self._accessor(node, scope)
            case t.YearOf():
                series = self.expression(node.series, scope)
                if series.type.kind != "series":
                    raise self.mismatch(node.series, "逐年计数", series.type, scope)
                stretch = self.typed(node.stretch, SPAN, scope)
                return c.AtYear(series, stretch, Type("count", series.type.unit), span=node.span)
            case t.FromTo():
                first = self.typed(node.first, DATE, scope)
                last = self.typed(node.last, DATE, scope)
                return c.Stretch(first, last, span=node.span)
            case t.Choice():
                return self._choice(node, scope, wanted)
            case t.Cases():
                return by_cases(self, node, scope, wanted)
            case t.Tallying():
                return lowered_tallying(self, node, scope)
            case t.Happened():
                return lowered_happened(self, node, scope)
            case t.Recorded():
                return lowered_recorded(self, node, scope)
            case t.Extremes():
                return lowered_extreme(self, node, scope, wanted)
            case t.Every():
                raise self.fail("SG203", node.span, scope, text="各项", expected="")
            case _:
                assert_never(node)

    # ── names and literals ──

    def _name(self, node: t.Name, scope: Scope, wanted: Type | None) -> c.Expr:
        text = node.text
        if scope.ledger is not None and text in scope.ledger.columns:
            column = scope.ledger.columns[text]
            self.used_columns.add((scope.ledger.name.text, text))
            return c.Column(scope.ledger.id, column.id, column.type, span=node.span)
        tables = self.program.tables
        if text in tables.facts:
            self.used.add(text)
            fact = tables.facts[text]
            return c.FactRef(fact.id, fact.type, span=node.span)
        if text in self.program.declarations:
            declaration = self.program.declarations[text]
            if declaration.word not in {"规则", "评定", "组合", "定义", "计算", "参见", "适用"}:
                raise self.wrong_kind(node, declaration.word, "事项、规则或定义", scope)
            self.used.add(text)
            return c.Ref(declaration.id, declared_type(declaration, self.nodes), span=node.span)
        if text in tables.actors:
            return self._actors((node,), node.span, scope)
        if text in self.program.owners:
            if text in tables.ledgers:
                raise self.wrong_kind(node, "台账", "事项、规则或定义", scope)
            raise MisfitError(text)  # declared, but its own declaration has been reported
        if wanted is not None and wanted.kind == "actors":
            raise self.wrong_kind(node, "名称", "主体", scope)
        raise self.unknown(node, [*tables.facts, *self.program.declarations], scope)

    def _actors(self, names: tuple[t.Name, ...], span: Span, scope: Scope) -> c.Expr:
        actors = self.program.tables.actors
        for name in names:
            if name.text not in actors:
                raise self.unknown(name, actors, scope)
            self.used.add(name.text)
        return c.Actors(tuple(actors[n.text].id for n in names), ACTORS, span=span)

    def number(self, node: t.Number, scope: Scope, wanted: Type | None) -> c.Constant:
        """A number with its unit; a bare one takes that of `wanted`."""
        unit = node.unit
        if unit == "%":
            made = SHARE
        elif unit == "元":
            made = Type("money", "元")
        elif unit == "平方米":
            made = Type("area", "平方米")
        else:
            made = Type("count", unit or None)
        if wanted is not None and wanted.is_numeric:
            self.same_unit(wanted, made, node.span, scope)
            if wanted.kind == "share" and node.value > 1 and wanted.unit != "增长率":
                raise self.fail("SG404", node.span, scope, text=node.written)
            made = replace(made, unit=wanted.unit or made.unit)
        return c.Constant(node.value, made, node.written, span=node.span)

    def same_unit(self, left: Type, right: Type, span: Span, scope: Scope) -> None:
        """Report two numbers that cannot be compared or added."""
        agree = left.kind == right.kind and (
            left.kind != "count" or not left.unit or not right.unit or left.unit == right.unit
        )
        if not agree:
            raise self.fail("SG401", span, scope, left=describe(left), right=describe(right))

    def _constant(self, node: t.Constant, scope: Scope) -> c.Expr:
        match node.word:
            case "是" | "否":
                return c.Truth(node.word == "是", span=node.span)
            case "评估日":
                return c.AsOf(span=node.span)
            case word if word in METHODS:
                raise self.fail("SG203", node.span, scope, text=word, expected="，它只用在“合议”里")
            case _:
                if not scope.in_series:
                    raise self.mismatch(node, "逐年计数的台账核算", SPAN, scope)
                return c.ThatYear(span=node.span)

    # ── conditions ──

    def _comparison(self, node: t.Comparison, scope: Scope) -> c.Expr:
        reading = self._reading_test(node.left, "为", node.right, scope)
        if reading is not None:
            return reading
        for side in (node.left, node.right):
            cases = self._as_cases(side, scope)
            if cases is not None:
                moved = (
                    replace(node, left=cases) if side is node.left else replace(node, right=cases)
                )
                return by_cases(self, t.pushed_into(moved, cases), scope)
        left = self.expression(node.left, scope)
        operator = self._operator(node, scope.clause)
        written = _written(node)
        if left.type.kind == "choice":
            return self._ordered(node, left, operator, written, scope)
        if left.type.kind == "set":
            size = c.Size(left, Type("count", None), span=node.left.span)
            right = self.typed(node.right, Type("count", None), scope)
            return c.Compare(operator, size, right, written, span=node.span)
        if left.type.kind == "date":
            return c.Compare(
                operator, left, self.typed(node.right, DATE, scope), written, span=node.span
            )
        if not left.type.is_numeric:
            raise self.mismatch(node.left, "数或日期", left.type, scope)
        right = self.expression(node.right, scope, left.type)
        if not right.type.is_numeric:
            raise self.mismatch(node.right, "数", right.type, scope)
        self.same_unit(left.type, right.type, node.right.span, scope)
        return c.Compare(operator, left, right, written, span=node.span)

    def _is_column(self, name: t.Name, scope: Scope) -> bool:
        return scope.ledger is not None and name.text in scope.ledger.columns

    def _as_cases(self, node: t.Syntax, scope: Scope) -> t.Cases | None:
        """The node as cases by category or band, if that is what it is."""
        if isinstance(node, t.Cases):
            return node
        if not isinstance(node, t.Choice):
            return None
        subject = node.interpretation
        declaration = self.program.declarations.get(subject.text)
        is_definition = declaration is not None and declaration.word in {"定义", "计算"}
        known = is_definition or subject.text in self.program.tables.facts
        return t.cases_of(node) if known or self._is_column(subject, scope) else None

    def _operator(self, node: t.Comparison, clause: Clause | None) -> c.Operator:
        word = node.after or node.before
        operator: c.Operator = AFTER[node.after] if node.after else BEFORE[node.before]
        if node.included is not None:
            return with_end(operator, included=node.included)
        included = self.conventions.included(word, clause)
        return operator if included is None else with_end(operator, included=included)

    def _ordered(
        self, node: t.Comparison, left: c.Expr, operator: c.Operator, written: str, scope: Scope
    ) -> c.Expr:
        if not isinstance(node.right, t.Name):
            raise self.mismatch(node.right, "选项", TRUTH, scope)
        members = left.type.members
        if node.right.text not in members:
            raise self.no_member(node.right, left.type, scope)
        if not left.type.ordered:
            raise self.fail("SG405", node.span, scope, text=text_of(node.left))
        at = members.index(node.right.text)
        chosen = {
            "ge": members[at:],
            "gt": members[at + 1 :],
            "le": members[: at + 1],
            "lt": members[:at],
            "eq": members[at : at + 1],
            "ne": (),
        }[operator]
        return c.Member(left, chosen, written, span=node.span)

    def _elapsing(self, node: t.Elapsing, scope: Scope) -> c.Expr:
        start = self.typed(node.start, DATE, scope)
        end = self.typed(node.end, DATE, scope)
        length = self.period(node.length, scope)
        written = f"{node.word}{node.length.written}"
        if node.word in {"满", "超过", "达到"}:
            return c.Elapsed(
                start, end, length, inclusive=node.word != "超过", written=written, span=node.span
            )
        if node.word in {"不满", "未满", "不足"}:
            inner = c.Elapsed(start, end, length, inclusive=True, written=written, span=node.span)
            return c.Not(inner, span=node.span)
        raise self.fail(
            "SG203", node.span, scope, text=node.word, expected="，这里可以写：“满”、“超过”、“不满”"
        )

    def period(self, number: t.Number, scope: Scope) -> c.Period:
        """A length of time."""
        unit = number.unit
        if unit in _LONGEST_PERIOD and number.value > _LONGEST_PERIOD[unit]:
            raise self.fail("SG404", number.span, scope, text=number.written)
        if number.value.denominator == 1:
            if unit == "年":
                return c.Period(int(number.value), "年")
            if unit == "月":
                return c.Period(int(number.value), "月")
            if unit == "日":
                return c.Period(int(number.value), "日")
        raise self.fail(
            "SG402",
            number.span,
            scope,
            wanted="年、月或日的时间",
            text=number.written,
            actual="别的数",
        )

    def _membership(self, node: t.Membership, scope: Scope) -> c.Expr:
        if node.word in {"为", "不为"} and len(node.names) == 1:
            test = self._reading_test(node.value, node.word, node.names[0], scope)
            if test is not None:
                return test
        value = self.expression(node.value, scope)
        kind = value.type.kind
        single = {"属于", "不属于", "为", "不为"}
        if kind == "choice" and node.word in single:
            members = self._members(node.names, value.type, scope)
            written = node.word + " " + "、".join(n.text for n in node.names)
            made = c.Member(value, members, written, span=node.span)
            return c.Not(made, span=node.span) if node.word in {"不属于", "不为"} else made
        if kind == "set" and node.word in {"含", "不含", "仅为", "涉及"}:
            members = self._members(node.names, value.type, scope)
            operators: dict[str, c.SetOperator] = {
                "含": "contains",
                "不含": "contains",
                "仅为": "equals",
                "涉及": "touches",
            }
            written = node.word + " " + "、".join(n.text for n in node.names)
            made_set = c.SetCompare(operators[node.word], value, members, written, span=node.span)
            return c.Not(made_set, span=node.span) if node.word == "不含" else made_set
        wanted = "单选" if node.word in single else "多选"
        raise self.mismatch(node.value, f"{wanted}的事项", value.type, scope)

    def _members(self, names: tuple[t.Name, ...], type_: Type, scope: Scope) -> tuple[str, ...]:
        members: list[str] = []
        for name in names:
            declaration = self.program.declarations.get(name.text)
            if name.text in type_.members:
                members.append(name.text)
            elif declaration is not None and declaration.word == "目录":
                self.used.add(name.text)
                prefix = f"{name.text}/"
                members.extend(m for m in type_.members if m.startswith(prefix))
            elif declaration is None and self.program.owners.get(name.text) in {"目录", ""}:
                raise MisfitError(name.text)
            else:
                raise self.no_member(name, type_, scope)
        return tuple(members)

    def _reading_test(
        self, left: t.Syntax, word: str, right: t.Syntax, scope: Scope
    ) -> c.Expr | None:
        """`口径 为 读法`, if that is what it is."""
        if not isinstance(left, t.Name) or not isinstance(right, t.Name):
            return None
        declaration = self.program.declarations.get(left.text)
        if declaration is None or declaration.word != "口径":
            return None
        self.used.add(left.text)
        span = left.span.to(right.span)
        names = {r.name.text for r in declaration.readings}
        if right.text not in names:
            near = nearest(right.text, names)
            hint = f"，是不是“{near}”？" if near else ""
            raise self.fail("SG301", right.span, scope, text=right.text, nearest=hint)
        branches = tuple(
            (r.id, c.Truth((r.name.text == right.text) == (word == "为"), span=span))
            for r in declaration.readings
        )
        return c.Pick(declaration.id, branches, TRUTH, span=span)

    def how_many(self, number: t.Number, scope: Scope) -> int:
        """The n of 至少 n 项."""
        if number.unit not in {"项", "个", "种", ""} or number.value.denominator != 1:
            raise self.fail(
                "SG402", number.span, scope, wanted="几项", text=number.written, actual="别的数"
            )
        return int(number.value)

    def _several(self, node: t.Several, scope: Scope) -> c.Expr:
        number = self.how_many(node.number, scope)
        parts = tuple(self.truth(o, scope) for o in node.operands)
        if not 1 <= number <= len(parts):
            raise self.fail(
                "SG404", node.number.span, scope, text=f"{len(parts)} 项中至少 {number} 项"
            )
        return c.AtLeast(number, parts, span=node.span)

    # ── numbers ──

    def _arithmetic(self, node: t.Arithmetic, scope: Scope, wanted: Type | None) -> c.Expr:
        terms: list[tuple[Literal[1, -1], c.Expr]] = []
        first: Type | None = None
        for word, term in node.terms:
            made = self.expression(term, scope, first or wanted)
            if not made.type.is_numeric:
                raise self.mismatch(term, "数", made.type, scope)
            if first is not None:
                self.same_unit(first, made.type, term.span, scope)
            first = first or made.type
            terms.append((1 if word == "加" else -1, made))
        return c.Sum(tuple(terms), first or SHARE, span=node.span)

    def _share(self, node: t.Share, scope: Scope) -> c.Expr:
        part = self.expression(node.part, scope)
        whole = self.expression(node.whole, scope, part.type)
        for made, syntax in ((part, node.part), (whole, node.whole)):
            if not made.type.is_numeric:
                raise self.mismatch(syntax, "数", made.type, scope)
        self.same_unit(part.type, whole.type, node.whole.span, scope)
        return c.Ratio(part, whole, SHARE, span=node.span)

    def _accessor(self, node: t.Accessor, scope: Scope) -> c.Expr:
        if node.word in {"第一日", "最后一日"}:
            stretch = self.typed(node.value, SPAN, scope)
            return c.EndOf(stretch, "first" if node.word == "第一日" else "last", span=node.span)
        day = self.typed(node.value, DATE, scope)
        if node.word in _YEARS_BACK:
            return c.CalendarYear(day, _YEARS_BACK[node.word], span=node.span)
        if node.length is None:
            return c.DayBefore(day, span=node.span)
        length = self.period(node.length, scope)
        if node.word == "后":
            return c.Later(day, length, span=node.span)
        return c.Preceding(day, length, span=node.span)

    # ── readings ──

    def _choice(self, node: t.Choice, scope: Scope, wanted: Type | None) -> c.Expr:
        name = node.interpretation
        declaration = self.program.declarations.get(name.text)
        if declaration is None:
            if name.text in self.program.tables.facts or self._is_column(name, scope):
                return by_cases(self, t.cases_of(node), scope, wanted)
            if name.text in self.program.owners:
                raise MisfitError(name.text)
            known = [n for n, d in self.program.declarations.items() if d.word == "口径"]
            raise self.unknown(name, known, scope)
        if declaration.word in {"定义", "计算"}:
            return by_cases(self, t.cases_of(node), scope, wanted)
        made: list[tuple[str, c.Expr]] = []
        for key, part in self.by_reading(node, declaration, scope):
            first = made[0][1].type if made else None
            branch = self.expression(part, scope, wanted or first)
            if first is not None and branch.type.kind != first.kind:
                raise self.mismatch(part, kind_word(first), branch.type, scope)
            if first is not None and branch.type.kind == "count":
                self.same_unit(first, branch.type, part.span, scope)
            made.append((key, branch))
        return c.Pick(declaration.id, tuple(made), made[0][1].type, span=node.span)

    def by_reading(
        self, node: t.Choice, declaration: t.Declaration, scope: Scope
    ) -> list[tuple[str, t.Syntax]]:
        """The branch of every reading of an interpretation, by the reading's id."""
        name = node.interpretation
        if declaration.word != "口径":
            raise self.wrong_kind(name, declaration.word, "口径", scope)
        self.used.add(name.text)
        given = {label.text: (label, branch) for label, branch in node.branches}
        readings = {r.name.text: r for r in declaration.readings}
        for label, _ in node.branches:
            if label.text not in readings:
                near = nearest(label.text, readings)
                hint = f"，是不是“{near}”？" if near else ""
                problem = f"口径“{name.text}”没有读法“{label.text}”{hint}"
                raise self.fail("SG307", label.span, scope, problem=problem)
        missing = [text for text in readings if text not in given]
        if missing or len(given) != len(node.branches):
            what = f"缺少读法“{'、'.join(missing)}”" if missing else "同一读法写了两次"
            raise self.fail("SG307", name.span, scope, problem=what)
        return [(reading.id, given[text][1]) for text, reading in readings.items()]


def _written(node: t.Comparison) -> str:
    inclusive = {True: "（含）", False: "（不含）", None: ""}[node.included]
    right = text_of(node.right) if isinstance(node.right, t.Name | t.Number | t.Day) else ""
    if not right:
        return node.before
    gap = " " if node.before else ""
    return f"{node.before}{gap}{right}{inclusive}{node.after}"
