"""A whole program → Core: nodes, facts, findings, interpretations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from sgpolicy.diagnostics.records import Collector
from sgpolicy.lowering.again import Earlier
from sgpolicy.lowering.amounts import amount_of
from sgpolicy.lowering.cases import with_exceptions
from sgpolicy.lowering.conventions import bounds_rule, conventions
from sgpolicy.lowering.elaborating import Elaborator
from sgpolicy.lowering.events import event_kinds
from sgpolicy.lowering.graph import Key, clauses_by_fact, find_circle_and_longest, references
from sgpolicy.lowering.ordering import definitions_of, in_order
from sgpolicy.lowering.provisions import PROVISION_WORDS, build_provision
from sgpolicy.lowering.rankings import build_ranking
from sgpolicy.lowering.reporting import MisfitError, Scope
from sgpolicy.lowering.unused import report_unused
from sgpolicy.lowering.voting import build_voting
from sgpolicy.model import core as c
from sgpolicy.model import tree as t
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.program import DeclaredFact, Program
from sgpolicy.model.types import TRUTH, Type
from sgpolicy.model.voting import Voting
from sgpolicy.records import dataclass, replace

_NODE_KINDS: dict[str, c.NodeKind] = {
    "规则": "rule",
    "评定": "finding",
    "组合": "combination",
    "定义": "definition",
    "计算": "amount",
    "参见": "rule",
    "适用": "scope",
}
_DECIDING = {"规则", "评定", "组合", "参见"}
MAX_CHAIN = 64
"""How many declarations may refer to one another in a row: later stages recurse."""


class _Lowering:
    """The work at hand for one policy."""

    def __init__(
        self, program: Program, found: Collector, earlier: Earlier | None, *, is_whole: bool
    ) -> None:
        self.program = program
        self.earlier = earlier
        self.is_whole = is_whole  # everything could be parsed
        self.found = found
        self.nodes: dict[str, c.Node] = {}
        self.findings: dict[str, c.Finding] = {}
        self.interpretations: dict[str, c.Interpretation] = {}
        self.facts: dict[str, c.Fact] = {}
        self.provisions: dict[str, c.Provision] = {}
        self.rankings: dict[str, c.Ranking] = {}
        self.voting: Voting | None = None
        self.failed: set[str] = set()
        self.done: set[str] = set()
        self.elaborator = Elaborator(program, found, self.nodes)
        self.conditions = self._applicabilities()

    def _applicabilities(self) -> dict[Clause, list[t.Declaration]]:
        by_clause: dict[Clause, list[t.Declaration]] = {}
        for declaration in self.program.declarations.values():
            if declaration.word == "适用" and not declaration.whole:
                by_clause.setdefault(declaration.clause, []).append(declaration)
        return by_clause

    # ── named declarations, on demand ──

    def build_definitions(self) -> None:
        """Build every definition after those it refers to; report circles."""
        declarations = self.program.declarations
        definitions = definitions_of(declarations)
        order, circles = (in_order if self.earlier is None else self.earlier.in_order)(definitions)
        for reference, path in circles:
            clause = declarations[path[-2]].clause
            self.found.report("SG304", reference.span, clause, path=" → ".join(path))
            self.done.update(path)
            self.failed.update(path)
        for name in order:
            self.build(declarations[name])

    def build(self, declaration: t.Declaration) -> None:
        """Build one declaration's node."""
        name = declaration.name.text
        if name in self.done:
            return
        try:
            if self.earlier is None:
                self._build(declaration)
            else:
                self.earlier.build(self, declaration, self._build)
        except MisfitError:
            self.failed.add(name)
        finally:
            self.done.add(name)

    def _build(self, declaration: t.Declaration) -> None:
        scope = Scope(declaration.clause)
        word = declaration.word
        citation = Citation(declaration.clause, tuple(q.text for q in declaration.quotes))
        elaborator = self.elaborator
        guard = elaborator.truth(declaration.guard, scope) if declaration.guard else None
        if word == "口径":
            self._interpretation(declaration, citation)
            return
        if word == "约定":
            self.provisions[declaration.id] = c.Provision(
                declaration.id, declaration.name.text, "convention", citation
            )
            return
        if word in PROVISION_WORDS:
            provision = build_provision(declaration, citation, elaborator, scope)
            self.provisions[declaration.id] = replace(provision, when=guard)
            return
        if word == "合议":
            if self.voting is not None:
                raise elaborator.fail("SG311", declaration.name.span, scope, text=self.voting.name)
            self.voting = build_voting(declaration, citation, elaborator, scope)
            return
        if word == "排名":
            made = build_ranking(declaration, citation, elaborator, scope, guard)
            self.rankings[declaration.id] = made
            return
        body: c.Expr
        if word == "评定":
            self._finding(declaration, citation, scope)
            body = c.Judged(declaration.id, span=declaration.span)
        elif declaration.body is None:
            raise MisfitError(declaration.id)
        elif word == "参见":
            body = elaborator.truth(declaration.body, scope)
            self.provisions[declaration.id] = c.Provision(
                declaration.id,
                declaration.name.text,
                "reference",
                citation,
                target=body.node if isinstance(body, c.Ref) else "",
            )
        elif isinstance(declaration.body, t.Every):
            body = self._every(declaration, declaration.body, scope)
        elif word == "定义":
            body = elaborator.expression(declaration.body, scope)
        elif word == "计算":
            body, guard = amount_of(elaborator, declaration, guard, scope), None
        else:
            body = elaborator.truth(declaration.body, scope)
        body = with_exceptions(elaborator, declaration, body, scope)
        kind = _NODE_KINDS[word]
        self.nodes[declaration.id] = c.Node(
            declaration.id, declaration.name.text, kind, citation, body, guard
        )

    def _every(self, declaration: t.Declaration, body: t.Every, scope: Scope) -> c.Expr:
        article = declaration.clause.article
        items = [
            clause
            for clause in self.program.document.clauses
            if clause.article == article and clause.item and self._deciders(clause)
        ]
        if not items or declaration.clause.item:
            if self.is_whole or declaration.clause.item:
                self.found.report(
                    "SG310", declaration.name.span, scope.clause, text=declaration.name.text
                )
            raise MisfitError("各项")
        refs = tuple(c.Ref(clause.id, TRUTH, span=body.span) for clause in items)
        if body.number is None:
            return c.All(refs, span=body.span)
        number = self.elaborator.how_many(body.number, scope)
        if not 1 <= number <= len(refs):
            text = f"{len(refs)} 项中至少 {number} 项"
            self.found.report("SG404", body.number.span, scope.clause, text=text)
            raise MisfitError("各项")
        return c.AtLeast(number, refs, span=body.span)

    def _finding(self, declaration: t.Declaration, citation: Citation, scope: Scope) -> None:
        by = declaration.part("由")
        ask = declaration.part("问")
        evidence = declaration.part("佐证")
        missing = [w for w, p in (("由", by), ("问", ask), ("佐证", evidence)) if p is None]
        if missing or by is None or by.body is None:
            self._incomplete(declaration, missing)
            raise MisfitError("评定")
        assessors = self.elaborator.expression(by.body, scope)
        if assessors.type.kind != "actors":
            self.found.report(
                "SG308",
                by.names[0].span,
                scope.clause,
                text=by.names[0].text,
                actual="别的名称",
                wanted="主体",
            )
            raise MisfitError("评定")
        self.findings[declaration.id] = c.Finding(
            declaration.id,
            declaration.name.text,
            citation,
            ask.text.text if ask and ask.text else "",
            evidence.text.text if evidence and evidence.text else "",
            assessors,
        )

    def _interpretation(self, declaration: t.Declaration, citation: Citation) -> None:
        name = declaration.name.text
        number, ask = declaration.part("编号"), declaration.part("问")
        used_for, settled = declaration.part("用于"), declaration.part("裁定")
        defaults = [r for r in declaration.readings if r.is_default]
        problem = ""
        bears = {"认定": "eligibility", "管理": "life"}
        uses = tuple(n.text for n in used_for.names) if used_for else ()
        if len(declaration.readings) < 2:
            problem = "少于两个读法"
        elif len(defaults) != 1:
            problem = "没有标出唯一的（默认）读法"
        elif number is None or ask is None:
            problem = "缺少编号或问"
        elif not uses or any(u not in bears for u in uses):
            problem = "缺少“用于”，或者写的不是认定、管理"
        elif len({r.name.text for r in declaration.readings}) != len(declaration.readings):
            problem = "两个读法同名"
        if problem or number is None or ask is None:
            self.found.report(
                "SG601", declaration.name.span, declaration.clause, text=name, problem=problem
            )
            raise MisfitError(name)
        self.interpretations[declaration.id] = c.Interpretation(
            declaration.id,
            name,
            number.text.text if number.text else "",
            citation,
            ask.text.text if ask.text else "",
            tuple(c.Reading(r.id, r.name.text, r.text.text) for r in declaration.readings),
            defaults[0].id,
            tuple(bears[u] for u in uses),
            settled.text.text if settled and settled.text else "",
        )

    def _incomplete(self, declaration: t.Declaration, missing: Iterable[str]) -> None:
        self.found.report(
            "SG602",
            declaration.name.span,
            declaration.clause,
            word=declaration.word,
            text=declaration.name.text,
            missing="、".join(missing),
        )

    # ── clauses ──

    def _deciders(self, clause: Clause) -> list[t.Declaration]:
        return self._by_clause.get(clause, [])

    @cached_property
    def _by_clause(self) -> dict[Clause, list[t.Declaration]]:
        found: dict[Clause, list[t.Declaration]] = {}
        for d in self.program.declarations.values():
            if d.word in _DECIDING or (d.word == "适用" and d.whole):
                found.setdefault(d.clause, []).append(d)
        return found

    def clause_nodes(self) -> None:
        """A node for each item and article that decides anything."""
        articles = [k for k in self.program.document.clauses if k.kind == "article"]
        items: dict[Clause, list[Clause]] = {}
        for clause in articles:
            if clause.item:
                items.setdefault(clause.article, []).append(clause)
        # Items first; the sort is stable: each in the order of the law.
        for clause in sorted(articles, key=lambda k: k.item == 0):
            own = [d for d in self._deciders(clause) if d.id in self.nodes]
            combinations = [d for d in own if d.word == "组合"]
            refs = [c.Ref(d.id, TRUTH) for d in (combinations or own)]
            if not clause.item and not combinations:
                refs += [c.Ref(k.id, TRUTH) for k in items.get(clause, ()) if k.id in self.nodes]
            if not refs:
                continue
            body: c.Expr = refs[0] if len(refs) == 1 else c.All(tuple(refs))
            conditions = [
                c.Ref(d.id, TRUTH) for d in self.conditions.get(clause, ()) if d.id in self.nodes
            ]
            guard: c.Expr | None = None
            if conditions:
                guard = conditions[0] if len(conditions) == 1 else c.All(tuple(conditions))
            citation = Citation(clause, ())
            self.nodes[clause.id] = c.Node(clause.id, clause.label, "clause", citation, body, guard)

    # ── facts and ledgers ──

    def build_facts(self) -> None:
        """Facts with their splits and computed values."""
        for fact in self.program.tables.facts.values():
            if self.earlier is None or fact.computed is None:
                self._fact(fact)
            else:
                self.earlier.build_fact(self, fact, fact.computed, self._fact)

    def _fact(self, fact: DeclaredFact) -> None:
        name, split = fact.name.text, None
        if fact.split is not None:
            declaration = self.program.declarations.get(fact.split.text)
            if declaration is not None and declaration.word == "口径":
                split = declaration.id
                self.elaborator.used.add(fact.split.text)
            elif fact.split.text not in self.program.owners:
                self.found.report("SG301", fact.split.span, text=fact.split.text, nearest="")
            elif declaration is not None:
                self.found.report(
                    "SG308",
                    fact.split.span,
                    text=fact.split.text,
                    actual=declaration.word,
                    wanted="口径",
                )
        computed = None
        if fact.computed is not None and fact.computed.body is not None:
            scope = Scope(None, in_series=fact.type.kind == "series")
            wanted = Type("count", fact.type.unit) if fact.type.kind == "series" else fact.type
            try:
                computed = self.elaborator.typed(fact.computed.body, wanted, scope)
            except MisfitError:
                self.failed.add(name)
        self.facts[fact.id] = c.Fact(
            fact.id, name, fact.type, fact.question, fact.evidence, split, computed
        )

    def place_facts(self, mentioned: Mapping[Key, list[Key]]) -> None:
        """Say which clauses use each fact.

        Args:
            mentioned: What each node mentions.
        """
        find = clauses_by_fact if self.earlier is None else self.earlier.clauses_by_fact
        clauses = find(self.nodes, mentioned)
        for key, fact in self.facts.items():
            self.facts[key] = replace(fact, clauses=clauses.get(key, ()))


