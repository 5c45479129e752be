"""The words of the frame, in Chinese and English, in one table.

The law's own words, the policy's names and the applicant's values are not here: they stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.outcome import Outcome

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language

SIGNS: dict[Outcome, str] = {
    Outcome.MET: "✓",
    Outcome.NOT_MET: "✗",
    Outcome.MISSING_FACTS: "?",
    Outcome.AWAITING_FINDINGS: "?",
    Outcome.NOT_APPLICABLE: "○",
}
"""Always shown together with the word."""

OUTCOMES = tuple(SIGNS)
"""In which order the outcomes of many are told, drawn and counted."""

UNITS_EN: dict[str, tuple[str, str]] = {
    "家": ("enterprise", "enterprises"),
    "次": ("time", "times"),
    "人": ("person", "persons"),
    "人次": ("attendance", "attendances"),
    "项": ("item", "items"),
    "笔": ("entry", "entries"),
    "平方米": ("m²", "m²"),
    "年": ("year", "years"),
    "月": ("month", "months"),
    "日": ("day", "days"),
    "分": ("point", "points"),
    "小时": ("hour", "hours"),
    "宗": ("case", "cases"),
}
"""One and several of a unit."""

_WORDS: dict[str, tuple[str, str]] = {
    # ── punctuation of the frame
    "colon": ("：", ": "),
    "comma": ("，", ", "),
    "semicolon": ("；", "; "),
    "stop": ("。", "."),
    "list": ("、", ", "),
    "bracketed": ("（{0}）", " ({0})"),
    "quoted": ("“{0}”", "“{0}”"),
    "and more": ("{0}等", "{0} and others"),
    # ── values
    "range": ("{0} 至 {1}", "{0} to {1}"),
    "at least": ("至少 {0}", "at least {0}"),
    "at most": ("至多 {0}", "at most {0}"),
    "unknown": ("不明", "unknown"),
    "missing": ("未申报", "not stated"),
    "absent": ("没有", "none"),
    "there is no": ("经历中没有{0}", "the history has no {0}"),
    "none": ("无", "none"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "in year": ("{1}年的{0}", "{0} in {1}"),
    "size of": ("{0}的项数", "number of {0}"),
    "as of": ("评估日", "as-of date"),
    "days": ("{0}至{1}", "{0} to {1}"),
    "year count": ("{0}年 {1}", "{0}: {1}"),
    "as read": ("按“{0}”口径", "under the reading “{0}”"),
    # ── where a value comes from
    "source stated": ("申报值", "as stated"),
    "source ledger": ("据{0}核算", "computed from {0}"),
    "source both": ("申报值，与{0}核算一致", "as stated, and {0} agrees"),
    "source conflict": (
        "申报值与台账不一致：申报 {1}，{0}核算 {2}",
        "stated and computed differ: stated {1}, {0} gives {2}",
    ),
    "source missing": ("未申报", "not stated"),
    "source absent": ("没有", "none"),
    "source derived": ("由上述数值计算", "worked out from the above"),
    "ledger": ("台账", "the ledger"),
    "share": ("比例 {0}", "share {0}"),
    "said": ("申报 {0}", "stated {0}"),
    "counted": ("{1}核算 {0}", "{1} gives {0}"),
    "rows": ("{1}计入 {0} 行", "{0} rows of {1} counted"),
    "open rows": ("第 {0} 行待定", "rows {0} open"),
    "blank": ("{0}空白", "{0} blank"),
    "more rows": ("第 {0} 行等共 {1} 行待定", "rows {0} and others open, {1} in all"),
    # ── bounds
    "ge": ("不低于 {0}", "at least {0}"),
    "gt": ("超过 {0}", "more than {0}"),
    "le": ("不超过 {0}", "at most {0}"),
    "lt": ("低于 {0}", "less than {0}"),
    "eq": ("等于 {0}", "equal to {0}"),
    "ne": ("不等于 {0}", "other than {0}"),
    "date ge": ("不早于 {0}", "not before {0}"),
    "date gt": ("晚于 {0}", "after {0}"),
    "date le": ("不晚于 {0}", "not after {0}"),
    "date lt": ("早于 {0}", "before {0}"),
    "contains": ("包含：{0}", "to contain: {0}"),
    "equals": ("仅为：{0}", "to be exactly: {0}"),
    "touches": ("涉及：{0}", "to include one of: {0}"),
    "one of": ("属于：{0}", "one of: {0}"),
    "required": ("要求{0}", "required: {0}"),
    "not required": ("要求并非{0}", "required not to be: {0}"),
    # ── how far off
    "short": ("还差 {0}", "{0} short"),
    "short at least": ("至少还差 {0}", "at least {0} short"),
    "short strictly": ("须超过，还差 {0} 以上", "must exceed; more than {0} short"),
    "equal strictly": ("恰等于界限，须超过", "exactly at the bound, which must be exceeded"),
    "over": ("超出 {0}", "{0} over"),
    "over at least": ("至少超出 {0}", "at least {0} over"),
    "over strictly": ("须低于，超出 {0}", "must be below; {0} over"),
    "under strictly": ("恰等于界限，须低于", "exactly at the bound, which must not be reached"),
    "points": ("{0} 个百分点", "{0} percentage points"),
    "heads more": ("按{0} {1}计，还需 {2}", "with {0} at {1}: {2} more"),
    "heads less": ("按{0} {1}计，须减少 {2}", "with {0} at {1}: {2} fewer"),
    "about": ("约 {0}", "about {0}"),
    "short about": ("还差约 {0}", "about {0} short"),
    "over about": ("超出约 {0}", "about {0} over"),
    "empty whole": (
        "{0}为 0，比例无从计算，不符合",
        "{0} is 0: a share of nothing meets no bound",
    ),
    # ── periods
    "elapsed": ("至{0}已满 {1}", "{1} full by {0}"),
    "not elapsed": ("至{0}未满 {1}", "{1} not yet full by {0}"),
    "exceeded": ("至{0}已超过 {1}", "more than {1} by {0}"),
    "not exceeded": ("至{0}未超过 {1}", "not more than {1} by {0}"),
    "full from": ("自{0}起满 {1}", "full from {0}"),
    "exceeded from": ("自{0}起超过 {1}", "exceeded from {0}"),
    "inside": ("在{0}之内", "within {0}"),
    "outside": ("不在{0}之内", "outside {0}"),
    # ── findings
    "found met": ("{0}于{1}评定为符合", "found met by {0} on {1}"),
    "found not met": ("{0}于{1}评定为不符合", "found not met by {0} on {1}"),
    "rests on": ("依据：{0}", "on: {0}"),
    "not found": ("尚未评定，可由{0}评定", "not judged yet; may be judged by {0}"),
    "refused": (
        "{0}的评定不计入：不属于可评定的主体",
        "the judgement by {0} does not count: it may not judge this",
    ),
    "judged by": ("具体评定：{0}", "signed by {0}"),
    "panel open": ("评定尚未作出", "not decided yet"),
    "counted majority": ("过半数符合即为符合", "met if more than half find so"),
    "counted unanimous": ("全体一致才为符合", "met if all find so"),
    "counted chair": ("由组长决定", "the chair decides"),
    "voted met": ("{0} 人认为符合", "{0} met"),
    "voted not met": ("{0} 人认为不符合", "{0} not met"),
    "not voted": ("{0} 人尚未评定", "{0} not judged yet"),
    "votes refused": (
        "另有 {0} 人的评定不计入：不属于可评定的主体",
        "{0} more not counted: they may not judge this",
    ),
    "no chair": ("没有写明谁是组长", "nobody is named as the chair"),
    "chairs": ("组长", "chair"),
    "vote met": ("符合，{0}", "met, {0}"),
    "vote not met": ("不符合，{0}", "not met, {0}"),
    "vote open": ("尚未评定", "not judged yet"),
    "vote refused": ("不计入：不属于可评定的主体", "not counted: may not judge this"),
    # ── exceptions
    "under exception": ("适用例外{0}", "the exception {0} applies"),
    "open exception": ("例外{0}是否适用待定", "open whether the exception {0} applies"),
    # ── one line
    "line": ("{0}：{1}。", "{0}: {1}."),
    "line fail": ("{0}，{1}", "{0}, {1}"),
    "others fail": ("；另有 {0} 处不符合（{1}）", "; {0} more not met ({1})"),
    "all met": ("所依据的 {0} 项条件全部满足", "all {0} conditions it rests on are met"),
    "carried by": ("{0}由{1}满足", "{0} is met by {1}"),
    "facts missing": ("尚缺 {0} 项材料（{1}）", "{0} needed ({1})"),
    "findings too": ("，另有 {0} 项待评定", "; findings awaited: {0}"),
    "findings awaited": ("尚有 {0} 项待评定（{1}）", "{0} awaited ({1})"),
    "by cases": (
        "{0}尚未申报，但无论如何申报，结论相同",
        "{0} not stated, but every answer leads to the same outcome",
    ),
    "fails by cases": (
        "{0}尚未申报，但无论如何申报，下列条件都不能一并满足。",
        "{0} not stated, but with no answer can the conditions below all be met.",
    ),
    "met by cases": (
        "{0}尚未申报，但无论如何申报，条件均已满足。",
        "{0} not stated, but with every answer the conditions are met.",
    ),
    "known to fail": (
        "至少须满足 {1} 项，已知不满足的有 {0} 项",
        "at least {1} needed; {0} are known not to be met",
    ),
    "some data": ("部分数据", "some data"),
    # ── the letter
    "letter title": ("申报条件核对意见", "Eligibility: result of the check"),
    "anonymous": ("申请单位", "Applicant"),
    "anonymous person": ("申请人", "Applicant"),
    "salutation": ("{0}：", "{0}:"),
    "opening": (
        "你单位的申报材料，已按《{0}》{1}逐条核对，以{2}为评估日。",
        "Your application was checked clause by clause against 《{0}》{1} as of {2}.",
    ),
    "opening person": (
        "你的申报材料，已按《{0}》{1}逐条核对，以{2}为评估日。",
        "Your application was checked clause by clause against 《{0}》{1} as of {2}.",
    ),
    "conclusion": ("结论：{0}。{1}", "Result: {0}. {1}"),
    "sum not met": ("下列 {0} 处不符合规定的条件。", "Conditions not met: {0}."),
    "sum met": (
        "所核对的条件均已满足。",
        "The conditions checked are met.",
    ),
    "sum missing": ("须补充 {0} 项材料后才能作出结论。", "Facts still needed: {0}."),
    "sum missing too": (
        "须补充 {0} 项材料，并待 {1} 项评定完成后，才能作出结论。",
        "Facts still needed: {0}; findings: {1}.",
    ),
    "sum awaiting": (
        "所需材料已齐，待 {0} 项评定完成后作出结论。",
        "No fact is missing. Findings awaited: {0}.",
    ),
    "sum not applicable": (
        "本办法不适用于这一申报，未就其他条件作出判断。",
        "The text does not apply to this application; nothing else was judged.",
    ),
    "head not met": ("不符合的条款", "Clauses not met"),
    "head met": ("符合的条款", "Clauses met"),
    "head scope": ("不适用的依据", "Why the text does not apply"),
    "head missing": ("需补充的材料", "What to supply"),
    "head awaiting": ("待评定的事项", "What awaits assessors"),
    "head differences": ("申报值与台账的差异", "Stated and computed values that differ"),
    "head readings": ("所依据的口径", "Readings relied on"),
    "head amounts": ("得数", "Amounts"),
    "head recounts": ("换一种读法，得数不同", "Amounts under other readings"),
    "if counted": ("{0}：如取“{1}”，{2}", "{0}: read as “{1}”, {2}"),
    "amount item": ("项目", "Item"),
    "amount value": ("得数", "Comes to"),
    "amount clause": ("依据", "Clause"),
    "amount data": ("所依据的资料", "Worked out from"),
    "somebody": ("（未写明）", "(not said)"),
    "payable": ("由{0}支付（{2}）", "payable by {0} ({2})"),
    "payable to": ("由{0}向{1}支付（{2}）", "payable by {0} to {1} ({2})"),
    "deducted": ("减 {0}", "less {0}"),
    "head notes": ("说明", "Notes"),
    "none carries": (
        "至少须满足 {1} 项，适用的 {0} 项均不满足",
        "at least {1} needed; none of the {0} that apply is met",
    ),
    "one does not carry": (
        "至少须满足 {1} 项，适用的仅 1 项，不满足",
        "at least {1} needed; the one that applies is not met",
    ),
    "too few carry": (
        "至少须满足 {1} 项，不满足的有 {0} 项",
        "at least {1} needed; {0} are not met",
    ),
    "none applies": (
        "至少须满足 {0} 项，没有一项适用",
        "at least {0} needed; none applies",
    ),
    "dropped out": ("未申报或不适用：{0}。", "Not applied for or not applicable: {0}."),
    "any fails": ("以下至少须满足 {0} 项：", "At least {0} of these is needed:"),
    "carried": ("至少须满足 {1} 项，满足的有：{0}。", "at least {1} needed; met: {0}."),
    "other met": ("其余 {0} 项条件符合", "further conditions met: {0}"),
    "found too": ("{0} 项评定符合", "found met by assessors: {0}"),
    "need evidence": ("材料：{0}", "Evidence: {0}"),
    "need where": ("涉及{0}", "bears on {0}"),
    "need blank": ("台账有空白：{0}", "The ledger has blanks: {0}"),
    "need conflict": (
        "申报值与台账不一致，请核实。",
        "Stated and computed values differ; please reconcile.",
    ),
    "assessors": (
        "以下由{0}评定，不需申报单位作答：",
        "Judged by {0}; nothing to answer for the applicant:",
    ),
    "assessors person": (
        "以下由{0}评定，不需申请人作答：",
        "Judged by {0}; nothing to answer for the applicant:",
    ),
    "or": ("或", " or "),
    "difference": (
        "{0}：申报 {1}，{2}核算 {3}，按 {4}计。",
        "{0}: stated {1}, {2} gives {3}; taken as {4}.",
    ),
    "chosen": ("取“{0}”", "read as “{0}”"),
    "default": ("默认", "default"),
    "not default": ("非默认，由评估时指定", "not the default: chosen for this evaluation"),
    "if read": ("如取“{0}”，结论为{1}", "read as “{0}”, the outcome is: {1}"),
    "other readings": ("其他读法：{0}", "other readings: {0}"),
    "settled": ("已明确：{0}", "settled: {0}"),
    "not settled": ("尚无文件明确", "settled by nobody yet"),
    "readings chosen": (
        "办法未写明之处，下列 {0} 项不取默认读法，或者已有文件明确：",
        "What the text leaves open: {0} are not read by default, or have been settled:",
    ),
    "readings decisive": (
        "办法未写明之处，下列 {0} 项影响结论：取默认读法，尚无文件明确，换一种读法结论不同：",
        "What the text leaves open: {0} mattered, read by default and settled by nobody yet:",
    ),
    "readings opening": (
        "下列 {0} 项取默认读法，尚无文件明确，换一种读法，还须补充材料或者评定才能作出结论：{1}。",
        "{0} are read by default, settled by nobody yet, and would leave the outcome open: {1}.",
    ),
    "readings default": (
        "办法未写明之处，以下 {0} 项取默认读法，尚无文件明确：{1}。",
        "What the text leaves open: {0} are read by default, settled by nobody yet: {1}.",
    ),
    "head jointly": ("几项口径同时改取", "Several readings changed at a time"),
    "readings jointly": (
        "下列各项要同时改取，才得所写的结论：",
        "These come to the outcome stated only if all of them are changed together:",
    ),
    "jointly nothing": (
        "几项同时改取，除其中一项本来就改变结论的以外，结论不变。",
        "Several readings changed at a time come to nothing that one of them does not come to alone.",
    ),
    "jointly untold": (
        "口径太多，没有试过所有的组合。",
        "There are too many readings to have tried every combination.",
    ),
    "taken": ("{0}取“{1}”", "{0} read as “{1}”"),
    "taken and": ("，并且 ", ", and "),
    "taken outcome": ("{0}：结论为{1}", "{0}: the outcome is: {1}"),
    "readings rest": (
        "其余 {0} 项取默认读法，尚无文件明确：{1}。",
        "The other {0} are read by default, settled by nobody yet: {1}.",
    ),
    "note bounds": (
        "“以上”“以下”等界限是否包括本数，依{0}。",
        "Whether 以上、以下 include the number follows {0}.",
    ),
    "note civil code": (
        "“以上”“以下”“以内”包括本数，“不满”“超过”“以外”不包括本数（{0}）。",
        "以上、以下、以内 include the number; 不满、超过、以外 do not ({0}).",
    ),
    "note nature": (
        "本意见根据所填数据逐条核对得出，供申报和审核参考，不是认定决定。",
        "This result follows from the data as given; it is not a decision of the authority.",
    ),
    # ── the audit
    "audit title": ("逐条核对记录", "Audit of the decision"),
    "applicant": ("申请单位", "Applicant"),
    "applicant person": ("申请人", "Applicant"),
    "document": ("依据文件", "Document"),
    "policy": ("规则编号", "Policy"),
    "language": ("规则语言版本", "Rule language"),
    "date": ("评估日", "As of"),
    "bounds": ("本数约定", "Bounds"),
    "outcome": ("结论", "Outcome"),
    "summary": ("摘要", "Summary"),
    "all of": ("以下全部满足", "all of"),
    "some of": ("以下至少 {0} 项满足", "at least {0} of"),
    "not": ("以下不成立", "not"),
    "exception": ("例外{0}", "exception {0}"),
    "applies": ("适用", "applies"),
    "does not apply": ("不适用", "does not apply"),
    "is open": ("是否适用待定", "open"),
    "when": ("条件", "condition"),
    "then": ("适用例外时", "where it applies"),
    "otherwise": ("不适用例外时", "otherwise"),
    "case": ("分情形", "by cases"),
    "case then": ("属于该情形的", "in this case"),
    "case otherwise": ("不属于该情形的", "in the other cases"),
    "not taken": ("未采用", "not taken"),
    "reading": ("口径 {0}：取“{1}”", "reading {0}: “{1}”"),
    "see": ("见{0}", "see {0}"),
    "guard": ("适用前提", "applies only if"),
    "always": ("是", "yes"),
    "never": ("否", "no"),
    "consulted": ("已用到", "consulted"),
    "not consulted": ("未用到", "not consulted"),
    "head unused": ("已提供而未用到的数据", "Given, but not used"),
    "head places": ("逐条核对", "Clause by clause"),
    "question": ("评定内容：{0}", "asked: {0}"),
    "assessors may": ("可由{0}评定", "may be judged by {0}"),
    "rule": ("规则", "rule"),
    "finding": ("评定", "finding"),
    "combination": ("组合", "combination"),
    "definition": ("定义", "definition"),
    "amount": ("计算", "amount"),
    "clause": ("条款", "clause"),
    "scope": ("适用", "scope"),
}


def word(key: str, lang: Language, *values: object) -> str:
    """A word or phrase of the frame, its places filled with `values`.

    Example:
        >>> word("short", "zh", "4 家"), word("short", "en", "4 enterprises")
        ('还差 4 家', '4 enterprises short')
    """
    phrase = _WORDS[key][1 if lang == "en" else 0]
    return phrase.format(*values) if values else phrase


def verdict(outcome: Outcome, lang: Language) -> str:
    """An outcome as sign and word: ✗ 不符合."""
    return f"{SIGNS[outcome]} {outcome.label(lang)}"
