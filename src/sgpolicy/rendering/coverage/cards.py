"""What was tried of a rule, as HTML: its outcomes, bounds, exceptions, and the names of its cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from sgpolicy.model.exercise import CaseName, Item, Level, Owner, Part, Point
from sgpolicy.rendering.coverage.wording import (
    KINDS,
    nearest,
    part_name,
    point_name,
    under,
)

SIGNS: dict[str, str] = {
    "A": "规",
    "H": "评",
    "D": "定",
    "P": "步",
    "O": "义",
    "W": "权",
    "N": "说",
    "": "口",
}
"""The one character that stands for each kind of work, beside its colour."""
LEVELS: dict[Level, str] = {"full": "全部试到", "partial": "部分试到", "none": "没有试到"}
_MARKS = {
    "rule": "A",
    "finding": "H",
    "combination": "A",
    "scope": "A",
    "definition": "D",
    "interpretation": "",
}


def css_mark(mark: str) -> str:
    """The class of a kind of work."""
    return f"k{mark or 'K'}"


def card(item: Item, cases: Sequence[CaseName], *, limit: int, anchor: str = "") -> str:
    """A rule with everything that was tried of it.

    Args:
        item: The rule.
        cases: The report's cases.
        limit: How many cases are named.
        anchor: The card's id; "" for none.
    """
    mark = _MARKS[item.kind]
    quoted = "".join(f"「{phrase}」" for phrase in item.citation.phrases)
    return "".join(
        (
            f'<span class="card {css_mark(mark)}"',
            f' id="{escape(anchor)}">' if anchor else ">",
            f'<span class="card-head"><span class="sign">{SIGNS[mark]}</span>',
            f'<b class="card-name">{escape(item.name)}</b>',
            f'<span class="card-kind">{KINDS[item.kind]}</span>{meter(item.tried, item.total)}</span>',
            f'<span class="card-quote">{escape(quoted)}</span>' if quoted else "",
            "".join(_part(part) for part in item.parts),
            _named(item, cases, limit),
            "</span>",
        )
    )


def plain_card(owner: Owner) -> str:
    """A declaration that cases do not try."""
    return (
        f'<span class="card {css_mark(owner.mark)}"><span class="card-head">'
        f'<span class="sign">{SIGNS[owner.mark]}</span>'
        f'<b class="card-name">{escape(owner.name)}</b>'
        f'<span class="card-kind">{escape(owner.word)}</span></span>'
        '<span class="card-note">样例不评估这一类文字。</span></span>'
    )


def meter(tried: int, total: int) -> str:
    """A small bar with its numbers."""
    width = 100 * tried // total if total else 100
    level = "full" if tried == total else "none" if not tried else "partial"
    return (
        f'<span class="meter m-{level}"><span class="bar" aria-hidden="true">'
        f'<i style="width:{width}%"></i></span><span class="of">{tried}/{total}</span></span>'
    )


def _part(part: Part) -> str:
    readings = under(part)
    return "".join(
        (
            '<span class="part"><span class="part-name">',
            f'<span class="under">{escape(readings)}</span>' if readings else "",
            f'{escape(part_name(part))}</span><span class="points">',
            "".join(_point(point, part) for point in part.points),
            "</span></span>",
        )
    )


def _point(point: Point, part: Part) -> str:
    name = point_name(point, part)
    tried = nearest(point, part)
    if tried and part.kind == "bound" and not point.is_tried:
        name += f"（最近 {tried}）"
    elif tried and part.kind == "bound" and part.bound is not None:
        name = f"{name} {tried}" if point.is_near else f"{name}：{tried}"
    if point.is_tried:
        return (
            f'<span class="point yes"><i aria-hidden="true">✓</i>{escape(name)}'
            f'<small title="{len(point.cases)} 个样例">{len(point.cases)}</small></span>'
        )
    return f'<span class="point no"><i aria-hidden="true">✗</i>{escape(name)}<small>未试</small></span>'


def _named(item: Item, cases: Sequence[CaseName], limit: int) -> str:
    numbers = list(_evenly(item))
    if not numbers:
        return '<span class="card-cases">没有样例。</span>'
    # The cases about the rule itself say most; the others rest on it among much else.
    own = [number for number in numbers if cases[number].is_about(item.id)]
    rest = [number for number in numbers if not cases[number].is_about(item.id)]
    shown = [*own, *rest][:limit]
    names = "".join(f"<span>{escape(cases[number].name)}</span>" for number in shown)
    more = f"等 {len(numbers)} 个" if len(numbers) > len(shown) else f"{len(numbers)} 个"
    return f'<span class="card-cases">样例（{more}）</span><span class="names">{names}</span>'


def _evenly(item: Item) -> Iterator[int]:
    """The item's cases, one of each point in turn, so that the first few show the most."""
    seen: set[int] = set()
    for number in _in_turn([point.cases for point in item.points()]):
        if number not in seen:
            seen.add(number)
            yield number


def _in_turn(lists: Iterable[Sequence[int]]) -> Iterator[int]:
    remaining = [list(one) for one in lists]
    for at in range(max((len(one) for one in remaining), default=0)):
        for one in remaining:
            if at < len(one):
                yield one[at]
