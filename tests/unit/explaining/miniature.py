"""A miniature of the regulation, built by hand: every kind of test, and nothing that may change."""

from datetime import date
from fractions import Fraction

from sgpolicy.evaluating.interpreter import evaluate
from sgpolicy.model.application import Application, FindingRecord
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.core import (
    Actor,
    Actors,
    All,
    AsOf,
    AtLeast,
    AtYear,
    Branch,
    CalendarYear,
    Column,
    Compare,
    Constant,
    Core,
    DateConstant,
    Elapsed,
    Fact,
    FactRef,
    Finding,
    Interpretation,
    Judged,
    Ledger,
    LedgerColumn,
    Member,
    Node,
    Not,
    Period,
    Pick,
    Ratio,
    Reading,
    Ref,
    SetCompare,
    Size,
    Stretch,
    Sum,
    Tally,
    Truth,
    Within,
)
from sgpolicy.model.types import DATE, SHARE, TRUTH, Type

ON = date(2026, 11, 22)

FIRMS, TIMES, PEOPLE = Type("count", "家"), Type("count", "次"), Type("count", "人")
MONEY, AREA = Type("money", "万元"), Type("area")
KIND = Type("choice", members=("服务机构", "科研院所", "其他"), domain="机构")
SIZE = Type("choice", members=("大型", "中型", "小型", "微型"), domain="规模")
FUNCTIONS = Type("set", members=("信息服务", "培训服务", "综合服务"), domain="功能")
YEARS = Type("series", "家")


def clause(article, item=0):
    return Clause("article", article, item=item)


def cite(article, item, *phrases):
    return Citation(clause(article, item), phrases)


def number(value, type_, written):
    return Constant(Fraction(value), type_, written)


def fact(id_, name, type_, *, split=None, computed=None):
    return Fact(id_, name, type_, f"{name}是多少？", f"{name}的证明", split, computed)


def read(id_):
    return FactRef(id_, FACTS[id_].type)


def ge(left, value, written, type_=None):
    return Compare("ge", left, number(value, type_ or left.type, written), f"不低于 {written}")


SMALL = Tally(
    "services",
    Member(Column("services", "size", SIZE), ("中型", "小型", "微型")),
    "distinct",
    "code",
    FIRMS,
)

FACTS = {
    f.id: f
    for f in (
        fact("applicant_name", "单位名称", Type("text")),
        fact("in_city", "韶关注册", TRUTH),
        fact("applied_on", "申请日期", DATE),
        fact("functions", "申报功能", FUNCTIONS),
        fact("registered_on", "注册登记日期", DATE),
        fact("assets", "资产总额", MONEY, split="day"),
        fact("kind", "机构类型", KIND),
        fact("served", "年服务企业数", FIRMS, computed=SMALL),
        fact("by_year", "逐年服务数", YEARS),
        fact("area", "办公面积", AREA),
        fact("free", "公益服务", TIMES),
        fact("cheap", "低收费服务", TIMES),
        fact("all_services", "总服务", TIMES),
        fact("staff", "专职人数", PEOPLE),
        fact("degree", "有学历人数", PEOPLE),
        fact("both", "兼有人数", PEOPLE),
        fact("banned", "撤销期内", TRUTH),
        fact("online", "在线服务", TRUTH),
        fact("events", "活动次数", TIMES),
        fact("trained", "培训人次", Type("count", "人次")),
        fact("licence", "培训资质", TRUTH),
        fact("filed", "县级备案", TRUTH),
        fact("centre", "中心身份", TRUTH),
        fact("loans", "融资总额", Type("money", "亿元")),
    )
}


def node(id_, name, kind, citation, body, guard=None):
    return Node(id_, name, kind, citation, body, guard)


def ref(id_):
    return Ref(id_, TRUTH)


def whole(article, item, body, guard=None):
    place = clause(article, item)
    return node(place.id, place.label, "clause", Citation(place, ()), body, guard)


def applied(name):
    return SetCompare("contains", read("functions"), (name,), f"含 {name}")


ONLY = SetCompare("equals", read("functions"), ("综合服务",), "仅为（综合服务）")
LAST_YEAR = CalendarYear(read("applied_on"), 1)
YEAR_BEFORE = CalendarYear(read("applied_on"), 2)

