"""`sgpolicy fmt`: bring a policy's rule blocks into the one canonical form."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Mapping
from pathlib import Path

import sgpolicy
from sgpolicy.cli.choosing import policy_error, policy_name
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.findings import full
from sgpolicy.cli.rewriting import OutsideError, is_as_read, rewritten, target, write
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.diagnostics.records import Collector
from sgpolicy.formatter import Edit, edited, format_policy
from sgpolicy.loading import read_folder
from sgpolicy.opening import folder_of
from sgpolicy.source.text import SourceFile


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Rewrite the files that differ, or say which would; 1 if they would, 65 if rules are unread."""
    name = policy_name(options.path)
    try:
        folder = folder_of(name)
    except sgpolicy.UnknownPolicyError as error:
        raise policy_error(name, error, words) from None
    is_dry = options.check or options.diff
    if not is_dry and name in sgpolicy.shipped():
        raise CommandError(Exit.USAGE, words("fmt.shipped"), words("fmt.shipped.remedy"))
    found = Collector()
    manifest, files = read_folder(folder, found)
    if manifest is None or found.found:
        for item in found.sorted():
            print(full(item, files, words.lang), end="\n\n", file=sys.stderr)
        raise CommandError(Exit.DATA, words("fmt.unreadable"))
    formatting = format_policy(manifest, files)
    for item in formatting.unread:
        print(full(item, files, words.lang), end="\n\n", file=sys.stderr)
    if options.diff:
        print(_difference(files, formatting.edits), end="")
    elif is_dry:
        for file in formatting.edits:
            print(words("fmt.would", name=file))
    else:
        _write(folder, files, formatting.edits, words)
    if not options.diff:
        print(_summary(len(manifest.text), len(formatting.edits), words, is_dry=is_dry))
    if formatting.unread:
        raise CommandError(Exit.DATA, words("fmt.unread", count=len(formatting.unread)))
    return Exit.NO if is_dry and formatting.edits else Exit.OK


def _summary(count: int, changed: int, words: Words, *, is_dry: bool) -> str:
    if not changed:
        return words("fmt.clean", count=count)
    return words("fmt.summary.would" if is_dry else "fmt.summary", count=count, changed=changed)


def _difference(files: Mapping[str, SourceFile], edits: Mapping[str, tuple[Edit, ...]]) -> str:
    """What would change, as `diff -u` writes it."""
    lines: list[str] = []
    for name, own in edits.items():
        before = files[name].text
        lines += difflib.unified_diff(
            before.splitlines(keepends=True),
            edited(before, own).splitlines(keepends=True),
            f"a/{name}",
            f"b/{name}",
        )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _write(
    folder: Path,
    files: Mapping[str, SourceFile],
    edits: Mapping[str, tuple[Edit, ...]],
    words: Words,
) -> None:
    """Write every changed file; what cannot be written ends the command."""
    for name, own in edits.items():
        try:
            path = target(folder, name)
            data = path.read_bytes()
            if not is_as_read(data, files[name]):
                raise CommandError(Exit.NO_INPUT, words("fmt.changed", name=name))
            write(path, rewritten(data, files[name], own))
        except OutsideError:
            raise CommandError(Exit.NO_INPUT, words("fmt.outside", name=name)) from None
        except PermissionError:
            message, remedy = words("fmt.read_only", name=name), words("fmt.read_only.remedy")
            raise CommandError(Exit.NO_INPUT, message, remedy) from None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            message = words("fmt.not_written", name=name, reason=reason)
            raise CommandError(Exit.NO_INPUT, message) from None
        print(words("fmt.written", name=name))
