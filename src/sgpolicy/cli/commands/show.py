"""`sgpolicy show`: a clause's text and everything the policy says under it."""

from __future__ import annotations

import argparse

import sgpolicy
from sgpolicy.clause_view import ClauseView
from sgpolicy.cli.choosing import open_policy
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.lowering.describing import describe
from sgpolicy.model.citation import parse_clause
from sgpolicy.source.wrapping import wrapped

_WIDTH = 78


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the clause, and the items in it."""
    policy = open_policy(options.policy, words)
    views = _within(policy, options.clause, words)
    print("\n\n".join(_shown(view, words) for view in views))
    return Exit.OK


def _within(policy: sgpolicy.Policy, text: str, words: Words) -> list[ClauseView]:
    """The clause that `text` cites, with its items."""
    clause = parse_clause(text)
    if clause is None:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise CommandError(Exit.USAGE, words("bad_clause", text=shown))
    views = [view for view in policy.clauses.values() if view.clause.within(clause)]
    if not views:
        articles = [v.label for v in policy.clauses.values() if v.clause == v.clause.article]
        remedy = words("clauses_are", names=words.list(articles))
        raise CommandError(Exit.USAGE, words("no_clause", clause=words.clause(clause)), remedy)
    return views


def _shown(view: ClauseView, words: Words) -> str:
    parts = [words.clause(view.clause)]
    if view.text:
        parts += ["", *_indented(view.text)]
    if view.blocks:
        parts += ["", words("show.declarations"), ""]
        parts += [f"  {line}".rstrip() for block in view.blocks for line in block.splitlines()]
    if view.facts:
        parts += ["", words("show.facts"), ""]
        for fact in view.facts:
            parts.append(f"  {fact.name} {fact.id}  {describe(fact.type)}")
            parts += _indented(fact.question, "    ")
    if view.interpretations:
        parts += ["", words("show.interpretations"), ""]
        for item in view.interpretations:
            parts.append(f"  {item.number} {item.name} {item.id}")
            parts += _indented(item.question, "    ")
            for reading in item.readings:
                default = words("show.default") if reading.id == item.default else ""
                mark = (
                    f"（{default}）"
                    if default and words.lang == "zh"
                    else default and f" ({default})"
                )
                parts += _indented(f"- {reading.name} {reading.id}{mark}：{reading.reason}", "    ")
    return "\n".join(parts)


def _indented(text: str, indent: str = "  ") -> list[str]:
    return [indent + line for line in wrapped(text, _WIDTH - len(indent))]
