"""Data frames in, the same kind out: every row as its application would be decided."""

import math
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import sgpolicy
from sgpolicy import Outcome
from sgpolicy.tables import fused

ON = date(2026, 11, 22)
KINDS = {"polars": pl.DataFrame, "pandas": pd.DataFrame, "pyarrow": pa.table}
ROWS = {
    "申请日期": [date(2026, 11, 10)] * 4,
    "韶关注册": [True, True, False, None],
    "资产总额（万元）": [100, Decimal("99.99"), 100, None],
    "办公场所面积": [150, 149, 150, 150],
    "申报功能": [["技术服务"], ["综合服务"], ["技术服务"], ["技术服务"]],
    "用户满意度（%）": [80, 79, 100, None],
    "机构类型": ["科研院所", "其他类型", None, "科研院所"],
    "评定.经营规范": [True, False, None, True],
    "年服务企业数.2024": [50, 50, 50, 50],
    "年服务企业数.2025": [51, 50, 51, None],
}
RULES = ("资产规模", "用户满意", "机构类别", "经营规范", "服务增长", "第七条第（三）项")


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


@pytest.fixture(params=KINDS)
def made(request):
    """Makes a frame of one kind."""
    if request.param == "pandas":
        return lambda data: pd.DataFrame({k: pd.Series(v, dtype="object") for k, v in data.items()})
    return KINDS[request.param]


def listed(frame, column):
    values = frame[column]
    return values.to_pylist() if hasattr(values, "to_pylist") else [*map(str, values)]


def test_rules_are_told_as_truths(policy, made):
    """Met, not met, or nothing while it is open; what is not applicable is not met."""
    frame = made({k: v for k, v in ROWS.items() if k != "资产总额（万元）"})
    found = policy.evaluate_frame(frame, on=ON, rules=RULES[1:], reasons=True, outcomes="truths")
    words = policy.evaluate_frame(frame, on=ON, rules=RULES[1:], reasons=True)
    for rule in RULES[1:]:
        column = found[rule]
        values = column.to_pylist() if isinstance(found, pa.Table) else column.to_list()
        expected = [
            {"符合": True, "不符合": False, "不适用": False}.get(w) for w in listed(words, rule)
        ]
        assert [None if one is pd.NA else one for one in values] == expected
    for name in ("结论", "理由"):
        assert listed(found, name) == listed(words, name)


def test_there_is_no_third_way_of_telling(policy):
    with pytest.raises(KeyError, match="yes"):
        policy.evaluate_frame(pl.DataFrame({"办公场所面积": [150]}), on=ON, outcomes="yes")


def test_the_same_kind_comes_back_with_outcomes(policy, made):
    frame = made({k: v for k, v in ROWS.items() if k != "资产总额（万元）"})
    found = policy.evaluate_frame(frame, on=ON, rules=RULES[1:])
    assert type(found) is type(frame)
    names = found.column_names if isinstance(found, pa.Table) else [*found.columns]
    assert names[-6:] == ["结论", *RULES[1:]]
    assert listed(found, "用户满意") == ["符合", "不符合", "符合", "待补材料"]
    assert listed(found, "机构类别") == ["符合", "不符合", "待补材料", "符合"]
    assert listed(found, "经营规范") == ["符合", "不符合", "待评定", "符合"]
    assert listed(found, "服务增长") == ["符合", "不符合", "符合", "待补材料"]
    assert listed(found, "结论") == ["待补材料", "不符合", "不适用", "待补材料"]


def test_the_clauses_that_decided(policy, made):
    frame = made(
        {"申请日期": [date(2026, 11, 10)] * 2, "韶关注册": [True, False], "办公场所面积": [149, 1]}
    )
    found = policy.evaluate_frame(frame, on=ON, reasons=True)
    assert listed(found, "理由") == ["第七条第（三）项", "第二条"]


