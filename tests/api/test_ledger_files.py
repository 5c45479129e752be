"""Files of applications with ledgers in files of their own."""

import csv
import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sgpolicy
from sgpolicy.tables import accompanied, batches, belonging, ledger_files
from sgpolicy.tables.files import opened

ON = date(2026, 11, 22)
KEY = "申报编号"
HEADER = [KEY, "申请日期", "资产总额（万元）"]
RECORD = [KEY, "企业代码", "企业规模", "日期"]
RULE = "年服务家数"


@pytest.fixture(scope="module")
def compiled():
    return sgpolicy.load("shaoguan-2022-188").compiled()


def application(key, assets="120"):
    return [key, "2026-11-10", assets]


def served(key, times, *, size="小型"):
    """So many enterprises served."""
    return [[key, f"E{number}", size, "2025-05-01"] for number in range(times)]


def write(path, header, rows):
    """A file of text, CSV or Parquet by its name."""
    if path.suffix == ".parquet":
        columns = zip(*rows, strict=True) if rows else [()] * len(header)
        arrays = [pa.array([one or None for one in column], pa.string()) for column in columns]
        pq.write_table(pa.table(arrays, header), path)
        return path
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def read(path):
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [*csv.reader(file)]


@pytest.fixture
def decide(compiled, tmp_path):
    """`decide(applications, records)`: what came of it; `.found`: the outcome of the rule by key."""

    def call(applications, records, kind="csv", **options):
        source = write(tmp_path / f"申请.{kind}", HEADER, applications)
        ledger = write(tmp_path / f"台账.{kind}", RECORD, records)
        target = tmp_path / "结果.csv"
        asked = {"on": ON, "rules": [RULE], "key": KEY, "ledgers": {"服务台账": ledger}} | options
        report = compiled.decide_file(source, target, **asked)
        return report, {row[0]: row[-1] for row in read(target)[1:]}

    return call


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_rows_belong_to_the_application_with_their_key(decide, tmp_path, kind):
    records = [*served("丙", 49), *served("甲", 50)]
    report, found = decide([application(key) for key in "甲乙丙"], records, kind)
    assert found == {"甲": "符合", "乙": "不符合", "丙": "不符合"}
    assert (report.rows, report.rejected, report.rejects) == (3, 0, None)
    assert (report.ledger_rows, report.ledger_rejected) == ({"服务台账": 99}, {})
    assert {one.name for one in tmp_path.iterdir()} == {f"申请.{kind}", f"台账.{kind}", "结果.csv"}


def test_an_empty_ledger_is_not_one_that_was_not_given(decide):
    assert decide([application("甲")], [])[1] == {"甲": "不符合"}
    assert decide([application("甲")], [], ledgers={})[1] == {"甲": "待补材料"}


def test_several_ledgers(decide, tmp_path):
    header = [KEY, "日期", "功能", "类别"]
    activities = write(
        tmp_path / "活动.parquet", header, [["乙", "2025-05-01", "信息服务", "其他活动"]]
    )
    ledger = tmp_path / "台账.csv"
    report, found = decide(
        [application("甲"), application("乙")],
        served("乙", 50),
        ledgers={"service_ledger": ledger, "活动台账": activities},
    )
    assert found == {"甲": "不符合", "乙": "符合"}
    assert report.ledger_rows == {"服务台账": 50, "活动台账": 1}


