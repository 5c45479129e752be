"""本数: whether 以上、以下 include the number, what says so, and how far it reaches."""

from __future__ import annotations

from collections.abc import Mapping

from sgpolicy.diagnostics.records import Collector
from sgpolicy.model.citation import Clause, parse_clause
from sgpolicy.model.document import Document
from sgpolicy.model.program import Program
from sgpolicy.model.tree import Declaration
from sgpolicy.records import dataclass

_WHOLE = "全文"
_HERE = {"本项": "item", "本条": "article", "本章": "chapter"}


@dataclass(frozen=True, slots=True)
class Convention:
    """One 约定: bound word → whether its end is included, within `extent` (None is the whole text)."""

    words: Mapping[str, bool]
    extent: Clause | None


@dataclass(frozen=True, slots=True)
class Conventions:
    """A policy's own 本数 conventions.

    Attributes:
        declared: In the order of the law.
        chapters: The chapter of every article that stands in one.
    """

    declared: tuple[Convention, ...] = ()
    chapters: Mapping[Clause, Clause] | None = None

    def included(self, word: str, at: Clause | None) -> bool | None:
        """Whether a bound word includes its number in a clause, by the nearest convention; None for none."""
        found = [
            (self._nearness(one.extent), one.words[word])
            for one in self.declared
            if word in one.words and self._reaches(one.extent, at)
        ]
        return max(found)[1] if found else None

    def _reaches(self, extent: Clause | None, at: Clause | None) -> bool:
        if extent is None:
            return True
        if at is None:
            return False
        if extent.kind == "chapter":
            return at == extent or (self.chapters or {}).get(at.article) == extent
        return at.within(extent)

    @staticmethod
    def _nearness(extent: Clause | None) -> int:
        if extent is None:
            return 0
        return 1 if extent.kind == "chapter" else 3 if extent.item else 2


def bounds_rule(program: Program) -> str:
    """What says whether 以上、以下 include the number: the policy's own clause, or the Civil Code."""
    own = (d for d in program.declarations.values() if d.word == "约定")
    clauses = dict.fromkeys(
        f"本办法{declaration.clause.label}" + _reach(declaration) for declaration in own
    )
    return "、".join(clauses) or "民法典第一千二百五十九条"


def conventions(program: Program, found: Collector) -> Conventions:
    """The policy's own 本数 conventions: 以上 含, 以下 不含; 限于 第二章. Extents that are none are reported."""
    chapters = _chapters(program.document)
    declared = []
    for declaration in program.declarations.values():
        if declaration.word != "约定":
            continue
        words = {
            part.word: part.text.text == "含"
            for part in declaration.parts
            if part.text is not None and part.word != "限于"
        }
        declared.append(Convention(words, _extent(declaration, program, chapters, found)))
    return Conventions(tuple(declared), chapters)


def _extent(
    declaration: Declaration,
    program: Program,
    chapters: Mapping[Clause, Clause],
    found: Collector,
) -> Clause | None:
    part = declaration.part("限于")
    if part is None or part.text is None or part.text.text == _WHOLE:
        return None
    written, here = part.text.text, declaration.clause
    extent = parse_clause(written)
    match _HERE.get(written):
        case "item":
            extent = here if here.item else None
        case "article":
            extent = here.article
        case "chapter":
            extent = here if here.kind == "chapter" else chapters.get(here.article)
        case _:
            pass
    known = {*program.document.titles, *program.document.clauses}
    if extent is None or extent not in known:
        hint = "，这里可以写：“全文”、“本章”、“本条”、“本项”，或者“第二章”、“附件”一类的条款"
        found.report("SG203", part.text.span, here, text=written, expected=hint)
        return here
    return extent


def _chapters(document: Document) -> dict[Clause, Clause]:
    found: dict[Clause, Clause] = {}
    chapter: Clause | None = None
    for clause in document.titles:
        if clause.kind == "chapter":
            chapter = clause
        elif clause.kind == "article" and chapter is not None:
            found[clause] = chapter
    return found


def _reach(declaration: Declaration) -> str:
    part = declaration.part("限于")
    return f"（{part.text.text}）" if part is not None and part.text is not None else ""
