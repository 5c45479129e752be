"""The words of the frame in which advice is given, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.rendering.decisions.naming import clause, mentioned
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgpolicy.model.advice import Shift, Subject
    from sgpolicy.model.explanation import Language

_WORDS: dict[str, tuple[str, str]] = {
    "about": ("《{0}》{1}，以{2}为评估日。结论：{3}。", "《{0}》 {1}, as of {2}. Outcome: {3}."),
    "to": ("{0} → {1}", "{0} → {1}"),
    "through": ("经由{0}", "through {0}"),
    "here": ("{0}（{1}）", "{0} ({1})"),
    "of reading": ("{0}（按“{1}”）", "{0} (under “{1}”)"),
    "of year": ("{1}年{0}", "{0} of {1}"),
    # ── how firm
    "firm title": ("结论有多稳固", "How firm the outcome is"),
    "head readings": ("换一种读法", "Other readings"),
    "head margins": ("离界限还有多远", "How far from the bounds"),
    "no reading": (
        "办法未写明之处，没有一项的读法影响结论。",
        "No reading of what the text leaves open bears on the outcome.",
    ),
    "firm": (
        "办法未写明之处，读法影响结论的有 {0} 项，没有一种组合作出别的结论。",
        "What the text leaves open and bears on the outcome: {0}; no combination of readings decides otherwise.",
    ),
    "not firm": (
        "办法未写明之处，读法影响结论的有 {0} 项；下列改读使结论不同，少改一项即不如此：",
        "What the text leaves open and bears on the outcome: {0}. It is decided otherwise by:",
    ),
    "one by one": (
        "互相牵连的读法太多，只逐项换读，没有看几项一起换的情形。",
        "Too many readings hang together: only one was changed at a time.",
    ),
    "combinations": ("{0} 种读法组合：{1}。", "Combinations of readings: {0}; {1}."),
    "of outcome": ("{1} {0} 种", "{1}: {0}"),
    "read otherwise": (
        "{0} {1}，由“{2}”改读“{3}”",
        "{0} {1} read as “{3}” instead of “{2}”",
    ),
    "then": ("结论为{0}", "the outcome is: {0}"),
    "opens": (
        "下列改读须另补材料或者评定才能作出结论：",
        "These would need further facts or findings:",
    ),
    "together": ("，同时", ", and at once "),
    "margins intro": (
        "其余不变，只改一项时，结论在下列数值改变。",
        "With all else alike, the outcome changes at these values.",
    ),
    "no margins": (
        "没有一个数量单独改变就能改变结论。",
        "No quantity alone can change the outcome.",
    ),
    "less": ("少到 {0}（少 {1}）", "down at {0} ({1} less)"),
    "more": ("多到 {0}（多 {1}）", "up at {0} ({1} more)"),
    "earlier": ("早到{0}（早 {1}）", "back at {0} ({1} earlier)"),
    "later": ("晚到{0}（晚 {1}）", "on at {0} ({1} later)"),
    # ── on what it rests
    "grounds title": ("结论由什么决定", "What forces the outcome"),
    "grounds": (
        "只凭下列 {0} 项，不论其余各项如何，结论都是{1}；没有更少的几项能够如此。",
        "These {0} alone force the outcome ({1}), whatever the rest; no fewer do.",
    ),
    "grounds irreducible": (
        "只凭下列 {0} 项，不论其余各项如何，结论都是{1}；其中少任何一项就不能。",
        "These {0} alone force the outcome ({1}), whatever the rest; not without any one of them.",
    ),
    "grounds enough": (
        "只凭下列 {0} 项，不论其余各项如何，结论都是{1}；其中也许还有可以不要的。",
        "These {0} alone force the outcome ({1}), whatever the rest; some may not be needed.",
    ),
    "deciders title": ("还有什么能够改变结论", "What can still change the outcome"),
    "deciders": (
        "下列 {0} 项能够改变结论，其余已经不能。回答一项就有定论的在前，涉及条款多的在前。",
        "These {0} can change the outcome, nothing else can. Those whose answer alone may settle it come first.",
    ),
    "rules out": ("{0}，即不能符合", "{0} rules it out"),
    "settles": ("{0}，即有定论：{1}", "{0} settles it: {1}"),
    "up to": ("{0}及以前", "{0} or earlier"),
    "from on": ("{0}及以后", "{0} or later"),
    "found met": ("评定符合", "found met"),
    "found not met": ("评定不符合", "found not met"),
    # ── how to qualify
    "remedies title": ("怎样才能符合", "How to qualify"),
    "already met": ("已经符合，没有什么要改变。", "It is met already; nothing needs to change."),
    "not declared": (
        "本办法没有写明哪些事项可以改变，不能提出改变的办法。",
        "The policy does not say what can be changed, so that nothing can be proposed.",
    ),
    "least way": ("做到下列各项，即可符合：", "With these changes it is met:"),
    "least ways": (
        "做到下列 {0} 种中的一种，即可符合：",
        "With the changes of any one of these {0} ways it is met:",
    ),
    "way": ("第 {0} 种", "Way {0}"),
    "none": (
        "在本办法之内没有办法：能够改变的事项怎样改变，都不能符合。下列条款不能由此满足：",
        "There is none within the law: whatever is changed of what can be, these stay unmet:",
    ),
    "none found": (
        "没有找到办法，也没有试尽。下列条款没有满足：",
        "None was found, though not everything was tried. These are not met:",
    ),
    "perhaps lighter": (
        "没有试尽，也许还有更少的改变。",
        "Not everything was tried; fewer changes may do.",
    ),
    "by time": (
        "其余不变，只等时间：最早到{0}，即可符合。",
        "With all else alike, time alone does it, on {0} at the earliest.",
    ),
    "head ways": ("就各项而言", "By way of each"),
    "no way": ("没有办法，下列条款不能由此满足", "no way; these stay unmet"),
    "changes": ("须有 {0} 项改变", "changes needed: {0}"),
    "proved": (
        "每一种都已照改后的数重新评估：符合；少改、改小任何一项，都不符合或者自相矛盾。认定与否由认定机关决定。",
        "Each was evaluated as changed and is met; with less it is not, or contradicts itself. The authority decides.",
    ),
    "keeps": ("{0}（{1}）", "{0} ({1})"),
    "rests on": ("取决于{0}", "rests on {0}"),
    "to be found met": ("{0}经改进后重新评定为符合", "{0}: to be improved and found met"),
    "unstated": ("{0}：未填报，须为“{2}”", "{0}: not stated; has to be “{2}”"),
    "from to": ("{0}由“{1}”改为“{2}”", "{0}: from “{1}” to “{2}”"),
    "take up": ("增加{0}", "with {0}"),
    "drop": ("不再有{0}", "without {0}"),
    "of set": ("{0}：{1}", "{0}: {1}"),
    "day from": ("{0}：未填报，须为{1}或以后", "{0}: not stated; has to be {1} or later"),
    "day put off": ("{0}推后到{1}（现为{2}）", "{0}: put off to {1} (now {2})"),
    "at least stated": ("{0}：未填报，须有 {1}", "{0}: not stated; has to be {1}"),
    "raise": ("{0}再增加 {1}，达到 {2}（现为 {3}）", "{0}: {1} more, to reach {2} (now {3})"),
    "lower": ("{0}减少 {1}，降到 {2}（现为 {3}）", "{0}: {1} less, down to {2} (now {3})"),
    # ── questions and answers
    "why": ("{0}为什么{1}", "Why {0} is {1}"),
    "why not": ("{0}为什么不是符合", "Why {0} is not met but {1}"),
    "is met": ("{0}已经符合。", "{0} is met."),
    "is open": ("尚未有定论，下列检验还缺资料：", "It is open; these tests lack data:"),
    "to be met": ("怎样才能符合", "What would make it met"),
    "no change does": (
        "能够改变的事项怎样改变，都不能使它符合。",
        "No change of what can be changed makes it met.",
    ),
    "if title": ("假如", "What if"),
    "same outcome": ("结论不变，仍为{0}。", "The outcome stays: {0}."),
    "other outcome": ("结论由{0}变为{1}。", "The outcome changes from {0} to {1}."),
    "nothing differs": ("没有一条规则的结论不同。", "No rule comes to anything else."),
    "head differs": ("不同之处", "What differs"),
    "before": ("原来：{0}", "before: {0}"),
    "then it is": ("假如：{0}", "then: {0}"),
}


def say(key: str, lang: Language, *values: object) -> str:
    """A phrase with its places filled."""
    return _WORDS[key][1 if lang == "en" else 0].format(*values)


def listed(texts: Iterable[str], lang: Language) -> str:
    """Texts side by side, each once."""
    return word("list", lang).join(dict.fromkeys(texts))


def subject(about: Subject, lang: Language) -> str:
    """What something is about: 2025年年服务企业数, 资产总额（按“申请日”）."""
    text = about.name if about.year is None else say("of year", lang, about.name, about.year)
    return say("of reading", lang, text, about.reading) if about.reading else text


def shifted(shift: Shift, lang: Language) -> str:
    """第七条第（二）项 年服务家数：不符合 → 符合."""
    before, after = (
        "—" if one is None else one.label(lang) for one in (shift.node.outcome, shift.after)
    )
    return mentioned(shift.node, lang) + word("colon", lang) + say("to", lang, before, after)


def through(shifts: Iterable[Shift], lang: Language) -> str:
    """The clauses through which something comes about, with the rules."""
    return listed(
        (f"{clause(one.node.citation.clause, lang)} {one.node.name}" for one in shifts), lang
    )
