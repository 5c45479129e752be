"""Writing changed files: inside one folder only, each whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sgpolicy.formatter import Edit
from sgpolicy.source.text import SourceFile

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_MARK = b"\xef\xbb\xbf"


class OutsideError(OSError):
    """The file is a link to one outside of the folder."""


def rewritten(data: bytes, file: SourceFile, edits: Sequence[Edit]) -> bytes:
    """The file's bytes with the edits made; all lines that they do not cover stay byte for byte.

    Args:
        data: The file as it is on the disk, perhaps with a byte-order mark or other line ends.
        file: The same as it was read, with line ends of one kind.
        edits: In the order of the file; each covers whole lines after a fence's.
    """
    has_mark = data.startswith(_MARK)
    lines = [m[0] for m in _LINE.finditer(data.decode("utf-8-sig")) if m[0]]
    for edit in reversed(edits):
        first, last = (file.line_of(at) - 1 for at in (edit.span.start, edit.span.end))
        fence = lines[first - 1]
        ending = fence[len(fence.rstrip("\r\n")) :] or "\n"
        lines[first:last] = [line + ending for line in edit.text.splitlines()]
    return (_MARK if has_mark else b"") + "".join(lines).encode("utf-8")


def is_as_read(data: bytes, file: SourceFile) -> bool:
    """Whether the file's bytes are still those that were read."""
    text = data.decode("utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") == file.text


def target(folder: Path, name: str) -> Path:
    """The file of that name, which must be in the folder.

    Raises:
        OutsideError: If it is a link to a file elsewhere.
        OSError: If it cannot be found.
    """
    path = (folder / name).resolve(strict=True)
    if not path.is_relative_to(folder.resolve(strict=True)):
        raise OutsideError(name)
    return path


def write(path: Path, data: bytes) -> None:
    """Replace the file's content at one stroke: a reader sees the old or the new, never half.

    Raises:
        OSError: If the file or its folder may not be written.
    """
    if not os.access(path, os.W_OK):
        raise PermissionError(str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
