"""What the language itself makes of the shipped policies, to compare colours with."""

import re

import pytest

import sgpolicy
from sgpolicy.diagnostics.records import Collector
from sgpolicy.highlighting.lexer import RuleLexer
from sgpolicy.loading import read_folder, shipped_folder
from sgpolicy.parsing.cutting import catalogue_items, cut
from sgpolicy.parsing.lexing import DeclarationLexer, Vocabulary
from sgpolicy.parsing.markdown import read_document
from sgpolicy.pipeline import declared_names
from sgpolicy.resolving.tables import read_tables

FENCE = re.compile(r"^```sgp\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEXER = RuleLexer(stripnl=False, ensurenl=False)


def coloured(text):
    """Each token with the place where it starts."""
    return list(LEXER.get_tokens_unprocessed(text))


@pytest.fixture(scope="session")
def fences():
    """Every block of rules in the shipped policies."""
    files = [
        file
        for name in sgpolicy.shipped()
        for file in sorted((shipped_folder() / name).glob("*.md"))
    ]
    return [match[1] for file in files for match in FENCE.finditer(file.read_text("utf-8"))]


@pytest.fixture(scope="session")
def declarations():
    """Every declaration of the shipped policies, with the words that the language finds in it."""
    found = []
    for policy in sgpolicy.shipped():
        manifest, files = read_folder(shipped_folder() / policy, Collector())
        document = read_document(manifest, files, Collector())
        raws = cut(document.blocks, Collector())
        tables, _, _ = read_tables(document.tables, catalogue_items(raws), Collector())
        vocabulary = Vocabulary.of([*tables.names(), *declared_names(raws)])
        found += [(raw, DeclarationLexer(raw, vocabulary, Collector()).run()) for raw in raws]
    return found
