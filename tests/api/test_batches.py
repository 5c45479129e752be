"""Files of any length, decided block by block."""

import csv
import os
import signal
import subprocess
import sys
import tracemalloc
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sgpolicy
from sgpolicy.tables import batches

ON = date(2026, 11, 22)
HEADER = ["编号", "申报功能", "资产总额（万元）", "办公场所面积", "用户满意度（%）"]
ROWS = [
    ["甲", "技术服务", "100", "150", "80"],
    ["乙", "综合服务、技术服务", "99.99", "149", "79.9"],
    ["丙", "综合服务", "50", "", ""],
]
RULES = ["资产规模", "场所面积", "用户满意"]


@pytest.fixture(scope="module")
def compiled():
    return sgpolicy.load("shaoguan-2022-188").compiled()


def write_csv(path, rows, encoding="utf-8", header=HEADER):
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows([header, *rows])
    return path


def read_csv(path):
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [*csv.reader(file)]


def decide(compiled, source, target, **options):
    return compiled.decide_file(source, target, on=ON, rules=RULES, ignore_unknown=True, **options)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_and_out(compiled, tmp_path, encoding):
    source = write_csv(tmp_path / "申请.csv", ROWS, encoding)
    report = decide(compiled, source, tmp_path / "结果.csv")
    found = read_csv(tmp_path / "结果.csv")
    assert found[0] == [*HEADER, "结论", *RULES]
    assert [row[0] for row in found[1:]] == ["甲", "乙", "丙"]
    assert [row[-3:] for row in found[1:]] == [
        ["符合", "符合", "符合"],
        ["不符合", "不符合", "不符合"],
        ["符合", "待补材料", "待补材料"],
    ]
    assert (report.rows, report.rejected, report.rejects) == (3, 0, None)
    assert sum(report.outcomes.values()) == 3
    assert {path.name for path in tmp_path.iterdir()} == {"申请.csv", "结果.csv"}


def test_parquet_in_and_out(compiled, tmp_path):
    table = pa.table(
        {
            "申报功能": [["技术服务"], ["综合服务"], None],
            "资产总额（万元）": pa.array([Decimal("100.00"), Decimal("49.99"), None]),
            "申请日期": [date(2026, 11, 10)] * 3,
            "备注": pa.array([None, None, 3], pa.int64()),
        }
    )
    pq.write_table(table, tmp_path / "申请.parquet")
    decide(compiled, tmp_path / "申请.parquet", tmp_path / "结果.parquet", reasons=True)
    found = pq.read_table(tmp_path / "结果.parquet")
    assert found.schema.names == [*table.schema.names, "结论", *RULES, "理由"]
    assert found.select(table.schema.names) == table
    assert found["资产规模"].to_pylist() == ["符合", "不符合", "待补材料"]


def test_a_bad_row_goes_aside_and_the_rest_goes_on(compiled, tmp_path):
    rows = [*ROWS, ["丁", "技术服务", "很多", "-1", "80"], ["戊", "技术服务"], ROWS[0]]
    source = write_csv(tmp_path / "申请.csv", rows)
    report = decide(compiled, source, tmp_path / "结果.csv")
    assert (report.rows, report.rejected) == (6, 2)
    assert [row[0] for row in read_csv(tmp_path / "结果.csv")[1:]] == ["甲", "乙", "丙", "甲"]
    rejects = read_csv(report.rejects)
    assert report.rejects.name == "结果.退回.csv"
    assert [row[:2] for row in rejects] == [
        ["行", "列"],
        ["5", "办公场所面积"],
        ["5", "资产总额（万元）"],
        ["6", ""],
    ]
    assert rejects[3][2] == "这一行有 2 格，表头有 5 列"


def test_older_rejects_do_not_stay(compiled, tmp_path):
    bad = write_csv(tmp_path / "一.csv", [["丁", "技术服务", "很多", "1", "80"]])
    assert decide(compiled, bad, tmp_path / "结果.csv").rejects.exists()
    good = write_csv(tmp_path / "二.csv", ROWS)
    assert decide(compiled, good, tmp_path / "结果.csv").rejects is None
    assert not (tmp_path / "结果.退回.csv").exists()


def test_blocks_make_no_difference(compiled, tmp_path, monkeypatch):
    bad = ["坏", "技术服务", "x", "1", "1"]
    rows = [ROWS[i % 3] if i % 7 else bad for i in range(100)]
    source = write_csv(tmp_path / "申请.csv", rows)
    whole = decide(compiled, source, tmp_path / "一.csv")
    shown = []
    monkeypatch.setattr(batches, "_BLOCK", 9)
    parts = decide(compiled, source, tmp_path / "二.csv", progress=shown.append)
    assert (tmp_path / "一.csv").read_bytes() == (tmp_path / "二.csv").read_bytes()
    assert whole.rejects.read_bytes() == parts.rejects.read_bytes()
    assert whole.outcomes == parts.outcomes
    assert len(shown) == 12
    assert shown == sorted(shown)
    assert shown[-1] == 1.0


