"""What can be wrong with an application: every code once, with its words in Chinese and English.

`CATALOGUE` is the table. A template's `{where}` is the place in words, `{given}` what stands
there, `{form}` how such a value is written; the other names are particular to the code.
"""

from __future__ import annotations

import reprlib
from typing import TYPE_CHECKING, Final

from sgpolicy.applying.judgement_wording import JUDGEMENTS
from sgpolicy.applying.wording import KINDS
from sgpolicy.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = str | tuple[str, str]
Step = str | int
Place = tuple[int, int]

_SHOWN = 80
_SUFFIXES = (".yaml", ".yml", ".json")
_BIG = 1 << 256


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem, as a catalogue lists it.

    Attributes:
        code: `SG7` and two digits; never reused.
        slug: A stable ASCII name.
        title, title_en: What is wrong, without the particulars.
        message, message_en, remedy, remedy_en: Templates of what is said and what to do.
    """

    code: str
    slug: str
    title: str
    title_en: str
    message: str
    message_en: str
    remedy: str
    remedy_en: str


CATALOGUE: Final[Mapping[str, ProblemKind]] = {
    row[0]: ProblemKind(*row) for row in sorted((*KINDS, *JUDGEMENTS))
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an application.

    Attributes:
        code: Its kind's code; see `CATALOGUE`.
        path: Where in the data, by the data's own keys, list items counted from 1:
            `服务台账[3].日期` is the third row. Empty for the whole.
        fact: The Chinese name of the fact, ledger or finding; empty where there is none.
        given: What stands there, as shown to a reader, at most 80 characters.
        message, message_en: What is wrong and where.
        remedy, remedy_en: What to do.
        line, column: From 1, where the data came from text.
    """

    code: str
    path: str
    fact: str
    given: str
    message: str
    message_en: str
    remedy: str
    remedy_en: str
    line: int | None = None
    column: int | None = None

    @property
    def kind(self) -> ProblemKind:
        """The row of the catalogue."""
        return CATALOGUE[self.code]

    def text(self, lang: str = "zh") -> str:
        """Message and remedy in `lang`, "zh" or "en"."""
        return f"{self.message_en} {self.remedy_en}" if lang == "en" else self.message + self.remedy


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a value, before anybody said where it stands.

    Attributes:
        code: The kind of problem.
        given: The value itself.
        details: Words for the template; a pair is Chinese and English.
        within: Steps from the value to the part that is wrong, for lists and mappings.
    """

    code: str
    given: object
    details: Mapping[str, Words] = field(default_factory=dict)
    within: tuple[Step, ...] = ()


class RefusedError(ValueError):
    """A value that cannot be read. It never leaves this package; `troubles` says why."""

    def __init__(self, *troubles: Trouble) -> None:
        super().__init__(", ".join(trouble.code for trouble in troubles))
        self.troubles = troubles


def refuse(code: str, given: object, **details: Words) -> RefusedError:
    """A refusal for one cause, to be raised."""
    return RefusedError(Trouble(code, given, details))


def describe(
    trouble: Trouble,
    *,
    path: tuple[Step, ...] = (),
    where: Words = "",
    fact: str = "",
    place: Place | None = None,
) -> Problem:
    """Say a trouble in words, at its place."""
    kind = CATALOGUE[trouble.code]
    given = shown(trouble.given)
    words: dict[str, Words] = {"where": where, "given": given, **trouble.details}
    zh = {name: word if isinstance(word, str) else word[0] for name, word in words.items()}
    en = {name: word if isinstance(word, str) else word[1] for name, word in words.items()}
    return Problem(
        code=kind.code,
        path=path_text((*path, *trouble.within)),
        fact=fact,
        given=given,
        message=kind.message.format_map(zh),
        message_en=kind.message_en.format_map(en),
        remedy=kind.remedy.format_map(zh),
        remedy_en=kind.remedy_en.format_map(en),
        line=place[0] if place else None,
        column=place[1] if place else None,
    )


def path_text(path: tuple[Step, ...]) -> str:
    """A path as shown: keys joined by points, list items in brackets and counted from 1.

    Example:
        >>> path_text(("服务台账", 2, "日期"))
        '服务台账[3].日期'
    """
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step + 1}]"
        else:
            text += ("." if text else "") + shown(step)
    return text


def if_file_name(data: object) -> tuple[str, str]:
    """What to add where the name of a file was given instead of what stands in it; in both languages.

    Example:
        >>> if_file_name("申请.yaml")[1]
        ' It looks like the name of a file: from Python, give a pathlib.Path.'
    """
    if isinstance(data, str) and data.strip().lower().endswith(_SUFFIXES):
        return (
            "这像是文件的名称：从 Python 里读文件，请给 pathlib.Path。",
            " It looks like the name of a file: from Python, give a pathlib.Path.",
        )
    return "", ""


def shown(value: object) -> str:
    """A value as a reader may see it: one line, printable, at most 80 characters.

    Text stands as it is, anything else as Python writes it. Never fails and never takes long,
    whatever the value.
    """
    if isinstance(value, str):
        text = value[: _SHOWN + 1]
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _BIG:
        text = f"<{value.bit_length()}-bit integer>"
    else:
        try:
            text = reprlib.repr(value)
        except Exception:  # noqa: BLE001
            text = f"<{type(value).__name__}>"
    text = text[: _SHOWN + 1]
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
