"""Instructions on blocks of rows as machine code, by Numba: compiled once for all policies, and kept on disk.

What stands where is told by addresses. Truths are bits, the lowest first; numbers have 64 bits. What a block
needs of one column and of its truths stays in the nearest caches, and instructions cost next to nothing, so that
blocks can be small. No instruction holds Python's lock: threads run side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np
from llvmlite import ir
from numba import carray, njit, types
from numba.extending import intrinsic

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Code(IntEnum):
    """Instructions: what they make, of places `a` and `b`, and of whole numbers `c` and `d`."""

    NOT = 0
    AND = 1
    OR = 2
    COPY = 3  # truths to an output
    LE_NUMBER = 4  # at most `c`
    GE_NUMBER = 5
    EQ_NUMBER = 6
    ANY_BIT = 7  # of the mask `c`
    LE = 8
    EQ = 9
    SCALED_LE = 10  # `c` times `a` at most `d` times `b`
    CHECK = 11  # whether all lie between `c` and `d`
    CHECK_STATED = 12  # where `b` holds
    CHECK_INT32 = 13  # the same of a column of 32 bits
    CHECK_INT32_STATED = 14
    BITS = 15  # a column of truths, the first in the bit `c` of its byte
    INT8 = 16  # a column of numbers as 64 bits
    INT16 = 17
    INT32 = 18
    UINT8 = 19
    UINT16 = 20
    UINT32 = 21
    SPACED = 22  # a column of 64-bit numbers that lie `c` apart
    NARROW = 23  # a column of 64 bits as 32
    TAKE_INT64 = (
        24  # from the table `a`, `c` long, what stands at `b` (of 32 bits) less `d`; the nearest
    )
    TAKE_INT32 = 25  # where that is outside
    TAKE_UINT8 = 26
    ADD = 27
    SUBTRACT = 28
    MULTIPLY = 29
    DIVIDE = 30
    MODULO = 31
    LEAST = 32
    GREATEST = 33
    MULTIPLY_NUMBER = 34  # by `c`
    CHOOSE = 35  # `a` where `c` (a place) holds, else `b`
    FILL = 36  # `a` where `b` holds, else 0
    ONE = 37  # 1 where `b` holds, else 0
    ONE_MORE = 38
    WEIGH = 39  # the outcome `c` where `a` holds, and `d` added everywhere
    WEIGH_MORE = 40


_SPREAD = np.array(
    [sum(((byte >> bit) & 1) << (8 * bit) for bit in range(8)) for byte in range(256)], np.uint64
)
"""Of a byte, its bits as eight bytes."""


def _compiled(function: _Function) -> _Function:
    made: _Function = njit(nogil=True, cache=True, error_model="numpy")(function)
    return made


def _pointer(kind: Any) -> Callable[[int], Any]:  # noqa: ANN401 - a type of Numba's
    """A function from an address to a pointer."""

    @intrinsic  # type: ignore[untyped-decorator]
    def pointer(_context: Any, _address: Any) -> Any:  # noqa: ANN401
        signature = types.CPointer(kind)(types.intp)

        def written(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ANN401
            return builder.inttoptr(args[0], context.get_value_type(signature.return_type))

        return signature, written

    found: Callable[[int], Any] = pointer
    return found


_int64, _int32 = _pointer(types.int64), _pointer(types.int32)
_int16, _int8 = _pointer(types.int16), _pointer(types.int8)
_uint64, _uint32 = _pointer(types.uint64), _pointer(types.uint32)
_uint16, _uint8 = _pointer(types.uint16), _pointer(types.uint8)


# ── truths ──


@_compiled
def _make_truth(code: int, a: int, b: int, out: int, words: int) -> None:
    x, y, z = carray(_uint64(a), words), carray(_uint64(b), words), carray(_uint64(out), words)
    if code == Code.NOT:
        for i in range(words):
            z[i] = ~x[i]
    elif code == Code.AND:
        for i in range(words):
            z[i] = x[i] & y[i]
    else:
        for i in range(words):
            z[i] = x[i] | y[i]


@_compiled
def _copy(a: int, out: int, rows: int) -> None:
    count = (rows + 7) // 8
    x, z = carray(_uint8(a), count), carray(_uint8(out), count)
    for i in range(count):
        z[i] = x[i]


@_compiled
def _bits(a: int, shift: int, out: int, rows: int) -> None:
    """Truths whose first is not the lowest bit; no byte after the last row's is looked at."""
    count, given = (rows + 7) // 8, (rows + shift + 7) // 8
    x, z = carray(_uint8(a), given), carray(_uint8(out), count)
    if shift == 0:
        for i in range(count):
            z[i] = x[i]
        return
    whole = min(count, given - 1)
    for i in range(whole):
        z[i] = np.uint8((x[i] >> shift) | (x[i + 1] << (8 - shift)))
    if whole < count:
        z[whole] = np.uint8(x[whole] >> shift)


