"""Choices and sets of them, by Chinese name; catalogue items also as 目录名/项目."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from sgpolicy.applying import blanks
from sgpolicy.applying.forms import form, members, none, noun
from sgpolicy.applying.nearest import did_you_mean
from sgpolicy.applying.problems import RefusedError, Step, Trouble, Words, refuse, shown
from sgpolicy.source.normalising import normalise

if TYPE_CHECKING:
    from sgpolicy.model.types import Type

_SEPARATORS = re.compile(r"[，,；;\n]")
_LONGEST = 200
_MANY = 100


def read_choice(given: object, type_: Type) -> str:
    """One member, by its name.

    Raises:
        RefusedError: It is no text, or no member.
    """
    if not isinstance(given, str):
        raise refuse("SG705", given, wanted=noun(type_), form=form(type_))
    return _member(given, type_.members, type_)


def read_set(given: object, type_: Type) -> frozenset[str] | None:
    """Any number of members: a list, text separated by 、, or {目录名: items} for catalogues.

    An empty list is a set with nothing in it; a list of blanks is not stated (None).

    Raises:
        RefusedError: With a trouble for every item that is no member, the first hundred.
    """
    troubles: list[Trouble] = []
    found: set[str] = set()
    items = 0
    blank = 0
    for steps, item, pool in _items(given, type_, troubles):
        if len(troubles) >= _MANY:
            break
        items += 1
        if blanks.is_blank(item):
            blank += 1
            continue
        try:
            if not isinstance(item, str):
                raise refuse(
                    "SG705", item, wanted=("选项的名称", "a choice's name"), form=form(type_)
                )
            found.add(_member(item, pool, type_))
        except RefusedError as error:
            troubles += (Trouble(t.code, t.given, t.details, steps) for t in error.troubles)
    if troubles:
        raise RefusedError(*troubles)
    return None if items and blank == items else frozenset(found)


def _items(
    given: object, type_: Type, troubles: list[Trouble]
) -> list[tuple[tuple[Step, ...], object, tuple[str, ...]]]:
    """Every item with the steps to it and the members it may name."""
    match given:
        case str():
            pieces = _cut(given, type_.members)
            if not pieces:
                raise refuse("SG706", given, wanted=noun(type_), form=form(type_))
            return [((), piece, type_.members) for piece in pieces]
        case list() | tuple():
            return [((i,), item, type_.members) for i, item in enumerate(given)]
        case AbstractSet():
            return [((), item, type_.members) for item in sorted(given, key=shown)]
        case Mapping() if is_catalogued(type_):
            return _by_catalogue(given, type_, troubles)
        case _:
            raise refuse("SG705", given, wanted=noun(type_), form=form(type_))


def _by_catalogue(
    given: Mapping[object, object], type_: Type, troubles: list[Trouble]
) -> list[tuple[tuple[Step, ...], object, tuple[str, ...]]]:
    catalogues: dict[str, list[str]] = {}
    for member in type_.members:
        catalogues.setdefault(member.partition("/")[0], []).append(member)
    found: list[tuple[tuple[Step, ...], object, tuple[str, ...]]] = []
    for key, value in given.items():
        name = str(key).strip() if isinstance(key, str | int) and not _huge(key) else ""
        pool = tuple(catalogues.get(name, ()))
        if not pool:
            details: dict[str, Words] = {
                "nearest": did_you_mean(name, catalogues),
                "members": "、".join(catalogues),
            }
            troubles.append(Trouble("SG716", key, details, (name,)))
        elif isinstance(value, str):
            found += (((name,), item, pool) for item in _cut(value, pool))
        elif isinstance(value, list | tuple):
            found += (((name, i), item, pool) for i, item in enumerate(value))
        elif blanks.is_blank(value):
            found.append(((name,), None, pool))
        else:
            shape = {"wanted": noun(type_), "form": form(type_)}
            troubles.append(Trouble("SG705", value, shape, (name,)))
    return found


def _huge(key: object) -> bool:
    return isinstance(key, int) and key.bit_length() > 256


def is_catalogued(type_: Type) -> bool:
    """Whether the members are catalogue items, each written 目录名/项目."""
    return bool(type_.members) and all("/" in member for member in type_.members)


def _cut(text: str, pool: tuple[str, ...]) -> list[str]:
    """The items of a written list; a member that contains a separator stays whole."""
    if text.strip() in pool:
        return [text]
    parts = [part for part in text.split("、") if part.strip()]
    return [
        piece
        for part in parts
        for piece in ([part] if part.strip() in pool else _SEPARATORS.split(part))
        if piece.strip()
    ]


def _member(given: str, pool: tuple[str, ...], type_: Type) -> str:
    name = given.strip()
    if name in pool:
        return name
    if len(name) <= _LONGEST:
        plain = _plain(name)
        found = [m for m in pool if plain == _plain(m)]
        if not found and is_catalogued(type_):
            found = [m for m in pool if plain == _plain(m.partition("/")[2])]
        if len(found) == 1:
            return found[0]
        if found:
            raise refuse("SG717", given, candidates="、".join(found), example=found[0])
    blanks.refuse_stand_in(given, form(type_), none(type_))
    names = [*pool, *(m.partition("/")[2] for m in pool if "/" in m)]
    raise refuse("SG716", given, nearest=did_you_mean(name, names), members=members(type_))


def _plain(text: str) -> str:
    return normalise(text).text.replace("／", "/")
