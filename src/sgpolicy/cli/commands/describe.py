"""`sgpolicy describe`: what a code means, with examples, as the catalogue's page has it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator

from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.findings import Paint, paint_for
from sgpolicy.cli.layout import pad
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.diagnostics.catalogue import CATALOGUE
from sgpolicy.diagnostics.page import BLOCKS, STAGES, Block, Page, codes, page, pieces
from sgpolicy.source.nearest import nearest
from sgpolicy.source.wrapping import wrapped

_WIDTH = 80


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print one page, or the list of all."""
    paint = paint_for(sys.stdout, os.environ)
    if options.code is None:
        print("\n".join(_contents(words, paint)))
        return Exit.OK
    code = options.code.strip().upper()
    code = code if code.startswith("SG") else f"SG{code}"
    if code not in codes():
        meant = nearest(code, codes())
        near = words("near", name=meant) if meant else ""
        raise CommandError(
            Exit.USAGE, words("describe.unknown", code=options.code), near + words("describe.all")
        )
    print("\n".join(_page(page(code), words, paint)))
    return Exit.OK


def title_of(code: str, lang: Lang) -> str:
    """A code's title without particulars."""
    if lang == "zh":
        return page(code).title
    if code in CATALOGUE:
        return CATALOGUE[code].slug.replace("-", " ")
    from sgpolicy.applying.problems import CATALOGUE as PROBLEMS

    return PROBLEMS[code].title_en


def _contents(words: Words, paint: Paint) -> Iterator[str]:
    stage = ""
    for code in codes():
        if code[2] != stage:
            if stage:
                yield ""
            stage = code[2]
            name = STAGES[stage][1 if words.lang == "en" else 0]
            yield paint("1", words("describe.stage", stage=stage, name=name))
        yield f"  {pad(code, 6)} {title_of(code, words.lang)}"
    yield ""
    yield words("describe.one")


def _page(shown: Page, words: Words, paint: Paint) -> Iterator[str]:
    yield paint("1", f"{shown.code} {title_of(shown.code, words.lang)}")
    sections = (
        ("describe.checks", shown.checks),
        ("describe.harm", shown.harm),
        ("describe.bad", shown.bad),
        ("describe.remedy", shown.remedy),
    )
    for key, text in sections:
        yield ""
        yield paint("1", words(key))
        for piece in pieces(text):
            yield from _block(piece) if isinstance(piece, Block) else _paragraphs(piece)


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from (f"  {part}" for part in wrapped(line, _WIDTH - 2))


def _block(block: Block) -> Iterator[str]:
    options = "".join(f"，{name} {value}" for name, value in block.options)
    yield ""
    yield f"    ── {BLOCKS[block.kind]}{options}"
    yield from (f"    {line}".rstrip() for line in block.text.splitlines())
    yield ""
