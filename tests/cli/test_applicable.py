"""`sgpolicy applicable`."""

import json

import pytest

ON = ("--on", "2026-11-24")
COMPANY = "申请者类型: 企业\n登记地: 韶关市\n假定申请日期: 2026-11-24\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "共用.yaml"
    path.write_text(COMPANY, "utf-8")
    return path


def test_the_exit_code_tells_whether_anything_applies(run, file, tmp_path):
    assert run("applicable", file, *ON).code == 0
    nobody = tmp_path / "空.yaml"
    nobody.write_text("登记地:\n", "utf-8")
    assert run("applicable", nobody, *ON).code == 3
    assert run("applicable", nobody, "--on", "2030-01-01").code == 4


def test_forms_of_output(run, file):
    text = run("applicable", file, *ON, "--lang", "en").out
    assert text.startswith("Which policies apply")
    assert run("applicable", file, *ON, "--format", "markdown").out.startswith("# 适用哪些办法")
    data = json.loads(run("applicable", file, *ON, "--format", "json").out)
    assert [row["applies"]["code"] for row in data["rows"]] == ["met", "not_met", "not_met"]


def test_one_policy_only(run, file):
    found = run("applicable", file, *ON, "--policy", "guangzhou-2025-8", "--format", "json")
    assert [row["policy"] for row in json.loads(found.out)["rows"]] == ["guangzhou-2025-8"]
    assert found.code == 4


def test_the_form_filled_in_goes_on_to_evaluate(run, file, tmp_path):
    form = run("applicable", file, *ON, "--fill", "shaoguan-2022-188")
    path = tmp_path / "申报材料.yaml"
    path.write_text(form.out, "utf-8")
    found = run("evaluate", path, *ON, "--format", "json")
    assert found.code == 3
    assert "韶关注册" not in [need["name"] for need in json.loads(found.out)["missing"]]


def test_an_application_is_used_for_other_policies(run, repo):
    application = repo / "policies/shaoguan-2022-188/applications/符合-六项功能.yaml"
    found = run(
        "applicable", application, "--of", "shaoguan-2022-188", *ON, "--policy", "guangzhou-2025-8"
    )
    assert "第三条" in found.out  # a legal person is no 人员
    assert "申请日期" not in found.out  # that it applied in Shaoguan tells nothing of Guangzhou
    assert found.code == 4


def test_an_item_may_be_assumed(run, file):
    found = run("applicable", file, *ON, "--assume", "登记地=广州市", "--format", "json")
    assert found.code == 4
    for wrong in ("登记地", "=广州市", "登记地="):
        assert run("applicable", file, *ON, "--assume", wrong).code == 2
    assert run("applicable", file, *ON, "--assume", "登记地=火星").code == 65


def test_every_mistake_at_once(run, tmp_path):
    path = tmp_path / "共用.yaml"
    path.write_text("申请者类型: 公司\n登记地: 火星\n没有: 1\n", "utf-8")
    found = run("applicable", path, *ON)
    assert found.code == 65
    assert "共用事项有 3 处须更正" in found.err
    assert [line.split("]")[0] for line in found.err.splitlines() if "[" in line[:4]] == [
        "  [1:8",
        "  [2:6",
        "  [3:5",
    ]


def test_a_blank_form(run):
    form = run("applicable", "--template")
    assert form.code == 0
    assert "\n登记地:\n" in form.out


def test_names_in_common(run):
    found = run("applicable", "--names")
    assert found.code == 0
    assert "没有交代" not in found.out
    assert any(line.startswith("曾获认定（") for line in found.out.splitlines())


def test_a_file_is_wanted(run):
    found = run("applicable")
    assert found.code == 2
    assert "--template" in found.err
