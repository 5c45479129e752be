"""An applicant's typed facts as plain values: what an engine that takes JSON is handed.

A date is the whole number yyyymmdd: every engine compares whole numbers fast and exactly, while their own dates
are slower or wrong about 29 February (Rego's `time.add_date` makes it 1 March; zen's strings sort wrongly). A
share is a whole number of 1/10,000; a set a list of strings; a yearly series a map by the year as a string.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from peers.rules import SHARE_SCALE, Rules

Facts = Mapping[str, Any]


def ymd(day: date) -> int:
    """A date as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day


def converter(rules: Rules) -> Callable[[Facts], dict[str, Any]]:
    """A function from typed facts to plain ones; what is not stated is not there."""
    kinds = {key: type_.kind for key, type_ in rules.facts.items()}
    dates = [key for key, kind in kinds.items() if kind == "date"]
    shares = [key for key, kind in kinds.items() if kind == "share"]
    sets = [key for key, kind in kinds.items() if kind == "set"]
    series = [key for key, kind in kinds.items() if kind == "series"]

    def convert(facts: Facts) -> dict[str, Any]:
        plain = {**facts}
        for key in dates:
            if key in plain:
                plain[key] = ymd(plain[key])
        for key in shares:
            if key in plain:
                value = plain[key]
                plain[key] = value.numerator * SHARE_SCALE // value.denominator
        for key in sets:
            if key in plain:
                plain[key] = [*plain[key]]
        for key in series:
            if key in plain:
                plain[key] = {str(year): number for year, number in plain[key].items()}
        return plain

    return convert
