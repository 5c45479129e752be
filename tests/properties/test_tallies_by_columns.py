"""What is counted by columns is what the interpreter counts, both ends of it."""

from fractions import Fraction
from random import Random

import polars as pl
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from sgpolicy.evaluating.columnar.algebra import NotColumnarError
from sgpolicy.evaluating.columnar.tallying import tallies_in
from sgpolicy.evaluating.compiling import Compiler
from sgpolicy.evaluating.running import Run
from sgpolicy.model import core as c
from sgpolicy.model.application import Application
from sgpolicy.model.types import Type
from sgpolicy.tables.layouts import layout
from sgpolicy.tables.ledgers import Given, JoinedFrames
from sgpolicy.tables.reading import take
from sgpolicy.tables.tallying import tally

from .test_frames import KINDS, NAMES, POLICIES, columns
from .test_ledger_frames import KEY, NOT_BY_COLUMNS, ON, applications, child

COUNT = Type("count")
NUMERIC = ("count", "money", "area")


def given_as(data):
    frame = pl.DataFrame(data, strict=False)
    return Given(frame.columns, len(frame), lambda name: frame[name].to_arrow())


def by_columns(compiled, drawn, order, needed):
    """Of each count its two ends in each row, the upper None where there is none; which rows are odd."""
    core = compiled.policy.core
    keys = [*range(len(drawn))]
    table = given_as({KEY: keys, **columns(core, drawn)})
    ledgers = {
        key: given_as(child(core.ledgers[key], drawn, keys, order)) for key in drawn[0].ledgers
    }
    joined = JoinedFrames(compiled, table, KEY, ledgers)
    taken = [take(one, table.column(one.name), [], None, is_strict=True) for one in joined.known]
    filled = {one.column.name: one.filled for one in taken}
    known = layout((one.column, one.held) for one in taken)
    found = tally(joined, known, filled, len(drawn), ON, needed)
    counts = {}
    for (expr, _), counted in found.layout.tallies.items():
        ends = [
            [held.unit * int(one) for one in found.filled[held.column].values]
            for held in (counted.low, counted.high)
        ]
        if counted.no_high:
            opened = found.filled[counted.no_high].values.rows(0, len(drawn))
            ends[1] = [None if one else high for one, high in zip(opened, ends[1], strict=True)]
        counts[expr] = [*zip(*ends, strict=True)]
    return counts, found.odd


def differing(compiled, drawn, order, needed):
    policy = compiled.policy
    counts, odd = by_columns(compiled, drawn, order, needed)
    maker, made = Compiler(policy.core), compiled.generated
    wrong = []
    for expr, ends in counts.items():
        figure = maker.figure(expr)
        for row, one in enumerate(drawn):
            application = made.application(made.stated(one), {}, one.ledgers)
            span = figure(Run(policy.prepared, application, ON, compiled.readings)).value
            wanted = (Fraction(span.low), None if span.high is None else Fraction(span.high))
            if wanted != ends[row] and not odd[row]:
                wrong.append((row, expr, wanted, ends[row]))
    return wrong


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=20)
@given(data=st.data())
def test_what_the_policies_count(name, data):
    drawn = data.draw(applications(name))
    assume(not set(drawn[0].ledgers) & NOT_BY_COLUMNS)
    compiled = POLICIES[name].compiled(data.draw(KINDS[name].readings()))
    core = compiled.policy.core
    needed = tallies_in(core, compiled.readings, frozenset(drawn[0].ledgers), core.nodes)
    plain = [key for key in needed if key[1] is None]
    assert differing(compiled, drawn, data.draw(st.randoms(use_true_random=False)), plain) == []


