"""One value, from text or plain Python to the typed value of its kind.

Every reader takes what a document or a caller holds and gives an exact value in base units (see
`sgpolicy.model.application`), or raises `RefusedError` with what is wrong. Blank is None: not
stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from sgpolicy.applying.blanks import is_blank, is_stand_in, refuse_stand_in
from sgpolicy.applying.days import read_date
from sgpolicy.applying.forms import form, none, noun
from sgpolicy.applying.members import read_choice, read_set
from sgpolicy.applying.problems import RefusedError, Trouble, refuse
from sgpolicy.applying.quantities import LIMIT, read_area, read_count, read_money, read_share
from sgpolicy.model.types import Type
from sgpolicy.source.numerals import half_width

if TYPE_CHECKING:
    from sgpolicy.model.application import Value

_LONGEST_YEAR = 16
_TRUTHS = {"是": True, "true": True, "yes": True, "否": False, "false": False, "no": False}


def read_value(given: object, type_: Type) -> Value | None:
    """Read a value by its type; None where nothing is stated.

    Args:
        given: Text, or a Python value of a fitting kind (int, Decimal, Fraction, date, bool, list,
            mapping). Floats are refused: they are not exact.
        type_: The fact's or column's type.

    Raises:
        RefusedError: It cannot be read; every cause at once.
        TypeError: Data cannot be of this type (a stretch of days, a set of actors).

    Example:
        >>> read_value("0.8亿元", Type("money")), read_value("　", Type("money"))
        (80000000, None)
    """
    if is_blank(given):
        return None
    if type_.kind == "choice":
        return read_choice(given, type_)
    if type_.kind == "set":
        return read_set(given, type_)
    if is_stand_in(given):
        refuse_stand_in(given, form(type_), none(type_))
    match type_.kind:
        case "truth":
            return _truth(given, type_)
        case "count":
            return read_count(given, type_)
        case "money":
            return read_money(given, type_)
        case "share":
            return read_share(given, type_)
        case "area":
            return read_area(given, type_)
        case "date":
            return read_date(given)
        case "series":
            return _series(given, type_)
        case "text":
            return _text(given)
        case _:
            message = f"data cannot be of type {type_.kind}"
            raise TypeError(message)


def _truth(given: object, type_: Type) -> bool:
    if isinstance(given, bool):
        return given
    if not isinstance(given, str):
        raise refuse("SG705", given, wanted=noun(type_), form=form(type_))
    truth = _TRUTHS.get(given.strip().casefold())
    if truth is None:
        raise refuse("SG706", given, wanted=noun(type_), form=form(type_))
    return truth


def _text(given: object) -> str:
    """Text without the white space around it; a whole number (a code) as its digits.

    Raises:
        RefusedError: It is neither, or holds characters that no file can.
    """
    type_ = Type("text")
    if isinstance(given, int) and not isinstance(given, bool):
        if abs(given) > LIMIT:
            raise refuse("SG715", given, form=form(type_))
        return str(given)
    if not isinstance(given, str):
        raise refuse("SG705", given, wanted=noun(type_), form=form(type_))
    try:
        given.encode()
    except UnicodeEncodeError:
        raise refuse("SG723", given) from None
    return given.strip()


def _series(given: object, type_: Type) -> dict[int, int] | None:
    """Calendar year → count; blank years are left out, and None where no year is stated."""
    if not isinstance(given, Mapping):
        raise refuse("SG705", given, wanted=noun(type_), form=form(type_))
    count = Type("count", type_.unit)
    found: dict[int, int] = {}
    keys: dict[int, object] = {}
    troubles: list[Trouble] = []
    for key, value in given.items():
        year = read_year(key)
        step = str(key) if isinstance(key, str) or year is not None else "?"
        if year is None:
            troubles.append(Trouble("SG722", key, {"form": form(type_)}, (step,)))
            continue
        if year in keys:
            details = {"where": f"{year}年", "first": str(keys[year])}
            troubles.append(Trouble("SG703", key, details, (step,)))
            continue
        keys[year] = key
        try:
            if not is_blank(value):
                if is_stand_in(value):
                    refuse_stand_in(value, form(count), none(count))
                found[year] = read_count(value, count)
        except RefusedError as error:
            troubles += (Trouble(t.code, t.given, t.details, (step,)) for t in error.troubles)
    if troubles:
        raise RefusedError(*troubles)
    return found or None


def read_year(key: object) -> int | None:
    """A calendar year of four digits, with or without 年; None if it is not one."""
    if isinstance(key, str):
        return _known_year(key) if len(key) <= _LONGEST_YEAR else _written_year(key)
    if isinstance(key, bool) or not isinstance(key, int):
        return None
    return key if 1000 <= key <= 9999 else None


def _written_year(key: str) -> int | None:
    text = half_width(key.strip()).removesuffix("年").removesuffix("年度").strip()
    if len(text) != 4 or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if text[0] != "0" else None


_known_year = lru_cache(1024)(_written_year)  # the same few years stand in the data of many
