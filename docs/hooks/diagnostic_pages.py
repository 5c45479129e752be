"""MkDocs hook: the catalogue of findings, a page per code, from the files that `sgpolicy describe` prints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sgpolicy.diagnostics.page import BLOCKS, STAGES, Block, Page, codes, page, pieces

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

SECTION = "检查结果"
_LANGUAGES = {
    "policy.yaml": "yaml",
    "apply": "yaml",
    "history": "yaml",
    "mapping": "python",
    "facts": "markdown",
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages into the navigation, wherever it has a section of that name."""
    _fill(config.nav)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages to the site."""
    from mkdocs.structure.files import File

    for path, text in site_pages():
        files.append(File.generated(config, path, content=text))
    return files


def navigation() -> list[Any]:
    """The section's entries: an overview, then the stages with their codes."""
    entries: list[Any] = ["diagnostics/index.md"]
    for stage, group in groupby(codes(), key=lambda code: code[2]):
        entries.append({STAGES[stage][0]: [f"diagnostics/{code}.md" for code in group]})
    return entries


def site_pages() -> Iterator[tuple[str, str]]:
    """Path and Markdown of every page."""
    lines = ["# 检查结果", "", "终端里用 `sgpolicy describe SG505` 看同样的内容，不必联网。"]
    for stage, group in groupby(codes(), key=lambda code: code[2]):
        lines += ["", f"## {STAGES[stage][0]}", ""]
        lines += [f"- [{code} {page(code).title}]({code}.md)" for code in group]
    yield "diagnostics/index.md", "\n".join(lines) + "\n"
    for code in codes():
        yield f"diagnostics/{code}.md", "\n".join(_page(page(code)))


def _page(shown: Page) -> Iterator[str]:
    yield f"# {shown.code} {shown.title}"
    sections = {
        "检查什么": shown.checks,
        "为什么不好": shown.harm,
        "反例": shown.bad,
        "改法": shown.remedy,
    }
    for name, text in sections.items():
        yield f"\n## {name}\n"
        for piece in pieces(text):
            yield _block(piece) if isinstance(piece, Block) else f"{piece}\n"


def _block(block: Block) -> str:
    options = "".join(f"，{name} {value}" for name, value in block.options)
    language = _LANGUAGES.get(block.kind, "text")
    return f'````{language} title="{BLOCKS[block.kind]}{options}"\n{block.text}````\n'


def _fill(entries: Any) -> None:  # noqa: ANN401 - what YAML gives
    for entry in entries or []:
        if isinstance(entry, dict):
            for name, inner in entry.items():
                if name == SECTION:
                    entry[name] = navigation()
                elif isinstance(inner, list):
                    _fill(inner)
