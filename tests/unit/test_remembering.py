"""With a memory everything comes out as it does without, whatever was read before."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sgpolicy.diagnostics.records import Collector
from sgpolicy.loading import read_folder
from sgpolicy.pipeline import compile_policy
from sgpolicy.remembering import Memory
from sgpolicy.source.text import SourceFile

FOLDER = Path(__file__).parents[2] / "policies" / "shaoguan-2022-188"
MANIFEST, FILES = read_folder(FOLDER, Collector())
EDITED = ["03-conditions.md", "05-management.md", "facts.md", "clauses.md"]
WORDS = [
    "资产",
    "规模",
    "。",
    "；",
    "「",
    "」",
    "\n",
    "规则 新规则 new_rule：",
    "（",
    "100万元",
    "```",
    "|",
    "不低于",
    "😀",
]


@st.composite
def edits(draw):
    """A few words put in place of a few characters, somewhere in a file."""
    name = draw(st.sampled_from(EDITED))
    start = draw(st.integers(0, len(FILES[name].text)))
    length = draw(st.integers(0, 12))
    return name, start, length, "".join(draw(st.lists(st.sampled_from(WORDS), max_size=3)))


@settings(max_examples=8)
@given(st.lists(edits(), min_size=1, max_size=4))
def test_memory_changes_nothing(made):
    memory, files = Memory(), dict(FILES)
    compile_policy(MANIFEST, files, Collector(), memory)
    for name, start, length, text in made:
        before = files[name].text
        files[name] = SourceFile(name, before[:start] + text + before[start + length :])
        with_memory = compile_policy(MANIFEST, files, Collector(), memory)
        without = compile_policy(MANIFEST, files, Collector())
        assert with_memory.diagnostics == without.diagnostics
        assert with_memory.program == without.program
        assert with_memory.core == without.core