NODES = [
    node(
        "in_force",
        "施行期限",
        "scope",
        cite(19, 0, "有效期5年"),
        Within(AsOf(), Stretch(DateConstant(date(2022, 10, 20)), DateConstant(date(2027, 10, 20)))),
    ),
    node("place", "地域范围", "scope", cite(2, 0, "适用于韶关市"), read("in_city")),
    node(
        "root",
        "认定条件",
        "combination",
        Citation(Clause("chapter", 3), ("认定条件",)),
        All((ref("art7"), ref("art8"))),
    ),
    whole(7, 0, ref("basic")),
    node(
        "basic",
        "基本条件",
        "combination",
        cite(7, 0, "应同时具备以下基本条件"),
        All(tuple(ref(f"art7.{i}") for i in (1, 2, 4, 5))),
    ),
    whole(
        7, 1, All((ref("age"), ref("assets_rule"), ref("sound"), ref("kind_rule"), ref("unbanned")))
    ),
    node(
        "age",
        "注册年限",
        "rule",
        cite(7, 1, "注册登记时间2年以上"),
        Elapsed(read("registered_on"), Ref("age_day", DATE), Period(2, "年"), True, "满 2年"),  # noqa: FBT003
    ),
    node("age_day", "年限基准日", "definition", cite(7, 1), read("applied_on")),
    node(
        "assets_rule",
        "资产规模",
        "rule",
        cite(7, 1, "资产总额不低于100万元"),
        Branch(
            ref("only"),
            ge(read("assets"), 500_000, "50万元"),
            ge(read("assets"), 1_000_000, "100万元"),
            cite(7, 1, "仅申报综合服务功能的平台资产总额不低于50万元"),
        ),
    ),
    node("only", "仅报综合", "definition", cite(7, 1), ONLY),
    node("sound", "经营规范", "finding", cite(7, 1, "经营规范"), Judged("sound")),
    node(
        "kind_rule",
        "机构类别",
        "rule",
        cite(7, 1, "中小企业服务机构、科研院所"),
        Member(read("kind"), ("服务机构", "科研院所"), "属于（服务机构、科研院所）"),
    ),
    node("unbanned", "未受限制", "rule", cite(7, 1, "未被撤销"), Not(read("banned"))),
    whole(7, 2, All((ref("served_rule"), ref("growth"), ref("space")))),
    node(
        "served_rule",
        "年服务家数",
        "rule",
        cite(7, 2, "年服务中小微企业 50 家以上"),
        Compare("ge", read("served"), number(50, Type("count"), "50"), "50家 以上"),
    ),
    node(
        "growth",
        "服务增长",
        "rule",
        cite(7, 2, "近两年服务企业数量稳步增长"),
        Compare(
            "gt",
            AtYear(read("by_year"), LAST_YEAR, FIRMS),
            AtYear(read("by_year"), YEAR_BEFORE, FIRMS),
            "多于 前一年",
        ),
    ),
    node(
        "space",
        "场所面积",
        "rule",
        cite(7, 2, "面积不少于 150 平方米"),
        ge(read("area"), 150, "150平方米"),
    ),
    whole(7, 4, ref("public_share")),
    node(
        "public_share",
        "公益占比",
        "rule",
        cite(7, 4, "不少于总服务量的 15%"),
        ge(
            Ratio(Sum(((1, read("free")), (1, read("cheap"))), TIMES), read("all_services"), SHARE),
            Fraction(15, 100),
            "15%",
        ),
    ),
    whole(7, 5, ref("qualified")),
    node(
        "qualified",
        "专业人员比例",
        "rule",
        cite(7, 5, "专业人员的比例不低于 50%"),
        Pick(
            "degree_and_title",
            (
                ("either", ge(Ratio(read("degree"), read("staff"), SHARE), Fraction(1, 2), "50%")),
                ("both", ge(Ratio(read("both"), read("staff"), SHARE), Fraction(1, 2), "50%")),
            ),
            TRUTH,
        ),
    ),
    whole(8, 0, ref("functions_met")),
    node(
        "functions_met",
        "功能要求",
        "combination",
        cite(8, 0, "应满足以下至少一项功能要求"),
        AtLeast(1, tuple(ref(f"art8.{i}") for i in (1, 4, 6))),
    ),
    whole(8, 1, All((ref("linked"), ref("events_rule"))), ref("info_applies")),
    node("info_applies", "信息适用", "scope", cite(8, 1, "信息服务。"), applied("信息服务")),
    node("linked", "在线联动", "rule", cite(8, 1, "具有在线服务"), read("online")),
    node(
        "events_rule",
        "信息活动",
        "rule",
        cite(8, 1, "相关服务活动 3 次以上"),
        ge(read("events"), 3, "3次"),
    ),
    whole(8, 4, All((ref("training"), ref("volume"))), ref("training_applies")),
    node("training_applies", "培训适用", "scope", cite(8, 4, "培训服务。"), applied("培训服务")),
    node(
        "training",
        "培训资格",
        "rule",
        cite(8, 4, "具有培训资质或在各县备案"),
        AtLeast(1, (read("licence"), read("filed"))),
    ),
    node(
        "volume",
        "培训规模",
        "rule",
        cite(8, 4, "年培训 600 人次以上"),
        ge(read("trained"), 600, "600人次"),
    ),
    whole(8, 6, All((ref("centre_rule"), ref("able"))), ref("centre_applies")),
    node("centre_applies", "综合适用", "scope", cite(8, 6, "综合服务。"), applied("综合服务")),
    node("centre_rule", "中心身份", "rule", cite(8, 6, "中小企业服务中心"), read("centre")),
    node("able", "统筹能力", "finding", cite(8, 6, "具有统筹能力"), Judged("able")),
    node(
        "unrelated",
        "融资规模",
        "rule",
        cite(16, 0, "融资总额 2 亿元以上"),
        All(
            (
                ge(read("loans"), 200_000_000, "2亿元"),
                Compare("ge", Size(read("functions"), TIMES), number(1, TIMES, "1"), "至少 1项"),
                Truth(True),  # noqa: FBT003
            )
        ),
    ),
]

