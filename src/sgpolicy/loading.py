"""Policy folders from the disk: the only core module that reads it."""

from __future__ import annotations

import codecs
import hashlib
import stat
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgpolicy.model.document import Manifest
from sgpolicy.source.text import SourceFile

if TYPE_CHECKING:
    from sgpolicy.diagnostics.records import Collector

MAX_FILE = 2_000_000
MAX_MATERIAL = 20_000_000
_REQUIRED = (
    "id",
    "title",
    "document_number",
    "issuer",
    "issued",
    "language",
    "text",
    "tables",
    "root",
)
_UNREAD = frozenset({"SG101", "SG102", "SG103", "SG104"})
SHARED_ITEMS = "shared-items.md"
"""The file of shared items, beside the policy folders."""
LANGUAGE = "1"
"""The version of the rule language this library reads."""


def shipped_folder() -> Path:
    """Where the policies that come with the library are."""
    here = Path(__file__).resolve()
    packaged = here.parent / "policies"
    return packaged if packaged.is_dir() else here.parents[2] / "policies"


def shipped_policies() -> list[str]:
    """The names of the policies that come with the library, worked examples after the others."""
    folder = shipped_folder()
    if not folder.is_dir():
        return []
    manifests = [p / "policy.yaml" for p in folder.iterdir() if (p / "policy.yaml").is_file()]
    return [m.parent.name for m in sorted(manifests, key=lambda m: (_is_example(m), m))]


def _is_example(manifest: Path) -> bool:
    """Whether a manifest says that its policy is a worked example; read as text, to list names fast."""
    return any(
        line.startswith("example:") and line.partition(":")[2].strip()
        for line in manifest.read_text("utf-8").splitlines()
    )


def read_text(path: Path, name: str, found: Collector) -> SourceFile | None:
    """One file's text, or None after a report. A byte-order mark and CRLF are read right."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            found.report("SG101", None, file=name, name=name)
            return None
        if status.st_size > MAX_FILE:
            found.report("SG103", None, file=name, name=name, limit="2 MB")
            return None
        data = path.read_bytes()
    except (OSError, ValueError):  # ValueError: a name with a null character
        found.report("SG101", None, file=name, name=name)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found.report("SG102", None, file=name, name=name, guess=_encoding_of(data))
        return None
    return SourceFile(name, with_plain_ends(text), hashlib.sha256(data).hexdigest())


def with_plain_ends(text: str) -> str:
    """The text with every line ending in a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _encoding_of(data: bytes) -> str:
    """What else than UTF-8 a file may be, in readers' words; "" if it looks like nothing known."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "（像是 UTF-16，也就是记事本的“Unicode”）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（像是 GB18030，也就是 ANSI、GBK）"


FileReader = Callable[[Path, str, "Collector"], SourceFile | None]
"""Reads one file, as `read_text` does: its path, the name that readers know it by, where mistakes go."""


def read_folder(
    folder: Path, found: Collector, read: FileReader = read_text
) -> tuple[Manifest | None, dict[str, SourceFile]]:
    """A policy folder's manifest and files; reports what cannot be read.

    Args:
        folder: The folder.
        found: Where mistakes go.
        read: Reads a file; an editor reads what is not saved yet.
    """
    manifest_file = read(folder / "policy.yaml", "policy.yaml", found)
    if manifest_file is None:
        return None, {}
    manifest = _manifest(manifest_file, found)
    if manifest is None:
        return None, {"policy.yaml": manifest_file}
    files = {"policy.yaml": manifest_file}
    names = [*manifest.text, *manifest.tables, manifest.inventory, manifest.source]
    names += [manifest.shared, manifest.changeable]
    for name in names:
        if not name or name in files:
            continue
        if Path(name).is_absolute() or ".." in Path(name).parts:
            problem = f"“{name}”须是文件夹里的文件"
            found.report("SG104", None, file="policy.yaml", problem=problem)
            continue
        file = read(folder / name, name, found)
        if file is not None:
            files[name] = file
    if manifest.source in files and manifest.source_sha256:
        digest = hashlib.sha256(files[manifest.source].text.encode("utf-8")).hexdigest()
        if digest != manifest.source_sha256:
            found.report("SG106", None, file=manifest.source, name=manifest.source, actual=digest)
    return manifest, files


def materials_in(folder: Path) -> Callable[[str], bytes | None]:
    """Reads the files that a history names, if they lie in its own folder; None for others."""

    def content(name: str) -> bytes | None:
        try:
            path = (folder / name).resolve()
            if not path.is_relative_to(folder.resolve()) or not path.is_file():
                return None
            return path.read_bytes() if path.stat().st_size <= MAX_MATERIAL else None
        except (OSError, ValueError, RuntimeError):  # too long, a NUL, links in a circle
            return None

    return content


def is_partly_unread(found: Collector) -> bool:
    """Whether part of a folder has not been read: what follows from that is not worth reporting."""
    return any(finding.code in _UNREAD for finding in found.found)


def _manifest(file: SourceFile, found: Collector) -> Manifest | None:
    read = _read_manifest(file.text)
    if isinstance(read, Manifest):
        return read
    found.report("SG104", None, file="policy.yaml", problem=read)
    return None


@lru_cache(maxsize=8)
def _read_manifest(text: str) -> Manifest | str:
    """A manifest, or what is wrong with it."""
    import yaml

    try:
        data: Any = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - text scalars only
    except (yaml.YAMLError, RecursionError):
        return "不是正确的 YAML"
    if not isinstance(data, dict):
        return "应为“键: 值”的形式"
    missing = [key for key in _REQUIRED if not data.get(key)]
    if missing:
        return f"缺少 {'、'.join(missing)}"
    unknown = [str(k) for k in data if k not in Manifest.__dataclass_fields__]
    if unknown:
        return f"不认识的键 {'、'.join(unknown)}"
    lists = ("text", "tables")
    for key, value in data.items():
        wanted: type = list if key in lists else str
        items = value if isinstance(value, list) else [value]
        if not isinstance(value, wanted) or not all(isinstance(i, str) for i in items):
            return f"{key} 应为{'列表' if key in lists else '文字'}"
    try:
        date.fromisoformat(data["issued"])
    except ValueError:
        return f"issued 应为日期，如 2022-10-20，现在是“{data['issued']}”"
    if data["language"] != LANGUAGE:
        return f"语言版本 {data['language']} 不能读，本库读版本 {LANGUAGE}"
    values: dict[str, Any] = {
        key: tuple(data[key]) if key in lists else data.get(key, "")
        for key in Manifest.__dataclass_fields__
    }
    return Manifest(**values)
