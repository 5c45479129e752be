"""Changes applied to plain data: the base stays as it is."""

from sgpolicy.casing.editing import edited
from sgpolicy.casing.records import Problems

BASE = {
    "资产总额": "5万元",
    "public_services": {"自然年": "3次", "trailing_year": "4次"},
    "年服务企业数": {"2024": "8家", "2025年": "9家"},
    "服务台账": [{"企业代码": "甲", "size": "小型"}, {"企业代码": "乙"}, None],
    "评定": {"经营规范": {"结论": "符合", "by": "评审专家"}},
}


def change(core, row, written, base=BASE):
    (case,), mistakes = row(f"甲 | {written} | | 结论 | 符合 | 第七条")
    assert mistakes == []
    problems = Problems("cases/试.md")
    before = repr(base)
    data = edited(base, case, core.interpretations, problems)
    assert repr(base) == before
    return data, [problem.message for problem in problems.found]


def test_facts(core, row):
    data, _ = change(core, row, "资产总额=1元；用户满意度=80%；公益服务次数=（缺）")
    assert (data["资产总额"], data["用户满意度"]) == ("1元", "80%")
    assert data["public_services"] is None


def test_readings_of_a_split_fact(core, row):
    data, _ = change(core, row, "资产总额.申请日=1元；公益服务次数.滚动年=9次")
    assert data["资产总额"] == {"last_year_end": "5万元", "申请日": "1元"}
    assert data["public_services"] == {"自然年": "3次", "滚动年": "9次"}
    assert (
        change(core, row, "公益服务次数.自然年=（缺）；公益服务次数.滚动年=（缺）")[0][
            "public_services"
        ]
        is None
    )


def test_years_of_a_series(core, row):
    data, _ = change(core, row, "年服务企业数.2025=（缺）；年服务企业数.2023=7家")
    assert data["年服务企业数"] == {"2024": "8家", "2023": "7家"}


def test_ledgers(core, row):
    assert change(core, row, "服务台账=前 1 行")[0]["服务台账"] == BASE["服务台账"][:1]
    assert change(core, row, "服务台账=（空）")[0]["服务台账"] == []
    assert change(core, row, "服务台账=（缺）")[0]["服务台账"] is None
    data, _ = change(core, row, "服务台账[1-3].企业规模=（缺）")
    assert data["服务台账"] == [
        {"企业代码": "甲", "size": None},
        {"企业代码": "乙", "企业规模": None},
        None,
    ]


def test_findings(core, row):
    data, _ = change(core, row, "评定.经营规范=不符合；评定.经营规范.评定人=市工信局")
    assert data["评定"] == {"经营规范": {"结论": "不符合", "by": "市工信局"}}
    data, _ = change(core, row, "评定.经营规范=（缺）")
    assert data["评定"] == {"经营规范": None}


def test_what_does_not_fit_the_base_is_told(core, row):
    for written, message in [
        ("服务台账=前 9 行", "只有 3 行，不能取前 9 行"),
        ("服务台账[9].企业规模=小型", "没有第 9 行"),
        ("活动台账[1].日期=2025-01-01", "只有 0 行"),
        ("评定.财务状况=符合", "没有评定人、日期和依据可以沿用"),
    ]:
        _, problems = change(core, row, written)
        assert message in problems[0]
