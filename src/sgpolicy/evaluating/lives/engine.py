"""A procedure under fixed readings → the functions that reckon a history, compiled once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from sgpolicy.evaluating.generated import runtime as numbers
from sgpolicy.evaluating.lives import runtime
from sgpolicy.evaluating.lives.acts import (
    Names,
    constant_actors,
    day_function,
    expressions_of,
    kept_function,
    value_function,
    write_act,
)
from sgpolicy.evaluating.lives.analysing import Analysis
from sgpolicy.evaluating.lives.expressions import Expressions
from sgpolicy.evaluating.lives.judging import for_another, in_doubt
from sgpolicy.evaluating.lives.kinds import UNGOVERNED, KindWriter
from sgpolicy.evaluating.lives.program import Act, Candidate, Duty, Program, Title, Who
from sgpolicy.evaluating.lives.writing import D_HEAD, DONE, S_HEAD, TRIED, UnsupportedError
from sgpolicy.evaluating.panels import as_judged
from sgpolicy.evaluating.procedure.preparing import PreparedProcedure
from sgpolicy.evaluating.ranges import between
from sgpolicy.model.application import Application
from sgpolicy.model.core import Expr, Provision, Ref
from sgpolicy.operators.periods import has_elapsed

_HEADER = """\
# Generated from a policy's procedure; not to be edited.
#
# `s` is a view of a history: {s}; then what has been worked out.
# `d` is a view as of a day: {d}; then likewise.
# 0 不符合, 1 待补材料, 3 待评定, 7 符合, 8 不适用.

