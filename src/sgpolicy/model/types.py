"""The language's types. Every number is exact: an int or a Fraction, never a float."""

from __future__ import annotations

from typing import Literal

from sgpolicy.records import dataclass

Kind = Literal[
    "truth",  # 是否
    "count",  # 计数, with its classifier as unit
    "money",  # 金额, in 元
    "share",  # 百分比, 1 is 100%
    "area",  # 面积, in 平方米
    "date",  # 日期
    "span",  # a stretch of days, both ends included
    "choice",  # 单选: one of an enumeration
    "set",  # 多选: any of an enumeration
    "series",  # 逐年计数: calendar year → count
    "actors",  # a set of actors, such as those who may judge
    "text",  # 文本: names and the like; never computed with
]

NUMERIC: frozenset[str] = frozenset({"count", "money", "share", "area"})


@dataclass(frozen=True, slots=True)
class Type:
    """A type with its unit or its members.

    Attributes:
        kind: See `Kind`.
        unit: For counts and series the classifier (家, 次, 人, 人次); for money the unit in which
            values are shown (元, 万元, 亿元); None where a count takes its unit from its context.
        members: For choices and sets, the members in declared order.
        ordered: Whether the members stand in ascending order (高中 < 大专 < 本科).
        domain: For choices and sets, a name for the enumeration: two facts may share one.
    """

    kind: Kind
    unit: str | None = None
    members: tuple[str, ...] = ()
    ordered: bool = False
    domain: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether values can be compared by size and added."""
        return self.kind in NUMERIC


TRUTH = Type("truth")
DATE = Type("date")
SPAN = Type("span")
SHARE = Type("share")
ACTORS = Type("actors")
