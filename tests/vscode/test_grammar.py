"""The editors' grammar is made of the language's words, and colours as the Pygments lexer does."""

import json
import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.token import Token
from unit.highlighting.conftest import FENCE, coloured
from unit.highlighting.test_lexer import LIKELY

from sgpolicy.highlighting.lexer import TOKENS


def test_the_grammar_is_the_one_made_of_the_words(maker):
    assert maker.FILE.read_text("utf-8") == maker.text(), "make editor-grammar"


def test_a_grammar_of_other_words_is_noticed(maker, tmp_path, monkeypatch, capsys):
    file = tmp_path / "grammar.json"
    monkeypatch.setattr(maker, "FILE", file)
    assert maker.main(["--check"]) == 1
    assert maker.main([]) == 0
    assert maker.main(["--check"]) == 0
    file.write_text(file.read_text("utf-8").replace("不低于", "不小于于"), "utf-8")
    assert maker.main(["--check"]) == 1
    assert "make editor-grammar" in capsys.readouterr().out


@pytest.fixture(scope="session")
def scopes_in_the_editor(extension):
    """What the editor's tokenizer makes of texts: for each, the scope at each place."""
    if shutil.which("node") is None or not (extension / "node_modules").is_dir():
        pytest.skip("needs node, and npm ci in editors/vscode")

    def scopes(texts):
        done = subprocess.run(
            ["node", str(extension / "test" / "spans.mjs")],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        return [dict(found) for found in json.loads(done.stdout)]

    return scopes


def differences(text, scopes, maker):
    """Where the editor and Pygments colour a character differently."""
    kinds = {maker.scope(kind): token for kind, token in TOKENS.items()}
    kinds["source.sgpolicy"] = (
        Token.Error
    )  # a character that the language does not know has no colour
    tokens = [token for _, token, piece in coloured(text) for _ in piece]
    for at, (char, token) in enumerate(zip(text, tokens, strict=True)):
        if not char.strip():
            continue
        other = kinds.get(scopes.get(at))
        if other is not token:
            yield text[max(at - 20, 0) : at], char, token, scopes.get(at)


def test_shipped_rules_are_coloured_as_pygments_does(repo, scopes_in_the_editor, maker):
    files = sorted((repo / "policies").rglob("*.md"))
    fences = [m[1] for file in files for m in FENCE.finditer(file.read_text("utf-8"))]
    assert len(fences) > 100
    for fence, scopes in zip(fences, scopes_in_the_editor(fences), strict=True):
        assert not list(differences(fence, scopes, maker))


def test_rules_cut_off_anywhere_are_coloured_as_pygments_does(repo, scopes_in_the_editor, maker):
    """As they are while somebody types."""
    text = (repo / "policies/shaoguan-2022-188/03-conditions.md").read_text("utf-8")
    fences = "\n".join(match[1] for match in FENCE.finditer(text))
    parts = [fences[max(at - 300, 0) : at] for at in range(7, len(fences), 37)]
    for part, scopes in zip(parts, scopes_in_the_editor(parts), strict=True):
        assert not list(differences(part, scopes, maker)), part


def test_words_in_any_order_are_coloured_as_pygments_does(scopes_in_the_editor, maker):
    texts = []

    @given(st.lists(LIKELY).map("".join))
    def collect(text):
        texts.append(text)

    collect()
    for text, scopes in zip(texts, scopes_in_the_editor(texts), strict=True):
        assert not list(differences(text, scopes, maker)), text


def test_the_lockfile_names_no_registry(extension):
    lock = json.loads((extension / "package-lock.json").read_text("utf-8"))
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]
    assert not re.search(
        r"registry", (extension / ".npmrc").read_text("utf-8").replace("-registry-", "")
    )
