"""`sgpolicy batch`."""

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
