"""The extension's manifest, snippets and language settings agree with the library and with each other."""

import json
import re

import pytest

import sgpolicy
from sgpolicy.highlighting.rules import RUN
from sgpolicy.operators.words import DECLARATIONS


def read(file):
    return json.loads(file.read_text("utf-8"))


def test_it_has_the_library_s_version(extension):
    assert read(extension / "package.json")["version"] == sgpolicy.__version__
    assert read(extension / "package-lock.json")["version"] == sgpolicy.__version__


def test_every_text_of_the_manifest_stands_in_both_languages(extension):
    named = set(re.findall(r'"%([\w.]+)%"', (extension / "package.json").read_text("utf-8")))
    assert named == read(extension / "package.nls.json").keys()
    assert named == read(extension / "package.nls.zh-cn.json").keys()


def test_every_declaration_has_a_snippet(extension):
    snippets = read(extension / "snippets" / "declarations.json")
    assert set(DECLARATIONS) <= snippets.keys()
    for word in DECLARATIONS:
        assert snippets[word]["prefix"][0] == word
        assert snippets[word]["body"][0].startswith(f"{word} ")


def test_no_two_snippets_have_one_prefix(extension):
    files = (extension / "snippets").glob("*.json")
    prefixes = [prefix for file in files for one in read(file).values() for prefix in one["prefix"]]
    assert len(prefixes) == len(set(prefixes))


@pytest.mark.parametrize("word", ["资产总额", "min_assets", "K-12", "1,000", "不低于"])
def test_a_double_click_takes_a_word(extension, word):
    pattern = re.compile(read(extension / "language-configuration.json")["wordPattern"])
    assert pattern.fullmatch(word)
    assert [m[0] for m in pattern.finditer(f"（{word}；「{word}」，{word} ：")] == [word] * 3


def test_a_run_is_one_word(extension):
    """What the language takes as a run of characters, the editor selects as one word."""
    pattern = read(extension / "language-configuration.json")["wordPattern"]
    run, word = re.compile(RUN), re.compile(pattern)
    for char in map(chr, range(0x21, 0x10000)):
        if run.fullmatch(char) and char.isprintable():
            assert word.fullmatch(char), char


def test_one_enter_after_a_full_stop_begins_the_next_declaration(extension):
    (rule,) = read(extension / "language-configuration.json")["onEnterRules"]
    assert re.search(rule["beforeText"], "  资产总额 不低于 100万元。")
    assert not re.search(rule["beforeText"], "  资产总额 不低于 100万元；")
