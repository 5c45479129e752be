"""The JSON Schema (2020-12) of an application, built from the policy alone.

It says what `reading` accepts, names spelt exactly, as far as a schema can: a date that does not exist or a stand-in
such as 「无」 in free text is caught only on reading. Every name has two properties, Chinese and
ASCII, with one definition; giving both is excluded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.applying.forms import GROWTH_RATE, form
from sgpolicy.applying.judgements import ALL_PARTS, BY, FINDINGS, ON, RESULT
from sgpolicy.applying.members import is_catalogued
from sgpolicy.model.types import Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgpolicy.model.core import Core, Fact, Finding, Ledger
    from sgpolicy.model.declared import Declared

Schema = dict[str, object]

_N = "(?:[0-9０-９][0-9０-９,.，．]*(?:\\s*/\\s*[0-9]+)?|[零〇一二两三四五六七八九十百千万亿]+)"
BLANK: Schema = {"type": "string", "pattern": "^\\s*$"}
NULL: Schema = {"type": "null"}
_DATE = (
    "^\\s*([0-9０-９]{4}\\s*[-－/／.．年]\\s*[0-9０-９]{1,2}\\s*[-－/／.．月]\\s*[0-9０-９]{1,2}\\s*[日号]?"
    "|[零〇○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号])\\s*$"
)


def json_schema(core: Core) -> Schema:
    """The schema of applications under `core`: plain data, as read from YAML or JSON."""
    definitions: Schema = {"finding": _record(core)}
    named: list[tuple[Declared, str]] = []
    for fact in core.facts.values():
        definitions[f"fact-{fact.id}"] = _fact(core, fact)
        named.append((fact, f"fact-{fact.id}"))
    for ledger in core.ledgers.values():
        definitions[f"ledger-{ledger.id}"] = _ledger(ledger)
        named.append((ledger, f"ledger-{ledger.id}"))
    if core.findings:
        definitions["findings"] = _findings(core.findings.values())
        named.append((FINDINGS, "findings"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{core.title}（{core.document_number}）申报材料",
        **object_schema((one, {"$ref": f"#/$defs/{key}"}) for one, key in named),
        "$defs": definitions,
    }


def object_schema(properties: Iterable[tuple[Declared, Schema]]) -> Schema:
    """An object whose properties go by either name, never both."""
    both: dict[str, Schema] = {}
    exclusive: Schema = {}
    for named, schema in properties:
        both[named.name] = schema
        if named.id != named.name:
            both[named.id] = schema
            exclusive[named.id] = {"properties": {named.name: False}}
    return {
        "type": "object",
        "properties": both,
        "additionalProperties": False,
        "dependentSchemas": exclusive,
    }


def _fact(core: Core, fact: Fact) -> Schema:
    said: Schema = {"title": fact.name, "description": _description(fact), "x-key": fact.id}
    if fact.split is None:
        return {**said, **value_schema(fact.type)}
    readings = core.interpretations[fact.split].readings
    one = value_schema(fact.type)
    return {**said, "anyOf": [one, object_schema((reading, one) for reading in readings)]}


def _description(fact: Fact) -> str:
    text = f"{fact.question}填写：{form(fact.type)[0]}。"
    if fact.evidence:
        text += f"佐证：{fact.evidence}。"
    if fact.clauses:
        text += f"用于：{'、'.join(clause.label for clause in fact.clauses)}。"
    return text


def _ledger(ledger: Ledger) -> Schema:
    columns: list[tuple[Declared, Schema]] = []
    for column in ledger.columns:
        said = {"title": column.name, "description": column.note, "x-key": column.id}
        columns.append((column, {**said, **value_schema(column.type)}))
    return {
        "title": ledger.name,
        "description": ledger.question,
        "x-key": ledger.id,
        "anyOf": [
            {"type": "array", "items": {"anyOf": [object_schema(columns), NULL]}},
            NULL,
            BLANK,
        ],
    }


def _findings(findings: Iterable[Finding]) -> Schema:
    records: list[tuple[Declared, Schema]] = []
    for finding in findings:
        said = {
            "title": finding.name,
            "description": f"{finding.citation.label}。{finding.question}佐证：{finding.evidence}",
            "x-key": finding.id,
        }
        records.append((finding, {**said, "$ref": "#/$defs/finding"}))
    return {"anyOf": [object_schema(records), NULL, BLANK]}


def _record(core: Core) -> Schema:
    actors = [n for a in core.actors.values() for n in (a.name, a.id, a.official) if n]
    results = ["符合", "不符合", "met", "not met", "not_met"]
    parts: dict[str, Schema] = {
        RESULT.id: {"enum": [*results, "", None]},
        BY.id: {"enum": [*dict.fromkeys(actors), "", None]},
        ON.id: value_schema(Type("date")),
    }
    text = value_schema(Type("text"))
    record = object_schema((part, parts.get(part.id, text)) for part in ALL_PARTS)
    members: Schema = {"type": "array", "items": {"anyOf": [record, NULL, BLANK]}}
    return {"anyOf": [record, members, NULL, BLANK]}


def value_schema(type_: Type) -> Schema:
    """What a value of the type may be in plain data, blanks included."""
    return {"anyOf": [*_forms(type_), NULL, BLANK]}


def _forms(type_: Type) -> list[Schema]:
    unit = type_.unit or ""
    minus = "[-－负−﹣]?" if unit == GROWTH_RATE else ""
    match type_.kind:
        case "truth":
            return [
                {"type": "boolean"},
                _pattern("([Tt]rue|[Ff]alse|[Yy]es|[Nn]o|TRUE|FALSE|是|否)"),
            ]
        case "count":
            return [
                {"type": "integer", "minimum": 0},
                _pattern(f"{_N}\\s*[万亿]?\\s*({_literal(unit)})?"),
            ]
        case "money":
            lead = "(人民币|￥|¥|[Rr][Mm][Bb])?\\s*"
            scale = "([百千]?万|亿|千(?=元))?元?整?"
            return [{"type": "number", "minimum": 0}, _pattern(f"{lead}{_N}\\s*{scale}")]
        case "share":
            parts = f"{minus}([百千]分之{_N}|{_N}\\s*[%％﹪‰]|[0-9]+\\s*/\\s*[0-9]+|0)"
            return [{"const": 0}, _pattern(parts)]
        case "area":
            units = "(平方米|平米|㎡|[mM]²|[mM]2|平方公尺)?"
            return [{"type": "number", "minimum": 0}, _pattern(f"{_N}\\s*{units}")]
        case "date":
            return [{"type": "string", "pattern": _DATE}]
        case "choice":
            return [{"enum": list(type_.members)}]
        case "set":
            return _set(type_)
        case "series":
            count: Schema = value_schema(Type("count", type_.unit))
            years: Schema = {"^\\s*[0-9]{4}\\s*(年|年度)?\\s*$": count}
            return [{"type": "object", "patternProperties": years, "additionalProperties": False}]
        case _:
            return [{"type": "string"}, {"type": "integer"}]


def _set(type_: Type) -> list[Schema]:
    """A list of members, or text that is read as one (not constrained further)."""
    names: list[str | None] = [*type_.members]
    forms: list[Schema] = []
    if is_catalogued(type_):
        items = [member.partition("/")[2] for member in type_.members]
        names += [item for item in dict.fromkeys(items) if items.count(item) == 1]
        catalogues: dict[str, list[str | None]] = {}
        for member, item in zip(type_.members, items, strict=True):
            catalogues.setdefault(member.partition("/")[0], []).extend((item, member))
        listed: Schema = {
            name: {"anyOf": [_list([*held, "", None]), {"type": ["string", "null"]}]}
            for name, held in catalogues.items()
        }
        forms.append({"type": "object", "properties": listed, "additionalProperties": False})
    return [_list([*names, "", None]), {"type": "string"}, *forms]


def _list(names: list[str | None]) -> Schema:
    return {"type": "array", "items": {"enum": names}}


def _pattern(body: str) -> Schema:
    return {"type": "string", "pattern": f"^\\s*{body}\\s*$"}


def _literal(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\^$.|?*+()[]{}/" else c for c in text)
