"""Each way of changing a step, duty or power: what the mutant says, and which case notices it."""

import shutil
from dataclasses import replace

import pytest

import sgpolicy
from sgpolicy import mutation
from sgpolicy.evaluating.compiling import prepare_again
from sgpolicy.evaluating.procedure.preparing import prepare_procedure, prepare_procedure_again
from sgpolicy.mutating.making import mutants
from sgpolicy.mutating.provisions import provision_changes
from sgpolicy.mutating.records import Operator

HEAD = """经历：../histories/七年.yaml
评估日：{}

| 样例 | 改动 | 读法 | 对象 | 期望 | 依据 |
|---|---|---|---|---|---|
"""


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


@pytest.fixture(scope="module")
def found(policy):
    return {m.id: m for m in mutants(policy.core) if m.provision is not None}


def test_only_what_histories_are_judged_by_is_changed(policy, found):
    changed = {mutant.provision.id for mutant in found.values()}
    assert {"confirmation", "annual_report", "grant_title", "revoke_title"} <= changed
    kinds = {policy.core.provisions[key].kind for key in changed}
    assert kinds == {"step", "duty", "power"}
    assert "public_query" not in changed
    assert "register" not in changed  # binds always, and nobody records that it is done


@pytest.mark.parametrize(
    ("ident", "operator", "sentence"),
    [
        ("final_list/after.1/no-prior", Operator.NO_PRIOR,
         "去掉第十一条第（三）项「确定名单」的 先 现场考察（提出考察意见）"),
        ("site_visit/after.0.不列入候选名单/result", Operator.RESULT,
         "把第十一条第（二）项「现场考察」的 先 专家评审（列入候选名单） 改为 先 专家评审（不列入候选名单）"),
        ("application/requires.0/no-requirement", Operator.NO_REQUIREMENT,
         "去掉第九条「提出申报」的 须 申报时间"),
        ("public_notice/requires.0.公示未通过/result", Operator.RESULT,
         "把第十一条第（三）项「名单公示」的 须 公示期满无碍（公示通过） 改为 须 公示期满无碍（公示未通过）"),
        ("revoke_title/when/no-ground", Operator.NO_GROUND, "去掉第十六条「撤销称号」的 当 可以撤销"),
        ("annual_report/when.1/drop", Operator.DROP, "去掉第十四条「报送运营情况」的 且 首次报送已至"),
        ("expert_review/by.expert/member", Operator.MEMBER,
         "去掉第十一条第（一）项「专家评审」的 评审专家"),
        ("site_visit/delegates/member", Operator.MEMBER,
         "去掉第十一条第（二）项「现场考察」的 委托 县级工信部门"),
        ("department_report/towards/member", Operator.MEMBER,
         "去掉第十五条「报送工作情况」的 向 市工信局"),
        ("annual_report/deadline/up", Operator.UP,
         "把第十四条「报送运营情况」的 1月 底前 改为 2月 底前"),
        ("department_report/deadline/down", Operator.DOWN,
         "把第十五条「报送工作情况」的 2月 底前 改为 1月 底前"),
        ("annual_report/moved/negate", Operator.NEGATE,
         "把第十四条「报送运营情况」的 遇假顺延 按 顺延口径 改为 遇假顺延 非（按 顺延口径）"),
    ],
)  # fmt: skip
def test_what_is_changed_is_said(found, ident, operator, sentence):
    mutant = found[ident]
    assert (mutant.operator, mutant.sentence) == (operator, sentence)


def test_a_month_stays_within_the_year(found):
    assert "annual_report/deadline/down" not in found


def test_a_reading_must_be_in_force(found):
    mutant = found["annual_report/moved.branches.never_moved/negate"]
    assert mutant.picks == (("moved_deadline", "never_moved"),)


def test_a_single_actor_is_left(found):
    assert not [key for key in found if key.startswith("confirmation/by")]


def test_whether_an_occurrence_was_as_the_text_says_is_always_so(policy):
    ids = {mutant.id for mutant in mutants(policy.core)}
    assert "misconduct_verified/computed.left.where.0/drop" not in ids  # 违法查实: an occurrence
    assert "misconduct_verified/computed.left.where.1/drop" in ids
    assert "title_revoked/computed.left.where.0/drop" in ids  # 撤销称号: a power


def test_a_title_may_begin_with_another_result(policy):
    grant = replace(
        policy.core.provisions["grant_title"], begins_with=("final_list", "列入示范平台名单")
    )
    (change,) = [c for c in provision_changes(policy.core, grant) if c.operator is Operator.RESULT]
    assert change.whole.begins_with == ("final_list", "不列入示范平台名单")
    assert change.after == "起于 确定名单（不列入示范平台名单）"


def test_preparing_again_keeps_what_is_the_same(policy, found):
    procedure = prepare_procedure(policy.prepared)
    core = found["final_list/after.1/no-prior"].core(policy.core)
    again = prepare_procedure_again(procedure, prepare_again(policy.prepared, core))
    same = [k for k, act in procedure.provisions.items() if again.provisions[k] is act]
    assert set(procedure.provisions) - set(same) == {"final_list"}
    unchanged = prepare_procedure_again(procedure, policy.prepared)
    assert unchanged.provisions is procedure.provisions


