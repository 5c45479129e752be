"""The book's cases: a small policy each, compiled in memory."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from sgpolicy.applying.histories import read_history
from sgpolicy.applying.reading import read_application
from sgpolicy.diagnostics.records import Collector
from sgpolicy.evaluating.interpreter import evaluate, prepare
from sgpolicy.evaluating.procedure.chronicling import chronicle
from sgpolicy.evaluating.procedure.preparing import prepare_procedure
from sgpolicy.explaining import account
from sgpolicy.model.document import Manifest
from sgpolicy.model.holidays import HolidayTable
from sgpolicy.pipeline import compile_policy
from sgpolicy.source.text import SourceFile

HERE = Path(__file__).parent
HEADER = "| 名称 | 键 | 类型 | 单位 | 问题 | 佐证 | 分列 | 台账核算 |\n|---|---|---|---|---|---|---|---|\n"
_FENCE = re.compile(
    r"^````(law|facts|list|source|apply|history|expect)\n(.*?)^````$", re.MULTILINE | re.DOTALL
)
ON = date(2026, 6, 30)


@dataclass
class Case:
    """One section of the book."""

    page: Path
    title: str
    start: int
    parts: dict[str, str] = field(default_factory=dict)
    expect_at: tuple[int, int] | None = None

    @property
    def id(self):
        return f"{self.page.stem}:{self.start}"


def cases_of(page):
    """The sections of a page that hold a policy."""
    text = page.read_text("utf-8")
    heads = [
        *re.finditer(r"^### (.+)$", re.sub(_FENCE, lambda m: "x" * len(m[0]), text), re.MULTILINE)
    ]
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        end = following.start() if following else len(text)
        case = Case(page, head[1], text.count("\n", 0, head.start()) + 1)
        for match in _FENCE.finditer(text, head.start(), end):
            case.parts[match[1]] = match[2]
            if match[1] == "expect":
                case.expect_at = match.span(2)
        if "law" in case.parts:
            yield case


@cache
def book():
    """Every case of every page."""
    return [case for page in sorted(HERE.glob("*.md")) for case in cases_of(page)]


def manifest_of(**more):
    """A manifest with nothing unusual."""
    values = dict.fromkeys(Manifest.__dataclass_fields__, "")
    values |= {"id": "case", "title": "样例办法", "issued": "2020-01-01", "language": "1"}
    values |= {"document_number": "样〔2020〕1号", "issuer": "某局", "root": "art1"}
    return Manifest(**(values | {"text": ("law.md",), "tables": ("facts.md",)} | more))


def facts_page(text):
    """A page of tables; rows of four to six cells are facts in short form."""
    if not text or not text.startswith("|") or text.startswith("| 名称"):
        return text
    rows = []
    short, _, rest = text.partition("\n\n")
    for line in short.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] + ["", ""]
        name, key, kind, unit, formula, split = cells[:6]
        rows.append(f"| {name} | {key} | {kind} | {unit} | {name}？ | | {split} | {formula} |\n")
    return f"{HEADER}{''.join(rows)}\n{rest}"


def compile_case(parts):
    """Compile a case's parts."""
    law = parts["law"]
    law = law if "### 第" in law else f"### 第一条\n\n{law}"
    files = {"law.md": law, "facts.md": facts_page(parts.get("facts", ""))}
    more = {}
    for key, name in (("list", "clauses.md"), ("source", "source.txt")):
        if key in parts:
            files[name] = parts[key]
            more["inventory" if key == "list" else "source"] = name
    sources = {name: SourceFile(name, text) for name, text in files.items()}
    return compile_policy(manifest_of(**more), sources, Collector())


def spell(diagnostic, files):
    """A finding on one line: code, place, underlined text, title."""
    if diagnostic.span is None:
        return f"{diagnostic.code} {diagnostic.file or '—'} {diagnostic.title()}"
    file = files[diagnostic.span.file]
    line, column = file.position(diagnostic.span.start)
    under = file.text[diagnostic.span.start : diagnostic.span.end].replace("\n", "⏎")
    shown = under if len(under) <= 24 else f"{under[:12]}…{under[-8:]}"
    return f"{diagnostic.code} {file.name}:{line}:{column} 「{shown}」 {diagnostic.title()}"


