"""JSON text read at once says what the careful reading says, with the same places."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sgpolicy.applying.building import DEPTH_LIMIT, Builder, UnreadableError
from sgpolicy.applying.documents import read_document
from sgpolicy.applying.json_text import read_json
from sgpolicy.applying.plain_json import JsonPlaces, read_plainly

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.sampled_from(["", "true", "年", "\ud800", "\u0000", "a\nb", "😀"]),
    st.text(max_size=4),
)
KEYS = st.sampled_from(["", "a", "b", "年", " a", "true"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
PIECES = st.sampled_from(
    [*'{}[],:"\\ \t\n0123456789-+.eE', "true", "null", "NaN", "Infinity", '"a":1,', "\ufeff", "\x0b", "١", "\\u12"]
)  # fmt: skip


def carefully(text: str) -> Builder | None:
    """What the careful reading makes of a text; None where it cannot be read to the end."""
    builder = Builder()
    try:
        read_json(text, builder)
    except UnreadableError:
        return None
    return builder


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Well-formed JSON, mostly; or with something put in, left out or put twice."""
    spaced = draw(st.sampled_from([None, 1]))
    text = json.dumps(draw(VALUES), ensure_ascii=draw(st.booleans()), indent=spaced)
    if draw(st.booleans()):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 3)))
        put = draw(PIECES) if draw(st.booleans()) else text[start:end] * 2
        text = text[:start] + put + text[end:]
    return text


@given(texts())
@example('{"a": 1, "a": 2}')
@example('{"a": {"b": [true, false, [null, true]], "c": -0, "d": 1E+2}}')
@example('{"a": NaN}')
@example("[01]")
@example("true_")
@example("")
@example('"\ud800"')
def test_what_is_read_at_once_is_what_the_careful_reading_gives(text: str) -> None:
    careful, found = carefully(text), read_plainly(text)
    if found is not None:
        assert careful is not None
        assert careful.problems == []
        assert (found[0], dict(JsonPlaces(text))) == (careful.data, careful.places)
        assert json.dumps(found[0]) == json.dumps(
            careful.data
        )  # no two things that are merely equal
    elif careful is not None and text.strip():
        assert careful.problems or len(text) > 10**5  # else it might have been read at once
    document = read_document(text, "json")
    if careful is not None and "\ud800" not in text:  # no file holds that
        assert (document.data, [*document.problems]) == (careful.data, careful.problems)
        assert document.places == careful.places


@pytest.mark.parametrize("depth", [1, DEPTH_LIMIT, DEPTH_LIMIT + 1, 5000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_depth(depth: int, opening: str, closing: str) -> None:
    text = opening * depth + "1" + closing * depth
    assert (read_plainly(text) is None) == (depth > DEPTH_LIMIT)
    assert [p.code for p in read_document(text, "json").problems] == ["SG735"] * (
        depth > DEPTH_LIMIT
    )


def test_places_are_found_when_asked_for() -> None:
    text = '{"台账": [\n  {"日期": "x"},\n  {"日期": "y"}]}'
    places = read_document(text).places
    assert isinstance(places, JsonPlaces)
    assert places["台账", 1, "日期"] == (3, 10)
    assert places.get(("没有",)) is None
    assert len(places) == 6
    document = read_document(text)
    assert pickle.loads(pickle.dumps(document)) == document  # noqa: S301 - our own
