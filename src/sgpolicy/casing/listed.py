"""Case files in YAML: a list of cases, as plain data, to rows.

    基础: ../applications/符合-六项功能.yaml
    评估日: 2026-11-22
    样例:
      - 样例: 刚好
        改动: {资产总额: 100万元}
        对象: 资产规模
        期望: 符合

A list without the frame around it will do; each case may name its own 基础, or 经历, and 评估日.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sgpolicy.casing.records import Piece, Problems, Row, Spot
from sgpolicy.casing.tables import (
    BASE,
    CHANGES,
    CITED,
    COLUMNS,
    DAY,
    HISTORY,
    NAME,
    READINGS,
    REST,
    RIVAL,
    SETTINGS,
)
from sgpolicy.records import dataclass
from sgpolicy.source.nearest import nearest

_KEYS = (*COLUMNS, *SETTINGS)
_FRAME = (*SETTINGS, NAME)
_OPTIONAL = frozenset({CITED})
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Reader:
    lines: Mapping[Path, int]
    problems: Problems

    def line(self, path: Path) -> int:
        return self.lines.get(path) or (self.line(path[:-1]) if path else 1)

    def report(self, path: Path, message: str) -> None:
        self.problems.report(self.line(path), message)

    def text(self, value: object, path: Path) -> str:
        """A scalar's text."""
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        self.report(path, f"“{path[-1]}”应是一段文字")
        return ""

    def known(self, data: Mapping[object, object], path: Path, keys: Sequence[str]) -> None:
        for key in data:
            if key not in keys:
                meant = nearest(str(key), keys)
                hint = f"，是不是“{meant}”？" if meant else f"；有：{'、'.join(keys)}"
                self.report((*path, str(key)), f"没有“{key}”这一项{hint}")

    def start(self, data: Mapping[object, object], path: Path) -> tuple[str, bool]:
        """What is started from, and whether it is a history; ("", False) where neither is said."""
        base, history = (self.text(data.get(key), (*path, key)) for key in (BASE, HISTORY))
        if base and history:
            self.report((*path, HISTORY), f"“{BASE}”和“{HISTORY}”只能写一项")
        return (history, True) if history else (base, False)


def read_listed(data: object, lines: Mapping[Path, int], problems: Problems) -> list[Row]:
    """The rows of a case file.

    Args:
        data: The file as mappings, lists and text.
        lines: The line, from 1, of the value at each path.
        problems: Collects what is wrong.
    """
    reader = _Reader(lines, problems)
    frame: Mapping[object, object] = {}
    path: Path = ()
    if isinstance(data, Mapping):
        frame = data
        reader.known(frame, (), _FRAME)
        path = (NAME,)
        data = frame.get(NAME)
    if not isinstance(data, list):
        message = f"这不是样例文件：应是样例的列表，写在“{NAME}:”下面；申报材料请另放一个文件夹"
        reader.report(path, message)
        return []
    start = reader.start(frame, ())
    day = reader.text(frame.get(DAY), (DAY,))
    rest = reader.text(frame.get(REST), (REST,))
    return list(_rows(data, path, (start, day, rest), reader))


def _rows(
    items: Sequence[object], path: Path, section: tuple[tuple[str, bool], str, str], reader: _Reader
) -> Iterator[Row]:
    for number, item in enumerate(items):
        here = (*path, number)
        if not isinstance(item, Mapping):
            reader.report(here, f"第 {number + 1} 个样例应写成“{NAME}: …”“期望: …”各占一行")
            continue
        reader.known(item, here, _KEYS)
        cells = dict.fromkeys(COLUMNS, "")
        for column in COLUMNS:
            if column not in {CHANGES, RIVAL, READINGS, CITED}:
                cells[column] = reader.text(item.get(column), (*here, column))
        cells[CITED] = _joined(item.get(CITED), (*here, CITED), reader)
        pieces: list[list[Piece]] = []
        for column in (CHANGES, READINGS, RIVAL):
            value, at = item.get(column), (*here, column)
            if isinstance(value, Mapping):
                pieces.append(list(_pieces(value, at, reader)))
            else:
                cells[column] = reader.text(value, at)
                pieces.append([])
        cells[RIVAL] = cells[RIVAL] or "；".join(f"{p.left}={p.right}" for p in pieces[2])
        base, is_life = reader.start(item, here)
        if not base:
            base, is_life = section[0]
        day = reader.text(item.get(DAY), (*here, DAY)) or section[1]
        rest = reader.text(item.get(REST), (*here, REST)) or section[2]
        spots = {key: Spot(reader.line((*here, key))) for key in _KEYS if key in item}
        line = reader.line((*here, NAME)) if NAME in item else reader.line(here)
        yield Row(
            line,
            cells,
            base,
            day,
            tuple(pieces[0]),
            tuple(pieces[1]),
            spots,
            _OPTIONAL,
            is_life=is_life,
            rest=rest,
        )


def _joined(value: object, path: Path, reader: _Reader) -> str:
    if isinstance(value, list):
        return "、".join(reader.text(one, (*path, i)) for i, one in enumerate(value))
    return reader.text(value, path)


def _pieces(data: Mapping[object, object], path: Path, reader: _Reader) -> Iterator[Piece]:
    """The entries of a mapping; one inside another is joined by a point: 资产总额.申请日."""
    for key, value in data.items():
        here = (*path, str(key))
        spot = Spot(reader.line(here))
        match value:
            case Mapping() if value:
                for inner in _pieces(value, here, reader):
                    yield Piece(f"{key}.{inner.left}", inner.right, inner.spot)
            case Mapping():
                reader.report(here, f"“{key}”下面没有内容；没有填报的，冒号后面空着")
            case list() if not value:
                yield Piece(str(key), "（无）", spot)
            case list():
                texts = [reader.text(one, (*here, i)) for i, one in enumerate(value)]
                yield Piece(str(key), "、".join(texts), spot)
            case _:
                yield Piece(str(key), reader.text(value, here) or "（缺）", spot)
