"""核验结论记录：只用 Python 标准库，不用作出结论的程序。

    python check_record.py 记录.json [更多记录，或 .jsonl] [--law 办法文件夹] [--after 摘要] [--last 摘要]

查六样：① 栏目和写法；② 两个摘要；③ 前后相连；④ 引文在所引的条款里，给了办法文件夹的，条款在正式文本里、
各文件摘要相符；⑤ 推理的每一步由它下面各步得出，直到填报的事项、台账和评定；⑥ 结论由各节点得出。
查不出的：把填报的内容连同由它得出的一切改掉、摘要重算，是另一份自洽的记录，要靠前后相连、签名、原始材料来查；
“无论怎样补全结论都一样”的，本程序不重做，会提示用 sgpolicy verify 核对。

读的次序：RULES（推理表，每种步骤一行）、Proof（按表重算，和表里写不下的几种步骤）、check（把六样连起来）。
结论成一条链：不符合 0 < 待补材料 1 < 待评定 2 < 符合 3。一个步骤有两个数：适用到什么程度，若适用又怎样。
"""

import calendar
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "sgpolicy.record/1"
CHAIN = ["不符合", "待补材料", "待评定", "符合", "不适用"]
NO_LOWER_END = -Fraction(10**30)
WRONG = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
Note = Callable[[str, str], None]
Data = dict[str, Any]


class Num(NamedTuple):
    """一个数，或者只知道在两端之间；high 为 None 是没有上限。"""

    low: Any
    high: Any


class Grade(NamedTuple):
    """一个步骤适用到什么程度，若适用又怎样。"""

    applies: int
    holds: int


class Read(NamedTuple):
    """一个值；zero 是它会不会其实是“零的占比”；source 是从哪里来。"""

    value: Any
    zero: bool = False
    source: str = "derived"


class Mark(str):
    """不是值的值：未知；零的占比；没有这样的值。"""

    __slots__ = ()


UNKNOWN, NOTHING, ABSENT = MARKS = Mark("unknown"), Mark("nothing"), Mark("absent")
ANY, ZERO = Num(Fraction(0), None), Num(Fraction(0), Fraction(0))


# ── 值和日期 ──────────────────────────────────────────────────────────────────────────────


def exact(text: str) -> Fraction:
    """一个精确数；写得过长的、不是整数或者分数的不读。"""
    if not re.fullmatch(r"-?\d{1,300}(/\d{1,300})?", text):
        raise ValueError(f"{show(text)} 不是精确数")
    return Fraction(text)


def value_of(data: Any) -> Any:
    """读一个值；写法须与 data_of 写出的一样。"""
    found: Any = None
    match data:
        case bool():
            return data
        case "unknown" | "nothing" | "absent":
            return MARKS[MARKS.index(data)]
        case {"text": str(found)} | {"choice": str(found)} if len(data) == 1:
            return found
        case {"years": dict(years)} if len(data) == 1:
            return {int(year): value_of({"number": count}) for year, count in years.items()}
        case {"number": text}:
            found = Num(exact(text), exact(text))
        case {"from": low, "to": high}:
            found = Num(exact(low), None if high is None else exact(high))
        case {"day": text}:
            found = date.fromisoformat(text)
        case {"days": [first, last]}:
            found = (date.fromisoformat(first), date.fromisoformat(last))
        case {"members": items}:
            found = frozenset(items)
        case _:
            pass
    if found is None or data_of(found) != data:
        raise ValueError(f"{show(data)} 不是一个值")
    return found


def data_of(value: Any) -> Any:
    """一个值的写法。"""
    match value:
        case Num(low, high) if low == high:
            return {"number": str(low)}
        case Num(low, high):
            return {"from": str(low), "to": None if high is None else str(high)}
        case date():
            return {"day": value.isoformat()}
        case (first, last):
            return {"days": [first.isoformat(), last.isoformat()]}
        case frozenset():
            return {"members": sorted(value)}
        case _:
            pass
    return {"choice": value} if type(value) is str else value


def canonical(data: Any) -> str:
    """规范形式（RFC 8785）；记录里没有 JSON 的数，键都是 ASCII，所以这样排序即可。"""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(data: Any) -> str:
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def show(data: Any) -> str:
    text = data if isinstance(data, str) else canonical(data)
    return text if len(text) <= 80 else text[:80] + "…"


def after(start: date, length: str, times: int = 1) -> date:
    """对应日（民法典第二百零二条）：当月没有的是月末日，超出历法的是历法的一端。"""
    amount, unit = int(length[:-1]) * times, length[-1]
    if unit == "日":
        return date.fromordinal(min(max(start.toordinal() + amount, 1), date.max.toordinal()))
    months = start.year * 12 + start.month - 1 + amount * {"年": 12, "月": 1}[unit]
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        return date.min if year < 1 else date.max
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def year_of(day: date, back: int) -> tuple[date, date]:
    year = min(max(day.year - back, 1), 9999)
    return date(year, 1, 1), date(year, 12, 31)


