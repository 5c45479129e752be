"""How the canonical text spells each kind of token."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from sgpolicy.source.numerals import half_width, read_number

_ARABIC = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_CHINESE = re.compile(r"[零一二两三四五六七八九十百千]+")
_PERCENT = "百分之"
_BREAK = re.compile(r"[^\S\n]*\n\s*")
_DEFAULT = re.compile(r"\s*[（(]默认[)）]$")


def spelled(kind: str, value: object, written: str, names: Mapping[str, str]) -> str:
    """A token's canonical text.

    Args:
        kind: The grammar's terminal.
        value: What the token stands for.
        written: How the author wrote it.
        names: How each name is declared, by its half-width form.
    """
    match kind:
        case "QUANTITY":
            return quantity(written)
        case "DAY" if isinstance(value, date):
            return f"{value.year:04}年{value.month}月{value.day}日"
        case "QUOTE":
            return quotation(written)
        case "NAME":
            return names.get(str(value), written)
        case "TEXT":
            return free_text(str(value))
        case _:
            return str(value)


def quantity(written: str) -> str:
    """A number and its unit, in Arabic numerals and without space.

    Example:
        >>> quantity("百分之六十"), quantity("三年"), quantity("１，０００ 万元"), quantity("2.50 %")
        ('60%', '3年', '1000万元', '2.5%')
    """
    text = "".join(half_width(written).replace("，", ",").split())
    if text.startswith(_PERCENT):
        return _decimal(read_number(text.removeprefix(_PERCENT)), text) + "%"
    digits = _ARABIC.match(text) or _CHINESE.match(text)
    if digits is None:
        return text
    return _decimal(read_number(digits[0]), digits[0]) + text[digits.end() :]


def _decimal(number: Fraction | None, written: str) -> str:
    if number is None:
        return written
    whole, rest = divmod(number, 1)
    places = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        places += str(digit)
    return f"{whole}.{places}" if places else str(whole)


def quotation(inner: str) -> str:
    """A quoted phrase in 「」, its line breaks gone, its own marks as the official text has them.

    Example:
        >>> quotation("以下简称“示范平台”")
        '「以下简称“示范平台”」'
    """
    inner = joined_lines(inner)
    if "「" in inner or "」" in inner:
        return f"“{inner}”"
    return f"「{inner}」"


def free_text(text: str) -> str:
    """Free words on one line, as written; a reading's mark of default in full-width brackets."""
    return _DEFAULT.sub("（默认）", joined_lines(text))


def joined_lines(text: str) -> str:
    """The lines as one: Chinese is joined without a space, Latin words with one."""

    def glue(match: re.Match[str]) -> str:
        around = text[: match.start()][-1:] + text[match.end() :][:1]
        return " " if len(around) == 2 and around.isascii() else ""

    return _BREAK.sub(glue, text.strip())


def comment(text: str) -> str:
    """A comment, with one space after its slashes.

    Example:
        >>> comment("//  见批复 ")
        '// 见批复'
    """
    words = text[2:].strip()
    return f"// {words}" if words else "//"
