"""What may be changed in a step, duty or power that histories are judged by: each change by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sgpolicy.model.core import Actors, Core, Expr, Not, Provision
from sgpolicy.mutating.changes import changes_within
from sgpolicy.mutating.naming import phrase
from sgpolicy.mutating.records import Changed, Operator
from sgpolicy.records import replace

_Part = Literal["by", "towards", "delegates", "when", "moved", "lasts"]
_WORDS = {"by": "由", "towards": "向", "delegates": "委托"}


def provision_changes(core: Core, provision: Provision) -> Iterator[Changed[Provision]]:
    """Every change to a provision; none for one that no history is judged by."""
    if provision.kind not in ("step", "duty", "power"):
        return
    if provision.id in core.events:
        yield from _actors(core, provision)
        yield from _priors(core, provision)
    if provision.id in core.events or provision.begins_with is not None:
        yield from _requirements(core, provision)
    if provision.id in core.events or provision.kind == "duty":
        yield from _conditions(core, provision)
    yield from _deadline(core, provision)
    yield from _title(core, provision)


def _actors(core: Core, provision: Provision) -> Iterator[Changed[Provision]]:
    """One actor fewer; where a single one is named, nobody to delegate to, or no addressee."""
    for part in ("by", "towards", "delegates"):
        expr = getattr(provision, part)
        if isinstance(expr, Actors) and len(expr.actors) == 1 and part != "by":
            said = f"{_WORDS[part]} {core.actors[expr.actors[0]].name}"
            rest = _put(provision, part, None)
            yield Changed(Operator.MEMBER, part, said, "", rest)
        elif expr is not None:
            yield from _within(core, provision, part, expr)


def _priors(core: Core, provision: Provision) -> Iterator[Changed[Provision]]:
    for i, (step, result) in enumerate(provision.after):
        said = f"先 {_asked(core, step, result)}"
        rest = replace(provision, after=_without(provision.after, i))
        yield Changed(Operator.NO_PRIOR, f"after.{i}", said, "", rest)
        for other in _other_results(core.provisions[step], result):
            changed = replace(provision, after=_with(provision.after, i, (step, other)))
            after = f"先 {_asked(core, step, other)}"
            yield Changed(Operator.RESULT, f"after.{i}.{other}", said, after, changed)


def _requirements(core: Core, provision: Provision) -> Iterator[Changed[Provision]]:
    for i, (node, result) in enumerate(provision.requires):
        name = core.nodes[node].name
        said = f"须 {name}" + (f"（{result}）" if result else "")
        rest = replace(provision, requires=_without(provision.requires, i))
        yield Changed(Operator.NO_REQUIREMENT, f"requires.{i}", said, "", rest)
        for other in _other_results(provision, result):
            changed = replace(provision, requires=_with(provision.requires, i, (node, other)))
            path, after = f"requires.{i}.{other}", f"须 {name}（{other}）"
            yield Changed(Operator.RESULT, path, said, after, changed)


def _conditions(core: Core, provision: Provision) -> Iterator[Changed[Provision]]:
    if provision.when is not None:
        said = f"当 {phrase(core, provision.when)}"
        rest = replace(provision, when=None)
        yield Changed(Operator.NO_GROUND, "when", said, "", rest)
        yield from _within(core, provision, "when", provision.when)


def _deadline(core: Core, provision: Provision) -> Iterator[Changed[Provision]]:
    deadline = provision.deadline
    if deadline is not None and deadline.by_end_of_month is not None:
        month = deadline.by_end_of_month
        for operator, other in ((Operator.UP, month + 1), (Operator.DOWN, month - 1)):
            if 1 <= other <= 12:
                moved = replace(deadline, by_end_of_month=other)
                changed = replace(provision, deadline=moved)
                texts = (f"{month}月 底前", f"{other}月 底前")
                yield Changed(operator, "deadline", *texts, changed)
    if provision.moved is not None:
        negated = replace(provision, moved=Not(provision.moved))
        said = phrase(core, provision.moved)
        texts = (f"遇假顺延 {said}", f"遇假顺延 非（{said}）")
        yield Changed(Operator.NEGATE, "moved", *texts, negated)
        for change in _within(core, provision, "moved", provision.moved):
            # Two readings, yes and no: to exchange them is to negate the whole.
            if change.path != "moved" and change.operator is not Operator.SWAP:
                yield change


def _title(core: Core, provision: Provision) -> Iterator[Changed[Provision]]:
    if provision.begins_with is not None:
        step, result = provision.begins_with
        for other in _other_results(core.provisions[step], result):
            texts = (f"起于 {_asked(core, step, result)}", f"起于 {_asked(core, step, other)}")
            changed = replace(provision, begins_with=(step, other))
            yield Changed(Operator.RESULT, f"begins_with.{other}", *texts, changed)
    if provision.lasts is not None:
        yield from _within(core, provision, "lasts", provision.lasts)


def _within(
    core: Core, provision: Provision, part: _Part, expr: Expr
) -> Iterator[Changed[Provision]]:
    """Every change to an expression of a provision."""
    for spot, change, whole in changes_within(core, expr, part):
        path = f"{spot.path}.{change.detail}" if change.detail else spot.path
        changed = _put(provision, part, whole)
        yield Changed(change.operator, path, change.before, change.after, changed, spot.picks)


def _put(provision: Provision, part: _Part, expr: Expr | None) -> Provision:
    match part:
        case "by":
            return replace(provision, by=expr)
        case "towards":
            return replace(provision, towards=expr)
        case "delegates":
            return replace(provision, delegates=expr)
        case "when":
            return replace(provision, when=expr)
        case "moved":
            return replace(provision, moved=expr)
        case "lasts":
            return replace(provision, lasts=expr)


def _asked(core: Core, step: str, result: str) -> str:
    return core.provisions[step].name + (f"（{result}）" if result else "")


def _other_results(step: Provision, result: str) -> Iterator[str]:
    """The other results that could be asked for, where one is."""
    return (other for other in step.results if result and other != result)


_Pair = tuple[str, str]


def _without(pairs: tuple[_Pair, ...], i: int) -> tuple[_Pair, ...]:
    return (*pairs[:i], *pairs[i + 1 :])


def _with(pairs: tuple[_Pair, ...], i: int, pair: _Pair) -> tuple[_Pair, ...]:
    return (*pairs[:i], pair, *pairs[i + 1 :])
