"""A commented application to fill in: every fact with its question, form and evidence.

Facts stand in the order of the law, under the clause that asks for them first; then the ledgers,
then the findings. Without anything known it reads as an application in which nothing is stated;
otherwise as the application it was made from.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from sgpolicy.applying.forms import form
from sgpolicy.applying.judgements import ALL_PARTS, FINDINGS, PARTS, RESULT
from sgpolicy.applying.members import is_catalogued
from sgpolicy.model.citation import Clause
from sgpolicy.model.core import Actors, Core, Expr, Fact, Finding, Ledger, Pick, Ref
from sgpolicy.source.text import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sgpolicy.applying.writing import Data
    from sgpolicy.model.types import Type

_JUDGING = ("需要时，还可以加“姓名”“职务”“标准”（照录条文）各一行。",)
_SITTING = (
    "几个人评定同一项的，名称下面每人一行，怎样合成由办法规定："
    "“- {评定人: 评审专家, 姓名: 甲, 职务: 组长, 结论: 符合, 日期: 2026-11-18, 依据: 审计报告}”；"
    "还没有评定的人，只写评定人和姓名。"
)
_WIDTH = 88
_NEAR = 24
_PLAIN = re.compile(r"[^\W\d_][\w（）()·+]*")
_BARE = re.compile(r"[\w（）()·+%.-]*[\w）%]")
_RESERVED = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_MARKS = frozenset("，。；：、）」”？！,.;:)?!")
_KINDS = {
    "count": "计数",
    "money": "金额",
    "share": "百分比",
    "area": "面积",
    "date": "日期",
    "series": "逐年计数",
}


def template(core: Core, known: Mapping[str, Data] | None = None) -> str:
    """The form to fill in, as YAML text.

    Args:
        core: The policy.
        known: What is known already, as `writing.to_data` gives it.
    """
    return "\n".join(_lines(core, known or {})) + "\n"


def items_template(core: Core) -> str:
    """A form for shared items, which no clause asks for by itself, as YAML text."""
    return "\n".join(_item_lines(core)) + "\n"


def _item_lines(core: Core) -> Iterator[str]:
    yield from commented(core.title, "# ")
    for line in (
        "填写办法：在冒号后空一格填写，冒号用半角。以 # 开头的是说明，不用填写。",
        "不知道的，留空；与申请者无关的（如单位没有户籍），也留空。",
        "某份办法自己的事项，另起一行写该办法的名称，其下缩进两格填写，如：",
        "shaoguan-2022-188:",
        "  资产总额: 120万元",
    ):
        yield from ([f"#   {line}"] if line[0] in "s " else commented(line, "# "))
    for fact in core.facts.values():
        yield ""
        yield from _fact(core, fact)


def _lines(core: Core, known: Mapping[str, Data]) -> Iterator[str]:
    yield from commented(f"{core.title}（{core.document_number}）申报材料", "# ")
    for line in (
        "填写办法：在冒号后空一格填写，冒号用半角。以 # 开头的是说明，不用填写。",
        "不填报的，留空。数量为零填 0；是否填“是”或“否”。不要填“无”“/”。",
        "给出台账的，台账里算得出的数可以不填；两处都填而不一致时，会提示核对。",
    ):
        yield from commented(line, "# ")
    heading = None
    for fact in by_law(core):
        title = fact.clauses[0].label if fact.clauses else "其他事项"
        if title != heading:
            heading = title
            yield from ruled(title)
        yield ""
        yield from _fact(core, fact, known.get(fact.name))
    if core.ledgers:
        yield from ruled("台账")
        for ledger in core.ledgers.values():
            yield ""
            yield from _ledger(ledger, known.get(ledger.name))
    if core.findings:
        yield from ruled("评定（由评定人填写，申报单位不填）")
        for line in _JUDGING if core.voting is None else (*_JUDGING, _SITTING):
            yield from commented(line, "# ")
        yield ""
        yield f"{FINDINGS.name}:"
        judged = known.get(FINDINGS.name)
        for finding in core.findings.values():
            record = judged.get(finding.name) if isinstance(judged, dict) else None
            yield from _finding(core, finding, record)


def by_law(core: Core) -> list[Fact]:
    """The facts in the order of the first clause that uses each; those without one come last."""
    order = {clause: i for i, clause in enumerate(n.citation.clause for n in core.nodes.values())}

    def rank(fact: Fact) -> tuple[int, Clause, int]:
        if not fact.clauses:
            return 2, Clause("notice"), 0
        clause = fact.clauses[0]
        return (0 if clause.kind == "notice" else 1), clause, order.get(clause, 0)

    return sorted(core.facts.values(), key=rank)


def _fact(core: Core, fact: Fact, known: Data = None) -> Iterator[str]:
    yield from commented(f"{fact.name} ({fact.id})：{fact.question}", "# ")
    yield from _form(fact.type)
    if fact.evidence:
        yield from commented(f"佐证：{fact.evidence}", "#   ")
    if fact.clauses:
        labels = "、".join(clause.label for clause in fact.clauses)
        yield from commented(f"用于：{labels}", "#   ")
    if fact.computed is not None:
        yield from commented("给出台账的，由台账核算，可不填。", "#   ")
    if known is not None and (fact.split is None or not isinstance(known, dict)):
        yield f"{yaml_key(fact.name)}: {_written(known)}"
        return
    if fact.split is None:
        yield f"{yaml_key(fact.name)}:"
        return
    interpretation = core.interpretations[fact.split]
    default = interpretation.reading(interpretation.default)
    name = default.name if default else ""
    yield from commented(
        f"按口径「{interpretation.name}」分别填报：{interpretation.question}"
        f"只填一个时，直接写在冒号后，按「{name}」理解。",
        "#   ",
    )
    yield f"{yaml_key(fact.name)}:"
    for reading in interpretation.readings:
        mark = "（默认）" if reading.id == interpretation.default else ""
        yield from commented(f"{reading.name}{mark}：{reading.reason}", "  # ")
        part = known.get(reading.name) if isinstance(known, dict) else None
        value = "" if part is None else f" {_written(part)}"
        yield f"  {yaml_key(reading.name)}:{value}"


def _form(type_: Type) -> Iterator[str]:
    yield from commented(f"填写：{how_to_fill(type_)}", "#   ")
    if is_catalogued(type_):
        catalogues: dict[str, list[str]] = {}
        for member in type_.members:
            name, _, item = member.partition("/")
            catalogues.setdefault(name, []).append(item)
        for name, items in catalogues.items():
            yield from commented(f"{name}：{'、'.join(items)}", "#   · ", "#     ")


def how_to_fill(type_: Type) -> str:
    """The kind of value and how it is written; every member, since this is what is chosen from."""
    match type_.kind:
        case "truth" | "text":
            return form(type_)[0]
        case "choice":
            return f"单选，填其中一个：{'、'.join(type_.members)}"
        case "set" if is_catalogued(type_):
            return "多选，填下列项目中的若干个，以顿号分隔；几个目录都有的，写成“目录/项目”"
        case "set":
            return f"多选，填其中若干个，以顿号分隔；一个也没有填 []：{'、'.join(type_.members)}"
        case _:
            unit = f"（{type_.unit}）" if type_.unit else ""
            return f"{_KINDS[type_.kind]}{unit}，{form(type_)[0]}"


def _ledger(ledger: Ledger, known: Data = None) -> Iterator[str]:
    yield from commented(f"{ledger.name} ({ledger.id})：{ledger.question}".removesuffix("："), "# ")
    yield from commented("每条记录以“- ”开头。各列：", "#   ")
    for column in ledger.columns:
        note = f"。{column.note}" if column.note else ""
        text = f"{column.name} ({column.id})：{how_to_fill(column.type)}{note}"
        yield from commented(text, "#   · ", "#     ")
    if isinstance(known, list):
        yield f"{yaml_key(ledger.name)}:" + ("" if known else " []")
        for row in known:
            yield f"  - {_written(row)}"
        return
    yield from commented("格式如下，填写时去掉行首的 #：", "#   ")
    yield f"{yaml_key(ledger.name)}:"
    for i, column in enumerate(ledger.columns):
        lead = "- " if i == 0 else "  "
        yield f"#  {lead}{yaml_key(column.name)}: {example_of(column.type)}"


def example_of(type_: Type) -> str:
    """A value of that type as somebody might write it."""
    match type_.kind:
        case "truth":
            return "是"
        case "count":
            return f"12{type_.unit or ''}"
        case "money":
            return "3.5万元"
        case "share":
            return "85%"
        case "area":
            return "180平方米"
        case "date":
            return "2025-03-18"
        case "choice":
            return yaml_key(type_.members[0]) if type_.members else ""
        case "set":
            return "[" + ", ".join(yaml_key(member) for member in type_.members[:2]) + "]"
        case "series":
            return "{2024: 52, 2025: 60}"
        case _:
            return "（文字）"


def _finding(core: Core, finding: Finding, known: Data = None) -> Iterator[str]:
    label = finding.citation.label
    yield from commented(f"{finding.name} ({finding.id})：{label}", "  # ")
    if finding.question:
        yield from commented(f"问：{finding.question}", "  #   ")
    if finding.evidence:
        yield from commented(f"佐证：{finding.evidence}", "  #   ")
    yield from commented(f"可由：{assessors(core, finding.assessors)}", "  #   ")
    yield f"  {yaml_key(finding.name)}:"
    if isinstance(known, list):
        yield from (f"    - {_written(one)}" for one in known)
        return
    further = [part for part in ALL_PARTS[len(PARTS) :] if known and part.name in known]
    for part in (*PARTS, *further):
        value = known.get(part.name) if isinstance(known, dict) else None
        if value is not None:
            yield f"    {part.name}: {_written(value)}"
        else:
            yield f"    {part.name}:" + ("    # 符合 或 不符合" if part is RESULT else "")


def assessors(core: Core, who: Expr) -> str:
    """Who may judge, in Chinese words; each reading's actors where readings differ."""
    match who:
        case Actors():
            return "、".join(core.actors[key].name for key in who.actors)
        case Pick():
            interpretation = core.interpretations[who.interpretation]
            parts = []
            for key, branch in who.branches:
                reading = interpretation.reading(key)
                name = reading.name if reading else key
                parts.append(f"{name}：{assessors(core, branch)}")
            return f"按口径「{interpretation.name}」（{'；'.join(parts)}）"
        case Ref() if who.node in core.nodes:
            return assessors(core, core.nodes[who.node].body)
        case _:
            return "依规则确定"