def test_rows_are_decided_as_applications_are(policy, repo):
    folder = repo / "policies/shaoguan-2022-188/applications"
    compiled = policy.compiled()
    applications = [policy.read_application(folder / "符合-只有申报数.yaml")]
    rows = [compiled.generated.stated(one) for one in applications]
    names = sorted(
        {key for row in rows for key in row if policy.core.facts[key].type.kind != "series"}
    )
    data = {policy.core.facts[key].name: [row.get(key) for row in rows] for key in names}
    data = {k: [sorted(v) if isinstance(v, frozenset) else v for v in vs] for k, vs in data.items()}
    shares = [k for k in data if policy.facts[k].type.kind == "share"]
    for key in shares:
        data[f"{key}（比例）"] = [Decimal(str(float(v))) for v in data.pop(key)]
    for year, count in rows[0]["enterprises_served_by_year"].items():
        data[f"年服务企业数.{year}"] = [count]
    data |= {
        f"评定.{policy.core.findings[k].name}": [r.met] for k, r in applications[0].findings.items()
    }
    rules = [name for name in compiled.decide(applications[0], on=ON) if "条" not in name]
    found = policy.evaluate_frame(pl.DataFrame(data), on=ON, rules=rules)
    wanted = compiled.decide(applications[0], on=ON)
    assert found["结论"].to_list() == [wanted.outcome.zh] == ["符合"]
    assert {name: found[name][0] for name in rules} == {name: wanted[name].zh for name in rules}


@pytest.mark.parametrize(
    ("column", "value", "outcome"),
    [
        ("资产总额", 1_000_000, "符合"),
        ("资产总额", 999_999, "不符合"),
        ("资产总额", Decimal("999999.99"), "不符合"),
        ("资产总额（万元）", 100, "符合"),
        ("资产总额（万元）", Decimal("99.9999"), "不符合"),
        ("资产总额（亿元）", "0.01", "符合"),
        ("资产总额", "100万元", "符合"),
        ("资产总额（元）", 1_000_000.0, "符合"),
        ("资产总额.上年末（万元）", 100, "符合"),
        ("total_assets", 1_000_000, "符合"),
        ("资产总额", None, "待补材料"),
        ("资产总额", math.nan, "待补材料"),
        ("资产总额", "", "待补材料"),
        ("资产总额.申请日", 1, "待补材料"),  # another reading's value says nothing of this one
    ],
)
def test_numbers_are_exact_in_their_unit(policy, column, value, outcome):
    frame = pd.DataFrame({column: pd.Series([value], dtype="object"), "申报功能": [["技术服务"]]})
    found = policy.evaluate_frame(frame, on=ON, rules=["资产规模"])
    assert [*found["资产规模"]] == [outcome]


@pytest.mark.parametrize("engine", ["rows", "fused"])
@pytest.mark.parametrize("column", ["用户满意度（比例）", "用户满意度（%）", "用户满意度"])
def test_shares_as_text(policy, column, engine):
    """As in a file: the column's name says the unit, or each value does."""
    texts = {"（比例）": ["0.8", "0.7999"], "（%）": ["80", "79.99"], "": ["80%", "79.99%"]}
    frame = pl.DataFrame({column: texts[column.removeprefix("用户满意度")]})
    found = policy.evaluate_frame(frame, on=ON, rules=["用户满意"], engine=engine)
    assert found["用户满意"].to_list() == ["符合", "不符合"]


def test_whole_numbers_that_pandas_made_floats(policy):
    frame = pd.DataFrame({"办公场所面积": [150, None, 149]})
    assert frame["办公场所面积"].dtype == "float64"
    found = policy.evaluate_frame(frame, on=ON, rules=["场所面积"])
    assert [*found["场所面积"]] == ["符合", "待补材料", "不符合"]


def test_days_of_any_kind(policy):
    days = [date(2024, 11, 10), datetime(2024, 11, 11), "2024年11月10日", None]  # noqa: DTZ001
    frame = pd.DataFrame(
        {"注册登记日期": pd.Series(days, dtype="object"), "申请日期": [date(2026, 11, 10)] * 4}
    )
    found = policy.evaluate_frame(frame, on=ON, rules=["注册年限"])
    assert [*found["注册年限"]] == ["符合", "不符合", "符合", "待补材料"]


def test_a_pandas_index_stays(policy):
    frame = pd.DataFrame({"办公场所面积": [150, 149]}, index=["甲", "乙"])
    found = policy.evaluate_frame(frame, on=ON, rules=["场所面积"])
    assert found.loc["甲", "场所面积"] == "符合"
    assert [*found.index] == ["甲", "乙"]


def test_outcomes_are_in_order(policy):
    found = policy.evaluate_frame(pl.DataFrame({"办公场所面积": [150]}), on=ON)
    assert found["结论"].dtype == pl.Enum([outcome.zh for outcome in Outcome])


def test_an_empty_frame(policy, made):
    found = policy.evaluate_frame(made({"办公场所面积": []}), on=ON)
    assert listed(found, "结论") == []


