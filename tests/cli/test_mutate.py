"""`sgpolicy mutate` on a copy of the shipped policy whose cases have been thinned out."""

import json
import re
import shutil

import pytest

from sgpolicy.cli.exits import Exit

CLAUSE = "第七条第（三）项"
SIZE = "cases/07-3-第七条第（三）项.md"


@pytest.fixture
def folder(repo, tmp_path):
    """The shipped policy with the cases about 第七条第（三）项 alone."""
    target = tmp_path / "办法"
    shutil.copytree(repo / "policies/shaoguan-2022-188", target)
    for file in (target / "cases").iterdir():
        if file.name != SIZE.partition("/")[2]:
            file.unlink()
    return target


def without(folder, pattern):
    """Take the cases away whose row matches."""
    file = folder / SIZE
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not re.search(pattern, line)), "utf-8")


@pytest.fixture
def mutate(run, folder):
    return lambda *more: run("mutate", folder, "--clause", CLAUSE, *more)


def test_nothing_survives_where_the_bound_is_tried(mutate):
    done = mutate()
    survivors = [line for line in done.out.splitlines() if line.endswith("没有样例发现。")]
    assert not [line for line in survivors if "「场所面积」" in line]
    assert done.err == ""


def test_a_mutant_that_no_case_notices(mutate, folder):
    without(folder, "刚好150")
    done = mutate()
    assert done.code == Exit.NO
    assert "把第七条第（三）项「场所面积」的 150平方米 改为 151平方米，没有样例发现。" in done.out
    assert "变异 office_size/body.right/up" in done.out


def test_what_it_suggests_can_be_pasted_and_notices(mutate, folder):
    without(folder, "刚好150")
    before = mutate()
    rows = [line for line in before.out.splitlines() if line.startswith("| 场所面积")]
    assert rows
    file = folder / SIZE
    file.write_text(file.read_text("utf-8").rstrip("\n") + "\n" + rows[0] + "\n", "utf-8")
    after = mutate()
    assert "office_size/body.right/up" in before.out
    assert "office_size/body.right/up" not in after.out


def test_as_data(mutate, folder):
    without(folder, "刚好150")
    data = json.loads(mutate("--format", "json").out)
    found = next(one for one in data["survivors"] if one["id"] == "office_size/body.right/up")
    assert (found["clause"], found["name"]) == (CLAUSE, "场所面积")
    assert (found["before"], found["after"]) == ("150平方米", "151平方米")
    assert found["case"]["row"].startswith("| 场所面积")
    assert found["case"]["expected"] == "符合"
    assert data["total"] == data["killed"] + len(data["survivors"]) + len(data["equivalent"])


def test_a_listed_mutant_does_not_count(mutate, folder):
    without(folder, "刚好150")
    listed = folder / "等价变异.md"
    row = "| `office_size/body.right/up` | 试验 |\n"
    listed.write_text(listed.read_text("utf-8") + row, "utf-8")
    done = mutate()
    assert "等价：把第七条第（三）项「场所面积」的 150平方米 改为 151平方米。试验" in done.out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| `office_size/body.right/up` | 试验 |", "不是等价变异"),
        ("| `office_size/body.left/up` | 试验 |", "没有这处改动"),
    ],
)
def test_a_wrong_list_of_equivalents(mutate, folder, row, said):
    listed = folder / "等价变异.md"
    listed.write_text(listed.read_text("utf-8") + row + "\n", "utf-8")
    done = mutate()
    assert done.code == Exit.DATA
    assert said in done.err


def test_cases_that_fail_by_themselves(mutate, folder):
    file = folder / SIZE
    file.write_text(file.read_text("utf-8").replace("面积=149.99", "面积=150"), "utf-8")
    done = mutate()
    assert done.code == Exit.DATA
    assert "sgpolicy test" in done.err


def test_no_such_clause(run, folder):
    for clause in ("第九十条", "不是条款"):
        done = run("mutate", folder, "--clause", clause)
        assert done.code == Exit.USAGE
        assert clause in done.err


def test_in_english(mutate, folder):
    without(folder, "刚好150")
    done = mutate("--lang", "en")
    assert "no case notices" in done.out
    assert "survive" in done.out
