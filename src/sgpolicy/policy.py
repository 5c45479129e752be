"""The library's face: load a policy, evaluate an application, read the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from sgpolicy.applying.reading import read_application, read_text
from sgpolicy.diagnostics.records import Collector, Diagnostic
from sgpolicy.errors import (
    ApplicationError,
    PolicyError,
    UnknownPolicyError,
    UnknownReadingError,
)
from sgpolicy.evaluating.interpreter import decisive_readings, evaluate_prepared, prepare
from sgpolicy.explaining import cited_application, deciding_citations, explain
from sgpolicy.loading import read_folder, shipped_folder, shipped_policies
from sgpolicy.model.application import Application
from sgpolicy.model.citation import Citation, Clause, parse_clause
from sgpolicy.model.core import Core, Fact, Finding, Interpretation, Node, Provision
from sgpolicy.model.coverage import Coverage
from sgpolicy.model.document import Manifest
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import NodeTrace, PendingItem, Reading, Step, Trace
from sgpolicy.pipeline import Compilation, compile_policy
from sgpolicy.rendering import RenderedExplanation
from sgpolicy.source.nearest import nearest
from sgpolicy.source.text import SourceFile

if TYPE_CHECKING:
    from pydantic import BaseModel

T = TypeVar("T")
Length = Literal["line", "letter", "audit"]
Language = Literal["zh", "en"]


class Named(Mapping[str, T], Generic[T]):
    """A mapping by Chinese name that also answers to the ASCII id; iterates over the names."""

    def __init__(self, items: Mapping[str, T], aliases: Mapping[str, str]) -> None:
        self._items = dict(items)
        self._aliases = dict(aliases)

    def __getitem__(self, key: str) -> T:
        if key in self._items:
            return self._items[key]
        if key in self._aliases:
            return self._items[self._aliases[key]]
        close = nearest(key, [*self._items, *self._aliases])
        hint = f"，是不是“{close}”？" if close else ""
        raise KeyError(f"没有“{key}”{hint}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'、'.join(self._items)})"


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause with everything the policy says under it.

    Attributes:
        clause: Which one. `heading`: 第七条.
        text: The official text, word for word, without its items.
        nodes: Rules, findings, combinations and definitions that stand here.
        provisions: Steps, duties, powers, notes, documents and catalogues that stand here.
        interpretations: What the text leaves open here.
        facts: The facts that its rules use.
    """

    clause: Clause
    text: str
    nodes: tuple[Node, ...]
    provisions: tuple[Provision, ...]
    interpretations: tuple[Interpretation, ...]
    facts: tuple[Fact, ...]

    @property
    def label(self) -> str:
        """The citation."""
        return self.clause.label


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule's, finding's or clause's part in a decision.

    Attributes:
        id, name: As declared.
        outcome: One of five.
        citation: The clause and the phrases it stands on.
        values: The values it looked at, with their sources.
    """

    id: str
    name: str
    outcome: Outcome
    citation: Citation
    values: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """Something that can still change a decision.

    Attributes:
        kind: "fact" or "finding".
        name: The Chinese name; `key` the ASCII one.
        citation: The clause and phrase for which it is wanted.
        question: What to state or to judge.
        cause: "missing", "blank", "conflict" or "refused".
        reading: For a fact that is asked by reading, the reading's name; "" otherwise.
    """

    kind: Literal["fact", "finding"]
    name: str
    key: str
    citation: Citation
    question: str
    cause: str
    reading: str = ""


class Decision:
    """An application decided under a policy as of a day.

    Example:
        >>> import sgpolicy
        >>> from datetime import date
        >>> policy = sgpolicy.load("shaoguan-2022-188")
        >>> decision = policy.evaluate({"资产总额": "99万元"}, on=date(2026, 11, 22))
        >>> decision.outcome.zh
        '待补材料'
    """

    def __init__(self, policy: Policy, trace: Trace) -> None:
        self.policy = policy
        self._trace = trace

    def __repr__(self) -> str:
        return f"Decision({self.policy.id}, {self.outcome.zh}, {self.on.isoformat()})"

    @property
    def outcome(self) -> Outcome:
        """The whole decision's outcome."""
        return self._trace.outcome

    @property
    def on(self) -> date:
        """The day as of which it was made."""
        return self._trace.on

    @property
    def trace(self) -> Trace:
        """Everything the evaluation saw, for tools."""
        return self._trace

    @property
    def readings(self) -> dict[str, str]:
        """Each interpretation's reading in force, by their names."""
        interpretations = self.policy.core.interpretations
        named = {}
        for key, chosen in self._trace.readings.items():
            item = interpretations[key]
            reading = item.reading(chosen)
            named[item.name] = reading.name if reading else chosen
        return named

    @cached_property
    def rules(self) -> Named[RuleResult]:
        """Every rule and finding by name or id."""
        return self._results(lambda node: node.kind not in ("clause", "definition"))

    @cached_property
    def clauses(self) -> Named[RuleResult]:
        """Every article and item that decides anything, by citation or id."""
        return self._results(lambda node: node.kind == "clause")

    def _results(self, wanted: Any) -> Named[RuleResult]:  # noqa: ANN401 - a predicate on nodes
        results, aliases = {}, {}
        for node in self.policy.core.nodes.values():
            trace = self._trace.nodes.get(node.id)
            if trace is None or trace.outcome is None or not wanted(node):
                continue
            values = tuple(_values(trace))
            results[node.name] = RuleResult(
                node.id, node.name, trace.outcome, node.citation, values
            )
            aliases[node.id] = node.name
        return Named(results, aliases)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses that decided."""
        return deciding_citations(self._trace)

    @cached_property
    def pending(self) -> tuple[Pending, ...]:
        """What can still change the outcome, and nothing else; facts first."""
        return tuple(self._pending(item) for item in self._trace.pending)

    def _pending(self, item: PendingItem) -> Pending:
        core = self.policy.core
        if item.kind == "finding":
            finding = core.findings[item.id]
            return Pending(
                "finding", finding.name, item.id, finding.citation, finding.question, item.cause
            )
        fact = core.facts[item.id]
        citation = core.nodes[item.nodes[0]].citation if item.nodes else Citation(
            fact.clauses[0] if fact.clauses else Clause("notice"), ()
        )
        reading = ""
        if fact.split is not None and item.reading is not None:
            found = core.interpretations[fact.split].reading(item.reading)
            reading = found.name if found else ""
        return Pending("fact", fact.name, item.id, citation, fact.question, item.cause, reading)

    @cached_property
    def decisive_readings(self) -> tuple[Interpretation, ...]:
        """The interpretations that mattered: another reading of one alone changes the outcome."""
        keys = decisive_readings(
            self.policy.prepared, self._trace.application, self.on, self._trace.readings
        )
        return tuple(self.policy.core.interpretations[key] for key in keys)

    @property
    def cited_application(self) -> Application:
        """The part of the application that the outcome rests on; alone it gives the same outcome."""
        return cited_application(self._trace)

    def explain(self, length: Length = "letter", lang: Language = "zh") -> RenderedExplanation:
        """Say why.

        Args:
            length: "line" is one sentence; "letter" what an applicant would be told; "audit" every
                rule and every value with its source.
            lang: The language of labels and frame; the law is quoted in its own.

        Returns:
            An explanation with `str()`, `.to_markdown()` and `.to_json()`.
        """
        trace = self._with_decisive()
        return RenderedExplanation(explain(trace, length, lang))

    def _with_decisive(self) -> Trace:
        from dataclasses import replace

        return replace(self._trace, decisive=tuple(i.id for i in self.decisive_readings))


def _values(trace: NodeTrace) -> Iterator[Reading]:
    """The values a node's steps compared, in order."""
    if trace.value is not None:
        yield trace.value
    waiting: list[Step] = [s for s in (trace.body, trace.guard) if s is not None]
    while waiting:
        step = waiting.pop(0)
        yield from step.values
        waiting[:0] = step.children


