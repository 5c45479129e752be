"""Which rules decided, read off the outcomes alone: what the walk down a trace finds, without the trace.

A rule's tests have no outcomes of their own here. Where it matters which of them carried a rule that is itself
open, or that mixes tests with other rules, nothing is said (None), and whoever asks takes the trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sgpolicy.evaluating.generated.runtime import NEGATED
from sgpolicy.model import core as c
from sgpolicy.records import dataclass

NOT_MET, MET, NOT_APPLICABLE = 0, 7, 8


@dataclass(frozen=True, slots=True)
class _Test:
    """Something that is no reference: it has no outcome of its own here."""


@dataclass(frozen=True, slots=True)
class _Fixed:
    """是 or 否: it has an outcome, and is no reason."""

    code: int


@dataclass(frozen=True, slots=True)
class _Rule:
    key: str


@dataclass(frozen=True, slots=True)
class _Combined:
    """All of its parts (`number` 0), or at least so many."""

    number: int
    parts: tuple[_Tree, ...]


@dataclass(frozen=True, slots=True)
class _Negated:
    part: _Tree


@dataclass(frozen=True, slots=True)
class _Branched:
    condition: _Tree
    then: _Tree
    otherwise: _Tree


_Tree = _Test | _Fixed | _Rule | _Combined | _Negated | _Branched
_TEST = _Test()
_NEVER: tuple[str, ...] = ("",)
_MOST_KEPT = 65_536


class _UnclearError(Exception):
    """The outcomes alone do not say."""


class Reasons:
    """Finds the rules that decided, under fixed readings.

    Attributes:
        consulted: The nodes whose outcomes may matter, in the order of the truths; `of` looks at no others.
    """

    def __init__(self, core: c.Core, readings: Mapping[str, str], truths: Sequence[str]) -> None:
        self._known: dict[tuple[int, ...], tuple[str, ...] | None] = {}
        self._core = core
        self._readings = readings
        self._positions = {key: i for i, key in enumerate(truths)}
        self._trees = {key: self._tree(core.nodes[key].body) for key in truths}
        self._own = {key: [*_tests(tree)] for key, tree in self._trees.items()}
        self._mixed = {
            key for key, tree in self._trees.items() if self._own[key] and any(_rules(tree))
        }
        self.consulted = self._reached()

    def _reached(self) -> tuple[str, ...]:
        found: set[str] = set()
        ahead = [key for key in (self._core.root, *self._core.scopes) if key in self._trees]
        while ahead:
            key = ahead.pop()
            if key not in found:
                found.add(key)
                ahead += [rule.key for rule in _rules(self._trees[key])]
        return tuple(key for key in self._positions if key in found)

    def of(self, conclusion: int, codes: Sequence[int]) -> tuple[str, ...] | None:
        """The nodes that decided; () while it is open, None where the outcomes do not tell.

        Args:
            conclusion: The decision's number.
            codes: Every truth's.
        """
        pattern = (conclusion, *codes)
        known = self._known.get(pattern, _NEVER)
        if known is not _NEVER:
            return known
        found = self._walked(conclusion, codes)
        if len(self._known) < _MOST_KEPT:  # in a frame the same pattern comes again and again
            self._known[pattern] = found
        return found

    def _walked(self, conclusion: int, codes: Sequence[int]) -> tuple[str, ...] | None:
        found: dict[str, None] = {}
        walk = _Walk(self, codes, found)
        try:
            if conclusion == NOT_APPLICABLE:
                refused = [key for key in self._core.scopes if codes[self._positions[key]] == 0]
                if not refused:
                    return None
                for key in refused:
                    walk.visit(key, NOT_MET)
            elif conclusion in (NOT_MET, MET):
                if codes[self._positions[self._core.root]] != conclusion:
                    return None
                walk.visit(self._core.root, conclusion)
        except _UnclearError:
            return None
        return tuple(found)

    def _tree(self, expr: c.Expr) -> _Tree:
        match expr:
            case c.Pick():
                return self._tree(expr.chosen(self._readings))
            case c.Truth():
                return _Fixed(MET if expr.value else NOT_MET)
            case c.Ref():
                node = self._core.nodes[expr.node]
                if node.kind == "definition":
                    return self._tree(node.body)
                return _Rule(expr.node)
            case c.All():
                return _Combined(0, tuple(self._tree(one) for one in expr.operands))
            case c.AtLeast():
                return _Combined(expr.number, tuple(self._tree(one) for one in expr.operands))
            case c.Not():
                return _Negated(self._tree(expr.operand))
            case c.Branch():
                parts = (expr.condition, expr.then, expr.otherwise)
                return _Branched(*(self._tree(one) for one in parts))
            case _:
                return _TEST


@dataclass(slots=True)
class _Walk:
    reasons: Reasons
    codes: Sequence[int]
    found: dict[str, None]
    visited: set[str] | None = None

    def visit(self, key: str, target: int) -> bool:
        """Whether a node plays a part in the outcome `target`; noted on the way down."""
        if self.visited is None:
            self.visited = set()
        code = self.codes[self.reasons._positions[key]]  # noqa: SLF001
        if key in self.visited or code == NOT_APPLICABLE:
            return False
        self.visited.add(key)
        tree = self.reasons._trees[key]  # noqa: SLF001
        has_own = bool(self.reasons._own[key])  # noqa: SLF001
        if has_own and (code != target or key in self.reasons._mixed):  # noqa: SLF001
            raise _UnclearError(key)
        if has_own:
            self.found[key] = None
            return True
        before = len(self.found)
        has_parts = self._into(tree, target)
        drops_out = self._drops_out(tree)
        if drops_out and not has_parts and len(self.found) == before:
            self.found[key] = None
        return has_parts or drops_out

    def _into(self, tree: _Tree, target: int) -> bool:
        """Whether something in a tree of rules plays a part."""
        match tree:
            case _Fixed():
                return False
            case _Rule(key=key):
                return self.visit(key, target)
            case _Combined(number=number, parts=parts):
                outcomes = [self._outcome(part) for part in parts]
                exact = [p for p, o in zip(parts, outcomes, strict=True) if o == target]
                if number or target == MET or not exact:
                    exact = [
                        p
                        for p, o in zip(parts, outcomes, strict=True)
                        if o == target or o in (1, 3)
                    ]
                told = [
                    self._into(part, target) for part in exact
                ]  # every one of them, for what it notes
                return any(told)
            case _Negated(part=part):
                return self._into(part, NEGATED[target])
            case _Branched(condition=condition, then=then, otherwise=otherwise):
                asked = self._outcome(condition)
                taken = []
                if asked == MET or asked in (1, 3):
                    taken.append(then)
                if asked != MET:
                    taken.append(otherwise)
                told = [self._into(part, target) for part in taken]
                return any(told)
            case _:
                raise _UnclearError

    def _outcome(self, tree: _Tree) -> int:
        """A tree's number, from those of its rules."""
        match tree:
            case _Fixed(code=code):
                return code
            case _Rule(key=key):
                return self.codes[self.reasons._positions[key]]  # noqa: SLF001
            case _Combined(number=0, parts=parts):
                held = [o for o in map(self._outcome, parts) if o != NOT_APPLICABLE]
                return min(held) if held else NOT_APPLICABLE if parts else MET
            case _Combined(number=number, parts=parts):
                held = sorted((o % NOT_APPLICABLE for o in map(self._outcome, parts)), reverse=True)
                return held[number - 1] if number <= len(held) else NOT_MET
            case _Negated(part=part):
                outcome = self._outcome(part)
                return outcome if outcome == NOT_APPLICABLE else NEGATED[outcome]
            case _:
                raise _UnclearError

    def _drops_out(self, tree: _Tree) -> bool:
        """Whether, of a combination of which some suffice, a rule does not apply."""
        if not isinstance(tree, _Combined) or not tree.number:
            return False
        return any(
            isinstance(part, _Rule) and self._outcome(part) == NOT_APPLICABLE for part in tree.parts
        )


def _tests(tree: _Tree) -> Iterator[_Test]:
    return (one for one in _all(tree) if isinstance(one, _Test))


def _rules(tree: _Tree) -> Iterator[_Rule]:
    return (one for one in _all(tree) if isinstance(one, _Rule))


def _all(tree: _Tree) -> Iterator[_Tree]:
    yield tree
    match tree:
        case _Combined(parts=parts):
            for part in parts:
                yield from _all(part)
        case _Negated(part=part):
            yield from _all(part)
        case _Branched():
            for part in (tree.condition, tree.then, tree.otherwise):
                yield from _all(part)
        case _:
            return
