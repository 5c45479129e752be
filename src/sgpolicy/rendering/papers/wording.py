"""The frame's words of notices and workbooks, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language

_WORDS: dict[str, tuple[str, str]] = {
    # ── the notice of missing material
    "notice title": ("补正材料通知", "Notice of missing material"),
    "notice opening": (
        (
            "你（单位）依《{0}》{1}提交的申报材料已经核对，以{2}为评估日。"
            "现有材料不足以作出结论，需要补正下列 {3} 项，现将需要补正的全部内容一次告知。"
        ),
        (
            "Your application under 《{0}》{1} has been checked as of {2}. What was submitted is not "
            "enough for a result. Everything that has to be supplied is told here at once. Items: {3}."
        ),
    ),
    "head supply": ("需要补正的内容", "What to supply"),
    "head deadline": ("补正期限", "Deadline"),
    "head remarks": ("说明", "Notes"),
    "asked": ("补正内容：{0}", "Please state: {0}"),
    "evidence": ("证明材料：{0}", "Evidence: {0}"),
    "why": ("依据：{0}", "Required by: {0}"),
    "deadline": (
        "请于{0}以前（含当日）补正。",
        "Please supply this by {0}, that day included.",
    ),
    "blank deadline": (
        "请于＿＿＿＿年＿＿月＿＿日以前（含当日）补正。",
        "Please supply this by ____________ (year, month, day), that day included.",
    ),
    "complete": (
        "以上是在现有材料之外作出结论所需的全部内容；没有列出的事项，或者已有数据，或者不影响结论。",
        (
            "This is all that a result still needs from you. What is not listed is either stated already or "
            "cannot change the result."
        ),
    ),
    "as read": (
        "办法未写明之处，按核对时所取的读法列出；读法见《申报条件核对意见》。",
        (
            "Where the text leaves something open, the list follows the readings used for the check; the "
            "result of the check names them."
        ),
    ),
    "findings wait": (
        "另有 {0} 项由评定主体评定，不需你（单位）作答。",
        "Findings awaited from assessors, with nothing for you to answer: {0}.",
    ),
    "blank office": ("（印章）", "(seal)"),
    "blank date": ("　　　　年　　月　　日", "Date: ____________"),
    # ── files
    "subject": ("{0}；评估日 {1}", "{0}; as of {1}"),
    # ── the workbook of a round
    "no policies": (
        "没有可以汇总的结论；请至少给出一份",
        "there is no decision to sum up; give at least one",
    ),
    "several policies": (
        "这些结论依据的不是同一部办法，不能汇总在一起；请按办法分开",
        "these decisions are of different policies and cannot be summed up together; part them by policy",
    ),
    "workbook title": ("核对结果汇总", "Summary of a round"),
    "document number": ("文号", "Number"),
    "several days": ("各份不同，见名单", "differs, see the applications"),
    "applications": ("份数", "Applications"),
    "sheet overview": ("汇总", "Overview"),
    "sheet outcomes": ("结论", "Outcomes"),
    "sheet applications": ("名单", "Applications"),
    "sheet failures": ("不符合之处", "Tests not met"),
    "sheet clauses": ("条款", "Clauses"),
    "sheet readings": ("口径", "Readings"),
    "chart outcomes": ("各种结论的份数", "Applications by outcome"),
    "chart clauses": ("各条款的结论", "Outcomes by clause"),
    "column label": ("名称", "Label"),
    "column applicant": ("申请单位", "Applicant"),
    "column outcome": ("结论", "Outcome"),
    "column as of": ("评估日", "As of"),
    "column deciding": ("所依据或者待定的条款", "Clauses that decided or are open"),
    "column shortfalls": ("差额", "Shortfalls"),
    "column supply": ("需补充的材料", "To supply"),
    "column await": ("待评定的事项", "Awaiting assessors"),
    "column decisive": ("影响结论的口径", "Readings that matter"),
    "column summary": ("摘要", "Summary"),
    "column clause": ("条款", "Clause"),
    "column rule": ("规则", "Rule"),
    "column quoted": ("原文", "Text"),
    "column reason": ("核对情况", "Finding"),
    "column shortfall": ("差额", "Shortfall"),
    "column number": ("编号", "Number"),
    "column reading": ("口径", "Interpretation"),
    "column question": ("问题", "Question"),
    "column chosen": ("所取读法", "Read as"),
    "column others": ("其他读法", "Other readings"),
    "column default": ("默认", "Default"),
    "column settled": ("由谁明确", "Settled by"),
    "column relied on": ("用到的份数", "Applications relying on it"),
    "column mattered": ("影响结论的份数", "Applications it decides"),
}


def say(key: str, lang: Language, *values: object) -> str:
    """A word or phrase of a paper, its places filled with `values`.

    Example:
        >>> say("evidence", "zh", "审计报告"), say("deadline", "en", "2026-12-06")
        ('证明材料：审计报告', 'Please supply this by 2026-12-06, that day included.')
    """
    phrase = _WORDS[key][1 if lang == "en" else 0]
    return phrase.format(*values) if values else phrase
