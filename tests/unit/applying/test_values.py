"""What every type accepts, to which value, and what it refuses, for which reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.applying.problems import RefusedError
from sgpolicy.applying.values import read_value
from sgpolicy.model.types import DATE, SHARE, TRUTH, Type

MONEY = Type("money", "万元")
FIRMS = Type("count", "家")
VISITS = Type("count", "人次")
AREA = Type("area", "平方米")
GROWTH = Type("share", "增长率")
TEXT = Type("text")
SERIES = Type("series", "家")
DEGREES = Type("choice", members=("无", "高中", "大专（含）", "本科"))
KINDS = Type("set", members=("股权", "担保（再担保）", "租赁，含融资"))
ITEMS = Type("set", members=("信息目录/政策", "信息目录/技术", "培训目录/技术"))
EVERY = [MONEY, FIRMS, AREA, SHARE, GROWTH, TEXT, SERIES, DEGREES, KINDS, ITEMS, DATE, TRUTH]

ACCEPTED = [
    (MONEY, 1200000, 1200000),
    (MONEY, "1200000", 1200000),
    (MONEY, "120万元", 1200000),
    (MONEY, "１２０万元", 1200000),
    (MONEY, "120 万", 1200000),
    (MONEY, "0.8亿元", 80_000_000),
    (MONEY, "1,200,000元", 1200000),
    (MONEY, "1，200，000 元整", 1200000),
    (MONEY, "￥3000.5", Fraction(6001, 2)),
    (MONEY, "人民币 5千元", 5000),
    (MONEY, "一百二十万元", 1200000),
    (MONEY, "一千二百万元", 12_000_000),
    (MONEY, "二千万", 20_000_000),
    (MONEY, "0.001元", Fraction(1, 1000)),
    (MONEY, "1/3元", Fraction(1, 3)),
    (MONEY, Decimal("0.1"), Fraction(1, 10)),
    (MONEY, Fraction(1, 3), Fraction(1, 3)),
    (MONEY, "0", 0),
    (MONEY, 0, 0),
    (FIRMS, 60, 60),
    (FIRMS, "60家", 60),
    (FIRMS, " 60 家 ", 60),
    (FIRMS, "六十家", 60),
    (FIRMS, "052", 52),
    (FIRMS, "1.2万家", 12000),
    (FIRMS, Decimal("60.0"), 60),
    (VISITS, "600人次", 600),
    (AREA, "180平方米", 180),
    (AREA, "180㎡", 180),
    (AREA, "180.5 m²", Fraction(361, 2)),
    (AREA, 180, 180),
    (SHARE, "85%", Fraction(17, 20)),
    (SHARE, "85％", Fraction(17, 20)),
    (SHARE, "８５ ％", Fraction(17, 20)),
    (SHARE, "百分之八十五", Fraction(17, 20)),
    (SHARE, "百分之85.5", Fraction(171, 200)),
    (SHARE, "5‰", Fraction(1, 200)),
    (SHARE, "1/3", Fraction(1, 3)),
    (SHARE, Fraction(1, 3), Fraction(1, 3)),
    (SHARE, "100%", 1),
    (SHARE, "0%", 0),
    (SHARE, 0, 0),
    (GROWTH, "-3.5%", Fraction(-7, 200)),
    (GROWTH, "负百分之三", Fraction(-3, 100)),
    (GROWTH, "250%", Fraction(5, 2)),
    (DATE, "2020-10-20", date(2020, 10, 20)),
    (DATE, "2022年10月20日", date(2022, 10, 20)),
    (DATE, "2022/1/2", date(2022, 1, 2)),
    (DATE, "2022.10.20", date(2022, 10, 20)),
    (DATE, "２０２２年 1 月 2 日", date(2022, 1, 2)),
    (DATE, "二〇二二年十月二十日", date(2022, 10, 20)),
    (DATE, "2024-02-29", date(2024, 2, 29)),
    (DATE, date(2022, 1, 2), date(2022, 1, 2)),
    (TRUTH, "是", True),
    (TRUTH, "否", False),
    (TRUTH, "True", True),
    (TRUTH, "no", False),
    (TRUTH, False, False),
    (DEGREES, "无", "无"),
    (DEGREES, "大专(含)", "大专（含）"),
    (KINDS, ["股权"], frozenset({"股权"})),
    (KINDS, "股权、担保(再担保)", frozenset({"股权", "担保（再担保）"})),
    (KINDS, "租赁，含融资、股权", frozenset({"股权", "租赁，含融资"})),
    (KINDS, "股权,担保（再担保）", frozenset({"股权", "担保（再担保）"})),
    (KINDS, [], frozenset()),
    (KINDS, {"股权"}, frozenset({"股权"})),
    (ITEMS, "政策", frozenset({"信息目录/政策"})),
    (ITEMS, ["培训目录/技术", ""], frozenset({"培训目录/技术"})),
    (ITEMS, {"信息目录": ["政策", "技术"], "培训目录": "技术"}, frozenset(ITEMS.members)),
    (SERIES, {"2024": "52家", 2023: 50, "2022年": "四十家"}, {2024: 52, 2023: 50, 2022: 40}),
    (SERIES, {"2024年度": "0", "2025": ""}, {2024: 0}),
    (TEXT, "  韶关  ", "韶关"),
    (TEXT, 91440200123456789, "91440200123456789"),
    (KINDS, [None, " "], None),
    (SERIES, {}, None),
    (SERIES, {"2024": None}, None),
]


@pytest.mark.parametrize(("type_", "given_", "value"), ACCEPTED, ids=range(len(ACCEPTED)))
def test_accepted_forms(type_: Type, given_: object, value: object) -> None:
    read = read_value(given_, type_)
    assert read == value
    assert type(read) is type(value)


REFUSED = [
    (MONEY, "-5万元", "SG708"),
    (MONEY, "－5", "SG708"),
    (MONEY, -5, "SG708"),
    (MONEY, "￥-5", "SG708"),
    (MONEY, 0.85, "SG714"),
    (MONEY, 120.0, "SG714"),
    (MONEY, "120万美元", "SG707"),
    (MONEY, "120家", "SG707"),
    (MONEY, "1e5", "SG707"),
    (MONEY, "约120万元", "SG706"),
    (MONEY, "1,2,3元", "SG706"),
    (MONEY, "一万二", "SG706"),
    (MONEY, "1/0元", "SG706"),
    (MONEY, True, "SG705"),
    (MONEY, ["120万元"], "SG705"),
    (MONEY, {"a": 1}, "SG705"),
    (MONEY, Decimal("NaN"), "SG706"),
    (MONEY, Decimal("-Infinity"), "SG706"),
    (MONEY, Decimal("1e999999"), "SG715"),
    (MONEY, Decimal("1e-999999"), "SG715"),
    (MONEY, 10**5000, "SG715"),
    (MONEY, "9" * 41, "SG715"),
    (MONEY, "9" * 100_000, "SG715"),
    (MONEY, "无" * 3000, "SG706"),
    (MONEY, float("nan"), "SG714"),
    (MONEY, date(2020, 1, 1), "SG706"),
    (FIRMS, "60次", "SG707"),
    (Type("count", "人"), "60人次", "SG707"),
    (FIRMS, "60.5家", "SG709"),
    (FIRMS, "-1", "SG708"),
    (FIRMS, True, "SG705"),
    (FIRMS, "六十几家", "SG707"),
    (FIRMS, "12:30", "SG707"),
    (AREA, "3亩", "SG707"),
    (SHARE, "0.85", "SG710"),
    (SHARE, "85", "SG710"),
    (SHARE, Decimal("0.85"), "SG710"),
    (SHARE, 1, "SG710"),
    (SHARE, 0.85, "SG714"),
    (SHARE, "101%", "SG711"),
    (SHARE, "-1%", "SG708"),
    (SHARE, Fraction(3, 2), "SG711"),
    (SHARE, "百分之百五", "SG706"),
    (DATE, "2022-02-31", "SG712"),
    (DATE, "2023年2月29日", "SG712"),
    (DATE, "2022-13-01", "SG712"),
    (DATE, "0000-01-01", "SG712"),
    (DATE, "2022-10", "SG706"),
    (DATE, "20221020", "SG706"),
    (DATE, 20221020, "SG706"),
    (DATE, "2022-10/20", "SG706"),
    (DATE, "2022-10-20 00:00:00", "SG713"),
    (DATE, "2022-10-20T08:00Z", "SG713"),
    (DATE, datetime(2022, 10, 20, tzinfo=UTC), "SG713"),
    (DATE, ["2022-10-20"], "SG705"),
    (TRUTH, "有", "SG706"),
    (TRUTH, "无", "SG704"),
    (TRUTH, 1, "SG705"),
    (TRUTH, "1", "SG706"),
    (DEGREES, "博士", "SG716"),
    (DEGREES, "不详", "SG704"),
    (DEGREES, ["本科"], "SG705"),
    (KINDS, "无", "SG704"),
    (KINDS, "、", "SG706"),
    (KINDS, ["股权", "保理"], "SG716"),
    (KINDS, {"股权": True}, "SG705"),
    (KINDS, [["股权"]], "SG705"),
    (ITEMS, "技术", "SG717"),
    (ITEMS, {"咨询目录": ["技术"]}, "SG716"),
    (ITEMS, {"信息目录": 3}, "SG705"),
    (SERIES, "52家", "SG705"),
    (SERIES, {"去年": 52}, "SG722"),
    (SERIES, {"2024": "52次"}, "SG707"),
    (SERIES, {"2024": 52, 2024: 53}, "SG703"),
    (SERIES, {"2024": "无"}, "SG704"),
    (TEXT, 1.5, "SG705"),
    (TEXT, True, "SG705"),
    (TEXT, "\ud800", "SG723"),
]


@pytest.mark.parametrize(("type_", "given_", "code"), REFUSED, ids=range(len(REFUSED)))
def test_refused_forms(type_: Type, given_: object, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_value(given_, type_)
    assert [trouble.code for trouble in caught.value.troubles] == [code]


@pytest.mark.parametrize("type_", EVERY, ids=lambda t: f"{t.kind}-{t.unit}")
@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000", "\ufeff", "\t\n"])
def test_blank_is_not_stated(type_: Type, blank: object) -> None:
    assert read_value(blank, type_) is None


@pytest.mark.parametrize("type_", EVERY, ids=lambda t: f"{t.kind}-{t.unit}")
@pytest.mark.parametrize("stand_in", ["/", "／", "—", "-", "N/A", "不详", " 没有 "])
def test_stand_ins_ask_which_is_meant(type_: Type, stand_in: str) -> None:
    if type_ is SERIES:
        return
    with pytest.raises(RefusedError) as caught:
        read_value(stand_in, type_)
    assert caught.value.troubles[0].code == "SG704"


def test_a_wrong_unit_names_both_units() -> None:
    with pytest.raises(RefusedError) as caught:
        read_value("60次", FIRMS)
    details = caught.value.troubles[0].details
    assert (details["unit"], details["other"]) == ("家", "次")


def test_every_wrong_item_of_a_list_is_reported_at_its_place() -> None:
    with pytest.raises(RefusedError) as caught:
        read_value(["股权", "甲", "乙"], KINDS)
    assert [trouble.within for trouble in caught.value.troubles] == [(1,), (2,)]


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.decimals()
    | st.fractions()
    | st.binary()
    | st.complex_numbers()
    | st.from_regex(r"[-−]?[0-9０-９一二三十百万,./%年月日元家 ]{0,12}"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=6,
)


@given(ANYTHING, st.sampled_from(EVERY))
def test_no_value_makes_reading_fail_otherwise(value: object, type_: Type) -> None:
    try:
        read_value(value, type_)
    except RefusedError as error:
        assert error.troubles  # noqa: PT017
