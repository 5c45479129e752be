"""Chronicle → Account: names, citations and reasons in place of ids, before any wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sgpolicy.explaining.deciding import Walk
from sgpolicy.explaining.needs import by_number, needs, reading_used
from sgpolicy.explaining.operands import actor_names, within
from sgpolicy.explaining.values import fact_keys
from sgpolicy.model.account import (
    Account,
    AccountHeader,
    BeginningAccount,
    Defect,
    DutyAccount,
    EventAccount,
    NextAccount,
    OtherReading,
    TitleAccount,
)
from sgpolicy.model.application import Application, Panel
from sgpolicy.model.chronicle import (
    Chronicle,
    DutyTrace,
    EventTrace,
    Flaw,
    NextTrace,
    OtherLife,
    TitleTrace,
)
from sgpolicy.model.citation import Citation
from sgpolicy.model.core import Core, Expr, FactRef, Judged, Node, Provision, Ref, Tally
from sgpolicy.model.explanation import Language, Length, Part
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Trace

_NAMED = re.compile("[“「]([^”」]+)[”」]")


def account(found: Chronicle, length: Length = "letter", lang: Language = "zh") -> Account:
    """What is to be said about a platform's life as of a day.

    Args:
        found: What the engine found.
        length: "line" is for one sentence, "letter" for what the platform is told, "audit" for all.
        lang: For whom: "zh" or "en". The law's words stay Chinese.
    """
    core, history, table = found.core, found.history, found.holidays
    titles = tuple(_title(title, found) for title in found.titles)
    events = tuple(_event(one, found) for one in found.events)
    by_position = {event.position: event for event in events}
    years = sorted(table.rest)
    changing = {life.interpretation for life in found.alternatives or ()}
    used = (
        reading_used(core.interpretations[key], found.readings[key], is_relied_on=True)
        for key in found.relied_on
        if "life" in core.interpretations[key].bears_on or key in changing
    )
    return Account(
        length=length,
        lang=lang,
        header=AccountHeader(
            policy=core.policy,
            title=core.title,
            issuer=core.issuer,
            document_number=core.document_number,
            subject=_subject(found),
            platform=history.name.strip(),
            on=found.on,
            complete_until=min(history.complete_until.values(), default=None),
            holidays=f"{table.name} {table.version}".strip(),
            holiday_years=(years[0], years[-1]) if years else None,
        ),
        title=None if found.title is None else titles[found.title],
        titles=titles,
        stage=None if found.stage is None else by_position[found.stage],
        events=events,
        duties=tuple(_duty(duty, found) for duty in found.duties if duty.state != "not_bound"),
        steps=tuple(_next(step, found) for step in found.steps),
        beginning=_beginning(found),
        readings=by_number(used),
        others=tuple(_other(life, found) for life in found.alternatives or ()),
        outcome=found.outcome,
    )


def _event(one: EventTrace, found: Chronicle) -> EventAccount:
    core, event = found.core, one.event
    kind = core.events[event.kind]
    provision = core.provisions.get(kind.provision)
    return EventAccount(
        position=event.position,
        date=event.date,
        key=kind.id,
        name=kind.name,
        by=core.actors[event.by].name if event.by else "",
        unit=event.unit,
        result=event.result if len(kind.results) > 1 else "",
        number=event.number,
        round=one.round,
        outcome=one.outcome,
        citation=None if provision is None else provision.citation,
        defects=tuple(_defect(flaw, found) for flaw in one.flaws),
    )


def _subject(found: Chronicle) -> str:
    """Whom the titles are granted to, as the law names them."""
    core = found.core
    about = (one.about for one in core.provisions.values() if one.begins_with is not None)
    names = (actor_names(expr, core, found.readings) for expr in about if expr is not None)
    return "、".join(dict.fromkeys(name for group in names for name in group))


def _title(title: TitleTrace, found: Chronicle) -> TitleAccount:
    power = found.core.provisions[title.power]
    granted = next(one for one in found.events if one.event.position == title.granted_by)
    outcome = Outcome.NOT_MET if title.state == "lost" else title.outcome
    reasons: tuple[Part, ...] = ()
    if title.state == "lost":
        reasons = _parts(title.nodes, title.trace)
    is_open = not title.outcome.is_decided
    return TitleAccount(
        key=power.id,
        name=power.name,
        title=called(power),
        granted_on=granted.event.date,
        number=granted.event.number,
        first=title.first,
        last=title.last,
        ended_on=title.ended_on,
        state=title.state,
        outcome=outcome,
        citation=period_citation(power, found.core),
        reasons=reasons,
        open=_open_in(title.nodes, title.trace) if is_open else (),
    )


def period_citation(power: Provision, core: Core) -> Citation:
    """The clause that sets the period: where its definition stands."""
    if isinstance(power.lasts, Ref):
        return core.nodes[power.lasts.node].citation
    return power.citation


def called(power: Provision) -> str:
    """What a title is called: what the law puts in quotation marks, else the power's name."""
    marked = next((m for p in power.citation.phrases if (m := _NAMED.search(p))), None)
    return power.name if marked is None else marked[1]


def _duty(duty: DutyTrace, found: Chronicle) -> DutyAccount:
    provision = found.core.provisions[duty.duty]
    done = next((o.event.date for o in found.events if o.event.position == duty.done_by), None)
    late = 0
    if duty.due is not None and duty.state in ("done_late", "overdue", "unrecorded"):
        until = done if done is not None else found.on
        late = max(0, (until - duty.due).days)
    return DutyAccount(
        key=duty.duty,
        name=provision.name,
        owners=_names(duty.actors, found),
        addressees=_names(duty.towards, found),
        year=duty.year,
        nominal=duty.nominal,
        due=duty.due,
        is_moved=duty.due != duty.nominal,
        is_unpublished=duty.is_unpublished,
        state=duty.state,
        outcome=duty.outcome,
        done_on=done,
        days_late=late,
        citation=provision.citation,
        written="" if provision.deadline is None else provision.deadline.written,
        defects=tuple(_defect(flaw, found) for flaw in duty.flaws),
    )


