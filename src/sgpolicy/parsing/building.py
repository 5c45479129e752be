"""Lark's parse tree → the tree's records."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, cast

from lark import Token, Tree

from sgpolicy.model import tree as t
from sgpolicy.parsing.cutting import RawDeclaration
from sgpolicy.source.text import Span

_Node = Any
"""A tree or token of Lark's, whose children are not typed."""
_ITEM = re.compile(r"[^、\s]+(?:\s+[^、\s]+)*")
_DEFAULT_MARKS = ("（默认）", "(默认)")


class Builder:
    """Builds one declaration; spans are those of the file."""

    def __init__(self, raw: RawDeclaration) -> None:
        self.raw = raw

    # ── places and leaves ──

    def _span(self, node: Tree[Token] | Token) -> Span:
        tokens = [node] if isinstance(node, Token) else list(node.scan_values(lambda _: True))
        starts = [cast("int", token.start_pos) for token in tokens]
        ends = [cast("int", token.end_pos) for token in tokens]
        base = self.raw.span.start
        if not starts:
            return self.raw.span
        return Span(self.raw.span.file, base + min(starts), base + max(ends))

    def _name(self, token: _Node) -> t.Name:
        return t.Name(_payload(token), self._span(token))

    def _number(self, token: _Node) -> t.Number:
        value, unit = cast("tuple[Fraction, str]", _payload(token))
        return t.Number(value, unit, str(token), self._span(token))

    def _day_number(self, token: _Node) -> t.Number:
        """A day as a number that can be compared with others: its digits."""
        day = _payload(token)
        number = Fraction(day.year * 10_000 + day.month * 100 + day.day)
        return t.Number(number, "日期", str(token), self._span(token))

    def _text(self, token: _Node) -> t.Text:
        return t.Text(_payload(token), self._span(token))

    def _quotes(self, children: list[Any]) -> tuple[t.Quote, ...]:
        return tuple(t.Quote(_payload(c), self._span(c)) for c in children if _is(c, "QUOTE"))

    # ── declarations ──

    def declaration(self, start: Tree[Token]) -> t.Declaration:
        """The whole declaration."""
        node = cast("Tree[Token]", start.children[0])
        children = cast("list[Any]", node.children)
        head = next(c for c in children if _rule(c) == "head")
        extra = [c for c in children if _rule(c) == "parts"]
        parts = [p for e in extra for p in e.children if isinstance(p, Tree)]
        body: t.Syntax | None = None
        own: tuple[t.Part, ...] = ()
        if node.data == "with_expression":
            body = self.expression(
                next(c for c in children if isinstance(c, Tree) and c.data not in ("head", "parts"))
            )
        elif node.data == "see":
            body = self._name(next(c for c in children if _is(c, "NAME")))
        elif node.data == "catalogue":
            own = (self._catalogue(next(c for c in children if _is(c, "TEXT"))),)
        else:
            first = children[children.index(head) + 2]
            parts.insert(0, first)
        guard: t.Syntax | None = None
        draft: Span | None = None
        exceptions, because, readings, named = [], [], [], list(own)
        for part in parts:
            match part.data:
                case "exception":
                    exceptions.append(self._exception(part))
                case "because":
                    because.append(self._because(part))
                case "reading":
                    readings.append(self._reading(part))
                case "only_when":
                    guard = self.expression(part.children[1])
                case "draft":
                    draft = self._span(part)
                case _:
                    named.append(self._part(part))
        return t.Declaration(
            self.raw.word,
            self.raw.name,
            self.raw.id,
            self.raw.clause,
            self._quotes(head.children),
            self.raw.span,
            self.raw.whole,
            body,
            guard,
            tuple(exceptions),
            tuple(because),
            tuple(readings),
            tuple(named),
            draft,
        )

    def _catalogue(self, token: Token) -> t.Part:
        base, file = self._span(token).start, self.raw.span.file
        names = []
        for match in _ITEM.finditer(str(token)):
            span = Span(file, base + match.start(), base + match.end())
            names.append(t.Name("".join(match[0].split()), span))
        return t.Part("目录", tuple(names))

    def _exception(self, node: Tree[Token]) -> t.ExceptionNode:
        condition, then = (self.expression(c) for c in node.children if isinstance(c, Tree))
        return t.ExceptionNode(self._quotes(node.children), condition, then, self._span(node))

    def _because(self, node: Tree[Token]) -> t.Because:
        bounds = []
        for child in node.children:
            if isinstance(child, Tree) and _is(child.children[0], "DAY"):
                bounds.append(("", self._day_number(child.children[0]), ""))
            elif isinstance(child, Tree):
                words = [_payload(c) for c in child.children if not _is(c, "QUANTITY")]
                number = self._number(next(c for c in child.children if _is(c, "QUANTITY")))
                before = words[0] if words and not _is(child.children[0], "QUANTITY") else ""
                after = words[-1] if words and _is(child.children[-1], "SUFFIX") else ""
                bounds.append((before, number, after))
        text = next(c for c in node.children if _is(c, "TEXT"))
        return t.Because(tuple(bounds), self._text(text), self._span(node))

    def _reading(self, node: Tree[Token]) -> t.ReadingNode:
        _, name, key, _, text = cast("list[Token]", node.children)
        words = self._text(text)
        default = next((m for m in _DEFAULT_MARKS if words.text.endswith(m)), None)
        if default:
            words = t.Text(words.text.removesuffix(default), words.span)
        return t.ReadingNode(self._name(name), str(key), words, default is not None)

    def _part(self, node: Tree[Token]) -> t.Part:
        children = cast("list[Any]", node.children)
        word = _payload(children[0])
        written = " ".join(
            str(token) for token in node.scan_values(lambda _: True) if not _is(token, "COLON")
        )
        match node.data:
            case "words":
                rest = children[-1] if len(children) > 1 else None
                if rest is None:
                    return t.Part(word, written=written)
                text = self._text(rest)
                names: tuple[t.Name, ...] = ()
                if word in {"结果", "用于"}:
                    names = tuple(t.Name(n, text.span) for n in text.text.split("、") if n)
                return t.Part(word, names, text=text, written=written)
            case "valued":
                names = self._names_in(children[1])
                return t.Part(word, names, body=self.expression(children[1]), written=written)
            case "named":
                return t.Part(word, self._names_in(children[1]), written=written)
            case "after":
                names_, results = [], []
                for prior in (c for c in children if isinstance(c, Tree)):
                    tokens = [c for c in prior.children if _is(c, "NAME")]
                    names_.append(self._name(tokens[0]))
                    results.append(_payload(tokens[1]) if len(tokens) > 1 else "")
                return t.Part(word, tuple(names_), tuple(results), written=written)
            case "deadline":
                tokens = list(children[1].children)
                numbers = tuple(self._number(c) for c in tokens if _is(c, "QUANTITY"))
                text = t.Text(" ".join(str(c) for c in tokens), self._span(children[1]))
                return t.Part(word, text=text, numbers=numbers, written=written)
            case "end":
                return t.Part(word, text=t.Text(_payload(children[1]), self._span(node)))
            case _:
                raise AssertionError(node.data)

    def _names_in(self, node: _Node) -> tuple[t.Name, ...]:
        return tuple(self._name(c) for c in node.scan_values(lambda c: _is(c, "NAME")))

    # ── expressions ──

    def expression(self, node: _Node) -> t.Syntax:
        """Any expression."""
        span = self._span(node)
        kids = cast("list[Any]", node.children)
        trees = [k for k in kids if isinstance(k, Tree)]
        match node.data:
            case "name":
                return self._name(kids[0])
            case "name_list":
                return t.Names(self._names_in(node), span)
            case "number":
                return self._number(kids[0])
            case "day":
                return t.Day(_payload(kids[0]), str(kids[0]), span)
            case "constant":
                return t.Constant(_payload(kids[0]), span)
            case "bracketed":
                return self.expression(trees[0])
            case "negation":
                return t.Negation(self.expression(trees[0]), span)
            case "junction":
                word = _payload(next(k for k in kids if isinstance(k, Token)))
                return t.Junction(word, tuple(map(self.expression, trees)), span)
            case "every":
                numbers = [self._number(k) for k in kids if _is(k, "QUANTITY")]
                return t.Every(numbers[0] if numbers else None, span)
            case "comparison" | "bounded":
                return self._comparison(node, span)
            case "elapsing":
                start, end = (self.expression(k) for k in trees)
                return t.Elapsing(start, end, _payload(kids[3]), self._number(kids[4]), span)
            case "membership":
                names = self._names_in(trees[1])
                return t.Membership(self.expression(trees[0]), _payload(kids[1]), names, span)
            case "inside":
                return t.Inside(self.expression(trees[0]), self.expression(trees[1]), span)
            case "share":
                return t.Share(self.expression(trees[0]), self.expression(trees[1]), span)
            case "arithmetic":
                words = ["加", *(_payload(k) for k in kids if isinstance(k, Token))]
                terms = tuple(zip(words, map(self.expression, trees), strict=True))
                return t.Arithmetic(terms, span)
            case "product":
                left, right = map(self.expression, trees)
                return t.Product(left, _payload(kids[1]), right, span)
            case "accrual":
                step, gain = (self._number(k) for k in kids if _is(k, "QUANTITY"))
                is_up = any(_rule(k) == "counting" for k in kids)
                return t.Accrual(self.expression(trees[0]), step, gain, is_up, span)
            case "award":
                return t.Award(self.expression(trees[0]), self._number(kids[-1]), span)
            case "capped":
                value = self.expression(trees[0])
                return t.Capped(value, _payload(kids[1]), self._number(kids[2]), span)
            case "year_of":
                return t.YearOf(self.expression(trees[0]), self.expression(trees[1]), span)
            case "from_to":
                return t.FromTo(self.expression(trees[0]), self.expression(trees[1]), span)
            case "accessor":
                return self._accessor(kids, span)
            case "happened":
                return t.Happened(_payload(kids[0]), self._event(trees[0]), span)
            case "recorded":
                event = self._event(trees[0])
                return t.Recorded(_payload(kids[0]), event, self._name(kids[-1]), span)
            case "extremes":
                return t.Extremes(_payload(kids[0]), tuple(map(self.expression, trees)), span)
            case "several":
                return t.Several(self._number(kids[1]), tuple(map(self.expression, trees)), span)
            case "choice":
                return self._choice(self._name(kids[1]), trees, span)
            case "tallying":
                return self._tallying(kids, trees, span)
            case _:
                raise AssertionError(node.data)

    def _choice(self, subject: t.Name, trees: list[_Node], span: Span) -> t.Choice | t.Cases:
        labels = [self._label(tree.children[0]) for tree in trees]
        bodies = [self.expression(tree.children[2]) for tree in trees]
        single = [
            label.names[0]
            for label in labels
            if isinstance(label, t.Names) and len(label.names) == 1
        ]
        if len(single) == len(labels):
            return t.Choice(subject, tuple(zip(single, bodies, strict=True)), span)
        return t.Cases(subject, tuple(zip(labels, bodies, strict=True)), span)

    def _label(self, node: _Node) -> t.Names | t.Band | None:
        kids = cast("list[Any]", node.children)
        if _is(kids[0], "REST"):
            return None
        numbers = [self._number(k) for k in kids if _is(k, "QUANTITY")]
        if not numbers:
            return t.Names(self._names_in(node), self._span(node))
        included = [_is(k.children[1], "HOLDS") for k in kids if _rule(k) == "inclusive"]
        before = _payload(kids[0]) if _is(kids[0], "BOUND") else ""
        after = _payload(kids[-1]) if _is(kids[-1], "SUFFIX") else ""
        span = self._span(node)
        return t.Band(before, numbers[0], after, included[0] if included else None, span)

    def _comparison(self, node: Tree[Token], span: Span) -> t.Comparison:
        kids = cast("list[Any]", node.children)
        left = self.expression(kids[0])
        before = ""
        rest = kids[1:]
        if _rule(rest[0]) == "comparator":
            before = _payload(rest[0].children[0])
            rest = rest[1:]
        right: t.Syntax
        if _is(rest[0], "QUANTITY"):
            right = self._number(rest[0])
        elif _is(rest[0], "NAME"):
            right = self._name(rest[0])
        else:
            right = self.expression(rest[0])
        included = None
        after = ""
        for kid in rest[1:]:
            if _rule(kid) == "inclusive":
                included = _is(kid.children[1], "HOLDS")
            else:
                after = _payload(kid)
        return t.Comparison(left, before, right, after, included, span)

    def _accessor(self, kids: list[Any], span: Span) -> t.Accessor:
        value = self.expression(kids[0])
        if _is(kids[-1], "QUANTITY"):
            return t.Accessor(value, _payload(kids[-2]), self._number(kids[-1]), span)
        return t.Accessor(value, _payload(kids[-1]), None, span)

    def _event(self, node: Tree[Token]) -> t.EventRef:
        names = [self._name(k) for k in node.children if _is(k, "NAME")]
        where = [self.expression(k) for k in node.children if isinstance(k, Tree)]
        return t.EventRef(
            names[0],
            names[1] if len(names) > 1 else None,
            where[0] if where else None,
            self._span(node),
        )

    def _tallying(self, kids: list[Any], trees: list[Any], span: Span) -> t.Tallying:
        measure = next(k for k in trees if k.data == "measure")
        where = [k for k in trees if k.data != "measure"]
        columns = [self._name(k) for k in measure.children if _is(k, "NAME")]
        word = next(
            _payload(k)
            for k in measure.children
            if _is(k, "ROWS") or _is(k, "DISTINCT") or _is(k, "TOTAL")
        )
        return t.Tallying(
            self._name(next(k for k in kids if _is(k, "NAME"))),
            self.expression(where[0]) if where else None,
            word,
            columns[0] if columns else None,
            span,
            this_round=any(_is(k, "THIS_ROUND") for k in kids),
            summed=next((self.expression(k) for k in measure.children if _rule(k)), None),
        )


def _payload(token: _Node) -> _Node:
    return token.payload


def _is(node: _Node, kind: str) -> bool:
    return isinstance(node, Token) and node.type == kind


def _rule(node: _Node) -> str:
    return str(node.data) if isinstance(node, Tree) else ""
