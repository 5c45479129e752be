"""The JSON Schema of explanations, derived from the records: what the published file must equal."""

import dataclasses
from datetime import date
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.explanation import Days, Explanation, Members, Quantity, Series
from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.data import SCHEMA

_SHOWN = (Quantity, Days, Members, Series)
_OPTIONAL = {"amounts", "recounts", "jointly", "group"}  # said only where there are any
_TEXT, _WHOLE = {"type": "string"}, {"type": "integer"}


def generated():
    """The schema, with one definition per record."""
    found = {}
    body = _record(Explanation, found)
    body["properties"] = {
        "schema": {"const": SCHEMA},
        "summary": {**_TEXT, "description": "The one-line explanation."},
        **body["properties"],
    }
    body["required"] = ["schema", "summary", *body["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "description": "Why an application was decided as it was. Numbers are exact strings.",
        **body,
        "$defs": dict(sorted(found.items())),
    }


def _of(hint, found):
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return {"anyOf": [_of(arg, found) for arg in args]}
    if origin is Literal:
        return {"enum": list(args)}
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            return {"type": "array", "items": _of(args[0], found)}
        items = [_of(arg, found) for arg in args]
        return {"type": "array", "prefixItems": items, "minItems": len(args), "items": False}
    plain = {NoneType: {"type": "null"}, bool: {"type": "boolean"}, str: _TEXT, int: _WHOLE}
    plain[Fraction] = {**_TEXT, "pattern": r"^-?\d+(/\d+)?$"}
    plain[date] = {**_TEXT, "format": "date"}
    if hint in plain:
        return plain[hint]
    if hint.__name__ not in found:
        found[hint.__name__] = {}
        found[hint.__name__] = _defined(hint, found)
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _defined(hint, found):
    if hint is Outcome:
        codes = [outcome.name.lower() for outcome in Outcome]
        return _object({"code": {"enum": codes}, "zh": _TEXT, "en": _TEXT})
    if hint in (Citation, Clause):
        fields = {"id": _TEXT, "kind": _TEXT, "article": _WHOLE, "paragraph": _WHOLE}
        fields |= {"item": _WHOLE, "group": _TEXT, "label": _TEXT, "label_en": _TEXT}
        if hint is Citation:
            fields["phrases"] = {"type": "array", "items": _TEXT}
        return _object(fields)
    assert not issubclass(hint, Enum)
    body = _record(hint, found)
    if hint in _SHOWN:
        named = {"type": {"const": hint.__name__.lower()}, **body["properties"], "shown": _TEXT}
        body = _object(named)
    return body


def _record(hint, found):
    hints = get_type_hints(hint)
    return _object({f.name: _of(hints[f.name], found) for f in dataclasses.fields(hint)})


def _object(properties):
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in _OPTIONAL],
        "additionalProperties": False,
    }
