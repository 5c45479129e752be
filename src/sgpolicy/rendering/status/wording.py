"""The words of accounts of a platform's life, in Chinese and English, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.chronicle import DutyState, TitleState

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language

TITLE_STATES: dict[TitleState, tuple[str, str]] = {
    "held": ("有效", "held"),
    "held_or_followed": (
        "有效，或者已由未见记载的新认定接续",
        "held, or followed by one that is not on record",
    ),
    "not_yet": ("尚未起算", "not begun"),
    "expired": ("已届满", "expired"),
    "lost": ("已丧失", "lost"),
    "followed": ("已由新的认定接续", "followed by a new one"),
    "open": ("不能断定", "not known"),
    "void": ("没有成立", "void"),
}

DUTY_STATES: dict[DutyState, tuple[str, str]] = {
    "done": ("已按期履行", "done in time"),
    "done_late": ("逾期履行", "done late"),
    "overdue": ("逾期未履行", "overdue"),
    "due": ("未到期", "due"),
    "unrecorded": ("未见记载", "not recorded"),
    "standing": ("经常性义务", "standing"),
    "not_bound": ("不适用", "does not bind"),
    "open": ("不能断定是否适用", "not known whether it binds"),
}

_WORDS: dict[str, tuple[str, str]] = {
    "letter title": ("{0}状况说明", "How the holder stands"),
    "next title": ("现在可以或者应当办理的事项", "What may or must be done now"),
    "anonymous": ("平台", "Platform"),
    "opening": (
        "依据《{0}》{1}和{2}，以{3}为准，你单位的状况如下。",
        "Under 《{0}》{1} and {2}, this is how you stand as of {3}.",
    ),
    "records until": ("截至{0}的记载", "records complete until {0}"),
    "records": ("现有记载（没有写明记载截至哪一日）", "the records (not said until when complete)"),
    "conclusion": ("结论：{0}", "Result: {0}"),
    # ── the headline
    "held": ("称号有效，有效期至{0}。", "The title is held, until {0}."),
    "held last day": ("称号有效，今天是最后一日。", "The title is held; this is its last day."),
    "not held": ("没有称号。", "No title is held."),
    "expired": (
        "没有称号；上次称号已于{0}届满。",
        "No title is held; the last one expired on {0}.",
    ),
    "lost": ("没有称号；上次称号自{0}起丧失。", "No title is held; the last one was lost on {0}."),
    "not yet": ("称号自{0}起算。", "The title begins on {0}."),
    "open": ("不能断定称号是否有效。", "It is not known whether a title is held."),
    "open last": (
        "不能断定称号是否有效：最近一次认定的有效期为{0}至{1}。",
        "It is not known whether a title is held; the last one runs from {0} to {1}.",
    ),
    "records end": (
        "记载只到{0}，此后的情况未见记载。",
        "The records reach until {0}; what came after is not recorded.",
    ),
    "records nowhere": (
        "没有写明记载截至哪一日，未见记载的事不能视为没有发生。",
        "It is not said until when the records are complete: what is not recorded is not undone.",
    ),
    "under way": ("申报办理到{0}。", "The round under way has come to: {0}."),
    "overdue": ("逾期未履行的义务 {0} 项。", "Duties overdue: {0}."),
    "flawed": ("不合规定的办理 {0} 项。", "Acts not as the text says: {0}."),
    "line overdue": ("逾期：{0}", "overdue: {0}"),
    "line flawed": ("不合规定：{0}", "not as the text says: {0}"),
    "line next": ("下一步：{0}", "next: {0}"),
    "line due": ("{0}须在{1}前履行", "{0} due by {1}"),
    # ── sections
    "head titles": ("称号", "Titles"),
    "head flaws": ("不合规定的办理", "Acts not as the text says"),
    "head doubts": ("不能断定的办理", "Acts that cannot be judged yet"),
    "head duties": ("义务", "Duties"),
    "head next": ("可以或者应当办理的事项", "What may or must be done"),
    "head barred": ("现在不能办理的事项", "What may not be done now"),
    "head again": ("申报", "Applying"),
    "head readings": ("所依据的口径", "Readings relied on"),
    "head others": ("换一种读法的不同", "What other readings would change"),
    "head notes": ("说明", "Notes"),
    "head events": ("逐项经历", "Event by event"),
    # ── titles
    "title": ("“{0}”称号：{1}", "“{0}”: {1}"),
    "granted": ("{0}{1}认定", "granted on {0}{1}"),
    "period": ("有效期{0}至{1}（{2}）", "from {0} to {1} ({2})"),
    "no period": ("有效期不能确定（{0}）", "its period is not known ({0})"),
    "lost on": ("自{0}起丧失", "lost on {0}"),
    "followed on": ("自{0}起由新的认定接续", "followed by a new one from {0}"),
    "void": ("认定不合规定，称号没有成立", "the grant was not as the text says: no title"),
    "unknown": ("未见记载：{0}", "not recorded: {0}"),
    # ── defects
    "competence": ("由{0}办理，依{1}有权办理的是{2}", "done by {0}; under {1} it is for {2}"),
    "competence open": (
        "由{0}办理，依{1}是否有权不能断定{2}",
        "done by {0}; whether it may under {1} is not known{2}",
    ),
    "delegation": ("由{0}办理而没有{1}的委托", "done by {0} without {1} having delegated it"),
    "delegation open": (
        "由{0}办理，未见{1}委托的记载",
        "done by {0}; no delegation by {1} is recorded",
    ),
    "addressee": ("应当向{0}报送", "should have been addressed to {0}"),
    "addressee open": (
        "应当向谁报送不能断定{0}",
        "it is not known to whom it should be addressed{0}",
    ),
    "order": ("应当先有{0}，而没有", "{0} should have come first and did not"),
    "order open": ("应当先有{0}，未见记载", "{0} should have come first; it is not recorded"),
    "flawed_prior": ("所依据的{0}本身不合规定", "it rests on {0}, which was not as the text says"),
    "flawed_prior open": (
        "所依据的{0}本身还不能断定",
        "it rests on {0}, which cannot be judged yet",
    ),
    "requirement": ("不符合{0}“{1}”：{2}", "{0} “{1}” is not met: {2}"),
    "requirement bare": ("不符合{0}“{1}”", "{0} “{1}” is not met"),
    "requirement open": ("{0}“{1}”不能断定{2}", "{0} “{1}” is not known{2}"),
    "ground": ("没有{0}规定的事由：{1}", "the ground under {0} is not there: {1}"),
    "ground bare": ("没有{0}规定的事由", "the ground under {0} is not there"),
    "ground open": (
        "{0}规定的事由不能断定{1}",
        "whether the ground under {0} is there is not known{1}",
    ),
    "and so on": ("{0}等 {1} 项", "{0} and others, {1} in all"),
    "tainted": (
        "以它们为依据的 {0} 件办理也因此不合规定：{1}。",
        "Acts that rest on them, and so are not as the text says either: {0}: {1}.",
    ),
    "doubtful": (
        "以它们为依据的 {0} 件办理也因此不能断定：{1}。",
        "Acts that rest on them, and so cannot be judged yet either: {0}: {1}.",
    ),
    "lacking": ("，缺：{0}", "; lacking: {0}"),
    # ── duties
    "owed": ("{0}向{1}", "{0} to {1}"),
    "by": ("{0}前", "by {0}"),
    "moved": ("（原为{0}，遇休假日顺延）", " (from {0}, moved past days of rest)"),
    "unpublished": (
        "（该年度节假日安排尚未公布，未作顺延）",
        " (that year's holidays are not published yet)",
    ),
    "late": ("，迟 {0} 日", ", {0} days late"),
    "overdue since": ("，已逾期 {0} 日", " by {0} days"),
    "done on": ("：{0}", ", on {0}"),
    "done badly": ("有一次履行不合规定", "once done, but not as the text says"),
    # ── next
    "may": ("可以", "may"),
    "must": ("应当", "must"),
    "acts": ("{1}由{0}办理", "{0} {1} act"),
    "delegable": ("，可以委托{0}", "; may be delegated to {0}"),
    "can come to": ("结果：{0}", "may come to: {0}"),
    "not sure": ("是否可以办理还不能断定", "whether it may be done is not known"),
    "nothing next": ("没有轮到办理的步骤。", "No step is due."),
    # ── applying
    "may apply": ("现在可以申报。", "It may apply now."),
    "may apply open": ("现在是否可以申报不能断定：", "Whether it may apply now is not known:"),
    "may not apply": ("现在不可以申报：", "It may not apply now:"),
    "from day": ("最早自{0}起可以申报。", "It may apply from {0} at the earliest."),
    "from day open": (
        "最早自{0}起可以申报，仍须符合{1}，届时才能断定。",
        "It may apply from {0} at the earliest; {1} can only be told then.",
    ),
    "no day": (
        "到{0}为止，没有可以申报的日子。",
        "There is no day until {0} on which it may apply.",
    ),
    # ── other readings
    "other title": ("称号{0}", "the title: {0}"),
    "other last": ("有效期至{0}", "until {0}"),
    "other event": ("{0}（{1}）为{2}", "{0} ({1}): {2}"),
    "other duty": ("{0}{1}{2}{3}", "{0}{1}: {2}{3}"),
    "year": ("（{0}年）", " ({0})"),
    "other due": ("（{0}前）", " (by {0})"),
    "other steps": ("可以办理的事项不同：{0}", "what may be done differs: {0}"),
    "other begins": ("申报{0}", "applying: {0}"),
    "if read": ("如取“{0}”：{1}", "read as “{0}”: {1}"),
    "readings": (
        "办法未写明之处，以下 {0} 项取默认读法，尚无文件明确：{1}。",
        "What the text leaves open: {0} are read by default, settled by nobody yet: {1}.",
    ),
    "readings chosen": (
        "以下 {0} 项不取默认读法，或者已有文件明确：{1}。",
        "Not read by default, or settled: {0}: {1}.",
    ),
    # ── notes
    "note holidays": (
        "休假日依 {0}（{1}年至{2}年）；该表未及的年度，节假日安排尚未公布，期限不作顺延。",
        "Days of rest from {0} ({1} to {2}); for years not in it nothing is moved.",
    ),
    "note no holidays": ("没有休假日表，期限不作顺延。", "There is no table of days of rest."),
    "note effect": (
        "不合规定的办理不产生效力，以它为依据的后续办理也不合规定。",
        "What was not as the text says has no effect, nor has what rests on it.",
    ),
    "note nature": (
        "本说明由记载和办法的规定推得，不是认定、撤销或者处理决定。",
        "This follows from the records and the text; it is not a decision of the authority.",
    ),
    "nothing flawed": ("所记各项办理均合规定。", "Everything recorded was as the text says."),
    "no events": ("没有记载。", "Nothing is recorded."),
    "result": ("（{0}）", " ({0})"),
    "occurrence": ("事实", "occurrence"),
    "delegated": ("，受委托", ", as a delegate"),
    "audit title": ("逐项核对记录", "Audit of the history"),
    "platform": ("平台", "Platform"),
    "document": ("依据文件", "Document"),
    "policy": ("规则编号", "Policy"),
    "date": ("状况日", "As of"),
    "complete": ("记载截至", "Complete until"),
    "not said": ("未写明", "not said"),
    "holidays": ("休假日表", "Days of rest"),
    "outcome": ("持有称号", "Title held"),
    "other parties": ("；", "; "),
}


def say(key: str, lang: Language, *values: object) -> str:
    """A word or phrase, its places filled with `values`.

    Example:
        >>> say("by", "zh", "2026年1月31日"), say("by", "en", "2026-01-31")
        ('2026年1月31日前', 'by 2026-01-31')
    """
    phrase = _WORDS[key][1 if lang == "en" else 0]
    return phrase.format(*values) if values else phrase


def title_state(state: TitleState, lang: Language) -> str:
    """A title's state in words."""
    return TITLE_STATES[state][1 if lang == "en" else 0]


def duty_state(state: DutyState, lang: Language) -> str:
    """A duty's state in words."""
    return DUTY_STATES[state][1 if lang == "en" else 0]
