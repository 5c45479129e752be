"""Passages → drafts: everything that can be told from the words alone, each kind in a module of its own."""

from __future__ import annotations

from collections.abc import Sequence

from sgpolicy.drafting.actors import Actors
from sgpolicy.drafting.bounds import bound_drafts
from sgpolicy.drafting.deadlines import deadline_drafts
from sgpolicy.drafting.lists import is_lead, item_drafts, list_draft
from sgpolicy.drafting.naming import Namer
from sgpolicy.drafting.passages import Passage, passages_of
from sgpolicy.drafting.periods import period_drafts
from sgpolicy.drafting.records import Chunk, Draft, FrontMatter
from sgpolicy.drafting.statements import statement_drafts


def drafts_of(chunks: Sequence[Chunk], front: FrontMatter) -> list[Draft]:
    """The drafts of a law, in its order. Whether they are right is for a person to say."""
    passages = passages_of(chunks)
    namer = Namer()
    actors = Actors(namer)
    made: list[Draft] = []
    listed: set[int] = set()
    for at, passage in enumerate(passages):
        following = passages[at + 1] if at + 1 < len(passages) else None
        before = passages[at - 1] if at else None
        own = statement_drafts(passage, before, namer, actors)
        if is_lead(passage, following):
            items = _items(passages, at)
            combined = list_draft(passage, items, namer)
            if combined is not None:
                listed |= {item.chunk for item in items}
                own.append(combined)
        if passage.clause.kind != "notice" and not any(d.role == "list" for d in own):
            own += deadline_drafts(passage, namer, actors, front)
            taken = "".join(q for d in own for q in d.quotes)
            own += [d for d in bound_drafts(passage, namer) if d.quotes[0] not in taken]
            taken = "".join(q for d in own if d.bounds for q in d.quotes)
            own += [d for d in period_drafts(passage, namer) if d.quotes[0] not in taken]
        if passage.chunk in listed:
            own += item_drafts(passage, own, namer, actors, front)
        made += sorted(own, key=lambda draft: _place(passage, draft))
    return made


def _items(passages: Sequence[Passage], lead: int) -> list[Passage]:
    """The passages of the items that follow a lead, up to the article's next words of its own."""
    article = passages[lead].clause
    made = []
    for passage in passages[lead + 1 :]:
        if passage.clause.article != article or not passage.clause.item:
            break
        made.append(passage)
    return made


def _place(passage: Passage, draft: Draft) -> int:
    """Where what a draft quotes first stands in its passage."""
    return passage.text.find(draft.quotes[0]) if draft.quotes else 0