def problems(policy, frame, **options):
    with pytest.raises(sgpolicy.FrameError) as error:
        policy.evaluate_frame(frame, on=ON, **options)
    return [(p.column, p.row) for p in error.value.problems], str(error.value)


def test_everything_wrong_with_columns_at_once(policy):
    frame = pl.DataFrame(
        {
            "资产总颔": [1],
            "办公场所面积": [1],
            "office_area": [1],
            "资产总额（公里）": [1],
            "资产总额.明年": [1],
            "年服务企业数": [1],
            "用户满意度.甲": ["85%"],
            "经营规范.甲": [True],
            "评定.没有": [True],
            "结论": ["符合"],
        }
    )
    found, text = problems(policy, frame, rules=["资产规模", "资产规模"])
    assert [column for column, _ in found] == [
        "资产总颔",
        "office_area",
        "资产总额（公里）",
        "资产总额.明年",
        "年服务企业数",
        "用户满意度.甲",
        "经营规范.甲",
        "评定.没有",
        "结论",
        "资产规模",
    ]
    assert "是不是「资产总额」" in text
    assert "与列“办公场所面积”是同一事项" in text


def test_values_that_cannot_be_read_are_told_with_their_rows(policy, made):
    frame = made({"办公场所面积": ["150", "很大", "-1"], "机构类型": ["科研院所", "学校", None]})
    found, text = problems(policy, frame)
    assert found == [("办公场所面积", 2), ("办公场所面积", 3), ("机构类型", 2)]
    assert "列“办公场所面积”第 2 行：" in text


def test_inexact_and_ambiguous_numbers_are_refused(policy):
    assert problems(policy, pl.DataFrame({"资产总额": [0.1]}))[0] == [("资产总额", 1)]
    assert problems(policy, pl.DataFrame({"用户满意度": [85]}))[0] == [("用户满意度", 1)]
    assert problems(policy, pl.DataFrame({"资产总额": [math.inf]}))[0] == [("资产总额", 1)]
    assert problems(policy, pl.DataFrame({"资产总额": [2.0**60]}))[0] == [("资产总额", 1)]


def test_no_more_than_a_hundred_values_are_told(policy):
    frame = pl.DataFrame({"办公场所面积": ["很大"] * 5000})
    assert len(problems(policy, frame)[0]) == 100


def test_unknown_columns_may_pass(policy):
    frame = pl.DataFrame({"备注": ["甲"], "办公场所面积": [150]})
    found = policy.evaluate_frame(frame, on=ON, rules=["场所面积"], ignore_unknown=True)
    assert found["场所面积"].to_list() == ["符合"]


@pytest.mark.parametrize("frame", [{"甲": [1]}, None])
def test_other_kinds_are_refused_in_words(policy, frame):
    _, text = problems(policy, frame)
    assert "不认识的数据表" in text


def test_an_unknown_rule(policy):
    with pytest.raises(KeyError):
        policy.evaluate_frame(pl.DataFrame({"办公场所面积": [150]}), on=ON, rules=["没有"])


def test_readings(policy):
    frame = pl.DataFrame({"资产总额.申请日（万元）": [100], "申报功能": [["技术服务"]]})
    found = policy.evaluate_frame(frame, on=ON, rules=["资产规模"], readings={"时点口径": "申请日"})
    assert found["资产规模"].to_list() == ["符合"]


def test_reasons_under_another_reading(policy):
    """A value for the reading in force stays one where the trace is asked why."""
    compiled = policy.compiled({"时点口径": "申请日"})
    facts = {"total_assets": 1_500_000}
    application = compiled.generated.application(facts, {})
    assert application.facts == {("total_assets", "application"): 1_500_000}
    assert compiled.generated.stated(application) == facts


def test_required_columns(policy):
    frame = pl.DataFrame({"办公场所面积": [150]})
    found, _ = problems(policy, frame, require=["办公场所面积", "资产总额", "经营规范", "没有的"])
    assert found == [("资产总额", None), ("经营规范", None), ("没有的", None)]


LAZY = {
    "polars": lambda data: pl.DataFrame(data).lazy(),
    "duckdb": lambda data: duckdb.from_arrow(pa.table(data)),
}


def told(frame):
    return frame.collect() if isinstance(frame, pl.LazyFrame) else frame.pl()


@pytest.fixture(params=LAZY)
def lazily(request):
    """Makes a lazy frame of one kind."""
    return LAZY[request.param]


