"""The chain 不符合 < 待补材料 < 待评定 < 符合, and parts that may or may not apply.

A part's *grade* is two places on the chain: how far it applies, and how far it holds where it does.
What does not apply drops out, so in *all of* a part counts as met where it does not apply, in *any of*
as not met; both are exact for a part whose applicability is open too.
"""

from __future__ import annotations

from collections.abc import Iterable

from sgpolicy.model.outcome import Outcome

Grade = tuple[int, int]

OUTCOMES = (
    Outcome.NOT_MET,
    Outcome.MISSING_FACTS,
    Outcome.AWAITING_FINDINGS,
    Outcome.MET,
    Outcome.NOT_APPLICABLE,
)
NEGATED = (3, 1, 2, 0)


def outcome_of(grade: Grade) -> Outcome:
    """The outcome that a grade shows as."""
    applies, holds = grade
    if applies == 0:
        return Outcome.NOT_APPLICABLE
    return OUTCOMES[holds if applies == 3 else applies]


def all_of(grades: Iterable[Grade]) -> Grade:
    """The least of those that apply; none of them applying, neither does the whole.

    Example:
        >>> all_of([(3, 3), (0, 0)]), all_of([]), all_of([(1, 0), (3, 3)])
        ((3, 3), (3, 3), (3, 1))
    """
    applies, holds, none = 0, 3, True
    for one_applies, one_holds in grades:
        none = False
        if one_applies > applies:  # noqa: PLR1730 - a call for each of very many would cost more
            applies = one_applies
        held = NEGATED[one_applies]
        if one_holds > held:  # noqa: PLR1730
            held = one_holds
        if held < holds:  # noqa: PLR1730
            holds = held
    return (3, 3) if none else (applies, holds)


def at_least(number: int, grades: Iterable[Grade]) -> Grade:
    """The n-th greatest of those that apply; 不符合 where fewer apply.

    Example:
        >>> at_least(2, [(3, 3), (3, 1), (0, 0)]), at_least(2, [(3, 3)])
        ((3, 1), (3, 0))
    """
    if number <= 0:
        return (3, 3)
    held = sorted((min(grade) for grade in grades), reverse=True)
    return (3, held[number - 1] if number <= len(held) else 0)


def negation(grade: Grade) -> Grade:
    """符合 and 不符合 change places; what is open or does not apply stays."""
    return (grade[0], NEGATED[grade[1]])


def branch(condition: Grade, then: Grade, otherwise: Grade) -> Grade:
    """`then` where the condition holds, `otherwise` where not; where open, what both agree on.

    Example:
        >>> branch((3, 1), (3, 3), (3, 3)), branch((3, 1), (3, 3), (3, 0))
        ((3, 3), (3, 1))
    """
    holds = min(condition)
    if holds == 3:
        return then
    if holds == 0:
        return otherwise
    applies = _either(holds, then[0], otherwise[0])
    if then[0] == 0:
        return (applies, otherwise[1])
    if otherwise[0] == 0:
        return (applies, then[1])
    return (applies, _either(holds, then[1], otherwise[1]))


def _either(condition: int, then: int, otherwise: int) -> int:
    if then == otherwise and then in (0, 3):
        return then
    return min(max(NEGATED[condition], then), max(condition, otherwise))
