"""The columns that the events of every kind have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sgpolicy.applying.judgements import MET, NOT_MET, Part

if TYPE_CHECKING:
    from sgpolicy.model.core import EventKind

KIND: Final = Part("event", "事件")
DATED: Final = Part("date", "日期")
BY: Final = Part("by", "由")
TOWARDS: Final = Part("towards", "向")
DELEGATED: Final = Part("delegated", "委托")
NUMBER: Final = Part("number", "文号")
UNIT: Final = Part("unit", "单位")
RESULT: Final = Part("result", "结果")
VERDICT: Final = Part("verdict", "核对")
DUE_YEAR: Final = Part("due_year", "应于年度")
EVIDENCE: Final = Part("evidence", "依据")
NOTE: Final = Part("note", "备注")
MATERIAL: Final = Part("material", "材料")
PARTS: Final = (
    KIND, DATED, BY, TOWARDS, DELEGATED, UNIT, NUMBER, RESULT, VERDICT, DUE_YEAR, EVIDENCE, NOTE, MATERIAL
)  # fmt: skip
"""In the order in which they are written."""

VERDICTS: Final[Mapping[str, bool]] = {
    MET: True, "met": True, NOT_MET: False, "not met": False, "not_met": False
}  # fmt: skip
"""What may stand under 核对, in small letters."""

_GIVING_WAY = (UNIT, NUMBER, EVIDENCE, NOTE)


def parts_of(kind: EventKind) -> list[Part]:
    """The common columns of a kind: 单位, 文号, 依据 and 备注 give way to a column of its own."""
    own = {name for column in kind.columns for name in (column.id, column.name)}
    return [p for p in PARTS if p not in _GIVING_WAY or not own & {p.id, p.name}]
