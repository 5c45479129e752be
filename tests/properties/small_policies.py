"""Small made-up policies in which everything that can be tried can be tried: few facts with few values.

Three open places of the text, a fact that is stated by reading, exceptions, conditions under which a rule
applies, combinations of which some parts suffice.
"""

from __future__ import annotations

import itertools
from datetime import date

from hypothesis import strategies as st

from sgpolicy.diagnostics.records import Collector
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.model.application import Application, FindingRecord
from sgpolicy.model.document import Manifest
from sgpolicy.pipeline import compile_policy
from sgpolicy.source.text import SourceFile

ON = date(2026, 11, 22)
FACTS = """
| 名称 | 键 | 类型 | 单位 | 问题 | 分列 |
|---|---|---|---|---|---|
| 有证 | has_licence | 是否 | | 有证？ | |
| 有场所 | has_rooms | 是否 | | 有场所？ | |
| 人数 | staff | 计数 | 人 | 几人？ | 口径甲 |
| 专职人数 | full_time | 计数 | 人 | 几人？ | |
| 类型 | kind | 单选（企业、院所、中心） | | 哪类？ | |
| 功能 | functions | 多选（培训、检测） | | 哪些？ | |

## 主体

| 名称 | 键 | 原文 |
|---|---|---|
| 市局 | city | 市局 |
"""
MANIFEST = Manifest(
    id="small",
    title="样例办法",
    title_en="Sample",
    document_number="样〔2020〕1号",
    issuer="某局",
    issuer_en="Bureau",
    issued="2020-01-01",
    language="1",
    text=("law.md",),
    tables=("facts.md",),
    inventory="",
    source="",
    source_sha256="",
    root="whole",
)
PHRASES = "甲乙丙丁戊己庚辛"
READINGS = {"口径甲": ("一", "二"), "口径乙": ("三", "四", "五"), "口径丙": ("六", "七")}
KEYS = {
    "一": "one",
    "二": "two",
    "三": "three",
    "四": "four",
    "五": "five",
    "六": "six",
    "七": "seven",
}
MOST = 6


def _interpretation(name, number):
    readings = "\n".join(
        f"  读法 {r} {KEYS[r]}：按这样算{'（默认）' if i == 0 else ''}"
        for i, r in enumerate(READINGS[name])
    )
    key = {"口径甲": "way_a", "口径乙": "way_b", "口径丙": "way_c"}[name]
    return f"口径 {name} {key} 「{PHRASES[7]}」：\n  编号 K-{number}；\n  问：怎样算？\n{readings}\n  用于 认定。"


@st.composite
def _test(draw):
    match draw(st.integers(0, 8)):
        case 0 | 1:
            return draw(st.sampled_from(["有证", "有场所"]))
        case 2 | 3:
            word = draw(st.sampled_from(["不少于", "超过", "不满"]))
            return (
                f"{draw(st.sampled_from(['人数', '专职人数']))} {word} {draw(st.integers(1, 5))}人"
            )
        case 4:
            return f"专职人数 占 人数 不低于 {draw(st.sampled_from([50, 80]))}%"
        case 5:
            return f"人数 加 专职人数 不少于 {draw(st.integers(3, 9))}人"
        case 6:
            return f"类型 属于（{draw(st.sampled_from(['企业', '院所、中心', '中心']))}）"
        case 7:
            return (
                f"功能 {draw(st.sampled_from(['含 培训', '仅为（检测）', '涉及（培训、检测）']))}"
            )
        case _:
            return draw(st.sampled_from(["评一", "评二"]))


@st.composite
def _condition(draw, depth, *, has_readings=True):
    if depth == 0:
        return draw(_test())
    match draw(st.integers(0, 6)):
        case 0 | 1:
            joint = draw(st.sampled_from([" 且 ", " 或 "]))
            parts = [
                draw(_condition(depth - 1, has_readings=has_readings))
                for _ in range(draw(st.integers(2, 3)))
            ]
            return joint.join(f"（{part}）" for part in parts)
        case 2:
            return f"非（{draw(_condition(depth - 1, has_readings=has_readings))}）"
        case 3 | 4 if has_readings:
            name = draw(st.sampled_from(sorted(READINGS)))
            branches = (f"{one}：{draw(_condition(depth - 1))}" for one in READINGS[name])
            return f"按 {name}（{'；'.join(branches)}）"
        case _:
            return draw(_test())


