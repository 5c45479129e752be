"""Reports from the walk over expressions."""

from __future__ import annotations

from collections.abc import Iterable

from sgpolicy.diagnostics.records import Collector, Fix
from sgpolicy.lowering.describing import describe
from sgpolicy.model import tree as t
from sgpolicy.model.citation import Clause
from sgpolicy.model.program import DeclaredLedger, Program
from sgpolicy.model.types import Type
from sgpolicy.records import dataclass
from sgpolicy.source.nearest import nearest, only_near
from sgpolicy.source.text import Span


class MisfitError(Exception):
    """The declaration at hand has been reported; go on with the next."""


@dataclass(slots=True)
class Scope:
    """What surrounds an expression: its clause, and the ledger whose rows are looked at."""

    clause: Clause | None
    ledger: DeclaredLedger | None = None
    in_series: bool = False


@dataclass(slots=True)
class Reporter:
    """Reports what does not fit, and gives the exception to raise."""

    program: Program
    found: Collector

    def fail(
        self, code: str, span: Span, scope: Scope, fix: Fix | None = None, **facts: object
    ) -> MisfitError:
        """Report, and give the exception to raise."""
        self.found.report(code, span, scope.clause, file="", fix=fix, **facts)
        return MisfitError(code)

    def mismatch(self, node: t.Syntax, wanted: str, actual: Type, scope: Scope) -> MisfitError:
        """A value of the wrong type."""
        return self.fail(
            "SG402", node.span, scope, wanted=wanted, text=text_of(node), actual=describe(actual)
        )

    def unknown(self, name: t.Name, known: Iterable[str], scope: Scope) -> MisfitError:
        """A name that is not declared, with the nearest one that is."""
        known = list(known)
        near = nearest(name.text, known)
        hint = f"，是不是“{near}”？" if near else ""
        return self.fail(
            "SG301", name.span, scope, _renamed(name, known), text=name.text, nearest=hint
        )

    def no_member(self, name: t.Name, type_: Type, scope: Scope) -> MisfitError:
        """An option that the enumeration does not have."""
        near = nearest(name.text, type_.members)
        hint = f"，是不是“{near}”？" if near else f"：{'、'.join(type_.members[:12])}"
        fix = _renamed(name, type_.members)
        return self.fail("SG403", name.span, scope, fix, text=name.text, nearest=hint)

    def wrong_kind(self, name: t.Name, actual: str, wanted: str, scope: Scope) -> MisfitError:
        """A name of something else than is wanted here."""
        return self.fail("SG308", name.span, scope, text=name.text, actual=actual, wanted=wanted)


def _renamed(name: t.Name, known: Iterable[str]) -> Fix | None:
    """The name that must have been meant, to be written instead."""
    sure = only_near(name.text, known)
    return Fix(name.span, sure) if sure is not None else None


def text_of(node: t.Syntax) -> str:
    """An expression as a message names it."""
    if isinstance(node, t.Name):
        return node.text
    if isinstance(node, t.Number | t.Day):
        return node.written
    return "这个式子"
