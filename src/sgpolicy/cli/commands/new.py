"""`sgpolicy new`: a policy folder begun from a regulation's text."""

from __future__ import annotations

import argparse
from pathlib import Path

from sgpolicy.beginning import Begun, begin, identity_of
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.drafting.report import counts_of, mend_line
from sgpolicy.drafting.unreadable import UnreadableTextError

_SHOWN = 20
"""How many mends are printed; all of them stand in the report."""


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Write the folder, and say what was mended, drafted and left open."""
    path = Path(options.text)
    if options.output is not None:
        _refuse_existing(Path(options.output), words)
    begun = _begun(path, options.output, words)
    folder = Path(options.output or identity_of(begun.front))
    _refuse_existing(folder, words)
    _write(folder, begun, words)
    _report(folder, begun, words)
    return Exit.OK


def _begun(path: Path, output: str | None, words: Words) -> Begun:
    try:
        data = path.read_bytes()
        return begin(data, path.name, _identity(output))
    except UnreadableTextError as error:
        key = f"new.{'long_text' if error.reason == 'long' else error.reason}"
        code = Exit.NO_INPUT if error.reason == "no_library" else Exit.DATA
        message, remedy = words(key, path=path), words(f"{key}.remedy")
        raise CommandError(code, message, remedy) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or type(error).__name__
        message = words("new.unreadable", path=path, reason=reason)
        raise CommandError(Exit.NO_INPUT, message) from None


def _identity(output: str | None) -> str:
    """The policy's id is its folder's name."""
    return Path(output).name if output else ""


def _refuse_existing(folder: Path, words: Words) -> None:
    try:
        is_there = folder.exists() or folder.is_symlink()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or type(error).__name__
        message = words("new.not_written", folder=folder, reason=reason)
        raise CommandError(Exit.NO_INPUT, message) from None
    if is_there:
        message = words("new.exists", folder=folder)
        raise CommandError(Exit.USAGE, message, words("new.exists.remedy"))


def _write(folder: Path, begun: Begun, words: Words) -> None:
    try:
        folder.mkdir(parents=True)
        for name, text in begun.files.items():
            with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or type(error).__name__
        message = words("new.not_written", folder=folder, reason=reason)
        raise CommandError(Exit.NO_INPUT, message) from None


def _report(folder: Path, begun: Begun, words: Words) -> None:
    front = begun.front
    chapters, articles, items, annexes = counts_of(begun.chunks)
    print(words("new.written", folder=folder))
    print(
        words(
            "new.law",
            title=front.title or words("new.untitled"),
            chapters=chapters,
            articles=articles,
            items=items,
            annexes=annexes,
        )
    )
    unknown = [
        words(f"new.unknown.{key}")
        for key in ("title", "document_number", "issuer", "issued")
        if not getattr(front, key)
    ]
    if unknown:
        separator = "、" if words.lang == "zh" else ", "
        print(words("new.unknown", what=separator.join(unknown)))
    if begun.mends:
        print(words("new.mended", count=len(begun.mends)))
        for mend in begun.mends[:_SHOWN]:
            print(f"  {mend_line(mend, words.lang)}")
        if len(begun.mends) > _SHOWN:
            print(f"  {words('new.mended.more', count=len(begun.mends) - _SHOWN)}")
    bounds = sum(len(draft.bounds) for draft in begun.drafts)
    key = "new.drafted" if begun.open_places else "new.drafted.all"
    print(words(key, count=len(begun.drafts), bounds=bounds, open=begun.open_places))
    print(words("new.next", folder=folder))
