"""Core's values → Python source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from sgpolicy.evaluating.lives.runtime import day_function
from sgpolicy.evaluating.lives.writing import Grade, Module, UnsupportedError, Value
from sgpolicy.evaluating.ranges import ANY
from sgpolicy.model import core as c


def both(grade: Grade) -> str:
    """How far a condition holds that counts as not holding where it does not apply."""
    return f"lesser({grade.source})" if grade.is_pair else grade.source


def shown(grade: Grade) -> str:
    """The number of a condition's outcome."""
    return f"shown({grade.source})" if grade.is_pair else grade.source


def value_source(module: Module, expr: c.Expr) -> Value:
    """A value that is no number."""
    match expr:
        case c.Ref(node=key):
            return node_value(module, key)
        case c.Pick():
            return module.value(module.analysis.chosen(expr))
        case c.FactRef(fact=key):
            return fact_value(module, key)
        case c.DateConstant(value=day):
            return Value(module.constant(day), may_be_open=False)
        case c.AsOf():
            return Value("d[1]", may_be_open=False)
        case c.Actors(actors=actors):
            return Value(module.constant(frozenset(actors)), may_be_open=False)
        case c.Tally():
            return Value(module.tally(expr), may_be_absent=True)
        case c.Branch():
            asked = both(module.truth(expr.condition))
            then, otherwise = module.value(expr.then), module.value(expr.otherwise)
            source = f"value_of({asked}, {then.source}, {otherwise.source})"
            return Value(source, may_be_absent=then.may_be_absent or otherwise.may_be_absent)
        case _:
            return derived(module, expr, module.value)


def derived(module: Module, expr: c.Expr, part: Callable[[c.Expr], Value]) -> Value:
    """A day or a stretch of days made of others, which `part` writes."""
    match expr:
        case c.Later() | c.DayBefore() | c.CalendarYear() | c.Preceding():
            key = (type(expr).__name__, getattr(expr, "length", None), getattr(expr, "back", None))
            function = module.constant(day_function(expr), key)
            return _of_one(module, part(expr.day), lambda name: f"{function}({name})")
        case c.EndOf(stretch=stretch, which=which):
            end = 0 if which == "first" else 1
            return _of_one(module, part(stretch), lambda name: f"{name}[{end}]")
        case c.Stretch(first=first, last=last):
            return _of_all(
                module, [part(first), part(last)], lambda names: f"({names[0]}, {names[1]})"
            )
        case c.Extreme(which=which, values=values):
            name = "min" if which == "earliest" else "max"
            parts = [part(one) for one in values]
            return _of_all(module, parts, lambda names: f"{name}(({', '.join(names)},))")
        case _:
            message = f"{type(expr).__name__} is no value"
            raise UnsupportedError(message)


def _of_one(module: Module, inner: Value, made: Callable[[str], str]) -> Value:
    """What is made of a day or a stretch of days: of none, none; of an open one, an open one."""
    if not (inner.may_be_open or inner.may_be_absent):
        return Value(made(inner.source), may_be_open=False)
    name = module.fresh()
    source = f"({made(name)} if ({name} := {inner.source}) else {name})"
    return Value(source, inner.may_be_open, inner.may_be_absent)


def _of_all(module: Module, parts: Sequence[Value], made: Callable[[list[str]], str]) -> Value:
    source = known(module, parts, made, absent="ABSENT", missing="None")
    return Value(
        source,
        any(part.may_be_open for part in parts),
        any(part.may_be_absent for part in parts),
    )


def known(
    module: Module,
    parts: Sequence[Value],
    made: Callable[[list[str]], str],
    *,
    absent: str,
    missing: str,
    is_once: bool = False,
) -> str:
    """What is made of values that are known.

    Args:
        module: What is written.
        parts: The values.
        made: What is made of them, by their names.
        absent: What it is where there is no such value. `missing`: where one is not known.
        missing: See `absent`.
        is_once: Whether each name stands in `made` once only.
    """
    names, are_absent, are_open = [], [], []
    for part in parts:
        is_sure = not (part.may_be_open or part.may_be_absent)
        if is_sure and (part.source.isidentifier() or part.source == "d[1]"):
            names.append(part.source)
            continue
        if is_sure and is_once:
            names.append(f"({part.source})")
            continue
        name = module.fresh()
        names.append(name)
        bound = f"({name} := {part.source})"
        if part.may_be_absent:
            are_absent.append(f"{bound} is ABSENT")
            bound = name
        if part.may_be_open or is_sure:  # what is sure gets its name so
            are_open.append(f"{bound} is None")
    source = made(names)
    if any(part.source == "None" for part in parts):
        source, are_open = missing, []
    if are_open:
        source = f"{missing} if {' or '.join(are_open)} else {source}"
    if are_absent:
        source = f"{absent} if {' or '.join(are_absent)} else {source}"
    return f"({source})"


# ── names ──


def node_value(module: Module, key: str) -> Value:
    """The value of a named definition or amount."""
    node = module.core.nodes[key]
    is_daily = module.analysis.node(key).is_daily
    return _named(module, ("node", key), node.name, lambda: module.value(node.body), is_daily)


def fact_value(module: Module, key: str) -> Value:
    """A fact: stated, or computed from events."""
    analysis, fact = module.analysis, module.core.facts[key]
    if not analysis.is_computed(key):
        return Value("None" if analysis.is_from_events(key) else stated(module, key))
    is_daily = analysis.fact(key).is_daily
    return _named(module, ("fact", key), fact.name, lambda: _computed(module, fact), is_daily)


