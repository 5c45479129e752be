"""The words of the timeline's frame, in Chinese and English, in one table; and its signs.

Names of events, actors, titles and results are the law's or the platform's: they stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome

if TYPE_CHECKING:
    from datetime import date

    from sgpolicy.model.chronicle import DefectKind, DutyState, TitleState
    from sgpolicy.model.explanation import Language
    from sgpolicy.rendering.timeline.layout import StretchKind

EVENT_SIGNS: dict[Outcome, str] = {
    Outcome.MET: "✓",
    Outcome.NOT_MET: "✗",
    Outcome.MISSING_FACTS: "?",
    Outcome.AWAITING_FINDINGS: "?",
    Outcome.NOT_APPLICABLE: "·",
}
DUTY_SIGNS: dict[DutyState, str] = {
    "done": "✓",
    "done_late": "△",
    "overdue": "▲",
    "due": "○",
    "unrecorded": "?",
    "open": "?",
    "standing": "·",
    "not_bound": "·",
}
BAR_SIGNS: dict[StretchKind, str] = {"valid": "█", "rest": "░", "open": "▒", "void": "□"}
"""Of the stretches of a title, see `sgpolicy.rendering.timeline.layout.Stretch`."""
EMPTY = "·"
BAR_KINDS: tuple[StretchKind, ...] = ("valid", "rest", "open", "void")
EVENT_OUTCOMES = (
    Outcome.MET,
    Outcome.NOT_MET,
    Outcome.MISSING_FACTS,
    Outcome.AWAITING_FINDINGS,
    Outcome.NOT_APPLICABLE,
)
DUTY_STATES: tuple[DutyState, ...] = ("done", "done_late", "overdue", "due", "unrecorded", "open")
"""In the order in which a legend lists them."""

_WORDS: dict[str, tuple[str, str]] = {
    # ── the frame
    "heading": ("{0}：时间轴", "{0}: timeline"),
    "anonymous": ("（未填名称）", "(unnamed)"),
    "text": ("《{0}》{1}", "《{0}》{1}"),
    "as of": ("截至 {0}", "as of {0}"),
    "as of day": ("截至日", "as-of day"),
    "complete": ("记载完整至 {0}", "records complete until {0}"),
    "nothing": ("没有可列的事情。", "There is nothing to show."),
    "quiet": ("{0} 至 {1} 年没有可列的事情", "nothing from {0} to {1}"),
    "quiet year": ("没有可列的事情", "nothing"),
    "sum": (
        "事情 {0} 件，其中不合规定 {1} 件、待定 {2} 件；有期限的义务 {3} 项，其中逾期 {4} 项。",
        "Events: {0}, contrary to the text: {1}, open: {2}. Duties with a day: {3}, overdue: {4}.",
    ),
    "unlabelled": (
        "另有 {0} 件事情只标位置，名称见时间表。",
        "Only placed, named in the table: {0} more.",
    ),
    "item": ("{0}：{1}", "{0}: {1}"),
    "aside": ("（{0}）", " ({0})"),
    "towards": ("{0}向{1}", "{0} to {1}"),
    "comma": ("，", ", "),
    "semicolon": ("；", "; "),
    "list": ("、", ", "),
    # ── tables and rows
    "date": ("日期", "Date"),
    "what": ("事情", "What"),
    "by": ("由", "By"),
    "basis": ("依据", "Basis"),
    "standing": ("情况", "Standing"),
    "events": ("事情", "Events"),
    "titles": ("称号", "Titles"),
    "title": ("称号", "Title"),
    "granted": ("授予", "Granted"),
    "period": ("有效期", "Period"),
    "months": ("{0}月", "{0}"),
    "legend": ("图例", "Marks"),
    "duties": ("义务", "Duties"),
    # ── events
    "met": ("合规定", "as the text says"),
    "not met": ("不合规定", "contrary to the text"),
    "occurrence": ("事实", "occurrence"),
    "missing": ("尚缺：{0}", "not recorded: {0}"),
    # ── duties
    "done": ("按期", "in time"),
    "done_late": ("迟办", "late"),
    "overdue": ("逾期", "overdue"),
    "due": ("未到期", "not due yet"),
    "unrecorded": ("未见记载", "no record"),
    "open duty": ("是否应办待定", "open"),
    "days late": ("迟 {0} 天", "late by {0}"),
    "days overdue": ("逾期 {0} 天", "overdue by {0}"),
    "late briefly": ("迟 {0} 天", "{0} d late"),
    "overdue briefly": ("逾期 {0} 天", "{0} d overdue"),
    "day": ("{0}", "{0} day"),
    "days": ("{0}", "{0} days"),
    "deadline": ("期限 {0}", "due {0}"),
    "moved": ("由 {0} 顺延", "moved from {0}"),
    "unpublished": ("节假日未公布，未计顺延", "holidays not published, not moved"),
    "loud": ("【{0}】", "[{0}]"),
    # ── titles
    "from to": ("{0} 至 {1}", "{0} to {1}"),
    "unknown": ("不明", "unknown"),
    "the title": ("称号", "Title"),
    "that title": ("称号“{0}”", "Title “{0}”"),
    "begins": ("{0}起，至 {1}", "{0} begins, until {1}"),
    "granted until": ("{0}（至 {1}）", "{0} (until {1})"),
    "last day": ("{0}的最后一日", "{0}: last day"),
    "ends": ("{0}{1}", "{0} {1}"),
    "held": ("有效", "held"),
    "held_or_followed": ("有效或者已接续", "held or followed"),
    "not_yet": ("尚未起算", "not begun"),
    "expired": ("期满", "expired"),
    "lost": ("丧失", "lost"),
    "followed": ("接续", "followed by the next"),
    "title open": ("待定", "open"),
    "void": ("授予不合规定", "granted contrary to the text"),
    "since": ("{0} {1}", "{1} on {0}"),
    "was until": ("原至 {0}", "was to last until {0}"),
    "bar valid": ("有效", "held"),
    "bar rest": ("丧失、接续后余下的期间", "rest of a period cut short"),
    "bar open": ("待定", "open"),
    "bar void": ("授予不合规定", "granted contrary to the text"),
    # ── what is wrong with an event
    "competence": ("应由{0}作出", "for {0} to do"),
    "delegation": ("未见委托", "no delegation shown"),
    "addressee": ("应当向{0}作出", "to be addressed to {0}"),
    "order": ("未先经{0}", "not preceded by {0}"),
    "flawed_prior": ("在先的{0}不合规定", "preceded by {0}, itself contrary to the text"),
    "requirement": ("不符合{0}", "{0} not met"),
    "ground": ("缺少事由{0}", "without the ground {0}"),
    "about competence": ("是否有权作出待定", "competence open"),
    "about delegation": ("有无委托待定", "delegation open"),
    "about addressee": ("向谁作出待定", "addressee open"),
    "about order": ("是否先经{0}待定", "open whether {0} came first"),
    "about flawed_prior": ("在先的{0}待定", "{0} before it open"),
    "about requirement": ("是否符合{0}待定", "{0} open"),
    "about ground": ("有无事由{0}待定", "the ground {0} open"),
}


def say(key: str, lang: Language, *values: object) -> str:
    """A word or phrase of the timeline, its places filled with `values`.

    Example:
        >>> say("days late", "zh", 9), say("from to", "en", "2023-06-20", "2026-06-20")
        ('迟 9 天', '2023-06-20 to 2026-06-20')
    """
    phrase = _WORDS[key][1 if lang == "en" else 0]
    return phrase.format(*values) if values else phrase


def days(count: int, lang: Language) -> str:
    """A number of days, without 天 in Chinese (the phrase around it has it).

    Example:
        >>> days(1, "en"), days(9, "en"), days(9, "zh")
        ('1 day', '9 days', '9')
    """
    return say("day" if count == 1 else "days", lang, count)


def event_word(outcome: Outcome, lang: Language) -> str:
    """Whether an event was as the text says: 合规定, 不合规定, 待补材料, 待评定, 事实.

    Example:
        >>> event_word(Outcome.NOT_MET, "zh"), event_word(Outcome.NOT_APPLICABLE, "en")
        ('不合规定', 'occurrence')
    """
    if outcome is Outcome.NOT_APPLICABLE:
        return say("occurrence", lang)
    if not outcome.is_decided:
        return outcome.label(lang)
    return say("met" if outcome is Outcome.MET else "not met", lang)


def duty_word(state: DutyState, days_late: int, lang: Language, *, is_brief: bool = False) -> str:
    """How a duty stands: 按期, 迟 9 天, 逾期 89 天, 未到期.

    Example:
        >>> duty_word("overdue", 89, "zh"), duty_word("overdue", 0, "en")
        ('逾期 89 天', 'overdue')
    """
    if state == "open":
        return say("open duty", lang)
    if days_late > 0 and state in ("done_late", "overdue"):
        if is_brief:
            return say(
                "late briefly" if state == "done_late" else "overdue briefly", lang, days_late
            )
        key = "days late" if state == "done_late" else "days overdue"
        return say(key, lang, days(days_late, lang))
    return say(state, lang)


def title_word(state: TitleState, ended_on: date | None, lang: Language) -> str:
    """How a title stands, with the day on which it ended.

    Example:
        >>> from datetime import date
        >>> title_word("lost", date(2028, 4, 1), "zh"), title_word("held", None, "zh")
        ('2028-04-01 丧失', '有效')
    """
    word = say("title open" if state == "open" else state, lang)
    return word if ended_on is None else say("since", lang, ended_on.isoformat(), word)


def defect_word(kind: DefectKind, wanted: str, lang: Language, *, is_open: bool) -> str:
    """What an event lacks: 应由市工信局作出; where it is not known, what is open.

    Example:
        >>> defect_word("order", "名单公示（公示通过）", "zh", is_open=False)
        '未先经名单公示（公示通过）'
    """
    return say(f"about {kind}" if is_open else kind, lang, wanted)
