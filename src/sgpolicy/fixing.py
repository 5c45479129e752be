"""Safe fixes: what findings offer, tried in memory and kept only if it leaves nothing new wrong."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sgpolicy.diagnostics.records import Collector, Diagnostic, Fix
from sgpolicy.loading import is_partly_unread, read_folder
from sgpolicy.model.document import Manifest
from sgpolicy.pipeline import FROM_THE_PROSE, compile_policy
from sgpolicy.records import dataclass
from sgpolicy.source.text import SourceFile

_ROUNDS = 4
"""Mending one place may bring another to light; more often than this it is no small slip."""
_ENDS = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Change:
    """One fix that was made: the finding's code, the line, and the words before and after."""

    code: str
    file: str
    line: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Mended:
    """What fixing a policy folder comes to.

    Attributes:
        before: The files as they are.
        after: The changed ones as they would be.
        applied: What was changed, in order.
        remaining: The findings that are left.
    """

    before: Mapping[str, SourceFile]
    after: Mapping[str, SourceFile]
    applied: tuple[Change, ...]
    remaining: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _State:
    files: dict[str, SourceFile]
    found: tuple[Diagnostic, ...]
    applied: tuple[Change, ...] = ()


def mend(folder: Path) -> Mended:
    """Work out what the safe fixes of a policy folder come to; nothing is written.

    All are tried together. If that leaves anything new wrong, each is tried on its own, and those that
    do are left out.
    """
    loading = Collector()
    manifest, files = read_folder(folder, loading)
    if manifest is None or is_partly_unread(loading):
        return Mended(files, {}, (), tuple(loading.sorted()))
    start = _State(files, _check(manifest, files))
    state = _pursue(manifest, start, _safe(start.found))
    if state is None:
        state = start
        for finding in _safe(start.found):
            state = _pursue(manifest, state, [finding]) or state
    changed = {name: file for name, file in state.files.items() if file is not files[name]}
    left = sorted((*loading.found, *state.found), key=lambda d: d.sort_key)
    applied = sorted(dict.fromkeys(state.applied), key=lambda c: (c.file, c.line))
    return Mended(files, changed, tuple(applied), tuple(left))


def edited(text: str, fixes: Iterable[Fix]) -> str:
    """`text` with the fixes made; of two that overlap the later one is left for another round.

    Example:
        >>> from sgpolicy.source.text import Span
        >>> edited("资产总颔", [Fix(Span("law.md", 3, 4), "额")])
        '资产总额'
    """
    pieces, at = [], 0
    for fix in sorted(fixes, key=lambda f: (f.span.start, f.span.end)):
        if fix.span.start >= at:
            pieces += [text[at : fix.span.start], fix.replacement]
            at = fix.span.end
    return "".join([*pieces, text[at:]])


def bytes_after(data: bytes, before: SourceFile, after: SourceFile) -> bytes | None:
    """A file's bytes with the change made: each line ends as it did, a byte-order mark stays.

    Args:
        data: What stands on the disk now.
        before: The file as it was read.
        after: The file as it is to be.

    Returns:
        None if the file is not what was read any more.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if text.replace("\r\n", "\n").replace("\r", "\n") != before.text:
        return None
    ends = _ENDS.findall(data)
    lines = after.text.encode("utf-8").split(b"\n")
    if len(ends) != len(lines) - 1:  # lines came or went: all end as the first does
        ends = ends[:1] * (len(lines) - 1)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + b"".join(line + end for line, end in zip(lines, [*ends, b""], strict=True))


def _check(manifest: Manifest, files: dict[str, SourceFile]) -> tuple[Diagnostic, ...]:
    return compile_policy(manifest, files, Collector()).diagnostics


def _safe(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [d for d in found if d.fix is not None and d.fix.is_safe]


def _key(finding: Diagnostic) -> tuple[object, ...]:
    """What makes a finding the same one when the text around it has moved."""
    return finding.code, finding.file, finding.clause, finding.facts


def _pursue(manifest: Manifest, state: _State, mending: Sequence[Diagnostic]) -> _State | None:
    """Apply fixes, and those of what they bring to light; None if something new stays wrong.

    The prose comes first: quotes are compared with it.
    """
    known = Counter(map(_key, state.found))
    wanted = {_key(finding) for finding in mending}
    at = state
    for _ in range(_ROUNDS):
        todo = [d for d in _safe(at.found) if _key(d) in wanted or _key(d) not in known]
        if not todo:
            break
        at = _apply(manifest, at, [d for d in todo if d.code == "SG105"] or todo)
    misprinted = {d.clause for d in state.found if d.code == "SG105"}
    fresh = [d for d in at.found if d.code not in FROM_THE_PROSE or d.clause not in misprinted]
    return None if Counter(map(_key, fresh)) - known else at


def _apply(manifest: Manifest, state: _State, mending: list[Diagnostic]) -> _State:
    files = dict(state.files)
    made: list[Change] = []
    for name in sorted({d.fix.span.file for d in mending if d.fix is not None} & set(files)):
        source = files[name]
        here = [(d.code, d.fix) for d in mending if d.fix is not None and d.fix.span.file == name]
        for code, fix in here:
            old = source.text[fix.span.start : fix.span.end]
            made.append(Change(code, name, source.line_of(fix.span.start), old, fix.replacement))
        files[name] = SourceFile(name, edited(source.text, [fix for _, fix in here]))
    return _State(files, _check(manifest, files), (*state.applied, *made))
