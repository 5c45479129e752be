"""As JSON: every point with the cases that try it."""

from __future__ import annotations

import json

from sgpolicy.model.exercise import Exercise, Item, Part, Point
from sgpolicy.rendering.coverage.wording import gap

SCHEMA = "sgpolicy.coverage/1"


def to_json(policy: str, exercise: Exercise) -> str:
    """The report as JSON; numbers are exact, as strings (3/20)."""
    document = {
        "schema": SCHEMA,
        "policy": policy,
        "points": exercise.total,
        "tried": exercise.tried,
        "cases_failed": exercise.failed,
        "cases": [
            {"name": case.name, "file": case.file, "line": case.line, "target": case.target}
            for case in exercise.cases
        ],
        "items": [_item(item) for item in exercise.items],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _item(item: Item) -> dict[str, object]:
    return {
        "id": item.id,
        "name": item.name,
        "kind": item.kind,
        "clause": item.citation.clause.id,
        "label": item.citation.clause.label,
        "phrases": list(item.citation.phrases),
        "points": item.total,
        "tried": item.tried,
        "parts": [_part(part) for part in item.parts],
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "kind": part.kind,
        "subject": part.subject,
        "written": part.written,
        "readings": [{"interpretation": name, "reading": value} for name, value in part.under],
        "bound": None if part.bound is None else str(part.bound),
        "points": [_point(point, part) for point in part.points],
    }


def _point(point: Point, part: Part) -> dict[str, object]:
    return {
        "kind": point.kind,
        "label": point.label,
        "tried": point.is_tried,
        "gap": "" if point.is_tried else gap(part, [point]),
        "nearest": None if point.nearest is None else str(point.nearest),
        "cases": list(point.cases),
    }
