"""Which policies apply to an applicant, from one set of data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgpolicy.as_of import day_as_of
from sgpolicy.errors import ApplicationError
from sgpolicy.evaluating.compiling import prepare_again
from sgpolicy.evaluating.interpreter import evaluate_prepared, other_outcomes
from sgpolicy.evaluating.sharing import carry, recognise
from sgpolicy.model.applicability import Wanted
from sgpolicy.model.application import Application, Value
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import All, Core, Interpretation, Node, Ref, Truth
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.sharing import Carried, SharedData
from sgpolicy.model.types import TRUTH
from sgpolicy.opening import load, shipped
from sgpolicy.policy import Policy
from sgpolicy.records import dataclass, replace
from sgpolicy.vocabulary import (
    SharedVocabulary,
    contradiction,
    plain_facts,
    shared_vocabulary,
)

if TYPE_CHECKING:
    from sgpolicy.applying.problems import Problem
    from sgpolicy.applying.sections import Section
    from sgpolicy.decision import Decision, Language
    from sgpolicy.evaluating.running import Prepared
    from sgpolicy.model.applicability import PolicyRow
    from sgpolicy.rendering.applicability import RenderedApplicability

_SCOPE = "the_text_applies"
_ORDER = {Outcome.MET: 0, Outcome.NOT_MET: 2}
_NOWHERE = Clause("notice")


class Applicability:
    """How one policy stands to an applicant.

    Attributes:
        policy: The policy.
        application: The application as the data gives it: what followed from shared items, and what was
            given for this policy alone.
        carried: What followed from shared items.
        applies: 符合 where the policy applies to the applicant on the day, 不符合 where it does not, open
            (待补材料) where that cannot be told.
    """

    def __init__(
        self,
        policy: Policy,
        vocabulary: SharedVocabulary,
        shared: SharedData,
        application: Application,
        carried: tuple[Carried, ...],
        on: date,
        readings: Mapping[str, str],
    ) -> None:
        self.policy = policy
        self.application = application
        self.carried = carried
        self._vocabulary = vocabulary
        self._shared = shared
        self._on = on
        self._readings = readings
        self._prepared = _scope_only(policy)
        self._trace = evaluate_prepared(self._prepared, application, on, readings)
        self.applies = self._trace.outcome

    def __repr__(self) -> str:
        return f"Applicability({self.policy.id}, {self.applies.zh}, {self._on.isoformat()})"

    @cached_property
    def decision(self) -> Decision:
        """The policy's decision, as far as the data goes."""
        from sgpolicy.decision import Decision

        policy = self.policy
        trace = evaluate_prepared(policy.prepared, self.application, self._on, self._readings)
        return Decision(policy.prepared, trace, policy)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses by which it applies or does not; of an open one, those that are open."""
        from sgpolicy.explaining import deciding_citations

        return deciding_citations(self._trace)

    @cached_property
    def wanted(self) -> tuple[Wanted, ...]:
        """What can still decide whether the policy applies: shared items first named as such."""
        core = self.policy.core
        sharing = self._vocabulary.prepared(self.policy)
        found: dict[tuple[bool, str], Wanted] = {}
        for item in self._trace.pending:
            nodes = item.nodes or self._resting_on(item.id)
            citations = tuple(dict.fromkeys(core.nodes[n].citation for n in nodes if n != _SCOPE))
            if item.kind == "finding":
                finding = core.findings[item.id]
                one = Wanted(
                    finding.name, item.id, finding.question, is_shared=False, citations=citations
                )
                found.setdefault((False, item.id), one)
                continue
            fact = core.facts.get(item.id)
            missing = [i for i in sharing.items.get(item.id, ()) if i.id not in self._shared.facts]
            for shared in missing:
                one = Wanted(
                    shared.name, shared.id, shared.question, is_shared=True, citations=citations
                )
                before = found.get((True, shared.id))
                if before is not None:
                    merged = tuple(dict.fromkeys((*before.citations, *citations)))
                    one = replace(before, citations=merged)
                found[True, shared.id] = one
            if not missing:
                asked = fact if fact is not None else core.ledgers[item.id]
                one = Wanted(
                    asked.name, item.id, asked.question, is_shared=False, citations=citations
                )
                found.setdefault((False, item.id), one)
        return tuple(found.values())

    def _resting_on(self, fact: str) -> tuple[str, ...]:
        """The scopes that are open and rest on a fact."""
        from sgpolicy.explaining.operands import within
        from sgpolicy.model.core import FactRef

        core = self.policy.core
        open_scopes = [
            key
            for key in core.scopes
            if (outcome := self._trace.nodes[key].outcome) is None or not outcome.is_decided
        ]
        return tuple(
            key
            for key in open_scopes
            if any(
                isinstance(expr, FactRef) and expr.fact == fact
                for expr in within((core.nodes[key].body,), core, self._trace.readings)
            )
        )

    @cached_property
    def otherwise(self) -> tuple[tuple[Interpretation, str, Outcome], ...]:
        """Readings (by name) under which it applies where it does not, or the other way round."""
        found = []
        for other in other_outcomes(
            self._prepared, self.application, self._on, self._trace.readings
        ):
            item = self.policy.core.interpretations[other.interpretation]
            reading = item.reading(other.reading)
            found.append((item, reading.name if reading else other.reading, other.outcome))
        return tuple(found)

    def to_data(self) -> dict[str, Any]:
        """The application as plain data that `Policy.read_application` takes, to go on with."""
        from sgpolicy.applying.writing import to_data

        return dict(to_data(self.policy.core, self.application))


class Applicable(Mapping[str, Applicability]):
    """Policies by id: those that apply, then those of which it is open, then the others.

    Attributes:
        on: The day.
        shared: What was known of the applicant in shared items.
    """

    def __init__(self, found: Sequence[Applicability], shared: SharedData, on: date) -> None:
        ordered = sorted(found, key=lambda one: _ORDER.get(one.applies, 1))
        self._found = {one.policy.id: one for one in ordered}
        self.shared = shared
        self.on = on

    def __getitem__(self, policy: str) -> Applicability:
        """How the policy of that id stands."""
        return self._found[policy]

    def __iter__(self) -> Iterator[str]:
        """The ids in order."""
        return iter(self._found)

    def __len__(self) -> int:
        """How many policies were looked at."""
        return len(self._found)

    def explain(self, lang: Language = "zh") -> RenderedApplicability:
        """Which apply, why, and what is still to be known."""
        from sgpolicy.model.applicability import ApplicabilityTable
        from sgpolicy.rendering.applicability import RenderedApplicability

        rows = tuple(_row(one, lang) for one in self.values())
        return RenderedApplicability(ApplicabilityTable(lang, self.on, rows))


def applicable(
    data: Path | bytes | str | Mapping[str, Any] | SharedData,
    *,
    on: date,
    policies: Sequence[str | Path | Policy] | None = None,
    assuming: Mapping[str, Any] | None = None,
    readings: Mapping[str, Mapping[str, str]] | None = None,
    vocabulary: SharedVocabulary | None = None,
) -> Applicable:
    """Which policies apply to an applicant, and how far the data goes for each.

    Nothing is taken over because two policies use one name: each policy says which of its facts follow
    from shared items, and why.

    Args:
        data: A file (`Path`), its text or bytes (YAML or JSON), or a mapping: shared items by name or
            key, and under a policy's id, title or 文号 what only that policy asks. Or what
            `SharedVocabulary.recognise` made of an application.
        on: The day as of which.
        policies: Names, folders or loaded policies; all that are shipped if not given.
        assuming: Shared items beside those in the data, such as a day on which to apply.
        readings: Policy id → readings other than the defaults.
        vocabulary: The shared items; those that are shipped if not given.

    Raises:
        ApplicationError: With every problem in the data, also where what is given for a policy differs
            from what follows.
        PolicyError: If a policy, or its correspondence to the shared items, has mistakes.
        UnknownReadingError: If there is no such interpretation or reading.
        TypeError: If `on` is not a date.

    Example:
        >>> from datetime import date
        >>> import sgpolicy
        >>> found = sgpolicy.applicable({"申请者类型": "企业", "登记地": "韶关市",
        ...     "假定申请日期": "2026-11-24"}, on=date(2026, 11, 24))
        >>> [(one.policy.document_number, one.applies.zh) for one in found.values()][0]
        ('韶工信函〔2022〕188号', '符合')
    """
    on = day_as_of(on)
    items = vocabulary if vocabulary is not None else shared_vocabulary()
    chosen = [*shipped()] if policies is None else policies
    given = [one if isinstance(one, Policy) else load(one) for one in chosen]
    shared, own, problems = _read(data, items, given)
    try:
        assumed = items.read(assuming or {})
    except ApplicationError as error:
        problems += error.problems
    else:
        shared = SharedData({**shared.facts, **assumed.facts}, shared.possible)
    sharings = {policy.id: items.prepared(policy) for policy in given}
    for policy in given:
        problems += _differences(policy, items, carry(sharings[policy.id], shared, on), own)
    if not problems:
        told = [(sharings[p.id], plain_facts(own[p.id].read.facts)) for p in given if p.id in own]
        shared, wrong = recognise(told, on, shared)
        given_own = [policy for policy in given if policy.id in own]
        for position, fact in wrong:
            policy = given_own[position]
            key = own[policy.id].section.key
            problems.append(contradiction(policy, sharings[policy.id], fact, key))
    if problems:
        raise ApplicationError(problems)
    found = []
    for policy in given:
        carried = carry(sharings[policy.id], shared, on)
        read = own[policy.id].read if policy.id in own else Application()
        stated = dict(read.facts)
        facts: dict[str | tuple[str, str], Value] = {one.fact: one.value for one in carried}
        whole = replace(read, facts=facts | stated)
        followed = tuple(one for one in carried if one.fact not in stated)
        in_force = policy.chosen_readings((readings or {}).get(policy.id, {}))
        found.append(Applicability(policy, items, shared, whole, followed, on, in_force))
    return Applicable(found, shared, on)


@dataclass(frozen=True, slots=True)
class _Own:
    """What is given for one policy alone, and where it stands."""

    read: Application
    section: Section


def _read(
    data: Path | bytes | str | Mapping[str, Any] | SharedData,
    items: SharedVocabulary,
    policies: Sequence[Policy],
) -> tuple[SharedData, dict[str, _Own], list[Problem]]:
    """The shared items and each policy's own data, with every problem in them."""
    if isinstance(data, SharedData):
        return data, {}, []
    from sgpolicy.applying.problems import Trouble, describe
    from sgpolicy.applying.reading import read_application
    from sgpolicy.applying.sections import take_sections

    if isinstance(data, Path):
        data = data.read_bytes()
    names: dict[str, tuple[str, ...]] = dict.fromkeys(shipped(), ())
    names |= {p.id: (p.title, p.document_number) for p in policies}
    rest, sections = take_sections(data, names)
    problems: list[Problem] = []
    shared = SharedData()
    try:
        shared = items.read_document(rest)  # type: ignore[arg-type]
    except ApplicationError as error:
        problems += error.problems
    own: dict[str, _Own] = {}
    for policy in policies:
        parts = sections.get(policy.id, ())
        for second in parts[1:]:
            trouble = Trouble("SG703", second.key, {"first": parts[0].key})
            where = (f"「{second.key}」", f"“{second.key}”")
            problems.append(
                describe(trouble, path=(second.key,), where=where, place=second.places.get(()))
            )
        if parts:
            result = read_application(policy.core, parts[0].data)
            problems += [
                replace(p, path=f"{parts[0].key}.{p.path}" if p.path else parts[0].key)
                for p in result.problems
            ]
            own[policy.id] = _Own(result.application, parts[0])
    return shared, own, problems


