"""Word and PDF papers, opened by other people's readers, say what the explanation says, and no more.

LibreOffice opens the Word documents and prints them; Poppler reads the prints and the PDF files.
"""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

import sgpolicy
from sgpolicy.rendering.words import SIGNS, verdict

ON = date(2026, 11, 22)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
POPPLER = shutil.which("pdftotext") and shutil.which("pdffonts")
FONTS = bool(
    shutil.which("fc-list")
    and subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout
)
needs_readers = pytest.mark.skipif(
    not (OFFICE and POPPLER and FONTS),
    reason="LibreOffice Writer, Poppler or a Chinese font is not installed (.ci/run installs them)",
)
pytestmark = needs_readers

SHAOGUAN, GUANGZHOU = "shaoguan-2022-188", "guangzhou-2025-8"
CASES = {
    "不符合": (SHAOGUAN, "不符合-融资再次55", "letter"),
    "符合": (SHAOGUAN, "符合-六项功能", "letter"),
    "待补材料": (SHAOGUAN, "待补材料", "letter"),
    "待评定": (SHAOGUAN, "待评定", "letter"),
    "不适用": (SHAOGUAN, "不适用-不在韶关", "letter"),
    "得数": (GUANGZHOU, "待补材料-没有填报每年申报", "letter"),
    "逐条核算": (GUANGZHOU, "不符合-差两分", "audit"),
    "通知": (SHAOGUAN, "待补材料", "notice"),
}
LANGUAGES = ("zh", "en")
EVERY = [pytest.param(name, lang, id=f"{name}-{lang}") for name in CASES for lang in LANGUAGES]


def paper(repo, name, lang):
    policy_name, application, kind = CASES[name]
    policy = sgpolicy.load(policy_name)
    path = repo / "policies" / policy_name / "applications" / f"{application}.yaml"
    decision = policy.evaluate(path, on=ON)
    if kind == "notice":
        return decision.explain(lang=lang).notice(
            deadline=date(2026, 12, 6), office="韶关市工业和信息化局", issued=date(2026, 11, 23)
        )
    return decision.explain(kind, lang)


@pytest.fixture(scope="module")
def papers(repo):
    return {(name, lang): paper(repo, name, lang) for name in CASES for lang in LANGUAGES}


