"""Counts of events, and the last or first of them, as loops over rows."""

from __future__ import annotations

from collections.abc import Callable

from sgpolicy.evaluating.lives.truths import SET_TESTS, SIGNS, at_least, least
from sgpolicy.evaluating.lives.values import derived, known
from sgpolicy.evaluating.lives.writing import Module, UnsupportedError, Value
from sgpolicy.evaluating.ranges import ANY
from sgpolicy.evaluating.rows import mentions_column
from sgpolicy.model import core as c
from sgpolicy.records import dataclass, field, replace

_COMMON = {"date": 3, "result": 4, "by": 5}


@dataclass(slots=True)
class _Loop:
    """A loop being written: what is worked out before it."""

    module: Module
    kind: str
    before: list[str] = field(default_factory=list)

    def hoisted(self, source: str) -> str:
        """A name for something that is the same for every row."""
        if source.isidentifier() or source.isdigit() or source == "d[1]":
            return source
        name = self.module.fresh("h")
        self.before.append(f"{name} = {source}")
        return name


def tally_source(module: Module, expr: c.Tally) -> str:
    """What a tally comes to."""
    if _is_one_of_several(module, expr):
        return _cell_source(module, expr)

    def lines(place: str) -> tuple[list[str], list[str], list[str]]:
        match expr.measure:
            case "rows":
                return _counting(place)
            case "latest" | "earliest":
                return _finding(module, expr, place)
            case _:
                raise UnsupportedError(f"{expr.measure} of events")

    return _looped(module, expr, expr.measure, lines)


def _is_one_of_several(module: Module, expr: c.Tally) -> bool:
    """Whether other cells of the same event are asked for."""
    shape = (expr.ledger, expr.where, expr.measure, expr.type)
    is_found = expr.measure in ("latest", "earliest") and not expr.type.is_numeric
    return (
        is_found and expr.ledger in module.kinds and len(module.analysis.columns.get(shape, ())) > 1
    )


def _cell_source(module: Module, expr: c.Tally) -> str:
    """A cell of an event that is found once for all of its cells."""
    place = _place(module, expr.ledger, expr.column or "")

    def lines(test: str) -> tuple[list[str], list[str], list[str]]:
        inside = [f"p = {test}", "if p:", "    v = r if p == 7 else None", "    break"]
        return ["v = ABSENT"], inside, []

    row = _looped(module, replace(expr, column=None), expr.measure, lines)
    name = module.fresh()
    return f"({name}[{place}] if ({name} := {row}) else {name})"


def any_source(module: Module, expr: c.Tally) -> str:
    """Whether any event counts, as a condition."""

    def lines(place: str) -> tuple[list[str], list[str], list[str]]:
        inside = [
            f"p = {place}",
            "if p == 7 and r is not BLANK:",
            "    v = 7",
            "    break",
            "if p:",
            "    v = 1",
        ]
        return ["v = 0"], inside, []

    return _looped(module, expr, "any", lines)


def _looped(
    module: Module,
    expr: c.Tally,
    sort: str,
    lines: Callable[[str], tuple[list[str], list[str], list[str]]],
) -> str:
    """A loop over the events of a kind: what stands before it, in it and after it, by their condition."""
    key = (f"{sort} unstated" if module.is_unstated else sort, expr)
    found = module.tallies.get(key)
    if found is not None:
        return found
    if expr.ledger not in module.kinds:
        if sort == "any":  # an application's ledger, of which nothing is given
            return "1"
        return module.constant(ANY, "any") if expr.type.is_numeric else "None"
    rests = module.analysis.rests(expr)
    if rests.has_share:
        raise UnsupportedError("a share among events")
    is_daily = rests.is_daily
    loop = _Loop(module, expr.ledger)
    with module.within(is_daily=is_daily):
        place = "7" if expr.where is None else _test(loop, expr.where)
    begin, inside, end = lines(place)
    number = module.kinds[expr.ledger]
    rows = "reversed(rows)" if expr.measure == "latest" else "rows"
    whole = [
        f"rows = s[0][{number}]",
        f"if not s[4] & {1 << number}:",
        f"    rows = unrecorded(rows, has_more=s[5] == {number})",
        *begin,
        "if rows:",
        "    c = s[1]",
        *(f"    {line}" for line in loop.before),
        f"    for r in {rows}:",
        *(f"        {line}" for line in inside),
        *(f"    {line}" for line in end),
    ]
    about = module.core.events[expr.ledger].name
    ending = "_any" if sort == "any" else ""
    found = module.remembered(whole, is_daily=is_daily, about=about, ending=ending)
    module.tallies[key] = found
    return found


def _counting(place: str) -> tuple[list[str], list[str], list[str]]:
    begin = ["v = m = 0", "u = False"]
    inside = [
        f"p = {place}",
        "if p:",
        "    if r is BLANK:",
        "        u = True",
        "    elif p == 7:",
        "        v += 1",
        "    else:",
        "        m += 1",
    ]
    end = ["if u or m:", "    v = between(v, None if u else v + m)"]
    return begin, inside, end


def _finding(module: Module, expr: c.Tally, place: str) -> tuple[list[str], list[str], list[str]]:
    """The first row met that counts; one that may count leaves it open."""
    if expr.column is None:
        raise UnsupportedError("no column")
    cell = _cell(module, expr.ledger, expr.column)
    is_number = expr.type.is_numeric
    missing = module.constant(ANY, "any") if is_number else "None"
    inside = [
        f"p = {place}",
        "if p:",
        f"    v = {cell} if p == 7 else {missing}",
        *([f"    v = {missing} if v is None else v"] if is_number else []),
        "    break",
    ]
    return [f"v = {'None' if is_number else 'ABSENT'}"], inside, []


