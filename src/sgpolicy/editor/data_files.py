"""The other files of a policy folder that use its names: cases, applications, histories, tables beside the law."""

from __future__ import annotations

from collections.abc import Iterator

from sgpolicy.diagnostics.records import Collector
from sgpolicy.editor.folders import Folder
from sgpolicy.model.document import Manifest
from sgpolicy.source.text import SourceFile

_SUFFIXES = frozenset({".md", ".yaml", ".yml", ".json"})
_MOST = 2000


def data_files(folder: Folder, manifest: Manifest) -> Iterator[SourceFile]:
    """Every text file of the folder that is neither law nor table of facts nor inventory."""
    own = {"policy.yaml", *manifest.text, *manifest.tables, manifest.inventory, manifest.source}
    for count, path in enumerate(sorted(folder.path.rglob("*"))):
        if count > _MOST:
            return
        name = path.relative_to(folder.path).as_posix()
        if path.suffix.lower() not in _SUFFIXES or name in own or path.name.startswith("."):
            continue
        file = folder.read(path, name, Collector())
        if file is not None:
            yield file


def workbooks(folder: Folder) -> list[str]:
    """The names of the case files that are workbooks."""
    found = sorted((folder.path / "cases").glob("*.xlsx"))
    return [path.name for path in found if not path.name.startswith("~$")]
