"""Random policies as people type them: any spacing, either width, Chinese numerals, comments.

A policy is drawn as tokens, then typed: what may be written in several ways is written in one of them.
"""

from hypothesis import strategies as st

FACTS = """
| 名称 | 键 | 类型 | 单位 | 问题 | 台账核算 |
|---|---|---|---|---|---|
| 有证 | has_licence | 是否 | | 有证？ | |
| 有场所 | has_rooms | 是否 | | 有场所？ | |
| 人数 | staff | 计数 | 人 | 几人？ | |
| 专职人数 | full_time | 计数 | 人 | 几人？ | |
| 次数 | times | 计数 | 次 | 几次？ | |
| 资产总额 | assets | 金额 | 万元 | 多少？ | |
| 不含税收入 | income | 金额 | 万元 | 多少？ | |
| 满意度 | satisfaction | 百分比 | | 多少？ | |
| 登记日期 | registered | 日期 | | 哪天？ | |
| 申请日期 | applied | 日期 | | 哪天？ | |
| 类型 | kind | 单选（企业、院所、中心（站）） | | 哪类？ | |
| 学历 | degree | 有序（高中 < 大专 < 本科） | | 哪级？ | |
| 功能 | functions | 多选（培训、检测、代理） | | 哪些？ | |
| 企业数 | clients | 逐年计数 | 家 | 几家？ | 统计 台账 当 日期 在 该年，计 不同 企业代码 |

## 台账 台账 ledger

| 列名 | 键 | 类型 | 单位 | 说明 |
|---|---|---|---|---|
| 企业代码 | code | 文本 | | |
| 日期 | day | 日期 | | |
| 人次 | heads | 计数 | 人次 | |

## 主体

| 名称 | 键 | 原文 |
|---|---|---|
| 市局 | city | 市局 |
| 县局 | county | 县局 |
"""
LAW = "### 第一条\n\n有甲，人数不少于6人，资产总额不低于100万元的“平台”，近三年增长60%以上。\n"
PHRASES = ("有甲", "人数不少于6人", "资产总额不低于100万元的“平台”", "近三年增长60%以上")

_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_CHINESE = {1: "一", 2: "两", 3: "三", 6: "六", 10: "十", 12: "十二", 60: "六十", 250: "二百五十"}
_COUNTS = st.sampled_from(sorted(_CHINESE))


class Mark(str):
    """Punctuation: needs no space, may be of either width."""

    __slots__ = ()


class Words(str):
    """Free words up to the end of a line."""

    __slots__ = ()


@st.composite
def _quantity(draw, units):
    number, unit = draw(_COUNTS), draw(st.sampled_from(units))
    gap = draw(st.sampled_from(["", "", " ", "  "]))
    if unit == "%":
        forms = [f"{number}%", f"{number}{gap}％" if not gap else f"{number}％"]
        forms += [f"百分之{_CHINESE[number]}"] if number != 2 else []
    else:
        forms = [f"{number}{gap}{unit}", f"{_CHINESE[number]}{unit}", f"{number}.0{gap}{unit}"]
        forms += [f"{str(number).translate(_DIGITS)}{gap}{unit}", f"0{number}{unit}"]
    return [draw(st.sampled_from(forms))]


def _list(draw, names):
    out = [draw(st.sampled_from(names))]
    for _ in range(draw(st.integers(0, 2))):
        out += [Mark("、"), draw(st.sampled_from(names))]
    return out


@st.composite
def _number(draw, depth, names, units):
    options = ["name", "name", "quantity", "sum", "pick", "tally", "group"]
    match draw(st.sampled_from(options if depth else options[:3])):
        case "name":
            return [draw(st.sampled_from(names))]
        case "quantity":
            return draw(_quantity(units))
        case "sum":
            left, right = (draw(_number(0, names, units)) for _ in "ab")
            return [*left, draw(st.sampled_from(["加", "减"])), *right]
        case "tally":
            where = ["当", "人次", "不少于", "3人次"] if draw(st.booleans()) else []
            comma = [Mark("，")] if draw(st.booleans()) else []
            return ["统计", "台账", *where, *comma, "计", "人次", "合计"]
        case "group":
            return [Mark("（"), *draw(_number(depth - 1, names, units)), Mark("）")]
        case _:
            return draw(_pick(lambda d: _number(d, names, units), depth))


