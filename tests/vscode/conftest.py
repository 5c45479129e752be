"""The extension's folder, and its script that makes the grammar."""

import importlib.util

import pytest


@pytest.fixture(scope="session")
def extension(repo):
    return repo / "editors" / "vscode"


@pytest.fixture(scope="session")
def maker(extension):
    """The script `grammar.py`, as a module."""
    spec = importlib.util.spec_from_file_location("editor_grammar", extension / "grammar.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
