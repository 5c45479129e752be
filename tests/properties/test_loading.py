"""No text makes loading fail with anything but diagnostics, and none takes it long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.diagnostics.catalogue import CATALOGUE
from sgpolicy.diagnostics.records import Collector
from sgpolicy.loading import read_folder
from sgpolicy.model.document import Manifest
from sgpolicy.operators.words import WORDS
from sgpolicy.pipeline import compile_policy
from sgpolicy.source.text import SourceFile

TABLE = """
| 名称 | 键 | 类型 | 单位 | 问题 | 台账核算 |
|---|---|---|---|---|---|
| 甲 | jia | 是否 | | 甲？ | |
| 人数 | staff | 计数 | 人 | 几人？ | |
| 日子 | day | 日期 | | 哪天？ | |
| 种类 | kinds | 多选（一类、二类） | | 哪些？ | |
"""
LAW = "### 第一条\n\n人数不少于6人，资产总额不低于100万元。\n\n（一）有甲。\n"
SECONDS = 5.0


def compile_text(law, facts=TABLE, clauses=None, source=None):
    """Compile, word every finding, and check that each is one of the catalogue's."""
    values = dict.fromkeys(Manifest.__dataclass_fields__, "")
    values |= {"id": "t", "text": ("law.md",), "tables": ("facts.md",), "root": "art1"}
    values |= {"inventory": "clauses.md", "source": "source.txt"}
    files = {"law.md": law, "facts.md": facts, "clauses.md": clauses, "source.txt": source}
    sources = {n: SourceFile(n, text) for n, text in files.items() if text is not None}
    begin = time.perf_counter()
    made = compile_policy(Manifest(**values), sources, Collector())
    for found in made.diagnostics:
        assert found.code in CATALOGUE
        for lang in ("zh", "en"):
            assert found.title(lang)
            assert found.help(lang)
        if found.span is not None:
            assert 0 <= found.span.start <= found.span.end <= len(files[found.span.file])
    assert time.perf_counter() - begin < SECONDS
    return made


def block(text):
    return f"{LAW}\n```sgp\n{text}\n```\n"


PIECES = (
    *WORDS,
    "甲",
    "人数",
    "日子",
    "种类",
    "一类",
    "规则 则 key 「人数不少于6人」：",
    "100万元",
    "50%",
    "三年",
    "2022年2月30日",
    "6人",
    "「",
    "」",
    "“",
    "”",
    "（",
    "）",
    "；",
    "：",
    "。",
    "、",
    "，",
    "\n",
    " ",
    "\u3000",
    "//",
    "K-1",
    "key",
    "\x00",
    "\ud800",
    "第",
    "百分之六十",
    "|",
    "---",
    "#",
)
WORDY = st.sampled_from(PIECES)
ANY = st.text(st.characters(), max_size=300)
SENTENCES = st.lists(WORDY, max_size=60).map("".join)
SPACED = st.lists(WORDY, max_size=60).map(" ".join)


@given(st.one_of(ANY, SENTENCES, SPACED))
def test_any_rule_block(text):
    compile_text(block(text))


@given(st.one_of(SENTENCES, SPACED))
def test_any_body(text):
    compile_text(block(f"规则 人员 staff_rule 「人数不少于6人」：{text}"))


@given(st.sampled_from([w for w in WORDS if len(w) == 2]), st.one_of(ANY, SPACED))
def test_any_declaration(word, text):
    compile_text(block(f"{word} 名称甲 some_key 「人数不少于6人」：{text}"))


@given(st.one_of(ANY, SENTENCES))
def test_any_file(text):
    compile_text(text, text, text, text)


CELLS = st.sampled_from(["名称", "键", "类型", "列名", "原文", "单位", "台账核算", "甲", "key", ""])
CELLS |= st.sampled_from(
    ["是否", "计数", "单选（甲、乙）", "有序（一 < 二）", "单选 同 甲", "目录项", "人"]
)
CELLS |= st.text(max_size=8)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=8), min_size=1, max_size=8))
def test_any_table(rows):
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    text = "## 台账 甲 ledger\n\n" + "\n".join(lines) + "\n"
    compile_text(block("规则 甲则 rule_key 「有甲」：甲。"), text, text)


