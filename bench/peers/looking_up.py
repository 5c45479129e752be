"""What a decision takes to look up the applicant's facts, which every engine has to, and what it takes beyond."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from types import FunctionType
from typing import Any

import articles

from peers.rules import Rules

Facts = Mapping[Any, Any]


def looking_up(rules: Rules) -> Callable[[Facts], None]:
    """Looks up every fact that the rules use, and decides nothing."""
    keys = tuple(rules.facts)

    def look(facts: Facts) -> None:
        get = facts.get
        for key in keys:
            get(key)

    return look


def beyond(plain: Callable[..., object], facts: Facts) -> Callable[[Any], object]:
    """Our function for one applicant of whom nothing is missing, the facts being looked up beforehand.

    What it and its parts look up at once is one thing to look up here: the facts' values.
    """
    names = {**plain.__globals__}
    found: dict[Any, Any] = {**facts}
    for name, value in plain.__globals__.items():
        if isinstance(value, itemgetter):
            found[name] = value(facts)
            names[name] = itemgetter(name)
        elif isinstance(value, FunctionType) and value.__globals__ is plain.__globals__:
            names[name] = FunctionType(value.__code__, names, name)
    made = names["plain"]
    return lambda _: made(found, {}, articles.ON)
