"""The files people really have: read right, or refused with the remedy."""

from pathlib import Path

import pytest

import sgpolicy

FOLDER = Path(__file__).parents[2] / "policies" / "shaoguan-2022-188"
RULES = [p.name for p in FOLDER.iterdir() if p.suffix == ".md"]


@pytest.fixture
def folder(tmp_path):
    for file in FOLDER.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def every_file(folder, change):
    for path in folder.iterdir():
        path.write_bytes(change(path.read_bytes()))


def in_rules(folder, change):
    """Change what stands in the rule blocks, and nothing else."""
    for name in RULES:
        lines, inside = [], False
        for line in (folder / name).read_text("utf-8").split("\n"):
            inside = (inside or line.startswith("```sgp")) and line != "```"
            lines.append(change(line) if inside and not line.startswith("```") else line)
        (folder / name).write_text("\n".join(lines), "utf-8")


def indented(line):
    return "\u3000\u3000" + line.lstrip(" ") if line.startswith(" ") else line


CHANGES = {
    "byte-order marks": lambda f: every_file(f, lambda data: b"\xef\xbb\xbf" + data),
    "CRLF": lambda f: every_file(f, lambda data: data.replace(b"\n", b"\r\n")),
    "ideographic indents": lambda f: in_rules(f, indented),
    "no-break spaces": lambda f: in_rules(
        f, lambda line: line.replace("  ", "\u00a0\u00a0") if line.startswith("  ") else line
    ),
    "tabs": lambda f: in_rules(f, lambda line: line.replace("    ", "\t\t").replace("  ", "\t")),
    "trailing spaces": lambda f: in_rules(f, lambda line: f"{line}  "),
    "half-width marks": lambda f: in_rules(
        f,
        lambda line: line.translate(str.maketrans("；", ";")) if line.startswith(" ") else line,
    ),
    "full-width percent signs": lambda f: in_rules(
        f, lambda line: line.replace("%", "％") if line[:1] == " " and "「" not in line else line
    ),
}
WORD = {
    "Word's marks": ("“", "”"),
    "Word's marks the wrong way round": ("”", "“"),
    "straight marks": ('"', '"'),
}


@pytest.mark.parametrize("name", CHANGES)
def test_read_right(folder, name):
    CHANGES[name](folder)
    assert [(d.code, d.title()) for d in sgpolicy.check(folder).diagnostics] == []


@pytest.mark.parametrize("name", WORD)
def test_words_quotation_marks_quote(folder, name):
    opening, closing = WORD[name]
    path = folder / "03-conditions.md"
    text = path.read_text("utf-8")
    for words in ("具有独立法人资格", "办公场所面积不少于150平方米"):
        assert f"「{words}」" in text
        text = text.replace(f"「{words}」", f"{opening}{words}{closing}")
    path.write_text(text, "utf-8")
    assert [(d.code, d.title()) for d in sgpolicy.check(folder).diagnostics] == []


@pytest.mark.parametrize(
    ("encoding", "word"), [("gb18030", "GB18030"), ("utf-16", "UTF-16"), ("utf-16-be", "")]
)
def test_other_encodings_are_refused_with_the_remedy(folder, encoding, word):
    path = folder / "03-conditions.md"
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    (found,) = sgpolicy.check(folder).diagnostics
    assert (found.code, found.file) == ("SG102", "03-conditions.md")
    assert word in found.title()
    assert "另存为" in found.help()
    assert "UTF-8" in found.help()