def test_everything_wrong_with_rows_stands_aside(decide, tmp_path):
    """Each with its file, row and column; an application with a bad record is left out, and says so."""
    applications = [
        application("甲"),
        application("乙"),
        [],
        application("丙", "很多"),
        application("乙"),
        ["丁", "2026-11-10"],
        application("戊"),
        application(""),
        application("己"),
    ]
    records = [
        *served("甲", 50),
        *served("戊", 1, size="特大"),
        *served("无", 1),
        *served("", 1),
        [],
        ["己", "E1"],
        *served("丁", 1),
        *served("戊", 1, size="很大"),
        ["丁", "E1"],
    ]
    report, found = decide(applications, records)
    assert found == {"甲": "符合"}
    assert (report.rows, report.rejected) == (8, 7)
    assert sum(report.outcomes.values()) == 1
    assert report.ledger_rows == {"服务台账": 57}
    assert report.ledger_rejected == {"服务台账": 6}
    told = read(tmp_path / "结果.退回.csv")
    assert told[0] == ["表", "行", "列", "原因"]
    assert [(*row[:3], row[3].split("。")[0]) for row in told[1:]] == [
        ("服务台账", "53", KEY, "没有编号“无”的申请；请补上这份申请，或者去掉这一行"),
        ("服务台账", "54", KEY, "编号空白"),
        ("服务台账", "56", "", "这一行有 2 格，表头有 4 列"),
        ("服务台账", "59", "", "这一行有 2 格，表头有 4 列"),
        ("申请", "3", KEY, "与第 6 行的编号相同；一份申请只能有一行"),
        ("申请", "5", "资产总额（万元）", "这一格填的「很多」读不出金额"),
        ("申请", "6", KEY, "与第 3 行的编号相同；一份申请只能有一行"),
        ("申请", "7", "", "这一行有 2 格，表头有 3 列"),
        ("申请", "8", KEY, "台账“服务台账”第 52 行等 2 行读不出，没有评估"),
        ("服务台账", "52", "企业规模", "这一格没有「特大」这个选项"),
        ("服务台账", "58", "企业规模", "这一格没有「很大」这个选项"),
        ("申请", "9", KEY, "编号空白"),
        ("申请", "10", KEY, "台账“服务台账”第 56 行读不出，没有评估"),
    ]


def test_bad_cells_and_bad_rows_of_one_application_are_told_together(decide, tmp_path):
    records = [["甲"], *served("甲", 1, size="特大"), ["甲", "E1"]]
    assert decide([application("甲")], records)[0].rejected == 1
    assert read(tmp_path / "结果.退回.csv")[3] == [
        "申请",
        "2",
        KEY,
        "台账“服务台账”第 2 行等 3 行读不出，没有评估。",
    ]


def test_a_key_without_ledgers_is_each_there_once(decide, tmp_path):
    report, found = decide([application(key) for key in "甲乙甲"], [], ledgers={})
    assert found == {"乙": "待补材料"}
    assert (report.rejected, report.ledger_rows) == (2, {})
    assert read(tmp_path / "结果.退回.csv")[:2] == [
        ["行", "列", "原因"],
        ["2", KEY, "与第 4 行的编号相同；一份申请只能有一行。"],
    ]


@pytest.mark.parametrize("is_sorted", [True, False])
def test_cuts_make_no_difference(decide, monkeypatch, is_sorted):
    keys = [f"{number:02}" for number in range(40)]
    applications = [application(key, "很多" if key == "07" else "120") for key in keys]
    records = [one for key in keys for one in served(key, 45 + int(key) % 7)]
    records[100][2] = "特大"
    records[300][0] = "没有"
    if not is_sorted:
        records.sort(key=lambda one: one[1])
    whole, found = decide(applications, records)
    rejects = whole.rejects.read_bytes()
    monkeypatch.setattr(batches, "_BLOCK", 9)
    monkeypatch.setattr(accompanied, "_MOST_ROWS", 100)
    for name, size in (("_BLOCK", 64), ("_RUN", 300), ("_GROUP", 50)):
        monkeypatch.setattr(ledger_files, name, size)
    shown = []
    parts, again = decide(applications, records, progress=shown.append)
    assert again == found
    assert len(found) == 38
    assert parts == whole
    assert parts.rejects.read_bytes() == rejects
    assert shown == sorted(shown)
    assert shown[-1] == 1.0


@pytest.mark.parametrize("is_sorted", [True, False])
def test_a_long_ledger_takes_no_more_memory(decide, monkeypatch, is_sorted):
    """Of eight times as many records no more are in memory at once."""
    monkeypatch.setattr(batches, "_BLOCK", 50)
    monkeypatch.setattr(belonging, "_BLOCK", 500)
    monkeypatch.setattr(accompanied, "_MOST_ROWS", 1000)
    for name, size in (("_BLOCK", 500), ("_RUN", 1000), ("_GROUP", 10)):
        monkeypatch.setattr(ledger_files, name, size)
    peaks = []
    for times in (25, 200):
        keys = [f"{number:03}" for number in range(200)]
        records = [one for key in keys for one in served(key, times)]
        if not is_sorted:
            records.sort(key=lambda one: one[1])
        held = []
        start = pa.total_allocated_bytes()
        decide(
            [application(key) for key in keys],
            records,
            "parquet",
            progress=lambda _, held=held: held.append(pa.total_allocated_bytes()),
        )
        peaks.append(max(held) - start)
    assert peaks[1] < 2 * peaks[0]


