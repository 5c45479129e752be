"""`sgpolicy rank`."""

import json

import pytest
from points_policy import FULL, write

ON = ("--on", "2026-06-01")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(tmp_path_factory.mktemp("points"))


@pytest.fixture
def files(tmp_path):
    given = {
        "甲": FULL,
        "丙": {**FULL, "志愿时长": 230},
        "戊": {**FULL, "办证日期": "2018-05-01", "不良记录": 9},
    }
    for label, application in given.items():
        text = json.dumps(application, ensure_ascii=False)
        (tmp_path / f"{label}.json").write_text(text, "utf-8")
    return [tmp_path / f"{label}.json" for label in given]


def test_a_table_of_places(run, folder, files):
    found = run("rank", *files, "--policy", folder, *ON, "--quota", "1")
    assert found.code == 0
    assert (
        found.out
        == """\
入围排名
════════

依《积分样例办法》第二条「按基础指标分值从高到低排名，分值相同的，按志愿时长排名；仍相同的并列」，以
2026年6月1日为准。名额 1 个。

名次  申请人  基础分  志愿时长  名额内  说明
────────────────────────────────────────────────────────────────────────────────────────────────────
1     丙       72 分  230 小时  是
2     甲       72 分  130 小时  否
—     戊       88 分  130 小时  —       不符合：第一条「总积分满60分的，可以申请」，86/3（≈28.66）
                                        分，还差 94/3（≈31.33） 分。
"""
    )


def test_the_same_as_data(run, folder, files):
    data = json.loads(run("rank", *files, "--policy", folder, *ON, "--format", "json").out)
    assert data["schema"] == "sgpolicy.standing/1"
    assert [(row["label"], row["best"]) for row in data["rows"]] == [
        ("丙", 1),
        ("甲", 2),
        ("戊", None),
    ]


def test_every_mistake_of_every_application_is_told(run, folder, tmp_path):
    for label in "甲乙":
        (tmp_path / f"{label}.yaml").write_text("学历: 博士\n志愿时长: 很多\n", "utf-8")
    found = run("rank", tmp_path / "甲.yaml", tmp_path / "乙.yaml", "--policy", folder, *ON)
    assert found.code == 65
    assert "申请材料有 4 处须更正，暂不能排名" in found.err
    assert found.err.count("甲 [") == found.err.count("乙 [") == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--quota", "零"], "名额“零”不是 1 以上的整数"),
        (["--quota", "0"], "名额“0”不是 1 以上的整数"),
        (["--ranking", "没有"], "没有名为“没有”的排名"),
    ],
)
def test_usage(run, folder, files, options, said):
    found = run("rank", *files, "--policy", folder, *ON, *options)
    assert found.code == 2
    assert said in found.err


def test_a_policy_without_a_ranking(run, files):
    found = run("rank", *files, "--policy", "shaoguan-2022-188", *ON)
    assert found.code == 65
    assert "没有排名规则" in found.err


def test_two_files_of_one_name(run, folder, files, tmp_path):
    (tmp_path / "other").mkdir()
    twin = tmp_path / "other" / files[0].name
    twin.write_text(files[0].read_text("utf-8"), "utf-8")
    found = run("rank", files[0], twin, "--policy", folder, *ON)
    assert found.code == 2
    assert "两份材料的文件名同为“甲”" in found.err


def test_a_case_about_an_amount_is_told_with_both_numbers(run, tmp_path):
    other = write(tmp_path)
    cases = other / "cases" / "样例.md"
    cases.write_text(cases.read_text("utf-8").replace("| 48分 |", "| 40分 |"), "utf-8")
    found = run("test", other)
    assert found.code == 1
    assert "期望：居住分 40分" in found.out
    assert "得到：居住分 48分" in found.out