def ruled(title: str) -> Iterator[str]:
    """A section's heading, with a rule to the line's end."""
    yield ""
    yield ""
    yield f"# ── {title} " + "─" * max(2, (_WIDTH - cells(title) - 6))


def commented(text: str, lead: str, next_lead: str | None = None) -> Iterator[str]:
    """Text as comment lines, wrapped by display cells.

    A line breaks after a mark where one is near, and never begins with a closing mark.
    """
    next_lead = lead if next_lead is None else next_lead
    line = ""
    for word in _words(text):
        if line and cells(lead + line + word) > _WIDTH and word not in _MARKS:
            cut = max((line.rfind(mark) for mark in "，。；：、"), default=-1) + 1
            if not cut or cells(line[cut:]) > _NEAR:
                cut = len(line)
            yield lead + line[:cut].rstrip()
            lead, line = next_lead, (line[cut:] + word).lstrip()
        else:
            line += word
    if line:
        yield lead + line.rstrip()


def _words(text: str) -> list[str]:
    """What may not be broken: a run of Latin letters and digits with the spaces before it."""
    return re.findall(r"\s*[!-~]+|\s*[^\s!-~]|\s+", " ".join(text.split()))


def _written(value: Data) -> str:
    """A value on one line, as YAML takes it for the same."""
    if isinstance(value, str) and _BARE.fullmatch(value) and value.casefold() not in _RESERVED:
        return value
    return json.dumps(value, ensure_ascii=False)


def yaml_key(name: str) -> str:
    """A name as YAML takes it for text."""
    if _PLAIN.fullmatch(name) and name.casefold() not in _RESERVED:
        return name
    return json.dumps(name, ensure_ascii=False)
