"""Records with every place in them moved: a text that stands further on now is not read again for that.

Moving is what an edit costs for all that stands below it, so there is a function for each class, written
when the first of its records is moved; it looks only into the fields that can hold places.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from sgpolicy.diagnostics.records import Diagnostic, Fix
from sgpolicy.model.core import Node
from sgpolicy.model.expressions import Ref
from sgpolicy.model.tree import Declaration
from sgpolicy.parsing.cutting import RawDeclaration
from sgpolicy.records import fields, is_dataclass, maker
from sgpolicy.source.text import Span

_Moved = TypeVar("_Moved")
_Mover = Callable[[Any, int], Any]

_WITH_PLACES = frozenset(
    kind.__module__ for kind in (Declaration, RawDeclaration, Diagnostic, Fix, Node, Ref)
)
_PLAIN = frozenset(
    {"str", "int", "bool", "None", "tuple", "date", "Fraction", "Clause", "Citation", "Type"}
)
"""Types of fields in which no place can be."""

_span = maker(Span)


def moved(node: _Moved, by: int) -> _Moved:
    """A record, or a tuple of some, with every place in it so many characters further on.

    Example:
        >>> moved((Span("01.md", 3, 5), "words"), 10)
        (Span(file='01.md', start=13, end=15), 'words')
    """
    return _MOVERS[type(node)](node, by)  # type: ignore[no-any-return]


def prepare() -> None:
    """Write the function of every class that can hold places; else the first edit waits for that."""
    for name in _WITH_PLACES:
        for kind in vars(sys.modules[name]).values():
            if isinstance(kind, type) and is_dataclass(kind):
                _MOVERS[kind]


def _all_moved(nodes: tuple[Any, ...], by: int) -> tuple[Any, ...]:
    return tuple([_MOVERS[type(node)](node, by) for node in nodes])


def _span_moved(span: Span, by: int) -> Span:
    return _span(span.file, span.start + by, span.end + by)


def _as_it_is(node: Any, by: int) -> Any:  # noqa: ANN401, ARG001
    return node


class _Movers(dict[type[Any], _Mover]):
    """A function for each class, written when it is first asked for."""

    def __missing__(self, kind: type[Any]) -> _Mover:
        found = _written(kind) if kind.__module__ in _WITH_PLACES else _as_it_is
        self[kind] = found
        return found


def _written(kind: type[Any]) -> _Mover:
    if not is_dataclass(kind):
        return _as_it_is
    values = [_value(f"node.{one.name}", str(one.type)) for one in fields(kind)]
    scope: dict[str, Any] = {
        "make": maker(kind),
        "movers": _MOVERS,
        "span_moved": _span_moved,
        "all_moved": _all_moved,
    }
    source = f"def mover(node, by):\n return make({', '.join(values)})"
    exec(compile(source, f"<moved {kind.__qualname__}>", "exec"), scope)  # noqa: S102 - of names only
    made: _Mover = scope["mover"]
    return made


def _value(field: str, said: str) -> str:
    """What a field holds in the moved record, as source; `said` is its type as it is written."""
    if set(re.findall(r"\w+", said)) <= _PLAIN:
        return field
    if said == "Span":
        return f"span_moved({field}, by)"
    if re.fullmatch(r"tuple\[[^|]*\]", said):
        return f"all_moved({field}, by) if {field} else ()"
    return f"movers[type({field})]({field}, by)"


_MOVERS = _Movers({Span: _span_moved, tuple: _all_moved})
