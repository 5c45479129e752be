"""Core's conditions → Python source: numbers, or pairs where something may not apply.

What decides is asked first and nothing after it: the least of several is known at the first that is not
met, the greatest at the first that is.
"""

from __future__ import annotations

import re

from sgpolicy.evaluating.generated.runtime import NEGATED, compare
from sgpolicy.evaluating.lives.values import (
    both,
    exact,
    fact_value,
    known,
    shown,
    stated,
    stated_number,
    through,
)
from sgpolicy.evaluating.lives.writing import Grade, Module, UnsupportedError
from sgpolicy.evaluating.ranges import ANY
from sgpolicy.model import core as c

SIGNS: dict[c.Operator, str] = {
    "ge": ">=",
    "gt": ">",
    "le": "<=",
    "lt": "<",
    "eq": "==",
    "ne": "!=",
}
SET_TESTS: dict[c.SetOperator, str] = {
    "contains": "{members} <= {value}",
    "equals": "{members} == {value}",
    "touches": "not {members}.isdisjoint({value})",
}
YES, NO, NEVER = Grade("7"), Grade("0"), Grade("NA", is_pair=True)
_ANY: dict[tuple[c.Operator, int], bool] = {
    ("ge", 1): True,
    ("gt", 0): True,
    ("lt", 1): False,
    ("le", 0): False,
    ("ne", 0): True,
    ("eq", 0): False,
}
"""The comparisons of a count that ask whether there is any."""
_CONSTANT = ("0", "1", "3", "7")
_MOST_IN_LINE = 5
_CALL_OF_ANY = re.compile(r"f\d+_any\([sd]\)")


def truth_source(module: Module, expr: c.Expr) -> Grade:
    """A condition."""
    found = _truth(module, expr)
    value = module.folded(found.source)
    if not isinstance(value, tuple):
        return found if value is None else Grade(str(value))
    if value[0] == 7:
        return Grade(str(value[1]))
    return NEVER if value[0] == 0 else Grade(repr(value), is_pair=True)


def _truth(module: Module, expr: c.Expr) -> Grade:
    match expr:
        case c.Truth(value=value):
            return YES if value else NO
        case c.Ref(node=key):
            return node_truth(module, key)
        case c.Pick():
            return module.truth(module.analysis.chosen(expr))
        case c.Not(operand=operand):
            return _negated(module.truth(operand))
        case c.All(operands=operands):
            return all_of(module, [module.truth(one) for one in operands])
        case c.AtLeast(number=number, operands=operands):
            return Grade(at_least(module, number, [both(module.truth(one)) for one in operands]))
        case c.Branch():
            return _branch(module, expr)
        case c.Judged(finding=key):
            return Grade(_judged(module, key))
        case c.FactRef(fact=key):
            return _fact(module, key)
        case c.Compare():
            return Grade(_compare(module, expr))
        case c.Elapsed() | c.Within() | c.Member() | c.SetCompare():
            return Grade(tested(module, expr, absent="0", missing="1"))
        case _:
            message = f"{type(expr).__name__} is neither true nor false"
            raise UnsupportedError(message)


def node_truth(module: Module, key: str) -> Grade:
    """The outcome of a node, with its guard."""
    found = module.truths.get(("node", key))
    if found is None:
        node = module.core.nodes[key]
        is_daily = module.analysis.node(key).is_daily
        grades: list[Grade] = []

        def source() -> str:
            try:
                grades.append(_with_guard(module, node))
            except UnsupportedError:
                grades.append(Grade("beyond()"))
            return grades[-1].source

        text = module.named(("node", key), is_daily=is_daily, about=node.name, source=source)
        found = Grade(text, grades[-1].is_pair)
        if text == grades[-1].source:
            found = grades[-1]
        elif found.is_pair:
            lines = [f"v = holding({text})"]
            held = module.remembered(lines, is_daily=is_daily, about=node.name)
            found = Grade(text, is_pair=True, held=held)
        module.truths["node", key] = found
    return found


def _with_guard(module: Module, node: c.Node) -> Grade:
    if node.guard is None:
        return module.truth(node.body)
    guard = both(module.truth(node.guard))
    if guard == "7":
        return module.truth(node.body)
    if guard == "0":
        return NEVER
    body = module.truth(node.body)
    name = module.fresh()
    if body.is_pair:
        return Grade(
            f"(guarded({name}, {body.source}) if ({name} := {guard}) else NA)", is_pair=True
        )
    return Grade(
        f"(({name}, {body.source}) if ({name} := {guard}) else NA)",
        is_pair=True,
        held=f"(7 if ({name} := {guard}) == 0 else NEGATED[{name}] | {body.source})",
    )


