"""What people found as sentences: a judgement, the votes of a panel.

A letter tells how many voted which way; who voted how is told to auditors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.rendering.decisions.naming import one_of
from sgpolicy.rendering.decisions.numbers import day
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language, Need
    from sgpolicy.model.judgement import Judgement, Vote, Votes


def judgement(judged: Judgement, lang: Language) -> str:
    """Who found what, when and on what; or who may."""
    comma, panel = word("comma", lang), judged.panel
    if judged.met is None or judged.on is None:
        if panel is not None:
            return votes_so_far(panel, lang)
        may = word("not found", lang, one_of(judged.assessors, lang))
        refused = word("refused", lang, judged.refused_by) if judged.refused_by else ""
        return comma.join(part for part in (may, refused) if part)
    key = "found met" if judged.met else "found not met"
    who = judged.by if panel is None else _bodies(panel, lang)
    parts = [word(key, lang, who, day(judged.on, lang))]
    if panel is not None:
        parts.append(votes_counted(panel, lang))
    if judged.rests_on:
        parts.append(word("rests on", lang, judged.rests_on))
    if judged.note:
        parts.append(word("quoted", lang, judged.note))
    return comma.join(parts)


def votes_counted(panel: Votes, lang: Language) -> str:
    """How the votes fell and how they are counted: 按过半数计（3 人符合、2 人不符合）."""
    met, not_met, open_ = panel.tally
    keys = (("voted met", met), ("voted not met", not_met), ("not voted", open_))
    fell = word("list", lang).join(word(key, lang, number) for key, number in keys if number)
    out = sum(not one.counts for one in panel.votes)
    told = [word(f"counted {panel.method}", lang) + word("bracketed", lang, fell)] if fell else []
    if out:
        told.append(word("votes refused", lang, out))
    if panel.method == "chair" and not any(one.is_chair and one.counts for one in panel.votes):
        told.append(word("no chair", lang))
    return word("comma", lang).join(told)


def votes_so_far(panel: Votes, lang: Language) -> str:
    """A panel that has not come to anything yet."""
    return word("comma", lang).join((word("panel open", lang), votes_counted(panel, lang)))


def vote(one: Vote, lang: Language) -> tuple[str, str]:
    """Who voted, and how: for auditors."""
    bodies = [one.by, *([word("chairs", lang)] if one.is_chair else [])]
    who = one.person + word("bracketed", lang, word("list", lang).join(bodies))
    if one.met is None or one.on is None:
        said = [word("vote open", lang)]
    else:
        said = [word("vote met" if one.met else "vote not met", lang, day(one.on, lang))]
        said += [word("rests on", lang, one.rests_on)] if one.rests_on else []
        said += [word("quoted", lang, one.note)] if one.note else []
    if not one.counts:
        said.append(word("vote refused", lang))
    return who, word("comma", lang).join(said)


def signed(judged: Judgement, lang: Language) -> str:
    """Who judged, by name and position, where that is recorded: for auditors; "" otherwise."""
    if judged.panel is not None or not (judged.person or judged.role):
        return ""
    role = word("bracketed", lang, judged.role) if judged.person and judged.role else judged.role
    return word("judged by", lang, judged.person + role)


def _bodies(panel: Votes, lang: Language) -> str:
    return word("list", lang).join(dict.fromkeys(one.by for one in panel.votes if one.counts))


def awaited(need: Need, lang: Language) -> tuple[str, ...]:
    """What is asked of those who judge, and how far a panel has come: for auditors."""
    lines = [need.question, word("assessors may", lang, one_of(need.assessors, lang))]
    if need.panel is not None:
        lines.append(votes_so_far(need.panel, lang) + word("stop", lang))
        votes = (word("colon", lang).join(vote(one, lang)) for one in need.panel.votes)
        lines += [one + word("stop", lang) for one in votes]
    return tuple(lines)
