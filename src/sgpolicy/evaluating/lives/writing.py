"""Named functions and constants of a generated module, as they are written.

A function of what does not depend on the day takes `s`, all others `d`; both are lists whose first places
say what is asked about (see `S_HEAD`, `D_HEAD`), the others hold what has been worked out.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sgpolicy.evaluating.generated.writing import one_line
from sgpolicy.evaluating.lives.analysing import Analysis
from sgpolicy.model.core import Core, Expr, Tally
from sgpolicy.records import dataclass

S_HEAD = ("rows", "round", "facts", "findings", "complete", "more")
"""What a view is of: rows by kind; the round at hand; what is stated and found; the kinds of which all is
recorded, as bits; the kind of what is being done, which is its last row, or -1."""
D_HEAD = ("view", "on")
"""What a view is as of a day: the view, the day."""

TRIED, DONE = "#tried", "#done"
"""Of a step itself, beside the results that others ask of it."""

_LONGEST_INLINE = 160
_CALL = re.compile(r"[fk]\d+(_any)?\((s|d|d\[1\])\)")
_ASKS = re.compile(r":=|\w\(")
_BOUND = re.compile(r"\b(s|d|r|c|h\d+|f\d+(_any)?|k\d+|beyond)\b")


class UnsupportedError(Exception):
    """An expression that is left to the interpreter."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A condition's source: a number, or a pair where it may not apply.

    Attributes:
        held: For a pair, the source of how far it holds if it holds where it does not apply.
    """

    source: str
    is_pair: bool = False
    held: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value's source; whether it may be not known, whether there may be none."""

    source: str
    may_be_open: bool = True
    may_be_absent: bool = False


