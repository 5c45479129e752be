"""Source of which some names are known → the same with what follows from that worked out."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

_SIGNS: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
}
_BITS: Final[dict[type[ast.operator], Callable[[int, int], int]]] = {
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
}
DAY: Final = "day"
"""A name that stands for a day: it is neither ABSENT nor None."""
_OF_DAY: Final = re.compile(r"C\d+")
"""The functions of a day: see `runtime.day_function`."""
_HOISTED: Final = re.compile(r"h\d+")
"""A name for what is the same for every row of a loop, see `tallying`."""


def folded(body: list[ast.stmt]) -> list[ast.stmt]:
    """Statements, where `day` stands for a day."""
    return _Folding({}).all_of(body)


def is_day(test: ast.expr, cell: ast.expr, row: Mapping[int, ast.expr]) -> bool:
    """Whether a test of a row `r` holds and a cell of it is the day, from what is known of the row."""
    folding = _Folding(row)
    match folding.visit(test), folding.visit(cell):
        case ast.Constant(value=7), ast.Name(id=name):
            return name == DAY
        case _:
            return False


class _Folding(ast.NodeTransformer):
    """Works out what follows from what a row is known to hold, and from a name standing for a day.

    Attributes:
        row: The parts of `r` that are known, by their place.
    """

    def __init__(self, row: Mapping[int, ast.expr]) -> None:
        self.row = row
        self.names: dict[str, ast.expr] = {}
        self.sure = {DAY}  # what is neither ABSENT nor None

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.names.get(node.id, node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        node.value = self.visit(node.value)
        if isinstance(node.value, ast.Constant | ast.Name):
            self.names[node.target.id] = node.value
            return node.value
        self.names.pop(node.target.id, None)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        node.value = self.visit(node.value)
        for one in node.targets:
            if isinstance(one, ast.Name):
                self.names.pop(one.id, None)
                self._note(one.id, node.value)
        return node

    def _note(self, name: str, value: ast.expr) -> None:
        """Whether what is worked out before a loop, and only there, is certain to be there."""
        self.sure.discard(name)
        match value:
            case ast.Call(ast.Name(id=function), [ast.Name(id=day)]) if day in self.sure:
                if _OF_DAY.fullmatch(function) and _HOISTED.fullmatch(name):
                    self.sure.add(name)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        match node:
            case ast.Subscript(value=ast.Name(id="r"), slice=ast.Constant(value=int(at))):
                return self.row.get(at, node)
            case _:
                self.generic_visit(node)
                return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Compare(
                ast.Name(id=name), [ast.Is()], [ast.Name(id="ABSENT") | ast.Constant(value=None)]
            ):
                return ast.Constant(value=False) if name in self.sure else node
            case ast.Compare(ast.Name(id=one), [ast.Eq()], [ast.Name(id=other)]) if one == other:
                return ast.Constant(value=True)
            case ast.Compare(ast.Constant(value=one), [sign], [ast.Constant(value=other)]):
                found = _SIGNS.get(type(sign))
                return node if found is None else ast.Constant(found(one, other))
            case _:
                return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        """As far as its first parts are settled."""
        is_or = isinstance(node.op, ast.Or)
        while node.values:
            first: ast.expr = self.visit(node.values[0])
            settled = _settled(first)
            if settled is is_or or len(node.values) == 1:
                return first
            if settled is None:
                node.values = [first, *map(self.visit, node.values[1:])]
                return node
            node.values = node.values[1:]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.BinOp(ast.Constant(value=int(one)), sign, ast.Constant(value=int(other))):
                found = _BITS.get(type(sign))
                return node if found is None else ast.Constant(found(one, other))
            case _:
                return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        node.test = self.visit(node.test)
        settled = _settled(node.test)
        if settled is not None:
            chosen: ast.expr = self.visit(node.body if settled else node.orelse)
            return chosen
        node.body, node.orelse = self.visit(node.body), self.visit(node.orelse)
        return node

    def visit_If(self, node: ast.If) -> Any:  # noqa: ANN401 - a statement, or several
        node.test = self.visit(node.test)
        settled = _settled(node.test)
        if settled is None:
            node.body, node.orelse = self.all_of(node.body), self.all_of(node.orelse)
            return node
        return self.all_of(node.body if settled else node.orelse)

    def all_of(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Statements one after another."""
        found: list[ast.stmt] = []
        for one in body:
            made = self.visit(one)
            found += made if isinstance(made, list) else [made]
        return found


def _settled(test: ast.expr) -> bool | None:
    """What a test comes to, if that is known."""
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Name(id=name) if name == DAY:
            return True
    return None
