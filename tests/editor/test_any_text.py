"""Whatever is typed, nothing fails, and every place that is told lies within the text."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from sgpolicy.editor import (
    colouring,
    completing,
    describing,
    diagnosing,
    laying_out,
    lenses,
    mending,
    outlining,
    positions,
    renaming,
)
from sgpolicy.editor.buffers import path_of
from sgpolicy.editor.case_states import CaseStates
from sgpolicy.editor.session import Session
from sgpolicy.loading import with_plain_ends
from sgpolicy.source.text import SourceFile

FOLDER = Path(__file__).parents[2] / "policies" / "shaoguan-2022-188"
NAMES = [
    "03-conditions.md",
    "05-management.md",
    "facts.md",
    "clauses.md",
    "changeable.md",
    "policy.yaml",
]
TEXTS = {name: (FOLDER / name).read_text("utf-8") for name in NAMES}
PIECES = [
    "「",
    "」",
    "“",
    "（",
    "）",
    "：",
    "；",
    "。",
    "、",
    "|",
    "```",
    "```sgp\n",
    "\n",
    "\r\n",
    "// ",
    "😀",
    "𠮷",
    "\u2028",
    "\0",
    "\ufeff",
    "\ud83d",
    "<!--",
    "## 第九章",
    "### 第七条",
    "（一）",
    "规则 ",
    "口径 甲 a：",
    "读法 乙 b：",
    "按 周年当日（",
    "资产总额",
    "不低于",
    "100万元",
    "  ",
    "每满",
    "属于",
]
SESSION = Session()


@st.composite
def typed(draw):
    """A file of the policy with a few stretches replaced by what a hand may type."""
    name = draw(st.sampled_from(NAMES))
    text = TEXTS[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        new = "".join(draw(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=4)))
        text = text[:start] + new + text[end:]
    return name, text, draw(st.integers(0, len(text)))


def ranges(node):
    """Every range in an answer."""
    if isinstance(node, types.Range):
        yield node
    elif isinstance(node, dict):
        for each in node.values():
            yield from ranges(each)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from ranges(each)
    elif hasattr(node, "__attrs_attrs__"):
        for attribute in node.__attrs_attrs__:
            yield from ranges(getattr(node, attribute.name))


def answers(view, symbols, offset):
    """Everything the server can say of a file with the cursor at a place, by the file it is about."""
    own = view.file.name
    yield own, diagnosing.diagnostics(view)
    yield own, outlining.outline(view)
    yield own, describing.hover(view, symbols, offset)
    yield own, completing.complete(view, symbols, offset, snippets=True)
    yield own, laying_out.layout_edits(view)
    yield own, lenses.lenses(view, CaseStates(), is_stale=False)
    for action in mending.actions(view, view.here(offset, offset)):
        for uri, edits in action.edit.changes.items():
            yield view.checked.name(path_of(uri)), edits
    try:
        mention = renaming.renameable(view, symbols, offset)
    except renaming.RefusedError as refused:
        assert str(refused)  # noqa: PT017 - either is right
    else:
        yield mention.span.file, view.range(mention.span)


@settings(max_examples=10)
@given(typed(), st.sampled_from(["utf-16", "utf-8", "utf-32"]))
def test_nothing_fails_and_places_are_within_the_text(made, encoding):
    name, text, offset = made
    SESSION.encoding = encoding
    uri = (FOLDER / name).as_uri()
    SESSION.buffers.put(uri, text)
    SESSION.touch(FOLDER)
    try:
        view = SESSION.view(uri)
        symbols = SESSION.symbols(view)
        for about, answer in answers(view, symbols, min(offset, len(view.file.text))):
            units = units_of(view.source(about), encoding)
            for place in ranges(answer):
                ends = [(end.line, end.character) for end in (place.start, place.end)]
                assert ends == sorted(ends)
                for line, column in ends:
                    assert line < len(units)
                    assert column <= units[line]
        units = units_of(view.file, encoding)
        line = column = 0
        data = colouring.tokens(view, symbols).data
        for at in range(0, len(data), 5):
            down, right, length, kind, _ = data[at : at + 5]
            line, column = line + down, right + (0 if down else column)
            assert length > 0
            assert column + length <= units[line]
            assert kind < len(colouring.TYPES)
    finally:
        SESSION.buffers.drop(uri)
        SESSION.touch(FOLDER)


def units_of(file, encoding):
    """How many units each line of a file has."""
    return [positions.units(line, encoding) for line in file.text.split("\n")]


@given(st.text(st.characters(codec="utf-16", exclude_categories=["Cs"])), st.data())
def test_positions_go_there_and_back(text, data):
    file = SourceFile("law.md", with_plain_ends(text))
    offset = data.draw(st.integers(0, len(file.text)))
    for encoding in ("utf-16", "utf-8", "utf-32"):
        place = positions.position(file, offset, encoding)
        assert positions.offset(file, place, encoding) == offset
    line = file.text[:offset].rpartition("\n")[2]
    place = positions.position(file, offset, "utf-16")
    assert place.character == len(line.encode("utf-16-le")) // 2
