"""For a terminal: a table by article, then the gaps by rule."""

from __future__ import annotations

from collections.abc import Sequence

from sgpolicy.model.citation import Clause
from sgpolicy.model.exercise import Exercise, Item, PartKind
from sgpolicy.rendering.coverage.wording import KINDS, gaps, share
from sgpolicy.source.text import cells
from sgpolicy.source.wrapping import wrapped

_WIDTH = 78
_COLUMNS: tuple[tuple[str, tuple[PartKind, ...]], ...] = (
    ("结论", ("outcome",)),
    ("界限", ("bound", "elapsed", "stretch", "choice")),
    ("条件", ("condition",)),
    ("例外", ("exception",)),
    ("读法", ("reading",)),
)


def to_text(exercise: Exercise) -> str:
    """The table and the gaps."""
    articles: dict[Clause, list[Item]] = {}
    for item in exercise.items:
        articles.setdefault(item.citation.clause.article, []).append(item)
    header = ["条款", *(name for name, _ in _COLUMNS), "合计", "未试"]
    rows = [_row(article.label, items) for article, items in articles.items()]
    rows.append(_row("合计", exercise.items))
    lines = ["样例试到了什么（试到／应试）", "", *_table(header, rows), ""]
    lines += _gap_lines(exercise.items)
    lines += wrapped(summary(exercise), _WIDTH)
    return "\n".join(lines)


def summary(exercise: Exercise) -> str:
    """The totals in a sentence or two."""
    whole = sum(item.level == "full" for item in exercise.items)
    text = (
        f"样例 {len(exercise.cases)} 个；应试 {exercise.total} 处，试到 {exercise.tried} 处"
        f"（{share(exercise.share)}）；{len(exercise.items)} 项中 {whole} 项全部试到。"
    )
    if exercise.failed:
        text += f"另有 {exercise.failed} 个样例与期望不符，不计在内。"
    return text


def _row(name: str, items: Sequence[Item]) -> list[str]:
    counts = []
    for _, kinds in _COLUMNS:
        points = [
            p for item in items for part in item.parts if part.kind in kinds for p in part.points
        ]
        tried = sum(point.is_tried for point in points)
        counts.append(f"{tried}/{len(points)}" if points else "·")
    total, tried = sum(i.total for i in items), sum(i.tried for i in items)
    return [name, *counts, f"{tried}/{total}", str(total - tried or "·")]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    body = [header, *rows]
    widths = [max(cells(row[at]) for row in body) for at in range(len(header))]
    lines = []
    for row in body:
        first = row[0] + " " * (widths[0] - cells(row[0]))
        rest = [" " * (widths[at] - cells(row[at])) + row[at] for at in range(1, len(row))]
        lines.append("  ".join([first, *rest]).rstrip())
    lines.insert(1, "─" * (sum(widths) + 2 * (len(widths) - 1)))
    return lines


def _gap_lines(items: Sequence[Item]) -> list[str]:
    lines: list[str] = []
    for item in items:
        for text in gaps(item):
            head = f"{item.citation.clause.label} {KINDS[item.kind]}“{item.name}”："
            first, *rest = wrapped(head + text + "。", _WIDTH - 2)
            lines += ["· " + first, *("  " + line for line in rest)]
    return ["没有试到的：", *lines, ""] if lines else ["没有发现没有试到的。", ""]
