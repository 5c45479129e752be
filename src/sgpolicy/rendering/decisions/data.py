"""Explanation → JSON, and the schema of that JSON."""

from __future__ import annotations

import json
from datetime import date
from enum import Enum
from fractions import Fraction
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.explanation import Days, Members, Quantity, Series
from sgpolicy.model.outcome import Outcome
from sgpolicy.records import fields, is_dataclass
from sgpolicy.rendering.decisions.line import line
from sgpolicy.rendering.decisions.numbers import shown

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Explanation, Language

SCHEMA = "sgpolicy.explanation/1"


def to_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation as plain data: dicts, lists, strings, whole numbers, truths and None.

    Numbers of the application are exact strings ("46", "6/13"); days are ISO dates.
    """
    lang = explanation.lang
    body = cast("dict[str, Any]", plain(explanation, lang))
    for key in ("amounts", "recounts", "jointly"):  # what there is none of is not told
        if not body[key]:
            del body[key]
    return {"schema": SCHEMA, "summary": line(explanation), **body}


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `to_json` returns."""
    text = files(__package__).joinpath("explanation.schema.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def plain(value: object, lang: Language) -> object:
    """Any record of an explanation as plain data."""
    match value:
        case None | bool() | str():
            return value
        case Outcome():
            return {"code": value.name.lower(), "zh": value.zh, "en": value.en}
        case Enum():
            return value.name.lower()
        case int():
            return value
        case Fraction():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return [plain(item, lang) for item in value]
        case Citation():
            return {**_clause(value.clause), "phrases": list(value.phrases)}
        case Clause():
            return _clause(value)
        case Quantity() | Days() | Members() | Series():
            return {
                "type": type(value).__name__.lower(),
                **_fields(value, lang),
                "shown": shown(value, lang),
            }
        case _ if is_dataclass(value):
            return _fields(value, lang)
        case _:
            msg = f"not part of an explanation: {value!r}"
            raise TypeError(msg)


def _fields(value: Any, lang: Language) -> dict[str, object]:  # noqa: ANN401 (any record)
    return {f.name: plain(getattr(value, f.name), lang) for f in fields(value)}


def _clause(clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id,
        "kind": clause.kind,
        "article": clause.number,
        "paragraph": clause.paragraph,
        "item": clause.item,
        **({"group": clause.group} if clause.group else {}),
        "label": clause.label,
        "label_en": clause.label_en,
    }
