"""The language's words: which terminal of the grammar each one is.

A name of a policy may not equal one of them. The table is the only place where a word's spelling
stands; the grammar knows the terminals only.
"""

from __future__ import annotations

from sgpolicy.model.voting import Method
from sgpolicy.operators.bounds import AFTER, BEFORE

DECLARATIONS: dict[str, str] = {
    "规则": "RULE",
    "评定": "FINDING",
    "组合": "COMBINATION",
    "适用": "APPLIES",
    "定义": "DEFINITION",
    "计算": "AMOUNT",
    "排名": "RANKING",
    "目录": "CATALOGUE",
    "文件": "DOCUMENT",
    "约定": "CONVENTION",
    "参见": "SEE",
    "步骤": "STEP",
    "义务": "DUTY",
    "权力": "POWER",
    "说明": "NOTE",
    "口径": "INTERPRETATION",
    "合议": "VOTING",
}

MARKS: dict[str, str] = {
    "规则": "A",
    "组合": "A",
    "适用": "A",
    "计算": "A",
    "排名": "A",
    "评定": "H",
    "定义": "D",
    "目录": "D",
    "文件": "D",
    "约定": "D",
    "步骤": "P",
    "义务": "O",
    "权力": "W",
    "说明": "N",
}
"""Which kind of work in the clause inventory a declaration does; 参见 does what its target does.

口径 and 合议 do none: how open words are read, and how several judgements are counted, accounts for no words.
"""

MARK_NAMES: dict[str, str] = {
    "A": "规则",
    "H": "评定",
    "D": "定义",
    "P": "步骤",
    "O": "义务",
    "W": "权力",
    "N": "说明",
}

METHODS: dict[str, Method] = {
    "过半数": "majority",
    "全体一致": "unanimous",
    "组长决定": "chair",
}
"""How several judgements of one standard are counted."""

WORDS: dict[str, str] = {
    **dict.fromkeys((w for w in BEFORE if w not in {"至少", "满"}), "BOUND"),
    **dict.fromkeys(AFTER, "SUFFIX"),
    **DECLARATIONS,
    **dict.fromkeys(METHODS, "METHOD"),
    "至少": "AT_LEAST",
    "满": "FULL",
    "且": "AND",
    "或": "OR",
    "非": "NOT",
    "是": "YES",
    "否": "NO",
    "当": "WHEN",
    "则": "THEN",
    "例外": "EXCEPTION",
    "仅当": "ONLY_WHEN",
    "按": "PICK",
    "占": "SHARE_OF",
    "加": "PLUS",
    "减": "MINUS",
    "乘": "TIMES",
    "除以": "TIMES",
    "每满": "PER",
    "每": "PER",
    "得": "GAIN",
    "封顶": "CAP",
    "保底": "CAP",
    "较大": "EXTREME",
    "较小": "EXTREME",
    "属于": "IS_ONE_OF",
    "不属于": "IS_NONE_OF",
    "为": "IS",
    "不为": "IS_NOT",
    "含": "HOLDS",
    "不含": "HOLDS_NOT",
    "仅为": "IS_JUST",
    "涉及": "TOUCHES",
    "在": "INSIDE",
    "从": "FROM",
    "到": "UP_TO",
    "至": "TILL",
    "的": "OF",
    "后": "AFTER",
    "前": "BEFORE",
    "于": "AT",
    "本年度": "ACCESSOR",
    "上年度": "ACCESSOR",
    "前年度": "ACCESSOR",
    "大前年度": "ACCESSOR",
    "前一日": "ACCESSOR",
    "第一日": "ACCESSOR",
    "最后一日": "ACCESSOR",
    "较早": "EXTREME",
    "较晚": "EXTREME",
    "最近": "LATEST",
    "最早": "LATEST",
    "本轮": "THIS_ROUND",
    "有过": "EVER",
    "本轮有": "EVER",
    "其余": "REST",
    "统计": "TALLY",
    "计": "MEASURE",
    "不同": "DISTINCT",
    "笔数": "ROWS",
    "合计": "TOTAL",
    "评估日": "TODAY",
    "该年": "THAT_YEAR",
    "各项": "EACH",
    "全部": "EVERY",
    "满足": "SATISFIED",
    "全文": "WHOLE",
    "由": "BY",
    "委托": "DELEGATE",
    "向": "TOWARDS",
    "对": "ABOUT",
    "先": "PRIOR",
    "须": "REQUIRED",
    "起于": "BEGINS",
    "存续": "LASTS",
    "遇假顺延": "MOVED",
    "结果": "RESULTS",
    "期限": "DEADLINE",
    "金额为": "PAYS",
    "每年": "YEARLY",
    "底前": "BY_END",
    "随时": "ANY_TIME",
    "定期": "REGULARLY",
    "可以": "MAY",
    "应当": "MUST",
    "作用": "ROLE",
    "文号": "DOCUMENT_NUMBER",
    "限于": "EXTENT",
    "由高到低": "ORDER",
    "由低到高": "ORDER",
    "编号": "NUMBERED",
    "读法": "READING",
    "用于": "USED_FOR",
    "裁定": "SETTLED",
    "问": "ASK",
    "佐证": "EVIDENCE",
    "对象": "AUDIENCE",
    "因": "BECAUSE",
    "待确认": "DRAFT",
}

TEXT_FIELDS = frozenset({"ASK", "EVIDENCE", "AUDIENCE", "BECAUSE", "SETTLED", "READING"})
"""After one of these words and a colon, free text runs to the end of the part."""

VERBATIM_FIELDS = frozenset({"RESULTS", "DOCUMENT_NUMBER", "USED_FOR", "ROLE", "EXTENT"})
"""After one of these words, words are taken as they stand up to the next ； or 。."""
