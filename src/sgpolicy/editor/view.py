"""One file of a checked folder as a feature sees it: its text, the client's positions, the reader's language."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from lsprotocol import types

from sgpolicy.editor import positions
from sgpolicy.editor.buffers import Buffers
from sgpolicy.editor.folders import Checked
from sgpolicy.editor.wording import Lang
from sgpolicy.model.citation import Clause
from sgpolicy.model.document import Block
from sgpolicy.parsing.cutting import RawDeclaration
from sgpolicy.source.text import SourceFile, Span


class View:
    """One file of a folder.

    Attributes:
        checked: The folder.
        file: The file, under its name in the folder.
        buffers: The open files.
        encoding: The units in which the client counts.
        lang: The reader's language.
    """

    def __init__(
        self,
        checked: Checked,
        file: SourceFile,
        buffers: Buffers,
        encoding: positions.Encoding,
        lang: Lang,
    ) -> None:
        self.checked = checked
        self.file = file
        self.buffers = buffers
        self.encoding = encoding
        self.lang = lang

    # ── places ──

    def offset(self, place: types.Position) -> int:
        """Where a position is in the text."""
        return positions.offset(self.file, place, self.encoding)

    def range(self, span: Span) -> types.Range:
        """The range of a span of this file or another one."""
        return self.stretch(self.source(span.file), span.start, span.end)

    def stretch(self, file: SourceFile, start: int, end: int) -> types.Range:
        """The range of a stretch of a file."""
        return positions.stretch(file, start, end, self.encoding)

    def here(self, start: int, end: int) -> types.Range:
        """The range of a stretch of this file."""
        return self.stretch(self.file, start, end)

    def source(self, name: str) -> SourceFile:
        """A file of the folder by name."""
        if name == self.file.name:
            return self.file
        return self.checked.files.get(name) or SourceFile(name, "")

    def uri(self, name: str) -> str:
        """A file's URI."""
        return self.buffers.uri(self.path(name))

    def path(self, name: str) -> Path:
        """Where a file of the folder is."""
        return self.checked.path(name).resolve()

    def location(self, span: Span) -> types.Location:
        """A span as the protocol says it."""
        return types.Location(self.uri(span.file), self.range(span))

    # ── what stands where ──

    @property
    def is_law(self) -> bool:
        """Whether this is one of the files with the law's text and its rules."""
        manifest = self.checked.manifest
        return manifest is not None and self.file.name in manifest.text

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The rule blocks of this file."""
        compilation = self.checked.compilation
        found = compilation.document.blocks if compilation is not None else ()
        return tuple(block for block in found if block.span.file == self.file.name)

    @cached_property
    def raws(self) -> tuple[RawDeclaration, ...]:
        """The declarations of this file."""
        return tuple(raw for raw in self.checked.raws if raw.span.file == self.file.name)

    def block_at(self, offset: int) -> Block | None:
        """The block in which an offset is."""
        return next((b for b in self.blocks if b.span.start <= offset <= b.span.end), None)

    def raw_at(self, offset: int) -> RawDeclaration | None:
        """The declaration in which an offset is, or which it comes after in the same block."""
        block = self.block_at(offset)
        if block is None:
            return None
        inside = [
            raw
            for raw in self.raws
            if block.span.start <= raw.span.start <= offset and raw.span.end <= block.span.end
        ]
        return inside[-1] if inside else None

    def clause_at(self, offset: int) -> Clause | None:
        """The clause to which a place of the law belongs; None before the first one."""
        block = self.block_at(offset)
        if block is not None:
            return block.clause
        compilation = self.checked.compilation
        found = None
        for clause, span in compilation.document.beginnings if compilation is not None else ():
            if span.file == self.file.name and span.start <= offset:
                found = clause
        return found

    def official(self, clause: Clause) -> str:
        """A clause's own text; "" for one that there is not."""
        compilation = self.checked.compilation
        text = compilation.document.clauses.get(clause) if compilation is not None else None
        return text.text.strip() if text is not None else ""

    def label(self, clause: Clause) -> str:
        """A clause's citation in the reader's language."""
        return clause.label_en if self.lang == "en" else clause.label