def test_a_ledger_in_the_order_of_the_applications_is_not_copied(decide, monkeypatch):
    """Whatever that order is."""
    monkeypatch.setattr(ledger_files.parquet, "ParquetWriter", None)
    applications = [application(key) for key in ("3", "1", "2")]
    assert decide(applications, [*served("3", 50), *served("2", 49)])[1]["3"] == "符合"
    with pytest.raises(TypeError):
        decide(applications, [*served("2", 49), *served("3", 50)])


def test_whole_numbers_are_compared_as_they_are_written(compiled, tmp_path):
    table = pa.table({KEY: [7, 8], "申请日期": [date(2026, 11, 10)] * 2})
    pq.write_table(table, tmp_path / "申请.parquet")
    ledger = write(tmp_path / "台账.csv", RECORD, [*served("7", 50), *served("08", 50)])
    target = tmp_path / "结果.parquet"
    report = compiled.decide_file(
        tmp_path / "申请.parquet",
        target,
        on=ON,
        rules=[RULE],
        ledgers={"服务台账": ledger},
        key=KEY,
    )
    assert pq.read_table(target)[RULE].to_pylist() == ["符合", "不符合"]
    assert report.ledger_rejected == {"服务台账": 50}


def problems(compiled, tmp_path, source, ledgers, key=KEY):
    (tmp_path / "结果.csv").write_text("从前的", "utf-8")
    before = {one.name for one in tmp_path.iterdir()}
    with pytest.raises(sgpolicy.FrameError) as error:
        compiled.decide_file(source, tmp_path / "结果.csv", on=ON, ledgers=ledgers, key=key)
    assert (tmp_path / "结果.csv").read_text("utf-8") == "从前的"
    assert {one.name for one in tmp_path.iterdir()} == before
    return [(p.table, p.column, p.row) for p in error.value.problems], str(error.value)


def test_columns_of_all_files_are_looked_at_before_anything_is_computed(compiled, tmp_path):
    source = write(tmp_path / "申请.csv", [*HEADER, "资产"], [[*application("甲", "很多"), "1"]])
    wrong = [*RECORD, "企业规模", "规模", "服务收入（公里）"]
    ledgers = {
        "服务台账": write(tmp_path / "一.csv", wrong, []),
        "service_ledger": write(tmp_path / "二.csv", RECORD, []),
        "申报台账": write(tmp_path / "三.csv", RECORD, []),
        "活动台账": write(tmp_path / "四.csv", ["日期"], []),
        "人员名册": write(tmp_path / "五.csv", [KEY], []),
        "融资台账": tmp_path / "六.csv",
    }
    ledgers["融资台账"].write_bytes(b"")
    found, text = problems(compiled, tmp_path, source, ledgers)
    assert found == [
        ("", "资产", None),
        ("融资台账", "", None),
        ("服务台账", "企业规模", None),
        ("服务台账", "规模", None),
        ("服务台账", "服务收入（公里）", None),
        ("service_ledger", KEY, None),
        ("申报台账", KEY, None),
        ("活动台账", KEY, None),
        ("人员名册", KEY, None),
    ]
    assert "台账“融资台账”：文件是空的" in text


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        (pa.array(["1"]), pa.array([1]), [("服务台账", KEY, None)]),
        (pa.array([1]), pa.array(["1"]), [("服务台账", KEY, None)]),
        (pa.array([1.0]), pa.array([1]), [("", KEY, None)]),
        (pa.array([1]), pa.array([True]), [("服务台账", KEY, None)]),
    ],
)
def test_keys_that_say_nothing(compiled, tmp_path, mine, theirs, wanted):
    pq.write_table(pa.table({KEY: mine}), tmp_path / "申请.parquet")
    pq.write_table(pa.table({KEY: theirs, "企业代码": ["E"]}), tmp_path / "台账.parquet")
    ledgers = {"服务台账": tmp_path / "台账.parquet"}
    assert problems(compiled, tmp_path, tmp_path / "申请.parquet", ledgers)[0] == wanted


