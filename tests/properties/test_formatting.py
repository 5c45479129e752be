"""The formatter changes form only: the same Core, the same findings; and once is enough."""

from collections import Counter
from dataclasses import fields, is_dataclass

from hypothesis import assume, event, given
from hypothesis import strategies as st

from sgpolicy.diagnostics.records import Collector
from sgpolicy.fingerprinting import fingerprints
from sgpolicy.formatter import edited, format_policy
from sgpolicy.model.document import Manifest
from sgpolicy.parsing.cutting import blank_comments
from sgpolicy.pipeline import compile_policy
from sgpolicy.source.text import SourceFile

from .policies import FACTS, LAW, blocks
from .test_loading import SENTENCES, SPACED

_VALUES = dict.fromkeys(Manifest.__dataclass_fields__, "")
_VALUES |= {"id": "t", "text": ("law.md",), "tables": ("facts.md",), "root": "art1"}
MANIFEST = Manifest(**_VALUES)


def files_of(law):
    return {"law.md": SourceFile("law.md", law), "facts.md": SourceFile("facts.md", FACTS)}


def law_with(block):
    return f"{LAW}\n```sgp\n{block}\n```\n\n（一）有乙。\n"


def formatted(law):
    edits = format_policy(MANIFEST, files_of(law)).edits.get("law.md", ())
    return edited(law, edits)


def compiled(law):
    return compile_policy(MANIFEST, files_of(law), Collector())


def bare(value):
    """A Core without places, spelling and white space."""
    if is_dataclass(value):
        kept = (f.name for f in fields(value) if f.name not in {"span", "written"})
        return type(value).__name__, {name: bare(getattr(value, name)) for name in kept}
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(bare, value))
    return value


def codes(made):
    return Counter(finding.code for finding in made.diagnostics)


def notes(block):
    """The comments' words, in order."""
    pairs = zip(block.splitlines(), blank_comments(block).splitlines(), strict=True)
    return ["".join(a[len(b.rstrip()) :].split()) for a, b in pairs if a != b]


def inner(law):
    return law.split("```sgp\n")[1].split("```")[0]


@given(blocks())
def test_generated_policies_keep_their_meaning(block):
    law = law_with(block)
    once = formatted(law)
    assert formatted(once) == once
    before, after = compiled(law), compiled(once)
    event("core" if before.core else "no core")
    event("clean" if not before.diagnostics else "findings")
    assert codes(before) == codes(after)
    assert bare(before.core) == bare(after.core)
    assert sorted(notes(inner(law))) == sorted(notes(inner(once)))
    if before.core is not None and not before.diagnostics:
        assert fingerprints(before) == fingerprints(after)


@given(blocks())
def test_what_is_outside_of_the_fences_stays(block):
    law = law_with(block)
    once = formatted(law)
    assert once.split("```sgp\n")[0] == law.split("```sgp\n")[0]
    assert once.rpartition("```")[2] == law.rpartition("```")[2]


@given(blocks())
def test_the_canonical_text_has_one_form(block):
    """Where the block reads; one whose comments do not settle stays as it is (about 1 in 200)."""
    law = law_with(block)
    made = format_policy(MANIFEST, files_of(law))
    assume(made.edits and not made.unread)
    text = inner(edited(law, made.edits["law.md"]))
    assert not set("\t\u3000") & set(text)
    assert "\n\n\n" not in text
    assert not any(line != line.rstrip() for line in text.split("\n"))


@given(st.one_of(SENTENCES, SPACED))
def test_any_text_comes_out_with_the_same_findings(text):
    law = law_with(f"规则 人员 staff_rule 「人数不少于6人」：{text}")
    once = formatted(law)
    assert formatted(once) == once
    assert codes(compiled(law)) == codes(compiled(once))


def test_the_generator_makes_policies_that_mean_something():
    """Many of them reach Core; otherwise the properties above say little."""
    reached = []

    @given(blocks())
    def draw(block):
        reached.append(compiled(law_with(block)).core is not None)

    draw()
    assert sum(reached) * 4 > len(reached)
