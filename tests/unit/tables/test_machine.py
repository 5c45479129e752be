"""Every instruction of the machine gives what NumPy gives, and writes nowhere else."""

import operator

import numpy as np
import pytest

from sgpolicy.tables.fused.machine import Code, blocks

SIZE = 128
ROWS = (1, 7, 8, 64, 127, 128, 129, 200, 1000)
GUARD = 170
TRUTHS = {Code.NOT, Code.AND, Code.OR}
KINDS = {
    Code.INT8: np.int8,
    Code.INT16: np.int16,
    Code.INT32: np.int32,
    Code.UINT8: np.uint8,
    Code.UINT16: np.uint16,
    Code.UINT32: np.uint32,
}
CALCULATED = {
    Code.ADD: np.add,
    Code.SUBTRACT: np.subtract,
    Code.MULTIPLY: np.multiply,
    Code.DIVIDE: np.floor_divide,
    Code.MODULO: np.remainder,
    Code.LEAST: np.minimum,
    Code.GREATEST: np.maximum,
}
WITH_NUMBER = {
    Code.LE_NUMBER: operator.le,
    Code.GE_NUMBER: operator.ge,
    Code.EQ_NUMBER: operator.eq,
    Code.ANY_BIT: lambda x, c: (x & c) != 0,
}
WITH_ANOTHER = {Code.LE: operator.le, Code.EQ: operator.eq}


def packed(truths):
    return np.packbits(truths, bitorder="little")