class Policy:
    """A policy that has been read and checked.

    Safe to share between threads: nothing in it changes after loading.
    """

    def __init__(self, compilation: Compilation, core: Core, files: dict[str, SourceFile]) -> None:
        self.core = core
        self.prepared = prepare(core)
        self._compilation = compilation
        self._files = files

    def __repr__(self) -> str:
        return f"Policy({self.id})"

    @property
    def id(self) -> str:
        """The policy's ASCII name."""
        return self.core.policy

    @property
    def title(self) -> str:
        """The law's full title."""
        return self.core.title

    @property
    def document_number(self) -> str:
        """文号."""
        return self.core.document_number

    @property
    def manifest(self) -> Manifest:
        """What `policy.yaml` says."""
        return self._compilation.document.manifest

    @property
    def coverage(self) -> Coverage:
        """How the law's text is accounted for."""
        return self._compilation.coverage

    @cached_property
    def facts(self) -> Named[Fact]:
        """Every fact that an application may state, by name or key."""
        facts = self.core.facts
        return Named({f.name: f for f in facts.values()}, {k: f.name for k, f in facts.items()})

    @cached_property
    def findings(self) -> Named[Finding]:
        """Every standard that a person must judge, by name or key."""
        items = self.core.findings
        return Named({f.name: f for f in items.values()}, {k: f.name for k, f in items.items()})

    @cached_property
    def interpretations(self) -> Named[Interpretation]:
        """What the text leaves open, by name, id or number (K-5)."""
        items = self.core.interpretations
        aliases = {k: i.name for k, i in items.items()}
        aliases |= {i.number: i.name for i in items.values()}
        return Named({i.name: i for i in items.values()}, aliases)

    @cached_property
    def clauses(self) -> Named[ClauseView]:
        """Every clause in the order of the law, by citation (any written form) or id."""
        views = {}
        for clause, text in self._compilation.document.clauses.items():
            views[clause.label] = self._view(clause, text.text)
        return Named(views, {c.id: c.label for c in self._compilation.document.clauses})

    def clause(self, citation: str) -> ClauseView:
        """A clause by any written form of its citation.

        Raises:
            KeyError: If it is no citation, or the law has no such clause.
        """
        clause = parse_clause(citation)
        return self.clauses[clause.label if clause is not None else citation]

    def _view(self, clause: Clause, text: str) -> ClauseView:
        core = self.core
        return ClauseView(
            clause,
            text,
            tuple(n for n in core.nodes.values() if n.citation.clause == clause and n.kind != "clause"),
            tuple(p for p in core.provisions.values() if p.citation.clause == clause),
            tuple(i for i in core.interpretations.values() if i.citation.clause == clause),
            tuple(f for f in core.facts.values() if clause in f.clauses),
        )

    # ── applications ──

    @cached_property
    def application_model(self) -> type[BaseModel]:
        """A pydantic model of an application to this policy."""
        from sgpolicy.applying.modelling import application_model

        return application_model(self.core)

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of an application to this policy."""
        from sgpolicy.applying.schema import json_schema

        return dict(json_schema(self.core))

    def template(self) -> str:
        """A commented application to fill in, in the order of the law."""
        from sgpolicy.applying.template import template

        return template(self.core)

    def read_application(
        self,
        source: Path | bytes | str | Mapping[str, Any] | BaseModel | Application,
        *,
        ignore_unknown: bool = False,
    ) -> Application:
        """Read an application.

        Args:
            source: A file (`Path`), its text or bytes (YAML or JSON), a mapping keyed by either
                name, or an instance of `application_model`.
            ignore_unknown: Ignore keys that the policy does not know, instead of refusing them.

        Raises:
            ApplicationError: With every problem in the data.
            OSError: If the file cannot be read.
        """
        if isinstance(source, Application):
            return source
        if isinstance(source, Path):
            source = source.read_bytes()
        if isinstance(source, bytes | str):
            result = read_text(self.core, source, ignore_unknown=ignore_unknown)
        else:
            result = read_application(self.core, source, ignore_unknown=ignore_unknown)
        if result.problems:
            raise ApplicationError(result.problems)
        return result.application

    def evaluate(
        self,
        application: Path | bytes | str | Mapping[str, Any] | BaseModel | Application,
        *,
        on: date,
        readings: Mapping[str, str] | None = None,
        ignore_unknown: bool = False,
    ) -> Decision:
        """Decide an application.

        Args:
            application: See `read_application`.
            on: The day as of which to decide; it selects the law in force.
            readings: Readings other than the defaults, by the interpretation's name, id or number.
            ignore_unknown: See `read_application`.

        Raises:
            ApplicationError: With every problem in the data.
            UnknownReadingError: If there is no such interpretation or reading.
            TypeError: If `on` is not a date.
        """
        if not isinstance(on, date) or isinstance(on, datetime):
            raise TypeError("on 应为 datetime.date")
        chosen = self.chosen_readings(readings or {})
        data = self.read_application(application, ignore_unknown=ignore_unknown)
        return Decision(self, evaluate_prepared(self.prepared, data, on, chosen))

    def chosen_readings(self, readings: Mapping[str, str]) -> dict[str, str]:
        """Readings by id, from names, ids or numbers.

        Raises:
            UnknownReadingError: If there is no such interpretation or reading.
        """
        chosen = {}
        for name, value in readings.items():
            try:
                item = self.interpretations[name]
            except KeyError:
                raise UnknownReadingError(str(name), list(self.interpretations)) from None
            reading = item.reading(value)
            if reading is None:
                raise UnknownReadingError(f"{name}={value}", [r.name for r in item.readings])
            chosen[item.id] = reading.id
        return chosen


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What checking a policy folder found.

    Attributes:
        diagnostics: Every mistake, by place; empty for a clean policy.
        coverage: How the law's text is accounted for; None if the folder could not be read.
        files: The files read, for showing places.
    """

    diagnostics: tuple[Diagnostic, ...]
    coverage: Coverage | None
    files: Mapping[str, SourceFile]


