"""Chunks and drafts → the files of a policy folder."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sgpolicy.drafting.conclusion import root_of
from sgpolicy.drafting.passages import passages_of
from sgpolicy.drafting.prose import printed
from sgpolicy.drafting.records import Chunk, Draft, DraftFact, FrontMatter
from sgpolicy.model.citation import Clause
from sgpolicy.model.document import NO_DATE, TO_FILL
from sgpolicy.records import dataclass

MARK = "待确认"
"""The day of issue that stands in the manifest until somebody fills it in."""
_PLAIN = re.compile(r"[一-鿿][一-鿿A-Za-z0-9〔〕（）《》、·]*")
_HEADER = (
    "| 名称 | 键 | 类型 | 单位 | 问题 | 佐证 | 分列 | 台账核算 |\n|---|---|---|---|---|---|---|---|"
)

_INVENTORY = """\
每一处有作用的文字做什么。照条文写，不看规则：类别 A 规则、H 评定、D 定义、P 步骤、O 义务、W 权力、N 说明。
一句话做几件事的，分成几行。填完以后，在 policy.yaml 中加一行 `inventory: clauses.md`，检查时便与规则互相核对。"""


@dataclass(frozen=True, slots=True)
class Folder:
    """A policy folder's files by name, and what its manifest says.

    Attributes:
        files: All but the manifest.
        text: The names of the law's files, in order.
        root: The key of the decision.
        drafts: Every draft that is laid out, the decision's included.
    """

    files: dict[str, str]
    text: tuple[str, ...]
    root: str
    drafts: tuple[Draft, ...]


def laid_out(chunks: Sequence[Chunk], drafts: Sequence[Draft], source: str) -> Folder:
    """The folder without its manifest."""
    root, own = root_of(chunks, drafts)
    everything = sorted([*drafts, own] if own else drafts, key=lambda d: d.chunk)
    below: dict[int, list[Draft]] = {}
    for draft in everything:
        below.setdefault(draft.chunk, []).append(draft)
    files: dict[str, str] = {}
    for name, part in _parts(chunks):
        lines: list[str] = []
        has_tail = False
        for index in part:
            for paragraph in chunks[index].paragraphs:
                if paragraph.kind == "tail" and not has_tail:
                    lines.append("---")
                    has_tail = True
                lines += printed(paragraph)
            blocks = [declaration(d) for d in below.get(index, ())]
            if blocks:
                lines.append("```sgp\n" + "\n\n".join(blocks) + "\n```")
        files[name] = "\n\n".join(lines) + "\n"
    text = tuple(files)
    files["facts.md"] = _facts(chunks, everything)
    files["clauses.md"] = _inventory(chunks)
    files["source.txt"] = source
    return Folder(files, text, root, tuple(everything))


def declaration(draft: Draft) -> str:
    """A draft as it is written, with the mark that keeps it from being relied on."""
    quotes = "".join(f"「{quote}」" for quote in draft.quotes)
    body = draft.body.replace("\n", "\n  ")
    return f"{draft.word} {draft.name} {draft.key} {quotes}：\n  {body}；\n  {MARK}。"


def _parts(chunks: Sequence[Chunk]) -> Iterator[tuple[str, list[int]]]:
    """Which chunks stand in which file: the notice, each chapter, the annexes; what follows stays where it is."""
    name, part = "00-notice.md", list[int]()
    number = 0
    for index, chunk in enumerate(chunks):
        first = chunk.paragraphs[0]
        begins = ""
        if chunk.clause.kind == "chapter":
            begins = Clause("chapter", chunk.clause.number).label
        elif first.kind == "article" and number == 0:
            begins = "正文"
        elif first.kind == "annex":
            begins = f"附件{chunk.clause.number or ''}"
        if begins:
            if part:
                yield name, part
            number += 1
            name, part = f"{number:02d}-{begins}.md", []
        part.append(index)
    if part:
        yield name, part


def _facts(chunks: Sequence[Chunk], drafts: Sequence[Draft]) -> str:
    """The table of facts, grouped by clause, and the actors."""
    groups: dict[str, list[DraftFact]] = {}
    actors: dict[str, tuple[str, str, str]] = {}
    for draft in drafts:
        if draft.facts:
            groups.setdefault(chunks[draft.chunk].clause.label, []).extend(draft.facts)
        actors |= {actor[1]: actor for actor in draft.actors}
    lines = [
        "# 申报事项、台账和主体",
        "由办法的原文起草。名称、问题、单位请逐行核对；“佐证”写明凭什么材料填报。同一个事项在几处起了几个名称的，合成一行。",
    ]
    for label, facts in groups.items():
        rows = [
            f"| {f.name} | {f.key} | {f.type_} | {f.unit} | {f.question} | | | |" for f in facts
        ]
        lines += [f"## {label}", "\n".join([_HEADER, *rows])]
    if actors:
        rows = [f"| {name} | {key} | {words} |" for name, key, words in actors.values()]
        lines += ["## 主体", "\n".join(["| 名称 | 键 | 原文 |\n|---|---|---|", *rows])]
    return "\n\n".join(lines) + "\n"


def _inventory(chunks: Sequence[Chunk]) -> str:
    """The clause inventory, its kinds left open: it is to be written by reading the law, not the rules."""
    lines = [
        "# 条款清单",
        _INVENTORY,
        "| 编号 | 条款 | 词句 | 类别 | 备注 |\n|---|---|---|---|---|\n" + "\n".join(_rows(chunks)),
    ]
    return "\n\n".join(lines) + "\n"


def _rows(chunks: Sequence[Chunk]) -> Iterable[str]:
    counts: Counter[str] = Counter()
    for passage in passages_of(chunks):
        place = passage.clause.label
        for sentence in re.split(r"(?<=[。；])", passage.text):
            words = sentence.strip("。；：，").replace("|", "\\|")
            if words:
                counts[place] += 1
                yield f"| {place}-{counts[place]} | {place} | {words} | | |"


def manifest_text(identity: str, front: FrontMatter, folder: Folder, digest: str) -> str:
    """`policy.yaml`; what was not recognised is marked 待填."""
    lines = [
        f"id: {_scalar(identity)}",
        _line("title", front.title, "办法名称"),
        _line("document_number", front.document_number, "文号"),
        _line("issuer", front.issuer, "发文机关"),
        f"issued: {front.issued or f'{NO_DATE}  # {TO_FILL}：印发日期'}",
        'language: "1"',
        "text:",
        *(f"  - {_scalar(name)}" for name in folder.text),
        "tables:",
        "  - facts.md",
        "# inventory: clauses.md  # 清单填完以后，删去行首的 #",
        "source: source.txt",
        f"source_sha256: {digest}",
        f"root: {folder.root}",
    ]
    return "\n".join(lines) + "\n"


def _line(key: str, value: str, what: str) -> str:
    shown = value or f"（{TO_FILL}：{what}）"
    return f"{key}: {_scalar(shown)}" + ("" if value else f"  # {TO_FILL}")


def _scalar(text: str) -> str:
    """A text as YAML writes it, which has no place for control characters."""
    text = "".join(char for char in text if char.isprintable())
    is_plain = _PLAIN.fullmatch(text) or re.fullmatch(
        r"[a-z0-9]+(?:-[a-z0-9]+)*|\d\d-[一-鿿]+\d*\.md", text
    )
    return text if is_plain and not text.isdigit() else json.dumps(text, ensure_ascii=False)
