"""A policy stored beside its source: the same policy, used only while it is."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from points_policy import write

import sgpolicy
from sgpolicy.opening import stored_form
from sgpolicy.stored import FILE, read_stored

ON = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path)


def alike(one, other):
    """Whether records are equal, places aside, and made of the same kinds all through."""
    if type(one) is not type(other):
        return False
    if is_dataclass(one):
        names = [f.name for f in fields(one) if f.name != "span"]
        return all(alike(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, dict):
        return list(one) == list(other) and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return one == other


@pytest.mark.parametrize("name", sgpolicy.shipped())
def test_what_is_read_back_is_what_was_stored(name, repo, tmp_path):
    copy = shutil.copytree(repo / "policies" / name, tmp_path / name)
    policy = sgpolicy.load(copy)
    sgpolicy.store(copy)
    found = read_stored(copy)
    assert alike(found.core, policy.core)
    assert found.manifest == policy.manifest
    again = sgpolicy.load(copy)
    assert again.coverage == policy.coverage  # goes back to the source
    for file in sorted((copy / "applications").glob("*.yaml")):
        for length in ("letter", "audit"):
            one = policy.evaluate(file, on=ON).explain(length)
            other = again.evaluate(file, on=ON).explain(length)
            assert str(one) == str(other)


def test_storing_twice_gives_the_same_bytes(folder):
    assert stored_form(folder) == stored_form(folder)


def test_loading_it_needs_no_parser_and_writes_nothing(folder):
    sgpolicy.store(folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    code = (
        "import sys, sgpolicy; sgpolicy.load(sys.argv[1]); "
        "print([m for m in ('lark', 'yaml', 'pydantic', 'chinese_calendar') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.parametrize("name", ["law.md", "facts.md", "policy.yaml"])
def test_after_any_change_of_the_source_it_is_not_used(folder, name):
    sgpolicy.store(folder)
    assert read_stored(folder) is not None
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert read_stored(folder) is None
    sgpolicy.load(folder)


def test_a_changed_rule_counts_at_once(folder):
    sgpolicy.store(folder)
    law = (folder / "law.md").read_text("utf-8")
    (folder / "law.md").write_text(
        law.replace("满60分", "满90分").replace("60分。", "90分。"), "utf-8"
    )
    assert "90" in str(sgpolicy.load(folder).core.nodes["enough"].body)


def test_a_mistake_made_after_storing_is_reported(folder):
    sgpolicy.store(folder)
    law = (folder / "law.md").read_text("utf-8")
    (folder / "law.md").write_text(law.replace("总积分 达到 60分", "总积分 达到 61分"), "utf-8")
    with pytest.raises(sgpolicy.PolicyError):
        sgpolicy.load(folder)
    with pytest.raises(sgpolicy.PolicyError):
        sgpolicy.store(folder)


def test_a_missing_source_file_is_noticed(folder):
    sgpolicy.store(folder)
    (folder / "facts.md").unlink()
    assert read_stored(folder) is None


def test_damage_is_as_if_it_were_not_there(folder):
    """Every kind of damage: cut off anywhere, any byte another, any line of another kind."""
    path = sgpolicy.store(folder)
    whole = path.read_bytes()
    damaged = [whole[:cut] for cut in range(0, len(whole), 997)]
    damaged += [whole[:i] + b"#" + whole[i + 1 :] for i in range(1, len(whole) - 1, 487)]
    damaged += [
        b"",
        b"\n",
        b"null\n[]\n",
        b'{"format": 1}\n[]\n',
        b"\xff\xfe\n\xff",
        b"[" * 100_000,
    ]
    for data in damaged:
        if data != whole:
            path.write_bytes(data)
            assert read_stored(folder) is None, data[:60]
    assert sgpolicy.load(folder).title == "积分样例办法"


@pytest.mark.parametrize("part", ["format", "records", "sha256"])
def test_another_librarys_form_is_not_used(folder, part):
    path = sgpolicy.store(folder)
    first, _, rest = path.read_bytes().partition(b"\n")
    head = json.loads(first)
    head[part] = "another"
    path.write_bytes(json.dumps(head).encode() + b"\n" + rest)
    assert read_stored(folder) is None


def test_it_names_only_files_of_its_folder(folder):
    path = sgpolicy.store(folder)
    first, _, rest = path.read_bytes().partition(b"\n")
    head = json.loads(first)
    head["files"]["../policy.yaml"] = head["files"]["policy.yaml"]
    path.write_bytes(json.dumps(head).encode() + b"\n" + rest)
    assert read_stored(folder) is None


def test_writers_at_the_same_time_leave_a_whole_file(folder):
    with ThreadPoolExecutor(8) as pool:
        stores = [pool.submit(sgpolicy.store, folder) for _ in range(8)]
        reads = [pool.submit(sgpolicy.load, folder) for _ in range(16)]
        assert all(one.result().name == FILE for one in stores)
        assert all(one.result().title == "积分样例办法" for one in reads)
    assert read_stored(folder) is not None
    assert [path.name for path in folder.glob(".compiled-*")] == []


def test_a_folder_that_cannot_be_written(folder, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(OSError, match="Permission"):
        sgpolicy.store(folder)


def test_a_failed_write_leaves_what_was_there(folder, monkeypatch):
    path = sgpolicy.store(folder)
    before = path.read_bytes()
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        sgpolicy.store(folder)
    assert path.read_bytes() == before
    assert [one.name for one in folder.glob(".compiled-*")] == []
