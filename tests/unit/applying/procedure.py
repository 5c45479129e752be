"""The small policy with a procedure: steps, two duties, a power and an occurrence to be recorded."""

from __future__ import annotations

from dataclasses import replace

from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import (
    EVENT_COLUMNS,
    Actor,
    Actors,
    Core,
    Deadline,
    EventKind,
    Ledger,
    LedgerColumn,
    Pick,
    Provision,
)
from sgpolicy.model.types import ACTORS, DATE, TRUTH, Type

from .conftest import DEGREES, ITEMS, KINDS, build

TEXT = Type("text")
APPLICANT, CITY = Actors(("applicant",)), Actors(("city_office",))
COUNTY = Pick("judge", (("county", Actors(("county_office",))), ("panel", CITY)), ACTORS)
YEARLY = Deadline(every_year=True, written="每年 1次")
COLUMNS = {
    "call": [("number", "文号", TEXT), ("opens", "开始日期", DATE), ("closes", "截止日期", DATE)],
    "visit": [("body", "单位", TEXT)],
    "violation": [
        ("fine", "罚款", Type("money", "元")),
        ("times", "次数", Type("count", "次")),
        ("settled", "已改正", TRUTH),
        ("degree", "学历", DEGREES),
        ("kinds", "种类", KINDS),
        ("items", "项目", ITEMS),
        ("served", "服务数", Type("series", "家")),
    ],
}


def _provision(key: str, name: str, article: int, kind: str = "step", **more: object) -> Provision:
    cited = Citation(Clause("article", article), (name,))
    return Provision(key, name, kind, cited, **({"by": CITY} | more))  # type: ignore[arg-type]


PROVISIONS = [
    _provision("call", "年度申报", 9, "duty", deadline=YEARLY),
    _provision("apply", "提出申报", 10, by=APPLICANT, towards=CITY),
    _provision(
        "review", "专家评审", 11, after=(("apply", ""),), results=("列入候选", "不列入候选")
    ),
    _provision("visit", "现场考察", 11, after=(("review", "列入候选"),), delegates=COUNTY),
    _provision("confirm", "发文确认", 12, after=(("visit", ""),), results=("公布确认",)),
    _provision("report", "报送情况", 14, "duty", by=APPLICANT, towards=COUNTY, deadline=YEARLY),
    _provision("title", "授予称号", 13, "power", begins_with=("confirm", "公布确认")),
    _provision("revoke", "撤销称号", 16, "power"),
]


def _kind(key: str, name: str, provision: str, results: tuple[str, ...] = ()) -> EventKind:
    common = [LedgerColumn(column, column, TEXT) for column in EVENT_COLUMNS]
    own = [LedgerColumn(*column) for column in COLUMNS.get(key, [])]
    ledger = Ledger(key, name, "", (*common, *own))
    return EventKind(key, name, provision, f"{name}怎样记", results, ledger)


def build_events() -> Core:
    """The package's small policy with a procedure, two duties, a power and an occurrence."""
    core = build()
    kinds = [_kind(p.id, p.name, p.id, p.results) for p in PROVISIONS if p.id != "title"]
    kinds.append(_kind("violation", "违法查实", ""))
    return replace(
        core,
        actors={"applicant": Actor("applicant", "申报单位", "申请单位"), **core.actors},
        provisions={p.id: p for p in PROVISIONS},
        events={kind.id: kind for kind in kinds},
    )


CORE = build_events()
CALL = {"事件": "年度申报", "日期": "2023-03-01", "由": "市工信局"}
APPLY = {"事件": "提出申报", "日期": "2023-04-01", "由": "申报单位"}
CONFIRM = {"事件": "发文确认", "日期": "2023-08-01", "由": "市工信局"}

FULL = """\
名称: 浈江××企业服务中心
记载截至: 2029-12-31
事项:
  独立法人: 是
经历:
  - {事件: 年度申报, 日期: 2023-03-01, 由: 市工信局, 文号: 韶工信函〔2023〕20号, 截止日期: 2023-04-15}
  - {事件: 提出申报, 日期: 2023年4月1日, 由: 申报单位, 材料: {营业收入: 80万元}}
  - {event: review, date: 2023-05-20, by: city_office, result: 列入候选, verdict: met, evidence: 纪要}
  - {事件: 现场考察, 日期: 2023-05-30, 由: 县级工信部门, 委托: 是, 单位: 浈江区工信局, 备注: 雨天}
  - {事件: 报送情况, 日期: 2024-01-22, 由: 申报单位, 向: 县级工信部门, 应于年度: 2024年, 单位: 甲, 文号: 甲〔2024〕1号}
  - {事件: 违法查实, 日期: 2024-03-01, 罚款: 1万元, 学历: 无, 项目: 政策, 备注: }
"""
