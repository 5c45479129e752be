"""A register written to a file, whole or not at all; what could not be read stands in a file beside it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sgpolicy.holidays import published_holidays
from sgpolicy.records import dataclass
from sgpolicy.registers.clerk import Clerk
from sgpolicy.registers.sharing import in_processes, start_method
from sgpolicy.registers.sources import entries_of
from sgpolicy.registers.targets import between, writer_of
from sgpolicy.registers.wording import Form, held, said, same_name
from sgpolicy.tables.files import Whole, spare
from sgpolicy.tables.rejects import Beside

if TYPE_CHECKING:
    from sgpolicy.compiled import CompiledPolicy
    from sgpolicy.model.explanation import Language
    from sgpolicy.model.holidays import HolidayTable
    from sgpolicy.registers.clerk import Line
    from sgpolicy.registers.sources import Entry

_PIECE = 100
"""Histories that a process takes at once: reading and reckoning some, even from YAML, takes a second at most."""


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """What became of the histories.

    Attributes:
        platforms: How many are in the register.
        outcomes: How many hold a title, do not, or it is not known: by 有, 没有, 不能断定, 不适用.
        overdue: How many have a duty overdue.
        rejected: How many histories could not be read.
        same_names: How many are called as an earlier one, or differ from it in width or spaces only; they are
            in the register.
        target: The register.
        rejects: Where those stand that could not be read, or share a name; None where there are none.
    """

    platforms: int
    outcomes: Mapping[str, int]
    overdue: int
    rejected: int
    same_names: int
    target: Path
    rejects: Path | None


def register_file(
    compiled: CompiledPolicy,
    source: Path,
    target: Path,
    *,
    on: date,
    holidays: HolidayTable | None,
    processes: int,
    lang: Language,
    progress: Callable[[float], None],
) -> RegisterReport:
    """Write a register; see `CompiledPolicy.register_file`."""
    table = holidays if holidays is not None else published_holidays()
    aside = Beside(target, said("aside", lang))
    spare(source, (target, aside.path))
    with ExitStack() as stack:
        output = stack.enter_context(Whole(target))
        writer = writer_of(compiled, target, output.path, on, table, lang)
        stack.callback(writer.close)
        entries = entries_of(compiled.policy, source, lang)
        stack.callback(aside.drop)
        clerk = Clerk(compiled, on, table, Form(lang, between(target, lang)))
        clerk([])  # what it needs is made once, before other processes begin
        tally = _Tally(lang)
        found = in_processes(clerk, _pieces(entries), processes, start_method())
        for lines in stack.enter_context(closing(found)):
            told = tally.told(lines)
            if told:
                aside.write(told)
            writer.write([line.cells for line in lines if line.outcome is not None])
            progress(lines[-1].done)
        writer.close()
        left = aside.keep()
        output.keep()
    return RegisterReport(
        tally.outcomes.total(),
        dict(tally.outcomes),
        tally.overdue,
        tally.rejected,
        tally.same_names,
        target,
        left,
    )


class _Tally:
    """Counts what becomes of the histories, and says what is to be told of them beside the register.

    Attributes:
        outcomes, overdue, rejected, same_names: See `RegisterReport`.
    """

    def __init__(self, lang: Language) -> None:
        self.outcomes: Counter[str] = Counter()
        self.overdue = self.rejected = self.same_names = 0
        self._lang: Language = lang
        self._seen: dict[str, tuple[str, str]] = {}

    def told(self, lines: Iterable[Line]) -> list[Sequence[str | int]]:
        """Count some more, and give the lines of the file beside."""
        told: list[Sequence[str | int]] = []
        for line in lines:
            if line.outcome is None:
                self.rejected += 1
                told += [
                    (line.place, one.where, one.line or "", one.message) for one in line.troubles
                ]
                continue
            self.outcomes[held(line.outcome, "zh")] += 1
            self.overdue += line.is_overdue
            own = (line.place, line.name)
            first = self._seen.setdefault(_alike(line.name), own)
            if line.name and first is not own:
                self.same_names += 1
                told.append((line.place, "", "", same_name(line.name, *first, self._lang)))
        return told


def _alike(name: str) -> str:
    """A name without what is easily written otherwise: full or half width, spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _pieces(entries: Iterator[Entry]) -> Iterator[Sequence[Entry]]:
    while some := [*islice(entries, _PIECE)]:
        yield some