# ── truths of numbers: eight rows at a time are compared, and are a byte ──

_INT32 = ir.IntType(32)
_BYTE = ir.IntType(8)
_EIGHT = ir.VectorType(ir.IntType(64), 8)
_ZEROS = ir.Constant(_EIGHT, None)


def _loaded(builder: Any, address: Any) -> Any:  # noqa: ANN401
    return builder.load(builder.inttoptr(address, _EIGHT.as_pointer()), align=1)


def _everywhere_in(builder: Any, number: Any) -> Any:  # noqa: ANN401
    one = builder.insert_element(_ZEROS, number, _INT32(0))
    return builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(_INT32, 8), None))


def _byte(compare: Callable[..., Any]) -> Callable[[int, int, int], int]:
    """A function of an address of eight numbers, and of two whole numbers, that gives what holds as a byte."""

    @intrinsic  # type: ignore[untyped-decorator]
    def byte(_context: Any, _a: Any, _c: Any, _d: Any) -> Any:  # noqa: ANN401
        def written(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
            return builder.bitcast(compare(builder, _loaded(builder, args[0]), *args[1:]), _BYTE)

        return types.uint8(types.int64, types.int64, types.int64), written

    found: Callable[[int, int, int], int] = byte
    return found


def _with_number(sign: str) -> Callable[..., Any]:
    return lambda builder, x, c, _d: builder.icmp_signed(sign, x, _everywhere_in(builder, c))


def _with_another(sign: str) -> Callable[..., Any]:
    return lambda builder, x, b, _d: builder.icmp_signed(sign, x, _loaded(builder, b))


def _masked(builder: Any, x: Any, c: Any, _d: Any) -> Any:  # noqa: ANN401
    return builder.icmp_signed("!=", builder.and_(x, _everywhere_in(builder, c)), _ZEROS)


def _beyond(builder: Any, x: Any, c: Any, d: Any) -> Any:  # noqa: ANN401
    low = builder.icmp_signed("<", x, _everywhere_in(builder, c))
    return builder.or_(low, builder.icmp_signed(">", x, _everywhere_in(builder, d)))


_le_number, _ge_number = _byte(_with_number("<=")), _byte(_with_number(">="))
_eq_number, _any_bit = _byte(_with_number("==")), _byte(_masked)
_le, _eq = _byte(_with_another("<=")), _byte(_with_another("=="))
_outside = _byte(_beyond)


@intrinsic  # type: ignore[untyped-decorator]
def _scaled_le(_context: Any, _a: Any, _b: Any, _c: Any, _d: Any) -> Any:  # noqa: ANN401
    """Whether `c` times one is at most `d` times the other."""

    def written(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        x = builder.mul(_loaded(builder, args[0]), _everywhere_in(builder, args[2]))
        y = builder.mul(_loaded(builder, args[1]), _everywhere_in(builder, args[3]))
        return builder.bitcast(builder.icmp_signed("<=", x, y), _BYTE)

    return types.uint8(types.int64, types.int64, types.int64, types.int64), written


@intrinsic  # type: ignore[untyped-decorator]
def _send_for(_context: Any, _address: Any) -> Any:  # noqa: ANN401
    """Have memory send what will be needed soon; nothing happens where there is nothing."""

    def written(context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        pointer = _BYTE.as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [pointer, _INT32, _INT32, _INT32])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [pointer], kind)
        read, near, data = _INT32(0), _INT32(2), _INT32(1)
        builder.call(prefetch, [builder.inttoptr(args[0], pointer), read, near, data])
        return context.get_dummy_value()

    return types.void(types.int64), written


@_compiled
def _test(code: int, a: int, b: int, c: int, d: int, out: int, rows: int) -> None:
    """Compare whole bytes of rows."""
    count = rows // 8
    z = carray(_uint8(out), count)
    if code == Code.LE_NUMBER:
        for i in range(count):
            z[i] = _le_number(a + 64 * i, c, 0)
    elif code == Code.GE_NUMBER:
        for i in range(count):
            z[i] = _ge_number(a + 64 * i, c, 0)
    elif code == Code.EQ_NUMBER:
        for i in range(count):
            z[i] = _eq_number(a + 64 * i, c, 0)
    elif code == Code.ANY_BIT:
        for i in range(count):
            z[i] = _any_bit(a + 64 * i, c, 0)
    elif code == Code.LE:
        for i in range(count):
            z[i] = _le(a + 64 * i, b + 64 * i, 0)
    elif code == Code.EQ:
        for i in range(count):
            z[i] = _eq(a + 64 * i, b + 64 * i, 0)
    else:
        for i in range(count):
            z[i] = _scaled_le(a + 64 * i, b + 64 * i, c, d)


@_compiled
def _test_last(code: int, a: int, b: int, c: int, d: int, out: int, rows: int) -> None:
    """Compare the rows that are left: no row after the last is looked at."""
    rest, whole = rows % 8, rows // 8
    if not rest:
        return
    x, y = np.zeros(8, np.int64), np.zeros(8, np.int64)
    for i in range(rest):
        x[i] = carray(_int64(a), rows)[8 * whole + i]
        if code >= Code.LE:
            y[i] = carray(_int64(b), rows)[8 * whole + i]
    _test(code, x.ctypes.data, y.ctypes.data, c, d, out + whole, 8)


@_compiled
def _lie_between(x: Any, least: int, most: int) -> bool:  # noqa: ANN401
    low, high = x[0], x[0]
    for i in range(len(x)):
        low, high = min(low, x[i]), max(high, x[i])
    return bool(low >= least and high <= most)


@_compiled
def _stated_lie_between(x: Any, stated: int, least: int, most: int) -> bool:  # noqa: ANN401
    truths = carray(_uint8(stated), (len(x) + 7) // 8)
    for i in range(len(x)):  # noqa: SIM110 - `all` is not compiled
        if (x[i] < least or x[i] > most) and (truths[i >> 3] >> (i & 7)) & 1:
            return False
    return True


@_compiled
def _wide_lie_between(a: int, least: int, most: int, rows: int) -> bool:
    """Whether all lie between two ends; the same part of the next block is sent for meanwhile."""
    found = np.uint8(0)
    for i in range(rows // 8):
        found |= _outside(a + 64 * i, least, most)
        _send_for(a + 64 * i + 8 * rows)
    if found:
        return False
    whole = rows // 8 * 8
    return whole == rows or _lie_between(carray(_int64(a), rows)[whole:], least, most)


@_compiled
def _checked(code: int, a: int, b: int, c: int, d: int, rows: int) -> bool:
    if code == Code.CHECK:
        return _wide_lie_between(a, c, d, rows)
    if code == Code.CHECK_INT32:
        return _lie_between(carray(_int32(a), rows), c, d)
    if code == Code.CHECK_STATED:
        return _wide_lie_between(a, c, d, rows) or _stated_lie_between(
            carray(_int64(a), rows), b, c, d
        )
    y = carray(_int32(a), rows)
    return _lie_between(y, c, d) or _stated_lie_between(y, b, c, d)


# ── numbers ──


@_compiled
def _copied(x: Any, z: Any) -> None:  # noqa: ANN401
    for i in range(len(z)):
        z[i] = x[i]


@_compiled
def _load(code: int, a: int, c: int, out: int, rows: int) -> None:
    z = carray(_int64(out), rows)
    if code == Code.INT8:
        _copied(carray(_int8(a), rows), z)
    elif code == Code.INT16:
        _copied(carray(_int16(a), rows), z)
    elif code == Code.INT32:
        _copied(carray(_int32(a), rows), z)
    elif code == Code.UINT8:
        _copied(carray(_uint8(a), rows), z)
    elif code == Code.UINT16:
        _copied(carray(_uint16(a), rows), z)
    elif code == Code.UINT32:
        _copied(carray(_uint32(a), rows), z)
    elif code == Code.SPACED:
        x = carray(_int64(a), (rows - 1) * c + 1)
        for i in range(rows):
            z[i] = x[i * c]
    else:
        _copied(carray(_int64(a), rows), carray(_int32(out), rows))


@_compiled
def _take(table: Any, length: int, days: Any, first: int, out: int, rows: int) -> None:  # noqa: ANN401
    z = carray(_int64(out), rows)
    for i in range(rows):
        z[i] = table[min(max(days[i] - first, 0), length - 1)]


@_compiled
def _look_up(code: int, a: int, b: int, c: int, d: int, out: int, rows: int) -> None:
    days = carray(_int32(b), rows)
    if code == Code.TAKE_INT64:
        _take(carray(_int64(a), c), c, days, d, out, rows)
    elif code == Code.TAKE_INT32:
        _take(carray(_int32(a), c), c, days, d, out, rows)
    else:
        _take(carray(_uint8(a), c), c, days, d, out, rows)


@_compiled
def _calculated(code: int, a: int, b: int, out: int, rows: int) -> None:
    x, y, z = carray(_int64(a), rows), carray(_int64(b), rows), carray(_int64(out), rows)
    if code == Code.ADD:
        for i in range(rows):
            z[i] = x[i] + y[i]
    elif code == Code.SUBTRACT:
        for i in range(rows):
            z[i] = x[i] - y[i]
    elif code == Code.MULTIPLY:
        for i in range(rows):
            z[i] = x[i] * y[i]
    elif code == Code.DIVIDE:
        for i in range(rows):
            z[i] = x[i] // y[i]
    elif code == Code.MODULO:
        for i in range(rows):
            z[i] = x[i] % y[i]
    elif code == Code.LEAST:
        for i in range(rows):
            z[i] = min(x[i], y[i])
    else:
        for i in range(rows):
            z[i] = max(x[i], y[i])


@_compiled
def _multiply_number(a: int, number: int, out: int, rows: int) -> None:
    x, z = carray(_int64(a), rows), carray(_int64(out), rows)
    for i in range(rows):
        z[i] = x[i] * number


@_compiled
def _spread(a: int, room: Any, rows: int) -> None:  # noqa: ANN401
    """Truths as bytes."""
    count = (rows + 7) // 8
    x, z = carray(_uint8(a), count), room.view(np.uint64)
    for i in range(count):
        z[i] = _SPREAD[x[i]]


@_compiled
def _number_by_truth(code: int, a: int, b: int, out: int, room: Any, rows: int) -> None:  # noqa: ANN401
    x, y, z = carray(_int64(a), rows), carray(_int64(b), rows), carray(_int64(out), rows)
    if code == Code.CHOOSE:
        for i in range(rows):
            z[i] = y[i] ^ ((x[i] ^ y[i]) & -np.int64(room[i]))
    elif code == Code.FILL:
        for i in range(rows):
            z[i] = x[i] & -np.int64(room[i])
    elif code == Code.ONE:
        for i in range(rows):
            z[i] = room[i]
    else:
        for i in range(rows):
            z[i] += room[i]


@_compiled
def _outcome(code: int, c: int, d: int, out: int, room: Any, rows: int) -> None:  # noqa: ANN401
    z = carray(_uint8(out), rows)
    weight, base = np.uint8(c), np.uint8(d)
    if code == Code.WEIGH:
        for i in range(rows):
            z[i] = room[i] * weight + base
    else:
        for i in range(rows):
            z[i] += room[i] * weight


# ── blocks ──


@_compiled
def blocks(
    codes: Any,  # noqa: ANN401 - arrays
    addresses: Any,  # noqa: ANN401
    bits: Any,  # noqa: ANN401
    room: Any,  # noqa: ANN401
    first: int,
    stop: int,
    size: int,
) -> bool:
    """Do some rows, a block at a time.

    Args:
        codes: A row of 64-bit numbers for each instruction: its `Code`, the place it writes to, `a`, `b`, `c`, `d`.
        addresses: Of each place, for the first row of all.
        bits: How many bits on a row's place is from the one before; 0 for what stands still.
        room: A byte for each row of a block, all 0 or 1.
        first: The first row, a multiple of 64.
        stop: The row after the last.
        size: How many rows a block has, a multiple of 64.

    Returns:
        False, and nothing that was made is of any meaning, where a column holds something outside its ends.
    """
    at = np.empty_like(addresses)
    for begin in range(first, stop, size):
        rows = min(size, stop - begin)
        words = (rows + 63) // 64
        for place in range(len(at)):
            at[place] = addresses[place] + (begin * bits[place] >> 3)
        for number in range(len(codes)):
            code, out = codes[number, 0], at[codes[number, 1]]
            a, b = at[codes[number, 2]], at[codes[number, 3]]
            c, d = codes[number, 4], codes[number, 5]
            if code <= Code.OR:
                _make_truth(code, a, b, out, words)
            elif code == Code.COPY:
                _copy(a, out, rows)
            elif code <= Code.SCALED_LE:
                _test(code, a, b, c, d, out, rows)
                _test_last(code, a, b, c, d, out, rows)
            elif code <= Code.CHECK_INT32_STATED:
                if not _checked(code, a, b, c, d, rows):
                    return False
            elif code == Code.BITS:
                _bits(a, c, out, rows)
            elif code <= Code.NARROW:
                _load(code, a, c, out, rows)
            elif code <= Code.TAKE_UINT8:
                _look_up(code, a, b, c, d, out, rows)
            elif code <= Code.GREATEST:
                _calculated(code, a, b, out, rows)
            elif code == Code.MULTIPLY_NUMBER:
                _multiply_number(a, c, out, rows)
            elif code <= Code.ONE_MORE:
                _spread(at[c] if code == Code.CHOOSE else b, room, rows)
                _number_by_truth(code, a, b, out, room, rows)
            else:
                _spread(a, room, rows)
                _outcome(code, c, d, out, room, rows)
    return True