@given(st.one_of(ANY, st.lists(CELLS, max_size=3).map(lambda c: "：".join(["text", *c]))))
def test_any_manifest(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("policy")
    (folder / "policy.yaml").write_text(text, "utf-8", "replace")
    found = Collector()
    manifest, files = read_folder(folder, found)
    assert manifest is not None or found.found
    if manifest is not None:
        compile_policy(manifest, files, found)


# ── sizes ──

RULE = "规则 人员 staff_rule 「人数不少于6人」："
LARGE = {
    "brackets": RULE + "（" * 10_000 + "甲" + "）" * 10_000,
    "opening brackets": RULE + "（" * 100_000,
    "negations": RULE + "非 " * 10_000 + "甲。",
    "junction": RULE + " 且 ".join(["甲"] * 10_000) + "。",
    "sum": RULE + " 加 ".join(["人数"] * 10_000) + " 不少于 6人。",
    "accessors": RULE + "日子" + " 的 前一日" * 10_000 + " 不早于 日子。",
    "readings": RULE + "按 人员（甲：" * 10_000 + "甲" + "）" * 10_000,
    "no space": RULE + "人数不少于甲且" * 430,
    "unknown": RULE + "鑫" * 3_000,
    "unknown name in pieces": RULE + " ".join(["鑫" * 60] * 1_000),
    "long name": f"规则 {'名' * 3_000} key 「人数不少于6人」：甲。",
    "digits": RULE + "9" * 100_000 + "人",
    "digits in a quote": f"规则 人员 staff_rule 「{'9' * 100_000}」：甲。",
    "numerals": RULE + "亿" * 60 + "人",
    "definitions": "\n".join(f"定义 第{i}号 key_{i}：第{i + 1}号。" for i in range(500))
    + "\n定义 第500号 key_500：甲。",
    "circle of definitions": "\n".join(
        f"定义 第{i}号 key_{i}：第{(i + 1) % 500}号。" for i in range(500)
    ),
    "rules": "\n".join(f"规则 第{i}号 key_{i} 「人数」：第{i + 1}号。" for i in range(500)),
    "many mistakes": "\n".join(f"规则 第{i}号 key_{i} 「人数」：鑫鑫。" for i in range(2_000)),
    "free text": "说明 注 note_key 「有」：因：" + "很长\n" * 50_000,
    "fields": "口径 读 key 「人数」：\n" + "问：甲\n" * 20_000,
    "open quotes": RULE + "「" * 100_000,
    "curly quotes": RULE + "“" * 100_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_large_blocks_end_in_findings(name):
    compile_text(block(LARGE[name]))


GAPS = "".join(f"第{i}甲乙，人数不少于{i}人。" for i in range(2_000))
QUOTING = "\n".join(f"规则 名{i} key_{i} 「第{i}甲乙」：甲。" for i in range(2_000))
PAGES = {
    "gaps between quotations": f"### 第一条\n\n{GAPS}\n\n```sgp\n{QUOTING}\n```\n",
    "comments": "<!--" * 100_000,
    "headings": "### 第一条\n" * 20_000,
    "high numbers": "### 第"
    + "9" * 10_000
    + "条\n\n### 第1000条\n\n（十十）甲\n\n### 第零条\n\n甲",
    "bars": "|" * 100_000,
    "rows": "| a | b |\n|---|---|\n" + "| 1 |\n" * 5_000,
    "fences": "```sgp\n" * 20_000,
    "garbage": "".join(chr(0x4E00 + i * 7919 % 20_000) for i in range(300_000)),
}


@pytest.mark.parametrize("name", PAGES)
def test_large_pages_end_in_findings(name):
    compile_text(PAGES[name], PAGES[name], PAGES[name], PAGES["garbage"])


def test_3000_characters_without_a_space_take_less_than_a_second():
    begin = time.perf_counter()
    compile_text(block(LARGE["no space"]))
    assert time.perf_counter() - begin < 1