def _named(
    module: Module,
    key: tuple[str, str],
    about: str,
    write: Callable[[], Value],
    is_daily: bool,  # noqa: FBT001
) -> Value:
    found = module.values.get(key)
    if found is None:
        made: list[Value] = []

        def source() -> str:
            try:
                made.append(write())
            except UnsupportedError:
                made.append(Value("beyond()"))
            return made[-1].source

        text = module.named(key, is_daily=is_daily, about=about, source=source)
        found = Value(text, made[-1].may_be_open, made[-1].may_be_absent)
        module.values[key] = found
    return found


def stated(module: Module, key: str) -> str:
    """What is stated of a fact."""
    return "None" if module.is_unstated else f"s[2].get({key!r})"


def _computed(module: Module, fact: c.Fact) -> Value:
    if fact.computed is None or fact.type.kind == "series":
        raise UnsupportedError(fact.id)
    if fact.type.is_numeric:
        if not module.analysis.is_from_events(fact.id):
            raise UnsupportedError(fact.id)  # it may be stated beside, and differ
        return Value(module.number(fact.computed))
    if fact.type.kind == "truth":
        inner = Value(f"fact_value({shown(module.truth(fact.computed))})")
    else:
        inner = module.value(fact.computed)
    if module.analysis.is_from_events(fact.id):
        return inner
    name = module.fresh()
    source = f"({name} if ({name} := {stated(module, fact.id)}) is not None else {inner.source})"
    return Value(source, inner.may_be_open, inner.may_be_absent)


# ── numbers ──


def exact(module: Module, number: Fraction | int) -> str:
    """A number as source."""
    if number.denominator == 1:
        whole = int(number)
        return str(whole) if whole >= 0 else module.constant(whole)
    return module.constant(number)


def any_number(module: Module) -> str:
    """A number that nobody stated, as source."""
    return module.constant(ANY, "any")


def through(module: Module, expr: c.Expr) -> c.Expr:
    """What an expression is once readings and names of plain definitions are looked through."""
    while True:
        if isinstance(expr, c.Pick):
            expr = module.analysis.chosen(expr)
        elif isinstance(expr, c.Ref) and isinstance(
            module.core.nodes[expr.node].body, c.Ref | c.Pick | c.FactRef | c.Constant
        ):
            expr = module.core.nodes[expr.node].body
        else:
            return expr


def stated_number(module: Module, expr: c.Expr) -> str | None:
    """The source of a number that is only ever stated; None for any other expression."""
    inner, analysis = through(module, expr), module.analysis
    if not isinstance(inner, c.FactRef) or analysis.is_from_events(inner.fact):
        return None
    return None if analysis.is_computed(inner.fact) else stated(module, inner.fact)


def number_source(module: Module, expr: c.Expr) -> str:
    """A number: int, Fraction, `Range`, or None for a share of nothing."""
    inner = through(module, expr)
    match inner:
        case c.Ref(node=key):
            return node_value(module, key).source
        case c.Constant():
            return exact(module, inner.value)
        case c.FactRef(fact=key):
            return _number_of_fact(module, key)
        case c.Sum(terms=terms):
            parts = ", ".join(f"({sign}, {module.number(term)})" for sign, term in terms)
            return f"added({parts})"
        case c.Ratio(part=part, whole=whole):
            return f"ratio({module.number(part)}, {module.number(whole)})"
        case c.Product(left=left, right=right):
            return f"multiplied({module.number(left)}, {module.number(right)})"
        case c.Size(value=counted):
            found = module.value(counted)
            most = len(counted.type.members) or None
            return f"counted({found.source}, {most})"
        case c.Extreme(which=which, values=values):
            name = "least" if which == "least" else "greatest"
            return f"{name}({', '.join(module.number(one) for one in values)})"
        case c.Branch():
            asked = both(module.truth(inner.condition))
            then, otherwise = module.number(inner.then), module.number(inner.otherwise)
            return f"number_of({asked}, {then}, {otherwise})"
        case c.Tally():
            return module.tally(inner)
        case c.AtYear():
            return _at_year(module, inner)
        case c.Accrual():
            return _accrual(module, inner)
        case _:
            message = f"{type(inner).__name__} is no number"
            raise UnsupportedError(message)


def _number_of_fact(module: Module, key: str) -> str:
    if module.analysis.is_computed(key):
        return fact_value(module, key).source
    if module.analysis.is_from_events(key) or module.is_unstated:
        return any_number(module)
    name = module.fresh()
    return f"({any_number(module)} if ({name} := {stated(module, key)}) is None else {name})"


def _at_year(module: Module, expr: c.AtYear) -> str:
    series = expr.series
    if not isinstance(series, c.FactRef) or module.analysis.is_computed(series.fact):
        raise UnsupportedError("a yearly series that is computed")
    if module.analysis.is_from_events(series.fact) or module.is_unstated:
        return any_number(module)
    name, days = module.fresh(), module.value(expr.stretch).source
    read = f"in_year({name}, {days} or None)"
    return (
        f"({any_number(module)} if ({name} := {stated(module, series.fact)}) is None else {read})"
    )


def _accrual(module: Module, expr: c.Accrual) -> str:
    gain, rounded = exact(module, expr.gain.value), f"is_rounded_up={expr.is_rounded_up}"
    if isinstance(expr.step, c.Period):
        name, days = module.fresh(), module.value(expr.value).source
        gained = f"gained_over({name} or None, {module.constant(expr.step)}, {gain}, {rounded})"
        return f"(0 if ({name} := {days}) is ABSENT else {gained})"
    step = exact(module, expr.step.value)
    return f"gained({module.number(expr.value)}, {step}, {gain}, {rounded})"
