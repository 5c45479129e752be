"""The words of the report's frame, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language

_WORDS: dict[str, tuple[str, str]] = {
    "skip": ("跳到逐条核对", "Skip to the clauses"),
    "contents": ("各条的结论", "Outcomes by clause"),
    # ── search and the like
    "tools": ("查找和展开", "Search and unfold"),
    "search": ("查找", "Search"),
    "search hint": ("条文、数值、名称……", "clauses, values, names…"),
    "previous": ("上一处", "Previous"),
    "next": ("下一处", "Next"),
    "unfold": ("全部展开", "Unfold all"),
    "fold": ("全部收起", "Fold all"),
    "print": ("打印", "Print"),
    "found": ("第 {0} 处，共 {1} 处", "{0} of {1}"),
    "not found": ("没有找到", "not found"),
    # ── sections
    "head why": ("结论的依据", "What the outcome rests on"),
    "head margins": ("数值与界限", "Values and bounds"),
    "head follows": ("结论怎样得出", "How the outcome follows"),
    "head clauses": ("逐条核对", "Clause by clause"),
    "head readings": ("其他口径", "Other readings"),
    # ── values and bounds
    "margins hint": (
        "竖线是界限，左端是零，右端是界限的两倍；浅色的一侧符合要求。圆点是申报的或者核算的数。",
        (
            "The upright line is the bound, the left end zero, the right end twice the bound; the shaded "
            "side meets it. The dot is the number as stated or computed."
        ),
    ),
    "column rule": ("规则", "Rule"),
    "column value": ("数值", "Value"),
    "column place": ("与界限相比", "Against the bound"),
    "column bound": ("要求", "Required"),
    "column distance": ("距离", "Distance"),
    "above": ("高出 {0}", "{0} above"),
    "below": ("低 {0}", "{0} below"),
    "level": ("恰在界限", "exactly at it"),
    "later": ("多 {0} 日", "{0} days more"),
    "earlier": ("少 {0} 日", "{0} days less"),
    "from to": ("{0}至{1}", "{0} to {1}"),
    "full": ("满 {0}", "{0} full"),
    "exceeded": ("超过 {0}", "more than {0}"),
    # ── the tree
    "follows hint": (
        "每一行由下面的各行得出。名称连到该条的核对情况。",
        "Each line follows from those below it. Names lead to what was found about them.",
    ),
    "told above": ("见上文", "see above"),
    # ── clauses
    "text": ("办法原文", "Official text"),
    "findings": ("核对情况", "What was found"),
    "legend": ("图例", "Legend"),
    "legend hint": (
        "原文中带下划线的文字是规则所引；颜色、线型和前面的符号都表示结论，点按可到核对情况。",
        (
            "Underlined words of the text are quoted by a rule. Colour, kind of line and the sign before them "
            "all say the outcome; follow them to what was found."
        ),
    ),
    "legend plain": ("定义", "definition"),
    "legend reading": ("口径：有几种读法", "open to several readings"),
    "sample": ("文字", "文字"),
    "idle": ("不影响结论", "no bearing"),
    "quoted by": ("{0}：{1}", "{0}: {1}"),
    "interpretation": ("口径", "Reading"),
    "phrase leads": ("{0}，{1}：{2}", "{0}, {1}: {2}"),
    "exception not applied": ("例外，未适用", "exception, not applied"),
    "asked": ("问题：{0}", "Question: {0}"),
    # ── the end
    "colophon": (
        "本页由规则和申报材料得出，不含外部内容，可离线保存。",
        "Worked out from the rules and the application. This page loads nothing and may be kept offline.",
    ),
}


def say(key: str, lang: Language, *values: object) -> str:
    """A word or phrase of the report, its places filled with `values`.

    Example:
        >>> say("above", "zh", "4 家"), say("found", "en", 1, 3)
        ('高出 4 家', '1 of 3')
    """
    phrase = _WORDS[key][1 if lang == "en" else 0]
    return phrase.format(*values) if values else phrase
