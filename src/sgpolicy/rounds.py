"""A round: many decisions under one policy, summed up for the office that decides on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sgpolicy.decision import Decision, Language


def round_workbook(decisions: Mapping[str, Decision], lang: Language = "zh") -> bytes:
    """Many decisions as one Excel workbook: the content of an .xlsx file.

    It has an overview with a chart; a row for each application with its outcome, the clauses that
    decided, shortfalls, what is missing and what awaits assessors; a row for each test not met; the
    outcomes of every clause with a chart; and the readings used. What applicants state stays text and
    never becomes a formula.

    Args:
        decisions: The decisions of one policy, each by what the application is called.
        lang: The language of headings and sentences; the law is quoted in its own.

    Raises:
        PaperError: There is nothing to sum up, or the decisions are of different policies.
        MissingExtraError: openpyxl is not installed (`pip install 'sgpolicy[excel]'`).

    Example:
        >>> import sgpolicy
        >>> from datetime import date
        >>> policy = sgpolicy.load("shaoguan-2022-188")
        >>> on = date(2026, 11, 22)
        >>> decisions = {"甲": policy.evaluate({"资产总额": "99万元"}, on=on)}
        >>> round_workbook(decisions)[:2]
        b'PK'
    """
    from sgpolicy.rendering.papers.round_tables import round_tables
    from sgpolicy.rendering.papers.workbook_file import workbook_file

    explained = (
        (label, decision.explain("audit", lang).explanation)
        for label, decision in decisions.items()
    )
    return workbook_file(round_tables(explained, lang), lang)


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
    from sgpolicy.explaining import explain
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
