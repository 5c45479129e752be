"""Bound words: what 以上, 不低于, 不满 mean.

民法典 第一千二百五十九条: 以上、以下、以内、届满 include the number itself; 不满、超过、以外 do not. The other
words have their plain meaning. A policy's own convention or an inline （含）／（不含） says otherwise.
"""

from __future__ import annotations

import re

from sgpolicy.model.core import Operator
from sgpolicy.records import dataclass

BEFORE: dict[str, Operator] = {
    "不低于": "ge",
    "不少于": "ge",
    "不小于": "ge",
    "至少": "ge",
    "达到": "ge",
    "不早于": "ge",
    "不超过": "le",
    "不高于": "le",
    "不多于": "le",
    "不大于": "le",
    "至多": "le",
    "最高": "le",
    "不晚于": "le",
    "低于": "lt",
    "少于": "lt",
    "小于": "lt",
    "不足": "lt",
    "不满": "lt",
    "未满": "lt",
    "早于": "lt",
    "高于": "gt",
    "多于": "gt",
    "大于": "gt",
    "超过": "gt",
    "晚于": "gt",
    "等于": "eq",
    "满": "ge",
}
"""Words that stand before the number."""

AFTER: dict[str, Operator] = {"以上": "ge", "以下": "le", "以内": "le", "内": "le", "以外": "gt"}
"""Words that stand after the number."""

EN: dict[Operator, str] = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "ne": "≠"}


def with_end(operator: Operator, *, included: bool) -> Operator:
    """The operator with its end taken in (含) or left out (不含)."""
    if operator in ("ge", "gt"):
        return "ge" if included else "gt"
    if operator in ("le", "lt"):
        return "le" if included else "lt"
    return operator


def flipped(operator: Operator) -> Operator:
    """The operator seen from the other side: a ≥ b is b ≤ a."""
    pairs: dict[Operator, Operator] = {"ge": "le", "le": "ge", "gt": "lt", "lt": "gt"}
    return pairs.get(operator, operator)


@dataclass(frozen=True, slots=True)
class Bound:
    """A number as a text states it: its bound word's meaning (None for a bare number) and unit.

    `value` and `unit` are in base form: 元 for money, "%" with 1 for 100%, 年, 月 and 日 for periods.
    """

    operator: Operator | None
    value: object
    unit: str

    @property
    def number(self) -> tuple[object, str]:
        """The number without its bound word."""
        return self.value, self.unit


_ENDS = r"(?:\s*[（(]\s*(?P<{name}>含|不含)[^（）()]{{0,8}}[)）])?"
AFTER_PATTERN = re.compile(
    _ENDS.format(name="near")
    + r"\s*(?:[及或]?(?P<word>以上|以下|以内|以外|内|多)(?!容|部|种形式))?"
    + _ENDS.format(name="far")
)
"""What may follow the number in a text: （含）以上, 以上（不含）, 及以上, （含50人）, 或多（项）."""
