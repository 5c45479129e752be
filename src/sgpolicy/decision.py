"""A decision: its outcome, each rule's part in it, what is pending, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from sgpolicy.evaluating.interpreter import alternatives, other_amounts, other_outcomes
from sgpolicy.evaluating.ranges import ANY
from sgpolicy.evaluating.running import Prepared, Run
from sgpolicy.model.application import Application
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import Interpretation, Node
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import (
    Alternative,
    NodeTrace,
    PendingItem,
    Range,
    Reading,
    Step,
    Trace,
)
from sgpolicy.named import Named
from sgpolicy.records import dataclass, replace

if TYPE_CHECKING:
    from sgpolicy.advice.answers import WhatIf
    from sgpolicy.advice.remedies import Remedies
    from sgpolicy.advice.sensitivity import Sensitivity
    from sgpolicy.advice.situations import Situation
    from sgpolicy.advice.sufficient import Sufficient
    from sgpolicy.model.record import Record
    from sgpolicy.policy import Policy
    from sgpolicy.rendering import RenderedExplanation
    from sgpolicy.rendering.advice import RenderedAnswer
    from sgpolicy.rendering.report import RenderedReport

Length = Literal["line", "letter", "audit"]
Language = Literal["zh", "en"]


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
class Amount:
    """A number that a policy gives as a result: points, money.

    Attributes:
        id, name: As declared.
        low, high: Between which it lies, in 元 for money; the same where everything it rests on is
            known. `high` is None without an upper end.
        unit: 元, or the classifier (分).
        citation: The clause and the phrases it stands on.
    """

    id: str
    name: str
    low: Fraction
    high: Fraction | None
    unit: str
    citation: Citation

    @property
    def value(self) -> Fraction | None:
        """The number; None while it is not known."""
        return self.low if self.low == self.high else None


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

    def __init__(
        self,
        prepared: Prepared,
        trace: Trace,
        policy: Policy | None = None,
        run: Run | None = None,
    ) -> None:
        self._prepared = prepared
        self._trace = trace
        self._policy = policy
        self._run = run

    def __repr__(self) -> str:
        return f"Decision({self._trace.core.policy}, {self.outcome.zh}, {self.on.isoformat()})"

    def _repr_html_(self) -> str:
        """The outcome and what decided it, for a notebook's output."""
        from sgpolicy.explaining import explain
        from sgpolicy.rendering.decisions.html import to_summary

        return to_summary(explain(self._trace, "line"))

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
        interpretations = self._trace.core.interpretations
        named = {}
        for key, chosen in self._trace.readings.items():
            item = interpretations[key]
            reading = item.reading(chosen)
            named[item.name] = reading.name if reading else chosen
        return named

    @cached_property
    def rules(self) -> Named[RuleResult]:
        """Every rule and finding by name or id."""
        return self._results(lambda node: node.kind not in ("clause", "definition", "amount"))

    @cached_property
    def amounts(self) -> Named[Amount]:
        """Every number that the text gives as a result (计算), by name or id, whatever the outcome."""
        found, aliases = {}, {}
        for node in self._trace.core.nodes.values():
            reading = self._trace.nodes[node.id].value if node.kind == "amount" else None
            if reading is None:
                continue
            span = reading.value if isinstance(reading.value, Range) else ANY
            high = None if span.high is None else Fraction(span.high)
            unit = node.body.type.unit or ""
            found[node.name] = Amount(
                node.id, node.name, Fraction(span.low), high, unit, node.citation
            )
            aliases[node.id] = node.name
        return Named(found, aliases)

    @cached_property
    def clauses(self) -> Named[RuleResult]:
        """Every article and item that decides anything, by citation or id."""
        return self._results(lambda node: node.kind == "clause")

    def _results(self, wanted: Callable[[Node], bool]) -> Named[RuleResult]:
        results, aliases = {}, {}
        for node in self._trace.core.nodes.values():
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
        from sgpolicy.explaining import deciding_citations

        return deciding_citations(self._trace)

    @cached_property
    def pending(self) -> tuple[Pending, ...]:
        """What can still change the outcome, and nothing else; facts first."""
        return tuple(self._pending(item) for item in self._trace.pending)

    def _pending(self, item: PendingItem) -> Pending:
        core = self._trace.core
        if item.kind == "finding":
            finding = core.findings[item.id]
            return Pending(
                "finding", finding.name, item.id, finding.citation, finding.question, item.cause
            )
        citation = core.nodes[item.nodes[0]].citation if item.nodes else None
        if item.id in core.ledgers:
            ledger = core.ledgers[item.id]
            place = citation or Citation(Clause("notice"), ())
            return Pending("fact", ledger.name, item.id, place, ledger.question, item.cause)
        fact = core.facts[item.id]
        first = fact.clauses[0] if fact.clauses else Clause("notice")
        reading = ""
        if fact.split is not None and item.reading is not None:
            found = core.interpretations[fact.split].reading(item.reading)
            reading = found.name if found else ""
        return Pending(
            "fact",
            fact.name,
            item.id,
            citation or Citation(first, ()),
            fact.question,
            item.cause,
            reading,
        )

    @cached_property
    def decisive_readings(self) -> tuple[Interpretation, ...]:
        """The interpretations that mattered: another reading of one alone decides otherwise."""
        decisive = {a.interpretation for a in self.alternatives if a.outcome.is_decided}
        interpretations = self._trace.core.interpretations
        return tuple(item for key, item in interpretations.items() if key in decisive)

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """What the outcome would be under another reading of one interpretation, where it differs."""
        trace = self._trace
        if self._run is None:
            return other_outcomes(self._prepared, trace.application, self.on, trace.readings)
        return alternatives(trace, self._run)

    @property
    def cited_application(self) -> Application:
        """The part of the application that the outcome rests on; alone it gives the same outcome."""
        from sgpolicy.explaining import cited_application

        return cited_application(self._trace)

    def explain(
        self, length: Length = "letter", lang: Language = "zh", *, jointly: bool = False
    ) -> RenderedExplanation:
        """Say why.

        Args:
            length: "line" is one sentence; "letter" what an applicant would be told; "audit" every
                rule and every value with its source.
            lang: The language of labels and frame; the law is quoted in its own.
            jointly: Whether it is also told what several readings changed at a time would decide, if the
                outcome is decided; it takes as long as `sensitivity`, seconds for a policy of many points.

        Returns:
            An explanation with `str()`, `.to_markdown()`, `.to_html()`, `.to_json()`, `.to_docx()` and `.to_pdf()`.
        """
        from sgpolicy.explaining import explain
        from sgpolicy.explaining.amounts import total_ids
        from sgpolicy.rendering import RenderedExplanation

        trace, at_a_time = self._trace, None
        if jointly and length != "line" and self.outcome.is_decided:
            at_a_time = self.sensitivity().jointly
        if length != "line":
            totals = total_ids(trace.core)
            trace = replace(
                trace,
                alternatives=self.alternatives,
                counted=other_amounts(self._prepared, trace, totals),
            )
        return RenderedExplanation(explain(trace, length, lang, at_a_time))

    def report(self, lang: Language = "zh", *, jointly: bool = False) -> RenderedReport:
        """The decision clause by clause beside the official text, for those who check it.

        Args:
            lang: The language of labels and frame; the law is quoted in its own.
            jointly: See `explain`.

        Returns:
            A report with `.to_html()`: one page that needs no network.

        Raises:
            RecordError: If the policy's files have changed since they were read, or the decision was not
                made through `Policy.evaluate`.

        Example:
            >>> import sgpolicy
            >>> from datetime import date
            >>> policy = sgpolicy.load("shaoguan-2022-188")
            >>> decision = policy.evaluate({"资产总额": "99万元"}, on=date(2026, 11, 22))
            >>> decision.report().to_html().startswith("<!doctype html>")
            True
        """
        from sgpolicy.errors import RecordError
        from sgpolicy.explaining.deriving import derivation
        from sgpolicy.rendering.report import RenderedReport

        if self._policy is None:
            raise RecordError("这项结论不是由 Policy.evaluate 得出的，没有办法的原文可以对照")
        law = self._policy.records.law_text
        said = self.explain("audit", lang, jointly=jointly).explanation
        return RenderedReport(said, law, derivation(self._trace))

    def record(
        self,
        *,
        previous: Record | str | None = None,
        references: Mapping[str, str] | None = None,
        documents: Mapping[str, str] | None = None,
        choosers: Mapping[str, str] | None = None,
    ) -> Record:
        """The decision as one document that can be kept, replayed and checked: see `Record`.

        Args:
            previous: The record before this one in its series, or its digest; None for the first.
            references: A fact's or ledger's name or id → the evidence it was taken from.
            documents: An interpretation's name, id or number → the document by which its reading was
                chosen (第十七条).
            choosers: An interpretation's name, id or number → who chose its reading.

        Raises:
            RecordError: If a name is not the policy's, the digest is none, the policy's files have changed
                since they were read, or the decision was not made through `Policy.evaluate`.
        """
        from sgpolicy.errors import RecordError

        if self._policy is None:
            raise RecordError("这项结论不是由 Policy.evaluate 得出的，没有办法的文件可以记入")
        return self._policy.records.record(
            self._trace, previous, references or {}, documents or {}, choosers or {}
        )

    # ── advice ──

    def sensitivity(self) -> Sensitivity:
        """How firm it is: under other readings, and where each quantity would turn it."""
        from sgpolicy.advice.sensitivity import Sensitivity

        return Sensitivity(self._situation, self._trace)

    def sufficient(self) -> Sufficient:
        """What by itself forces the outcome; while it is open, what can still change it."""
        from sgpolicy.advice.sufficient import Sufficient

        return Sufficient(self._situation, self._trace)

    def remedies(self) -> Remedies:
        """How to qualify: the smallest changes, of what the policy declares changeable, that make it 符合."""
        from sgpolicy.advice.remedies import Remedies

        return Remedies(self._situation, self._trace)

    def why(self, place: str | None = None, lang: Language = "zh") -> RenderedAnswer:
        """Why a rule, finding or clause came to what it did: its own tests and nothing else.

        Args:
            place: A name, id or citation in any written form; the whole decision if not given.
            lang: The language of the frame.

        Raises:
            KeyError: If there is no such rule, finding, combination, scope or clause.
        """
        from sgpolicy.advice.dialogue import why
        from sgpolicy.rendering.advice import RenderedAnswer

        return RenderedAnswer(why(self._situation, self._trace, place), lang)

    def why_not(self, place: str | None = None, lang: Language = "zh") -> RenderedAnswer:
        """Why a rule, finding or clause is not 符合, and the smallest changes with which it would be.

        Args:
            place: See `why`. `lang`: likewise.
            lang: The language of the frame.

        Raises:
            KeyError: If there is no such rule, finding, combination, scope or clause.
        """
        from sgpolicy.advice.dialogue import why_not
        from sgpolicy.rendering.advice import RenderedAnswer

        return RenderedAnswer(why_not(self._situation, self._trace, place), lang)

    def what_if(
        self,
        changes: Mapping[str, Any] | None = None,
        *,
        readings: Mapping[str, str] | None = None,
        on: date | None = None,
        lang: Language = "zh",
    ) -> WhatIf:
        """What would be otherwise if something else were stated, judged or read.

        Args:
            changes: Facts by name or key as in an application, None to take one back; findings as 是 or 否.
                A number that a ledger yields is set aside for what is supposed.
            readings: Other readings, by the interpretation's name, id or number.
            on: Another day of the evaluation.
            lang: The language of the frame.

        Raises:
            ApplicationError: With every problem in the changes.
            UnknownReadingError: If there is no such interpretation or reading.
        """
        from sgpolicy.advice.answers import what_if

        return what_if(self._situation, self._trace, changes or {}, readings or {}, on, lang)

    @cached_property
    def _situation(self) -> Situation:
        from sgpolicy.advice.situations import Situation

        trace = self._trace
        return Situation(self._prepared, trace.application, trace.on, trace.readings)


def _values(trace: NodeTrace) -> Iterator[Reading]:
    """The values a node's steps compared, in order."""
    if trace.value is not None:
        yield trace.value
    waiting: list[Step] = [s for s in (trace.body, trace.guard) if s is not None]
    while waiting:
        step = waiting.pop(0)
        yield from step.values
        waiting[:0] = step.children
