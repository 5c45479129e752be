"""The shipped policy's names, and a folder of it that may be spoilt."""

import shutil

import openpyxl
import pytest

import sgpolicy
from sgpolicy.casing.reading import read_cases
from sgpolicy.casing.records import Problems
from sgpolicy.casing.vocabulary import Vocabulary

HEAD = """基础：../applications/某.yaml
评估日：2026-11-22

| 样例 | 改动 | 读法 | 对象 | 期望 | 依据 |
|---|---|---|---|---|---|
"""


LIFE = HEAD.replace("基础：../applications/某.yaml", "经历：../histories/某.yaml")


@pytest.fixture(scope="session")
def core():
    return sgpolicy.load("shaoguan-2022-188").core


@pytest.fixture(scope="session")
def read(core):
    """`read(text)`: the cases and the texts of the problems."""
    names = Vocabulary.of(core)

    def call(text):
        problems = Problems("cases/试.md")
        found = read_cases(text, names, problems)
        return found, [problem.text() for problem in problems.found]

    return call


@pytest.fixture(scope="session")
def row(read):
    """`row("甲 | … | 第七条")`: one row under a proper head."""
    return lambda *rows: read(HEAD + "\n".join(f"| {cells} |" for cells in rows))


@pytest.fixture(scope="session")
def life(read):
    """The same for a case about a history."""
    return lambda *rows: read(LIFE + "\n".join(f"| {cells} |" for cells in rows))


@pytest.fixture
def workbook(folder):
    """`workbook(rows, …)`: an Excel case file in the folder; returns its first sheet for changes."""

    def call(*rows, name="试.xlsx", change=lambda _: None):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "样例"
        for row in rows:
            sheet.append(row)
        change(sheet)
        book.save(folder / "cases" / name)

    return call


@pytest.fixture
def folder(repo, tmp_path):
    """A copy of the shipped policy without its case files."""
    target = tmp_path / "办法"
    shutil.copytree(repo / "policies/shaoguan-2022-188", target)
    for file in (target / "cases").glob("*"):
        file.unlink()
    return target
