"""Refusals that stand whatever one interpretation says: what fails does not consult it.

All of several requirements fails where one of them does. So a refused application need not be evaluated anew under
every other reading: where a requirement that fails consults the interpretation neither itself nor through others, and
nothing above it does anything but ask for all, the application stays refused.
"""

from __future__ import annotations

from sgpolicy.evaluating.running import Run
from sgpolicy.model.core import All, Ref
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Step


def stays_refused(run: Run, interpretation: str) -> bool:
    """Whether it is certain that what is refused stays so under every reading of an interpretation.

    Args:
        run: An evaluation that came to 不符合.
        interpretation: Its id.
    """
    core, consulted = run.prepared.core, run.prepared.consulted.nodes
    if any(interpretation in consulted[key] for key in core.scopes):
        return False  # under another reading the text may not apply
    return _node_fails(run, core.root, interpretation)


def _node_fails(run: Run, key: str, interpretation: str) -> bool:
    found, prepared = run.traces.get(key), run.prepared.nodes[key]
    if found is None or found.outcome is not Outcome.NOT_MET:
        return False
    if interpretation not in run.prepared.consulted.nodes[key]:
        return True
    if prepared.guard is not None or found.body is None:
        return False  # under another reading it may not apply
    return _step_fails(run, found.body, interpretation)


def _step_fails(run: Run, step: Step, interpretation: str) -> bool:
    match step.expr:
        case Ref(node=key):
            return _node_fails(run, key, interpretation)
        case All():
            return any(_step_fails(run, one, interpretation) for one in step.children)
        case _:
            return False
