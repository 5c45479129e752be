"""A sheet's headings that change a history: 发文确认.日期, 事项.归口, 增加.撤销称号, 记载截至."""

from __future__ import annotations

from sgpolicy.casing.cells import TEXT, Expected
from sgpolicy.casing.changes import POINT
from sgpolicy.casing.life_changes import (
    ADDED,
    COMPLETE,
    FACTS,
    columns_of,
    numbered,
    read_life_changes,
)
from sgpolicy.casing.records import Piece, Problems, Spot
from sgpolicy.casing.vocabulary import Vocabulary, by_either

_SAMPLE = "2026-11-22"
_DATE = Expected("date")


def is_life_heading(text: str, names: Vocabulary) -> bool:
    """Whether a heading names an event, or another part of a history."""
    head = POINT.split(text)[0].strip()
    place = numbered(head)
    name = place[0] if place else head
    return name in names.events or head in (*COMPLETE, *FACTS, *ADDED)


def life_expected(text: str, names: Vocabulary) -> Expected:
    """What the cells under such a heading hold."""
    head, *parts = [part.strip() for part in POINT.split(text)]
    if head in COMPLETE:
        return _DATE
    if head in FACTS:
        return TEXT
    if head in ADDED:
        head, *parts = parts or [""]
    place = numbered(head)
    kind = names.events.get(place[0] if place else head)
    if kind is None or not parts:
        return _DATE
    column = by_either(columns_of(kind)).get(parts[0])
    return TEXT if column is None else Expected(column.type.kind, column.type.unit or "")


def is_addition(text: str) -> bool:
    """Whether the heading adds an event: a blank cell under it then adds none."""
    return POINT.split(text)[0].strip() in ADDED


def try_out(text: str, spot: Spot, names: Vocabulary, problems: Problems) -> None:
    """Report what is wrong with such a heading."""
    pieces = [Piece(text, _SAMPLE, spot)]
    head, *parts = [part.strip() for part in POINT.split(text)]
    if head in ADDED and len(parts) > 1:
        pieces.insert(0, Piece(f"{head}.{parts[0]}", _SAMPLE, spot))
    read_life_changes("", spot.line, names, problems, pieces)
