"""The five outcomes and the chain they form."""

from __future__ import annotations

from enum import Enum


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

    @property
    def zh(self) -> str:
        """The Chinese word, as official notices use it."""
        return _ZH[self.value]

    @property
    def en(self) -> str:
        """The English word."""
        return _EN[self.value]

    @property
    def is_decided(self) -> bool:
        """Whether nothing that is still unknown could change it."""
        return self not in (Outcome.MISSING_FACTS, Outcome.AWAITING_FINDINGS)

    def label(self, lang: str) -> str:
        """The word in `lang`, "zh" or "en"."""
        return self.en if lang == "en" else self.zh


_ZH = ("不符合", "待补材料", "待评定", "符合", "不适用")
_EN = ("not met", "facts missing", "awaiting findings", "met", "not applicable")
