"""Steps, duties and powers → what it takes to judge one, as functions and constants."""

from __future__ import annotations

import re
from collections.abc import Callable

from sgpolicy.evaluating.lives.in_place import in_place
from sgpolicy.evaluating.lives.truths import least
from sgpolicy.evaluating.lives.values import shown
from sgpolicy.evaluating.lives.writing import Grade, Module, UnsupportedError
from sgpolicy.evaluating.procedure.preparing import PreparedProcedure
from sgpolicy.model.core import Actors, Expr, Pick, Provision, Ref
from sgpolicy.records import dataclass

_MANY = 8
"""On how many facts that may be stated something must rest to be written once more for where none is."""


@dataclass(frozen=True, slots=True)
class Names:
    """The functions of an act, by name; "" for none.

    Attributes:
        by, delegates, towards: Ids of those who may, may for another, may be addressed; None where that
            is for a function to say.
        order: Of the life so far, the round and the day: how far the steps are done that come first.
        first: As bits of `Judged.marks`, what says that all of them are done as the text says.
        ground: The condition of a power or step, of a view as of a day. `ground_now`, `demands_now`: The
            same of a plain life, its round and the day, see `in_place`.
        demands: What the act itself must satisfy, of a view that shows it, see `_demands`.
        needs_view: Whether `demands` looks at more of the view than its day.
        in_line: Else the lines that do the same to `outcome` where an act was done, if they are few.
        who: The functions of a view that say who may, may for another, may be addressed, where that depends
            on nothing but what is stated; then `by`, `delegates` and `towards` say nothing.
    """

    by: frozenset[str] | None
    delegates: frozenset[str] | None
    towards: frozenset[str] | None
    order: str
    ground: str
    demands: str
    needs_view: bool = True
    who: tuple[str, str, str] | None = None
    in_line: tuple[str, ...] = ()
    first: int = 0
    ground_now: str = ""
    demands_now: str = ""


def expressions_of(procedure: PreparedProcedure) -> list[Expr | None]:
    """Everything in steps, duties and powers that is evaluated, nodes as references."""
    core = procedure.core
    found: list[Expr | None] = []
    for act in procedure.provisions.values():
        one = act.provision
        found += [one.by, one.delegates, one.towards, one.about, one.when, one.lasts, one.moved]
        found += [Ref(node, core.nodes[node].body.type) for node, _ in one.requires]
    return found


def constant_actors(module: Module, expr: Expr | None) -> frozenset[str] | None:
    """The actors that an expression always stands for under the readings; None where it depends."""
    if expr is None:
        return frozenset()
    if isinstance(expr, Actors):
        return frozenset(expr.actors)
    if isinstance(expr, Pick):
        return constant_actors(module, module.analysis.chosen(expr))
    if isinstance(expr, Ref):
        return constant_actors(module, module.core.nodes[expr.node].body)
    return None


def write_act(module: Module, procedure: PreparedProcedure, provision: Provision) -> Names:
    """Write the functions by which an act of this kind is judged."""
    by = constant_actors(module, provision.by)
    delegates = constant_actors(module, provision.delegates)
    towards = constant_actors(module, provision.towards)
    named: tuple[frozenset[str] | None, ...] = (by, delegates, towards)
    who = None
    rests = module.analysis.rests(provision.by, provision.delegates, provision.towards)
    if None in named and not (rests.kinds or rests.is_daily):
        who = (
            actors_function(module, provision.by, module.fresh("w")),
            actors_function(module, provision.delegates, module.fresh("w")),
            actors_function(module, provision.towards, module.fresh("w")),
        )
        named = (frozenset(), frozenset(), frozenset())
    ground = ground_now = demands_now = ""
    if provision.when is not None and provision.kind != "duty":
        ground = day_function(module, provision.when, module.local(provision.id, "ground"))
        ground_now = now_function(module, ground)
    demands, needs_view, in_line = _demands(module, procedure, provision, named)
    order = _order(module, procedure, provision)
    if needs_view:
        own = module.kinds.get(provision.id, -1)
        demands_now = now_function(module, demands, own, ", event, result, tried")
    first = sum({module.mark(*one) for one in provision.after})
    return Names(
        by,
        delegates,
        towards,
        order,
        ground,
        demands,
        needs_view,
        who,
        in_line,
        first,
        ground_now,
        demands_now,
    )