"""


def generate_program(
    procedure: PreparedProcedure,
    readings: Mapping[str, str],
    stated: Callable[[Application], Mapping[Any, Any]],
) -> Program:
    """Write and compile a procedure's functions.

    Args:
        procedure: The policy's procedure.
        readings: Interpretation id → reading id; those left out take their default.
        stated: What an application states, by fact, for the readings in force.

    Raises:
        UnsupportedError: If there is something in the procedure itself that only the interpreter does.
    """
    return _Writing(procedure, {**procedure.prepared.defaults, **readings}).program(stated)


class _Writing:
    """One procedure being written."""

    def __init__(self, procedure: PreparedProcedure, readings: Mapping[str, str]) -> None:
        self.procedure = procedure
        self.core = procedure.core
        self.readings = readings
        self.analysis = Analysis(self.core, readings, procedure.from_events)
        self.module = Expressions(self.core, readings, self.analysis)
        self.provisions = {k: act.provision for k, act in procedure.provisions.items()}
        self.module.names = {
            **vars(numbers),
            **vars(runtime),
            "between": between,
            "has_elapsed": has_elapsed,
            "for_another": for_another,
            "in_doubt": in_doubt,
            "kept_by_day": lru_cache(1 << 16),
        }
        self.namespace: dict[str, Any] = {}
        self.conditions: dict[str, str] = {}
        self.read: frozenset[str] = frozenset()

    def program(self, stated: Callable[[Application], Mapping[Any, Any]]) -> Program:
        """Write everything, then compile it, then put it together."""
        if any(step in self.procedure.first_steps for step, _ in self.procedure.granting):
            raise UnsupportedError("a step that begins a round and grants a title")
        self.analysis.count(expressions_of(self.procedure))
        written = {
            key: write_act(self.module, self.procedure, self.provisions[kind.provision])
            for key, kind in self.core.events.items()
            if kind.provision
        }
        duties = [p for p in self.provisions.values() if p.kind == "duty" and p.deadline]
        titles = [self.provisions[key] for key in self.procedure.titles]
        conditions: dict[Expr, str] = {}
        for one in duties:
            self._condition(conditions, one.when, self.module.local(one.id, "binds"))
            self._condition(conditions, one.moved, self.module.local(one.id, "moves"))
        for one in titles:
            if one.lasts is not None:
                value_function(self.module, one.lasts, self.module.local(one.id, "lasts"))
            if one.requires:
                kept_function(
                    self.module, [n for n, _ in one.requires], self.module.local(one.id, "kept")
                )
        core, readings = self.core, self.readings
        subjects, about = self._concerning(duties)
        relevant, by_round = self._relevant(duties, titles)
        own = {} if subjects is not None else dict(zip((p.id for p in duties), about, strict=True))
        kinds = KindWriter(self.module, self.procedure, titles, relevant, own)
        self.read = kinds.read
        judges = {key: kinds.write(key, written.get(key, UNGOVERNED)) for key in self.core.events}
        source = self._compiled()
        acts = {key: self._act(key, names) for key, names in written.items()}
        who = {key: self._who(key, one.who) for key, one in written.items() if one.who}
        candidates = tuple(self._candidates(acts, relevant))
        powers = tuple(one for one in candidates if not one.act.is_step)
        concerned = None
        if subjects is None:
            concerned, about = about, ()
        return Program(
            source=source,
            judges={key: self.namespace[name] for key, name in judges.items()},
            who=who,
            who_by=_facts_of(who.values()),
            titles=tuple(self._title(one, by_round=by_round) for one in titles),
            duties=tuple(self._duty(one) for one in duties),
            candidates=candidates,
            powers=powers,
            powers_are_settled=all(
                one.is_settled and one.act.order is None and one.act.demands is None
                for one in powers
            ),
            beginning=acts[min(self.procedure.first_steps)] if self.procedure.first_steps else None,
            concerned=concerned,
            subjects=tuple(self.namespace[name] for name in subjects or ()),
            about=tuple(tuple(self.namespace[name] for name in names) for names in about),
            grants=frozenset(step for step, _ in self.procedure.granting),
            bits={key: 1 << number for key, number in self.module.kinds.items()},
            every=(1 << len(self.module.kinds)) - 1,
            reach=self._bits(relevant),
            asks_round=by_round,
            asks_stated=self._asks_stated(duties, titles),
            relevant=tuple(self.module.kinds[key] for key in relevant),
            unset=(
                [runtime.UNSET] * (self.module.slots[False] - len(S_HEAD)),
                [runtime.UNSET] * (self.module.slots[True] - len(D_HEAD)),
            ),
            stated=stated,
            judged=lambda one: as_judged(core, one.findings, readings),
            asks_who=self.module.asks_who,
        )

    def _condition(self, known: dict[Expr, str], expr: Expr | None, name: str) -> None:
        """Write a duty's condition, once where several have the same."""
        if expr is None:
            return
        if expr not in known:
            known[expr] = day_function(self.module, expr, name)
        self.conditions[name] = known[expr]

    def _compiled(self) -> str:
        self.namespace |= self.module.names
        source = _HEADER.format(s=", ".join(S_HEAD), d=", ".join(D_HEAD)) + self.module.source
        self.namespace |= self.module.namespace
        slots = self.module.slots
        self.namespace["NO_VIEW"] = [(), 0, {}, {}, -1, -1, *[runtime.UNSET] * slots[False]]
        self.namespace["NO_DAY"] = [runtime.UNSET] * slots[True]
        code = compile(source, f"<generated from {self.core.policy}>", "exec")
        exec(code, self.namespace)  # noqa: S102 - our own source, made of checked names and literals
        return source

    # ── pieces ──

    def _act(self, key: str, names: Names) -> Act:
        kind = self.core.events[key]
        one = self.provisions[kind.provision]
        asked = [self._ref(node) for node, _ in one.requires]
        rests = self.analysis.rests(*asked, one.by, one.delegates, one.towards)
        return Act(
            number=self.module.kinds[key],
            key=key,
            is_step=one.kind == "step",
            only_result=kind.results[0] if len(kind.results) == 1 else None,
            order=self.namespace.get(names.order),
            first=names.first,
            ground=self.namespace.get(names.ground),
            demands=self.namespace.get(names.demands),
            needs_view=names.needs_view,
            demands_now=self.namespace.get(names.demands_now),
            asks=self._bits(rests.kinds),
            is_read=key in self.read,
            cells=tuple(self.module.cells[key]),
        )

    def _ref(self, node: str) -> Ref:
        return Ref(node, self.core.nodes[node].body.type)

    def _bits(self, kinds: Iterable[str]) -> int:
        return sum(1 << at for each, at in self.module.kinds.items() if each in kinds)

    def _who(self, key: str, names: tuple[str, ...]) -> Who:
        one = self.provisions[self.core.events[key].provision]
        facts = self.analysis.facts_in(one.by, one.delegates, one.towards)
        kinds = {self.core.facts[fact].type.kind for fact in facts}
        by, delegates, towards = (self.namespace[name] for name in names)
        is_looked_up = kinds <= {"truth", "choice", "set", "date"}
        return Who(
            by,
            delegates,
            towards,
            tuple(sorted(facts)) if is_looked_up else None,
        )

    def _relevant(
        self, duties: list[Provision], titles: list[Provision]
    ) -> tuple[frozenset[str], bool]:
        """The kinds of events on which duties and titles rest, and whether they ask for the round."""
        kept = [self._ref(n) for one in titles for n, _ in one.requires]
        rests = self.analysis.rests(*[one.when for one in duties], *kept)
        if rests.is_by_round:
            return frozenset(self.core.events), True
        return frozenset(rests.kinds), False

    def _asks_stated(self, duties: list[Provision], titles: list[Provision]) -> bool:
        kept = [self._ref(n) for one in titles for n, _ in one.requires]
        return self.analysis.rests(*[one.when for one in duties], *kept).is_stated

    def _title(self, one: Provision, *, by_round: bool) -> Title:
        nodes = [self._ref(n) for n, _ in one.requires]
        return Title(
            one.id,
            one.begins_with[0] if one.begins_with else "",
            self.namespace.get(self.module.local(one.id, "lasts")),
            self.namespace.get(self.module.local(one.id, "kept")),
            by_round or self.analysis.rests(*nodes).is_daily,
        )

    def _duty(self, one: Provision) -> Duty:
        deadline = one.deadline
        if deadline is None:
            raise UnsupportedError(one.id)
        binds, moved = self.analysis.rests(one.when), self.analysis.rests(one.moved)
        if moved.kinds or moved.is_stated:
            raise UnsupportedError(f"{one.id} moves by what is known of the platform")
        return Duty(
            one.id,
            self.module.kinds.get(one.id, -1),
            (deadline.by_end_of_month or 12) if deadline.every_year else None,
            self.namespace.get(self.conditions.get(self.module.local(one.id, "binds"), "")),
            not (binds.kinds or binds.is_stated),
            self.namespace.get(self.conditions.get(self.module.local(one.id, "moves"), "")),
        )

    def _candidates(self, acts: Mapping[str, Act], relevant: frozenset[str]) -> list[Candidate]:
        """The steps and powers that may come next, in the order of the law."""
        alternatives = self.procedure.alternatives
        found = []
        for key, act in acts.items():
            provision = self.provisions[self.core.events[key].provision]
            if act.is_step and key not in self.procedure.first_steps:
                priors = [self._marks(alternatives[step], TRIED) for step, _ in provision.after]
                found.append(Candidate(act, self._marks(alternatives[key], DONE), tuple(priors)))
            elif provision.kind == "power" and act.ground is not None:
                rests = self.analysis.rests(provision.when)
                is_settled = rests.kinds <= relevant and not (rests.is_stated or rests.is_by_round)
                found.append(Candidate(act, 0, (), is_settled))
        return found

    def _marks(self, steps: Iterable[str], what: str) -> int:
        return sum(self.module.mark(step, what) for step in steps)

    def _concerning(self, duties: list[Provision]) -> tuple[list[str] | None, Any]:
        """Which duties concern the platform; where that depends, the functions that tell."""
        subjects = [self.provisions[key].by for key in self.procedure.first_steps]
        subjects += [self.provisions[key].about for key in self.procedure.titles]
        known = [constant_actors(self.module, one) for one in subjects]
        told: list[bool] = []
        if None not in known:
            whose = frozenset().union(*[one for one in known if one])
            for duty in duties:
                named = [
                    constant_actors(self.module, one) for one in (duty.by, duty.towards, duty.about)
                ]
                if any(one and whose & one for one in named):
                    told.append(True)
                elif None in named:
                    break
                else:
                    told.append(False)
        if None not in known and len(told) == len(duties):
            return None, tuple(told)
        names = [self._actors(one) for one in subjects if one is not None]
        about = [
            [self._actors(one) for one in (duty.by, duty.towards, duty.about) if one is not None]
            for duty in duties
        ]
        return names, about

    def _actors(self, expr: Expr) -> str:
        return value_function(self.module, expr, self.module.fresh("w"))


def _facts_of(who: Iterable[Who]) -> tuple[str, ...] | None:
    """The facts on which it depends who may act; None where their values may not be looked up by."""
    found: set[str] = set()
    for one in who:
        if one.facts is None:
            return None
        found.update(one.facts)
    return tuple(sorted(found))
