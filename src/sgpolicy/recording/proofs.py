"""Proof trees written straight as canonical JSON.

What a step says beside its result is the same in every record of a policy under the same readings. It is
written once; a record only fills in the results, in the order of the keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from sgpolicy.model.core import Core, Expr, Node
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import NodeTrace, Range, Reading, Step, Trace
from sgpolicy.recording.canonical import Plain, canonical, quoted
from sgpolicy.recording.shapes import Shape, Shapes, cited
from sgpolicy.records import dataclass

Grades = Mapping[int, tuple[tuple[int, int], Step]]
"""Steps (by identity) of which it is open whether they apply, with how far they apply and hold."""

Writer = Callable[[Any, Grades, list[str]], None]
"""Writes what a trace has for an expression: a step, or a value as it was read."""

_OUTCOMES: Final = {id(outcome): quoted(outcome.zh) for outcome in Outcome}
"""How outcomes are written, by identity: hashing a member of an enumeration takes longer than writing it."""
_CHAIN: Final = [quoted(outcome.zh) for outcome in Outcome]
_LEDGERS: Final = ("ledger", "both", "conflict")


def _headed(before: str) -> dict[int, str]:
    """What is written up to each outcome and with it, by the outcome's identity."""
    return {key: before + text for key, text in _OUTCOMES.items()}


def value_text(value: object, *, is_numeric: bool, is_absent: bool = False) -> str:
    """A value as it was read: known, known between two ends, or not known.

    Of a number, that it is not known means that it is a share of nothing; `is_absent` says that there is
    no such value, as for a day of something that did not happen.
    """
    if isinstance(value, Range):
        low, high = value.low, value.high
        if high is None:
            return f'{{"from":"{low}","to":null}}'
        return f'{{"number":"{low}"}}' if low == high else f'{{"from":"{low}","to":"{high}"}}'
    if value is None:
        return '"absent"' if is_absent else '"nothing"' if is_numeric else '"unknown"'
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, date):
        return f'{{"day":"{value}"}}'
    if isinstance(value, tuple):
        return f'{{"days":["{value[0]}","{value[1]}"]}}'
    if isinstance(value, str):
        return f'{{"choice":{quoted(value)}}}'
    if isinstance(value, frozenset):
        return f'{{"members":{canonical([*sorted(value)])}}}'
    message = f"{type(value).__name__} is no value of a step"
    raise TypeError(message)


@dataclass(frozen=True, slots=True)
class _NodeWriter:
    """A node's steps, and what it says between them."""

    id: str
    body: Writer
    clause: str
    guard: Writer | None
    before: str
    after: str
    is_truth: bool
    is_numeric: bool


