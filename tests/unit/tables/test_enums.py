"""Outcomes as a Polars Enum are the outcomes."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.tables import enums
from sgpolicy.tables.deciding import LABELS
from sgpolicy.tables.enums import enum_of_codes, enum_of_planes, enums_of_planes
from sgpolicy.tables.fused import PackedPlanes


def planes_of(codes):
    """The planes of some outcomes; a constant one as a bool, equal ones as one array."""
    levels = [(codes >= level) & (codes < 4) for level in (1, 2, 3)]
    known = {}
    found = []
    for truths in (*levels, codes == 4):
        if len(codes) and truths.all() == truths.any():
            found.append(bool(truths.all()))
        else:
            packed = np.packbits(truths, bitorder="little")
            found.append(known.setdefault(packed.tobytes(), packed))
    return PackedPlanes(*found)


@given(
    st.sets(st.integers(0, 4), min_size=1).flatmap(
        lambda some: st.lists(st.sampled_from(sorted(some)), max_size=70)
    )
)
def test_codes_and_planes_are_the_outcomes(codes):
    array = np.array(codes, np.uint8)
    wanted = pl.Series([LABELS[one] for one in codes], dtype=pl.Enum(LABELS))
    planes = planes_of(array)
    assert planes.codes(len(codes)).tolist() == codes
    for made in (enum_of_codes(array, LABELS, pl), enum_of_planes(planes, len(codes), LABELS, pl)):
        assert made.dtype == wanted.dtype
        assert made.to_list() == wanted.to_list()


@pytest.mark.parametrize("code", range(5))
def test_one_outcome_in_every_row(code):
    array = np.full(9, code, np.uint8)
    wanted = [LABELS[code]] * 9
    assert enum_of_codes(array, LABELS, pl).to_list() == wanted
    assert enum_of_planes(planes_of(array), 9, LABELS, pl).to_list() == wanted


@pytest.mark.parametrize("many", [0, 100_000])
def test_several_outcomes(many, monkeypatch):
    monkeypatch.setattr(enums, "_MANY", many)
    some = [planes_of(np.array(codes, np.uint8)) for codes in ([0, 3], [1, 4], [3, 3], [2, 0])]
    made = enums_of_planes([*some, *some], 2, LABELS, pl)
    assert [one.to_list() for one in made] == 2 * [
        ["不符合", "符合"],
        ["待补材料", "不适用"],
        ["符合", "符合"],
        ["待评定", "不符合"],
    ]