@st.composite
def laws(draw, *, has_readings=True):
    """The text of a policy's rules."""
    texts = [_interpretation(name, i + 1) for i, name in enumerate(READINGS)]
    texts += [
        f"评定 {name} finding_{i} 「{PHRASES[6]}」：\n  由 市局；\n  问：如何？\n  佐证：材料。"
        for i, name in enumerate(["评一", "评二"])
    ]
    count = draw(st.integers(2, 4))
    for i in range(count):
        text = f"规则 则{i} rule_{i} 「{PHRASES[i]}」：\n  {draw(_condition(2, has_readings=has_readings))}"
        if draw(st.integers(0, 3)) == 0:
            when = draw(_condition(1, has_readings=has_readings))
            text += f"；\n  例外：当 {when}，则 {draw(_condition(1, has_readings=has_readings))}"
        if draw(st.integers(0, 3)) == 0:
            text += f"；\n  仅当 {draw(_condition(1, has_readings=has_readings))}"
        texts.append(f"{text}。")
    names = [f"则{i}" for i in range(count)]
    some = draw(st.integers(1, count))
    whole = " 且 ".join(names[:some])
    if names[some:]:
        whole += f" 且 至少 1项（{'；'.join(names[some:])}；评一）"
    texts.append(f"组合 总 whole 「{PHRASES[5]}」：{whole}。")
    return "\n\n".join(texts)


@st.composite
def policies(draw, *, has_readings=True):
    """A policy ready to evaluate."""
    return policy_of(draw(laws(has_readings=has_readings)))


def policy_of(block):
    """A policy with these rules."""
    law = f"### 第一条\n\n{PHRASES}。\n\n```sgp\n{block}\n```\n"
    files = {"law.md": SourceFile("law.md", law), "facts.md": SourceFile("facts.md", FACTS)}
    found = Collector()
    core = compile_policy(MANIFEST, files, found).core
    assert core is not None, [(d.code, d.title("zh")) for d in found.found]
    return prepare(core)


VALUES = {
    "has_licence": [True, False],
    "has_rooms": [True, False],
    ("staff", "one"): range(MOST + 1),
    ("staff", "two"): range(MOST + 1),
    "full_time": range(MOST + 1),
    "kind": ["企业", "院所", "中心"],
    "functions": [
        frozenset(),
        frozenset({"培训"}),
        frozenset({"检测"}),
        frozenset({"培训", "检测"}),
    ],
}
"""What each cell can be."""


def record(*, met):
    """A judgement by who may judge."""
    return FindingRecord(met, "city", ON, "材料")


@st.composite
def applications(draw, *, may_miss=True):
    """An application to a small policy; with `may_miss` some of it is not stated."""
    missing = draw(st.sampled_from([0, 0, 2])) if may_miss else 0
    facts = {
        key: draw(st.sampled_from(list(values)))
        for key, values in VALUES.items()
        if draw(st.integers(0, 9)) >= missing
    }
    findings = {
        key: record(met=draw(st.booleans()))
        for key in ("finding_0", "finding_1")
        if draw(st.integers(0, 9)) >= missing
    }
    return Application(facts, {}, findings)


def all_readings(core):
    """Every combination of readings."""
    items = core.interpretations
    choices = [[reading.id for reading in item.readings] for item in items.values()]
    for chosen in itertools.product(*choices):
        yield dict(zip(items, chosen, strict=True))


def policies_core():
    """A small policy of one rule, for those who need its names only."""
    interpretations = "\n\n".join(_interpretation(name, i + 1) for i, name in enumerate(READINGS))
    findings = "\n\n".join(
        f"评定 {name} finding_{i} 「{PHRASES[6]}」：\n  由 市局；\n  问：如何？\n  佐证：材料。"
        for i, name in enumerate(["评一", "评二"])
    )
    whole = f"组合 总 whole 「{PHRASES[5]}」：评一 且 评二。"
    return policy_of(f"{interpretations}\n\n{findings}\n\n{whole}").core
