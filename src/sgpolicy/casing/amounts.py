"""What a case expects of an amount: a number exactly, or that it is not known."""

from __future__ import annotations

import re
from fractions import Fraction

from sgpolicy.casing.records import Case
from sgpolicy.model.core import Node
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import NodeTrace, Range
from sgpolicy.model.types import Type
from sgpolicy.source.quantities import base_unit, find_quantities

_SHARE_OF_ONE = re.compile(r"(\d{1,12})\s*/\s*(\d{1,12})\s*(\D{1,4})")
_BARE = re.compile(r"\d{1,18}(?:\.\d{1,18})?")
_MINUS = ("-", "−", "－")


def is_amount(node: Node) -> bool:
    """Whether a node is a number that cases may ask for."""
    return node.kind == "amount"


def read_amount(written: str, kind: Type) -> Fraction | None:
    """A number as people write it, in base units; None if it is none of that kind.

    Example:
        >>> points = Type("count", "分")
        >>> read_amount("28分", points), read_amount("50/3分", points), read_amount("28元", points)
        (Fraction(28, 1), Fraction(50, 3), None)
        >>> read_amount("-10分", points)
        Fraction(-10, 1)
    """
    if written.startswith(_MINUS):
        positive = read_amount(written[1:].strip(), kind)
        return None if positive is None else -positive
    wanted = "元" if kind.kind == "money" else "%" if kind.kind == "share" else kind.unit or ""
    if _BARE.fullmatch(written):
        return Fraction(written) if wanted != "%" else None
    ratio = _SHARE_OF_ONE.fullmatch(written)
    if ratio is not None and int(ratio[2]):
        value, unit = base_unit(Fraction(int(ratio[1]), int(ratio[2])), ratio[3])
        return value if unit == wanted else None
    found = find_quantities(written)
    if len(found) == 1 and found[0].text == written and found[0].unit == wanted:
        return found[0].value
    return None


def spelled(value: Fraction | None, kind: Type) -> str:
    """The number with its unit: 28分, 50/3分."""
    unit = "元" if kind.kind == "money" else kind.unit or ""
    if kind.kind == "share" and value is not None:
        return f"{value * 100}%"
    return "没有上限" if value is None else f"{value}{unit}"


def amount_in(trace: NodeTrace) -> tuple[Fraction, Fraction | None] | None:
    """Between what an amount lies; None where there is none (a share of nothing)."""
    value = trace.value.value if trace.value is not None else None
    if not isinstance(value, Range):
        return None
    return Fraction(value.low), None if value.high is None else Fraction(value.high)


def amount_outcome(case: Case, trace: NodeTrace) -> Outcome:
    """符合 where it is known and what the case expects (if it says a number), 待补材料 while open."""
    ends = amount_in(trace)
    if ends is None:
        return Outcome.NOT_MET
    if ends[0] != ends[1]:
        return Outcome.MISSING_FACTS
    return Outcome.MET if case.amount in (None, ends[0]) else Outcome.NOT_MET


def amount_said(trace: NodeTrace, kind: Type) -> str:
    """What it came to, in words."""
    ends = amount_in(trace)
    if ends is None:
        return "没有数"
    low, high = spelled(ends[0], kind), spelled(ends[1], kind)
    return low if low == high else f"待补材料（{low}至{high}）"