def _differences(
    policy: Policy,
    items: SharedVocabulary,
    carried: tuple[Carried, ...],
    given: Mapping[str, _Own],
) -> Iterator[Problem]:
    """Facts given for a policy that differ from what follows from shared items."""
    from sgpolicy.applying.problems import Trouble, describe
    from sgpolicy.applying.writing import to_plain

    own = given.get(policy.id)
    if own is None:
        return
    for one in carried:
        stated: Value | None = own.read.facts.get(one.fact)
        if stated is None or stated == one.value:
            continue
        fact = policy.core.facts[one.fact]
        key = next((k for k in (fact.name, fact.id) if (k,) in own.section.places), fact.name)
        names = "、".join(items.core.facts[i].name for i in one.items)
        details = {"items": names, "other": str(to_plain(one.value, fact.type))}
        yield describe(
            Trouble("SG738", str(to_plain(stated, fact.type)), details),
            path=(own.section.key, key),
            where=(f"{own.section.key} 的「{fact.name}」", f"“{fact.name}” of {own.section.key}"),
            fact=fact.name,
            place=own.section.places.get((key,)),
        )


def _scope_only(policy: Policy) -> Prepared:
    """The policy made ready to tell only whether it applies."""
    core: Core = policy.core
    refs = tuple(Ref(key, TRUTH) for key in core.scopes)
    body = All(refs) if refs else Truth(value=True)
    node = Node(_SCOPE, "适用", "rule", Citation(_NOWHERE, ()), body)
    scope = replace(core, nodes={**core.nodes, _SCOPE: node}, scopes=(), root=_SCOPE)
    return prepare_again(policy.prepared, scope)


