"""Whether a case about a history notices a mutant, with as little judging as that takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sgpolicy.cases import CaseRun
from sgpolicy.casing.judging import is_answered, life_difference
from sgpolicy.casing.records import LifeCase
from sgpolicy.evaluating.procedure.asking import Asked, Judged, Known, judged_apart
from sgpolicy.evaluating.procedure.preparing import PreparedProcedure, prepare_procedure_again
from sgpolicy.evaluating.running import Prepared
from sgpolicy.explaining.answering import answered_clauses
from sgpolicy.model.history import History
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.question import Answer, subject_of
from sgpolicy.mutating.records import Mutant
from sgpolicy.records import dataclass

_Key = tuple[int, object, tuple[tuple[str, str], ...], int | None]


@dataclass(frozen=True, slots=True, eq=False)
class TriedLife:
    """A case with what its answer consulted.

    Attributes:
        judged: Its history's events as the original policy judges them.
        in_force: Interpretation id → reading id, for all.
        nodes, facts, provisions: Ids of what was consulted; a change to anything else cannot alter the
            answer.
        is_failing: Whether it differs from the original policy.
    """

    case: LifeCase
    history: History
    holidays: HolidayTable
    judged: Judged
    in_force: Mapping[str, str]
    nodes: frozenset[str]
    facts: frozenset[str]
    provisions: frozenset[str]
    is_failing: bool

    @property
    def key(self) -> _Key:
        """Cases of one key ask the same history as of the same day, under the same readings."""
        case = self.case
        return id(self.history), case.day, case.readings, case.rest_until

    def consults(self, mutant: Mutant, *, is_order_changed: bool) -> bool:
        """Whether what the mutant changed was consulted, under the readings it needs."""
        if any(self.in_force[key] != reading for key, reading in mutant.picks):
            return False
        if mutant.provision is not None:
            return is_order_changed or mutant.provision.id in self.provisions
        if mutant.fact is not None:
            return mutant.fact.id in self.facts
        return mutant.node is not None and mutant.node.id in self.nodes

    def known(self, mutant: Mutant) -> Known:
        """What the mutant, which leaves the rounds alone, need not judge again."""
        judged = self.judged
        if mutant.provision is not None:
            key = mutant.provision.id
            return Known(judged.events, lambda at: judged.events[at].event.kind == key)
        if mutant.fact is not None:
            key = mutant.fact.id
            return Known(judged.events, lambda at: key in judged.facts[at])
        key = mutant.node.id if mutant.node is not None else ""
        return Known(judged.events, lambda at: key in judged.nodes[at])


def tried_lives(ready: CaseRun, cases: Iterable[LifeCase]) -> list[TriedLife]:
    """Answer each case's question under the original policy, to see what that consults."""
    procedure = ready.policy.procedure
    once: dict[object, Judged] = {}
    found = []
    for case in cases:
        as_read, readings = ready.asked(case), dict(case.readings)
        history, holidays = as_read.views.history, as_read.holidays
        key = (id(history), case.readings)
        if key not in once:
            once[key] = judged_apart(procedure, history, readings)
        judged = once[key]
        known = Known(judged.events, lambda _: False)
        asked = Asked(procedure, history, case.day, readings, holidays, known)
        answer = asked.answer(case.question)
        views, events = asked.views, procedure.core.events
        number = len(views.done)
        provisions = {events[one.event.kind].provision for one in views.done}
        found.append(
            TriedLife(
                case,
                history,
                holidays,
                judged,
                views.readings,
                frozenset(views.nodes).union(*judged.nodes[:number]),
                frozenset(views.facts).union(*judged.facts[:number]),
                frozenset(provisions | {subject_of(case.question)}),
                _differs(case, answer),
            )
        )
    return found


class Lives:
    """A policy's cases about histories, ready to be tried on mutants of it."""

    def __init__(self, procedure: PreparedProcedure, cases: Sequence[TriedLife]) -> None:
        self.procedure = procedure
        self.cases = sorted(cases, key=_cost)
        self._noticed: dict[str, TriedLife] = {}

    def failing(self) -> list[LifeCase]:
        """Those that differ from the policy as it is."""
        return [one.case for one in self.cases if one.is_failing]

    def killer(self, mutant: Mutant, prepared: Prepared) -> LifeCase | None:
        """The first case that notices the mutant, made ready, if any does."""
        if not self.cases:
            return None
        procedure = prepare_procedure_again(self.procedure, prepared)
        asked: dict[_Key, Asked] = {}
        is_order_changed = (procedure.first_steps, procedure.granting) != (
            self.procedure.first_steps,
            self.procedure.granting,
        )
        owner = _owner(mutant)
        for one in self._likely(mutant, owner, is_order_changed=is_order_changed):
            if self._fails(procedure, one, asked, None if is_order_changed else mutant):
                self._noticed[owner] = one
                return one.case
        return None

    def _likely(self, mutant: Mutant, owner: str, *, is_order_changed: bool) -> Iterator[TriedLife]:
        """The cases that consult what was changed, those about the thing itself first.

        Before them all the one that noticed the last change there.
        """
        consulting = [
            one for one in self.cases if one.consults(mutant, is_order_changed=is_order_changed)
        ]
        last = self._noticed.get(owner)
        if last is not None and any(one is last for one in consulting):
            yield last
        own = [one for one in consulting if subject_of(one.case.question) == owner]
        yield from (one for one in own if one is not last)
        yield from (
            one for one in consulting if one is not last and subject_of(one.case.question) != owner
        )

    def _fails(
        self,
        procedure: PreparedProcedure,
        one: TriedLife,
        asked: dict[_Key, Asked],
        mutant: Mutant | None,
    ) -> bool:
        """Whether a case fails; `mutant` None where everything is to be judged afresh."""
        case = one.case
        found = asked.get(one.key)
        if found is None:
            readings = dict(case.readings)
            known = None if mutant is None else one.known(mutant)
            found = Asked(procedure, one.history, case.day, readings, one.holidays, known)
            asked[one.key] = found
        return _differs(case, found.answer(case.question))


def _differs(case: LifeCase, answer: Answer) -> bool:
    """Whether an answer is not as the case expects; where it is 符合 its clauses are its own."""
    if answer.outcome is None or not is_answered(case, answer.outcome, answer.state):
        return True
    if answer.outcome is Outcome.MET:
        return False
    clauses = answered_clauses(case.question, answer)
    return bool(life_difference(case, answer.outcome, answer.state, clauses))


def _rounds(procedure: PreparedProcedure) -> object:
    """What begins a round and what may end one."""
    return procedure.first_steps, procedure.granting


def _owner(mutant: Mutant) -> str:
    changed = mutant.provision or mutant.node or mutant.fact
    return changed.id if changed is not None else ""


def _cost(one: TriedLife) -> int:
    """How many events are judged: short histories first."""
    return sum(1 for event in one.history.events if event.date <= one.case.day)
