"""What each word of the language does, for its colour.

The words' spelling stands in `sgpolicy.operators.words` only; here each terminal has its class.
"""

from __future__ import annotations

from typing import Literal

from sgpolicy.operators.words import DECLARATIONS, WORDS

WordClass = Literal[
    "declaration", "part", "logic", "comparison", "arithmetic", "function", "constant"
]


def _set(terminals: str) -> frozenset[str]:
    return frozenset(terminals.split())


TERMINALS: dict[WordClass, frozenset[str]] = {
    "declaration": frozenset(DECLARATIONS.values()),
    "part": _set(
        "EXCEPTION ONLY_WHEN BECAUSE ASK EVIDENCE AUDIENCE SETTLED READING NUMBERED USED_FOR RESULTS "
        "DOCUMENT_NUMBER ROLE EXTENT BY DELEGATE TOWARDS ABOUT PRIOR REQUIRED BEGINS LASTS MOVED "
        "DEADLINE ORDER PAYS MAY MUST DRAFT"
    ),
    "logic": _set("AND OR NOT WHEN THEN EACH EVERY SATISFIED"),
    "comparison": _set(
        "BOUND SUFFIX AT_LEAST FULL TILL IS IS_NOT IS_ONE_OF IS_NONE_OF HOLDS HOLDS_NOT IS_JUST "
        "TOUCHES INSIDE EVER"
    ),
    "arithmetic": _set("PLUS MINUS TIMES PER GAIN CAP SHARE_OF"),
    "function": _set(
        "PICK TALLY MEASURE DISTINCT ROWS TOTAL EXTREME LATEST THIS_ROUND FROM UP_TO OF AFTER BEFORE "
        "AT ACCESSOR"
    ),
    "constant": _set("YES NO TODAY THAT_YEAR REST WHOLE YEARLY BY_END ANY_TIME REGULARLY METHOD"),
}
"""The grammar's terminals by class; each stands once."""

_CLASS = {terminal: name for name, terminals in TERMINALS.items() for terminal in terminals}

CLASSES: dict[str, WordClass] = {word: _CLASS[terminal] for word, terminal in WORDS.items()}
"""Each word's class.

Example:
    >>> CLASSES["规则"], CLASSES["不低于"], CLASSES["且"]
    ('declaration', 'comparison', 'logic')
"""


def words_of(terminals: frozenset[str]) -> tuple[str, ...]:
    """The words that are one of these terminals, longest first.

    Example:
        >>> words_of(frozenset({"TIMES"}))
        ('除以', '乘')
    """
    words = (word for word, terminal in WORDS.items() if terminal in terminals)
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
