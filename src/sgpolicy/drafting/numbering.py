"""Word's automatic numbers: counted and spelt as Word shows them (第一条, （一）, 1.)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sgpolicy.model.citation import chinese_number
from sgpolicy.records import dataclass

_PLACE = re.compile(r"%([1-9])")
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "japaneseDigitalTenThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "taiwaneseDigital",
    }
)
_ROMAN = {
    "M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10,
    "IX": 9, "V": 5, "IV": 4, "I": 1,
}  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list.

    Attributes:
        start: Its first number.
        form: How numbers are spelt (Word's `numFmt`).
        text: What is printed, `%1` for the number of level 1.
        suffix: What stands between that and the paragraph: "tab", "space" or "nothing".
        is_decimal: Whether numbers of other levels are printed in Arabic numerals.
    """

    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    suffix: str = "tab"
    is_decimal: bool = False


class Numbering:
    """Counts the paragraphs of every list.

    Args:
        lists: For each list, the name under which it counts (lists of one definition count on), and its
            levels.
        starts: For a list that begins anew, at which number, by level.
    """

    def __init__(
        self,
        lists: Mapping[str, tuple[str, Mapping[int, Level]]],
        starts: Mapping[str, Mapping[int, int]],
    ) -> None:
        self.lists = lists
        self.starts = starts
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()

    def mark(self, number: str, level: int) -> str:
        """What Word prints before the next paragraph of a list's level, with the blank after it."""
        if number not in self.lists:
            return ""
        name, levels = self.lists[number]
        own = levels.get(level)
        if own is None:
            return ""
        counts = self.counts.setdefault(name, {})
        if number not in self.begun:
            self.begun.add(number)
            for at, first in self.starts.get(number, {}).items():
                counts[at] = first - 1
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        if own.form in ("bullet", "none"):
            return ""

        def spelt(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            shown = levels.get(at, Level())
            count = counts.setdefault(at, shown.start)
            return spell(count, "decimal" if own.is_decimal else shown.form)

        text = _PLACE.sub(spelt, own.text)
        return text + ("" if own.suffix == "nothing" or not text else " ")


def spell(number: int, form: str) -> str:
    """A number as Word prints it in a format.

    Example:
        >>> [spell(12, form) for form in ("chineseCountingThousand", "lowerRoman", "decimal")]
        ['十二', 'xii', '12']
    """
    if form in _CHINESE and 0 <= number < 1000:
        return chinese_number(number)
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate(_FULL_WIDTH)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        rest, out = number, ""
        for sign, value in _ROMAN.items():
            out += sign * (rest // value)
            rest %= value
        return out if form == "upperRoman" else out.lower()
    return str(number)
