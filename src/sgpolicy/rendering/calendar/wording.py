"""The words of the calendar's frame, in Chinese and English, in one table.

Names of duties, actors, titles and platforms are the law's or the platform's: they stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from sgpolicy.rendering.decisions.numbers import day as full_day
from sgpolicy.rendering.decisions.numbers import typeset
from sgpolicy.rendering.status.wording import DUTY_STATES
from sgpolicy.rendering.timeline.wording import DUTY_SIGNS

if TYPE_CHECKING:
    from datetime import date

    from sgpolicy.model.calendar import EntryKind
    from sgpolicy.model.chronicle import DutyState
    from sgpolicy.model.explanation import Language

_MONTH = re.compile(r" ?(\d+) ?月")
_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}

_WORDS: dict[str, tuple[str, str]] = {
    # ── the frame
    "heading": ("{0}年办事日历", "Calendar for {0}"),
    "text": ("《{0}》{1}", "《{0}》{1}"),
    "holidays": ("节假日表：{0}", "Holiday table: {0}"),
    "holidays without": ("节假日表：{0}，未载{1}年", "Holiday table: {0}, without {1}"),
    "one platform": ("平台：{0}", "Platform: {0}"),
    "nothing": ("{0}年没有到期的事项。", "Nothing falls due in {0}."),
    "nobody": ("未写明主体的事项", "By nobody in particular"),
    "notes": ("说明", "Notes"),
    "item": ("{0}：{1}", "{0}: {1}"),
    "aside": ("（{0}）", " ({0})"),
    "comma": ("，", ", "),
    "semicolon": ("；", "; "),
    "list": ("、", ", "),
    # ── an entry
    "day": ("{0}（周{1}）", "{0} ({1})"),
    "month and day": ("{0}月{1}日", "{2}"),
    "duty on": ("{0}止", "by {0}"),
    "title_ends on": ("{0}止", "until {0}"),
    "may_apply on": ("{0}起", "from {0}"),
    "title_ends": ("“{0}”称号届满", "the title “{0}” ends"),
    "may_apply": ("可以{0}", "may be done: {0}"),
    "provisional": ("日期暂定", "day provisional"),
    "moved": ("原为{0}，顺延", "moved from {0}"),
    "date": ("日期", "Day"),
    "what": ("事项", "What"),
    "to": ("对象", "To"),
    "towards": ("向{0}", "to {0}"),
    "term": ("期限", "Term"),
    "basis": ("依据", "Basis"),
    "standing": ("情况", "Standing"),
    "platforms": ("平台", "Platforms"),
    "every platform": ("各平台", "every platform"),
    "counted": ("{0} {1} 家", "{0} ({1})"),
    # ── notes
    "unpublished": (
        "{0}年节假日安排尚未公布，标有“日期暂定”的没有计入顺延；公布后日期可能改变。",
        "The holidays of {0} are not published yet: days marked provisional may still be moved.",
    ),
    "unpublished year": (
        "{0}年节假日安排尚未公布；以上日期不受影响。",
        "The holidays of {0} are not published yet; the days above do not depend on them.",
    ),
    "weekend": (
        "{0}没有顺延：当日为调休上班日，或者该期限不顺延。",
        "{0}: not moved, being a make-up workday, or because this term is never moved.",
    ),
    "nature": (
        "本日历由规则和节假日表推算，供安排工作参考；以条文和主管部门的通知为准。",
        "Worked out from the rules and the holiday table; the text and official notices prevail.",
    ),
    # ── a calendar program's file
    "calendar name": ("{0}年办事日历（{1}）", "Calendar for {0} ({1})"),
    "who and what": ("{0}：{1}", "{0}: {1}"),
    "this unpublished": (
        "该年度节假日安排尚未公布，日期暂定，未计顺延",
        "that year's holidays are not published yet: the day is provisional and was not moved",
    ),
    "next unpublished": (
        "{0}年度节假日安排尚未公布，日期暂定，未计顺延",
        "the holidays of {0} are not published yet: the day is provisional and was not moved",
    ),
}


def say(key: str, lang: Language, *values: object) -> str:
    """A word or phrase of the calendar, its places filled with `values`.

    Example:
        >>> say("heading", "zh", 2026), say("towards", "en", "市工信局")
        ('2026年办事日历', 'to 市工信局')
    """
    phrase = _WORDS[key][1 if lang == "en" else 0]
    return phrase.format(*values) if values else phrase


def day_words(day: date, lang: Language, year: int | None = None) -> str:
    """A day with its weekday, without the year if it is that of the calendar.

    Example:
        >>> from datetime import date
        >>> day_words(date(2026, 2, 2), "zh", 2026), day_words(date(2026, 2, 2), "en")
        ('2月2日（周一）', '2026-02-02 (Mon)')
    """
    text = full_day(day, lang)
    if day.year == year:
        text = say("month and day", lang, day.month, day.day, text)
    return say("day", lang, text, _WEEKDAYS[lang][day.weekday()])


def what_words(kind: EntryKind, name: str, lang: Language) -> str:
    """What there is on a day: a duty's name, or that a title ends or a step may be taken.

    Example:
        >>> what_words("may_apply", "提出申报", "zh"), what_words("duty", "报送运营情况", "zh")
        ('可以提出申报', '报送运营情况')
    """
    match kind:
        case "duty":
            return name
        case "title_ends" | "may_apply":
            return say(kind, lang, name)
        case _:
            assert_never(kind)


def term_words(written: str) -> str:
    """A deadline in the policy's words, spaced as days are.

    Example:
        >>> term_words("每年 1月 底前"), term_words("每年 1次")
        ('每年1月底前', '每年 1 次')
    """
    return _MONTH.sub(r"\1月", typeset(written))


def state_words(state: DutyState, lang: Language) -> str:
    """How a duty stands, with its sign: ○ 未到期."""
    return f"{DUTY_SIGNS[state]} {DUTY_STATES[state][1 if lang == 'en' else 0]}"