@dataclass(frozen=True, slots=True)
class Lowered:
    """What became of a program.

    Attributes:
        core: None when the root cannot be built.
        failed: The names of declarations that could not be built; each has been reported, or leans
            on one that has.
    """

    core: c.Core | None
    failed: frozenset[str]


def lower(
    program: Program, unread: Iterable[str], found: Collector, earlier: Earlier | None = None
) -> Lowered:
    """Build Core. Mistakes are reported.

    Args:
        program: Names bound.
        unread: The texts of what could not be parsed: what they mention counts as used.
        found: Where mistakes go.
        earlier: What was built of an earlier version: the result is the same, sooner.
    """
    unread = list(unread)
    work = _Lowering(program, found, earlier, is_whole=not unread)
    work.elaborator.conventions = conventions(program, found)
    if earlier is not None:
        earlier.watch(work)
    for declaration in program.declarations.values():
        if declaration.word == "口径":
            work.build(declaration)
    work.build_definitions()
    work.build_facts()
    for declaration in program.declarations.values():
        work.build(declaration)
    work.clause_nodes()
    report_unused(program, work.elaborator, work.failed, unread, found)
    work.nodes = _in_order(work.nodes, program)
    mentioned = references(work.nodes, work.facts, earlier.mentioned if earlier else {})
    if _winds(work, mentioned, found):
        return Lowered(None, frozenset(work.failed))
    work.place_facts(mentioned)
    manifest = program.document.manifest
    if manifest.root not in work.nodes:
        if not work.failed and not unread:
            found.report("SG309", None, file="policy.yaml", text=manifest.root)
        return Lowered(None, frozenset(work.failed))
    return Lowered(_core(work), frozenset(work.failed))


