"""Steps carried out on columns give what they say of each row, whatever stands in the gaps."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.evaluating.columnar.algebra import Algebra
from sgpolicy.evaluating.columnar.days import FIRST, LAST, number_of
from sgpolicy.evaluating.columnar.program import Planes, Program, Shown
from sgpolicy.tables.fused import (
    DAY_NUMBERS,
    FIRST_DAY,
    Bits,
    Filled,
    OutsideError,
    assembling,
    run,
    run_planes,
    running,
)

BLOCK = 64
SIZES = (1, 2, 7, 8, 9, 63, 64, 65, 71, 128, 200)
MEMBERS = ("甲", "乙", "丙", "丁")
NUMBERS = {"small": (0, 300), "large": (0, 2**40), "full": (0, 50), "signed": (-40, 40)}


@pytest.fixture(autouse=True, params=["numpy", "machine"], scope="module")
def by(request):
    """NumPy, and machine code, both in small blocks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "BLOCK", BLOCK)
        patch.setattr(running, "SHARE", BLOCK)
        patch.setattr(assembling, "SIZE", BLOCK)
        patch.setattr(running, "PATIENCE", -1 if request.param == "machine" else float("inf"))
        yield request.param


# ── columns ──


@dataclass
class Columns:
    """Columns as the steps read them, and the rows that they say."""

    filled: dict
    rows: list