def day_function(module: Module, expr: Expr, name: str) -> str:
    """A function of a view as of a day: how far a condition holds, not applying counting as not."""
    with module.within(is_daily=True):
        source = _or_beyond(lambda: _in_all(module.truth(expr)))
    return _of_view(module, name, source)


def _in_all(grade: Grade) -> str:
    return f"shown({grade.source}) & 7" if grade.is_pair else grade.source


def now_function(module: Module, name: str, own: int = -1, more: str = "") -> str:
    """The same as a function of a view as of a day, of a plain life: see `in_place`."""
    made = module.fresh("now_")
    lines = in_place(name, module.functions, module.placed, own)
    module.plain(made, f"life, round_, day{more}", lines, name)
    return made


def value_function(module: Module, expr: Expr, name: str) -> str:
    """A function of a view as of a day: a value, None where it is not known or there is none."""
    with module.within(is_daily=True):
        source = _or_beyond(lambda: module.value(expr).source)
    return _of_view(module, name, f"{source} or None")


def actors_function(module: Module, expr: Expr | None, name: str) -> str:
    """A function of a view: the actors that an expression stands for, None where that is open."""
    with module.within(is_daily=True):
        source = _or_beyond(lambda: module.value(expr or Actors(())).source)
    return _of_view(module, name, f"None if (v := {source}) is ABSENT else v")


def kept_function(module: Module, nodes: list[str], name: str) -> str:
    """A function of a view as of a day: what some nodes come to together, those that apply."""
    with module.within(is_daily=True):
        parts = [module.truth(Ref(key, module.core.nodes[key].body.type)) for key in nodes]
        # A node shows as how far it applies where that is open, so the pair as such will not do.
        held = [f"KEPT[{shown(one)}]" if one.is_pair else one.source for one in parts]
        source = least(module, held)
    return _of_view(module, name, source)


def _or_beyond(write: Callable[[], str]) -> str:
    try:
        return write()
    except UnsupportedError:
        return "beyond()"


def _of_view(module: Module, name: str, source: str) -> str:
    module.plain(name, "d", ["s = d[0]", f"return {source}"])
    return name


def _order(module: Module, procedure: PreparedProcedure, provision: Provision) -> str:
    """The steps that must come first: the best of each in the round.

    Asked where not all of them are done as the text says, see `Names.first`.
    """
    if not provision.after:
        return ""
    core = procedure.core
    is_later = provision.kind == "step" and provision.id not in procedure.first_steps
    lines = ["strays = life.strays if c == life.last else ()", "o = 7"]
    for step, result in provision.after:
        kinds = procedure.alternatives[step]
        goal = module.mark(step, result)
        lines += [f"b = 7 if life.marks & {goal} and c == life.last else 0"]
        lines += ["for kind, good, result in strays:"]
        bits = 0
        for kind in kinds:
            results = core.events[kind].results
            place = "good"
            if result in results:
                place = f"good if result == {result!r} else 0 if result else good & 1"
            lines += [f"    if kind == {kind!r}:", f"        b |= {place}"]
            bits |= 1 << module.kinds[kind]
        lines += ["if b != 7:", f"    if life.complete(day) & {bits} != {bits}:", "        b |= 1"]
        if is_later:
            lines += ["    if b == 0 and life.doubt:", "        b = 1"]
        lines += ["    if b == 0:", "        return 0", "    o &= b"]
    name = module.local(provision.id, "order")
    module.plain(name, "life, c, day", [*lines, "return o"], provision.name)
    return name