@pytest.fixture(scope="module")
def printed(papers, tmp_path_factory):
    """The Word documents, printed to PDF by LibreOffice in one go."""
    folder = tmp_path_factory.mktemp("word")
    for (name, lang), one in papers.items():
        (folder / f"{name}.{lang}.docx").write_bytes(one.to_docx())
    profile = (folder / "profile").as_uri()
    command = [OFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    documents = [str(path) for path in sorted(folder.glob("*.docx"))]
    done = subprocess.run(
        [*command, "--outdir", str(folder), *documents], capture_output=True, check=False
    )
    assert len(list(folder.glob("*.pdf"))) == len(papers), done.stderr.decode()
    return folder


@pytest.fixture(scope="module")
def exported(papers, tmp_path_factory):
    """The papers as PDF files of our own."""
    folder = tmp_path_factory.mktemp("pdf")
    for (name, lang), one in papers.items():
        (folder / f"{name}.{lang}.pdf").write_bytes(one.to_pdf())
    return folder


def read(path: Path) -> str:
    """What a reader finds in a PDF file, without spaces and line ends."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
    )
    return squeezed(done.stdout.decode("utf-8"))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def sentences(said) -> list[str]:
    """The lines of the text for terminals, which knows nothing of paper, without its signs."""
    text = said.to_text(width=100_000)
    for outcome in SIGNS:
        label = outcome.label(said.explanation.lang)
        text = text.replace(verdict(outcome, said.explanation.lang), label)
    lines = (re.sub(r"^\s*([✓✗?○·]|\d+\.) ", "", line) for line in text.splitlines())
    return [squeezed(line) for line in lines if line.strip("═─ ")]


# What is on paper besides: a list's bullets and numbers, page numbers, a table's header once more.
FRAME = re.compile(r"(?:[•–]|\d+\.|—\d+—)*")


def without_frame(found: str, said) -> str:
    found = re.sub(r"—\d+—|[•–]", "", found)
    for header in table_headers(said):
        found = found.replace(squeezed("".join(header)), "")
    return found


def assert_says(found: str, said) -> None:
    """Every sentence in order, and between them nothing but the frame."""
    expected, at = sentences(said), 0
    headers = [squeezed("".join(header)) for header in table_headers(said)]
    for sentence in expected:
        # A page may end within a sentence.
        pattern = r"(?:—\d+—)?".join(map(re.escape, sentence))
        match = re.search(pattern, found[at:])
        assert match, f"not found after {found[max(at - 20, 0) : at]!r}: {sentence}"
        between = found[at : at + match.start()]
        for header in headers:
            between = between.replace(header, "")
        assert FRAME.fullmatch(between), f"before {sentence!r}: {between!r}"
        at += match.end()
    assert FRAME.fullmatch(found[at:])


def table_headers(said):
    from sgpolicy.rendering.decisions.blocks import Table
    from sgpolicy.rendering.decisions.composing import composed

    blocks = said.blocks if hasattr(said, "blocks") else composed(said.explanation)
    return [block.header for block in blocks if isinstance(block, Table)]


@pytest.mark.parametrize(("name", "lang"), [p for p in EVERY if "逐条核算" not in p.id])
def test_a_word_document_says_every_sentence_and_nothing_else(papers, printed, name, lang):
    assert_says(read(printed / f"{name}.{lang}.pdf"), papers[name, lang])


@pytest.mark.parametrize(("name", "lang"), [p for p in EVERY if "逐条核算" not in p.id])
def test_a_pdf_file_says_every_sentence_and_nothing_else(papers, exported, name, lang):
    assert_says(read(exported / f"{name}.{lang}.pdf"), papers[name, lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_audit_says_its_outcomes_in_words(papers, printed, exported, lang):
    """Signs are for terminals: on paper each line of an audit has its outcome in brackets."""
    said = papers["逐条核算", lang]
    read_back = [read(folder / f"逐条核算.{lang}.pdf") for folder in (printed, exported)]
    for found in read_back:
        assert not set(found) & set("✓✗○")
        assert without_frame(found, said) == without_frame(read_back[0], said)
    for outcome in ("met", "not met") if lang == "en" else ("符合", "不符合"):
        assert squeezed(f"({outcome})" if lang == "en" else f"（{outcome}）") in read_back[0]
    for place in said.explanation.places:
        label = place.clause.label_en if lang == "en" else place.clause.label
        assert all(squeezed(label) in found for found in read_back)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_every_font_is_embedded_and_every_character_has_a_meaning(printed, exported, name, lang):
    for folder in (printed, exported):
        done = subprocess.run(
            ["pdffonts", str(folder / f"{name}.{lang}.pdf")], capture_output=True, check=True
        )
        rows = done.stdout.decode().splitlines()[2:]
        assert rows
        for row in rows:
            embedded, _subset, has_unicode = row.split()[-5:-2]
            assert embedded == "yes", row
            assert has_unicode == "yes", row
        assert "\ufffd" not in read(folder / f"{name}.{lang}.pdf")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pdf_file_says_what_it_is(exported, lang):
    done = subprocess.run(
        ["pdfinfo", str(exported / f"不符合.{lang}.pdf")], capture_output=True, check=True
    )
    info = dict(re.findall(r"^(\w[\w ]*):\s+(.*)$", done.stdout.decode(), re.MULTILINE))
    titles = {"zh": "申报条件核对意见", "en": "Eligibility: result of the check"}
    assert info["Title"] == titles[lang]
    assert info["Tagged"] == "yes"
    assert info["Page size"].endswith("(A4)")