# ── combinations ──


def _negated(grade: Grade) -> Grade:
    if grade.source in _CONSTANT:
        return Grade(str(NEGATED[int(grade.source)]))
    if grade.source == NEVER.source:
        return NEVER
    if grade.is_pair:
        return Grade(f"negated({grade.source})", is_pair=True)
    return Grade(f"NEGATED[{grade.source}]")


def all_of(module: Module, parts: list[Grade]) -> Grade:
    """The least of those that apply."""
    if not parts:
        return YES
    applying = [part for part in parts if part.source != NEVER.source]
    if not applying:
        return NEVER
    if all(part.is_pair for part in applying):
        if len(applying) == 1:
            return applying[0]
        return Grade(f"all_of({', '.join(part.source for part in applying)})", is_pair=True)
    held = [
        (one.held or f"holding({one.source})") if one.is_pair else one.source for one in applying
    ]
    return Grade(least(module, held))


def least(module: Module, held: list[str]) -> str:
    """The least of some numbers, not asking on once it is 0."""
    known_ = [int(one) for one in held if one.isdigit()]
    held = [one for one in dict.fromkeys(held) if not one.isdigit()]
    bound = 7
    for number in known_:
        bound &= number
    if bound == 0 or not held:
        return str(bound)
    if bound < 7:
        held.append(str(bound))
    if len(held) <= _MOST_IN_LINE:
        source = held[0]
        for one in held[1:]:
            name = module.fresh()
            source = f"(({name} := {source}) and {name} & {one})"
        return source
    lines = [f"h = {held[0]}"]
    for one in held[1:]:
        lines += ["if h == 0:", "    return 0", f"h &= {one}"]
    return module.function([*lines, "return h"], is_daily=module.is_daily)


def at_least(module: Module, number: int, held: list[str]) -> str:
    """The n-th greatest of some numbers."""
    if number <= 0:
        return "7"
    if number > 1:
        return f"nth({number}, {', '.join(held)})" if held else "0"
    known_ = [int(one) for one in held if one.isdigit()]
    held = [one for one in dict.fromkeys(held) if not one.isdigit()]
    bound = 0
    for one_known in known_:
        bound |= one_known
    if bound == 7 or not held:
        return str(bound)
    if bound:
        held.append(str(bound))
    if len(held) <= _MOST_IN_LINE:
        source = held[0]
        for one in held[1:]:
            name = module.fresh()
            source = f"(7 if ({name} := {source}) == 7 else {name} | {one})"
        return source
    lines = [f"h = {held[0]}"]
    for one in held[1:]:
        lines += ["if h == 7:", "    return 7", f"h |= {one}"]
    return module.function([*lines, "return h"], is_daily=module.is_daily)


def _branch(module: Module, expr: c.Branch) -> Grade:
    asked = both(module.truth(expr.condition))
    if asked in ("0", "7"):
        return module.truth(expr.then if asked == "7" else expr.otherwise)
    then, otherwise = module.truth(expr.then), module.truth(expr.otherwise)
    if not (then.is_pair or otherwise.is_pair):
        return Grade(f"truth_of({asked}, {then.source}, {otherwise.source})")
    one, other = (
        part.source if part.is_pair else f"(7, {part.source})" for part in (then, otherwise)
    )
    return Grade(f"branch({asked}, {one}, {other})", is_pair=True)


# ── conditions on values ──


def _judged(module: Module, key: str) -> str:
    if module.is_unstated:
        return "3"
    allowed = module.value(module.core.findings[key].assessors)
    name = module.fresh()
    who = allowed.source
    if allowed.may_be_open or allowed.may_be_absent:
        who = f"({who} or ())"
    refused = f"{name}.on > d[1] or {name}.by not in {who}"
    record = f"({name} := s[3].get({key!r}))"
    return f"(3 if {record} is None or {refused} else 7 if {name}.met else 0)"


def _fact(module: Module, key: str) -> Grade:
    analysis, fact = module.analysis, module.core.facts[key]
    name = module.fresh()
    if not analysis.is_computed(key):
        if analysis.is_from_events(key):
            return Grade("1")
        return Grade(f"(1 if ({name} := {stated(module, key)}) is None else 7 if {name} else 0)")
    if not analysis.is_from_events(key):
        found = fact_value(module, key).source
        return Grade(f"(1 if ({name} := {found}) is None else 7 if {name} else 0)")
    known_ = module.truths.get(("fact", key))
    if known_ is None:

        def source() -> str:
            if fact.computed is None:
                return "1"
            try:
                found = shown(module.truth(fact.computed))
            except UnsupportedError:
                return "beyond()"
            return found if _CALL_OF_ANY.fullmatch(found) else f"FACT[{found}]"

        text = module.named(
            ("fact", key), is_daily=analysis.fact(key).is_daily, about=fact.name, source=source
        )
        known_ = module.truths["fact", key] = Grade(text)
    return known_


