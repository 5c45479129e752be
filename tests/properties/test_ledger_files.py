"""Files with ledgers are decided as the same frames are, however they are cut; bad rows take only their own along."""

import csv
import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sgpolicy.tables import accompanied, batches, belonging, deciding, ledger_files

from .test_frames import COMPILED, NAMES, POLICIES, columns
from .test_ledger_frames import KEY, ON, applications, child

FORMATS = ("csv", "parquet")
SIZES = (
    (batches, "_BLOCK"),
    (belonging, "_BLOCK"),
    (ledger_files, "_BLOCK"),
    (ledger_files, "_RUN"),
    (ledger_files, "_GROUP"),
    (accompanied, "_MOST_ROWS"),
    (deciding, "_FEW"),
)


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@st.composite
def cuts(draw):
    """How long blocks are, how many rows are sorted at once, and from how many rows columns are used."""
    return [draw(st.sampled_from([1, 2, 3, 7, 10_000])) for _ in SIZES]


def text(value):
    """A cell of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, list) else str(value)


def as_text(made):
    """A table as a CSV file has it: every cell is text, and a blank one says nothing."""
    cells = {
        name: [text(one) or None for one in values] for name, values in made.to_pydict().items()
    }
    return pa.table({name: pa.array(values, pa.string()) for name, values in cells.items()})


def table(data, kind):
    """Some columns as a file of that kind has them."""
    return as_text(pa.table(data)) if kind == "csv" else pa.table(data)


def write(made, path):
    if path.suffix == ".parquet":
        pq.write_table(made, path)
        return path
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(made.column_names)
        writer.writerows([one or "" for one in row.values()] for row in made.to_pylist())
    return path


def decided(compiled, folder, sizes, frame, ledgers, kinds, rules):
    """Write files, decide them, and read what came of it."""
    source = write(frame, folder / f"申请.{kinds[0]}")
    files = {
        name: write(one, folder / f"{name}.{kind}")
        for (name, one), kind in zip(ledgers.items(), kinds[1:], strict=True)
    }
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), size in zip(SIZES, sizes, strict=True):
            patch.setattr(module, name, size)
        report = compiled.decide_file(
            source,
            folder / "结果.parquet",
            on=ON,
            rules=rules,
            reasons=True,
            ledgers=files,
            key=KEY,
        )
    return report, pq.read_table(report.target)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15)
@given(data=st.data())
def test_files_and_frames(folder, name, kind, data):
    compiled, core = COMPILED[name], POLICIES[name].core
    drawn = data.draw(applications(name))
    keys = [f"第{number}号" for number in range(len(drawn))]
    rules = [*compiled.generated.truths]
    frame = table({KEY: keys, **columns(core, drawn)}, kind)
    kinds, ledgers = [kind], {}
    for ledger in drawn[0].ledgers:
        rows = child(core.ledgers[ledger], drawn, keys, data.draw(st.randoms()))
        kinds.append(data.draw(st.sampled_from(FORMATS)))
        one = table(rows, kinds[-1])
        ledgers[ledger] = one.sort_by(KEY) if data.draw(st.booleans()) else one
    report, found = decided(compiled, folder, data.draw(cuts()), frame, ledgers, kinds, rules)
    wanted = compiled.evaluate_frame(
        frame, on=ON, rules=rules, reasons=True, ledgers=ledgers, key=KEY
    )
    assert found.select(frame.column_names) == frame
    for column in ("结论", *rules, "理由"):
        assert found[column].to_pylist() == wanted[column].to_pylist()
    assert (report.rows, report.rejected, report.rejects) == (len(drawn), 0, None)
    assert report.ledger_rows == {core.ledgers[one].name: len(t) for one, t in ledgers.items()}


SHAOGUAN = COMPILED["shaoguan-2022-188"]
RULES = ["年服务家数", "资产规模"]


@st.composite
def some_bad(draw):
    """Applications and a ledger in which something may be wrong: the cells, and which row is wrong why."""
    count = draw(st.integers(1, 8))
    some = st.sampled_from([None, "甲", *(f"第{number}号" for number in range(20))])
    keys = [draw(some) for _ in range(count)]
    assets = [draw(st.sampled_from(["60", "120", None, "很多"])) for _ in keys]
    owners = draw(st.lists(st.sampled_from([None, "没有", *(k for k in keys if k)]), max_size=20))
    sizes = [draw(st.sampled_from(["小型", "小型", "小型", None, "特大"])) for _ in owners]
    times = [draw(st.sampled_from([1, 25, 50])) if size != "特大" else 1 for size in sizes]
    ledger = [
        (owner, f"E{row}.{n}", size, date(2025, 5, 1))
        for row, (owner, size, many) in enumerate(zip(owners, sizes, times, strict=True))
        for n in range(many)
    ]
    return keys, assets, ledger


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=60)
@given(data=st.data())
def test_bad_rows_take_only_their_own_along(folder, kind, data):
    keys, assets, ledger = data.draw(some_bad())
    days = [date(2026, 11, 10)] * len(keys)
    frame = pa.table(
        {KEY: pa.array(keys, pa.string()), "申请日期": days, "资产总额（万元）": pa.array(assets)}
    )
    names = [KEY, "企业代码", "企业规模", "日期"]
    types = [pa.string(), pa.string(), pa.string(), pa.date32()]
    records = pa.table(
        [pa.array([row[i] for row in ledger], type_) for i, type_ in enumerate(types)], names
    )
    other = data.draw(st.sampled_from(FORMATS))
    report, found = decided(
        SHAOGUAN,
        folder,
        data.draw(cuts()),
        as_text(frame) if kind == "csv" else frame,
        {"服务台账": as_text(records) if other == "csv" else records},
        [kind, other],
        RULES,
    )

    spoilt = {row[0] for row in ledger if row[2] == "特大"}
    kept = [
        row
        for row, (key, asset) in enumerate(zip(keys, assets, strict=True))
        if key is not None and keys.count(key) == 1 and asset != "很多" and key not in spoilt
    ]
    theirs = {keys[row] for row in kept}
    mine = [row for row, one in enumerate(ledger) if one[0] in theirs]
    wanted = SHAOGUAN.evaluate_frame(
        frame.take(pa.array(kept, pa.int64())),
        on=ON,
        rules=RULES,
        reasons=True,
        ledgers={"服务台账": records.take(pa.array(mine, pa.int64()))},
        key=KEY,
    )
    for column in (KEY, "结论", *RULES, "理由"):
        assert found[column].to_pylist() == wanted[column].to_pylist()

    first = {"csv": 2, "parquet": 1}  # the row of a file with the first application or record
    wrong = {("申请", str(row + first[kind])) for row in range(len(keys)) if row not in kept}
    wrong |= {
        ("服务台账", str(row + first[other]))
        for row, (key, _, size, _) in enumerate(ledger)
        if key not in keys or key is None or size == "特大"
    }
    told = set()
    if report.rejects is not None:
        with report.rejects.open(newline="", encoding="utf-8-sig") as file:
            told = {tuple(row[:2]) for row in [*csv.reader(file)][1:]}
    assert told == wrong
    assert report.rejected == len(keys) - len(kept)
    assert sum(report.outcomes.values()) == len(kept)
    assert sum(report.ledger_rejected.values()) == len([1 for place, _ in wrong if place != "申请"])
