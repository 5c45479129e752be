"""Facts about the forms: widths, escapes, colours, the schema."""

import json
import re
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.explaining import explain
from sgpolicy.model.explanation import Quantity
from sgpolicy.rendering import RenderedExplanation, decisions
from sgpolicy.rendering.decisions.numbers import decimal, percent, quantity, typeset
from sgpolicy.rendering.decisions.safety import escaped, visible
from sgpolicy.source.text import cells
from sgpolicy.source.wrapping import wrapped

LENGTHS = ["line", "letter", "audit"]


def rendered(trace, length="letter", lang="zh"):
    return RenderedExplanation(explain(trace, length, lang))


def money(amount, unit):
    return quantity(Quantity(Fraction(amount), Fraction(amount), "money", unit), "zh")


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        ("1200000", "万元", "120 万元"),
        ("995000", "万元", "99.5 万元"),
        ("999999.99", "万元", "999,999.99 元"),
        ("0.01", "万元", "0.01 元"),
        ("80000000", "亿元", "0.8 亿元"),
        ("199999999", "亿元", "199,999,999 元"),
        ("200000000", None, "2 亿元"),
        ("15000", None, "1.5 万元"),
        ("50", None, "50 元"),
        ("0", "万元", "0 万元"),
    ],
)
def test_money_is_shown_exactly(amount, unit, text):
    assert money(amount, unit) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(60, 65, "60 至 65 家"), (3, None, "至少 3 家"), (0, None, "不明"), (4, 4, "4 家")],
)
def test_ranges(low, high, text):
    ends = (Fraction(low), None if high is None else Fraction(high))
    assert quantity(Quantity(*ends, "count", "家"), "zh") == text


@given(st.fractions(0, 1))
def test_percentages_are_exact_or_say_so(share):
    text = percent(share)
    if "≈" in text:
        fraction, about = re.fullmatch(r"(\d+/\d+)（≈(.*)%）", text).groups()
        assert Fraction(fraction) == share
        assert Fraction(about) <= share * 100
    else:
        assert Fraction(text.removesuffix("%")) == share * 100


@given(st.fractions(max_denominator=1000), st.integers(0, 6))
def test_decimals_are_exact_or_absent(number, places):
    text = decimal(number, places)
    assert text is None or Fraction(text) == number


def test_typesetting_is_even():
    assert typeset("不少于 6人") == typeset("不少于6 人") == "不少于 6 人"
    assert typeset("50家 以上") == typeset("50 家以上") == "50 家以上"
    assert typeset("达到 50% 以上") == "达到 50% 以上"


@given(st.text(alphabet="年服务46 家，。（）「」abc:K-5、A1%", max_size=200), st.integers(4, 80))
def test_wrapping_keeps_the_text_and_the_width(text, width):
    lines = wrapped(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_no_line_starts_with_closing_punctuation():
    text = "资产总额 99.5 万元（申报值），要求不低于 100 万元，还差 0.5 万元。" * 4
    for width in range(24, 81):
        for line in wrapped(text, width):
            assert line[0] not in "，。；：、）」"
            assert line[-1] not in "（「"


@given(st.text(max_size=60))
def test_nothing_a_stranger_writes_acts_on_the_terminal(text):
    shown = visible(text)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)


def test_markdown_lists_nest_in_every_reader(mini):
    """Python-Markdown needs four spaces, CommonMark at most three more than the marker."""
    markdown = pytest.importorskip("markdown")
    reader = pytest.importorskip("markdown_it")
    text = rendered(mini.trace(mini.application(events=2, filed=False))).to_markdown()
    depths = []
    for html in (markdown.markdown(text), reader.MarkdownIt("commonmark").render(text)):
        assert "<code>" not in html
        depths.append((html.count("<ul>"), html.count("<li>"), html.count("<br")))
    assert depths[0] == depths[1]


@given(st.text(alphabet="a|`<>*_[]\\#-1.) \n!&~", max_size=30))
def test_nothing_a_stranger_writes_is_markdown(text):
    markdown = pytest.importorskip("markdown")
    html = markdown.markdown(f"甲{escaped(text)}", extensions=["tables"])
    assert not re.search(r"<(?!/?p>)", html)


@pytest.mark.parametrize("length", LENGTHS)
def test_values_cannot_colour_or_break_lines(mini, length):
    name = "甲\x1b[31m\r\n# 标题\u202e"
    trace = mini.trace(mini.application(applicant_name=name, served=46))
    shown = rendered(trace, length)
    for text in (shown.to_text(), shown.to_markdown()):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\n# 标题" not in text


def test_colour_is_asked_for_and_never_alone(mini):
    shown = rendered(mini.trace(mini.application(served=46)), "audit")
    plain = shown.to_text()
    assert re.sub(r"\x1b\[\d+m", "", shown.to_text(colour=True)) == plain
    assert "✗ 不符合" in plain


@pytest.mark.parametrize("length", ["letter", "audit"])
@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lines_fit_the_width(mini, length, width, lang):
    text = rendered(mini.trace(mini.application(served=46)), length, lang).to_text(width=width)
    assert max(cells(line) for line in text.splitlines()) <= width


def test_the_letter_says_what_was_stated_asked_and_lacking(mini):
    text = str(rendered(mini.trace(mini.application(served=46))))
    for part in (
        "第七条第（二）项",
        "「年服务中小微企业 50 家以上」",
        "46 家（申报值）",
        "50 家以上",
        "还差 4 家",
    ):
        assert part in text


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_letter_never_mentions_internals(mini, length, lang):
    for given_ in (mini.application(), mini.application(served=46), mini.application(findings={})):
        text = rendered(mini.trace(given_), length, lang).to_text(width=2000)
        assert not re.search(r"None|Fraction|served_rule|degree_and_title|\bnan\b|0x", text)


def _generated():
    path = Path(__file__).with_name("explanation_schema.py")
    spec = spec_from_file_location("explanation_schema", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.generated()


def test_the_published_schema_is_that_of_the_records(pytestconfig):
    text = json.dumps(_generated(), ensure_ascii=False, indent=2) + "\n"
    path = Path(decisions.__file__).with_name("explanation.schema.json")
    if pytestconfig.getoption("--accept"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_follows_the_published_schema(mini, length, lang):
    jsonschema.Draft202012Validator.check_schema(decisions.schema())
    validator = jsonschema.Draft202012Validator(decisions.schema())
    for given_ in (
        mini.application(),
        mini.application(served=46, staff=7, degree=3, banned=True),
        mini.application(without=("served",), findings={}),
        mini.application(in_city=False),
    ):
        data = json.loads(rendered(mini.trace(given_), length, lang).to_json())
        validator.validate(data)
        assert data["schema"] == "sgpolicy.explanation/1"


def test_json_numbers_are_exact_strings(mini):
    data = rendered(mini.trace(mini.application(staff=7, degree=3))).to_dict()
    (part,) = data["decided"][0]["parts"][0]["parts"][0]["parts"]
    (reason,) = part["parts"][0]["reasons"]
    assert reason["shortfall"]["amount"]["low"] == "1/14"
    assert reason["citation"]["article"] == 7
    assert reason["citation"]["item"] == 5


@pytest.mark.parametrize("length", LENGTHS)
def test_the_same_explanation_is_the_same_text(mini, length):
    trace = mini.trace(mini.application(served=46))
    one, two = rendered(trace, length), rendered(trace, length)
    assert (one.to_text(), one.to_markdown(), one.to_json()) == (
        two.to_text(),
        two.to_markdown(),
        two.to_json(),
    )
