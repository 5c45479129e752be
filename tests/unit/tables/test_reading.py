"""Arrow columns are read as they lie where they can be, and say what they say."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.model.types import Type
from sgpolicy.tables.columns import Column
from sgpolicy.tables.reading import take

MEMBERS = ("甲", "乙", "丙")
CHOICE = Column("类型", "kind", Type("choice", members=("甲", "乙", "丙")))
COUNT = Column("人数", "staff", Type("count"))


def said(column, array):
    """What a choice's column says in each row."""
    problems = []
    taken = take(column, array, problems, None)
    assert problems == []
    filled, rows = taken.filled, len(array)
    stated = [True] * rows if filled.stated is None else filled.stated.rows(0, rows).tolist()
    places = filled.values.tolist()
    return [filled.members[p] if is_ else None for p, is_ in zip(places, stated, strict=True)]


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint8(), pa.int32(), pa.uint32(), pa.int64()])
@pytest.mark.parametrize(
    "members", [["甲", "乙", "丙"], ["丙", "甲"], ["乙", None], ["乙", "乙", "甲"]]
)
def test_coded_choices_in_any_order(kind, members):
    codes = pa.array([0, 1, None, 1, 0, 0, 1, None, 0], kind)
    array = pa.DictionaryArray.from_arrays(codes, pa.array(members, pa.string()))
    for some in (array, array[3:], pa.chunked_array([array]), pa.chunked_array([array, array[1:]])):
        assert said(CHOICE, some) == some.to_pylist()


def test_what_is_in_a_gap_is_not_read():
    gaps = pa.py_buffer(np.packbits([True, False], bitorder="little"))
    codes = pa.Array.from_buffers(pa.uint8(), 2, [gaps, pa.py_buffer(np.array([1, 99], np.uint8))])
    array = pa.DictionaryArray.from_arrays(codes, pa.array(["甲", "乙"]), safe=False)
    assert said(CHOICE, array) == ["乙", None]


def test_unknown_members_are_told_where_they_stand():
    array = pa.array(["甲", "丁", None, "丁"]).dictionary_encode()
    problems = []
    taken = take(CHOICE, array, problems, None)
    assert [one.row for one in problems] == [2, 4]
    assert taken.bad.tolist() == [False, True, False, True]


@pytest.mark.parametrize("column", [CHOICE, COUNT])
def test_a_column_of_nothing_says_nothing(column):
    taken = take(column, pa.nulls(9), [], None)
    assert taken.filled.stated.rows(0, 9).tolist() == [False] * 9


def test_one_chunk_is_not_copied():
    array = pa.array(range(1000))
    taken = take(COUNT, pa.chunked_array([array]), [], None)
    assert taken.filled.values.ctypes.data == array.buffers()[1].address


@pytest.mark.parametrize("odd", ["0.00", "-0.01", "100.01", "36893488147419103232.00", "0.001"])
def test_decimals_are_exact(odd):
    column = Column("满意度（%）", "satisfaction", Type("share"), scale=Fraction(1, 100))
    values = [Decimal("85.50"), None, Decimal("0.01"), Decimal("100.00"), Decimal(odd)]
    kind = pa.decimal128(30, 3 if odd == "0.001" else 2)
    array = pa.array([Decimal("1.00"), *values], kind)[1:]
    problems = []
    taken = take(column, array, problems, None, is_strict=odd not in ("0.00", "0.001"))
    is_lawful = odd in ("0.00", "0.001")
    assert [one.row for one in problems] == ([] if is_lawful else [5])
    numbers = [int(one) * taken.unit for one in taken.filled.values]
    stated = taken.filled.stated.rows(0, 5).tolist()
    wanted = [None if one is None else Fraction(one) / 100 for one in values]
    found = [one if is_ else None for one, is_ in zip(numbers, stated, strict=True)]
    assert found[: 5 if is_lawful else 4] == wanted[: 5 if is_lawful else 4]


def test_decimals_that_are_small_are_not_copied():
    column = Column("满意度（%）", "satisfaction", Type("share"), scale=Fraction(1, 100))
    array = pa.array([Decimal("85.50"), Decimal("0.01")], pa.decimal128(20, 2))
    taken = take(column, array, [], None)
    assert taken.filled.values.ctypes.data == array.buffers()[1].address
    assert (taken.unit, taken.filled.ends) == (Fraction(1, 10_000), (0, 10_000))


@given(
    st.lists(st.none() | st.lists(st.sampled_from(MEMBERS), max_size=5), max_size=40),
    st.sampled_from([pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string())]),
    st.integers(0, 3),
)
def test_sets_have_the_bits_of_their_members(rows, kind, first):
    """However often one is named."""
    if pa.types.is_dictionary(kind):
        rows = [row or None for row in rows]  # Arrow makes no empty list of them
    array = pa.array(rows, pa.list_(pa.string())).cast(pa.list_(kind))[first:]
    problems = []
    taken = take(Column("功能", "kinds", Type("set", members=MEMBERS)), array, problems, None)
    assert problems == []
    found = taken.filled.values.tolist()
    assert found == [sum(1 << MEMBERS.index(one) for one in {*(row or ())}) for row in rows[first:]]


def test_members_that_are_not_in_the_set_are_told_where_they_stand():
    problems = []
    array = pa.array([["甲"], [], ["甲", "丁"], None, ["乙", None]])
    taken = take(Column("功能", "kinds", Type("set", members=MEMBERS)), array, problems, None)
    assert [one.row for one in problems] == [3]
    assert taken.filled.values[[0, 1, 4]].tolist() == [0b001, 0, 0b010]  # what is null is nothing
