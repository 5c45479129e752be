"""Running case files: results, and everything that is wrong with the files at once."""

import pytest

import sgpolicy
from sgpolicy import cases

HEAD = """基础：../applications/{}.yaml
评估日：2026-11-22

| 样例 | 改动 | 读法 | 对象 | 期望 | 依据 |
|---|---|---|---|---|---|
"""
BASE = HEAD.format("符合-六项功能")


def write(folder, *rows, head=BASE, name="试.md"):
    (folder / "cases" / name).write_text(head + "\n".join(f"| {r} |" for r in rows), "utf-8")


def mistakes(folder):
    with pytest.raises(cases.CaseFileError) as caught:
        cases.run(folder)
    return [problem.text() for problem in caught.value.problems]


def test_results_say_what_came_out(folder):
    write(
        folder,
        "对 | 资产总额=1元 | | 资产规模 | 不符合 | 第七条第（一）项",
        "结论错 | 资产总额=1元 | | 资产规模 | 符合 | 第七条第（一）项",
        "依据错 | 资产总额=1元 | | 资产规模 | 不符合 | 第七条第（二）项",
        "都错 | 资产总额=1元 | | 结论 | 待评定 | 第二条",
    )
    right, wrong, elsewhere, both = cases.run(folder)
    assert right.passed
    assert right.message == ""
    assert right.place == "cases/试.md:6"
    assert right.decision.outcome is sgpolicy.Outcome.NOT_MET
    assert wrong.message == "资产规模 期望符合，得到不符合"
    assert elsewhere.message == "依据期望有第七条第（二）项，得到第七条第（一）项"
    assert both.message == "结论 期望待评定，得到不符合；依据期望有第二条，得到第七条第（一）项"
    assert "不符合" in str(both.decision.explain("line"))


def test_a_policy_without_cases(folder):
    assert cases.run(folder) == []


def test_by_name_path_and_manifest(folder):
    write(folder, "甲 | | | 结论 | 符合 | 第八条第（一）项")
    assert cases.run(str(folder))[0].passed
    assert cases.run(folder / "policy.yaml")[0].passed
    with pytest.raises(sgpolicy.UnknownPolicyError):
        cases.run("没有的办法")


def test_all_mistakes_of_all_files_at_once(folder):
    write(folder, "甲 | 资产总颔=1元 | | 结论 | 符合 | 第七条", name="甲.md")
    write(
        folder,
        "乙 | 资产总额=很多；用户满意度=0.9 | | 结论 | 符合 | 第七条",
        "丙 | 服务台账=前 3 行 | | 结论 | 符合 | 第七条",
        name="乙.md",
    )
    found = mistakes(folder)
    assert [text.split("：")[0] for text in found] == [
        "cases/乙.md:6",
        "cases/乙.md:6",
        "cases/乙.md:7",
        "cases/甲.md:6",
    ]
    assert "资产总额" in found[0]
    assert "90%" in found[1]


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("没有这份", "读不出基础“../applications/没有这份.yaml”"),
        ("../../../外面", "不在办法的文件夹里"),
        ("坏", "基础“../applications/坏.yaml”"),
        ("空", "不是一份申报材料"),
        ("甲\0乙", "不是文件的路径"),
        ("长" * 5000, "“../applications/长"),
    ],
)
def test_bases_that_are_no_good(folder, base, message):
    (folder / "applications/坏.yaml").write_text("资产总额: [", "utf-8")
    (folder / "applications/空.yaml").write_text("- 1\n", "utf-8")
    write(folder, "甲 | | | 结论 | 符合 | 第七条", head=HEAD.format(base))
    assert any(message in text for text in mistakes(folder))


def test_a_file_that_is_not_utf8(folder):
    (folder / "cases/试.md").write_bytes("样例".encode("gb18030"))
    assert mistakes(folder) == ["cases/试.md:1：不是 UTF-8 编码；请在编辑器中用“另存为”选择 UTF-8"]