def columns(size, seed, offset):
    """Random columns; what stands in the gaps has nothing to do with what is said there: nothing."""
    draw = np.random.default_rng(seed)
    filled, said = {}, {}

    def bits(truths):
        return Bits(
            np.packbits(np.r_[draw.random(offset) < 0.5, truths], bitorder="little"), offset
        )

    for name in ("one", "two", "three"):
        values, stated = draw.random(size) < 0.5, draw.random(size) < 0.7
        filled[name] = Filled(bits(values & stated), bits(stated))
        said[name] = (values & stated).tolist(), stated.tolist()
    for name, (low, high) in NUMBERS.items():
        few = np.array([low, 0, 1, 2, 3, high // 2, high])
        values = np.where(draw.random(size) < 0.7, few[draw.integers(0, 7, size)], 5)
        stated = np.full(size, name == "full") | (draw.random(size) < 0.7)
        values = values.astype(np.int64 if name == "large" else np.int32)
        gaps = None if name == "full" else bits(stated)
        garbage = draw.integers(-(2**31), 2**31 - 1, size).astype(values.dtype)
        filled[name] = Filled(np.where(stated, values, garbage), gaps, (), (low, high))
        said[name] = np.where(stated, values, 0).tolist(), stated.tolist()
    days = draw.integers(FIRST_DAY + 80_000, FIRST_DAY + 83_000, size).astype(np.int32)
    filled["day"] = Filled(days, None, (), (FIRST_DAY, FIRST_DAY + len(DAY_NUMBERS) - 1))
    said["day"] = DAY_NUMBERS[days - FIRST_DAY].tolist(), [True] * size
    stated = draw.random(size) < 0.7
    places = draw.integers(0, 4, size).astype(np.int32)
    filled["choice"] = Filled(places, bits(stated), MEMBERS)
    said["choice"] = [MEMBERS[one] for one in places], stated.tolist()
    sets = np.where(stated, draw.integers(0, 16, size), 0).astype(np.uint16)
    filled["set"] = Filled(sets, bits(stated), MEMBERS)
    said["set"] = sets.tolist(), stated.tolist()
    rows = [{name: (v[i], s[i]) for name, (v, s) in said.items()} for i in range(size)]
    return Columns(filled, rows)


# ── steps, and what they say of a row ──


def leaf_truths():
    flags = st.sampled_from(["one", "two", "three"]).map(
        lambda name: (lambda of: of.holds(name), lambda row: row[name][0])
    )
    gaps = st.sampled_from(["one", "small", "large", "choice", "set"]).map(
        lambda name: (lambda of: of.missing(name), lambda row: not row[name][1])
    )
    choice = st.sets(st.sampled_from([*MEMBERS, "戊"])).map(
        lambda some: (
            lambda of: of.one_of("choice", some),
            lambda row: row["choice"][1] and row["choice"][0] in some,
        )
    )
    members = st.sampled_from(range(4)).map(
        lambda i: (lambda of: of.has("set", MEMBERS[i]), lambda row: bool(row["set"][0] >> i & 1))
    )
    years = st.integers(2018, 2028).map(
        lambda year: (
            lambda of: of.eq(of.divide(day(of), 384), of.literal(year)),
            lambda row: row["day"][0] // 384 == year,
        )
    )
    return flags | gaps | choice | members | years


def day(of):
    return of.day("day", number_of(FIRST), number_of(LAST))


def wholes(truths):
    columns_ = st.sampled_from(list(NUMBERS)).map(
        lambda name: (lambda of: of.number(name, *NUMBERS[name]), lambda row: row[name][0])
    )
    literals = st.sampled_from([0, 1, 2, 3, 7, 25, 150, 2**39, -3]).map(
        lambda value: (lambda of: of.literal(value), lambda _: value)
    )

    def joined(name, function):
        return st.tuples(columns_ | literals, columns_ | literals).map(
            lambda two: (
                lambda of: getattr(of, name)(two[0][0](of), two[1][0](of)),
                lambda row: function(two[0][1](row), two[1][1](row)),
            )
        )

    def scaled(name, function):
        return st.tuples(columns_, st.integers(1, 7)).map(
            lambda two: (
                lambda of: getattr(of, name)(two[0][0](of), two[1]),
                lambda row: function(two[0][1](row), two[1]),
            )
        )

    chosen = st.tuples(truths, columns_ | literals, columns_ | literals).map(
        lambda three: (
            lambda of: of.choose(three[0][0](of), three[1][0](of), three[2][0](of)),
            lambda row: (three[1] if three[0][1](row) else three[2])[1](row),
        )
    )
    counts = st.lists(truths, min_size=1, max_size=4).map(
        lambda some: (
            lambda of: of.count([*dict.fromkeys(one(of) for one, _ in some)]),
            None,
            some,
        )
    )
    return (
        columns_
        | literals
        | joined("add", lambda a, b: a + b)
        | joined("subtract", lambda a, b: a - b)
        | joined("least", min)
        | joined("greatest", max)
        | scaled("times", lambda a, b: a * b)
        | scaled("divide", lambda a, b: a // b)
        | scaled("modulo", lambda a, b: a % b)
        | chosen
        | counts.map(_counted)
    )


def _counted(one):
    """A count says each truth once: it is made of flags, which are different or the same."""
    build, _, some = one
    of = Algebra()
    different = {build_(of): says for build_, says in some}
    return build, lambda row: sum(says(row) for says in different.values())


def truths():
    def more(inner):
        numbers = wholes(inner)

        def compared(name, function):
            return st.tuples(numbers, numbers).map(
                lambda two: (
                    lambda of: getattr(of, name)(two[0][0](of), two[1][0](of)),
                    lambda row: function(two[0][1](row), two[1][1](row)),
                )
            )

        def joined(name, function):
            return st.lists(inner, min_size=1, max_size=4).map(
                lambda some: (
                    lambda of: getattr(of, name)(*(one(of) for one, _ in some)),
                    lambda row: function(says(row) for _, says in some),
                )
            )

        negated = inner.map(
            lambda one: (lambda of: of.negated(one[0](of)), lambda r: not one[1](r))
        )
        at_least = st.tuples(st.integers(1, 3), st.lists(inner, min_size=1, max_size=5)).map(
            lambda two: (
                lambda of: of.at_least(two[0], [one(of) for one, _ in two[1]]),
                lambda row: sum(says(row) for _, says in two[1]) >= two[0],
            )
        )
        return (
            compared("le", lambda a, b: a <= b)
            | compared("lt", lambda a, b: a < b)
            | compared("eq", lambda a, b: a == b)
            | joined("both", all)
            | joined("either", any)
            | negated
            | at_least
        )

    return st.recursive(leaf_truths(), more, max_leaves=12)


def program(of, planes, is_out):
    shown = Shown(Planes(*planes), is_out)
    return Program(tuple(of.steps), of.all_ends, shown, {}), [shown]


@given(
    st.lists(truths(), min_size=4, max_size=4),
    st.sampled_from(SIZES),
    st.integers(0, 2**32),
    st.sampled_from([0, 1, 7, 8, 13]),
)
def test_steps_give_what_they_say(outputs, size, seed, offset):
    given_, of = columns(size, seed, offset), Algebra()
    made, wanted = program(of, [one(of) for one, _ in outputs[:3]], outputs[3][0](of))
    expected = [
        sum(weight * says(row) for (_, says), weight in zip(outputs, (1, 1, 1, 4), strict=True))
        for row in given_.rows
    ]
    (codes,) = run(made, given_.filled, size, wanted, threads=1)
    assert codes.tolist() == expected
    (planes,) = run_planes(made, given_.filled, size, wanted, threads=2)
    assert planes.codes(size).tolist() == expected


def test_parts_of_columns_are_the_columns():
    given_, of = columns(200, 3, 5), Algebra()
    test = of.both(of.holds("one"), of.le(of.literal(2), of.number("small", *NUMBERS["small"])))
    made, wanted = program(of, [test] * 3, of.missing("two"))
    (whole,) = run(made, given_.filled, 200, wanted)
    for start, stop in ((0, 64), (64, 71), (72, 200), (3, 4), (5, 5)):
        part = {name: one.part(start, stop) for name, one in given_.filled.items()}
        (codes,) = run(made, part, stop - start, wanted)
        assert codes.tolist() == whole[start:stop].tolist()


def test_no_rows():
    given_, of = columns(1, 0, 0), Algebra()
    empty = {name: one.part(0, 0) for name, one in given_.filled.items()}
    made, wanted = program(of, [of.holds("one")] * 3, of.no)
    assert [one.tolist() for one in run(made, empty, 0, wanted)] == [[]]
    assert run_planes(made, empty, 0, wanted)[0].codes(0).tolist() == []


@pytest.mark.parametrize("name", ["small", "large", "full", "signed", "day"])
@pytest.mark.parametrize("place", [0, 63, 64, 70])
@pytest.mark.parametrize("is_read", [True, False])
def test_what_is_outside_is_told(name, place, is_read):
    given_, of = columns(71, 1, 3), Algebra()
    one = given_.filled[name]
    values = one.values.copy()
    values[place] = -(2**31)
    stated = None if one.stated is None else Bits.of(np.ones(71, np.bool_))
    if stated is not None:
        values = np.where(one.stated.rows(0, 71) | (np.arange(71) == place), values, 0)
    given_.filled[name] = Filled(values, stated, (), one.ends)
    number = day(of) if name == "day" else of.number(name, *NUMBERS[name])
    test = of.le(number, of.literal(20)) if is_read else of.no
    made, wanted = program(of, [test] * 3, of.no)
    with pytest.raises(OutsideError):
        run(made, given_.filled, 71, wanted)


@pytest.mark.parametrize("place", [0, 63, 64, 70])
@pytest.mark.parametrize("is_stated", [True, False])
def test_the_upper_half_of_a_decimal_is_nothing(place, is_stated):
    """What does not fit into 64 bits is told, unless it stands in a gap."""
    words = np.zeros((71, 2), np.int64)
    words[:, 0] = 25
    words[place, 1] = 1
    stated = Bits.of(np.arange(71) != place) if not is_stated else None
    of = Algebra()
    number = of.number("one", 0, 30)
    made, wanted = program(of, [of.le(of.literal(20), number)] * 3, of.no)
    columns_ = {"one": Filled(words[:, 0], stated, (), (0, 30), words[:, 1])}
    if is_stated:
        with pytest.raises(OutsideError):
            run(made, columns_, 71, wanted)
    else:
        (codes,) = run(made, columns_, 71, wanted)
        assert set(np.delete(codes, place)) == {3}


@given(st.lists(st.booleans(), max_size=80), st.integers(0, 20), st.data())
def test_bits_from_any_place(truths_, offset, data):
    before = data.draw(st.lists(st.booleans(), min_size=offset, max_size=offset))
    bits = Bits(np.packbits(np.array([*before, *truths_], np.bool_), bitorder="little"), offset)
    start = data.draw(st.integers(0, len(truths_)))
    stop = data.draw(st.integers(start, len(truths_)))
    assert bits.rows(start, stop).tolist() == truths_[start:stop]
    assert len(bits.packed(start, stop)) == (stop - start + 7) // 8


def outcomes(test, size=200, seed=5, offset=3):
    """Whether a test holds of each row of some columns, and those rows."""
    given_, of = columns(size, seed, offset), Algebra()
    made, wanted = program(of, [test(of)] * 3, of.no)
    (codes,) = run(made, given_.filled, size, wanted)
    return (codes == 3).tolist(), given_.rows


COMPARING = {"le": lambda a, b: a <= b, "lt": lambda a, b: a < b, "eq": lambda a, b: a == b}


@pytest.mark.parametrize("name", COMPARING)
@pytest.mark.parametrize("left", NUMBERS)
@pytest.mark.parametrize("right", NUMBERS)
@pytest.mark.parametrize("factors", [(1, 1), (1, 3), (2, 1)])
def test_columns_with_gaps_are_compared_as_if_they_held_nothing(name, left, right, factors):
    def test(of):
        both = zip((left, right), factors, strict=True)
        sides = [of.times(of.number(one, *NUMBERS[one]), factor) for one, factor in both]
        return getattr(of, name)(*sides)

    found, rows = outcomes(test)
    one, other = factors
    holds = COMPARING[name]
    assert found == [holds(row[left][0] * one, row[right][0] * other) for row in rows]


@pytest.mark.parametrize("name", COMPARING)
@pytest.mark.parametrize("column", NUMBERS)
@pytest.mark.parametrize("value", [-7, -1, 0, 1, 2, 30])
def test_a_column_with_gaps_is_compared_with_a_literal(name, column, value):
    def test(of):
        return getattr(of, name)(of.number(column, *NUMBERS[column]), of.literal(value))

    found, rows = outcomes(test)
    assert found == [COMPARING[name](row[column][0], value) for row in rows]


@pytest.mark.parametrize("name", COMPARING)
@pytest.mark.parametrize("column", NUMBERS)
@pytest.mark.parametrize("turned", [False, True])
def test_what_a_number_is_made_of_is_compared_with_a_literal(name, column, turned):
    def made(of):
        number = of.number(column, *NUMBERS[column])
        yield of.times(number, 3), lambda x: x * 3
        yield of.multiply(of.literal(-2), number), lambda x: x * -2
        yield of.divide(number, 4), lambda x: x // 4
        yield of.modulo(number, 4), lambda x: x % 4
        yield of.add(of.literal(5), number), lambda x: x + 5
        yield of.subtract(number, of.literal(5)), lambda x: x - 5
        yield of.subtract(of.literal(5), number), lambda x: 5 - x
        yield of.least(number, of.literal(3)), lambda x: min(x, 3)
        yield of.greatest(number, of.literal(3)), lambda x: max(x, 3)

    given_, of = columns(71, 9, 1), Algebra()
    shown, expected = [], []
    for number, says in made(of):
        for value in range(-9, 12):
            sides = (of.literal(value), number) if turned else (number, of.literal(value))
            test = getattr(of, name)(*sides)
            shown.append(Shown(Planes(test, test, test), of.no))
            mine = [says(row[column][0]) for row in given_.rows]
            holds = COMPARING[name]
            expected.append([holds(value, x) if turned else holds(x, value) for x in mine])
    made_of = Program(tuple(of.steps), of.all_ends, shown[0], {})
    codes = run(made_of, given_.filled, 71, shown)
    assert [(one == 3).tolist() for one in codes] == expected


@pytest.mark.parametrize("number", range(16))
def test_any_members_of_a_choice(number):
    some = {member for i, member in enumerate(MEMBERS) if number >> i & 1}
    found, rows = outcomes(lambda of: of.one_of("choice", some))
    assert found == [row["choice"][1] and row["choice"][0] in some for row in rows]


def test_what_follows_is_folded_away():
    of = Algebra()
    a, b, c = (of.holds(name) for name in "abc")
    number = of.number("n", 0, 9)
    first, second = (of.eq(number, of.literal(value)) for value in (3, 4))
    same = [
        (of.both(a, of.negated(a)), of.no),
        (of.either(a, of.negated(a)), of.yes),
        (of.both(a, of.both(a, b)), of.both(a, b)),
        (of.both(a, of.either(a, b)), a),
        (of.either(a, of.both(a, b)), a),
        (of.both(a, of.either(of.negated(a), b)), of.both(a, b)),
        (of.either(a, of.both(of.negated(a), b)), of.either(a, b)),
        (of.both(of.both(a, b), of.both(c, of.negated(a))), of.no),
        (of.both(of.negated(a), of.negated(b)), of.negated(of.either(a, b))),
        (of.both(first, second), of.no),
        (of.both(of.both(a, first), of.both(b, second)), of.no),
        (of.both(first, of.negated(second)), first),
        (of.either(of.negated(first), of.negated(second)), of.yes),
        (of.both(first, of.either(second, a)), of.both(first, a)),
        (of.lt(number, of.literal(4)), of.le(number, of.literal(3))),
        (of.eq(number, of.literal(0)), of.negated(of.le(of.literal(1), number))),
        (of.eq(number, of.literal(9)), of.le(of.literal(9), number)),
        (of.le(of.literal(2), of.choose(a, of.literal(3), of.literal(1))), a),
    ]
    for index, (one, other) in enumerate(same):
        assert one == other, index
    assert of.both(first, a) not in (of.no, a, first)
