"""Ledgers as frames of their own, each row of which names the application it belongs to.

A ledger's columns are named as an application's are: by name or key, with the unit in brackets where plain
numbers are not in the base unit, with the member where a set is told by a yes or no for each. A row in which
nothing is recorded counts as none, as in an application. An application without a row has an empty ledger:
nothing of that kind happened. A ledger without a frame was not given: then nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sgpolicy.applying.nearest import did_you_mean
from sgpolicy.compiled import CompiledPolicy
from sgpolicy.evaluating.columnar.algebra import NotColumnarError
from sgpolicy.model.application import Row
from sgpolicy.model.core import Core, Ledger, LedgerColumn
from sgpolicy.model.types import TRUTH
from sgpolicy.records import dataclass
from sgpolicy.tables.columns import (
    MOST_TOLD,
    Claims,
    Column,
    Columns,
    FrameError,
    FrameProblem,
    in_unit,
    named,
    read_values,
)
from sgpolicy.tables.keys import Keys, Places, in_order
from sgpolicy.tables.reading import Taken, take
from sgpolicy.tables.rows import Ledgers, sets_of
from sgpolicy.tables.values import Values, at_rows, listed

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Given:
    """A table as it came.

    Attributes:
        names: Of its columns.
        rows: How many.
        column: The values of a column.
    """

    names: Sequence[str]
    rows: int
    column: Callable[[str], Values]


@dataclass(frozen=True, slots=True)
class Child:
    """A ledger's rows.

    Attributes:
        columns: What its columns hold; `key` is the ledger's column.
        data: Their values.
        taken: The same as arrays; None where steps cannot hold them.
        order: The rows that record something, application after application.
        starts: Where each application's begin in `order`, and its length at the end.
        rows: How many the frame has.
    """

    ledger: Ledger
    columns: tuple[Column, ...]
    data: Mapping[str, Values]
    taken: tuple[Taken, ...] | None
    order: Places
    starts: Places
    rows: int

    def rows_of(self, applications: Places) -> list[tuple[Row, ...]]:
        """The rows of some applications, typed."""
        starts, stops = self.starts[applications], self.starts[applications + 1]
        lengths = stops - starts
        # where each of these applications' rows stand in `order`, one application after the other
        ends = np.cumsum(lengths)
        count = int(ends[-1]) if len(ends) else 0
        inner = np.arange(count) - np.repeat(ends - lengths, lengths)
        wanted = self.order[np.repeat(starts, lengths) + inner]
        cells = {
            one.name: read_values(one, listed(at_rows(self.data[one.name], wanted)), [], None)
            for one in self.columns
        }
        sets = sets_of(self.columns, cells, count)
        known = {one.key: cells[one.name] for one in self.columns if one.member is None} | sets
        blank = dict.fromkeys(one.id for one in self.ledger.columns)
        keys = [*known]
        every: list[Row] = [
            {**blank, **dict(zip(keys, row, strict=True))}
            for row in zip(*known.values(), strict=True)
        ]
        return [tuple(every[stop - n : stop]) for stop, n in zip(ends, lengths, strict=True)]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A ledger whose columns are known.

    Attributes:
        columns: What they hold; `key` is the ledger's column.
        has_key: Whether there is a column that says whose each row is.
    """

    ledger: Ledger
    columns: tuple[Column, ...]
    has_key: bool


class Joined(Columns):
    """The columns of a table of applications that come with ledgers.

    Attributes:
        children: The ledgers that are given; where a table is decided part by part, those of the part at hand.
        is_part: Whether more parts follow: one program is then made for all of them.
    """

    is_part = False

    def __init__(
        self,
        compiled: CompiledPolicy,
        names: Sequence[str],
        key: str,
        problems: list[FrameProblem],
        **asked: Any,  # noqa: ANN401 - see `Columns`
    ) -> None:
        """Recognise the columns of the applications; what is wrong with them is told.

        Args:
            compiled: The policy.
            names: Of the columns.
            key: The column that identifies the applications; it need not be a fact.
            problems: Where it is told.
            asked: What is asked of each row, see `Columns`.

        Raises:
            KeyError: If there is no such rule.
        """
        is_fact = named(key)[0] in {*compiled.policy.core.facts, *compiled.policy.facts}
        self.key = key
        self.known: list[Column] = []
        self.children: tuple[Child, ...] = ()
        try:
            super().__init__(compiled, [one for one in names if one != key or is_fact], **asked)
        except FrameError as error:
            problems += error.problems
        if key not in names:
            near_zh, near_en = did_you_mean(key, names)
            zh = f"表里没有这一列，无从知道哪一行是哪份申请。{near_zh}"
            en = f"there is no such column to tell the applications apart.{near_en}"
            problems.append(FrameProblem(key, None, zh, en))
        elif list(names).count(key) > 1 and not is_fact:
            zh, en = "有两列同名，请改名或者去掉一列。", "two columns have this name."
            problems.append(FrameProblem(key, None, zh, en))

    @property
    def given(self) -> frozenset[str]:
        """Ids of the ledgers that are given."""
        return frozenset(child.ledger.id for child in self.children)

    @property
    def used(self) -> list[str]:
        """The names of the columns that are read."""
        return [*dict.fromkeys((*super().used, self.place))]

    @property
    def place(self) -> str:
        """The column by which `places` finds the applications."""
        return self.key

    def ledgers(self, data: Mapping[str, list[Any]], rows: int) -> Sequence[Ledgers] | None:
        """The ledgers of each of some rows."""
        if not self.children:
            return None
        places = self.places(data[self.place])
        each = [(child.ledger.id, child.rows_of(places)) for child in self.children]
        return [{ledger: mine[row] for ledger, mine in each} for row in range(rows)]

    def places(self, values: list[Any]) -> Places:
        """The applications, counted from 0, of some rows; those are numbered by what `place` holds."""
        return np.asarray(values, np.intp)