def _winds(work: _Lowering, mentioned: Mapping[Key, list[Key]], found: Collector) -> bool:
    """Report references that go round in a circle, or on for too long."""
    earlier = work.earlier
    if earlier is not None and earlier.straight == mentioned:
        return False
    circle, longest = find_circle_and_longest(mentioned)
    if not circle and len(longest) <= MAX_CHAIN:
        if earlier is not None:
            earlier.straight = mentioned
        return False
    path = circle or longest
    names = [(work.nodes if kind == "node" else work.facts)[key].name for kind, key in path]
    place = next((n for n in names if n in work.program.declarations), names[0])
    start = work.program.declarations.get(place) or work.program.tables.facts.get(place)
    span = start.name.span if start else None
    clause = start.clause if isinstance(start, t.Declaration) else None
    if circle:
        found.report("SG304", span, clause, path=" → ".join(names))
    else:
        found.report("SG207", span, clause, limit=MAX_CHAIN)
    return True


def _core(work: _Lowering) -> c.Core:
    program = work.program
    manifest = program.document.manifest
    ledgers = {
        ledger.id: c.Ledger(
            ledger.id,
            name,
            ledger.question,
            tuple(
                c.LedgerColumn(col.id, col.name.text, col.type, col.note)
                for col in ledger.columns.values()
            ),
        )
        for name, ledger in program.tables.ledgers.items()
    }
    actors = {a.id: c.Actor(a.id, name, a.official) for name, a in program.tables.actors.items()}
    scopes = tuple(
        d.id
        for d in program.declarations.values()
        if d.word == "适用" and d.whole and d.id in work.nodes
    )
    return c.Core(
        manifest.id,
        manifest.title,
        manifest.issuer,
        manifest.document_number,
        manifest.language,
        work.facts,
        ledgers,
        actors,
        work.findings,
        work.interpretations,
        work.nodes,
        scopes,
        manifest.root,
        work.provisions,
        bounds_rule(program),
        event_kinds(program, work.elaborator),
        work.rankings,
        voting=work.voting,
    )


def _in_order(nodes: dict[str, c.Node], program: Program) -> dict[str, c.Node]:
    """Nodes in the order of the law; each clause's own node before those that stand in it."""
    clauses = list(program.document.clauses)
    rank = {clause: i for i, clause in enumerate(clauses)}
    positions = {d.id: i for i, d in enumerate(program.declarations.values())}

    def key(node: c.Node) -> tuple[int, int, int]:
        place = rank.get(node.citation.clause, len(rank))
        return (place, 0 if node.kind == "clause" else 1, positions.get(node.id, 0))

    return {node.id: node for node in sorted(nodes.values(), key=key)}
