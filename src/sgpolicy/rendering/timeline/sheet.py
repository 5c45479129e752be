"""The sheet that the parts of the drawing share: its measures, its layers, and where a day stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sgpolicy.records import dataclass, field
from sgpolicy.rendering.timeline.drawing import INK, PAPER, SOFT, Drawing, broken, extent
from sgpolicy.rendering.timeline.entries import month_and_day
from sgpolicy.rendering.timeline.layout import Span, position

if TYPE_CHECKING:
    from sgpolicy.model.account import Account

WIDTH, MARGIN = 1600, 40
LEFT, RIGHT = 260, 1560
"""Between these, days are to scale; the names of the rows stand to the left."""
EDGE = WIDTH - 20
LARGE, TEXT, SMALL = 40, 28, 25
LEADER = "#98a0aa"
_LONG, _LINE = 12, 33


@dataclass(frozen=True, slots=True)
class Sheet:
    """An account on its way to a drawing.

    Attributes:
        span: The years of the axis.
        under: What lies behind all: lines that labels hide.
        veils: White behind the labels.
        grid: Pale lines, which pass behind the labels' letters.
        front: Everything else.
        uprights: Where upright lines of `under` stand; no pale line is drawn upon one.
    """

    account: Account
    span: Span
    under: Drawing = field(default_factory=Drawing)
    veils: Drawing = field(default_factory=Drawing)
    grid: Drawing = field(default_factory=Drawing)
    front: Drawing = field(default_factory=Drawing)
    uprights: set[int] = field(default_factory=set)

    def across(self, day: int) -> int:
        """Where a day number begins."""
        return LEFT + position(day, self.span, RIGHT - LEFT)

    def at(self, day: date) -> int:
        """Where a day begins."""
        return self.across(day.toordinal())

    def told(self, day: date) -> str:
        """A day as labels tell it: without its year where the axis names every year."""
        is_long = self.span.last_year - self.span.first_year >= _LONG
        return day.isoformat() if is_long else month_and_day(day)

    def upright(self, x: int, top: int, bottom: int, *, is_bold: bool = False) -> None:
        """A line from above to below, under everything."""
        self.uprights.add(x)
        colour, width = (INK, 3) if is_bold else (LEADER, 2)
        self.under.line((x, top), (x, bottom), colour, width)

    def is_free(self, x: int) -> bool:
        """Whether no upright line stands there."""
        return not any(abs(x - other) <= 2 for other in self.uprights)

    def veil(self, x: int, y: int, size: tuple[int, int]) -> None:
        """White behind a label."""
        self.veils.bar(x, y, size, PAPER)

    def name_row(self, y: int, name: str, owners: tuple[str, ...] = ()) -> int:
        """Name a row at the left, its first line on `y`; returns how high that is."""
        room = LEFT - MARGIN - 16
        lines = [(line, TEXT, INK) for line in broken(name, TEXT, room, 2)]
        whole = tuple(f"{owner}、" for owner in owners[:-1]) + owners[-1:]
        if len(whole) > 2 or any(extent(owner, SMALL) > room for owner in whole):
            whole = tuple(broken("".join(whole), SMALL, room, 2))
        lines += [(line, SMALL, SOFT) for line in whole]
        for number, (line, size, colour) in enumerate(lines):
            run = (line, colour, size == TEXT)
            self.front.text((MARGIN, y + _LINE * number), run, size=size)
        return _LINE * len(lines)

    def whole(self) -> Drawing:
        """All layers, one upon the other."""
        layers = (self.under, self.veils, self.grid, self.front)
        return Drawing([part for layer in layers for part in layer.parts])
