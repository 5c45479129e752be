"""How a case came out, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sgpolicy.cases.ranking import ONE, Pair
from sgpolicy.casing.records import AnyCase, LifeCase
from sgpolicy.evaluating.compiling import subexpressions
from sgpolicy.evaluating.interpreter import evaluate_prepared
from sgpolicy.evaluating.procedure.chronicling import chronicle
from sgpolicy.explaining import account, explain
from sgpolicy.explaining.answering import answered_clauses
from sgpolicy.model.core import Core, Ref
from sgpolicy.model.question import AboutLife, AboutNode
from sgpolicy.records import dataclass, replace
from sgpolicy.rendering.decisions.blocks import Heading, Paragraph
from sgpolicy.rendering.decisions.excerpt import excerpt
from sgpolicy.rendering.decisions.layout import blocks_to_text
from sgpolicy.rendering.status.audit import audit
from sgpolicy.rendering.status.headline import headline
from sgpolicy.rendering.status.wording import say
from sgpolicy.status import Status

if TYPE_CHECKING:
    from sgpolicy.decision import Decision
    from sgpolicy.evaluating.procedure.asking import Asked
    from sgpolicy.model.account import Account
    from sgpolicy.model.chronicle import DutyState
    from sgpolicy.model.citation import Clause
    from sgpolicy.model.outcome import Outcome
    from sgpolicy.model.question import Answer
    from sgpolicy.model.trace import Trace
    from sgpolicy.rendering.decisions.blocks import Block


@dataclass(frozen=True, slots=True)
class Life:
    """A history as a case asked it, and what it answered."""

    asked: Asked
    answer: Answer

    def whole(self, trace: Trace) -> Trace:
        """An evaluation with every node, for explanations."""
        prepared = self.asked.views.procedure.prepared
        return evaluate_prepared(prepared, trace.application, trace.on, trace.readings, exact=False)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How one case came out.

    Attributes:
        case: The case, with everything it says.
        file: The case file, relative to the policy folder; `line` from 1.
        name: What staff call it.
        target: The rule, finding, clause, event, duty, title or 结论 it is about.
        expected: The outcome it expects. `actual`: the one it came to.
        passed: Whether outcome (for a duty, state) and clauses are as expected.
        message: How they differ; "" where they do not.
        clauses: The clauses that the outcome is put down to.
        decision: The decision, for a case about an application.
        life: What was asked and answered, for a case about a history.
        pair: Both applicants, for a case about a ranking.
    """

    case: AnyCase
    file: str
    line: int
    name: str
    target: str
    expected: Outcome
    actual: Outcome
    passed: bool
    message: str
    clauses: tuple[Clause, ...]
    decision: Decision | None = None
    life: Life | None = None
    pair: Pair | None = None

    @property
    def place(self) -> str:
        """Where it stands: `cases/….md:12`, `cases/….xlsx:样例!F7`."""
        return self.case.place

    @property
    def core(self) -> Core:
        """The policy."""
        if self.life is not None:
            return self.life.answer.found.core
        if self.pair is not None:
            return self.pair.standings[ONE].decision.trace.core
        return self._decided.trace.core

    @property
    def state(self) -> DutyState | None:
        """How the duty stands that the case is about; None for any other."""
        return None if self.life is None else self.life.answer.state

    @property
    def status(self) -> Status | None:
        """How the platform stands as of the day, for a case about a history; worked out when asked."""
        if self.life is None:
            return None
        views = self.life.asked.views
        found = chronicle(
            views.procedure, views.history, views.until, views.readings, self.life.asked.holidays
        )
        return Status(views.procedure, found)

    def explanation(self, width: int = 78) -> str:
        """Why it came out so: the letter, or the part of the audit about the case's object.

        Args:
            width: Display cells per line.
        """
        if self.life is not None:
            return "\n".join(self._told(self.life, width)).strip("\n")
        if self.pair is not None:
            return self.pair.standings.explain().to_text(width=width).strip("\n")
        decision = self._decided
        if not self.case.target:
            return decision.explain("letter").to_text(width=width).strip("\n")
        return _excerpt(decision.trace, self.case.target, width)

    @property
    def _decided(self) -> Decision:
        if self.decision is None:
            message = "only a case about an application has a decision"
            raise AssertionError(message)
        return self.decision

    def _told(self, life: Life, width: int) -> Iterator[str]:
        question = self.case.question if isinstance(self.case, LifeCase) else AboutLife()
        answer = life.answer
        if isinstance(question, AboutLife) and self.status is not None:
            yield self.status.explain("letter").to_text(width=width)
        elif isinstance(question, AboutNode) and answer.trace is not None:
            yield _excerpt(life.whole(answer.trace), question.node, width)
        elif answer.found.duties and answer.state == "not_bound":
            (duty,) = answer.found.duties
            for expr in subexpressions(self.core.provisions[duty.duty].when):
                if isinstance(expr, Ref) and expr.type.kind == "truth" and duty.trace is not None:
                    yield _excerpt(life.whole(duty.trace), expr.node, width)
        else:
            told = replace(account(answer.found, "audit"), readings=(), others=())
            yield blocks_to_text(tuple(_blocks(told)), "zh", width=width)
            if not (told.events or told.titles or told.duties or told.steps):
                yield headline(told)


def _excerpt(trace: Trace, node: str, width: int) -> str:
    clause = trace.core.nodes[node].citation.clause
    return excerpt(explain(trace, "audit"), clause, node, width=width)


def _blocks(told: Account) -> Iterator[Block]:
    """The audit's sections about events, titles, duties and what may come next."""
    nothing = Paragraph(say("no events", "zh"))
    is_within = False
    for block in audit(told):
        if isinstance(block, Heading):
            is_within = block.level == 2 and not block.text.endswith(say("head notes", "zh"))
        elif is_within and block != nothing:
            yield block


def cited(case: AnyCase, life: Life) -> tuple[Clause, ...]:
    """The clauses that the answer to a case about a history is put down to."""
    if not isinstance(case, LifeCase):
        return ()
    return answered_clauses(case.question, life.answer)
