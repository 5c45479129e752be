"""The list of equivalent mutants: those that no case can notice, each with the reason."""

from __future__ import annotations

import re

_ROW = re.compile(
    r"^\|\s*`?(?P<id>[^|`]+/[^|`]+)`?\s*\|\s*(?P<reason>[^|]*?)\s*\|\s*$", re.MULTILINE
)


def read_equivalents(text: str) -> dict[str, str]:
    r"""Mutant id → reason, from a Markdown table of both.

    Example:
        >>> read_equivalents("| 变异 | 理由 |\n|---|---|\n| `a/body/up` | 没有用到 |\n")
        {'a/body/up': '没有用到'}
    """
    return {row["id"].strip(): row["reason"] for row in _ROW.finditer(text)}
