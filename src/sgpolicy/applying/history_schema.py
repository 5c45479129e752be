"""The JSON Schema (2020-12) of a history, built from the policy alone.

It says what `histories` accepts, names spelt exactly, as far as a schema can: that the events are in the
order of time and nothing is recorded twice is seen only on reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.applying import event_columns as e
from sgpolicy.applying.histories import COMPLETE, EVENT_LIMIT, EVENTS, FACTS, NAME
from sgpolicy.applying.names import OTHERS
from sgpolicy.applying.schema import BLANK, NULL, Schema, json_schema, object_schema, value_schema
from sgpolicy.model.types import DATE, TRUTH, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sgpolicy.applying.judgements import Part
    from sgpolicy.model.core import Core, EventKind
    from sgpolicy.model.declared import Declared

_FILLED = {"type": "string", "pattern": "\\S"}
_YEAR: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 1000, "maximum": 9999},
        {"type": "string", "pattern": "^\\s*[0-9０-９]{4}\\s*(年|年度)?\\s*$"},
        NULL,
        BLANK,
    ]
}


def history_schema(core: Core) -> Schema:
    """The schema of histories under `core`: plain data, as read from YAML or JSON."""
    application = json_schema(core)
    inner = application.pop("$defs")
    application.pop("$schema")
    definitions: Schema = {**(inner if isinstance(inner, dict) else {}), "application": application}
    definitions |= {f"part-{part.id}": schema for part, schema in _parts(core).items()}
    kinds: list[Schema] = []
    for kind in core.events.values():
        definitions[f"event-{kind.id}"] = _event(core, kind)
        kinds.append({"$ref": f"#/$defs/event-{kind.id}"})
    sections: list[tuple[Declared, Schema]] = [
        (NAME, value_schema(Type("text"))),
        (COMPLETE, _complete(core)),
        (FACTS, {"anyOf": [{"$ref": "#/$defs/application"}, NULL, BLANK]}),
        (EVENTS, _list(kinds)),
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{core.title}（{core.document_number}）经历",
        **object_schema(sections),
        **_required([EVENTS]),
        "$defs": definitions,
    }


def _list(kinds: list[Schema]) -> Schema:
    nothing: Schema = {"type": "object", "additionalProperties": {"anyOf": [NULL, BLANK]}}
    items: Schema = {"anyOf": [*kinds, nothing, NULL, BLANK]}
    return {"anyOf": [{"type": "array", "maxItems": EVENT_LIMIT, "items": items}, NULL, BLANK]}


def _complete(core: Core) -> Schema:
    day = value_schema(DATE)
    named: list[Declared] = [*core.events.values(), OTHERS]
    return {"anyOf": [day, object_schema((one, day) for one in named)]}


def _parts(core: Core) -> dict[Part, Schema]:
    """The columns that every kind has, but for the kind itself and its results."""
    text = value_schema(Type("text"))
    return {
        e.DATED: {**value_schema(DATE), **_FILLED},
        e.BY: _enum(_actors(core)),
        e.TOWARDS: _enum(_actors(core)),
        e.DELEGATED: value_schema(TRUTH),
        e.UNIT: text,
        e.NUMBER: text,
        e.VERDICT: _enum(e.VERDICTS),
        e.DUE_YEAR: _YEAR,
        e.EVIDENCE: text,
        e.NOTE: text,
        e.MATERIAL: {"anyOf": [{"$ref": "#/$defs/application"}, {"type": "string"}, NULL]},
    }


def _event(core: Core, kind: EventKind) -> Schema:
    columns: list[tuple[Declared, Schema]] = []
    required = [e.KIND, e.DATED]
    for part in e.parts_of(kind):
        schema: Schema = {"title": part.name, "x-key": part.id}
        if part is e.KIND:
            schema["enum"] = [kind.name, kind.id]
        elif part is e.RESULT:
            schema |= _enum(kind.results)
        elif part is e.BY and kind.provision:
            schema["enum"] = _actors(core)
            required.append(e.BY)
        else:
            schema["$ref"] = f"#/$defs/part-{part.id}"
        columns.append((part, schema))
    for column in kind.columns:
        said = {"title": column.name, "description": column.note, "x-key": column.id}
        columns.append((column, {**said, **value_schema(column.type)}))
    return {
        "title": kind.name,
        "description": kind.description,
        "x-key": kind.id,
        **object_schema(columns),
        **_required(required),
    }


def _required(parts: Iterable[Part]) -> Schema:
    """Each of the parts under one of its names."""
    either = [{"anyOf": [{"required": [name]} for name in (p.name, p.id)]} for p in parts]
    return {"allOf": either}


def _actors(core: Core) -> list[str]:
    names = [n for a in core.actors.values() for n in (a.name, a.id, a.official) if n]
    return list(dict.fromkeys(names))


def _enum(names: Iterable[str]) -> Schema:
    return {"enum": [*names, "", None]}