@st.composite
def _pick(draw, part, depth):
    by = draw(st.sampled_from(["口径甲", "类型"]))
    labels = {"口径甲": [["读一"], ["读二"]], "类型": [["企业", Mark("、"), "院所"], ["其余"]]}[by]
    out = ["按", by, Mark("（")]
    for i, label in enumerate(labels):
        out += [*([Mark("；")] if i else []), *label, Mark("："), *draw(part(depth - 1))]
    return [*out, *([Mark("；")] if draw(st.booleans()) else []), Mark("）")]


_KINDS = st.sampled_from(
    [
        (["人数", "专职人数"], ["人"]),
        (["资产总额", "不含税收入"], ["万元", "亿元", "元"]),
        (["满意度"], ["%"]),
        (["次数"], ["次"]),
    ]
)


@st.composite
def _condition(draw, depth):
    names, units = draw(_KINDS)
    value = draw(_number(min(depth, 1), names, units))
    match draw(st.integers(0, 9)):
        case 0 | 1:
            return [draw(st.sampled_from(["有证", "有场所", "是", "否"]))]
        case 2:
            bound = draw(st.sampled_from(["不少于", "至少", "超过", "不满", "等于"]))
            return [*value, bound, *draw(_number(min(depth, 1), names, units))]
        case 3:
            ends = [[], [Mark("（"), "含", Mark("）")], [Mark("（"), "不含", Mark("）")]]
            end = draw(st.sampled_from(ends))
            return [*value, *draw(_quantity(units)), *end, draw(st.sampled_from(["以上", "以下"]))]
        case 4:
            length = draw(_quantity(["年", "个月"]))
            return ["登记日期", "至", "申请日期", draw(st.sampled_from(["满", "超过"])), *length]
        case 5:
            word = draw(st.sampled_from(["属于", "不属于"]))
            return [
                "类型",
                word,
                Mark("（"),
                *_list(draw, ["企业", "院所", "中心（站）"]),
                Mark("）"),
            ]
        case 6:
            word = draw(st.sampled_from(["含", "仅为", "涉及", "不含"]))
            return ["功能", word, Mark("（"), *_list(draw, ["培训", "检测", "代理"]), Mark("）")]
        case 7:
            year = draw(st.sampled_from([["上年度"], ["前", "12个月"], ["前", "十二个月"]]))
            return ["登记日期", "在", "申请日期", "的", *year]
        case 8:
            return [
                *value,
                "占",
                *draw(_number(0, names, units)),
                "不低于",
                *draw(_quantity(["%"])),
            ]
        case _:
            day = draw(st.sampled_from(["2022年10月20日", "2022-10-20", "2022 年 1 月 02 日"]))
            return ["登记日期", draw(st.sampled_from(["不早于", "不晚于"])), day]


@st.composite
def expression(draw, depth=2):
    """A condition, or several joined."""
    if depth <= 0:
        return draw(_condition(0))
    match draw(st.integers(0, 7)):
        case 0:
            return ["非", Mark("（"), *draw(expression(depth - 1)), Mark("）")]
        case 1 | 2 | 3:
            word = draw(st.sampled_from(["且", "或"]))
            out = draw(_condition(depth))
            for _ in range(draw(st.integers(1, 4))):
                comma = [Mark("，")] if draw(st.booleans()) else []
                out = [*out, *comma, word, *draw(_condition(depth - 1))]
            return out
        case 4:
            return draw(_pick(expression, depth))
        case 5:
            inner = [draw(expression(depth - 1)) for _ in range(draw(st.integers(1, 3)))]
            joined = [
                t for i, one in enumerate(inner) for t in [*([Mark("；")] if i else []), *one]
            ]
            return ["至少", "1项", Mark("（"), *joined, Mark("）")]
        case _:
            return draw(_condition(depth))


_TEXT = st.sampled_from(
    [
        "评审前的情况",
        "满不满足？",
        "见批复。另行说明",
        "甲；乙",
        "第2点：见 No. 5, p. 3",
        "“平台”的人数",
    ]
)


@st.composite
def _quotes(draw, phrases):
    pairs = ["「」", "“”", "”“", '""']
    out = []
    for phrase in phrases:
        opening, closing = draw(st.sampled_from(pairs if "“" not in phrase else pairs[:2]))
        out.append(Mark(f"{opening}{phrase}{closing}"))
    return out


