"""The five outcomes and the chain they form."""

from __future__ import annotations

from enum import Enum

_ZH = ("不符合", "待补材料", "待评定", "符合", "不适用")
_EN = ("not met", "facts missing", "awaiting findings", "met", "not applicable")


class Outcome(Enum):
    """What a rule, a clause or a whole decision comes to.

    The first four form a chain, 不符合 < 待补材料 < 待评定 < 符合: *all of* is the least of its parts,
    *any of* the greatest. 不适用 stands outside the chain and drops out of combinations.

    Example:
        >>> Outcome.MET.zh, Outcome.MET.is_decided
        ('符合', True)
    """

    NOT_MET = 0
    MISSING_FACTS = 1
    AWAITING_FINDINGS = 2
    MET = 3
    NOT_APPLICABLE = 4

    zh: str
    """The Chinese word, as official notices use it."""
    en: str
    """The English word."""
    is_decided: bool
    """Whether nothing that is still unknown could change it."""
    grade: tuple[int, int]
    """How far what comes to this applies, and how far it holds, both certain: places on the chain."""

    def __init__(self, place: int) -> None:
        self.zh, self.en = _ZH[place], _EN[place]
        self.is_decided = place not in (1, 2)
        self.grade = (3, place) if place < 4 else (0, 0)

    def label(self, lang: str) -> str:
        """The word in `lang`, "zh" or "en"."""
        return self.en if lang == "en" else self.zh