def result_of(case):
    """What the case comes to: its findings, then the outcome of each application."""
    made = compile_case(case.parts)
    files = made.document.files
    lines = [spell(d, files) for d in made.diagnostics]
    if "history" in case.parts:
        lines += (
            lives(made.core, case.parts["history"]) if made.core else ["（没有可以运行的程序）"]
        )
    if "apply" in case.parts:
        lines += (
            outcomes(made.core, case.parts["apply"]) if made.core else ["（没有可以评估的规则）"]
        )
    return "".join(f"{line}\n" for line in lines) or "没有问题\n"


DAYS_OF_REST = HolidayTable("节假日", "1", {2024: frozenset({date(2024, 3, 31), date(2024, 4, 1)})})


def lives(core, text):
    """How each history stands, on the day and under the readings it names."""
    procedure = prepare_procedure(prepare(core))
    for data in yaml.load_all(text, yaml.BaseLoader):
        on = date.fromisoformat(data.pop("于", ON.isoformat()))
        named = {i.name: i for i in core.interpretations.values()}
        readings = {
            named[name].id: named[name].reading(reading).id
            for name, reading in data.pop("口径", {}).items()
        }
        label = data.pop("例", "")
        read = read_history(core, data)
        if read.problems:
            yield f"{label}：" + "；".join(p.message for p in read.problems)
            continue
        found = chronicle(procedure, read.history, on, readings, DAYS_OF_REST)
        yield f"{label}：{found.outcome.zh}"
        yield from (f"  {line}" for line in told(account(found)))


def told(life):
    """An account in short lines: what is lacking, titles, duties, what comes next."""
    for event in life.events:
        for lack in event.defects:
            what = "、".join(lack.wanted) or lack.name
            clause = lack.citation.clause.label
            yield f"{event.name} {lack.outcome.zh} {lack.kind} {what} {clause}".replace("  ", " ")
    for title in life.titles:
        ended = f"，{title.ended_on} 止" if title.ended_on else ""
        yield f"{title.title} {title.first} 至 {title.last} {title.state}{ended}"
    for duty in life.duties:
        due = f" {duty.due} 前" if duty.due else ""
        yield f"{duty.name} {duty.year or ''}{due} {duty.state}".replace("  ", " ")
    for step in life.steps:
        who = "、".join((*step.actors, *(f"委托{d}" for d in step.delegates)))
        yield f"{'须' if step.is_must else '可'} {step.name} {who} {step.outcome.zh}"
    if life.beginning is not None:
        start = life.beginning
        yield f"开始 {start.step.name} {start.step.outcome.zh}，最早 {start.from_day}"


def outcomes(core, text):
    """The outcome of each application, on the day and under the readings it names."""
    for data in yaml.load_all(text, yaml.BaseLoader):
        on = date.fromisoformat(data.pop("于", ON.isoformat()))
        named = {i.name: i for i in core.interpretations.values()}
        readings = {
            named[name].id: named[name].reading(reading).id
            for name, reading in data.pop("口径", {}).items()
        }
        label = data.pop("例", "")
        read = read_application(core, data)
        if read.problems:
            yield f"{label}：".lstrip("：") + "；".join(p.message for p in read.problems)
            continue
        trace = evaluate(core, read.application, on, readings)
        said = "，".join([trace.outcome.zh, *amounts(trace)])
        yield f"{label}：{said}".lstrip("：")


def amounts(trace):
    """What each amount comes to: 志愿分 10分; 4分—10分 while it is open."""
    for node in trace.core.nodes.values():
        if node.kind == "amount":
            value = trace.nodes[node.id].value.value
            unit = node.body.type.unit or ""
            ends = dict.fromkeys([value.low, value.high] if value else [])
            shown = ["不限" if end is None else f"{end}{unit}" for end in ends]
            yield f"{node.name} {'—'.join(shown) or '无'}"