def periods(first: date, last: date, length: str, *, up: bool) -> int:
    """从第一日到最后一日满了几次；up 是开始了的也算一次。"""
    count, arrival = 0, first
    while arrival < last:
        following = after(first, length, count + 1)
        if following > last or following <= arrival:
            return count + up
        count, arrival = count + 1, following
    return count


# ── 真假 ──────────────────────────────────────────────────────────────────────────────────


def plain(place: int) -> Grade:
    """链上的一个结论；不适用的在链外。"""
    return Grade(0, 0) if place == 4 else Grade(3, place)


def truth(found: Any) -> Grade:
    """步骤的结果作为真假。"""
    if isinstance(found, Read):
        return plain(1 if found.value is UNKNOWN else 3 * (found.value is True))
    return found if found.applies else Grade(0, 0)


def worded(grade: Grade) -> Data:
    """真假的写法；适用与否未定的，另写若适用又怎样。"""
    if grade.applies in (0, 3):
        return {"is": CHAIN[grade.holds if grade.applies else 4]}
    return {"is": CHAIN[grade.applies], "is_if_applicable": CHAIN[grade.holds]}


def negative(place: int) -> int:
    return {0: 3, 3: 0}.get(place, place)


def every(below: tuple[Grade, ...]) -> Grade:
    """全部：适用的各项中最小的；不适用的退出。"""
    holds = min(max(negative(one.applies), one.holds) for one in below)
    return Grade(max(one.applies for one in below), holds)


def at_least(least: int, below: tuple[Grade, ...]) -> Grade:
    """至少几项：第几大的那一项。"""
    held = sorted(map(min, below), reverse=True)
    return Grade(3, 3 if least <= 0 else held[least - 1] if least <= len(held) else 0)


def branch(asked: Grade, then: Grade, otherwise: Grade) -> Grade:
    """例外：条件成立的依一支，不成立的依另一支，说不定的看两支是否一致。"""
    condition = min(asked)
    if condition in (0, 3):
        return then if condition else otherwise

    def either(one: int, other: int) -> int:
        if one == other and one in (0, 3):
            return one
        return min(max(negative(condition), one), max(condition, other))

    applies = either(then.applies, otherwise.applies)
    if not then.applies or not otherwise.applies:
        return Grade(applies, then.holds if then.applies else otherwise.holds)
    return Grade(applies, either(then.holds, otherwise.holds))


def compare(operator: str, one: Any, other: Any) -> int:
    """两个数（或者两端之间的数）、两个日子怎样比：3 总是，0 总不，1 说不定。"""
    if isinstance(one, date):
        one, other = Num(one, one), Num(other, other)
    if operator in ("gt", "lt", "ne"):
        return negative(compare({"gt": "le", "lt": "ge", "ne": "eq"}[operator], one, other))
    if operator == "le":
        one, other = other, one
    below = one.high is not None and one.high < other.low
    above = other.high is not None and one.low > other.high
    if operator == "eq":
        same = one.low == one.high == other.low == other.high
        return 3 if same else 0 if below or above else 1
    return 3 if above or (other.high is not None and one.low == other.high) else 0 if below else 1


# ── 数 ────────────────────────────────────────────────────────────────────────────────────


def hull(one: Num, other: Num) -> Num:
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return Num(min(one.low, other.low), high)


def total(signs: str, values: tuple[Num, ...]) -> Num:
    low, high = ZERO
    for sign, one in zip(signs, values, strict=True):
        near, far = (one.low, one.high) if sign == "+" else (one.high, one.low)
        low += near if sign == "+" else NO_LOWER_END if near is None else -near
        high = None if high is None or far is None else high + (far if sign == "+" else -far)
    return Num(low, high)


def product(one: Num, other: Num) -> Num:
    if one.high is None or other.high is None:
        if one.low < 0 or other.low < 0:
            return Num(NO_LOWER_END, None)
        return Num(one.low * other.low, Fraction(0) if 0 in (one.high, other.high) else None)
    corners = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
    return Num(min(corners), max(corners))


def ratio(part: Num, whole: Num) -> Any:
    """占比；全体是零的，没有占比；全体可能是零的，没有上限。"""
    if whole.low == whole.high == 0:
        return NOTHING
    if part.low == part.high and whole.low == whole.high:
        return Num(part.low / whole.low, part.low / whole.low)
    if whole.low < 0:
        return Num(NO_LOWER_END, None)
    low, high = Fraction(0), None
    if part.low < 0:
        low = part.low / whole.low if whole.low else NO_LOWER_END
    elif whole.high is not None:
        low = part.low / whole.high
    if part.high is not None and part.high <= 0:
        high = part.high / whole.high if whole.high is not None else Fraction(0)
    elif part.high is not None and whole.low > 0:
        high = part.high / whole.low
    return Num(low, high)


