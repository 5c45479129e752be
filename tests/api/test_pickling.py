"""What is handed from one process to another: policies, compiled ones, data, and errors with all they carry."""

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from datetime import date

import points_policy
import pytest

import sgpolicy

SHAOGUAN = "shaoguan-2022-188"
ON = date(2026, 11, 22)
APPLICATION = {"资产总额": "9万元"}
HISTORY = {"名称": "某平台", "记载截至": "2026-12-31", "经历": []}


def again(value):
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


@pytest.fixture(params=sgpolicy.shipped())
def policy(request):
    return sgpolicy.load(request.param)


def test_a_policy(policy):
    assert policy.prepared  # made on the way, and left behind
    found = again(policy)
    assert (found.core, found.manifest) == (policy.core, policy.manifest)
    assert found.coverage == policy.coverage
    assert found.records.sources == policy.records.sources


def test_a_policy_read_from_its_source(tmp_path):
    for name in ("MANIFEST", "LAW", "FACTS"):
        file = "policy.yaml" if name == "MANIFEST" else f"{name.lower()}.md"
        (tmp_path / file).write_text(getattr(points_policy, name), "utf-8")
    policy = sgpolicy.load(tmp_path)
    found = again(policy)
    assert found.core == policy.core
    assert found.compilation.document.manifest == policy.manifest


def test_a_compiled_policy_keeps_its_readings():
    policy = sgpolicy.load(SHAOGUAN)
    compiled = policy.compiled({"时点口径": "申请日"})
    found = again(compiled)
    assert (found.readings, found.source) == (compiled.readings, compiled.source)
    assert not found.is_machine_code
    said = {"资产总额": {"申请日": "9万元", "上年末": "200万元"}}
    for one in (compiled, found):
        assert one.decide(said, on=ON)["资产规模"].zh == "不符合"


def test_machine_code_is_made_there_again():
    pytest.importorskip("llvmlite")
    compiled = sgpolicy.load(SHAOGUAN).compiled().in_machine_code()
    assert again(compiled).is_machine_code


def test_data():
    policy = sgpolicy.load(SHAOGUAN)
    application, history = policy.read_application(APPLICATION), policy.read_history(HISTORY)
    assert (again(application), again(history)) == (application, history)
    assert again(sgpolicy.published_holidays()) == sgpolicy.published_holidays()


WRONG = {
    "history": lambda policy: policy.read_history({"经历": [{"事件": "年度审报"}], "名成": ""}),
    "application": lambda policy: policy.read_application({"资产总额": "很多", "面积": 1}),
    "reading": lambda policy: policy.compiled({"没有": "这个"}),
    "policy": lambda _: sgpolicy.load("没有这部办法"),
    "paper": lambda _: sgpolicy.round_workbook({}),
    "file": lambda policy: policy.compiled().decide_file("没有.doc", "没有.doc", on=ON),
}


@pytest.mark.parametrize("what", WRONG)
def test_errors_carry_everything_that_is_wrong(what):
    with pytest.raises((sgpolicy.SgpolicyError, sgpolicy.PaperError)) as caught:
        WRONG[what](sgpolicy.load(SHAOGUAN))
    error, found = caught.value, again(caught.value)
    assert type(found) is type(error)
    assert str(found) == str(error)
    assert vars(found) == vars(error)
    assert vars(error)  # there is something to carry


def read(policy, data):
    return policy.read_history(data).name


@pytest.mark.parametrize("start", multiprocessing.get_all_start_methods())
def test_in_other_processes(start):
    policy = sgpolicy.load(SHAOGUAN)
    with ProcessPoolExecutor(1, multiprocessing.get_context(start)) as pool:
        assert pool.submit(read, policy, HISTORY).result() == "某平台"
        wrong = pool.submit(read, policy, {"经历": [{"事件": "年度审报"}]})
        with pytest.raises(sgpolicy.HistoryError, match="年度申报"):
            wrong.result()
