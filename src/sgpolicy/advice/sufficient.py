"""Sufficient reasons: what by itself forces an outcome, or what can still change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sgpolicy.advice.forcing import Forcing
from sgpolicy.advice.situations import Cell, Situation, reached
from sgpolicy.advice.values import representative_values
from sgpolicy.advising.sufficing import TooManyQuestionsError, irreducible, smallest
from sgpolicy.evaluating.interpreter import conclusion
from sgpolicy.explaining.deciding import mention
from sgpolicy.explaining.operands import within
from sgpolicy.explaining.values import datum
from sgpolicy.model.advice import Decider, Ground, Subject, SufficientReport
from sgpolicy.model.application import Application
from sgpolicy.model.core import FactRef, Judged, Tally
from sgpolicy.model.explanation import Datum, Days, Mention, Quantity
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import PendingItem, Trace
from sgpolicy.records import dataclass, replace

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.advice import RenderedSufficient

_MOST_QUESTIONS = 400
_MOST_TRIES = 60_000
_MOST_AT_ONCE = 4_000
_MOST_ANSWERS = 400

Given = tuple[str, Any]
"""A piece of an application: its sort (facts, ledgers, findings) and its key there."""


@dataclass(frozen=True, slots=True)
class _Reason:
    things: tuple[Given, ...]
    is_smallest: bool = True
    is_irreducible: bool = True


class Sufficient:
    """What by itself forces an outcome; for an open one, what can still change it.

    Example:
        >>> import sgpolicy
        >>> from datetime import date
        >>> from pathlib import Path
        >>> policy = sgpolicy.load("shaoguan-2022-188")
        >>> file = Path("policies/shaoguan-2022-188/applications/不符合-融资再次55.yaml")
        >>> found = policy.evaluate(file, on=date(2026, 11, 22)).sufficient()
        >>> [ground.subject.name for ground in found.grounds]
        ['申请日期', '申报功能', '韶关注册', '融资性业务金额', '支小支农业务金额', '曾获认定']
        >>> policy.evaluate(found.application, on=date(2026, 11, 22)).outcome.zh
        '不符合'
    """

    def __init__(self, situation: Situation, trace: Trace) -> None:
        self._situation = situation
        self._trace = trace

    def __repr__(self) -> str:
        return f"Sufficient({self._trace.outcome.zh})"

    def __str__(self) -> str:
        return str(self.explain())

    @property
    def is_smallest(self) -> bool:
        """Whether no smaller set of data forces the outcome."""
        return self._found.is_smallest

    @property
    def is_irreducible(self) -> bool:
        """Whether nothing can be left out; False only where finding that out would take too long."""
        return self._found.is_irreducible

    @property
    def application(self) -> Application:
        """The data that force the outcome, alone; all that was given where the outcome is open."""
        return self._part(frozenset(self._found.things))

    @cached_property
    def grounds(self) -> tuple[Ground, ...]:
        """The data that force the outcome, whatever the rest; () where it is open."""
        if not self._trace.outcome.is_decided:
            return ()
        alone = replace(self._situation, application=self.application).trace(exact=False)
        return tuple(self._ground(one, alone) for one in self._found.things)

    @cached_property
    def deciders(self) -> tuple[Decider, ...]:
        """What can still change an open outcome, the most decisive first.

        First that of which some answer settles the outcome whatever the rest, by the share of such
        answers; then that on which more rules rest; otherwise in the order of the law.
        """
        return _ranked(self._situation, self._trace)

    @property
    def report(self) -> SufficientReport:
        """All of it as one record."""
        core, trace = self._trace.core, self._trace
        about = (core.title, core.document_number, trace.on, trace.outcome)
        if trace.outcome.is_decided:
            return SufficientReport(*about, self.grounds, self.is_smallest, self.is_irreducible)
        return SufficientReport(*about, deciders=self.deciders)

    def explain(self, lang: Language = "zh") -> RenderedSufficient:
        """In words: `str()`, `.to_markdown()`, `.to_json()`."""
        from sgpolicy.rendering.advice import RenderedSufficient

        return RenderedSufficient(self.report, lang)

    # ── finding it ────────────────────────────────────────────────────────────────────────

    @cached_property
    def _found(self) -> _Reason:
        everything = tuple(_data(self._situation.application))
        if not self._trace.outcome.is_decided:
            return _Reason(everything)
        usable = self._usable()
        things = tuple(one for one in everything if one in usable)
        forcing = Forcing(_MOST_TRIES, _MOST_AT_ONCE)

        def is_enough(some: frozenset[Given]) -> bool:
            found = forcing.outcome(self._alone(some)) is self._trace.outcome
            if not forcing.is_certain:
                raise TooManyQuestionsError
            return found

        try:
            return _Reason(smallest(things, is_enough, _MOST_QUESTIONS))
        except TooManyQuestionsError:
            return self._reduced(things)

    def _reduced(self, things: tuple[Given, ...]) -> _Reason:
        """Where looking for a smallest one takes too long: one of which nothing can be left out."""

        def follows(some: frozenset[Given]) -> bool:
            return self._alone(some).outcome is self._trace.outcome

        if follows(frozenset(things)):
            try:
                things = smallest(things, follows, _MOST_QUESTIONS)
            except TooManyQuestionsError:
                things = irreducible(things, follows)
        forcing = Forcing(_MOST_TRIES, _MOST_AT_ONCE)

        def is_enough(some: frozenset[Given]) -> bool:
            return forcing.outcome(self._alone(some)) is self._trace.outcome

        found = irreducible(things, is_enough)
        return _Reason(found, is_smallest=False, is_irreducible=forcing.is_certain)

    def _alone(self, some: frozenset[Given]) -> Situation:
        return replace(self._situation, application=self._part(some))

    def _usable(self) -> frozenset[Given]:
        """What the decision can use under the readings in force."""
        core, trace = self._trace.core, self._trace
        roots = []
        for key in (*core.scopes, core.root):
            node = core.nodes[key]
            roots += [node.body] if node.guard is None else [node.body, node.guard]
        found: set[Given] = set()
        for expr in within(roots, core, trace.readings):
            if isinstance(expr, FactRef):
                found.update(("facts", key) for key in _keys(expr.fact, trace))
            elif isinstance(expr, Tally):
                found.add(("ledgers", expr.ledger))
            elif isinstance(expr, Judged):
                found.add(("findings", expr.finding))
        return frozenset(found)

    def _part(self, some: frozenset[Given]) -> Application:
        given = self._situation.application
        return Application(
            {key: value for key, value in given.facts.items() if ("facts", key) in some},
            {key: rows for key, rows in given.ledgers.items() if ("ledgers", key) in some},
            {key: one for key, one in given.findings.items() if ("findings", key) in some},
        )

    def _ground(self, one: Given, alone: Trace) -> Ground:
        sort, key = one
        core, given = self._trace.core, self._situation.application
        value: Datum
        match sort:
            case "facts":
                fact = core.facts[key if isinstance(key, str) else key[0]]
                subject = self._situation.subject(Cell(fact.id))
                value = datum(given.facts[key], fact.type)
            case "ledgers":
                subject = Subject("ledger", key, core.ledger(key).name)
                rows = Fraction(len(given.ledgers[key]))
                value = Quantity(rows, rows, "count", "行")
            case _:
                subject = Subject("finding", key, core.findings[key].name)
                record, _ = self._situation.run().judgement(key)
                value = None if record is None else record.met
        return Ground(subject, value, tuple(_resting(subject, alone)))


def _data(application: Application) -> Iterator[Given]:
    yield from (("facts", key) for key in application.facts)
    yield from (("ledgers", key) for key in application.ledgers)
    yield from (("findings", key) for key in application.findings)


def _keys(fact: str, trace: Trace) -> Iterator[Any]:
    """The keys that may state a fact for the reading in force."""
    split = trace.core.facts[fact].split
    yield fact
    if split is not None:
        yield (fact, trace.readings[split])


def _resting(subject: Subject, trace: Trace) -> Iterator[Mention]:
    """The decided rules, findings and scopes that rest on something."""
    core = trace.core
    places = reached(trace)
    for key, node in core.nodes.items():
        outcome = trace.nodes[key].outcome
        if key not in places or node.kind not in ("rule", "finding", "scope"):
            continue
        if outcome is None or not outcome.is_decided or outcome is Outcome.NOT_APPLICABLE:
            continue
        roots = [node.body] if node.guard is None else [node.body, node.guard]
        for expr in within(roots, core, trace.readings, trace.application.ledgers):
            match expr:
                case FactRef(fact=named) | Tally(ledger=named) | Judged(finding=named):
                    if named == subject.id:
                        yield mention(key, trace)
                        break
                case _:
                    continue


# ── what is open ─────────────────────────────────────────────────────────────────────────


def _ranked(situation: Situation, trace: Trace) -> tuple[Decider, ...]:
    cells = {item: cell for item in trace.pending if (cell := _cell(situation, item)) is not None}
    values = representative_values(situation, cells.values())
    found = []
    for place, item in enumerate(trace.pending):
        answers = _answers(situation, item, cells.get(item), values)
        settled = [_settled(supposed) for _, supposed in answers]
        runs = _runs([shown for shown, _ in answers], settled)
        decider = Decider(
            _subject(situation, item),
            _question(trace, item),
            tuple(runs),
            tuple(mention(node, trace) for node in item.nodes),
        )
        count = sum(outcome is not None for outcome in settled)
        share = Fraction(count, len(answers)) if answers else Fraction(0)
        found.append(((-share, -len(item.nodes), place), decider))
    return tuple(decider for _, decider in sorted(found, key=lambda one: one[0]))


def _settled(situation: Situation) -> Outcome | None:
    """The outcome if it is settled; 不符合 also where only whether the text applies is open."""
    run = situation.run()
    outcome = conclusion(run)
    if outcome.is_decided:
        return outcome
    root = run.node(situation.prepared.core.root).outcome
    return root if root is Outcome.NOT_MET else None


def _runs(
    answers: Sequence[Datum], settled: Sequence[Outcome | None]
) -> Iterator[tuple[Datum, Outcome]]:
    """The answers that settle it, numbers and days from the first to the last that do alike."""
    for outcome, group in groupby(zip(answers, settled, strict=True), key=lambda one: one[1]):
        if outcome is None:
            continue
        alike = [answer for answer, _ in group]
        first, last = alike[0], alike[-1]
        if isinstance(first, Quantity) and isinstance(last, Quantity):
            is_open = last is answers[-1]
            yield replace(first, high=None if is_open else last.high), outcome
        elif isinstance(first, date) and isinstance(last, date):
            is_first, is_last = first is answers[0], last is answers[-1]
            yield (
                Days(date.min if is_first else first, date.max if is_last else last),
                outcome,
            )
        else:
            yield from ((answer, outcome) for answer in alike)


def _cell(situation: Situation, item: PendingItem) -> Cell | None:
    """The cell that is missing; None for what has no one value to try."""
    fact = situation.prepared.core.facts.get(item.id)
    if item.kind == "finding" or fact is None or fact.type.kind in ("series", "text"):
        return None
    return Cell(item.id)


def _answers(
    situation: Situation,
    item: PendingItem,
    cell: Cell | None,
    values: dict[Cell, tuple[Any, ...]],
) -> list[tuple[Datum, Situation]]:
    if item.kind == "finding":
        return [(met, situation.supposing({}, {item.id: met})) for met in (False, True)]
    if cell is None:
        return []
    kind = situation.fact(cell).type
    tried = values.get(cell, ())
    if len(tried) > _MOST_ANSWERS:
        return []
    return [(datum(value, kind), situation.supposing({cell: value})) for value in tried]


def _subject(situation: Situation, item: PendingItem) -> Subject:
    core = situation.prepared.core
    if item.kind == "finding":
        return Subject("finding", item.id, core.findings[item.id].name)
    if item.id not in core.facts:
        return Subject("ledger", item.id, core.ledger(item.id).name)
    return situation.subject(Cell(item.id))


def _question(trace: Trace, item: PendingItem) -> str:
    core = trace.core
    if item.kind == "finding":
        return core.findings[item.id].question
    return core.facts[item.id].question if item.id in core.facts else core.ledger(item.id).question
