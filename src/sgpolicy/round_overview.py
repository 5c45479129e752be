"""Many decisions under one policy at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sgpolicy.explaining import explain

if TYPE_CHECKING:
    from sgpolicy.decision import Decision, Language


def round_page(decisions: Mapping[str, Decision], lang: Language = "zh") -> str:
    """A round as one HTML page: outcomes, a chart of outcomes clause by clause, and everybody's reasons.

    Args:
        decisions: The decisions of one policy, each by what the application is called.
        lang: The language of labels and frame; the law is quoted in its own.

    Returns:
        A page that loads nothing; every value is escaped.

    Raises:
        ValueError: If there is no decision, or they are of different policies.

    Example:
        >>> import sgpolicy
        >>> from datetime import date
        >>> policy = sgpolicy.load("shaoguan-2022-188")
        >>> on = date(2026, 11, 22)
        >>> page = sgpolicy.round_page({"甲": policy.evaluate({"资产总额": "99万元"}, on=on)})
        >>> page.startswith("<!doctype html>")
        True
    """
    from sgpolicy.rendering.round import Applied, to_html
    from sgpolicy.rendering.round.wording import say

    policies = {decision.trace.core.policy for decision in decisions.values()}
    if len(policies) != 1:
        key = "several" if policies else "none"
        message = f"{say(key, 'zh')} / {say(key, 'en')}"
        raise ValueError(message)
    applied = [
        Applied(
            label,
            explain(decision.trace, "line", lang),
            tuple((one.citation.clause, one.outcome) for one in decision.clauses.values()),
        )
        for label, decision in decisions.items()
    ]
    return to_html(applied, lang)
