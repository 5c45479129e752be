"""How a decision follows: from the scopes and the node that decides, reference by reference."""

from __future__ import annotations

from collections.abc import Iterator

from sgpolicy.explaining.auditing import entry_of
from sgpolicy.model.derivation import Derivation
from sgpolicy.model.explanation import Check, Entry
from sgpolicy.model.trace import Trace


def derivation(trace: Trace) -> Derivation:
    """Everything that can be reached from the decision, node by node.

    Args:
        trace: What the evaluation found.
    """
    starts = (*trace.core.scopes, trace.core.root)
    entries: dict[str, Entry] = {}
    waiting = [*starts]
    while waiting:
        key = waiting.pop()
        if key in entries:
            continue
        entry = entries[key] = entry_of(trace.core.nodes[key], trace)
        for check in (entry.guard, entry.check):
            waiting.extend(() if check is None else _referred(check))
    return Derivation(starts, entries)


def _referred(check: Check) -> Iterator[str]:
    if check.target is not None:
        yield check.target.id
    for part in check.parts:
        yield from _referred(part)
