"""A policy folder as it stands in the editor: open files as they are typed, the others as they are saved."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from sgpolicy.diagnostics.records import Collector, Diagnostic
from sgpolicy.editor.buffers import Buffers
from sgpolicy.loading import MAX_FILE, is_partly_unread, read_folder, read_text
from sgpolicy.model.document import Manifest
from sgpolicy.parsing.cutting import RawDeclaration, cut
from sgpolicy.pipeline import Compilation, compile_policy
from sgpolicy.remembering import Memory
from sgpolicy.source.text import SourceFile
from sgpolicy.vocabulary import check_correspondence, vocabulary_file

_FOLDERS_UP = 4
MANIFEST = "policy.yaml"


def folder_of(path: Path, buffers: Buffers) -> Path | None:
    """The policy folder in which a file lies, a few folders up at most; None for none.

    The file of shared items stands beside policy folders: it belongs to none.
    """
    for folder in list(path.parents)[:_FOLDERS_UP]:
        manifest = folder / MANIFEST
        if manifest in buffers or manifest.is_file():
            return folder
    return None


class Checked:
    """One version of a policy folder, checked.

    Attributes:
        folder: Where it is.
        manifest: None if it cannot be read.
        files: The files read, by the name that readers know them by.
        compilation: None where a file cannot be read.
        found: Every mistake, by place.
        memory: What reading it gave.
    """

    def __init__(
        self,
        folder: Path,
        manifest: Manifest | None,
        files: dict[str, SourceFile],
        compilation: Compilation | None,
        found: tuple[Diagnostic, ...],
        memory: Memory,
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.files = files
        self.compilation = compilation
        self.found = found
        self.memory = memory

    def path(self, name: str) -> Path:
        """Where a file is."""
        if name not in self._own and name == vocabulary_file(self.folder).name:
            return vocabulary_file(self.folder)
        return self.folder / name

    @cached_property
    def _own(self) -> frozenset[str]:
        manifest = self.manifest
        if manifest is None:
            return frozenset({MANIFEST})
        named = (manifest.inventory, manifest.source, manifest.shared, manifest.changeable)
        return frozenset({MANIFEST, *manifest.text, *manifest.tables, *named} - {""})

    def name(self, path: Path) -> str:
        """The name of a file of the folder."""
        if path.is_relative_to(self.folder):
            return path.relative_to(self.folder).as_posix()
        return path.name

    @cached_property
    def raws(self) -> tuple[RawDeclaration, ...]:
        """Every declaration as cut out of the rule blocks."""
        if self.compilation is None:
            return ()
        return tuple(cut(self.compilation.document.blocks, Collector()))


class Folder:
    """A policy folder and what is remembered of it.

    Attributes:
        path: Where it is.
        memory: What reading it gave so far.
    """

    def __init__(self, path: Path, buffers: Buffers) -> None:
        self.path = path
        self.memory = Memory()
        self._buffers = buffers
        self._saved: dict[Path, tuple[tuple[int, int], SourceFile | None, Collector]] = {}
        self._open: dict[Path, SourceFile] = {}

    def check(self) -> Checked:
        """Check the folder as it stands now."""
        found = Collector()
        manifest, files = read_folder(self.path, found, self.read)
        if manifest is None or is_partly_unread(found):
            return Checked(self.path, manifest, files, None, tuple(found.sorted()), self.memory)
        compilation = compile_policy(manifest, files, found, self.memory)
        check_correspondence(compilation, files, self.path, found, self.read)
        return Checked(self.path, manifest, files, compilation, tuple(found.sorted()), self.memory)

    def read(self, path: Path, name: str, found: Collector) -> SourceFile | None:
        """Read a file as it stands in the editor, or else as it is saved; see `loading.read_text`."""
        path = Path(path)
        text = self._buffers.text(path)
        if text is not None:
            if len(text) > MAX_FILE:
                found.report("SG103", None, file=name, name=name, limit="2 MB")
                return None
            known = self._open.get(path)
            if known is None or known.text is not text or known.name != name:
                known = self._open[path] = SourceFile(name, text)
            return known
        try:
            status = path.stat()
            state = (status.st_mtime_ns, status.st_size)
        except (OSError, ValueError):
            state = (-1, -1)
        saved = self._saved.get(path)
        if saved is None or saved[0] != state or state[0] < 0:
            own = Collector()
            saved = self._saved[path] = (state, read_text(path, name, own), own)
        for item in saved[2].found:
            found.add(item)
        return saved[1]