def _demands(
    module: Module,
    procedure: PreparedProcedure,
    provision: Provision,
    actors: tuple[frozenset[str] | None, ...],
) -> tuple[str, bool, tuple[str, ...]]:
    """What is asked of the act itself, in a view that shows it: see `demands` and what follows in `Names`.

    The function takes the view as of the day, the event, its result (None if it is not recorded), the life
    so far and whether the act is only tried.
    """
    core = procedure.core
    is_later = provision.kind == "step" and provision.id not in procedure.first_steps
    lines: list[str] = []
    with module.within(is_daily=True):
        if None in actors:
            lines += _who(module, provision, actors)
        for node, result in provision.requires:
            one = _demand(module, node, result, is_root=node == core.root, is_later=is_later)
            if lines and one:
                lines += ["if outcome == 0:", "    return 0"]
            lines += one
    if not lines:
        return "", False, ()
    name = module.local(provision.id, "demands")
    whole = ["s = d[0]", "outcome = 7", *lines, "return outcome"]
    module.plain(name, "d, event, result, life, tried", whole, provision.name)
    asked = re.sub(r"\bd\[1\]", "", "\n".join(lines))
    if re.search(r"\b[sd]\b", asked):
        return name, True, ()
    is_short = not any("return" in line for line in lines)
    done = [line.replace("d[1]", "day").replace("not tried and ", "") for line in lines]
    return name, False, tuple(done) if is_short else ()


def _demand(module: Module, node: str, result: str, *, is_root: bool, is_later: bool) -> list[str]:
    ref = Ref(node, module.core.nodes[node].body.type)
    grade = _or_beyond(lambda: shown(module.truth(ref)))
    if grade in ("7", "shown(NA)"):
        return []
    lines = [f"q = {grade}"]
    facts = module.analysis.stated_facts(node)
    if len(facts) >= _MANY:
        with module.unstated():
            bare = _or_beyond(lambda: shown(module.truth(ref)))
        named = module.constant(facts)
        lines = [
            f"if s[3] or not {named}.isdisjoint(s[2]):",
            f"    q = {grade}",
            "else:",
            f"    q = {bare}",
        ]
    lines.append("if q < 7:")
    if is_root:  # an open decision is told exactly where there is something to tell it from
        at_hand = "life.at_hand or event.material is not None"
        lines += [f"    if q and (event.verdict is None or {at_hand} or s[3]):", "        beyond()"]
    lines += ["    if q and event.verdict is not None:", "        q = 7 if event.verdict else 0"]
    if result:
        lines += ["    if q < 7 and result is None:", "        q = 1"]
    if is_later:
        lines += ["    if q == 0 and life.doubt:", "        q = 1"]
    lines.append("    outcome &= q")
    if not result:
        return lines
    test = f"if not tried and (result is None or result == {result!r}):"
    return [test, *(f"    {line}" for line in lines)]


def _who(
    module: Module, provision: Provision, actors: tuple[frozenset[str] | None, ...]
) -> list[str]:
    """Who may act and be addressed, where it depends on what is known."""

    def source(expr: Expr | None, constant: frozenset[str] | None) -> str:
        if constant is not None or expr is None:
            return module.constant(constant or frozenset())
        found = _or_beyond(lambda: module.value(expr).source)
        name = module.fresh()
        return f"(None if ({name} := {found}) is ABSENT else {name})"

    by, delegates, towards = actors
    lines = []
    if by is None or delegates is None:
        lines += [
            "by = event.by",
            "if by:",
            f"    may = {source(provision.by, by)}",
            "    if may is None or by not in may:",
            f"        for_it = {source(provision.delegates, delegates)}",
            "        if for_it is not None and by in for_it:",
            "            if event.is_delegated is None:",
            "                outcome = 1",
            "            elif not event.is_delegated:",
            "                return 0",
            "        elif may is None:",
            "            outcome = 1",
            "        else:",
            "            return 0",
        ]
    if towards is None:
        lines += [
            "if event.towards:",
            f"    may = {source(provision.towards, towards)}",
            "    if may is None:",
            "        outcome &= 1",
            "    elif event.towards not in may:",
            "        return 0",
        ]
    return lines
