"""A function of a view → the same of a life of which everything is recorded, with no view made.

What a function of a view asks for is worked out once for the view and kept in it. Of an act that is judged
once that costs more than it saves: here the functions asked are put in the place of the calls, what they find
into local names. Where several may be asked or not, each stands in the branch that asks it. What would be too
long stays a call, of a view that is made when it is first needed.

Everything here is about source that this package wrote: `writing` says what its functions look like.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Mapping

from sgpolicy.evaluating.lives.folding import DAY, folded, is_day

_CALL = re.compile(r"f\d+(_any)?")
_OWN = frozenset({"v", "rows", "m", "u"})
"""Names that many functions use while others are asked."""
_MOST_LINES = 80

Known = dict[str, str]
"""Functions whose value has a name where some source stands → that name."""


def in_place(
    name: str, functions: Mapping[str, str], found: dict[str, str | None], own: int = -1
) -> list[str]:
    """The lines that do what a function does; it takes `d`, they take `life`, `round_` and `day`.

    Args:
        name: The function.
        functions: The source of all, by name.
        found: What their lines come to, kept from one call to the next, see `_remembered`.
        own: The number of the kind of which the last row is what is being done, as the text says, on `day` in
            the round `round_`.
    """
    return _Placing(functions, found, own).lines(name)


class _Placing:
    """One function being rewritten."""

    def __init__(
        self, functions: Mapping[str, str], found: dict[str, str | None], own: int
    ) -> None:
        self.functions = functions
        self.own = own
        self.needs_view = False
        self.names: dict[str, str] = {}  # a name that would only stand for another → that one
        self.lines_of = found
        self.asked: dict[ast.AST, frozenset[str]] = {}
        self.length = 0
        self.number = 0

    def lines(self, name: str) -> list[str]:
        """The rewritten lines."""
        body = folded(self._block(self._body(name, ""), {}))
        head = ["d = None"] if self.needs_view else []
        return [*head, "seen = life.rows", *ast.unparse(ast.Module(body, [])).split("\n")]

    def _body(self, name: str, ending: str) -> list[ast.stmt]:
        """A function's statements, of a whole life instead of a view."""
        made = ast.parse(self.functions[name]).body[-1]
        if not isinstance(made, ast.FunctionDef):
            raise TypeError(name)
        whole = _Whole(ending)
        return [whole.visit(one) for one in made.body if not _is_settled(one)]

    # ── statements ──

    def _block(self, body: list[ast.stmt], known: Known) -> list[ast.stmt]:
        """Statements one after another; what they find is known to those that follow."""
        out: list[ast.stmt] = []
        for one in body:
            self._statement(one, known, out)
        return out

    def _statement(self, one: ast.stmt, known: Known, out: list[ast.stmt]) -> None:
        match one:
            case ast.Assign(targets=[ast.Name(id=target)], value=value):
                self._assign(target, value, known, out)
            case ast.If(test=test, body=body, orelse=orelse):
                found = self._strict(test, known, out)
                then = self._block(body, dict(known))
                out.append(ast.If(found, then, self._block(orelse, dict(known))))
            case ast.For(target=row, iter=rows, body=body):
                found = self._strict(rows, known, out)
                names = _Numbering()
                inside = [names.visit(_Naming(self, known).visit(each)) for each in body]
                out.append(ast.For(row, found, inside, [], lineno=0))
            case ast.Return(value=ast.expr() as value) | ast.Expr(value=value):
                one.value = self._strict(value, known, out)
                out.append(one)
            case ast.AugAssign(value=value):
                one.value = self._strict(value, known, out)
                out.append(one)
            case _:
                out.append(_Naming(self, known).visit(one))

    def _named(self, target: str, value: ast.expr, known: Known, out: list[ast.stmt]) -> ast.expr:
        """A value that gets a name of its own; where it has one, that will do."""
        found = self._strict(value, known, out)
        if isinstance(found, ast.Name):
            self.names[target] = found.id
            return found
        self.names.pop(target, None)
        out.append(ast.Assign([ast.Name(target)], found, lineno=0))
        return ast.Name(target)

    def _assign(self, target: str, value: ast.expr, known: Known, out: list[ast.stmt]) -> None:
        """Let a name stand for a value, choosing by statements where a choice asks functions."""
        match value:
            case ast.IfExp(test=test, body=body, orelse=orelse) if self._asks(value, known):
                self._choose(target, test, body, orelse, known, out)
            case ast.BoolOp(op=op, values=[first, *others]) if self._asks(value, known):
                second = others[0] if len(others) == 1 else ast.BoolOp(op, others)
                self._assign(target, first, known, out)
                inner: list[ast.stmt] = []
                self._assign(target, second, dict(known), inner)
                asked: ast.expr = ast.Name(target)
                if isinstance(op, ast.Or):
                    asked = ast.UnaryOp(ast.Not(), asked)
                out.append(ast.If(asked, inner, []))
            case _:
                found = self._strict(value, known, out)
                if not (isinstance(found, ast.Name) and found.id == target):
                    out.append(ast.Assign([ast.Name(target)], found, lineno=0))

    def _choose(
        self,
        target: str,
        test: ast.expr,
        body: ast.expr,
        orelse: ast.expr,
        known: Known,
        out: list[ast.stmt],
    ) -> None:
        """Let a name stand for `body` where a test holds, else for the other; of `a or b`, first by `a`."""
        rest = None
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
            first, *others = test.values
            if any(self._asks(one, known) for one in others):
                test, rest = first, others[0] if len(others) == 1 else ast.BoolOp(ast.Or(), others)
        found = self._strict(test, known, out)
        then: list[ast.stmt] = []
        otherwise: list[ast.stmt] = []
        self._assign(target, copy.deepcopy(body), dict(known), then)
        if rest is None:
            self._assign(target, orelse, dict(known), otherwise)
        else:
            self._choose(target, rest, body, orelse, dict(known), otherwise)
        out.append(ast.If(found, then, otherwise))

    # ── expressions ──

    def _strict(self, value: ast.expr, known: Known, out: list[ast.stmt]) -> ast.expr:
        """An expression that is certainly worked out, with what it asks for certain worked out before it."""
        if not self._asks(value, known):
            return self._named_in(value, known)
        match value:
            case ast.Call(func=ast.Name(id=name)) if _CALL.fullmatch(name):
                return self._placed(name, known, out)
            case ast.NamedExpr(target=ast.Name(id=target), value=inner):
                return self._named(target, inner, known, out)
            case ast.IfExp() | ast.BoolOp():
                self.number += 1
                target = f"x{self.number}"
                self._assign(target, value, known, out)
                return ast.Name(target)
            case ast.BinOp(left=left, right=right):
                value.left, value.right = self._all([left, right], known, out)
            case ast.Compare(left=left, comparators=[first, *others]):
                value.left, first = self._all([left, first], known, out)
                value.comparators = [first, *(self._named_in(one, known) for one in others)]
            case ast.UnaryOp(operand=operand):
                value.operand = self._strict(operand, known, out)
            case ast.Tuple(elts=parts):
                value.elts = self._all(parts, known, out)
            case ast.Call(args=parts):
                value.args = self._all(parts, known, out)
                for keyword in value.keywords:
                    keyword.value = self._named_in(keyword.value, known)
            case ast.Attribute(value=of):
                value.value = self._strict(of, known, out)
            case ast.Subscript(value=of, slice=at):
                value.value, value.slice = self._all([of, at], known, out)
            case _:
                return self._named_in(value, known)
        return value

    def _all(self, parts: list[ast.expr], known: Known, out: list[ast.stmt]) -> list[ast.expr]:
        """Expressions worked out in turn: one that later statements come before gets a name."""
        found: list[ast.expr] = []
        asking = [at for at, one in enumerate(parts) if self._asks(one, known)]
        for at, one in enumerate(parts):
            made = self._strict(one, known, out)
            is_before = any(later > at for later in asking)
            if is_before and not isinstance(made, ast.Name | ast.Constant):
                self.number += 1
                target = f"x{self.number}"
                out.append(ast.Assign([ast.Name(target)], made, lineno=0))
                made = ast.Name(target)
            found.append(made)
        return found

    def _placed(self, name: str, known: Known, out: list[ast.stmt]) -> ast.expr:
        """What a function finds, by a name, after the lines that find it."""
        lines = ast.parse(self._remembered(name) or "").body
        if self._is_own_day(lines):
            known[name] = DAY
            return ast.Name(DAY)
        self.length += len(lines)
        for one in lines:
            self._statement(one, known, out)
        found = known[name] = f"v_{name}"
        return ast.Name(found)

    def _is_own_day(self, lines: list[ast.stmt]) -> bool:
        """Whether lines look for the day of a last row, and the row being done is that."""
        match lines:
            case [
                ast.Assign(value=ast.Subscript(slice=ast.Constant(value=kind))),
                ast.Assign(),
                ast.If(
                    body=[
                        *_,
                        ast.For(iter=ast.Call(), body=[ast.Assign(value=test), ast.If() as found]),
                    ]
                ),
            ] if kind == self.own:
                row = {1: ast.Name("round_"), 2: ast.Constant(7), 3: ast.Name(DAY)}
                match found.body:
                    case [ast.Assign(value=ast.IfExp(body=cell)), ast.Break()]:
                        return is_day(test, cell, row)
                    case _:
                        return False
            case _:
                return False

    def _remembered(self, name: str) -> str | None:
        """The lines of a function that finds something once for a view; None of any other."""
        if name not in self.lines_of:
            found = None
            match self._body(name, f"_{name}"):
                case [
                    ast.Assign(targets=[ast.Name()], value=ast.Subscript()),
                    ast.If(body=[*lines, ast.Assign(targets=[ast.Subscript()])]),
                    ast.Return(),
                ]:
                    found = ast.unparse(ast.Module(lines, []))
                case _:
                    pass
            self.lines_of[name] = found
        return self.lines_of[name]

    def _asks(self, node: ast.AST, known: Known) -> bool:
        """Whether something asks a function that may be put in place and has no name yet."""
        return self.length <= _MOST_LINES and any(
            one not in known and self._remembered(one) is not None for one in self._asked(node)
        )

    def _asked(self, node: ast.AST) -> frozenset[str]:
        """The functions that something asks, before it is rewritten."""
        found = self.asked.get(node)
        if found is None:
            found = frozenset().union(*map(self._asked, ast.iter_child_nodes(node)))
            match node:
                case ast.Call(func=ast.Name(id=name)) if _CALL.fullmatch(name):
                    found |= {name}
            self.asked[node] = found
        return found

    def _named_in(self, value: ast.expr, known: Known) -> ast.expr:
        """An expression in which no more functions are put in place; those known are named."""
        found: ast.expr = _Naming(self, known).visit(value)
        return found


