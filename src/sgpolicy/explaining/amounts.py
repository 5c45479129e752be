"""Amounts as the table they came from: each under what it is counted into, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sgpolicy.explaining.operands import actor_names, operands
from sgpolicy.explaining.values import datum, fact_value, readings_in, value_of
from sgpolicy.model.core import AtYear, Core, Expr, FactRef, Node, Ref, Sum, Tally
from sgpolicy.model.explanation import AmountRow, Owed, Recount, Value
from sgpolicy.model.trace import Reading, Trace


def amount_rows(trace: Trace) -> tuple[AmountRow, ...]:
    """Every amount of the policy: a total, then under it what it is made of, in the order of the law.

    An amount that is counted into several totals stands under the first of them.
    """
    core = trace.core
    amounts = [node for node in core.nodes.values() if node.kind == "amount"]
    if not amounts:
        return ()
    terms = {node.id: _terms(node, core, trace.readings) for node in amounts}
    within = {key for own in terms.values() for _, key in own}
    seen: set[str] = set()
    known = _known(trace)
    rows: list[AmountRow] = []
    for node in amounts:
        if node.id not in within:
            rows.extend(_rows(node, trace, terms, known, seen))
    return tuple(rows)


def total_ids(core: Core) -> tuple[str, ...]:
    """The amounts that are counted into no other."""
    amounts = [node for node in core.nodes.values() if node.kind == "amount"]
    readings = {key: one.default for key, one in core.interpretations.items()}
    inner = {key for node in amounts for _, key in _terms(node, core, readings)}
    return tuple(node.id for node in amounts if node.id not in inner)


def counted_otherwise(trace: Trace) -> tuple[Recount, ...]:
    """The amounts under other readings, by the inventory's number."""
    core = trace.core
    found = [
        Recount(
            number=core.interpretations[one.interpretation].number,
            name=core.interpretations[one.interpretation].name,
            reading=_reading(core, one.interpretation, one.reading),
            amounts=tuple(
                (core.nodes[key].name, None if v is None else datum(v, core.nodes[key].body.type))
                for key, v in one.amounts
            ),
        )
        for one in trace.counted
    ]
    return tuple(sorted(found, key=lambda one: (len(one.number), one.number)))


def _reading(core: Core, interpretation: str, reading: str) -> str:
    found = core.interpretations[interpretation].reading(reading)
    return reading if found is None else found.name


def _rows(
    node: Node,
    trace: Trace,
    terms: Mapping[str, list[tuple[int, str]]],
    known: Mapping[object, Reading],
    seen: set[str],
    depth: int = 0,
    sign: int = 1,
) -> Iterator[AmountRow]:
    if node.id in seen:
        return
    seen.add(node.id)
    own = terms[node.id]
    value = trace.nodes[node.id].value
    yield AmountRow(
        key=node.id,
        name=node.name,
        citation=node.citation,
        datum=None if value is None else datum(value.value, node.body.type),
        depth=depth,
        is_deducted=sign < 0,
        values=() if own else _rests_on(node, trace, known),
        owed=_owed(node, trace),
    )
    for inner, key in own:
        yield from _rows(trace.core.nodes[key], trace, terms, known, seen, depth + 1, inner)


def _owed(node: Node, trace: Trace) -> tuple[Owed, ...]:
    core, readings = trace.core, trace.readings

    def names(expr: Expr | None) -> tuple[str, ...]:
        return () if expr is None else actor_names(expr, core, readings)

    return tuple(
        Owed(one.name, names(one.by), names(one.towards) or names(one.about), one.citation)
        for one in core.provisions.values()
        if node.id in one.amounts
    )


def _terms(node: Node, core: Core, readings: Mapping[str, str]) -> list[tuple[int, str]]:
    """The amounts that are added up in an amount, through definitions; none if it is no such sum."""
    found: list[tuple[int, str]] = []

    def walk(expr: Expr, sign: int) -> None:
        if isinstance(expr, Sum):
            for own, term in expr.terms:
                walk(term, sign * own)
            return
        if isinstance(expr, Ref):
            inner = core.nodes[expr.node]
            if inner.kind == "amount":
                found.append((sign, inner.id))
                return
            if inner.kind == "definition":
                walk(inner.body, sign)
                return
        for part in operands(expr, readings):
            walk(part, sign)

    walk(node.body, 1)
    return found


def _rests_on(node: Node, trace: Trace, known: Mapping[object, Reading]) -> tuple[Value, ...]:
    """The data it was worked out from, in the order in which the rule names them."""
    found: dict[object, Value] = {}
    waiting: list[Expr] = [node.body]
    while waiting:
        expr = waiting.pop(0)
        match expr:
            case FactRef():
                key: object = expr.fact
                reading = known.get(key)
                value = fact_value(expr.fact, trace) if reading is None else None
                found.setdefault(key, value or value_of(known[key], trace))
                continue
            case AtYear() | Tally() if expr in known:
                found.setdefault(expr, value_of(known[expr], trace))
                continue
            case Ref():
                inner = trace.core.nodes[expr.node]
                if inner.kind != "clause":
                    waiting.append(inner.body)
                continue
            case _:
                waiting[:0] = operands(expr, trace.readings)
    return tuple(found.values())


def _known(trace: Trace) -> dict[object, Reading]:
    """The readings of facts (by id), of years and of tallies (by expression) in the trace."""
    found: dict[object, Reading] = {}
    for reading in readings_in(trace):
        match reading.expr:
            case FactRef() as expr:
                found.setdefault(expr.fact, reading)
            case AtYear() | Tally() as expr:
                found.setdefault(expr, reading)
            case _:
                pass
    return found
