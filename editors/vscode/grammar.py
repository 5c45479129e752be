"""Write the editors' TextMate grammar from the rules that also make the Pygments lexer.

python editors/vscode/grammar.py            writes syntaxes/sgpolicy.tmLanguage.json
python editors/vscode/grammar.py --check    says whether it is written as it should be
"""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from sgpolicy.highlighting.classes import CLASSES
from sgpolicy.highlighting.rules import (
    CHINESE_NUMBER,
    CHINESE_SHARE,
    CHINESE_UNIT,
    EXPRESSION,
    RULES,
    Cut,
    Kind,
    Match,
    Region,
)

FILE = Path(__file__).with_name("syntaxes") / "sgpolicy.tmLanguage.json"

SCOPES: dict[Kind, str] = {
    "declaration": "keyword.control.declaration",
    "part": "storage.modifier.part",
    "logic": "keyword.operator.expression.logical",
    "comparison": "keyword.operator.expression.comparison",
    "arithmetic": "keyword.operator.expression.arithmetic",
    "function": "support.function",
    "constant": "constant.language",
    "declared": "entity.name.function",
    "key": "entity.other.key",
    "name": "variable.other",
    "quote": "string.quoted",
    "mark": "punctuation.definition.string",
    "text": "string.unquoted",
    "number": "constant.numeric",
    "unit": "constant.numeric.unit",
    "date": "constant.numeric.date",
    "reference": "constant.other.reference",
    "comment": "comment.line.double-slash",
    "punctuation": "punctuation",
}
"""Names that the themes of editors know, so that rules have colours without a theme of their own."""


def scope(kind: Kind) -> str:
    """The scope of a kind, with the language's suffix."""
    return f"{SCOPES[kind]}.sgpolicy"


def grammar() -> dict[str, Any]:
    """The whole grammar as its JSON."""
    return {
        "$comment": "Made by grammar.py from the language's own words; change those.",
        "name": "sgpolicy",
        "scopeName": "source.sgpolicy",
        "patterns": [_pattern(rule) for rule in RULES],
        "repository": {
            "expression": {"patterns": [_pattern(rule) for rule in EXPRESSION]},
            "words": {"patterns": list(_words())},
        },
    }


def _pattern(rule: Match | Region) -> dict[str, Any]:
    if isinstance(rule, Match):
        return {"match": rule.pattern, "captures": _captures(rule.kinds)}
    made: dict[str, Any] = {
        "begin": rule.begin.pattern,
        "beginCaptures": _captures(rule.begin.kinds),
        "end": rule.end,
        "endCaptures": {"0": {"name": scope(rule.end_kind)}},
        "patterns": [_pattern(inner) for inner in rule.inside],
    }
    if rule.content is not None:
        made["contentName"] = scope(rule.content)
    return made


def _captures(kinds: tuple[Kind | Cut, ...]) -> dict[str, Any]:
    return {str(number): _capture(kind) for number, kind in enumerate(kinds, 1)}


def _capture(kind: Kind | Cut) -> dict[str, Any]:
    if kind == "words" or kind == "expression":  # noqa: PLR1714 - so that types follow
        return {"patterns": [{"include": f"#{kind}"}]}
    return {"name": scope(kind)}


def _words() -> list[dict[str, Any]]:
    """What a run of words is cut into: the longest word first, as the shortest cut wants it."""
    words = sorted(CLASSES, key=lambda word: (-len(word), CLASSES[word], word))
    patterns = [
        {"match": "|".join(alike), "name": scope(kind)}
        for (_, kind), alike in groupby(words, key=lambda word: (len(word), CLASSES[word]))
    ]
    quantity = Match(
        f"({CHINESE_SHARE})|({CHINESE_NUMBER})({CHINESE_UNIT})", ("number", "number", "unit")
    )
    return [*patterns, _pattern(quantity)]


def text() -> str:
    """The file's content."""
    return json.dumps(grammar(), ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Write the file, or check it."""
    if arguments == ["--check"]:
        same = FILE.is_file() and FILE.read_text("utf-8") == text()
        print(
            "the grammar is as the words are"
            if same
            else "the words have changed: make editor-grammar"
        )
        return 0 if same else 1
    FILE.write_text(text(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