class JoinedFrames(Joined):
    """The columns of a frame of applications, with its ledgers as frames in memory."""

    def __init__(
        self,
        compiled: CompiledPolicy,
        table: Given,
        key: str,
        ledgers: Mapping[str, Given],
        *,
        ignore_unknown: bool = False,
        **asked: Any,  # noqa: ANN401 - see `Columns`
    ) -> None:
        """Recognise the columns of all tables, and look at all values.

        Args:
            compiled: The policy.
            table: The applications.
            key: The column that identifies them, here and there.
            ledgers: Their ledgers, by name or id.
            ignore_unknown: Let columns pass that the policy does not know.
            asked: What is asked of each row, see `Columns`.

        Raises:
            FrameError: With everything that is wrong with them.
            KeyError: If there is no such rule.
        """
        problems: list[FrameProblem] = []
        super().__init__(
            compiled, table.names, key, problems, ignore_unknown=ignore_unknown, **asked
        )
        is_there = list(table.names).count(key) == 1
        self._keys = Keys(key, table.column(key) if is_there else None, problems)
        children = []
        names = {name: given.names for name, given in ledgers.items()}
        core = compiled.policy.core
        for name, one in recognised(core, names, key, problems, ignore_unknown):
            child = self._child(one, ledgers[name], table.rows, problems)
            if child is not None:
                children.append(child)
        self.children = tuple(children)
        if problems:
            told: list[FrameProblem] = []
            for column in self.known:
                read_values(column, listed(table.column(column.name)), told, MOST_TOLD)
            raise FrameError([*problems, *told])

    def places(self, values: list[Any]) -> Places:
        """The applications with some keys."""
        return self._keys.rows(values)

    def _child(
        self, one: Recognised, given: Given, applications: int, problems: list[FrameProblem]
    ) -> Child | None:
        """A ledger's rows; None where something is wrong with them, and it is told."""
        table = one.ledger.name
        places, is_known = None, True
        if one.has_key:
            places = self._keys.places(given.column(self.key), table, problems)
        data = {column.name: given.column(column.name) for column in one.columns}
        if places is None:  # then only the values are looked at
            places, applications, is_known = np.zeros(given.rows, np.intp), 1, False
        child, told = gathered(one, data, places, applications, MOST_TOLD)
        problems += told
        return child if is_known and not told else None


def recognised(
    core: Core,
    ledgers: Mapping[str, Sequence[str]],
    key: str,
    problems: list[FrameProblem],
    ignore_unknown: bool,  # noqa: FBT001
) -> Iterator[tuple[str, Recognised]]:
    """The ledgers that are given, by name or id with the names of their columns; what is wrong is told."""
    known = {**core.ledgers, **{one.name: one for one in core.ledgers.values()}}
    seen: dict[str, str] = {}
    for name, names in ledgers.items():
        ledger = known.get(name.strip())
        if ledger is None:
            near_zh, near_en = did_you_mean(name, [*known])
            zh = f"办法没有这一台账。{near_zh}"
            en = f"the policy has no such ledger.{near_en}"
            problems.append(FrameProblem(key, None, zh, en, name))
        elif ledger.id in seen:
            zh = f"与“{seen[ledger.id]}”是同一台账。"
            en = f"the same ledger as “{seen[ledger.id]}”."
            problems.append(FrameProblem(key, None, zh, en, name))
        else:
            seen[ledger.id] = name
            has_key = key in names
            if not has_key:
                zh = "台账里没有这一列，无从知道哪一行属于哪份申请。"
                en = "no such column in the ledger."
                problems.append(FrameProblem(key, None, zh, en, ledger.name))
            columns = tuple(_columns(ledger, names, key, problems, ignore_unknown))
            yield name, Recognised(ledger, columns, has_key)


