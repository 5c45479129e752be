"""`sgpolicy batch`."""

import points_policy
import pytest

ON = ("--on", "2026-11-22")
GOOD = "申报功能,资产总额（万元）\n技术服务,100\n技术服务,99\n"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "申请.csv"
    path.write_text(GOOD, "utf-8")
    return path


def test_a_file_with_outcomes(run, source, tmp_path):
    target = tmp_path / "结果.csv"
    found = run("batch", source, target, *ON, "--rule", "资产规模", "--reasons")
    assert found.code == 0
    assert found.out == f"2 行：待补材料 2。结果在 {target}。\n"
    lines = target.read_text("utf-8-sig").splitlines()
    assert lines[0] == "申报功能,资产总额（万元）,结论,资产规模,理由"
    assert lines[1] == "技术服务,100,待补材料,符合,"
    english = run("batch", source, target, *ON, "--lang", "en").out
    assert english == f"2 rows: facts missing 2. The result is in {target}.\n"


def test_rows_that_cannot_be_read(run, source, tmp_path):
    source.write_text(GOOD + "技术服务,很多\n", "utf-8")
    found = run("batch", source, tmp_path / "结果.csv", *ON)
    assert found.code == 1
    assert f"另有 1 行读不出，见 {tmp_path / '结果.退回.csv'}。" in found.out


def test_columns_that_cannot_be_used(run, source, tmp_path):
    source.write_text("资产总颔,面积\n1,1\n", "utf-8")
    found = run("batch", source, tmp_path / "结果.csv", *ON)
    assert found.code == 65
    assert "有 2 处须更正，没有评估" in found.err
    assert "是不是「资产总额」" in found.err
    assert not (tmp_path / "结果.csv").exists()
    assert run("batch", source, tmp_path / "结果.csv", *ON, "--ignore-unknown").code == 0


def test_usage(run, source, tmp_path):
    target = tmp_path / "结果.csv"
    assert run("batch", source, target, *ON, "--rule", "没有").code == 2
    assert run("batch", tmp_path / "没有.csv", target, *ON).code == 66
    assert run("batch", source, tmp_path / "没有" / "结果.csv", *ON).code == 66
    assert run("batch", source, tmp_path / "结果.doc", *ON).code == 65
    assert run("batch", source).code == 2


def test_readings(run, source, tmp_path):
    source.write_text("申报功能,资产总额.申请日（万元）\n技术服务,100\n", "utf-8")
    target = tmp_path / "结果.csv"
    reading = ("--reading", "时点口径=申请日")
    assert run("batch", source, target, *ON, "--rule", "资产规模", *reading).code == 0
    assert target.read_text("utf-8-sig").splitlines()[1].endswith("符合")


RECORDS = "申报编号,企业代码,企业规模,日期\n"


@pytest.fixture
def with_ledger(run, tmp_path):
    """`with_ledger(applications, records)`: run the command on these lines, below the headers."""

    def call(applications, records, *options):
        source, ledger = tmp_path / "申请.csv", tmp_path / "台账.csv"
        source.write_text(f"申报编号,申请日期\n{applications}", "utf-8")
        ledger.write_text(RECORDS + records, "utf-8")
        given = ("--ledger", f"服务台账={ledger}", "--key", "申报编号", "--rule", "年服务家数")
        return run("batch", source, tmp_path / "结果.csv", *ON, *given, *options)

    return call


def test_ledgers_in_files_of_their_own(with_ledger, tmp_path):
    records = "".join(f"甲,E{number},小型,2025-05-01\n" for number in range(50))
    found = with_ledger("甲,2026-11-10\n乙,2026-11-10\n", records)
    assert (found.code, found.err) == (0, "")
    assert found.out == f"2 行：待补材料 2。结果在 {tmp_path / '结果.csv'}。\n"
    lines = (tmp_path / "结果.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[-1] for line in lines[1:]] == ["符合", "不符合"]


def test_rows_of_ledgers_that_cannot_be_used(with_ledger, tmp_path):
    records = "甲,E1,特大,2025-05-01\n丙,E2,小型,2025-05-01\n"
    found = with_ledger("甲,2026-11-10\n乙,2026-11-10\n", records)
    rejects = tmp_path / "结果.退回.csv"
    assert found.code == 1
    assert found.out.splitlines() == [
        f"2 行：待补材料 1。结果在 {tmp_path / '结果.csv'}。",
        f"另有 1 行没有评估：读不出，编号有误，或者台账有读不出的行，见 {rejects}。",
        f"台账“服务台账”的 2 行中有 2 行读不出或者没有对应的申请，见 {rejects}。",
    ]
    english = with_ledger("甲,2026-11-10\n", records, "--lang", "en").out.splitlines()
    assert english[2].startswith("Of 2 rows of the ledger “服务台账”, 2 could not be read")
    assert "表,行,列,原因" in rejects.read_text("utf-8-sig")


def test_columns_of_ledgers_that_cannot_be_used(run, with_ledger, source, tmp_path):
    found = with_ledger("甲,2026-11-10\n", "", "--key", "编号")
    assert found.code == 65
    assert "台账“服务台账”列“编号”：台账里没有这一列" in found.err
    assert not (tmp_path / "结果.csv").exists()
    given = ("--ledger", "服务台账=没有.csv", "--key", "申报编号")
    assert run("batch", source, tmp_path / "结果.csv", *ON, *given).code == 66


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--ledger", "台账.csv", "--key", "号"], "--ledger 写成“台账=文件”"),
        (["--ledger", "服务台账=", "--key", "号"], "--ledger 写成“台账=文件”"),
        (["--ledger", "服务=a.csv", "--key", "号"], "有：服务台账、活动台账"),
        (["--ledger", "服务台账=a.csv"], "--key"),
        (["--ledger", "服务台账=a.csv", "--ledger", "service_ledger=b.csv"], "写了两次"),
    ],
)
def test_usage_of_ledgers(run, source, tmp_path, options, said):
    found = run("batch", source, tmp_path / "结果.csv", *ON, *options)
    assert found.code == 2
    assert said in found.err
    assert not (tmp_path / "结果.csv").exists()


def test_a_policy_without_ledgers(run, source, tmp_path):
    folder = tmp_path / "办法"
    folder.mkdir()
    (folder / "policy.yaml").write_text(points_policy.MANIFEST, "utf-8")
    (folder / "law.md").write_text(
        "## 第一章 总则\n\n### 第一条\n\n总积分满60分的，可以申请。\n\n"
        "```sgp\n规则 达标 enough 「总积分满60分的，可以申请」：总积分 达到 60分。\n```\n",
        "utf-8",
    )
    header = points_policy.FACTS.split("\n| 办证日期")[0]
    (folder / "facts.md").write_text(
        f"{header}\n| 总积分 | total | 计数 | 分 | 几分？ | | | |\n", "utf-8"
    )
    given = ("--policy", folder, "--ledger", "服务台账=a.csv", "--key", "号")
    found = run("batch", source, tmp_path / "结果.csv", *ON, *given)
    assert found.code == 2
    assert "这部办法没有台账，请去掉 --ledger" in found.err