@st.composite
def _declaration(draw, index, phrase):
    quote = draw(_quotes([phrase] if phrase else []))
    extra = []
    match draw(st.integers(0, 6)):
        case 0:
            head, body = (
                ["评定", f"评{index}", f"finding_{index}"],
                ["由", *_list(draw, ["市局", "县局"])],
            )
            extra = [
                ["问", Mark("："), Words(draw(_TEXT))],
                ["佐证", Mark("："), Words(draw(_TEXT))],
            ]
        case 1:
            head = ["义务", f"务{index}", f"duty_{index}"]
            body = ["由", "市局"]
            deadline = [["每年", "1", "月", "底前"], ["随时"], ["三年"], ["每年", "两次"]]
            extra = [["期限", *draw(st.sampled_from(deadline))], ["向", "县局"]]
            extra = draw(st.permutations(extra))
        case 2:
            head, body = (
                ["说明", f"说{index}", f"note_{index}"],
                ["因", Mark("："), Words(draw(_TEXT))],
            )
        case 3:
            head, body = ["定义", f"定{index}", f"definition_{index}"], draw(expression(1))
        case _:
            head, body = ["规则", f"则{index}", f"rule_{index}"], draw(expression())
            if draw(st.booleans()):
                then = [Mark("，")] if draw(st.booleans()) else []
                clauses = ["当", *draw(expression(1)), *then, "则", *draw(expression(1))]
                extra.append(["例外", Mark("："), *clauses])
            if draw(st.booleans()):
                extra.append(["仅当", *draw(expression(1))])
            if draw(st.booleans()):
                reason = ["因", *draw(_quantity(["人", "年", "%"])), Mark("："), Words(draw(_TEXT))]
                extra.append(reason)
            extra = draw(st.permutations(extra))
    tokens = [*quote, Mark("："), *body]
    for part in extra:
        tokens += [Mark("；"), *part]
    return " ".join(head), [*tokens, Mark("。")]


_WIDTHS = {"（": "（(", "）": "）)", "；": "；;", "：": "：:", "，": "，,"}
_GAPS = [" ", " ", " ", "  ", "\u3000", "\n  ", "\n\u3000\u3000", "\t"]
_MARK_GAPS = ["", "", "", "", " ", "\n  ", "\n\n    "]
_NOTES = [" // 注\n  ", "\n  //见《批复》\n  ", " //  二次；核对。\n  "]


@st.composite
def _typed(draw, head, tokens):
    """One way to type the tokens; a part with free words ends its line."""
    out = [head]
    gaps = st.sampled_from([*_GAPS, *(["", _NOTES[0]] if draw(st.booleans()) else [])])
    may_note = draw(st.integers(0, 3)) == 0
    for before, token in zip([head, *tokens], tokens, strict=False):
        if isinstance(before, Words):
            ending = draw(st.sampled_from([str(token), _WIDTHS.get(token, token)[-1], ""]))
            out.append(f"{ending}\n  ")
            continue
        if isinstance(token, Words):
            out.append(draw(st.sampled_from(["", " "])) + token)
            continue
        is_close = isinstance(token, Mark) or isinstance(before, Mark)
        is_quote = token[:1] in '「“”"' or before is head
        gap = " " if is_quote else draw(st.sampled_from(_MARK_GAPS) if is_close else gaps)
        if may_note and not is_quote and draw(st.integers(0, 5)) == 0:
            gap = draw(st.sampled_from(_NOTES))
        out += [gap, draw(st.sampled_from(_WIDTHS.get(token, token[:0]) or [str(token)]))]
    return "".join(out)


_READINGS = (
    "口径 口径甲 which_way 「近三年」：\n  编号 K-1；\n  问：怎样算？\n"
    "  读法 读一 first：按一种算(默认)\n  读法 读二 second：按另一种算；\n  用于 认定。"
)


@st.composite
def blocks(draw):
    """The text of a block of rules."""
    phrases = draw(st.permutations(PHRASES))
    count = draw(st.integers(1, 4))
    texts = [_READINGS]
    for index in range(count):
        phrase = phrases[index] if draw(st.integers(0, 4)) else ""
        head, tokens = draw(_declaration(index, phrase))
        texts.append(draw(_typed(head, tokens)).rstrip())
    between = st.sampled_from(["\n", "\n\n", "\n\n\n", "\n// 另起\n", "  // 完\n\n// 又\n\n"])
    return "".join(text + draw(between) for text in texts)