def test_one_kind_to_the_other(compiled, tmp_path):
    source = write_csv(tmp_path / "申请.csv", ROWS)
    decide(compiled, source, tmp_path / "中.parquet")
    table = pq.read_table(tmp_path / "中.parquet")
    assert table["办公场所面积"].to_pylist() == ["150", "149", None]
    back = table.drop_columns(["结论", *RULES])
    pq.write_table(back, tmp_path / "回.parquet")
    decide(compiled, tmp_path / "回.parquet", tmp_path / "终.csv")
    decide(compiled, source, tmp_path / "始.csv")
    assert read_csv(tmp_path / "终.csv") == read_csv(tmp_path / "始.csv")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.csv", b"", "文件是空的"),
        ("两列.csv", "办公场所面积,办公场所面积\n1,2\n".encode(), "同名"),
        ("不认识.csv", "面积\n1\n".encode(), "办法没有这一事项"),
        ("坏.parquet", b"PAR1", "不是能读的 Parquet"),
        ("图.png", b"", "的格式不认识"),
        ("断.csv", "办公场所面积\n".encode() + b"1\n" * 600_000 + b"\xff\xff\n", "读不下去"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_before_anything_is_written(
    compiled, tmp_path, name, content, said
):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "结果.csv").write_text("从前的", "utf-8")
    with pytest.raises(sgpolicy.FrameError, match=said):
        compiled.decide_file(tmp_path / name, tmp_path / "结果.csv", on=ON)
    assert (tmp_path / "结果.csv").read_text("utf-8") == "从前的"
    assert {path.name for path in tmp_path.iterdir()} == {name, "结果.csv"}


def test_a_parquet_file_that_is_broken_inside(compiled, tmp_path):
    source = tmp_path / "申请.parquet"
    pq.write_table(pa.table({"办公场所面积": pa.array(range(100_000))}), source)
    content = bytearray(source.read_bytes())
    content[1000:2000] = bytes(1000)
    source.write_bytes(content)
    with pytest.raises(sgpolicy.FrameError, match="不是能读的 Parquet"):
        compiled.decide_file(source, tmp_path / "结果.csv", on=ON)
    assert not (tmp_path / "结果.csv").exists()


def test_a_header_alone(compiled, tmp_path):
    source = write_csv(tmp_path / "申请.csv", [])
    for target in ("结果.csv", "结果.parquet"):
        report = decide(compiled, source, tmp_path / target)
        assert (report.rows, report.outcomes) == (0, {})
    assert pq.read_table(tmp_path / "结果.parquet").num_rows == 0


def test_killed_in_the_middle_it_leaves_no_output(tmp_path):
    """Nothing under the final name, however the process ends."""
    source = write_csv(tmp_path / "申请.csv", ROWS * 40_000)
    code = (
        "import sys, datetime, sgpolicy; "
        "compiled = sgpolicy.load('shaoguan-2022-188').compiled(); "
        "compiled.decide_file(sys.argv[1], sys.argv[2], on=datetime.date(2026, 11, 22), "
        "ignore_unknown=True, progress=lambda done: print(done, flush=True))"
    )
    target = tmp_path / "结果.csv"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(source), str(target)], stdout=subprocess.PIPE
    ) as process:
        assert 0 < float(process.stdout.readline()) < 1
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
    assert not target.exists()


def test_a_long_file_takes_no_more_memory(compiled, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "_BLOCK", 1000)
    peaks = []
    for name, count in (("短", 2_000), ("长", 16_000)):
        source = write_csv(tmp_path / f"{name}.csv", ROWS * count)
        tracemalloc.start()
        report = decide(compiled, source, tmp_path / f"{name}.out.csv")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert report.rows == 3 * count
    assert peaks[1] < 2 * peaks[0]  # eight times the rows


def test_what_is_read_is_not_written_over(compiled, tmp_path):
    """The rows that are left out would be lost."""
    for name, target in (("申请.csv", "申请.csv"), ("结果.退回.csv", "结果.csv")):
        (tmp_path / name).write_text("资产总额（万元）\n100\n很多\n", "utf-8")
        with pytest.raises(sgpolicy.FrameError, match="结果会写在来源上"):
            compiled.decide_file(tmp_path / name, tmp_path / target, on=ON)
        assert "很多" in (tmp_path / name).read_text("utf-8")