class Proofs:
    """Writes the proofs of one policy under some readings."""

    def __init__(self, core: Core, readings: Mapping[str, str]) -> None:
        self._shapes = Shapes(core, readings)
        self._nodes = [self._node(node) for node in core.nodes.values()]

    def written(self, trace: Trace) -> list[str]:
        """The list of every node with its result, each with the steps that led to it; in pieces."""
        out: list[str] = []
        grades, node_grades = trace.grades, trace.node_grades
        mark = "["
        for node in self._nodes:
            found = trace.nodes[node.id]
            out.append(mark + "{")
            mark = ","
            below = found.body if node.is_truth else found.value
            if below is not None:
                out.append('"body":')
                node.body(below, grades, out)
                out.append(",")
            out.append(node.clause)
            if node.guard is not None:
                out.append(',"guard":')
                node.guard(found.guard, grades, out)
            out.append(node.before)
            out.append(self._result(node, found))
            grade = node_grades.get(node.id)
            if grade is not None:
                out.append(f',"is_if_applicable":{_CHAIN[grade[1]]}')
            out.append(node.after)
        out.append("]")
        return out

    def _result(self, node: _NodeWriter, found: NodeTrace) -> str:
        if found.outcome is not None:
            return _OUTCOMES[id(found.outcome)]
        value = found.value
        return _read(value, is_numeric=node.is_numeric) if value is not None else '"unknown"'

    def _node(self, node: Node) -> _NodeWriter:
        place = cited(node.citation)
        rest = {"kind": node.kind, "name": node.name, "phrases": place["phrases"]}
        return _NodeWriter(
            node.id,
            self._writer(node.body),
            f'"clause":{canonical(place["clause"])}',
            None if node.guard is None else self._writer(node.guard),
            f',"id":{quoted(node.id)},"is":',
            "," + canonical(rest)[1:],
            node.body.type.kind == "truth",
            node.body.type.is_numeric,
        )

    def _writer(self, expr: Expr) -> Writer:
        shape = self._shapes.of(expr)
        name = shape.params["op"]
        if "value" in shape.params or name == "column":
            return _constant(canonical(shape.params))
        if name in ("fact", "year"):
            return self._fact(expr, shape)
        if name == "tally":
            return _tally(expr, shape)
        if expr.type.kind == "truth":
            return self._step(shape)
        return self._value(expr, shape)

    def _step(self, shape: Shape) -> Writer:
        """A truth-valued step, over steps or over values."""
        before, between, after = self._around(shape)
        writers = [self._writer(one) for one in shape.of] if shape.below != "unseen" else []
        over_values = shape.below == "values"
        headed = _headed(before)
        if not writers:

            def write_alone(step: Step, grades: Grades, out: list[str]) -> None:
                out.append(headed[id(step.outcome)])
                if grades and id(step) in grades:
                    out.append(f',"is_if_applicable":{_CHAIN[grades[id(step)][0][1]]}')
                out.append(after)

            return write_alone

        def write(step: Step, grades: Grades, out: list[str]) -> None:
            out.append(headed[id(step.outcome)])
            if grades and id(step) in grades:
                out.append(f',"is_if_applicable":{_CHAIN[grades[id(step)][0][1]]}')
            mark = between
            below: tuple[Any, ...] = step.values if over_values else step.children
            for writer, one in zip(writers, below, strict=True):
                out.append(mark)
                mark = ","
                writer(one, grades, out)
            out.append(after)

        return write

    def _value(self, expr: Expr, shape: Shape) -> Writer:
        """A value derived from others."""
        before, between, after = self._around(shape)
        writers = [self._writer(one) for one in shape.of] if shape.below == "parts" else []
        is_numeric = expr.type.is_numeric

        def write(reading: Reading, grades: Grades, out: list[str]) -> None:
            out.append(before)
            out.append(_read(reading, is_numeric=is_numeric))
            mark = between
            if writers:
                for writer, one in zip(writers, reading.parts, strict=True):
                    out.append(mark)
                    mark = ","
                    writer(one, grades, out)
            out.append(after)

        return write

    def _fact(self, expr: Expr, shape: Shape) -> Writer:
        """A fact as it was read, with what was stated and what the ledgers yield where both were asked."""
        params, is_truth = {**shape.params}, expr.type.kind == "truth"
        if shape.of:
            params["of"] = [self._shapes.formula(one) for one in shape.of]
        before, after = _split(params, "is")
        is_numeric = expr.type.is_numeric or shape.params["op"] == "year"
        headed, named = _headed(before), f'{after[:-1]},"source":"'

        def write(item: Any, _: Grades, out: list[str]) -> None:  # noqa: ANN401 - a step or a value
            reading: Reading = item.values[0] if is_truth else item
            if is_truth:
                out.append(headed[id(item.outcome)])
            else:
                out.append(before)
                out.append(_read(reading, is_numeric=is_numeric))
            out.append(f'{named}{reading.source}"')
            if is_numeric and reading.source in _LEDGERS:
                if reading.stated is not None:
                    out.append(f',"stated":{value_text(reading.stated, is_numeric=True)}')
                out.append(f',"tallied":{value_text(reading.computed, is_numeric=True)}')
            out.append("}")

        return write

    def _around(self, shape: Shape) -> tuple[str, str, str]:
        """What a step says before its result, between it and what is below, and after that."""
        params = {**shape.params}
        if shape.of and shape.below == "unseen":
            params["of"] = [self._shapes.formula(one) for one in shape.of]
        before, after = _split(params, "is")
        if not shape.of or shape.below == "unseen":
            return before, "", after
        rest = {name: value for name, value in params.items() if name > "is"}
        between, after = _split(rest, "of")
        return before, f",{between[1:]}[", f"]{after}"


def _constant(text: str) -> Writer:
    return lambda _, __, out: out.append(text)


def _tally(expr: Expr, shape: Shape) -> Writer:
    """A count or sum over a ledger's rows: how many counted, and which are open."""
    column = shape.params.get("column")
    before = "{" if column is None else f'{{"column":{canonical(column)},'
    between, after = _split({k: v for k, v in shape.params.items() if k > "is"}, "open")
    between = "," + between[1:].removesuffix(',"open":')
    is_numeric = expr.type.is_numeric

    def write(reading: Reading, _: Grades, out: list[str]) -> None:
        out.append(before)
        if reading.rows is not None:
            out.append(f'"counted":"{reading.rows}",')
        out.append(f'"is":{_read(reading, is_numeric=is_numeric)}{between}')
        if reading.open_rows:
            out.append(f',"open":{canonical([str(row) for row in reading.open_rows])}')
        out.append(after)

    return write


def _read(reading: Reading, *, is_numeric: bool) -> str:
    return value_text(reading.value, is_numeric=is_numeric, is_absent=reading.source == "absent")


def _split(params: Mapping[str, Plain], key: str) -> tuple[str, str]:
    """The canonical object, cut where the value of one more key belongs."""
    first = {name: value for name, value in params.items() if name < key}
    last = {name: value for name, value in params.items() if name > key}
    before = canonical(first)[:-1] + ("," if first else "") + f'"{key}":'
    return before, "," + canonical(last)[1:] if last else "}"