class Tallies:
    """Draws counts and sums over a ledger, whatever the language lets one say of a row."""

    def __init__(self, kind, ledger):
        self._kind = kind
        self._ledger = ledger
        facts = [one for one in kind.core.facts.values() if one.computed is None and not one.split]
        self._facts = {}
        for one in facts:
            self._facts.setdefault(one.type.kind, []).append(c.FactRef(one.id, one.type))

    def _columns(self, *kinds):
        return [
            c.Column(self._ledger.id, one.id, one.type)
            for one in self._ledger.columns
            if one.type.kind in kinds
        ]

    def days(self):
        """A day of a row, or of the application."""
        own = [*self._columns("date"), *self._facts.get("date", ())[:2], c.AsOf()]
        lengths = st.builds(c.Period, st.sampled_from([1, 12]), st.sampled_from(["年", "月", "日"]))
        plain = st.sampled_from(own) | st.builds(c.DateConstant, st.sampled_from(self._kind.days))
        return plain | st.builds(c.Later, plain, lengths) | st.builds(c.DayBefore, plain)

    def stretches(self):
        days = self.days()
        years = st.builds(c.CalendarYear, days, st.sampled_from([0, 1]))
        return years | st.builds(c.Stretch, days, days)

    def numbers(self):
        """A number of a row, or of the application."""
        small = st.builds(c.Constant, st.sampled_from([Fraction(1, 2), 1, 3, 22]), st.just(COUNT))
        known = [*self._columns(*NUMERIC), *self._facts.get("count", ())[:2]]
        plain = small | st.sampled_from(known)

        def more(inner):
            signed = st.tuples(st.sampled_from([1, -1]), inner)
            return (
                st.builds(c.Sum, st.tuples(signed, signed), st.just(COUNT))
                | st.builds(c.Product, inner, small, st.just(COUNT))
                | st.builds(c.Ratio, inner, small, st.just(COUNT))
                | st.builds(
                    c.Extreme,
                    st.sampled_from(["least", "greatest"]),
                    st.tuples(inner, inner),
                    st.just(COUNT),
                )
                | st.builds(
                    c.Branch,
                    self._leaves(inner),
                    inner,
                    inner,
                    st.none(),
                    st.just(COUNT),
                )
            )

        return st.recursive(plain, more, max_leaves=4)

    def _leaves(self, numbers):
        operators = st.sampled_from(["ge", "gt", "le", "lt", "eq", "ne"])
        days = self.days()
        bound = st.builds(c.Constant, st.sampled_from([Fraction(1, 2), 1]), st.just(COUNT))
        columns_ = self._columns(*NUMERIC)
        shares = st.builds(
            c.Ratio, st.sampled_from(columns_), st.sampled_from(columns_), st.just(COUNT)
        )
        found = [
            st.sampled_from([*self._columns("truth"), *self._facts["truth"][:2]]),
            st.builds(c.Compare, operators, numbers, numbers),
            st.builds(c.Compare, operators, shares, bound),
            st.builds(c.Compare, operators, days, days),
            st.builds(c.Within, days, self.stretches()),
            st.builds(c.Elapsed, days, days, st.just(c.Period(2, "年")), st.booleans()),
        ]
        for one in self._columns("choice", "set"):
            members = st.lists(st.sampled_from(one.type.members), min_size=1, max_size=2).map(tuple)
            if one.type.kind == "choice":
                found.append(st.builds(c.Member, st.just(one), members))
            else:
                how = st.sampled_from(["contains", "equals", "touches"])
                found.append(st.builds(c.SetCompare, how, st.just(one), members))
        return st.one_of(found)

    def conditions(self):
        def more(inner):
            some = st.lists(inner, min_size=1, max_size=3).map(tuple)
            return (
                st.builds(c.Not, inner)
                | st.builds(c.All, some)
                | st.builds(c.AtLeast, st.integers(0, 2), some)
                | st.builds(c.Branch, inner, inner, inner)
            )

        return st.recursive(self._leaves(self.numbers()), more, max_leaves=4)

    @st.composite
    @staticmethod
    def _drawn(draw, self):
        where = draw(st.none() | self.conditions())
        measure = draw(st.sampled_from(["rows", "distinct", "sum"]))
        column = summed = None
        if measure == "distinct":
            column = draw(st.sampled_from([one.id for one in self._ledger.columns]))
        elif measure == "sum" and draw(st.booleans()):
            summed = draw(self.numbers())
        elif measure == "sum":
            column = draw(st.sampled_from([one.column for one in self._columns(*NUMERIC)]))
        return c.Tally(self._ledger.id, where, measure, column, COUNT, summed)

    def draw(self):
        return self._drawn(self)


LEDGERS = [
    ("shaoguan-2022-188", "service_ledger"),
    ("guangzhou-2019-6", "monthly_list"),
    ("guangzhou-2019-6", "intern_list"),
    ("guangzhou-2025-8", "patent_records"),
]


@pytest.mark.parametrize(("name", "ledger"), LEDGERS)
@given(data=st.data())
def test_whatever_can_be_said_of_rows(name, ledger, data):
    kind, compiled = KINDS[name], POLICIES[name].compiled()
    records = kind.core.ledgers[ledger]
    drawn = [
        Application(
            {key: value for key, value in one.facts.items() if isinstance(key, str)},
            {ledger: tuple(row for row in data.draw(kind.rows(records)) if any_said(row))},
            {},
        )
        for one in data.draw(st.lists(kind.draw, min_size=1, max_size=4))
    ]
    needed = [(data.draw(Tallies(kind, records).draw()), None)]
    order = data.draw(st.randoms(use_true_random=False))
    try:
        assert differing(compiled, drawn, order, needed) == []
    except NotColumnarError as error:
        event(f"not for columns: {error}")


def any_said(row):
    return any(value is not None for value in row.values())


def test_what_is_sure_is_not_counted_again():
    """A row that may count, about somebody who counts for sure."""
    compiled = POLICIES["shaoguan-2022-188"].compiled()
    size = Type("choice", members=("大型", "小型"))
    where = c.Member(c.Column("service_ledger", "size", size), ("小型",))
    expr = c.Tally("service_ledger", where, "distinct", "code", COUNT)
    blank = dict.fromkeys(one.id for one in compiled.policy.core.ledgers["service_ledger"].columns)
    rows = [{**blank, "code": code, "size": said} for code, said in (("E", "小型"), ("E", None))]
    rows += [{**blank, "code": code, "size": None, "name": "某"} for code in ("F", "F", None)]
    drawn = [Application({}, {"service_ledger": tuple(rows)}, {})]
    order = Random(0)  # noqa: S311 - the order of rows
    counts, _ = by_columns(compiled, drawn, order, [(expr, None)])
    assert counts[expr] == [(1, 3)]
    assert differing(compiled, drawn, order, [(expr, None)]) == []


def test_a_share_of_no_fixed_unit_is_not_for_columns():
    compiled = POLICIES["guangzhou-2025-8"].compiled()
    core = compiled.policy.core
    needed = tallies_in(core, compiled.readings, frozenset({"patent_records"}), core.nodes)
    rows = ({"kind": "发明专利", "inventors": 3, **dict.fromkeys(("number", "in_force"))},)
    blank = dict.fromkeys(one.id for one in core.ledgers["patent_records"].columns)
    drawn = [Application({}, {"patent_records": tuple({**blank, **row} for row in rows)}, {})]
    with pytest.raises(NotColumnarError):
        by_columns(compiled, drawn, Random(0), needed)  # noqa: S311
