"""Decision records that were made once and stay as they are: later libraries replay them to the same.

Each folder has the policy's files as they were and a series of records. When what a record can say changes,
add a series; never change one that stands here, except to remove it together with its format.
"""

from pathlib import Path

import pytest

import sgpolicy
from sgpolicy import check_record

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("records/*/记录.jsonl"))


def test_the_corpus_is_there():
    assert len(FOLDERS) >= 3


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_kept_records_replay(folder):
    lines = (folder / "记录.jsonl").read_bytes().splitlines()
    policy = sgpolicy.load(folder / "policy")
    for found in sgpolicy.verify(lines, policy=policy, after=""):
        assert found.problems == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_checker_accepts_them(folder, capsys):
    arguments = [str(folder / "记录.jsonl"), "--law", str(folder / "policy")]
    assert check_record.main(arguments) == 0, capsys.readouterr().out