def test_a_key_that_is_not_there(compiled, tmp_path):
    source = write(tmp_path / "申请.csv", [*HEADER, KEY], [])
    ledger = write(tmp_path / "台账.csv", RECORD, [])
    found, text = problems(compiled, tmp_path, source, {"服务台账": ledger}, "编号")
    assert ("", "编号", None) in found
    assert ("服务台账", "编号", None) in found
    assert "无从知道" in text
    assert problems(compiled, tmp_path, source, {"服务台账": ledger})[0] == [("", KEY, None)]
    with pytest.raises(TypeError, match="key"):
        compiled.decide_file(source, tmp_path / "结果.csv", on=ON, ledgers={"服务台账": ledger})


@pytest.mark.parametrize("name", ["结果.csv", "结果.退回.csv"])
def test_the_output_does_not_replace_a_ledger(compiled, tmp_path, name):
    source = write(tmp_path / "申请.csv", HEADER, [application("甲")])
    ledger = write(tmp_path / name, RECORD, [])
    with pytest.raises(sgpolicy.FrameError, match="结果会写在这个台账上"):
        compiled.decide_file(
            source, tmp_path / "结果.csv", on=ON, ledgers={"服务台账": ledger}, key=KEY
        )
    assert read(ledger) == [RECORD]


@pytest.mark.parametrize("now", [[], served("甲", 3)])
def test_a_ledger_that_changes_meanwhile(decide, tmp_path, now):
    """It was read once to see whose the rows are; they are no longer."""

    def change(done):
        if done > 0.1:
            write(tmp_path / "新.csv", RECORD, now).replace(tmp_path / "台账.csv")

    with pytest.raises(sgpolicy.FrameError, match="台账“服务台账”：读的时候文件变了"):
        decide([application("甲")], served("甲", 2), progress=change)
    assert {one.name for one in tmp_path.iterdir()} == {"申请.csv", "台账.csv"}


@pytest.mark.parametrize("keys", ["甲丙", "甲", "甲乙丙"])
def test_applications_that_change_meanwhile(decide, tmp_path, monkeypatch, keys):
    other = write(tmp_path / "别的.csv", HEADER, [application(key) for key in keys])

    def of_another(_, key, progress):
        with closing(opened(other)) as source:
            return belonging.register(source, key, progress)

    monkeypatch.setattr(accompanied, "register", of_another)
    with pytest.raises(sgpolicy.FrameError, match="读的时候文件变了"):
        decide([application("甲"), application("乙")], [])
    assert not (tmp_path / "结果.csv").exists()


def test_a_ledger_that_cannot_be_read_on(decide, tmp_path):
    ledger = tmp_path / "坏.csv"
    ledger.write_bytes(",".join(RECORD).encode() + b"\n" + b"1,,,\n" * 200_000 + b"\xff\xff\n")
    with pytest.raises(sgpolicy.FrameError, match=r"台账“服务台账”第 \d+ 行：从这一行起读不下去"):
        decide([application("甲")], [], ledgers={"服务台账": ledger})
    assert not (tmp_path / "结果.csv").exists()


def test_what_it_needs_is_said(decide, monkeypatch):
    monkeypatch.setitem(sys.modules, "sgpolicy.tables.accompanied", None)
    with pytest.raises(sgpolicy.FrameError, match=r"pip install 'sgpolicy\[frames\]'"):
        decide([application("甲")], [])


@pytest.mark.parametrize("at", [0.0, 0.2])
def test_killed_in_the_middle_it_leaves_no_output(tmp_path, at):
    """While it sees whose the rows are, or while it decides: nothing under the final names."""
    keys = [str(number) for number in range(30_000)]
    applications = [application(key, "很多" if key == "1" else "120") for key in keys]
    source = write(tmp_path / "申请.csv", HEADER, applications)
    records = [one for key in reversed(keys) for one in served(key, 3)]
    ledger = write(tmp_path / "台账.csv", RECORD, records)
    code = (
        "import sys, datetime, sgpolicy; "
        "compiled = sgpolicy.load('shaoguan-2022-188').compiled(); "
        "compiled.decide_file(sys.argv[1], sys.argv[2], on=datetime.date(2026, 11, 22), "
        "ledgers={'服务台账': sys.argv[3]}, key='申报编号', "
        "progress=lambda done: print(done, flush=True))"
    )
    target = tmp_path / "结果.csv"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(source), str(target), str(ledger)], stdout=subprocess.PIPE
    ) as process:
        assert at < next(float(line) for line in process.stdout if float(line) > at) < 1
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
    left = {one.name for one in tmp_path.iterdir()} - {"申请.csv", "台账.csv"}
    assert not {one for one in left if not one.startswith(".结果")}
