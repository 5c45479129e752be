"""Case tables in a Markdown file: their rows, each with its section's base and day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sgpolicy.casing.records import Problems, Row
from sgpolicy.records import dataclass, field
from sgpolicy.source.nearest import nearest

NAME, CHANGES, READINGS, TARGET, EXPECTED, CITED = "样例", "改动", "读法", "对象", "期望", "依据"
RIVAL = "另一人"
"""In cases about a ranking, what differs from the base in the other applicant."""
COLUMNS = (NAME, CHANGES, RIVAL, READINGS, TARGET, EXPECTED, CITED)
REQUIRED = (NAME, TARGET, EXPECTED, CITED)
BASE, HISTORY, DAY, REST = "基础", "经历", "评估日", "休假日"
SETTINGS = (BASE, HISTORY, DAY, REST)
"""What a section says of its cases; `休假日：2026年止` for the years whose days of rest are known."""

_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})\s")
_SETTING = re.compile(
    r"^\s*(?:[-*]\s+)?\**(?P<key>[\u4e00-\u9fff]{1,6})\**\s*[：:]\**\s*(?P<value>.*)$"
)
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_RULE = re.compile(r"^[\s|:：-]*-[\s|:：-]*$")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(slots=True)
class _Sections:
    """What the headings above a line say: a stack of (heading's level, settings)."""

    stack: list[tuple[int, dict[str, str]]] = field(default_factory=lambda: [(0, {})])

    def open(self, level: int) -> None:
        while self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, {}))

    def set(self, key: str, value: str) -> None:
        own = self.stack[-1][1]
        if key in (BASE, HISTORY):  # what stood before in the same section no longer counts
            own.pop(HISTORY if key == BASE else BASE, None)
        own[key] = value

    def get(self, key: str) -> str:
        return next((own[key] for _, own in reversed(self.stack) if key in own), "")

    def start(self) -> tuple[str, bool]:
        """What cases start from, and whether it is a history: the innermost of the two."""
        for _, own in reversed(self.stack):
            if HISTORY in own:
                return own[HISTORY], True
            if BASE in own:
                return own[BASE], False
        return "", False


def read_rows(text: str, problems: Problems) -> list[Row]:
    """Every row of every case table; tables with other columns are prose."""
    sections = _Sections()
    rows: list[Row] = []
    lines = list(_lines(text))
    i = 0
    while i < len(lines):
        number, line = lines[i]
        heading = _HEADING.match(line)
        if heading:
            sections.open(len(heading["marks"]))
        elif line.lstrip().startswith("|"):
            table = _table(lines[i:])
            rows += _cases(table, sections, problems)
            i += len(table)
            continue
        elif setting := _SETTING.match(line):
            _set(sections, setting["key"], setting["value"], number, problems)
        i += 1
    return rows


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines outside fenced code, numbered from 1."""
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1] == fence:
            fence = ""
        elif not fence:
            yield number, line


def _set(sections: _Sections, key: str, value: str, number: int, problems: Problems) -> None:
    value = value.strip().strip("`").strip()
    if key in SETTINGS:
        if value:
            sections.set(key, value)
        else:
            problems.report(number, f"“{key}：”后面没有内容")
    elif meant := nearest(key, SETTINGS):
        problems.report(number, f"“{key}：”不是设定，是不是“{meant}：”？如果只是说明，请换一个说法")


def _table(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    found = []
    for number, line in lines:
        if not line.lstrip().startswith("|"):
            break
        found.append((number, line))
    return found


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    parts = _BAR.split(inner)
    if parts and not parts[-1].strip():
        parts.pop()
    return [part.replace("\\|", "|").strip().strip("`").strip() for part in parts]


def _cases(
    table: Sequence[tuple[int, str]], sections: _Sections, problems: Problems
) -> Iterator[Row]:
    number, line = table[0]
    header = _cells(line)
    if len(set(header) & set(COLUMNS)) < 2:
        return
    if not _is_header(header, number, problems):
        return
    body = table[1:]
    if body and _RULE.match(body[0][1]):
        body = body[1:]
    else:
        problems.report(number, "表头的下一行应为“|---|---|…”")
    for row_number, row_line in body:
        cells = _cells(row_line)
        if not any(cells):
            continue
        if len(cells) > len(header):
            problems.report(
                row_number,
                f"这一行有 {len(cells)} 格，表头只有 {len(header)} 列；内容里的竖线请写成 \\|",
            )
            continue
        cells += [""] * (len(header) - len(cells))
        named = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=True))
        base, is_life = sections.start()
        day, rest = sections.get(DAY), sections.get(REST)
        yield Row(row_number, named, base, day, is_life=is_life, rest=rest)


def _is_header(header: Sequence[str], number: int, problems: Problems) -> bool:
    before = len(problems.found)
    for column in dict.fromkeys(header):
        if column not in COLUMNS:
            meant = nearest(column, COLUMNS)
            hint = f"，是不是“{meant}”？" if meant else f"；样例表的列是：{'、'.join(COLUMNS)}"
            problems.report(number, f"样例表没有“{column}”这一列{hint}")
        elif header.count(column) > 1:
            problems.report(number, f"“{column}”这一列出现了 {header.count(column)} 次")
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        problems.report(number, f"样例表缺少“{'”“'.join(missing)}”列")
    return len(problems.found) == before