def _folder(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    shipped = shipped_policies()
    if isinstance(name_or_path, str) and name_or_path in shipped:
        return shipped_folder() / name_or_path
    try:
        if (path / "policy.yaml").is_file():
            return path
        if path.name == "policy.yaml" and path.is_file():
            return path.parent
    except (OSError, ValueError):
        pass
    raise UnknownPolicyError(str(name_or_path), shipped)


def _compile(name_or_path: str | Path) -> tuple[Compilation | None, dict[str, SourceFile], Collector]:
    folder = _folder(name_or_path)
    found = Collector()
    manifest, files = read_folder(folder, found)
    if manifest is None:
        return None, files, found
    return compile_policy(manifest, files, found), files, found


def load(name_or_path: str | Path) -> Policy:
    """Load a policy: one that comes with the library, by name, or a folder.

    Raises:
        UnknownPolicyError: If there is no such policy.
        PolicyError: With every mistake in the folder.

    Example:
        >>> import sgpolicy
        >>> sgpolicy.load("shaoguan-2022-188").document_number
        '韶工信函〔2022〕188号'
    """
    compilation, files, found = _compile(name_or_path)
    if found.found or compilation is None or compilation.core is None:
        raise PolicyError(str(name_or_path), found.sorted())
    return Policy(compilation, compilation.core, files)


def check(name_or_path: str | Path) -> CheckReport:
    """Check a policy folder and report everything at once.

    Raises:
        UnknownPolicyError: If there is no such policy.
    """
    compilation, files, found = _compile(name_or_path)
    coverage = compilation.coverage if compilation is not None else None
    return CheckReport(tuple(found.sorted()), coverage, files)


def shipped() -> list[str]:
    """The names of the policies that come with the library."""
    return shipped_policies()
