"""One HTML page, complete in itself: the official text with what does what, and how well it is tried.

No script: a phrase's details are its sibling in the page, shown while it is hovered or focused, and
listed again under its clause, where they print.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from itertools import groupby

from sgpolicy.model.citation import Clause
from sgpolicy.model.coverage import MARKS
from sgpolicy.model.exercise import Exercise, Item, LawText, Level, Owner, Paragraph, Segment
from sgpolicy.records import dataclass, field
from sgpolicy.rendering.coverage.cards import LEVELS, SIGNS, card, css_mark, meter, plain_card
from sgpolicy.rendering.coverage.text import summary
from sgpolicy.rendering.coverage.wording import KINDS, gaps, share

_LEGEND = {
    "A": "规则：由数据判定",
    "H": "评定：由人判断",
    "D": "定义",
    "P": "步骤：程序",
    "O": "义务",
    "W": "权力",
    "N": "说明：不作计算",
    "": "口径：有几种读法",
}
_IN_TIP, _IN_LIST = 5, 12


def to_html(law: LawText, exercise: Exercise) -> str:
    """The page."""
    page = _Page(law, exercise)
    style = files(__package__).joinpath("page.css").read_text("utf-8")
    title = escape(f"{law.title}：样例试到了什么")
    return "\n".join(
        (
            '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<link rel="icon" href="data:,">',
            f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>",
            page.header(),
            f"<main>\n{page.text()}\n</main>",
            "</body>\n</html>\n",
        )
    )


@dataclass(slots=True)
class _Page:
    law: LawText
    exercise: Exercise
    tips: int = 0
    items: dict[str, Item] = field(init=False)
    by_clause: dict[Clause, list[Item]] = field(init=False)

    def __post_init__(self) -> None:
        self.items = {item.name: item for item in self.exercise.items}
        self.by_clause = {}
        for item in self.exercise.items:
            self.by_clause.setdefault(item.citation.clause, []).append(item)

    # ── above the text ──

    def header(self) -> str:
        """Title, totals, legend, and what no case tries."""
        total, tried = self.exercise.total, self.exercise.tried
        width = 100 * tried // total if total else 100
        return (
            f'<header>\n<p class="kicker">样例试到了什么</p>\n<h1>{escape(self.law.title)}</h1>\n'
            f'<p class="number">{escape(self.law.document_number)}</p>\n'
            f'<div class="total"><b>{share(self.exercise.share)}</b>'
            f'<span class="bar" aria-hidden="true"><i style="width:{width}%"></i></span>'
            f"<p>{escape(summary(self.exercise))}</p></div>\n{self._gaps()}\n</header>\n"
            f"<aside>\n{self._legend()}\n</aside>"
        )

    def _legend(self) -> str:
        used = {owner.mark for owner in self.law.owners.values()}
        kinds = "".join(
            f'<li><span class="q {css_mark(mark)}" data-k="{SIGNS[mark]}">文字</span>'
            f"{escape(text)}</li>"
            for mark, text in _LEGEND.items()
            if mark in used
        )
        levels = "".join(
            f'<li><span class="q {level}">文字</span>{name}</li>' for level, name in LEVELS.items()
        )
        return (
            '<h2>图例</h2><p class="hint">底色和小字说明文字由什么负责；下划线说明样例试到多少，'
            '角上的数是还有几处没有试到。<span class="screen">把指针移到带色的文字上，点按，'
            "或者用 Tab 键，可以看到规则和样例。</span></p>"
            f'<ul class="legend">{kinds}</ul><ul class="legend levels">{levels}</ul>'
        )

    def _gaps(self) -> str:
        lines = [
            f'<li><a href="#n-{escape(item.id)}">{escape(item.citation.clause.label)}'
            f" {KINDS[item.kind]}“{escape(item.name)}”</a>：{escape(text)}。</li>"
            for item in self.exercise.items
            for text in gaps(item)
        ]
        if not lines:
            return '<p class="done">应试的各处，样例全部试到。</p>'
        missing = self.exercise.total - self.exercise.tried
        return (
            f'<details class="gaps"><summary>没有试到的 {missing} 处</summary>'
            f"<ul>{''.join(lines)}</ul></details>"
        )

    # ── the text ──

    def text(self) -> str:
        """The law, chapter by chapter, each clause with its list of rules."""
        blocks = []
        for clause, group in groupby(self.law.paragraphs, key=lambda p: p.clause):
            blocks.append(self._clause(clause, list(group)))
        return "\n".join(blocks)

    def _clause(self, clause: Clause, paragraphs: Sequence[Paragraph]) -> str:
        if clause.kind == "chapter":
            words = "".join(self._segment(s) for p in paragraphs for s in p.segments)
            return (
                f'<section class="chapter"><h2 class="text">{escape(clause.label)} {words}</h2>'
                f"{self._list(clause)}</section>"
            )
        heading = ""
        if clause == clause.article:
            heading = f"<h3>{escape(self.law.titles.get(clause, clause.label))}</h3>"
        body = "".join(
            f'<p class="text">{escape(p.lead)}{"".join(self._segment(s) for s in p.segments)}</p>'
            for p in paragraphs
        )
        kind = "item" if clause.item else clause.kind
        return f'<section class="clause {kind}">{heading}{body}{self._list(clause)}</section>'

    def _segment(self, segment: Segment) -> str:
        if not segment.owners:
            return escape(segment.text)
        owners = [self.law.owners[name] for name in segment.owners]
        main = min(owners, key=_rank)
        signs = "".join(SIGNS[o.mark] for o in owners if o.name in segment.begins)
        found = [self.items[o.name] for o in owners if o.name in self.items]
        missing = sum(item.total - item.tried for item in found if item.name in segment.ends)
        self.tips += 1
        tip = f"t{self.tips}"
        attributes = f' data-k="{signs}"' if signs else ""
        attributes += f' data-n="{missing}"' if missing else ""
        level = _level(found)
        cards = "".join(self._tip(owner) for owner in owners)
        return (
            f'<span class="w"><span class="q {css_mark(main.mark)} {level}" tabindex="0"'
            f' aria-describedby="{tip}"{attributes}>{escape(segment.text)}</span>'
            f'<span class="tip" id="{tip}" role="tooltip">{cards}</span></span>'
        )

    def _tip(self, owner: Owner) -> str:
        item = self.items.get(owner.name)
        if item is None:
            return plain_card(owner)
        return card(item, self.exercise.cases, limit=_IN_TIP)

    def _list(self, clause: Clause) -> str:
        items = self.by_clause.get(clause, [])
        if not items:
            return ""
        total, tried = sum(i.total for i in items), sum(i.tried for i in items)
        counts = [
            f"{sum(i.kind == kind for i in items)} 项{name}"
            for kind, name in KINDS.items()
            if any(i.kind == kind for i in items)
        ]
        cards = "".join(
            card(item, self.exercise.cases, limit=_IN_LIST, anchor=f"n-{item.id}") for item in items
        )
        return (
            f'<details class="list"><summary><span>{"、".join(counts)}</span>'
            f'{meter(tried, total)}</summary><div class="cards">{cards}</div></details>'
        )


def _rank(owner: Owner) -> int:
    """Which of several declarations a phrase is coloured for: the order in which they are counted."""
    return MARKS.index(owner.mark) if owner.mark else len(MARKS)


def _level(items: Sequence[Item]) -> Level | str:
    """How well a phrase is tried: by all of its rules, some, or none; "" where there are none."""
    if not items:
        return ""
    if all(item.level == "full" for item in items):
        return "full"
    return "none" if all(item.level == "none" for item in items) else "partial"
