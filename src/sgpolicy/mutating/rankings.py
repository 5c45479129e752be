"""What may be changed in a ranking: each change by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sgpolicy.model.core import Core, Not, Ranking
from sgpolicy.mutating.changes import changes_within
from sgpolicy.mutating.naming import phrase
from sgpolicy.mutating.records import Changed, Operator
from sgpolicy.records import replace

_HIGH: Literal["high", "low"] = "high"
_LOW: Literal["high", "low"] = "low"
_ORDERS = {_HIGH: "由高到低", _LOW: "由低到高"}


def ranking_changes(core: Core, ranking: Ranking) -> Iterator[Changed[Ranking]]:
    """Every change to a ranking: to its keys, their order, and to who is ranked."""
    keys = ranking.keys
    said = [f"{_ORDERS[order]} {phrase(core, key)}" for order, key in keys]
    for i, (order, key) in enumerate(keys):
        path = f"keys.{i}"
        if len(keys) > 1:
            rest = replace(ranking, keys=(*keys[:i], *keys[i + 1 :]))
            yield Changed(Operator.DROP, path, said[i], "", rest)
        other = _LOW if order == _HIGH else _HIGH
        turned = replace(ranking, keys=(*keys[:i], (other, key), *keys[i + 1 :]))
        after = f"{_ORDERS[other]} {phrase(core, key)}"
        yield Changed(Operator.REVERSE, path, said[i], after, turned)
        if i:
            swapped = (*keys[: i - 1], keys[i], keys[i - 1], *keys[i + 1 :])
            texts = (f"先 {said[i - 1]}，后 {said[i]}", f"先 {said[i]}，后 {said[i - 1]}")
            changed = replace(ranking, keys=swapped)
            yield Changed(Operator.SEQUENCE, path, *texts, changed)
        for spot, change, whole in changes_within(core, key, path):
            detail = f"{spot.path}.{change.detail}" if change.detail else spot.path
            changed = replace(ranking, keys=(*keys[:i], (order, whole), *keys[i + 1 :]))
            texts = (change.before, change.after)
            yield Changed(change.operator, detail, *texts, changed, spot.picks)
    if ranking.when is None:
        return
    when = phrase(core, ranking.when)
    everybody = replace(ranking, when=None)
    yield Changed(Operator.NO_GROUND, "when", f"当 {when}", "", everybody)
    negated = replace(ranking, when=Not(ranking.when))
    yield Changed(Operator.NEGATE, "when", f"当 {when}", f"当 非（{when}）", negated)
    for spot, change, whole in changes_within(core, ranking.when, "when"):
        if spot.path == "when" and change.operator is Operator.NEGATE:
            continue
        detail = f"{spot.path}.{change.detail}" if change.detail else spot.path
        changed = replace(ranking, when=whole)
        texts = (change.before, change.after)
        yield Changed(change.operator, detail, *texts, changed, spot.picks)
