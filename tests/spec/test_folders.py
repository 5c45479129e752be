"""What is wrong with a folder is a finding, never an exception."""

import time

import pytest

from sgpolicy.diagnostics.catalogue import CATALOGUE
from sgpolicy.diagnostics.records import Collector
from sgpolicy.loading import read_folder
from sgpolicy.pipeline import compile_policy

from .conftest import book, compile_case
from .folders import FINE, FOLDERS, write


def findings(folder):
    found = Collector()
    manifest, files = read_folder(folder, found)
    if manifest is not None:
        compile_policy(manifest, files, found)
    for item in found.found:
        assert item.title("zh")
        assert item.help("en")
    return found.sorted()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_bad_folder(tmp_path, name):
    code, files = FOLDERS[name]
    begin = time.perf_counter()
    assert code in [d.code for d in findings(write(tmp_path, files))]
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize("name", FINE)
def test_a_good_folder(tmp_path, name):
    assert [(d.code, d.title()) for d in findings(write(tmp_path, FINE[name]))] == []


def test_nothing_outside_the_folder_is_read(tmp_path):
    (tmp_path / "secret.md").write_text("秘密", "utf-8")
    inner = tmp_path / "policy"
    inner.mkdir()
    _, files = read_folder(write(inner, FOLDERS["out of the folder"][1]), Collector())
    assert "秘密" not in "".join(file.text for file in files.values())


def test_the_book_and_the_folders_show_every_diagnostic():
    shown = {code for code, _ in FOLDERS.values()}
    for case in book():
        shown |= {d.code for d in compile_case(case.parts).diagnostics}
    assert shown == set(CATALOGUE)


def test_every_case_of_the_page_of_mistakes_shows_what_its_title_says():
    for case in book():
        if case.page.stem == "05-mistakes" and case.title.startswith("SG"):
            codes = {d.code for d in compile_case(case.parts).diagnostics}
            assert case.title.split()[0] in codes, case.title
            assert len(codes) == 1, case.title


@pytest.mark.parametrize("code", CATALOGUE)
def test_wording(code):
    entry = CATALOGUE[code]
    assert entry.slug
    for lang in ("zh", "en"):
        assert "Traceback" not in entry.title(lang) + entry.help(lang)
    assert entry.help_zh.endswith("。")
