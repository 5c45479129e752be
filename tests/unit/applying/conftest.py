"""A small policy, built by hand, with a fact of every type."""

from __future__ import annotations

import pytest

from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import (
    Actor,
    Actors,
    AsOf,
    Core,
    Fact,
    Finding,
    Interpretation,
    Ledger,
    LedgerColumn,
    Node,
    Pick,
    Reading,
    Truth,
)
from sgpolicy.model.types import ACTORS, DATE, SHARE, TRUTH, Type
from sgpolicy.model.voting import Voting

DEGREES = Type("choice", members=("无", "高中", "大专", "本科"), ordered=True, domain="学历")
KINDS = Type("set", members=("股权", "担保（再担保）", "租赁"), domain="种类")
ITEMS = Type(
    "set", members=("信息服务目录/政策", "信息服务目录/技术", "培训服务目录/技术"), domain="目录"
)
_ART7 = Clause("article", 7, item=1)
_ART8 = Clause("article", 8, item=5)


def _fact(key: str, name: str, type_: Type, **more: object) -> Fact:
    clauses = more.pop("clauses", (_ART7,))
    return Fact(key, name, type_, f"{name}是多少？", "审计报告", clauses=clauses, **more)  # type: ignore[arg-type]


def build() -> Core:
    """The policy."""
    facts = [
        _fact("kinds", "融资种类", KINDS, clauses=(_ART8, _ART7)),
        _fact("legal", "独立法人", TRUTH),
        _fact("total_assets", "资产总额", Type("money", "万元"), split="asset_date"),
        _fact("revenue", "营业收入", Type("money", "万元")),
        _fact("satisfaction", "用户满意度", SHARE),
        _fact("growth", "服务增长率", Type("share", "增长率")),
        _fact("area", "办公面积", Type("area", "平方米")),
        _fact("registered", "注册日期", DATE),
        _fact("staff", "专职人数", Type("count", "人"), computed=AsOf(), clauses=()),
        _fact("degree", "负责人学历", DEGREES),
        _fact("items", "服务项目", ITEMS),
        _fact("served", "年服务企业数", Type("series", "家"), split="year_basis"),
        _fact("name", "平台名称", Type("text")),
    ]
    columns = (
        LedgerColumn("code", "企业代码", Type("text"), "统一社会信用代码"),
        LedgerColumn("day", "日期", DATE),
        LedgerColumn("visits", "参加人次", Type("count", "人次")),
        LedgerColumn("fee", "收费", Type("money", "元")),
        LedgerColumn("level", "学历", DEGREES),
        LedgerColumn("free", "公益", TRUTH),
    )
    citation = Citation(_ART7, ("经营规范",))
    who = Pick(
        "judge",
        (("county", Actors(("county_office",))), ("panel", Actors(("experts", "city_office")))),
        ACTORS,
    )
    actors = [
        Actor("experts", "评审专家", "专家"),
        Actor("city_office", "市工信局", "韶关市工业和信息化局"),
        Actor("county_office", "县级工信部门", "各县（市、区）工信部门"),
    ]
    readings = {
        "asset_date": ("资产时点", "year_end", "上年末", "on_day", "申请时"),
        "year_basis": ("年度口径", "calendar", "自然年", "rolling", "前十二个月"),
        "judge": ("评审主体", "county", "县级", "panel", "专家组"),
    }
    return Core(
        policy="sample",
        title="样例办法",
        issuer="某局",
        document_number="某发〔2022〕1号",
        language="1",
        facts={fact.id: fact for fact in facts},
        ledgers={
            "service_ledger": Ledger("service_ledger", "服务台账", "服务了哪些企业？", columns)
        },
        actors={actor.id: actor for actor in actors},
        findings={
            "sound": Finding("sound", "经营规范", citation, "是否规范？", "信用记录", who),
            "stable": Finding(
                "stable", "队伍稳定", citation, "是否稳定？", "", Actors(("experts", "city_office"))
            ),
        },
        interpretations={
            key: Interpretation(
                key,
                name,
                "K-1",
                citation,
                "哪一种？",
                (Reading(a, b, "理由甲"), Reading(c, d, "理由乙")),
                a,
                ("eligibility",),
            )
            for key, (name, a, b, c, d) in readings.items()
        },
        voting=Voting("panel", "专家合议", citation, "", {"": "majority"}),
        nodes={"r": Node("r", "规则", "rule", citation, Truth(value=True))},
        scopes=(),
        root="r",
    )


@pytest.fixture(scope="session")
def core() -> Core:
    """The policy, shared: it is never changed."""
    return build()
