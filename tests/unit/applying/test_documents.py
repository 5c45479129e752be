"""YAML and JSON text: all stays text, mistakes have places, no text does harm."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.applying.documents import read_document


def codes(content: bytes | str, form: str = "yaml") -> list[str]:
    return [p.code for p in read_document(content, form).problems]  # type: ignore[arg-type]


def test_scalars_stay_text() -> None:
    text = "a: 12:30\nb: 2020-02-30\nc: 052\nd: yes\ne: 1.50\nf: 0x1F\ng: '~'\nh: ~\ni:\nj: ''\n"
    assert read_document(text).data == {
        "a": "12:30", "b": "2020-02-30", "c": "052", "d": "yes", "e": "1.50", "f": "0x1F",
        "g": "~", "h": None, "i": None, "j": "",
    }  # fmt: skip


def test_json_numbers_stay_text() -> None:
    text = (
        '{"a": 0.10, "b": 1e5, "c": true, "d": null, "e": "\\u5e74\\ud83d\\ude00", "f": [[], {}]}'
    )
    document = read_document(text, "json")
    assert document.is_readable
    assert document.data == {
        "a": "0.10", "b": "1e5", "c": "true", "d": None, "e": "年😀", "f": [[], {}],
    }  # fmt: skip


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_places(form: str) -> None:
    text = '{"台账": [\n  {"日期": "x"},\n  {"日期": "y"}]}'
    places = read_document(text, form).places  # type: ignore[arg-type]
    assert places["台账", 1, "日期"] == (3, 10)


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_duplicate_keys_name_both_lines_and_the_first_stands(form: str) -> None:
    document = read_document('{"a": "1",\n "b": {"c": "2"},\n "a": {"d": "3"}}', form)  # type: ignore[arg-type]
    assert document.data == {"a": "1", "b": {"c": "2"}}
    (problem,) = document.problems
    assert (problem.code, problem.line, problem.path) == ("SG733", 3, "a")
    assert "第 1 行" in problem.message
    assert "第 3 行" in problem.message


def test_the_same_key_under_different_parents_is_no_duplicate() -> None:
    assert read_document("a: {x: 1}\nb: {x: 1}\nc:\n  - x: 1\n  - x: 1\n").is_readable


LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
BAD = [
    (LAUGHS, ["SG734"] * 6),
    ("a: !!python/object:os.system x", ["SG734"]),
    ("a: !x y", ["SG734"]),
    ("*a : 1", ["SG734"]),
    ("? [a, b]\n: 1\nc: 2", ["SG736"]),
    ("a: 1\n---\nb: 2", ["SG737"]),
    ("[" * 10_000, ["SG735"]),
    ("{a: " * 10_000, ["SG735"]),
    ("- " * 10_000, ["SG735"]),
    ("".join("\n" + " " * i + "a:" for i in range(2000)), ["SG735"]),
    ("资产: 1\n面积：3\nc: 2", ["SG736"]),
    ("\ta: 1", ["SG736"]),
    ("a: 'x", ["SG736"]),
    ("\x00", ["SG736"]),
    ("%YAML 9.9\n---\na", ["SG736"]),
    ("资产：1".encode("gb18030"), ["SG732"]),
    ("资产".encode("utf-16"), ["SG732"]),
    (b"\xff\xff\xff\xff", ["SG732"]),
    ("\ud800", ["SG732"]),
    (b"x" * 10_000_000, ["SG731"]),
    ("￥" * 6_000_000, ["SG731"]),
]


@pytest.mark.parametrize(("content", "expected"), BAD, ids=range(len(BAD)))
def test_bad_yaml(content: bytes | str, expected: list[str]) -> None:
    assert codes(content) == expected


@pytest.mark.parametrize(
    "content",
    ['{"a": }', "[1,]", "[1 2]", '{"a":1} x', '{"a":1', '"x', "tru", "01", "{'a': 1}", "]", '{"a"}',
     '{"a":1,}', "[}", "NaN", '"\\x"', '"a\nb"'],
)  # fmt: skip
def test_bad_json(content: str) -> None:
    assert codes(content, "json") == ["SG736"]


def test_the_format_is_found_out() -> None:
    assert read_document('{"a": "\\ud83d\\ude00"}').data == {"a": "😀"}
    assert read_document("{a: 1, b: [x]}").data == {"a": "1", "b": ["x"]}
    assert read_document("a: 1").data == {"a": "1"}


def test_deep_json() -> None:
    assert codes("[" * 10_000, "json") == ["SG735"]
    assert codes("[" * 64 + "]" * 64, "json") == []


def test_the_encoding_is_guessed() -> None:
    (problem,) = read_document("资产总额".encode("gb18030")).problems
    assert "GB18030" in problem.message
    assert read_document(b"\xef\xbb\xbfa: 1").data == {"a": "1"}


def test_a_full_width_colon_is_pointed_out() -> None:
    (problem,) = read_document("资产: 1\n面积：3\nc: 2").problems
    assert "全角冒号" in problem.remedy


@pytest.mark.parametrize("content", ["", "  \n", "# 说明\n", b""])
def test_nothing_is_no_data(content: bytes | str) -> None:
    document = read_document(content)
    assert document.is_readable
    assert document.data is None


@given(st.text() | st.binary() | st.text(alphabet='a:-[]{},"\n &*!?|>%#\t：'))
def test_no_text_makes_reading_fail(content: bytes | str) -> None:
    for form in ("yaml", "json"):
        document = read_document(content, form)  # type: ignore[arg-type]
        assert all(problem.message and problem.remedy_en for problem in document.problems)


_PLAIN = st.recursive(
    st.none() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc年", min_size=1), inner),
)


@given(_PLAIN)
def test_json_reads_back(data: object) -> None:
    assert read_document(json.dumps(data), "json").data == data
    assert read_document(json.dumps(data, ensure_ascii=False), "json").data == data