def test_lazy_frames_stay_lazy(policy, lazily):
    frame = lazily({"办公场所面积": [150, 149, None]})
    found = policy.evaluate_frame(frame, on=ON, rules=["场所面积"])
    assert type(found) is type(frame)
    assert told(found)["场所面积"].to_list() == ["符合", "不符合", "待补材料"]


def test_outcomes_in_a_database_are_a_kind_of_their_own_in_order(policy):
    """A byte each, and told by their words all the same."""
    relation = LAZY["duckdb"]({"办公场所面积": [150, 149, None, -1]})
    found = policy.evaluate_frame(relation, on=ON, rules=["场所面积"])
    words = ", ".join(f"'{one}'" for one in ("不符合", "待补材料", "待评定", "符合", "不适用"))
    assert str(found.types[-1]) == f"ENUM({words})"
    assert found.filter("场所面积 = '符合'").fetchall() == [(150, "待补材料", "符合")]
    assert [one for (one,) in found.order("场所面积").project("场所面积").fetchall()] in (
        ["不符合", "待补材料", "符合", None],
        [None, "不符合", "待补材料", "符合"],
    )


def test_expressions_on_a_frame_in_memory_leave_its_columns_as_they_are(policy):
    """Also where one has a single value in every row, and more rows than are computed at a time."""
    rows = 250_001
    frame = pl.DataFrame({"办公场所面积": pl.int_range(rows, eager=True) % 300})
    frame = frame.with_columns(pl.lit(value=True).alias("韶关注册"))
    found = policy.evaluate_frame(frame, on=ON, rules=["场所面积"], engine="expressions")
    assert found.select(frame.columns).equals(frame)
    assert found.n_chunks("all")[: frame.width] == frame.n_chunks("all")
    assert ((found["场所面积"] == "符合") == (frame["办公场所面积"] >= 150)).all()


def test_in_a_lazy_frame_an_unlawful_value_leaves_its_row_without_outcomes(policy, lazily):
    frame = lazily(
        {
            "办公场所面积": [150, -1, 10**17, 150, 150],
            "机构类型": ["科研院所", "科研院所", "科研院所", "学校", None],
            "注册登记日期": [date(2020, 1, 1)] * 4 + [date(1700, 1, 1)],
        }
    )
    found = told(policy.evaluate_frame(frame, on=ON, rules=["场所面积"]))
    assert found["场所面积"].to_list() == ["符合", None, None, None, None]
    assert found["结论"].to_list() == ["待补材料", None, None, None, None]


def test_types_that_do_not_fit_are_told_before_anything_is_computed(policy, lazily):
    frame = lazily(
        {
            "资产总额": [0.5],
            "用户满意度": [1],
            "韶关注册": ["是"],
            "申请日期": [datetime(2026, 1, 1, 12)],  # noqa: DTZ001
            "机构类型": [1],
            "申报功能": ["技术服务"],
            "办公场所面积": ["150"],
        }
    )
    found, text = problems(policy, frame)
    names = [
        "资产总额",
        "用户满意度",
        "韶关注册",
        "申请日期",
        "机构类型",
        "申报功能",
        "办公场所面积",
    ]
    assert found == [(name, None) for name in names]
    assert "浮点数" in text


def test_the_reasons_of_a_lazy_frame_are_codes(policy, lazily):
    compiled = policy.compiled()
    data = {
        "申请日期": [date(2026, 11, 10)] * 2,
        "韶关注册": [True, False],
        "办公场所面积": [149, 1],
    }
    found = told(compiled.evaluate_frame(lazily(data), on=ON, reasons=True))
    labels = [[one.label for one in compiled.reasons_of(code)] for code in found["理由"]]
    assert labels == [["第七条第（三）项"], ["第二条"]]


def test_a_lazy_frame_is_computed_by_its_own_engine(policy):
    frame = pl.LazyFrame({"办公场所面积": [150]})
    assert problems(policy, frame, engine="fused")[0] == [("", None)]


def test_machine_code_without_numba_is_a_named_error(policy, monkeypatch):
    monkeypatch.setattr(fused, "has_machine", lambda: False)
    frame = pl.DataFrame({"办公场所面积": [150]})
    with pytest.raises(sgpolicy.FrameError, match=r"pip install 'sgpolicy\[compiled\]'"):
        policy.evaluate_frame(frame, on=ON, engine="compiled")
