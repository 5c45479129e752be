"""Sixty and more broken policies: one mistake each, one finding, on the right characters."""

from pathlib import Path

import pytest
import yaml

from sgpolicy.diagnostics.records import Collector
from sgpolicy.fixing import edited
from sgpolicy.loading import read_folder
from sgpolicy.pipeline import compile_policy
from sgpolicy.source.text import SourceFile
from sgpolicy.vocabulary import check_correspondence

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "policies" / "shaoguan-2022-188"
ROWS = yaml.safe_load((HERE / "broken.yaml").read_text("utf-8"))
MANIFEST, FILES = read_folder(FOLDER, Collector())


def findings(files):
    found = Collector()
    check_correspondence(compile_policy(MANIFEST, files, found), dict(files), FOLDER, found)
    return found.sorted()


def broken(row):
    text = FILES[row["file"]].text
    assert text.count(row["was"]) == 1
    return {**FILES, row["file"]: SourceFile(row["file"], text.replace(row["was"], row["is"]))}


def name_of(row):
    return f"{row['code']} {' '.join(row['is'].split())[:30]}"


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_one_mistake_one_finding_and_its_fix_mends_it(row):
    files = broken(row)
    (found,) = findings(files)
    file = files[found.span.file]
    assert found.code == row["code"]
    assert file.name == row.get("at", row["file"])
    assert file.text[found.span.start : found.span.end] == row["under"]
    assert (found.fix.replacement if found.fix else None) == row.get("fix")
    if found.fix:
        assert found.fix.is_safe
        mended = edited(files[found.fix.span.file].text, [found.fix])
        assert findings({**files, file.name: SourceFile(file.name, mended)}) == []


def test_there_are_sixty_and_most_kinds_of_mistake_are_among_them():
    assert len(ROWS) >= 60
    assert len({(row["was"], row["is"]) for row in ROWS}) == len(ROWS)
    assert len({row["code"] for row in ROWS}) >= 20
    assert sum(1 for row in ROWS if "fix" in row) >= 25
