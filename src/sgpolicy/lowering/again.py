"""Lowering again after an edit: what was built of a declaration before, where it would be built the same.

What a declaration is built of is not guessed but watched: while it is built, the program notes which names
are looked up in it. Its result holds until one of them stands for something else. Whoever looks at a whole
table, or at the document, leans on more than names: such results are not kept, nor are failed ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from sgpolicy.lowering.graph import Key, clauses_by_fact, mentions
from sgpolicy.lowering.ordering import DEFINING, in_order, names_referred_to
from sgpolicy.model import core as c
from sgpolicy.model import tree as t
from sgpolicy.model.citation import Clause
from sgpolicy.model.program import DeclaredColumn, DeclaredFact, Program, Tables
from sgpolicy.model.results import Results
from sgpolicy.model.types import Type
from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from sgpolicy.lowering.conventions import Conventions
    from sgpolicy.lowering.lowering import _Lowering

Moved = Callable[[Any, int], Any]
"""A record with every place in it so many characters further on."""


_MENTIONING = {"nodes": "node", "facts": "fact"}


@dataclass(frozen=True, slots=True)
class _Part:
    """What was built of a declaration.

    Attributes:
        start: Where the declaration stood.
        records: What it became, each with the attribute of the work at hand that holds it.
        used, used_columns: The names and columns that it uses.
        mentioned: What its node or fact mentions.
        types: The definitions that it leans on, each with the type of its body; None for one that was not
            built.
    """

    start: int
    records: tuple[tuple[str, Any], ...]
    used: frozenset[str]
    used_columns: frozenset[tuple[str, str]]
    mentioned: tuple[tuple[Key, list[Key]], ...]
    types: tuple[tuple[str, Type | None], ...]


class Earlier:
    """What was built of the declarations of an earlier version.

    Attributes:
        mentioned: The nodes and facts that were built or built again, each with what it mentions.
        straight: References that neither go round in a circle nor on for too long.
    """

    def __init__(self, moved: Moved) -> None:
        self.straight: Mapping[Key, list[Key]] = {}
        self.mentioned: dict[Key, tuple[c.Node | c.Fact, list[Key]]] = {}
        self._moved = moved
        self._declarations: Results[_Part] = Results()
        self._facts: Results[_Part] = Results()
        self._conventions: Conventions | None = None
        self._content: Callable[[t.Declaration | None], object] = id
        self._names: dict[object, tuple[str, ...]] = {}
        self._order: tuple[list[tuple[str, object]], list[str]] = [], []
        self._placed: tuple[object, dict[str, tuple[Clause, ...]]] = None, {}

    def begin(self, content: Callable[[t.Declaration | None], object]) -> None:
        """Another version begins.

        Args:
            content: Something equal for two declarations only if they differ in nothing but places.
        """
        self._content = content

    def watch(self, work: _Lowering) -> None:
        """Declarations will be built in this work."""
        conventions = work.elaborator.conventions
        if conventions != self._conventions:
            self._declarations, self._facts = Results(), Results()
            self._conventions = conventions
        self.mentioned = {}
        program, content = work.program, self._content

        def state(name: str) -> object:
            return _state(program, content, name)

        self._declarations.begin(state)
        self._facts.begin(state)

    def in_order(
        self, definitions: Mapping[str, t.Declaration]
    ) -> tuple[list[str], list[tuple[t.Name, list[str]]]]:
        """As `ordering.in_order`."""
        contents = [(name, self._content(one)) for name, one in definitions.items()]
        if contents == self._order[0]:
            return self._order[1], []
        known = self._names
        self._names = {
            content: known[content] if content in known else names_referred_to(definitions[name])
            for name, content in contents
        }
        order, circles = in_order(definitions, lambda one: self._names[self._content(one)])
        if not circles:
            self._order = contents, order
        return order, circles

    def clauses_by_fact(
        self, nodes: Mapping[str, c.Node], mentioned: Mapping[Key, list[Key]]
    ) -> dict[str, tuple[Clause, ...]]:
        """As `graph.clauses_by_fact`."""
        leaning = mentioned, [(node.id, node.kind, node.citation.clause) for node in nodes.values()]
        if leaning != self._placed[0]:
            self._placed = leaning, clauses_by_fact(nodes, mentioned)
        return self._placed[1]

    def build(
        self, work: _Lowering, declaration: t.Declaration, build: Callable[[t.Declaration], None]
    ) -> None:
        """Take what was built of a declaration before, or build it and keep that."""
        part = self._declarations.get(declaration.name.text, lambda part: _has_types(work, part))
        if part is not None:
            self._take(work, declaration, part)
            return
        self._build(work, declaration, self._declarations, lambda: build(declaration))

    def build_fact(
        self,
        work: _Lowering,
        fact: DeclaredFact,
        computed: t.Declaration,
        build: Callable[[DeclaredFact], None],
    ) -> None:
        """Take what was built of a fact with a formula before, or build it and keep that."""
        part = self._facts.get(fact.name.text, lambda part: _has_types(work, part))
        if part is not None:
            self._take(work, computed, part)
            return
        self._build(work, computed, self._facts, lambda: build(fact))

    def _take(self, work: _Lowering, declaration: t.Declaration, part: _Part) -> None:
        by = declaration.span.start - part.start
        work.elaborator.used |= part.used
        work.elaborator.used_columns |= part.used_columns
        for store, record in part.records:
            getattr(work, store)[declaration.id] = self._moved(record, by) if by else record
        for key, mentioned in part.mentioned:
            made = work.nodes[key[1]] if key[0] == "node" else work.facts[key[1]]
            self.mentioned[key] = made, mentioned

    def _build(
        self,
        work: _Lowering,
        declaration: t.Declaration,
        results: Results[_Part],
        build: Callable[[], None],
    ) -> None:
        elaborator, seen, key = work.elaborator, _Seen(), declaration.id
        program, used, used_columns = work.program, elaborator.used, elaborator.used_columns
        stores = {name: held for name, held in vars(work).items() if isinstance(held, dict)}
        held_before = {name: held.get(key) for name, held in stores.items()}
        single = {name: held for name, held in vars(work).items() if name not in stores}
        wrong = work.found.made + len(work.failed)
        work.program = elaborator.program = cast("Program", _Watched(program, seen))
        elaborator.used, elaborator.used_columns = set(), set()
        try:
            build()
        finally:
            own, own_columns = frozenset(elaborator.used), frozenset(elaborator.used_columns)
            work.program = elaborator.program = program
            used |= own  # in place: to copy what all before it used would cost the more the longer the policy
            used_columns |= own_columns
            elaborator.used, elaborator.used_columns = used, used_columns
        if seen.is_whole or work.found.made + len(work.failed) > wrong:
            return
        if any(vars(work)[name] is not held for name, held in single.items()):
            return  # it became something that the whole policy has one of
        records = tuple(
            (name, held[key])
            for name, held in stores.items()
            if held.get(key) is not held_before[name]
        )
        mentioned = []
        for store, record in records:
            if store in _MENTIONING:
                mentioned.append(((_MENTIONING[store], key), mentions(record)))
                self.mentioned[mentioned[-1][0]] = record, mentioned[-1][1]
        declarations = program.declarations
        types = tuple(
            (name, _type_of(work, name))
            for name in sorted(seen.names)
            if name in declarations and declarations[name].word in DEFINING
        )
        part = _Part(declaration.span.start, records, own, own_columns, tuple(mentioned), types)
        results.put(declaration.name.text, seen.names, part)


def _has_types(work: _Lowering, part: _Part) -> bool:
    """Whether the definitions that a part leans on have been built with the same types."""
    return not part.types or all(_type_of(work, name) == known for name, known in part.types)


def _type_of(work: _Lowering, name: str) -> Type | None:
    """The type of a definition's body; None as long as it is not built."""
    node = work.nodes.get(work.program.declarations[name].id) if name in work.done else None
    return node.body.type if node is not None else None