def _next(step: NextTrace, found: Chronicle) -> NextAccount:
    provision = found.core.provisions[step.provision]
    return NextAccount(
        key=provision.id,
        name=provision.name,
        kind="power" if provision.kind == "power" else "step",
        actors=_names(step.actors, found),
        delegates=_names(step.delegates, found),
        is_must=step.is_must,
        outcome=step.outcome,
        citation=provision.citation,
        results=provision.results if len(provision.results) > 1 else (),
        defects=tuple(_defect(flaw, found) for flaw in step.flaws),
    )


def _beginning(found: Chronicle) -> BeginningAccount | None:
    start = found.beginning
    if start is None:
        return None
    then = None if start.then is None else _next(start.then, found)
    return BeginningAccount(_next(start.step, found), start.from_day, start.until, then)


def _other(life: OtherLife, found: Chronicle) -> OtherReading:
    core = found.core
    interpretation = core.interpretations[life.interpretation]
    reading = interpretation.reading(life.reading)
    events = {one.event.position: one.event for one in found.events}
    return OtherReading(
        number=interpretation.number,
        name=interpretation.name,
        reading=life.reading if reading is None else reading.name,
        title=None if life.title is None else life.title[0],
        last=None if life.title is None else life.title[1],
        events=tuple(
            (core.events[events[at].kind].name, events[at].date, outcome)
            for at, outcome in life.events
        ),
        duties=tuple(
            (core.provisions[duty].name, year, state, due) for duty, year, state, due in life.duties
        ),
        steps=tuple(core.provisions[step].name for step in life.steps),
        begins=life.begins,
    )


def _defect(flaw: Flaw, found: Chronicle) -> Defect:
    core = found.core
    wanted = list(_names(flaw.actors, found))
    for step, result in flaw.priors:
        wanted.append(core.provisions[step].name + (f"（{result}）" if result else ""))
    name = core.nodes[flaw.node].name if flaw.node else ""
    parts: tuple[Part, ...] = ()
    opened: tuple[str, ...] = ()
    if flaw.trace is not None and flaw.outcome is Outcome.NOT_MET:
        parts = _parts((flaw.node,), flaw.trace) if flaw.node else _condition(flaw, flaw.trace)
    elif flaw.trace is not None and flaw.trace.pending:
        opened = tuple(dict.fromkeys(need.name for need in needs(flaw.trace)))
    elif flaw.trace is not None and flaw.expr is not None:
        opened = tuple(_unknown((flaw.expr,), flaw.trace))
    elif flaw.kind in ("order", "flawed_prior"):
        opened = tuple(wanted)
    return Defect(flaw.kind, flaw.outcome, flaw.citation, tuple(wanted), name, parts, opened)


def _parts(nodes: Iterable[str], trace: Trace) -> tuple[Part, ...]:
    """The tests on which some nodes fail."""
    walk = Walk(trace)
    found = (
        walk.visit(trace.core.nodes[node], Outcome.NOT_MET)
        for node in nodes
        if node in trace.nodes and trace.nodes[node].outcome is Outcome.NOT_MET
    )
    return tuple(part for part in found if part is not None)


def _condition(flaw: Flaw, trace: Trace) -> tuple[Part, ...]:
    """The tests on which a condition fails that has no name of its own."""
    if flaw.step is None:
        return ()
    node = Node("", "", "rule", flaw.citation, flaw.step.expr)
    part = Walk(trace).told(node, flaw.step, Outcome.NOT_MET)
    return (part,) if part.reasons or part.parts else ()


def _open_in(nodes: Iterable[str], trace: Trace) -> tuple[str, ...]:
    bodies: list[Expr] = []
    for node in nodes:
        bodies.append(trace.core.nodes[node].body)
        guard = trace.core.nodes[node].guard
        bodies += [] if guard is None else [guard]
    return tuple(_unknown(bodies, trace))


def _unknown(exprs: Iterable[Expr], trace: Trace) -> Iterator[str]:
    """Names of what is not known among what some expressions rest on."""
    core, given = trace.core, trace.application
    seen: dict[str, None] = {}
    for expr in within(exprs, core, trace.readings):
        match expr:
            case FactRef(fact=key):
                declared = core.facts[key]
                is_recorded = declared.computed and _is_of_events(declared.computed, trace)
                if not is_recorded and not fact_keys(key, trace):
                    seen[declared.name] = None
            case Judged(finding=key):
                if _is_open(key, given, trace):
                    seen[core.findings[key].name] = None
            case Tally(ledger=key) if key in core.events:
                rows = given.ledgers.get(key, ())
                if rows and all(cell is None for cell in rows[-1].values()):
                    seen[core.events[key].name] = None
            case _:
                pass
    yield from seen


def _is_open(finding: str, given: Application, trace: Trace) -> bool:
    """Whether nobody has judged, or a panel has not come to anything."""
    record = given.findings.get(finding)
    seen = trace.nodes.get(finding)
    return record is None or (isinstance(record, Panel) and (seen is None or seen.finding is None))


def _is_of_events(expr: Expr, trace: Trace) -> bool:
    return any(
        isinstance(one, Tally) and one.ledger in trace.core.events
        for one in within((expr,), trace.core, trace.readings)
    )


def _names(actors: Iterable[str], found: Chronicle) -> tuple[str, ...]:
    """Actors by name, in the order in which the policy declares them."""
    wanted = set(actors)
    return tuple(actor.name for key, actor in found.core.actors.items() if key in wanted)
