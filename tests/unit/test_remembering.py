"""With a memory everything comes out as it does without, whatever was read before."""

import re
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
PROGRAM = compile_policy(MANIFEST, FILES, Collector()).program
EDITED = ["03-conditions.md", "04-procedure.md", "05-management.md", "facts.md", "clauses.md"]
IS_LONG = settings.default.max_examples >= 1000
WORDS = [
    "\n### 第七条\n",
    "\n## 第九章 新的一章\n",
    "\n（七）又一项。\n",
    "\n```sgp\n",
    "\n```\n",
    "\n---\n",
    "定义 比例分母 ratio_whole：比例分母。\n",
    "比例分母",
    "资产",
    "规模",
    "。",
    "；",
    "「",
    "」",
    "\n",
    "规则 新规则 new_rule：",
    "规则 新的 new_one「",
    "| 办公 | office | 面积 | 平方米 | 多大？ | |\n",
    "| 认定「条件」 | odd | 计数 | 家 | 几家？ | |\n",
    "（",
    "100万元",
    "```",
    "|",
    "不低于",
    "😀",
]


NAMES = sorted({*PROGRAM.declarations, *PROGRAM.tables.facts, *PROGRAM.tables.ledgers})
READINGS = [r.name.text for d in PROGRAM.declarations.values() for r in d.readings]


@st.composite
def splices(draw):
    """A few words put in place of a few characters, somewhere in a file."""
    name = draw(st.sampled_from(EDITED))
    start = draw(st.integers(0, len(FILES[name].text)))
    length = draw(st.integers(0, 12))
    words = "".join(draw(st.lists(st.sampled_from(WORDS), max_size=3)))
    return name, lambda text: text[:start] + words + text[start + length :]


@st.composite
def swaps(draw):
    """A number, a name, a reading or a type somewhere put in place of another: it can still be read."""
    name = draw(st.sampled_from(EDITED))
    old, words = draw(
        st.sampled_from(
            [
                (r"[0-9]+", ["1", "12", "500"]),
                (r"计数|金额|是否|日期|百分比", ["计数", "金额", "是否"]),
                (r"不低于|不超过|以上|以下", ["不低于", "超过", "以上", "以下"]),
                ("|".join(map(re.escape, READINGS)), READINGS),
                ("|".join(map(re.escape, NAMES)), NAMES),
                (r"且|或", ["且", "或"]),
                (r"\b[a-z_]+\b", ["total_assets", "other"]),
            ]
        )
    )
    at = draw(st.integers(0, 10_000))
    new = draw(st.sampled_from(words))

    def swapped(text):
        places = [*re.finditer(old, text)]
        if not places:
            return text
        place = places[at % len(places)]
        return text[: place.start()] + new + text[place.end() :]

    return name, swapped


@st.composite
def restored(draw):
    """A file as it was at first."""
    name = draw(st.sampled_from(EDITED))
    return name, lambda _text: FILES[name].text


@settings(max_examples=300 if IS_LONG else 10)
@given(st.lists(st.one_of(swaps(), splices(), swaps(), restored()), min_size=1, max_size=5))
def test_memory_changes_nothing(made):
    memory, files = Memory(), dict(FILES)
    compile_policy(MANIFEST, files, Collector(), memory)
    for name, edit in made:
        files[name] = SourceFile(name, edit(files[name].text))
        with_memory = compile_policy(MANIFEST, files, Collector(), memory)
        without = compile_policy(MANIFEST, files, Collector())
        assert with_memory.diagnostics == without.diagnostics
        assert with_memory.program == without.program
        assert with_memory.core == without.core
        assert repr(with_memory.core) == repr(without.core)  # places are shown, not compared
        assert with_memory.quoted == without.quoted
        assert with_memory.coverage == without.coverage