def _state(
    program: Program, content: Callable[[t.Declaration | None], object], name: str
) -> tuple[object, ...]:
    """What a name stands for, places left out."""
    tables = program.tables
    fact, actor = tables.facts.get(name), tables.actors.get(name)
    ledger, events = tables.ledgers.get(name), tables.events.get(name)
    return (
        program.owners.get(name),
        content(program.declarations.get(name)),
        fact
        and (
            fact.id,
            fact.type,
            fact.question,
            fact.evidence,
            fact.split and fact.split.text,
            content(fact.computed),
        ),
        ledger and (ledger.id, ledger.question, _columns(ledger.columns)),
        actor and (actor.id, actor.official),
        events and (events.id, _columns(events.columns)),
    )


def _columns(columns: Mapping[str, DeclaredColumn]) -> list[tuple[object, ...]]:
    return [(name, one.id, one.type, one.note) for name, one in columns.items()]


class _Seen:
    """What is looked at while a declaration is built.

    Attributes:
        names: The names that were looked up.
        is_whole: Whether more than single names was looked at.
    """

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.is_whole = False


class _Names(Mapping[str, Any]):
    """A mapping that notes which names are looked up in it."""

    def __init__(self, inner: Mapping[str, Any], seen: _Seen) -> None:
        self._inner = inner
        self._seen = seen

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        self._seen.names.add(name)
        return self._inner[name]

    def __contains__(self, name: object) -> bool:
        self._seen.names.add(str(name))
        return name in self._inner

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401
        """As of a mapping."""
        self._seen.names.add(name)
        return self._inner.get(name, default)

    def __iter__(self) -> Iterator[str]:
        self._seen.is_whole = True
        return iter(self._inner)

    def __len__(self) -> int:
        self._seen.is_whole = True
        return len(self._inner)


class _WatchedTables:
    """The tables of a program."""

    def __init__(self, tables: Tables, seen: _Seen) -> None:
        self._tables = tables
        self._seen = seen
        self.facts = _Names(tables.facts, seen)
        self.ledgers = _Names(tables.ledgers, seen)
        self.actors = _Names(tables.actors, seen)
        self.events = _Names(tables.events, seen)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        self._seen.is_whole = True
        return getattr(self._tables, name)


class _Watched:
    """A program that notes what is looked at in it, from when it is made."""

    def __init__(self, program: Program, seen: _Seen) -> None:
        self._program = program
        self._seen = seen
        self.declarations = _Names(program.declarations, seen)
        self.owners = _Names(program.owners, seen)
        self.tables = _WatchedTables(program.tables, seen)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        self._seen.is_whole = True
        return getattr(self._program, name)