def gathered(
    one: Recognised,
    data: Mapping[str, Values],
    places: Places,
    applications: int,
    most_told: int | None,
) -> tuple[Child, list[FrameProblem]]:
    """A ledger's rows by application, and the values that cannot be read; those say nothing.

    Args:
        one: The ledger.
        data: The values of its columns.
        places: The application of each row, counted from 0.
        applications: How many there are.
        most_told: How many values are told; None: all.
    """
    problems: list[FrameProblem] = []
    taken: tuple[Taken, ...] | None = None
    rows = len(places)
    try:
        taken = tuple(
            take(column, data[column.name], problems, most_told, is_strict=True)
            for column in one.columns
        )
        says = [_says(column, rows) for column in taken]
    except NotColumnarError:  # a set of more members than steps can hold
        problems.clear()
        cells = [
            read_values(column, listed(data[column.name]), problems, most_told)
            for column in one.columns
        ]
        says = [np.array([cell is not None for cell in some], np.bool_) for some in cells]
    table = one.ledger.name
    told = [FrameProblem(p.column, p.row, p.message, p.message_en, table) for p in problems]
    recorded = np.flatnonzero(np.logical_or.reduce([*says, np.zeros(rows, np.bool_)]))
    mine = places[recorded]
    if len(mine) and (mine[1:] < mine[:-1]).any():
        order = in_order(mine.astype(np.int64), applications)
        recorded, mine = recorded[order], mine[order]
    starts = np.zeros(applications + 1, np.intp)
    np.cumsum(np.bincount(mine, minlength=applications), out=starts[1:])
    return Child(one.ledger, one.columns, data, taken, recorded, starts, rows), told


def _columns(
    ledger: Ledger,
    names: Sequence[str],
    key: str,
    problems: list[FrameProblem],
    ignore_unknown: bool,  # noqa: FBT001
) -> Iterator[Column]:
    """What each column of a ledger holds; those that cannot be used are told."""
    table = ledger.name
    known = {one.id: one for one in ledger.columns} | {one.name: one for one in ledger.columns}

    def tell(name: str, zh: str, en: str) -> None:
        problems.append(FrameProblem(name, None, zh, en, table))

    for name in dict.fromkeys(names):
        if list(names).count(name) > 1:
            tell(name, "有两列同名，请改名或者去掉一列。", "two columns have this name.")
    claims = Claims()
    count = 0
    for name in dict.fromkeys(names):
        stem, part, unit = named(name)
        column = known.get(stem)
        if name == key:
            if column is not None:
                zh = "编号的列与台账的一列同名，不知道说的是哪一个；请给编号另取一个列名。"
                tell(name, zh, "the key is named like a column of the ledger; name it otherwise.")
            continue
        if column is None:
            if not ignore_unknown:
                near_zh, near_en = did_you_mean(stem, [*known])
                zh = f"台账没有这一列。{near_zh}无关的列请去掉，或者写 ignore_unknown=True。"
                en = (
                    f"the ledger has no such column.{near_en} Drop it, or pass ignore_unknown=True."
                )
                tell(name, zh, en)
            continue
        count += 1
        found = _column(name, column, part, unit)
        if isinstance(found, str):
            zh, en = found.split("|", 1)
            tell(name, zh, en)
            continue
        first = claims.claimed(found)
        if first is not None:
            tell(name, f"与列“{first}”是同一列，请只留一列。", f"the same as “{first}”; keep one.")
            continue
        yield found
    if not count:
        zh = "除了编号，台账里没有一列是台账的；请给出要核算的列。"
        tell(key, zh, "beside the key there is no column of the ledger.")


def _column(name: str, column: LedgerColumn, part: str, unit: str) -> Column | str:
    type_ = column.type
    if not part:
        return in_unit(Column(name, column.id, type_), unit)
    if type_.kind == "set" and part in type_.members and not unit:
        return Column(name, column.id, TRUTH, member=part)
    return f"台账的列名里不写“.{part}”。|a ledger's column has no “.{part}”."


def _says(taken: Taken, rows: int) -> Mask:
    """Where a column says something."""
    stated = taken.filled.stated
    found: Mask = np.ones(rows, np.bool_) if stated is None else stated.rows(0, rows).copy()
    return found if taken.odd is None else found | taken.odd