def _cell(module: Module, kind: str, column: str) -> str:
    return f"r[{_place(module, kind, column)}]"


def _place(module: Module, kind: str, column: str) -> int:
    """At which place of a row a cell stands."""
    place = _COMMON.get(column)
    module.asks_who = module.asks_who or column == "by"
    if column == "result":
        module.results.add(kind)
    if column in ("is_valid", "in_round"):
        raise UnsupportedError(column)
    return module.cell(kind, column) if place is None else place


# ── conditions on a row ──


def _test(loop: _Loop, expr: c.Expr) -> str:
    module = loop.module
    if not mentions_column(expr):
        grade = module.truth(expr)
        return loop.hoisted(f"in_row({grade.source})" if grade.is_pair else grade.source)
    match expr:
        case c.Column(column="is_valid"):
            return "(7 if r[2] > 6 else 1 if r[2] else 0)"
        case c.Column(column="in_round"):
            name = module.fresh()
            return f"(7 if ({name} := r[1]) == c else 1 if {name} is None else 0)"
        case c.Column(column=column):
            name = module.fresh()
            cell = _cell(module, loop.kind, column)
            return f"(1 if ({name} := {cell}) is None else 7 if {name} else 0)"
        case c.Pick():
            return _test(loop, module.analysis.chosen(expr))
        case c.Not(operand=operand):
            return f"NEGATED[{_test(loop, operand)}]"
        case c.All(operands=(c.Column(column="is_valid"), *others)) if others:
            rest = _in_line(least, loop, tuple(others))  # most events are as the text says
            return f"({rest} if r[2] > 6 else {rest} & 1 if r[2] else 0)"
        case c.All(operands=operands):
            return _in_line(least, loop, operands)
        case c.AtLeast(number=number, operands=operands):
            return _in_line(lambda m, held: at_least(m, number, held), loop, operands)
        case c.Branch(condition=condition, then=then, otherwise=otherwise):
            parts = ", ".join(_test(loop, one) for one in (condition, then, otherwise))
            return f"row_truth_of({parts})"
        case c.Compare(left=left, right=right, operator=operator):
            sign = SIGNS[operator]
            return _about(
                loop, (left, right), lambda names: f"7 if {names[0]} {sign} {names[1]} else 0"
            )
        case c.Within(day=day, stretch=stretch):
            return _about(
                loop,
                (day, stretch),
                lambda names: f"7 if {names[1]}[0] <= {names[0]} <= {names[1]}[1] else 0",
            )
        case c.Elapsed(start=start, end=end, length=length, inclusive=inclusive):
            period = module.constant(length)
            return _about(
                loop,
                (start, end),
                lambda names: (
                    f"7 if has_elapsed({names[0]}, {names[1]}, {period}, inclusive={inclusive}) else 0"
                ),
            )
        case c.Member(value=value, members=members):
            chosen = module.constant(frozenset(members))
            return _about(loop, (value,), lambda names: f"7 if {names[0]} in {chosen} else 0")
        case c.SetCompare(value=value, members=members, operator=operator):
            wanted, form = module.constant(frozenset(members)), SET_TESTS[operator]
            return _about(
                loop,
                (value,),
                lambda names: f"7 if {form.format(members=wanted, value=names[0])} else 0",
            )
        case _:
            raise UnsupportedError(f"{type(expr).__name__} of a row")


def _in_line(
    combine: Callable[[Module, list[str]], str], loop: _Loop, operands: tuple[c.Expr, ...]
) -> str:
    held = [_test(loop, one) for one in operands]
    if len(held) > _MOST_OPERANDS:
        raise UnsupportedError("too many conditions on a row")
    return combine(loop.module, held)


_MOST_OPERANDS = 5


def _about(loop: _Loop, operands: tuple[c.Expr, ...], made: Callable[[list[str]], str]) -> str:
    parts = [_value(loop, one) for one in operands]
    return known(loop.module, parts, made, absent="0", missing="1")


def _value(loop: _Loop, expr: c.Expr) -> Value:
    """A value of the row at hand, or one that is the same for every row."""
    module = loop.module
    if not mentions_column(expr):
        if expr.type.is_numeric:
            if isinstance(expr, c.Constant):
                return Value(module.constant(expr.value, ("exact", expr.value)), may_be_open=False)
            return Value(loop.hoisted(f"row_number({module.number(expr)})"), may_be_absent=True)
        found = module.value(expr)
        return Value(loop.hoisted(found.source), found.may_be_open, found.may_be_absent)
    match expr:
        case c.Column(column=column):
            return Value(_cell(module, loop.kind, column))
        case c.Pick():
            return _value(loop, module.analysis.chosen(expr))
        case c.Later() | c.DayBefore() | c.CalendarYear() | c.Preceding() | c.EndOf():
            return derived(module, expr, lambda one: _value(loop, one))
        case c.Stretch():
            return derived(module, expr, lambda one: _value(loop, one))
        case c.Extreme() if not expr.type.is_numeric:
            return derived(module, expr, lambda one: _value(loop, one))
        case _:
            raise UnsupportedError(f"{type(expr).__name__} of a row")