def extreme(chosen: Callable[..., Any], values: tuple[Num, ...]) -> Num:
    """较小的、较大的。"""
    highs = [one.high for one in values if one.high is not None]
    known = bool(highs) and (chosen is min or len(highs) == len(values))
    return Num(chosen(one.low for one in values), chosen(highs) if known else None)


def accrued(step: Data, value: Any) -> Any:
    """每满多少得多少。"""

    def gained(one: Any) -> Any:
        if isinstance(one, tuple):
            return gain * periods(one[0], one[1], step["step"], up=step["rounded_up"])
        times = one / value_of(step["step"]).low
        return gain * max(-(-times // 1) if step["rounded_up"] else times // 1, 0)

    gain = value_of(step["gain"]).low
    if isinstance(value, Num):
        return Num(gained(value.low), None if value.high is None else gained(value.high))
    if isinstance(value, tuple):
        return Num(gained(value), gained(value))
    return ZERO if value is ABSENT else NOTHING if value is NOTHING else ANY


def measured(measure: str, sure: list[Any], others: list[Any]) -> Num:
    """台账的笔数、不同的个数、合计：sure 是计入的，others 是说不定的，None 是空白的单元格。"""
    if measure == "rows":
        return Num(Fraction(len(sure)), Fraction(len(sure) + len(others)))
    if measure == "distinct":
        known = len({*sure} - {None})
        more = len({*others} - {*sure} - {None}) + (sure + others).count(None)
        return Num(Fraction(known or bool(sure)), Fraction(known + more))
    low = sum((cell.low for cell in sure if cell), Fraction(0))
    high = low + sum(max(cell.low, 0) for cell in others if cell)
    low += sum(min(cell.low, 0) for cell in others if cell)
    return Num(low, None if None in sure + others else high)


# ── 推理表：步骤 → 由什么得出、有哪些栏目（? 可有可无）、怎样得出 ─────────────────────────

Rule = tuple[str, str, Callable[..., Any] | None]
OF, WRITTEN = "of", "of written?"
RULES: dict[str, Rule] = {
    "not": ("真假", OF, lambda s, one: Grade(one.applies, negative(one.holds))),
    "all": ("真假", OF, lambda s, *below: every(below)),
    "at_least": ("真假", "number of", lambda s, *below: at_least(int(s["number"]), below)),
    "branch": ("真假", "of clause? phrases?", lambda s, *below: branch(*below)),
    "compare": ("检验", f"operator {WRITTEN}", lambda s, *two: compare(s["operator"], *two)),
    "elapsed": (
        "检验",
        f"inclusive length {WRITTEN}",
        lambda s, one, end: compare("ge" if s["inclusive"] else "gt", end, after(one, s["length"])),
    ),
    "within": ("检验", OF, lambda s, day, days: 3 * (days[0] <= day <= days[1])),
    "member": ("检验", f"members {WRITTEN}", lambda s, one: 3 * (one in s["members"])),
    "contains": ("检验", f"members {WRITTEN}", lambda s, one: 3 * (one >= {*s["members"]})),
    "equals": ("检验", f"members {WRITTEN}", lambda s, one: 3 * (one == {*s["members"]})),
    "touches": ("检验", f"members {WRITTEN}", lambda s, one: 3 * bool(one & {*s["members"]})),
    "later": ("日子", "length of", lambda s, day: after(day, s["length"])),
    "day_before": ("日子", OF, lambda s, day: after(day, "1日", -1)),
    "calendar_year": ("日子", "back of", lambda s, day: year_of(day, int(s["back"]))),
    "preceding": (
        "日子",
        "length of",
        lambda s, day: (after(day, s["length"], -1), after(day, "1日", -1)),
    ),
    "stretch": ("日子", OF, lambda s, first, last: (first, last)),
    "first_day": ("日子", OF, lambda s, days: days[0]),
    "last_day": ("日子", OF, lambda s, days: days[1]),
    "earliest": ("日子", OF, lambda s, *days: min(days)),
    "latest": ("日子", OF, lambda s, *days: max(days)),
    "sum": ("数", "of signs", lambda s, *values: total(s["signs"], values)),
    "ratio": ("数", OF, lambda s, part, whole: ratio(part, whole)),
    "product": ("数", OF, lambda s, one, other: product(one, other)),
    "least": ("数", OF, lambda s, *values: extreme(min, values)),
    "greatest": ("数", OF, lambda s, *values: extreme(max, values)),
    # 以下见 Proof.other
    "accrual": ("其余", "gain of rounded_up step", None),
    "size": ("其余", "most of", None),
    "pick": ("其余", "interpretation of reading", None),
    "constant": ("其余", "value written?", None),
    "column": ("其余", "column", None),
    "as_of": ("其余", "", None),
    "this_year": ("其余", "", None),
    "node": ("其余", "node", None),
    "judged": ("其余", "finding of counted? interpretation? reading?", None),
    "fact": ("其余", "fact reading? source? stated? tallied?", None),
    "year": ("其余", "fact of reading? source? stated? tallied?", None),
    "tally": ("其余", "ledger measure column? counted? numeric? open? summed? where?", None),
}
# 其他各组的栏目；: 后是里面的一组，* 是一列这样的组。
FORMS = {
    "record": "basis:basis conclusion:conclusion fingerprint format law:law* previous proof:proof"
    " sha256",
    "basis": "as_of facts:given* findings:finding* holidays ledgers:ledger* library policy:policy"
    " readings:reading*",
    "policy": "document_number files:file* id issuer language source title",
    "file": "name sha256",
    "given": "fact evidence name reading? reference? value",
    "ledger": "ledger name reference? rows",
    "finding": "finding by evidence name on person? position? reasons result role standard",
    "panel": "finding name standard votes:vote*",
    "vote": "person by chair judged?:judgement position? role",
    "judgement": "evidence on reasons result",
    "reading": "id chosen_by? clause default document? in_force name number phrases says",
    "conclusion": "outcome pending:pending* relied_on root scopes",
    "pending": "id cause kind reading?",
    "law": "clause parts",
    "proof": "kinds:kind* nodes:node*",
    "kind": "id computed?:step kind split?",
    "node": "id body?:step clause guard?:step is is_if_applicable? kind name phrases",
    "step": "of:step* where:step summed:step",
}
TYPES: dict[str, Any] = {
    **dict.fromkeys("parts phrases standard relied_on scopes members open rows".split(), list),
    **dict.fromkeys("value is previous holidays stated tallied step gain most".split(), object),
    **dict.fromkeys("inclusive rounded_up numeric chair".split(), bool),
}


@cache
def fields_of(kind: str, op: str) -> tuple[set[str], dict[str, str]]:
    """一组必有的栏目，和可有的栏目各是里面的哪一组（没有为空）。"""
    pairs = [field.partition(":")[::2] for field in FORMS[kind].split()]
    inner, fields = {name.rstrip("?"): form for name, form in pairs}, [name for name, _ in pairs]
    if kind == "step":
        fields = ["op", "is?", "is_if_applicable?", *RULES[op][1].split()]
    names = [name.rstrip("?") for name in fields]
    return {name for name in fields if name in names}, {name: inner.get(name, "") for name in names}


def form(data: Any, kind: str, place: str, note: Note) -> None:
    """栏目不多不少，类型对；一列里的第一栏（连同读法）不重复。"""
    if kind.endswith("*"):
        for i, one in enumerate(data):
            form(one, kind[:-1], f"{place}[{one.get('name', one.get('id', i))}]", note)
        first = FORMS[kind[:-1]].split()[0]
        keys = [] if kind == "step*" else [show([one[first], one.get("reading")]) for one in data]
        if len(set(keys)) < len(keys):
            note(place, f"重复 {max(keys, key=keys.count)}")
        return
    needed, known = fields_of("panel" if "votes" in data else kind, data.get("op", ""))
    for name in needed - data.keys():
        note(place, f"缺少栏目 {name}")
    for name, value in data.items():
        if name not in known:
            note(place, f"多出栏目 {show(name)}")
        elif known[name]:
            form(value, known[name], f"{place}.{name}".removeprefix("记录."), note)
        elif not isinstance(value, TYPES.get(name, str)):
            note(f"{place}.{name}", f"{show(value)} 的类型不对")


# ── 引文 ──────────────────────────────────────────────────────────────────────────────────


def normal(text: str) -> str:
    """比较用的写法：去掉空白、表格线和标题号，括号、逗号、引号各归一种。"""
    text = re.sub(r"^[ \t\u3000]{0,3}#{1,6}(?=[ \t\u3000])", "", text, flags=re.MULTILINE)
    text = re.sub(r"[\s|\u200b\u200c\u200d\u2060\ufeff]", "", text)
    return text.translate(str.maketrans("（），“”„‟「」『』＂", "()," + '"' * 9))


def steps(step: Data | None) -> Iterator[Data]:
    """一个步骤和它里面的各步。"""
    if step is not None:
        yield step
        for one in (*step.get("of", ()), step.get("where"), step.get("summed")):
            yield from steps(one)


def check_law(data: Data, folder: Path | None, note: Note) -> None:
    """引文在所引的条款里；条款在正式文本里，文件就是那些文件。"""
    basis, nodes = data["basis"], data["proof"]["nodes"]
    law = {one["clause"]: normal("".join(one["parts"])) for one in data["law"]}
    cites = [(f"basis.readings[{one['name']}]", one) for one in basis["readings"]]
    for node in nodes:
        below = [node, *steps(node.get("guard")), *steps(node.get("body"))]
        cites += [(f"proof.nodes[{node['name']}]", one) for one in below if "phrases" in one]
    for place, one in cites:
        for phrase in one["phrases"]:
            if not normal(phrase) or normal(phrase) not in law.get(one["clause"], ""):
                note(place, f"{one['clause']}中没有引文「{phrase}」")
    standards = {node["id"]: node["phrases"] for node in nodes}
    for one in basis["findings"]:
        if one["standard"] != standards.get(one["finding"]):
            note(f"basis.findings[{one['name']}].standard", "不是该项评定的引文")
    if folder is None:
        return
    for file in basis["policy"]["files"]:
        path = folder / Path(file["name"]).name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
            note(f"basis.policy.files[{file['name']}]", "办法文件夹中没有这个文件，或者摘要不同")
    source = folder / Path(basis["policy"]["source"]).name
    official = normal(source.read_text("utf-8-sig")) if source.is_file() else ""
    for one in data["law"]:
        if any(normal(part) not in official for part in one["parts"]):
            note(f"law[{one['clause']}]", "正式文本中没有这段文字")


# ── 推理 ──────────────────────────────────────────────────────────────────────────────────


class Proof:
    """由填报的事项、台账和评定重算每一步，与记录的结果比较；往上用记录的结果。"""

    def __init__(self, data: Data, note: Note) -> None:
        basis, proof = data["basis"], data["proof"]
        self.note, self.on = note, value_of({"day": basis["as_of"]})
        self.stated = {(f["fact"], f.get("reading")): value_of(f["value"]) for f in basis["facts"]}
        self.ledgers = {
            one["ledger"]: [
                {c: None if v is None else value_of(v) for c, v in row.items()}
                for row in one["rows"]
            ]
            for one in basis["ledgers"]
        }
        self.findings = {one["finding"]: one for one in basis["findings"]}
        self.readings = {one["id"]: one for one in basis["readings"]}
        self.kinds = {one["id"]: one for one in proof["kinds"]}
        self.nodes = {one["id"]: one for one in proof["nodes"]}
        self.done: Data = {}  # 已经算过的节点和事项
        self.year: int | None = None  # 逐年核算时的那一年
        self.row: Data | None = None  # 正在看的那一行台账
        self.fixed: dict[int, Any] = {}  # 看这份台账时，与行无关的各步的结果；与行有关的为 None
        self.zero = False  # 其中有没有可能是零的占比的

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """每个节点、每个事项只算一次；绕回自己的不成推理。"""
        if key not in self.done:
            self.done[key] = None
            self.done[key] = make()
        if self.done[key] is None:
            raise ValueError(f"{key} 的推理绕回了自己，或者没有完成")
        return self.done[key]

    def node(self, key: str) -> Any:
        """一个节点：适用的条件（guard）和内容（body）。"""

        def made() -> Any:
            node, guard = self.nodes[key], Grade(3, 3)
            place = f"proof.nodes[{node['name']}]"
            if "guard" in node:
                guard = truth(self.step(node["guard"], f"{place}.guard"))
            found = self.step(node["body"], f"{place}.body") if min(guard) else Grade(0, 0)
            if isinstance(found, Grade) or node["is"] in CHAIN:
                applies, holds = truth(found)
                found = Grade(min(applies, *guard), holds)
            return self.compared(node, found, place)

        return self.once(key, made)

    def compared(self, said: Data, found: Any, place: str) -> Any:
        """算出的与记录的比较；往上用记录的，所以错在哪一步就报在哪一步。"""
        if "is" not in said:
            return found
        want = {"is": data_of(found.value)} if isinstance(found, Read) else worded(truth(found))
        have = {key: said[key] for key in ("is", "is_if_applicable") if key in said}
        if have == want:
            return found
        self.note(place, f"记为 {show(have)}，由下面各步应为 {show(want)}")
        if isinstance(found, Read):
            return found._replace(value=value_of(said["is"]))
        at = [CHAIN.index(text) for text in have.values()]
        return Grade(*at) if len(at) == 2 else plain(at[0])

    def step(self, step: Data, place: str) -> Any:
        """一个步骤的结果：真假（Grade）或者值（Read）。"""
        if self.row is not None:
            if id(step) not in self.fixed:
                self.fixed[id(step)] = self.unvarying(step, place)
            if self.fixed[id(step)] is not None:
                return self.fixed[id(step)]
        below = [self.step(one, f"{place}.of[{i}]") for i, one in enumerate(step.get("of", ()))]
        try:
            return self.compared(step, self.rule(step, below, place), place)
        except WRONG as error:
            raise ValueError(f"{place} 不成一步推理：{error}") from None

    def rule(self, step: Data, below: list[Any], place: str) -> Any:
        """一步由下面各步得出什么。"""
        basis, _, derive = RULES[step["op"]]
        if derive is None:
            return self.other(step, below, place)
        if basis == "真假":
            if step["op"] == "branch" and isinstance(below[1], Read):
                return self.either(min(truth(below[0])), below[1], below[2])
            return derive(step, *map(truth, below))
        values, zero = [one.value for one in below], any(one.zero for one in below)
        marks = [value for value in values if type(value) is Mark]
        if basis == "检验":
            if marks:
                return plain(1 if all(mark is UNKNOWN for mark in marks) else 0)
            found = derive(step, *values)
            return plain(1 if found == 3 and zero and self.row is None else found)
        if self.row is not None and marks:
            return Read(UNKNOWN if all(mark is UNKNOWN for mark in marks) else NOTHING)
        if basis == "日子":
            return Read(
                ABSENT if ABSENT in marks else UNKNOWN if marks else derive(step, *values), zero
            )
        if step["op"] == "ratio" and isinstance(values[1], Num):
            zero = compare("eq", values[1], ZERO) != 0
        return Read(NOTHING if marks else derive(step, *values), zero)

    def other(self, step: Data, below: list[Any], place: str) -> Any:
        """表里写不下的步骤。"""
        first: Any = below[0] if below else None
        chosen = self.readings[step["interpretation"]] if "interpretation" in step else {}
        if step["op"] in ("pick", "judged") and chosen.get("in_force") != step.get("reading"):
            self.note(place, "用的不是这一口径所用的读法")
        match step["op"]:
            case "pick":
                return first
            case "constant":
                value = value_of(step["value"])
                return plain(3 * value) if isinstance(value, bool) else Read(value)
            case "column":
                cell = self.row[step["column"]] if self.row else None
                return Read(UNKNOWN if cell is None else cell)
            case "as_of":
                return Read(self.on)
            case "this_year":
                return Read(year_of(date(self.year, 1, 1), 0) if self.year else UNKNOWN)
            case "node":
                return self.node(step["node"])
            case "judged":
                return plain(self.judged(self.findings.get(step["finding"], {}), first.value, step))
            case "fact" | "year":
                return self.fact(step, first, place)
            case "tally":
                return self.tally(step, place)
            case _:
                pass
        if self.row is not None and type(first.value) is Mark:
            return Read(UNKNOWN if first.value is UNKNOWN else NOTHING)
        if step["op"] == "accrual":
            return Read(accrued(step, first.value), first.zero)
        if isinstance(first.value, frozenset):
            return Read(Num(Fraction(len(first.value)), Fraction(len(first.value))), first.zero)
        return Read(Num(Fraction(0), step["most"] and Fraction(step["most"])), first.zero)

    def judged(self, record: Data, allowed: frozenset[str], step: Data) -> int:
        """有权的人在评估日以前作出的评定才算；几个人评定的，其余的人怎样评定都一样了，才有结论。"""
        how = step["counted"] if "votes" in record else "unanimous"
        votes = record.get("votes", [{**record, "judged": record}] if record else [])
        seats = [one for one in votes if one["by"] in allowed and (how != "chair" or one["chair"])]
        made = [one["judged"] for one in seats if "judged" in one]
        made = [one["result"] for one in made if value_of({"day": one["on"]}) <= self.on]
        found, all_ = [{CHAIN[0]: 0, CHAIN[3]: 3}[one] for one in made], len(seats)
        yes, no = found.count(3), found.count(0)
        half, whole = (2 * yes > all_, 2 * no >= all_ > 0), (yes == all_ > 0, no > 0)
        is_met, is_not = {"majority": half, "unanimous": whole, "chair": whole}[how]
        return 3 if is_met else 0 if is_not else 2

    def either(self, holds: int, then: Read, otherwise: Read) -> Read:
        """值的两支：条件说不定的，两支相同即是，都是数的取两端之间。"""
        if holds in (0, 3) or then.value == otherwise.value:
            return otherwise if holds == 0 else then
        if self.row is not None:
            return Read(UNKNOWN)
        values, zero = (then.value, otherwise.value), then.zero or otherwise.zero
        if all(isinstance(value, Num) for value in values):
            return Read(hull(*values), zero)
        return Read(ANY if NOTHING in values or isinstance(values[0], Num) else UNKNOWN, zero)

    def fact(self, step: Data, days: Read | None, place: str) -> Any:
        """填报的事项；台账可以核算的，两处的数不同就在两者之间。"""
        kind, year = self.kinds[step["fact"]], None
        chosen = self.readings[kind["split"]] if "split" in kind else {}
        if step.get("reading") != chosen.get("in_force"):
            self.note(place, "用的不是这一事项所分的读法")
        if days is not None:
            if not isinstance(days.value, tuple):
                return Read(ANY, source="missing")
            year = days.value[0].year
        key = f"{step['fact']} {step.get('reading', '')} {year or ''}"
        found, both = self.once(key, lambda: self.cell(kind, chosen, year))
        said = {name: step[name] for name in ("stated", "tallied") if name in step}
        if "source" in step and (step["source"], said) != (found.source, both):
            self.note(
                place, f"来源记为 {step['source']} {show(said)}，应为 {found.source} {show(both)}"
            )
        return truth(found) if kind["kind"] == "truth" else found

    def cell(self, kind: Data, chosen: Data, year: int | None) -> tuple[Read, Data]:
        """一个事项的值；有台账核算的数的，连同填报的和核算的两个数。"""
        stated = self.stated.get((kind["id"], chosen.get("in_force")))
        if stated is None and chosen.get("in_force") == chosen.get("default"):
            stated = self.stated.get((kind["id"], None))
        stated = stated.get(year) if year and stated is not None else stated
        is_number = year is not None or kind["kind"] in ("count", "money", "share", "area")
        computed = self.computed(kind, year) if is_number or stated is None else None
        if stated is not None and (computed is None or not isinstance(computed.value, Num)):
            return Read(stated, source="stated"), {}
        if computed is None:
            return Read(ANY if is_number else UNKNOWN, source="missing"), {}
        if not is_number:
            return computed._replace(source="absent" if computed.value is ABSENT else "ledger"), {}
        span: Any = computed.value if isinstance(computed.value, Num) else NOTHING
        if stated is None:
            return Read(span, computed.zero, "ledger"), {"tallied": data_of(span)}
        both, whole = {"stated": data_of(stated), "tallied": data_of(span)}, hull(span, stated)
        return Read(stated, source="both") if whole == span else Read(
            whole, source="conflict"
        ), both

    def computed(self, kind: Data, year: int | None) -> Read | None:
        """由台账核算；台账没有给全的，或者台账从那一年以后才有的，核算不出。"""
        names = list(self.ledgers_in(kind.get("computed")))
        if "computed" not in kind or not all(name in self.ledgers for name in names):
            return None
        for name in names if year else ():
            days = [v for row in self.ledgers[name] for v in row.values() if isinstance(v, date)]
            if days and min(days).year > (year or 0):
                return None
        before, self.year, self.row = (self.year, self.row), year, None
        found = self.step(kind["computed"], f"proof.kinds[{kind['id']}].computed")
        self.year, self.row = before
        if kind["kind"] == "truth":
            grade = truth(found)
            return Read(grade.holds == 3) if grade.applies == 3 and grade.holds in (0, 3) else None
        return None if found.value is UNKNOWN or found.source == "missing" else found

    def ledgers_in(self, formula: Data | None) -> Iterator[str]:
        for one in steps(formula):
            if one["op"] == "tally":
                yield one["ledger"]
            if one["op"] == "node":
                yield from self.ledgers_in(self.nodes[one["node"]].get("body"))

    def unvarying(self, step: Data, place: str) -> Any:
        """与行无关的一步的结果，看一份台账时只算一次，说不定的在各行里是未知；与行有关的是 None。"""
        if any(one["op"] == "column" for one in within_row(step)):
            return None
        row, self.row = self.row, None
        found = self.step(step, place)
        reads = [found] if isinstance(found, Read) else []
        if RULES[step["op"]][0] == "检验":
            reads = [self.step(one, place) for one in step["of"]]
        self.row, self.zero = row, self.zero or any(one.zero for one in reads)
        if isinstance(found, Grade):
            return plain(3 if not found.applies else found.holds if found.applies == 3 else 1)
        if isinstance(found.value, Num) and found.value.low != found.value.high:
            return Read(UNKNOWN)
        return Read(NOTHING if found.value is ABSENT else found.value)

    def tally(self, step: Data, place: str) -> Read:
        """台账的笔数、不同的个数、合计，或者最近、最早一行的值。"""
        rows, column, measure = (
            self.ledgers.get(step["ledger"]),
            step.get("column"),
            step["measure"],
        )
        vague = ANY if "numeric" in step else UNKNOWN
        if rows is None:
            return Read(vague, source="missing")
        before, self.fixed, self.zero = (self.row, self.fixed, self.zero), {}, False
        sure: dict[int, Any] = {}
        maybe: dict[int, Any] = {}
        for number, self.row in enumerate([{}, *rows]):  # 第 0 行是空的：没有行，条件也要看一遍
            holds = (
                truth(self.step(step["where"], f"{place}.where")).holds if "where" in step else 3
            )
            cell = self.row.get(column) if column else True
            if "summed" in step:
                cell = self.step(step["summed"], f"{place}.summed").value
                cell = None if cell is UNKNOWN else ZERO if cell is NOTHING else cell
            if number and holds:
                (sure if holds == 3 else maybe)[number] = cell
        zero = self.zero
        self.row, self.fixed, self.zero = before
        blank = [number for number, cell in sure.items() if cell is None and measure != "rows"]
        count: str | None = str(len(sure))
        if measure not in ("latest", "earliest"):
            cells = list(sure.values()), list(maybe.values())
            found = Read(measured(measure, *cells), zero, "ledger")
        elif not sure and not maybe:
            found = Read(ABSENT, zero, "absent")
        else:
            last = (max if measure == "latest" else min)(sure, default=0)
            beyond = any(n > last if measure == "latest" else n < last for n in maybe)
            is_known, blank = sure.get(last) is not None and not beyond, []
            found = Read(sure[last], zero, "ledger") if is_known else Read(vague, zero, "missing")
            count, maybe = ("1", {}) if is_known else (None, maybe)
        wanted = [str(number) for number in sorted([*maybe, *blank])]
        if "is" in step and (step.get("counted"), step.get("open", [])) != (count, wanted):
            self.note(place, f"计入的应为 {count} 行，有空白而说不定的应为第 {show(wanted)} 行")
        return found


def within_row(step: Data) -> Iterator[Data]:
    yield step
    for one in step.get("of", ()):
        yield from within_row(one)


# ── 结论、摘要、前后 ──────────────────────────────────────────────────────────────────────


def conclude(data: Data, proof: Proof, note: Note) -> bool:
    """结论由各节点得出；返回是否还须核对“每一种补全都一样”。"""
    said, pending = data["conclusion"]["outcome"], data["conclusion"]["pending"]
    scopes = [truth(proof.node(key)) for key in data["conclusion"]["scopes"]]
    root = CHAIN.index(worded(truth(proof.node(data["conclusion"]["root"])))["is"])
    gates = [CHAIN.index(worded(one)["is"]) for one in scopes]
    gate = min([3, *(place for place in gates if place < 3)])
    if gate == 0:
        root = 4
    elif gate < 3 and root < 4:
        root = min(gate, root) if root in (1, 2) else gate
    if (said in CHAIN[1:3]) != bool(pending):
        note("conclusion.pending", "未决的才有、也须有待定事项")
    if said == CHAIN[root]:
        return False
    if root not in (1, 2) or said not in CHAIN:
        note("conclusion.outcome", f"记为 {show(said)}，由各节点应为 {CHAIN[root]}")
    return True


def check(data: Any, note: Note, folder: Path | None = None) -> bool:
    """查一份记录；返回结论是否还须用 sgpolicy verify 核对。"""
    place = "记录"
    try:
        if data["format"] != FORMAT:
            raise ValueError(f"本程序只查 {FORMAT}")
        form(data, "record", place, note)
        if sha256(data["basis"]) != data["fingerprint"]:
            note("fingerprint", "依据（basis）改过：不是它的摘要")
        if sha256({key: data[key] for key in data if key != "sha256"}) != data["sha256"]:
            note("sha256", "记录改过：不是它的摘要")
        check_law(data, folder, note)
        proof = Proof(data, note)
        for key, node in proof.nodes.items():
            place = f"proof.nodes[{node['name']}]"
            proof.node(key)
        place = "conclusion"
        return conclude(data, proof, note)
    except WRONG as error:
        note(place, f"查不下去：{type(error).__name__} {error}")
        return False


def read(name: str) -> Iterator[tuple[str, Data]]:
    """文件里的各份记录：一个文件一份，或者 .jsonl 一行一份；不是规范形式的当作读不到。"""
    text = Path(name).read_bytes().decode("utf-8")
    lines = text.rstrip("\n").split("\n") if name.endswith(".jsonl") else [text]
    for i, line in enumerate(lines, 1):
        place = f"{name} 第 {i} 行" if name.endswith(".jsonl") else name
        data = json.loads(line)
        if not isinstance(data, dict) or canonical(data) != line.removesuffix("\n"):
            raise ValueError(f"{place} 不是规范形式（RFC 8785）的 JSON，或者不全")
        yield place, data


def main(arguments: list[str]) -> int:
    """0 没有发现问题，1 有问题，2 读不到。"""
    options = {"--law": "", "--after": "", "--last": ""}
    while named := [a for a in arguments[:-1] if a in options]:
        at = arguments.index(named[0])
        options[named[0]] = arguments[at + 1]
        arguments = arguments[:at] + arguments[at + 2 :]
    folder, before, wrong = Path(options["--law"] or "."), options["--after"], 0
    try:
        found = [one for argument in arguments for one in read(argument)]
    except (OSError, ValueError, RecursionError) as error:
        print(f"读不到：{error}")
        return 2
    for i, (name, data) in enumerate(found):
        told: list[str] = []
        note = partial(tell, told)
        replay = check(data, note, folder if options["--law"] else None)
        previous = data.get("previous")
        if (i or before) and previous != before:
            note("previous", f"应接 {show(before)}，记的是 {show(previous)}；有增减、改动或者乱序")
        print(f"{name}：{'有问题' if told else '相符'}", *told[:50], sep="\n  ")
        if previous and not i and not before:
            print(f"  提示：前面还有一份 {show(previous)}，没有给出")
        if replay:
            print("  提示：结论是每一种补全都一样的，请用 sgpolicy verify 核对")
        before, wrong = show(data.get("sha256")), wrong + bool(told)
    if options["--last"] not in ("", before):
        print(f"最后一份应是 {options['--last']}：后面少了记录，或者改过")
        wrong += 1
    print(f"共 {len(found)} 份，{f'{wrong} 处不符' if wrong else '没有发现问题'}")
    return 1 if wrong or not found else 0


def tell(told: list[str], place: str, what: str) -> None:
    told.append(f"{place}：{what}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