class _Naming(ast.NodeTransformer):
    """Names for what is known, a view for what is still asked."""

    def __init__(self, placing: _Placing, known: Known) -> None:
        self.placing = placing
        self.known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self.placing.names.get(node.id, node.id))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        node.value = self.visit(node.value)
        if isinstance(node.value, ast.Name):
            self.placing.names[node.target.id] = node.value.id
            return node.value
        self.placing.names.pop(node.target.id, None)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if not (isinstance(node.func, ast.Name) and _CALL.fullmatch(node.func.id)):
            self.generic_visit(node)
            return node
        name = self.known.get(node.func.id)
        if name is not None:
            return ast.Name(name)
        self.placing.needs_view = True
        view = ast.parse("(d := d or life.plain_view(round_, day))", mode="eval").body
        of_day = isinstance(node.args[0], ast.Name) and node.args[0].id == "d"
        node.args = [view if of_day else ast.Subscript(view, ast.Constant(0))]
        return node


class _Numbering(ast.NodeTransformer):
    """The same few names for what only a loop uses: each name takes room in every call."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        node.value = self.visit(node.value)
        node.target.id = self.names.setdefault(node.target.id, f"t{len(self.names)}_")
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self.names.get(node.id, node.id))


class _Whole(ast.NodeTransformer):
    """What stands for the parts of a view."""

    def __init__(self, ending: str) -> None:
        self.ending = ending

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        match node:
            case ast.Subscript(value=ast.Name(id="s"), slice=ast.Constant(value=int(at))):
                parts = ("seen", "round_", "life.facts", "life.findings")
                if at < len(parts):
                    return ast.parse(parts[at], mode="eval").body
            case ast.Subscript(value=ast.Name(id="d"), slice=ast.Constant(value=1)):
                return ast.Name(DAY)
            case _:
                pass
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id == "c":
            return ast.Name("round_")
        return ast.Name(node.id + self.ending) if node.id in _OWN else node

    def visit_If(self, node: ast.If) -> ast.If:
        node.test = self.visit(node.test)
        node.body = [self.visit(one) for one in node.body if not _is_settled(one)]
        node.orelse = [self.visit(one) for one in node.orelse]
        return node


def _is_settled(one: ast.stmt) -> bool:
    """Whether a statement says what a view is of, or what is to be done where not all is recorded."""
    match one:
        case ast.Assign(targets=[ast.Name(id="s" | "c")]):
            return True
        case ast.If(
            test=ast.UnaryOp(
                op=ast.Not(),
                operand=ast.BinOp(
                    left=ast.Subscript(value=ast.Name(id="s"), slice=ast.Constant(value=4))
                ),
            )
        ):
            return True
        case _:
            return False
