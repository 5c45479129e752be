"""A PDF file is archival and accessible, the same each time, and never shows a box for a character."""

import subprocess
import sys
from datetime import date

import pytest

import sgpolicy
from sgpolicy.explaining import explain
from sgpolicy.rendering import RenderedExplanation
from sgpolicy.rendering.papers import pdf_file as module
from sgpolicy.rendering.papers.fonts import faces
from sgpolicy.rendering.papers.problems import FontError

typst = pytest.importorskip("typst")
try:
    faces(typst.Fonts().families())
    HAS_CHINESE = True
except FontError:
    HAS_CHINESE = False
needs_font = pytest.mark.skipif(not HAS_CHINESE, reason="no Chinese font (.ci/run installs one)")


@pytest.fixture
def letter(mini):
    def made(lang="zh", **changes):
        trace = mini.trace(mini.application(**(changes or {"served": 46})))
        return RenderedExplanation(explain(trace, lang=lang))

    return made


@needs_font
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_archival_and_accessible(letter, lang):
    content = letter(lang).to_pdf()
    assert content.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert (b"zh-CN" if lang == "zh" else b"en-GB") in content


@needs_font
def test_the_same_letter_is_the_same_file(letter):
    assert letter().to_pdf() == letter().to_pdf()


@needs_font
def test_what_no_font_has_is_named_and_nothing_is_written(letter):
    with pytest.raises(FontError) as raised:
        letter(applicant_name="坏\U000e0030名\ufdd0").to_pdf()
    assert raised.value.texts
    assert raised.value.text("zh") != raised.value.text("en")


@needs_font
def test_hostile_values_are_text(letter):
    name = '#panic("x") *粗* $x$ @ref <b> \\ ` \x1b\u202e // /* ' + "长" * 10_000
    assert letter(applicant_name=name).to_pdf().startswith(b"%PDF")


def test_without_a_chinese_font_it_says_what_to_do(letter, monkeypatch):
    nothing = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(module, "_fonts", lambda _folders: (nothing, ()))
    with pytest.raises(FontError) as raised:
        letter().to_pdf()
    assert "请安装" in raised.value.text("zh")
    assert "nstall" in raised.value.text("en")
    assert raised.value.texts == ()


def test_an_empty_folder_of_fonts_is_no_mistake(letter, tmp_path):
    if HAS_CHINESE:
        assert letter().to_pdf(fonts=[tmp_path]) == letter().to_pdf()
    else:
        with pytest.raises(FontError):
            letter().to_pdf(fonts=[tmp_path])


@pytest.mark.parametrize(
    ("installed", "text", "head"),
    [
        (["Times New Roman", "FangSong", "SimHei", "SimSun"], "FangSong", "SimHei"),
        (["Noto Sans CJK SC", "Noto Serif CJK SC"], "Noto Serif CJK SC", "Noto Sans CJK SC"),
        (["WenQuanYi Zen Hei"], "WenQuanYi Zen Hei", "WenQuanYi Zen Hei"),
    ],
)
def test_of_the_fonts_that_are_there_the_official_ones_come_first(installed, text, head):
    chosen = faces(installed)
    assert next(name for name in chosen.text if name != "Times New Roman") == text
    assert next(name for name in chosen.head if name != "Times New Roman") == head


def test_a_font_that_the_caller_brings_will_do():
    assert faces(["Arial", "某单位字体"], ["某单位字体"]).text == ("某单位字体",)


def test_without_typst_it_says_what_to_install():
    code = (
        "import sys; sys.modules['typst'] = None\n"
        "import sgpolicy, datetime\n"
        "policy = sgpolicy.load('shaoguan-2022-188')\n"
        "said = policy.evaluate({}, on=datetime.date(2026, 11, 22)).explain()\n"
        "try: said.to_pdf()\n"
        "except sgpolicy.PaperError as error: print(error, error.text('en'), error.extra)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=True
    )
    assert done.stdout.decode().count("pip install 'sgpolicy[pdf]'") == 2


@needs_font
def test_a_notice_is_a_pdf_file_too():
    policy = sgpolicy.load("shaoguan-2022-188")
    said = policy.evaluate({"资产总额": "99万元"}, on=date(2026, 11, 22)).explain()
    assert said.notice().to_pdf().startswith(b"%PDF")
