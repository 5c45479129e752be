"""The report of a beginning: what was read, mended, recognised and left, for whoever goes on with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sgpolicy.drafting.reading import FoundText
from sgpolicy.drafting.records import Chunk, Draft, FrontMatter, Mend

_INTRODUCTION = """\
这个文件夹由 `sgpolicy new` 从原文起草。程序只看字面，不懂条文的意思；标着“待确认”的每一处都要有人对照原文看过，
改好，删去“待确认”，才算写成。"""
_NEXT = """\
1. 看 policy.yaml 中的名称、文号、发文机关、印发日期对不对。
2. 运行 `sgpolicy check`：每个“待确认”（SG512）对照原文核对，每处没有声明的文字（SG503）写出它做什么。
3. 照条文填 clauses.md，再写 cases/ 中的样例。
4. 没有问题了，用 `sgpolicy template` 得到空白申报表，评估第一份材料。"""


def mend_line(mend: Mend, lang: str = "zh") -> str:
    """One mend in a sentence.

    Example:
        >>> mend_line(Mend(12, "bracket", "（一)", "（一）"))
        '第12行：「（一)」→「（一）」'
    """
    zh, en = _MENDS[mend.kind]
    return (en if lang == "en" else zh).format(line=mend.line, before=mend.before, after=mend.after)


_MENDS: dict[str, tuple[str, str]] = {
    "bracket": ("第{line}行：「{before}」→「{after}」", "line {line}: 「{before}」 → 「{after}」"),
    "page": (
        "第{line}行：「{before}」是页码，没有放入 source.txt",
        "line {line}: 「{before}」 is a page number and was left out of source.txt",
    ),
    "joined": (
        "第{line}行：「{before}」接上前一行",
        "line {line}: 「{before}」 joined to the line before",
    ),
    "split": (
        "第{line}行：几项写在一行里，从「{before}」起分成各项",
        "line {line}: several items in one line, parted from 「{before}」 on",
    ),
    "doubt": (
        "第{line}行：「{before}」的括号不成对，没有改，请看原件",
        "line {line}: a bracket in 「{before}」 has no partner; left as it is, see the original",
    ),
}


def counts_of(chunks: Sequence[Chunk]) -> tuple[int, int, int, int]:
    """How many chapters, articles, items and annexes there are."""
    kinds = Counter(p.kind for chunk in chunks for p in chunk.paragraphs)
    return kinds["chapter"], kinds["article"], kinds["item"], kinds["annex"]


def report_of(
    name: str,
    found: FoundText,
    front: FrontMatter,
    chunks: Sequence[Chunk],
    drafts: Sequence[Draft],
    mends: Sequence[Mend],
) -> str:
    """`起草记录.md`."""
    chapters, articles, items, annexes = counts_of(chunks)
    unknown = "没有认出，请在 policy.yaml 中填写"
    read = [
        f"文件：{name}，{found.encoding}",
        f"{chapters} 章，{articles} 条，{items} 项，{annexes} 个附件",
        f"名称：{front.title or unknown}",
        f"文号：{front.document_number or unknown}",
        f"发文机关：{front.issuer or unknown}",
        f"印发日期：{front.issued or unknown}",
    ]
    lines = [
        "# 起草记录",
        _INTRODUCTION,
        "## 读到的原文",
        "\n".join(f"- {line}" for line in read),
        "## 整理了什么",
        "官方原文的字一个不改，照放在 source.txt；下面是正文文件里整理过的地方。",
        "\n".join(f"- {mend_line(mend)}" for mend in mends) or "没有需要整理的地方。",
        *_sequence(chunks),
        "## 起草了什么",
        _drafted(chunks, drafts),
        "## 接下来",
        _NEXT,
    ]
    return "\n\n".join(lines) + "\n"


def _sequence(chunks: Sequence[Chunk]) -> list[str]:
    """Where the numbers of articles or items leave one out."""
    gaps: list[str] = []
    last: dict[str, int] = {"article": 0, "item": 0, "chapter": 0}
    words = {"article": "条", "item": "项", "chapter": "章"}
    for chunk in chunks:
        for p in chunk.paragraphs:
            if p.kind not in last:
                continue
            if p.kind == "article":
                last["item"] = 0
            if p.number != last[p.kind] + 1 and not (p.kind == "item" and p.number == 1):
                before = last[p.kind]
                what = f"第{before}{words[p.kind]}之后" if before else "开头"
                gaps.append(
                    f"- 第{p.line}行：{what}是第{p.number}{words[p.kind]}，请看原件有没有缺漏"
                )
            last[p.kind] = p.number
    return ["\n".join(gaps)] if gaps else []


def _drafted(chunks: Sequence[Chunk], drafts: Sequence[Draft]) -> str:
    rows = [
        f"| {chunks[d.chunk].clause.label} | {d.word} | {d.name} | {'、'.join(d.bounds)} |"
        for d in drafts
    ]
    return "\n".join(["| 条款 | 声明 | 名称 | 数 |\n|---|---|---|---|", *rows])
