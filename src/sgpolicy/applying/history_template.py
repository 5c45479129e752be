"""A commented history to fill in: every kind of event with its columns, results and description.

Kinds stand in the order of the law, under the clause of the step, duty or power; then those that
nothing governs. As it stands it reads as a history of which nothing is recorded.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sgpolicy.applying import event_columns as e
from sgpolicy.applying.histories import COMPLETE, EVENTS, FACTS, NAME
from sgpolicy.applying.names import OTHERS
from sgpolicy.applying.template import (
    assessors,
    commented,
    example_of,
    how_to_fill,
    ruled,
    yaml_key,
)
from sgpolicy.model.core import Actors, Core, EventKind, Expr, Pick, Ref
from sgpolicy.model.types import DATE, TRUTH

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAY = "2025-03-18"
_COMMON = (
    (e.KIND, "下面列出的各类事件之一，必填"),
    (e.DATED, f"办理的那一天，必填。{how_to_fill(DATE)}"),
    (e.BY, "由谁办理：办法中主体的名称；步骤、义务、权力必填"),
    (e.TOWARDS, "向谁办理：办法中主体的名称"),
    (e.DELEGATED, f"是不是受委托办理。{how_to_fill(TRUTH)}"),
    (e.UNIT, "具体的单位，如 浈江区工信局"),
    (e.NUMBER, "所发文件的文号，如 韶工信函〔2023〕20号"),
    (e.RESULT, "办理结果，各类事件各有几种"),
    (e.VERDICT, "记载的核对结果：符合 或 不符合"),
    (e.DUE_YEAR, "每年一次的义务，应于哪个年度办理，如 2025；不填的，按日期所在年度"),
    (e.EVIDENCE, "什么可以证明：文件的名称、出处"),
    (e.NOTE, "其他，不参与计算"),
    (e.MATERIAL, "随这件事报送的申报材料：写出内容，或者写它的文件名"),
)


def history_template(core: Core) -> str:
    """The form to fill in, as YAML text."""
    return "\n".join(_lines(core)) + "\n"


def _lines(core: Core) -> Iterator[str]:
    yield from commented(f"{core.title}（{core.document_number}）经历", "# ")
    for line in (
        "一份经历只记一个平台的事。在冒号后空一格填写，冒号用半角。以 # 开头的是说明，不用填写。",
        "没有记载的，留空。没有记载不等于没有发生；都记全了的，在“记载截至”写明到哪一天。",
    ):
        yield from commented(line, "# ")
    yield ""
    yield from commented(f"{NAME.name} ({NAME.id})：平台的名称。", "# ")
    yield f"{NAME.name}:"
    yield ""
    yield from commented(
        f"{COMPLETE.name} ({COMPLETE.id})：到这一天为止，发生过的事都记在这里。", "# "
    )
    yield from commented(f"填写：{how_to_fill(DATE)}", "#   ")
    yield from commented("各类事件记到的日子不同的，去掉行首的 #，每类一行：", "#   ")
    yield f"{COMPLETE.name}:"
    for kind in list(core.events.values())[:1]:
        yield f"#  {yaml_key(kind.name)}: 2025-12-31"
    yield f"#  {OTHERS.name}: 2024-12-31"
    yield ""
    yield from commented(
        f"{FACTS.name} ({FACTS.id})：平台自身的情况，写法同申报材料（sgpolicy template）。", "# "
    )
    yield f"{FACTS.name}:"
    yield ""
    yield from commented(
        f"{EVENTS.name} ({EVENTS.id})：发生过的事，按时间先后，每件以“- ”开头。"
        "每件都可以填的栏目（没有记载的，整行删去）：",
        "# ",
    )
    for part, text in _COMMON:
        yield from commented(f"{part.name} ({part.id})：{text}", "#   · ", "#     ")
    yield from commented("下面是各类事件的样子，照抄要用的，去掉行首的 #。", "#   ")
    yield f"{EVENTS.name}:"
    for title, kinds in groupby(core.events.values(), key=lambda kind: _title(core, kind)):
        yield from ruled(title)
        for kind in kinds:
            yield ""
            yield from _kind(core, kind)


def _title(core: Core, kind: EventKind) -> str:
    provision = core.provisions.get(kind.provision)
    return "其他事件" if provision is None else provision.citation.clause.label


def _kind(core: Core, kind: EventKind) -> Iterator[str]:
    provision = core.provisions.get(kind.provision)
    yield from commented(f"{kind.name} ({kind.id})：{kind.description}".removesuffix("："), "# ")
    by = provision.by if provision else None
    delegates = provision.delegates if provision else None
    towards = provision.towards if provision else None
    yearly = provision is not None and bool(provision.deadline and provision.deadline.every_year)
    for part, who in ((e.BY, by), (e.DELEGATED, delegates), (e.TOWARDS, towards)):
        if who is not None:
            yield from commented(f"{part.name}：{assessors(core, who)}", "#   ")
    if kind.results:
        yield from commented(f"{e.RESULT.name}：{'、'.join(kind.results)}", "#   ")
    for column in kind.columns:
        note = f"。{column.note}" if column.note else ""
        text = f"{column.name} ({column.id})：{how_to_fill(column.type)}{note}"
        yield from commented(text, "#   · ", "#     ")
    yield f"#  - {e.KIND.name}: {yaml_key(kind.name)}"
    yield f"#    {e.DATED.name}: {_DAY}"
    if kind.provision:
        yield f"#    {e.BY.name}: {yaml_key(_one(core, by) or next(iter(core.actors.values())).name)}"
    if addressee := _one(core, towards):
        yield f"#    {e.TOWARDS.name}: {yaml_key(addressee)}"
    if kind.results:
        yield f"#    {e.RESULT.name}: {yaml_key(kind.results[0])}"
    if yearly:
        yield f"#    {e.DUE_YEAR.name}: {_DAY[:4]}"
    for column in kind.columns:
        yield f"#    {yaml_key(column.name)}: {example_of(column.type)}"


def _one(core: Core, who: Expr | None) -> str:
    """The name of one of those meant, for an example; "" where that takes an evaluation."""
    match who:
        case Actors() if who.actors:
            return core.actors[who.actors[0]].name
        case Pick():
            names = (_one(core, branch) for _, branch in who.branches)
            return next(filter(None, names), "")
        case Ref() if who.node in core.nodes:
            return _one(core, core.nodes[who.node].body)
        case _:
            return ""