class Module(ABC):
    """A module being written; expressions are written by those who know all of their sorts.

    Attributes:
        core, readings: The policy and the readings in force.
        analysis: What its expressions rest on.
        kinds: Kinds of events by number.
        cells: For each kind, its own columns that rules ask for, by their place in a row.
        results: The kinds of whose results rules ask.
        namespace: Constants by name.
        asks_who: Whether some rule asks who acted.
        marks: What is asked of the steps of a round, each with its bit of `Judged.marks`, see `mark`.
        is_unstated: Whether what is written is for where nothing is stated or found; see `unstated`.
        names: What generated functions may call.
        functions: Their source so far, by name. `placed`: Of those that stand in the place of calls, see
            `in_place`.
    """

    def __init__(self, core: Core, readings: Mapping[str, str], analysis: Analysis) -> None:
        self.core = core
        self.readings = readings
        self.analysis = analysis
        self.kinds: dict[str, int] = {key: i for i, key in enumerate(core.events)}
        self.cells: dict[str, dict[str, int]] = {key: {} for key in core.events}
        self.results: set[str] = set()
        self.namespace: dict[str, Any] = {}
        self.truths: dict[tuple[str, str], Grade] = {}
        self.values: dict[tuple[str, str], Value] = {}
        self.tallies: dict[tuple[str, Tally], str] = {}
        self.marks: dict[tuple[str, str], int] = {}
        self.slots = {False: len(S_HEAD), True: len(D_HEAD)}
        self.is_daily = False
        self.asks_who = False
        self.is_unstated = False
        self.names: Mapping[str, Any] = {}
        self.functions: dict[str, str] = {}
        self.placed: dict[str, str | None] = {}
        self._constants: dict[object, str] = {}
        self._locals: dict[tuple[str, str], str] = {}
        self._number = 0

    @abstractmethod
    def truth(self, expr: Expr) -> Grade:
        """A condition."""

    @abstractmethod
    def value(self, expr: Expr) -> Value:
        """A value; of numbers `number` says more."""

    @abstractmethod
    def number(self, expr: Expr) -> str:
        """A number: int, Fraction, `Range`, or None for a share of nothing."""

    @abstractmethod
    def tally(self, expr: Tally) -> str:
        """What is counted or found among events."""

    @abstractmethod
    def any_of(self, expr: Tally) -> str:
        """Whether any event counts, as a condition."""

    @property
    def source(self) -> str:
        """The functions so far."""
        return "\n\n".join(self.functions.values())

    def fresh(self, prefix: str = "t") -> str:
        """A name that nothing else has."""
        self._number += 1
        return f"{prefix}{self._number}"

    def local(self, key: str, what: str) -> str:
        """The name of a function about something of that id; no part of the id is in it."""
        found = self._locals.get((key, what))
        if found is None:
            found = self._locals[key, what] = self.fresh(f"{what}_")
        return found

    def constant(self, value: object, key: object = None) -> str:
        """The name of a constant; the same for the same key."""
        known = (type(value).__name__, value) if key is None else key
        name = self._constants.get(known)
        if name is None:
            name = self._constants[known] = self.fresh("C")
            self.namespace[name] = value
        return name

    def cell(self, kind: str, column: str) -> int:
        """At which place of a row a kind's own column stands."""
        cells = self.cells[kind]
        return cells.setdefault(column, len(cells) + 6)

    def mark(self, step: str, what: str) -> int:
        """The bit that says that a step, or one instead of it, came to a result as the text says.

        Likewise, with `TRIED`, that a step was tried; with `DONE`, that it may be as the text says.
        """
        return self.marks.setdefault((step, what), 1 << len(self.marks))

    @contextmanager
    def within(self, *, is_daily: bool) -> Iterator[None]:
        """While the inside of a function is written."""
        before, self.is_daily = self.is_daily, is_daily
        yield
        self.is_daily = before

    @contextmanager
    def unstated(self) -> Iterator[None]:
        """While the same is written once more for where nothing is stated and nothing found."""
        before = self.truths, self.values, self.tallies
        self.truths, self.values, self.is_unstated = {}, {}, True
        yield
        (self.truths, self.values, self.tallies), self.is_unstated = before, False

    def function(
        self, lines: list[str], *, is_daily: bool, about: str = "", ending: str = ""
    ) -> str:
        """Write a function of a view; the source that calls it."""
        name, taken = self.fresh("f") + ending, "d" if is_daily else "s"
        head = [f"def {name}({taken}):" + (f"  # {one_line(about)}" if about else "")]
        if is_daily:
            head.append("    s = d[0]")
        self.functions[name] = "\n".join((*head, *(f"    {line}" for line in lines))) + "\n"
        return f"{name}({taken})"

    def timeless(self, source: Callable[[], str], *, about: str) -> str:
        """What depends on nothing but the day: worked out once for each, unless that takes longer."""
        with self.within(is_daily=True):
            written = source()
        if len(written) < _LONGEST_INLINE and not _ASKS.search(written):
            return written
        name = self.fresh("k")
        lines = ["d = [NO_VIEW, on, *NO_DAY]", "s = NO_VIEW", f"return {written}"]
        head = f"@kept_by_day\ndef {name}(on):  # {one_line(about)}\n"
        self.functions[name] = head + "".join(f"    {line}\n" for line in lines)
        return f"{name}(d[1])"

    def folded(self, source: str) -> Any:  # noqa: ANN401
        """What a condition's source comes to, where it rests on nothing; else None."""
        if _BOUND.search(source):
            return None
        if source.isdigit():
            return int(source)
        return eval(source, {**self.names, **self.namespace})  # noqa: S307 - our own source

    def settled(self, source: str) -> str:
        """A value's source, worked out once and for all where it rests on nothing."""
        if "(" not in source or _BOUND.search(source):
            return source
        found = self.folded(source)
        if found is None:
            return "None"
        return "ABSENT" if found == () else self.constant(found)

    def plain(self, name: str, parameters: str, lines: list[str], about: str = "") -> None:
        """Write a function that takes something else."""
        head = f"def {name}({parameters}):" + (f"  # {one_line(about)}" if about else "")
        self.functions[name] = "\n".join((head, *(f"    {line}" for line in lines))) + "\n"

    def remembered(
        self, lines: list[str], *, is_daily: bool, about: str = "", ending: str = ""
    ) -> str:
        """Write a function that works out `v` once for a view; the source that calls it."""
        slot = self.slots[is_daily]
        self.slots[is_daily] += 1
        taken = "d" if is_daily else "s"
        whole = [
            f"v = {taken}[{slot}]",
            "if v is UNSET:",
            *(f"    {line}" for line in lines),
            f"    {taken}[{slot}] = v",
            "return v",
        ]
        return self.function(whole, is_daily=is_daily, about=about, ending=ending)

    def named(
        self, key: tuple[str, str], *, is_daily: bool, about: str, source: Callable[[], str]
    ) -> str:
        """The source of something that has a name: in place where that is shorter, or a call.

        Args:
            key: Its sort ("node" or "fact") and its id.
            is_daily: Whether it depends on the day.
            about: What it is called.
            source: Writes it.
        """
        rests = self.analysis.of(*key)
        if is_daily and not rests.kinds and not rests.is_stated:
            return self.timeless(source, about=about)
        is_once = self.analysis.uses[key] <= 1
        if is_once and is_daily == self.is_daily:
            return source()
        mark = len(self.functions)
        with self.within(is_daily=is_daily):
            written = source()
        is_plain = len(self.functions) == mark and not ("(s)" in written or "(d)" in written)
        is_trivial = "(" not in written and ":=" not in written
        if _CALL.fullmatch(written):
            return written
        if is_plain and (is_trivial or (is_once and len(written) < _LONGEST_INLINE)):
            return written
        return self.remembered([f"v = {written}"], is_daily=is_daily, about=about)
