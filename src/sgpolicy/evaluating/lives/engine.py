"""A procedure under fixed readings → the functions that reckon a history, compiled once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from sgpolicy.evaluating.lives.program import Act, Candidate, Duty, Program, Title
from sgpolicy.evaluating.lives.writing import D_HEAD, S_HEAD, UnsupportedError
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
        self.analysis = Analysis(self.core, readings, procedure.from_events)
        self.module = Expressions(self.core, readings, self.analysis)
        self.provisions = {k: act.provision for k, act in procedure.provisions.items()}
        self.module.names = {
            **vars(numbers),
            **vars(runtime),
            "between": between,
            "has_elapsed": has_elapsed,
            "kept_by_day": lru_cache(1 << 16),
        }
        self.namespace: dict[str, Any] = {}
        self.conditions: dict[str, str] = {}

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
            self._condition(conditions, one.when, f"{one.id}_binds")
            self._condition(conditions, one.moved, f"{one.id}_moves")
        for one in titles:
            if one.lasts is not None:
                value_function(self.module, one.lasts, f"{one.id}_lasts")
            if one.requires:
                kept_function(self.module, [n for n, _ in one.requires], f"{one.id}_kept")
        subjects, about = self._concerning(duties)
        source = self._compiled()
        relevant, by_round = self._relevant(duties, titles)
        read = frozenset(tally.ledger for _, tally in self.module.tallies)
        read |= {key for key, one in self.provisions.items() if one.kind == "step"}
        acts = {
            key: self._act(key, written.get(key), titles, relevant, read)
            for key in self.core.events
        }
        concerned = None
        if subjects is None:
            concerned, about = about, ()
        return Program(
            source=source,
            acts=acts,
            titles=tuple(self._title(one, by_round=by_round) for one in titles),
            duties=tuple(self._duty(one) for one in duties),
            candidates=tuple(self._candidates(acts)),
            beginning=acts[min(self.procedure.first_steps)] if self.procedure.first_steps else None,
            concerned=concerned,
            subjects=tuple(self.namespace[name] for name in subjects or ()),
            about=tuple(tuple(self.namespace[name] for name in names) for names in about),
            grants=frozenset(step for step, _ in self.procedure.granting),
            reach=sum(1 << self.module.kinds[key] for key in relevant),
            asks_round=by_round,
            relevant=tuple(self.module.kinds[key] for key in relevant),
            unset=(
                [runtime.UNSET] * (self.module.slots[False] - len(S_HEAD)),
                [runtime.UNSET] * (self.module.slots[True] - len(D_HEAD)),
            ),
            stated=stated,
            names={k: a.name for k, a in self.core.actors.items()}
            if self.module.asks_who
            else None,
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

    def _act(
        self,
        key: str,
        names: Names | None,
        titles: list[Provision],
        relevant: frozenset[str],
        read: frozenset[str],
    ) -> Act:
        kind = self.core.events[key]
        nobody: frozenset[str] = frozenset()
        names = names or Names(nobody, nobody, nobody, "", "", "", needs_view=False)
        provision = self.provisions[kind.provision] if kind.provision else None
        return Act(
            number=self.module.kinds[key],
            key=key,
            is_act=provision is not None,
            is_first=key in self.procedure.first_steps,
            is_step=provision is not None and provision.kind == "step",
            is_duty=provision is not None and provision.kind == "duty",
            only_result=kind.results[0] if len(kind.results) == 1 else None,
            who=None if names.who is None else tuple(self.namespace[one] for one in names.who),
            has_addressee=provision is not None and provision.towards is not None,
            by=names.by,
            delegates=names.delegates,
            towards=names.towards if provision is not None and provision.towards else None,
            order=self.namespace.get(names.order),
            ground=self.namespace.get(names.ground),
            demands=self.namespace.get(names.demands),
            needs_view=names.needs_view,
            is_read=key in read,
            cells=tuple(self.module.cells[key]),
            ends=frozenset(result for step, result in self.procedure.granting if step == key),
            grants=tuple(
                (i, one.begins_with[1])
                for i, one in enumerate(titles)
                if one.begins_with is not None and one.begins_with[0] == key
            ),
            is_relevant=key in relevant,
        )

    def _relevant(
        self, duties: list[Provision], titles: list[Provision]
    ) -> tuple[frozenset[str], bool]:
        """The kinds of events on which duties and titles rest, and whether they ask for the round."""
        kept = [Ref(n, self.core.nodes[n].body.type) for one in titles for n, _ in one.requires]
        rests = self.analysis.rests(*[one.when for one in duties], *kept)
        if rests.is_by_round:
            return frozenset(self.core.events), True
        return frozenset(rests.kinds), False

    def _title(self, one: Provision, *, by_round: bool) -> Title:
        nodes = [Ref(n, self.core.nodes[n].body.type) for n, _ in one.requires]
        return Title(
            one.id,
            one.begins_with[0] if one.begins_with else "",
            self.namespace.get(f"{one.id}_lasts"),
            self.namespace.get(f"{one.id}_kept"),
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
            self.namespace.get(self.conditions.get(f"{one.id}_binds", "")),
            not (binds.kinds or binds.is_stated),
            binds.is_stated,
            self.namespace.get(self.conditions.get(f"{one.id}_moves", "")),
        )

    def _candidates(self, acts: Mapping[str, Act]) -> list[Candidate]:
        """The steps and powers that may come next, in the order of the law."""
        kinds, alternatives = self.module.kinds, self.procedure.alternatives
        found = []
        for key, act in acts.items():
            if act.is_step and not act.is_first:
                priors = tuple(
                    tuple(kinds[one] for one in alternatives[step])
                    for step, _ in self.provisions[key].after
                )
                found.append(Candidate(act, tuple(kinds[one] for one in alternatives[key]), priors))
            elif act.is_act and not act.is_step and not act.is_duty and act.ground is not None:
                found.append(Candidate(act, (), ()))
        return found

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