EXPERTS = Pick(
    "judges",
    (("any", Actors(("expert", "bureau"))), ("expert", Actors(("expert",)))),
    Type("actors"),
)


def finding(id_, name, citation):
    return Finding(id_, name, citation, f"是否{name}？", "审计报告", EXPERTS)


def interpretation(id_, name, number_, citation, readings, **more):
    made = tuple(Reading(key, label, reason) for key, label, reason in readings)
    return Interpretation(
        id_, name, number_, citation, f"{name}怎样读？", made, made[0].id, ("eligibility",), **more
    )


CORE = Core(
    policy="mini",
    title="示范平台认定管理办法（节选）",
    issuer="韶关市工业和信息化局",
    document_number="韶工信函〔2022〕188号",
    language="1",
    facts=FACTS,
    ledgers={
        "services": Ledger(
            "services",
            "服务台账",
            "服务了哪些企业？",
            (
                LedgerColumn("code", "企业代码", Type("text")),
                LedgerColumn("size", "企业规模", SIZE),
            ),
        )
    },
    actors={
        "expert": Actor("expert", "评审专家", "专家"),
        "bureau": Actor("bureau", "市工信局", "韶关市工业和信息化局"),
        "county": Actor("county", "县级工信部门", "各县（市、区）工信部门"),
    },
    findings={
        "sound": finding("sound", "经营规范", cite(7, 1, "经营规范")),
        "able": finding("able", "统筹能力", cite(8, 6, "具有统筹能力")),
    },
    interpretations={
        i.id: i
        for i in (
            interpretation(
                "degree_and_title",
                "学历和职称",
                "K-5",
                cite(7, 5, "比例"),
                (("either", "其一", "列举并计"), ("both", "兼备", "同一人两样都有")),
            ),
            interpretation(
                "judges",
                "评定口径",
                "K-22",
                cite(11, 1, "专家"),
                (("any", "条文所列", "都可"), ("expert", "仅专家", "只有专家")),
            ),
            interpretation(
                "day",
                "时点口径",
                "K-34",
                cite(7, 1, "资产总额"),
                (("year_end", "上年末", "审计报告"), ("applied", "申请日", "最近")),
            ),
        )
    },
    nodes={n.id: n for n in NODES},
    scopes=("place", "in_force"),
    root="root",
)

FACTS_MET = {
    "applicant_name": "韶关市启明企业服务有限公司",
    "in_city": True,
    "applied_on": date(2026, 11, 20),
    "functions": frozenset({"信息服务", "培训服务"}),
    "registered_on": date(2020, 3, 2),
    ("assets", "year_end"): 1_200_000,
    "kind": "服务机构",
    "served": 62,
    "by_year": {2025: 80, 2024: 70},
    "area": Fraction(301, 2),
    "free": 20,
    "cheap": 10,
    "all_services": 120,
    "staff": 8,
    "degree": 5,
    "banned": False,
    "online": True,
    "events": 5,
    "licence": False,
    "filed": True,
    "trained": 500,
}
FOUND = FindingRecord(met=True, by="expert", on=date(2026, 11, 21), evidence="专家评审表")


def application(without=(), ledgers=None, findings=None, **changes):
    """The eligible application, less some facts, with others changed (`assets` for its reading)."""
    facts = {key: value for key, value in FACTS_MET.items() if key not in without}
    for key, value in changes.items():
        facts[("assets", "year_end") if key == "assets" else key] = value
    found = {"sound": FOUND} if findings is None else findings
    return Application(facts, ledgers or {}, found)


def trace(given=None, readings=None, on=ON):
    """The trace of an application to the miniature."""
    return evaluate(CORE, given if given is not None else application(), on, readings or {})
