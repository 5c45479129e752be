"""What would be otherwise: another decision, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sgpolicy.advice.dialogue import compared, supposing
from sgpolicy.advice.situations import Situation
from sgpolicy.decision import Decision
from sgpolicy.errors import UnknownReadingError
from sgpolicy.model.trace import Trace
from sgpolicy.rendering.advice import RenderedComparison

if TYPE_CHECKING:
    from sgpolicy.model.advice import Comparison
    from sgpolicy.model.core import Core
    from sgpolicy.model.explanation import Language


class WhatIf(RenderedComparison):
    """What would be otherwise, in words, with the decision that would be made.

    Attributes:
        report: What differs, as a record.
        decision: The decision that would be made.

    Example:
        >>> import sgpolicy
        >>> from datetime import date
        >>> from pathlib import Path
        >>> policy = sgpolicy.load("shaoguan-2022-188")
        >>> file = Path("policies/shaoguan-2022-188/applications/不符合-差一家.yaml")
        >>> decision = policy.evaluate(file, on=date(2026, 11, 22))
        >>> found = decision.what_if({"年服务中小微企业数": "50家"})
        >>> found.decision.outcome.zh, [d.shift.node.name for d in found.report.differences]
        ('符合', ['年服务家数'])
    """

    def __init__(self, report: Comparison, lang: Language, decision: Decision) -> None:
        super().__init__(report, lang)
        self.decision = decision


def what_if(
    situation: Situation,
    trace: Trace,
    changes: Mapping[str, Any],
    readings: Mapping[str, str],
    on: date | None,
    lang: Language,
) -> WhatIf:
    """See `Decision.what_if`."""
    read = situation.under(_by_id(trace.core, readings))
    after, supposed = supposing(read, changes, on)
    then = after.trace()
    report = compared(trace, then, supposed)
    return WhatIf(report, lang, Decision(after.prepared, then))


def _by_id(core: Core, readings: Mapping[str, str]) -> dict[str, str]:
    chosen = {}
    for name, value in readings.items():
        items = core.interpretations.values()
        item = next((one for one in items if name in (one.name, one.id, one.number)), None)
        if item is None:
            raise UnknownReadingError(str(name), [one.name for one in items])
        reading = item.reading(value)
        if reading is None:
            raise UnknownReadingError(f"{name}={value}", [r.name for r in item.readings])
        chosen[item.id] = reading.id
    return chosen