def padded(truths):
    """Bits in whole words of 64."""
    found = np.zeros((len(truths) + 63) // 64 * 8, np.uint8)
    found[: len(packed(truths))] = packed(truths)
    return found


def run(code, rows, out, a=None, b=None, c=0, d=0, *, third=None, out_bits=64):
    """What one instruction makes of whole columns; each may be an array and how many bits a row has."""
    given = [(out, out_bits), a or (out, 0), b or (out, 0)]
    if third is not None:
        given.append(third)
        c = 3
    codes = np.array([[code, 0, 1, 2, c, d]], np.int64)
    addresses = np.array([array.ctypes.data for array, _ in given], np.int64)
    bits = np.array([width for _, width in given], np.int64)
    return blocks(codes, addresses, bits, np.zeros(SIZE, np.uint8), 0, rows, SIZE)


def guarded(size, kind):
    """Room for a result, and what must stay as it is behind it."""
    found = np.full(size + 64, GUARD, kind)
    return found, lambda: bool((found[size:] == GUARD).all())


@pytest.fixture(params=ROWS)
def rows(request):
    return request.param


@pytest.fixture
def draw(rows):
    return np.random.default_rng(rows)


@pytest.mark.parametrize("code", sorted(TRUTHS))
def test_truths(code, rows, draw):
    x, y = draw.random(rows) < 0.5, draw.random(rows) < 0.5
    out = np.zeros((rows + 63) // 64 * 8, np.uint8)
    assert run(code, rows, out, (padded(x), 1), (padded(y), 1), out_bits=1)
    right = {Code.NOT: ~x, Code.AND: x & y, Code.OR: x | y}[code]
    assert (np.unpackbits(out, count=rows, bitorder="little") == right).all()


@pytest.mark.parametrize("shift", range(8))
@pytest.mark.parametrize("code", [Code.COPY, Code.BITS])
def test_bits_of_a_column(code, shift, rows, draw):
    shift = 0 if code is Code.COPY else shift
    truths = draw.random(shift + rows) < 0.5
    column = packed(truths).copy()  # not a byte more than there are rows
    out, is_whole = guarded((rows + 7) // 8, np.uint8)
    assert run(code, rows, out, (column, 1), c=shift, out_bits=1)
    assert (np.unpackbits(out, count=rows, bitorder="little") == truths[shift:]).all()
    assert is_whole()


@pytest.mark.parametrize("code", [*WITH_NUMBER, *WITH_ANOTHER, Code.SCALED_LE])
def test_comparisons(code, rows, draw):
    x, y = draw.integers(-3, 4, rows), draw.integers(-3, 4, rows)
    if code is not Code.ANY_BIT:
        x[draw.random(rows) < 0.2] = 2**49 - 1
    out, is_whole = guarded((rows + 7) // 8, np.uint8)
    c, d = (3, 2) if code is Code.SCALED_LE else (2, 0)
    assert run(code, rows, out, (x, 64), (y, 64), c, d, out_bits=1)
    if code in WITH_NUMBER:
        right = WITH_NUMBER[code](x, c)
    elif code in WITH_ANOTHER:
        right = WITH_ANOTHER[code](x, y)
    else:
        right = 3 * x <= 2 * y
    assert (np.unpackbits(out, count=rows, bitorder="little") == right).all()
    assert is_whole()


@pytest.mark.parametrize("place", ["first", "last", "nowhere", "gap"])
@pytest.mark.parametrize(
    "code", [Code.CHECK, Code.CHECK_STATED, Code.CHECK_INT32, Code.CHECK_INT32_STATED]
)
@pytest.mark.parametrize("outside", [-6, 11])
def test_checks(code, place, outside, rows, draw):
    kind = np.int32 if code >= Code.CHECK_INT32 else np.int64
    values = draw.integers(-5, 11, rows).astype(kind)
    stated = np.ones(rows, np.bool_)
    if place != "nowhere":
        values[0 if place == "first" else -1] = outside
    if place == "gap":
        stated[-1] = False
    found = run(code, rows, values, (values, kind().itemsize * 8), (padded(stated), 1), -5, 10)
    looks_at_gaps = code in (Code.CHECK, Code.CHECK_INT32)
    assert found is (place == "nowhere" or (place == "gap" and not looks_at_gaps))


@pytest.mark.parametrize("code", KINDS)
def test_narrow_columns(code, rows, draw):
    ends = np.iinfo(KINDS[code])
    column = draw.integers(ends.min, ends.max, rows, KINDS[code], endpoint=True)
    out, is_whole = guarded(rows, np.int64)
    assert run(code, rows, out, (column, 8 * column.itemsize))
    assert (out[:rows] == column).all()
    assert is_whole()


def test_spaced_columns(rows, draw):
    column = draw.integers(-9, 9, 2 * rows - 1)[::2]
    out, is_whole = guarded(rows, np.int64)
    assert run(Code.SPACED, rows, out, (column, 128), c=2)
    assert (out[:rows] == column).all()
    assert is_whole()


def test_wide_days(rows, draw):
    column = draw.integers(-9, 9, rows)
    out, is_whole = guarded(rows, np.int32)
    assert run(Code.NARROW, rows, out, (column, 64), out_bits=32)
    assert (out[:rows] == column).all()
    assert is_whole()


@pytest.mark.parametrize(
    ("code", "kind"),
    [(Code.TAKE_INT64, np.int64), (Code.TAKE_INT32, np.int32), (Code.TAKE_UINT8, np.uint8)],
)
def test_tables(code, kind, rows, draw):
    table = draw.integers(0, 200, 50).astype(kind)
    days = draw.integers(-20, 60, rows).astype(np.int32)
    out, is_whole = guarded(rows, np.int64)
    assert run(code, rows, out, (table, 0), (days, 32), len(table), -10)
    assert (out[:rows] == np.take(table, days + 10, mode="clip")).all()
    assert is_whole()


@pytest.mark.parametrize("code", [*CALCULATED, Code.MULTIPLY_NUMBER])
def test_numbers(code, rows, draw):
    x, y = draw.integers(-50, 50, rows), draw.integers(1, 9, rows)
    out, is_whole = guarded(rows, np.int64)
    assert run(code, rows, out, (x, 64), (y, 64), 7)
    right = x * 7 if code is Code.MULTIPLY_NUMBER else CALCULATED[code](x, y)
    assert (out[:rows] == right).all()
    assert is_whole()


@pytest.mark.parametrize("code", [Code.CHOOSE, Code.FILL, Code.ONE, Code.ONE_MORE])
def test_numbers_by_truths(code, rows, draw):
    x, y, truths = draw.integers(-9, 9, rows), draw.integers(-9, 9, rows), draw.random(rows) < 0.5
    out, is_whole = guarded(rows, np.int64)
    before = out[:rows].copy()
    if code is Code.CHOOSE:
        assert run(code, rows, out, (x, 64), (y, 64), third=(padded(truths), 1))
    else:
        assert run(code, rows, out, (x, 64), (padded(truths), 1))
    right = {
        Code.CHOOSE: np.where(truths, x, y),
        Code.FILL: np.where(truths, x, 0),
        Code.ONE: truths,
        Code.ONE_MORE: before + truths,
    }[code]
    assert (out[:rows] == right).all()
    assert is_whole()


@pytest.mark.parametrize("code", [Code.WEIGH, Code.WEIGH_MORE])
def test_outcomes_by_number(code, rows, draw):
    truths = draw.random(rows) < 0.5
    out, is_whole = guarded(rows, np.uint8)
    out[:rows] = 1
    assert run(code, rows, out, (padded(truths), 1), c=3, d=1, out_bits=8)
    right = truths * 3 + 1
    assert (out[:rows] == right).all()
    assert is_whole()


def test_every_instruction_is_tested():
    tested = {
        *TRUTHS, Code.COPY, Code.BITS, *WITH_NUMBER, *WITH_ANOTHER, Code.SCALED_LE, Code.CHECK,
        Code.CHECK_STATED, Code.CHECK_INT32, Code.CHECK_INT32_STATED, *KINDS, Code.SPACED, Code.NARROW,
        Code.TAKE_INT64, Code.TAKE_INT32, Code.TAKE_UINT8, *CALCULATED, Code.MULTIPLY_NUMBER,
        Code.CHOOSE, Code.FILL, Code.ONE, Code.ONE_MORE, Code.WEIGH, Code.WEIGH_MORE,
    }  # fmt: skip
    assert tested == {*Code}
