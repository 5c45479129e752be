"""The decision on Articles 7 and 8 inside the procedure: what a review may list rests on it."""

from datetime import date
from pathlib import Path

import pytest
import yaml

import sgpolicy

POLICY = "shaoguan-2022-188"
FOLDER = Path(__file__).resolve().parents[2] / "policies" / POLICY
REST = sgpolicy.HolidayTable("休假日表", "0", {})


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load(POLICY)


def plain(path):
    return yaml.load((FOLDER / path).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506


def material(name, day):
    """An application whose findings were made on the day of the review."""
    data = plain(f"applications/{name}.yaml")
    data["评定"] = {
        key: {**record, "日期": day} if isinstance(record, dict) else record
        for key, record in data["评定"].items()
    }
    data["年服务企业数"] = {str(year): str(40 + year - 2019) for year in range(2019, 2029)}
    return data


def with_material(history, name):
    """The history with this application in every round, and nothing said of the check itself."""
    reviews = [e["日期"] for e in history["经历"] if e["事件"] == "专家评审"]
    for event in history["经历"]:
        if event["事件"] == "提出申报":
            event["材料"] = material(name, reviews.pop(0))
        event.pop("核对", None)
    return history


def reviews(status):
    return [event for event in status.events if event.name == "专家评审"]


def test_small_and_agricultural_business_is_50_percent_at_first_and_60_again(policy):
    history = with_material(plain("histories/七年.yaml"), "符合-融资首次55")
    status = policy.status(history, on=date(2026, 12, 31), holidays=REST)
    first, again = reviews(status)
    assert first.outcome is sgpolicy.Outcome.MET
    assert again.outcome is sgpolicy.Outcome.NOT_MET
    (lack,) = again.defects
    assert (lack.kind, lack.name) == ("requirement", "认定条件")
    told = status.explain("letter").to_text(width=10_000)
    assert "三年期满再次认定时平台资格“支小支农”业务占比达到60%以上" in told or "60%" in told
    assert [title.state for title in status.titles] == ["expired", "void"]


def test_a_platform_that_lapsed_is_recognised_again_or_anew(policy):
    """K-29: after the year of expiry, is it 「再次认定」 (60%), or a first application (50%)?"""
    history = plain("histories/七年.yaml")
    first = [e for e in history["经历"] if e["日期"] < "2023-12-31"]
    late = [
        {
            **e,
            **{k: e[k].replace("2023", "2027") for k in ("日期", "开始日期", "截止日期") if k in e},
        }
        for e in first
    ]
    history["经历"] = [*first, *late]
    history = with_material(history, "符合-融资首次55")
    again = policy.status(history, on=date(2027, 10, 1), holidays=REST)
    anew = policy.status(
        history, on=date(2027, 10, 1), holidays=REST, readings={"K-29": "仅届满年"}
    )
    assert [review.outcome.zh for review in reviews(again)] == ["符合", "不符合"]
    assert [review.outcome.zh for review in reviews(anew)] == ["符合", "符合"]
    assert (again.outcome.zh, anew.outcome.zh) == ("不符合", "符合")


def test_what_the_application_lacks_is_named_exactly(policy):
    history = plain("histories/一轮.yaml")
    history = with_material(history, "符合-融资首次55")
    del history["经历"][1]["材料"]["用户满意度"]
    status = policy.status(history, on=date(2024, 12, 31), holidays=REST)
    (review,) = reviews(status)
    assert review.outcome is sgpolicy.Outcome.MISSING_FACTS
    assert review.defects[0].open == ("用户满意度",)
    assert status.outcome is sgpolicy.Outcome.MISSING_FACTS


def test_without_the_application_the_recorded_check_counts(policy):
    history = plain("histories/一轮.yaml")
    review = next(e for e in history["经历"] if e["事件"] == "专家评审")
    for verdict, outcome in (("符合", "符合"), ("不符合", "不符合"), ("", "待补材料")):
        review["核对"] = verdict
        status = policy.status(history, on=date(2024, 12, 31), holidays=REST)
        assert reviews(status)[0].outcome.zh == outcome


def test_an_application_outweighs_the_recorded_check(policy):
    """A recorded 核对：符合 does not make eligible whom the application shows not to be."""
    history = with_material(plain("histories/一轮.yaml"), "符合-融资首次55")
    history["经历"][1]["材料"]["资产总额"] = "99万元"
    next(e for e in history["经历"] if e["事件"] == "专家评审")["核对"] = "符合"
    status = policy.status(history, on=date(2024, 12, 31), holidays=REST)
    assert reviews(status)[0].outcome is sgpolicy.Outcome.NOT_MET


def test_the_history_outweighs_what_the_application_says_of_it(policy):
    """曾获认定 in an application cannot hide a recognition that is recorded, nor make one up."""
    history = with_material(plain("histories/一轮.yaml"), "符合-融资首次55")
    history["经历"][1]["材料"] |= {"曾获认定": "是", "上次确认发文日期": "2021-06-01"}
    status = policy.status(history, on=date(2024, 12, 31), holidays=REST)
    assert reviews(status)[0].outcome is sgpolicy.Outcome.MET  # 55% will do for a first one


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2026-12-31", "不符合"),  # valid, and not the year of expiry
        ("2027-01-01", "符合"),
        ("2027-06-24", "符合"),  # the last day
        ("2027-06-25", "符合"),  # not valid any more
    ],
)
def test_applying_while_the_title_is_valid(policy, day, outcome):
    history = plain("histories/一轮.yaml")
    history["记载截至"] = "2027-12-31"
    year = day[:4]
    call = {"事件": "年度申报", "日期": f"{year}-01-01", "由": "市工信局"}
    call |= {"开始日期": f"{year}-01-01", "截止日期": f"{year}-12-31"}
    filed = {"事件": "提出申报", "日期": day, "由": "申报单位"}
    history["经历"] += [call, filed]
    status = policy.status(history, on=date.fromisoformat(day), holidays=REST)
    event = status.events[-1]
    assert event.outcome.zh == outcome
    if outcome == "不符合":
        assert [lack.citation.clause.label for lack in event.defects] == ["第十六条"]
