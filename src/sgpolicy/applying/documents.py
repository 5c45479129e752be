"""Text to plain data with places: mappings, lists and scalars that are still text.

No scalar is interpreted here (12:30 stays 12:30, 2020-02-30 stays 2020-02-30): the fact's type
reads it. A scalar left out, `null` or `~` is None. A stranger's file is safe: size and depth are
bounded, and YAML's anchors, aliases and tags are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from sgpolicy.applying.building import Builder, Path, Plain, UnreadableError
from sgpolicy.applying.json_text import read_json
from sgpolicy.applying.plain_json import JsonPlaces, read_plainly
from sgpolicy.applying.problems import Place, Problem, Trouble
from sgpolicy.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

Form = Literal["auto", "yaml", "json"]

SIZE_LIMIT: Final = 5_000_000
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text as plain data.

    Attributes:
        data: The data; None where nothing could be read or nothing stands there.
        places: Line and column of every value, by its path (keys, and list positions from 0).
        problems: What is wrong with the text; the data holds what could be read beside it.
    """

    data: Plain
    places: Mapping[Path, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether the whole text was read."""
        return not self.problems


def read_document(content: bytes | str, form: Form = "auto") -> Document:
    """Read YAML or JSON text; JSON's numbers stay text too, so nothing is lost.

    Args:
        content: The file's bytes (UTF-8, with or without BOM) or its text.
        form: The format. "auto" takes text that begins with a brace and is well-formed JSON for
            JSON, anything else for YAML.

    Returns:
        What was read and everything wrong with it. Never raises on content.
    """
    try:
        text = _decode(content)
    except UnreadableError as error:
        return _unreadable(Builder(), error)
    if form == "auto":
        if text.lstrip().startswith("{"):
            document = _read(text, "json")
            if not any(problem.code == "SG736" for problem in document.problems):
                return document
        form = "yaml"
    return _read(text, form)


def _read(text: str, form: Form) -> Document:
    if form == "json" and (found := read_plainly(text)) is not None:
        return Document(found[0], JsonPlaces(text))
    builder = Builder()
    try:
        if form == "json":
            read_json(text, builder)
        else:
            from sgpolicy.applying.yaml_text import read_yaml

            read_yaml(text, builder)
    except UnreadableError as error:
        return _unreadable(builder, error)
    return Document(builder.data, builder.places, tuple(builder.problems))


def _unreadable(builder: Builder, error: UnreadableError) -> Document:
    builder.report(error.trouble, error.place)
    return Document(None, {}, tuple(builder.problems))


def _decode(content: bytes | str) -> str:
    size = len(content)
    if size > SIZE_LIMIT:
        details = {"size": f"{size / 1e6:.1f}", "limit": f"{SIZE_LIMIT / 1e6:.0f}"}
        raise UnreadableError(Trouble("SG731", "", details))
    if isinstance(content, bytes):
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            place = (content.count(b"\n", 0, error.start) + 1, 1)
            raise UnreadableError(Trouble("SG732", "", {"guess": _guess(content)}), place) from None
    try:
        content.encode()
    except UnicodeEncodeError:
        raise UnreadableError(Trouble("SG732", "", {"guess": ""})) from None
    return content.removeprefix("\ufeff")


def _guess(content: bytes) -> tuple[str, str]:
    """What the bytes look like instead."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "，看来是 UTF-16（Unicode）", "; it looks like UTF-16"
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return "", ""
    if re.search(r"[\u4e00-\u9fff]", text) and "\x00" not in text:
        return "，看来是 GB18030（GBK、ANSI）", "; it looks like GB18030 (GBK, ANSI)"
    return "", ""
