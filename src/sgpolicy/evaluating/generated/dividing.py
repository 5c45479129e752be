"""Assignments put together as a function: facts are read at once, and a long function is divided into parts.

To look up facts one after another takes as long as deciding by them: each is an object of its own somewhere in memory,
and Python's own steps lie between one and the next. `itemgetter` takes them all in one step. It does not know a fact
that is not stated; where one is not, `get` is asked for each, and where there are too few it is so from the start: to
be told so by an exception takes a microsecond.

Python reaches the first 256 names and constants of a function in one instruction each, later ones in two. It keeps
names for some two thousand at hand, and fetches memory for more at every call. And it compiles a line the more
slowly, the more lines a function has. So a long function is written as several, and one that calls them in turn.
What it returns is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from sgpolicy.records import dataclass, field

LONGEST = 400
"""So many lines stay one function: calling a second would take longer than it saves."""
NAMES = 230
"""So many names a part has at most, of its own and handed to it."""
JOINED = 16
"""A line that puts together more names than so many from elsewhere is in no part: handing them over takes longer."""

_NAME = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|#.*|\b([a-z]\d+)\b""")
"""A text, a remark, or a name, which alone is a group."""


@dataclass(slots=True)
class _Part:
    """Lines that stand together.

    Attributes:
        is_joint: A line that stays in the function itself.
        lines: By number.
        taken: The lines from elsewhere whose names these have.
        handed: Those of these whose names are had elsewhere.
        shown: Outcomes that follow on one another and are of this part alone, by the place of the first.
    """

    is_joint: bool = False
    lines: list[int] = field(default_factory=list)
    taken: dict[int, None] = field(default_factory=dict)
    handed: dict[int, None] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """What a function does.

    Attributes:
        lines: Assignments; a name ends in the number of its line, and stands in later lines only.
        read: The lines that do nothing but look up a fact, by number, and its key.
        shown: Every outcome that the function returns, as an expression of those names.
        conclusion: The decision, another such expression.
    """

    lines: Sequence[str]
    read: Mapping[int, str]
    shown: Sequence[str]
    conclusion: str

    def written(self, name: str, parameters: str) -> list[str]:
        """The lines of the function's source: of it alone, or of its parts and then of it.

        Args:
            name: What it is called; its parts are called the same with a number.
            parameters: What it takes, `facts` first.
        """
        if len(self.lines) > LONGEST:
            return _Division(self).written(name, parameters)
        returning = f"return {self.conclusion}, {_tuple(self.shown)}"
        return self.function(name, parameters, range(len(self.lines)), self.is_full, returning)

    @property
    def is_full(self) -> str:
        """Whether so many facts are stated that all may be, as source."""
        return f"len(facts) >= {len(self.read)}"

    def function(
        self, name: str, parameters: str, numbers: Sequence[int], is_full: str, returning: str
    ) -> list[str]:
        """A function of some of the lines: the facts that they look up, the others, and what it returns."""
        read = [number for number in numbers if number in self.read]
        head, body = [], [self.lines[number] for number in numbers]
        if len(read) > 1:
            body = [self.lines[number] for number in numbers if number not in self.read]
            head = [
                *_bracketed(f"{name}_keys = ", [repr(self.read[number]) for number in read]),
                f"{name}_read = itemgetter(*{name}_keys)",
                "",
                "",
            ]
            each = f"map(facts.get, {name}_keys)"
            body = [
                "try:",
                f"    stated = {name}_read(facts) if {is_full} else {each}",
                "except KeyError:",
                f"    stated = {each}",
                *_bracketed("", [self.name(number) for number in read], " = stated"),
                *body,
            ]  # fmt: skip
        return [*head, f"def {name}({parameters}):", *_indented([*body, returning])]

    def name(self, number: int) -> str:
        """The name that a line assigns."""
        return self.lines[number].partition(" ")[0]


class _Division:
    def __init__(self, body: Body) -> None:
        self._body = body
        self._names = [body.name(number) for number in range(len(body.lines))]
        self._numbers: dict[str, int] = {}
        self._parts = [_Part()]
        self._home: list[int] = []
        for number, line in enumerate(body.lines):
            self._place(number, set(self._used(line)))
            self._numbers[self._names[number]] = number
        self._hand(self._used(body.conclusion))
        self._returning = f"return {body.conclusion}, {_tuple([*self._outcomes(body.shown)])}"

    def written(self, name: str, parameters: str) -> list[str]:
        """The parts' source, and the function's that calls them."""
        found: list[str] = []
        body = [f"is_full = {self._body.is_full}"]
        for i, part in enumerate(self._parts):
            returned = [self._names[number] for number in sorted(part.handed)]
            if part.is_joint:
                body += [self._body.lines[number] for number in part.lines]
            elif returned or part.shown:
                taken = [
                    parameters,
                    "is_full",
                    *(self._names[number] for number in sorted(part.taken)),
                ]
                targets = [*returned, *(f"t{place}" for place in part.shown)]
                own, takes = f"{name}_{i}", ", ".join(taken)
                body.append(f"{''.join(f'{one}, ' for one in targets)}= {own}({takes})")
                returning = f"return {_tuple([*returned, *part.shown.values()])}"
                found += [
                    *self._body.function(own, takes, part.lines, "is_full", returning),
                    "",
                    "",
                ]
        return [*found, f"def {name}({parameters}):", *_indented([*body, self._returning])]

    def _used(self, source: str) -> list[int]:
        """The lines whose names are in a line or an expression."""
        numbers = self._numbers
        return [numbers[name] for name in _NAME.findall(source) if name in numbers]

    def _place(self, number: int, used: set[int]) -> None:
        """Put a line into the last part, or into a new one."""
        part, here = self._parts[-1], len(self._parts) - 1
        foreign = [one for one in used if self._home[one] != here]
        is_joint = len(foreign) > JOINED
        if is_joint or part.is_joint or len(part.lines) + len(part.taken) + len(foreign) >= NAMES:
            part, here, foreign = _Part(is_joint), len(self._parts), [*used]
            self._parts.append(part)
        part.lines.append(number)
        self._home.append(here)
        if foreign:
            part.taken.update(dict.fromkeys(foreign))
            self._hand(foreign)

    def _hand(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._parts[self._home[number]].handed[number] = None

    def _outcomes(self, shown: Sequence[str]) -> Iterator[str]:
        """The function's own list of outcomes; those of one part that follow on one another come from it."""
        place = 0
        for home, run in groupby(shown, self._only_home):
            outcomes = [*run]
            if home is None or self._parts[home].is_joint or len(outcomes) == 1:
                for one in outcomes:
                    self._hand(self._used(one))
                yield from outcomes
            else:
                self._parts[home].shown[place] = _tuple(outcomes)
                yield f"*t{place}"
            place += len(outcomes)

    def _only_home(self, source: str) -> int | None:
        """The part that has all names of an expression."""
        homes = {self._home[number] for number in self._used(source)}
        return homes.pop() if len(homes) == 1 else None


def _tuple(items: Sequence[str]) -> str:
    return f"({''.join(f'{item}, ' for item in items)})"


def _bracketed(before: str, items: Sequence[str], after: str = "") -> list[str]:
    """A tuple on lines of eight."""
    rows = (items[i : i + 8] for i in range(0, len(items), 8))
    return [f"{before}(", *(f"    {', '.join(row)}," for row in rows), f"){after}"]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]