@pytest.fixture
def killed(repo, tmp_path):
    """`killed(on, row)`: the ids of the mutants that the row alone notices."""

    def call(on, row, clause=None):
        folder = tmp_path / "办法"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(
            repo / "policies/shaoguan-2022-188",
            folder,
            ignore=shutil.ignore_patterns("cases", "等价变异.md"),
        )
        (folder / "cases").mkdir()
        (folder / "cases/试.md").write_text(HEAD.format(on) + f"| 甲 | {row} |\n", "utf-8")
        report = mutation.run(folder, clause=clause, suggest=False)
        assert {case.name for case in report.killers.values()} <= {"甲"}
        return set(report.killers)

    return call


@pytest.mark.parametrize(
    ("on", "row", "clause", "ident"),
    [
        ("2023-07-01", "现场考察=（缺） | | 确定名单 | 不符合 | 第十一条第（三）项", "第十一条第（三）项",
         "final_list/after.1/no-prior"),
        ("2023-07-01", " | | 现场考察 | 符合 | 第十一条第（二）项", "第十一条第（二）项",
         "site_visit/after.0.不列入候选名单/result"),
        ("2023-07-01", " | | 现场考察 | 符合 | 第十一条第（二）项", "第十一条第（二）项",
         "site_visit/delegates/member"),
        ("2023-07-01", "提出申报=2023-04-15 | | 提出申报 | 不符合 | 第九条", "第九条",
         "application/requires.0/no-requirement"),
        ("2025-03-01", "增加.撤销称号=2025-02-01 | | 撤销称号 | 不符合 | 第十六条", "第十六条",
         "revoke_title/when/no-ground"),
        ("2023-07-01", "专家评审.由=评审专家 | | 专家评审 | 符合 | 第十一条第（一）项",
         "第十一条第（一）项", "expert_review/by.expert/member"),
        ("2025-03-01", " | | 报送运营情况.2025 | 逾期履行 | 第十四条", "第十四条",
         "annual_report/deadline/up"),
        ("2026-03-01", " | | 报送运营情况.2026 | 按期履行 | 第十四条", "第十四条",
         "annual_report/moved/negate"),
        ("2026-06-21", "发文确认[2]=（缺） | | 提高能力 | 不适用 | 第十四条", "第十六条",
         "title_held/body/and-or"),
        ("2026-12-31", " | | 结论 | 符合 | 第十六条", "第八条第（五）项",
         "previous_confirmation_date/computed/order"),
        ("2023-06-01", " | | 提高能力 | 不适用 | 第十四条", "第十四条",
         "improve_ability/when/no-ground"),
    ],
)  # fmt: skip
def test_a_case_about_a_history_notices(killed, on, row, clause, ident):
    assert ident in killed(on, row, clause)


def test_clauses_count_where_outcomes_are_alike(killed):
    """Without the rule it would fail by another: the case's clause then is not cited."""
    row = "提出申报[2]=2025-03-30 | | 提出申报[2] | 不符合 | 第九条、第十六条"
    assert "application/requires.0/no-requirement" in killed("2026-06-01", row, "第九条")


def test_what_no_case_consulted_is_not_noticed(killed):
    found = killed("2023-07-01", " | | 提出申报 | 符合 | 第九条")
    assert found
    assert not [key for key in found if key.startswith(("confirmation/", "annual_report/"))]


def test_cases_that_fail_by_themselves_are_told(repo, tmp_path):
    folder = tmp_path / "办法"
    shutil.copytree(
        repo / "policies/shaoguan-2022-188", folder, ignore=shutil.ignore_patterns("cases")
    )
    (folder / "cases").mkdir()
    row = "| 错 | | | 结论 | 不符合 | 第十六条 |\n"
    (folder / "cases/试.md").write_text(HEAD.format("2025-03-01") + row, "utf-8")
    with pytest.raises(mutation.CasesFailError) as caught:
        mutation.run(folder, clause="第十六条", suggest=False)
    assert [case.name for case in caught.value.cases] == ["错"]


def test_no_case_is_suggested_for_what_only_a_history_tells(repo, tmp_path):
    folder = tmp_path / "办法"
    shutil.copytree(
        repo / "policies/shaoguan-2022-188",
        folder,
        ignore=shutil.ignore_patterns("cases", "等价变异.md"),
    )
    (folder / "cases").mkdir()
    (folder / "cases/试.md").write_text(
        "基础：../applications/符合-六项功能.yaml\n评估日：2026-11-22\n\n"
        "| 样例 | 对象 | 期望 | 依据 |\n|---|---|---|---|\n| 甲 | 结论 | 符合 | 第七条第（一）项 |\n",
        "utf-8",
    )
    report = mutation.run(folder, clause="第九条")
    about = [one for one in report.survivors if one.mutant.provision or one.mutant.fact]
    assert about
    assert all(one.suggestion is None for one in about)