def _compare(module: Module, expr: c.Compare) -> str:
    left, right, sign = expr.left, expr.right, SIGNS[expr.operator]
    if not left.type.is_numeric:
        parts = [module.value(left), module.value(right)]
        return known(
            module,
            parts,
            lambda names: f"7 if {names[0]} {sign} {names[1]} else 0",
            absent="0",
            missing="1",
            is_once=True,
        )
    if isinstance(right, c.Constant):
        bound = right.value
        if isinstance(left, c.Tally) and left.measure == "rows" and bound in (0, 1):
            asked = _ANY.get((expr.operator, int(bound)))
            if asked is not None:
                is_any = module.any_of(left)
                return is_any if asked else f"NEGATED[{is_any}]"
        found = stated_number(module, left)
        if found is not None:
            name, missing = module.fresh(), compare(expr.operator, ANY, bound)
            test = f"7 if {name} {sign} {exact(module, bound)} else 0"
            return f"({missing} if ({name} := {found}) is None else {test})"
        inner = through(module, left)
        if isinstance(inner, c.Ratio):
            share = _stated_share(module, expr.operator, inner, right)
            if share:
                return share
        name, limit = module.fresh(), exact(module, bound)
        test = f"(7 if {name} {sign} {limit} else 0)"
        slow = f"compare({expr.operator!r}, {name}, {limit})"
        return f"({test} if ({name} := {module.number(left)}).__class__ is int else {slow})"
    one, other = module.fresh(), module.fresh()
    are_whole = (
        f"(({one} := {module.number(left)}).__class__ is int)"
        f" & (({other} := {module.number(right)}).__class__ is int)"
    )
    slow = f"compare({expr.operator!r}, {one}, {other})"
    return f"((7 if {one} {sign} {other} else 0) if {are_whole} else {slow})"


def _stated_share(
    module: Module, operator: c.Operator, ratio: c.Ratio, bound: c.Constant
) -> str | None:
    """A share of two stated numbers that is to reach a bound; None for any other."""
    part, whole = stated_number(module, ratio.part), stated_number(module, ratio.whole)
    if part is None or whole is None or operator not in ("ge", "gt") or bound.value <= 0:
        return None
    one, all_ = module.fresh(), module.fresh()
    limit = exact(module, bound.value)
    test = f"compare({operator!r}, ratio({one}, {all_}), {limit})"
    none = f"0 if {all_} == 0 or ({one} is not None and {one} <= 0) else 1"
    are_open = f"(({one} := {part}) is None) | (({all_} := {whole}) is None)"
    return f"(({none}) if {are_open} else {test})"


def tested(
    module: Module,
    expr: c.Elapsed | c.Within | c.Member | c.SetCompare,
    *,
    absent: str,
    missing: str,
) -> str:
    """A test of values that are known."""
    match expr:
        case c.Elapsed(start=start, end=end, length=length, inclusive=inclusive):
            period = module.constant(length)
            return known(
                module,
                [module.value(start), module.value(end)],
                lambda names: (
                    f"7 if has_elapsed({names[0]}, {names[1]}, {period}, inclusive={inclusive}) else 0"
                ),
                absent=absent,
                missing=missing,
            )
        case c.Within(day=day, stretch=stretch):
            return known(
                module,
                [module.value(day), module.value(stretch)],
                lambda names: f"7 if {names[1]}[0] <= {names[0]} <= {names[1]}[1] else 0",
                absent=absent,
                missing=missing,
            )
        case c.Member(value=value, members=members):
            chosen = module.constant(frozenset(members))
            return known(
                module,
                [module.value(value)],
                lambda names: f"7 if {names[0]} in {chosen} else 0",
                absent=absent,
                missing=missing,
            )
        case c.SetCompare(value=value, members=members, operator=operator):
            wanted, form = module.constant(frozenset(members)), SET_TESTS[operator]
            return known(
                module,
                [module.value(value)],
                lambda names: f"7 if {form.format(members=wanted, value=names[0])} else 0",
                absent=absent,
                missing=missing,
            )
