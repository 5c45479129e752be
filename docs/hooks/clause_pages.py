"""MkDocs hook: one page per article of each shipped policy, generated from the policy itself.

A page holds the official text, the rules as written, the facts they use and the readings of what the
text leaves open. Nothing is kept in the repository; the pages cannot differ from the policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import sgpolicy
from sgpolicy.lowering.describing import describe

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from sgpolicy.clause_view import ClauseView
    from sgpolicy.model.core import Fact, Interpretation

SECTION = "条文与规则"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages into the navigation."""
    for entry in config.nav or []:
        if isinstance(entry, dict) and SECTION in entry:
            entry[SECTION] = [navigation(name) for name in sgpolicy.shipped()]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages to the site."""
    from mkdocs.structure.files import File

    for name in sgpolicy.shipped():
        for path, text in pages(sgpolicy.load(name)):
            files.append(File.generated(config, path, content=text))
    return files


def navigation(name: str) -> dict[str, Any]:
    """One policy's entries: an overview, then the chapters with their articles."""
    policy = sgpolicy.load(name)
    entries: list[Any] = [f"policies/{name}/index.md"]
    section = entries
    for group in articles(policy):
        if group[0].clause.kind == "chapter":
            section = [_path(name, group)]
            entries.append({_title(group): section})
        elif group[0].clause.kind == "annex":
            entries.append({_title(group): _path(name, group)})
        else:
            section.append({_title(group): _path(name, group)})
    return {policy.document_number: entries}


def articles(policy: sgpolicy.Policy) -> list[list[ClauseView]]:
    """The clauses, those of one article together."""
    groups: dict[str, list[ClauseView]] = {}
    for view in policy.clauses.values():
        groups.setdefault(view.clause.article.id, []).append(view)
    return list(groups.values())


def pages(policy: sgpolicy.Policy) -> Iterator[tuple[str, str]]:
    """Each page's path in the site and its Markdown."""
    name = policy.id
    groups = articles(policy)
    yield f"policies/{name}/index.md", _overview(policy, groups)
    for group in groups:
        yield _path(name, group), "\n".join(_page(group, policy))


def _title(group: list[ClauseView]) -> str:
    """第七条; a chapter's own text is its name: 第三章 认定条件."""
    view = group[0]
    return (
        f"{view.label} {view.text}" if view.clause.kind == "chapter" else view.clause.article.label
    )


def _path(name: str, group: list[ClauseView]) -> str:
    return f"policies/{name}/{_file(group)}"


def _file(group: list[ClauseView]) -> str:
    """A chapter's page is the index of a section, so that the navigation shows it once."""
    article = group[0].clause.article
    return f"{article.id}/index.md" if article.kind == "chapter" else f"{article.id}.md"


def _overview(policy: sgpolicy.Policy, groups: list[list[ClauseView]]) -> str:
    lines = [
        f"# {policy.title}",
        "",
        f"{policy.document_number}，{policy.manifest.issuer}，{policy.manifest.issued} 印发。",
        "以下各页由规则文件生成：原文、规则、所用事项、口径。",
        "",
        "| 条款 | 规则、评定等 | 口径 |",
        "|---|---|---|",
    ]
    for group in groups:
        names = [n.name for view in group for n in view.nodes if n.kind != "definition"]
        names += [p.name for view in group for p in view.provisions]
        open_ones = [i.number for view in group for i in view.interpretations]
        said = "、".join(dict.fromkeys(names))  # a 参见 is both a condition and a provision
        lines.append(f"| [{_title(group)}]({_file(group)}) | {said} | {'、'.join(open_ones)} |")
    return "\n".join([*lines, ""])


def _page(group: list[ClauseView], policy: sgpolicy.Policy) -> Iterator[str]:
    yield f"# {_title(group)}"
    for view in group:
        if view.clause != view.clause.article:
            yield f"\n## {view.label}"
        if view.text and view.clause.kind != "chapter":
            yield f"\n> {view.text}"
        for block in view.blocks:
            yield f"\n```sgp\n{block.strip()}\n```"
        if view.facts:
            yield "\n**所用事项**\n"
            yield from _facts(view.facts, policy)
        for item in view.interpretations:
            yield from _interpretation(item)
    yield ""


def _facts(facts: tuple[Fact, ...], policy: sgpolicy.Policy) -> Iterator[str]:
    yield "| 名称 | 键 | 类型 | 问题 | 佐证 | 按口径分列 |"
    yield "|---|---|---|---|---|---|"
    for fact in facts:
        split = policy.core.interpretations[fact.split].name if fact.split else ""
        cells = (
            fact.name,
            f"`{fact.id}`",
            describe(fact.type),
            fact.question,
            fact.evidence,
            split,
        )
        yield f"| {' | '.join(cell.replace('|', '｜') for cell in cells)} |"


def _interpretation(item: Interpretation) -> Iterator[str]:
    yield f"\n**口径 {item.number} {item.name}** `{item.id}`：{item.question}\n"
    yield "| 读法 | 键 | 理由 |"
    yield "|---|---|---|"
    for reading in item.readings:
        default = "（默认）" if reading.id == item.default else ""
        yield f"| {reading.name}{default} | `{reading.id}` | {reading.reason} |"
    if item.settled:
        yield f"\n已由 {item.settled} 明确。"
