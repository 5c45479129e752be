"""The glossary has the language's words, the architecture page the packages."""

import re

from sgpolicy.model.outcome import Outcome
from sgpolicy.operators.words import DECLARATIONS


def test_glossary_names_declarations_and_outcomes(repo):
    text = (repo / "docs/concepts/glossary.md").read_text("utf-8")
    rows = {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")}
    assert set(DECLARATIONS) <= rows
    for outcome in Outcome:
        assert outcome.zh in text


def test_language_page_names_every_declaration(repo):
    text = (repo / "docs/reference/language.md").read_text("utf-8")
    for word in DECLARATIONS:
        assert f"| {word} |" in text


def test_architecture_page_names_every_package(repo):
    text = (repo / "docs/concepts/architecture.md").read_text("utf-8")
    packages = {path.parent.name for path in (repo / "src/sgpolicy").glob("*/__init__.py")}
    named = set(re.findall(r"^\| `(\w+)/` \|", text, re.MULTILINE))
    assert named == packages


def test_the_drawing_in_the_docs_is_what_the_library_draws(repo):
    """Its golden file is held to the library in tests/policies/test_seven_years.py."""
    drawn = (repo / "tests/policies/golden/七年-时间轴.svg").read_text("utf-8")
    assert (repo / "docs/assets/七年.svg").read_text("utf-8") == drawn
