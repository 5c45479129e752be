"""Another reading supposed: a finished evaluation resumed, so that only what comes out otherwise is worked out.

A node that consults the reading itself is evaluated anew. One that consults it through others only is taken over
where those come out as before, since a node sees of another nothing but its outcome, its grade and its value.
What comes of it is in every node what an evaluation of its own would come to; which interpretations were consulted
on the way is not kept up.
"""

from __future__ import annotations

from sgpolicy.evaluating.running import Run


def under(run: Run, interpretation: str, reading: str) -> Run:
    """A finished evaluation under another reading of one interpretation, as far as the decision goes."""
    again = run.reread(interpretation, reading)
    core = run.prepared.core
    resumed = _Resumed(run, again, interpretation)
    for key in (*core.scopes, core.root):
        resumed.is_as_before(key)
    return again


class _Resumed:
    """Nodes of an evaluation, compared with those of the one it was resumed from."""

    def __init__(self, before: Run, again: Run, interpretation: str) -> None:
        self._before = before
        self._again = again
        self._interpretation = interpretation
        self._consulted = before.prepared.consulted
        self._known: dict[str, bool] = {}

    def is_as_before(self, key: str) -> bool:
        """Whether a node comes out as it did; evaluates it where that must be seen."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._compared(key)
        return known

    def _compared(self, key: str) -> bool:
        before, again, asked = self._before, self._again, self._interpretation
        consulted = self._consulted.nodes
        if asked not in consulted[key]:
            return True
        found = before.traces.get(key)
        if found is None:
            again.node(key)
            return False
        itself, others = self._consulted.apart[key]
        is_same = [self.is_as_before(other) for other in others if asked in consulted[other]]
        if asked not in itself and all(is_same):
            again.traces[key] = found
            again.uses[key] = before.uses[key]
            if key in before.node_grades:
                again.node_grades[key] = before.node_grades[key]
            return True
        made = again.node(key)
        return (
            made.outcome is found.outcome
            and made.value == found.value
            and again.node_grade(key) == before.node_grade(key)
        )
