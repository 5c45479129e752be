"""The one-line form: the outcome and what decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.naming import citation, clause, mentioned
from sgpolicy.rendering.decisions.sentences import decided_under, summary
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.explanation import Explanation, Language, Need, Part, Reason

_MOST_NAMED = 3


def line(explanation: Explanation) -> str:
    """One sentence: outcome and the most decisive clause."""
    lang = explanation.lang
    return word("line", lang, explanation.outcome.label(lang), _why(explanation))


def tests(part: Part) -> Iterator[tuple[Part, Reason]]:
    """Every deciding test under a part, with the node it stands in."""
    for reason in part.reasons:
        yield part, reason
    for inner in part.parts:
        yield from tests(inner)


def rules(part: Part) -> Iterator[Part]:
    """Every node under a part that holds deciding tests."""
    if part.reasons:
        yield part
    for inner in part.parts:
        yield from rules(inner)


def groups(part: Part) -> Iterator[Part]:
    """What counts as one place each: a combination of which some suffice, or a rule."""
    if part.at_least and (part.parts or part.inapplicable):
        yield part
        return
    if part.reasons:
        yield part
    for inner in part.parts:
        yield from groups(inner)


def narrowed(group: Part) -> Iterator[Part]:
    """Where only one part of a combination applies, what failed is in that part."""
    only = group.parts[0] if group.at_least == 1 and len(group.parts) == 1 else None
    if only is None or group.reasons:
        yield group
        return
    for inner in groups(only):
        yield from narrowed(inner)


def lacking(part: Part, lang: Language) -> str:
    """How a combination of which some suffice fails."""
    if not part.parts:
        return word("none applies", lang, part.at_least)
    key = "too few carry"
    if not part.outcome.is_decided:
        key = "known to fail"
    elif part.at_least == 1:
        key = "none carries" if len(part.parts) > 1 else "one does not carry"
    return word(key, lang, len(part.parts), part.at_least)


def _why(explanation: Explanation) -> str:
    lang = explanation.lang
    match explanation.outcome:
        case Outcome.NOT_MET | Outcome.NOT_APPLICABLE:
            return _failing(explanation)
        case Outcome.MET:
            return _met(explanation)
        case Outcome.MISSING_FACTS:
            text = _counted("facts missing", explanation.missing, lang)
            if explanation.awaiting:
                text += word("findings too", lang, len(explanation.awaiting))
            return text
        case Outcome.AWAITING_FINDINGS:
            return _counted("findings awaited", explanation.awaiting, lang)
        case _:
            assert_never(explanation.outcome)


def _failing(explanation: Explanation) -> str:
    lang = explanation.lang
    places = (group for part in explanation.decided for group in groups(part))
    found = [inner for group in places for inner in narrowed(group)]
    if not found:
        return _by_cases(explanation) or explanation.header.title
    first = found[0]
    text = citation(decided_under(first), lang)
    said = next((summary(reason, lang) for _, reason in tests(first)), "")
    if first.at_least and not first.reasons:
        said = lacking(first, lang)
        if first.parts:
            names = word("list", lang).join(mentioned(part, lang) for part in first.parts)
            said += word("bracketed", lang, names)
    text = word("line fail", lang, text, said)
    if len(found) > 1:
        others = dict.fromkeys(clause(group.citation.clause, lang) for group in found[1:])
        named = word("list", lang).join(list(others)[:_MOST_NAMED])
        if len(others) > _MOST_NAMED:
            named = word("and more", lang, named)
        text += word("others fail", lang, len(found) - 1, named)
    if explanation.is_by_cases:
        text += word("semicolon", lang) + _by_cases(explanation)
    return text


def _met(explanation: Explanation) -> str:
    lang = explanation.lang
    count = sum(1 for part in explanation.decided for _ in rules(part))
    text = word("all met", lang, count)
    for part in explanation.decided:
        for group in _choices(part):
            carriers = word("list", lang).join(mentioned(inner, lang) for inner in group.parts)
            whole = clause(group.citation.clause, lang)
            text += word("comma", lang) + word("carried by", lang, whole, carriers)
    if explanation.is_by_cases:
        text += word("semicolon", lang) + _by_cases(explanation)
    return text


def _choices(part: Part) -> Iterator[Part]:
    if part.at_least and part.parts:
        yield part
        return
    for inner in part.parts:
        yield from _choices(inner)


def _by_cases(explanation: Explanation) -> str:
    lang = explanation.lang
    names = list(explanation.open_facts[:_MOST_NAMED])
    text = word("list", lang).join(names) or word("some data", lang)
    if len(explanation.open_facts) > _MOST_NAMED:
        text = word("and more", lang, text)
    return word("by cases", lang, text)


def _counted(key: str, needs: tuple[Need, ...], lang: Language) -> str:
    names = list(dict.fromkeys(need.name for need in needs))
    text = word("list", lang).join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        text = word("and more", lang, text)
    return word(key, lang, len(needs), text)
