"""The catalogue's pages, one Markdown file per code, for the terminal, the site and the tests alike.

A page has a title and four sections: 检查什么, 为什么不好, 反例, 改法. Its fenced blocks are files of a small
policy folder, an application or a history; the bad ones give exactly this code, the good ones nothing.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from sgpolicy.records import dataclass

STAGES: dict[str, tuple[str, str]] = {
    "1": ("文件和正文", "files and prose"),
    "2": ("写法", "syntax"),
    "3": ("名称", "names"),
    "4": ("类型和单位", "types and units"),
    "5": ("引文、数和清单", "quotes, numbers and the inventory"),
    "6": ("不完整的声明", "incomplete declarations"),
    "7": ("申报材料和经历", "applications and histories"),
}
"""The hundreds of a code, in Chinese and English."""

BLOCKS = {
    "law": "正文和规则",
    "facts": "facts.md",
    "source": "source.txt",
    "list": "clauses.md",
    "policy.yaml": "policy.yaml",
    "apply": "申报材料.yaml",
    "history": "经历.yaml",
    "shared": "共用事项.yaml",
    "mapping": "Python",
}
"""What the blocks of a page stand for, as a reader knows it."""

_FENCE = re.compile(r"^````(\S+)([^\n]*)\n(.*?)^````$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One example file on a page.

    Attributes:
        kind: A key of `BLOCKS`.
        options: How the file differs from what is shown: 编码=gb18030, 重复=20000, 末行重复=10001.
        text: What stands in it.
    """

    kind: str
    options: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the catalogue says of one code.

    Attributes:
        code: Such as SG203.
        title: What is wrong, without the particulars.
        checks, harm: What is checked, and why what is found is bad.
        bad, remedy: The bad example, and how to mend it with the good one; Markdown.
    """

    code: str
    title: str
    checks: str
    harm: str
    bad: str
    remedy: str

    @property
    def stage(self) -> str:
        """The digit that gives the stage; see `STAGES`."""
        return self.code[2]


def codes() -> list[str]:
    """Every code that has a page, in order."""
    names = (entry.name for entry in resources.files(__package__).joinpath("pages").iterdir())
    return sorted(name.removesuffix(".md") for name in names if name.endswith(".md"))


@cache
def page(code: str) -> Page:
    """The page of a code.

    Raises:
        KeyError: If there is no such code.

    Example:
        >>> page("SG505").title
        '规则里的数与引文不同'
    """
    if code not in codes():
        raise KeyError(code)
    file = resources.files(__package__).joinpath("pages", f"{code}.md")
    head, *parts = _SECTION.split(file.read_text("utf-8"))
    sections = {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}
    title = head.strip().removeprefix(f"# {code} ")
    return Page(
        code,
        title,
        sections["检查什么"],
        sections["为什么不好"],
        sections["反例"],
        sections["改法"],
    )


def blocks(text: str) -> list[Block]:
    r"""The example files in a section.

    Example:
        >>> [(b.kind, b.text) for b in blocks(page("SG309").bad)]
        [('policy.yaml', 'root: certificate\n')]
    """
    return [
        Block(match[1], tuple(_option(word) for word in match[2].split()), match[3])
        for match in _FENCE.finditer(text)
    ]


def pieces(text: str) -> list[str | Block]:
    """A section as a sequence of paragraphs and example files, for those who print it."""
    found: list[str | Block] = []
    at = 0
    for match in _FENCE.finditer(text):
        found += [text[at : match.start()].strip(), *blocks(match[0])]
        at = match.end()
    return [piece for piece in (*found, text[at:].strip()) if piece]


def _option(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name, value
