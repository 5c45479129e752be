"""`sgpolicy evaluate` writes papers, `sgpolicy summary` a round's workbook."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from sgpolicy.rendering.papers import pdf_file
from sgpolicy.rendering.papers.problems import FontError

ON = ("--on", "2026-11-22")


@pytest.fixture
def folder(repo):
    return repo / "policies" / "shaoguan-2022-188" / "applications"


def test_a_letter_as_word(run, folder, tmp_path):
    path = tmp_path / "意见.docx"
    found = run(
        "evaluate", folder / "不符合-差一家.yaml", *ON, "--format", "docx", "--output", path
    )
    assert (found.code, found.out) == (1, "")
    assert str(path) in found.err
    assert docx.Document(io.BytesIO(path.read_bytes())).paragraphs[0].text == "申报条件核对意见"


def test_a_letter_as_pdf_or_what_is_lacking(run, folder, tmp_path, monkeypatch):
    path = tmp_path / "意见.pdf"

    def no_font(*_):
        raise FontError

    monkeypatch.setattr(pdf_file, "faces", no_font)
    command = ("evaluate", folder / "待补材料.yaml", *ON, "--format", "pdf", "--output", path)
    found = run(*command)
    assert found.code == 2
    assert "没有找到中文字体" in found.err
    assert not path.exists()


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_file_needs_a_name(run, folder, form):
    found = run("evaluate", folder / "待补材料.yaml", *ON, "--format", form)
    assert (found.code, found.out) == (2, "")
    assert "--output" in found.err


def test_a_notice(run, folder):
    asked = ("--deadline", "2026-12-06", "--office", "某局", "--issued", "2026年11月23日")
    found = run("evaluate", folder / "待补材料.yaml", *ON, "--notice", *asked)
    assert found.code == 3
    assert found.out.startswith("补正材料通知\n")
    assert "2026年12月6日" in found.out
    assert found.out.rstrip().endswith("2026年11月23日")


def test_a_notice_in_a_file(run, folder, tmp_path):
    path = tmp_path / "通知.md"
    given = ("--notice", "--format", "markdown", "--output", path)
    found = run("evaluate", folder / "待补材料.yaml", *ON, *given)
    assert (found.code, found.out) == (3, "")
    assert path.read_text("utf-8").startswith("# 补正材料通知\n")


def test_no_notice_where_nothing_is_missing(run, folder, tmp_path):
    path = tmp_path / "通知.docx"
    given = ("--notice", "--format", "docx", "--output", path)
    found = run("evaluate", folder / "待评定.yaml", *ON, *given)
    assert (found.code, found.out) == (3, "")
    assert "不必发补正材料通知" in found.err
    assert not path.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--deadline", "2026-12-06"),
        ("--office", "某局"),
        ("--issued", "2026-11-23"),
        ("--notice", "--format", "json"),
        ("--notice", "--deadline", "明天"),
    ],
)
def test_options_that_do_not_go_together(run, folder, wrong):
    found = run("evaluate", folder / "待补材料.yaml", *ON, *wrong)
    assert (found.code, found.out) == (2, "")


def test_a_folder_of_fonts_must_be_there(run, folder, tmp_path):
    given = ("--format", "pdf", "--output", tmp_path / "a.pdf", "--fonts", tmp_path / "没有")
    assert run("evaluate", folder / "待补材料.yaml", *ON, *given).code == 66


def test_a_file_that_cannot_be_written(run, folder, tmp_path):
    given = ("--format", "docx", "--output", tmp_path / "没有" / "a.docx")
    assert run("evaluate", folder / "待补材料.yaml", *ON, *given).code == 66


def test_a_round(run, folder, tmp_path):
    path = tmp_path / "汇总.xlsx"
    files = sorted(folder.glob("*.yaml"))
    found = run("summary", *files, *ON, "--output", path)
    assert (found.code, found.out) == (0, "")
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["名单"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        file.stem for file in files
    ]


def test_a_round_as_a_page(run, folder, tmp_path):
    path = tmp_path / "汇总.html"
    files = sorted(folder.glob("*.yaml"))
    assert run("summary", *files, *ON, "--output", path).code == 0
    page = path.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert all(file.stem in page for file in files)


def test_every_mistake_of_a_round_at_once(run, folder, tmp_path):
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.yaml").write_text("资产总额: 很多\n", "utf-8")
    path = tmp_path / "汇总.xlsx"
    found = run(
        "summary", folder / "待评定.yaml", *sorted(tmp_path.glob("*.yaml")), *ON, "--output", path
    )
    assert found.code == 65
    assert "  甲 " in found.err
    assert "  乙 " in found.err
    assert not Path(path).exists()


def test_a_round_in_english(run, folder, tmp_path):
    path = tmp_path / "round.xlsx"
    found = run("summary", folder / "待评定.yaml", *ON, "--output", path, "--lang", "en")
    assert found.code == 0
    assert "written to" in found.err