def _row(one: Applicability, lang: Language) -> PolicyRow:
    from sgpolicy.explaining.values import datum
    from sgpolicy.model.applicability import Drawn, OtherScope, PolicyRow
    from sgpolicy.model.trace import Range

    core = one.policy.core
    drawn = []
    shown = one.carried
    if one.applies is Outcome.NOT_MET:  # what speaks against it, and no more
        rested_on = one.decision.cited_application.facts
        shown = tuple(fact for fact in shown if fact.fact in rested_on)
    for fact in shown:
        known = core.facts[fact.fact]
        number = known.type.is_numeric and not isinstance(fact.value, bool)
        value: Any = Range(fact.value, fact.value) if number else fact.value  # type: ignore[arg-type]
        names = tuple(one._vocabulary.core.facts[i].name for i in fact.items)  # noqa: SLF001
        drawn.append(Drawn(known.name, known.id, datum(value, known.type), names, fact.reason))
    return PolicyRow(
        policy=one.policy.id,
        title=one.policy.title,
        document_number=one.policy.document_number,
        example=one.policy.manifest.example,
        applies=one.applies,
        citations=one.citations,
        asks=one.wanted,
        drawn=tuple(drawn),
        others=tuple(OtherScope(i.number, i.name, r, o) for i, r, o in one.otherwise),
        outcome=one.decision.outcome,
        line=str(one.decision.explain("line", lang)),
    )
