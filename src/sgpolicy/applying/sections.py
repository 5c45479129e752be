"""Data that several policies share, with a section for what only one of them asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sgpolicy.applying.documents import Document, read_document
from sgpolicy.applying.problems import Place, Step
from sgpolicy.records import dataclass

Given = Document | Mapping[str, object] | object


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one policy's name.

    Attributes:
        key: The name as given.
        data: A `Document` where the data came from text, else as given.
        places: Line and column by path within the section.
    """

    key: str
    data: object
    places: Mapping[tuple[Step, ...], Place]


def take_sections(
    given: bytes | str | Mapping[str, object], names: Mapping[str, Iterable[str]]
) -> tuple[Given, dict[str, tuple[Section, ...]]]:
    """Part what is shared from what stands under the name of a policy.

    Args:
        given: Text (YAML or JSON), or plain data.
        names: Policy id → the names it may be called by.

    Returns:
        What is left, and each policy's sections; more than one where it was called by several names.
    """
    document = read_document(given) if isinstance(given, bytes | str) else None
    data: object = given if document is None else document.data
    if not isinstance(data, Mapping):
        return (given if document is None else document), {}
    owner = {name: key for key, called in names.items() for name in (key, *called)}
    rest: dict[str, object] = {}
    sections: dict[str, tuple[Section, ...]] = {}
    for key, value in data.items():
        policy = owner.get(key.strip()) if isinstance(key, str) else None
        if policy is None:
            rest[key] = value
            continue
        places: dict[tuple[Step, ...], Place] = {}
        if document is not None:
            places = {p[1:]: at for p, at in document.places.items() if p[:1] == (key,)}
        part: object = value
        if document is not None:
            part = Document(value, places)
        sections[policy] = (*sections.get(policy, ()), Section(key, part, places))
    if document is None:
        return rest, sections
    return Document(rest, document.places, document.problems), sections  # type: ignore[arg-type]
