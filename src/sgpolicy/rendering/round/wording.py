"""The words of a round's page, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("核对结果一览", "A round at a glance"),
    "applications": ("份数", "Applications"),
    "from to": ("{0}至{1}", "{0} to {1}"),
    "head outcomes": ("结论", "Outcomes"),
    "head clauses": ("各条款的结论", "Outcomes by clause"),
    "clauses hint": (
        "每条一行：各种结论所占的份数，短的一段不写数，数在右边各栏。",
        "A row for each clause: how many came to what. Numbers too long for their part stand to the right.",
    ),
    "clause": ("条款", "Clause"),
    "share": ("所占份数", "Share"),
    "head applications": ("名单", "Applications"),
    "label": ("名称", "Label"),
    "none": ("没有可以汇总的结论", "there is no decision to sum up"),
    "several": (
        "不是同一部办法的结论，不能放在一起",
        "decisions of different policies cannot be summed up together",
    ),
}


def say(key: str, lang: Language, *values: object) -> str:
    """A word or phrase of the page, its places filled with `values`.

    Example:
        >>> say("label", "zh"), say("from to", "en", "2026-01-01", "2026-12-31")
        ('名称', '2026-01-01 to 2026-12-31')
    """
    phrase = _WORDS[key][1 if lang == "en" else 0]
    return phrase.format(*values) if values else phrase
