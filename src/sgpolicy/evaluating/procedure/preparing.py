"""A policy's procedure made ready to run, once."""

from __future__ import annotations

from collections.abc import Mapping

from sgpolicy.evaluating.compiling import Compiler, subexpressions
from sgpolicy.evaluating.running import Condition, Figure, Prepared, Run
from sgpolicy.model.core import Core, EventKind, Expr, Provision, Ref, Tally
from sgpolicy.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class PreparedProvision:
    """A step, duty or power with its expressions ready to run."""

    provision: Provision
    by: Figure | None
    delegates: Figure | None
    towards: Figure | None
    about: Figure | None
    when: Condition | None
    lasts: Figure | None
    moved: Condition | None


@dataclass(frozen=True, slots=True)
class PreparedProcedure:
    """Everything that does not depend on a history.

    Attributes:
        provisions: Steps, duties and powers by id.
        alternatives: Step id → itself and the steps that may stand in for it.
        first_steps: Ids of the steps that begin a round: nothing comes before them, something after.
        titles: Ids of the powers that grant a title.
        granting: The steps by which a title is granted, each with the result that grants it.
        from_events: Ids of the facts that are computed from events.
    """

    prepared: Prepared
    provisions: Mapping[str, PreparedProvision]
    alternatives: Mapping[str, tuple[str, ...]]
    first_steps: frozenset[str]
    titles: tuple[str, ...]
    granting: frozenset[tuple[str, str]]
    from_events: frozenset[str]

    @property
    def core(self) -> Core:
        """The policy."""
        return self.prepared.core

    @property
    def conditions(self) -> Prepared:
        """The policy without its scopes: whether an application meets its conditions."""
        return replace(self.prepared, core=replace(self.prepared.core, scopes=()))

    def provision_of(self, kind: str) -> PreparedProvision | None:
        """The step, duty or power that an event of this kind does; None for an occurrence."""
        return self.provisions.get(self.core.events[kind].provision)


def prepare_procedure(prepared: Prepared) -> PreparedProcedure:
    """Make a policy's procedure ready. The result never changes; threads may share it."""
    core = prepared.core
    compiler = Compiler(core)
    acts = {key: _prepared(compiler, provision) for key, provision in _acts(core).items()}
    from_events = frozenset(
        key
        for key, fact in core.facts.items()
        if fact.computed is not None and _mentions_events(core, fact.computed, core.events)
    )
    return _put_together(prepared, acts, from_events)


def prepare_procedure_again(procedure: PreparedProcedure, prepared: Prepared) -> PreparedProcedure:
    """Make a changed policy's procedure ready, taking over what is the same.

    Args:
        procedure: The procedure before the change.
        prepared: The policy after it; unchanged steps, duties and powers are the same objects, and what
            is computed from events still is.
    """
    before, after = _acts(procedure.core), _acts(prepared.core)
    if all(provision is before.get(key) for key, provision in after.items()):
        return replace(procedure, prepared=prepared)
    compiler = Compiler(prepared.core)
    acts = {
        key: procedure.provisions[key]
        if provision is before.get(key)
        else _prepared(compiler, provision)
        for key, provision in after.items()
    }
    return _put_together(prepared, acts, procedure.from_events)


def _acts(core: Core) -> dict[str, Provision]:
    return {k: p for k, p in core.provisions.items() if p.kind in ("step", "duty", "power")}


def _put_together(
    prepared: Prepared, acts: Mapping[str, PreparedProvision], from_events: frozenset[str]
) -> PreparedProcedure:
    steps = {k: p.provision for k, p in acts.items() if p.provision.kind == "step"}
    alternatives = {
        key: tuple(
            other
            for other in steps
            if other == key or other in step.instead_of or key in steps[other].instead_of
        )
        for key, step in steps.items()
    }
    followed = {prior for step in steps.values() for prior, _ in step.after}
    titles = {
        key: act.provision.begins_with
        for key, act in acts.items()
        if act.provision.begins_with is not None and act.provision.lasts is not None
    }
    return PreparedProcedure(
        prepared,
        acts,
        alternatives,
        frozenset(key for key, step in steps.items() if not step.after and key in followed),
        tuple(titles),
        frozenset(titles.values()),
        from_events,
    )


def _prepared(compiler: Compiler, provision: Provision) -> PreparedProvision:
    def figure(expr: Expr | None) -> Figure | None:
        return None if expr is None else compiler.figure(expr)

    def condition(expr: Expr | None) -> Condition | None:
        return None if expr is None else compiler.condition(expr)

    return PreparedProvision(
        provision,
        figure(provision.by),
        figure(provision.delegates),
        figure(provision.towards),
        figure(provision.about),
        condition(provision.when),
        figure(provision.lasts),
        condition(provision.moved),
    )


def _mentions_events(core: Core, expr: Expr, events: Mapping[str, EventKind]) -> bool:
    return any(
        (isinstance(one, Tally) and one.ledger in events)
        or (isinstance(one, Ref) and _mentions_events(core, core.nodes[one.node].body, events))
        for one in subexpressions(expr)
    )


def actors(figure: Figure | None, run: Run) -> frozenset[str] | None:
    """The ids of the actors that an expression stands for; None where that is open."""
    if figure is None:
        return frozenset()
    value = figure(run).value
    return value if isinstance(value, frozenset) else None
