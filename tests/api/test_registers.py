"""Registers: a row for each of many platforms, by one process or several."""

import multiprocessing
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from confirmed_platform import plain

import sgpolicy
from sgpolicy import Outcome
from sgpolicy.registers import sharing

SHAOGUAN = "shaoguan-2022-188"
ON = date(2026, 6, 1)
HISTORIES = Path("policies") / SHAOGUAN / "histories"


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load(SHAOGUAN)


@pytest.fixture(scope="module")
def compiled(policy):
    return policy.compiled()


@pytest.fixture(scope="module")
def histories(policy):
    return [policy.read_history(path) for path in sorted(HISTORIES.glob("*.yaml"))]


# ── rows ──────────────────────────────────────────────────────────────────────────────────


def test_a_row_says_what_an_office_looks_for(compiled):
    (row,) = compiled.register([plain()], on=date(2025, 3, 1))
    assert (row.name, row.outcome, row.title) == (
        "甲中心",
        Outcome.MET,
        "韶关市中小企业公共服务示范平台",
    )
    assert (row.state, row.since, row.until, row.ended_on) == (
        "held",
        date(2023, 6, 20),
        date(2026, 6, 20),
        None,
    )
    assert [(one.name, one.year, one.due) for one in row.overdue] == [
        ("报送工作情况", 2024, date(2024, 2, 29)),
        ("报送运营情况", 2025, date(2025, 2, 5)),  # 31 January is a holiday
        ("报送工作情况", 2025, date(2025, 2, 28)),
    ]
    assert [(one.name, one.due) for one in row.coming] == [("报送运营情况", date(2026, 2, 2))]
    assert (row.late, row.unknown, row.flawed, row.doubtful) == ((), (), (), ())
    assert [one.name for one in row.steps] == ["择优推荐"]
    assert (row.may_apply, row.is_interpreted) == (Outcome.NOT_MET, False)
    assert row.period.label == "第十六条"
    assert [one.clause.label for one in row.overdue] == ["第十五条", "第十四条", "第十五条"]


def test_what_is_not_on_record_is_not_overdue(compiled):
    (row,) = compiled.register([plain(complete="2024-03-31")], on=date(2025, 3, 1))
    assert [(one.name, one.year) for one in row.overdue] == [("报送工作情况", 2024)]
    assert [(one.name, one.year) for one in row.unknown][:2] == [
        ("报送运营情况", 2025),
        ("报送工作情况", 2025),
    ]
    assert not row.outcome.is_decided


def test_acts_that_were_not_as_the_text_says(compiled):
    history = plain()
    history["经历"][2]["由"] = "申报单位"
    (row,) = compiled.register([history], on=ON)
    assert 2 in row.flawed
    assert row.title is None or row.state == "void"


def test_acts_that_cannot_be_judged(compiled):
    history = plain()
    del history["经历"][3]["核对"]
    (row,) = compiled.register([history], on=ON)
    assert row.is_interpreted
    assert row.flawed == ()
    assert row.doubtful[0] == 3


@pytest.mark.parametrize("name", sgpolicy.shipped())
@pytest.mark.parametrize(
    "on",
    [
        date(2020, 5, 18),  # a step is barred
        date(2021, 6, 1),
        date(2024, 3, 1),
        ON,
        date(2030, 6, 1),
    ],
)
def test_rows_say_what_a_status_says(name, on):
    policy = sgpolicy.load(name)
    files = sorted((Path("policies") / name / "histories").glob("*.yaml"))
    histories = [policy.read_history(path) for path in files]
    for history, row in zip(histories, policy.compiled().register(histories, on=on), strict=True):
        status = policy.status(history, on=on)
        title = status.title
        assert (row.name, row.outcome) == (history.name, status.outcome)
        assert row.title == (title and title.title)
        if title is not None:
            assert (row.state, row.since, row.until) == (title.state, title.first, title.last)
            assert (row.ended_on, row.period) == (title.ended_on, title.citation.clause)
        states = {
            "overdue": ("overdue",),
            "late": ("done_late",),
            "unknown": ("unrecorded", "open"),
            "coming": ("due",),
        }
        for part, which in states.items():
            said = [
                (d.name, d.year, d.due, d.citation.clause)
                for d in status.duties
                if d.state in which
            ]
            if part == "coming":
                said = [one for one in said if one[2] == said[0][2]]
            assert [*map(tuple, getattr(row, part))] == said
        assert row.flawed == tuple(
            i for i, one in enumerate(status.events) if one.outcome is Outcome.NOT_MET
        )
        assert row.doubtful == tuple(
            i
            for i, one in enumerate(status.events)
            if not one.outcome.is_decided and one.outcome is not Outcome.NOT_APPLICABLE
        )
        assert row.steps == tuple(
            (one.name, one.citation.clause)
            for one in status.steps
            if one.outcome is not Outcome.NOT_MET
        )
        assert row.may_apply == (status.applying and status.applying.step.outcome)


# ── processes ─────────────────────────────────────────────────────────────────────────────


STARTS = [one for one in ("fork", "spawn") if one in multiprocessing.get_all_start_methods()]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("start", STARTS)
def test_several_processes_give_the_same_rows_in_the_same_order(
    compiled, histories, monkeypatch, start
):
    monkeypatch.setattr("sgpolicy.registers.making.start_method", lambda: start)
    many = histories * 100  # several pieces of work for each
    assert [*compiled.register(many, on=ON, processes=2)] == [*compiled.register(many, on=ON)]


def test_no_forks_while_other_threads_run():
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert sharing.start_method() == "spawn"
    finally:
        done.set()
        other.join()


def test_data_that_cannot_be_read_ends_it_with_everything_that_is_wrong(compiled):
    wrong = {"名称": "乙", "经历": [{"事件": "年度审报"}]}
    for processes in (1, 2):
        rows = compiled.register([plain(), wrong], on=ON, processes=processes)
        with pytest.raises(sgpolicy.HistoryError, match="年度申报"):
            list(rows)


def test_only_so_much_is_taken_ahead():
    taken = []

    def pieces():
        for number in range(100):
            taken.append(number)
            yield number

    found = sharing.in_processes(abs, pieces(), 2, sharing.start_method())
    assert next(found) == 0
    assert len(taken) < 20
    assert [*found] == [*range(1, 100)]


KILLED = """
import os, sys, time
from sgpolicy.registers.sharing import in_processes, start_method

def work(piece):
    os.write(1, f"{os.getpid()}\\n".encode())  # a whole line at once
    time.sleep(60)

list(in_processes(work, range(2), 2, start_method()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux has them")
def test_nobody_stays_behind_when_the_one_that_asked_is_killed():
    asking = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    workers = [int(asking.stdout.readline()) for _ in range(2)]
    asking.kill()
    asking.wait()
    until = time.monotonic() + 30
    while any(is_running(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.05)
    asking.stdout.close()
    assert not [pid for pid in workers if is_running(pid)]


def is_running(pid):
    """Whether there is such a process that has not ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_the_day_is_a_day(compiled):
    with pytest.raises(TypeError):
        compiled.register([], on="2026-06-01")
