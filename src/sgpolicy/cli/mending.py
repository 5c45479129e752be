"""`sgpolicy check --fix` and `--diff`: what the safe fixes change, written or only shown."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.rewriting import target, write
from sgpolicy.cli.wording import Words
from sgpolicy.fixing import Change, Mended, bytes_after


def write_fixes(folder: Path, mended: Mended, words: Words) -> list[str]:
    """Write the changed files; each is replaced as a whole, and none outside of the folder.

    Returns:
        What was changed, a line each.
    """
    for name, file in mended.after.items():
        try:
            path = target(folder, name)
            data = bytes_after(path.read_bytes(), mended.before[name], file)
            if data is not None:
                write(path, data)
        except OSError as error:
            message = words("check.not_written", path=folder / name)
            raise CommandError(Exit.DATA, message, error.strerror or "") from None
    return [_change(change, words) for change in mended.applied]


def unified(mended: Mended) -> Iterator[str]:
    """What the fixes would change, as `diff -u` shows it."""
    for name, file in sorted(mended.after.items()):
        before = mended.before[name].text.splitlines()
        yield from difflib.unified_diff(
            before, file.text.splitlines(), f"a/{name}", f"b/{name}", lineterm=""
        )


def _change(change: Change, words: Words) -> str:
    key = "check.put_in" if not change.old else "check.changed" if change.new else "check.removed"
    place = f"{change.file}:{change.line}"
    return words(key, place=place, code=change.code, old=_short(change.old), new=_short(change.new))


def _short(text: str) -> str:
    """Text on one line, short enough to be quoted."""
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:29] + "…"
